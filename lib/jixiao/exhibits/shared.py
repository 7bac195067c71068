"""Exhibits of what departments have word for word in common: targets and spending plans."""

from __future__ import annotations

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.exhibits.charts import bars
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.many import SECTION, Many
from jixiao.exhibits.specification import Specification
from jixiao.measures import departments as measure
from jixiao.phrases import MISSING, count, name

LABELS = 3.3  # inches for a target or a plan
SHARED_TARGETS = Specification(
    "shared_targets",
    SECTION,
    n="department",
    shown={"target": "text", "level2": "level", "departments": "count", "divisions": "count", "projects": "count"},
    picture="bars",
)
SHARED_PLANS = Specification(
    "shared_plans",
    SECTION,
    n="department",
    shown={"plan": "text", "departments": "count", "divisions": "count", "projects": "count"},
    picture="bars",
)


def shared_targets(data: Dataset, *, limit: int = 12, language: str = "zh") -> Exhibit:
    """Targets that stand word for word in several departments.

    Parameters
    ----------
    data : Dataset
        Many departments of one budget year.
    limit : int
        How many are drawn, those of the most departments.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a target and level 2: ``target``, ``level2``, ``departments``, ``divisions``, ``projects``.

    Raises
    ------
    UsageError
        For documents of several years.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> data = load("sample-county").select(year=2022)
    >>> exhibits.shared_targets(data).table["departments"].min() > 1
    np.True_
    """
    scope = Many.of_year(data, language)
    df = measure.shared_targets(data.departments, data.projects, data.indicators)
    top = df.head(limit)
    levels = [name(level, language) if level else MISSING for level in top["level2"].fillna("").tolist()]
    labels = [f"{target} · {level}" for target, level in zip(top["target"], levels, strict=True)]
    return _shared(scope, SHARED_TARGETS, df, labels, "target")


def shared_plans(data: Dataset, *, limit: int = 8, language: str = "zh") -> Exhibit:
    """Spending plans that are the same in several departments.

    Parameters
    ----------
    data : Dataset
        Many departments of one budget year.
    limit : int
        How many are drawn, those of the most departments.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a plan: ``plan`` as published, ``departments``, ``divisions``, ``projects``.

    Raises
    ------
    UsageError
        For documents of several years.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> data = load("sample-county").select(year=2022)
    >>> int(exhibits.shared_plans(data).table["departments"].iloc[0]) > 10
    True
    """
    scope = Many.of_year(data, language)
    df = measure.shared_plans(data.departments, data.projects, data.disbursements)
    return _shared(scope, SHARED_PLANS, df, list(df["plan"].head(limit)), "plan")


def _shared(scope: Many, specification: Specification, df: pd.DataFrame, labels: list[str], named: str) -> Exhibit:
    """An exhibit of what several departments have word for word."""
    if df.empty:
        return scope.nothing(specification, "nothing_shared")
    top = df.head(len(labels))
    most = int(df["departments"].iloc[0])
    values = {"n": len(scope.data.departments), "shared": len(df), "most": most, "shown": len(top)}
    words = {"first": df[named].iloc[0], "share": most / len(scope.data.departments)}
    also = {"finding_shown": len(df) > len(top)}
    texts = [count("department", int(number), scope.language) for number in top["departments"]]
    return scope.exhibit(
        specification,
        df[list(specification.shown)],
        {**values, **words},
        draw=lambda exhibit: bars(exhibit, labels, list(top["departments"]), texts, left=LABELS),
        also=also,
    )
