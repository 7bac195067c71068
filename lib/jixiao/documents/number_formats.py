"""Values of a spreadsheet as it shows them: 0.2 in the format 0% is 20%, 7 in 000 is 007."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

# A quoted text, an escaped character, a space as wide as a character, a filler, a bracketed colour or locale, a mark.
TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|_(.)|\*(.)|\[([^\[\]]*)\]|(y+|m+|d+|h+|s+|AM/PM|General)|([0#?.,%]+)|(.)',
    re.IGNORECASE | re.DOTALL,
)
DATES = {
    "yyyy": "{0.year:04d}",
    "yy": "{0:%y}",
    "m": "{0.month}",
    "mm": "{0.month:02d}",
    "mmm": "{0.month}",
    "d": "{0.day}",
    "dd": "{0.day:02d}",
    "h": "{0.hour}",
    "hh": "{0.hour:02d}",
    "s": "{0.second}",
    "ss": "{0.second:02d}",
}
WIDE = Context(prec=400, rounding=ROUND_HALF_UP)  # any float has fewer digits before the point
TIMES = {"m": "{0.minute}", "mm": "{0.minute:02d}"}


def shown(value: object, number_format: str) -> str:
    """A cell's value as text; a format that this does not know shows the value itself."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return _date(value, number_format)
    if isinstance(value, int | float):
        return _number(value, number_format)
    return str(value)


def _number(value: float, number_format: str) -> str:
    parts = number_format.split(";")
    negative = value < 0 and len(parts) > 1
    tokens = TOKEN.findall(parts[2] if value == 0 and len(parts) > 2 else parts[negative])
    digits = [token[6] for token in tokens if token[6]]
    literal = not digits and len(parts) > 1
    plain = len(digits) == 1 and re.fullmatch(r"[#?,0]*(\.[0#?]+)?%*", digits[0]) and "/" not in number_format
    conditional = any(token[4].startswith(("<", ">", "=")) for token in tokens)
    if not (plain or literal) or conditional or any(token[5] for token in tokens):
        return _general(value)
    number = abs(value) if negative else value
    try:
        return "".join(_digits(number, token[6]) if token[6] else _literal(token) for token in tokens).strip()
    except InvalidOperation:  # infinite, or a format of more digits than a cell shows
        return _general(value)


def _literal(token: tuple[str, ...]) -> str:
    # A currency's sign stands in brackets before its locale: [$￥-804].
    quoted, escaped, space, _, bracket, _, _, other = token
    sign = bracket[1:].partition("-")[0] if bracket.startswith("$") else ""
    return quoted or escaped or (" " if space else "") or sign or (other if other != "@" else "")


def _digits(value: float, digits: str) -> str:
    """A number in a pattern such as #,##0.00 or 0%."""
    percents = digits.count("%")
    whole, _, fraction = digits.rstrip("%").partition(".")
    # Commas at the end divide by thousands.
    thousands = len(whole) - len(whole.rstrip(","))
    number = Decimal(repr(value)).scaleb(2 * percents - 3 * thousands, WIDE)
    number = number.quantize(Decimal(1).scaleb(-len(fraction)), context=WIDE)
    text = f"{number.copy_abs():{',' if ',' in whole.rstrip(',') else ''}f}"
    integer, point, decimals = text.partition(".")
    while decimals and fraction[len(decimals) - 1] == "#" and decimals.endswith("0"):
        decimals = decimals[:-1]
    sign = "-" if number < 0 else ""
    integer = "" if integer == "0" and "0" not in whole else integer
    return sign + integer.zfill(whole.count("0")) + (point + decimals if decimals else "") + "%" * percents


def _general(value: float) -> str:
    """A number as Excel shows it in a wide column: at most ten significant digits unless it is whole."""
    return str(int(value)) if abs(value) < 1e15 and value == int(value) else f"{value:.10g}"


def _date(value: dt.datetime | dt.date | dt.time, number_format: str) -> str:
    tokens = [token for token in TOKEN.findall(number_format.split(";")[0]) if token[4] == "" or token[4][0] == "$"]
    known = isinstance(value, dt.datetime) and all(token[5].lower() in {*DATES, ""} for token in tokens)
    if not known or not any(token[5] for token in tokens):
        return str(value).removesuffix(" 00:00:00")
    text, hours = "", False
    for token in tokens:
        mark = token[5].lower()
        text += (
            (TIMES if hours and mark in TIMES else DATES)[mark].format(value) if mark else token[6] or _literal(token)
        )
        hours = mark.startswith("h") or (hours and not mark)
    return text.strip()
