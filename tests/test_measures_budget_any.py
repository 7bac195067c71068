"""Measures of the budget: what holds for any budgets."""

from __future__ import annotations

from copy import deepcopy

import pandas as pd
import pytest
from builders import QUICK, projects, together
from hypothesis import given, settings
from hypothesis import strategies as st
from jixiao.measures import budget as measure
from pandas.testing import assert_frame_equal
from test_measures_budget import SAMPLE, funds, goals, reconciled_purpose

UNTOUCHED = deepcopy((SAMPLE.projects, SAMPLE.funds, SAMPLE.goals))  # by any test


AMOUNTS = st.integers(1, 10**7).map(lambda fen: fen / 100)
BUDGETS = st.lists(AMOUNTS, min_size=1, max_size=8)


def numbered(budgets: list[float], document: str = "D") -> pd.DataFrame:
    return projects(document, **{f"{document}/{position}": budget for position, budget in enumerate(budgets, 1)})


def document(name: str, budgets: list[float]) -> tuple[pd.DataFrame, ...]:
    df = numbered(budgets, name).assign(purpose="用于宣传3万元")
    rows = [(project, "财政", budget) for project, budget in zip(df["project_id"], budgets, strict=True)]
    return df, funds(*rows), goals("共5个：2个，3个", document=name)


@QUICK
@given(BUDGETS)
def test_shares_sum_to_one_and_fall_with_rank(budgets):
    df = measure.budget_shares(numbered(budgets))
    assert df["share"].sum() == pytest.approx(1)
    assert df["cumulative_share"].iloc[-1] == pytest.approx(1)
    assert df["share"].is_monotonic_decreasing


@QUICK
@given(BUDGETS)
def test_concentration_lies_within_its_range(budgets):
    row = measure.concentration(numbered(budgets)).iloc[0]
    assert 1 / len(budgets) - 1e-9 <= row["hhi"] <= 1 + 1e-9
    assert -1e-9 <= row["gini"] < 1
    assert min(3 / len(budgets), 1) - 1e-9 <= row["top3_share"] <= 1 + 1e-9


@QUICK
@given(st.lists(AMOUNTS, min_size=3, max_size=8))
def test_normalised_concentration_lies_between_even_and_alone(budgets):
    row = measure.concentration(numbered(budgets)).iloc[0]
    assert -1e-9 <= row["hhi_normalised"] <= 1 + 1e-9
    assert -1e-9 <= row["lower"] <= row["upper"] <= 1 + 1e-9


@QUICK
@given(BUDGETS, st.sampled_from([0.01, 3, 10_000]))
def test_concentration_does_not_depend_on_the_unit(budgets, factor):
    scale_free = ["hhi", "hhi_normalised", "lower", "upper", "top3_share", "gini"]
    small = measure.concentration(numbered(budgets))
    large = measure.concentration(numbered([factor * budget for budget in budgets]))
    assert_frame_equal(small[scale_free], large[scale_free], atol=1e-9)


@QUICK
@given(BUDGETS)
def test_concentration_does_not_depend_on_the_order(budgets):
    forward, backward = measure.concentration(numbered(budgets)), measure.concentration(numbered(budgets[::-1]))
    assert_frame_equal(forward, backward, atol=1e-9)


@QUICK
@given(BUDGETS)
def test_shares_of_sources_sum_to_one(budgets):
    rows = [(f"D/{position}", f"来源{position % 3}", amount) for position, amount in enumerate(budgets, 1)]
    df = measure.sources(numbered(budgets), funds(*rows))
    assert df["share"].sum() == pytest.approx(1)
    assert df["stated"].sum() == len(budgets)


@QUICK
@given(BUDGETS)
def test_funds_that_are_the_budget_agree(budgets):
    df = measure.reconcile(*document("D", budgets))
    assert df[df["check"] == "funds"]["agrees"].tolist() == [True] * len(budgets)


# Every measure of projects, funds and goals, and the columns that its docstring promises.
OWN = "document_id department_id project_id project_name budget"
MEASURES = {
    "budget_shares": (lambda df, *_: measure.budget_shares(df), f"{OWN} rank share cumulative_share"),
    "concentration": (
        lambda df, *_: measure.concentration(df),
        "document_id department_id projects budget hhi hhi_normalised lower upper top3_share gini",
    ),
    "leave_one_out": (lambda df, *_: measure.leave_one_out(df), f"{OWN} hhi_normalised"),
    "sources": (
        lambda df, sources, _: measure.sources(df, sources),
        "document_id department_id source amount share stated blank",
    ),
    "reconcile": (
        measure.reconcile,
        "document_id department_id project_id check stated found unit difference agrees quote place",
    ),
}
every_measure = pytest.mark.parametrize(("measured", "columns"), MEASURES.values(), ids=MEASURES)


@every_measure
def test_empty_tables_give_an_empty_table_with_its_columns(measured, columns):
    df = measured(projects(), funds(), goals())
    assert list(df.columns) == columns.split()
    assert df.empty


@every_measure
def test_filled_tables_give_the_same_columns(measured, columns):
    df = measured(SAMPLE.projects, SAMPLE.funds, SAMPLE.goals)
    assert list(df.columns) == columns.split()


@every_measure
def test_inputs_are_not_changed(measured, columns):
    tables = deepcopy(UNTOUCHED)
    measured(*tables)
    for table, before in zip(tables, UNTOUCHED, strict=True):
        assert_frame_equal(table, before)


@every_measure
@settings(QUICK, max_examples=4)
@given(first=BUDGETS, second=BUDGETS)
def test_two_documents_are_measured_as_each_alone(measured, columns, first, second):
    one, two = document("D1", first), document("D2", second)
    both = measured(*map(together, one, two)).sort_values("document_id", kind="stable", ignore_index=True)
    assert_frame_equal(both, together(measured(*one), measured(*two)), check_dtype=False)


@pytest.mark.parametrize("purpose", ["按每人50元补助", "每生均 800元", "按50元每人补助"])
def test_a_price_per_head_is_no_total(purpose):
    assert reconciled_purpose(100, purpose) == []
