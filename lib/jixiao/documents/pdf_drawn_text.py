"""What the instructions of a PDF page draw as text, and the blanks in it that PDFium leaves out."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from jixiao.documents import pdf_calls as calls
from jixiao.documents.pdf_drawn import UnsureError
from jixiao.documents.pdf_fonts import Facts
from jixiao.documents.pdf_instructions import told
from jixiao.documents.pdf_matrices import Matrix, applied, product

COPY = 0.15  # of its size that a copy of a text may lie apart
LEAST_GAP = 0.9  # of a blank's width, from which a gap may be one
OFF, MOST_OFF = 0.012, 0.15  # of a blank's width that each blank, and all together, may be off
LEAST_ROOM = 0.01  # points
ALIKE = 0.1  # of its size that two blanks of a font differ in width at least to be told apart
BLANKS = frozenset(" \u3000\xa0")


class Seen(NamedTuple):
    """The characters of a text: what they say, and where along the text they begin and end."""

    letters: list[str]
    starts: list[float]
    ends: list[float]


class Blank(NamedTuple):
    """A blank that is missing: before which of the characters, which one, and where it begins along the text."""

    place: int
    letter: str
    start: float


class Font:
    """How far the characters of a font reach."""

    def __init__(self, font: int, known: dict[str, Facts]):
        self._font = font
        own = known.get(calls.name_of(font).split("+")[-1])
        if own is None:
            raise UnsureError("a font of another name")
        self.depth = -abs(calls.descent_of(font)) if own.depth is None else own.depth
        blanks = {letter: self.width(letter) for letter in own.blanks or " "}
        self.blanks = {letter: width for letter, width in blanks.items() if width} or blanks
        self.has_blank, self.embedded, self.code = bool(own.blanks), own.embedded, own.code

    def blank(self, width: float) -> str:
        """Which blank has so much width, in sizes: PDFium makes a plain one of each."""
        near = sorted(self.blanks, key=lambda letter: abs(self.blanks[letter] - width))
        if len(near) > 1 and abs(self.blanks[near[0]] - self.blanks[near[1]]) < ALIKE:
            raise UnsureError("blanks that look alike")
        return near[0]

    def width(self, letter: str) -> float:
        """Of a character, in sizes; 0 where that is not known, as of one that says several."""
        return calls.glyph_width(self._font, letter) if len(letter) == 1 else 0.0


@dataclass
class Text:
    """What one instruction draws."""

    item: int
    font: Font
    to_page: Matrix
    operand: bytes = b""  # what the instruction is given, where that is known

    def __post_init__(self) -> None:
        if calls.stands_for_another(self.item):
            raise UnsureError("text that stands for another")
        self.size = calls.font_size(self.item)
        self.matrix = product(calls.matrix_of(self.item), self.to_page)
        self.colour = calls.colour_of(self.item)
        self.scale = math.hypot(*self.matrix[:2]) or 1.0

    def along(self, x: float, y: float) -> float:
        """How far along the text a point lies."""
        return (x * self.matrix[0] + y * self.matrix[1]) / self.scale

    def missing(self, seen: Seen) -> list[Blank]:
        """The blanks that PDFium leaves out: behind another, or behind a gap."""
        codes = told(self.operand, self.font.code)
        blanks = self._blanks(seen, codes)
        if codes and len(codes) != len(seen.letters) + len(blanks):
            raise UnsureError("another number of characters than an instruction shows")
        return blanks

    def _blanks(self, seen: Seen, codes: Sequence[tuple[bytes, float]]) -> list[Blank]:
        has_blank = not BLANKS.isdisjoint(seen.letters)
        if seen.letters and not has_blank and seen.starts[0] - self._pen() <= LEAST_ROOM:
            return []
        blanks = self._as_told(seen, codes) if codes and has_blank else None
        return self._in_gaps(seen) if blanks is None else blanks

    def _in_gaps(self, seen: Seen) -> list[Blank]:
        """As many blanks as take the room between the characters."""
        pen, last = self._pen(), " "
        blanks: list[Blank] = []
        for place, (letter, start, end) in enumerate(zip(*seen, strict=True)):
            if last in BLANKS and start - pen > LEAST_ROOM:
                blanks += self._filling(place, pen, start - pen)
            pen, last = end, letter
        if not seen.letters:
            a, b, c, d, *_ = self.matrix
            if self.size == 0 or abs(a * d) == abs(b * c):
                raise UnsureError("text without size")
            return self._filling(0, pen, self._end() - pen, further=1)
        if last in BLANKS:
            blanks += self._filling(len(seen.letters), pen, self._end() - seen.starts[-1])
        return blanks

    def _as_told(self, seen: Seen, codes: Sequence[tuple[bytes, float]]) -> list[Blank] | None:
        """The blanks that the instruction tells of; None unless each character lies where it tells."""
        left = deque(zip(*seen, strict=True))
        at = pen = seen.starts[0]
        blanks: list[Blank] = []
        last, letter = b"", ""
        for number, (code, moved) in enumerate(codes):
            at = pen + moved / 1000 * self.size * self.scale if number else at
            if left and abs(left[0][1] - at) <= LEAST_ROOM:
                letter, at, pen = left.popleft()
            elif code == last and letter in BLANKS:
                blanks.append(Blank(len(seen.letters) - len(left), letter, at))
                pen = at + self.font.width(letter) * self.size * self.scale
            else:
                return None
            last = code
        whole = not left and (letter not in BLANKS or abs(self._end() - at) <= LEAST_ROOM)
        return blanks if whole else None

    def _pen(self) -> float:
        """Where along itself the text begins."""
        return self.along(*self.matrix[4:])

    def _end(self) -> float:
        """How far along the text the last character begins, or ends if it paints anything."""
        x0, y0, x1, y1 = calls.bounds_of(self.item)
        return max(self.along(*applied(self.to_page, corner)) for corner in ((x0, y0), (x0, y1), (x1, y0), (x1, y1)))

    def _filling(self, place: int, start: float, gap: float, further: int = 0) -> list[Blank]:
        """As many blanks as a gap holds."""
        letter, width = min(self.font.blanks.items(), key=lambda blank: blank[1])
        width *= self.size
        number = gap / (width * self.scale) if width else gap / LEAST_ROOM
        if number < LEAST_GAP:
            number = 0
        if number + further and (len(self.font.blanks) > 1 or not self.font.has_blank):
            raise UnsureError("a font of several blanks, or of none")
        if abs(number - round(number)) > min(OFF * number, MOST_OFF) or (number and not width):
            raise UnsureError("a gap that is no number of blanks")
        return [Blank(place, letter, start + width * self.scale * index) for index in range(round(number) + further)]

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
