"""Workbooks (.xlsx, .xls) to paragraphs and grids: values as the sheet shows them, formulas as last calculated."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import takewhile

import openpyxl
import xlrd
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from jixiao.documents.archive import open_archive
from jixiao.documents.content import Content, Doubt, Grid, Piece
from jixiao.documents.grids import Cell, Table, paragraphs, spread
from jixiao.documents.limits import SPAN
from jixiao.documents.number_formats import shown


@dataclass
class Sheet:
    """What a sheet shows: texts by row and column, counted from 0, and the size of merged cells by their first."""

    name: str
    hidden: bool
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)


def read_xlsx(raw: bytes) -> Content:
    """Take an .xlsx workbook apart."""
    archive = open_archive(raw)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions that are not read
        book = openpyxl.load_workbook(io.BytesIO(raw), data_only=True, keep_links=False)
    content = _content("xlsx", [_xlsx_sheet(sheet) for sheet in book.worksheets])
    sheets = [part for part in archive.namelist() if "/worksheets/" in part]
    if any(re.search(rb"<f[ >][^<]*</f>\s*(<v\s*/>|<v></v>)?\s*</c>", archive.read(part)) for part in sheets):
        content.doubts.append(
            Doubt("", "formulas that were never calculated", "values", "read as blank; open and save it in Excel")
        )
    return content


def read_xls(raw: bytes) -> Content:
    """Take an .xls workbook apart."""
    book = xlrd.open_workbook(file_contents=raw, formatting_info=True, logfile=io.StringIO())
    return _content("xls", [_xls_sheet(book, sheet) for sheet in book.sheets()])


def _xlsx_sheet(sheet: Worksheet) -> Sheet:
    # The cells there are, by their addresses: iter_rows would go through a million rows where one cell lies far off.
    texts = {
        (row - 1, column - 1): shown(cell.value, cell.number_format)
        for (row, column), cell in sheet._cells.items()
        if cell.value is not None
    }
    merged = {
        (area.min_row - 1, area.min_col - 1): (area.max_row - area.min_row + 1, area.max_col - area.min_col + 1)
        for area in sheet.merged_cells.ranges
    }
    return Sheet(sheet.title, sheet.sheet_state != "visible", texts, merged)


def _xls_sheet(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Sheet:
    read = Sheet(sheet.name, sheet.visibility != 0)
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            cell = sheet.cell(row, column)
            if cell.ctype not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                read.texts[row, column] = _xls_text(book, cell)
    read.merged = {(top, left): (bottom - top, right - left) for top, bottom, left, right in sheet.merged_cells}
    return read


def _xls_text(book: xlrd.Book, cell: xlrd.sheet.Cell) -> str:
    value = cell.value
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(value, "#N/A")
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        value = bool(value)
    elif cell.ctype == xlrd.XL_CELL_DATE:
        value = xlrd.xldate_as_datetime(value, book.datemode)
    return shown(value, book.format_map[book.xf_list[cell.xf_index].format_key].format_str)


def _content(name: str, sheets: list[Sheet]) -> Content:
    content = Content(name, [])
    for sheet in sheets:
        content.blocks += _blocks(sheet)
        if sheet.hidden and sheet.texts:
            content.doubts.append(
                Doubt(sheet.name, "a hidden sheet", "sheets that are shown", "read too; compare with the document")
            )
    return content


def _blocks(sheet: Sheet) -> Iterator[Piece | Grid]:
    """A sheet's runs of rows: rows of a single cell above a table are paragraphs, the rest is a grid."""
    for run in _runs(sheet):
        rows = sorted({row for row, _ in run})
        singles = list(takewhile(lambda row, run=run: _single(row, run), rows))
        for row in singles:
            column = next(column for other, column in run if other == row)
            yield from paragraphs(run[row, column].text, _address(sheet, row, column))
        rest = {place: cell for place, cell in run.items() if place[0] not in singles}
        if rest:
            yield _grid(sheet, rest)


def _runs(sheet: Sheet) -> Iterator[dict[tuple[int, int], Cell]]:
    """The filled cells between empty rows; a merged cell bridges the rows that it covers."""
    run: dict[tuple[int, int], Cell] = {}
    reach = 0
    for (row, column), text in sorted(sheet.texts.items()):
        if not text.strip():
            continue
        if run and row > reach:
            yield run
            run = {}
        height, width = sheet.merged.get((row, column), (1, 1))
        run[row, column] = Cell(row, column, [text], height, width)
        reach = max(reach, row + height) if len(run) > 1 else row + height
    if run:
        yield run


def _single(row: int, run: dict[tuple[int, int], Cell]) -> bool:
    """Whether a row holds one cell, which does not reach into the rows below."""
    cells = [cell for (other, _), cell in run.items() if other == row]
    return len(cells) == 1 and cells[0].height == 1


def _grid(sheet: Sheet, run: dict[tuple[int, int], Cell]) -> Grid:
    top, left = min(row for row, _ in run), min(column for _, column in run)
    height = max(row for row, _ in run) - top + 1
    width = max(cell.column + min(cell.width, SPAN) for cell in run.values()) - left
    blank = [
        Cell(row, column, [], *size)
        for (row, column), size in sheet.merged.items()
        if (row, column) not in run and top <= row < top + height and left <= column < left + width
    ]
    cells = [replace(cell, row=cell.row - top, column=cell.column - left) for cell in [*run.values(), *blank]]
    return spread(Table(cells, height, width), lambda cell, _: _address(sheet, cell.row + top, cell.column + left))


def _address(sheet: Sheet, row: int, column: int) -> str:
    return f"{sheet.name}!{get_column_letter(column + 1)}{row + 1}"
