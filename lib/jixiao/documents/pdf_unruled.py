"""Tables of PDF pages without ruled lines: read where each row stands on one line and the lines agree on the columns.

A cell of several lines cannot be told from several rows there, and so such a table is told and not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from jixiao.documents.pdf_characters import Characters
from jixiao.documents.pdf_tables import Box, Part
from jixiao.documents.pdf_text import Line, first_of_each, in_lines, together

GAP = 1.0  # characters between two cells at least; running text has no such gaps
AGREEING, COLUMNS = 3, 3  # lines, and columns that they have, from which text side by side is a table

Span = tuple[float, float]


class Row(NamedTuple):
    """A line, and its parts between gaps."""

    line: Line
    cells: list[Line]


def without_tables(chars: Characters, page: int, number: int) -> tuple[list[Line], list[Part], list[str]]:
    """The lines of running text, the tables among them, and the beginnings of those that cannot be read.

    Parameters
    ----------
    chars : Characters
        Those of a page outside ruled tables.
    page : int
        Its number.
    number : int
        How many tables the page has already.
    """
    running: list[Line] = []
    tables: list[Part] = []
    told: list[str] = []
    for of_table, group in groupby(_runs(_rows(chars, page)), key=lambda run: run[0]):
        for _, run in group:
            columns = _columns(run) if of_table else []
            if columns and _has_one_line_a_row(run, columns):
                tables.append(Part(page, number + len(tables) + 1, list(_boxes(run, columns))))
                continue
            running += [row.line for row in run]
            if columns:
                told.append(run[0].line.text)
    return running, tables, told


def _rows(chars: Characters, page: int) -> list[Row]:
    """Lines with the parts between their gaps."""
    order, lines = in_lines(chars)
    chars = chars[order]
    filled = chars.filled
    own, of_line = chars[filled], lines[filled]
    apart = own.x0[1:] - own.x1[:-1] > GAP * np.maximum(own.size[1:], own.size[:-1])
    cells = np.append(np.zeros(min(len(own), 1), dtype=int), np.cumsum(apart | (np.diff(of_line) > 0)))
    parts = zip(of_line[first_of_each(cells)].tolist(), together(own, cells, page), strict=True)
    groups = groupby(parts, key=itemgetter(0))
    return [
        Row(line, [cell for _, cell in group])
        for line, (_, group) in zip(together(chars, lines, page), groups, strict=True)
    ]


def _runs(rows: Sequence[Row]) -> Iterator[tuple[bool, list[Row]]]:
    """Lines one after the other that have gaps, with those of one word among them; and the others, one by one."""
    run: list[Row] = []
    for row in rows:
        if len(row.cells) > 1 or (run and _is_short(row.line, run[-1])):
            run.append(row)
            continue
        if run:
            yield True, run
            run = []
        yield False, [row]
    if run:
        yield True, run


def _is_short(line: Line, above: Row) -> bool:
    """Whether a line without a gap lies within one column of the line above it: a further line of a cell."""
    return any(cell.x0 - line.size < line.x0 and line.x1 < cell.x1 + line.size for cell in above.cells)


def _columns(run: Sequence[Row]) -> list[Span]:
    """What the cells of lines cover together; none where fewer lines than `AGREEING` fill three of the columns."""
    spans = sorted((cell.x0, cell.x1) for row in run for cell in row.cells)
    columns: list[Span] = []
    for x0, x1 in spans:
        if columns and x0 < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], x1))
        else:
            columns.append((x0, x1))
    full = [row for row in run if len(row.cells) >= COLUMNS]
    return columns if len(columns) >= COLUMNS and len(full) >= AGREEING else []


def _has_one_line_a_row(run: Sequence[Row], columns: Sequence[Span]) -> bool:
    """Whether each line is a row: several cells, no two of them in one column, and all lines equally far apart."""
    for row in run:
        places = [_place(cell, columns) for cell in row.cells]
        if len(places) < 2 or len(set(places)) < len(places):
            return False
    steps = [after.line.top - before.line.top for before, after in pairwise(run)]
    return max(steps) < 1.5 * min(steps)


def _place(cell: Line, columns: Sequence[Span]) -> int:
    return next(index for index, (x0, x1) in enumerate(columns) if x0 <= cell.x0 <= x1)


def _boxes(run: Sequence[Row], columns: Sequence[Span]) -> Iterator[Box]:
    """A box for each place of the rows and columns, blank where no cell stands."""
    middles = [(before[1] + after[0]) / 2 for before, after in pairwise(columns)]
    sides = [columns[0][0], *middles, columns[-1][1]]
    lines = [row.line for row in run]
    tops = [lines[0].top, *((before.bottom + after.top) / 2 for before, after in pairwise(lines)), lines[-1].bottom]
    for number, row in enumerate(run):
        cells = {_place(cell, columns): cell for cell in row.cells}
        for index in range(len(columns)):
            box = Box(sides[index], tops[number], sides[index + 1], tops[number + 1])
            box.lines = [cells[index]] if index in cells else []
            yield box
