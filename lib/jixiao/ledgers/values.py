"""Amounts, units and dates of a ledger's cells, read for certain or not at all."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from jixiao.characters import WIDTHLESS
from jixiao.quarters import YEARS
from jixiao.vocabulary import Vocabulary

UNITS = {"元": 1, "千元": 1_000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}
LARGEST = 10**14  # 分 of one row: a sum of many still fits into 64 bits
FEN = 100
_MINUS = str.maketrans("−–﹣", "---")
# Whole groups of three digits, or none.
_NUMBER = re.compile(r"(\()?([-+]?)¥?([-+]?)(\d{1,3}(?:,\d{3})+|\d+)?(?:\.(\d+))?(\D*?)(\))?")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:\.0+|(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?)?")  # a time may follow
_DAY = re.compile(r"(\d{4})([-/.]|年)(\d{1,2})(?:\2|月)(\d{1,2})日?")
_OF_YEAR = re.compile(r"(\d{1,2})月(\d{1,2})日")
# With a dot both digits of a month: 2022.1 may be a number that was 2022.10.
_MONTH = re.compile(r"(\d{4})(?:[-/]|年)(\d{1,2})(?:月份?)?|(\d{4})\.?(\d\d)|()(\d{1,2})月份?")
_CLOCK = re.compile(r"([日号])(?=\d{1,2}[:时点])")  # a time right behind its day
_EPOCH = dt.date(1899, 12, 30)  # of Excel's days


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """A cell's text without what varies and means nothing: full-width forms, and all spaces."""
    if text.isascii() and text.isprintable():
        return text.replace(" ", "")
    return "".join(unicodedata.normalize("NFKC", WIDTHLESS.sub("", text)).split())


def fold_code(text: str) -> str:
    """A code as codes are compared: also in capitals. O and 0, I and 1, 8 and B stay what they are."""
    return fold(text).upper()


def unit_of(text: str) -> int | None:
    """How many yuan a unit is, as it stands in a cell (万元, 万, 人民币元); None for what is none.

    Examples
    --------
    >>> unit_of("万元"), unit_of("百万"), unit_of("美元")
    (10000, 1000000, None)
    """
    name = fold(text).removeprefix("人民币")
    return UNITS.get(name) or (UNITS.get(name + "元") if name else None)


def names_currency(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text names money, though perhaps in no unit that is known (美元)."""
    name = fold(text)
    return unit_of(name) is not None or name in vocabulary.words["ledger_words"]["currency"]


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as written, exact: ``digits`` ÷ 10 to the ``places``, and the unit that its cell names, if any."""

    digits: int
    places: int
    unit: str = ""

    def fen(self, factor: int) -> int:
        """In whole 分, rounded half away from zero."""
        scaled, below = abs(self.digits) * factor * FEN, 10**self.places
        whole = (2 * scaled + below) // (2 * below)
        return -whole if self.digits < 0 else whole


def read_amount(text: str) -> Amount | None:
    """The amount in a cell; None where it cannot be read for certain.

    Examples
    --------
    >>> read_amount("(1,234.50)"), read_amount("98.5万元").fen(10_000), read_amount("1,23")
    (Amount(digits=-123450, places=2, unit=''), 98500000, None)
    """
    found = _NUMBER.fullmatch(fold(text).translate(_MINUS))
    if not found or not (found[3 + 1] or found[5]) or bool(found[1]) != bool(found[7]) or (found[2] and found[3]):
        return None
    negative = bool(found[1]) ^ ("-" in (found[2], found[3]))
    if (found[1] and (found[2] or found[3])) or len(found[0]) > 40:
        return None
    places = found[5] or ""
    digits = int(((found[4] or "").replace(",", "") or "0") + places)
    return Amount(-digits if negative else digits, len(places), found[6])


@lru_cache(maxsize=65536)
def read_date(text: str, year: int) -> tuple[dt.date, bool] | None:
    """The day in a cell, and whether it stands for its month; a month is its last day, 3月 that of the budget year.

    Examples
    --------
    >>> read_date("2022-3-1 12:00", 2022), read_date("44827", 2022)[0], read_date("3月", 2022)[0]
    ((datetime.date(2022, 3, 1), False), datetime.date(2022, 9, 23), datetime.date(2022, 3, 31))
    """
    for form in _without_time(text.strip()):
        if (found := _day(form, year) or _month(form, year)) is not None:
            return found
    return None


def _without_time(text: str) -> list[str]:
    """A text before its first space or T; first as a whole where the space stands within a date: 2022 年 3 月 1 日."""
    plain = unicodedata.normalize("NFKC", text)
    plain = _CLOCK.sub(r"\1 ", plain)
    head, _, rest = plain.partition(" " if " " in plain else "T")
    within = rest.strip()[:1] in ("年", "月", "日") or head[-1:] in ("年", "月")
    parts = [fold(plain)] if within and ":" not in rest else []
    return [*parts, *([] if within else [fold(head)])]


def _day(text: str, year: int) -> tuple[dt.date, bool] | None:
    if serial := _SERIAL.fullmatch(text):
        return _date(_EPOCH + dt.timedelta(days=int(serial[1])))
    if found := _COMPACT.fullmatch(text):
        return _made(*map(int, found.groups()))
    if (found := _DAY.fullmatch(text)) and (found[2] != "年" or "月" in text):
        return _made(int(found[1]), int(found[3]), int(found[4]))
    found = _OF_YEAR.fullmatch(text)
    return _made(year, int(found[1]), int(found[2])) if found else None


def _made(year: int, month: int, day: int) -> tuple[dt.date, bool] | None:
    try:
        return _date(dt.date(year, month, day))
    except ValueError:
        return None


def _date(day: dt.date) -> tuple[dt.date, bool] | None:
    return (day, False) if YEARS[0] <= day.year <= YEARS[1] else None


def _month(text: str, year: int) -> tuple[dt.date, bool] | None:
    found = _MONTH.fullmatch(text)
    if not found:
        return None
    number, month = int(found[1] or found[3] or year), int(found[2] or found[4] or found[6])
    if not 1 <= month <= 12 or not YEARS[0] <= number <= YEARS[1]:
        return None
    return dt.date(number, month, calendar.monthrange(number, month)[1]), True
