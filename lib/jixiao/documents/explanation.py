"""How a document was read: every cell with what became of it, the labels it stands under, and what was doubted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from jixiao.documents.content import Grid, Piece, extents
from jixiao.documents.formats import open_document
from jixiao.documents.messages import translated
from jixiao.documents.reading.document import read_with_roles
from jixiao.documents.reading.labels import Row, distinct
from jixiao.documents.reading.passages import Note, TargetTable, passages
from jixiao.documents.reading.statement import Cells, Statement
from jixiao.phrases import say
from jixiao.vocabulary import Vocabulary

TABLES = {
    "goal": "goals.goal",
    "checkpoint": "disbursements.cumulative_share",
    "purpose": "projects.purpose",
    "department": "departments.department",
    "listed_department": "departments.department",
}
RESULTS = ("actual", "status", "score", "note")
EVALUATED = {"weight": "weight", "score": "points", "execution_rate": "rate"}
TOTALS = {"score": "total", "grade": "grade"}
REPORTED = {"interim_actual": "actual", **{term: term for term in ("expected", "note_kind", "likelihood", "remark")}}
INTERIM_FUNDS = {"interim_paid": "paid", "interim_rate": "rate", "expected_paid": "expected_paid"}
VALUE, LABEL, OTHER, UNREAD = "value", "label", "other", "unread"


@dataclass(frozen=True)
class Cell:
    """A cell, or a paragraph, and how it was read.

    Parameters
    ----------
    piece : Piece
        Its text and place.
    role : str
        ``value``, ``label``, ``other`` (no column of the tables holds it), ``unread``, or empty for a blank one.
    columns : tuple of str
        Columns of the tables that its value goes to.
    labels : tuple of str
        The labels that it stands under and behind.
    doubts : tuple of str
        What was doubted about it.
    height, width : int
        Rows and columns that it covers.
    """

    piece: Piece
    role: str
    columns: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    height: int = 1
    width: int = 1


@dataclass(frozen=True)
class Explanation:
    """How a document was read.

    Parameters
    ----------
    blocks : list
        Its paragraphs, each a `Cell`, and its tables as rows of cells, merged ones once.
    doubts : list of str
        What was doubted about no single place.
    """

    blocks: list[Cell | list[list[Cell]]]
    doubts: list[str]


def explain(path: Path, *, vocabulary: Vocabulary, year: int | None = None, language: str = "en") -> Explanation:
    """How a document is read; what was doubted is said in ``language``.

    Raises
    ------
    DocumentError
        Where the file cannot be read, holds no target table or names no year.
    """
    _, content = open_document(path)
    dataset, roles = read_with_roles(content, path.stem, path=path, year=year, vocabulary=vocabulary)
    columns: dict[str, list[str]] = defaultdict(list)
    for passage in passages(content, vocabulary, int(dataset.documents["year"].iloc[0])):
        if isinstance(passage, Note | TargetTable):
            for place, column in _columns(passage.statements):
                columns[place].append(column)
    doubts: dict[str, list[str]] = defaultdict(list)
    for place, text, remedy in dataset.doubts[["place", "found", "remedy"]].fillna("").to_numpy().tolist():
        if remedy != "not kept":  # which the mark of the cell says
            said = {"found": translated(text, language), "remedy": translated(remedy, language)}
            doubts[place].append(say("explain.pair", language, **said))
    found = _Found(roles, columns, doubts)
    blocks = [found.table(block) if isinstance(block, Grid) else found.cell(block) for block in content.blocks]
    return Explanation(blocks, [text for place in found.elsewhere() for text in doubts[place]])


def _columns(statements: Sequence[Statement]) -> Iterator[tuple[str, str]]:
    """Places and the columns that their values go to."""
    for statement in statements:
        place = statement.cell.place
        if statement.kind in TABLES:
            yield place, TABLES[statement.kind]
        elif statement.kind == "name":
            yield place, f"projects.{statement.term}"
        elif statement.kind in ("money", "sum"):
            yield place, _money(statement)
        elif statement.kind == "interim":
            source = f" ({statement.source})" if statement.source else ""
            yield place, f"interim_funds.{INTERIM_FUNDS[statement.term]}{source}"
        elif statement.kind == "execution_result":
            yield place, f"evaluations.{EVALUATED[statement.term]}"
        elif statement.kind == "total_points":
            for term, column in TOTALS.items():
                yield from ((cell.place, f"evaluations.{column}") for cell in statement.cells.get(term, ()))
        elif statement.kind == "project":
            for term, cells in statement.cells.items():
                if term in ("project_code", "project_name"):
                    yield from ((cell.place, f"projects.{term}") for cell in cells)
        elif statement.kind == "task":
            named = {"task": "goals.title", "task_content": "goals.goal", "budget": "goals.amount"}
            for term, column in named.items():
                yield from ((cell.place, column) for cell in statement.cells.get(term, ()))
        elif statement.kind == "indicator":
            for term, cells in statement.cells.items():
                yield from ((cell.place, _of_indicator(term, statement.cells)) for cell in cells)
        yield from _columns(statement.parts)


def _of_indicator(term: str, cells: Cells) -> str:
    if term in REPORTED or (term == "note" and REPORTED.keys() & cells.keys()):
        return f"monitoring.{REPORTED.get(term, term)}"
    return f"{'results' if term in RESULTS else 'indicators'}.{term}"


def _money(statement: Statement) -> str:
    phase = "initial" if statement.term in ("", "budget") else statement.term
    if statement.source:
        return f"funds.amount ({statement.source}, {phase})"
    return "projects.budget" if phase == "initial" else f"funds.amount (合计, {phase})"


class _Found:
    """What was found out about the pieces of a document."""

    def __init__(self, roles: dict[Piece, str], columns: dict[str, list[str]], doubts: dict[str, list[str]]):
        self.roles, self.columns, self.doubts = roles, columns, doubts
        self._places: set[str] = set()

    def elsewhere(self) -> list[str]:
        """Places of doubts at which no cell stands."""
        return [place for place in self.doubts if place not in self._places]

    def cell(self, piece: Piece, labels: Sequence[str] = (), height: int = 1, width: int = 1) -> Cell:
        """A piece with what was found out about it."""
        self._places.add(piece.place)
        read_as = self.roles.get(piece, "")
        role = "" if piece.blank else {"heading": LABEL, "text": VALUE, "": UNREAD}.get(read_as, read_as)
        found = self.columns.get(piece.place, ["goals"] if read_as == "text" else [])
        columns = tuple(dict.fromkeys(found)) if role == VALUE else ()
        return Cell(piece, role, columns, tuple(labels), tuple(self.doubts.get(piece.place, ())), height, width)

    def table(self, grid: Grid) -> list[list[Cell]]:
        """The rows of a table; a merged cell stands where it begins."""
        covered = extents(grid.rows)
        headings: dict[int, Piece] = {}  # by column, the nearest above
        rows: list[list[Cell]] = []
        for number, row in enumerate(grid.rows):
            beginning = {
                piece: index for index, piece in reversed(list(enumerate(row))) if covered[piece].top == number
            }
            rows.append([])
            for piece, index in sorted(beginning.items(), key=lambda item: item[1]):
                label = next((cell for cell in reversed(row[:index]) if self.roles.get(cell) == LABEL), None)
                extent = covered[piece]
                near = [found for found in (headings.get(index), label) if found and self.roles.get(piece) == VALUE]
                labels = dict.fromkeys("".join(found.text.split()) for found in near)
                rows[-1].append(self.cell(piece, list(labels), extent.height, extent.width))
            headings |= {index: piece for index, piece in enumerate(row) if self._heads(row, piece)}
        return rows

    def _heads(self, row: Row, cell: Piece) -> bool:
        """Whether a cell is a heading: a label beside others, with no value behind it."""
        if self.roles.get(cell) != LABEL:
            return False
        cells = distinct(row)
        place = cells.index(cell)
        behind, before = cells[place + 1 : place + 2], cells[max(place - 1, 0) : place]
        return self.roles.get(behind[0] if behind else before[0] if before else cell) == LABEL and len(cells) > 1
