"""What the cells of a row are: labels by their words, headings by standing side by side, notes of a unit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import dropwhile, pairwise

from jixiao.documents.content import Piece
from jixiao.vocabulary import fold, vocabulary

PROJECT = ("project_code", "project_name")
# Labels that stand over or before other labels, and so make no header row.
GROUPS = {"group", "plan", "total"}
PHASES = ("initial", "adjusted", "paid")

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
    if terms[-1:] == ["project_goal"] and {*terms[:-1]} == {"group"} and not any(cell.role for cell in cells):
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
