"""Tables row by row, and what is quicker than row by row."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Hashable, Iterable
from functools import cache
from typing import Any, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute

Value = TypeVar("Value", bound=Hashable)
Result = TypeVar("Result")


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
    # Not itertuples, which makes a class of every table and goes through Arrow's texts one by one.
    columns = [column.to_numpy(dtype=object) for _, column in df.items()]
    return map(_row(tuple(df.columns))._make, zip(df.index, *columns, strict=True))


@cache
def _row(columns: tuple[Hashable, ...]) -> Any:
    """A class of rows, as pandas names its fields."""
    return namedtuple("Row", ["Index", *map(str, columns)], rename=True)


def each_once(function: Callable[[Value], Result], values: Iterable[Value]) -> list[Result]:
    """A function of every value, called once for those that are equal.

    Parameters
    ----------
    function : callable
        Of one value, which it does not change.
    values : iterable
        As a column of texts.

    Returns
    -------
    list
        One result a value, in order.

    Examples
    --------
    >>> each_once(len, ["数量", "质量", "社会效益"])
    [2, 2, 4]
    """
    known: dict[Value, Result] = {}
    return [known[value] if value in known else known.setdefault(value, function(value)) for value in _quick(values)]


def gathered(values: Iterable[Result], groups: Iterable[Value]) -> dict[Value, list[Result]]:
    """The values of each group, as `groupby` with a function of each group's rows, which makes a table of every group.

    Parameters
    ----------
    values, groups : iterable
        As two columns of one table.

    Returns
    -------
    dict of lists
        Groups in the order in which they begin, values in their order.

    Examples
    --------
    >>> gathered([1, 2, 3], ["数量", "质量", "数量"])
    {'数量': [1, 3], '质量': [2]}
    """
    found: dict[Value, list[Result]] = {}
    for value, group in zip(_quick(values), _quick(groups), strict=True):
        found.setdefault(group, []).append(value)
    return found


def _quick(values: Iterable) -> Iterable:
    """The values of a column as Python has them: Arrow's texts are slow one by one."""
    return values.to_numpy(dtype=object) if isinstance(values, pd.Series) else values


def among(ids: pd.Series, others: pd.Series) -> pd.Series:
    """Whether each id of a column is one of another column's, as `Series.isin`, which takes texts one by one.

    Parameters
    ----------
    ids, others : Series of str
        A missing id is among none.

    Returns
    -------
    Series of bool

    Examples
    --------
    >>> among(pd.Series(["a", None, "b"], dtype="str"), pd.Series(["b", "c"], dtype="str")).tolist()
    [False, False, True]
    """
    if ids.empty:  # then those that it could be among need not be gone through
        return pd.Series(False, index=ids.index, dtype="bool")
    found = pyarrow.compute.is_in(_texts(ids), _texts(others), skip_nulls=True)
    return pd.Series(found.to_numpy(zero_copy_only=False), index=ids.index, dtype="bool")


def positions(ids: pd.Series, others: pd.Series) -> np.ndarray:
    """Where each id of a column first stands in another, as `Index.get_indexer`, which takes texts one by one.

    Parameters
    ----------
    ids, others : Series of str
        An id that is missing, or not there, has the position behind the last.

    Returns
    -------
    array of int

    Examples
    --------
    >>> positions(pd.Series(["b", None, "c"], dtype="str"), pd.Series(["a", "b"], dtype="str")).tolist()
    [1, 2, 2]
    """
    if ids.empty:
        return np.zeros(0, dtype="int64")
    found = pyarrow.compute.index_in(_texts(ids), _texts(others), skip_nulls=True)
    return found.fill_null(len(others)).to_numpy()


def looked_up(ids: pd.Series, keys: pd.Series, values: pd.Series) -> pd.Series:
    """The value that stands beside each id's key, as `Series.map` with a table, which takes texts one by one.

    Parameters
    ----------
    ids, keys : Series of str
        Keys differ; a missing id has no value.
    values : Series
        One a key.

    Returns
    -------
    Series
        One a row of ``ids``, missing where there is no such key.

    Examples
    --------
    >>> keys = pd.Series(["a", "b"], dtype="str")
    >>> looked_up(pd.Series(["b", None, "b"], dtype="str"), keys, pd.Series([1, 2])).tolist()
    [2.0, nan, 2.0]
    """
    return pd.Series(values.array).reindex(positions(ids, keys)).set_axis(ids.index)


def _texts(values: pd.Series) -> pa.Array:
    return pa.array(values, type=pa.large_string(), from_pandas=True)
