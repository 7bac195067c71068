"""Departments side by side: one row a document and department, for all of a dataset in one call."""

from __future__ import annotations

import pandas as pd

from jixiao.conventions import COPIED
from jixiao.measures import KEYS
from jixiao.measures.disbursement import department_plan
from jixiao.measures.targets import ladder

INCOMPLETE, INFORMATIVE = 3, 5  # steps of the ladder: the first with a number, and the last
TEMPLATE = ["level2", "target"]


def overview(
    documents: pd.DataFrame,
    projects: pd.DataFrame,
    disbursements: pd.DataFrame,
    indicators: pd.DataFrame,
    date: str,
    *,
    k: int = COPIED,
) -> pd.DataFrame:
    """Money, plan and targets of every department.

    Parameters
    ----------
    documents, projects, disbursements, indicators : DataFrame
        The tidy tables, of one budget year.
    date : str
        The day of the plan, in ISO form.
    k : int
        On how many projects of a document a target must stand to count as copied, at least 2.

    Returns
    -------
    DataFrame
        As `promised`, with planned_share, lower, upper (of the budgets whose plan reaches the date: see
        `department_plan`; missing without a plan), interpolated, planned_budget (万元: that denominator). Without
        projects it has no rows.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import departments
    >>> data = load("sample")
    >>> tables = (data.documents, data.projects, data.disbursements, data.indicators)
    >>> departments.overview(*tables, "2022-09-30")[["projects", "planned_share", "informative"]].round(3)
       projects  planned_share  informative
    0         9          0.721           18
    """
    plans = department_plan(projects, disbursements, date).rename(columns={"share": "planned_share"})
    planned = plans[[*KEYS, "planned_share", "lower", "upper", "interpolated", "planned_budget"]]
    return promised(documents, projects, indicators, k=k).merge(planned, on=KEYS, how="left")


def promised(
    documents: pd.DataFrame, projects: pd.DataFrame, indicators: pd.DataFrame, *, k: int = COPIED
) -> pd.DataFrame:
    """Money and targets of every department, without its plan.

    Parameters
    ----------
    documents, projects, indicators : DataFrame
        The tidy tables.
    k : int
        On how many projects of a document a target must stand to count as copied, at least 2.

    Returns
    -------
    DataFrame
        document_id, department_id, scope, projects (count), budget (万元; missing where none is stated), indicators
        (count without unclear ones: the denominator of shares), unclear, quantified (steps 3 to 5 of the ladder),
        informative (step 5; such a target can still be the wrong one), copied (counts), quantified_share,
        informative_share, copied_share (0–1, missing without indicators). Without projects it has no rows.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import departments
    >>> data = load("sample")
    >>> df = departments.promised(data.documents, data.projects, data.indicators)
    >>> df[["budget", "indicators", "quantified", "informative"]]
        budget  indicators  quantified  informative
    0  1780.15          73          42           18
    """
    groups = projects.groupby(KEYS)
    money = (
        groups[["budget"]].sum(min_count=1).assign(projects=groups.size()).reset_index()[[*KEYS, "projects", "budget"]]
    )
    steps = ladder(documents, projects, indicators, k=k).merge(projects[[*KEYS, "project_id"]], on="project_id")
    steps = steps.assign(
        indicators=steps["step"].notna(),
        unclear=steps["step"].isna(),
        quantified=steps["step"].ge(INCOMPLETE).fillna(False).astype(bool),
        informative=steps["step"].eq(INFORMATIVE).fillna(False).astype(bool),
        copied=steps["copied"] & steps["step"].notna(),
    )
    counts = ["indicators", "unclear", "quantified", "informative", "copied"]
    counted = steps.groupby(KEYS, as_index=False)[counts].sum()
    df = money.merge(counted, on=KEYS, how="left")
    df[counts] = df[counts].fillna(0).astype(int)
    known = df["indicators"].where(df["indicators"] > 0)
    return df.assign(**{f"{name}_share": df[name] / known for name in ("quantified", "informative", "copied")})


def shared_targets(departments: pd.DataFrame, projects: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Targets that stand word for word in several departments.

    Parameters
    ----------
    departments, projects, indicators : DataFrame
        The tidy tables, of one budget year.

    Returns
    -------
    DataFrame
        level2, target (the words, as published), departments, divisions, projects, indicators (counts of those that
        have it under that level 2), most departments first; targets of one department only are left out. A target that
        many share may be a template, or what a rule asks of all: the count does not tell them apart.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import departments
    >>> data = load("sample-county").select(year=2022)
    >>> shared = departments.shared_targets(data.departments, data.projects, data.indicators)
    >>> shared["departments"].is_monotonic_decreasing
    True
    """
    df = indicators.dropna(subset=["target"]).merge(projects[["project_id", "department_id"]], on="project_id")
    df = df.merge(departments[["department_id", "division_code"]], on="department_id")
    return _shared(df, TEMPLATE, {"indicators": ("indicator_id", "size")})


def shared_plans(departments: pd.DataFrame, projects: pd.DataFrame, disbursements: pd.DataFrame) -> pd.DataFrame:
    """Spending plans that are the same in several departments.

    Parameters
    ----------
    departments, projects, disbursements : DataFrame
        The tidy tables, of one budget year.

    Returns
    -------
    DataFrame
        plan (as published: 3月底 25% · …), departments, divisions, projects (counts), most departments first; plans of
        one department only are left out.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import departments
    >>> data = load("sample-county").select(year=2022)
    >>> departments.shared_plans(data.departments, data.projects, data.disbursements)["plan"][0]
    '3月底 25% · 6月底 50% · 10月底 80% · 12月底 100%'
    """
    stated = disbursements.dropna(subset=["cumulative_share"]).sort_values(["project_id", "date"], kind="stable")
    words = (stated["label"] + " " + stated["text"].fillna("")).groupby(stated["project_id"]).agg(" · ".join)
    df = projects[["project_id", "department_id"]].assign(plan=projects["project_id"].map(words)).dropna(subset="plan")
    df = df.merge(departments[["department_id", "division_code"]], on="department_id")
    return _shared(df, ["plan"], {})


def _shared(df: pd.DataFrame, keys: list[str], more: dict) -> pd.DataFrame:
    """How many departments, divisions and projects have each; those of several departments."""
    counts = df.groupby(keys, as_index=False).agg(
        departments=("department_id", "nunique"),
        divisions=("division_code", "nunique"),
        projects=("project_id", "nunique"),
        **more,
    )
    counts = counts[counts["departments"] > 1]
    return counts.sort_values(
        ["departments", "projects", *keys], ascending=[False, False, *[True] * len(keys)]
    ).reset_index(drop=True)
