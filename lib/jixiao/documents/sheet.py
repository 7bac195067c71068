"""Sheets of any workbook format to paragraphs and grids: what is hidden is left out, and said once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from openpyxl.utils import get_column_letter

from jixiao.documents.content import Content, Doubt, doubt_at, quote
from jixiao.documents.format_tokens import UnknownFormatError
from jixiao.documents.grids import Cell, split
from jixiao.documents.number_formats import general, hides, shown

UNCALCULATED = Doubt("", "formulas that were never calculated", "values", "read as blank; open and save it in Excel")
SHOW = "not read; show it in Excel and import again if it counts"
Place = tuple[int, int]  # row and column, from 0


@dataclass(frozen=True)
class Sheet:
    """A sheet as its file has it.

    Parameters
    ----------
    name : str
        Its name.
    hidden : bool
        Whether it is.
    cells : list of Cell
        Merged ones, and those with a text, in any order, at their places in the file.
    hidden_rows, hidden_columns : frozenset of int
        Counted from 0.
    doubts : dict
        Places with the same finding, by that: what was found, expected and to be done.
    """

    name: str
    hidden: bool
    cells: list[Cell]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    doubts: Mapping[tuple[str, str, str], list[Place]] = field(default_factory=dict)

    def address(self, place: Place) -> str:
        """A place as Excel names it."""
        return f"{self.name}!{get_column_letter(place[1] + 1)}{place[0] + 1}"


@dataclass
class Values:
    """The texts of a sheet's cells, and what was doubtful about them."""

    texts: dict[Place, str] = field(default_factory=dict)
    doubts: dict[tuple[str, str, str], list[Place]] = field(default_factory=dict)

    def take(self, place: Place, value: object, number_format: Callable[[], str], *, from_1904: bool = False) -> None:
        """Take a value as it is shown."""
        try:
            form = number_format()
            text = shown(value, form, from_1904=from_1904)
            if hides(form):
                self.doubt(place, f"hidden text: a number in the format {form}", "text that is shown", SHOW)
            self.texts[place] = text
        except UnknownFormatError as error:
            plain = general(value) if isinstance(value, int | float) else str(value)
            found = f"{plain} in a number format that is not known: {quote(str(error), 40)}"
            self.doubt(place, found, "a number as it is shown", "left blank; compare with the document")

    def doubt(self, place: Place, found: str, expected: str, remedy: str) -> None:
        """Remember a doubt; what is found in several places is told once."""
        self.doubts.setdefault((found, expected, remedy), []).append(place)


def cells_of(texts: Mapping[Place, str], merged: Mapping[Place, tuple[int, int]]) -> list[Cell]:
    """Cells from texts and from the heights and widths of merged cells, both by their places."""
    return [Cell(*place, [texts.get(place, "")], *merged.get(place, (1, 1))) for place in {**texts, **merged}]


def content_of(name: str, sheets: Iterable[Sheet]) -> Content:
    """The sheets of a workbook, of a format of some name, as its paragraphs and grids."""
    content = Content(name, [])
    for sheet in sheets:
        if sheet.hidden:
            if sheet.cells:  # a draft or an older list would count again
                doubt = Doubt(sheet.name, "a hidden sheet", "sheets that are shown", SHOW)
                content.doubts.append(doubt)
            continue
        view = _View(sheet)
        content.blocks += split(view.cells, partial(_address, view))
        content.doubts += view.doubts
    return content


def _address(view: _View, cell: Cell, _: int) -> str:
    return view.sheet.address((view.rows.original(cell.row), view.columns.original(cell.column)))


class _Axis:
    """Rows or columns of which some are hidden: their numbers in the file, and among those that are shown."""

    def __init__(self, hidden: frozenset[int]):
        self.hidden = sorted(hidden)

    def shown(self, start: int, length: int) -> tuple[int, int]:
        """Where a span begins among what is shown, and how much of it is."""
        before = bisect_left(self.hidden, start)
        within = bisect_left(self.hidden, start + length) - before
        return start - before, length - within

    def original(self, number: int) -> int:
        """The number in the file of what is shown at a number."""
        found = number
        while (moved := number + bisect_right(self.hidden, found)) != found:
            found = moved
        return found


@dataclass(frozen=True)
class _View:
    """A sheet without its hidden rows and columns."""

    sheet: Sheet

    @cached_property
    def rows(self) -> _Axis:
        return _Axis(self.sheet.hidden_rows)

    @cached_property
    def columns(self) -> _Axis:
        return _Axis(self.sheet.hidden_columns)

    @cached_property
    def cells(self) -> list[Cell]:
        """The cells of which a part is shown, at their places among what is shown."""
        cells = []
        for cell in self.sheet.cells:
            (row, height), (column, width) = self._span(cell)
            if height and width:
                cells.append(replace(cell, row=row, column=column, height=height, width=width))
        return cells

    def _span(self, cell: Cell) -> tuple[tuple[int, int], tuple[int, int]]:
        return self.rows.shown(cell.row, cell.height), self.columns.shown(cell.column, cell.width)

    @property
    def doubts(self) -> list[Doubt]:
        """What is hidden and holds text, and what was doubtful about what is shown."""
        full = [cell for cell in self.sheet.cells if cell.filled]
        rows = [(cell.row, cell.column) for cell in full if not self._span(cell)[0][1]]
        columns = [(cell.row, cell.column) for cell in full if self._span(cell)[0][1] and not self._span(cell)[1][1]]
        found = {
            (f"hidden rows ({len({row for row, _ in rows})})", "rows that are shown", SHOW): _firsts(rows, 0),
            (f"hidden columns ({len({c for _, c in columns})})", "columns that are shown", SHOW): _firsts(columns, 1),
            **self.sheet.doubts,
        }
        return [doubt_at(map(self.sheet.address, places), *texts) for texts, places in found.items() if places]


def _firsts(places: list[Place], axis: int) -> list[Place]:
    """The first place of each row, or of each column."""
    return list({place[axis]: place for place in sorted(places, reverse=True)}.values())[::-1]
