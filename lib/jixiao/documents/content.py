"""What a file holds, whatever its format: paragraphs and grids of cells, each piece of text with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

PLACES = 10  # named in a message


@dataclass(eq=False)
class Piece:
    """A paragraph or a cell: its text and its place.

    A merged cell is one piece that stands at several places of a grid; two cells with equal text are two pieces.
    """

    text: str
    place: str

    @property
    def blank(self) -> bool:
        """Whether it holds nothing but space."""
        return not self.text.strip()


@dataclass
class Grid:
    """A table as rows of cells, merged cells resolved."""

    rows: list[list[Piece]]

    def cells(self) -> Iterator[Piece]:
        """Its cells, merged ones once."""
        return iter(dict.fromkeys(cell for row in self.rows for cell in row))


@dataclass
class Doubt:
    """Something that was found and not expected, where, and what to do about it."""

    place: str
    found: str
    expected: str
    remedy: str


@dataclass
class Content:
    """What a file holds, in its order, and what was doubtful in taking it apart."""

    format: str
    blocks: list[Piece | Grid]
    doubts: list[Doubt] = field(default_factory=list)

    def paragraphs(self) -> Iterator[Piece]:
        """The pieces outside grids."""
        return (block for block in self.blocks if isinstance(block, Piece))

    def cells(self) -> Iterator[Piece]:
        """The cells of all grids."""
        return (cell for block in self.blocks if isinstance(block, Grid) for cell in block.cells())


def doubt_at(places: Iterable[str], found: str, expected: str, remedy: str) -> Doubt:
    """One doubt about all places where the same was found.

    Examples
    --------
    >>> doubt_at(["Sheet1!A2", "Sheet1!B7", "Sheet1!B7"], "hidden rows", "rows that are shown", "not read")
    Doubt(place='Sheet1!A2', found='hidden rows, also in Sheet1!B7', expected='rows that are shown', remedy='not read')
    """
    first, *others = dict.fromkeys(places)
    more = [f"… and {len(others) - PLACES} more"] if len(others) > PLACES else []
    also = f", also in {'; '.join(others[:PLACES] + more)}" if others else ""
    return Doubt(first, found + also, expected, remedy)


def quote(text: str, length: int = 60) -> str:
    """A text on one line, shortened, for a message."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"


@dataclass
class Extent:
    """The rows and columns that a merged cell covers."""

    top: int
    left: int
    height: int = 1
    width: int = 1


def extents(rows: Sequence[Sequence[Piece]]) -> dict[Piece, Extent]:
    """What each cell of some rows covers."""
    found: dict[Piece, Extent] = {}
    for number, row in enumerate(rows):
        for index, piece in enumerate(row):
            extent = found.setdefault(piece, Extent(number, index))
            extent.height = number - extent.top + 1
            extent.width = max(extent.width, index - extent.left + 1)
    return found
