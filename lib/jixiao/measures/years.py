"""What a department sets in one year beside others."""

from __future__ import annotations

import pandas as pd

from jixiao.conventions import COPIED, NEAR
from jixiao.dataset import Dataset
from jixiao.measures.actuals import operators
from jixiao.measures.comparison import AT_MOST, SIDES, compare_indicators
from jixiao.measures.departments import promised
from jixiao.measures.evaluation import judged_last
from jixiao.measures.point_rules import Scoring

RESULT = ["indicator_id", "actual", "ratio", "reached", "how", "kind", "value", "unit", "sign"]


def by_year(
    documents: pd.DataFrame, projects: pd.DataFrame, indicators: pd.DataFrame, *, k: int = COPIED
) -> pd.DataFrame:
    """Budget, projects and targets of every department by year.

    Prices are those of each year. A share of targets says nothing of how many there are: both are given.

    Parameters
    ----------
    documents, projects, indicators : DataFrame
        The tidy tables; a year has a row for each of its documents.
    k : int
        On how many projects of a document a target must stand to count as copied, at least 2.

    Returns
    -------
    DataFrame
        As `jixiao.measures.departments.promised`, with the year; by department, scope and year.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import years
    >>> data = load("sample")
    >>> df = years.by_year(data.documents, data.projects, data.indicators)
    >>> df[["year", "budget", "indicators", "quantified", "informative"]]
       year   budget  indicators  quantified  informative
    0  2022  1780.15          73          42           18
    """
    df = promised(documents, projects, indicators, k=k).merge(documents[["document_id", "year"]], on="document_id")
    return df.sort_values(["department_id", "scope", "year"], ignore_index=True)


def results_by_year(
    before: Dataset, after: Dataset, *, near: float = NEAR, scoring: Scoring | None = None
) -> pd.DataFrame:
    """Targets of two years with what was reached of each; nothing is averaged across years.

    Parameters
    ----------
    before, after : Dataset
        One document each, with the results that are known of it.
    near : float
        As for `jixiao.measures.comparison.compare_indicators`, which matches the indicators.
    scoring : Scoring, optional
        How results are compared with targets.

    Returns
    -------
    DataFrame
        One row an indicator that both years have and of which either has a result: project_id, indicator_id,
        project_name, level2, indicator, target, actual (the result as reported) and ratio (of the target that was
        reached, missing where no rule compares them), each ``_before`` and ``_after``; matched_by; below (True where
        the later target asks for less than was reached before, both being numbers of one unit).

    Raises
    ------
    UsageError
        For ``near`` outside 0–100.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import years
    >>> df = years.results_by_year(load("sample-execution"), load("sample-years"))
    >>> df.loc[df["below"], ["target_before", "actual_before", "target_after"]].tail(2)
       target_before actual_before target_after
    44          ≥50家           92家         ≥60家
    46          ≥80%         81.6%         ≥80%
    """
    df = compare_indicators(before, after, near=near)
    df = df[df["indicator_id_before"].notna() & df["indicator_id_after"].notna()]
    for side, data in zip(SIDES, (before, after), strict=True):
        last = judged_last(data, scoring)
        known = last.assign(sign=operators(last))[RESULT]
        df = df.merge(known.add_suffix(f"_{side}"), on=f"indicator_id_{side}", how="left")
    ruled = df["how_before"].eq("rule") & df["kind_before"].eq("number") & df["kind_after"].eq("number")
    at_most = df["sign_before"].isin(AT_MOST)
    easier = (df["value_after"] > df["reached_before"]).where(at_most, df["value_after"] < df["reached_before"])
    df = df.assign(below=ruled & df["unit_before"].eq(df["unit_after"]) & easier)
    names = ["project_id", "indicator_id", "project_name", "level2", "indicator", "target", "actual", "ratio"]
    df = df[df["actual_before"].notna() | df["actual_after"].notna()]
    return df[[*(f"{name}_{side}" for name in names for side in SIDES), "matched_by", "below"]].reset_index(drop=True)
