"""Regions to statements: each value with what its governing labels say of it, in the order of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from jixiao.documents.content import Doubt, Piece, quote
from jixiao.documents.reading.claims import level_in
from jixiao.documents.reading.figures import decimal, figure
from jixiao.documents.reading.headers import Header
from jixiao.documents.reading.labels import (
    GROUPS,
    MONEY,
    PROJECT,
    SUBJECT,
    Labels,
    Row,
    alone,
    distinct,
    embedded,
    noted_unit,
    split_label,
    split_unit_note,
    unit_in_label,
)
from jixiao.documents.reading.names import is_coded_department
from jixiao.documents.reading.regions import FormRow, ListRows, PlanRow, Region, Title
from jixiao.target_values.folding import EMPTY, fold_value
from jixiao.vocabulary import fold, fold_heading

Cells = Mapping[
    str, Sequence[Piece]
]  # the filled cells of a row by term; several where the heading is merged over them


MOST_OF_A_LABEL = 15  # characters
# Several sources in one cell, each with its amount, and what part of it comes from where in brackets behind.
_BETWEEN_SOURCES = re.compile(r"[\n；;]")
_REMARKS = re.compile(r"[（(][^（(）)]*[）)]|(?<=[元\d万])[（(][^（(）)]*$")
_LEADING = re.compile(r"^(?:其中[:：]?|[（(]?[一二三四五六七八九\d]{1,2}[)）]?[、.．](?!\d))*")
_MONEY = re.compile(r"(?P<label>[^\d:()]{2,16}:?)(?P<amount>-?\d[\d,.]*(?:万元|千元|亿元|元|万|亿)?)")
_DONE = re.compile("实施情况|完成情况|未完成|未实施|执行情况")


@dataclass(frozen=True)
class Statement:
    """A value under its labels.

    Parameters
    ----------
    kind : str
        What is stated: a method of `subjects.Subjects` is named so.
    cell : Piece
        The cell of the value, or of a label that says something by itself.
    text : str
        The value where it is only a part of the cell.
    term : str
        The term of the vocabulary that it stands under, where the kind leaves that open.
    label : Piece, optional
        The label it stands under.
    heading : str
        The text of that label where it is none of a piece's own.
    source : str
        The source of funds.
    unit : str, optional
        The unit that is stated for an amount.
    percent : bool
        Whether the label of a share has the % sign.
    cells : mapping
        For a row of a list: its filled cells by term.
    parts : tuple of Statement
        What a row says of the project that it names, or that is being read.
    doubt : Doubt, optional
        What is to be told.
    """

    kind: str
    cell: Piece
    text: str = ""
    term: str = ""
    label: Piece | None = None
    heading: str = ""
    source: str = ""
    unit: str | None = None
    percent: bool = False
    cells: Cells = field(default_factory=dict)
    parts: tuple[Statement, ...] = ()
    doubt: Doubt | None = None


def statements(regions: Sequence[Region], labels: Labels, unit: str | None) -> Iterator[Statement]:
    """What the regions of a table state; ``unit`` is the one stated above the table."""
    phases: dict[int, str] = {}  # by column: 执行数 holds for the sources of funds below it
    for region in regions:
        if isinstance(region, Title):
            yield Statement("title" if region.over_form else "label", region.cell)
        elif isinstance(region, PlanRow):
            if not region.first.blank:
                yield Statement("label", region.first)
            for label, share in region.pairs:
                yield Statement("checkpoint", share, label=label, percent=region.side.percent)
        elif isinstance(region, FormRow):
            form = _Form(region, labels, unit, phases)
            yield from form.statements()
            unit, phases = form.unit, form.phases
        else:
            yield from _List(region, labels, unit).statements()


class _Form:
    """The labels of one row with the values that follow them.

    The label of its first cell, or of the rows above, holds for values without their own.
    """

    def __init__(self, region: FormRow, labels: Labels, unit: str | None, phases: Mapping[int, str]):
        self.row, self.side, self.above, self.labels = region.row, region.side, region.above, labels
        self.unit, self.phases = unit, dict(phases)

    def statements(self) -> Iterator[Statement]:
        first = self.row[0]
        label, term = (first if self.labels.term(first.text) else None), self.side.term
        if first.blank and term in SUBJECT:  # a name stands beside its label, and not below it
            term = None
        only = alone(self.row)
        for cell in distinct(self.row):
            found = self.labels.term(cell.text)
            if found:
                label, term = cell, found
                yield Statement("label", cell)
                self._note_phase(cell, found)
                if found in PROJECT and cell not in self.above:
                    yield Statement("begin", cell, term=found)
            elif noted := noted_unit(cell.text):
                yield Statement("label", cell)
                yield Statement("unit", cell, unit=noted)
                self.unit = noted
            elif cell is only and term is None and is_coded_department(cell.text):
                yield Statement("department", cell, text=cell.text.strip())
                if noted := split_unit_note(cell.text)[1]:
                    yield Statement("unit", cell, unit=noted)
                    self.unit = noted
            elif not fold_heading(cell.text) and not cell.blank:  # a place for a stamp: （盖章）
                yield Statement("label", cell)
            elif not cell.blank or self.labels.source(term):
                yield from self._value(label, term, cell)
                term = term if term in ("project_goal", "other") else None

    def _is_done(self, cell: Piece) -> bool:
        """Whether a cell beside goals says what was done, under a label of its own (已实施情况：…)."""
        label = split_label(cell.text)[0]
        return _DONE.search(label) is not None and len(label) <= MOST_OF_A_LABEL and ":" in fold(cell.text)

    def _note_phase(self, label: Piece, term: str) -> None:
        """Remember where money of a phase stands; that of several years together is "other" beside the year's."""
        if term in MONEY:
            self.phases[self.row.index(label)] = "initial" if term == "budget" else term
        elif term == "other" and self.labels.word(label.text) == "whole_budget":
            self.phases[self.row.index(label)] = "other"

    def _value(self, label: Piece | None, term: str | None, cell: Piece) -> Iterator[Statement]:
        text = cell.text.strip()
        if term in SUBJECT:
            kind = "department" if term == "department" else "name"
            yield Statement(kind, cell, text=text, term=term or "")
        elif term in MONEY:
            yield Statement("money", cell, term=term or "", unit=self._unit(label))
        elif source := self.labels.source(term):
            yield self._fund(label, source, cell)
        elif term == "project_goal" and self._is_done(cell):
            yield Statement("left", cell, heading=split_label(text)[0])
        elif term == "project_goal":
            yield Statement("goal", cell)
        elif named := embedded(cell.text, self.labels):
            yield from embedded_name(cell, *named)
        elif money := self._embedded_money(cell):
            yield from money
        elif term == "purpose":
            yield Statement("purpose", cell)
        elif term in (None, "group") and self.side.term == "group" and self._is_only_text(cell):
            yield self._beside_group(label, cell)
        elif term == "total" and (self.phases.get(self.row.index(cell)) == "initial" or "资金" in self.side.text):
            yield Statement("sum", cell, heading=label.text if label else self.side.text, unit=self._unit(label))
        elif term not in (None, "group"):
            yield Statement("left", cell, heading=label.text if label else self.side.text)

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
            expected = f"one amount of {label.text}, or a known heading over each"
            return Statement("doubt", cell, doubt=Doubt(cell.place, quote(cell.text), expected, UNREAD))
        return Statement("money", cell, term=phase or "initial", source=source, unit=unit)

    def _embedded_money(self, cell: Piece) -> list[Statement]:
        """Labels and amounts in one cell (年度资金总额：16, 其中：上级资金16); none where any part of it is something else."""
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

    def _is_only_text(self, cell: Piece) -> bool:
        """Whether a cell is the only one of the row that is no label."""
        others = (other for other in distinct(self.row) if other is not cell)
        return all(other.blank or self.labels.term(other.text) or noted_unit(other.text) for other in others)

    def _another_beside(self, cell: Piece) -> bool:
        """Whether another amount stands behind an amount, so that it is uncertain which one is the year's."""
        cells = distinct(self.row)
        pair = cells[cells.index(cell) :][:2]
        return len(pair) == 2 and all(decimal(fold(other.text)) is not None for other in pair)


UNREAD = "left empty; compare with the document"


def embedded_name(piece: Piece, term: str, value: str) -> Iterator[Statement]:
    """A label and the name behind it in one text; a place for a stamp names nobody."""
    if not value:
        yield Statement("label", piece)
        return
    if term in PROJECT:
        yield Statement("begin", piece, term=term)
    yield Statement("department" if term == "department" else "name", piece, text=value, term=term)


class _List:
    """The rows of a list: indicators, money by phases or sources, checkpoints of a plan, or whole projects."""

    def __init__(self, region: ListRows, labels: Labels, unit: str | None):
        self.region, self.header, self.labels, self.unit = region, region.header, labels, unit

    def statements(self) -> Iterator[Statement]:
        yield Statement("headings", self.header.headings[0])
        for cell in (*self.header.meaning, *(cell for row in self.region.printed_again for cell in row)):
            yield Statement("label", cell)
        if not (self.header.known or self.header.aside):
            yield from self._pass_over()
            return
        yield from self._claims()
        yield from (Statement("label", cell) for cell in self._at_side())
        yield from (Statement("watch", cell) for cell in self._watched())
        yield from self._levels_left_blank()
        for row in self.region.rows:
            yield from self._row(row)

    def _claims(self) -> Iterator[Statement]:
        """One doubt for each column whose term no exact word gave, with the line of the vocabulary that settles it."""
        for index, how in self.header.claims:
            heading, term = self.header.headings[index], self.header.terms[index]
            cells = [row[index] for row in self.region.rows if index < len(row) and row[index] is not heading]
            shown = " | ".join(quote(cell.text, 20) for cell in dict.fromkeys(cells) if not cell.blank)
            name = fold_heading(heading.text)
            found = f"{'the heading ' + quote(heading.text, 30) if name else 'a blank heading'} over {quote(shown, 60)}"
            line = f'; to settle it, add to vocabulary.toml, in [headings]: {term} = ["{name}"]' if name else ""
            doubt = Doubt(heading.place, found, "a heading of the vocabulary", f"read as {term} by {how}{line}")
            yield Statement("label", heading)
            yield Statement("doubt", heading, doubt=doubt)

    def _at_side(self) -> Iterator[Piece]:
        """Labels beside the rows, left of the columns: each spans rows, and says nothing of a single one."""
        first = min((index for index, term in self.header.terms.items() if term and term not in GROUPS), default=0)
        for index in range(first):
            column = [row[index] for row in self.region.rows if not row[index].blank]
            if column and all(column.count(cell) > 1 for cell in column):
                yield from (self.header.headings[index], *dict.fromkeys(column))

    def _watched(self) -> Iterator[Piece]:
        """The cells that must not be lost: those under a term of indicators or money."""
        for row in self.region.rows:
            for index, cell in enumerate(row):
                if self.header.terms.get(index) not in (None, "other", *GROUPS):
                    yield cell

    def _levels_left_blank(self) -> Iterator[Statement]:
        """The only blank second level of a list, in a row that prints its first: told, for it may be a loss."""
        columns = {term: index for index, term in reversed(self.header.terms.items()) if term in ("level1", "level2")}
        if not self.header.of_indicators or len(columns) < 2:
            return
        rows = [row for row in self.region.rows if max(columns.values()) < len(row) and len(distinct(row)) > 2]
        blank = [row for row in rows if row[columns["level2"]].blank]
        printed = {row[columns["level2"]] for row in rows}
        if len(blank) == 1 and len(printed) == len(rows) > 3 and not blank[0][columns["level1"]].blank:
            cell = blank[0][columns["level2"]]
            found = "a blank level 2, where all other rows print theirs"
            yield Statement("doubt", cell, doubt=Doubt(cell.place, found, "a name of level 2", "left blank; compare"))

    def _pass_over(self) -> Iterator[Statement]:
        """Rows below headings that do not say enough: one doubt for all of them, at the first."""
        headings = distinct(list(self.header.headings.values()))
        if not self.region.rows:
            return
        shown = " | ".join(cell.text for cell in headings if not cell.blank)
        unknown = " | ".join(cell.text for cell in self.header.unknown if not cell.blank)
        layout = self.labels.vocabulary.layout(self.header.known_terms)
        doubt = Doubt(
            headings[0].place,
            "rows below the headings " + quote(shown, 120),
            f"headings such as those of {layout}, the nearest layout",
            f"not read; add to vocabulary.toml what is missing ({quote(unknown)}) and import again",
        )
        yield Statement("not_understood", headings[0], doubt=doubt)
        for cell in (*headings, *(cell for row in self.region.rows for cell in row)):
            yield Statement("told", cell)

    def _row(self, row: Row) -> Iterator[Statement]:
        """One row: whose it is comes first, and may be all that it says."""
        first = next((cell for cell in row if cell not in self.header.pieces and not cell.blank), None)
        term = self.labels.term(first.text) if first else None
        label = first if term else None
        cells = cells_by_term(self.header, row)
        yield from (Statement("value", cell) for cell in _empty_signs(self.header, row))
        yield from (Statement("value", row[index]) for index in self.header.places if index < len(row))
        if label and term != "other":
            yield Statement("label", label)
        yield Statement("record", row[0], cells=cells, parts=tuple(self._parts(row, cells, first, label)))

    def _parts(self, row: Row, cells: Cells, first: Piece | None, label: Piece | None) -> Iterator[Statement]:
        """What a row says of its project."""
        if _is_sum(self.labels.term(label.text) if label else None, cells, self.header):
            heading = label.text if label else "合计"
            yield from (Statement("left", cell, heading=heading) for cell in row)
        elif _crossed(self.header, row):
            return
        else:
            yield Statement("project", row[0], cells=cells)
            yield from self._facts(row, cells, first, label)
            yield from self._checkpoints(row)
            for indicator in _side_by_side(self.header, row) or ([cells] if self.header.of_indicators else []):
                yield from self._indicator(indicator)
        for index, cell in enumerate(row):
            if heading := self.header.headings.get(index):
                yield Statement("left", heading, heading=heading.text)
                yield Statement("left", cell, heading=heading.text)

    def _facts(self, row: Row, cells: Cells, first: Piece | None, label: Piece | None) -> Iterator[Statement]:
        """Money, purpose and goals: the column says the one half of what money is, the row's label the other."""
        source, named = self._source_of(row, first)
        yield from named
        phase = self.labels.term(label.text) if label and self.header.of_sources else None
        phase = phase if phase in MONEY else None
        if self.header.of_sources:
            yield from self._whole(row, label, phase or "initial")
        if self.header.of_money and first is not None and self._is_item(row, first):
            return
        for term, (cell, *_) in cells.items():
            unit = self._unit(label, self.header.heading(term))
            if term in MONEY:
                yield Statement("money", cell, term=phase or term, source=source or "", unit=unit)
            elif own := self.labels.source(term):
                yield Statement("money", cell, term=phase or "initial", source=own, unit=unit)
            elif term == "purpose":
                yield Statement("purpose", cell)
            elif term == "project_goal":
                yield Statement("goal", cell)
            elif term == "weight" and self.header.of_phases and not source:
                yield Statement("execution_weight", cell)

    def _whole(self, row: Row, label: Piece | None, phase: str) -> Iterator[Statement]:
        """The sum beside the sources of a list, in the phase of the row."""
        for index, cell in enumerate(row):
            if self.header.terms.get(index) == "total" and not cell.blank and cell not in self.header.pieces:
                yield Statement("money", cell, term=phase, unit=self._unit(label, self.header.headings[index]))

    def _is_item(self, row: Row, first: Piece) -> bool:
        """Whether a row begins with an item of what money is spent on, and neither with an amount nor with a source."""
        return not self.header.terms.get(list(row).index(first)) and self.labels.term(first.text) is None

    def _source_of(self, row: Row, first: Piece | None) -> tuple[str | None, list[Statement]]:
        """The source of funds that a row begins with, and what is to be said of one that nobody knows."""
        if first is None:
            return None, []
        known = self.header.terms.get(list(row).index(first)) or self.labels.term(first.text)
        if not self.header.of_phases or known:
            return self.labels.source(first.text), []
        doubt = Doubt(first.place, quote(first.text), "a source of funds in the vocabulary", "kept as published")
        return first.text.strip(), [Statement("doubt", first, doubt=doubt), Statement("label", first)]

    def _unit(self, *labels: Piece | None) -> str | None:
        """The unit that the first of these labels states, else the side's, else the table's."""
        stated = (unit_in_label(label.text) for label in labels if label)
        return next(filter(None, stated), self.region.side.unit or self.unit)

    def _checkpoints(self, row: Row) -> Iterator[Statement]:
        for index in self.header.dates:
            if index < len(row):
                label = self.header.headings[index]
                yield Statement("checkpoint", row[index], label=label, percent=self.region.side.percent)

    def _indicator(self, cells: Cells) -> Iterator[Statement]:
        level = cells["level1"][0] if "level1" in cells else None
        if level and self.labels.term(level.text) == "execution_rate":
            yield Statement("execution_row", level, cells=cells)
        elif cells:
            place = next(iter(cells.values()))[0]
            yield Statement("indicator", place, cells=cells)
            if problem := self._shifted(cells):
                yield Statement("doubt", place, doubt=Doubt(place.place, *problem))

    def _shifted(self, cells: Cells) -> tuple[str, str, str] | None:
        """What is odd about the shape of a row: no name, or the name of a level in its place beside a blank target."""
        known = self.labels.vocabulary
        name = "".join(cell.text for cell in cells.get("indicator", ()))
        remedy = "kept; compare with the document"
        if not name.strip() and "indicator" in self.header.known_terms and {"target", "actual"} & cells.keys():
            return f"an indicator without a name: {quote(cells_text(cells), 60)}", "a name", remedy
        if "target" not in cells and fold_heading(name).endswith("指标") and level_in(2, name, known):
            return f"a row that may be shifted: {quote(cells_text(cells), 60)}", "a target beside its indicator", remedy
        return None


def cells_text(cells: Cells) -> str:
    """The texts of a row's cells, for a message."""
    return " | ".join(cell.text for found in cells.values() for cell in found)


def cells_by_term(header: Header, row: Row) -> dict[str, list[Piece]]:
    """The filled cells of a row by term. A cell merged over several columns belongs to the first of them."""
    cells: dict[str, list[Piece]] = {}
    heading: dict[str, Piece] = {}
    row = _of_all_places(header, row)
    seen: set[Piece] = set()
    for index, cell in enumerate(row):
        term = header.terms.get(index)
        if not term or cell.blank or cell in header.pieces or term in GROUPS or term == "other":
            continue
        if _is_empty_sign(term, cell) or (header.pairs and term in ("indicator", "target")):
            continue
        if heading.setdefault(term, header.headings[index]) is not header.headings[index]:
            continue  # another column of the same meaning: not read, and reported
        # A level-2 name merged over both levels counts for its own too, and once.
        twice = term == "level2" and term not in cells and header.labels.vocabulary.level(2, cell.text)
        if cell not in seen or twice:
            cells.setdefault(term, []).append(cell)
        seen.add(cell)
    return cells


def _of_all_places(header: Header, row: Row) -> Row:
    """The row with the targets of several places as one: what all agree on, else what each has."""
    cells = {index: row[index] for index in header.places if index < len(row)}
    texts = {fold(cell.text) for cell in cells.values()}
    if len(texts) < 2:
        return row
    parts = [f"{header.headings[index].text.strip()}：{cell.text.strip() or '无'}" for index, cell in cells.items()]
    return [
        *row[: header.places[0]],
        Piece("；".join(parts), cells[header.places[0]].place),
        *row[header.places[0] + 1 :],
    ]


def _is_empty_sign(term: str | None, cell: Piece) -> bool:
    """Whether a sign says nothing, so that another column may say more."""
    return term == "sign" and not cell.blank and fold_value(cell.text) in EMPTY


def _empty_signs(header: Header, row: Row) -> list[Piece]:
    return [cell for index, cell in enumerate(row) if _is_empty_sign(header.terms.get(index), cell)]


def _side_by_side(header: Header, row: Row) -> list[Cells]:
    """The indicators that stand in one row, each under the name of its level 1, by term."""
    sets = [{"level1": above, "indicator": row[index], "target": row[index + 1]} for above, index in header.pairs]
    filled = [{term: [cell] for term, cell in cells.items() if not cell.blank} for cells in sets]
    return [cells for cells in filled if "indicator" in cells]


def _crossed(header: Header, row: Row) -> bool:
    """Whether a cell covers the name of an indicator and its target: the row is a remark below the indicators."""
    covered: dict[Piece, set[str | None]] = {}
    for index, cell in enumerate(row):
        covered.setdefault(cell, set()).add(header.terms.get(index))
    names = {"level2", "indicator"}
    return any(terms & names and terms - {None, "description", "level1", *names} for terms in covered.values())


def _is_sum(term: str | None, cells: Cells, header: Header) -> bool:
    """Whether a row sums up others: by its label, or as one of a list that names no project and has only money."""
    listed = bool(header.known_terms & set(PROJECT))
    if term == "total" and (listed or not (header.of_phases or header.of_money)):
        return True
    return listed and "budget" in cells and not cells.keys() - {"department", "budget"}
