"""What is said about a project as a whole: its money, its plan and its goals."""

from __future__ import annotations

from datetime import date

from jixiao.documents.content import Piece
from jixiao.documents.list_numbers import without_list_number
from jixiao.documents.reading.money_units import is_undecided
from jixiao.documents.reading.owner import Owner
from jixiao.documents.reading.records import EMPTY_FORM, Records
from jixiao.documents.reading.regions import day_of
from jixiao.documents.reading.statement import Cells, Statement
from jixiao.vocabulary import fold

WHOLE = "合计"  # in the place of a source: all of them together


class FactReader:
    """Reads cells whose label or heading says what they are into the rows of the project being read."""

    def __init__(self, records: Records, owner: Owner):
        self.records = records
        self.owner = owner
        self._interim: dict[tuple, dict] = {}

    def purpose(self, cell: Piece) -> None:
        """What the money is for."""
        project = self.owner.open(cell)
        if self.records.is_new("purpose", project["project_id"], cell):
            project["purpose"] = cell.text.strip()

    def goal(self, cell: Piece) -> None:
        """The project's goals, a line each."""
        project = self.owner.open(cell)
        project_id = project["project_id"]
        if not self.records.is_new("goals", (project_id, cell.text.strip()), cell):
            return
        for line in map(str.strip, cell.text.split("\n")):
            if line and not EMPTY_FORM.fullmatch(line):
                self.records.add_goal(
                    self.owner.open(cell)["scope"], cell, project_id=project_id, goal=without_list_number(line)
                )

    def task(self, cells: Cells, unit: str | None) -> None:
        """A task of the year of a department, with what is to be done and the money set aside for it."""
        name = cells["task"][0]
        project = self.owner.open(name)
        content = " ".join(self.records.read(cell, "value") for cell in cells.get("task_content", ()))
        row = self.records.add_goal("task", name, project_id=project["project_id"], goal=content)
        row["title"] = self.records.read(name, "value")
        if "budget" in cells:
            row["amount"] = self.records.amount(cells["budget"][0], unit)
            self.records.read(cells["budget"][0], "value")

    def money(self, term: str, cell: Piece, unit: str | None, *, source: str) -> None:
        """Money under the label of a phase, or of the budget: from one source, or from all of them together."""
        phase = "initial" if term == "budget" else term
        if source:
            self._of_source(source, phase, cell, unit)
        else:
            self._total(phase, cell, unit)

    def is_stated(self, term: str, source: str) -> bool:
        """Whether the project that is being read has this money already."""
        phase = "initial" if term == "budget" else term
        project_id = self.owner.project["project_id"] if self.owner.project else ""
        key = ("funds", (project_id, source, phase)) if source else ("totals", (project_id, phase))
        return key in self.records.keys

    def _total(self, phase: str, cell: Piece, unit: str | None) -> None:
        """The whole money of a phase: the initial one is the project's budget."""
        project = self.owner.open(cell)
        project_id = project["project_id"]
        if not self.records.is_new("totals", (project_id, phase), cell):
            return
        amount = self.records.amount(cell, unit)
        if phase == "initial":
            project.update(budget=amount, budget_text=cell.text.strip())
        else:
            self.records.totals.append(self._fund(WHOLE, phase, cell, amount))

    def _of_source(self, source: str, phase: str, cell: Piece, unit: str | None) -> None:
        """The money from one source."""
        key = (self.owner.open(cell)["project_id"], source, phase)
        if not self.records.is_new("funds", key, cell):
            return
        undecided = unit if is_undecided(unit) else None
        row = self._fund(source, phase, cell, None if undecided else self.records.amount(cell, unit))
        self.records.funds.append(row)
        if undecided:
            self.records.undecided.append((row, cell, undecided))

    def _fund(self, source: str, phase: str, cell: Piece, amount: float | None) -> dict:
        return {
            "project_id": self.owner.open(cell)["project_id"],
            "source": source,
            "phase": phase,
            "amount": amount,
            "text": cell.text.strip(),
            "place": cell.place,
        }

    def interim(self, statement: Statement, until: date) -> None:
        """What was paid by a day within the year, is expected to be, or its share of the budget: a row a source."""
        cell, term = statement.cell, statement.term
        key = (self.owner.open(cell)["project_id"], statement.source or WHOLE, until)
        if not self.records.is_new(term, key, cell):
            return
        row = self._interim.setdefault(key, {})
        if not row:
            row |= {**dict(zip(("project_id", "source", "date"), key, strict=True)), "place": cell.place}
            self.records.interim_funds.append(row)
        match term:
            case "interim_paid":
                row |= {"paid": self.records.amount(cell, statement.unit), "text": cell.text.strip()}
            case "expected_paid":
                row["expected_paid"] = self.records.amount(cell, statement.unit)
            case "interim_rate":
                row |= {"rate": self.records.share(cell, statement.percent), "rate_text": cell.text.strip()}

    def sum_of_items(self, cell: Piece, unit: str | None) -> None:
        """The sum below the items that the money is spent on: the budget where nothing else states it."""
        project_id = self.owner.open(cell)["project_id"]
        self.records.sums.setdefault(project_id, []).append((cell, unit))

    def execution_weight(self, cell: Piece) -> None:
        """The points that a self-evaluation gives for the execution of the budget: only for the sum of the weights."""
        points = self.records.points(cell)
        self.records.execution_weights[self.owner.open(cell)["project_id"]] = points
        self._evaluated(cell).setdefault("weight", points)
        self.records.read(cell, "value")

    def execution_result(self, term: str, cell: Piece, *, percent: bool) -> None:
        """The points that a self-evaluation gives for the execution, or the rate of it."""
        row = self._evaluated(cell)
        if term == "score":
            row.setdefault("points", self.records.points(cell))
        elif "rate_text" not in row:
            row.update(rate=self.records.share(cell, percent), rate_text=cell.text.strip())
        self.records.read(cell, "value")

    def total_points(self, cells: Cells) -> None:
        """The total of a self-evaluation, with its grade where one stands beside it."""
        for term, found in cells.items():
            for cell in found:
                row = self._evaluated(cell)
                if term == "score":
                    row.setdefault("total", self.records.points(cell))
                elif term == "grade":
                    row.setdefault("grade", cell.text.strip())
                self.records.read(cell, "value")

    def _evaluated(self, cell: Piece) -> dict:
        project_id = self.owner.open(cell)["project_id"]
        return self.records.evaluated.setdefault(project_id, {"project_id": project_id, "place": cell.place})

    def checkpoint(self, label: Piece, cell: Piece, *, percent: bool) -> None:
        """The share of the money to be spent by a date; ``percent`` says that the plan's heading has the % sign."""
        day, project_id = day_of(label.text, self.records.year), self.owner.open(cell)["project_id"]
        if not self.records.is_new("disbursements", (project_id, day), cell):
            return
        in_money = not percent and "%" not in fold(cell.text)
        row = {
            "project_id": project_id,
            "date": day,
            "label": label.text.strip(),
            "text": cell.text.strip(),
            "cumulative_share": None if in_money else self.records.share(cell, percent),
            "place": cell.place,
        }
        self.records.disbursements.append(row)
        if in_money:
            self.records.planned.append((row, cell))
