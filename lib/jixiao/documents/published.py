"""What stands in the published document where a row of the tables was read from: its table's rows, the cell marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from jixiao.characters import in_html, legible
from jixiao.dataset import Dataset, folder_of
from jixiao.documents import sources
from jixiao.documents.content import Content, Grid, Piece, extents
from jixiao.documents.formats import open_document
from jixiao.documents.reading.document import read_with_roles
from jixiao.documents.reading.labels import Row, distinct
from jixiao.errors import UsageError
from jixiao.frames import each_row

MOST = 40  # rows that are shown
AROUND = 1  # rows shown before and behind a single one
REMEDY = "import the document again by its name"


@dataclass(frozen=True)
class Published:
    """A part of a published document, with what a row of the tables was read from.

    Parameters
    ----------
    file : str
        The document's file, as the table of documents has it.
    path : Path
        Where it is kept.
    blocks : list
        Paragraphs, and rows of tables, in their order; merged cells stand in every place that they cover.
    marked : frozenset of str
        The places of the cells that were read.
    left_out : int
        Further rows of the same tables that belong to it.
    """

    file: str
    path: Path
    blocks: list[Piece | list[Row]]
    marked: frozenset[str]
    left_out: int = 0

    def __str__(self) -> str:
        lines = [self.file]
        for block in self.blocks:
            rows = [[block]] if isinstance(block, Piece) else block
            lines += [" | ".join(self._text(cell) for cell in distinct(row)) for row in rows]
        return legible("\n".join([*lines, *self._more()]))

    __repr__ = __str__

    def _text(self, cell: Piece) -> str:
        text = " ".join(cell.text.split())
        return f"【{text}】" if cell.place in self.marked else text

    def _more(self) -> list[str]:
        return [f"… {self.left_out} more rows"] if self.left_out else []

    def _repr_html_(self) -> str:
        parts = [f"<p><strong>{in_html(self.file)}</strong></p>"]
        for block in self.blocks:
            parts.append(f"<p>{self._html(block)}</p>" if isinstance(block, Piece) else self._table(block))
        parts += [f"<p>{line}</p>" for line in self._more()]
        return legible(f'<div lang="zh">{"".join(parts)}</div>')

    def _html(self, cell: Piece) -> str:
        text = in_html(cell.text.strip()).replace("\n", "<br>")
        return f"<mark><strong>{text}</strong></mark>" if cell.place in self.marked else text

    def _table(self, rows: Sequence[Row]) -> str:
        """Rows as a table: each merged cell once, where it begins; a marked one framed, so that grey print shows it."""
        found = extents(rows)
        lines = []
        for number, row in enumerate(rows):
            cells = [cell for cell in distinct(row) if found[cell].top == number]
            lines.append("".join(self._td(cell, found[cell].height, found[cell].width) for cell in cells))
        body = "".join(f"<tr>{line}</tr>" for line in lines)
        return f'<div style="overflow-x: auto"><table style="border-collapse: collapse">{body}</table></div>'

    def _td(self, cell: Piece, height: int, width: int) -> str:
        border = "3px solid #b35900" if cell.place in self.marked else "1px solid #767676"
        spans = (f' rowspan="{height}"' if height > 1 else "") + (f' colspan="{width}"' if width > 1 else "")
        title = escape(cell.place)
        style = f"border: {border}; padding: 0.2em 0.5em; text-align: left"
        return f'<td{spans} title="{title}" style="{style}">{self._html(cell)}</td>'


def published(data: Dataset, name: str) -> Published:
    """The rows of the published document from which an indicator, a project or a document was read.

    Raises
    ------
    UsageError
        Where the dataset has no such id, was not loaded from a folder, or the file is not kept as it was read.
    """
    document_id, places = _places(data, name)
    row = next(row for row in each_row(data.documents) if row.document_id == document_id)
    folder = folder_of(data)
    path = sources.kept_path(folder, row.file, row.sha256) if folder else None
    if path is None:
        where = sources.beside(folder) if folder else None
        raise UsageError(
            f"the published file of {document_id} is not kept as it was read",
            file=where or "",
            expected="a copy by its hash, which jixiao import makes beside tables in a folder called tidy",
            remedy=REMEDY,
        )
    _, content = open_document(path)
    _, roles = read_with_roles(content, document_id, path=path, year=int(row.year), vocabulary=data.vocabulary)
    labels = {piece for piece, role in roles.items() if role == "label"}
    blocks, left_out = _cut(content, set(places), labels)
    return Published(row.file, path, blocks, frozenset(places), left_out)


def _places(data: Dataset, name: str) -> tuple[str, list[str]]:
    """The document that an id belongs to, and the places of what was read for it."""
    documents = data.projects.set_index("project_id")["document_id"]
    if name in set(data.indicators["indicator_id"]):
        rows = [table[table["indicator_id"].eq(name)] for table in (data.indicators, data.results, data.monitoring)]
        project = rows[0]["project_id"].iloc[0]
        return str(documents[project]), _stated(rows)
    if name in documents.index:
        own = (data.projects, data.funds, data.disbursements, data.indicators, data.interim_funds)
        return str(documents[name]), _stated([table[table["project_id"].eq(name)] for table in own])
    if name in set(data.documents["document_id"]):
        return name, _stated([data.projects[data.projects["document_id"].eq(name)]])
    found = f"nothing with the id {name!r}"
    expected = "an indicator_id, a project_id or a document_id"
    raise UsageError(found, expected=expected, remedy="take one from data.indicators, data.projects or data.documents")


def _stated(tables: Sequence) -> list[str]:
    return [place for table in tables for place in table["place"].dropna()]


def _cut(content: Content, places: set[str], labels: set[Piece]) -> tuple[list[Piece | list[Row]], int]:
    """The paragraphs and rows that hold the places, below the headings of their tables; how many rows are left out."""
    blocks: list[Piece | list[Row]] = []
    left_out = 0
    for block in content.blocks:
        if isinstance(block, Piece):
            blocks += [block] if block.place in places else []
            continue
        numbers = [number for number, row in enumerate(block.rows) if any(cell.place in places for cell in row)]
        if not numbers:
            continue
        wanted = {*_with_neighbours(block, numbers)}
        wanted.update(place for number in numbers for place in _headings(block, number, labels, wanted))
        shown = sorted(wanted)[:MOST]
        left_out += len(wanted) - len(shown)
        blocks.append([block.rows[number] for number in shown])
    return blocks, left_out


def _with_neighbours(grid: Grid, numbers: Sequence[int]) -> list[int]:
    """The rows, and those around a single one."""
    around = AROUND if len(numbers) == 1 else 0
    near = {place for number in numbers for place in range(number - around, number + around + 1)}
    return sorted(near & {*range(len(grid.rows))})


def _headings(grid: Grid, below: int, labels: set[Piece], shown: set[int]) -> list[int]:
    """The nearest rows of headings above a row, several labels in each and nothing else; those of a row shown hold."""
    found: list[int] = []
    for number in range(below - 1, -1, -1):
        cells = [cell for cell in distinct(grid.rows[number]) if not cell.blank]
        if len(cells) > 1 and all(cell in labels for cell in cells):
            found.append(number)
        elif found or number in shown:
            break
    return found
