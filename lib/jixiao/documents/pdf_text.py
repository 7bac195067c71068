"""Characters of a PDF page to lines, and lines to text: a line that ends where the next word did not fit goes on."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from jixiao.documents.list_numbers import LIST_NUMBER
from jixiao.documents.pdf_characters import Characters

# What must not part from its neighbour at a line's end: opening brackets, a word or character, closing punctuation.
# A number stays with its unit.
WORD = re.compile(
    r"[“‘（《〈【「\[(]*(?:[A-Za-z0-9.,%/+-]+(?:(?<=\d)[^\W\d]{1,2})?|.)[，。、；：？！）》〉】」”’\])%]*", re.DOTALL
)
LETTERS = re.compile(r"[A-Za-z]")
# Some programs write radicals for the characters that look like them; no other character is changed.
_ALIKE = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_ALIKE |= dict(
    zip(
        "⼾⺟⺠⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
        "户母民西见角贝车长门青页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
        strict=True,
    )
)
RADICALS = str.maketrans(_ALIKE)
SPACING = 0.25  # characters; set between Chinese and other letters
FIRST_INDENT = 1.5  # characters; a paragraph's first line is set in by two
PARAGRAPH_GAP = 0.4  # characters more than between lines that stand closest


@dataclass(eq=False)
class Line:
    """Characters side by side, in points from the page's top left corner; spaces around it left out."""

    text: str
    page: int
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    rights: list[float]  # where its characters end

    @property
    def first_word(self) -> float:
        """The width of its first word and of the space set before it: a line above had less room left."""
        length = next(WORD.finditer(self.text)).end()
        return self.rights[min(length, len(self.rights)) - 1] - self.x0 + SPACING * self.size


def in_lines(chars: Characters, boxes: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Which characters follow each other, line by line from top to bottom, and the line of each, in numbers.

    Parameters
    ----------
    chars : Characters
    boxes : array of int, optional
        What each stands in: there its line ends, and lines are in the order of boxes.

    Returns
    -------
    order, lines : array of int
        Blanks at the ends of lines are left out.
    """
    boxes = np.zeros(len(chars), dtype=int) if boxes is None else boxes
    order = np.lexsort((chars.middle, boxes))
    close = (np.diff(chars.middle[order]) < 0.4 * chars.size[order][1:]) & (np.diff(boxes[order]) == 0)
    lines = np.append(np.zeros(min(len(order), 1), dtype=int), np.cumsum(~close))
    order = order[np.lexsort((chars.x0[order], lines))]
    filled, places = np.flatnonzero(chars.filled[order]), np.arange(len(order))
    known = np.concatenate([[-1], lines[filled], [-2]])
    inner = known[np.searchsorted(filled, places, "right")] == known[np.searchsorted(filled, places) + 1]
    return order[inner], lines[inner]


def together(chars: Characters, lines: np.ndarray, page: int) -> list[Line]:
    """Characters as lines, given the number of the line of each."""
    if not len(chars):
        return []
    starts = first_of_each(lines)
    ends = [*starts[1:].tolist(), len(chars)]
    parts, rights = _with_gaps(chars, lines), chars.x1.tolist()
    least = (np.minimum.reduceat(column, starts).tolist() for column in (chars.x0, chars.top))
    most = (np.maximum.reduceat(column, starts).tolist() for column in (chars.x1, chars.bottom, chars.size))
    return [
        Line("".join(parts[start:end]).translate(RADICALS), page, x0, x1, top, bottom, size, rights[start:end])
        for start, end, x0, top, x1, bottom, size in zip(starts.tolist(), ends, *least, *most, strict=True)
    ]


def first_of_each(numbers: np.ndarray) -> np.ndarray:
    """Where each run of equal numbers begins."""
    return np.flatnonzero(np.diff(numbers, prepend=-1))


def cell_text(parts: list[Line], width: float) -> str:
    """The text of a cell; ``width`` is the room in it, in points."""
    return _joined(parts, [before.x1 - before.x0 + after.first_word > width for before, after in pairwise(parts)])


def paragraphs(parts: list[Line], left: float, right: float) -> list[tuple[str, Line]]:
    """Running text set between two margins as paragraphs, each with its first line."""
    groups: list[list[Line]] = []
    gaps = [after.top - before.bottom for before, after in pairwise(parts) if before.page == after.page]
    usual = min(gaps, default=0)
    for line in parts:
        if groups and _goes_on(groups[-1][-1], line, left, right, usual):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [(_joined(group, [True] * (len(group) - 1)), group[0]) for group in groups]


def continues(before: Line, after: Line, width: float) -> bool:
    """Whether a line of a cell goes on with the line before it, rather than begins again."""
    full = before.x1 - before.x0 + after.first_word > width
    return full and not LIST_NUMBER.match(after.text)


def _goes_on(before: Line, after: Line, left: float, right: float, usual: float) -> bool:
    indented = after.x0 - left > FIRST_INDENT * after.size
    apart = before.page == after.page and after.top - before.bottom > usual + PARAGRAPH_GAP * after.size
    full = before.x1 + after.first_word > right
    return full and not (indented or apart or LIST_NUMBER.match(after.text)) and abs(before.size - after.size) < 1


def _joined(parts: list[Line], full: list[bool]) -> str:
    text = parts[0].text if parts else ""
    for (before, after), goes_on in zip(pairwise(parts), full, strict=True):
        if not goes_on or LIST_NUMBER.match(after.text):
            text += "\n"
        elif LETTERS.match(before.text[-1]) and LETTERS.match(after.text[0]):
            text += " "
        text += after.text
    return text


def _with_gaps(chars: Characters, lines: np.ndarray) -> list[str]:
    """What characters say, a space before those behind a gap that is wider than one of them."""
    parts = chars.text.tolist()
    gaps = chars.x0[1:] - chars.x1[:-1]
    apart = (gaps > 0.25 * chars.size[1:]) & (np.diff(lines) == 0)
    for place in np.flatnonzero(apart).tolist():
        last, text = parts[place][-1:], parts[place + 1]
        # Letters and digits stand closer together than Chinese characters.
        wide = gaps[place] > chars.size[place + 1] or (last + text).isascii()
        if wide and last != " " and text != " ":
            parts[place + 1] = " " + text
    return parts
