"""Numbers in Chinese numerals, as the formats [DBNum1] to [DBNum3] of a spreadsheet write them."""

from __future__ import annotations

import re

_DIGITS = {1: "〇一二三四五六七八九", 2: "零壹贰叁肆伍陆柒捌玖", 3: "０１２３４５６７８９"}
_UNITS = {1: ["", "十", "百", "千"], 2: ["", "拾", "佰", "仟"], 3: ["", "十", "百", "千"]}
_GROUPS = ["", "万", "亿", "万亿"]


def in_digits(text: str, numerals: int) -> str:
    """Each digit of a text by itself.

    Examples
    --------
    >>> in_digits("2023", 1), in_digits("10.5", 2)
    ('二〇二三', '壹零.伍')
    """
    return text.translate(str.maketrans("0123456789", _DIGITS[numerals]))


def in_words(text: str, numerals: int) -> str:
    """A number as it is said.

    Examples
    --------
    >>> in_words("123", 1), in_words("12", 1), in_words("10050.5", 2), in_words("-20000", 1)
    ('一百二十三', '十二', '壹万零伍拾.伍', '-二万')
    """
    found = re.fullmatch(r"(-?)(\d{1,16})((?:\.\d+)?)", text)
    if not found:
        return in_digits(text, numerals)
    sign, whole, rest = found.groups()
    digits, units = _DIGITS[numerals], _UNITS[numerals]
    zero = "〇" if numerals == 1 else digits[0]
    said, skipped = "", False
    for index, digit in enumerate(whole):
        group, place = divmod(len(whole) - 1 - index, 4)
        if digit != "0":
            said += (zero if skipped and said else "") + digits[int(digit)] + units[place]
            skipped = False
        else:
            skipped = True
        if place == 0 and group and int(whole[max(0, index - 3) : index + 1]):
            said += _GROUPS[group]
    said = said or zero
    if numerals != 2 and said.startswith(digits[1] + units[1]):
        said = said[1:]
    return sign + said + (rest[:1] + in_digits(rest[1:], numerals) if rest else "")
