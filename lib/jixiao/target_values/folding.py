"""Folding of target values, and the doubt that ends a reading."""

from __future__ import annotations

import itertools
import re
import unicodedata
from functools import lru_cache

_SAME_SIGN = str.maketrans("≧⩾≮≦⩽≯═−–〜\u200b\ufeff", "≥≥≥≤≤≤=--~  ")
# Numerals that folding would turn into plain digits glued to their neighbours: ①3个, 3½, 10².
_ODD_NUMERAL = re.compile(r"([²³¹¼-¾⁰-₉⅐-⅟↉①-⓿❶-➓㈠-㊿㋀-㋋㍘-㍰㏠-㏾\U0001f100-\U0001f10c])")
_SQUARE = re.compile(r"(?<=[mM])[23](?![\d.])")  # m2: its 2 is no figure


BLANK = frozenset(["", "/", "\\", "-", "--", "—", "——"])
# Of a sign or unit cell. 正向, 反向 and 逆向 say which way is better, and state no bound.
EMPTY = BLANK | {"无", "是/否", "有/无", "定量", "定量指标", "正向", "反向", "逆向", "正向指标", "反向指标", "逆向指标"}
QUALITATIVE = {"定性", "定性指标"}  # of a sign cell: right beside words or a date, but not beside a number


class DoubtError(Exception):
    """The value is meant as a figure or date, but cannot be read for certain; the message is the reason."""


@lru_cache(maxsize=1024)
def fold_value(text: str) -> str:
    """Fold as `vocabulary.fold` does, but never so that digits come together that stood apart (3 5, ①3, 3½, m2)."""
    if not text.isascii() or not text.isprintable() or " " in text:
        pieces = _ODD_NUMERAL.split(text.translate(_SAME_SIGN))
        pieces[::2] = [unicodedata.normalize("NFKC", piece) for piece in pieces[::2]]
        text = _without_spaces("".join(pieces).split())
    return _SQUARE.sub(lambda found: "²" if found.group() == "2" else "³", text)


def _without_spaces(words: list[str]) -> str:
    joined = words[:1]
    for before, word in itertools.pairwise(words):
        apart = before[-1] in "0123456789.," and word[0] in "0123456789.,"
        joined += [" ", word] if apart else [word]
    return "".join(joined)
