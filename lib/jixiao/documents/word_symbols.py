"""Signs of the fonts Symbol, Wingdings and Webdings, whose letters are other signs than their codes say.

Only signs that forms use, after the fonts' own tables; any other is told.
"""

from __future__ import annotations

from jixiao.characters import SUBSTITUTE


def _run(first: int, signs: str) -> dict[int, str]:
    return dict(enumerate(signs, first))


_SYMBOL = {
    **{code: chr(code) for code in (*range(0x20, 0x22), 0x23, 0x25, 0x26, *range(0x28, 0x2D), *range(0x2E, 0x40))},
    **_run(0xB0, "°±″≥×∝∂•÷≠≡≈…"),
    **{0x2D: "−", 0xA2: "′", 0xA3: "≤", 0xA5: "∞", 0xD6: "√", 0x44: "Δ", 0x53: "Σ", 0x57: "Ω", 0x6D: "μ", 0x70: "π"},
    **_run(0xAB, "↔←↑→↓"),
}
_WINGDINGS = {
    **_run(0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    **{0x6C: "●", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "□", 0x72: "□", 0xA1: "○", 0xA7: "▪", 0xA8: "□"},
    **{0x75: "◆", 0xAB: "★", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xD8: "➢"},
    **{0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"},
}
_WINGDINGS_2 = {
    **_run(0x69, "①②③④⑤⑥⑦⑧⑨⑩"),
    **{0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x98: "●", 0xA2: "■", 0xA3: "□"},
}
_WEBDINGS = {0x61: "✓", 0x63: "□", 0x67: "■", 0x6E: "●", 0x72: "✗"}
FONTS = {
    "symbol": _SYMBOL,
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "webdings": _WEBDINGS,
    "wingdings 3": {},
}


def is_of_signs(font: str) -> bool:
    """Whether a font shows signs in place of letters."""
    return font.lower() in FONTS


def sign(font: str, code: int) -> str:
    """The sign that a font shows for a code; 〓 for one that is not known.

    Examples
    --------
    >>> sign("Wingdings 2", 0xF0A3), sign("Symbol", 0xF0A3), sign("Wingdings 3", 0xF0A3)
    ('□', '≤', '〓')
    """
    known = FONTS.get(font.lower())
    return (known or {}).get(code & 0xFF, SUBSTITUTE)


def in_font(text: str, font: str) -> str:
    """A text as a font of signs shows it; Chinese characters in it are of another font.

    Examples
    --------
    >>> in_font("R是 £否", "Wingdings 2")
    '☑是 □否'
    """
    return "".join(
        sign(font, ord(character)) if not character.isspace() and _is_of_font(ord(character)) else character
        for character in text
    )


def _is_of_font(code: int) -> bool:
    return code < 0x100 or 0xF000 <= code <= 0xF0FF
