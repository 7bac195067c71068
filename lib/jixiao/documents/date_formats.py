"""Days and times of a spreadsheet as Excel in Chinese shows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from jixiao.documents.chinese_numerals import in_digits, in_words
from jixiao.documents.format_tokens import Token, UnknownFormatError

# The formats that a file names by number alone; those of other numbers are written out in it or are no dates.
BUILT_IN = {
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"',
    56: '上午/下午h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}
SYSTEM_DATES = {"\0date": 'yyyy"年"m"月"d"日"', "\0time": "h:mm:ss"}
LAST_DAY = 2_958_466  # the first of the year 10000
LEAP_DAY = 60  # of February 1900, which Excel counts and the calendar has not
WEEKDAYS = "一二三四五六日"
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
SECONDS = 86_400


def is_of_dates(tokens: Sequence[Token]) -> bool:
    """Whether a section writes days or times."""
    kinds = {token.kind for token in tokens}
    return bool(kinds & {"date", "half", "elapsed"}) and not kinds & {"exponent", "general"}


def date_text(value: float, tokens: Sequence[Token], numerals: int, *, from_1904: bool = False) -> str:
    """The day or time that a number of days is.

    Raises
    ------
    UnknownFormatError
        Where Excel fills the cell with ####, or counts a day that the calendar has not.
    """
    if not 0 <= value < LAST_DAY or (int(value) == LEAP_DAY and not from_1904):
        raise UnknownFormatError("####")
    places = max((len(token.text) for token in _fractions(tokens)), default=0)
    total = round(value * SECONDS * 10**places) / 10**places
    if places == 0 and not any(token.kind == "date" and token.text[0] == "s" for token in tokens):
        total = value * SECONDS + 1e-6  # minutes and hours are cut, not rounded
    moment = _moment(total, from_1904)
    half = any(token.kind == "half" for token in tokens)
    parts = []
    for index, token in enumerate(tokens):
        if token.kind == "date":
            text = _part(token.text, moment, half=half, of_minutes=_is_minute(tokens, index))
            if numerals:
                text = in_digits(text, numerals) if token.text[0] in "ye" else in_words(str(text).lstrip("0"), numerals)
            parts.append(text)
        elif token.kind == "half":
            parts.append(_half(token.text, moment.hour))
        elif token.kind == "elapsed":
            parts.append(str(int(total // {"h": 3600, "m": 60, "s": 1}[token.text[0]])).zfill(len(token.text)))
        elif token.kind == "point" and _is_fraction(tokens, index):
            number = sum(1 for item in tokens[index + 1 :] if item.kind == "digit")
            parts.append("." + f"{total % 1:.{number}f}"[2:])
        elif token.kind != "digit":
            parts.append(token.text)
        elif not _fractions(tokens):
            raise UnknownFormatError("a number within a date")
    return "".join(parts)


def _moment(seconds: float, from_1904: bool) -> dt.datetime:
    days, rest = divmod(seconds, SECONDS)
    start = dt.datetime(1904, 1, 1) if from_1904 else dt.datetime(1899, 12, 31 if days < LEAP_DAY else 30)
    return start + dt.timedelta(days=days, seconds=int(rest))


def _part(mark: str, moment: dt.datetime, *, half: bool, of_minutes: bool) -> str:
    match mark[0], len(mark):
        case "y" | "e", length:
            return f"{moment.year % 100:02d}" if mark[0] == "y" and length < 3 else f"{moment.year:04d}"
        case "m", length if of_minutes and length < 3:
            return str(moment.minute).zfill(length)
        case "m", 1 | 2 as length:
            return str(moment.month).zfill(length)
        case "m", 3 | 4 | 5 as length:
            return {3: MONTHS[moment.month - 1], 4: f"{moment:%B}", 5: MONTHS[moment.month - 1][0]}[length]
        case "d", 1 | 2 as length:
            return str(moment.day).zfill(length)
        case "d", length:
            return f"{moment:%A}" if length > 3 else f"{moment:%a}"
        case "a", length:
            return ("星期" if length > 3 else "") + WEEKDAYS[moment.weekday()]
        case "h", length:
            hour = (moment.hour - 1) % 12 + 1 if half else moment.hour
            return str(hour).zfill(min(length, 2))
        case _:
            return str(moment.second).zfill(min(len(mark), 2))


def _half(mark: str, hour: int) -> str:
    morning, evening = mark.upper().split("/")
    return morning if hour < 12 else evening


def _is_minute(tokens: Sequence[Token], index: int) -> bool:
    """Whether an m stands behind an hour or before a second."""
    marks = [i for i, token in enumerate(tokens) if token.kind in ("date", "elapsed")]
    place = marks.index(index)
    before = tokens[marks[place - 1]].text[0] if place else ""
    after = tokens[marks[place + 1]].text[0] if place + 1 < len(marks) else ""
    return before == "h" or after == "s"


def _is_fraction(tokens: Sequence[Token], index: int) -> bool:
    before = tokens[index - 1] if index else Token("")
    behind = tokens[index + 1] if index + 1 < len(tokens) else Token("")
    return before.kind in ("date", "elapsed") and before.text.startswith("s") and behind.kind == "digit"


def _fractions(tokens: Sequence[Token]) -> list[Token]:
    """The decimals of seconds."""
    points = [index for index in range(len(tokens)) if tokens[index].kind == "point" and _is_fraction(tokens, index)]
    if not points:
        return []
    number = sum(1 for token in tokens[points[0] + 1 :] if token.kind == "digit")
    return [Token("digit", "0" * number)]
