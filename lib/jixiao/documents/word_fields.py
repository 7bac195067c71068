"""Fields of a Word document: their results are shown, their instructions are not, however they stand in one another."""

from __future__ import annotations

import re

from lxml import etree

from jixiao.documents.word_xml import attribute, child, children

_CIRCLED = re.compile(r"EQ\s*\\o(?:\\ac)?\s*\(\s*[○〇◯]\s*[,;，]\s*(\d{1,2})\s*\)", re.IGNORECASE)
_FRACTION = re.compile(r"EQ\s*\\f\s*\(([^,;()]*)[,;]([^,;()]*)\)", re.IGNORECASE)
OFF = ("0", "false", "off")


class Fields:
    """The fields that are open where a document is being read."""

    def __init__(self) -> None:
        self._open: list[list[str]] = []  # instructions of each; it begins with its state

    @property
    def shown(self) -> bool:
        """Whether text here is shown: no instruction is open."""
        return all(field[0] == "result" for field in self._open)

    def take(self, name: str, item: etree._Element) -> str:
        """Take a mark or an instruction; the text that is shown for a field without a result of its own."""
        if name == "instrText":
            if self._open:
                self._open[-1].append(item.text or "")
            return ""
        kind = attribute(item, "fldCharType")
        if kind == "begin":
            outer = self.shown
            self._open.append(["instruction"])
            return _form_field(item) if outer else ""
        if kind == "separate" and self._open:
            self._open[-1][0] = "result"
        elif kind == "end" and self._open:
            state, *instructions = self._open.pop()
            if state == "instruction" and self.shown:
                return _computed("".join(instructions))
        return ""


def _form_field(item: etree._Element) -> str:
    """What a field of an old form shows and does not store as text: a box, or what was chosen of a list."""
    box, choices = child(item, "ffData", "checkBox"), child(item, "ffData", "ddList")
    if box is not None:
        state = child(box, "checked")
        state = child(box, "default") if state is None else state
        return "☑" if state is not None and (attribute(state) or "1") not in OFF else "□"
    entries = [attribute(entry) or "" for entry in children(choices, "listEntry")]
    chosen = attribute(child(choices, "result")) or "0"
    return entries[int(chosen)] if chosen.isdecimal() and int(chosen) < len(entries) else ""


def _computed(instruction: str) -> str:
    """What Word computes from an instruction: a number in a circle, a fraction."""
    if circled := _CIRCLED.search(instruction):
        number = int(circled[1])
        return chr(0x2460 + number - 1) if 1 <= number <= 20 else circled[1]
    fraction = _FRACTION.search(instruction)
    return f"{fraction[1].strip()}/{fraction[2].strip()}" if fraction else ""
