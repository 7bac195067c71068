"""What the fonts of a PDF page say of themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pdfminer.pdftypes import PDFStream, dict_value, list_value, num_value, resolve1
from pdfminer.psparser import PSLiteral

BLANKS = {0x20, 0xA0, 0x3000}  # PDFium makes the first of all of them
CODE = re.compile(rb"<\s*([0-9A-Fa-f]+)\s*>")
RANGE = re.compile(rb"(?=<([0-9A-Fa-f]{1,4})>\s*<([0-9A-Fa-f]{1,4})>\s*<([0-9A-Fa-f]{4})>)")


@dataclass(frozen=True)
class Facts:
    """How far a font reaches below the line, in sizes, and which blanks its map may name."""

    depth: float
    blanks: frozenset[str]


def facts(resources: Any, known: set[int] | None = None) -> dict[str, Facts] | None:
    """The facts about the fonts of a page and its forms by their names.

    None where a font does not say itself which characters it shows, writes downwards, or is drawn by instructions.
    """
    resources, known = dict_value(resources), set() if known is None else known
    found: dict[str, Facts] = {}
    for font in map(resolve1, dict_value(resources.get("Font") or {}).values()):
        if not isinstance(font, dict) or _is_odd(font):
            return None
        _add(found, _facts(font))
    for form in map(resolve1, dict_value(resources.get("XObject") or {}).values()):
        if isinstance(form, PDFStream) and id(form) not in known and form.get("Resources"):
            known.add(id(form))
            within = facts(form["Resources"], known)
            if within is None:
                return None
            _add(found, within)
    return found


def _add(found: dict[str, Facts], further: dict[str, Facts]) -> None:
    """Add to facts; parts of one font share its name."""
    for name, own in further.items():
        other = found.get(name, own)
        found[name] = Facts(own.depth, own.blanks | other.blanks)


def _is_odd(font: dict) -> bool:
    kind = _name(font.get("Subtype"))
    mapped = isinstance(resolve1(font.get("ToUnicode")), PDFStream)
    if kind == "Type0":
        encoding = _name(font.get("Encoding"))
        return not mapped or not encoding or encoding.endswith("V")
    embedded = any(name.startswith("FontFile") for name in dict_value(font.get("FontDescriptor") or {}))
    return kind == "Type3" or (embedded and not mapped)


def _facts(font: dict) -> dict[str, Facts]:
    descendants = list_value(font.get("DescendantFonts") or [])
    descriptor = dict_value(dict_value(descendants[0] if descendants else font).get("FontDescriptor") or {})
    if not descriptor:
        return {}
    name = _name(font.get("BaseFont"))
    plain = name[7:] if name[6:7] == "+" else name
    return {plain: Facts(-abs(num_value(descriptor.get("Descent", 0))) / 1000, _blanks(resolve1(font.get("ToUnicode"))))}


def _blanks(mapped: Any) -> frozenset[str]:
    """The blanks that a map to characters may name; one too many does no harm."""
    if not isinstance(mapped, PDFStream):
        return frozenset(" ")
    text = mapped.get_data()
    codes = {int(code, 16) for code in CODE.findall(text)} & BLANKS
    for first, last, target in RANGE.findall(text):
        start = int(target, 16)
        codes |= {code for code in BLANKS if start <= code <= start + int(last, 16) - int(first, 16)}
    return frozenset(map(chr, codes))


def _name(value: Any) -> str:
    value = resolve1(value)
    return str(value.name) if isinstance(value, PSLiteral) else ""
