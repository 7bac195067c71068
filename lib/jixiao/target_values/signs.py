"""Signs and numbers of target values: words for signs, Chinese numerals, numbers that may as well be dates."""

from __future__ import annotations

import re
from decimal import Decimal

from jixiao.target_values.folding import EMPTY, DoubtError

_SYMBOLS = {">=": ">=", "=>": ">=", "≥": ">=", "<=": "<=", "=<": "<=", "≤": "<=", ">": ">", "<": "<", "=": "="}
_SIGN_WORDS = {
    ">=": "不低于 不少于 不小于 不得低于 不得少于 大于等于 大于或等于 高于或等于 至少 最少",
    "<=": "不高于 不多于 不大于 不超过 不超 不得高于 不得超过 小于等于 小于或等于 低于或等于 至多 最多",
    ">": "大于 高于 多于 超过 超",
    "<": "小于 低于 少于",
    "=": "等于",
}
_WORDS = {word: operator for operator, words in _SIGN_WORDS.items() for word in words.split()}
SIGNS = _SYMBOLS | _WORDS

NUMBER = r"(?:[1-9]\d{0,2}(?:,\d{3})+|0|[1-9]\d*)(?:\.\d+)?"
_DIGITS = "一二三四五六七八九"
_D = f"[{_DIGITS}两]"
_HUNDRED = rf"{_D}百(?:零{_D}|{_D}十{_D}?)?"
NUMERAL = rf"{_D}千(?:{_HUNDRED})?|{_HUNDRED}|{_D}?十{_D}?|{_D}|百"

SIGN = "[<>=≤≥]+|" + "|".join(sorted(_WORDS, key=len, reverse=True))
SIGNED = re.compile(SIGN)
SIGN_IN_TEXT = "(?<![<>=≤≥])" + SIGN  # a run of symbols is tried once, at its beginning

# A number without a unit that may as well be a date: 2023.07, 20230731, 2023, 7.31.
_YEAR_MONTH = re.compile(r"(?:19|20)\d\d\.(?:1[0-2]|0?[1-9])", re.ASCII)
_DATE_LIKE = re.compile(
    r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])?|20[1-3]\d|(?:1[0-2]|[1-9])\.(?:3[01]|[12]\d|0?[1-9])", re.ASCII
)
# Units whose numbers up to this one also name a month, a quarter, a day or an hour; and words that follow a year.
_CALENDAR = {"月": 12, "季度": 4, "号": 31, "点": 24}
_AFTER_YEAR = re.compile("年.*|学年|个年度|季度|月|日|届|级|期|班")

# Units with which a Chinese numeral counts, rather than ranks or is an idiom (一级, 一期, 十分, 一起, 一度).
_COUNTED = re.compile(
    "个|次|人|名|人次|项|件|份|条|家|户|台|套|辆|场|种|篇|座|所|间|栋|株|棵|批|册|处|年|个月|天|周|个工作日|小时|分钟"
    "|元|千元|万元|亿元|个百分点"
)


def agreed_operator(*signs: str | None) -> str:
    """The one operator that all stated signs agree on; a cell may state one twice, as 大于等于(≥)."""
    stated = [part for sign in signs if sign for part in re.split("[()]", sign) if part not in EMPTY]
    for sign in stated:
        if sign not in SIGNS:
            raise DoubtError("contradicting signs" if set(sign) <= set("<>=≤≥") else "unknown sign")
    operators = {SIGNS[sign] for sign in stated}
    if len(operators) > 1:
        raise DoubtError("contradicting signs")
    return operators.pop() if operators else ""


def plain_number(figure: str) -> str:
    """A figure without thousand separators."""
    if sum(map(str.isdigit, figure)) > 15:
        raise DoubtError("too many digits")  # a float would not hold them
    return figure.replace(",", "")


def numeral_value(text: str) -> int:
    """Value of a Chinese numeral up to 9999 that `NUMERAL` lets through."""
    total, digit = 0, 0
    for character in text.replace("两", "二"):
        if character in _DIGITS:
            digit = _DIGITS.index(character) + 1
        elif character != "零":
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[character]
            digit = 0
    return total + digit


def is_counted(found: re.Match, unit: str) -> bool:
    """Whether a Chinese numeral certainly counts something (三个), and is no rank or idiom (一流, 十分, 百分百)."""
    if found["percent"]:
        return not unit
    return found["numeral"] != "百" and _COUNTED.fullmatch(unit.split("/")[0]) is not None


def may_be_date(figure: str, unit: str, operator: str) -> bool:
    """Whether a number may as well be a date or a part of one: 12月, 10日, 2021届, 2023.07."""
    loose = operator in ("", "=")
    if not unit:
        return bool(_YEAR_MONTH.fullmatch(figure) or (loose and _DATE_LIKE.fullmatch(figure)))
    if not figure.isdecimal():
        return False
    number, head = int(figure), unit.split("/")[0]
    if number <= _CALENDAR.get(head, -1) or (1900 <= number < 2100 and _AFTER_YEAR.fullmatch(head)):
        return True
    return loose and head == "日" and number < 32


def span_may_be_dates(low: Decimal, high: Decimal, unit: str) -> bool:
    """Whether a range may as well be two dates: 3-5, 7.1-9.30, 2021-2025, 10-15日."""
    if not unit:
        return (low < 13 and high < 32) or 1900 <= low <= high < 2100
    return may_be_date(str(low), unit, "") or may_be_date(str(high), unit, "")
