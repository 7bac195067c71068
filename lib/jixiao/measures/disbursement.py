"""Spending plans: planned shares and amounts due.

Between a project's own checkpoints its plan is a straight line from (0, 0); such a value is marked interpolated and
carries its bounds, the shares at the neighbouring checkpoints. A plan ends at 100 % and stays there until its year
ends.
"""

from __future__ import annotations

import calendar
import datetime as dt
from itertools import pairwise

import numpy as np
import pandas as pd

from jixiao.dictionary import DATE
from jixiao.frames import each_once
from jixiao.measures import KEYS
from jixiao.measures.plan_curves import NO_SHARES, Curves
from jixiao.plans import kind_of_plan


def year_fraction(date: dt.date | str) -> float:
    """Elapsed share of the year on the one time scale of this workbook, as officials count 序时进度.

    (month − 1 + day ÷ days in month) ÷ 12: month ends are exact twelfths.

    Parameters
    ----------
    date : date or str
        A day; a string in ISO form.

    Returns
    -------
    float
        From just above 0 to 1.

    Examples
    --------
    >>> year_fraction("2022-09-30")
    0.75
    """
    day = dt.date.fromisoformat(date) if isinstance(date, str) else date
    return (day.month - 1 + day.day / calendar.monthrange(day.year, day.month)[1]) / 12


def plan_kind(disbursements: pd.DataFrame) -> pd.DataFrame:
    """Whether a project's plan states cumulative shares or shares per period, by the rule of `kind_of_plan`.

    Parameters
    ----------
    disbursements : DataFrame
        The tidy table.

    Returns
    -------
    DataFrame
        project_id, checkpoints (count), kind (cumulative, per period, unclear). One row a project with a plan.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import disbursement
    >>> data = load("sample")
    >>> disbursement.plan_kind(data.disbursements)["kind"].value_counts()
    kind
    cumulative    9
    Name: count, dtype: int64
    """
    df = disbursements.dropna(subset="cumulative_share").sort_values("date", kind="stable")
    codes, ids = pd.factorize(df["project_id"])
    ends = np.bincount(codes, minlength=len(ids)).cumsum().tolist()
    shares = df["cumulative_share"].to_numpy()[np.argsort(codes, kind="stable")].tolist()
    plans = [tuple(shares[start:end]) for start, end in pairwise([0, *ends])]
    kinds = pd.Series(each_once(kind_of_plan, plans), dtype="str")
    return pd.DataFrame(
        {"project_id": pd.Series(ids, dtype="str"), "checkpoints": list(map(len, plans)), "kind": kinds}
    )


def stated_plan(disbursements: pd.DataFrame) -> pd.DataFrame:
    """Plans at their stated checkpoints as cumulative shares.

    Parameters
    ----------
    disbursements : DataFrame
        The tidy table.

    Returns
    -------
    DataFrame
        project_id, date, label, t (share of the plan's first year gone; above 1 in the next), share (cumulative, 0–1),
        place. Shares per period are added up; unclear plans and checkpoints without a share are left out.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import disbursement
    >>> data = load("sample")
    >>> disbursement.stated_plan(data.disbursements)[["date", "t", "share"]].head(2)
            date     t  share
    0 2022-03-31  0.25    0.2
    1 2022-06-30  0.50    0.5
    """
    kinds = plan_kind(disbursements).set_index("project_id")["kind"]
    df = disbursements.dropna(subset="cumulative_share").sort_values(["project_id", "date"], kind="stable")
    df = df[df["project_id"].map(kinds).isin(["cumulative", "per period"])]
    summed = df.groupby("project_id")["cumulative_share"].cumsum()
    share = df["cumulative_share"].where(df["project_id"].map(kinds) == "cumulative", summed)
    years = df.groupby("project_id")["date"].transform("min").dt.year
    elapsed = pd.Series(each_once(year_fraction, df["date"].dt.date), index=df.index, dtype="float64")
    df = df.assign(t=elapsed + df["date"].dt.year - years, share=share)
    return df[["project_id", "date", "label", "t", "share", "place"]].reset_index(drop=True)


def planned_share(disbursements: pd.DataFrame, dates: list[str] | str) -> pd.DataFrame:
    """Planned cumulative share of every project at dates, with bounds.

    Parameters
    ----------
    disbursements : DataFrame
        The tidy table.
    dates : str or list of str
        Days in ISO form.

    Returns
    -------
    DataFrame
        project_id, date, t, share, lower, upper, interpolated. Exact at an own checkpoint; between checkpoints on the
        straight line, bounded by their shares; 100 % after the last, until its year ends; missing in other years.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import disbursement
    >>> data = load("sample")
    >>> disbursement.planned_share(data.disbursements, "2022-09-30")[["t", "share", "lower", "upper"]].head(2)
          t  share  lower  upper
    0  0.75  0.725    0.5    0.8
    1  0.75  0.725    0.5    0.8
    """
    dates = [dates] if isinstance(dates, str) else list(dates)
    plans = stated_plan(disbursements)
    first = ~plans["project_id"].duplicated()
    ids, years = plans["project_id"][first].reset_index(drop=True), plans["date"][first].dt.year.to_numpy()
    curves = Curves.of(plans)
    found = [curves.at(year_fraction(date) + int(date[:4]) - years).assign(project_id=ids, date=date) for date in dates]
    df = pd.concat(found).sort_index(kind="stable", ignore_index=True) if found else NO_SHARES
    return df[list(NO_SHARES)].astype({"date": DATE})


def department_plan(
    projects: pd.DataFrame, disbursements: pd.DataFrame, dates: list[str] | str | None = None
) -> pd.DataFrame:
    """Planned cumulative share of every department, weighted by budget: Σ bᵢ cᵢ(t) ÷ Σ bᵢ.

    Parameters
    ----------
    projects, disbursements : DataFrame
        The tidy tables.
    dates : str or list of str, optional
        Days in ISO form; without them the union of the checkpoints.

    Returns
    -------
    DataFrame
        document_id, department_id, scope, date, t, share, lower, upper, amount, amount_lower, amount_upper,
        planned_budget (万元), budget_without_plan (万元; no plan, or none that reaches the date), projects (count),
        interpolated (true where any project's share is). The denominator is the budget of projects whose plan reaches
        the date.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import disbursement
    >>> data = load("sample")
    >>> plan = disbursement.department_plan(data.projects, data.disbursements, "2022-09-30")
    >>> plan[["share", "lower", "upper"]].round(3)
       share  lower  upper
    0  0.721  0.488  0.798
    """
    own = None
    if dates is None:
        own = stated_plan(disbursements)
        dates = sorted({date.strftime("%Y-%m-%d") for date in own["date"]})
    shares = planned_share(disbursements, dates)
    grid = projects[[*KEYS, "project_id", "budget"]].merge(
        pd.DataFrame({"date": pd.to_datetime([dates] if isinstance(dates, str) else dates)}).astype({"date": DATE}),
        how="cross",
    )
    df = grid.merge(shares, on=["project_id", "date"], how="left")
    if own is not None:
        df = df[_is_own(df, projects, own)]
    known = df["share"].notna() & df["budget"].notna()
    df = df.assign(
        planned_budget=df["budget"].where(known, 0.0),
        budget_without_plan=df["budget"].mask(known, 0.0),
        projects=known.astype(int),
        interpolated=df["interpolated"].eq(True) & known,
        **{name: (df["budget"] * df[column]).where(known, 0.0) for name, column in _AMOUNTS.items()},
    )
    summed = [*_AMOUNTS, "planned_budget", "budget_without_plan", "projects"]
    out = df.groupby([*KEYS, "date"], as_index=False).agg(
        {**dict.fromkeys(summed, "sum"), "interpolated": "any", "t": "max"}
    )
    for name, column in _AMOUNTS.items():
        out[column] = out[name] / out["planned_budget"].where(out["planned_budget"] > 0)
    out[list(_AMOUNTS)] = out[list(_AMOUNTS)].where(out["projects"] > 0)
    out["t"] = out["t"].fillna(pd.Series(each_once(year_fraction, out["date"].dt.date), dtype="float64"))
    return out[[*KEYS, "date", "t", *_AMOUNTS.values(), *summed, "interpolated"]]


def _is_own(df: pd.DataFrame, projects: pd.DataFrame, plans: pd.DataFrame) -> np.ndarray:
    """Whether a row's date is a checkpoint of a project of its department."""
    dates = plans.merge(projects[[*KEYS, "project_id"]], on="project_id")[[*KEYS, "date"]]
    return pd.MultiIndex.from_frame(df[[*KEYS, "date"]]).isin(pd.MultiIndex.from_frame(dates))


_AMOUNTS = {"amount": "share", "amount_lower": "lower", "amount_upper": "upper"}


def due(projects: pd.DataFrame, disbursements: pd.DataFrame, ends: list[str]) -> pd.DataFrame:
    """What every project should spend in each period, with bounds: differences of `planned_share`.

    Parameters
    ----------
    projects, disbursements : DataFrame
        The tidy tables.
    ends : list of str
        Last days of consecutive periods in ISO form; the first period begins with the year.

    Returns
    -------
    DataFrame
        document_id, department_id, scope, project_id, date (the period's end), due, lower, upper (万元), interpolated.
        The lower bound is never below 0, for a cumulative plan does not fall.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import disbursement
    >>> data = load("sample")
    >>> disbursement.due(data.projects, data.disbursements, ["2022-06-30"])[["date", "due", "interpolated"]].head(2)
            date    due  interpolated
    0 2022-06-30    2.5         False
    1 2022-06-30  283.5         False
    """
    shares = planned_share(disbursements, ends)
    before = shares.groupby("project_id")[["share", "lower", "upper", "interpolated"]].shift(1)
    first = ~shares.duplicated("project_id")
    before = before.mask(first, 0.0)
    budget = shares["project_id"].map(projects.set_index("project_id")["budget"]).astype("float64")
    exact = (shares["t"].eq(0) | first | before["interpolated"].eq(False)) & shares["interpolated"].eq(False)
    amount = budget * (shares["share"] - before["share"])
    lower = (budget * (shares["lower"] - before["upper"])).clip(lower=0).mask(exact, amount)
    upper = (budget * (shares["upper"] - before["lower"])).mask(exact, amount)
    df = shares[["project_id", "date"]].assign(
        due=amount, lower=lower, upper=upper, interpolated=~exact & amount.notna()
    )
    return projects[[*KEYS, "project_id"]].merge(df, on="project_id")


def department_due(projects: pd.DataFrame, disbursements: pd.DataFrame, ends: list[str]) -> pd.DataFrame:
    """What every department should spend in each period: `due`, summed over its projects.

    Parameters
    ----------
    projects, disbursements : DataFrame
        The tidy tables.
    ends : list of str
        Last days of consecutive periods in ISO form; the first period begins with the year.

    Returns
    -------
    DataFrame
        document_id, department_id, scope, date, due, lower, upper (万元), interpolated, projects (count with a known
        amount).

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import disbursement
    >>> data = load("sample")
    >>> due = disbursement.department_due(data.projects, data.disbursements, ["2022-06-30", "2022-09-30"])
    >>> due[["due", "lower", "upper"]].round(2)
          due   lower   upper
    0  868.74  868.74  868.74
    1  414.42    0.00  552.56
    """
    df = due(projects, disbursements, ends)
    groups = df.groupby([*KEYS, "date"])
    known = groups[["due", "lower", "upper"]].sum(min_count=1)
    return known.join(groups.agg(interpolated=("interpolated", "any"), projects=("due", "count"))).reset_index()
