"""How wide columns may be so that a printed sheet can be read: A4 landscape, at 9 points or more."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence

FONT_SIZE, SMALLEST = 11, 9  # points: on the screen, and at least on paper
MARGIN = 0.4  # inches on either side
PAPER = 11.69  # inches: A4 landscape
# Of a column: pixels of a half-width character, and beside its text. Excel has 7; where its font is missing, 9.3.
DPI, PIXELS, EDGE = 96, 9.3, 5
NARROWEST = 9  # half-width characters to which a column of texts may be narrowed
# What fits on a page when it is shrunk to the smallest letters, less what renderers differ by.
ROOM = (PAPER - 2 * MARGIN) * DPI * FONT_SIZE / SMALLEST * 0.97


def fitted(widths: Sequence[float], wraps: Sequence[bool]) -> tuple[list[float], int]:
    """Widths of columns, in half-width characters, and over how many pages they go.

    Parameters
    ----------
    widths : sequence of float
        As wide as the columns would like to be.
    wraps : sequence of bool
        Whether what stands in a column may be broken into lines.

    Returns
    -------
    list of float
        The widths; those that wrap are narrowed, the widest first, until all fit on a page.
    int
        1; more where even the narrowest columns do not fit.

    Examples
    --------
    >>> fitted([10, 60], [False, True])
    ([10, 60], 1)
    >>> widths, pages = fitted([60, 60, 60, 30], [True, True, True, False])
    >>> max(widths) < 60, widths[3], pages
    (True, 30, 1)
    """
    highest = max(widths, default=0)
    low, high = min(NARROWEST, highest), highest
    if _pixels(_cut(widths, wraps, high)) <= ROOM:
        return list(widths), 1
    while high - low > 0.5:
        middle = (low + high) / 2
        fits = _pixels(_cut(widths, wraps, middle)) <= ROOM
        low, high = (middle, high) if fits else (low, middle)
    if _pixels(_cut(widths, wraps, low)) <= ROOM:
        return _cut(widths, wraps, low), 1
    # Over several pages there is no need to be that narrow.
    wide = _cut(widths, wraps, 2 * NARROWEST)
    return wide, math.ceil(_pixels(wide) / ROOM)


def _cut(widths: Sequence[float], wraps: Sequence[bool], most: float) -> list[float]:
    return [min(width, most) if wrap else width for width, wrap in zip(widths, wraps, strict=True)]


def _pixels(widths: Sequence[float]) -> float:
    return sum(width * PIXELS + EDGE for width in widths)


def width(text: str) -> int:
    """Half-width characters of the longest line; East Asian ones count double."""
    return max(sum(map(_character, line)) for line in text.split("\n"))


def _character(character: str) -> int:
    return 1 + (unicodedata.east_asian_width(character) in "WFA")


def lines(text: str, most: float) -> list[str]:
    """A text in lines of at most so many half-width characters, broken at a space where there is one near.

    Examples
    --------
    >>> lines("一二三四五", 6), lines("one two", 5)
    (['一二三', '四五'], ['one', 'two'])
    """
    broken: list[str] = []
    for line in text.split("\n"):
        rest = line
        while rest and width(rest) > most:
            end, used = 0, 0
            while end < len(rest) and used + _character(rest[end]) <= most:
                used += _character(rest[end])
                end += 1
            space = rest.rfind(" ", max(end - 20, 1), end + 1)
            end = max(space if space > 0 and rest[space + 1 : space + 2].isascii() else end, 1)
            broken.append(rest[:end])
            rest = rest[end:].lstrip(" ")
        broken.append(rest)
    return broken
