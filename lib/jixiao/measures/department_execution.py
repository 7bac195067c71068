"""What departments have paid against what they planned: sums over their projects, and payments of none of these."""

from __future__ import annotations

import pandas as pd

from jixiao.conventions import FAR, ON_PLAN
from jixiao.frames import each_row
from jixiao.measures import KEYS
from jixiao.measures.against_plan import COUNTED, FEN, SHARES, WAN, with_bands

BOUNDS = ("share", "lower", "upper")
COLUMNS = [
    *(*KEYS, "date", "elapsed", "projects", *COUNTED, "paid_without_budget", "unassigned", "rate_with_unassigned"),
    *(*SHARES, "planned_share_initial", "planned_amount_initial", "budget_without_plan", "projects_without_payments"),
]


def department_execution(
    executed: pd.DataFrame,
    ledger_rows: pd.DataFrame | None = None,
    *,
    on_plan: float = ON_PLAN,
    far: float = FAR,
) -> pd.DataFrame:
    """What every department has paid by dates: sums over its projects, each of which keeps its own plan and budget.

    Parameters
    ----------
    executed : DataFrame
        As `jixiao.measures.execution.execution` gives it.
    ledger_rows : DataFrame, optional
        The tidy table: payments and refunds in it that could be given to no project are unassigned.
    on_plan, far : float
        See `jixiao.measures.against_plan.band`.

    Returns
    -------
    DataFrame
        One row a department and date: the keys, date, elapsed, projects (of which something is known), and summed over
        these budget, adjustments, carried_in, adjusted_budget, basis and paid. ``rate`` is the sum of what was
        paid by projects with a budget ÷ the sum of these budgets; what others paid is ``paid_without_budget``.
        ``unassigned`` (万元) is of payments whose project is not known, ``rate_with_unassigned`` the rate with them.
        The plan is that of projects that have one: planned_share, its bounds and planned_amount, also on the published
        budgets (planned_share_initial, planned_amount_initial); budgets without a plan are ``budget_without_plan``,
        and deviations leave them out. Bounds are sums of bounds. band, band_certain and pace_ratio as for projects;
        projects_without_payments is missing where only figures are known.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures.execution import execution, ledger_end
    >>> data = load("sample-execution")
    >>> tables = data.projects, data.disbursements, data.payments, data.adjustments
    >>> df = execution(*tables, "2022-09-30", end=ledger_end(data.ledgers))
    >>> department_execution(df, data.ledger_rows)[["paid", "rate", "unassigned", "band_certain"]].round(4)
           paid    rate  unassigned  band_certain
    0  996.6989  0.5354       13.33         False
    """
    df = _for_sums(executed)
    summed = {"without": "projects_without_payments"}
    summed |= {str(name): str(name).removeprefix("sum_") for name in df if str(name).startswith("sum_")}
    groups = df.groupby([*KEYS, "date"])
    out = groups.agg(elapsed=("elapsed", "first"), projects=("paid", "count"), interpolated=("interpolated", "any"))
    out = out.join(groups[list(summed)].sum(min_count=1).rename(columns=summed)).reset_index()
    out["unassigned"] = _unassigned(out, ledger_rows)
    return _rated(out, on_plan, far)


def _for_sums(executed: pd.DataFrame) -> pd.DataFrame:
    """What is added up of each project: all of it, what has a budget, and what has a plan too."""
    df = executed
    known = df["paid"].notna()
    budgeted = known & df["basis"].notna()
    planned = budgeted & df["planned_share"].notna()
    parts = {name: df[name].where(known) for name in ("budget", "adjustments", "carried_in", "adjusted_budget", "paid")}
    parts |= {"basis": df["basis"].where(budgeted), "paid_budgeted": df["paid"].where(budgeted)}
    parts |= {"paid_initial": df["paid"].where(known & df["budget"].notna())}
    parts |= {"paid_without_budget": df["paid"].where(known & ~budgeted)}
    parts |= {"budget_without_plan": df["basis"].where(budgeted & ~planned)}
    parts |= {"basis_planned": df["basis"].where(planned), "paid_planned": df["paid"].where(planned)}
    parts |= {f"planned_{name}_amount": (df["basis"] * df[f"planned_{name}"]).where(planned) for name in BOUNDS}
    of_published = known & df["budget"].notna() & df["planned_share"].notna()
    parts |= {"budget_planned": df["budget"].where(of_published)}
    parts |= {"planned_amount_initial": (df["budget"] * df["planned_share"]).where(of_published)}
    without = df["payments"].eq(0).astype("float64").where(df["payments"].notna())
    return df.assign(
        **{f"sum_{name}": values for name, values in parts.items()},
        without=without,
        interpolated=df["interpolated"].eq(True) & planned,
    )


def _rated(out: pd.DataFrame, on_plan: float, far: float) -> pd.DataFrame:
    basis = out["basis"].where(out["basis"] > 0)
    planned = out["basis_planned"].where(out["basis_planned"] > 0)
    rate_of_planned = out["paid_planned"] / planned
    out["rate"] = out["paid_budgeted"] / basis
    out["rate_initial"] = out["paid_initial"] / out["budget"].where(out["budget"] > 0)
    out["rate_with_unassigned"] = (out["paid_budgeted"] + out["unassigned"]) / basis
    out["planned_amount"] = out["planned_share_amount"]
    for name in BOUNDS:
        out[f"planned_{name}"] = out[f"planned_{name}_amount"] / planned
    out["planned_share_initial"] = out["planned_amount_initial"] / out["budget_planned"].where(
        out["budget_planned"] > 0
    )
    out["deviation"] = rate_of_planned - out["planned_share"]
    out["deviation_lower"] = rate_of_planned - out["planned_upper"]
    out["deviation_upper"] = rate_of_planned - out["planned_lower"]
    out["deviation_amount"] = (out["paid_planned"] - out["planned_amount"]).where(out["deviation"].notna())
    out["pace_ratio"] = out["rate"] / out["elapsed"]
    beside = ["paid_without_budget", "budget_without_plan"]
    out[beside] = out[beside].fillna(0.0).where(out["projects"] > 0)
    return with_bands(out, on_plan, far)[COLUMNS]


def _unassigned(out: pd.DataFrame, ledger_rows: pd.DataFrame | None) -> pd.Series:
    """Payments and refunds of a department, up to a date, that could be given to no project; in 万元."""
    none = pd.Series(0.0, index=out.index).where(out["projects"] > 0)
    if ledger_rows is None or ledger_rows.empty:
        return none
    rows = unassigned_rows(ledger_rows)
    sums = [
        rows["fen"][rows["department_id"].eq(row.department_id) & rows["date"].le(row.date)].sum() / FEN / WAN
        for row in each_row(out)
    ]
    return pd.Series(sums, index=out.index).where(out["projects"] > 0)


def unassigned_rows(ledger_rows: pd.DataFrame) -> pd.DataFrame:
    """The payments and refunds of ledgers that could be given to no project, each once.

    Parameters
    ----------
    ledger_rows : DataFrame
        The tidy table.

    Returns
    -------
    DataFrame
        Its rows with L03 or L05 (without those that another ledger has too), and fen, their amount in 分.

    Examples
    --------
    >>> from jixiao import load
    >>> unassigned_rows(load("sample-execution").ledger_rows)["fen"].sum()
    np.int64(13330000)
    """
    codes = ledger_rows["findings"].fillna("")
    asked = codes.str.contains("L03|L05") & ~codes.str.contains("L01") & ledger_rows["kind"].isin(["payment", "refund"])
    rows = ledger_rows[asked & ledger_rows["yuan"].notna()]
    fen = (rows["yuan"] * FEN).round().astype("int64")
    return rows.assign(fen=fen.mask(rows["kind"].eq("refund"), -fen.abs()))
