"""Measures of disbursement: what holds for any plans."""

from __future__ import annotations

import datetime as dt
import math
from copy import deepcopy
from itertools import pairwise

import pandas as pd
import pytest
from builders import QUICK, projects
from hypothesis import assume, given
from hypothesis import strategies as st
from jixiao.measures import disbursement as measure
from jixiao.measures import pace
from pandas.testing import assert_frame_equal
from test_measures_disbursement import EARLY, MONTH_ENDS, QUARTER_ENDS, SAMPLE, plans

UNTOUCHED = deepcopy((SAMPLE.projects, SAMPLE.disbursements))  # by any test


@st.composite
def cumulative_plans(draw) -> dict[str, float]:
    days = [date[5:] for date in MONTH_ENDS]
    chosen = [*sorted(draw(st.sets(st.sampled_from(days[:-1]), min_size=1, max_size=4))), days[-1]]
    percents = sorted(draw(st.lists(st.integers(0, 100), min_size=len(chosen) - 1, max_size=len(chosen) - 1)))
    assume(any(percents))  # 0 … 0, 100 % may be read both ways
    return dict(zip(chosen, [percent / 100 for percent in [*percents, 100]], strict=True))


def per_period(plan: dict[str, float]) -> dict[str, float]:
    return dict(zip(plan, (later - earlier for earlier, later in pairwise([0, *plan.values()])), strict=True))


def plain_share(times, shares, t):
    """Planned share of one project at one time, by its definition."""
    times, shares = [0.0, *times], [0.0, *shares]
    if not 0 <= t <= math.ceil(times[-1] - 1e-9) + 1e-9:
        return (math.nan, math.nan, math.nan, False)
    for at, share in zip(times, shares, strict=True):
        if abs(at - t) < 1e-9:
            return (share, share, share, False)
    if t > times[-1]:
        return (shares[-1], shares[-1], shares[-1], False)
    at = next(position for position, time in enumerate(times) if time > t)
    between = (t - times[at - 1]) / (times[at] - times[at - 1])
    share = shares[at - 1] + between * (shares[at] - shares[at - 1])
    return (share, *sorted(shares[at - 1 : at + 1]), True)


AMOUNTS = st.integers(1, 10**6).map(lambda fen: fen / 100)
CONTENTS = st.lists(st.tuples(AMOUNTS, cumulative_plans()), min_size=1, max_size=3)
DAYS = st.dates(dt.date(2022, 1, 1), dt.date(2022, 12, 31)).map(str)


def document(name: str, content: list[tuple[float, dict]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    budgets = {f"{name}/{position}": budget for position, (budget, _) in enumerate(content, 1)}
    planned = {f"{name}/{position}": plan for position, (_, plan) in enumerate(content, 1)}
    return projects(name, **budgets), plans(**planned)


@QUICK
@given(cumulative_plans(), DAYS)
def test_planned_share_lies_within_its_bounds(plan, date):
    row = measure.planned_share(plans(A=plan), date).iloc[0]
    assert 0 <= row["lower"] <= row["share"] + 1e-12 <= row["upper"] + 2e-12 <= 1 + 3e-12


def of_year(plan: dict[str, float], name: str, year: int) -> pd.DataFrame:
    df = plans(**{name: plan})
    return df.assign(date=df["date"] + pd.DateOffset(years=year - 2022))


@QUICK
@given(
    st.lists(st.tuples(cumulative_plans(), st.integers(2021, 2023), st.booleans()), max_size=4),
    st.lists(st.dates(dt.date(2021, 1, 1), dt.date(2023, 12, 31)).map(str), min_size=1, max_size=3),
)
def test_planned_shares_of_many_are_those_of_each(drawn, dates):
    named = {f"P{at}": plan if whole else per_period(plan) for at, (plan, _, whole) in enumerate(drawn)}
    parts = [of_year(plan, name, year) for (name, plan), (_, year, _) in zip(named.items(), drawn, strict=True)]
    df = pd.concat([SAMPLE.disbursements.head(0), *parts], ignore_index=True)
    found = measure.planned_share(df.sample(frac=1, random_state=1), dates)
    expected = []
    for name, own in measure.stated_plan(df).groupby("project_id"):
        for date in dates:
            t = measure.year_fraction(date) + int(date[:4]) - own["date"].iloc[0].year
            expected.append((name, date, t, *plain_share(own["t"], own["share"], t)))
    plain = pd.DataFrame(expected, columns=found.columns).astype(found.dtypes)
    assert_frame_equal(found, plain, rtol=0, atol=1e-12)


@QUICK
@given(cumulative_plans())
def test_planned_share_never_falls(plan):
    dates = [f"{day:%Y-%m-%d}" for day in pd.date_range("2022-01-01", "2022-12-31", freq="7D")]
    shares = measure.planned_share(plans(A=plan), dates)["share"]
    assert (shares.diff().dropna() >= -1e-12).all()


@QUICK
@given(cumulative_plans())
def test_planned_share_equals_the_plan_at_its_checkpoints(plan):
    df = measure.planned_share(plans(A=plan), [f"2022-{day}" for day in plan])
    assert df["share"].tolist() == list(plan.values())
    assert not df["interpolated"].any()


@QUICK
@given(cumulative_plans())
def test_a_plan_means_the_same_in_either_form(plan):
    cumulative, periods = measure.stated_plan(plans(A=plan)), measure.stated_plan(plans(A=per_period(plan)))
    assert_frame_equal(cumulative, periods)


@QUICK
@given(CONTENTS, DAYS)
def test_department_plan_lies_between_its_projects(content, date):
    budgets, planned = document("D", content)
    shares = measure.planned_share(planned, date)["share"]
    share = measure.department_plan(budgets, planned, date)["share"].item()
    assert shares.min() - 1e-9 <= share <= shares.max() + 1e-9


@QUICK
@given(CONTENTS, st.sampled_from([MONTH_ENDS, QUARTER_ENDS, MONTH_ENDS[5::6]]))
def test_due_over_the_year_sums_to_the_budget(content, ends):
    budgets, planned = document("D", content)
    due = measure.due(budgets, planned, ends).groupby("project_id")["due"].sum()
    assert due.tolist() == pytest.approx(budgets["budget"].tolist())


@QUICK
@given(CONTENTS, st.sampled_from([MONTH_ENDS, QUARTER_ENDS]))
def test_due_lies_within_its_bounds(content, ends):
    df = measure.due(*document("D", content), ends)
    assert (df["lower"] >= 0).all()
    assert (df["lower"] <= df["due"] + 1e-6).all()
    assert (df["due"] <= df["upper"] + 1e-6).all()


@QUICK
@given(CONTENTS)
def test_shares_of_common_plans_sum_to_one(content):
    df = pace.common_plans(*document("D", content))
    assert df[["share_of_projects", "share_of_budget"]].sum().tolist() == pytest.approx([1, 1])
    assert df["projects"].sum() == len(content)


def test_a_plan_with_a_negative_share_is_unclear():
    assert measure.plan_kind(plans(A={"06-30": -0.1, "12-31": 1.0}))["kind"].tolist() == ["unclear"]


def test_department_plan_without_any_known_share_has_no_amount():
    row = measure.department_plan(projects(A=None), plans(A=EARLY), "2022-06-30").iloc[0]
    assert row[["share", "amount", "amount_lower", "amount_upper"]].isna().all()


def test_another_pace_may_be_the_reference():
    slow = pd.DataFrame({"t": [0, 0.5, 1], "share": [0, 0.2, 1]})
    planned = plans(A={"06-30": 0.4, "12-31": 1.0})
    assert pace.pace_gap(planned, reference=slow)["gap"].tolist() == pytest.approx([0.2, 0])
    assert pace.department_gap(projects(A=1), planned, reference=slow)["gap"].tolist() == pytest.approx([0.2, 0])
