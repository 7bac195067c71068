"""Indicators that stand side by side, each in a column behind the labels of its parts: turned into rows."""

from __future__ import annotations

from collections.abc import Sequence

from jixiao.documents.content import Piece
from jixiao.documents.reading.labels import Labels, Row, distinct

PARTS = {
    *("level1", "level2", "indicator", "description", "target", "sign", "unit", "weight", "basis"),
    *("actual", "status", "score", "note"),
}
SIDES = 3  # columns at most in which labels are looked for: they may have others at their side


def upright(rows: Sequence[Row], labels: Labels) -> list[Row]:
    """The rows, with those that hold one part of several indicators each turned into one row an indicator."""
    found: list[Row] = []
    start = 0
    if any(_names_several(row, labels) for row in rows):
        return [*rows]
    while start < len(rows):
        blocks = ((column, _end(rows, start, column, labels)) for column in range(SIDES))
        column, end = next(((column, end) for column, end in blocks if end > start), (0, start))
        found += _turned(rows[start:end], column) if end > start else [rows[start]]
        start = max(end, start + 1)
    return found


def _names_several(row: Row, labels: Labels) -> bool:
    """Whether a row behind the label of a project's name has several of them: each column is another project's."""
    cells = [cell for cell in distinct(row) if not cell.blank]
    terms = [labels.term(cell.text) for cell in cells]
    return len(cells) > 2 and terms[0] == "project_name" and not any(terms[1:])


def _end(rows: Sequence[Row], start: int, column: int, labels: Labels) -> int:
    """The end of the rows from here on that have a different label of an indicator's part each, in this column only."""
    terms: list[str | None] = []
    for row in rows[start:]:
        parts = {cell for cell in row if labels.term(cell.text) in PARTS}
        term = labels.term(row[column].text) if column < len(row) else None
        if not term or term in terms or parts != {row[column]}:
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
