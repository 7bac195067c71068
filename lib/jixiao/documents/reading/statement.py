"""What a statement is: a value under the labels that govern it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from jixiao.documents.content import Doubt, Piece
from jixiao.documents.reading.labels import PROJECT
from jixiao.vocabulary import fold

Cells = Mapping[str, Sequence[Piece]]  # the filled cells of a row by term; several below a heading merged over them
UNREAD = "left empty; compare with the document"


@dataclass(frozen=True, slots=True)
class Statement:
    """A value under its labels.

    Parameters
    ----------
    kind : str
        What is stated: a method of `subjects.Subjects` is named so.
    cell : Piece
        The cell of the value, or of a label that says something by itself.
    text : str
        The value where it is only a part of the cell.
    term : str
        The term of the vocabulary that it stands under, where the kind leaves that open.
    label : Piece, optional
        The label it stands under.
    heading : str
        The text of that label where it is none of a piece's own.
    source : str
        The source of funds.
    unit : str, optional
        The unit that is stated for an amount.
    percent : bool
        Whether the label of a share has the % sign.
    cells : mapping
        For a row of a list: its filled cells by term.
    parts : tuple of Statement
        What a row says of the project that it names, or that is being read.
    doubt : Doubt, optional
        What is to be told.
    """

    kind: str
    cell: Piece
    text: str = ""
    term: str = ""
    label: Piece | None = None
    heading: str = ""
    source: str = ""
    unit: str | None = None
    percent: bool = False
    cells: Cells = field(default_factory=dict)
    parts: tuple[Statement, ...] = ()
    doubt: Doubt | None = None


def embedded_name(piece: Piece, term: str, value: str) -> Iterator[Statement]:
    """A label and the name behind it in one text; a place for a stamp names nobody."""
    if not value:
        yield Statement("label", piece)
        return
    if term in PROJECT:
        yield Statement("begin", piece, term=term)
    yield Statement("department" if term == "department" else "name", piece, text=value, term=term)


def interim(term: str, cell: Piece, label: Piece | None, *, unit: str | None, source: str = "") -> Statement:
    """Money, or its share of the budget, reported within the year."""
    percent = label is not None and "%" in fold(label.text)
    return Statement("interim", cell, term=term, label=label, source=source, unit=unit, percent=percent)
