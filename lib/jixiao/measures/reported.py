"""Every report of an indicator within the year, judged: its light, its reason, whether the target will be missed."""

from __future__ import annotations

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.measures.actuals import read_actuals
from jixiao.measures.evaluation import is_reason
from jixiao.measures.monitoring import progress, worse_than_target

KEY = ["indicator_id", "date", "origin"]
CELLS = ["target", "actual", "expected", "likelihood", "note"]  # that a report is quoted by


def judged_reports(data: Dataset) -> pd.DataFrame:
    """Reports within the year beside their targets.

    Parameters
    ----------
    data : Dataset
        With monitoring.

    Returns
    -------
    DataFrame
        The columns of `jixiao.measures.monitoring.progress`, document_id, department_id, place (of the report), worse
        (a result worse than the target is expected), reasoned, quoted (its cells). Empty without reports.

    Examples
    --------
    >>> from jixiao import load
    >>> len(judged_reports(load("sample")))
    0
    """
    words = data.vocabulary
    indicators = data.indicators[data.indicators["indicator_id"].isin(data.monitoring["indicator_id"])]
    indicators = indicators.reset_index(drop=True)
    found = read_actuals(data.documents, data.projects, indicators, data.monitoring, vocabulary=words)
    df = progress(found[found["origin"].notna()], vocabulary=words)
    df = df.drop(columns="place").merge(data.monitoring[[*KEY, "place"]], on=KEY)
    df = df.merge(data.projects[["project_id", "document_id", "department_id"]], on="project_id")
    quotes = [" | ".join(str(text) for text in row if not pd.isna(text)) for row in df[CELLS].astype(object).to_numpy()]
    return df.assign(
        worse=worse_than_target(df, vocabulary=words),
        reasoned=df["note"].map(is_reason).astype(bool),
        quoted=pd.Series(quotes, index=df.index, dtype="str"),
    )
