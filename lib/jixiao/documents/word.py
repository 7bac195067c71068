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


def _properties(element: etree._Element, name: str) -> dict[str, str | None]:
    """What an element's properties are set to, by their names: tcPr of a cell, trPr of a row."""
    for child in element:
        if _name(child) == name:
            return {_name(item): _attribute(item, "val") for item in child}
    return {}


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
            if not _runs_on(child):
                blocks.append(text)
                text = ""
        elif name == "tbl":
            blocks.append(_table(child))
    return [*blocks, text] if text else blocks


def _runs_on(paragraph: etree._Element) -> bool:
    """Whether the mark that ends a paragraph was deleted, so that the next one goes on with it."""
    properties = next((child for child in paragraph if _name(child) == "pPr"), None)
    return properties is not None and "del" in _properties(properties, "rPr")


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
    cells: list[Cell] = []
    above: dict[int, Cell] = {}
    number = 0
    for name, row in _children(element):
        properties = _properties(row, "trPr")
        if name != "tr" or "del" in properties:
            continue
        column = _number(properties.get("gridBefore"), 0)
        for item, set_to in _cells(row):
            cell = Cell(number, column, [], width=_number(set_to.get("gridSpan"), 1))
            upper = above.get(column)
            if _continues(set_to, "hMerge") and cells and cells[-1].row == number:
                cells[-1].width += cell.width
            elif _continues(set_to, "vMerge") and upper and upper.row + upper.height == number:
                upper.height += 1
            else:
                cell.blocks = _blocks(item)
                cells.append(cell)
                above[column] = cell
            column += cell.width
        number += 1
    return Table(cells, number)


def _cells(row: etree._Element) -> Iterator[tuple[etree._Element, dict[str, str | None]]]:
    """The cells of a row that were not deleted, with their properties."""
    for name, item in _children(row):
        properties = _properties(item, "tcPr")
        if name == "tc" and "cellDel" not in properties:
            yield item, properties


def _number(value: str | None, default: int) -> int:
    return int(value) if value and value.isdecimal() else default


def _continues(properties: dict[str, str | None], merge: str) -> bool:
    """Whether a cell goes on with the merged cell above it or to its left."""
    return merge in properties and properties[merge] in (None, "continue")
