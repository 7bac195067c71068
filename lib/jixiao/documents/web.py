"""Web pages (.html, .mht) to paragraphs and grids, as a browser shows them.

Scripts are never run, and addresses never fetched.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from itertools import groupby

from lxml import etree

from jixiao.documents.content import Content, Doubt, quote
from jixiao.documents.encoding import decode
from jixiao.documents.findings import Findings
from jixiao.documents.grids import Cell, Table, arrange
from jixiao.documents.limits import ELEMENTS, POSITIONS, SPAN, RefusedError, check
from jixiao.documents.raised import lowered, raised
from jixiao.documents.web_styles import Styles

CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
HEAD = 4096  # bytes within which browsers look for the encoding
INVISIBLE = {"script", "style", "head", "template", "noscript", "svg", "object", "iframe", "rt", "rp", "datalist"}
# What begins and ends a line of its own; all else, unknown elements too, stands within one.
BLOCKS = {
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
}
BLOCKS |= {"div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"}
BLOCKS |= {
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
}
BLOCKS |= {"summary", "ul"}
GROUPS = ("thead", "tbody", "tfoot")
NO_VALUE = {"hidden", "password", "submit", "button", "reset", "image", "file", "color", "range"}
SPACE = re.compile(r"[ \t\n\r\f]+")
# A line break in the source between Chinese characters is none: editors wrap lines there.
WRAP = re.compile(r"(?<=[\u3001-\u9fff\uff00-\uffef])[ \t\r\f]*\n[ \t\n\r\f]*(?=[\u3001-\u9fff\uff00-\uffef])")
# Elements without an end, which the parser would have go on to the end of the page.
WITHOUT_END = re.compile("</?(?:wbr|source|track)\\b[^<>]{0,200}>", re.IGNORECASE)
CUT = re.compile(r"<(?:[a-zA-Z/!][^<>]{0,4000})?$")
SHOWN = "text that is shown"
SHOW = "not read; show it on the page and import again if it counts"
KINDS = {
    "hidden text": (SHOWN, SHOW),
    "hidden rows": ("rows that are shown", SHOW),
    "struck-out text": (SHOWN, SHOW),
    "a picture in a cell": ("text", "not read; compare with the page"),
    "an equation": ("text", "read on one line; compare with the page"),
}


def read_web(raw: bytes) -> Content:
    """Take a web page apart."""
    declared = CHARSET.search(raw[:HEAD])
    text = decode(raw, declared[1].decode() if declared else None)
    check(text.count("<"), ELEMENTS, "HTML tags")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True)
    # A parser told the encoding ignores what the page declares.
    root = etree.fromstring(WITHOUT_END.sub("", text).encode("utf-8", "replace"), parser)
    if any("depth" in entry.message for entry in parser.error_log):
        raise RefusedError("HTML nested too deeply", expected="at most 255 levels", remedy="save the page again")
    page = _Page(root)
    return Content("html", arrange(_Flow(page).read(root)), [*page.found.doubts(), *_cut(text)])


def read_web_archive(raw: bytes) -> Content:
    """Take apart the page of a web archive (.mht), which browsers and Word save as a message."""
    for part in email.message_from_bytes(raw).walk():
        if part.get_content_type() == "text/html" and isinstance(page := part.get_payload(decode=True), bytes):
            return read_web(decode(page, part.get_content_charset()).encode())
    raise RefusedError("a web archive without a page", remedy="save the page as HTML")


def _cut(text: str) -> list[Doubt]:
    """A doubt where a page ends in the middle of a tag, or of a table: the rest is missing."""
    end = text.rstrip()
    lower = end[-50_000:].lower()
    whole = "</html" in lower or "</body" in lower
    open_tables = end.lower().count("<table") > end.lower().count("</table")
    if not (CUT.search(end[-4_100:]) or (open_tables and not whole)):
        return []
    found = f"a page that ends in the middle of a {'tag' if CUT.search(end[-4_100:]) else 'table'}: {quote(end[-30:])}"
    return [Doubt("", found, "a whole page", "what is missing was not read; download it again")]


class _Page:
    """What holds for a whole page: its styles, and what was found in it."""

    def __init__(self, root: etree._Element):
        self.styles, self.found = Styles(root), Findings(KINDS)

    def is_gone(self, element: etree._Element, kind: str = "hidden text") -> bool:
        """Whether an element takes no place; what stands in it is remembered."""
        if not self.styles.is_absent(element):
            return False
        text = _plain(element)
        if text.strip():
            self.found.add(kind, text)
        return True


class _Flow:
    """Collects text as it flows: blocks and line breaks end a paragraph, all else goes on with it."""

    def __init__(self, page: _Page) -> None:
        self.page = page
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
        if not isinstance(element.tag, str) or element.tag in INVISIBLE or self.page.is_gone(element):
            return
        styles = self.page.styles
        if element.tag in ("input", "select", "textarea"):
            self.parts.append(_entered(element))
        elif styles.is_unseen(element) or styles.is_struck(element):
            if (text := _plain(element)).strip():
                self.page.found.add("struck-out text" if styles.is_struck(element) else "hidden text", text)
        elif element.tag == "table":
            self._end()
            self.blocks += _table(element, self.page)
        elif self._is_block(element):
            self._end()
            self._inside(element)
            self._end()
        else:
            self._inline(element)

    def _is_block(self, element: etree._Element) -> bool:
        display = self.page.styles.display(element)
        return element.tag in BLOCKS if element.tag == "br" or not display else display not in ("inline", "contents")

    def _inline(self, element: etree._Element) -> None:
        """An element within a line; what is raised or lowered becomes characters that are."""
        position = self.page.styles.position(element)
        if not position and element.tag != "math":
            self._inside(element)
            return
        before, self.parts = self.parts, []
        self._inside(element)
        text = "".join(self.parts)
        if element.tag == "math":
            self.page.found.add("an equation", text)
        self.parts = [*before, {"super": raised, "sub": lowered}.get(position, str)(text)]

    def _end(self) -> None:
        text = _line(self.parts)
        self.parts = []
        if text:
            self.blocks.append(text)


def _line(parts: list[str]) -> str:
    return SPACE.sub(" ", WRAP.sub("", "".join(parts))).strip(" ")


def _plain(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _entered(element: etree._Element) -> str:
    """What a place to fill in shows: its value, the option that is chosen, a mark."""
    if element.tag == "textarea":
        return element.text or ""
    if element.tag == "select":
        options = list(element.iter("option"))
        chosen = [option for option in options if "selected" in option.attrib]
        several = "multiple" in element.attrib or element.get("size", "1") not in ("", "0", "1")
        return " ".join(_plain(option) for option in chosen or ([] if several else options[:1]))
    kind = element.get("type", "text").lower()
    if kind in ("checkbox", "radio"):
        marks = ("☑", "□") if kind == "checkbox" else ("●", "○")
        return marks["checked" not in element.attrib]
    return "" if kind in NO_VALUE else element.get("value", "")


def _table(element: etree._Element, page: _Page) -> list[str | Table]:
    """A table, after the text that stands in it and in none of its cells, as its caption does."""
    outside: list[str | Table] = []
    cells: list[Cell] = []
    number = positions = 0
    for group in _groups(element, outside, page):
        taken: dict[int, int] = {}  # column → the first row that is free in it; spans end with their group
        end = number + len(group)
        for row in group:
            column = 0
            for item in row:
                while taken.get(column, 0) > number:
                    column += 1
                # A height of 0 means all rows that follow.
                height = min(_span(item, "rowspan") or len(group), end - number)
                width = min(_span(item, "colspan") or 1, SPAN)
                positions += width * height
                check(positions, POSITIONS, "cells in a table")
                cells.append(Cell(number, column, _in_cell(item, page), height, width))
                taken |= dict.fromkeys(range(column, column + width), number + height)
                column += width
            number += 1
    return [*outside, Table(cells, number)] if cells else outside


def _in_cell(item: etree._Element, page: _Page) -> list[str | Table]:
    styles = page.styles
    if styles.is_unseen(item) or styles.is_struck(item):
        if (text := _plain(item)).strip():
            page.found.add("struck-out text" if styles.is_struck(item) else "hidden text", text)
        return []
    blocks = _Flow(page).read(item)
    if not blocks and (picture := item.find(".//img")) is not None:
        page.found.add("a picture in a cell", picture.get("alt", "") or picture.get("src", "").rpartition("/")[2][:40])
    return blocks


def _groups(element: etree._Element, outside: list[str | Table], page: _Page) -> list[list[list[etree._Element]]]:
    """The cells of each row by groups of rows, in the order of a browser: the head first, the foot last."""
    rows = list(_rows(element, outside, page))
    groups = [[cells for _, cells in group] for _, group in groupby(rows, key=lambda row: row[0])]
    order = [{"thead": 0, "tfoot": 2}.get(group.tag, 1) for group, _ in groupby(rows, key=lambda row: row[0])]
    return [group for _, group in sorted(zip(order, groups, strict=True), key=lambda item: item[0])]


def _rows(
    element: etree._Element, outside: list[str | Table], page: _Page, group: etree._Element | None = None
) -> Iterator[tuple[etree._Element, list[etree._Element]]]:
    """The cells of each row, with the group that it stands in; old pages have forms between."""
    group, loose = element if group is None else group, []
    for child in element:
        if not isinstance(child.tag, str) or child.tag in INVISIBLE:
            continue
        if page.is_gone(child, "hidden rows" if child.tag in ("tr", *GROUPS) else "hidden text"):
            continue
        if child.tag in ("td", "th"):
            loose.append(child)
        elif child.tag == "tr":
            yield group, list(_cells(child, outside, page))
        elif child.tag in GROUPS:
            yield from _rows(child, outside, page, child)
        elif child.tag == "form":
            yield from _rows(child, outside, page, group)
        else:
            outside += _Flow(page).read(child)
    if loose:
        yield group, loose


def _cells(row: etree._Element, outside: list[str | Table], page: _Page) -> Iterator[etree._Element]:
    for child in row:
        if not isinstance(child.tag, str) or child.tag in INVISIBLE or page.is_gone(child):
            continue
        if child.tag in ("td", "th"):
            yield child
        elif child.tag == "form":
            yield from _cells(child, outside, page)
        else:
            outside += _Flow(page).read(child)


def _span(cell: etree._Element, name: str) -> int:
    number = re.match(r"\s*(\d{1,6})", cell.get(name, ""))
    return int(number[1]) if number else 1
