"""The characters of a PDF page from PDFium's text layer, as pdfplumber has them: none added, none left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, compress

import numpy as np

from jixiao.documents import pdf_calls as calls
from jixiao.documents.pdf_characters import Characters
from jixiao.documents.pdf_drawn import UnsureError
from jixiao.documents.pdf_drawn_text import Font, Seen, Text
from jixiao.documents.pdf_matrices import Matrix

KNOWN = re.compile("[ -\ud7ff\ue000-\ufffd]*")  # not what PDFium makes of a hyphen at a line's end, nor half one
ADDED = frozenset("\r\n ")  # between words and lines, by PDFium


@dataclass
class Drawn:
    """Characters in columns: the number of their text, what they say, where on the page they begin, their advance.

    An advance is that of the font, before the text is turned or stretched.
    """

    text: np.ndarray
    letter: np.ndarray
    x: np.ndarray
    y: np.ndarray
    advance: np.ndarray


class Layer:
    """The texts of a page, and in columns how each lies on it.

    Parameters
    ----------
    texts : dict
        By their addresses, in the order in which they are drawn.
    to_page : Matrix
        What moves the format's points to those of the page.
    """

    def __init__(self, texts: dict[int, Text], to_page: Matrix):
        self.texts, self.to_page = list(texts.values()), to_page
        self.numbers: dict[int | None, int] = {item: number for number, item in enumerate(texts)}
        self.matrices = np.array([text.matrix for text in self.texts], dtype=float).reshape(-1, 6).T
        self.sizes = np.array([text.size for text in self.texts], dtype=float)
        self.scales = np.array([text.scale for text in self.texts], dtype=float)

    @np.errstate(invalid="ignore")  # of what lies at no place; as Python counts
    def characters(self, layer: int) -> Characters:
        """The characters of the texts, given the address of what PDFium has of the page."""
        return self._placed(self._completed(self._advancing(self._as_one(self._seen(layer)))))

    def _seen(self, layer: int) -> Drawn:
        """The characters of one text after the other, without what PDFium adds; what each takes for its advance."""
        letters = calls.letters_in(layer)
        own = [letter not in ADDED or not calls.is_generated(layer, number) for number, letter in enumerate(letters)]
        if not KNOWN.fullmatch("".join(compress(letters, own))) or calls.has_map_errors(layer):
            raise UnsureError("a character that PDFium does not know")
        text = np.array([self.numbers.get(item, -1) for item in calls.texts_in(layer)], dtype=int)
        order = np.argsort(text, kind="stable")
        order = order[np.array(own, dtype=bool)[order]]
        text, (x, y) = text[order], calls.origins_in(layer)[:, order]
        if (text < 0).any():
            raise UnsureError("a character of no text")
        a, b, c, d, e, f = self.to_page
        width, height = calls.rooms_in(layer)[:: 1 if a else -1, order]  # a page may be turned
        letter = np.array(letters, dtype=object)[order]
        return Drawn(text, letter, a * x + c * y + e, b * x + d * y + f, self._room(text, width, height))

    def _room(self, text: np.ndarray, width: np.ndarray, height: np.ndarray) -> np.ndarray:
        """What characters take or paint along their texts, whichever is more, given what they do across and down.

        A character's box is its advance along (a, b) by its height along (c, d).
        """
        a, b, c, d, *_ = self.matrices
        upright, turned = np.abs(a * d), np.abs(b * c)
        area = np.where(upright == turned, 2 * upright, upright - turned)
        area[area == 0] = 1
        by_width, by_height = np.abs(d) / area, np.where(upright == turned, 0, -np.abs(c) / area)
        return width * by_width[text] + height * by_height[text]

    def _along(self, drawn: Drawn) -> np.ndarray:
        """How far along its text each character begins."""
        a, b, *_ = self.matrices[:, drawn.text]
        return (drawn.x * a + drawn.y * b) / self.scales[drawn.text]

    def _as_one(self, drawn: Drawn) -> Drawn:
        """What is drawn as one character, as ligatures are, as one that says several."""
        further = (np.diff(drawn.text) == 0) & (np.diff(self._along(drawn)) == 0)
        if not further.any():
            return drawn
        first, last = np.flatnonzero(~np.append(False, further)), np.flatnonzero(~np.append(further, False))
        said = ["".join(drawn.letter[start : end + 1]) for start, end in zip(first, last, strict=True)]
        return Drawn(drawn.text[last], np.array(said, dtype=object), drawn.x[last], drawn.y[last], drawn.advance[last])

    def _advancing(self, drawn: Drawn) -> Drawn:
        """The characters with their own advances where their fonts tell these, and with the blanks that they are."""
        fonts = [self.texts[number].font for number in drawn.text.tolist()]
        sizes, room = self.sizes[drawn.text], drawn.advance
        for place in np.flatnonzero(drawn.letter == " ").tolist():
            drawn.letter[place] = fonts[place].blank(room[place] / (sizes[place] or 1.0))
        pairs = list(zip(fonts, drawn.letter.tolist(), strict=True))
        widths = {(font, letter): font.width(letter) for font, letter in set(pairs)}
        told = np.array([widths[pair] for pair in pairs], dtype=float) * sizes
        known = (np.abs(told) > 0) & (np.abs(told) < room)
        drawn.advance = np.where(known, told, np.copysign(room, sizes))
        return drawn

    def _completed(self, drawn: Drawn) -> Drawn:
        """The characters and the blanks that PDFium leaves out."""
        missing = list(self._missing(drawn))
        if not missing:
            return drawn
        places, numbers, letters, starts = map(list, zip(*missing, strict=True))
        a, b, _, _, e, f = self.matrices[:, numbers]
        scales = self.scales[numbers]
        steps = (np.array(starts) - (e * a + f * b) / scales) / scales
        widths = [self.texts[number].font.width(letter) for number, letter in zip(numbers, letters, strict=True)]
        blanks = numbers, letters, e + a * steps, f + b * steps, np.array(widths) * self.sizes[numbers]
        columns = drawn.text, drawn.letter, drawn.x, drawn.y, drawn.advance
        return Drawn(*(np.insert(own, places, further) for own, further in zip(columns, blanks, strict=True)))

    def _missing(self, drawn: Drawn) -> Iterator[tuple[int, int, str, float]]:
        """Before which character a blank is missing, of which text, which one, and where along the text it begins."""
        starts = self._along(drawn)
        columns = drawn.letter.tolist(), starts.tolist(), (starts + drawn.advance * self.scales[drawn.text]).tolist()
        counts = np.bincount(drawn.text, minlength=len(self.texts)).tolist()
        drawing = [text for text, count in zip(self.texts, counts, strict=True) if count]
        painting = _painting(drawing) if len(drawing) < len(self.texts) else set()
        for number, (text, count, end) in enumerate(zip(self.texts, counts, accumulate(counts), strict=True)):
            if count or (not text.is_inked and text.font in painting):
                seen = Seen(*(column[end - count : end] for column in columns))
                for place, letter, start in text.missing(seen):
                    yield end - count + place, number, letter, start
            elif not any(text.is_copy(other) for other in drawing):
                raise UnsureError("text that PDFium leaves out")

    def _placed(self, drawn: Drawn) -> Characters:
        """The characters with the boxes that they take on the page."""
        a, b, c, d, *_ = self.matrices
        foot = np.array([text.font.depth for text in self.texts], dtype=float) * self.sizes
        head, of = foot + self.sizes, drawn.text
        across, down = a[of] * drawn.advance, b[of] * drawn.advance
        x0 = drawn.x + np.minimum(c * foot, c * head)[of] + np.minimum(across, 0)
        x1 = drawn.x + np.maximum(c * foot, c * head)[of] + np.maximum(across, 0)
        top = drawn.y + np.minimum(d * foot, d * head)[of] + np.minimum(down, 0)
        bottom = drawn.y + np.maximum(d * foot, d * head)[of] + np.maximum(down, 0)
        light = np.array([text.colour for text in self.texts], dtype=float).reshape(-1, 3).min(axis=1)[of]
        layered = np.zeros(len(of), dtype=bool)
        return Characters(drawn.letter, x0, x1, top, bottom, bottom - top, a[of], -b[of], light, layered)


def _painting(texts: Iterable[Text]) -> set[Font]:
    """The fonts in which one of the texts is painted, if they are there."""
    fonts: set[Font] = set()
    for text in texts:
        if text.font not in fonts and text.font.embedded and text.is_inked:
            fonts.add(text.font)
    return fonts
