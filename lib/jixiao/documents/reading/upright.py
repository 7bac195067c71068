"""Indicators that stand side by side, each in a column behind the labels of its parts: turned into rows."""

from __future__ import annotations

from collections.abc import Sequence

from jixiao.documents.content import Piece
from jixiao.documents.reading.labels import Labels, Row

PARTS = {
    *("level1", "level2", "indicator", "description", "target", "sign", "unit", "weight", "basis"),
    *("actual", "status", "score", "note"),
}
SIDES = 3  # columns at most in which labels are looked for: they may have others at their side


def upright(rows: Sequence[Row], labels: Labels) -> list[Row]:
    """The rows, with those that hold one part of several indicators each turned into one row an indicator."""
    found: list[Row] = []
    start = 0
    while start < len(rows):
        blocks = ((column, _end(rows, start, column, labels)) for column in range(SIDES))
        column, end = next(((column, end) for column, end in blocks if end > start), (0, start))
        found += _turned(rows[start:end], column) if end > start else [rows[start]]
        start = max(end, start + 1)
    return found


def _end(rows: Sequence[Row], start: int, column: int, labels: Labels) -> int:
    """The end of the rows from here on that have a different label of an indicator's part each, in this column only."""
    terms: list[str | None] = []
    for row in rows[start:]:
        parts = {cell for cell in row if labels.term(cell.text) in PARTS}
        term = labels.term(row[column].text) if column < len(row) else None
        if term in terms or parts != {row[column]} if term else True:
            break
        terms.append(term)
    return start + len(terms) if {"indicator", "target"} <= {*terms} else start


def _turned(rows: Sequence[Row], column: int) -> list[Row]:
    """Columns behind a column of labels as rows, with what stands before it at their side; blank ones are left out."""
    side, labels = list(rows[0][:column]), [row[column] for row in rows]
    found: list[Row] = [[*side, *labels]]
    for index in range(column + 1, max(map(len, rows))):
        cells = [row[index] if index < len(row) else Piece("", labels[0].place) for row in rows]
        if not all(cell.blank or cell in labels for cell in cells):
            found.append([*side, *cells])
    return found
