"""Years that are written in Chinese numerals."""

from __future__ import annotations

import re

_YEAR = re.compile("二[〇○零O0][〇○零一二三四五六七八九]{2}(?=年)")
_DIGITS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")


def with_years_in_digits(text: str) -> str:
    """A text whose years are in digits.

    Examples
    --------
    >>> with_years_in_digits("二〇二四年度目标，十二月")
    '2024年度目标，十二月'
    """
    return _YEAR.sub(lambda found: found.group().translate(_DIGITS), text)
