"""Rows of a list to statements: indicators, money by phases or sources, checkpoints of a plan, or whole projects."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.documents.content import Doubt, Piece, quote
from jixiao.documents.reading.cell_indicators import apart, goal, under_level, with_name
from jixiao.documents.reading.choices import choices
from jixiao.documents.reading.claims import level_in
from jixiao.documents.reading.continuation import is_continued
from jixiao.documents.reading.figures import figure
from jixiao.documents.reading.labels import GROUPS, MONEY, PROJECT, Labels, Row, alone, distinct
from jixiao.documents.reading.list_cells import (
    cells_by_term,
    cells_text,
    empty_signs,
    is_remark,
    is_sum,
    side_by_side,
)
from jixiao.documents.reading.list_doubts import guessed_headings, levels_left_blank, pass_over, shifted
from jixiao.documents.reading.money_units import may_be_of_money, unit_in_label
from jixiao.documents.reading.names import is_office
from jixiao.documents.reading.periods import INTERIM_MONEY
from jixiao.documents.reading.regions import ListRows
from jixiao.documents.reading.statement import Cells, Statement, interim
from jixiao.vocabulary import fold

_OF_WHICH = re.compile(r"\s*其\s*中\s*[:：、]\s*")  # before the first source of a sum


class ListOfRows:
    """The rows of a list: indicators, money by phases or sources, checkpoints of a plan, or whole projects."""

    def __init__(self, region: ListRows, labels: Labels, unit: str | None):
        self.region, self.header, self.labels, self.unit = region, region.header, labels, unit
        self._goals: set[Piece] = set()  # merged over the rows of a project, they are stated once

    def statements(self) -> Iterator[Statement]:
        """What the headings and rows state, from top to bottom."""
        yield Statement("headings", self.header.headings[0])
        names = [cell for *levels, _ in self.header.under_levels for cell in levels if cell]
        for cell in (*self.header.meaning, *names, *(cell for row in self.region.printed_again for cell in row)):
            yield Statement("label", cell)
        if self.header.of_names:
            yield from (Statement("left", cell, heading="项目名称") for row in self.region.rows for cell in row)
            return
        if not (self.header.known or self.header.aside):
            yield from pass_over(self.header, self.region.rows)
            return
        yield from guessed_headings(self.header, self.region.rows)
        yield from (Statement("label", cell) for cell in self._at_side())
        yield Statement("watch", self.header.headings[0], cells={"": self._watched()})
        yield Statement("watch_money", self.header.headings[0], cells={"": self._amounts()})
        yield from levels_left_blank(self.header, self.region.rows)
        if self.region.rows:
            headings = dict.fromkeys(self.header.headings.values())
            yield from (Statement("left", cell, heading=cell.text) for cell in headings if not cell.blank)
        for row in self.region.rows:
            yield from self._row(row)

    def _at_side(self) -> Iterator[Piece]:
        """Labels beside the rows, left of the columns: each spans rows, and says nothing of a single one."""
        first = min((index for index, term in self.header.terms.items() if term and term not in GROUPS), default=0)
        for index in range(first):
            column = [row[index] for row in self.region.rows if not row[index].blank]
            if column and all(column.count(cell) > 1 for cell in column):
                yield from (self.header.headings[index], *dict.fromkeys(column))

    def _watched(self) -> list[Piece]:
        """The cells that must not be lost: those under a term of indicators or money."""
        first = {term: index for index, term in reversed(list(self.header.terms.items()))}
        columns = [index for term, index in first.items() if term not in (None, "other", *GROUPS)]
        rows = [row for row in self.region.rows if not is_remark(self.header, row)]
        return [row[index] for row in rows for index in columns if index < len(row)]

    def _amounts(self) -> list[Piece]:
        """Figures below unknown headings of money in a list of projects: no loss but where a project has no budget."""
        unknown = (index for index, cell in self.header.headings.items() if not self.header.terms.get(index))
        columns = [index for index in unknown if may_be_of_money(self.header.headings[index].text)]
        cells = [row[index] for row in self.region.rows for index in columns if index < len(row)]
        return [cell for cell in cells if self.header.known_terms & set(PROJECT) and figure(cell.text) is not None]

    def _row(self, row: Row) -> Iterator[Statement]:
        """One row: whose it is comes first, and may be all that it says."""
        first = next((cell for cell in row if cell not in self.header.pieces and not cell.blank), None)
        term = self.labels.term(first.text) if first else None
        label = first if term else None
        cells = self._of_unit(cells_by_term(self.header, row))
        yield from (Statement("value", cell) for cell in empty_signs(self.header, row))
        yield from (Statement("value", row[index]) for index in self.header.places if index < len(row))
        if label and term != "other":
            yield Statement("label", label)
        yield Statement("record", row[0], cells=cells, parts=tuple(self._parts(row, cells, first, label)))

    def _of_unit(self, cells: Cells) -> Cells:
        """The cells of a row; in a column of units and projects, a row that states money alone is the sum of a unit."""
        if "project_name" not in cells or cells.keys() - {"project_name", "project_code", "budget"}:
            return cells
        heading = self.header.heading("project_name")
        further = self.header.known_terms & {"project_goal", "indicator", "target"}
        if self.labels.word(heading.text) != "unit_or_project" or not further:
            return cells
        return {"department" if term == "project_name" else term: found for term, found in cells.items()}

    def _parts(self, row: Row, cells: Cells, first: Piece | None, label: Piece | None) -> Iterator[Statement]:
        """What a row says of its project."""
        if is_sum(self.labels.term(label.text) if label else None, cells, self.header):
            heading = label.text if label else "合计"
            name = cells["department"][0] if "department" in cells else None
            is_part = label is not None and "小计" in fold(label.text)  # the total stands in a row of its own
            if not is_part and (totals := self._totals(row, cells)):
                yield Statement("total_points", row[0], cells=totals)
            if not label and name and is_office(name.text):
                yield Statement("listed_department", name, text=name.text.strip())
            yield from (Statement("left", cell, heading=heading) for cell in row)
        elif is_remark(self.header, row):
            yield from self._banner(row)
            return
        elif self.header.of_tasks:
            unit = self._unit(*self._money_headings()) if "budget" in cells else None
            yield Statement("task", row[0], cells=cells, unit=unit)
        else:
            yield Statement("project", row[0], cells=cells)
            yield from self._facts(row, cells, first, label)
            yield from self._checkpoints(row)
            yield from self._indicators(row, cells)
        for index, cell in enumerate(row):
            if not cell.blank and (above := self.header.headings.get(index)):
                yield Statement("left", cell, heading=above.text)

    def _totals(self, row: Row, cells: Cells) -> Cells:
        """The total of the points below the indicators of a self-evaluation, and a grade in the same row."""
        if not self.header.of_indicators or "score" not in cells:
            return {}
        return {term: cells[term] for term in ("weight", "score") if term in cells} | self._grade(row)

    def _grade(self, row: Row) -> dict[str, list[Piece]]:
        """The cell of a row that holds a grade and nothing else."""
        grades = [cell for cell in distinct(row) if self.labels.vocabulary.grade(cell.text)]
        return {"grade": grades[:1]} if grades else {}

    def _banner(self, row: Row) -> Iterator[Statement]:
        """A remark: the name of a level across the table holds for the rows below, anything else is not read."""
        only = alone(row)
        if only is not None and is_continued(only.text):
            yield Statement("label", only)
        elif only is not None and self.header.of_indicators:
            for number in (1, 2):
                if level_in(number, only.text, self.labels.vocabulary):
                    yield Statement("indicator", only, cells={f"level{number}": [only]})
                    return

    def _facts(self, row: Row, cells: Cells, first: Piece | None, label: Piece | None) -> Iterator[Statement]:
        """Money, purpose and goals: the column says the one half of what money is, the row's label the other."""
        phase = self.labels.term(label.text) if label and self.header.of_sources else None
        phase = phase if phase in MONEY else None
        if first is not None and (self.header.of_money or self.header.of_sources) and self._is_item(row, first):
            return
        if first is not None and self.header.of_phases and (_states_amount(first) or self._is_of_tasks(row, first)):
            return
        source, told = self._source_of(row, first)
        yield from told
        if self.header.of_sources:
            yield from self._whole(row, label, phase or "initial")
        for term, (cell, *_) in cells.items():
            unit = self._unit(label, self.header.heading(term))
            if term in MONEY:
                yield Statement("money", cell, term=phase or term, source=source or "", unit=unit)
            elif term in INTERIM_MONEY:
                yield interim(term, cell, self.header.heading(term), source=source or "", unit=unit)
            elif own := self.labels.source(term):
                yield Statement("money", cell, term=phase or "initial", source=own, unit=unit)
            elif term == "purpose":
                yield Statement("purpose", cell)
            elif term == "project_goal" and cell not in self._goals:
                self._goals.add(cell)
                yield from goal(cell, self.labels.vocabulary)
            elif term == "indicator" and not self.header.of_indicators and cell not in self._goals:
                self._goals.add(cell)
                stated = list(goal(cell, self.labels.vocabulary))
                yield from stated if stated[-1].kind == "indicator" else ()
            elif term == "weight" and self.header.of_phases and not source:
                yield Statement("execution_weight", cell)
            elif term == "score" and self.header.of_phases and self.header.known_terms & set(PROJECT):
                yield Statement("total_points", cell, cells={"score": [cell], **self._grade(row)})
            elif term in ("score", "execution_rate") and self.header.of_phases and not source:
                percent = "%" in fold(self.header.heading(term).text)
                yield Statement("execution_result", cell, term=term, percent=percent)

    def _whole(self, row: Row, label: Piece | None, phase: str) -> Iterator[Statement]:
        """The sum beside the sources of a list, in the phase of the row."""
        for index, cell in enumerate(row):
            if self.header.terms.get(index) == "total" and not cell.blank and cell not in self.header.pieces:
                yield Statement("money", cell, term=phase, unit=self._unit(label, self.header.headings[index]))

    def _is_item(self, row: Row, first: Piece) -> bool:
        """Whether a row begins with an item of what money is spent on, and neither with an amount nor with a source."""
        if _OF_WHICH.match(first.text):
            return False
        return not self.header.terms.get(list(row).index(first)) and self.labels.term(first.text) is None

    def _is_of_tasks(self, row: Row, first: Piece) -> bool:
        """Whether a row of money begins with something under a heading of its own that nobody knows: 任务名称."""
        index = list(row).index(first)
        heading = self.header.headings.get(index)
        unknown = heading is not None and not heading.blank and self.header.terms.get(index) is None
        return unknown and heading is not self.header.side and self.labels.source(self.labels.term(first.text)) is None

    def _source_of(self, row: Row, first: Piece | None) -> tuple[str | None, list[Statement]]:
        """The source of funds that a row begins with, and what is to be said of one that nobody knows."""
        if first is None:
            return None, []
        known = self.header.terms.get(list(row).index(first)) or self.labels.term(first.text)
        if not (self.header.of_phases or _OF_WHICH.match(first.text)) or known:
            return self.labels.source(first.text), []
        doubt = Doubt(first.place, quote(first.text), "a source of funds in the vocabulary", "kept as published")
        return _OF_WHICH.sub("", first.text).strip(), [
            Statement("doubt", first, doubt=doubt),
            Statement("label", first),
        ]

    def _unit(self, *labels: Piece | None) -> str | None:
        """The unit that the first of these labels states, else the side's, else the table's."""
        stated = (unit_in_label(label.text) for label in labels if label)
        return next(filter(None, stated), self.region.side.unit or self.unit)

    def _money_headings(self) -> list[Piece | None]:
        """The heading of the budget, and the one above it, where the unit may stand: 预算金额（万元） over 总额."""
        index = next(index for index, term in self.header.terms.items() if term == "budget")
        return [self.header.headings[index], self.header.upper.get(index)]

    def _checkpoints(self, row: Row) -> Iterator[Statement]:
        for index in self.header.dates:
            if index < len(row):
                label = self.header.headings[index]
                yield Statement("checkpoint", row[index], label=label, percent=self.region.side.percent)

    def _indicators(self, row: Row, cells: Cells) -> Iterator[Statement]:
        """The indicators of a row: one, several side by side, or several in one cell."""
        words = self.labels.vocabulary
        for level1, level2, index in self.header.under_levels:
            if index < len(row) and not row[index].blank:
                yield Statement("value", row[index])
                for indicator in under_level(row[index], level1, level2, words):
                    yield from self._indicator(indicator)
        chosen = choices(self.header, row, words)
        yield from (Statement("value", cell) for cell in chosen.cells)
        yield from (Statement("doubt", doubted, doubt=doubt) for doubted, doubt in chosen.doubts)
        cells = chosen.within(cells)
        for stated in side_by_side(self.header, row) or ([cells] if self.header.of_indicators else []):
            indicator = with_name(stated, words)
            if indicator is not stated:
                yield Statement("value", stated["target"][0])
            several = apart(indicator, words)
            if several is None:
                yield from self._indicator(indicator)
                continue
            cell = indicator["indicator"][0]
            if not several:
                found = f"several indicators in one cell, and not as many targets: {quote(cells_text(indicator), 60)}"
                remedy = "kept as one; its target is not read"
                yield Statement("doubt", cell, doubt=Doubt(cell.place, found, "a target for each", remedy))
                yield from self._indicator(indicator)
            else:
                yield from (Statement("value", indicator[term][0]) for term in ("indicator", "target"))
                for one in several:
                    yield from self._indicator(one)

    def _indicator(self, cells: Cells) -> Iterator[Statement]:
        level = cells["level1"][0] if "level1" in cells else None
        if level and self.labels.term(level.text) == "execution_rate":
            yield Statement("execution_row", level, cells=cells)
        elif cells:
            place = next(iter(cells.values()))[0]
            yield Statement("indicator", place, cells=cells)
            if problem := shifted(self.header, cells):
                yield Statement("doubt", place, doubt=Doubt(place.place, *problem))


def _states_amount(cell: Piece) -> bool:
    """Whether a cell states an amount behind a label of its own (政府性基金：118.82), and so is no name of a source."""
    return figure(cell.text.replace("：", ":").rpartition(":")[2]) is not None and ":" in fold(cell.text)
