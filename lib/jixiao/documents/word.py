"""Word documents (.docx) to paragraphs and grids, from the XML of the main part.

Inserted text of tracked changes counts, deleted text does not; text boxes are read before the paragraph they hang on.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from functools import cache
from itertools import takewhile

from lxml import etree

from jixiao.documents.archive import open_archive, parse_part
from jixiao.documents.content import Content
from jixiao.documents.grids import Cell, Table, arrange

# Elements that only wrap others, at the level of blocks, rows and cells.
WRAPPERS = {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "AlternateContent", "Choice"}
# Fallback repeats what Choice holds.
LEFT_OUT = {"del", "moveFrom", "Fallback", "pPr", "rPr", "sdtPr", "instrText", "delText", "delInstrText", "rt"}
CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Signs of the font Symbol, which Word's dialog inserts.
SYMBOLS = {"F0B3": "≥", "F0A3": "≤", "F0B4": "×", "F0B1": "±", "F0B9": "≠", "F0BB": "≈", "F0B0": "°"}


def read_word(raw: bytes) -> Content:
    """Take a .docx file apart."""
    archive = open_archive(raw)
    document = parse_part(archive, _main_part(archive))
    body = next(child for child in document if _name(child) == "body")
    return Content("docx", arrange(_blocks(body)))


def _main_part(archive: zipfile.ZipFile) -> str:
    for relation in parse_part(archive, "_rels/.rels"):
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    return "word/document.xml"


def _name(element: etree._Element) -> str:
    """An element's name without its namespace, which differs between Word's two dialects; comments have none."""
    return _local(element.tag) if isinstance(element.tag, str) else ""


@cache
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _attribute(element: etree._Element, name: str) -> str | None:
    return next((value for key, value in element.attrib.items() if _local(key) == name), None)


def _find(element: etree._Element, *path: str) -> etree._Element | None:
    """The element at the end of a path of names."""
    for name in path:
        element = next((child for child in element if _name(child) == name), None)
        if element is None:
            return None
    return element


def _children(element: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """What an element holds, wrappers opened, with names."""
    for child in element:
        name = _name(child)
        if name in WRAPPERS:
            yield from _children(child)
        elif name not in LEFT_OUT:
            yield name, child


def _blocks(container: etree._Element) -> list[str | Table]:
    blocks: list[str | Table] = []
    text = ""
    for name, child in _children(container):
        if name == "p":
            for box in _boxes(child):
                blocks += _blocks(box)
            text += "".join(_characters(child))
            if _find(child, "pPr", "rPr", "del") is None:
                blocks.append(text)
                text = ""
        elif name == "tbl":
            blocks.append(_table(child))
    return [*blocks, text] if text else blocks


def _characters(element: etree._Element) -> Iterator[str]:
    """The text of a paragraph, without that of its text boxes."""
    for child in element:
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name in CHARACTERS:
            # Page and column breaks part no text.
            yield CHARACTERS[name] if _attribute(child, "type") is None else ""
        elif name == "sym":
            yield SYMBOLS.get((_attribute(child, "char") or "").upper(), "〓")
        elif name not in LEFT_OUT and name != "txbxContent":
            yield from _characters(child)


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Its text boxes, without those that stand in another one of them."""
    for box in paragraph.iter("{*}txbxContent"):
        above = list(takewhile(lambda element: _name(element) != "p", box.iterancestors()))
        if not any(_name(element) == "Fallback" for element in above) and above[-1].getparent() is paragraph:
            yield box


def _table(element: etree._Element) -> Table:
    rows = [row for name, row in _children(element) if name == "tr" and _find(row, "trPr", "del") is None]
    cells: list[Cell] = []
    above: dict[int, Cell] = {}
    for number, row in enumerate(rows):
        column = _number(_find(row, "trPr", "gridBefore"), 0)
        for name, item in _children(row):
            if name != "tc" or _find(item, "tcPr", "cellDel") is not None:
                continue
            cell = Cell(number, column, [], width=_number(_find(item, "tcPr", "gridSpan"), 1))
            upper = above.get(column)
            if _continues(item, "hMerge") and cells and cells[-1].row == number:
                cells[-1].width += cell.width
            elif _continues(item, "vMerge") and upper and upper.row + upper.height == number:
                upper.height += 1
            else:
                cell.blocks = _blocks(item)
                cells.append(cell)
                above[column] = cell
            column += cell.width
    return Table(cells, len(rows))


def _number(element: etree._Element | None, default: int) -> int:
    value = _attribute(element, "val") if element is not None else None
    return int(value) if value and value.isdecimal() else default


def _continues(cell: etree._Element, merge: str) -> bool:
    """Whether a cell goes on with the merged cell above it or to its left."""
    element = _find(cell, "tcPr", merge)
    return element is not None and _attribute(element, "val") in (None, "continue")
