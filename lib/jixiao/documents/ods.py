"""OpenDocument spreadsheets (.ods) to paragraphs and grids: each cell as the text that the file says it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from jixiao.documents.archive import open_archive, parse_part
from jixiao.documents.content import Content
from jixiao.documents.grids import Cell
from jixiao.documents.limits import POSITIONS, check
from jixiao.documents.number_formats import shown
from jixiao.documents.sheet import UNCALCULATED, Sheet, content_of

OFFICE, STYLE, TABLE, TEXT = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "style", "table", "text")
)
SHEETS = f"{OFFICE}body/{OFFICE}spreadsheet/{TABLE}table"
ROW, CELL, COVERED = (TABLE + name for name in ("table-row", "table-cell", "covered-table-cell"))
ROW_GROUPS = {TABLE + name for name in ("table-rows", "table-header-rows", "table-row-group")}
PARAGRAPHS = {TEXT + name for name in ("p", "h")}
LISTS = {TEXT + name for name in ("list", "list-header", "list-item")}
NOT_SHOWN = {TEXT + name for name in ("note", "ruby-text")}
VALUE_TYPE = OFFICE + "value-type"
# Space that elements stand for; XML holds none of the characters on the left.
MARKS = {TEXT + "s": "\0", TEXT + "tab": "\1", TEXT + "line-break": "\2"}
SPACING = {0: " ", 1: "\t", 2: "\n"}
SPACES = 100  # that one element may stand for; forms leave some ten to be filled in


@dataclass(frozen=True)
class Run:
    """Like cells side by side: the first one's column, how many they are, what each of them shows and covers."""

    column: int
    number: int
    text: str
    height: int
    width: int


def read_ods(raw: bytes) -> Content:
    """Take an .ods workbook apart."""
    root = parse_part(open_archive(raw), "content.xml")
    hidden = {
        style.get(STYLE + "name")
        for style in root.iterfind(f"{OFFICE}automatic-styles/{STYLE}style")
        for properties in style.iterchildren(STYLE + "table-properties")
        if properties.get(TABLE + "display") == "false"
    }
    tables = [table for table in root.iterfind(SHEETS) if not _is_copy(table, hidden)]
    content = content_of("ods", [_sheet(table, hidden) for table in tables])
    if any(_uncalculated(cell) for table in tables for cell in table.iter(CELL)):
        content.doubts.append(UNCALCULATED)
    return content


def _is_copy(table: etree._Element, hidden: set[str | None]) -> bool:
    """Whether it only keeps what formulas take from another file."""
    return table.get(TABLE + "style-name") in hidden and table.find(TABLE + "table-source") is not None


def _sheet(table: etree._Element, hidden: set[str | None]) -> Sheet:
    cells: list[Cell] = []
    top = 0
    for row in _rows(table):
        repeated = _count(row, "number-rows-repeated")
        runs = list(_runs(row))
        # A file of a few bytes may repeat a cell all over a sheet.
        check(len(cells) + repeated * sum(run.number for run in runs), POSITIONS, "cells in a sheet")
        cells += [
            Cell(top + down, run.column + right, [run.text], run.height, run.width)
            for down in range(repeated if runs else 0)
            for run in runs
            for right in range(run.number)
        ]
        top += repeated
    return Sheet(table.get(TABLE + "name", ""), table.get(TABLE + "style-name") in hidden, cells)


def _rows(element: etree._Element) -> Iterator[etree._Element]:
    for item in element:
        if item.tag == ROW:
            yield item
        elif item.tag in ROW_GROUPS:
            yield from _rows(item)


def _runs(row: etree._Element) -> Iterator[Run]:
    """The cells of a row that are merged or show something; what a merged cell covers is not shown."""
    column = 0
    for cell in row.iterchildren(CELL, COVERED):
        number = _count(cell, "number-columns-repeated")
        if cell.tag == CELL:
            text = _text(cell)
            height, width = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
            if text.strip() or height * width > 1:
                yield Run(column, number, text, height, width)
        column += number


def _count(element: etree._Element, name: str) -> int:
    return max(1, int(element.get(TABLE + name, 1)))


def _text(cell: etree._Element) -> str:
    paragraphs = list(_paragraphs(cell))
    return "\n".join(map(_line, paragraphs)) if paragraphs else _value(cell)


def _paragraphs(element: etree._Element) -> Iterator[etree._Element]:
    for item in element:
        if item.tag in PARAGRAPHS:
            yield item
        elif item.tag in LISTS:
            yield from _paragraphs(item)


def _line(paragraph: etree._Element) -> str:
    """The text of a paragraph: white space between its words is one space, as in HTML, and elements stand for more."""
    return re.sub("[ \t\r\n]+", " ", "".join(_parts(paragraph))).strip(" ").translate(SPACING)


def _parts(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for item in element:
        if item.tag in MARKS:
            yield MARKS[item.tag] * min(int(item.get(TEXT + "c", 1)), SPACES)
        # Comments, of the sheet or of the file, and drawings are no text of the cell.
        elif isinstance(item.tag, str) and item.tag.startswith(TEXT) and item.tag not in NOT_SHOWN:
            yield from _parts(item)
        yield item.tail or ""


def _value(cell: etree._Element) -> str:
    """What a cell without a text would show: programs that lay out no sheets may write its value alone."""
    kind, number = cell.get(VALUE_TYPE), cell.get(OFFICE + "value")
    if number is not None:
        return shown(float(number), "0.##########%" if kind == "percentage" else "General")
    text = cell.get(f"{OFFICE}{kind}-value", "")
    return text.upper() if kind == "boolean" else text.removesuffix("T00:00:00")


def _uncalculated(cell: etree._Element) -> bool:
    return TABLE + "formula" in cell.attrib and VALUE_TYPE not in cell.attrib and next(_paragraphs(cell), None) is None
