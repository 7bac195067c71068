"""Word documents (.docx) to paragraphs and grids, from the XML of their parts, as Word shows them.

Inserted text of tracked changes counts, deleted text does not; text boxes are read before the paragraph they hang on.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from itertools import takewhile

from lxml import etree

from jixiao.characters import SUBSTITUTE
from jixiao.documents.archive import open_archive, parse_part
from jixiao.documents.content import Content
from jixiao.documents.findings import Findings
from jixiao.documents.grids import Cell, Table, arrange
from jixiao.documents.limits import RefusedError
from jixiao.documents.raised import lowered, raised
from jixiao.documents.word_fields import Fields
from jixiao.documents.word_look import Look, Looks
from jixiao.documents.word_margins import around, outside
from jixiao.documents.word_math import on_one_line
from jixiao.documents.word_numbers import Numbers
from jixiao.documents.word_symbols import in_font, is_of_signs, sign
from jixiao.documents.word_xml import attribute, child, children, name_of, natural

# Elements that only wrap others, at the level of blocks, rows and cells.
WRAPPERS = {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "AlternateContent", "Choice"}
# Fallback repeats what Choice holds.
LEFT_OUT = {"del", "moveFrom", "Fallback", "pPr", "rPr", "sdtPr", "delText", "delInstrText", "rt"}
CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
PICTURES = {"blip", "imagedata"}
SHOWN = "text that is shown"
SHOW = "not read; show it in Word and import again if it counts"
COMPARE = "compare with the document"


def read_word(raw: bytes) -> Content:
    """Take a .docx file apart.

    Raises
    ------
    RefusedError
        Where all that it holds is a page of another format within.
    """
    archive = open_archive(raw)
    reader = _Reader(archive)
    main = _main_part(archive)
    body = child(parse_part(archive, main), "body")
    reader.note_prompts(body)
    sections = list(_sections(body))
    texts = [reader.blocks(items) for items, _ in sections]
    blocks = [block for own in texts for block in own]
    if reader.found.has("an embedded page") and not any(isinstance(block, Table) or block.strip() for block in blocks):
        raise RefusedError(
            "a Word document that only embeds a page of another format",
            expected="tables in the document itself",
            remedy="open it in Word and save it again",
        )
    above, below = around(outside(archive, main, (properties for _, properties in sections)), reader.blocks)
    headed = [block for number, own in enumerate(texts) for block in (*above.get(number, ()), *own)]
    return Content("docx", [*arrange(headed), *below], reader.found.doubts())


def _sections(body: etree._Element | None) -> Iterator[tuple[list[etree._Element], etree._Element | None]]:
    """What stands in each section, and its properties, which its last paragraph has, or the body for the last one."""
    items: list[etree._Element] = []
    for name, item in _children(body) if body is not None else ():
        items.append(item)
        properties = item if name == "sectPr" else child(item, "pPr", "sectPr")
        if properties is not None and not _runs_on(item):
            yield items, properties
            items = []
    if items:
        yield items, None


def _main_part(archive: zipfile.ZipFile) -> str:
    for relation in parse_part(archive, "_rels/.rels"):
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    return "word/document.xml"


def _properties(element: etree._Element, name: str) -> dict[str, str | None]:
    """What an element's properties are set to, by their names: tcPr of a cell, trPr of a row."""
    properties = child(element, name)
    return {name_of(item): attribute(item) for item in properties} if properties is not None else {}


def _children(element: Iterable[etree._Element]) -> Iterator[tuple[str, etree._Element]]:
    """What an element holds, wrappers opened, with names."""
    for item in element:
        name = name_of(item)
        if name in WRAPPERS:
            yield from _children(item)
        elif name not in LEFT_OUT:
            yield name, item


class _Reader:
    """Reads one document; what is not shown, or cannot be taken as text, is found by kind."""

    def __init__(self, archive: zipfile.ZipFile):
        self.numbers, self.looks, self.fields = Numbers(archive), Looks(archive), Fields()
        self.found = Findings(KINDS)
        self._prompts: set[etree._Element] = set()  # paragraphs and runs of content controls that were not filled in

    def note_prompts(self, body: etree._Element | None) -> None:
        """Find the content controls that only show a prompt."""
        for control in body.iter("{*}sdt") if body is not None else ():
            if child(control, "sdtPr", "showingPlcHdr") is not None:
                self.found.add("a place that was not filled in", _plain(control))
                self._prompts.update(control.iter("{*}p", "{*}r"))

    def blocks(self, container: Iterable[etree._Element] | None) -> list[str | Table]:
        """The paragraphs and tables in a body, a cell or a text box."""
        blocks: list[str | Table] = []
        text = ""
        for name, item in _children(container) if container is not None else ():
            if name == "p":
                for box in _boxes(item):
                    blocks += self.blocks(box)
                own = "" if item in self._prompts else "".join(self._characters(item, item, Look()))
                text += self.numbers.before(item) + own if own.strip() else own
                if not _runs_on(item):
                    blocks.append(text)
                    text = ""
            elif name == "tbl":
                blocks.append(self._table(item))
            elif name == "altChunk":
                self.found.add("an embedded page")
        return [*blocks, text] if text else blocks

    def _characters(self, element: etree._Element, paragraph: etree._Element, look: Look) -> Iterator[str]:
        """The text of a paragraph, without that of its text boxes."""
        for item in element:
            name = name_of(item)
            if item in self._prompts or _is_note_mark(item):
                continue
            if name == "r":
                yield from self._characters(item, paragraph, self.looks.of(item, paragraph))
            elif name in ("oMath", "oMathPara"):
                yield self._equation(item)
            elif name in ("fldChar", "instrText"):
                yield self.fields.take(name, item)
            elif not self.fields.shown:
                continue
            elif name == "t":
                yield self._shown(item.text or "", look)
            elif name in CHARACTERS:
                # Page and column breaks part no text.
                yield CHARACTERS[name] if attribute(item, "type") is None and not look.hidden else ""
            elif name == "sym":
                yield self._sign(item, look)
            elif name == "object":
                self.found.add("an embedded object")
            elif name not in LEFT_OUT and name != "txbxContent":
                yield from self._characters(item, paragraph, look)

    def _shown(self, text: str, look: Look) -> str:
        """A text as its run shows it; empty where it is hidden or struck out."""
        if look.hidden or look.struck:
            if text.strip():
                self.found.add("hidden text" if look.hidden else "struck-out text", text)
            return ""
        if look.font and is_of_signs(look.font):
            text = self._known_signs(in_font(text, look.font), look.font)
        text = text.upper() if look.capitals else text
        if look.position == "superscript":
            return raised(text)
        return lowered(text) if look.position == "subscript" else text

    def _sign(self, item: etree._Element, look: Look) -> str:
        code, font = attribute(item, "char") or "", attribute(item, "font") or look.font or ""
        if look.hidden or look.struck:
            return ""
        known = sign(font, int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{1,6}", code) else SUBSTITUTE
        return self._known_signs(known, f"{font} {code}")

    def _known_signs(self, text: str, source: str) -> str:
        if SUBSTITUTE in text:
            self.found.add("a sign that is not known", source)
        return text

    def _equation(self, item: etree._Element) -> str:
        text = on_one_line(item)
        self.found.add("an equation", text)
        return text

    def _table(self, element: etree._Element) -> Table:
        cells: list[Cell] = []
        above: dict[int, Cell] = {}
        number = 0
        for name, row in _children(element):
            properties = _properties(row, "trPr")
            if name != "tr" or "del" in properties:
                continue
            if "hidden" in properties:
                self.found.add("hidden rows", _plain(row))
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
                    cell.blocks = self.blocks(item)
                    self._note_picture(item, cell, cells)
                    cells.append(cell)
                    above[column] = cell
                column += cell.width
            number += 1
        return Table(cells, number)

    def _note_picture(self, item: etree._Element, cell: Cell, before: list[Cell]) -> None:
        """A cell that shows a picture and no text: told with the text of the cell before it."""
        if not cell.filled and any(name_of(part) in PICTURES for part in item.iter()):
            self.found.add("a picture in a cell", before[-1].text.strip() if before else "")


KINDS = {
    "hidden text": (SHOWN, SHOW),
    "hidden rows": ("rows that are shown", SHOW),
    "struck-out text": (SHOWN, SHOW),
    "a place that was not filled in": ("text", "read as blank"),
    "an equation": ("text", f"read on one line; {COMPARE}"),
    "a sign that is not known": ("a sign of the font's that forms use", f"written {SUBSTITUTE}; {COMPARE}"),
    "a picture in a cell": ("text", f"not read; {COMPARE}"),
    "an embedded object": ("text", f"not read; {COMPARE}"),
    "an embedded page": ("tables in the document itself", "not read; open it in Word and save it again"),
}


def _plain(element: etree._Element) -> str:
    return "".join(item.text or "" for item in element.iter("{*}t"))


def _is_note_mark(item: etree._Element) -> bool:
    """Whether a run is a mark that its author chose for a note, which stands in the text as any other."""
    notes = (*children(item, "footnoteReference"), *children(item, "endnoteReference"))
    return any(attribute(note, "customMarkFollows") in ("1", "true", "on") for note in notes)


def _runs_on(paragraph: etree._Element) -> bool:
    """Whether the mark that ends a paragraph was deleted, so that the next one goes on with it."""
    return child(paragraph, "pPr", "rPr", "del") is not None


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Its text boxes, without those that stand in another one of them."""
    for box in paragraph.iter("{*}txbxContent"):
        above = list(takewhile(lambda element: name_of(element) != "p", box.iterancestors()))
        if not any(name_of(element) == "Fallback" for element in above) and above[-1].getparent() is paragraph:
            yield box


def _cells(row: etree._Element) -> Iterator[tuple[etree._Element, dict[str, str | None]]]:
    """The cells of a row that were not deleted, with their properties."""
    for name, item in _children(row):
        properties = _properties(item, "tcPr")
        if name == "tc" and "cellDel" not in properties:
            yield item, properties


def _continues(properties: dict[str, str | None], merge: str) -> bool:
    """Whether a cell goes on with the merged cell above it or to its left."""
    return merge in properties and properties[merge] in (None, "continue")
