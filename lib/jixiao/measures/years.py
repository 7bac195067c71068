"""What a department sets in one year beside others."""

from __future__ import annotations

import pandas as pd

from jixiao.conventions import COPIED
from jixiao.measures.coverage import ladder_counts

KEYS = ["document_id", "department_id", "scope"]


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
        document_id, department_id, scope, year, projects (count), budget (万元; missing where none is stated),
        indicators (count without unclear ones: the denominator), quantified and informative (counts: steps 3 to 5 and
        step 5 of the ladder), quantified_share, informative_share (0–1, missing without indicators); by department,
        scope and year.

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
    own = projects.groupby(KEYS, as_index=False).agg(
        projects=("project_id", "size"), budget=("budget", lambda budgets: budgets.sum(min_count=1))
    )
    steps = ladder_counts(documents, projects, indicators, k=k)
    counts = pd.DataFrame(
        {
            "indicators": steps.groupby(KEYS)["indicators"].sum(),
            "quantified": steps[steps["step"].ge(3)].groupby(KEYS)["indicators"].sum(),
            "informative": steps[steps["step"].eq(5)].groupby(KEYS)["indicators"].sum(),
        }
    ).reset_index()
    df = own.merge(documents[["document_id", "year"]], on="document_id").merge(counts, on=KEYS, how="left")
    names = ["indicators", "quantified", "informative"]
    df[names] = df[names].fillna(0).astype(int)
    total = df["indicators"].where(df["indicators"] > 0)
    df = df.assign(quantified_share=df["quantified"] / total, informative_share=df["informative"] / total)
    return df.sort_values(["department_id", "scope", "year"], ignore_index=True)
