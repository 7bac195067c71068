"""Predicates on one target, and the ladder they make. They read only what was read with certainty."""

from __future__ import annotations

import pandas as pd

from jixiao.conventions import COPIED
from jixiao.errors import UsageError
from jixiao.frames import each_once
from jixiao.vocabulary import fold, shipped

QUANTIFIED = ["number", "range", "date"]
STEPS = ["blank", "repeats name", "other words", "incomplete number", "full number", "informative"]
TOLERANCE = 0.01
WHOLE_YEAR = {"年": 1, "年度": 1, "个年度": 1, "月": 12, "个月": 12, "天": 365, "日": 365}


def is_quantified(indicators: pd.DataFrame) -> pd.Series:
    """True where a target holds a number, a range or a date that was read with certainty.

    Parameters
    ----------
    indicators : DataFrame
        The tidy table.

    Returns
    -------
    Series of bool
        One value an indicator, indexed as ``indicators``; empty without any.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import targets
    >>> data = load("sample")
    >>> int(targets.is_quantified(data.indicators).sum())
    42
    """
    return indicators["kind"].isin(QUANTIFIED)


def is_full(indicators: pd.DataFrame) -> pd.Series:
    """True where a target is a number with sign and unit, a range or a date: step 4 of the ladder or above.

    Parameters
    ----------
    indicators : DataFrame
        The tidy table.

    Returns
    -------
    Series of bool
        One value an indicator, indexed as ``indicators``; empty without any.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import targets
    >>> data = load("sample")
    >>> int(targets.is_full(data.indicators).sum())
    41
    """
    whole = indicators["kind"].isin(["range", "date"]) | (indicators["operator"].notna() & indicators["unit"].notna())
    return is_quantified(indicators) & whole


def repeats_name(indicators: pd.DataFrame) -> pd.Series:
    """True where a target in words is its indicator's name again, spaces and full-width forms aside.

    Parameters
    ----------
    indicators : DataFrame
        The tidy table.

    Returns
    -------
    Series of bool
        One value an indicator, indexed as ``indicators``; empty without any.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import targets
    >>> data = load("sample")
    >>> int(targets.repeats_name(data.indicators).sum())
    27
    """
    text = indicators[indicators["kind"].eq("text")]
    name, target = (
        pd.Series(each_once(fold, text[column].fillna("")), index=text.index, dtype="str")
        for column in ("indicator", "target")
    )
    return (target.ne("") & target.eq(name)).reindex(indicators.index, fill_value=False)


def equals_budget(projects: pd.DataFrame, indicators: pd.DataFrame) -> pd.Series:
    """True where a cost target is the project's whole budget (± 0.01 万元): it caps what is capped already.

    Parameters
    ----------
    projects, indicators : DataFrame
        The tidy tables.

    Returns
    -------
    Series of bool
        One value an indicator, indexed as ``indicators``; empty without any.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import targets
    >>> data = load("sample")
    >>> int(targets.equals_budget(data.projects, data.indicators).sum())
    8
    """
    # Without rows, what is looked up stays text unless it is told to be a number.
    factors = indicators["unit"].map(shipped().words["amounts"]).astype(float)
    budgets = indicators["project_id"].map(projects.set_index("project_id")["budget"]).astype(float)
    cost = indicators["level2"].eq("成本") | indicators["level1"].eq("成本")
    cap = cost & indicators["kind"].eq("number") & _at_most(indicators)
    # Rounded: 126.61 + 0.01 is no exact binary number.
    return cap & (indicators["value"] * factors - budgets).abs().round(6).le(TOLERANCE)


def _at_most(indicators: pd.DataFrame) -> pd.Series:
    """True where a number is an upper bound, or stated without any."""
    return indicators["operator"].isna() | indicators["operator"].isin(["<=", "<", "="])


def within_year(documents: pd.DataFrame, projects: pd.DataFrame, indicators: pd.DataFrame) -> pd.Series:
    """True where a target only says "within the year", which an annual budget says by itself.

    At most one year, 12 months or 365 days, or a deadline on the last day of the budget year.

    Parameters
    ----------
    documents, projects, indicators : DataFrame
        The tidy tables.

    Returns
    -------
    Series of bool
        One value an indicator, indexed as ``indicators``; empty without any.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import targets
    >>> data = load("sample")
    >>> int(targets.within_year(data.documents, data.projects, data.indicators).sum())
    6
    """
    whole_year = indicators["value"].eq(indicators["unit"].map(WHOLE_YEAR))
    document = indicators["project_id"].map(projects.set_index("project_id")["document_id"])
    end = pd.to_datetime(
        document.map(documents.set_index("document_id")["year"]).astype("Int64").astype(str) + "-12-31"
    )
    return (indicators["kind"].eq("number") & _at_most(indicators) & whole_year) | indicators["deadline"].eq(end)


def copied(projects: pd.DataFrame, indicators: pd.DataFrame, k: int = COPIED) -> pd.Series:
    """True where the same (level 2, operator, value, unit) stands on ``k`` or more projects of the document.

    Parameters
    ----------
    projects, indicators : DataFrame
        The tidy tables.
    k : int
        On how many projects of a document a target must stand to count as copied, at least 2.

    Returns
    -------
    Series of bool
        One value an indicator, indexed as ``indicators``; empty without any.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import targets
    >>> data = load("sample")
    >>> int(targets.copied(data.projects, data.indicators).sum())
    15
    """
    document = indicators["project_id"].map(projects.set_index("project_id")["document_id"]).rename("document_id")
    same = [document, *(indicators[column] for column in ("level2", "operator", "value", "unit"))]
    spread = indicators["project_id"].groupby(same, dropna=False).transform("nunique")
    return indicators["kind"].eq("number") & spread.ge(k)


def ladder(
    documents: pd.DataFrame, projects: pd.DataFrame, indicators: pd.DataFrame, *, k: int = COPIED
) -> pd.DataFrame:
    """How much each target says, as a step on a ladder.

    0 blank; 1 repeats its indicator's name; 2 other words; 3 a number lacking sign or unit; 4 a number with sign and
    unit, a range or a date; 5 step 4 and informative. Informative is a definition of this tool: neither a cost cap
    equal to the budget, nor "within a year" on an annual budget, nor copied to ``k`` or more projects.

    Parameters
    ----------
    documents, projects, indicators : DataFrame
        The tidy tables.
    k : int
        On how many projects of a document a target must stand to count as copied, at least 2.

    Returns
    -------
    DataFrame
        indicator_id, project_id, step (0–5, missing for an unclear target, which stands beside the ladder),
        equals_budget, within_year, copied (bool).

    Raises
    ------
    UsageError
        For a ``k`` below 2.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import targets
    >>> data = load("sample")
    >>> targets.ladder(data.documents, data.projects, data.indicators)["step"].value_counts().sort_index()
    step
    1    27
    2     4
    3     1
    4    23
    5    18
    Name: count, dtype: Int64
    """
    if k < 2:
        raise UsageError(f"k is {k}", expected="2 or more projects with one target")
    flags = {
        "equals_budget": equals_budget(projects, indicators),
        "within_year": within_year(documents, projects, indicators),
        "copied": copied(projects, indicators, k),
    }
    uninformative = flags["equals_budget"] | flags["within_year"] | flags["copied"]
    step = pd.Series(2, index=indicators.index, dtype="Int64")
    step = step.mask(repeats_name(indicators), 1)
    step = step.mask(indicators["target"].isna() | indicators["reason"].eq("blank"), 0)
    full = is_full(indicators)
    step = step.mask(is_quantified(indicators), 3).mask(full, 4).mask(full & ~uninformative, 5)
    step = step.mask(indicators["kind"].eq("unclear"))
    return indicators[["indicator_id", "project_id"]].assign(step=step, **flags)
