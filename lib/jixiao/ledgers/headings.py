"""The heading row of a ledger, found by its words: which column holds what, and in which unit."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from jixiao.documents.limits import RefusedError
from jixiao.ledgers.settings import Settings
from jixiao.ledgers.values import fold, read_date, unit_of
from jixiao.quarters import month_end
from jixiao.vocabulary import Vocabulary, fold_heading

PAYMENTS, FIGURES, MONTHS = "payments", "figures", "months"
SEVERAL = ("office", "status")  # terms of which every column counts
LOOKED_AT = 1_000  # rows of a sheet in which its heading row is looked for
CHINESE = {name: number for number, name in enumerate([*"一二三四五六七八九十", "十一", "十二"], 1)}
_BRACKETS = re.compile(r"\(([^()]*)\)")
_BEHIND = re.compile(r"(.+?)[/:_-]?((?:千|万|百万|亿)?元|(?<=[/:_-])(?:千|万|百万|亿))")
_MONTH = re.compile(
    r"(?:20\d\d年)?(\d{1,2}|[一二三四五六七八九十]+)月份?(?:支付数?|支出数?|执行数|金额|支付金额|支出金额)?"
)
_UP_TO = re.compile(
    r"(?:(?:截至|截止|止于)(?:日期)?:?|(?<!\d)1月?(?:份|1日)?[-–—~至])(?:20\d\d年)?(\d{1,2})月(?:(\d{1,2})日)?"
)
_YEAR = re.compile(r"(20\d\d)年(?!\d{1,2}月\d|度?(?:及以前|以前|结转|结余))")  # of a title, not a printed day
_PREAMBLE_UNIT = re.compile(
    r"(?<![\u4e00-\u9fff])(?:本表|表中|表内|以上)?(?:金额|计量|货币)?(?:计量)?单位(?:均)?[::为是]?\s*([^\s,;、/。)]+)"
    r"|以(?:人民币)?([千万百亿]*元)为(?:计量)?单位"
)
_BRACKETED_UNIT = re.compile(r"\((?:人民币)?([千万百亿]*元)\)")
_PREAMBLE_DAY = re.compile(
    r"(?:截至|截止|止于|至)[::]?\s*(?:日期[::]?)?\s*(\d{4}[-年/.]\d{1,2}(?:[-月/.](?:\d{1,2}日?)?)?(?:底|末)?)"
)


@dataclass(frozen=True)
class Heading:
    """A heading row.

    Parameters
    ----------
    kind : str
        ``payments``; ``figures``, of which each row is a project's cumulative one; ``months``, a column a month.
    columns : dict of int
        Where each term stands, from 0.
    names : dict of str
        Its heading as written.
    offices : tuple of int
        The columns that may name a department.
    months : dict of int
        By its column, a month.
    unit : str
        That of its amounts, as its brackets name it; empty where they name none.
    near : tuple of str
        Terms whose heading is only like a known one.
    month : int
        Of a cumulative figure whose heading says up to when; else 0.
    states : dict of str
        The headings of the columns that say whether a row was paid at all.
    total : bool
        Whether columns of months have one beside them that adds them up.
    """

    kind: str
    columns: dict[str, int]
    names: dict[str, str]
    offices: tuple[int, ...] = ()
    months: dict[int, int] = field(default_factory=dict)
    unit: str = ""
    near: tuple[str, ...] = ()
    month: int = 0
    states: dict[int, str] = field(default_factory=dict)
    total: bool = False


class Headings:
    """Headings by the words of a vocabulary and the user's own columns."""

    def __init__(self, vocabulary: Vocabulary, settings: Settings):
        self.words, self.settings = vocabulary.words, settings
        self.known = {fold_heading(word): term for term, words in self.words["ledger"].items() for word in words}
        self.ranks = {
            fold_heading(word): rank for words in self.words["ledger"].values() for rank, word in enumerate(words)
        }
        self.exact = lru_cache(maxsize=65536)(self._exact)

    def _exact(self, text: str) -> str | None:
        folded = fold_heading(text)
        return self.known.get(folded) or self.known.get(without_unit(folded))

    def could_be(self, cells: Sequence[str]) -> bool:
        """Whether a row holds a known heading at all; the quick question before `find`."""
        return any(cell and self.exact(cell) in ("amount", "code", "name", "date", "paid") for cell in cells)

    def find(self, cells: Sequence[str], above: Sequence[str] = ()) -> Heading | None:
        """The heading that a row is, if it is one; with ``above``, the row over it, where one heading has two rows."""
        texts = [_joined(cells, above, index, self) for index in range(max(len(cells), len(above)))]
        terms: dict[str, list[int]] = {}
        for index, text in enumerate(texts):
            if text and (term := self._term(text)):
                terms.setdefault(term, []).append(index)
        near = self._near(texts, terms)
        columns = {term: self._first(term, found, texts) for term, found in terms.items() if term not in SEVERAL}
        if not {"code", "name"} & {*columns}:
            return None
        months = _months(texts)
        names = {term: texts[index] for term, index in columns.items()}
        offices = tuple(terms.get("office", ()))
        if "date" in columns and "amount" in columns:
            unit = unit_behind(names["amount"])
            states = {i: text for i, text in enumerate(texts) if i in terms.get("status", ()) or self._is_state(text)}
            return Heading(PAYMENTS, columns, names, offices, unit=unit, near=near, states=states)
        if "date" not in columns and len(months) > 1:
            unit = next(filter(None, (unit_behind(texts[index]) for index in months)), "")
            total = any("累计" in text or "合计" in text for text in texts)
            return Heading(MONTHS, columns, names, offices, months, unit=unit, near=near, total=total)
        if "date" not in columns and "paid" in columns:
            unit = unit_behind(names["paid"])
            return Heading(FIGURES, columns, names, offices, unit=unit, near=near, month=_up_to(names["paid"]))
        return None

    def with_second_row(self, heading: Heading, cells: Sequence[str], below: Sequence[str]) -> Heading | None:
        """A heading row with the row below it, which has no numbers and no date; None where that is none of it.

        Raises
        ------
        RefusedError
            Where the amount has several columns below its heading: only one can be read.
        """
        date = heading.columns.get("date", len(below))
        if heading.kind == FIGURES and len(months := _months(below)) > 1 and heading.columns["paid"] in months:
            parts = [below[index] for index in months]
            raise RefusedError(f"the amount in several columns: {', '.join(parts)}", remedy="leave one, the last")
        if any(map(str.isdigit, "".join(below))) or "".join(below[date : date + 1]).strip():
            return None
        named = [heading.columns[term] for term in ("code", "name") if term in heading.columns]
        if any("".join(below[at : at + 1]).strip() and _joined(below, cells, at, self) == cells[at] for at in named):
            return None  # a name, below a heading that needs no other
        found = self.find(below, cells)
        money = heading.columns.get("amount", heading.columns.get("paid", len(below)))
        parts = _below(cells, below, money)
        if found is None or (not parts and found.columns == heading.columns):
            return None
        if len(parts) > 1:
            raise RefusedError(f"the amount in several columns: {', '.join(parts)}", remedy="leave one, with their sum")
        unit = fold("".join(parts)).strip("()")
        return replace(found, unit=unit) if unit_of(unit) else found

    def _term(self, text: str) -> str | None:
        own = {heading: term for term, heading in self.settings.columns.items()}
        return own.get(fold_heading(text)) or self.exact(text)

    def _near(self, texts: list[str], terms: dict[str, list[int]]) -> tuple[str, ...]:
        """Terms that no column has by a known heading, but one by a heading that is like those; added to ``terms``."""
        found = []
        taken = {index for own in terms.values() for index in own}
        for term, rule in self.words["ledger_near"].items():
            if term in terms or term in SEVERAL or (term == "paid" and "amount" in terms and "date" in terms):
                continue
            alike = [index for index, text in enumerate(texts) if index not in taken and _is_like(text, rule)]
            if len(alike) == 1:
                terms[term] = alike
                taken.add(alike[0])
                found.append(term)
        return tuple(found)

    def _is_state(self, text: str) -> bool:
        return bool(text) and self._term(text) is None and _is_like(text, self.words["ledger_near"]["status"])

    def _first(self, term: str, found: list[int], texts: list[str]) -> int:
        """Of several columns of a term the one that the user names, else that whose heading is named first."""
        own = self.settings.columns.get(term)
        ranks = [
            (fold_heading(texts[i]) != own, self.ranks.get(without_unit(fold_heading(texts[i])), 99), i) for i in found
        ]
        return min(ranks)[2]

    def alike(self, cells: Sequence[str], term: str) -> list[str]:
        """Headings that are like those of a term."""
        return [text for text in cells if _is_like(text, self.words["ledger_near"][term])]


def _joined(cells: Sequence[str], above: Sequence[str], index: int, headings: Headings) -> str:
    """The heading of a column: its own cell, else with that above it, which may stand over several columns."""
    own = cells[index] if index < len(cells) else ""
    over = above[index] if index < len(above) else ""
    if not above:
        return own
    group = next((text for text in reversed(above[: index + 1]) if text), "")
    options = [own, group + own if own else "", over]
    return next((text for text in options if text and headings.exact(text)), own or over)


def _below(cells: Sequence[str], below: Sequence[str], column: int) -> list[str]:
    """What stands below a heading that may reach over several columns."""
    end = next((index for index in range(column + 1, len(cells)) if cells[index].strip()), len(below))
    return [text for text in below[column:end] if text.strip()]


def _is_like(text: str, rule: dict[str, list[str]]) -> bool:
    folded = without_unit(fold_heading(text))
    return (
        len(folded) <= 20
        and folded.endswith(tuple(rule["ends"]))
        and (not rule["holds"] or any(word in folded for word in rule["holds"]))
        and not any(word in folded for word in rule["without"])
    )


def without_unit(heading: str) -> str:
    """A folded heading without the unit behind it: 金额/万元."""
    found = _BEHIND.fullmatch(heading)
    return found[1] if found else heading


def unit_behind(heading: str) -> str:
    """The unit that a heading names in brackets or at its end, as written; empty where it names none.

    Examples
    --------
    >>> unit_behind("金额（单位：万元）"), unit_behind("支付金额/元"), unit_behind("金额（含税）")
    ('万元', '元', '')
    """
    folded = fold(heading)
    for inner in _BRACKETS.findall(folded):
        unit = inner.rpartition(":")[2]
        if unit_of(unit) or unit.endswith("元"):
            return unit
    found = _BEHIND.fullmatch(_BRACKETS.sub("", folded))
    return found[2] if found else ""


def _months(texts: Sequence[str]) -> dict[int, int]:
    months = {}
    for index, text in enumerate(texts):
        if found := _MONTH.fullmatch(without_unit(fold_heading(text))):
            month = int(found[1]) if found[1].isdecimal() else CHINESE.get(found[1], 0)
            if 1 <= month <= 12:
                months[index] = month
    return months if len({*months.values()}) == len(months) else {}


def _up_to(heading: str) -> int:
    found = re.search(r"(\d{1,2})月", fold(heading))
    return int(found[1]) if found and 1 <= int(found[1]) <= 12 else 0


def preamble_unit(lines: Sequence[Sequence[str]]) -> str:
    """The unit that stands before a heading row: 单位：万元, a title's （万元）, not 编制单位：某局; else empty."""
    texts = [" ".join(fold(cell) for cell in cells if cell) for cells in lines]
    units = [
        unit
        for text in texts
        for unit in [*_BRACKETED_UNIT.findall(text), *("".join(found) for found in _PREAMBLE_UNIT.findall(text))]
        if unit_of(unit) or unit.endswith("元")
    ]
    return units[-1] if units else ""


def unit_below(cells: Sequence[str]) -> str:
    """The unit that a note below a heading row states (注：金额单位为万元); empty where it states none."""
    text = "".join(cells)
    return preamble_unit([cells]) if "单位" in text and "元" in text else ""


def preamble_day(lines: Sequence[Sequence[str]], year: int) -> dt.date | None:
    """The day up to which the figures below are: 截至2022年9月30日; None where none is named."""
    for cells in lines:
        for text in _PREAMBLE_DAY.findall(" ".join(fold(cell) for cell in cells if cell)):
            if (found := read_date(text.rstrip("底末"), year)) is not None:
                return found[0]
    days = {day for cells in lines if (day := _up_to_day("".join(fold(cell) for cell in cells if cell), year))}
    return next(iter(days)) if len(days) == 1 else None


def _up_to_day(text: str, year: int) -> dt.date | None:
    """The day up to which a text says that its figures are: 截至9月30日, 1-9月; in the budget year."""
    if not (found := _UP_TO.search(text)):
        return None
    month = int(found[1])
    if not 1 <= month <= 12:
        return None
    if not found[2]:
        return dt.date.fromisoformat(month_end(year, month))
    day = read_date(f"{year}-{month}-{found[2]}", year)
    return day[0] if day else None


def other_years(lines: Sequence[Sequence[str]], year: int) -> str:
    """The year that stands before a heading row, where that is another than the budget year; else empty."""
    found = {text for cells in lines for text in _YEAR.findall(" ".join(fold(cell) for cell in cells if cell))}
    return "" if str(year) in found else max(found, default="")
