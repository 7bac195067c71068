"""Values of a spreadsheet as it shows them: 0.2 in the format 0% is 20%, 500000 in 0!.0000 is 50.0000.

The rules are those of ECMA-376, 18.8.30 and 18.8.31, with what Excel and WPS add for Chinese.
"""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache

from jixiao.documents.chinese_numerals import in_digits, in_words
from jixiao.documents.date_formats import SYSTEM_DATES, date_text, is_of_dates
from jixiao.documents.format_tokens import Token, UnknownFormatError, tokens_of

__all__ = ["UnknownFormatError", "hides", "shown"]

WIDE = Context(prec=400, rounding=ROUND_HALF_UP)  # any float has fewer digits before the point
SIGNIFICANT = 15  # digits of a number that Excel keeps
MOST_OF_A_FORMAT = 400  # characters; Excel takes 255
COMPARISONS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")


@dataclass(frozen=True)
class Section:
    """One part of a format: for what numbers it is, and what it writes."""

    tokens: tuple[Token, ...]
    condition: tuple[str, float] | None = None
    numerals: int = 0  # which Chinese numerals it asks for: 1 一二三, 2 壹贰叁, 3 １２３

    @property
    def negative_only(self) -> bool:
        """Whether only negative numbers are written by it, so that it writes the sign itself or none."""
        return self.condition is not None and self.condition[0] in ("<", "<=") and self.condition[1] <= 0


def shown(value: object, number_format: str, *, from_1904: bool = False) -> str:
    """A cell's value as text.

    Parameters
    ----------
    value : bool, int, float or str
        What the file holds; days are numbers.
    number_format : str
        The cell's format.
    from_1904 : bool
        Whether the workbook counts its days from 1904.

    Raises
    ------
    UnknownFormatError
        Where the format, or what it would show of this value, is not known for certain.

    Examples
    --------
    >>> shown(500000, "0!.0000"), shown(45291, 'yyyy"年"m"月"d"日"'), shown(0.285, "0.0%"), shown(-5, '[=0]"";0.00')
    ('50.0000', '2023年12月31日', '28.5%', '-5.00')
    """
    if isinstance(value, bool):
        return str(value).upper()
    if not isinstance(value, int | float):
        return _text(str(value), number_format)
    section, drops_sign = _section_for(value, _sections(number_format))
    return _number(abs(value) if drops_sign else value, section, from_1904).strip()


def _text(text: str, number_format: str) -> str:
    """A text in the section for texts; without one, or in a format that is not known, it is shown as it is."""
    if text and "@" not in number_format and number_format.count(";") < 3:
        return text
    try:
        last = _sections(number_format)[-1]
    except UnknownFormatError:
        return text
    if not (_is_text(last) or number_format.count(";") == 3):
        return text
    return "".join(text if token.kind == "text" else token.text for token in last.tokens).strip()


def hides(number_format: str) -> bool:
    """Whether a format shows nothing, whatever the value: ;;;."""
    return number_format.count(";") > 1 and not number_format.strip("; ")


@lru_cache(maxsize=1024)
def _sections(number_format: str) -> tuple[Section, ...]:
    if len(number_format) > MOST_OF_A_FORMAT:
        raise UnknownFormatError(number_format[:60])
    sections: list[Section] = []
    tokens: list[Token] = []
    for token in (*tokens_of(number_format), Token("end")):
        if token.kind not in ("end", "section"):
            tokens.append(token)
            continue
        conditions = [_condition(token.text) for token in tokens if token.kind == "condition"]
        numerals = [int(token.text) for token in tokens if token.kind == "numerals"]
        kept = tuple(token for token in tokens if token.kind not in ("condition", "numerals", "colour"))
        system = next((SYSTEM_DATES[token.text] for token in kept if token.text in SYSTEM_DATES), None)
        kept = tuple(tokens_of(system)) if system else kept
        sections.append(Section(kept, next(iter(conditions), None), next(iter(numerals), 0)))
        tokens = []
    if len(sections) > 4:
        raise UnknownFormatError(number_format)
    return tuple(sections)


def _condition(text: str) -> tuple[str, float]:
    found = _CONDITION.fullmatch(text)
    if not found:
        raise UnknownFormatError(f"[{text}]")
    return found[1], float(found[2])


def _section_for(value: float, sections: tuple[Section, ...]) -> tuple[Section, bool]:
    """The section for a number, and whether it is for negative ones alone: then it shows no sign of its own."""
    numbers = sections[:3]
    if len(numbers) > 1 and len(sections) < 4 and _is_text(numbers[-1]):
        numbers = numbers[:-1]
    if any(section.condition for section in numbers):
        for section in numbers:
            if section.condition is None or COMPARISONS[section.condition[0]](value, section.condition[1]):
                return section, value < 0 and section.negative_only
        raise UnknownFormatError("#")  # Excel fills the cell with ####
    if len(numbers) == 1:
        return numbers[0], False
    if value < 0:
        return numbers[1], True
    return (numbers[2] if value == 0 and len(numbers) > 2 else numbers[0]), False


def _is_text(section: Section) -> bool:
    return any(token.kind == "text" for token in section.tokens)


def _number(value: float, section: Section, from_1904: bool) -> str:
    kinds = {token.kind for token in section.tokens}
    if is_of_dates(section.tokens):
        return date_text(value, section.tokens, section.numerals, from_1904=from_1904)
    if not section.tokens:
        return "-" if value < 0 else ""
    if "general" in kinds:
        return _join(section, general(value), "general")
    if "slash" in kinds and "digit" in kinds:
        return _fraction(value, section)
    if "exponent" in kinds:
        return _scientific(value, section)
    if "text" in kinds and "digit" not in kinds:
        return _join(section, general(value), "text")
    return _decimal(value, section)


def _join(section: Section, text: str, kind: str) -> str:
    """The literals of a section around a number that is written by itself."""
    written = in_words(text, section.numerals) if section.numerals else text
    return "".join(written if token.kind == kind else token.text for token in section.tokens)


def general(value: float) -> str:
    """A number as the format General shows it in a wide cell: at most 11 characters.

    Examples
    --------
    >>> general(0.1 + 0.2), general(1234567.8912), general(123456789012), general(0.00001234), general(45.0)
    ('0.3', '1234567.891', '1.23457E+11', '1.234E-05', '45')
    """
    if value == 0:
        return "0"
    if value in (float("inf"), float("-inf")) or value != value:
        raise UnknownFormatError("no number")
    size = Decimal(abs(value)).adjusted()
    if size >= 11 or size < -4:
        mantissa, _, power = f"{value:.5E}".partition("E")
        return f"{mantissa.rstrip('0').rstrip('.')}E{power}"
    digits = 10 + min(size, 0) if size < 10 else 11
    text = f"{Decimal(f'{value:.{digits}g}'):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rounded(value: float, places: int, scale: int = 0) -> Decimal:
    """A number times a power of ten, rounded half up from the digits that Excel keeps."""
    number = Decimal(f"{value:.{SIGNIFICANT}g}").scaleb(scale, WIDE)
    return number.quantize(Decimal(1).scaleb(-places), context=WIDE)


def _decimal(value: float, section: Section) -> str:
    tokens = section.tokens
    point = next((index for index, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    digits = [index for index, token in enumerate(tokens) if token.kind == "digit"]
    if not digits:
        return ("-" if value < 0 else "") + "".join(token.text for token in tokens)
    whole, fraction = [i for i in digits if i < point], [i for i in digits if i > point]
    commas = [index for index, token in enumerate(tokens) if token.kind == "comma"]
    last = max(whole, default=-1)
    scaling = sum(last < index < point for index in commas) + sum(index > max(digits) > point for index in commas)
    grouped = any(whole[0] < index < last for index in commas) if whole else False
    percents = sum(token.kind == "percent" for token in tokens)
    number = _rounded(value, len(fraction), 2 * percents - 3 * scaling)
    text = f"{number.copy_abs():f}"
    integer, _, decimals = text.partition(".")
    written = _integer("" if integer == "0" else integer, [tokens[i].text for i in whole], grouped)
    written += _decimals(decimals, [tokens[i].text for i in fraction])
    places = dict(zip([*whole, *fraction], written, strict=True))
    parts = [places.get(i, "" if token.kind == "comma" else token.text) for i, token in enumerate(tokens)]
    shown_text = ("-" if number < 0 else "") + "".join(parts)
    return in_digits(shown_text, section.numerals) if section.numerals else shown_text


def _integer(digits: str, marks: list[str], grouped: bool) -> list[str]:
    """The digits before the point over their marks, from the right; the first mark takes all that are left."""
    written: list[str] = []
    done = 0
    for index in range(len(marks) - 1, -1, -1):
        own = digits if index == 0 else digits[-1:]
        digits = "" if index == 0 else digits[:-1]
        text = own or {"0": "0", "?": " ", "#": ""}[marks[index]]
        if grouped:
            text, done = _grouped(text, done)
        written.append(text)
    return written[::-1]


def _grouped(text: str, done: int) -> tuple[str, int]:
    """Digits with a comma before every third one, of which some stand to the right already."""
    grouped = ""
    for digit in reversed(text):
        if digit.isdigit() and done and done % 3 == 0:
            grouped = "," + grouped
        grouped, done = digit + grouped, done + digit.isdigit()
    return grouped, done


def _decimals(digits: str, marks: list[str]) -> list[str]:
    """The digits behind the point over their marks; # leaves out zeros at the end, and ? a space for them."""
    written = list(digits[: len(marks)].ljust(len(marks), "0"))
    for index in range(len(marks) - 1, -1, -1):
        if written[index] != "0" or marks[index] == "0":
            break
        written[index] = " " if marks[index] == "?" else ""
    return written


def _scientific(value: float, section: Section) -> str:
    tokens = section.tokens
    place = next(index for index, token in enumerate(tokens) if token.kind == "exponent")
    head, tail = tokens[:place], tokens[place + 1 :]
    point = next((index for index, token in enumerate(head) if token.kind == "point"), len(head))
    step = max(1, sum(token.kind == "digit" for token in head[:point]))
    places = sum(token.kind == "digit" for token in head[point:])
    width = sum(token.kind == "digit" for token in tail)
    size = Decimal(f"{value:.{SIGNIFICANT}g}").adjusted() if value else 0
    power = size - size % step
    mantissa = _rounded(value, places, -power)
    if abs(mantissa) >= Decimal(10) ** step:
        power += step
        mantissa = _rounded(value, places, -power)
    written = _decimal(float(mantissa), Section(head))
    sign = "-" if power < 0 else "+" if tokens[place].text.endswith("+") else ""
    return f"{written}E{sign}{str(abs(power)).zfill(width)}"


def _fraction(value: float, section: Section) -> str:
    tokens = section.tokens
    slash = next(index for index, token in enumerate(tokens) if token.kind == "slash")
    before = [index for index, token in enumerate(tokens[:slash]) if token.kind == "digit"]
    below = "".join(token.text for token in tokens[slash + 1 :]).strip()
    if not before:
        raise UnknownFormatError("".join(token.text for token in tokens))
    has_whole = any(tokens[index].kind == "literal" for index in range(before[0], slash))
    exact = Fraction(f"{abs(value):.{SIGNIFICANT}g}")
    if re.fullmatch(r"[1-9]\d*", below):
        part = Fraction(int(exact * int(below) + Fraction(1, 2)), int(below))
        numerator, denominator = int(part * int(below)), int(below)
    elif re.fullmatch(r"[?#0]+", below):
        part = exact.limit_denominator(10 ** len(below) - 1)
        numerator, denominator = part.numerator, part.denominator
    else:
        raise UnknownFormatError("".join(token.text for token in tokens))
    sign = "-" if value < 0 and numerator else ""
    if not has_whole:
        return f"{sign}{numerator}/{denominator}"
    whole, rest = divmod(numerator, denominator)
    return sign + " ".join(
        filter(None, [str(whole) if whole or not rest else "", f"{rest}/{denominator}" if rest else ""])
    )
