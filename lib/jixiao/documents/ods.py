"""OpenDocument spreadsheets (.ods) to paragraphs and grids: each cell as the text that the file says it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from lxml import etree

from jixiao.documents.archive import open_archive, parse_part
from jixiao.documents.content import Content
from jixiao.documents.grids import Cell
from jixiao.documents.limits import POSITIONS, check
from jixiao.documents.number_formats import shown
from jixiao.documents.raised import lowered, raised
from jixiao.documents.sheet import SHOW, UNCALCULATED, Place, Sheet, content_of

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
    struck: bool  # whether a part of its text is struck out


@dataclass(frozen=True)
class Styles:
    """Names of the styles that change what is shown."""

    hidden: frozenset[str]  # of tables
    struck: frozenset[str]  # of texts and cells
    raised: frozenset[str]
    lowered: frozenset[str]


def read_ods(raw: bytes) -> Content:
    """Take an .ods workbook apart."""
    root = parse_part(open_archive(raw), "content.xml")
    styles = _styles(root)
    tables = [table for table in root.iterfind(SHEETS) if not _is_copy(table, styles)]
    content = content_of("ods", [_sheet(table, styles) for table in tables])
    if any(_uncalculated(cell) for table in tables for cell in table.iter(CELL)):
        content.doubts.append(UNCALCULATED)
    return content


def _styles(root: etree._Element) -> Styles:
    found: dict[str, set[str]] = {"hidden": set(), "struck": set(), "raised": set(), "lowered": set()}
    for style in root.iterfind(f"{OFFICE}automatic-styles/{STYLE}style"):
        name = style.get(STYLE + "name", "")
        for properties in style:
            position = properties.get(STYLE + "text-position", "").partition(" ")[0]
            if properties.get(TABLE + "display") == "false":
                found["hidden"].add(name)
            if properties.get(STYLE + "text-line-through-style", "none") != "none":
                found["struck"].add(name)
            if position == "super" or (position.endswith("%") and position[0] not in "-0"):
                found["raised"].add(name)
            elif position == "sub" or position.startswith("-"):
                found["lowered"].add(name)
    return Styles(**{kind: frozenset(names) for kind, names in found.items()})


def _is_copy(table: etree._Element, styles: Styles) -> bool:
    """Whether it only keeps what formulas take from another file."""
    return table.get(TABLE + "style-name") in styles.hidden and table.find(TABLE + "table-source") is not None


def _sheet(table: etree._Element, styles: Styles) -> Sheet:
    cells: list[Cell] = []
    hidden, struck, top = set[int](), list[Place](), 0
    for row in _rows(table):
        repeated = _count(row, "number-rows-repeated")
        runs = list(_runs(row, styles))
        # A file of a few bytes may repeat a cell all over a sheet.
        check(len(cells) + repeated * sum(run.number for run in runs), POSITIONS, "cells in a sheet")
        rows = range(top, top + (repeated if runs else 0))
        cells += [
            Cell(number, run.column + right, [run.text], run.height, run.width)
            for number in rows
            for run in runs
            for right in range(run.number)
        ]
        struck += [(number, run.column) for number in rows for run in runs if run.struck]
        if row.get(TABLE + "visibility", "visible") != "visible":
            hidden.update(rows)
        top += repeated
    width = max((cell.column for cell in cells), default=-1) + 1
    columns = _hidden_columns(table, width)
    doubts = {("struck-out text", "text that is shown", SHOW): struck} if struck else {}
    name, is_hidden = table.get(TABLE + "name", ""), table.get(TABLE + "style-name") in styles.hidden
    return Sheet(name, is_hidden, cells, frozenset(hidden), columns, doubts)


def _hidden_columns(table: etree._Element, width: int) -> frozenset[int]:
    """The hidden columns among the first ``width``."""
    hidden, start = set[int](), 0
    for column in table.iter(TABLE + "table-column"):
        number = _count(column, "number-columns-repeated")
        if column.get(TABLE + "visibility", "visible") != "visible":
            hidden.update(range(start, min(start + number, width)))
        start += number
    return frozenset(hidden)


def _rows(element: etree._Element) -> Iterator[etree._Element]:
    for item in element:
        if item.tag == ROW:
            yield item
        elif item.tag in ROW_GROUPS:
            yield from _rows(item)


def _runs(row: etree._Element, styles: Styles) -> Iterator[Run]:
    """The cells of a row that are merged or show something; what a merged cell covers is not shown."""
    column = 0
    for cell in row.iterchildren(CELL, COVERED):
        number = _count(cell, "number-columns-repeated")
        if cell.tag == CELL:
            whole = _text(cell, replace(styles, struck=frozenset()))
            text = "" if cell.get(TABLE + "style-name") in styles.struck else _text(cell, styles)
            height, width = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
            if whole.strip() or height * width > 1:
                yield Run(column, number, text, height, width, text.strip() != whole.strip())
        column += number


def _count(element: etree._Element, name: str) -> int:
    return max(1, int(element.get(TABLE + name, 1)))


def _text(cell: etree._Element, styles: Styles) -> str:
    paragraphs = list(_paragraphs(cell))
    return "\n".join(_line(paragraph, styles) for paragraph in paragraphs) if paragraphs else _value(cell)


def _paragraphs(element: etree._Element) -> Iterator[etree._Element]:
    for item in element:
        if item.tag in PARAGRAPHS:
            yield item
        elif item.tag in LISTS:
            yield from _paragraphs(item)


def _line(paragraph: etree._Element, styles: Styles) -> str:
    """The text of a paragraph: white space between its words is one space, as in HTML, and elements stand for more."""
    return re.sub("[ \t\r\n]+", " ", "".join(_parts(paragraph, styles))).strip(" ").translate(SPACING)


def _parts(element: etree._Element, styles: Styles) -> Iterator[str]:
    """The text of a paragraph or a part of it, raised and lowered as it is shown, without what is struck out."""
    name = element.get(TEXT + "style-name")
    if name in styles.raised or name in styles.lowered:
        text = "".join(_inner(element, replace(styles, raised=frozenset(), lowered=frozenset())))
        yield raised(text) if name in styles.raised else lowered(text)
    elif name not in styles.struck:
        yield from _inner(element, styles)


def _inner(element: etree._Element, styles: Styles) -> Iterator[str]:
    yield element.text or ""
    for item in element:
        if item.tag in MARKS:
            yield MARKS[item.tag] * min(int(item.get(TEXT + "c", 1)), SPACES)
        # Comments, of the sheet or of the file, and drawings are no text of the cell.
        elif isinstance(item.tag, str) and item.tag.startswith(TEXT) and item.tag not in NOT_SHOWN:
            yield from _parts(item, styles)
        yield item.tail or ""


def _value(cell: etree._Element) -> str:
    """What a cell without a text would show: programs that lay out no sheets may write its value alone."""
    kind, number = cell.get(VALUE_TYPE), cell.get(OFFICE + "value")
    if number is not None:
        percent = kind == "percentage"
        return shown(float(Decimal(number).scaleb(2 * percent)), "General") + "%" * percent
    text = cell.get(f"{OFFICE}{kind}-value", "")
    return text.upper() if kind == "boolean" else text.removesuffix("T00:00:00")


def _uncalculated(cell: etree._Element) -> bool:
    return TABLE + "formula" in cell.attrib and VALUE_TYPE not in cell.attrib and next(_paragraphs(cell), None) is None
