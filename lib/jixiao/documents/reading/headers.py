"""The headings over the rows of a list, one row deep or more: which columns hold what, as far as words say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain

from jixiao.documents.content import Piece
from jixiao.documents.reading.figures import figure
from jixiao.documents.reading.labels import GROUPS, PHASES, PROJECT, SUBJECT, Labels, Row, distinct, is_header
from jixiao.documents.reading.periods import INTERIM, INTERIM_MONEY, year_of
from jixiao.vocabulary import fold

INDICATOR = {"indicator", "level2", "level1", "description"}
POINTS = {"weight", "score"}
SET = {"level2", "indicator", "target", "sign", "unit", "weight"}  # what two sets of indicators side by side have each


@dataclass(frozen=True)
class Header:
    """Headings by column, the lowest of each, and the terms that they give their columns."""

    headings: Mapping[int, Piece]
    terms: Mapping[int, str | None]
    pieces: frozenset[Piece]
    labels: Labels
    dates: tuple[int, ...] = ()
    # Names of level 1, and of level 2, over an indicator's column, its target's beside it.
    pairs: tuple[tuple[Piece, Piece | None, int], ...] = ()
    aside: bool = False  # whether they are those of a block that is left out
    meaning: frozenset[Piece] = frozenset()  # the headings, upper ones too, that a term was found for
    side: Piece | None = None  # the label beside headings and rows
    places: tuple[int, ...] = ()  # columns of targets of one place each, which the headings name
    claims: tuple[tuple[int, str], ...] = field(default=())  # columns whose term no exact word gave, and how it came
    upper: Mapping[int, Piece] = field(default_factory=dict)  # the headings right above the lowest

    @property
    def known_terms(self) -> set[str]:
        """The terms of its columns."""
        return {term for term in self.terms.values() if term}

    @property
    def unknown(self) -> list[Piece]:
        """The headings that give their column no term, each once."""
        return list(dict.fromkeys(cell for index, cell in self.headings.items() if not self.terms.get(index)))

    @property
    def of_phases(self) -> bool:
        """Whether they part a project's money into phases, so that rows begin with a source of funds."""
        return bool(self.known_terms & {*PHASES, *INTERIM_MONEY}) and not self.of_indicators

    @property
    def of_monitoring(self) -> bool:
        """Whether rows below them are indicators of which something is reported within the year."""
        return bool(self.known_terms & {*INTERIM} - {*INTERIM_MONEY}) and self.of_indicators

    @property
    def of_money(self) -> bool:
        """Whether they hold the budget, or its sources, and nothing else that is kept."""
        money = self.known_terms - GROUPS - {"other"}
        return bool(money) and all(term == "budget" or self.labels.source(term) for term in money)

    @property
    def of_sources(self) -> bool:
        """Whether they part money by its sources, so that rows may begin with a phase."""
        sources = [term for term in self.known_terms if self.labels.source(term)]
        return len(sources) > 1 and all(term in (*sources, *GROUPS, "budget") for term in self.known_terms)

    @property
    def of_indicators(self) -> bool:
        """Whether rows below them are indicators."""
        return bool(self.known_terms & INDICATOR) and bool(self.known_terms & {"target", "actual", "interim_actual"})

    @property
    def under_levels(self) -> tuple[tuple[Piece, Piece | None, int], ...]:
        """Columns of indicators in a list of projects: names of level 1 and of level 2 over them, and their places."""
        if not self.known_terms & set(PROJECT) or self.known_terms & {*INDICATOR, "target"}:
            return ()
        named = ((index, self.levels_at(index)) for index in self.headings)
        found = tuple((*levels, index) for index, levels in named if levels)
        return found if len(found) > 1 else ()

    def levels_at(self, index: int) -> tuple[Piece, Piece | None] | None:
        """The names of level 1, and of level 2, that the lowest heading of a column and the one above it are.

        What names either (成本指标) is of level 1 where another heading beside it can be of that alone.
        """
        cell, above, words = self.headings[index], self.upper.get(index), self.labels.vocabulary
        over = above if above and words.level(1, above.text) else None
        first, second = (words.level(number, cell.text) for number in (1, 2))
        if first and second and not over and any(map(self._is_level1, self.headings.values())):
            second = None
        if second:
            return over or Piece(words.above(second) or "", cell.place), cell
        return (cell, None) if first else None

    def _is_level1(self, cell: Piece) -> bool:
        words = self.labels.vocabulary
        return words.level(1, cell.text) is not None and words.level(2, cell.text) is None

    @property
    def of_names(self) -> bool:
        """Whether they say nothing of projects but who they are: a table of contents."""
        return "project_name" in self.known_terms <= {*SUBJECT, "other"} and all(cell.blank for cell in self.unknown)

    @property
    def of_tasks(self) -> bool:
        """Whether rows below them are a department's tasks of the year."""
        return "task" in self.known_terms and not self.of_indicators

    @property
    def known(self) -> bool:
        """Whether rows under these headings can be read."""
        terms = self.known_terms
        listed = bool(terms & set(PROJECT)) and bool(terms & {"budget", "project_goal"})
        goals = "project_goal" in terms and not terms & INDICATOR
        named = bool(self.dates or self.pairs or self.under_levels or self.of_tasks)
        return named or self.of_indicators or self.of_phases or listed or goals or self.of_money

    def heading(self, term: str) -> Piece:
        """The heading of the first column of a term."""
        return next(self.headings[index] for index, found in self.terms.items() if found == term)

    def columns(self, term: str) -> list[int]:
        """The columns of a term."""
        return [index for index, found in self.terms.items() if found == term]

    def repeated_by(self, row: Row) -> bool:
        """Whether a row prints the headings again, as after a page break."""
        return [fold(cell.text) for cell in row] == [fold(self.headings[index].text) for index in sorted(self.headings)]

    def reaching(self, row: Row) -> set[Piece]:
        """The known headings that reach down into a row."""
        return {cell for index, cell in enumerate(row) if self.terms.get(index) and cell is self.headings.get(index)}


def first_row(row: Row, labels: Labels, dates: Iterable[int] = ()) -> Header:
    """The header that a row of headings begins."""
    terms = {index: labels.term(cell.text) for index, cell in enumerate(row)}
    return _parted(Header(dict(enumerate(row)), terms, frozenset(row), labels, tuple(dates)))


def heads_pairs(row: Row, labels: Labels) -> bool:
    """Whether a row only holds names of level 1, over an indicator and its target each."""
    cells = distinct(row)
    return len(cells) > 1 and all(labels.vocabulary.level(1, cell.text) for cell in cells)


def with_row(header: Header, row: Row) -> Header | None:
    """The header with another row of headings; None where the row is none.

    Besides cells merged with the row above it holds two headings side by side, or nothing but headings, of which none
    stands at the beginning: that would be a label of a form. Where two headings go on, what stands beside them is
    headings too, known or not; one that is not known means what the heading above it means.
    """
    labels = header.labels
    below = {index: cell for index, cell in enumerate(row) if cell not in header.pieces and not cell.blank}
    terms = {index: labels.term(cell.text) or labels.vocabulary.sub_heading(cell.text) for index, cell in below.items()}
    for index, cell in below.items():  # 资金总额 below 项目金额 is the sum of its sources
        if header.terms.get(index) == "budget" and labels.vocabulary.heading(cell.text) == "whole_budget":
            terms[index] = "budget"
    terms |= _kinds_of_reasons(header, below, terms)
    columns = [index for index, cell in enumerate(row) if cell in header.reaching(row)]
    going_on = {row[index] for index in columns if header.terms[index] not in GROUPS}
    only_headings = all(terms.values()) or len(going_on) > 1
    figures = any(figure(cell.text) is not None for cell in below.values())
    years = {index: year for index, cell in below.items() if (year := year_of(cell.text))}
    of_years = len({*years.values()}) > 1 and years.keys() == below.keys()
    beside = (bool(terms) and 0 not in terms and only_headings and not figures) or of_years
    pairs = tuple((*levels, index) for index in below if (levels := _levels_of_pair(header, terms, index)))
    only_pairs = len(pairs) > 1 and 2 * len(pairs) == len(below)
    if header.dates or not (beside or only_pairs or is_header(list(below.values()), labels)):
        return None
    over = Counter(header.headings.get(index) for index in below)
    inherited = {  # not from a group's heading, nor from 绩效指标 over all that is said of an indicator
        index: header.terms.get(index)
        for index in below
        if header.terms.get(index) not in {*GROUPS, *(["indicator"] if over[header.headings.get(index)] > 1 else [])}
    }
    lower = {index: term or inherited.get(index) for index, term in terms.items() if term != "total"}
    lower |= _of_years(header, years)
    return _parted(
        replace(
            header,
            headings={**header.headings, **below},
            terms={**header.terms, **lower},
            pieces=header.pieces | set(row),
            pairs=pairs,
            upper={index: header.headings[index] for index in below if index in header.headings},
        )
    )


def _of_years(header: Header, years: Mapping[int, int]) -> dict[int, str]:
    """Of columns of several years under one heading that of the budget year is meant by it, and none of the others.

    The heading may be merged over them, or stand over the first of them alone.
    """
    filled = [index for index, cell in header.headings.items() if not cell.blank]
    over = {index: max((place for place in filled if place <= index), default=index) for index in years}
    columns: dict[Piece | None, list[int]] = defaultdict(list)
    for index, place in over.items():
        columns[header.headings.get(place)].append(index)
    found: dict[int, str] = {}
    for indexes in columns.values():
        term = header.terms.get(over[indexes[0]])
        if term and term not in GROUPS and len({years[index] for index in indexes}) > 1:
            found |= {index: term if years[index] == header.labels.year else "other" for index in indexes}
    return found


def _kinds_of_reasons(
    header: Header, below: Mapping[int, Piece], terms: Mapping[int, str | None]
) -> dict[int, str | None]:
    """What stands below 偏差原因分析: kinds of reasons to mark, and the reasons in words; elsewhere there are none."""
    over = Counter(header.headings.get(index) for index in below)
    found: dict[int, str | None] = {}
    for index, term in terms.items():
        if header.terms.get(index) == "note" and over[header.headings.get(index)] > 1:
            found[index] = "note" if term in ("note", "other") else "note_kind"
        elif term in ("note_kind", "likelihood") and header.terms.get(index) != term:
            found[index] = None
    return found


def over_rows(header: Header, row: Row) -> Header:
    """The header over its first row: a heading that reaches down beside the rows is no heading of a column."""
    reaching = header.reaching(row)
    at_side = row[0] is header.headings.get(0) and header.terms.get(0) in (None, *GROUPS)
    beside = [index for index, cell in enumerate(row) if cell in reaching]
    aside = any(header.terms[index] == "other" for index in beside)  # 长期绩效指标: all that stands beside it
    groups = dict.fromkeys(header.terms if aside else beside, "group")
    terms = {**header.terms, **groups, **_only_money(header)}
    return replace(header, terms=terms, aside=aside, side=row[0] if at_side else None)


def _only_money(header: Header) -> dict[int, str]:
    """项目资金 over one column of a list of projects, with no other money in it, is their budget."""
    if not header.known_terms & set(PROJECT) or "budget" in header.known_terms or header.of_phases:
        return {}
    columns = [index for index, cell in header.headings.items() if header.labels.word(cell.text) == "budget_group"]
    return {columns[0]: "budget"} if len(columns) == 1 and columns[0] not in header.upper else {}


def _levels_of_pair(header: Header, terms: Mapping[int, str | None], index: int) -> tuple[Piece, Piece | None] | None:
    """The levels over a column of indicators, with that of their targets beside it; None where it is none."""
    below = (terms.get(index), terms.get(index + 1))
    return header.levels_at(index) if below == ("indicator", "target") and index in header.headings else None


def _points_of_levels(terms: Mapping[int, str | None], columns: list[list[int]]) -> list[int]:
    """The columns of points that are those of a level, of several: each stands behind its name, or each before it."""
    levels = ("level1", "level2")
    if len(columns) > 1 and terms.get(columns[0][-1] + 1) in levels and terms.get(columns[0][0] - 1) is None:
        return [index for column in columns if terms.get(column[-1] + 1) != "indicator" for index in column]
    return [index for column in columns[:-1] if terms.get(column[0] - 1) in levels for index in column]


def _parted(header: Header) -> Header:
    """The header with what one term stands for twice told apart.

    Points beside the name of a level are those of the level. 年度预算数 over the sources of funds, beside 年初预算数,
    is no money. Of two sets of indicators side by side the second is that of the year.
    """
    terms = dict(header.terms)
    columns: dict[str, dict[Piece, list[int]]] = defaultdict(lambda: defaultdict(list))
    for index, term in terms.items():
        if term:
            columns[term][header.headings[index]].append(index)
    for term in POINTS & columns.keys():
        terms |= dict.fromkeys(_points_of_levels(terms, list(columns[term].values())), "other")
    if header.of_phases and "initial" in columns and not columns.keys() & set(PROJECT):
        terms |= dict.fromkeys(chain(*columns["budget"].values()), "group")
    remarks = (index for index, cell in header.headings.items() if header.labels.term(cell.text) == "remark")
    terms |= dict.fromkeys(remarks, "remark" if header.of_monitoring else "other")
    if all(len(columns[term]) == 2 for term in ("indicator", "target")):
        for term in SET & columns.keys():
            first, *second = columns[term].values()
            terms |= dict.fromkeys(first if second else [], "other")
    meaning = {cell for index, cell in header.headings.items() if terms.get(index) or index in header.dates}
    return replace(header, terms=terms, meaning=header.meaning | meaning)
