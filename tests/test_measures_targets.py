"""The ladder of targets: the sample's published figures, one case a rule, and what must hold for any target."""

from __future__ import annotations

from copy import deepcopy
from itertools import pairwise

import jixiao
import pandas as pd
import pytest
from builders import QUICK, documents, indicators, projects, together
from hypothesis import given
from hypothesis import strategies as st
from jixiao.measures import targets as measure
from pandas.testing import assert_frame_equal, assert_series_equal

SAMPLE = jixiao.load("sample")
SAMPLE_TABLES = SAMPLE.documents, SAMPLE.projects, SAMPLE.indicators
UNTOUCHED = deepcopy(SAMPLE_TABLES)  # by any test

MISSING = -1
BLANK = {"target": "", "kind": "text"}
WORDS = {"target": "提高水平", "kind": "text"}
THREE = {"target": "≥3个", "operator": ">=", "value": 3, "unit": "个", "kind": "number"}
RANGE = {"target": "60-80", "value": 60, "upper": 80, "kind": "range"}
JUNE = {"target": "2022年6月", "deadline": "2022-06-30", "kind": "date"}
UNCLEAR = {"target": "约30个", "kind": "unclear"}


def number(operator: str | None, value: float, unit: str | None, **columns: str) -> dict:
    text = f"{operator or ''}{value}{unit or ''}"
    return {"target": text, "operator": operator, "value": value, "unit": unit, "kind": "number", **columns}


def step_of(target: dict, budget: float | None = 5) -> int:
    step = measure.ladder(documents("D"), projects(A=budget), indicators(A=[target]))["step"]
    return step.fillna(MISSING).item()


# The sample


def test_sample_ladder():
    counts = measure.ladder(*SAMPLE_TABLES)["step"].value_counts()
    assert [counts.get(step, 0) for step in range(6)] == [0, 27, 4, 1, 23, 18]


@pytest.mark.parametrize(("k", "informative"), [(4, 18), (3, 15)])
def test_sample_informative_targets(k, informative):
    steps = measure.ladder(*SAMPLE_TABLES, k=k)["step"]
    assert len(steps) == 73
    assert steps.eq(5).sum() == informative


def test_sample_quantified_targets():
    assert measure.is_quantified(SAMPLE.indicators).sum() == 42


# The steps


@pytest.mark.parametrize("text", ["", None, " ", "　", "/", "—"])
def test_step_0_is_blank(text):
    assert step_of({"target": text, "kind": "text", "reason": "blank"}) == 0


@pytest.mark.parametrize(
    ("name", "target"),
    [("可持续性", "可持续性"), ("可持续性", "可持续 性\n"), ("资金（率）", "资金(率)"), ("ＡＢ率", "AB率")],
)
def test_step_1_repeats_its_name(name, target):
    assert step_of({"indicator": name, "target": target, "kind": "text"}) == 1


@pytest.mark.parametrize("name", ["名称", None])
def test_step_2_is_other_words(name):
    assert step_of({**WORDS, "indicator": name}) == 2


@pytest.mark.parametrize("target", [number(None, 3, "个"), number("<=", 3, None), number(None, 3, None)])
def test_step_3_is_a_number_lacking_sign_or_unit(target):
    assert step_of(target) == 3


@pytest.mark.parametrize("target", [THREE, number("=", 100, "%"), RANGE, JUNE])
def test_step_5_is_quantified_and_informative(target):
    assert step_of(target) == 5


def test_a_number_is_no_repetition_of_a_name_that_holds_it():
    assert not measure.repeats_name(indicators(A=[{**THREE, "indicator": "≥3个"}])).any()


def test_an_unclear_target_stands_beside_the_ladder():
    assert step_of(UNCLEAR) == MISSING


# Not informative: the budget again


@pytest.mark.parametrize(
    ("target", "step"),
    [
        (number("<=", 5, "万元"), 4),
        (number("=", 5, "万元"), 4),
        (number("<=", 50000, "元"), 4),
        (number("<=", 0.0005, "亿元"), 4),
        (number("<=", 5.01, "万元"), 4),
        (number("<=", 4.99, "万元"), 4),
        (number("<=", 5.011, "万元"), 5),
        (number("<=", 4, "万元"), 5),
        (number("<=", 5, "个"), 5),
    ],
)
def test_a_cost_cap_of_the_budget_is_not_informative(target, step):
    assert step_of({**target, "level2": "成本"}) == step


def test_a_least_cost_is_no_cap():
    assert step_of(number(">=", 5, "万元", level2="成本")) == 5


def test_the_budget_under_another_level_is_no_cost_cap():
    assert step_of(number("<=", 5, "万元", level1="效益", level2="经济效益")) == 5


def test_a_cost_cap_by_the_level_1_of_framework_2021():
    assert step_of(number("<=", 5, "万元", level1="成本", level2="经济成本")) == 4


@pytest.mark.parametrize("budget", [None, 0])
def test_without_a_budget_no_cost_cap_equals_it(budget):
    assert step_of(number("<=", 5, "万元", level2="成本"), budget) == 5


def test_the_tolerance_holds_where_binary_numbers_are_not_exact():
    df = indicators(A=[number("<=", 126.62, "万元", level2="成本")])
    assert measure.equals_budget(projects(A=126.61), df).tolist() == [True]


# Not informative: within the year


@pytest.mark.parametrize(
    ("unit", "value"), [("年", 1), ("个年度", 1), ("月", 12), ("个月", 12), ("天", 365), ("日", 365)]
)
def test_at_most_a_year_is_not_informative(unit, value):
    assert step_of(number("<=", value, unit, level2="时效")) == 4


@pytest.mark.parametrize("target", [number("<=", 6, "个月"), number(">=", 1, "年"), number("<=", 2, "年")])
def test_another_time_is_informative(target):
    assert step_of(target) == 5


@pytest.mark.parametrize(
    ("deadline", "step"), [("2022-12-31", 4), ("2022-12-30", 5), ("2023-12-31", 5), ("2021-12-31", 5)]
)
def test_only_the_end_of_the_budget_year_is_within_the_year(deadline, step):
    assert step_of({**JUNE, "deadline": deadline}) == step


def test_every_document_has_its_own_budget_year():
    years = together(documents("D1"), documents("D2", year=2023))
    both = together(projects("D1", A=5), projects("D2", B=5))
    due = {"target": "2022年底", "deadline": "2022-12-31", "kind": "date"}
    assert measure.within_year(years, both, indicators(A=[due], B=[due])).tolist() == [True, False]


# Not informative: copied


@pytest.mark.parametrize(("k", "copied"), [(2, True), (3, True), (4, False)])
def test_k_says_on_how_many_projects_a_target_counts_as_copied(k, copied):
    three = projects(A=1, B=2, C=3)
    df = indicators(A=[THREE], B=[THREE], C=[THREE])
    assert measure.copied(three, df, k).tolist() == [copied] * 3
    assert measure.ladder(documents("D"), three, df, k=k)["step"].tolist() == [4 if copied else 5] * 3


def test_k_is_4_by_setting():
    df = indicators(A=[THREE], B=[THREE], C=[THREE], D=[THREE])
    assert measure.copied(projects(A=1, B=2, C=3, D=4), df).all()


@pytest.mark.parametrize("other", [{"level2": "质量"}, {"operator": ">"}, {"value": 4}, {"unit": "家"}])
def test_a_copy_is_the_same_in_level_sign_number_and_unit(other):
    df = indicators(A=[THREE], B=[{**THREE, **other}])
    assert measure.copied(projects(A=1, B=2), df, 2).tolist() == [False, False]


def test_a_copy_may_have_another_name():
    df = indicators(A=[THREE], B=[{**THREE, "indicator": "别的"}])
    assert measure.copied(projects(A=1, B=2), df, 2).all()


def test_a_target_twice_on_one_project_is_no_copy():
    assert not measure.copied(projects(A=1), indicators(A=[THREE, THREE]), 2).any()


def test_the_same_target_in_another_document_is_no_copy():
    both = together(projects("D1", A=1), projects("D2", B=2))
    assert not measure.copied(both, indicators(A=[THREE], B=[THREE]), 2).any()


def test_only_numbers_are_copied():
    df = indicators(A=[WORDS, RANGE, JUNE, UNCLEAR], B=[WORDS, RANGE, JUNE, UNCLEAR])
    assert not measure.copied(projects(A=1, B=2), df, 2).any()


# Quantified


@pytest.mark.parametrize(
    ("target", "quantified"),
    [(THREE, True), (RANGE, True), (JUNE, True), (WORDS, False), (UNCLEAR, False), (BLANK, False)],
)
def test_quantified_is_a_number_a_range_or_a_date(target, quantified):
    assert measure.is_quantified(indicators(A=[target])).tolist() == [quantified]


# What holds for any target

TARGETS = st.one_of(
    st.sampled_from([BLANK, {**BLANK, "target": None}, WORDS, RANGE, JUNE, UNCLEAR, {**WORDS, "target": "名称"}]),
    st.builds(
        number,
        st.sampled_from([None, ">=", "<=", ">", "<", "="]),
        st.sampled_from([0, 1, 3, 5, 12, 365]),
        st.sampled_from([None, "个", "%", "年", "个月", "天", "万元"]),
        level2=st.sampled_from(["数量", "时效", "成本"]),
    ),
)
CONTENTS = st.lists(st.lists(TARGETS, min_size=1, max_size=4), min_size=1, max_size=4)


def document(name: str, content: list[list[dict]]) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    targets = {f"{name}/{position}": given_targets for position, given_targets in enumerate(content, 1)}
    return documents(name), projects(name, **dict.fromkeys(targets, 5)), indicators(**targets)


@QUICK
@given(CONTENTS)
def test_a_step_is_0_to_5_or_missing_for_unclear_targets_alone(content):
    tables = document("D", content)
    steps = measure.ladder(*tables)["step"]
    assert set(steps.dropna()) <= set(range(6))
    assert steps.isna().equals(tables[2]["kind"].eq("unclear"))


@QUICK
@given(CONTENTS)
def test_words_stand_below_step_3_and_quantified_targets_not(content):
    tables = document("D", content)
    steps = measure.ladder(*tables)["step"]
    assert steps.dropna().ge(3).equals(measure.is_quantified(tables[2])[steps.notna()].astype("boolean"))


@QUICK
@given(CONTENTS)
def test_a_larger_k_never_lowers_a_step(content):
    tables = document("D", content)
    steps = [measure.ladder(*tables, k=k)["step"].fillna(MISSING) for k in (2, 2, 3, 4, 5)]
    assert all((lower <= higher).all() for lower, higher in pairwise(steps))


@QUICK
@given(CONTENTS)
def test_informative_is_step_5_and_no_flag(content):
    df = measure.ladder(*document("D", content), k=2)
    flagged = df[["equals_budget", "within_year", "copied"]].any(axis=1)
    assert not flagged[df["step"].eq(5).fillna(False)].any()


@QUICK
@given(first=CONTENTS, second=CONTENTS)
def test_two_documents_are_measured_as_each_alone(first, second):
    one, two = document("D1", first), document("D2", second)
    both = measure.ladder(*map(together, one, two), k=2)
    assert_frame_equal(both, together(measure.ladder(*one, k=2), measure.ladder(*two, k=2)))


@QUICK
@given(CONTENTS)
def test_the_order_of_rows_does_not_matter(content):
    *tables, df = document("D", content)
    backward = measure.ladder(*tables, df[::-1])
    assert_frame_equal(backward[::-1], measure.ladder(*tables, df))


# Every predicate
PREDICATES = {
    "is_quantified": lambda _documents, _projects, df: measure.is_quantified(df),
    "repeats_name": lambda _documents, _projects, df: measure.repeats_name(df),
    "equals_budget": lambda _documents, df, targets: measure.equals_budget(df, targets),
    "within_year": measure.within_year,
    "copied": lambda _documents, df, targets: measure.copied(df, targets),
}
every_predicate = pytest.mark.parametrize("predicate", PREDICATES.values(), ids=PREDICATES)


@every_predicate
def test_a_predicate_gives_true_or_false_on_every_row(predicate):
    known = predicate(*SAMPLE_TABLES)
    assert known.index.equals(SAMPLE.indicators.index)
    assert known.isin([True, False]).all()


@every_predicate
def test_a_predicate_does_not_depend_on_the_order_of_rows(predicate):
    backward = predicate(SAMPLE.documents, SAMPLE.projects[::-1], SAMPLE.indicators[::-1])
    assert_series_equal(backward[::-1], predicate(*SAMPLE_TABLES))


@every_predicate
def test_empty_tables_give_no_rows(predicate):
    assert predicate(documents(), projects(), indicators()).empty


def test_an_empty_ladder_has_its_columns():
    df = measure.ladder(documents(), projects(), indicators())
    assert list(df.columns) == ["indicator_id", "project_id", "step", "equals_budget", "within_year", "copied"]
    assert df.empty


@pytest.mark.parametrize("measured", [measure.ladder, *PREDICATES.values()], ids=["ladder", *PREDICATES])
def test_inputs_are_not_changed(measured):
    tables = deepcopy(UNTOUCHED)
    measured(*tables)
    for table, before in zip(tables, UNTOUCHED, strict=True):
        assert_frame_equal(table, before)
