"""Ledgers as other programs than Excel of today save them: .xls, .ods, and tables of HTML that are called .xls."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Iterator

import lxml.html
import xlrd
from lxml import etree

from jixiao.documents.archive import open_archive, parse_part
from jixiao.documents.limits import RefusedError, check
from jixiao.documents.ods import CELL, COVERED, OFFICE, ROW, SHEETS, STYLE, TABLE, TEXT, VALUE_TYPE
from jixiao.ledgers.worksheets import LAST_ROW, Layout, Row, number_as_text

Clean = Callable[[str], str]
Sheets = Iterator[tuple[str, list[Row], Layout]]
NUMBERS = ("float", "currency", "percentage")
XLS_FAULTS = (
    xlrd.XLRDError,
    xlrd.compdoc.CompDocError,
    struct.error,
    LookupError,
    ValueError,
    TypeError,
    AssertionError,
    AttributeError,
    OverflowError,
)


def of_xls(raw: bytes, clean: Clean, columns: int) -> Sheets:
    """The visible sheets of an .xls workbook.

    Raises
    ------
    RefusedError
        Where it is none, or cannot be read.
    """
    try:
        book = xlrd.open_workbook(file_contents=raw, formatting_info=True, logfile=io.StringIO())
        for sheet in book.sheets():
            if sheet.visibility == 0:
                yield (
                    sheet.name,
                    [_xls_row(book, sheet, row, clean, columns) for row in range(sheet.nrows)],
                    _look(sheet),
                )
    except XLS_FAULTS as error:
        found = "an encrypted workbook" if "ncrypted" in str(error) else f"no .xls workbook that can be read ({error})"
        raise RefusedError(found, remedy="save it as .xlsx or CSV, without a password") from None


def _xls_row(book: xlrd.Book, sheet: xlrd.sheet.Sheet, row: int, clean: Clean, columns: int) -> Row:
    return row + 1, [_xls_text(book, cell, clean) for cell in sheet.row(row)[:columns]]


def _xls_text(book: xlrd.Book, cell: xlrd.sheet.Cell, clean: Clean) -> str:
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return clean(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        return xlrd.xldate_as_datetime(cell.value, book.datemode).date().isoformat()
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return number_as_text(cell.value, book.format_map[book.xf_list[cell.xf_index].format_key].format_str)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#N/A")
    return str(bool(cell.value)) if cell.ctype == xlrd.XL_CELL_BOOLEAN else ""


def _look(sheet: xlrd.sheet.Sheet) -> Layout:
    fonts, styles = sheet.book.font_list, sheet.book.xf_list
    return Layout(
        [row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0],
        [column + 1 for column, info in sheet.colinfo_map.items() if info.hidden or info.width == 0],
        [
            (top + 1, bottom, column + 1)
            for top, bottom, left, right in sheet.merged_cells
            if bottom - top > 1
            for column in range(left, right)
        ],
        [
            (row + 1, column + 1)
            for row in range(sheet.nrows)
            for column, cell in enumerate(sheet.row(row))
            if cell.value != "" and fonts[styles[cell.xf_index].font_index].struck_out
        ],
    )


def of_html(text: str, clean: Clean, columns: int) -> tuple[list[Row], Layout]:
    """The rows of all tables of a page, numbered one after the other."""
    root = lxml.html.document_fromstring(text.encode(), parser=lxml.html.HTMLParser(encoding="utf-8", huge_tree=True))
    layout, rows, covered = Layout(), [], dict[int, int]()
    for line, row in enumerate(root.iter("tr"), 1):
        cells: list[str] = []
        for cell in row.iterchildren("td", "th"):
            _pass_over(covered, cells)
            height, width = (_span(cell, name, most) for name, most in (("rowspan", LAST_ROW), ("colspan", columns)))
            layout.merged += [(line, line + height - 1, len(cells) + at) for at in range(1, width + 1) if height > 1]
            covered |= {len(cells) + at: height - 1 for at in range(width) if height > 1}
            cells += [clean(" ".join(cell.text_content().split()))] + [""] * (width - 1)
        _pass_over(covered, cells)
        rows.append((line, cells[:columns]))
    return rows, layout


def _pass_over(covered: dict[int, int], cells: list[str]) -> None:
    """Leave blank what cells of rows above cover."""
    while covered.get(len(cells), 0):
        covered[len(cells)] -= 1
        cells.append("")


def _span(cell: lxml.html.HtmlElement, name: str, most: int) -> int:
    text = cell.get(name, "1").strip()
    return min(max(int(text), 1), most) if text.isdecimal() and len(text) < 9 else 1


def is_ods(raw: bytes) -> bool:
    """Whether a file that begins with PK is an .ods workbook, which says so in its first entry."""
    return b"application/vnd.oasis.opendocument.spreadsheet" in raw[:200]


def of_ods(raw: bytes, clean: Clean, columns: int, elements: int, unpacked: int) -> Sheets:
    """The visible sheets of an .ods workbook."""
    root = parse_part(open_archive(raw, elements=elements, unpacked=unpacked), "content.xml")
    hidden = {
        style.get(STYLE + "name")
        for style in root.iterfind(f"{OFFICE}automatic-styles/{STYLE}style")
        if any(properties.get(TABLE + "display") == "false" for properties in style)
    }
    for table in root.iterfind(SHEETS):
        if table.get(TABLE + "style-name") not in hidden:
            layout = Layout()
            yield table.get(TABLE + "name", ""), list(_ods_rows(table, layout, clean, columns)), layout


def _ods_rows(table: etree._Element, layout: Layout, clean: Clean, columns: int) -> Iterator[Row]:
    line = taken = 0
    for row in table.iter(ROW):
        cells: list[str] = []
        for cell in row.iterchildren(CELL, COVERED):
            height, number = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-repeated")
            width = _count(cell, "number-columns-spanned") if height > 1 else 0
            layout.merged += [(line + 1, line + height, len(cells) + at) for at in range(1, width + 1)]
            cells += ["" if cell.tag == COVERED else _ods_text(cell, clean)] * min(number, columns)
        repeated = _count(row, "number-rows-repeated")
        if row.get(TABLE + "visibility", "visible") != "visible" and any(cells):
            layout.hidden_rows += range(line + 1, line + repeated + 1)
        if any(cells):
            taken += repeated
            check(taken, LAST_ROW, "rows of a sheet")
            yield from ((line + at, cells[:columns]) for at in range(1, repeated + 1))
        line += repeated


def _count(element: etree._Element, name: str) -> int:
    text = element.get(TABLE + name, "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 9 else 1


def _ods_text(cell: etree._Element, clean: Clean) -> str:
    kind = cell.get(VALUE_TYPE)
    shown = "".join("".join(text.itertext()) for text in cell.iterchildren(TEXT + "p"))
    if kind in NUMBERS and (number := cell.get(OFFICE + "value")):
        is_code = shown.startswith("0") and shown.isdecimal() and int(shown) == float(number)
        return shown if is_code else number_as_text(float(number), "General")
    if kind == "date":
        return cell.get(OFFICE + "date-value", "")[:10]
    return clean(shown)
