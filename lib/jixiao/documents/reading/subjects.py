"""Statements to records: the one place where their order counts, for it says whose each of them is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from jixiao.documents.content import Piece
from jixiao.documents.reading.facts import FactReader
from jixiao.documents.reading.indicators import IndicatorReader
from jixiao.documents.reading.owner import Owner
from jixiao.documents.reading.records import Records
from jixiao.documents.reading.statement import Cells, Statement

_OF_CELLS = {"label", "value", "watch", "watch_money", "told", "left", "doubt", "not_understood", "unit"}


class Subjects:
    """Gives every statement its department and project, and writes it into the records."""

    def __init__(self, records: Records):
        self.records = records
        self.owner = Owner(records)
        self.facts = FactReader(records, self.owner)
        self.indicators = IndicatorReader(records)
        self.until: date | None = None
        self.in_notes = False

    def take(
        self,
        statements: Iterable[Statement],
        *,
        whole: bool = False,
        until: date | None = None,
        goes_on: bool = False,
        is_note: bool = False,
    ) -> None:
        """Take the statements of one table or note, in their order.

        ``whole`` says that they are of a department's own targets; ``until`` is the day until which they report;
        ``goes_on`` that they are a further part of the table before. Notes one after the other are about one thing.
        """
        self.until = until
        if not goes_on and not (is_note and self.in_notes):
            self.owner.enter(whole=whole)
            self.indicators.enter_table()
        self.in_notes = is_note
        self._take_all(list(statements))

    def _take_all(self, statements: Sequence[Statement]) -> None:
        named = [place for place, statement in enumerate(statements) if statement.kind == "name"]
        first = named[0] if named else -1
        held: list[Statement] = []
        for place, statement in enumerate(statements):
            # Money above a name, where the project before has such money, is that of the project named below.
            above = place < first and statement.kind == "money"
            if above and self.facts.is_stated(statement.term, statement.source):
                held.append(statement)
                continue
            self._take(statement)
            if place == first:
                for earlier in held:
                    self._take(earlier)

    def _take(self, statement: Statement) -> None:
        cell = statement.cell
        match statement.kind:
            case "record" if self.owner.whole and {"project_code", "project_name"} & statement.cells.keys():
                self._leave(statement)
            case "begin" | "name" | "project" if self.owner.whole:
                self.records.leave(cell, statement.label.text if statement.label else "项目名称")
            case "record":
                if not self.owner.take_department_row(statement.cells):
                    for part in statement.parts:
                        self._take(part)
            case "project":
                self._find(statement.cells)
            case "title" | "leave":
                self.owner.leave()
            case "begin":
                self.owner.begin(statement.term)
            case "department" | "listed_department" as kind:
                self.owner.state_department(cell, statement.text, listed=kind == "listed_department")
            case "name":
                self.owner.name(statement.term, cell, statement.text)
            case "headings":
                self.indicators.enter()
            case kind if kind in _OF_CELLS:
                self._take_cell(statement)
            case _:
                self._take_fact(statement)

    def _leave(self, statement: Statement) -> None:
        """A row of a list of projects in a department's own table: its money is none of the department's."""
        for cells in statement.cells.values():
            for cell in cells:
                self.records.leave(cell, "项目名称")

    def _take_cell(self, statement: Statement) -> None:
        """What a cell is, and nothing of any project."""
        cell = statement.cell
        match statement.kind:
            case "label" | "value" as role:
                self.records.read(cell, role)
            case "watch":
                self.records.watched.update(statement.cells[""])
            case "watch_money":
                self.records.watched_money.update(statement.cells[""])
            case "told":
                self.records.lose([cell])
            case "left":
                self.records.leave(cell, statement.heading)
            case "doubt" | "not_understood" if statement.doubt:
                self.records.doubts.append(statement.doubt)

    def _find(self, cells: Cells) -> None:
        if "department" in cells:
            cell = cells["department"][0]
            self.owner.state_department(cell, cell.text.strip(), listed=True)
        if self.owner.find(cells):
            self.indicators.enter()

    def _take_fact(self, statement: Statement) -> None:
        cell = statement.cell
        match statement.kind:
            case "money":
                amount = Piece(statement.text, cell.place) if statement.text else cell
                self.facts.money(statement.term, amount, statement.unit, source=statement.source)
                if statement.text:
                    self.records.read(cell, "value")
            case "interim" if self.until:
                self.facts.interim(statement, self.until)
            case "interim":  # the table's doubt tells it
                self.records.lose([cell])
            case "sum":
                self.facts.sum_of_items(cell, statement.unit)
                self.records.leave(cell, statement.heading)
            case "purpose":
                self.facts.purpose(cell)
            case "task" if self.owner.whole and "task" in statement.cells:
                self.facts.task(statement.cells, statement.unit)
            case "goal":
                self.facts.goal(cell)
            case "checkpoint" if statement.label:
                self.records.read(statement.label, "label")
                self.facts.checkpoint(statement.label, cell, percent=statement.percent)
            case "execution_weight":
                self.facts.execution_weight(cell)
            case "execution_result" if self.owner.project or self.owner.whole:
                self.facts.execution_result(statement.term, cell, percent=statement.percent)
            case "total_points" if self.owner.project or self.owner.whole:
                self.facts.total_points(statement.cells)
            case "execution_row" if self.owner.project:
                self._execution(statement.cells)
            case "indicator" | "execution_row" if self.owner.project or self.owner.whole:
                self.indicators.read(self.owner.open(cell), statement.cells, self.until)
            case "indicator" | "execution_row":
                self.records.doubt(cell, "a project before its indicators", "give the table its project")

    def _execution(self, cells: Cells) -> None:
        """The row of a self-evaluation that gives points for the execution of the budget."""
        for found in cells.values():
            for cell in found:
                self.records.read(cell, "label")
        if "weight" in cells:
            self.facts.execution_weight(cells["weight"][0])
        if "score" in cells:
            self.facts.execution_result("score", cells["score"][0], percent=False)
