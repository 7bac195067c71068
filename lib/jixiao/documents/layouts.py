"""Grids to records, by headings and row labels and never by position."""

from __future__ import annotations

import re
from collections import Counter

from jixiao.documents.content import Grid, Piece
from jixiao.documents.records import Records, without_list_number
from jixiao.target import parse_target
from jixiao.vocabulary import fold, vocabulary

UNIT_NOTE = re.compile(r"\(?(?:金额)?单位:(?P<unit>元|千元|万元|亿元)\)?")
# 803001某某局, and not 120人参加培训
DEPARTMENT = re.compile(r"(?P<code>\d{3}|\d{6})(?P<name>[^\d\s人个名户家项件次年月日元万亿台套][^\d\s].*)")
PROJECT = ("project_code", "project_name")
COLUMNS = ("level1", "level2", "indicator", "description", "target", "basis")


class FormReader:
    """Reads the tables of a document in their order: forms of label and value, and tables of indicators."""

    def __init__(self, records: Records):
        self.records = records
        self.terms: set[str] = set()
        self.department_id: str | None = None
        self.project: dict | None = None
        self.named: set[str] = set()  # of project_code and project_name, what the project has already
        self.stated_unit = "万元"  # above the tables
        self.counts: Counter[str] = Counter()  # indicators by project

    def read(self, grid: Grid) -> None:
        """Read one grid."""
        self.columns: dict[str, int] = {}
        self.levels: dict[str, str] = {}
        self.checkpoints: dict[int, Piece] = {}
        self.label: str | None = None
        self.label_unit: str | None = None
        self.percent = False
        self.unit = self.stated_unit
        for row in grid.rows:
            if self._is_header(row):
                self._header(row)
            elif self.columns and not self._begins_form(row):
                self._indicator(row)
            else:
                self.columns = {}
                self._form_row(row)

    def read_note(self, paragraph: Piece) -> bool:
        """Read a paragraph that notes the unit of the tables below it; False where it is none."""
        if unit := _noted_unit(paragraph):
            paragraph.read("heading")
            self.stated_unit = unit
        return unit is not None

    def _term(self, cell: Piece) -> str | None:
        term = vocabulary().heading(cell.text)
        if term:
            self.terms.add(term)
        return term

    def _is_header(self, row: list[Piece]) -> bool:
        terms = {self._term(cell) for cell in row}
        return "target" in terms and bool(terms & {"indicator", "level2"})

    def _begins_form(self, row: list[Piece]) -> bool:
        """Whether a row below indicators is none of them: it begins with a label, or holds a department alone."""
        full = [cell for cell in row if not cell.blank and not _noted_unit(cell)]
        return bool(full) and (self._term(full[0]) is not None or (len(full) == 1 and _is_department(full[0])))

    # Indicators

    def _header(self, row: list[Piece]) -> None:
        for index, cell in enumerate(row):
            term = self._term(cell)
            if term in COLUMNS:
                cell.read("label")
                self.columns.setdefault(term, index)

    def _indicator(self, row: list[Piece]) -> None:
        cells = {name: row[index] for name, index in self.columns.items() if index < len(row) and not row[index].blank}
        if cells and self.project is None:
            first = next(iter(cells.values()))
            self.records.doubt(first, "a project before its indicators", "give the table its project")
            return
        for number in (1, 2):
            if f"level{number}" in cells:
                self._level(number, cells[f"level{number}"])
        if not cells.keys() - {"level1", "level2"}:
            return
        texts = {name: cell.read("value") for name, cell in cells.items()}
        project_id = self.project["project_id"]
        self.counts[project_id] += 1
        self.records.indicators.append(
            {
                **texts,
                **self.levels,
                **self.records.target(texts.get("target", ""), texts.get("indicator", "")),
                "indicator_id": f"{project_id}/{self.counts[project_id]}",
                "project_id": project_id,
                "position": self.counts[project_id],
                "place": cells.get("target", next(iter(cells.values()))).place,
            }
        )

    def _level(self, number: int, cell: Piece) -> None:
        """A level is printed once for a block of rows; blank cells below it mean the same."""
        name = vocabulary().level(number, cell.read("value"))
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
            self.label_unit = _unit_in_label(first)
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

    def _open(self, cell: Piece) -> dict:
        """The project that is being read; a new one where there is none."""
        if self.project is None:
            self.project = self.records.add_project(cell, self.department_id)
        return self.project

    def _name(self, term: str) -> None:
        """A second code or name begins another project, whether the first was filled in or not."""
        if term in self.named:
            self.project, self.named = None, set()
        self.named.add(term)

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
        self.records.add_once(
            "disbursements",
            ("project_id", "date"),
            cell,
            {
                "project_id": self._open(cell)["project_id"],
                "date": parse_target(label.text, year=self.records.year).deadline,
                "label": label.text.strip(),
                "text": cell.text.strip(),
                "cumulative_share": self.records.share(cell, self.percent),
                "place": cell.place,
            },
        )

    def _goals(self, cells: list[Piece]) -> None:
        for cell in cells:
            project_id = self._open(cell)["project_id"]
            for line in filter(str.strip, cell.read("value").split("\n")):
                self.records.add_goal("project", cell, project_id=project_id, goal=without_list_number(line))

    def _pairs(self, cells: list[Piece]) -> None:
        """Labels, each with the value that follows it."""
        term, unit = self.label, self.unit
        self.unit = self.label_unit or unit
        if term in PROJECT:
            self._name(term)
        for cell in cells:
            found = self._term(cell) or vocabulary().source(cell.text)
            if found:
                cell.read("label")
                term, self.unit = found, _unit_in_label(cell) or unit
                if term in PROJECT:
                    self._name(term)
            elif noted := _noted_unit(cell):
                cell.read("label")
                self.unit = unit = noted
            elif not cell.blank or vocabulary().source(term or ""):
                alone = all(other is cell or other.blank or _noted_unit(other) for other in cells)
                self._value(term, cell, alone)
                term = None
        self.unit = unit

    def _value(self, term: str | None, cell: Piece, alone: bool) -> None:
        if term is None and alone and _is_department(cell):
            self._department(cell)
        elif term in PROJECT:
            self._open(cell)[term] = cell.read("value")
        elif term == "budget" and "budget" not in self._open(cell):
            self.project.update(budget=self.records.amount(cell, self.unit), budget_text=cell.read("value"))
        elif self._is_purpose(term) and "purpose" not in self._open(cell):
            self.project["purpose"] = cell.read("value")
        elif term and vocabulary().source(term):
            self._fund(term, cell)

    def _is_purpose(self, term: str | None) -> bool:
        """Text under 预算规模及资金用途 needs no label of its own."""
        return term in ("purpose", "budget_group") or (term is None and self.label == "budget_group")

    def _fund(self, term: str, cell: Piece) -> None:
        self.records.add_once(
            "funds",
            ("project_id", "source", "phase"),
            cell,
            {
                "project_id": self._open(cell)["project_id"],
                "source": vocabulary().source(term),
                "phase": "initial",
                "amount": self.records.amount(cell, self.unit),
                "text": cell.text.strip(),
                "place": cell.place,
            },
        )

    def _department(self, cell: Piece) -> None:
        parts = DEPARTMENT.fullmatch(fold(cell.read("value")))
        self.department_id, self.project, self.named = parts["code"], None, set()
        self.records.departments[parts["code"]] = {"department_code": parts["code"], "department": parts["name"]}


def _noted_unit(piece: Piece) -> str | None:
    note = UNIT_NOTE.fullmatch(fold(piece.text))
    return note["unit"] if note else None


def _unit_in_label(label: Piece) -> str | None:
    """The unit in brackets behind a label: 预算数（元）."""
    found = re.search(r"\((?:单位:)?(元|千元|万元|亿元)\)", fold(label.text))
    return found[1] if found else None


def _is_department(cell: Piece) -> bool:
    return DEPARTMENT.fullmatch(fold(cell.text)) is not None
