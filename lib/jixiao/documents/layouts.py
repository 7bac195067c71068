"""Grids to records, by headings and row labels and never by position."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from jixiao.documents.columns import Columns
from jixiao.documents.content import Doubt, Grid, Piece, quote
from jixiao.documents.facts import FactReader
from jixiao.documents.forms import FormReader, split_label
from jixiao.documents.lists import ListReader
from jixiao.documents.records import Records
from jixiao.documents.rows import (
    PROJECT,
    Labels,
    Table,
    alone,
    distinct,
    is_header,
    noted_unit,
    numbers_columns,
)
from jixiao.documents.subject import Subject, is_coded_department
from jixiao.vocabulary import fold, vocabulary

PROSE = set("，。；：、")
# What may go on with the project of the table before.
GOES_ON = {"project_goal", "plan", "indicator", "level1", "level2", "target"}
_BETWEEN_NOTES = re.compile(r"\s{2,}|[\t\u3000]+|\s+(?=[一-鿿]{2,12}[:：])")
_ATTACHMENT = re.compile(r"附[件表][一二三四五六七八九十\d-]*:?")
_YEAR = re.compile(r"\(?(?:19|20)\d\d年?度?\)?")


class TableReader:
    """Reads the tables of a document in their order.

    A table is a form of labels, each with its value beside it, or rows below headings, or both by turns: two labels
    side by side begin rows below headings, a label at the beginning of a row goes back to the form.
    """

    def __init__(self, records: Records):
        self.records = records
        self.subject = Subject(records)
        self.facts = FactReader(records, self.subject)
        self.forms = FormReader(records, self.subject, self.facts)
        self.lists = ListReader(records, self.subject, self.facts)
        self.words: set[str] = set()  # of the vocabulary, in the tables that were read
        self.counts: Counter[str] = Counter()  # of tables: read, other, not understood
        self.stated_unit: str | None = None  # above the tables
        self.noted: set[str] = set()  # terms that notes above the form have given

    def read(self, grid: Grid) -> None:
        """Read one grid; a title in it begins another table."""
        unit = self.stated_unit
        for rows in _split_at_titles(grid.rows):
            unit = self._table(rows, unit)

    def _table(self, rows: list[list[Piece]], unit: str | None) -> str | None:
        """Read a table, or tell that it is left out; the unit that is stated at its end."""
        texts = (text for row in rows for cell in row for text in (cell.text, split_label(cell.text)[0]))
        labels = Labels(texts, self.records.year, self.noted)
        if not self._is_ours(labels):
            self._leave_out(rows, labels)
            return unit
        self.words |= labels.words
        self.counts["read"] += 1
        for reader in (self.subject, self.forms, self.lists.indicators):
            reader.enter()
        self.columns: Columns | None = None
        table = Table(labels, unit)
        for row in _without_margin(rows):
            self._row(row, table)
        return table.unit

    def read_note(self, paragraph: Piece) -> bool:
        """Read a paragraph that notes a unit or names a department or project; False for any other.

        The title over a form is no note, but what follows it belongs to no project yet.
        """
        if vocabulary().is_form_title(paragraph.text):
            self.subject.leave()
            self.noted = set()
        parts = [part for part in _BETWEEN_NOTES.split(paragraph.text.strip()) if part]
        labels = Labels((split_label(part)[0] for part in parts), self.records.year)
        units = list(filter(None, map(noted_unit, parts)))
        self.stated_unit = units[-1] if units else self.stated_unit
        self.subject.enter()
        names = [self.forms.read_embedded(Piece(part, paragraph.place), labels) for part in parts]
        terms = (labels.term(split_label(part)[0]) for part, name in zip(parts, names, strict=True) if name)
        self.noted |= set(filter(None, terms))
        if is_coded_department(paragraph.text) and not set(paragraph.text) & PROSE:
            self.subject.state_department(paragraph, listed=True)
        folded = fold(paragraph.text)
        if units or any(names) or _YEAR.fullmatch(folded) or _ATTACHMENT.fullmatch(folded):
            paragraph.read("heading")
        return bool(paragraph.role)

    def _is_ours(self, labels: Labels) -> bool:
        """Whether a table is about projects' targets: it names a project, or goes on with the one before."""
        if labels.terms & set(PROJECT):
            return True
        return self.subject.project is not None and "department" not in labels.terms and bool(labels.terms & GOES_ON)

    def _leave_out(self, rows: list[list[Piece]], labels: Labels) -> None:
        """One doubt for all cells of a table of another kind, or of one that should be ours and has no project."""
        cells = [cell for cell in dict.fromkeys(cell for row in rows for cell in row) if not cell.blank]
        if not cells:
            return
        headings = quote(" | ".join(cell.text for cell in cells[:12]), 120)
        if labels.terms & GOES_ON:
            self.counts["not understood"] += 1
            expected = f"a project before its indicators; the nearest layout is {vocabulary().layout(labels.words)}"
            doubt = Doubt(cells[0].place, f"a table of targets: {headings}", expected, "not read")
        else:
            self.counts["other"] += 1
            doubt = Doubt(cells[0].place, f"a table: {headings}", "a table of targets", "left out as another kind")
            for cell in cells:
                cell.read("other")
        self.records.doubts.append(doubt)
        self.records.told.update(cells)

    def _row(self, row: list[Piece], table: Table) -> None:
        only = alone(row)
        if only and _is_title(only):
            self._title(only)
        elif self.columns and self.columns.repeated_by(row):
            for cell in row:
                cell.read("label")
        elif self.columns and not self.columns.filled and self.columns.deepen(row):
            return
        elif is_header(row, table.labels) and not (self.columns and self.columns.is_indicator(row)):
            table.enter_row(row[0])
            self.columns = Columns(row, table.labels)
            self.lists.indicators.enter()
        elif self.columns and not _begins_form(row, self.columns, table):
            self._below_headings(row, self.columns, table)
        else:
            self._form_row(row, table)

    def _title(self, cell: Piece) -> None:
        """A title over a form: what follows belongs to no project yet. A year alone is part of a title."""
        cell.read("label")
        self.columns = None
        if vocabulary().is_form_title(cell.text):
            self.subject.leave()

    def _below_headings(self, row: list[Piece], columns: Columns, table: Table) -> None:
        first = not columns.filled
        if first and numbers_columns(row):
            for cell in row:
                cell.read("label")
            return
        if first:
            columns.begin_rows(row)
        if columns.known or columns.aside:
            self.lists.read(row, columns, table)
        else:
            self.lists.pass_over(row, columns, first=first)
            self.counts["not understood"] += first

    def _form_row(self, row: list[Piece], table: Table) -> None:
        self.columns = None
        table.enter_row(row[0])
        dates = self._dates(row) if table.row_label == "plan" else []
        if dates and not self._shares_beside(row, dates, table):
            self.columns = Columns(row, table.labels, dates)
        elif not dates:
            self.forms.read(row, table)

    def _dates(self, row: list[Piece]) -> list[int]:
        positions = {cell: index for index, cell in reversed(list(enumerate(row))) if cell.role != "label"}
        return sorted(index for cell, index in positions.items() if self.facts.date(cell))

    def _shares_beside(self, row: list[Piece], dates: list[int], table: Table) -> bool:
        """Checkpoints each before its share, and not over it."""
        cells = distinct(row)
        pairs = [(row[index], cells[cells.index(row[index]) + 1 :][:1]) for index in dates]
        if not all(after and after[0].text.strip().rstrip("%％").replace(".", "").isdecimal() for _, after in pairs):
            return False
        for label, (share,) in pairs:
            label.read("label")
            self.facts.checkpoint(label, share, percent=table.percent)
        return True


def _split_at_titles(rows: list[list[Piece]]) -> Iterator[list[list[Piece]]]:
    """The tables of a grid; the title over a form begins one, but for what stands above the first."""
    only = [alone(row) for row in rows]
    titles = [number for number, cell in enumerate(only) if cell and vocabulary().is_form_title(cell.text)]
    for begin, end in pairwise([0, *titles[1:], len(rows)]):
        yield rows[begin:end]


def _is_title(cell: Piece) -> bool:
    return vocabulary().is_form_title(cell.text) or _YEAR.fullmatch(fold(cell.text)) is not None


def _without_margin(rows: list[list[Piece]]) -> list[list[Piece]]:
    """The rows without columns before the first that holds anything."""
    full = [index for row in rows for index, cell in enumerate(row) if not cell.blank]
    return [row[min(full, default=0) :] for row in rows if row[min(full, default=0) :]]


def _begins_form(row: list[Piece], columns: Columns, table: Table) -> bool:
    """Whether a row below headings is none of theirs: it begins with a label, or names a department alone."""
    first = next((cell for cell in row if cell not in columns.pieces), None)
    term = table.labels.term(first.text) if first else None
    if columns.of_phases and (term == "budget" or vocabulary().source(term or "")):
        return False
    only = alone(row)
    return term not in (None, "total", "execution_rate") or (only is not None and is_coded_department(only.text))
