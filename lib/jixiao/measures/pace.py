"""The pace of spending plans: gaps to even pace, year-end rush, and plans that projects have in common."""

from __future__ import annotations

import numpy as np
import pandas as pd

from jixiao.measures import KEYS
from jixiao.measures.disbursement import department_plan, stated_plan
from jixiao.plans import TOLERANCE


def is_late(gap, lag: float):
    """Whether a gap, or each of a Series, is ``lag`` or more behind even pace; 0.4 − 0.5 counts as 0.1 behind.

    Parameters
    ----------
    gap : float or Series
        Shares; below 0 is behind.
    lag : float
        A share, above 0.

    Returns
    -------
    bool or Series of bool
        A missing gap is not late.

    Examples
    --------
    >>> is_late(0.4 - 0.5, 0.1)
    True
    """
    return gap <= -lag + TOLERANCE


def pace_gap(disbursements: pd.DataFrame, *, reference: pd.DataFrame | None = None) -> pd.DataFrame:
    """Gap to even pace (序时进度) at every stated checkpoint: c − t, signed; below 0 is later than even.

    Parameters
    ----------
    disbursements : DataFrame
        The tidy table.
    reference : DataFrame, optional
        Another pace to compare with: t and share, both from 0 to 1, read by straight line. Even pace is the only one
        shipped.

    Returns
    -------
    DataFrame
        The columns of `stated_plan` and gap. At stated checkpoints only, so that no interpolation decides who is late.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import pace
    >>> data = load("sample")
    >>> pace.pace_gap(data.disbursements)[["date", "t", "share", "gap"]].head(2)
            date     t  share   gap
    0 2022-03-31  0.25    0.2 -0.05
    1 2022-06-30  0.50    0.5  0.00
    """
    df = stated_plan(disbursements)
    return df.assign(gap=df["share"] - _pace(df["t"], reference))


def department_gap(
    projects: pd.DataFrame, disbursements: pd.DataFrame, *, reference: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Gap of every department's weighted plan to even pace, or ``reference``, at the union of its checkpoints.

    Parameters
    ----------
    projects, disbursements : DataFrame
        The tidy tables.
    reference : DataFrame, optional
        Another pace to compare with, as in `pace_gap`.

    Returns
    -------
    DataFrame
        The columns of `department_plan` and gap, which is missing where any project's share is interpolated.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import pace
    >>> data = load("sample")
    >>> pace.department_gap(data.projects, data.disbursements)[["date", "share", "gap"]].head(2)
            date     share       gap
    0 2022-03-31  0.145726 -0.104274
    1 2022-06-30  0.488018 -0.011982
    """
    df = department_plan(projects, disbursements)
    return df.assign(gap=(df["share"] - _pace(df["t"], reference)).mask(df["interpolated"]))


def _pace(t: pd.Series, reference: pd.DataFrame | None) -> pd.Series:
    """What the reference pace has reached at t; even pace where there is none."""
    if reference is None:
        return t.clip(upper=1)
    points = reference.sort_values("t")
    return pd.Series(np.interp(t, points["t"], points["share"]), index=t.index)


def year_end_rush(projects: pd.DataFrame, disbursements: pd.DataFrame) -> pd.DataFrame:
    """Year-end rush (突击花钱) of projects: (c_end − c_k) ÷ (1 − t_k) at the last checkpoint before the year's end.

    Parameters
    ----------
    projects, disbursements : DataFrame
        The tidy tables.

    Returns
    -------
    DataFrame
        document_id, department_id, scope, project_id, date (t_k), rush. 1 is even pace; missing for a project without a
        plan, without a checkpoint before the year's end, or whose plan goes on after it and does not state c_end.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import pace
    >>> data = load("sample")
    >>> pace.year_end_rush(data.projects, data.disbursements)[["date", "rush"]].head(2)
            date  rush
    0 2022-10-31   1.2
    1 2022-10-31   1.2
    """
    rush = _rush(stated_plan(disbursements), ["project_id"])[["project_id", "date", "rush"]]
    return projects[[*KEYS, "project_id"]].merge(rush, on="project_id", how="left")


def department_rush(projects: pd.DataFrame, disbursements: pd.DataFrame) -> pd.DataFrame:
    """Year-end rush of every department's weighted plan.

    Parameters
    ----------
    projects, disbursements : DataFrame
        The tidy tables.

    Returns
    -------
    DataFrame
        document_id, department_id, scope, date, rush, as in `year_end_rush`.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import pace
    >>> data = load("sample")
    >>> pace.department_rush(data.projects, data.disbursements)[["rush"]].round(2)
       rush
    0  1.21
    """
    df = department_plan(projects, disbursements)
    return _rush(df, KEYS)[[*KEYS, "date", "rush"]]


def _rush(df: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """(c_end − c_k) ÷ (1 − t_k); a plan that goes on after the year has a c_end only where it states one."""
    before = df[df["t"] < 1 - TOLERANCE].drop_duplicates(keys, keep="last")
    reached = df[df["t"] < 1 + TOLERANCE].drop_duplicates(keys, keep="last")[[*keys, "t", "share"]]
    last = df.groupby(keys, as_index=False).agg(last=("t", "max"))
    out = before.merge(reached, on=keys, suffixes=("", "_end")).merge(last, on=keys)
    ends = out["last"].lt(1 + TOLERANCE) | out["t_end"].gt(1 - TOLERANCE)
    end = out["share_end"].where(ends).mask(out["last"].lt(1 - TOLERANCE), 1.0)
    return out.assign(rush=(end - out["share"]) / (1 - out["t"]))


def common_plans(projects: pd.DataFrame, disbursements: pd.DataFrame) -> pd.DataFrame:
    """Plans by how many projects share them: many projects on one plan hint at a plan that was copied.

    Parameters
    ----------
    projects, disbursements : DataFrame
        The tidy tables.

    Returns
    -------
    DataFrame
        document_id, department_id, scope, plan (shares at the checkpoints, as text), projects, share_of_projects,
        budget (万元), share_of_budget; the commonest first, by money among equals. Shares are of the projects and the
        money that have a plan.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import pace
    >>> data = load("sample")
    >>> pace.common_plans(data.projects, data.disbursements)[["projects", "budget"]].head(2)
       projects  budget
    0         3  871.00
    1         3  604.34
    """
    df = stated_plan(disbursements)
    texts = df["date"].dt.strftime("%m-%d") + " " + (df["share"] * 100).map("{:.10g}%".format).astype("str")
    plans = texts.groupby(df["project_id"]).agg(" · ".join).rename("plan")
    df = projects.merge(plans, left_on="project_id", right_index=True)
    out = df.groupby([*KEYS, "plan"], as_index=False).agg(projects=("project_id", "count"), budget=("budget", "sum"))
    total = out.groupby(KEYS)[["projects", "budget"]].transform("sum")
    out = out.assign(
        share_of_projects=out["projects"] / total["projects"], share_of_budget=out["budget"] / total["budget"]
    )
    order = [*KEYS, "projects", "budget", "plan"]
    out = out.sort_values(order, ascending=[True] * len(KEYS) + [False, False, True], ignore_index=True)
    return out[[*KEYS, "plan", "projects", "share_of_projects", "budget", "share_of_budget"]]
