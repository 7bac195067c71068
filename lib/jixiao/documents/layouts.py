"""Grids to records, by headings and row labels and never by position."""

from __future__ import annotations

import re
from collections import Counter

from jixiao.documents.content import Grid, Piece
from jixiao.documents.records import Records, without_list_number
from jixiao.target import parse_target
from jixiao.vocabulary import fold, vocabulary

UNIT_NOTE = re.compile(r"\(?(?:金额)?单位:(?P<unit>元|千元|万元|亿元)\)?")
DEPARTMENT = re.compile(r"(?P<code>\d{3,})(?P<name>[^\d\s].*)")
COLUMNS = ("level1", "level2", "indicator", "description", "target", "basis")


class FormReader:
    """Reads the tables of a document in their order: forms of label and value, and tables of indicators."""

    def __init__(self, records: Records):
        self.records = records
        self.terms: set[str] = set()
        self.department_id: str | None = None
        self.project: dict = {}
        self.unit = "万元"
        self.counts: Counter[str] = Counter()  # indicators by project

    def read(self, grid: Grid) -> None:
        """Read one grid."""
        self.columns: dict[str, int] = {}
        self.levels: dict[str, str] = {}
        self.checkpoints: dict[int, Piece] = {}
        self.label: str | None = None
        self.percent = False
        for row in grid.rows:
            if self._is_header(row):
                self._header(row)
            elif self.columns and self._term(_first(row)) is None:
                self._indicator(row)
            else:
                self.columns = {}
                self._form_row(row)

    def _term(self, cell: Piece | None) -> str | None:
        term = vocabulary().heading(cell.text) if cell else None
        if term:
            self.terms.add(term)
        return term

    def _is_header(self, row: list[Piece]) -> bool:
        terms = {self._term(cell) for cell in row}
        return "target" in terms and bool(terms & {"indicator", "level2"})

    # Indicators

    def _header(self, row: list[Piece]) -> None:
        for index, cell in enumerate(row):
            term = self._term(cell)
            if term in COLUMNS:
                cell.read("label")
                self.columns.setdefault(term, index)

    def _indicator(self, row: list[Piece]) -> None:
        cells = {name: row[index] for name, index in self.columns.items() if index < len(row)}
        if all(cell.blank for name, cell in cells.items() if not name.startswith("level")):
            return
        if not self.project:
            self.records.doubt(cells["target"], "a project before its indicators", "give the table its project")
            return
        texts = {name: cell.read("value") for name, cell in cells.items() if not cell.blank}
        self._level(1, cells.get("level1"))
        self._level(2, cells.get("level2"))
        self.counts[self.project["project_id"]] += 1
        position = self.counts[self.project["project_id"]]
        self.records.indicators.append(
            {
                **texts,
                **self.levels,
                **self.records.target(texts.get("target", ""), texts.get("indicator", "")),
                "indicator_id": f"{self.project['project_id']}/{position}",
                "project_id": self.project["project_id"],
                "position": position,
                "place": cells["target"].place,
            }
        )

    def _level(self, number: int, cell: Piece | None) -> None:
        """A level is printed once for a block of rows; blank cells below it mean the same."""
        if cell is None or cell.blank:
            return
        name = vocabulary().level(number, cell.text)
        if name is None:
            self.records.doubt(cell, f"an official name of level {number}", "kept as published")
        if number == 1:
            self.levels = {}
        self.levels[f"level{number}"] = name or cell.text.strip()

    # Forms

    def _form_row(self, row: list[Piece]) -> None:
        first = row[0]
        if not first.blank and first.role != "label":
            self.label = self._term(first)
            if self.label:
                first.read("label")
                self.percent = "%" in fold(first.text)
        cells = list(dict.fromkeys(cell for cell in row if cell is not first or not self.label))
        if self.label == "plan":
            self._plan(row)
        elif self.label == "project_goal":
            self._goals([cell for cell in cells if not cell.blank])
        else:
            self._pairs(cells)

    def _plan(self, row: list[Piece]) -> None:
        cells = {index: cell for index, cell in enumerate(row) if cell.role != "label"}
        dates = {index: parse_target(cell.text, year=self.records.year).deadline for index, cell in cells.items()}
        if any(dates.values()):
            self.checkpoints = {index: cell for index, cell in cells.items() if dates[index]}
            for cell in self.checkpoints.values():
                cell.read("label")
            return
        for index, label in self.checkpoints.items():
            if index < len(row):
                self._checkpoint(label, row[index])

    def _checkpoint(self, label: Piece, cell: Piece) -> None:
        self.records.disbursements.append(
            {
                "project_id": self.project.get("project_id"),
                "date": parse_target(label.text, year=self.records.year).deadline,
                "label": label.text.strip(),
                "cumulative_share": self.records.share(cell, self.percent),
                "text": cell.read("value"),
                "place": cell.place,
            }
        )

    def _goals(self, cells: list[Piece]) -> None:
        for cell in cells:
            for line in filter(str.strip, cell.read("value").split("\n")):
                self.records.add_goal(
                    "project", cell, project_id=self.project.get("project_id"), goal=without_list_number(line)
                )

    def _pairs(self, cells: list[Piece]) -> None:
        """Labels, each with the value that follows it."""
        term = self.label
        for cell in cells:
            found = self._term(cell) or vocabulary().source(cell.text)
            unit = UNIT_NOTE.fullmatch(fold(cell.text))
            if found:
                cell.read("label")
                term = found
            elif unit:
                cell.read("label")
                self.unit = unit["unit"]
            elif vocabulary().source(term or ""):
                self._fund(term, cell)
                term = None
            elif not cell.blank:
                self._value(term, cell)
                term = None

    def _value(self, term: str | None, cell: Piece) -> None:
        if term in ("project_code", "project_name"):
            if not self.project or term in self.project:
                self.project = self.records.add_project(cell)
                self.project["department_id"] = self.department_id
            self.project[term] = cell.read("value")
        elif term == "budget" and self.project:
            self.project["budget"] = self.records.amount(cell, self.unit)
            self.project["budget_text"] = cell.read("value")
        elif term in ("purpose", "budget_group") or (term is None and self.label == "budget_group"):
            self.project["purpose"] = cell.read("value")
        elif term is None and DEPARTMENT.fullmatch(fold(cell.text)):
            self._department(cell)

    def _fund(self, term: str, cell: Piece) -> None:
        self.records.funds.append(
            {
                "project_id": self.project.get("project_id"),
                "source": vocabulary().source(term),
                "phase": "initial",
                "amount": self.records.amount(cell, self.unit),
                "text": cell.read("value"),
                "place": cell.place,
            }
        )

    def _department(self, cell: Piece) -> None:
        parts = DEPARTMENT.fullmatch(fold(cell.text))
        cell.read("value")
        self.department_id = parts["code"]
        self.project = {}
        self.records.departments[parts["code"]] = {"department_code": parts["code"], "department": parts["name"]}


def _first(row: list[Piece]) -> Piece | None:
    return next((cell for cell in row if not cell.blank), None)
