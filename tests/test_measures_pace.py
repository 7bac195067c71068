"""Pace against even spending, and plans that many projects share."""

from __future__ import annotations

import pandas as pd
import pytest
from builders import projects
from jixiao.measures import pace
from test_measures_disbursement import EARLY, LATE, plans

# Pace


def test_pace_gap_is_signed_and_read_at_stated_checkpoints_alone():
    df = pace.pace_gap(plans(A={"06-30": 0.4, "09-30": 0.9, "12-31": 1.0}))
    assert df["gap"].tolist() == pytest.approx([-0.1, 0.15, 0])


def test_department_gap_by_hand():
    planned = plans(A={"06-30": 0.4, "12-31": 1.0}, B={"06-30": 0.6, "12-31": 1.0})
    df = pace.department_gap(projects(A=100, B=300), planned)
    assert df["gap"].tolist() == pytest.approx([0.05, 0])


def test_a_department_has_no_gap_where_a_share_is_interpolated():
    df = pace.department_gap(projects(A=100, B=300), plans(A=EARLY, B=LATE))
    assert df["gap"].isna().tolist() == df["interpolated"].tolist() == [True, True, False]


def test_a_gap_of_just_the_lag_is_late():
    assert pace.is_late(0.4 - 0.5, 0.1)
    assert pace.is_late(pd.Series([-0.11, -0.09, 0.2]), 0.1).tolist() == [True, False, False]


def test_year_end_rush_by_hand():
    ends_early, ends_steep = {"06-30": 0.6, "10-31": 1.0}, {"03-31": 0.1, "11-30": 1 / 3, "12-31": 1.0}
    planned = plans(A=EARLY, B=ends_early, C={"12-31": 1.0}, D=ends_steep)
    df = pace.year_end_rush(projects(A=100, B=300, C=1, D=1, E=1), planned).set_index("project_id")
    assert df.loc[["A", "D"], "rush"].tolist() == pytest.approx([1.2, 8])
    assert df.loc["B", "rush"] == 0  # all is spent by October
    assert df.loc[["C", "E"], "rush"].isna().all()


def test_department_rush_starts_at_the_last_checkpoint_of_any_project():
    df = pace.department_rush(projects(A=100, B=300), plans(A=EARLY, B=LATE))
    assert df["date"].tolist() == [pd.Timestamp("2022-09-30")]
    assert df["rush"].tolist() == pytest.approx([(1 - 0.625) / 0.25])


# Common plans


def test_common_plans_by_hand():
    planned = plans(A=EARLY, B=EARLY, C=LATE)
    df = pace.common_plans(projects(A=30, B=10, C=60, D=900), planned)
    assert df["plan"].tolist() == ["06-30 40% · 12-31 100%", "09-30 60% · 12-31 100%"]
    assert df["projects"].tolist() == [2, 1]
    assert df["share_of_projects"].tolist() == pytest.approx([2 / 3, 1 / 3])
    assert df["share_of_budget"].tolist() == pytest.approx([0.4, 0.6])


def test_common_plans_puts_more_money_first_among_equals():
    df = pace.common_plans(projects(A=1, B=2), plans(A=EARLY, B=LATE))
    assert df["budget"].tolist() == [2, 1]


def test_a_plan_per_period_is_the_same_plan_as_its_cumulative_form():
    df = pace.common_plans(projects(A=1, B=1), plans(A=EARLY, B={"06-30": 0.4, "12-31": 0.6}))
    assert df["projects"].tolist() == [2]


def test_common_plans_without_money_have_no_share_of_it():
    df = pace.common_plans(projects(A=0, B=0), plans(A=EARLY, B=LATE))
    assert df["share_of_budget"].isna().all()
    assert df["share_of_projects"].tolist() == [0.5, 0.5]
