"""What was paid against what was planned: execution rates, deviations from the plan, and how certain they are.

The money of ledgers is in 元 and exact to the 分; what is returned is in 万元. A project's plan is applied to its
adjusted budget, which is this tool's convention. No central rule sets points from which a project is behind: the bands
are settings.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from jixiao.conventions import FAR, ON_PLAN
from jixiao.dictionary import DATE
from jixiao.frames import each_row
from jixiao.measures import KEYS
from jixiao.measures.disbursement import planned_share, year_fraction

FEN, WAN = 100, 10_000  # 分 of a yuan, yuan of 万元
FAR_BEHIND, BEHIND, ON, AHEAD, FAR_AHEAD = "明显滞后", "略滞后", "基本相符", "略超前", "明显超前"
BANDS = [FAR_BEHIND, BEHIND, ON, AHEAD, FAR_AHEAD]
BUDGETS = ("adjusted", "initial")
PLACES = 6  # decimals on which bands are decided: 0.4 − 0.5 is −0.1
CHANGES = ("supplement", "cut")
TOTAL = "合计"  # of the sources of a project's funds


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


def band(deviation: pd.Series, *, on_plan: float = ON_PLAN, far: float = FAR) -> pd.Series:
    """The band of deviations from the plan, by this tool's convention.

    Parameters
    ----------
    deviation : Series of float
        Paid less planned share; below 0 is behind.
    on_plan, far : float
        From what share on it is not on plan, and far from it; equality belongs to the outer band.

    Returns
    -------
    Series of str
        One of `BANDS`; missing where the deviation is.

    Examples
    --------
    >>> band(pd.Series([0.4 - 0.5, -0.05, 0.0499, 0.2])).tolist()
    ['明显滞后', '略滞后', '基本相符', '明显超前']
    """
    value = deviation.round(PLACES)
    tests = [value.le(-far), value.le(-on_plan), value.lt(on_plan), value.lt(far)]
    found = np.select([test.to_numpy() for test in tests], BANDS[:4], default=FAR_AHEAD)
    return pd.Series(found, index=deviation.index, dtype="str").where(deviation.notna())


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
        See `band`.

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
    return _with_bands(df, on_plan, far)[COLUMNS]


def _with_bands(df: pd.DataFrame, on_plan: float, far: float) -> pd.DataFrame:
    lower, upper = (band(df[f"deviation_{end}"], on_plan=on_plan, far=far) for end in ("lower", "upper"))
    middle = band(df["deviation"], on_plan=on_plan, far=far)
    return df.assign(band=middle, band_certain=lower.eq(upper) & middle.notna())


_SHARES = [
    *("rate", "rate_initial", "planned_share", "planned_lower", "planned_upper", "interpolated", "planned_amount"),
    *("deviation", "deviation_lower", "deviation_upper", "deviation_amount", "band", "band_certain", "pace_ratio"),
]
_COUNTED = ["budget", "adjustments", "carried_in", "adjusted_budget", "basis", "paid"]
COLUMNS = [*KEYS, "project_id", "date", "elapsed", "payments", "refunds", *_COUNTED, *_SHARES]


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
        As `execution` gives it.
    ledger_rows : DataFrame, optional
        The tidy table: payments and refunds in it that could be given to no project are unassigned.
    on_plan, far : float
        See `band`.

    Returns
    -------
    DataFrame
        One row a department and date: the keys, date, elapsed, projects (of which something is known), and summed as in
        `execution` budget, adjustments, carried_in, adjusted_budget, basis and paid. ``rate`` is the sum of what was
        paid by projects with a budget ÷ the sum of these budgets; what others paid is ``paid_without_budget``.
        ``unassigned`` (万元) is of payments whose project is not known, ``rate_with_unassigned`` the rate with them.
        The plan is that of projects that have one: planned_share, its bounds and planned_amount, also on the published
        budgets (planned_share_initial, planned_amount_initial); budgets without a plan are ``budget_without_plan``,
        and deviations leave them out. Bounds are sums of bounds. band, band_certain and pace_ratio as for projects;
        projects_without_payments is missing where only figures are known.

    Examples
    --------
    >>> from jixiao import load
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
    parts |= {f"planned_{name}_amount": (df["basis"] * df[f"planned_{name}"]).where(planned) for name in _BOUNDS}
    of_published = known & df["budget"].notna() & df["planned_share"].notna()
    parts |= {"budget_planned": df["budget"].where(of_published)}
    parts |= {"planned_amount_initial": (df["budget"] * df["planned_share"]).where(of_published)}
    without = df["payments"].eq(0).astype("float64").where(df["payments"].notna())
    return df.assign(
        **{f"sum_{name}": values for name, values in parts.items()},
        without=without,
        interpolated=df["interpolated"].eq(True) & planned,
    )


_BOUNDS = ("share", "lower", "upper")


def _rated(out: pd.DataFrame, on_plan: float, far: float) -> pd.DataFrame:
    basis = out["basis"].where(out["basis"] > 0)
    planned = out["basis_planned"].where(out["basis_planned"] > 0)
    rate_of_planned = out["paid_planned"] / planned
    out["rate"] = out["paid_budgeted"] / basis
    out["rate_initial"] = out["paid_initial"] / out["budget"].where(out["budget"] > 0)
    out["rate_with_unassigned"] = (out["paid_budgeted"] + out["unassigned"]) / basis
    out["planned_amount"] = out["planned_share_amount"]
    for name in _BOUNDS:
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
    return _with_bands(out, on_plan, far)[DEPARTMENT_COLUMNS]


DEPARTMENT_COLUMNS = [
    *(*KEYS, "date", "elapsed", "projects", *_COUNTED, "paid_without_budget", "unassigned", "rate_with_unassigned"),
    *(*_SHARES, "planned_share_initial", "planned_amount_initial", "budget_without_plan", "projects_without_payments"),
]


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
