"""Measures of coverage: what holds for any targets."""

from __future__ import annotations

from copy import deepcopy

import pandas as pd
import pytest
from builders import QUICK, documents, indicators, projects
from hypothesis import given
from hypothesis import strategies as st
from jixiao.errors import UsageError
from jixiao.measures import coverage as measure
from jixiao.vocabulary import shipped
from test_measures_coverage import (
    EFFECT,
    JUNE,
    MISSING,
    NAME,
    OUTPUT,
    RANGE,
    RATE,
    SAMPLE_TABLES,
    THREE,
    UNCLEAR,
    UNSIGNED,
    WORDS,
)

UNTOUCHED = deepcopy(SAMPLE_TABLES)  # by any test


LEVELS = st.sampled_from([OUTPUT, {**OUTPUT, "level2": "质量"}, EFFECT, {**EFFECT, "level2": "经济效益"}])
KINDS = st.sampled_from([WORDS, NAME, THREE, UNSIGNED, RATE, RANGE, JUNE, UNCLEAR])
TARGETS = st.builds(lambda target, level: {**target, **level}, KINDS, LEVELS)
CONTENTS = st.lists(st.lists(TARGETS, min_size=1, max_size=4), min_size=1, max_size=4)


def document(name: str, content: list[list[dict]]) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    targets = {f"{name}/{position}": given_targets for position, given_targets in enumerate(content, 1)}
    budgets = {project: 10 * len(given_targets) for project, given_targets in targets.items()}
    return documents(name), projects(name, **budgets), indicators(**targets)


@QUICK
@given(CONTENTS, st.sampled_from(["all", "core"]))
def test_coverage_of_projects_adds_up_to_the_department(content, required):
    tables = document("D", content)
    own = measure.coverage(*tables, required=required, by_project=True)
    whole = measure.coverage(*tables, required=required)
    assert whole[["present", "required"]].values.tolist() == [own[["present", "required"]].sum().tolist()]
    assert own["share"].between(0, 1).all()


@QUICK
@given(CONTENTS, st.sampled_from(["all", "core"]))
def test_coverage_of_many_projects_is_that_of_each(content, required):
    tables = document("D", content)
    found = measure.coverage(*tables, required=required, by_project=True)
    wanted = shipped().words["frameworks"][tables[0]["framework"].iloc[0]]["required"][required]
    for row, given_targets in zip(found.itertuples(), content, strict=True):
        levels = {target["level2"] for target in given_targets}
        empty = [" / ".join(names) for names in wanted if not levels & set(names)]
        assert (row.missing, row.present) == (" · ".join(empty), len(wanted) - len(empty))


@QUICK
@given(CONTENTS)
def test_quantified_shares_lie_between_those_of_projects(content):
    _, df, targets = document("D", content)
    own = measure.quantified(df, targets, ["project_id"])["share"]
    whole = measure.quantified(df, targets)[["share", "weighted_share"]].fillna(MISSING)
    assert (whole >= own.fillna(MISSING).min() - 1e-9).all(axis=None)
    assert (whole <= own.fillna(MISSING).max() + 1e-9).all(axis=None)


@QUICK
@given(CONTENTS)
def test_every_target_is_counted_once(content):
    tables = document("D", content)
    number = len(tables[2])
    row = measure.quantified(*tables[1:]).iloc[0]
    assert row["indicators"] + row["unclear"] == number
    assert measure.ladder_counts(*tables)["indicators"].sum() == row["indicators"]
    assert measure.slot_fit(*tables[1:])["indicators"].sum() == row["quantified"]
    assert measure.slots(*tables)["indicators"].sum() == number


@QUICK
@given(CONTENTS)
def test_ladder_shares_sum_to_one(content):
    df = measure.ladder_counts(*document("D", content))
    assert df["share"].sum() == pytest.approx(1 if df["indicators"].sum() else 0)


def test_an_unknown_required_set_is_refused_with_those_there_are():
    with pytest.raises(UsageError, match="all, core"):
        measure.coverage(documents("D"), projects(A=1), indicators(A=[THREE]), required="x")
