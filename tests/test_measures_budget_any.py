"""Measures of the budget: what holds for any budgets."""

from __future__ import annotations

from copy import deepcopy

import pandas as pd
import pytest
from builders import QUICK, projects
from hypothesis import given
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


@pytest.mark.parametrize("purpose", ["按每人50元补助", "每生均 800元", "按50元每人补助"])
def test_a_price_per_head_is_no_total(purpose):
    assert reconciled_purpose(100, purpose) == []
