"""What the fonts of a PDF page say of themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pdfminer.pdftypes import PDFStream, dict_value, list_value, num_value, resolve1
from pdfminer.psparser import PSLiteral

BLANKS = {0x20, 0xA0, 0x3000}  # PDFium makes the first of all of them
CODE = re.compile(rb"<\s*([0-9A-Fa-f]+)\s*>")
SINGLES = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
LISTED = re.compile(rb"\[(.*?)\]", re.DOTALL)
RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


@dataclass(frozen=True)
class Facts:
    """How far a font reaches below the line, in sizes, which blanks its map may name, and whether it is there.

    The depth is None where only who draws the font knows.
    """

    depth: float | None
    blanks: frozenset[str]
    embedded: bool
    code: int  # bytes of a character in the instructions; 0 where that is not told


class Fonts:
    """The fonts of a document, each looked at once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[dict, dict[str, Facts] | None]] = {}  # by the font, which is kept

    def of(self, resources: Any) -> dict[str, Facts] | None:
        """The facts about the fonts of a page and its forms by their names.

        None where a font does not say itself which characters it shows, writes downwards, or is drawn by instructions;
        and where there are patterns, which PDFium takes for grey.
        """
        found: dict[str, Facts] = {}
        for own in _all_resources(resources):
            if own.get("Pattern"):
                return None
            for font in map(resolve1, dict_value(own.get("Font") or {}).values()):
                facts = self._facts(font)
                if facts is None:
                    return None
                for name, fact in facts.items():  # parts of one font share its name
                    other = found.get(name, fact)
                    code = fact.code if fact.code == other.code else 0
                    found[name] = Facts(fact.depth, fact.blanks | other.blanks, fact.embedded and other.embedded, code)
        return found

    def _facts(self, font: Any) -> dict[str, Facts] | None:
        if not isinstance(font, dict):
            return None
        if id(font) not in self._known:
            self._known[id(font)] = font, None if _is_odd(font) else _facts(font)
        return self._known[id(font)][1]


def _all_resources(resources: Any) -> Iterator[dict]:
    """The resources of a page, and of the forms that it draws."""
    left, known = [resources], set()
    while left:
        own = dict_value(left.pop())
        yield own
        for form in map(resolve1, dict_value(own.get("XObject") or {}).values()):
            if isinstance(form, PDFStream) and id(form) not in known and form.get("Resources"):
                known.add(id(form))
                left.append(form["Resources"])


def _is_odd(font: dict) -> bool:
    kind = _name(font.get("Subtype"))
    mapped = isinstance(resolve1(font.get("ToUnicode")), PDFStream)
    if kind == "Type0":
        encoding = _name(font.get("Encoding"))
        return not mapped or not encoding or encoding.endswith("V")
    return kind == "Type3" or (_is_embedded(dict_value(font.get("FontDescriptor") or {})) and not mapped)


def _is_embedded(descriptor: dict) -> bool:
    return any(name.startswith("FontFile") for name in descriptor)


def _facts(font: dict) -> dict[str, Facts]:
    """The facts about a font by its name and that of the font which it is made of."""
    descendants = list(map(dict_value, list_value(font.get("DescendantFonts") or [])))
    parts = [font, *descendants]
    descriptor = dict_value(parts[-1].get("FontDescriptor") or {})
    depth = -abs(num_value(descriptor.get("Descent", 0))) / 1000 if descriptor else None
    # Those without a descriptor are the ones that every program has.
    embedded = _is_embedded(descriptor) or not descriptor
    code = 1 if not descendants else 2 if _name(font.get("Encoding")).startswith("Identity") else 0
    own = Facts(depth, _blanks(resolve1(font.get("ToUnicode"))), embedded, code)
    return {_name(part.get("BaseFont")).split("+")[-1]: own for part in parts}


def _blanks(mapped: Any) -> frozenset[str]:
    """The blanks that a map to characters names."""
    if not isinstance(mapped, PDFStream):
        return frozenset(" ")
    text = mapped.get_data()
    codes: set[int] = set()
    for single in SINGLES.findall(text):
        codes.update(int(code, 16) for code in CODE.findall(single)[1::2])
    for ranges in RANGES.findall(text):
        codes.update(int(code, 16) for listed in LISTED.findall(ranges) for code in CODE.findall(listed))
        for first, last, target in RANGE.findall(ranges):
            start = int(target, 16)
            codes |= {code for code in BLANKS if start <= code <= start + int(last, 16) - int(first, 16)}
    codes &= BLANKS
    return frozenset(map(chr, codes))


def _name(value: Any) -> str:
    value = resolve1(value)
    return str(value.name) if isinstance(value, PSLiteral) else ""
