"""Characters of a PDF page to lines, and lines to text: a line that ends where the next word did not fit goes on."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

from jixiao.documents.list_numbers import LIST_NUMBER

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
_LEFT, _MEASURES = itemgetter("x0"), itemgetter("x0", "x1", "top", "bottom", "size")
PARAGRAPH_GAP = 0.4  # characters more than between lines that stand closest


@dataclass(eq=False)
class Line:
    """Characters side by side, in points from the page's top left corner; spaces around it left out."""

    chars: list[dict]
    page: int

    def __post_init__(self) -> None:
        self.text = _text(self.chars)
        lefts, self.rights, tops, bottoms, sizes = zip(*map(_MEASURES, self.chars), strict=True)
        self.x0, self.x1, self.top, self.bottom = min(lefts), max(self.rights), min(tops), max(bottoms)
        self.size = max(sizes)

    def drop_chars(self) -> None:
        """Let go of the characters: they take most of the room of a long document, and only their page needs them."""
        self.chars = []

    @property
    def first_word(self) -> float:
        """The width of its first word and of the space set before it: a line above had less room left."""
        length = next(WORD.finditer(self.text)).end()
        return self.rights[min(length, len(self.rights)) - 1] - self.x0 + SPACING * self.size


def lines(chars: list[dict], page: int) -> list[Line]:
    """Characters as lines from top to bottom."""
    rows: list[list[dict]] = []
    last = 0.0
    for char in sorted(chars, key=_middle):
        middle = _middle(char)
        if rows and middle - last < 0.4 * char["size"]:
            rows[-1].append(char)
        else:
            rows.append([char])
        last = middle
    rows = [_stripped(sorted(row, key=_LEFT)) for row in rows]
    return [Line(row, page) for row in rows if row]


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


def _middle(char: dict) -> float:
    return (char["top"] + char["bottom"]) / 2


def _stripped(row: list[dict]) -> list[dict]:
    full = [index for index, char in enumerate(row) if char["text"].strip()]
    return row[full[0] : full[-1] + 1] if full else []


def _text(chars: list[dict]) -> str:
    """The characters with a space where a gap is wider than one of them."""
    parts = [chars[0]["text"]]
    last = ""
    for before, char in pairwise(chars):
        gap, text, last = char["x0"] - before["x1"], char["text"], (parts[-1] or last)[-1:]
        # Letters and digits stand closer together than Chinese characters.
        wide = gap > 0.25 * char["size"] and (gap > char["size"] or (last + text).isascii())
        parts.append(" " + text if wide and last != " " and text != " " else text)
    return "".join(parts).translate(RADICALS)
