"""Equations of Word on one line: what it cannot say for certain is told by who reads it."""

from __future__ import annotations

from lxml import etree

from jixiao.documents.raised import lowered, raised
from jixiao.documents.word_xml import child, name_of


def on_one_line(element: etree._Element | None) -> str:
    """The text of an equation: fractions with a stroke, exponents raised, indexes lowered."""
    if element is None:
        return ""
    name = name_of(element)
    if name == "t":
        return element.text or ""
    if name == "f":
        return f"{on_one_line(child(element, 'num'))}/{on_one_line(child(element, 'den'))}"
    if name in ("sSup", "sSub"):
        base, small = on_one_line(child(element, "e")), on_one_line(child(element, name[1:].lower()))
        return base + (raised(small) if name == "sSup" else lowered(small))
    return "".join(on_one_line(item) for item in element if isinstance(item.tag, str))
