"""Money that forms are filled with in advance: from the ledger where there is one, else as it was reported."""

from __future__ import annotations

from typing import Any

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.measures.execution import execution, ledger_end
from jixiao.measures.forecast import forecast

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


def number(value: Any) -> float | None:
    """A number, or nothing where it is missing."""
    return None if value is None or pd.isna(value) else float(value)
