"""Old workbooks (.xls) to paragraphs and grids: values as the sheet shows them, formulas as last calculated."""

from __future__ import annotations

import io
from itertools import pairwise

import xlrd

from jixiao.documents.content import Content
from jixiao.documents.date_formats import BUILT_IN
from jixiao.documents.limits import RefusedError
from jixiao.documents.raised import lowered, raised
from jixiao.documents.sheet import SHOW, Sheet, Values, cells_of, content_of

SUPERSCRIPT, SUBSCRIPT = 1, 2  # escapement of a font


def read_xls(raw: bytes) -> Content:
    """Take an .xls workbook apart."""
    try:
        book = xlrd.open_workbook(file_contents=raw, formatting_info=True, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            raise RefusedError("encrypted", remedy="save it without a password") from None
        raise
    return content_of("xls", [_sheet(book, sheet) for sheet in book.sheets()])


def _sheet(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Sheet:
    merged = {(top, left): (bottom - top, right - left) for top, bottom, left, right in sheet.merged_cells}
    values = Values()
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            if cell.ctype not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                _take(values, book, sheet, (row, column), cell)
    rows = frozenset(row for row, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0)
    columns = frozenset(
        column
        for column, info in sheet.colinfo_map.items()
        if column < sheet.ncols and (info.hidden or info.width == 0)
    )
    return Sheet(sheet.name, sheet.visibility != 0, cells_of(values.texts, merged), rows, columns, values.doubts)


def _take(
    values: Values, book: xlrd.Book, sheet: xlrd.sheet.Sheet, place: tuple[int, int], cell: xlrd.sheet.Cell
) -> None:
    value, style = cell.value, book.xf_list[cell.xf_index]
    if cell.ctype == xlrd.XL_CELL_ERROR:
        value = xlrd.error_text_from_code.get(value, "#N/A")
    elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
        value = bool(value)
    elif cell.ctype == xlrd.XL_CELL_TEXT:
        value = _text(values, book, place, value, style.font_index, sheet.rich_text_runlist_map.get(place, []))
    elif book.font_list[style.font_index].struck_out:
        values.doubt(place, "struck-out text", "text that is shown", SHOW)
        return
    key = style.format_key
    number_format = BUILT_IN.get(key) or book.format_map[key].format_str
    values.take(place, value, lambda: number_format, from_1904=book.datemode == 1)


def _text(values: Values, book: xlrd.Book, place: tuple[int, int], text: str, font: int, runs: list) -> str:
    """A text with its raised and lowered parts as such, and without those that are struck out."""
    ends = [(0, font), *runs, (len(text), font)]
    parts = []
    for (start, index), (end, _) in pairwise(ends):
        style, part = book.font_list[index], text[start:end]
        if style.struck_out and part.strip():
            values.doubt(place, "struck-out text", "text that is shown", SHOW)
            continue
        convert = {SUPERSCRIPT: raised, SUBSCRIPT: lowered}.get(style.escapement, str)
        parts.append(convert(part))
    return "".join(parts)
