"""Rows of a form: labels, each with its value beside it."""

from __future__ import annotations

from jixiao.documents.content import Piece
from jixiao.documents.facts import FactReader
from jixiao.documents.records import Records, decimal
from jixiao.documents.rows import PHASES, PROJECT, Labels, Table, alone, distinct, noted_unit, split_unit_note
from jixiao.documents.subject import Subject, is_coded_department
from jixiao.vocabulary import fold, fold_heading, vocabulary

SUBJECT = ("department", *PROJECT)


class FormReader:
    """Reads the labels of rows with the values that follow them."""

    def __init__(self, records: Records, subject: Subject, facts: FactReader):
        self.records = records
        self.subject = subject
        self.facts = facts
        self.enter()

    def enter(self) -> None:
        """Begin a table."""
        self.phases: dict[int, str] = {}  # by position: 执行数 holds for the sources of funds below it

    def read(self, row: list[Piece], table: Table) -> None:
        """Read one row. The label of its first cell, or of the rows above, holds for values without their own."""
        label, term = (row[0] if row[0].role == "label" else None), table.row_label
        if label and term in PROJECT:
            self.subject.begin(term)
        only = alone(row)
        for cell in distinct(row):
            found = table.labels.term(cell.text)
            if cell is label:
                self._phase(row, cell, term)
            elif found:
                cell.read("label")
                label, term = cell, found
                self._phase(row, cell, term)
                if term in PROJECT:
                    self.subject.begin(term)
            elif noted := noted_unit(cell.text):
                cell.read("label")
                table.unit = noted
            elif cell is only and term is None and is_coded_department(cell.text):
                self.subject.state_department(cell)
                table.unit = split_unit_note(cell.text)[1] or table.unit
            elif not cell.blank or vocabulary().source(term or ""):
                self._value(row, label, term, cell, table)
                term = term if term in ("project_goal", "other") else None

    def read_embedded(self, text: Piece, labels: Labels) -> bool:
        """Read a label and its value in one piece of text (项目名称：某项目); False where it is none."""
        label, value = split_label(text.text)
        term = labels.term(label) if value and not set(value) & set("。；") else None  # a name, and no prose
        if term not in SUBJECT:
            return False
        if not fold_heading(split_unit_note(value)[0]):  # a place for a stamp: （盖章）
            text.read("label")
            return True
        if term in PROJECT:
            self.subject.begin(term)
        self._name(term, Piece(value, text.place))
        text.read("value")
        return True

    def _phase(self, row: list[Piece], label: Piece, term: str | None) -> None:
        """Remember where money of a phase stands; that of several years together is "other" beside the year's."""
        if term in (*PHASES, "budget"):
            self.phases[row.index(label)] = "initial" if term == "budget" else term
        elif term == "other" and vocabulary().heading(label.text) == "whole_budget":
            self.phases[row.index(label)] = "other"

    def _value(self, row: list[Piece], label: Piece | None, term: str | None, cell: Piece, table: Table) -> None:
        if term in SUBJECT:
            self._name(term, cell)
        elif term in (*PHASES, "budget"):
            self.facts.money(term, cell, table.unit_for(label), source=None)
        elif term and vocabulary().source(term):
            self._fund(row, label, term, cell, table)
        elif term == "project_goal":
            self.facts.goal(cell)
        elif self.read_embedded(cell, table.labels) or self._embedded_money(cell, table):
            return
        elif term == "purpose" or (term in (None, "group") and table.row_label == "group" and _only_text(row, cell)):
            self.facts.purpose(cell)
        elif term not in (None, "group"):
            self.records.leave(cell, label.text if label else table.row_heading)

    def _fund(self, row: list[Piece], label: Piece | None, source: str, cell: Piece, table: Table) -> None:
        """Read the money from one source, in the phase of its label."""
        if label is None or label not in row:
            self.facts.fund(source, "initial", cell, table.unit_for(label))
            return
        phase = self.phases.get(row.index(label))
        if phase == "other":
            self.records.leave(cell, label.text)
        elif not phase and _another_beside(row, cell):
            self.records.doubt(cell, f"one amount of {label.text}, or a known heading over each")
        else:
            self.facts.fund(source, phase or "initial", cell, table.unit_for(label))

    def _embedded_money(self, text: Piece, table: Table) -> bool:
        """Read a label and an amount in one cell (年度资金总额：16); False where it is none."""
        label, value = split_label(text.text)
        term, amount = (table.labels.term(label) if value else None), Piece(value, text.place)
        source = vocabulary().source(term or "")
        if term != "budget" and not source:
            return False
        self.facts.money("budget", amount, table.unit_for(Piece(label, text.place)), source=source)
        text.read("value")
        return True

    def _name(self, term: str, cell: Piece) -> None:
        if term == "department":
            self.subject.state_department(cell)
        else:
            self.subject.name(term, cell)


def split_label(text: str) -> tuple[str, str]:
    """What stands before and behind the first colon of a text."""
    label, _, value = text.replace(":", "：", 1).partition("：")
    return label.strip(), value.strip()


def _only_text(row: list[Piece], cell: Piece) -> bool:
    """Whether a cell is the only one of a row that is no label."""
    return all(other is cell or other.blank or other.role == "label" for other in distinct(row))


def _another_beside(row: list[Piece], cell: Piece) -> bool:
    """Whether another amount stands behind an amount, so that it is uncertain which one is the year's."""
    cells = distinct(row)
    pair = cells[cells.index(cell) :][:2]
    return len(pair) == 2 and all(not other.role and decimal(fold(other.text)) is not None for other in pair)
