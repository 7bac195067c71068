"""Budgets and payments of a year or a part of it: from the ledger where there is one, else as they were reported."""

from __future__ import annotations

from typing import Any

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.measures.execution import execution, ledger_end
from jixiao.measures.forecast import forecast

WHOLE = "合计"  # of all sources together
MONEY = ("initial", "adjusted", "paid", "expected_paid")


def ledger_money(data: Dataset, day: pd.Timestamp) -> dict[str, dict[str, float | None]]:
    """By project: initial and adjusted budget, what was paid by a day, and where the rest as planned leads to (万元).

    Parameters
    ----------
    data : Dataset
        Of one year, with the tables of its ledgers.
    day : Timestamp
        In that year.

    Returns
    -------
    dict of dict
        Empty where there is no ledger, or it does not reach the day. What is expected is missing at the year's end and
        for projects without a plan.

    Examples
    --------
    >>> from jixiao import load
    >>> ledger_money(load("sample"), pd.Timestamp("2022-07-31"))
    {}
    """
    end = ledger_end(data.ledgers) if len(data.ledgers) else None
    if data.payments.empty or end is None or end < day:
        return {}
    tables = data.projects, data.disbursements, data.payments, data.adjustments
    executed = execution(*tables, day.date().isoformat(), end=end)
    expected = forecast(executed)
    amounts = dict(zip(expected["project_id"], expected["forecast_amount"], strict=True))
    columns = ["project_id", "budget", "adjusted_budget", "paid"]
    rows = executed[columns].itertuples(index=False)
    return {
        project_id: dict(zip(MONEY, map(number, (initial, adjusted, paid, amounts.get(project_id))), strict=True))
        for project_id, initial, adjusted, paid in rows
    }


def year_money(data: Dataset, weight: float = 10.0) -> dict[str, dict[str, float | None]]:
    """By project: budget at first and in the end, paid in the year (万元) and weight of the execution, where known.

    What the ledger says goes before what was reported.

    Parameters
    ----------
    data : Dataset
        Any.
    weight : float
        Of the execution, where no form states one.

    Returns
    -------
    dict of dict
        initial, adjusted, paid and weight of every project.

    Examples
    --------
    >>> from jixiao import load
    >>> next(iter(year_money(load("sample")).values()))
    {'adjusted': None, 'paid': None, 'weight': 10.0, 'initial': 5.0}
    """
    own = data.evaluations.drop_duplicates("project_id", keep="last").set_index("project_id").to_dict("index")
    funds = data.funds[data.funds["phase"].eq("paid") & data.funds["amount"].notna()]
    of_sources = funds.groupby("project_id")["amount"].sum().to_dict()
    ledger, rows = _of_years(data, 12), {}
    for project_id, budget in zip(data.projects["project_id"], data.projects["budget"], strict=True):
        stated = {name: number(own.get(project_id, {}).get(name)) for name in ("adjusted", "paid", "weight")}
        if stated["paid"] is None and project_id in own:
            stated["paid"] = number(of_sources.get(project_id))
        known = {name: value for name, value in ledger.get(project_id, {}).items() if value is not None}
        known["weight"] = weight if stated["weight"] is None else stated["weight"]
        rows[project_id] = stated | known | {"initial": number(budget)}
    return rows


def interim_money(data: Dataset, month: int) -> dict[str, dict]:
    """By project: budgets, what was paid by the end of a month and is expected for the year (万元), where known.

    What the ledger says goes before what was reported, but for what is expected.

    Parameters
    ----------
    data : Dataset
        Any.
    month : int
        1 to 12.

    Returns
    -------
    dict of dict
        initial, adjusted, paid, expected_paid and forecast (whether what is expected is worked out) of every project.

    Examples
    --------
    >>> from jixiao import load
    >>> money = next(iter(interim_money(load("sample-execution"), 7).values()))
    >>> round(money["paid"], 2), money["expected_paid"]
    (3.08, 5.0)
    """
    days = [last_day(int(year), month) for year in data.documents["year"].unique()]
    df = data.interim_funds
    df = df[df["date"].isin(days) & df["source"].eq(WHOLE)].drop_duplicates("project_id", keep="last")
    reported = df.set_index("project_id")[list(MONEY)].to_dict("index") if len(df) else {}
    ledger, rows = _of_years(data, month), {}
    for project_id, budget in zip(data.projects["project_id"], data.projects["budget"], strict=True):
        stated = {name: number(reported.get(project_id, {}).get(name)) for name in MONEY}
        known = {name: value for name, value in ledger.get(project_id, {}).items() if value is not None}
        worked_out = stated["expected_paid"] is None and "expected_paid" in known
        expected = known.get("expected_paid") if worked_out else stated["expected_paid"]
        own = {"initial": number(budget), "expected_paid": expected, "forecast": worked_out}
        rows[project_id] = stated | known | own
    return rows


def last_day(year: int, month: int) -> pd.Timestamp:
    """The last day of a month."""
    return pd.Timestamp(year, month, 1) + pd.offsets.MonthEnd(0)


def _of_years(data: Dataset, month: int) -> dict[str, dict[str, float | None]]:
    """What ledgers say of the end of a month of each year."""
    years = sorted({int(year) for year in data.documents["year"]})
    found: dict[str, dict[str, float | None]] = {}
    for year in years:
        of_year = data.select(year=year, scope=None) if len(years) > 1 else data
        found |= ledger_money(of_year, last_day(year, month))
    return found


def number(value: Any) -> float | None:
    """A number, or nothing where it is missing."""
    return None if value is None or pd.isna(value) else float(value)
