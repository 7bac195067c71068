"""A row of a form to statements: labels, each with its value beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from jixiao.documents.content import Doubt, Piece, quote
from jixiao.documents.reading.cell_indicators import goal, of_level_row
from jixiao.documents.reading.figures import decimal, figure
from jixiao.documents.reading.labels import (
    MONEY,
    PROJECT,
    SUBJECT,
    Labels,
    Row,
    alone,
    distinct,
    embedded,
    split_label,
)
from jixiao.documents.reading.money_units import (
    is_undecided,
    may_be_of_money,
    noted_unit,
    split_unit_note,
    unit_in_label,
)
from jixiao.documents.reading.names import is_coded_department
from jixiao.documents.reading.periods import INTERIM_MONEY
from jixiao.documents.reading.regions import FormRow
from jixiao.documents.reading.statement import UNREAD, Cells, Statement, embedded_name, interim
from jixiao.vocabulary import fold, fold_heading

MOST_OF_A_LABEL = 15  # characters
# Several sources in one cell, each with its amount, and what part of it comes from where in brackets behind.
_BETWEEN_SOURCES = re.compile(r"[\n；;]")
_REMARKS = re.compile(r"[（(][^（(）)]*[）)]|(?<=[元\d万])[（(][^（(）)]*$")
_LEADING = re.compile(r"^(?:其中[:：]?|[（(]?[一二三四五六七八九\d]{1,2}[)）]?[、.．](?!\d))*")
_MONEY = re.compile(r"(?P<label>[^\d:()]{2,16}:?)(?P<amount>-?\d[\d,.]*(?:万元|千元|亿元|元|万|亿)?)")
_DONE = re.compile("实施情况|完成情况|未完成|未实施|执行情况")


class Form:
    """The labels of one row with the values that follow them.

    The label of its first cell, or of the rows above, holds for values without their own.
    """

    def __init__(self, region: FormRow, labels: Labels, unit: str | None, phases: Mapping[int, str]):
        self.row, self.side, self.above, self.labels = region.row, region.side, region.above, labels
        self.unit, self.phases = unit, dict(phases)

    def statements(self) -> Iterator[Statement]:
        """What the row states, from left to right."""
        if indicators := list(of_level_row(self._without_group(), self.labels.vocabulary)):
            yield from self._level_row(indicators)
            return
        first = self.row[0]
        label, term = (first if self.labels.term(first.text) else None), self.side.term
        if first.blank and term in SUBJECT:  # a name stands beside its label, and not below it
            term = None
        only = alone(self.row)
        yield Statement("watch_money", first, cells={"": self._amounts()})
        for cell in distinct(self.row):
            found = self._term(cell, term)
            if found:
                label, term = cell, found
                yield Statement("label", cell)
                self._note_phase(cell, found)
                if found in PROJECT and cell not in self.above:
                    yield Statement("begin", cell, term=found)
            elif noted := noted_unit(cell.text):
                yield Statement("label", cell)
                yield self._noted(cell, noted)
            elif cell is only and term is None and is_coded_department(cell.text):
                yield Statement("department", cell, text=cell.text.strip())
                if noted := split_unit_note(cell.text)[1]:
                    yield self._noted(cell, noted)
            elif not fold_heading(cell.text) and not cell.blank:  # a place for a stamp: （盖章）
                yield Statement("label", cell)
            elif not cell.blank or self.labels.source(term):
                yield from self._value(label, term, cell)
                term = term if term in ("project_goal", "other", "remark") else None

    def _noted(self, cell: Piece, unit: str) -> Statement:
        """The note of a unit, which holds from here on unless labels of the table contradict it."""
        self.unit = self.unit if is_undecided(self.unit) else unit
        return Statement("unit", cell, unit=unit)

    def _term(self, cell: Piece, before: str | None) -> str | None:
        """What a label means; 资金总额 right behind 年度预算 is what that label only stands before."""
        found = self.labels.term(cell.text)
        return "budget" if before == "budget" and fold_heading(cell.text) == "资金总额" else found

    def _without_group(self) -> Row:
        """The row without the label 绩效指标 beside it."""
        return self.row[1:] if self.labels.term(self.row[0].text) == "group" else self.row

    def _level_row(self, indicators: list[Cells]) -> Iterator[Statement]:
        """Indicators behind the names of their levels."""
        names = {cell for cells in indicators for term in ("level1", "level2") for cell in cells[term]}
        for cell in distinct(self.row):
            yield Statement("label" if cell in names or cell is self.row[0] else "value", cell)
        yield from (Statement("indicator", self.row[0], cells=cells) for cells in indicators)

    def _amounts(self) -> list[Piece]:
        """The figures of a row of money, which must not be lost."""
        cells = distinct(self.row)
        terms = {self.labels.term(cell.text) for cell in cells} | {self.side.term}
        unknown = any(may_be_of_money(cell.text) for cell in cells if self.labels.term(cell.text) is None)
        of_money = self.side.unit or unknown or terms & {"group", *MONEY} or any(map(self.labels.source, terms))
        return [cell for cell in cells if of_money and figure(cell.text) is not None]

    def _is_done(self, cell: Piece) -> bool:
        """Whether a cell beside goals says what was done, under a label of its own (已实施情况：…)."""
        label = split_label(cell.text)[0]
        return _DONE.search(label) is not None and len(label) <= MOST_OF_A_LABEL and ":" in fold(cell.text)

    def _note_phase(self, label: Piece, term: str) -> None:
        """Remember where money of a phase stands; that of several years together is "other" beside the year's."""
        if term in MONEY or term in INTERIM_MONEY:
            self.phases[self.row.index(label)] = "initial" if term == "budget" else term
        elif term == "other" and self.labels.word(label.text) == "whole_budget":
            self.phases[self.row.index(label)] = "other"

    def _value(self, label: Piece | None, term: str | None, cell: Piece) -> Iterator[Statement]:
        text = cell.text.strip()
        if term in SUBJECT:
            kind = "department" if term == "department" else "name"
            yield Statement(kind, cell, text=text, term=term or "")
        elif term in MONEY and label in self.row and self._another_beside(cell) and not self._phase_of(cell):
            yield self._one_of_several(label, cell)
        elif term in MONEY:
            yield from self._money(label, term or "", cell)
        elif term in INTERIM_MONEY:
            yield interim(term or "", cell, label, unit=self._unit(label))
        elif source := self.labels.source(term):
            yield self._fund(label, source, cell)
        elif term == "project_goal" and self._is_done(cell):
            yield Statement("left", cell, heading=split_label(text)[0])
        elif term == "project_goal":
            yield from goal(cell, self.labels.vocabulary)
        elif named := embedded(cell.text, self.labels):
            yield from embedded_name(cell, *named)
        elif money := self._embedded_money(cell):
            yield from money
        elif term == "purpose":
            yield Statement("purpose", cell)
        elif self._is_beside_money(label, cell) or (
            term in (None, "group") and self.side.term == "group" and self._is_only_text(cell)
        ):
            yield self._beside_group(label, cell)
        elif term == "total" and (self._phase_of(cell) == "initial" or "资金" in self.side.text or self._has_sources()):
            yield Statement("sum", cell, heading=label.text if label else self.side.text, unit=self._unit(label))
        elif term not in (None, "group"):
            yield Statement("left", cell, heading=label.text if label else self.side.text)

    def _money(self, label: Piece | None, term: str, cell: Piece) -> Iterator[Statement]:
        """An amount, whose unit may stand in a cell behind it."""
        cells = [other for other in distinct(self.row) if not other.blank]
        behind = cells[cells.index(cell) + 1 :][:1] if cell in cells else []
        known = [unit for unit in behind if fold(unit.text) in self.labels.vocabulary.words["amounts"]]
        yield from (Statement("label", unit) for unit in known)
        yield Statement("money", cell, term=term, unit=fold(known[0].text) if known else self._unit(label))

    def _unit(self, label: Piece | None) -> str | None:
        """The unit that a label states, else that of the side, else the table's."""
        return (unit_in_label(label.text) if label else None) or self.side.unit or self.unit

    def _fund(self, label: Piece | None, source: str, cell: Piece) -> Statement:
        """The money from one source, in the phase of its column."""
        unit = self._unit(label)
        if label is None or label not in self.row:
            return Statement("money", cell, term="initial", source=source, unit=unit)
        phase = self.phases.get(self.row.index(label))
        if phase == "other":
            return Statement("left", cell, heading=label.text)
        if not phase and self._another_beside(cell):
            return self._one_of_several(label, cell)
        if phase in INTERIM_MONEY:
            return interim(phase or "", cell, label, source=source, unit=unit)
        return Statement("money", cell, term=phase or "initial", source=source, unit=unit)

    def _phase_of(self, cell: Piece) -> str | None:
        """The phase that a label above has given the column of a cell."""
        return self.phases.get(self.row.index(cell))

    def _has_sources(self) -> bool:
        """Whether sources of funds stand beside, so that a sum is that of the sources."""
        return any(self.labels.source(self.labels.term(cell.text)) for cell in distinct(self.row))

    def _one_of_several(self, label: Piece | None, cell: Piece) -> Statement:
        """Amounts side by side behind one label, of which nothing says which is the year's."""
        expected = f"one amount of {label.text if label else self.side.text}, or a known heading over each"
        return Statement("doubt", cell, doubt=Doubt(cell.place, quote(cell.text), expected, UNREAD))

    def _embedded_money(self, cell: Piece) -> list[Statement]:
        """Labels and amounts in one cell (其中：上级资金16); none where any part of it is something else."""
        stated = []
        for part in filter(None, map(str.strip, _BETWEEN_SOURCES.split(_REMARKS.sub("", cell.text)))):
            found = _MONEY.fullmatch(_LEADING.sub("", fold(part)))
            label = found["label"].rstrip(":") if found else ""
            source = self.labels.vocabulary.source(label) or ("其他资金" if label in ("其他", "其它") else "")
            if not found or not (source or self.labels.vocabulary.heading(label) == "budget"):
                return []
            unit = self._unit(Piece(label, cell.place))
            stated.append(Statement("money", cell, text=found["amount"], term="budget", source=source, unit=unit))
        return stated

    def _beside_group(self, label: Piece | None, cell: Piece) -> Statement:
        """What stands alone beside a label of money or of several things: text is what the money is for."""
        heading = label.text if label else self.side.text
        if figure(cell.text) is None:
            return Statement("purpose", cell)
        if self.labels.word(heading) == "budget_group" and not self.labels.terms & set(MONEY):
            return Statement("money", cell, term="budget", unit=unit_in_label(heading) or self._unit(label))
        return Statement("doubt", cell, doubt=Doubt(cell.place, quote(cell.text), f"text beside {heading}", UNREAD))

    def _is_beside_money(self, label: Piece | None, cell: Piece) -> bool:
        """Whether a figure stands right behind a label of money that may also stand over others: 项目资金 | 45."""
        if label is None or label not in self.row or self.labels.word(label.text) != "budget_group":
            return False
        cells = distinct(self.row)
        return figure(cell.text) is not None and cells[cells.index(label) + 1] is cell

    def _is_only_text(self, cell: Piece) -> bool:
        """Whether a cell is the only one of the row that is no label."""
        others = (other for other in distinct(self.row) if other is not cell)
        return all(other.blank or self.labels.term(other.text) or noted_unit(other.text) for other in others)

    def _another_beside(self, cell: Piece) -> bool:
        """Whether another amount stands behind an amount, so that it is uncertain which one is the year's."""
        cells = distinct(self.row)
        pair = cells[cells.index(cell) :][:2]
        return len(pair) == 2 and all(decimal(fold(other.text)) is not None for other in pair)
