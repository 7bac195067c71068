"""Characters that no text should hold: they steer a terminal, turn the order of a line, or stand for nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

SUBSTITUTE = "〓"
# Controls but for tab, line feed and carriage return; signs that turn the direction; halves of pairs; no characters.
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff"
_BREAKS = "\x0b\x0c\x85\u2028\u2029"
CONTROLS = re.compile(f"[{_CONTROLS}]")
# What stands for no character, as of a damaged byte, or for one that only its own font knows.
UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd]")
# Spaces and joiners of no width, marks of direction and of variants, fillers: nothing of them is seen.
WIDTHLESS = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180b-\u180e\u200b-\u200f\u2060-\u2064\u206a-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\U000e0000-\U000e01ef]"
)
_BETWEEN_DIGITS = re.compile(rf"(?<=\d)[{_CONTROLS}]+(?=\d)")
_LINE_ENDS = re.compile(f"[{_BREAKS}]")
_RETURNS = re.compile("\r\n?")
_FORMULA_SIGNS = re.compile(r"[$\\]")
_NOT_FOR_TERMINALS = re.compile(f"[\r{_BREAKS}{_CONTROLS}]")


def codes(characters: Iterable[str]) -> list[str]:
    r"""Characters by their numbers, in order.

    Examples
    --------
    >>> codes("\x1b\x07\x07")
    ['U+0007', 'U+001B']
    """
    return [f"U+{ord(character):04X}" for character in sorted(set(characters))]


def without_controls(text: str) -> str:
    r"""A text without control characters; those that break a line are line feeds, those between digits are 〓.

    Examples
    --------
    >>> without_controls("项\x07目\x0b3\x075")
    '项目\n3〓5'
    """
    if text.isprintable():
        return text
    return CONTROLS.sub("", _BETWEEN_DIGITS.sub(SUBSTITUTE, _LINE_ENDS.sub("\n", text)))


def legible(text: str) -> str:
    r"""A text with 〓 for each control character, and line feeds where lines break.

    Examples
    --------
    >>> legible("项\x07目\r\n")
    '项〓目\n'
    """
    return CONTROLS.sub(SUBSTITUTE, _LINE_ENDS.sub("\n", _RETURNS.sub("\n", text)))


def escaped(text: str) -> str:
    r"""A text that a terminal shows and does not obey: control characters as backslash and number.

    Examples
    --------
    >>> print(escaped("项\x1b[31m目"))
    项\x1b[31m目
    """
    return _NOT_FOR_TERMINALS.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def escaped_json(text: str) -> str:
    """JSON with the same content that a terminal does not obey."""
    return _NOT_FOR_TERMINALS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def in_html(text: str) -> str:
    r"""A text for a page, never markup; nor a formula, which JupyterLab sees between signs that no tag parts.

    Examples
    --------
    >>> in_html("<5 万元, US$ 3")
    '&lt;5 万元, US<span>$</span> 3'
    """
    return _FORMULA_SIGNS.sub(r"<span>\g<0></span>", escape(text))
