"""Web pages (.html, .mht) to paragraphs and grids. Scripts are never run, addresses never fetched."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator

from lxml import etree

from jixiao.documents.content import Content
from jixiao.documents.encoding import decode
from jixiao.documents.grids import Cell, Table, arrange
from jixiao.documents.limits import ELEMENTS, POSITIONS, SPAN, RefusedError, check

CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
HEAD = 4096  # bytes within which browsers look for the encoding
INVISIBLE = {"script", "style", "head", "template", "noscript", "select", "textarea", "svg", "object", "iframe"}
INLINE = {"a", "abbr", "b", "bdo", "big", "cite", "code", "del", "em", "font", "i", "ins", "label", "mark", "s"}
INLINE |= {"small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "nobr", "o:p", "st1:chsdate"}
SPACE = re.compile(r"[ \t\n\r\f]+")
# A line break in the source between Chinese characters is none: editors wrap lines there.
WRAP = re.compile(r"(?<=[\u3001-\u9fff\uff00-\uffef])[ \t\r\f]*\n[ \t\n\r\f]*(?=[\u3001-\u9fff\uff00-\uffef])")


def read_web(raw: bytes) -> Content:
    """Take a web page apart."""
    declared = CHARSET.search(raw[:HEAD])
    text = decode(raw, declared[1].decode() if declared else None)
    check(text.count("<"), ELEMENTS, "HTML tags")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True)
    # A parser told the encoding heeds no other that the page declares.
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if any("depth" in entry.message for entry in parser.error_log):
        raise RefusedError("HTML nested too deeply", expected="at most 255 levels", remedy="save the page anew")
    return Content("html", arrange(_Flow().read(root)))


def read_web_archive(raw: bytes) -> Content:
    """Take apart the page of a web archive (.mht), which browsers and Word save as a message."""
    for part in email.message_from_bytes(raw).walk():
        if part.get_content_type() == "text/html" and isinstance(page := part.get_payload(decode=True), bytes):
            return read_web(decode(page, part.get_content_charset()).encode())
    raise RefusedError("a web archive without a page", remedy="save the page as HTML")


class _Flow:
    """Collects text as it flows: blocks and line breaks end a paragraph, inline elements go on with it."""

    def __init__(self) -> None:
        self.blocks: list[str | Table] = []
        self.parts: list[str] = []

    def read(self, element: etree._Element) -> list[str | Table]:
        """The paragraphs and tables within an element."""
        self._inside(element)
        self._end()
        return self.blocks

    def _inside(self, element: etree._Element) -> None:
        self.parts.append(element.text or "")
        for child in element:
            self._child(child)
            self.parts.append(child.tail or "")

    def _child(self, element: etree._Element) -> None:
        if not isinstance(element.tag, str) or element.tag in INVISIBLE:
            return
        if element.tag in INLINE:
            self._inside(element)
            return
        self._end()
        if element.tag == "table":
            self.blocks += _table(element)
        else:
            self._inside(element)
        self._end()

    def _end(self) -> None:
        text = SPACE.sub(" ", WRAP.sub("", "".join(self.parts))).strip(" ")
        self.parts = []
        if text:
            self.blocks.append(text)


def _table(element: etree._Element) -> list[str | Table]:
    """A table, after the text that stands in it and in none of its cells, as its caption does."""
    outside: list[str | Table] = []
    cells: list[Cell] = []
    taken: dict[int, int] = {}  # column → the first row that is free in it
    rows = list(_rows(element, outside))
    positions = 0
    for number, row in enumerate(rows):
        column = 0
        for item in row:
            while taken.get(column, 0) > number:
                column += 1
            # A height of 0 means all rows that follow.
            height = min(_span(item, "rowspan") or len(rows), len(rows) - number)
            width = min(_span(item, "colspan") or 1, SPAN)
            positions += width * height
            check(positions, POSITIONS, "cells in a table")
            cells.append(Cell(number, column, _Flow().read(item), height, width))
            taken |= dict.fromkeys(range(column, column + width), number + height)
            column += width
    return [*outside, Table(cells, len(rows))] if cells else outside


def _rows(element: etree._Element, outside: list[str | Table]) -> Iterator[list[etree._Element]]:
    """The cells of each row; rows may stand in sections, or in forms as old pages have them."""
    loose = []
    for child in element:
        if child.tag in ("td", "th"):
            loose.append(child)
        elif child.tag == "tr":
            yield list(_cells(child, outside))
        elif child.tag in ("thead", "tbody", "tfoot", "form"):
            yield from _rows(child, outside)
        elif isinstance(child.tag, str) and child.tag not in INVISIBLE:
            outside += _Flow().read(child)
    if loose:
        yield loose


def _cells(row: etree._Element, outside: list[str | Table]) -> Iterator[etree._Element]:
    for child in row:
        if child.tag in ("td", "th"):
            yield child
        elif child.tag == "form":
            yield from _cells(child, outside)
        elif isinstance(child.tag, str) and child.tag not in INVISIBLE:
            outside += _Flow().read(child)


def _span(cell: etree._Element, name: str) -> int:
    number = re.match(r"\s*(\d{1,6})", cell.get(name, ""))
    return int(number[1]) if number else 1
