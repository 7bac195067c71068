"""A PDF page whose objects PDFium finds, many times faster than pdfminer; pdfminer where PDFium is not sure."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ctypes import addressof
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from pdfminer.pdftypes import stream_value
from pdfplumber.page import Page

from jixiao.documents.pdf_calls import ONE_AT_A_TIME, font_of
from jixiao.documents.pdf_characters import Characters, in_columns
from jixiao.documents.pdf_drawn import Objects, UnsureError, objects_in, picture, shapes
from jixiao.documents.pdf_drawn_text import Font, Text
from jixiao.documents.pdf_fonts import Facts, Fonts
from jixiao.documents.pdf_instructions import shown
from jixiao.documents.pdf_layer import Layer
from jixiao.documents.pdf_matrices import Matrix, product

LEAST_DRAWN = 0.5  # of the instructions that show text; empty ones draw nothing


@dataclass(frozen=True)
class Drawing:
    """A document as PDFium has it, and what its fonts say."""

    document: pypdfium2.PdfDocument
    fonts: Fonts = field(default_factory=Fonts)


@contextmanager
def opened_by_pdfium(raw: bytes, pages: int) -> Iterator[Drawing | None]:
    """A document as PDFium reads it; None where it cannot, or sees another number of pages."""
    document = None
    with suppress(pypdfium2.PdfiumError), ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(raw)
    try:
        yield Drawing(document) if document and len(document) == pages else None
    finally:
        if document:
            with ONE_AT_A_TIME:
                document.close()


class DrawnPage(Page):
    """A page of pdfplumber, read by PDFium.

    Parameters
    ----------
    page : Page
        As pdfplumber has it.
    drawing : Drawing, optional
        The same document, opened by PDFium; without it pdfminer reads the page.
    by_pdfminer : bool
        Whether pdfminer is to read the page: it gives characters the tags that they are marked with, and of damaged
        streams what can be had.
    """

    def __init__(self, page: Page, drawing: Drawing | None, *, by_pdfminer: bool = False):
        super().__init__(page.pdf, page.page_obj, page.page_number)
        self.drawing, self.by_pdfminer = drawing, by_pdfminer

    @property
    def characters(self) -> Characters:
        """The characters of the page."""
        return self.found[1]

    def parse_objects(self) -> Objects:
        """What is on the page besides, by kinds."""
        return self.found[0]

    @cached_property
    def found(self) -> tuple[Objects, Characters]:
        """What is on the page: lines, boxes, curves and pictures by kinds, and characters."""
        if not self.by_pdfminer:
            with suppress(UnsureError, pypdfium2.PdfiumError):
                return self.drawn()
        objects = super().parse_objects()
        return objects, in_columns(objects.get("char", []))

    def drawn(self) -> tuple[Objects, Characters]:
        """What PDFium finds on the page.

        Raises
        ------
        UnsureError
            Where that may be less, or something else, than what the page holds.
        """
        known = self._known_fonts()
        if known is None:
            raise UnsureError("a font or a pattern that PDFium may not know")
        operands = shown(stream_value(stream).get_data() for stream in self.page_obj.contents)
        objects: Objects = {kind: [] for kind in ("line", "rect", "curve", "image")}
        texts: dict[int, Text] = {}
        fonts: dict[int, Font] = {}
        to_page = self.to_page
        with self.opened() as page:
            for kind, item, within in objects_in(addressof(page.raw.contents), to_page):
                if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                    if (font := font_of(item)) not in fonts:
                        fonts[font] = Font(font, known)
                    texts[item] = Text(item, fonts[font], within)
                elif kind == pdfium.FPDF_PAGEOBJ_PATH:
                    for shape in shapes(item, within):
                        objects[shape["object_type"]].append(shape)
                elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                    objects["image"].append(picture(item, within))
            if len(texts) < LEAST_DRAWN * len(operands):
                raise UnsureError("instructions that PDFium passes over")
            if len(texts) == len(operands) and all(text.to_page is to_page for text in texts.values()):
                for text, operand in zip(texts.values(), operands, strict=True):
                    text.operand = operand
            layer = page.get_textpage()
            try:
                return objects, Layer(texts, to_page).characters(addressof(layer.raw.contents))
            finally:
                layer.close()

    def _known_fonts(self) -> dict[str, Facts] | None:
        try:
            return self.drawing.fonts.of(self.page_obj.resources) if self.drawing else None
        except Exception:  # whatever a broken font makes of pdfminer: it says so when it reads the page
            return None

    @contextmanager
    def opened(self) -> Iterator[Any]:
        """The page as PDFium has it, for no other thread meanwhile."""
        if self.drawing is None:
            raise UnsureError("a document that PDFium cannot read")
        with ONE_AT_A_TIME:
            page = self.drawing.document[self.page_number - 1]
            try:
                yield page
            finally:
                page.close()

    @property
    def to_page(self) -> Matrix:
        """What moves the format's points to those counted from the upper left corner, as pdfplumber has them."""
        x0, y0, x1, y1 = self.page_obj.mediabox
        turns: dict[int, Matrix] = {
            90: (0, -1, 1, 0, -y0, x1),
            180: (-1, 0, 0, -1, x1, y1),
            270: (0, 1, -1, 0, y1, -x0),
        }
        turn = turns.get(self.page_obj.rotate, (1, 0, 0, 1, -x0, -y0))
        return product(turn, (1, 0, 0, -1, self.mediabox[0], self.height + self.mediabox[1]))
