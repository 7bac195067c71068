"""Cells with their spans to grids; tables within tables, and tables that only frame a page."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby, takewhile

from jixiao.documents.content import Grid, Piece
from jixiao.documents.limits import POSITIONS, SPAN, check


@dataclass(eq=False)
class Cell:
    """A cell where it begins, how far it reaches, and what stands in it."""

    row: int
    column: int
    blocks: list[str | Table]
    height: int = 1
    width: int = 1

    @property
    def text(self) -> str:
        """Its paragraphs, a line each; tables within it are grids of their own."""
        return "\n".join(block for block in self.blocks if isinstance(block, str))

    @property
    def filled(self) -> bool:
        """Whether anything but space stands in it."""
        return bool(self.text.strip() or self.tables)

    @property
    def tables(self) -> list[Table]:
        """The tables that stand within it."""
        return [block for block in self.blocks if isinstance(block, Table)]


@dataclass(eq=False)
class Table:
    """The cells of a table in reading order, its number of rows, and of columns at least."""

    cells: list[Cell]
    height: int
    width: int = 0

    @cached_property
    def own_length(self) -> int:
        """Characters in its cells, without those of tables within them."""
        return sum(len(cell.text.strip()) for cell in self.cells)

    @cached_property
    def length(self) -> int:
        """Characters in its cells, tables within them included."""
        return self.own_length + sum(table.length for cell in self.cells for table in cell.tables)

    @property
    def frame(self) -> bool:
        """Whether it only arranges a page: one cell holds everything, or most of it stands in tables within."""
        if sum(cell.filled for cell in self.cells) == 1:
            return True
        return self.length > 2 * self.own_length and not self._form

    @property
    def _form(self) -> bool:
        """Whether texts stand side by side in several rows, and tables within it have a cell for themselves each."""
        beside = Counter(cell.row for cell in self.cells if cell.text.strip())
        alone = all(len(cell.tables) == 1 and not cell.text.strip() for cell in self.cells if cell.tables)
        return alone and sum(number > 1 for number in beside.values()) > 1

    @property
    def broken(self) -> bool:
        """Whether empty rows part it: a sheet that was saved as a web page is one table."""
        filled = {row for cell in self.cells if cell.filled for row in range(cell.row, cell.row + cell.height)}
        return bool(filled) and any(row not in filled for row in range(min(filled), max(filled)))


def arrange(blocks: Iterable[str | Table | Piece]) -> list[Piece | Grid]:
    """Paragraphs and tables as pieces and grids, numbered in their order; what has a place already keeps it."""
    arranged: list[Piece | Grid] = []
    texts = tables = 0
    for block in _flat(blocks):
        if isinstance(block, Table):
            tables += 1
            place = _numbered(tables)
            arranged += split(block.cells, place) if block.broken else [spread(block, place)]
        elif isinstance(block, Piece):
            arranged.append(block)
        elif block.strip():
            texts += 1
            arranged += paragraphs(block, f"paragraph {texts}")
    return arranged


def paragraphs(text: str, place: str) -> list[Piece]:
    """A paragraph as pieces, one a line."""
    return [Piece(line, place) for line in text.split("\n") if line.strip()]


def split(cells: list[Cell], place: Callable[[Cell, int], str]) -> Iterator[Piece | Grid]:
    """The cells of a sheet as its runs of rows between empty ones: rows of one cell above a table are paragraphs."""
    by_row = sorted(enumerate(cells), key=lambda item: item[1].row)
    for run in _runs([cell for cell in cells if cell.filled]):
        rows = [list(row) for _, row in groupby(run, key=lambda cell: cell.row)]
        above = list(takewhile(lambda row: len(row) == 1 and row[0].height == 1, rows))
        for [cell] in above:
            yield from paragraphs(cell.text, place(cell, 1))
        if rest := run[len(above) :]:
            yield _excerpt(by_row, rest, place)


def _runs(cells: list[Cell]) -> Iterator[list[Cell]]:
    """Cells in groups between empty rows; a merged cell bridges the rows that it covers."""
    run: list[Cell] = []
    reach = 0
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        if run and cell.row > reach:
            yield run
            run = []
        run.append(cell)
        reach = max(reach, cell.row + cell.height)
    if run:
        yield run


def _excerpt(by_row: list[tuple[int, Cell]], run: list[Cell], place: Callable[[Cell, int], str]) -> Grid:
    """The part of a sheet that a run of filled cells takes up, the blank cells in it included.

    ``by_row`` has all cells of the sheet with their numbers, by which they keep their order.
    """
    top, left = run[0].row, min(cell.column for cell in run)
    height = max(cell.row + cell.height for cell in run) - top
    width = max(cell.column + min(cell.width, SPAN) for cell in run) - left
    first, end = (bisect_left(by_row, row, key=lambda item: item[1].row) for row in (top, top + height))
    within = [cell for _, cell in sorted(by_row[first:end]) if 0 <= cell.column - left < width]
    moved = {replace(cell, row=cell.row - top, column=cell.column - left): cell for cell in within}

    def original(cell: Cell, ordinal: int) -> str:
        blank = Cell(cell.row + top, cell.column + left, [])
        return place(moved.get(cell, blank), ordinal)

    return spread(Table(list(moved), height, width), original)


def spread(table: Table, place: Callable[[Cell, int], str]) -> Grid:
    """A table as rows of pieces; ``place`` names a cell's place, given its number in its row.

    Cells reach no further down than the table; where two overlap the first stays; positions of none are blank cells.
    """
    rows = _positions(table)
    widths = [max(table.width, max(row) + 1) if row else 0 for row in rows]
    check(sum(widths), POSITIONS, "cells in a table")
    grid = [
        [row.get(column) or Cell(number, column, []) for column in range(width)]
        for number, (row, width) in enumerate(zip(rows, widths, strict=True))
    ]
    pieces: dict[Cell, Piece] = {}
    for row in grid:
        for ordinal, cell in enumerate(dict.fromkeys(row), 1):
            if cell not in pieces:
                pieces[cell] = Piece(cell.text, place(cell, ordinal))
    return Grid([[pieces[cell] for cell in row] for row in grid if row])


def _positions(table: Table) -> list[dict[int, Cell]]:
    covered = sum(min(cell.width, SPAN) * min(cell.height, table.height - cell.row) for cell in table.cells)
    check(max(covered, table.height), POSITIONS, "cells in a table")
    rows: list[dict[int, Cell]] = [{} for _ in range(table.height)]
    for cell in table.cells:
        for row in rows[cell.row : cell.row + cell.height]:
            for column in range(cell.column, cell.column + min(cell.width, SPAN)):
                row.setdefault(column, cell)
    return rows


def _flat(blocks: Iterable[str | Table | Piece]) -> Iterator[str | Table | Piece]:
    """The blocks with frames taken away; tables within a table follow it."""
    for block in blocks:
        if not isinstance(block, Table):
            yield block
        elif block.frame:
            for cell in block.cells:
                yield from _flat(cell.blocks)
        else:
            yield block
            for cell in block.cells:
                yield from _flat(cell.tables)


def _numbered(table: int) -> Callable[[Cell, int], str]:
    return lambda cell, ordinal: f"table {table}, row {cell.row + 1}, column {ordinal}"
