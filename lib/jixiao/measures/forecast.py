"""Where the year may end, three readings and their range, never a probability; and what was paid at the year's end."""

from __future__ import annotations

import pandas as pd

from jixiao.measures import KEYS
from jixiao.measures.against_plan import FEN, WAN
from jixiao.measures.disbursement import stated_plan, year_fraction
from jixiao.measures.pace import department_rush, year_end_rush
from jixiao.plans import TOLERANCE

NOVEMBER_ENDS = "11-30"


def forecast(executed: pd.DataFrame) -> pd.DataFrame:
    """Where every project may end its year: three readings of what it has paid, their range, and hard bounds.

    Parameters
    ----------
    executed : DataFrame
        As `jixiao.measures.execution.execution` gives it.

    Returns
    -------
    DataFrame
        One row a project and date before the year's end of which something is known: the keys, project_id, date, basis,
        paid (万元), rate, and as shares of the basis forecast_plan (the rest as planned, r + 1 − c), forecast_rate (own
        pace, r ÷ c; missing for c = 0), forecast_even (even pace, r ÷ t), all raw; forecast_lower and forecast_upper,
        their range with the bounds of the plan, clipped to hard_lower (r) and hard_upper (the larger of 1 and r);
        forecast_amount (万元; forecast_plan clipped); required_pace (what is left of the budget in terms of even pace).
        Without a plan there is forecast_even alone.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures.execution import execution, ledger_end
    >>> data = load("sample-execution")
    >>> tables = data.projects, data.disbursements, data.payments, data.adjustments
    >>> df = forecast(execution(*tables, "2022-09-30", end=ledger_end(data.ledgers)))
    >>> df[["forecast_plan", "forecast_lower", "forecast_upper", "required_pace"]].round(3).head(2)
       forecast_plan  forecast_lower  forecast_upper  required_pace
    0          1.049           0.967             1.0          0.905
    1          0.982           0.884             1.0          1.171
    """
    df = executed[executed["rate"].notna() & executed["elapsed"].lt(1 - TOLERANCE)]
    df = df[[*KEYS, "project_id", "date", "elapsed", "basis", "paid", "rate", *_PLANNED]].reset_index(drop=True)
    rate, share, lower, upper = (df[name] for name in ("rate", *_PLANNED))
    df["forecast_plan"] = rate + 1 - share
    df["forecast_rate"] = _ratio(rate, share)
    df["forecast_even"] = rate / df["elapsed"]
    df["hard_lower"], df["hard_upper"] = rate, rate.clip(lower=1)
    readings = [df["forecast_plan"], rate + 1 - lower, rate + 1 - upper, df["forecast_rate"], df["forecast_even"]]
    readings += [_ratio(rate, lower), _ratio(rate, upper)]
    readings.append(df["hard_upper"].where(lower.abs().lt(TOLERANCE) & rate.gt(0)))  # no upper end but the budget
    clipped = [reading.clip(df["hard_lower"], df["hard_upper"]) for reading in readings]
    df["forecast_lower"] = pd.concat(clipped, axis=1).min(axis=1)
    df["forecast_upper"] = pd.concat(clipped, axis=1).max(axis=1)
    df["forecast_amount"] = df["forecast_plan"].clip(df["hard_lower"], df["hard_upper"]) * df["basis"]
    df["required_pace"] = (1 - rate).clip(lower=0) / (1 - df["elapsed"])
    return df[COLUMNS]


_PLANNED = ("planned_share", "planned_lower", "planned_upper")
COLUMNS = [
    *(*KEYS, "project_id", "date", "basis", "paid", "rate", "forecast_plan", "forecast_rate", "forecast_even"),
    *("forecast_lower", "forecast_upper", "hard_lower", "hard_upper", "forecast_amount", "required_pace"),
]


def _ratio(rate: pd.Series, share: pd.Series) -> pd.Series:
    return rate / share.where(share.abs() > TOLERANCE)


def department_forecast(executed: pd.DataFrame) -> pd.DataFrame:
    """Where every department may end its year: the clipped amounts of its projects, added up.

    One project's excess pays for no other.

    Parameters
    ----------
    executed : DataFrame
        As `jixiao.measures.execution.execution` gives it.

    Returns
    -------
    DataFrame
        One row a department and date before the year's end: the keys, date, basis and paid (万元, of projects with a
        budget), rate, forecast_plan, forecast_lower and forecast_upper (shares of the basis), forecast_amount (万元),
        required_pace, without_plan (万元 of budgets that are forecast at even pace). A project that has no budget left
        stays at what it paid.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures.execution import execution, ledger_end
    >>> data = load("sample-execution")
    >>> tables = data.projects, data.disbursements, data.payments, data.adjustments
    >>> df = department_forecast(execution(*tables, "2022-09-30", end=ledger_end(data.ledgers)))
    >>> df[["forecast_plan", "forecast_lower", "forecast_upper", "forecast_amount"]].round(3)
       forecast_plan  forecast_lower  forecast_upper  forecast_amount
    0          0.814           0.669            0.93         1515.801
    """
    known = executed["paid"].notna() & executed["basis"].notna() & executed["elapsed"].lt(1 - TOLERANCE)
    df = executed.loc[known, [*KEYS, "project_id", "date", "elapsed", "basis", "paid"]]
    own = forecast(executed)[["project_id", "date", *COLUMNS[8:]]]
    df = df.merge(own, on=["project_id", "date"], how="left")
    even = df["forecast_even"].clip(df["hard_lower"], df["hard_upper"]) * df["basis"]
    df = df.assign(
        amount=df["forecast_amount"].fillna(even).fillna(df["paid"]),
        amount_lower=(df["forecast_lower"] * df["basis"]).fillna(df["paid"]),
        amount_upper=(df["forecast_upper"] * df["basis"]).fillna(df["paid"]),
        without_plan=df["basis"].where(df["forecast_amount"].isna() & df["forecast_even"].notna(), 0.0),
    )
    summed = ["basis", "paid", "amount", "amount_lower", "amount_upper", "without_plan"]
    out = df.groupby([*KEYS, "date"], as_index=False).agg({"elapsed": "first", **dict.fromkeys(summed, "sum")})
    basis = out["basis"].where(out["basis"] > 0)
    out["rate"] = out["paid"] / basis
    out["forecast_plan"], out["forecast_amount"] = out["amount"] / basis, out["amount"]
    out["forecast_lower"], out["forecast_upper"] = out["amount_lower"] / basis, out["amount_upper"] / basis
    out["required_pace"] = (1 - out["rate"]).clip(lower=0) / (1 - out["elapsed"])
    shares = ["rate", "forecast_plan", "forecast_lower", "forecast_upper", "forecast_amount", "required_pace"]
    return out[[*KEYS, "date", "basis", "paid", *shares, "without_plan"]]


def rush(projects: pd.DataFrame, disbursements: pd.DataFrame, payments: pd.DataFrame, year: int) -> pd.DataFrame:
    """What every project paid in December, and after its plan's last checkpoint before the year's end.

    A signal, no verdict: settlements fall due then. Only of a ledger that is complete to 31 December.

    Parameters
    ----------
    projects, disbursements, payments : DataFrame
        The tidy tables.
    year : int
        The budget year.

    Returns
    -------
    DataFrame
        One row a project: the keys, project_id, paid (万元 in the year), december_share (of what was paid in the year),
        december_intensity (that ÷ the window's length; 1 is even), checkpoint (the last before the end), late_share and
        late_intensity (after it), planned_intensity (of the plan after it). Missing where nothing was paid, or there is
        no such checkpoint.

    Examples
    --------
    >>> from jixiao import load
    >>> data = load("sample-execution")
    >>> df = rush(data.projects, data.disbursements, data.payments, 2022)
    >>> df[["december_intensity", "late_intensity", "planned_intensity"]].round(2).head(2)
       december_intensity  late_intensity  planned_intensity
    0                2.27            1.13                1.2
    1                2.23            1.74                1.2
    """
    plans = year_end_rush(projects, disbursements)[["project_id", "date", "rush"]]
    ends = _ends(projects, disbursements, plans, "project_id")
    return _rushed(projects, payments, year, [*KEYS, "project_id"], ends)


def department_year_end(
    projects: pd.DataFrame, disbursements: pd.DataFrame, payments: pd.DataFrame, year: int
) -> pd.DataFrame:
    """What every department paid at the year's end: `rush` of all its payments together.

    Parameters
    ----------
    projects, disbursements, payments : DataFrame
        The tidy tables.
    year : int
        The budget year.

    Returns
    -------
    DataFrame
        The columns of `rush` but for project_id; the checkpoint is the last of any of its projects.

    Examples
    --------
    >>> from jixiao import load
    >>> data = load("sample-execution")
    >>> df = department_year_end(data.projects, data.disbursements, data.payments, 2022)
    >>> df[["december_share", "december_intensity", "late_intensity", "planned_intensity"]].round(3)
       december_share  december_intensity  late_intensity  planned_intensity
    0           0.184               2.209           1.678               1.21
    """
    plans = department_rush(projects, disbursements)[[*KEYS, "date", "rush"]]
    ends = plans.rename(columns={"date": "checkpoint", "rush": "planned_intensity"})
    return _rushed(projects, payments, year, KEYS, ends)


def _ends(projects: pd.DataFrame, disbursements: pd.DataFrame, plans: pd.DataFrame, key: str) -> pd.DataFrame:
    known = plans[plans[key].isin(stated_plan(disbursements)[key])]
    return known.rename(columns={"date": "checkpoint", "rush": "planned_intensity"})


def _rushed(
    projects: pd.DataFrame, payments: pd.DataFrame, year: int, keys: list[str], ends: pd.DataFrame
) -> pd.DataFrame:
    out = projects[keys].drop_duplicates().merge(ends, on=[key for key in keys if key in ends], how="left")
    out["checkpoint"] = pd.to_datetime(out["checkpoint"])
    df = payments[payments["date"].dt.year.eq(year)].merge(projects[[*KEYS, "project_id"]], on="project_id")
    df = df.assign(fen=(df["yuan"] * FEN).round().astype("int64")).merge(out[[*keys, "checkpoint"]], on=keys)
    december = f"{year}-{NOVEMBER_ENDS}"
    sums = df.groupby(keys)["fen"].sum().rename("all")
    last = df[df["date"].gt(december)].groupby(keys)["fen"].sum().rename("december")
    late = df[df["date"].gt(df["checkpoint"])].groupby(keys)["fen"].sum().rename("late")
    for part in (sums, last, late):
        out = out.merge(part.reset_index(), on=keys, how="left")
    whole = out["all"].where(out["all"] > 0)
    parts = [float("nan") if pd.isna(date) else 1 - year_fraction(date) for date in out["checkpoint"]]
    left = pd.Series(parts, index=out.index, dtype="float64")
    out["paid"] = out["all"].fillna(0) / FEN / WAN
    out["december_share"] = out["december"].fillna(0) / whole
    out["december_intensity"] = out["december_share"] / (1 - year_fraction(december))
    out["late_share"] = (out["late"].fillna(0) / whole).where(out["checkpoint"].notna())
    out["late_intensity"] = out["late_share"] / left.where(left > TOLERANCE)
    shares = ["december_share", "december_intensity", "checkpoint", "late_share", "late_intensity"]
    return out[[*keys, "paid", *shares, "planned_intensity"]]


def by_month(projects: pd.DataFrame, payments: pd.DataFrame, year: int) -> pd.DataFrame:
    """What every department paid in each month of a year.

    Parameters
    ----------
    projects, payments : DataFrame
        The tidy tables.
    year : int
        The budget year.

    Returns
    -------
    DataFrame
        One row a department and month, twelve of each department: the keys, month, paid (万元; refunds taken off).

    Examples
    --------
    >>> from jixiao import load
    >>> data = load("sample-execution")
    >>> by_month(data.projects, data.payments, 2022)["paid"].round(2).tolist()[:2]
    [49.88, 43.68]
    """
    months = pd.DataFrame({"month": range(1, 13)})
    grid = projects[KEYS].drop_duplicates().merge(months, how="cross")
    df = payments[payments["date"].dt.year.eq(year)].merge(projects[[*KEYS, "project_id"]], on="project_id")
    df = df.assign(month=df["date"].dt.month.astype("int64"), fen=(df["yuan"] * FEN).round().astype("int64"))
    sums = df.groupby([*KEYS, "month"])["fen"].sum().reset_index()
    out = grid.merge(sums, on=[*KEYS, "month"], how="left")
    return out.assign(paid=out["fen"].fillna(0) / FEN / WAN)[[*KEYS, "month", "paid"]]
