"""Raised and lowered text as the characters that show it: ≥10⁴, m², CO₂; and marks of notes behind a figure."""

from __future__ import annotations

import re

_PLAIN = "0123456789+-=()"
_RAISED = str.maketrans(_PLAIN + "−–（）", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾⁻⁻⁽⁾")
_LOWERED = str.maketrans(_PLAIN + "−–（）", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎₋₋₍₎")
_NOTE_MARK = re.compile(r"(?<=[\d%元万亿分])(?:[\[【]?注?[⁰¹²³⁴-⁹⁽⁾]+[\]】]?|[①-⑳*※])+(?=[%元万亿分]*$)")
_POWER = re.compile(r"(?:^|[^\d.])10[⁻⁰¹²³⁴-⁹]")


def raised(text: str) -> str:
    """A raised text: its digits, signs and brackets as raised ones, all else as it is.

    Examples
    --------
    >>> "≥10" + raised("4"), raised("注1")
    ('≥10⁴', '注¹')
    """
    return text.translate(_RAISED)


def lowered(text: str) -> str:
    """A lowered text, likewise.

    Examples
    --------
    >>> "CO" + lowered("2")
    'CO₂'
    """
    return text.translate(_LOWERED)


def without_note_mark(text: str) -> str:
    """A figure without the mark of a note behind it, raised, in a circle or a star; a power of ten keeps its exponent.

    Examples
    --------
    >>> without_note_mark("50.00¹"), without_note_mark("30%⁽²⁾"), without_note_mark("50¹万元"), without_note_mark("10⁴")
    ('50.00', '30%', '50万元', '10⁴')
    >>> without_note_mark("50.00[¹]"), without_note_mark("50.00①"), without_note_mark("50*")
    ('50.00', '50.00', '50')
    """
    return text if _POWER.search(text) else _NOTE_MARK.sub("", text)
