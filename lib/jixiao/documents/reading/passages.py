"""The blocks of a document in their order: notes, tables of targets, tables of other kinds, and running text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise, takewhile

from jixiao.documents.content import Content, Doubt, Piece, quote
from jixiao.documents.reading.continuation import goes_on, is_continued, may_stand_within, names_levels
from jixiao.documents.reading.figures import figure
from jixiao.documents.reading.headers import Header
from jixiao.documents.reading.labels import (
    PROJECT,
    Labels,
    Row,
    alone,
    distinct,
    embedded,
    may_name_project,
    split_label,
)
from jixiao.documents.reading.money_units import is_of_money, noted_unit, one_of, unit_in_label, unit_said
from jixiao.documents.reading.names import (
    department_of,
    is_coded_department,
    is_of_whole_department,
    project_in_title,
)
from jixiao.documents.reading.periods import Reported, last_day, reported
from jixiao.documents.reading.regions import ListRows, Region, Side, regions, tables_of
from jixiao.documents.reading.statement import Statement, embedded_name
from jixiao.documents.reading.statements import statements
from jixiao.documents.reading.upright import upright
from jixiao.documents.reading.years import with_years
from jixiao.vocabulary import Vocabulary, fold, fold_heading

TITLE = 80  # characters of a title at most
PROSE = set("，。；：、")
# What may go on with the project of the table before.
GOES_ON = {"project_goal", "plan", "indicator", "level1", "level2", "target"}
_BETWEEN_NOTES = re.compile(r"\s{2,}|[\t\u3000]+|\s+(?=[一-鿿]{2,12}[:：])")
_ALLOTMENT = re.compile("(?:安排|分配|下达)(?:情况)?(?:明细)?表$")
_ATTACHMENT = re.compile(r"附[件表][一二三四五六七八九十\d-]*:?")
_YEAR = re.compile(r"\(?(?:19|20)\d\d年?度?\)?")


@dataclass(frozen=True)
class Context:
    """What was said before a block and holds for it."""

    vocabulary: Vocabulary
    year: int
    unit: str | None = None  # stated above the tables
    noted: frozenset[str] = frozenset()  # terms that notes above the form have given
    department: tuple[str, str] | None = None
    begun: bool = False  # whether a project has been named, with which a table may go on
    begun_above: bool = False  # whether it was in a line since the last table
    titles: tuple[Piece, ...] = ()  # short lines since the last table
    whole: bool = False  # whether the last title over a form is that of a whole department's targets
    whole_begun: bool = False  # whether a table of them has been read
    reported: Reported | None = None  # what the last title over a form says, if it is one of monitoring
    header: Header | None = None  # of the list that the last table ended with, where that may go on in the next


@dataclass(frozen=True)
class Note:
    """A paragraph that notes a unit, or names a department or project; ``is_read`` says whether that is all of it."""

    piece: Piece
    statements: tuple[Statement, ...]
    is_read: bool


@dataclass(frozen=True)
class TargetTable:
    """A table of targets: what it states, the terms of the vocabulary in it, and whether it is a department's own.

    ``until`` is the day until which it reports, where it is a form of monitoring.
    """

    statements: tuple[Statement, ...]
    words: frozenset[str]
    whole: bool = False
    until: date | None = None
    header: Header | None = None  # of the list that it ends with
    goes_on: bool = False  # whether it is a further part of the table before


@dataclass(frozen=True)
class OtherTable:
    """A table of another kind, or one that should be about targets and has no project."""

    cells: tuple[Piece, ...]
    doubt: Doubt
    of_targets: bool


def passages(content: Content, vocabulary: Vocabulary, year: int) -> Iterator[Note | TargetTable | OtherTable]:
    """What a document says, block by block."""
    context = Context(vocabulary, year)
    for block in content.blocks:
        if isinstance(block, Piece):
            note, context = _note(block, context)
            yield note
            continue
        unit = context.unit
        for rows in tables_of(block.rows, vocabulary):
            table, unit = _table(rows, replace(context, unit=unit))
            if table is not None:
                yield table
            if isinstance(table, TargetTable):
                context = replace(context, begun=not table.whole, whole=table.whole, whole_begun=table.whole)
            context = replace(
                context, titles=(), begun_above=False, header=table.header if isinstance(table, TargetTable) else None
            )


def _note(piece: Piece, context: Context) -> tuple[Note, Context]:
    """A paragraph, and what holds after it."""
    vocabulary = context.vocabulary
    stated: list[Statement] = []
    if vocabulary.is_form_title(piece.text):
        stated.append(Statement("leave", piece))
        whole = is_of_whole_department(piece.text)
        context = replace(context, noted=frozenset(), begun=False, begun_above=False, whole=whole, whole_begun=False)
    context = replace(context, reported=_reported([piece], context))
    parts = [part for part in _BETWEEN_NOTES.split(piece.text.strip()) if part]
    labels = Labels.of((split_label(part)[0] for part in parts), vocabulary, context.year)
    units = list(filter(None, map(noted_unit, parts))) or list(filter(None, [unit_said(piece.text)]))
    named = [(part, found) for part in parts if (found := embedded(part, labels))]
    for part, found in named:
        stated += embedded_name(Piece(part, piece.place), *found)
    department = next((department_of(value) for _, (term, value) in named if term == "department" and value), None)
    coded = is_coded_department(piece.text) and not set(piece.text) & PROSE
    if coded:
        stated.append(Statement("listed_department", piece, text=piece.text.strip()))
        department = department_of(piece.text)
    folded = fold(piece.text)
    said = is_continued(piece.text) or _YEAR.fullmatch(folded) or _ATTACHMENT.fullmatch(folded)
    is_read = bool(units or named or said)
    same = department is None or context.begun_above or (coded and department == context.department)
    names = any(term in PROJECT and value for _, (term, value) in named)
    context = replace(
        context,
        unit=units[-1] if units else context.unit,
        noted=context.noted | {term for _, (term, _) in named},
        department=department or context.department,
        begun=(context.begun and same) or names,
        begun_above=context.begun_above or names,
        titles=(*context.titles, piece) if len(piece.text) <= TITLE else (),
        header=context.header if may_stand_within(piece) else None,
    )
    return Note(piece, tuple(stated), is_read or coded), context


def _reported(lines: Iterable[Piece | None], context: Context) -> Reported | None:
    """What titles, and the lines below them, say of a report within the year: that it is one, and until when."""
    said = context.reported
    for line in filter(None, lines):
        if len(line.text) <= TITLE:
            title = reported(line.text, context.year)
            if title or context.vocabulary.is_form_title(line.text):
                said = title
            elif said and not said.until:
                said = Reported(last_day(line.text, context.year))
    return said


def _no_day(labels: Labels) -> Iterator[Statement]:
    """A report within the year of which it is not said until when: one doubt, and nothing of it is read."""
    if labels.reports and not labels.until:
        label = Piece(labels.reports[0], "")
        found = f"the heading {quote(label.text, 30)}, which names no part of the year, or others another one"
        remedy = "what was reported is not read; name one part of the year in the title"
        yield Statement("doubt", label, doubt=Doubt("", found, "one part of the year, such as 1-7月", remedy))


def _table(rows: Sequence[Row], context: Context) -> tuple[TargetTable | OtherTable | None, str | None]:
    """A table, and the unit that is stated at its end."""
    texts = (text for row in rows for cell in row for text in (cell.text, split_label(cell.text)[0]))
    heads = list(takewhile(bool, (alone(row) for row in rows)))
    reports = _reported(heads, context)
    labels = Labels.of(texts, context.vocabulary, context.year, context.noted, reports)
    named: tuple[Statement, ...] = ()
    if context.header and not labels.words and goes_on(context.header, rows):
        return _going_on(context.header, rows, context), context.unit
    whole = _is_of_whole_department(rows, labels, context)
    if whole and not (labels.terms & GOES_ON):
        return _other(rows, labels), context.unit
    if not whole and not _is_ours(rows, labels, context):
        labels, named = _project_elsewhere(rows, labels, context)
        if not named:
            return _other(rows, labels), context.unit
    labels = with_years(rows, _with_other_source(rows, labels))
    rows = upright(rows, labels)
    found = list(regions(rows, labels))
    stated = (*named, *statements(found, labels, _unit(rows, found, labels, context)))
    units = [statement.unit for statement in stated if statement.kind == "unit"]
    header = found[-1].header if found and isinstance(found[-1], ListRows) else None
    table = TargetTable((*stated, *_no_day(labels)), frozenset(labels.words), whole, labels.until, header)
    return table, units[-1] if units else context.unit


def _going_on(header: Header, rows: Sequence[Row], context: Context) -> TargetTable:
    """Rows below the headings of the table before; what was merged over the break is blank here."""
    stated = statements([ListRows(header, tuple(rows), (), Side())], header.labels, context.unit)
    of_rows = tuple(statement for statement in stated if statement.kind != "headings")
    return TargetTable(of_rows, frozenset(), context.whole, header.labels.until, header, goes_on=True)


def _unit(rows: Sequence[Row], found: Sequence[Region], labels: Labels, context: Context) -> str | None:
    """The unit of a table's amounts where their own labels state none, all that state one being asked.

    A note in the table counts before one above it; of several in one table each holds for what follows.
    """
    cells = dict.fromkeys(cell for row in rows for cell in row)
    lists = [region for region in found if isinstance(region, ListRows) and region.header.of_indicators]
    of_indicators = {cell for region in lists for row in region.rows for cell in row}
    lines = filter(None, (alone(row) for row in rows))
    said = {*(noted_unit(cell.text) for cell in cells), *(unit_said(line.text) for line in lines)} - {None}
    if len(said) > 1:
        return context.unit
    words = ((cell.text, labels.word(cell.text)) for cell in cells if cell not in of_indicators)
    behind = {unit_in_label(text) for text, word in words if is_of_money(word, labels.vocabulary)}
    return one_of(unit for unit in {*(said or {context.unit}), *behind} if unit)


def _is_ours(rows: Sequence[Row], labels: Labels, context: Context) -> bool:
    """Whether a table is about projects' targets: it names a project, or goes on with the one before."""
    if labels.terms & set(PROJECT):
        return not (_allots(context) and not labels.terms & (GOES_ON - {"plan"}))
    first = alone(rows[0]) if rows else None
    titled = first is not None and context.vocabulary.is_form_title(first.text)
    goes_on = bool(labels.terms & GOES_ON) and "department" not in labels.terms
    return context.begun and goes_on and not titled


def _is_of_whole_department(rows: Sequence[Row], labels: Labels, context: Context) -> bool:
    """Whether the title over a table, or at its head, is that of a department's own targets.

    A form that names a project below such a table is a project's, also without a title of its own.
    """
    first = alone(rows[0]) if rows else None
    if first is not None and context.vocabulary.is_form_title(first.text):
        return is_of_whole_department(first.text)
    return context.whole and not (context.whole_begun and "project_name" in labels.terms)


def _allots(context: Context) -> bool:
    """Whether the table that follows only shares money out: its title says so, and nothing of targets."""
    titles = [piece.text for piece in context.titles]
    return any(_ALLOTMENT.search(text) for text in titles) and not any("绩效" in text for text in titles)


def _project_elsewhere(rows: Sequence[Row], labels: Labels, context: Context) -> tuple[Labels, tuple[Statement, ...]]:
    """How a table of targets without a known label for it names its project: by another label, or by its title."""
    first = alone(rows[0]) if rows else None
    titles = [*context.titles, *([first] if first else [])]
    if any(is_of_whole_department(piece.text) for piece in titles) or not _has_indicators(rows, labels):
        return labels, ()
    expected = "a label such as 项目名称 before the project's name"
    for row in rows:
        cells = [cell for cell in distinct(row) if not cell.blank]
        for label, value in pairwise(cells):
            if labels.term(label.text) is None and may_name_project(label.text) and _is_name(value.text, labels):
                line = f'[headings]: project_name = ["{fold_heading(label.text)}"]'
                remedy = f"read as the project's name; to settle it, add to vocabulary.toml, in {line}"
                doubt = Doubt(
                    label.place, f"the label {quote(label.text, 30)} beside {quote(value.text, 30)}", expected, remedy
                )
                return labels.with_project(label.text), (Statement("doubt", label, doubt=doubt),)
    for piece in reversed(titles):
        if name := project_in_title(piece.text):
            doubt = Doubt(
                piece.place, f"a project named by a title alone: {quote(piece.text, 60)}", expected, f"called {name}"
            )
            stated = (Statement("leave", piece), Statement("name", piece, text=name, term="project_name"))
            return labels, (*stated, Statement("doubt", piece, doubt=doubt))
    return labels, ()


def _has_indicators(rows: Sequence[Row], labels: Labels) -> bool:
    """Whether some of a table's rows are indicators below headings."""
    return any(isinstance(region, ListRows) and region.header.of_indicators for region in regions(rows, labels))


def _is_name(text: str, labels: Labels) -> bool:
    return labels.term(text) is None and len(text.strip()) <= TITLE and figure(text) is None


def _with_other_source(rows: Sequence[Row], labels: Labels) -> Labels:
    """The labels, with 其他 as a source of funds where it stands right below another one, or behind one's amount."""
    above = (pair for upper, row in pairwise(rows) for pair in zip(upper, row, strict=False))
    cells = (distinct(row) for row in rows)
    before = (
        (one, other)
        for row in cells
        for one, amount, other in zip(row, row[1:], row[2:], strict=False)
        if figure(amount.text) is not None
    )
    for source, cell in (*above, *before):
        if fold_heading(cell.text) in ("其他", "其它") and labels.source(labels.term(source.text)):
            labels = labels.with_source(cell.text, "其他资金")
    return labels


def _other(rows: Sequence[Row], labels: Labels) -> OtherTable | None:
    """A table that is not read; None where it is blank."""
    cells = tuple(cell for cell in dict.fromkeys(cell for row in rows for cell in row) if not cell.blank)
    if not cells:
        return None
    headings = quote(" | ".join(cell.text for cell in cells[:12]), 120)
    if labels.terms & GOES_ON or names_levels(rows, labels):
        layout = labels.vocabulary.layout(labels.words)
        expected = f"a project before its indicators; the nearest layout is {layout}"
        doubt = Doubt(cells[0].place, f"a table of targets: {headings}", expected, "not read")
        return OtherTable(cells, doubt, of_targets=True)
    doubt = Doubt(cells[0].place, f"a table: {headings}", "a table of targets", "left out as another kind")
    return OtherTable(cells, doubt, of_targets=False)
