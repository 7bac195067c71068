"""Tables with headings for the reader as one styled Excel workbook, in which a text is never more than a text."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties

from jixiao.errors import UsageError
from jixiao.office import NOT_IN_XML, content_of
from jixiao.phrases import Column, written
from jixiao.spreadsheet_csv import begins_like_formula
from jixiao.spreadsheet_page import FONT_SIZE, MARGIN, fitted, lines, width
from jixiao.spreadsheet_styles import DATES, NUMBER_FORMATS, NUMBER_STYLES, TITLE_SIZE, styles
from jixiao.workbook import replace_files

# What Excel can hold.
MOST_ROWS, MOST_CHARACTERS, MOST_OF_A_NAME = 1_048_576, 32_767, 31
RESERVED = "history"  # Excel keeps this name for a sheet of its own
WIDEST = 60  # half-width characters of a column; longer texts wrap
FIRST_YEAR = 1900  # of Excel's calendar
A4 = "9"  # in the list of paper sizes
LINE, HIGHEST = 15, 409  # points of a line, and at most of a row
EDGES = 1.5  # half-width characters of a cell that lines leave free: margins, and stops that begin no line
WIDEST_HEADING = 16  # half-width characters of a heading over numbers; longer ones wrap
NARROWEST_HEAD = 100  # half-width characters that a title or note has at least
HEADS = ("title", "note", "caption", "heading")
ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # a text like _x000D_ would be read as the character it names


@dataclass(frozen=True)
class Table:
    """A frame as the reader sees it.

    Parameters
    ----------
    frame : DataFrame
        One row a row; raw values (shares 0–1, dates as dates).
    columns : sequence of Column
        Which of its columns are written, in this order, with heading and kind; a kind of `jixiao.phrases.written`.
    title : str
        A line above the table.
    colours : dict, optional
        Column → value → fill as RRGGBB, as for the severities of findings.
    form : bool
        Whether this is a form: no headings, its first column holds the labels of what stands beside them.
    choices : dict, optional
        Row of the frame → what its last cell is chosen from.
    widths : dict, optional
        Column → its width in half-width characters; others are as wide as their texts.
    """

    frame: pd.DataFrame
    columns: Sequence[Column]
    title: str = ""
    colours: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    form: bool = False
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)
    widths: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """A sheet: a title, lines of notes, and tables one below the other.

    The headings of the only table of a sheet are frozen and carry filters; Excel has them but once a sheet. Printed,
    the headings of its last table stand on every page; columns are narrowed, or go over several pages, so that letters
    have 9 points or more.
    ``name`` may be any text: what Excel refuses in names is replaced, and equal names are numbered.
    """

    name: str
    tables: Sequence[Table]
    title: str = ""
    notes: Sequence[str] = ()


def save(path: str | Path, sheets: Sequence[Sheet], *, language: str = "zh") -> list[str]:
    """Write an Excel workbook; a failed writing leaves the file that was there.

    Parameters
    ----------
    path : str or Path
        The file, usually ``*.xlsx``.
    sheets : sequence of Sheet
        At least one.
    language : str
        In which flags, levels and places are written.

    Returns
    -------
    list of str
        What could not be written as it is, one message a cell: characters that no Excel file can hold (written �) and
        texts over 32,767 characters (cut, and marked so at their end).

    Raises
    ------
    UsageError
        Where a sheet has more rows than Excel can hold.
    RunError
        Where the file cannot be written.
    """
    content, messages = render(sheets, language=language)
    replace_files({Path(path): content})
    return messages


def render(sheets: Sequence[Sheet], *, language: str = "zh") -> tuple[bytes, list[str]]:
    """The workbook that `save` writes, and its messages; equal for equal sheets."""
    book = Workbook(write_only=True)
    for style in styles():
        book.add_named_style(style)
    messages: list[str] = []
    for sheet, name in zip(sheets, sheet_names([sheet.name for sheet in sheets]), strict=True):
        _check_rows(sheet)
        _Writer(book, sheet, name, language, messages).write()
    return content_of(book), messages


def sheet_names(wanted: Sequence[str]) -> list[str]:
    r"""Names that Excel accepts: 31 characters, none of ``[]:*?/\``, no ``'`` at an end, no two the same in any case.

    Examples
    --------
    >>> sheet_names(["收入/支出", "收入_支出", ""])
    ['收入_支出', '收入_支出 2', '_']
    """
    names: list[str] = []
    for text in wanted:
        plain = re.sub(r"[\[\]:*?/\\\s]+", "_", NOT_IN_XML.sub("_", text)).strip("'") or "_"
        name, number = plain[:MOST_OF_A_NAME].rstrip("'"), 1
        while name.casefold() in {RESERVED, *(other.casefold() for other in names)}:
            number += 1
            name = f"{plain[: MOST_OF_A_NAME - len(str(number)) - 1]} {number}"
        names.append(name)
    return names


def _check_rows(sheet: Sheet) -> None:
    rows = len(_head(sheet, math.inf)) + sum(len(table.frame) + 3 for table in sheet.tables)
    if rows > MOST_ROWS:
        raise UsageError(
            f"the sheet {sheet.name!r} would have {rows:,} rows",
            expected=f"at most {MOST_ROWS:,}, as many as Excel holds",
            remedy="select a department or year, or export as csv or parquet",
        )


def _head(sheet: Sheet, room: float) -> list[tuple[str, str]]:
    """The lines above the first table, each with its style, broken at the width of the tables."""
    titles = [(line, "title") for line in lines(sheet.title, room * FONT_SIZE / TITLE_SIZE)] if sheet.title else []
    return titles + [(line, "note") for note in sheet.notes for line in lines(note, room)]


class _Writer:
    """Writes one sheet, row by row: Excel's own form wants widths and frozen rows before the first row."""

    def __init__(self, book: Workbook, sheet: Sheet, name: str, language: str, messages: list[str]):
        self.page = book.create_sheet(name)
        self.sheet, self.language, self.messages = sheet, language, messages
        self.row = 0
        self.widths: dict[int, float] = {}

    def write(self) -> None:
        contents = [[_values(table, column, self.language) for column in table.columns] for table in self.sheet.tables]
        room = self._set_widths(contents)
        head = _head(self.sheet, room)
        self._set_page(head)
        for text, style in head:
            self._append([(text, style, "")])
        for table, columns in zip(self.sheet.tables, contents, strict=True):
            if self.row:
                self._append([])
            self._append_table(table, columns)

    def _set_page(self, head: list) -> None:
        """For the printer: landscape, numbered, the headings of the last table on every page."""
        self.page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        self.page.page_setup.orientation, self.page.page_setup.paperSize = "landscape", A4
        self.page.page_setup.fitToHeight = 0
        self.page.page_margins = PageMargins(MARGIN, MARGIN, 0.5, 0.6, 0.3, 0.3)
        self.page.oddFooter.center.text = "&P / &N"
        tables = self.sheet.tables
        if not tables or tables[-1].form:
            return
        before = sum(len(table.frame) + bool(table.title) + (not table.form) for table in tables[:-1])
        gaps = len(tables) - 1 + bool(head)
        heading = len(head) + before + gaps + bool(tables[-1].title) + 1
        self.page.print_title_rows = f"{heading}:{heading}"
        if len(tables) == 1:
            self.page.freeze_panes = f"A{heading + 1}"

    def _set_widths(self, contents: list[list[list]]) -> float:
        """As wide as the widest text of all tables, up to a limit and what fits on the page; the room they have."""
        widths: dict[int, float] = {}
        wraps: dict[int, bool] = {}
        for table, columns in zip(self.sheet.tables, contents, strict=True):
            for place, (column, values) in enumerate(zip(table.columns, columns, strict=True), 1):
                # Four for the filter's button, two for the cell's margins.
                heading = 0 if table.form else width(column.label) + 4
                heading = min(heading, WIDEST_HEADING) if column.numeric else heading
                needed = [heading, *(width(_shown(value, column.kind)) + 2 for value in set(values))]
                needed = [table.widths[column.name]] if column.name in table.widths else needed
                widths[place] = min(max(widths.get(place, 0), *needed), WIDEST)
                wraps[place] = wraps.get(place, True) and not column.numeric
        made, pages = fitted(list(widths.values()), list(wraps.values()))
        self.page.page_setup.fitToWidth = pages
        if pages > 1:
            self.page.print_title_cols = "A:A"
        for place, wide in zip(widths, made, strict=True):
            self.page.column_dimensions[get_column_letter(place)].width = wide
            self.widths[place] = wide
        return max(sum(made) / pages, NARROWEST_HEAD)

    def _append_table(self, table: Table, columns: list[list]) -> None:
        if table.title:
            self._append([(table.title, "caption", "")])
        if not table.form:
            self._append([(column.label, "heading", "") for column in table.columns])
        first = self.row
        kinds = ["heading" if table.form and not place else column.kind for place, column in enumerate(table.columns)]
        for values, colours in zip(zip(*columns, strict=True), zip(*_fills(table), strict=True), strict=True):
            self._append(zip(values, kinds, colours, strict=True))
        for row, choices in table.choices.items():
            chosen = DataValidation("list", formula1=f'"{",".join(choices)}"', allow_blank=True)
            chosen.add(f"{get_column_letter(len(columns))}{first + row + 1}")
            self.page.data_validations.append(chosen)
        if len(self.sheet.tables) == 1 and not table.form:
            self.page.auto_filter.ref = f"A{first}:{get_column_letter(len(columns))}{self.row}"

    def _append(self, cells) -> None:
        """A row of values, each with its style and the colour that fills it."""
        self.row += 1
        cells = list(cells)
        if (height := self._lines(cells)) > 1:
            self.page.row_dimensions[self.row].height = min(height * LINE, HIGHEST)
        self.page.append([self._cell(place, *cell) for place, cell in enumerate(cells, 1)])

    def _lines(self, cells: list) -> int:
        """Into how many lines the texts of a row wrap: not every program finds the height of a row by itself."""
        return max(
            (
                len(lines(value, max(self.widths[place] - EDGES, 2)))
                for place, (value, style, _) in enumerate(cells, 1)
                if isinstance(value, str) and style not in ("title", "note", "caption")
            ),
            default=1,
        )

    def _cell(self, place: int, value: Any, style: str, colour: str) -> WriteOnlyCell:
        text = isinstance(value, str)
        cell = WriteOnlyCell(self.page, self._told(value, place) if text else value)
        cell.style = style if style in HEADS or (style in NUMBER_STYLES and not text) else "text"
        if text:
            # Said outright: openpyxl makes a formula of "=1" and an error of "#N/A".
            cell.data_type = "s"
            # For when it is edited or pasted on.
            cell.quotePrefix = begins_like_formula(value)
        if colour:
            cell.fill = PatternFill("solid", fgColor=colour)
        return cell

    def _told(self, text: str, place: int) -> str:
        """The text as Excel can hold it; what that changes is told."""
        where = f"{self.page.title}!{get_column_letter(place)}{self.row}"
        plain, lost = NOT_IN_XML.subn("�", text)
        if lost:
            self.messages.append(f"{where}: {lost} control characters are written �")
        plain = re.sub("\r\n?", "\n", plain)
        if len(plain) > MOST_CHARACTERS:
            mark = f"… [{len(plain):,}]"
            self.messages.append(f"{where}: {len(plain):,} characters, more than Excel holds: cut, and ends in {mark}")
            plain = plain[: MOST_CHARACTERS - len(mark)] + mark
        return ESCAPE.sub("_x005F_", plain)


def _fills(table: Table) -> list[list[str]]:
    """The colour of every cell, column by column; "" for none."""
    colours = [table.colours.get(column.name, {}) for column in table.columns]
    return [
        [own.get(value, "") for value in table.frame[column.name]]
        for own, column in zip(colours, table.columns, strict=True)
    ]


def _values(table: Table, column: Column, language: str) -> list:
    return [_value(value, column.kind, language) for value in table.frame[column.name].astype(object)]


def _value(value: Any, kind: str, language: str) -> object:
    """What a cell holds: a number or date where Excel has it, else a text; None for what is missing."""
    if pd.isna(value):
        return None
    if kind in DATES:
        date = pd.Timestamp(value)
        return date.to_pydatetime() if date.year >= FIRST_YEAR else date.date().isoformat()
    if kind in NUMBER_FORMATS and math.isfinite(value):
        return value * 100 if kind == "points" else value
    return written(value, kind, language)


def _shown(value: object, kind: str) -> str:
    """A cell's value about as Excel shows it, for its width."""
    if value is None or isinstance(value, str):
        return value or ""
    return "2022-12-31" if kind in DATES else written(value, kind, "en")
