"""What the cells of a table are: labels by their words, headings by standing side by side, values by headings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, dropwhile, pairwise

from jixiao.documents.content import Piece
from jixiao.target.folding import EMPTY, fold_value
from jixiao.vocabulary import fold, vocabulary

PROJECT = ("project_code", "project_name")
# Labels that stand over or before other labels, and so make no header row.
GROUPS = {"group", "plan", "total"}
PHASES = ("initial", "adjusted", "paid")
INDICATOR = {"indicator", "level2", "level1", "description"}
POINTS = {"weight", "score"}
SET = {"level2", "indicator", "target", "sign", "unit", "weight"}  # what two sets of indicators side by side have each

_MONTHS = r"1月?[-—~至到](?!12)\d{1,2}月份?|截[至止][^()]*?月[底末份]?"
_PART_OF_YEAR = re.compile(rf"\((?:{_MONTHS})\)|^(?:{_MONTHS})(?=.)")
_UNIT = "(?P<unit>千元|万元|亿元|元)"
_UNIT_NOTE = re.compile(rf"\(?(?:金额)?单位:(?:人民币)?{_UNIT}\)?$")
_UNIT_IN_LABEL = re.compile(rf"\((?:金额|预算)?(?:单位:)?{_UNIT}\)")


class Labels:
    """The terms of a table's labels; a heading with several meanings has the first that nothing else there has.

    The budget year before a label (2022年预算数) is passed over; another year's money is none of the budget. What notes
    outside the table give already, ``claimed``, counts as had.
    """

    def __init__(self, texts: Iterable[str], year: int, claimed: Iterable[str] = ()):
        this_year = re.compile(rf"{year}年度?(?=.)")
        words = ((text, _word(text) or _word(this_year.sub("", fold(text), count=1))) for text in dict.fromkeys(texts))
        self._words = {text: word for text, word in words if word}
        self.words = set(self._words.values())
        self._meanings: dict[str, str] = {}
        claimed = {*self.words, *claimed}
        for word, meanings in vocabulary().words["stand_ins"].items():
            if word in self.words:
                self._meanings[word] = next((term for term in meanings if term not in claimed), meanings[-1])
                claimed.add(self._meanings[word])

    def term(self, text: str) -> str | None:
        """What a text of the table stands for as a label: a term of the vocabulary, a source of funds, or None."""
        word = self._words.get(text)
        return self._meanings.get(word, word) if word else None

    @property
    def terms(self) -> set[str]:
        """All terms of the table."""
        return {self._meanings.get(word, word) for word in self.words}


@dataclass
class Table:
    """What has been read in a table so far that holds for what follows in it."""

    labels: Labels
    unit: str | None  # stated for the table
    row_label: str | None = None  # term of the label that the row, or the rows above it, begin with
    row_heading: str = ""  # its text
    row_unit: str | None = None  # stated in that label, where it stands over others
    percent: bool = False  # whether that label has the % sign

    def enter_row(self, first: Piece) -> None:
        """Take the first cell of a row as its label; a blank one, or one merged with that above, changes nothing."""
        if not first.blank and first.role != "label":
            self.row_label, self.row_heading = self.labels.term(first.text), first.text
            self.row_unit = unit_in_label(first.text) if self.row_label in {None, *GROUPS} else None
            if self.row_label:
                first.read("label")
                self.percent = "%" in fold(first.text)

    def unit_for(self, *labels: Piece | None) -> str | None:
        """The unit that the first of these labels states, else the row's, else the table's."""
        stated = (unit_in_label(label.text) for label in labels if label)
        return next(filter(None, stated), self.row_unit or self.unit)


class Columns:
    """The headings over the rows of a table: which positions hold what."""

    def __init__(self, row: list[Piece], labels: Labels, dates: Iterable[int] = ()):
        self.headings = dict(enumerate(row))
        self.pieces = set(row)
        self._labels = labels
        self._terms = {index: labels.term(cell.text) for index, cell in enumerate(row)}
        self.dates = list(dates)
        self.filled = False
        self.pairs: list[tuple[Piece, int]] = []  # names of level 1 over an indicator's column, and its target's beside
        self.aside = False  # whether they are those of a block that is left out
        self._read_headings()

    @property
    def terms(self) -> set[str]:
        """The terms of its headings."""
        return {term for term in self._terms.values() if term}

    @property
    def of_phases(self) -> bool:
        """Whether they part a project's money into phases, so that rows begin with a source of funds."""
        return bool(self.terms & set(PHASES)) and not self.of_indicators

    @property
    def of_indicators(self) -> bool:
        """Whether rows below them are indicators."""
        return bool(self.terms & INDICATOR) and bool(self.terms & {"target", "actual"})

    @property
    def known(self) -> bool:
        """Whether rows under these headings can be read."""
        listed = bool(self.terms & set(PROJECT)) and bool(self.terms & {"budget", "project_goal"})
        goals = "project_goal" in self.terms and not self.terms & INDICATOR
        money = self.terms - GROUPS
        of_money = bool(money) and all(term == "budget" or vocabulary().source(term) for term in money)
        return bool(self.dates or self.pairs) or self.of_indicators or self.of_phases or listed or goals or of_money

    def repeated_by(self, row: list[Piece]) -> bool:
        """Whether a row prints the headings again, as after a page break."""
        return [fold(cell.text) for cell in row] == [fold(self.headings[index].text) for index in sorted(self.headings)]

    def deepen(self, row: list[Piece]) -> bool:
        """Take the second of two header rows; False where the row is none.

        Besides cells merged with the first row it holds two headings side by side, or nothing but headings, of which
        none stands at the beginning: that would be a label of a form. Where headings of two levels go on, what stands
        beside them is headings too, known or not; one that is not known means what the heading above it means.
        """
        below = {index: cell for index, cell in enumerate(row) if cell not in self.pieces and not cell.blank}
        terms = {
            index: self._labels.term(cell.text) or vocabulary().sub_heading(cell.text) for index, cell in below.items()
        }
        for index, cell in below.items():  # 资金总额 below 项目金额 is the sum of its sources
            if self._terms.get(index) == "budget" and vocabulary().heading(cell.text) == "whole_budget":
                terms[index] = "budget"
        going_on = {self._terms.get(index) for index, cell in enumerate(row) if cell is self.headings.get(index)}
        only_headings = all(terms.values()) or len(going_on & INDICATOR) > 1
        beside = bool(terms) and 0 not in terms and only_headings
        if self.dates or not (beside or is_header(list(below.values()), self._labels)):
            return False
        self.pairs = [(self.headings[index], index) for index in below if self._is_pair(terms, index)]
        self.headings |= below
        self.pieces |= set(row)
        self._terms |= {index: term or self._terms.get(index) for index, term in terms.items() if term != "total"}
        self._read_headings()
        return True

    def _is_pair(self, terms: dict[int, str | None], index: int) -> bool:
        """Whether a column has the indicators of one level 1, whose name stands over it, and the next their targets."""
        below = (terms.get(index), terms.get(index + 1))
        return below == ("indicator", "target") and bool(vocabulary().level(1, self.headings[index].text))

    def side_by_side(self, row: list[Piece]) -> list[dict[str, list[Piece]]]:
        """The indicators that stand in one row, each under the name of its level 1, by term."""
        sets = [{"level1": above, "indicator": row[index], "target": row[index + 1]} for above, index in self.pairs]
        filled = [{term: [cell] for term, cell in cells.items() if not cell.blank} for cells in sets]
        return [cells for cells in filled if "indicator" in cells]

    def term_at(self, index: int) -> str | None:
        """The term over a position, or None."""
        return self._terms.get(index)

    def heading(self, term: str) -> Piece:
        """The heading of the first column of a term."""
        return next(self.headings[index] for index, found in self._terms.items() if found == term)

    def cells(self, row: list[Piece]) -> dict[str, list[Piece]]:
        """The filled cells of a row by term. A cell merged over several columns belongs to the first of them."""
        cells: dict[str, list[Piece]] = {}
        heading: dict[str, Piece] = {}
        seen: set[Piece] = set()
        for index, cell in enumerate(row):
            term = self._terms.get(index)
            if not term or cell.blank or cell in self.pieces or term in GROUPS or term == "other":
                continue
            if term == "sign" and fold_value(cell.text) in EMPTY:  # another column may say more
                cell.read("value")
                continue
            if self.pairs and term in ("indicator", "target"):
                continue
            if heading.setdefault(term, self.headings[index]) is not self.headings[index]:
                continue  # another column of the same meaning: not read, and reported
            # A level-2 name merged over both levels counts for its own too, and once.
            if cell not in seen or (term == "level2" and term not in cells and vocabulary().level(2, cell.text)):
                cells.setdefault(term, []).append(cell)
            seen.add(cell)
        return cells

    def crossed_by(self, row: list[Piece]) -> bool:
        """Whether a cell covers the name of an indicator and its target: the row is a remark below the indicators."""
        covered: dict[Piece, set[str | None]] = {}
        for index, cell in enumerate(row):
            covered.setdefault(cell, set()).add(self._terms.get(index))
        names = {"level2", "indicator"}
        return any(terms & names and terms - {None, "description", "level1", *names} for terms in covered.values())

    def begin_rows(self, row: list[Piece]) -> None:
        """Take note of the first row below: a heading that reaches down beside the rows is no heading of a column."""
        self.filled = True
        beside = [
            index for index, cell in enumerate(row) if cell is self.headings.get(index) and self._terms.get(index)
        ]
        if any(self._terms[index] == "other" for index in beside):  # 长期绩效指标: all that stands beside it
            beside = list(self._terms)
            self.aside = True
        self._terms |= dict.fromkeys(beside, "group")

    def is_indicator(self, row: list[Piece]) -> bool:
        """Whether a row of labels is an indicator all the same, called 预算金额 say: it has a target."""
        cells = (cell for index, cell in enumerate(row) if self._terms.get(index) == "target" and not cell.blank)
        return any(self._labels.term(cell.text) is None for cell in cells)

    def _read_headings(self) -> None:
        self._part()
        for index, cell in self.headings.items():
            if self._terms.get(index) or index in self.dates:
                cell.read("label")

    def _part(self) -> None:
        """Tell apart what one term stands for twice.

        Points behind the name of a level are those of the level.
        年度预算数 over the sources of funds, beside 年初预算数, is no money. Of two sets of indicators side by side
        the second is that of the year.
        """
        columns: dict[str, dict[Piece, list[int]]] = defaultdict(lambda: defaultdict(list))
        for index, term in self._terms.items():
            columns[term][self.headings[index]].append(index)
        for term in POINTS & columns.keys():  # the indicator's own are the last
            for indexes in list(columns[term].values())[:-1]:
                if self._terms.get(indexes[0] - 1) in ("level1", "level2"):
                    self._terms |= dict.fromkeys(indexes, "other")
        if self.of_phases and "initial" in columns and not columns.keys() & set(PROJECT):
            self._terms |= dict.fromkeys(chain(*columns["budget"].values()), "group")
        if all(len(columns[term]) == 2 for term in ("indicator", "target")):
            for term in SET & columns.keys():
                first, *second = columns[term].values()
                self._terms |= dict.fromkeys(first if second else [], "other")


def distinct(row: list[Piece]) -> list[Piece]:
    """The cells of a row, merged ones once."""
    return list(dict.fromkeys(row))


def is_header(row: list[Piece], labels: Labels) -> bool:
    """Whether different labels stand side by side, so that their values are below and not beside them.

    At least half of the row has to be labels: an indicator may be called 预算执行率. 项目名称 | 预算数 is enough, and
    总体目标 | 年度目标 with nothing beside it too.
    """
    cells = distinct(row)
    terms = [labels.term(cell.text) for cell in cells]
    if terms[-1] == "project_goal" and {*terms[:-1]} == {"group"} and not any(cell.role for cell in cells):
        return True
    full = sum(not cell.blank for cell in cells)
    beside = any(left and right and left != right and not {left, right} & GROUPS for left, right in pairwise(terms))
    of_projects = any({*PROJECT} & {*pair} and {"budget", "project_goal"} & {*pair} for pair in pairwise(terms))
    return beside and (of_projects or 2 * sum(term is not None for term in terms) >= full)


def numbers_columns(row: list[Piece]) -> bool:
    """Whether a row below headings only numbers them: 1 | 2 | 3, behind 栏次 or 甲 | 乙 perhaps."""
    texts = [fold(cell.text) for cell in distinct(row) if not cell.blank]
    numbers = list(dropwhile(lambda text: text in ("栏次", "甲", "乙", "丙", "丁"), texts))
    return len(numbers) > 1 and numbers == [str(number) for number in range(1, len(numbers) + 1)]


def alone(row: list[Piece]) -> Piece | None:
    """The only filled cell of a row, notes of a unit aside; None where there are several or none."""
    full = [cell for cell in distinct(row) if not cell.blank and not noted_unit(cell.text)]
    return full[0] if len(full) == 1 else None


def noted_unit(text: str) -> str | None:
    """The unit that a note of it states: 单位：万元."""
    before, unit = split_unit_note(text)
    return None if before else unit


def split_unit_note(text: str) -> tuple[str, str | None]:
    """A text, folded, without the note of a unit at its end, and that unit: 803001某某局　单位：万元."""
    folded = fold(text)
    note = _UNIT_NOTE.search(folded)
    return (folded[: note.start()], note["unit"]) if note else (folded, None)


def unit_in_label(text: str) -> str | None:
    """The unit in brackets behind a label: 预算数（元）."""
    found = _UNIT_IN_LABEL.search(fold(text))
    return found["unit"] if found else None


def _word(text: str) -> str | None:
    """The term of a label; what holds for the first months of a year (1-7月执行数) is none of the year's."""
    bare = _PART_OF_YEAR.sub("", fold(text))
    word = vocabulary().heading(bare) or vocabulary().source(bare)
    return "other" if word and bare != fold(text) else word
