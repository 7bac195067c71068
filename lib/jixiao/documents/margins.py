"""What stands above and below the text of pages: headings and feet that repeat, and the numbers of pages."""

from __future__ import annotations

import re

from jixiao.documents.content import Piece

HEADER, FOOTER = "header", "footer"
PAGE_NUMBER = re.compile(
    r"[-—–－·\s]*(第\s*)?\d{1,4}(\s*页)?(\s*[/，,共]+\s*第?\s*\d{1,4}\s*页?)?[-—–－·\s]*|(?i:page)?\s*\d{1,4}(\s*of\s*\d{1,4})?"
)


def is_margin(piece: Piece) -> bool:
    """Whether a piece stands in the header or footer of pages: it may say what holds for all, and need not be read."""
    return piece.place.startswith((f"{HEADER} ", f"{FOOTER} "))
