"""The characters of a PDF page from PDFium's text layer, as pdfplumber has them: none added, none left out."""

from __future__ import annotations

import math
from ctypes import addressof, byref, c_double, c_float, create_string_buffer
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from jixiao.documents.pdf_drawn import Unsure, bounds_of, colour_of, matrix_of
from jixiao.documents.pdf_fonts import Facts
from jixiao.documents.pdf_matrices import Matrix, applied, product

ADDED = frozenset("\r\n ")  # between words and lines, by PDFium
COPY = 0.15  # of its size that a copy of a text may lie apart
LEAST_GAP = 0.9  # of a blank's width, from which a gap may be one
OFF, MOST_OFF = 0.012, 0.15  # of a blank's width that each blank, and all together, may be off
NAME_BYTES = 256
LEAST_ROOM = 0.01  # points
ALIKE = 0.1  # of its size that two blanks of a font differ in width at least to be told apart
BLANKS = (" ", "\u3000", "\xa0")
Char = dict[str, Any]


class Font:
    """How far the characters of a font reach."""

    def __init__(self, font: Any, known: dict[str, Facts]):
        self._font = font
        self._widths: dict[str, float] = {}
        name, depth = create_string_buffer(NAME_BYTES), c_float()
        pdfium.FPDFFont_GetBaseFontName(font, name, NAME_BYTES)
        pdfium.FPDFFont_GetDescent(font, c_float(1), byref(depth))
        plain = Facts(-abs(depth.value), frozenset(" "))
        own = known.get(name.value.decode("utf-8", "replace").split("+")[-1], plain)
        self.depth = own.depth
        self.blanks = {letter: self.width(letter) for letter in own.blanks} or {" ": self.width(" ")}

    def blank(self, width: float) -> str:
        """Which blank has so much width, in sizes: PDFium makes a plain one of each."""
        near = sorted(self.blanks, key=lambda letter: abs(self.blanks[letter] - width))
        if len(near) > 1 and abs(self.blanks[near[0]] - self.blanks[near[1]]) < ALIKE:
            raise Unsure("blanks that look alike")
        return near[0]

    def width(self, letter: str) -> float:
        """Of a character, in sizes; 0 where that is not known."""
        if letter not in self._widths:
            width = c_float()
            pdfium.FPDFFont_GetGlyphWidth(self._font, ord(letter), c_float(1), byref(width))
            self._widths[letter] = width.value
        return self._widths[letter]


@dataclass
class Text:
    """What one instruction draws, and how its characters lie on the page."""

    item: Any
    font: Font
    to_page: Matrix

    def __post_init__(self) -> None:
        size = c_float()
        pdfium.FPDFTextObj_GetFontSize(self.item, byref(size))
        self.size = size.value
        self.matrix = product(matrix_of(self.item), self.to_page)
        self.colour = colour_of(self.item)
        self.chars: list[Char] = []
        self.starts: list[float] = []  # of the characters, along the text
        if any(map(self._is_replaced, range(pdfium.FPDFPageObj_CountMarks(self.item)))):
            raise Unsure("text that stands for another")
        a, b, c, d, *_ = self.matrix
        # A character's box is its advance along (a, b) by its height along (c, d).
        parts = abs(a * d), abs(b * c)
        area = parts[0] - parts[1] or 2 * parts[0] or 1.0
        self._by_width, self._by_height = abs(d) / area, -abs(c) / area if parts[0] != parts[1] else 0.0
        foot = self.font.depth * self.size
        across, down = sorted((c * foot, c * (foot + self.size))), sorted((d * foot, d * (foot + self.size)))
        self._ends = (*across, *down)
        self._scale = math.hypot(a, b) or 1.0

    def _is_replaced(self, number: int) -> bool:
        mark = pdfium.FPDFPageObj_GetMark(self.item, number)
        return pdfium.FPDFPageObjMark_GetParamValueType(mark, b"ActualText") != pdfium.FPDF_OBJECT_UNKNOWN

    def along(self, x: float, y: float) -> float:
        """How far along the text a point lies."""
        return (x * self.matrix[0] + y * self.matrix[1]) / self._scale

    def add(self, letter: str, x: float, y: float, width: float, height: float) -> None:
        """Add a character that begins at a point and takes so much room."""
        start = self.along(x, y)
        # What it takes or what it paints, whichever is more.
        room = width * self._by_width + height * self._by_height
        if self.starts and self.starts[-1] == start:  # two characters that are drawn as one
            self.chars[-1] = self._char(self.chars[-1]["text"] + letter, x, y, room)
            return
        if letter == " ":
            letter = self.font.blank(room / self.size)
        advance = self.font.width(letter) * self.size
        self.starts.append(start)
        self.chars.append(self._char(letter, x, y, advance if 0 < advance < room else room))

    def _char(self, text: str, x: float, y: float, advance: float) -> Char:
        a, b, c, d, *_ = self.matrix
        left, right, upper, lower = self._ends
        across, down = a * advance, b * advance
        top, bottom = y + upper + min(down, 0), y + lower + max(down, 0)
        return {
            "object_type": "char",
            "text": text,
            "x0": x + left + min(across, 0),
            "x1": x + right + max(across, 0),
            "top": top,
            "bottom": bottom,
            "size": bottom - top,
            "advance": advance,
            "matrix": (a, -b, c, -d, x, y),
            "non_stroking_color": self.colour,
        }

    def complete(self) -> None:
        """Put back the blanks that PDFium leaves out behind another, by the room that they take."""
        x0, y0, x1, y1 = bounds_of(self.item)
        end = max(self.along(*applied(self.to_page, corner)) for corner in ((x0, y0), (x0, y1), (x1, y0), (x1, y1)))
        pen = self.along(*self.matrix[4:])
        chars: list[Char] = []
        for char, at in zip(self.chars, self.starts, strict=True):
            if not chars or chars[-1]["text"] in BLANKS:
                chars += self._blanks(pen, at - pen)
            chars.append(char)
            pen = at + char["advance"] * self._scale
        if not chars:
            chars = self._blanks(pen, end - pen, further=1)
        elif chars[-1]["text"] in BLANKS:
            chars += self._blanks(pen, end - self.starts[-1])
        self.chars = chars

    def _blanks(self, start: float, gap: float, further: int = 0) -> list[Char]:
        """As many blanks as a gap holds, from a place on."""
        letter, width = min(self.font.blanks.items(), key=lambda blank: blank[1])
        width *= self.size
        number = gap / (width * self._scale) if width else gap / LEAST_ROOM
        if number < LEAST_GAP:
            number = 0
        if number + further and len(self.font.blanks) > 1:
            raise Unsure("a font of several blanks")
        if abs(number - round(number)) > min(OFF * number, MOST_OFF) or (number and not width):
            raise Unsure("a gap that is no number of blanks")
        a, b, _, _, e, f = self.matrix
        begin = (start - self.along(e, f)) / self._scale
        steps = (begin + width * index for index in range(round(number) + further))
        return [self._char(letter, e + a * step, f + b * step, width) for step in steps]

    def is_copy(self, other: Text) -> bool:
        """Whether another text draws the same in the same place and colour."""
        near = COPY * max(abs(part) for part in self.matrix[:4]) * self.size
        apart = (abs(own - others) for own, others in zip(self.matrix[4:], other.matrix[4:], strict=True))
        own, others = bounds_of(self.item), bounds_of(other.item)
        measures = (own[2] - own[0] - others[2] + others[0], own[3] - own[1] - others[3] + others[1])
        alike = self.size == other.size and self.matrix[:4] == other.matrix[:4] and self.colour == other.colour
        return alike and all(part <= near for part in apart) and all(abs(part) < 0.01 for part in measures)

    @property
    def is_inked(self) -> bool:
        """Whether anything is drawn."""
        x0, y0, x1, y1 = bounds_of(self.item)
        return x1 > x0 and y1 > y0


def characters(layer: Any, texts: dict[int, Text], to_page: Matrix) -> list[Char]:
    """The characters of texts, which are given by their addresses, in the order in which they are drawn."""
    _add_characters(layer, texts, to_page)
    seen = [text for text in texts.values() if text.chars]
    for text in texts.values():
        if not text.chars and text.is_inked:
            if not any(text.is_copy(other) for other in seen):
                raise Unsure("text that PDFium leaves out")
        else:
            text.complete()
    return [char for text in texts.values() for char in text.chars]


def _add_characters(layer: Any, texts: dict[int, Text], to_page: Matrix) -> None:
    x, y, box = c_double(), c_double(), pdfium.FS_RECTF()
    turned = to_page[0] == 0
    for number in range(pdfium.FPDFText_CountChars(layer)):
        item, letter = pdfium.FPDFText_GetTextObject(layer, number), chr(pdfium.FPDFText_GetUnicode(layer, number))
        if letter in ADDED and pdfium.FPDFText_IsGenerated(layer, number):
            continue
        text = texts.get(addressof(item.contents)) if item else None
        if text is None or letter < " " or letter > "\ufffd" or pdfium.FPDFText_HasUnicodeMapError(layer, number):
            raise Unsure("a character that PDFium does not know")
        pdfium.FPDFText_GetCharOrigin(layer, number, byref(x), byref(y))
        pdfium.FPDFText_GetLooseCharBox(layer, number, byref(box))
        width, height = box.right - box.left, box.top - box.bottom
        if turned:
            width, height = height, width
        text.add(letter, *applied(to_page, (x.value, y.value)), width, height)
