"""What is said about a project as a whole: its money, its plan and its goals."""

from __future__ import annotations

import re
from datetime import date

from jixiao.documents.content import Piece
from jixiao.documents.list_numbers import without_list_number
from jixiao.documents.records import EMPTY_FORM, Records
from jixiao.documents.subject import Subject
from jixiao.target_values import parse_target
from jixiao.vocabulary import vocabulary


class FactReader:
    """Reads cells whose label or heading says what they are into the rows of the project being read."""

    def __init__(self, records: Records, subject: Subject):
        self.records = records
        self.subject = subject

    def purpose(self, cell: Piece) -> None:
        """What the money is for."""
        project = self.subject.open(cell)
        if self.records.is_new("purpose", project["project_id"], cell):
            project["purpose"] = cell.text.strip()

    def goal(self, cell: Piece) -> None:
        """The project's goals, a line each."""
        project_id = self.subject.open(cell)["project_id"]
        if not self.records.is_new("goals", (project_id, cell.text.strip()), cell):
            return
        for line in map(str.strip, cell.text.split("\n")):
            if _holds_indicators(line):
                remedy = "kept as a goal; its indicators are not read"
                self.records.doubt(Piece(line, cell.place), "a goal, and indicators in a table", remedy)
            if line and not EMPTY_FORM.fullmatch(line):
                self.records.add_goal("project", cell, project_id=project_id, goal=without_list_number(line))

    def money(self, term: str, cell: Piece, unit: str | None, *, source: str | None) -> None:
        """Money under the label of a phase, or of the budget: from one source, or from all of them together."""
        phase = "initial" if term == "budget" else term
        if source:
            self.fund(source, phase, cell, unit)
        else:
            self._total(phase, cell, unit)

    def _total(self, phase: str, cell: Piece, unit: str | None) -> None:
        """The whole money of a phase: the initial one is the project's budget."""
        project = self.subject.open(cell)
        project_id = project["project_id"]
        if not self.records.is_new("totals", (project_id, phase), cell):
            return
        amount = self.records.amount(cell, unit)
        if phase == "initial":
            project.update(budget=amount, budget_text=cell.text.strip())
        else:
            self.records.totals.append(self._fund("合计", phase, cell, amount))

    def fund(self, source: str, phase: str, cell: Piece, unit: str | None) -> None:
        """The money from one source."""
        key = (self.subject.open(cell)["project_id"], source, phase)
        if self.records.is_new("funds", key, cell):
            self.records.funds.append(self._fund(source, phase, cell, self.records.amount(cell, unit)))

    def _fund(self, source: str, phase: str, cell: Piece, amount: float | None) -> dict:
        return {
            "project_id": self.subject.open(cell)["project_id"],
            "source": vocabulary().source(source) or source,
            "phase": phase,
            "amount": amount,
            "text": cell.text.strip(),
            "place": cell.place,
        }

    def execution_weight(self, cell: Piece) -> None:
        """The points that a self-evaluation gives for the execution of the budget: only for the sum of the weights."""
        self.records.execution_weights[self.subject.open(cell)["project_id"]] = self.records.points(cell)

    def checkpoint(self, label: Piece, cell: Piece, *, percent: bool) -> None:
        """The share of the money to be spent by a date; ``percent`` says that the plan's heading has the % sign."""
        day, project_id = self.date(label), self.subject.open(cell)["project_id"]
        if self.records.is_new("disbursements", (project_id, day), cell):
            self.records.disbursements.append(
                {
                    "project_id": project_id,
                    "date": day,
                    "label": label.text.strip(),
                    "text": cell.text.strip(),
                    "cumulative_share": self.records.share(cell, percent),
                    "place": cell.place,
                }
            )

    def date(self, label: Piece) -> date | None:
        """The last day that the label of a checkpoint names, or None: 3月底, 3月, 一季度, 1-3月."""
        if label.blank:
            return None
        texts = (label.text, f"{self.records.year}年{label.text}")
        dates = (parse_target(text, year=self.records.year).deadline for text in texts)
        return next(filter(None, dates), None)


def _holds_indicators(line: str) -> bool:
    """Whether a line of a goal heads indicators: 【产出指标-数量指标】."""
    levels = re.match(r"[【\[]([^-—－】\]]+)[-—－]([^】\]]+)[】\]]", line)
    return levels is not None and all(vocabulary().level(number, levels[number]) for number in (1, 2))
