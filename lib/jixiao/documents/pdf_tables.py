"""Ruled tables of PDF pages to grids: merged cells by their rectangles, one grid for parts on several pages."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from jixiao.documents.content import Grid
from jixiao.documents.grids import Cell, Table, spread
from jixiao.documents.pdf_characters import Characters
from jixiao.documents.pdf_text import Line, cell_text, continues, first_of_each, in_lines, together

SNAP = 3.5  # points between two rulings that are one; those of two tables on a page are drawn together by up to 3
OPENING = "“‘（《〈【「[("
PADDING = 6.0  # points at most between a cell's ruling and its text; Word sets 5.4


@dataclass(eq=False)
class Box:
    """A cell between four rulings, in points from the page's top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float
    lines: list[Line] = field(default_factory=list)
    whole: Box | None = None  # the box of the page before that it goes on with
    rest: list[Line] = field(default_factory=list)  # what goes on with it on the pages after


class Part:
    """A ruled table, or the part of one that stands on a page."""

    def __init__(self, page: int, number: int, boxes: list[Box]):
        self.page, self.number, self.boxes = page, number, boxes
        self.x0, self.x1 = min(box.x0 for box in boxes), max(box.x1 for box in boxes)
        self.top, self.bottom = min(box.top for box in boxes), max(box.bottom for box in boxes)
        self.padding = min([PADDING, *_paddings(boxes)])
        self.tops = _rulings(box.top for box in boxes)
        self.first = 0  # the first row that repeats no heading of the part before
        self.rows: list[list[Box]] = [[] for _ in self.tops]
        for box in sorted(boxes, key=lambda box: box.x0):
            self.rows[_index(self.tops, box.top)].append(box)

    def room(self, box: Box) -> float:
        """The width that a line within a box may have."""
        return box.x1 - box.x0 - 2 * self.padding

    def text(self, box: Box) -> str:
        """What stands in a box."""
        return cell_text(box.lines + box.rest, self.room(box))

    def fits_under(self, other: Part) -> bool:
        """Whether it has the sides of another part."""
        return abs(self.x0 - other.x0) < SNAP and abs(self.x1 - other.x1) < SNAP

    def follow(self, parts: list[Part]) -> None:
        """Leave out the headings that it repeats, and give the part before what belongs to a row cut in two."""
        headings, last = parts[0], parts[-1]
        while self.first < min(len(self.rows), len(headings.rows)) - 1 and self._repeats(headings):
            self.first += 1
        if pairs := last.cut_above(self.rows[self.first]):
            for above, box in pairs:
                box.whole = whole = above.whole or above
                whole.rest += box.lines
            self.first += 1
        elif self.rows[self.first :]:
            last.take_labels(self.rows[self.first], [*parts, self])

    def take_labels(self, row: list[Box], parts: list[Part]) -> None:
        """Take the texts of boxes of the next page whose upper parts are blank here, from the left.

        A label merged over rows before and behind a page break is printed in the middle of all of them, which may lie
        on either page. Where one stands on both pages, other rows begin: what is blank behind it is blank.
        """
        for box in row:
            own = self.over(box)
            if not own or (own.lines and box.lines):
                return
            if box.lines:
                merged = box is row[0] or any(part.merges(box) for part in parts)
                if not merged or any(part.leaves_blank(box) for part in parts):
                    return
                own.lines, box.lines = box.lines, []

    def column(self, box: Box) -> Iterator[tuple[int, Box]]:
        """The boxes of this part that have the sides of another, each with its row."""
        for number, row in enumerate(self.rows):
            yield from ((number, own) for own in row if abs(own.x0 - box.x0) < SNAP and abs(own.x1 - box.x1) < SNAP)

    def merges(self, box: Box) -> bool:
        """Whether a box of this column reaches over several rows."""
        return any(
            sum(own.top - SNAP < top < own.bottom - SNAP for top in self.tops) > 1 for _, own in self.column(box)
        )

    def leaves_blank(self, box: Box) -> bool:
        """Whether a box of this column is blank amid the page, in a row of which most boxes are filled."""
        inner = [
            number
            for number, own in self.column(box)
            if not own.lines and number > self.first and abs(own.bottom - self.bottom) >= SNAP
        ]
        return any(
            2 * sum(bool(other.lines) for other in self.rows[number]) >= len(self.rows[number]) for number in inner
        )

    def _repeats(self, other: Part) -> bool:
        own, theirs = self.rows[self.first], other.rows[self.first]
        return [self.text(box) for box in own] == [other.text(box) for box in theirs]

    def over(self, box: Box) -> Box | None:
        """The box of the last row that has the sides of a box on the next page."""
        ends = [own for own in self.boxes if abs(own.bottom - self.bottom) < SNAP]
        return next((own for own in ends if abs(own.x0 - box.x0) < SNAP and abs(own.x1 - box.x1) < SNAP), None)

    def cut_above(self, row: list[Box]) -> list[tuple[Box, Box]]:
        """The boxes above and below, in pairs, where a page break cut the last row and ``row`` is its rest; else none.

        Below it one of its cells ends, and the others go on in mid-text. A cell of several lines may go on with a new
        paragraph.
        """
        pairs = [(above, box) for box in row if (above := self.over(box))]
        full = [(above, box) for above, box in pairs if box.lines]
        if len(pairs) < len(row) or not all(above.lines for above, _ in full):
            return []
        ended = any(above in self.rows[-1] and above.lines and not box.lines for above, box in pairs)
        ended = ended or self.first == len(self.rows)  # all of this part was the rest of a row
        running = {above: continues(above.lines[-1], box.lines[0], self.room(above)) for above, box in full}
        runs_on = any(running.values()) and all(on or len(above.lines) > 2 for above, on in running.items())
        return pairs if ended and runs_on else []


def fill(boxes: Sequence[Box], chars: Characters, page: int) -> Characters:
    """Give each box its lines; the characters in none of them are left."""
    places = _places(boxes, chars)
    own, numbers = _along_their_direction(chars[places >= 0], places[places >= 0])
    order, lines = in_lines(own, numbers)
    for number, line in zip(numbers[order][first_of_each(lines)], together(own[order], lines, page), strict=True):
        boxes[number].lines.append(line)
    return chars[places < 0]


def _places(boxes: Sequence[Box], chars: Characters) -> np.ndarray:
    """The number of the first box that holds the middle of each character, on its rulings too; -1 where none does.

    They are looked up in a plan of the page, which has a row for each level ruling and for each room between two.
    """
    corners = np.array([(box.x0, box.x1, box.top, box.bottom) for box in boxes], dtype=float).reshape(-1, 4)
    xs, ys = np.unique(corners[:, :2]), np.unique(corners[:, 2:])
    plan = np.full((2 * len(ys) + 1, 2 * len(xs) + 1), -1)
    ends = np.hstack([_on_plan(xs, corners[:, :2]), _on_plan(ys, corners[:, 2:])]).tolist()
    for number, (left, right, top, bottom) in reversed(list(enumerate(ends))):
        plan[top : bottom + 1, left : right + 1] = number
    return plan[_on_plan(ys, chars.middle), _on_plan(xs, chars.centre)]


def _on_plan(rulings: np.ndarray, places: np.ndarray) -> np.ndarray:
    return np.searchsorted(rulings, places) + np.searchsorted(rulings, places, "right")


def _along_their_direction(chars: Characters, boxes: np.ndarray) -> tuple[Characters, np.ndarray]:
    """Turned characters of boxes where they would stand if they were not: labels that read up or down.

    In a box in which most are turned the others are left out.
    """
    turned = np.abs(chars.across) < np.abs(chars.up)
    if not turned.any():
        return chars, boxes
    label = (2 * np.bincount(boxes, turned) > np.bincount(boxes))[boxes]
    rising = (2 * np.bincount(boxes, turned & (chars.up > 0)) > np.bincount(boxes, turned))[boxes]
    kept = turned | ~label
    chars, boxes = chars[kept], boxes[kept]
    ways = (label & rising)[kept], (label & ~rising)[kept]
    moved = {
        "x0": (-chars.bottom, chars.top),
        "x1": (-chars.top, chars.bottom),
        "top": (chars.x0, -chars.x1),
        "bottom": (chars.x1, -chars.x0),
    }
    return replace(chars, **{name: np.select(ways, to, getattr(chars, name)) for name, to in moved.items()}), boxes


def grid(parts: list[Part]) -> Grid:
    """The parts of a table below each other as one grid."""
    sides = _rulings(side for part in parts for box in part.boxes for side in (box.x0, box.x1))
    cells: list[Cell] = []
    origins: list[tuple[Part, int]] = []
    for part in parts:
        offset, levels = len(origins) - part.first, [*part.tops, part.bottom]
        for number, row in enumerate(part.rows[part.first :], part.first):
            origins.append((part, number))
            for box in row:
                column, height = _index(sides, box.x0), _index(levels, box.bottom) - number
                width = _index(sides, box.x1) - column
                if width and height:
                    cells.append(Cell(number + offset, column, [part.text(box)], height, width))

    def place(cell: Cell, ordinal: int) -> str:
        part, row = origins[cell.row]
        return f"page {part.page}, table {part.number}, row {row + 1}, column {ordinal}"

    return spread(Table(cells, len(origins)), place)


def _paddings(boxes: Iterable[Box]) -> Iterator[float]:
    """The room left of each line; brackets and what is too long for its cell stand further out than other text."""
    for box in boxes:
        yield from (line.x0 - box.x0 for line in box.lines if line.x0 > box.x0 and line.text[0] not in OPENING)


def _rulings(values: Iterable[float]) -> list[float]:
    """Sorted positions of rulings, those close together taken as one."""
    rulings: list[float] = []
    for value in sorted(values):
        if not rulings or value - rulings[-1] > SNAP:
            rulings.append(value)
    return rulings


def _index(rulings: list[float], value: float) -> int:
    return max(0, bisect(rulings, value + SNAP / 100) - 1)
