"""Rows below headings: indicators, money by phases, checkpoints of a plan, or whole projects, a row each."""

from __future__ import annotations

from jixiao.documents.columns import Columns
from jixiao.documents.content import Doubt, Piece, quote
from jixiao.documents.facts import FactReader
from jixiao.documents.indicators import IndicatorReader
from jixiao.documents.records import Records
from jixiao.documents.rows import PHASES, PROJECT, Table, distinct
from jixiao.documents.subject import Subject, is_department_code
from jixiao.vocabulary import vocabulary


class ListReader:
    """Reads rows by the headings above them; a row may name its department and project, or be the current one's."""

    def __init__(self, records: Records, subject: Subject, facts: FactReader):
        self.records = records
        self.subject = subject
        self.facts = facts
        self.indicators = IndicatorReader(records)

    def read(self, row: list[Piece], columns: Columns, table: Table) -> None:
        """Read one row; cells under headings that no table has a column for are remembered under them."""
        first = next((cell for cell in row if cell not in columns.pieces and not cell.blank), None)
        term = table.labels.term(first.text) if first else None
        label = first if term else None
        cells = columns.cells(row)
        if label and term != "other":
            label.read("label")
        if self._department(cells):
            return
        if _is_sum(term, cells, columns):
            for cell in row:
                self.records.leave(cell, label.text if label else "合计")
        elif columns.crossed_by(row):
            return
        else:
            self._subject(cells)
            self._facts(cells, columns, table, self._source(first, row, columns), label)
            self._checkpoints(row, columns, table)
            for indicator in columns.side_by_side(row) or ([cells] if columns.of_indicators else []):
                self._indicator(indicator, table)
        for index, cell in enumerate(row):
            if heading := columns.headings.get(index):
                self.records.leave(heading, heading.text)
                self.records.leave(cell, heading.text)

    def pass_over(self, row: list[Piece], columns: Columns, *, first: bool) -> None:
        """Rows below headings that do not say enough: one doubt for all of them, at the first."""
        headings = distinct(list(columns.headings.values()))
        if first:
            shown = " | ".join(cell.text for cell in headings if not cell.blank)
            found = "rows below the headings " + quote(shown, 120)
            unknown = " | ".join(cell.text for cell in columns.unknown if not cell.blank)
            expected = f"headings such as those of {vocabulary().layout(columns.terms)}, the nearest layout"
            remedy = f"not read; add to vocabulary.toml what is missing ({quote(unknown)}) and import again"
            self.records.doubts.append(Doubt(headings[0].place, found, expected, remedy))
        self.records.told.update([*headings, *row])

    def _department(self, cells: dict[str, list[Piece]]) -> bool:
        """Read the row of a list that names a department, by its code or as stated above, and no project."""
        code, name = (cells[term][0] if term in cells else None for term in PROJECT)
        if not name:
            return False
        if code and is_department_code(code.text):
            code.read("value")
        elif cells.keys() != {"project_name"} or not self.subject.is_department(name.text):
            return False
        self.subject.state_department(name, listed=True)
        return True

    def _subject(self, cells: dict[str, list[Piece]]) -> None:
        if "department" in cells:
            self.subject.state_department(cells["department"][0], listed=True)
        if self.subject.find(cells):
            self.indicators.enter()

    def _source(self, first: Piece | None, row: list[Piece], columns: Columns) -> str | None:
        """The source of funds that a row of phases begins with; None where it has a word for all of them, or none."""
        if not columns.of_phases or first is None or columns.term_at(row.index(first)) or first.role == "label":
            return vocabulary().source(first.text) if first else None
        self.records.doubt(first, "a source of funds in the vocabulary", "kept as published")
        return first.read("label")

    def _facts(
        self,
        cells: dict[str, list[Piece]],
        columns: Columns,
        table: Table,
        source: str | None,
        label: Piece | None,
    ) -> None:
        """Money, purpose and goals."""
        for term, (cell, *_) in cells.items():
            unit = table.unit_for(label, columns.heading(term))
            if term in (*PHASES, "budget"):
                self.facts.money(term, cell, unit, source=source)
            elif vocabulary().source(term):
                self.facts.fund(term, "initial", cell, unit)
            elif term == "purpose":
                self.facts.purpose(cell)
            elif term == "project_goal":
                self.facts.goal(cell)
            elif term == "weight" and columns.of_phases and not source:
                self.facts.execution_weight(cell)

    def _checkpoints(self, row: list[Piece], columns: Columns, table: Table) -> None:
        for index in columns.dates:
            if index < len(row):
                self.facts.checkpoint(columns.headings[index], row[index], percent=table.percent)

    def _indicator(self, cells: dict[str, list[Piece]], table: Table) -> None:
        level = cells["level1"][0] if "level1" in cells else None
        if self.subject.project and level and table.labels.term(level.text) == "execution_rate":
            for name in ("level1", "level2", "indicator"):
                cells.get(name, [level])[0].read("label")
            if "weight" in cells:
                self.facts.execution_weight(cells["weight"][0])
        elif self.subject.project:
            self.indicators.read(self.subject.project, cells)
        elif cells:
            first = next(iter(cells.values()))[0]
            self.records.doubt(first, "a project before its indicators", "give the table its project")


def _is_sum(term: str | None, cells: dict[str, list[Piece]], columns: Columns) -> bool:
    """Whether a row sums up others: by its label, or as one of a list that names no project and has only money."""
    listed = bool(columns.terms & set(PROJECT))
    if term == "total" and (listed or not columns.of_phases):
        return True
    return listed and "budget" in cells and not cells.keys() - {"department", "budget"}
