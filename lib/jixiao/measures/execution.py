"""What was paid against what was planned: execution rates, deviations from the plan, and how certain they are.

The money of ledgers is in 元 and exact to the 分; what is returned is in 万元. A project's plan is applied to its
adjusted budget, which is this tool's convention. No central rule sets points from which a project is behind: the bands
are settings.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from jixiao.conventions import FAR, ON_PLAN
from jixiao.dictionary import DATE
from jixiao.measures import KEYS
from jixiao.measures.against_plan import COUNTED, FEN, SHARES, WAN, band, with_bands
from jixiao.measures.department_execution import department_execution, unassigned_rows
from jixiao.measures.disbursement import planned_share, year_fraction

__all__ = ["band", "department_execution", "execution", "ledger_end", "unassigned_rows"]
BUDGETS = ("adjusted", "initial")
CHANGES = ("supplement", "cut")
TOTAL = "合计"  # of the sources of a project's funds
COLUMNS = [*KEYS, "project_id", "date", "elapsed", "payments", "refunds", *COUNTED, *SHARES]


def ledger_end(ledgers: pd.DataFrame) -> pd.Timestamp | None:
    """The last day to which ledgers of payments are complete; None where there are none, or cumulative figures alone.

    Parameters
    ----------
    ledgers : DataFrame
        The tidy table.

    Returns
    -------
    Timestamp or None

    Examples
    --------
    >>> from jixiao import load
    >>> ledger_end(load("sample-execution").ledgers)
    Timestamp('2022-12-31 00:00:00')
    """
    last = ledgers["until"][ledgers["stated"].ne("figures")].max()
    return None if pd.isna(last) else last


def execution(
    projects: pd.DataFrame,
    disbursements: pd.DataFrame,
    payments: pd.DataFrame,
    adjustments: pd.DataFrame,
    dates: Sequence[str] | str,
    *,
    end: pd.Timestamp | None = None,
    figures: pd.DataFrame | None = None,
    budget: str = "adjusted",
    on_plan: float = ON_PLAN,
    far: float = FAR,
) -> pd.DataFrame:
    """What every project has paid by dates, against its budget and its plan.

    Parameters
    ----------
    projects, disbursements, payments, adjustments : DataFrame
        The tidy tables.
    dates : str or list of str
        Days in ISO form.
    end : Timestamp, optional
        The last day to which the ledgers are complete, see `ledger_end`: for dates after it nothing is known. Without
        it nothing is known from payments.
    figures : DataFrame, optional
        Rows of ``interim_funds`` that hold cumulative figures: they count on their own day alone, for the projects that
        they list, where no ledger reaches it.
    budget : str
        ``adjusted``, or ``initial`` for rates and plans on the published budgets.
    on_plan, far : float
        See `jixiao.measures.against_plan.band`.

    Returns
    -------
    DataFrame
        One row a project and date: the keys, project_id, date, elapsed (part of the year, 0–1), payments and refunds
        (counts; missing for figures), budget (as published), adjustments (supplements and cuts), carried_in,
        adjusted_budget, basis (the budget that rates are of), paid (万元), rate (paid ÷ basis, never clipped; missing
        where the basis is not above 0), rate_initial (paid ÷ budget), planned_share with planned_lower and
        planned_upper, interpolated, planned_amount (planned share × basis), deviation (rate − planned share) with
        deviation_lower and deviation_upper, deviation_amount (万元), band, band_certain (the same at both bounds), and
        pace_ratio (rate ÷ elapsed). Where nothing is known of a date its money is missing, never 0.

    Examples
    --------
    >>> from jixiao import load
    >>> data = load("sample-execution")
    >>> tables = data.projects, data.disbursements, data.payments, data.adjustments
    >>> df = execution(*tables, "2022-09-30", end=ledger_end(data.ledgers))
    >>> df[["paid", "rate", "planned_share", "band", "band_certain"]].round(3).head(2)
          paid   rate  planned_share  band  band_certain
    0    3.869  0.774          0.725  基本相符         False
    1  443.500  0.707          0.725  基本相符         False
    """
    days = [dates] if isinstance(dates, str) else list(dates)
    df = pd.concat([_paid_by(projects, payments, adjustments, day, end) for day in days], ignore_index=True)
    if figures is not None and len(figures):
        df = _with_figures(df, figures)
    df["basis"] = df["adjusted_budget" if budget == "adjusted" else "budget"].where(df["paid"].notna())
    shares = planned_share(disbursements, days)[["project_id", "date", "share", "lower", "upper", "interpolated"]]
    names = {name: f"planned_{name}" for name in ("share", "lower", "upper")}
    df = df.merge(shares.rename(columns=names), on=["project_id", "date"], how="left")
    return _compared(df, on_plan, far)


def _paid_by(
    projects: pd.DataFrame, payments: pd.DataFrame, adjustments: pd.DataFrame, day: str, end: pd.Timestamp | None
) -> pd.DataFrame:
    """What the ledgers have up to a day, exact in 分; missing where they don't reach it."""
    date = pd.Timestamp(day)
    ids, known = projects["project_id"], end is not None and date <= end
    paid, changes = (table[table["date"].le(date)] for table in (payments, adjustments))
    number = {
        kind: _of(ids, paid[paid["kind"].eq(kind)].groupby("project_id").size()) for kind in ("payment", "refund")
    }
    changed = _of(ids, _sums(changes[changes["kind"].isin(CHANGES)]))
    carried = _of(ids, _sums(changes[changes["kind"].eq("carry-in")]))
    money = {"paid": _of(ids, _sums(paid)), "adjustments": changed, "carried_in": carried}
    df = projects[[*KEYS, "project_id", "budget"]].assign(
        date=pd.Series(date, index=projects.index, dtype=DATE),
        elapsed=year_fraction(day),
        payments=number["payment"],
        refunds=number["refund"],
        **{name: fen / FEN / WAN for name, fen in money.items()},
    )
    # In one step from 分, so that 1,861.45 is not 1,861.4500000000003.
    published = (df["budget"] * WAN * FEN).round()
    df["adjusted_budget"] = (published + changed + carried) / FEN / WAN
    counted = ["payments", "refunds", "adjustments", "carried_in", "adjusted_budget", "paid"]
    return df.astype(dict.fromkeys(counted, "float64")).assign(
        **({} if known else dict.fromkeys(counted, float("nan")))
    )


def _sums(rows: pd.DataFrame) -> pd.Series:
    """Sums by project in whole 分."""
    fen = (rows["yuan"] * FEN).round().astype("int64")
    return fen.groupby(rows["project_id"]).sum()


def _of(ids: pd.Series, values: pd.Series) -> pd.Series:
    return ids.map(values).fillna(0).astype("int64")


def _with_figures(df: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """With cumulative figures where no ledger reaches; their budget is the adjusted one, else the published."""
    own = figures[figures["source"].eq(TOTAL)].drop_duplicates(["project_id", "date"], keep="last")
    own = own[["project_id", "date", "paid", "adjusted"]].rename(
        columns={"paid": "figure", "adjusted": "figure_budget"}
    )
    df = df.merge(own, on=["project_id", "date"], how="left")
    used = df["paid"].isna() & df["figure"].notna()
    adjusted = df["figure_budget"].fillna(df["budget"])
    df["paid"] = df["paid"].mask(used, df["figure"])
    df["adjusted_budget"] = df["adjusted_budget"].mask(used, adjusted)
    df["adjustments"] = df["adjustments"].mask(used, adjusted - df["budget"])
    return df.drop(columns=["figure", "figure_budget"])


def _compared(df: pd.DataFrame, on_plan: float, far: float) -> pd.DataFrame:
    """With rates, what was planned, and the deviation from it."""
    rate = df["paid"] / df["basis"].where(df["basis"] > 0)
    df = df.assign(
        rate=rate,
        rate_initial=df["paid"] / df["budget"].where(df["budget"] > 0),
        planned_amount=df["basis"] * df["planned_share"],
        deviation=rate - df["planned_share"],
        deviation_lower=rate - df["planned_upper"],
        deviation_upper=rate - df["planned_lower"],
        pace_ratio=rate / df["elapsed"],
    )
    df["deviation_amount"] = (df["paid"] - df["planned_amount"]).where(df["deviation"].notna())
    return with_bands(df, on_plan, far)[COLUMNS]
