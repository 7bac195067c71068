"""What a department sets in one year beside others."""

from __future__ import annotations

import pandas as pd

from jixiao.conventions import COPIED
from jixiao.measures.departments import promised


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
