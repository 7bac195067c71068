"""Points and spans of time in target values, to their last day."""

from __future__ import annotations

import calendar
import re
from datetime import date

from jixiao.target_values.folding import DoubtError

_MONTH, _DAY = r"(?P<month>1[0-2]|0?[1-9])", r"(?P<day>3[01]|[12]\d|0?[1-9])"
_POINT = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年(?:度|全年)?|(?P<this>[本当]?年(?=[底末])))?"
    r"(?:(?P<half>[上下])半年|(?P<nth>第?)(?P<quarter>[一二三四1-4])季度"
    rf"|{_MONTH}月(?P<whole>份)?(?:{_DAY}[日号]|(?P<third>[上中下])旬)?)?(?P<end>[底末])?",
    re.ASCII,
)
_DASHED = re.compile(rf"(?P<year>(?:19|20)\d\d)(?P<mark>[-/.]){_MONTH}(?:(?P=mark){_DAY})?", re.ASCII)
_TO = re.compile("-+|~+|—+|至|到")


def last_day_of_point(text: str, year: int | None, *, surely: bool = False) -> tuple[date, bool] | None:
    """Last day of a point in time, and whether a day or an end is named, so that "before" it is certain.

    ``surely`` says that what stands around makes it one: 9月 in 9月前 or 2021年1月-9月 is no nine months.
    """
    found = _POINT.fullmatch(text) or _DASHED.fullmatch(text)
    part = found.groupdict() if found else {}
    if not any(part.get(name) for name in ("year", "this", "half", "quarter", "month")):
        return None
    if part.get("mark") == "." and not part["day"] and not surely:
        return None  # 2023.07 alone is as good as a decimal number
    if not part["year"] and not surely:
        _check_yearless(part)
    if not part["year"] and not year:
        raise DoubtError("no year")
    return _last_day(part, int(part["year"] or year or 0)), bool(part["day"] or part.get("end"))


def _check_yearless(part: dict[str, str | None]) -> None:
    """Without a year, 12月 may be December or twelve months, 3季度 the third quarter or three of them."""
    sure = part["day"] or part["end"] or part["whole"] or part["third"]
    loose_quarter = part["quarter"] and part["quarter"].isdecimal() and not part["nth"]
    if not sure and (part["month"] or loose_quarter):
        raise DoubtError("ambiguous date")


def _last_day(part: dict[str, str | None], year: int) -> date:
    month = int(part["month"] or 12)
    if part.get("half"):
        month = 6 if part["half"] == "上" else 12
    elif quarter := part.get("quarter"):
        month = 3 * (1 + "一二三四1234".index(quarter) % 4)
    try:
        last = {"上": 10, "中": 20}.get(part.get("third") or "") or calendar.monthrange(year, month)[1]
        return date(year, month, int(part["day"] or last))
    except ValueError:
        raise DoubtError("no such date") from None


def last_day_of_span(text: str, year: int | None) -> tuple[date, bool] | None:
    """Last day of a span: 2021年1月-12月, 2023.07-2024.01, 2021-2023年, 1-12月 (while 3-6月 may count months)."""
    for to in _TO.finditer(text):
        first, last = text[: to.start()], text[to.end() :]
        begin = last_day_of_point(first, year, surely=True) or last_day_of_point(
            first + "".join(re.findall("年|月份?", last)[-1:]), year, surely=(first, last) == ("1", "12月")
        )
        end = begin and last_day_of_point(last, begin[0].year, surely=True)
        if begin and end and begin[0] > end[0]:
            raise DoubtError("lower above upper")
        if end:
            return end
    return None
