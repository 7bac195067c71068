"""What a sheet's look says of its rows: merged cells are filled down, and what is hidden is read and named."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import pandas as pd

from jixiao.documents.limits import check
from jixiao.ledgers.worksheets import LAST_ROW, Layout

MONEY = ("amount", "initial", "adjusted", "month_")  # one amount stands for one payment, however many rows it covers
PROJECT = ["code", "name"]


@dataclass(frozen=True)
class Remark:
    """Something to tell of some rows of a sheet.

    Parameters
    ----------
    what : str
        hidden_rows, hidden_column, merged, merged_amount or undated; a phrase.
    sheet : str
        The sheet's name.
    rows : tuple of int
        Rows, by their numbers; none for a column.
    heading : str
        The heading of the column, as written.
    """

    what: str
    sheet: str
    rows: tuple[int, ...] = ()
    heading: str = ""


def filled(rows: pd.DataFrame, places: dict[str, int], layout: Layout) -> tuple[pd.DataFrame, dict[str, np.ndarray]]:
    """Rows with what merged cells say of all of them, and by column the rows that are covered by a cell above.

    Amounts are not filled down. One that is merged over several projects cannot be read: its text names the rows.

    Parameters
    ----------
    rows : DataFrame
        With ``line`` and a column for each place.
    places : dict of int
        Where each column stands in the sheet, from 0.
    layout : Layout
        The sheet's.
    """
    areas = defaultdict(list)
    for top, last, column in layout.merged:
        areas[column - 1].append((top, min(last, int(rows["line"].max() if len(rows) else 0))))
    covered = {}
    for name, place in sorted(places.items(), key=lambda item: item[0].startswith(MONEY)):
        tops = _tops(areas[place]) if place in areas else pd.Series(dtype="int64")
        tops = tops[tops.index.isin(rows["line"]) & tops.isin(rows["line"])]
        if tops.empty:
            continue
        covered[name] = np.sort(tops.index.to_numpy())
        rows = _unreadable(rows, name, tops) if name.startswith(MONEY) else _filled(rows, name, tops)
    return rows, covered


def _tops(areas: list[tuple[int, int]]) -> pd.Series:
    """By each row below the first of an area, that first row."""
    tops, lasts = np.array(areas, dtype="int64").T
    sizes = np.maximum(lasts - tops, 0)
    check(int(sizes.sum()), LAST_ROW, "merged cells of a column")
    lines = [np.arange(top + 1, last + 1) for top, last in zip(tops, lasts, strict=True)]
    df = pd.Series(np.repeat(tops, sizes), index=np.concatenate(lines))
    return df[~df.index.duplicated()]


def _filled(rows: pd.DataFrame, name: str, tops: pd.Series) -> pd.DataFrame:
    above = rows.set_index("line")[name].reindex(rows["line"].map(tops)).set_axis(rows.index)
    return rows.assign(**{name: rows[name].mask(above.notna() & rows[name].str.strip().eq(""), above)})


def _unreadable(rows: pd.DataFrame, name: str, tops: pd.Series) -> pd.DataFrame:
    known = [column for column in PROJECT if column in rows]
    own = rows.set_index("line")[known]
    below, above = own.loc[tops.index], own.loc[tops]
    others = tops[((below.to_numpy() != above.to_numpy()) & (below != "").to_numpy()).any(axis=1)]
    last = tops.index.to_series().groupby(tops.to_numpy()).max()
    at = rows["line"].isin(others)
    lines = rows["line"][at]
    ranges = " (" + lines.astype("str") + "–" + lines.map(last).astype("int64").astype("str") + ")"
    return rows.assign(**{name: rows[name].mask(at, rows[name] + ranges.reindex(rows.index).fillna(""))})


def remarks(
    rows: pd.DataFrame, sheet: str, headings: dict[str, str], places: dict[str, int], layout: Layout, covered: dict
) -> list[Remark]:
    """What is to be told of a sheet's rows: merged cells, hidden rows, and hidden columns that are read."""
    found = [
        Remark(
            "merged_amount" if name.startswith(MONEY) else "merged",
            sheet,
            tuple(lines.tolist()),
            headings.get(name, ""),
        )
        for name, lines in covered.items()
    ]
    hidden = rows["line"][rows["line"].isin(layout.hidden_rows) & rows["first"].ne("")]
    if len(hidden):
        found.append(Remark("hidden_rows", sheet, tuple(hidden.tolist())))
    columns = [name for name, place in places.items() if place + 1 in layout.hidden_columns]
    return found + [Remark("hidden_column", sheet, heading=headings.get(name, "")) for name in columns]


def ranges(numbers: tuple[int, ...]) -> list[str]:
    """Numbers in order, neighbours as one range.

    Examples
    --------
    >>> ranges((12, 13, 14, 18))
    ['12–14', '18']
    """
    runs = np.split(np.array(numbers), np.flatnonzero(np.diff(numbers) != 1) + 1)
    return [f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
