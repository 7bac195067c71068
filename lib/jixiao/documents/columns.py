"""The headings over the rows of a table, one or two rows deep: which positions hold what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain

from jixiao.documents.content import Piece
from jixiao.documents.rows import GROUPS, PHASES, PROJECT, Labels, is_header
from jixiao.target_values.folding import EMPTY, fold_value
from jixiao.vocabulary import fold, vocabulary

INDICATOR = {"indicator", "level2", "level1", "description"}
POINTS = {"weight", "score"}
SET = {"level2", "indicator", "target", "sign", "unit", "weight"}  # what two sets of indicators side by side have each


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
    def unknown(self) -> list[Piece]:
        """The headings that the vocabulary does not have, each once."""
        return list(dict.fromkeys(cell for index, cell in self.headings.items() if not self._terms.get(index)))

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
        none stands at the beginning: that would be a label of a form. Where two headings go on, what stands beside them
        is headings too, known or not; one that is not known means what the heading above it means.
        """
        below = {index: cell for index, cell in enumerate(row) if cell not in self.pieces and not cell.blank}
        terms = {
            index: self._labels.term(cell.text) or vocabulary().sub_heading(cell.text) for index, cell in below.items()
        }
        for index, cell in below.items():  # 资金总额 below 项目金额 is the sum of its sources
            if self._terms.get(index) == "budget" and vocabulary().heading(cell.text) == "whole_budget":
                terms[index] = "budget"
        only_headings = all(terms.values()) or len(self._going_on(row)) > 1
        beside = bool(terms) and 0 not in terms and only_headings
        if self.dates or not (beside or is_header(list(below.values()), self._labels)):
            return False
        self.pairs = [(self.headings[index], index) for index in below if self._is_pair(terms, index)]
        self.headings |= below
        self.pieces |= set(row)
        self._terms |= {index: term or self._terms.get(index) for index, term in terms.items() if term != "total"}
        self._read_headings()
        return True

    def _going_on(self, row: list[Piece]) -> set[Piece]:
        """The headings that reach down into a row."""
        return {cell for index, cell in enumerate(row) if self._terms.get(index) and cell is self.headings.get(index)}

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
        going_on = self._going_on(row)
        beside = [index for index, cell in enumerate(row) if cell in going_on]
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

        Points behind the name of a level are those of the level. 年度预算数 over the sources of funds, beside
        年初预算数, is no money. Of two sets of indicators side by side the second is that of the year.
        """
        columns: dict[str, dict[Piece, list[int]]] = defaultdict(lambda: defaultdict(list))
        for index, term in self._terms.items():
            if term:
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
