"""Tables row by row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd


def each_row(df: pd.DataFrame) -> Iterable[Any]:
    """The rows of a table in order, each a named tuple: ``row.Index`` and a field for each column.

    The types that pandas declares for them say of every field that it may be a text, a date, a number or missing, all
    at once; what a column holds stands in `jixiao.dictionary` and in the docstring of its measure.

    Parameters
    ----------
    df : DataFrame
        Any table; one without rows gives nothing.

    Returns
    -------
    iterable of named tuples

    Examples
    --------
    >>> [f"{row.Index}: {row.level2}" for row in each_row(pd.DataFrame({"level2": ["数量", "质量"]}))]
    ['0: 数量', '1: 质量']
    """
    return df.itertuples()
