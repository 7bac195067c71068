"""The characters of a PDF page from PDFium's text layer, as pdfplumber has them: none added, none left out."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import compress
from typing import Any

import numpy as np

from jixiao.documents import pdf_calls as calls
from jixiao.documents.pdf_drawn import UnsureError
from jixiao.documents.pdf_fonts import Facts
from jixiao.documents.pdf_matrices import Matrix, applied, product

KNOWN = re.compile("[ -\ud7ff\ue000-\ufffd]*")  # not what PDFium makes of a hyphen at a line's end, nor half one
ADDED = frozenset("\r\n ")  # between words and lines, by PDFium
COPY = 0.15  # of its size that a copy of a text may lie apart
LEAST_GAP = 0.9  # of a blank's width, from which a gap may be one
OFF, MOST_OFF = 0.012, 0.15  # of a blank's width that each blank, and all together, may be off
LEAST_ROOM = 0.01  # points
ALIKE = 0.1  # of its size that two blanks of a font differ in width at least to be told apart
BLANKS = (" ", "\u3000", "\xa0")
Char = dict[str, Any]


class Font:
    """How far the characters of a font reach."""

    def __init__(self, font: int, known: dict[str, Facts]):
        self._font = font
        self._widths: dict[str, float] = {}
        own = known.get(calls.name_of(font).split("+")[-1])
        if own is None:
            raise UnsureError("a font of another name")
        self.depth = -abs(calls.descent_of(font)) if own.depth is None else own.depth
        blanks = {letter: self.width(letter) for letter in own.blanks or " "}
        self.blanks = {letter: width for letter, width in blanks.items() if width} or blanks
        self.has_blank, self.embedded = bool(own.blanks), own.embedded

    def blank(self, width: float) -> str:
        """Which blank has so much width, in sizes: PDFium makes a plain one of each."""
        near = sorted(self.blanks, key=lambda letter: abs(self.blanks[letter] - width))
        if len(near) > 1 and abs(self.blanks[near[0]] - self.blanks[near[1]]) < ALIKE:
            raise UnsureError("blanks that look alike")
        return near[0]

    def width(self, letter: str) -> float:
        """Of a character, in sizes; 0 where that is not known."""
        if letter not in self._widths:
            self._widths[letter] = calls.glyph_width(self._font, letter)
        return self._widths[letter]


@dataclass
class Text:
    """What one instruction draws, and how its characters lie on the page."""

    item: int
    font: Font
    to_page: Matrix

    def __post_init__(self) -> None:
        if calls.stands_for_another(self.item):
            raise UnsureError("text that stands for another")
        self.size = calls.font_size(self.item)
        self.matrix = product(calls.matrix_of(self.item), self.to_page)
        self.colour = calls.colour_of(self.item)
        self.chars: list[Char] = []
        self.starts: list[float] = []  # of the characters, along the text
        a, b, c, d, *_ = self.matrix
        # A character's box is its advance along (a, b) by its height along (c, d).
        upright, turned = abs(a * d), abs(b * c)
        area = upright - turned or 2 * upright or 1.0
        self._by_width, self._by_height = abs(d) / area, -abs(c) / area if upright != turned else 0.0
        self._takes_room = self.size != 0 and upright != turned
        foot = self.font.depth * self.size
        across, down = sorted((c * foot, c * (foot + self.size))), sorted((d * foot, d * (foot + self.size)))
        self._ends = (*across, *down)
        self._scale = math.hypot(a, b) or 1.0

    def along(self, x: float, y: float) -> float:
        """How far along the text a point lies."""
        return (x * self.matrix[0] + y * self.matrix[1]) / self._scale

    def add(self, letter: str, x: float, y: float, width: float, height: float) -> None:
        """Add a character that begins at a point and takes so much room."""
        start = (x * self.matrix[0] + y * self.matrix[1]) / self._scale
        # What it takes or what it paints, whichever is more.
        room = width * self._by_width + height * self._by_height
        if self.starts and self.starts[-1] == start:  # two characters that are drawn as one
            self.chars[-1] = self._char(self.chars[-1]["text"] + letter, x, y, room)
            return
        if letter == " ":
            letter = self.font.blank(room / (self.size or 1.0))
        advance = self.font.width(letter) * self.size
        if not 0 < abs(advance) < room:
            advance = math.copysign(room, self.size)
        self.starts.append(start)
        self.chars.append(self._char(letter, x, y, advance))

    def _char(self, text: str, x: float, y: float, advance: float) -> Char:
        a, b, c, d, *_ = self.matrix
        left, right, upper, lower = self._ends
        across, down = a * advance, b * advance
        top, bottom = (y + upper + down, y + lower) if down < 0 else (y + upper, y + lower + down)
        return {
            "object_type": "char",
            "text": text,
            "x0": x + left + across if across < 0 else x + left,
            "x1": x + right if across < 0 else x + right + across,
            "top": top,
            "bottom": bottom,
            "size": bottom - top,
            "advance": advance,
            "matrix": (a, -b, c, -d, x, y),
            "non_stroking_color": self.colour,
        }

    def complete(self) -> None:
        """Put back the blanks that PDFium leaves out behind another, by the room that they take."""
        pen = self.along(*self.matrix[4:])
        chars: list[Char] = []
        for char, at in zip(self.chars, self.starts, strict=True):
            if (not chars or chars[-1]["text"] in BLANKS) and at - pen > LEAST_ROOM:
                chars += self._blanks(pen, at - pen)
            chars.append(char)
            pen = at + char["advance"] * self._scale
        if not chars:
            if not self._takes_room:
                raise UnsureError("text without size")
            chars = self._blanks(pen, self._end() - pen, further=1)
        elif chars[-1]["text"] in BLANKS:
            chars += self._blanks(pen, self._end() - self.starts[-1])
        self.chars = chars

    def _end(self) -> float:
        """How far along the text the last character begins, or ends if it paints anything."""
        x0, y0, x1, y1 = calls.bounds_of(self.item)
        return max(self.along(*applied(self.to_page, corner)) for corner in ((x0, y0), (x0, y1), (x1, y0), (x1, y1)))

    def _blanks(self, start: float, gap: float, further: int = 0) -> list[Char]:
        """As many blanks as a gap holds, from a place on."""
        letter, width = min(self.font.blanks.items(), key=lambda blank: blank[1])
        width *= self.size
        number = gap / (width * self._scale) if width else gap / LEAST_ROOM
        if number < LEAST_GAP:
            number = 0
        if number + further and (len(self.font.blanks) > 1 or not self.font.has_blank):
            raise UnsureError("a font of several blanks, or of none")
        if abs(number - round(number)) > min(OFF * number, MOST_OFF) or (number and not width):
            raise UnsureError("a gap that is no number of blanks")
        a, b, _, _, e, f = self.matrix
        begin = (start - self.along(e, f)) / self._scale
        steps = (begin + width * index for index in range(round(number) + further))
        return [self._char(letter, e + a * step, f + b * step, width) for step in steps]

    def is_copy(self, other: Text) -> bool:
        """Whether another text draws the same in the same place and colour."""
        near = COPY * max(abs(part) for part in self.matrix[:4]) * self.size
        apart = (abs(own - others) for own, others in zip(self.matrix[4:], other.matrix[4:], strict=True))
        own, others = calls.bounds_of(self.item), calls.bounds_of(other.item)
        measures = (own[2] - own[0] - others[2] + others[0], own[3] - own[1] - others[3] + others[1])
        alike = self.size == other.size and self.matrix[:4] == other.matrix[:4] and self.colour == other.colour
        return alike and all(part <= near for part in apart) and all(abs(part) < 0.01 for part in measures)

    @property
    def is_inked(self) -> bool:
        """Whether anything is drawn."""
        x0, y0, x1, y1 = calls.bounds_of(self.item)
        return x1 > x0 and y1 > y0


def characters(layer: int, texts: dict[int, Text], to_page: Matrix) -> list[Char]:
    """The characters of texts, which are given by their addresses, in the order in which they are drawn."""
    _add_characters(layer, texts, to_page)
    seen = [text for text in texts.values() if text.chars]
    painting = {id(text.font) for text in seen if text.font.embedded and text.is_inked}
    for text in texts.values():
        if text.chars or (not text.is_inked and id(text.font) in painting):
            text.complete()
        elif not any(text.is_copy(other) for other in seen):
            raise UnsureError("text that PDFium leaves out")
    return [char for text in texts.values() for char in text.chars]


@np.errstate(invalid="ignore")  # of what lies at no place; as Python counts
def _add_characters(layer: int, texts: dict[int, Text], to_page: Matrix) -> None:
    letters = calls.letters_in(layer)
    own = [letter not in ADDED or not calls.is_generated(layer, number) for number, letter in enumerate(letters)]
    if not KNOWN.fullmatch("".join(compress(letters, own))) or calls.has_map_errors(layer):
        raise UnsureError("a character that PDFium does not know")
    a, b, c, d, e, f = to_page
    x, y = calls.origins_in(layer)
    rooms = calls.rooms_in(layer)
    width, height = rooms if a else rooms[::-1]  # a page may be turned
    places = (column.tolist() for column in (a * x + c * y + e, b * x + d * y + f, width, height))
    drawn, text = 0, None
    for letter, item, *place in compress(zip(letters, calls.texts_in(layer), *places, strict=True), own):
        if item != drawn:
            drawn, text = item, texts.get(item)
        if text is None:
            raise UnsureError("a character of no text")
        text.add(letter, *place)
