"""What texts mean as labels, and what the cells of a row are: words alone, without geometry or order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import dropwhile, pairwise

from jixiao.documents.content import Piece
from jixiao.documents.reading.figures import figure
from jixiao.documents.reading.money_units import noted_unit, split_unit_note, without_unit
from jixiao.documents.reading.periods import INTERIM, PART_OF_YEAR, Reported, half_way, interim_term, last_day, year_of
from jixiao.vocabulary import Vocabulary, fold, fold_heading

PROJECT = ("project_code", "project_name")
SUBJECT = ("department", *PROJECT)
# Labels that stand over or before other labels, and so make no header row.
GROUPS = frozenset({"group", "plan", "total"})
PHASES = ("initial", "adjusted", "paid")
MONEY = ("budget", *PHASES)
SHORT = 3  # characters of a word that may as well be a value: 预算, 执行

# 部门编码及名称, 单位名称及代码: a name with its code is a name.
_WITH_CODE = re.compile("(?:编码|代码)[及和、/](?=名称)|[及和、/](?:编码|代码|编号)$")
# 单位（专项）名称, 单位名称（项目类别/支出项目）: of both, in one column.
_EITHER = re.compile(r"(?P<unit>[^()]{1,6})\((?P<other>[^()]{1,6})\)名称|(?P<name>[^()]{2,8})\((?P<below>[^()]+)\)")
# Unknown labels that can only name a project: 二级项目名称, 支出项目.
_PROJECT_LABEL = re.compile("(?!上级|一级|主管).{0,6}(?:项目|专项|政策|课题|工程)(?:名称|名)|支出项目|项目")
_AND = re.compile("[及和与、/]")
_OTHER_YEAR = re.compile(r"(?:上一?年度?|去年|前年|20\d\d年度?)(?=.)")
_CHANGE = re.compile("调整(?!后)|预算调整")  # what a budget changes by, where what it is afterwards stands beside it

Row = Sequence[Piece]


@dataclass(frozen=True)
class Labels:
    """What the labels of a table mean.

    A heading with several meanings has the first that nothing else in its table has. The budget year before a label
    (2022年预算数) is passed over; another year's money is none of the budget.
    """

    vocabulary: Vocabulary
    year: int
    texts: Mapping[str, str]  # term of a text, before stand-ins are resolved
    meanings: Mapping[str, str]  # of terms with several meanings
    guessed: str = ""  # the text that is taken for the label of the project's name, where no known label is there
    reported: Reported | None = None

    @classmethod
    def of(
        cls,
        texts: Iterable[str],
        vocabulary: Vocabulary,
        year: int,
        claimed: Iterable[str] = (),
        reported: Reported | None = None,
    ) -> Labels:
        """The labels among texts.

        ``claimed`` are terms that notes outside the table give already; ``reported`` is what its title says of a report
        within the year, in which a result is one half-way.
        """
        this_year = re.compile(rf"{year}年度?(?=.)")
        found: dict[str, str] = {}
        for text in dict.fromkeys(texts):
            word = _word(vocabulary, text) or _word(vocabulary, this_year.sub("", fold(text), count=1))
            if word:
                found[text] = (half_way(text, vocabulary) if reported else None) or word
            elif _is_of_another_year(text, vocabulary):
                found[text] = "other"
        if any("调整后" in text for text, word in found.items() if word == "adjusted"):
            changes = [text for text, word in found.items() if word == "adjusted" and _CHANGE.match(fold(text))]
            found |= dict.fromkeys(changes, "other")
        taken, meanings = {*found.values(), *claimed}, {}
        for word, choices in vocabulary.words["stand_ins"].items():
            if word in found.values():
                meanings[word] = next((term for term in choices if term not in taken), choices[-1])
                taken.add(meanings[word])
        return cls(vocabulary, year, found, meanings, reported=reported)

    def with_project(self, text: str) -> Labels:
        """The same, with an unknown text as the label of the project's name."""
        return replace(self, texts={**self.texts, text: "project_name"}, guessed=text)

    def with_source(self, text: str, source: str) -> Labels:
        """The same, with an unknown text as the label of a source of funds."""
        return replace(self, texts={**self.texts, text: source})

    @property
    def reports(self) -> list[str]:
        """The labels of what is reported within the year."""
        return [text for text, term in self.texts.items() if term in INTERIM]

    @property
    def until(self) -> date | None:
        """The day until which a report within the year holds, by its labels or its title; None for none or several."""
        days = {last_day(text, self.year) for text in self.reports} - {None}
        return (self.reported.until if self.reported else None) if not days else days.pop() if len(days) == 1 else None

    def word(self, text: str) -> str | None:
        """The term of a text as the vocabulary has it; None where it is no label."""
        return self.texts.get(text)

    def term(self, text: str) -> str | None:
        """What a text stands for as a label: a term of the vocabulary, a source of funds, or None."""
        word = self.texts.get(text)
        return self.meanings.get(word, word) if word else None

    def source(self, term: str | None) -> str | None:
        """The source of funds that a term or text names, or None."""
        return self.vocabulary.source(term) if term else None

    @property
    def words(self) -> set[str]:
        """The vocabulary's terms that occur."""
        return set(self.texts.values())

    @property
    def terms(self) -> set[str]:
        """What all labels mean."""
        return {self.meanings.get(word, word) for word in self.words}


def _word(vocabulary: Vocabulary, text: str) -> str | None:
    """The term of a label; what holds for the first months of a year (1-7月执行数) is none of the year's."""
    if term := interim_term(text, vocabulary):
        return term
    folded = without_unit(fold(text))
    bare = PART_OF_YEAR.sub("", folded)
    word = vocabulary.heading(bare) or vocabulary.source(bare) or vocabulary.heading(_WITH_CODE.sub("", bare))
    if not word and len(bare) > SHORT:  # 调整预算 is 调整预算数
        numbered = vocabulary.heading(f"{fold_heading(bare)}数")
        word = numbered if numbered in MONEY else None
    parts = [vocabulary.heading(part) for part in _AND.split(fold_heading(bare))]
    if not word and len(parts) == 2 and parts[0] in ("indicator", "indicators") and parts[1] == "target":
        word = "target"  # the name stands within it
    either = _named_either(vocabulary, bare)
    if either:
        word = "unit_or_project" if len(either) > 1 else either.pop()
    return "other" if word and bare != folded else word


def _is_of_another_year(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a label of money names a year before it that is not the budget year (2023年预算数, 上年预算数)."""
    folded = without_unit(fold(text))
    label = _OTHER_YEAR.sub("", folded, count=1)
    return label != folded and vocabulary.heading(label) in MONEY


def _named_either(vocabulary: Vocabulary, text: str) -> set[str]:
    """What a heading with brackets names: units and projects in one column, or one of them in other words."""
    found = _EITHER.fullmatch(text)
    if not found:
        return set()
    if found["unit"]:
        terms = {vocabulary.heading(found[part] + "名称") for part in ("unit", "other")}
        return {term for term in terms if term} if terms <= {"department", "project_name"} else set()
    below = re.split("[/、]", found["below"])
    both = vocabulary.heading(found["name"]) == "department" and any(map(may_name_project, below))
    return {"department", "project_name"} if both else set()


def distinct(row: Row) -> list[Piece]:
    """The cells of a row, merged ones once."""
    return list(dict.fromkeys(row))


def alone(row: Row) -> Piece | None:
    """The only filled cell of a row, notes of a unit aside; None where there are several or none."""
    found = None
    for cell in distinct(row):
        if not cell.blank and not noted_unit(cell.text):
            if found is not None:
                return None
            found = cell
    return found


def is_header(row: Row, labels: Labels, above: frozenset[Piece] = frozenset()) -> bool:
    """Whether different labels stand side by side, so that their values are below and not beside them.

    Or its last cell is a label. At least half of the row has to be labels: an indicator may be called 预算执行率.
    项目名称 | 预算数 is enough, and 总体目标 | 年度目标 with nothing beside it too, where neither reaches down from the
    rows ``above``.
    """
    cells = distinct(row)
    terms = [labels.term(cell.text) for cell in cells]
    if terms[-1:] == ["project_goal"] and {*terms[:-1]} == {"group"} and above.isdisjoint(cells):
        return True
    if len(set(terms)) > 2 and all(terms) and {*PROJECT} & {*terms}:
        return True
    beside = any(left and right and left != right and not {left, right} & GROUPS for left, right in pairwise(terms))
    # A label with no room for a value behind it: 项目名称 | 某经费规模 | 绩效目标.
    last = len(terms) > 2 and terms[0] in (*PROJECT, "other") and terms[-1] not in (None, "other", *GROUPS)
    beside = beside or (last and bool({*PROJECT} & {*terms} - {terms[-1]}))
    if not beside or any(_is_amount(cell.text) for cell in cells):
        return False
    full = sum(not cell.blank for cell in cells)
    of_projects = any({*PROJECT} & {*pair} and {"budget", "project_goal"} & {*pair} for pair in pairwise(terms))
    known = sum(term is not None or year_of(cell.text) is not None for term, cell in zip(terms, cells, strict=True))
    return of_projects or 2 * known >= full


def _is_amount(text: str) -> bool:
    """Whether a text is a figure, and not the year that a heading may be."""
    return figure(text) is not None and not re.fullmatch(r"(?:19|20)\d\d", fold(text))


def numbers_columns(row: Row) -> bool:
    """Whether a row below headings only numbers them: 1 | 2 | 3, behind 栏次 or 甲 | 乙 perhaps."""
    texts = [fold(cell.text) for cell in distinct(row) if not cell.blank]
    numbers = list(dropwhile(lambda text: text in ("栏次", "甲", "乙", "丙", "丁"), texts))
    return len(numbers) > 1 and numbers == [str(number) for number in range(1, len(numbers) + 1)]


def split_label(text: str) -> tuple[str, str]:
    """What stands before and behind the first colon of a text."""
    label, _, value = text.replace(":", "：", 1).partition("：")
    return label.strip(), value.strip()


def embedded(text: str, labels: Labels) -> tuple[str, str] | None:
    """The term of a subject and its value where one text has both (项目名称：某项目); the value of a stamp is empty."""
    label, value = split_label(text)
    term = labels.term(label) if value and not set(value) & set("。；") else None  # a name, and no prose
    if term not in SUBJECT:
        return None
    return term, value if fold_heading(split_unit_note(value)[0]) else ""


def may_name_project(text: str) -> bool:
    """Whether an unknown label can only name a project: 二级项目名称."""
    return _PROJECT_LABEL.fullmatch(fold_heading(text)) is not None
