"""Spending plans: the sample's published figures, hand-computed cases, and what must hold for any plan."""

from __future__ import annotations

import datetime as dt

import jixiao
import pandas as pd
import pytest
from builders import projects, together
from jixiao.measures import disbursement as measure
from jixiao.measures import pace
from jixiao.tables import frame

SAMPLE = jixiao.load("sample")
MONTH_ENDS = [f"{day:%Y-%m-%d}" for day in pd.date_range("2022-01-31", "2022-12-31", freq="ME")]
QUARTER_ENDS = MONTH_ENDS[2::3]
QUARTERS = ["03-31", "06-30", "09-30", "12-31"]

# 40 % of the money by June, all by December; 60 % by September, all by December.
EARLY = {"06-30": 0.4, "12-31": 1.0}
LATE = {"09-30": 0.6, "12-31": 1.0}


def plans(year: int = 2022, **shares: dict[str, float | None]) -> pd.DataFrame:
    rows = [
        {"project_id": name, "date": f"{year}-{day}", "label": day, "cumulative_share": share}
        for name, plan in shares.items()
        for day, share in plan.items()
    ]
    return frame("disbursements", rows)


def percent(value: float, digits: int):
    """As printed: 48.80 with two digits stands for 48.795 to 48.805."""
    return pytest.approx(value, abs=0.5 * 10**-digits)


# The sample


def test_sample_department_plan_at_its_checkpoints():
    df = measure.department_plan(SAMPLE.projects, SAMPLE.disbursements)
    assert df["date"].dt.strftime("%m-%d").tolist() == ["03-31", "06-30", "10-31", "12-31"]
    assert [100 * share for share in df["share"]] == percent([14.57, 48.80, 79.84, 100.00], 2)
    assert not df["interpolated"].any()
    assert df["budget_without_plan"].tolist() == [0, 0, 0, 0]


def test_sample_planned_share_at_the_end_of_september():
    row = measure.department_plan(SAMPLE.projects, SAMPLE.disbursements, "2022-09-30").iloc[0]
    assert [100 * row[name] for name in ("share", "lower", "upper")] == percent([72.08, 48.80, 79.84], 2)
    assert [row[name] for name in ("amount", "amount_lower", "amount_upper")] == percent([1283.2, 868.7, 1421.3], 1)
    assert row["interpolated"]
    assert row["projects"] == 9


def test_sample_due_by_quarter():
    df = measure.department_due(SAMPLE.projects, SAMPLE.disbursements, QUARTER_ENDS)
    assert df["due"].tolist() == percent([259.4, 609.3, 414.4, 497.0], 1)
    # The bound 358.85 is printed as 358.9.
    assert df["lower"].tolist() == pytest.approx([259.4, 609.3, 0, 358.9], abs=0.0501)
    assert df["upper"].tolist() == percent([259.4, 609.3, 552.6, 911.4], 1)
    assert df["interpolated"].tolist() == [False, False, True, True]


def test_sample_plans_are_all_cumulative():
    assert measure.plan_kind(SAMPLE.disbursements)["kind"].tolist() == ["cumulative"] * 9


def test_sample_gap_to_even_pace():
    df = pace.department_gap(SAMPLE.projects, SAMPLE.disbursements)
    assert [100 * gap for gap in df["gap"]] == percent([-10.4, -1.2, -3.5, 0.0], 1)


def test_sample_year_end_rush():
    whole = pace.department_rush(SAMPLE.projects, SAMPLE.disbursements)
    assert whole["rush"].tolist() == percent([1.21], 2)
    own = pace.year_end_rush(SAMPLE.projects, SAMPLE.disbursements)
    assert own["rush"].tolist() == percent([1.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.80, 1.2], 2)
    assert own["date"].eq("2022-10-31").all()


def test_sample_common_plans():
    df = pace.common_plans(SAMPLE.projects, SAMPLE.disbursements)
    assert df["projects"].tolist() == [3, 3, 1, 1, 1]
    assert [100 * share for share in df["share_of_budget"][:2]] == percent([48.9, 33.9], 1)
    assert df["share_of_projects"][:2].tolist() == pytest.approx([1 / 3, 1 / 3])
    assert df["plan"][0] == "03-31 10% · 06-30 50% · 10-31 80% · 12-31 100%"


# The time scale


@pytest.mark.parametrize(
    ("date", "fraction"),
    [
        ("2022-03-31", 3 / 12),
        ("2022-06-30", 6 / 12),
        ("2022-12-31", 1),
        ("2022-02-14", 1.5 / 12),
        ("2024-02-29", 2 / 12),
        (dt.date(2022, 9, 30), 9 / 12),
        (pd.Timestamp("2022-10-31"), 10 / 12),
    ],
)
def test_month_ends_are_exact_twelfths_and_days_count_within_the_month(date, fraction):
    assert measure.year_fraction(date) == fraction


# Cumulative or per period


@pytest.mark.parametrize(
    ("shares", "kind"),
    [
        ([0.2, 0.5, 0.8, 1.0], "cumulative"),
        ([0.5, 1.0, 1.0], "cumulative"),
        ([0.2, 0.3, 0.3, 0.2], "per period"),
        ([0.6, 0.4], "per period"),
        ([1.0, 0.0, 0.0], "per period"),
        ([1 / 3, 1 / 3, 1 / 3], "per period"),
        ([0.1] * 10, "per period"),
        ([1.0], "cumulative"),
        ([0.0, 0.0, 1.0], "cumulative"),
        ([0.2, 0.5, 0.9], "unclear"),
        ([0.5, 0.4, 1.0], "unclear"),
    ],
)
def test_plan_kind(shares, kind):
    days = [date[5:] for date in MONTH_ENDS]
    df = measure.plan_kind(plans(A=dict(zip(days, shares, strict=False))))
    assert df.to_dict("records") == [{"project_id": "A", "checkpoints": len(shares), "kind": kind}]


def test_dates_not_rows_give_the_order_of_a_plan():
    shuffled = plans(A={"12-31": 1.0, "03-31": 0.2, "06-30": 0.5})
    assert measure.plan_kind(shuffled)["kind"].tolist() == ["cumulative"]
    assert measure.stated_plan(shuffled)["share"].tolist() == [0.2, 0.5, 1.0]


def test_checkpoints_without_a_share_are_left_out():
    df = plans(A={"03-31": 0.2, "06-30": None, "12-31": 1.0}, B={"12-31": None})
    assert measure.plan_kind(df)[["project_id", "checkpoints"]].values.tolist() == [["A", 2]]
    assert measure.stated_plan(df)["label"].tolist() == ["03-31", "12-31"]


def test_shares_per_period_are_added_up():
    df = measure.stated_plan(plans(A=dict(zip(QUARTERS, [0.2, 0.3, 0.4, 0.1], strict=True))))
    assert df["share"].tolist() == pytest.approx([0.2, 0.5, 0.9, 1.0])
    assert df["t"].tolist() == [0.25, 0.5, 0.75, 1.0]


def test_an_unclear_plan_takes_part_in_no_measure():
    two, planned = projects(A=100, B=300), plans(A=EARLY, B={"06-30": 0.5, "12-31": 0.9})
    assert set(measure.stated_plan(planned)["project_id"]) == {"A"}
    assert set(measure.planned_share(planned, "2022-06-30")["project_id"]) == {"A"}
    assert pace.common_plans(two, planned)["projects"].tolist() == [1]
    row = measure.department_plan(two, planned, "2022-06-30").iloc[0]
    assert (row["share"], row["planned_budget"], row["budget_without_plan"]) == (0.4, 100, 300)


# Planned share


def test_planned_share_is_exact_on_a_checkpoint():
    row = measure.planned_share(plans(A=EARLY), "2022-06-30").iloc[0]
    assert (row["share"], row["lower"], row["upper"], row["interpolated"]) == (0.4, 0.4, 0.4, False)


def test_planned_share_is_exact_in_a_plan_that_runs_into_the_next_year():
    planned = together(plans(A={"06-30": 0.4, "12-31": 0.8}), plans(year=2023, A={"01-31": 1.0}))
    assert measure.planned_share(planned, ["2022-06-30", "2022-12-31"])["share"].tolist() == [0.4, 0.8]


@pytest.mark.parametrize(
    ("date", "share", "lower", "upper"),
    [
        ("2022-02-14", 0.1, 0.0, 0.4),
        ("2022-03-31", 0.2, 0.0, 0.4),
        ("2022-09-30", 0.7, 0.4, 1.0),
        ("2022-11-30", 0.9, 0.4, 1.0),
    ],
)
def test_planned_share_lies_on_the_line_between_checkpoints(date, share, lower, upper):
    row = measure.planned_share(plans(A=EARLY), date).iloc[0]
    assert row[["share", "lower", "upper"]].tolist() == pytest.approx([share, lower, upper])
    assert row["interpolated"]


def test_a_plan_stays_at_100_percent_until_its_year_ends():
    df = measure.planned_share(plans(A={"03-31": 0.5, "10-31": 1.0}), ["2022-10-31", "2022-11-01", "2022-12-31"])
    assert df[["share", "lower", "upper"]].eq(1).all(axis=None)
    assert not df["interpolated"].any()


@pytest.mark.parametrize("date", ["2021-06-30", "2023-06-30"])
def test_planned_share_is_missing_in_another_year(date):
    df = measure.planned_share(plans(A=EARLY), date)
    assert df["share"].isna().all()


# The plan of a department


def test_department_plan_is_weighted_by_budget_on_the_union_of_dates():
    df = measure.department_plan(projects(A=100, B=300), plans(A=EARLY, B=LATE))
    assert df["date"].dt.strftime("%m-%d").tolist() == ["06-30", "09-30", "12-31"]
    assert df["share"].tolist() == pytest.approx([160 / 400, 250 / 400, 1])
    assert df["lower"].tolist() == pytest.approx([40 / 400, 220 / 400, 1])
    assert df["upper"].tolist() == pytest.approx([220 / 400, 280 / 400, 1])
    assert df["amount"].tolist() == pytest.approx([160, 250, 400])
    assert df["interpolated"].tolist() == [True, True, False]


def test_department_plan_says_how_much_budget_has_no_plan():
    df = measure.department_plan(projects(A=100, B=300, C=None), plans(A=EARLY, C=LATE), "2022-06-30")
    row = df.iloc[0]
    assert (row["share"], row["planned_budget"], row["budget_without_plan"]) == (0.4, 100, 300)
    assert row["projects"] == 1


def test_a_department_does_not_fall_when_one_of_its_plans_has_ended():
    planned = plans(A={"03-31": 0.5, "10-31": 1.0}, B=LATE)
    df = measure.department_plan(projects(A=100, B=300), planned, ["2022-10-31", "2022-12-31"])
    assert df["amount"].is_monotonic_increasing
    assert df[["share", "planned_budget", "budget_without_plan"]].iloc[1].tolist() == [1.0, 400, 0]


@pytest.mark.parametrize("budget", [0, None])
def test_department_plan_without_money_is_missing(budget):
    df = measure.department_plan(projects(A=budget), plans(A=EARLY), "2022-06-30")
    assert df[["share", "lower", "upper"]].isna().all(axis=None)
    assert df["planned_budget"].tolist() == [0]


def test_department_plan_without_any_plan_is_missing():
    df = measure.department_plan(projects(A=100), plans(), "2022-06-30")
    assert df["share"].isna().all()
    assert df["budget_without_plan"].tolist() == [100]


# Amounts due


def test_due_per_quarter_by_hand():
    df = measure.due(projects(A=100), plans(A=EARLY), QUARTER_ENDS)
    assert df["due"].tolist() == pytest.approx([20, 20, 30, 30])
    assert df["lower"].tolist() == pytest.approx([0, 0, 0, 0])
    assert df["upper"].tolist() == pytest.approx([40, 40, 60, 60])
    assert df["interpolated"].all()


def test_due_is_exact_between_checkpoints():
    df = measure.due(projects(A=100), plans(A=dict(zip(QUARTERS, [0.1, 0.4, 0.4, 1], strict=True))), QUARTER_ENDS)
    for column in ("due", "lower", "upper"):
        assert df[column].tolist() == pytest.approx([10, 30, 0, 60])
    assert not df["interpolated"].any()


def test_first_period_begins_with_the_year():
    assert measure.due(projects(A=100), plans(A=EARLY), ["2022-06-30"])["due"].tolist() == pytest.approx([40])


def test_due_is_missing_without_a_budget_and_nothing_after_a_plan_has_ended():
    planned = plans(A=EARLY, B={"03-31": 0.5, "09-30": 1.0})
    df = measure.due(projects(A=None, B=100), planned, QUARTER_ENDS)
    assert df[df["project_id"] == "A"]["due"].isna().all()
    assert df[df["project_id"] == "B"]["due"].tolist() == [50, 25, 25, 0]


def test_department_due_sums_its_projects():
    df = measure.department_due(projects(A=100, B=300), plans(A=EARLY, B=LATE), ["2022-06-30", "2022-12-31"])
    assert df["due"].tolist() == pytest.approx([160, 240])
    assert df["lower"].tolist() == pytest.approx([40, 180])
    assert df["upper"].tolist() == pytest.approx([220, 360])
    assert df["projects"].tolist() == [2, 2]


def test_department_due_is_missing_where_no_amount_is_known():
    df = measure.department_due(projects(A=None), plans(A=EARLY), ["2022-06-30"])
    assert df["projects"].tolist() == [0]
    assert df["due"].isna().all()


# Several departments, documents and years


def test_departments_of_one_document_are_measured_apart():
    both = together(projects(department="X", A=100), projects(department="Y", B=300))
    df = measure.department_plan(both, plans(A=EARLY, B=LATE), "2022-06-30")
    assert df["department_id"].tolist() == ["X", "Y"]
    assert df["share"].tolist() == pytest.approx([0.4, 0.4])
    assert df["upper"].tolist() == pytest.approx([0.4, 0.6])
    assert pace.common_plans(both, plans(A=EARLY, B=EARLY))["projects"].tolist() == [1, 1]


def test_a_department_has_rows_at_its_own_checkpoints_only():
    both = together(projects("D1", A=100), projects("D2", B=300))
    df = measure.department_plan(both, plans(A=EARLY, B=LATE))
    own = df[df["document_id"] == "D1"]
    assert own["date"].dt.strftime("%m-%d").tolist() == ["06-30", "12-31"]


def test_years_of_one_department_are_measured_apart():
    both = together(projects("2022", A=100), projects("2023", B=100))
    planned = together(plans(A=EARLY), plans(year=2023, B=EARLY))
    df = pace.department_rush(both, planned)
    assert df["document_id"].tolist() == ["2022", "2023"]
    assert df["rush"].tolist() == pytest.approx([1.2, 1.2])
