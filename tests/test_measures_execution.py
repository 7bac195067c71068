"""Execution, forecast and year-end rush: the golden values, and what must hold of any ledger."""

from __future__ import annotations

import pandas as pd
import pytest
from jixiao import load
from jixiao.ledgers import import_ledgers
from jixiao.measures.execution import department_execution, execution, ledger_end
from jixiao.measures.forecast import department_forecast, department_year_end, forecast, rush
from ledgers import EXECUTION, GOLDEN, new_dataset

DATES = list(GOLDEN["execution"])
WAN = 10_000
MONEY = {
    *("budget", "adjustments", "carried_in", "adjusted_budget", "paid", "planned_amount", "deviation_amount"),
    *("unassigned", "planned_amount_initial", "forecast_amount"),
}
LATER = {"empirical_lower", "empirical_upper"}  # not built, by decision
NOT_SHOWN = {"project", "light"}  # the second traffic light, by decision
FORECASTS = {"forecast_plan", "forecast_rate", "forecast_even", "forecast_lower", "forecast_upper", "forecast_amount"}
FORECASTS |= {"hard_lower", "hard_upper", "required_pace"}


@pytest.fixture(scope="module")
def data():
    return load("sample-execution")


def measured(data, dates=DATES):
    tables = data.projects, data.disbursements, data.payments, data.adjustments
    figures = data.interim_funds[data.interim_funds["origin"].isin(data.ledgers["origin"])]
    return execution(*tables, dates, end=ledger_end(data.ledgers), figures=figures)


def equal(found, expected, name):
    if expected is None:
        return found != found
    if isinstance(expected, str | bool):
        return found == expected
    if name in MONEY:
        return round(found * WAN * 100) == round(expected * 100)
    return found == pytest.approx(expected, abs=1e-6)


def compare(row, expected, names=None):
    wrong = {
        name: (row[name], value)
        for name, value in expected.items()
        if name not in LATER | NOT_SHOWN and (names is None or name in names) and not equal(row[name], value, name)
    }
    assert not wrong


@pytest.mark.parametrize("date", DATES)
def test_projects_have_their_golden_values(data, date):
    df = measured(data, date)
    df = df.merge(forecast(df).drop(columns=["basis", "paid", "rate"]), on=["project_id", "date"], how="left")
    df = df.merge(data.projects[["project_id", "position"]], on="project_id").set_index("position")
    for expected in GOLDEN["execution"][date]["projects"]:
        compare(df.loc[expected["project"]], expected)


@pytest.mark.parametrize("date", DATES)
def test_the_department_has_its_golden_values(data, date):
    executed = measured(data, date)
    row = department_execution(executed, data.ledger_rows).iloc[0]
    expected = GOLDEN["execution"][date]["department"]
    compare(row, {name: value for name, value in expected.items() if name not in FORECASTS})
    foreseen = department_forecast(executed)
    if date.endswith("12-31"):
        assert foreseen.empty
    else:
        compare(foreseen.iloc[0], expected, FORECASTS)


def test_the_one_suggestion_applied_gives_the_corrected_values(tmp_path):
    tidy = new_dataset(tmp_path)
    lines = [f'"{old}" = "{new}"' for old, new in GOLDEN["corrected"]["codes"].items()]
    (tidy.parent / "ledger.toml").write_text("[codes]\n" + "\n".join(lines), encoding="utf-8")
    import_ledgers([EXECUTION / "ledger.csv"], tidy)
    data = load(tidy)
    df = department_execution(measured(data), data.ledger_rows).set_index("date")
    for date, expected in GOLDEN["corrected"]["department"].items():
        compare(df.loc[date], {name: value for name, value in expected.items() if name not in FORECASTS})
    found = department_forecast(measured(data)).set_index("date")
    compare(found.loc["2022-09-30"], GOLDEN["corrected"]["department"]["2022-09-30"], FORECASTS)


def test_cumulative_figures_give_the_same_values(tmp_path):
    tidy = new_dataset(tmp_path)
    assert import_ledgers([EXECUTION / "figures.csv"], tidy).complete
    data = load(tidy)
    executed = measured(data)
    assert executed["paid"].notna().groupby(executed["date"]).any().tolist() == [False, True, False]
    df = executed[executed["date"].eq("2022-09-30")]
    positions = df["project_id"].map(data.projects.set_index("project_id")["position"])
    df = df.merge(forecast(df).drop(columns=["basis", "paid", "rate"]), on=["project_id", "date"])
    counts = {"payments", "refunds", "adjustments", "carried_in"}  # figures have sums alone
    for expected in GOLDEN["execution"]["2022-09-30"]["projects"]:
        row = df[positions.eq(expected["project"]).to_numpy()].iloc[0]
        compare(row, {name: value for name, value in expected.items() if name not in counts})
    row = department_execution(executed, data.ledger_rows).set_index("date").loc["2022-09-30"]
    expected = GOLDEN["execution"]["2022-09-30"]["department"]
    absent = {"unassigned", "rate_with_unassigned", "projects_without_payments", *FORECASTS}
    compare(row, {name: value for name, value in expected.items() if name not in absent})
    assert pd.isna(row["projects_without_payments"])


def test_the_year_end_has_its_golden_values(data):
    df = rush(data.projects, data.disbursements, data.payments, 2022)
    df = df.merge(data.projects[["project_id", "position"]], on="project_id").set_index("position")
    whole = department_year_end(data.projects, data.disbursements, data.payments, 2022).iloc[0]
    for expected in GOLDEN["rush"]:
        row = whole if expected["project"] == "department" else df.loc[expected["project"]]
        assert round(row["paid"] * WAN * 100) == round(expected["paid"] * 100)
        for window, name in (("december", "december"), ("after_october", "late")):
            values = expected[window] or {"share": None, "intensity": None}
            for part in ("share", "intensity"):
                assert equal(row[f"{name}_{part}"], values[part], part)
        if "planned_after_october" in expected:
            assert row["planned_intensity"] == pytest.approx(expected["planned_after_october"])


def test_nothing_is_said_of_days_after_the_ledgers_end(data):
    df = measured(data.with_tables({"ledgers": data.ledgers.assign(until=pd.Timestamp("2022-09-30"))}))
    known = df.groupby("date")["paid"].count()
    assert known.tolist() == [9, 9, 0]
    assert department_execution(df, data.ledger_rows)["rate"].isna().tolist() == [False, False, True]
