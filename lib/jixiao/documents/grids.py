"""Cells with their spans to grids; tables within tables, and tables that only frame a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

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
        full = [cell for cell in self.cells if cell.text.strip() or cell.tables]
        return len(full) == 1 or self.length > 2 * self.own_length


def arrange(blocks: list[str | Table]) -> list[Piece | Grid]:
    """Paragraphs and tables as pieces and grids, numbered in their order."""
    arranged: list[Piece | Grid] = []
    texts = tables = 0
    for block in _flat(blocks):
        if isinstance(block, Table):
            tables += 1
            arranged.append(spread(block, _numbered(tables)))
        elif block.strip():
            texts += 1
            arranged += paragraphs(block, f"paragraph {texts}")
    return arranged


def paragraphs(text: str, place: str) -> list[Piece]:
    """A paragraph as pieces, one a line."""
    return [Piece(line, place) for line in text.split("\n") if line.strip()]


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


def _flat(blocks: list[str | Table]) -> Iterator[str | Table]:
    """The blocks with frames taken away; tables within a table follow it."""
    for block in blocks:
        if isinstance(block, str):
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
