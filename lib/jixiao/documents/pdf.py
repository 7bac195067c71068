"""PDF documents to paragraphs and grids: ruled tables by their lines, one grid where they run over pages."""

from __future__ import annotations

import io
import logging
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect, PDFXRefFallback
from pdfplumber.utils.exceptions import PdfminerException

from jixiao.documents.content import Content, Doubt, Grid, Piece, quote
from jixiao.documents.findings import Findings
from jixiao.documents.limits import PAGES, PDF_SECONDS, RefusedError, check
from jixiao.documents.margins import PAGE_NUMBER
from jixiao.documents.pdf_annotations import flattened, has_layers_off, has_typed
from jixiao.documents.pdf_characters import Characters
from jixiao.documents.pdf_chars import DAMAGED, KINDS, is_scanned, shown_chars
from jixiao.documents.pdf_limits import check_edges, check_page, check_streams
from jixiao.documents.pdf_page import DrawnPage, opened_by_pdfium
from jixiao.documents.pdf_rulings import ruled_tables
from jixiao.documents.pdf_tables import Box, Part, fill, grid
from jixiao.documents.pdf_text import Line, paragraphs
from jixiao.documents.pdf_unruled import without_tables

MARGIN = 0.08  # of a page's height, above and below
BREAK = 40  # points that may stay free above a page break besides the row that did not fit
TEXT_WIDTH = 0.6  # of a page's width that running text reaches at least before it wraps
UNREADABLE_SHARE = 0.1  # of the characters
RUNNING_PAGES = 2

# It logs each oddity of a file, which are many in files that read well.
logging.getLogger("pdfminer").setLevel(logging.ERROR)


@dataclass
class Leaf:
    """A page's tables and the lines outside them, from top to bottom."""

    number: int
    width: float
    height: float
    blocks: list[Line | Part]
    pictures: bool

    @property
    def bottom(self) -> float:
        """Where its content ends."""
        return max((block.bottom for block in self.blocks), default=0)


def read_pdf(raw: bytes) -> Content:
    """Take a PDF document apart."""
    whole = check_streams(raw)
    found = Findings(KINDS)
    leaves = list(_leaves(raw, found, whole=whole))
    doubts = _drop_edges(leaves)
    if not any(leaf.blocks for leaf in leaves):
        raise RefusedError(
            "a PDF without text: a scan", expected="text", remedy="have its text recognised, or ask for the document"
        )
    doubts += [
        Doubt(f"page {leaf.number}", "a page without text", "text", "not read; compare with the document")
        for leaf in leaves
        if not leaf.blocks and leaf.pictures
    ]
    return Content("pdf", list(_blocks(leaves)), [*doubts, *found.doubts()])


def _leaves(raw: bytes, found: Findings, *, whole: bool) -> Iterator[Leaf]:
    start, unreadable, total = time.monotonic(), 0, 0
    document = _opened(raw)
    check(len(document.pages), PAGES, "pages")
    if any(has_typed(page) for page in document.pages):
        document.close()
        raw = flattened(raw)
        document = _opened(raw)
    with document, opened_by_pdfium(raw, len(document.pages)) as drawn:
        layered = has_layers_off(document)
        whole = whole and not any(isinstance(table, PDFXRefFallback) for table in document.doc.xrefs)
        for plain in document.pages:
            check(time.monotonic() - start, PDF_SECONDS, "seconds of reading")
            check_page(plain)
            page = _upright(DrawnPage(plain, drawn, by_pdfminer=layered or not whole))
            chars = shown_chars(page, found)
            unreadable += chars.text.tolist().count(DAMAGED)
            total += len(chars)
            if layered and chars.layered.any():
                found.add("text in layers, of which some are switched off", f"page {page.page_number}")
            if len(chars) and is_scanned(page):
                found.add("text recognised in a picture", f"page {page.page_number}")
            yield _leaf(page, chars, found)
            page.close()
    if unreadable > UNREADABLE_SHARE * total:
        raise RefusedError(
            "a PDF whose font does not say which characters it shows", remedy="ask for the document, or save it again"
        )


def _opened(raw: bytes) -> pdfplumber.PDF:
    try:
        return pdfplumber.open(io.BytesIO(raw))
    except PdfminerException as error:
        if isinstance(error.args[0], PDFPasswordIncorrect):
            raise RefusedError("encrypted", remedy="save it without a password") from None
        raise


def _upright(page: DrawnPage) -> DrawnPage:
    """The page turned so that most of its characters stand upright."""
    chars = page.characters
    upright = np.where(chars.across >= 0, 0, 180)
    turned = np.where(chars.up > 0, 90, 270)
    turns = Counter(np.where(np.abs(chars.across) >= np.abs(chars.up), upright, turned).tolist())
    turn = turns.most_common(1)[0][0] if turns else 0
    if turn == 0:
        return page
    page.page_obj.rotate = page.page_obj.attrs["Rotate"] = (page.rotation + turn) % 360
    return DrawnPage(page, page.drawing, by_pdfminer=page.by_pdfminer)


def _leaf(page: DrawnPage, chars: Characters, found: Findings) -> Leaf:
    check_edges(page)
    # A page break may leave the cells that it cuts without a ruling above or below: their sides end there.
    sides = [edge for edge in page.edges if edge["orientation"] == "v"]
    ends = [min(edge["top"] for edge in sides), max(edge["bottom"] for edge in sides)] if sides else []
    boxes = [[Box(*cell) for cell in cells] for cells in ruled_tables(page, ends)]
    outside = fill([box for own in boxes for box in own], chars, page.page_number)
    for own in boxes:
        if any(not box.lines and _is_within(picture, box) for picture in page.images for box in own):
            found.add("a picture in a cell", f"page {page.page_number}")
    tables = [Part(page.page_number, number, own) for number, own in enumerate(boxes, 1)]
    running, unruled, told = without_tables(outside, page.page_number, len(tables))
    for text in told:
        found.add("a table without ruled lines", f"page {page.page_number}: {quote(text, 40)}")
    blocks: list[Line | Part] = [*running, *tables, *unruled]
    blocks.sort(key=lambda block: block.top)
    return Leaf(page.page_number, page.width, page.height, blocks, bool(page.images))


def _is_within(picture: dict, box: Box) -> bool:
    x, y = (picture["x0"] + picture["x1"]) / 2, (picture["top"] + picture["bottom"]) / 2
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom


def _drop_edges(leaves: list[Leaf]) -> list[Doubt]:
    """Take away page numbers, and lines that stand at the edge of most pages, whatever their numbers."""
    edges = [(leaf, line) for leaf in leaves for line in leaf.blocks if isinstance(line, Line) and _at_edge(line, leaf)]
    texts = {line: re.sub(r"\d", "", line.text) for _, line in edges}
    counts = Counter(texts.values())
    doubts: dict[str, Doubt] = {}
    for leaf, line in edges:
        number = PAGE_NUMBER.fullmatch(line.text)
        if number or counts[texts[line]] >= max(RUNNING_PAGES, len(leaves) / 2):
            leaf.blocks.remove(line)
            if not number:
                expected, remedy = "text that stands once", "not read: a heading or foot of pages"
                doubts.setdefault(texts[line], Doubt(f"page {leaf.number}", quote(line.text), expected, remedy))
    return list(doubts.values())


def _at_edge(line: Line, leaf: Leaf) -> bool:
    return line.bottom < MARGIN * leaf.height or line.top > (1 - MARGIN) * leaf.height


def _blocks(leaves: list[Leaf]) -> Iterator[Piece | Grid]:
    running: list[Line] = []
    parts: list[Part] = []
    end, margins = _end(leaves), _margins(leaves)
    for block in (block for leaf in leaves for block in leaf.blocks):
        if parts and not (isinstance(block, Part) and _goes_on(parts, block, end)):
            yield grid(parts)
            parts = []
        if isinstance(block, Line):
            running.append(block)
            continue
        yield from _paragraphs(running, margins)
        running = []
        if parts:
            block.follow(parts)
        parts.append(block)
    if parts:
        yield grid(parts)
    yield from _paragraphs(running, margins)


def _end(leaves: list[Leaf]) -> float:
    """Where a page is full: where the fullest ends, or about as far from its foot as pages begin from their head."""
    head = min(block.top for leaf in leaves for block in leaf.blocks)
    return max(max(leaf.bottom, leaf.height * 0.95 - head) for leaf in leaves)


def _goes_on(parts: list[Part], block: Part, end: float) -> bool:
    """Whether a table continues one of the page before: it has its sides, and its next row did not fit there."""
    row = block.rows[min(1, len(block.rows) - 1)]
    height = max((box.bottom - box.top for box in row), default=0)
    return block.page == parts[-1].page + 1 and block.fits_under(parts[-1]) and end - parts[-1].bottom < height + BREAK


def _paragraphs(running: list[Line], margins: tuple[float, float]) -> list[Piece]:
    return [Piece(text, f"page {first.page}") for text, first in paragraphs(running, *margins)]


def _margins(leaves: list[Leaf]) -> tuple[float, float]:
    """Where text begins and ends: three long lines that end alike show it, else the widest block."""
    blocks = [block for leaf in leaves for block in leaf.blocks]
    left, right = min(block.x0 for block in blocks), max(block.x1 for block in blocks)
    ends = sorted((block for block in blocks if isinstance(block, Line)), key=lambda line: -line.x1)
    alike = (first.x1 for first, third in zip(ends, ends[2:], strict=False) if first.x1 - third.x1 < 1.5 * first.size)
    least = TEXT_WIDTH * max(leaf.width for leaf in leaves)
    return left, max(least, next(alike, right))
