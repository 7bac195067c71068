"""How wide the columns of a brief's tables are, on paper and in Word."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from itertools import permutations

from jixiao.exhibits.style import pieces

HEADING, LEAST = 8, 8  # half-width characters


@dataclass(frozen=True)
class Page:
    """What a table has room for, all in half-width characters.

    Attributes
    ----------
    room : float
        The width of a table.
    padding : float
        What a cell leaves empty beside its text.
    width : callable
        How wide a line of text is.
    """

    room: float
    padding: float
    width: Callable[[str], float]

    def widest(self, text: str) -> float:
        """Width of the longest line."""
        return max(map(self.width, text.split("\n")), default=0)

    def heading(self, label: str) -> float:
        """A heading wraps: it needs its longest word, and some room for the rest."""
        return max(*map(self.widest, pieces(label)), min(self.widest(label), HEADING), 0)


def column_widths(exhibit: dict, page: Page) -> list[float]:
    """How wide the columns of an exhibit's table should be, in half-width characters that together make the room.

    Columns of text share what the others leave so that the table takes the fewest lines.
    """
    columns, cells = exhibit["columns"], [*exhibit["cells"], *exhibit["totals"]]
    if not columns:  # where there is nothing to show
        return []
    needs = [_needed(exhibit, index, page) + page.padding for index in range(len(columns))]
    flexible = [index for index, column in enumerate(columns) if column["kind"] == "text"] or list(range(len(columns)))
    left = page.room - sum(need for index, need in enumerate(needs) if index not in flexible)
    texts = [[page.widest(row[index]) for row in cells] or [1] for index in flexible]
    widths = dict(enumerate(needs)) | dict(zip(flexible, _shared(texts, left, page.padding), strict=True))
    return [widths[index] for index in range(len(columns))]


def _needed(exhibit: dict, index: int, page: Page) -> float:
    """What a column needs: its longest cell, of a sum that may part before its bounds the longer part."""
    sums = [row[index] for row in exhibit["totals"]]
    if exhibit["columns"][index]["kind"] == "range":
        sums = [part for text in sums for part in text.split(" ")]
    cells = [*(row[index] for row in exhibit["cells"]), *sums]
    return max([page.heading(exhibit["columns"][index]["label"]), *map(page.widest, cells)])


def _shared(texts: list[list[float]], room: float, padding: float) -> list[float]:
    """Widths for columns of texts of these lengths that make ``room``: equal parts, moved while lines are saved."""
    widths = [max(room, len(texts)) / len(texts)] * len(texts)
    least, step = min(LEAST, widths[0]), room / 4
    while step >= 1:
        pairs = permutations(range(len(widths)), 2)
        moved = [option for one, other in pairs if min(option := _moved(widths, one, other, step)) >= least]
        better = min(moved, key=lambda option: _lines(texts, option, padding), default=widths)
        if _lines(texts, better, padding) < _lines(texts, widths, padding):
            widths = better
        else:
            step /= 2
    return widths


def _lines(texts: list[list[float]], widths: list[float], padding: float) -> float:
    """How many lines a table takes; of equally short ones that is less whose columns are filled alike."""
    columns = list(zip(texts, widths, strict=True))
    taken = [[-(-length // max(width - padding, 1)) for length in own] for own, width in columns]
    return sum(map(max, zip(*taken, strict=True))) + sum(max(own) / width for own, width in columns) / 1000


def _moved(widths: list[float], one: int, other: int, step: float) -> list[float]:
    """The widths with some of one given to another."""
    return [width + step * ((index == other) - (index == one)) for index, width in enumerate(widths)]


def half_widths(line: str) -> int:
    """Width of a line whose font is not known."""
    return sum(2 if _is_wide(char) else 1 for char in line)


def _is_wide(char: str) -> bool:
    return char != "–" and unicodedata.east_asian_width(char) in "WFA"
