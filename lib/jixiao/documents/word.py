"""Word documents (.docx) to paragraphs and grids, from the XML of the main part.

Inserted text of tracked changes counts, deleted text does not; text boxes are read before the paragraph they hang on.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from itertools import takewhile

from lxml import etree

from jixiao.documents.archive import open_archive, parse_part
from jixiao.documents.content import Content
from jixiao.documents.grids import Cell, Table, arrange
from jixiao.documents.word_numbers import Numbers
from jixiao.documents.word_xml import attribute, child, name_of, natural

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
    return Content("docx", arrange(_blocks(child(document, "body"), Numbers(archive))))


def _main_part(archive: zipfile.ZipFile) -> str:
    for relation in parse_part(archive, "_rels/.rels"):
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    return "word/document.xml"


def _properties(element: etree._Element, name: str) -> dict[str, str | None]:
    """What an element's properties are set to, by their names: tcPr of a cell, trPr of a row."""
    properties = child(element, name)
    return {name_of(item): attribute(item) for item in properties} if properties is not None else {}


def _children(element: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """What an element holds, wrappers opened, with names."""
    for item in element:
        name = name_of(item)
        if name in WRAPPERS:
            yield from _children(item)
        elif name not in LEFT_OUT:
            yield name, item


def _blocks(container: etree._Element, numbers: Numbers) -> list[str | Table]:
    blocks: list[str | Table] = []
    text = ""
    for name, item in _children(container):
        if name == "p":
            for box in _boxes(item):
                blocks += _blocks(box, numbers)
            own = "".join(_characters(item))
            text += numbers.before(item) + own if own.strip() else own
            if not _runs_on(item):
                blocks.append(text)
                text = ""
        elif name == "tbl":
            blocks.append(_table(item, numbers))
    return [*blocks, text] if text else blocks


def _runs_on(paragraph: etree._Element) -> bool:
    """Whether the mark that ends a paragraph was deleted, so that the next one goes on with it."""
    return child(paragraph, "pPr", "rPr", "del") is not None


def _characters(element: etree._Element) -> Iterator[str]:
    """The text of a paragraph, without that of its text boxes."""
    for item in element:
        name = name_of(item)
        if name == "t":
            yield item.text or ""
        elif name in CHARACTERS:
            # Page and column breaks part no text.
            yield CHARACTERS[name] if attribute(item, "type") is None else ""
        elif name == "sym":
            yield SYMBOLS.get((attribute(item, "char") or "").upper(), "〓")
        elif name not in LEFT_OUT and name != "txbxContent":
            yield from _characters(item)


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Its text boxes, without those that stand in another one of them."""
    for box in paragraph.iter("{*}txbxContent"):
        above = list(takewhile(lambda element: name_of(element) != "p", box.iterancestors()))
        if not any(name_of(element) == "Fallback" for element in above) and above[-1].getparent() is paragraph:
            yield box


def _table(element: etree._Element, numbers: Numbers) -> Table:
    cells: list[Cell] = []
    above: dict[int, Cell] = {}
    number = 0
    for name, row in _children(element):
        properties = _properties(row, "trPr")
        if name != "tr" or "del" in properties:
            continue
        column = natural(properties.get("gridBefore"), 0)
        for item, set_to in _cells(row):
            cell = Cell(number, column, [], width=natural(set_to.get("gridSpan"), 1))
            upper = above.get(column)
            if _continues(set_to, "hMerge") and cells and cells[-1].row == number:
                cells[-1].width += cell.width
            elif _continues(set_to, "vMerge") and upper and upper.row + upper.height == number:
                upper.height += 1
            else:
                cell.blocks = _blocks(item, numbers)
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


def _continues(properties: dict[str, str | None], merge: str) -> bool:
    """Whether a cell goes on with the merged cell above it or to its left."""
    return merge in properties and properties[merge] in (None, "continue")
