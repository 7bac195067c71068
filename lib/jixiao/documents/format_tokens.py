"""Number formats to tokens: what each character of a format means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_(?P<wide>.)|\*(?P<filler>.)|\[(?P<bracket>[^\[\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<half>AM/PM|A/P|上午/下午)|(?P<exponent>E[+-])"
    r"|(?P<date>y+|m+|d+|h+|s+|a{3,4}|e+)|(?P<digit>[0#?])|(?P<text>@)|(?P<section>;)"
    r"|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<slash>/)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_COLOUR = re.compile(
    r"(?:black|blue|cyan|green|magenta|red|white|yellow|黑色|蓝色|青色|绿色|洋红|红色|白色|黄色|(?:color|颜色)\s*\d{1,2})",
    re.IGNORECASE,
)


class UnknownFormatError(ValueError):
    """A number format, or a part of one, of which it is not known what it shows."""


@dataclass(frozen=True)
class Token:
    """A part of a format: what it is, and the text that it writes or is written by."""

    kind: str
    text: str = ""


def tokens_of(number_format: str) -> Iterator[Token]:
    """The tokens of a format.

    Examples
    --------
    >>> [token.kind for token in tokens_of('[红色]0!.0,"万元"')]
    ['colour', 'digit', 'literal', 'digit', 'comma', 'literal']
    """
    for found in _TOKEN.finditer(number_format):
        kind, text = found.lastgroup or "", found[found.lastgroup or 0]
        if kind == "bracket":
            yield _bracket(text)
        elif kind in ("quoted", "escaped", "other"):
            yield Token("literal", text)
        elif kind == "wide":
            yield Token("literal", " ")
        elif kind == "filler":
            yield Token("literal", "")
        elif kind in ("date", "half"):
            yield Token(kind, text.lower())
        else:
            yield Token(kind, text)


def _bracket(text: str) -> Token:
    if text[:1] in ("<", ">", "="):
        return Token("condition", text)
    if numerals := re.fullmatch(r"DBNum([123])", text, re.IGNORECASE):
        return Token("numerals", numerals[1])
    if _COLOUR.fullmatch(text):
        return Token("colour")
    if re.fullmatch(r"h+|m+|s+", text, re.IGNORECASE):
        return Token("elapsed", text.lower())
    if text.startswith("$"):
        sign, _, locale = text[1:].partition("-")
        return Token("literal", sign) if sign or not locale else Token("literal", _locale(locale.lower()))
    raise UnknownFormatError(f"[{text}]")


def _locale(locale: str) -> str:
    """Nothing, but for the locales that stand for the system's own dates."""
    return {"f800": "\0date", "x-sysdate": "\0date", "f400": "\0time", "x-systime": "\0time"}.get(locale, "")
