"""Parts of a year in labels and titles: what a form of monitoring reports of (1-7月执行数, 半年度指标执行情况)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from jixiao.target_values import parse_target
from jixiao.vocabulary import Vocabulary, fold, fold_heading

_SPAN = (
    r"(?:1月?份?(?:-+|[—~至到])(?!12)\d{1,2}月份?|截[至止]\d{1,2}月(?:\d{1,2}日|[底末份]?)"
    r"|上半年度?|半年度?|前[三3]个?季度|第?[一1]季度)"
)
PART_OF_YEAR = re.compile(rf"\({_SPAN}\)|^{_SPAN}(?=.)")
# A month that the office was to fill in: 1-  月执行数, 1-X月执行情况.
_NO_MONTH = re.compile(r"^1?月?(?:-+|[—~至到])[xX×_*]*月份?(?=.)")
_OF_YEAR = re.compile(
    r"(?:其中:)?(?P<year>20\d\d)年度?(?:预算|安排|资金|投资|计划|投入|目标|指标|完成|实际|预计)*(?:数|额|金额|值)?"
)
_TITLE = re.compile("监控[^，。；]{0,12}$")
# Terms of the year's figures, and those of the same said half-way.
_OF_THE_YEAR = {"paid": "interim_paid", "execution_rate": "interim_rate", "actual": "interim_actual"}
INTERIM_MONEY = ("interim_paid", "interim_rate", "expected_paid")
INTERIM = (*INTERIM_MONEY, "interim_actual", "expected", "likelihood")


@dataclass(frozen=True)
class Reported:
    """What the title over a form of monitoring says: that it is one, and until which day it holds, if that is said."""

    until: date | None = None


def reported(title: str, year: int) -> Reported | None:
    """What a title says of a report within the year; None where it is the title of something else."""
    return Reported(last_day(title, year)) if _TITLE.search(fold_heading(title)) else None


def interim_term(text: str, vocabulary: Vocabulary) -> str | None:
    """The term of a label that names a part of the year before what was reached by then, or in brackets behind it."""
    folded = fold(text)
    bare = _NO_MONTH.sub("", PART_OF_YEAR.sub("", folded, count=1))
    return half_way(bare, vocabulary) if bare != folded else None


def half_way(text: str, vocabulary: Vocabulary) -> str | None:
    """The term of a label of results or payments where it stands in a report within the year."""
    term = vocabulary.heading(text)
    return vocabulary.interim(text) or _OF_THE_YEAR.get(term or "")


def last_day(text: str, year: int) -> date | None:
    """The last day of the part of the budget year that a label or title names; None where it names none."""
    found = re.search(_SPAN, fold(text).replace(f"{year}年", ""))
    if not found:
        return None
    stated = re.sub("^截[至止]|份|个(?=季度)|(?<=半年)度", "", found.group())
    stated = stated.replace("前", "第") if "季度" in stated else re.sub("^半年", "上半年", stated)
    return parse_target(f"{year}年{stated}", year=year).deadline


def year_of(text: str) -> int | None:
    """The year that a heading names and nothing else (2024年, 2024年度, 其中：2024年投资); None for anything else."""
    folded = fold(text)
    found = _OF_YEAR.fullmatch(folded) if "年" in folded else None
    return int(found["year"]) if found else None
