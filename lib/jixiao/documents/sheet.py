"""Workbooks (.xlsx, .xls) to paragraphs and grids: values as the sheet shows them, formulas as last calculated."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from dataclasses import dataclass
from functools import partial

import openpyxl
import xlrd
from lxml import etree
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.hyperlink import HyperlinkList
from openpyxl.worksheet.merge import MergeCells
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import SHEET_MAIN_NS

from jixiao.documents.archive import check_xml, open_archive
from jixiao.documents.content import Content, Doubt
from jixiao.documents.grids import Cell, split
from jixiao.documents.limits import POSITIONS, RefusedError, check
from jixiao.documents.number_formats import shown

ROWS, COLUMNS = 1_048_576, 16_384  # of a sheet
ROW, CELL, FORMULA, VALUE, MERGED, LINKS = (
    f"{{{SHEET_MAIN_NS}}}{name}" for name in ("row", "c", "f", "v", "mergeCells", "hyperlinks")
)
UNCALCULATED = Doubt("", "formulas that were never calculated", "values", "read as blank; open and save it in Excel")


@dataclass
class Sheet:
    """A sheet and its cells, merged or with a text, in any order."""

    name: str
    hidden: bool
    cells: list[Cell]


def read_xlsx(raw: bytes) -> Content:
    """Take an .xlsx workbook apart."""
    archive = open_archive(raw)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions that are not read
        surveys = [_survey(archive.read(part)) for part in _sheet_parts(raw, archive)]
        # openpyxl goes through each cell of a merged or linked area.
        check(sum(positions for positions, _ in surveys), POSITIONS, "merged cells")
        book = openpyxl.load_workbook(io.BytesIO(raw), data_only=True, keep_links=False)
    content = content_of("xlsx", [_xlsx_sheet(sheet) for sheet in book.worksheets])
    if any(uncalculated for _, uncalculated in surveys):
        content.doubts.append(UNCALCULATED)
    return content


def read_xls(raw: bytes) -> Content:
    """Take an .xls workbook apart."""
    try:
        book = xlrd.open_workbook(file_contents=raw, formatting_info=True, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            raise RefusedError("encrypted", remedy="save it without a password") from None
        raise
    return content_of("xls", [_xls_sheet(book, sheet) for sheet in book.sheets()])


def _sheet_parts(raw: bytes, archive: zipfile.ZipFile) -> set[str]:
    """The parts that openpyxl will read as sheets, whatever their names are."""
    reader = ExcelReader(io.BytesIO(raw), data_only=True, keep_links=False)
    reader.read_manifest()
    reader.read_workbook()
    return {relation.target for _, relation in reader.parser.find_sheets()} & set(archive.namelist())


def _survey(xml: bytes) -> tuple[int, bool]:
    """How many cells the merged and linked areas of a sheet have, and whether a formula in it has no value."""
    check_xml(xml)
    positions, uncalculated = 0, False
    tags = (ROW, MERGED, LINKS)
    for _, element in etree.iterparse(io.BytesIO(xml), tag=tags, remove_comments=True, remove_pis=True):
        if element.tag == MERGED:
            positions += sum(_size(cell.ref) for cell in MergeCells.from_tree(element).mergeCell)
        elif element.tag == LINKS:
            positions += sum(_size(link.ref) for link in HyperlinkList.from_tree(element).hyperlink)
        else:
            uncalculated = uncalculated or any(map(_uncalculated, element.iterchildren(CELL)))
        element.clear()
    return positions, uncalculated


def _uncalculated(cell: etree._Element) -> bool:
    formula = cell.find(FORMULA)
    return formula is not None and formula.text is not None and not cell.findtext(VALUE)


def _size(area: str) -> int:
    """How many cells an area has: A1:B2, A1, or whole columns or rows."""
    left, top, right, bottom = range_boundaries(area)
    width = COLUMNS if left is None else right - left + 1
    return width * (ROWS if top is None else bottom - top + 1)


def _xlsx_sheet(sheet: Worksheet) -> Sheet:
    merged = {
        (area.min_row - 1, area.min_col - 1): (area.max_row - area.min_row + 1, area.max_col - area.min_col + 1)
        for area in sheet.merged_cells.ranges
    }
    # The cells there are, by their addresses: iter_rows would go through a million rows where one cell lies far off.
    texts = {
        (row - 1, column - 1): _unescaped(shown(cell.value, cell.number_format))
        for (row, column), cell in sheet._cells.items()
        if cell.value is not None
    }
    return Sheet(sheet.title, sheet.sheet_state != "visible", _cells(texts, merged))


def _unescaped(text: str) -> str:
    """A text with the characters that the format writes by their numbers: _x000D_ is a carriage return."""
    plain = unescape(text) if "_x" in text else text
    # Two halves of a pair are one character; what is left of a half is taken out with the control characters.
    whole = plain.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    return re.sub("\r\n?", "\n", whole)


def _xls_sheet(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Sheet:
    merged = {(top, left): (bottom - top, right - left) for top, bottom, left, right in sheet.merged_cells}
    texts = {
        (row, column): _xls_text(book, cell)
        for row in range(sheet.nrows)
        for column, cell in enumerate(sheet.row(row))
        if cell.ctype not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
    }
    return Sheet(sheet.name, sheet.visibility != 0, _cells(texts, merged))


def _cells(texts: dict[tuple[int, int], str], merged: dict[tuple[int, int], tuple[int, int]]) -> list[Cell]:
    """Cells from texts and from sizes of merged cells, both by row and column."""
    return [Cell(*place, [texts.get(place, "")], *merged.get(place, (1, 1))) for place in texts | merged]


def _xls_text(book: xlrd.Book, cell: xlrd.sheet.Cell) -> str:
    value = cell.value
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(value, "#N/A")
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        value = bool(value)
    elif cell.ctype == xlrd.XL_CELL_DATE:
        value = xlrd.xldate_as_datetime(value, book.datemode)
    return shown(value, book.format_map[book.xf_list[cell.xf_index].format_key].format_str)


def content_of(name: str, sheets: list[Sheet]) -> Content:
    """The sheets of a workbook, of a format of some name, as its paragraphs and grids; hidden ones are only said."""
    content = Content(name, [])
    for sheet in sheets:
        if not sheet.hidden:
            content.blocks += split(sheet.cells, partial(_address, sheet))
        elif sheet.cells:  # a draft or an older list would count again
            remedy = "not read; show it in Excel and import again if it counts"
            content.doubts.append(Doubt(sheet.name, "a hidden sheet", "sheets that are shown", remedy))
    return content


def _address(sheet: Sheet, cell: Cell, _: int) -> str:
    return f"{sheet.name}!{get_column_letter(cell.column + 1)}{cell.row + 1}"
