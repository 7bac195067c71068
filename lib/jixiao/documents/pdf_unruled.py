"""Tables of PDF pages without ruled lines: read where each row stands on one line and the lines agree on the columns.

A cell of several lines cannot be told from several rows there, and so such a table is told and not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from jixiao.documents.pdf_tables import Box, Part
from jixiao.documents.pdf_text import Line

GAP = 1.0  # characters between two cells at least; running text has no such gaps
AGREEING, COLUMNS = 3, 3  # lines, and columns that they have, from which text side by side is a table

Span = tuple[float, float]


def without_tables(parts: Sequence[Line], page: int, number: int) -> tuple[list[Line], list[Part], list[str]]:
    """The lines of running text, the tables among them, and the beginnings of those that cannot be read.

    Parameters
    ----------
    parts : sequence of Line
        The lines of a page outside ruled tables.
    page : int
        Its number.
    number : int
        How many tables the page has already.
    """
    running: list[Line] = []
    tables: list[Part] = []
    told: list[str] = []
    for of_table, group in groupby(_runs(parts), key=lambda run: run[0]):
        for _, run in group:
            columns = _columns(run) if of_table else []
            if not columns:
                running += run
            elif _has_one_line_a_row(run, columns):
                tables.append(Part(page, number + len(tables) + 1, list(_boxes(run, columns))))
            else:
                told.append(run[0].text)
                running += run
    return running, tables, told


def _runs(parts: Sequence[Line]) -> Iterator[tuple[bool, list[Line]]]:
    """Lines one after the other that have gaps, with those of one word among them; and the others, one by one."""
    run: list[Line] = []
    for line in parts:
        if len(_cells(line)) > 1 or (run and _is_short(line, run)):
            run.append(line)
            continue
        if run:
            yield True, run
            run = []
        yield False, [line]
    if run:
        yield True, run


def _cells(line: Line) -> list[Line]:
    """The parts of a line between its gaps."""
    cells = [[line.chars[0]]]
    for before, char in pairwise(char for char in line.chars if char["text"].strip()):
        if char["x0"] - before["x1"] > GAP * max(char["size"], before["size"]):
            cells.append([])
        cells[-1].append(char)
    cells[0] = [char for char in cells[0] if char["text"].strip()]
    return [Line(cell, line.page) for cell in cells if cell]


def _is_short(line: Line, run: Sequence[Line]) -> bool:
    """Whether a line without a gap lies within one column of the lines above it: a further line of a cell."""
    return any(cell.x0 - line.size < line.x0 and line.x1 < cell.x1 + line.size for cell in _cells(run[-1]))


def _columns(run: Sequence[Line]) -> list[Span]:
    """What the cells of lines cover together; none where fewer lines than `AGREEING` fill three of the columns."""
    spans = sorted((cell.x0, cell.x1) for line in run for cell in _cells(line))
    columns: list[Span] = []
    for x0, x1 in spans:
        if columns and x0 < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], x1))
        else:
            columns.append((x0, x1))
    full = [line for line in run if len(_cells(line)) >= COLUMNS]
    return columns if len(columns) >= COLUMNS and len(full) >= AGREEING else []


def _has_one_line_a_row(run: Sequence[Line], columns: Sequence[Span]) -> bool:
    """Whether each line is a row: several cells, no two of them in one column, and all lines equally far apart."""
    for line in run:
        places = [_place(cell, columns) for cell in _cells(line)]
        if len(places) < 2 or len(set(places)) < len(places):
            return False
    steps = [after.top - before.top for before, after in pairwise(run)]
    return max(steps) < 1.5 * min(steps)


def _place(cell: Line, columns: Sequence[Span]) -> int:
    return next(index for index, (x0, x1) in enumerate(columns) if x0 <= cell.x0 <= x1)


def _boxes(run: Sequence[Line], columns: Sequence[Span]) -> Iterator[Box]:
    """A box for each place of the rows and columns, blank where no cell stands."""
    middles = [(before[1] + after[0]) / 2 for before, after in pairwise(columns)]
    sides = [columns[0][0], *middles, columns[-1][1]]
    tops = [run[0].top, *((before.bottom + after.top) / 2 for before, after in pairwise(run)), run[-1].bottom]
    for number, line in enumerate(run):
        cells = {_place(cell, columns): cell for cell in _cells(line)}
        for index in range(len(columns)):
            box = Box(sides[index], tops[number], sides[index + 1], tops[number + 1])
            box.lines = [cells[index]] if index in cells else []
            yield box
