"""Rows of a table to its regions: titles, rows of a form, and lists of rows below headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from jixiao.documents.content import Piece
from jixiao.documents.reading.claims import claimed, could_head
from jixiao.documents.reading.headers import Header, first_row, heads_pairs, over_rows, with_row
from jixiao.documents.reading.labels import (
    GROUPS,
    MONEY,
    Labels,
    Row,
    alone,
    distinct,
    is_header,
    numbers_columns,
)
from jixiao.documents.reading.money_units import unit_in_label
from jixiao.documents.reading.names import is_coded_department
from jixiao.target_values import parse_target
from jixiao.vocabulary import Vocabulary, fold

_YEAR = re.compile(r"\(?(?:19|20)\d\d年?度?\)?")


@dataclass(frozen=True)
class Side:
    """The label that a row, or the rows above it, begin with: it holds for what has no label of its own."""

    text: str = ""
    term: str | None = None
    unit: str | None = None  # stated in it, where it stands over other labels
    percent: bool = False  # whether it has the % sign

    def beside(self, row: Row, labels: Labels) -> Side:
        """The label for a row: its first cell, but for a blank one, which changes nothing."""
        first = row[0]
        if first.blank:
            return self
        term = labels.term(first.text)
        stands_over = term in {None, *GROUPS} or (term in MONEY and _is_before_another(row, labels))
        unit = unit_in_label(first.text) if stands_over else None
        return Side(first.text, term, unit, "%" in fold(first.text) if term else self.percent)


def _is_before_another(row: Row, labels: Labels) -> bool:
    """Whether another label, and no value, stands right behind the first cell."""
    return any(labels.term(cell.text) for cell in distinct(row)[1:2])


@dataclass(frozen=True)
class Title:
    """A title over what follows, or a year, which is part of one."""

    cell: Piece
    over_form: bool


@dataclass(frozen=True)
class FormRow:
    """A row of labels, each with its value beside it."""

    row: Row
    side: Side
    above: frozenset[Piece]  # the cells of earlier rows


@dataclass(frozen=True)
class PlanRow:
    """Checkpoints of a spending plan, each with its share beside it."""

    first: Piece
    pairs: tuple[tuple[Piece, Piece], ...]
    side: Side


@dataclass(frozen=True)
class ListRows:
    """Rows below headings; ``printed_again`` are rows that repeat or number the headings."""

    header: Header
    rows: tuple[Row, ...]
    printed_again: tuple[Row, ...]
    side: Side


Region = Title | FormRow | PlanRow | ListRows


def tables_of(rows: Sequence[Row], vocabulary: Vocabulary) -> Iterator[list[Row]]:
    """The tables of a grid; the title over a form begins one, but for what stands above the first."""
    only = [alone(row) for row in rows]
    titles = [number for number, cell in enumerate(only) if cell and vocabulary.is_form_title(cell.text)]
    for begin, end in pairwise([0, *titles[1:], len(rows)]):
        table = _without_margin(rows[begin:end])
        beside = _side_by_side(table, vocabulary)
        if len(beside) > 1:
            yield from (own for part in beside for own in tables_of(part, vocabulary))
        else:
            yield table


def _side_by_side(rows: Sequence[Row], vocabulary: Vocabulary) -> list[list[Row]]:
    """The forms or lists that stand side by side: the first row with the label of a project's name has it in each.

    No cell stands in two of them, but for titles and notes that have a row above for themselves: these hold for all.
    """
    named = ((number, _places_of_name(row, vocabulary)) for number, row in enumerate(rows))
    first, places = next(((number, places) for number, places in named if places), (0, []))
    bounds = [0, *(place - places[0] for place in places[1:]), max(map(len, rows), default=0)]
    if len(places) < 2 or min(end - begin for begin, end in pairwise(bounds)) < 2:
        return [[*rows]]
    parts: list[list[Row]] = [[] for _ in places]
    for number, row in enumerate(rows):
        filled = [cell for cell in distinct(row) if not cell.blank]
        if number < first and len(filled) == 1:
            cut = [filled] * len(parts)
        elif any(row[bound - 1] is row[bound] for bound in bounds[1:-1] if bound < len(row)):
            return [[*rows]]
        else:
            cut = [list(row[begin:end]) for begin, end in pairwise(bounds)]
        for part, own in zip(parts, cut, strict=True):
            part += [own] if own else []
    return parts


def _places_of_name(row: Row, vocabulary: Vocabulary) -> list[int]:
    """The columns in which the first label of a project's name in a row, and the same again, begin."""
    columns = {cell: index for index, cell in reversed(list(enumerate(row)))}
    named = sorted(index for cell, index in columns.items() if vocabulary.heading(cell.text) == "project_name")
    places = [index for index in named if fold(row[index].text) == fold(row[named[0]].text)]
    cells = distinct(row)
    behind = {cells[cells.index(row[index]) + 1].text for index in places if row[index] is not cells[-1]}
    once = len(behind) == 1 and not any(map(vocabulary.heading, behind))  # one project, named twice
    return places[:1] if once else places


def regions(rows: Sequence[Row], labels: Labels) -> Iterator[Region]:
    """The regions of a table, from top to bottom."""
    side, above, start = Side(), frozenset[Piece](), 0
    while start < len(rows):
        row = rows[start]
        only = alone(row)
        if only and is_title(only.text, labels.vocabulary):
            yield Title(only, labels.vocabulary.is_form_title(only.text))
            end = start + 1
        elif is_header(row, labels, above) or could_head(rows, start, labels) or heads_pairs(row, labels):
            side = side.beside(row, labels)
            region, end = _list(rows, start, first_row(row, labels), side)
            yield region
        else:
            side = side.beside(row, labels)
            days = _checkpoints(row, labels) if side.term == "plan" else []
            shares = _shares_beside(row, days)
            end = start + 1
            if days and not shares:
                region, end = _list(rows, start, first_row(row, labels, days), side)
                yield region
            elif days:
                yield PlanRow(row[0], shares, side)
            else:
                yield FormRow(row, side, above)
        above |= {cell for passed in rows[start:end] for cell in passed}
        start = end


def _list(rows: Sequence[Row], start: int, header: Header, side: Side) -> tuple[ListRows, int]:
    """The list whose headings begin in a row, and the row after it."""
    body: list[Row] = []
    again: list[Row] = []
    end = start + 1
    while end < len(rows):
        row, only = rows[end], alone(rows[end])
        if only and is_title(only.text, header.labels.vocabulary):
            break
        if header.repeated_by(row):
            again.append(row)
        elif not body and (deeper := with_row(header, row)):
            header = deeper
        elif _ends(header, row):
            break
        elif not body and numbers_columns(row):
            again.append(row)
        else:
            header = header if body else over_rows(header, row)
            body.append(row)
        end += 1
    return ListRows(claimed(header, body), tuple(body), tuple(again), side), end


def _ends(header: Header, row: Row) -> bool:
    """Whether a row below headings is none of theirs: a header again, a row of a form, or a department alone."""
    labels = header.labels
    if is_header(row, labels, header.pieces) and not _names_indicator(header, row):
        return True
    only = alone(row)
    if only is not None and is_coded_department(only.text):
        return True
    if header.side and not row[0].blank and row[0] is not header.side and not header.of_indicators:
        return True
    place, first = next(((place, cell) for place, cell in enumerate(row) if cell not in header.pieces), (0, None))
    term = labels.term(first.text) if first else None
    if term in (None, "total", "execution_rate"):
        return False
    of_rows = header.of_phases or (header.of_money and header.terms.get(place) in (None, "other", *GROUPS))
    whole = first is not None and labels.word(first.text) == "whole_budget"
    if of_rows and (term == "budget" or whole or labels.source(term)):
        return False
    if header.of_sources and term in MONEY:
        return False
    at_side = place < min((index for index, term in header.terms.items() if term and term not in GROUPS), default=0)
    return not (header.of_indicators and at_side and _is_record(header, row))


def _names_indicator(header: Header, row: Row) -> bool:
    """Whether a row of labels is an indicator all the same, called 预算金额 say: it has a target."""
    cells = (cell for index, cell in enumerate(row) if header.terms.get(index) == "target" and not cell.blank)
    return any(header.labels.term(cell.text) is None for cell in cells)


def _is_record(header: Header, row: Row) -> bool:
    """Whether a row fills the column of the names or that of the targets, and no cell covers both."""
    names = {cell for index, cell in enumerate(row) if header.terms.get(index) == "indicator" and not cell.blank}
    targets = {cell for index, cell in enumerate(row) if header.terms.get(index) == "target" and not cell.blank}
    return bool(names | targets) and names.isdisjoint(targets)


def _checkpoints(row: Row, labels: Labels) -> list[int]:
    """The columns of a row whose cells name the days of a spending plan."""
    columns = {cell: index for index, cell in reversed(list(enumerate(row)))}
    return sorted(
        index for cell, index in columns.items() if labels.term(cell.text) is None and day_of(cell.text, labels.year)
    )


def _shares_beside(row: Row, days: Sequence[int]) -> tuple[tuple[Piece, Piece], ...]:
    """Checkpoints with the shares beside them; none where shares stand below."""
    cells = distinct(row)
    pairs = [(row[index], cells[cells.index(row[index]) + 1 :][:1]) for index in days]
    if not all(after and after[0].text.strip().rstrip("%％").replace(".", "").isdecimal() for _, after in pairs):
        return ()
    return tuple((label, share) for label, (share,) in pairs)


def day_of(text: str, year: int) -> date | None:
    """The last day that the label of a checkpoint names, or None: 3月底, 3月, 一季度, 1-3月."""
    if not text.strip():
        return None
    dates = (parse_target(written, year=year).deadline for written in (text, f"{year}年{text}"))
    return next(filter(None, dates), None)


def is_title(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a cell that stands alone is the title of a form, or a year."""
    return vocabulary.is_form_title(text) or _YEAR.fullmatch(fold(text)) is not None


def _without_margin(rows: Sequence[Row]) -> list[Row]:
    """The rows without columns before the first that holds anything."""
    full = [index for row in rows for index, cell in enumerate(row) if not cell.blank]
    first = min(full, default=0)
    return [row[first:] for row in rows if row[first:]]
