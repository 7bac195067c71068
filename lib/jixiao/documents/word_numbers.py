"""The numbers that Word prints before the paragraphs of its lists and does not store in their text."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field, replace

from lxml import etree

from jixiao.documents.archive import parse_part
from jixiao.documents.word_xml import attribute, child, children, natural

CHINESE = ("chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "japaneseCounting")
UNNUMBERED = ("bullet", "none")
DIGITS = "零一二三四五六七八九"
STYLES_ABOVE = 20  # that a style may be based on, one on the other


@dataclass
class _Level:
    """How one level of a list is numbered."""

    form: str
    text: str
    start: int


@dataclass
class _List:
    """A list: its levels, and the numbers that they have reached. Several lists of one kind go on with each other."""

    levels: dict[int, _Level]
    reached: dict[int, int] = field(default_factory=dict)

    def next(self, depth: int) -> str:
        level = self.levels[depth]
        reached = {above: count for above, count in self.reached.items() if above < depth}
        reached[depth] = self.reached.get(depth, level.start - 1) + 1
        self.reached = reached
        if level.form in UNNUMBERED:
            return ""
        return re.sub(r"%([1-9])", lambda match: self._written(int(match[1]) - 1), level.text)

    def _written(self, depth: int) -> str:
        level = self.levels.get(depth)
        return _numeral(self.reached.get(depth, level.start), level.form) if level else ""


class Numbers:
    """Counts the numbered paragraphs of a document as it is read."""

    def __init__(self, archive: zipfile.ZipFile):
        numbering, styles = (_root(archive, f"word/{part}.xml") for part in ("numbering", "styles"))
        kinds = {attribute(item, "abstractNumId"): _levels(item) for item in children(numbering, "abstractNum")}
        shared = {kind: _List(levels) for kind, levels in kinds.items()}
        self._lists = {
            attribute(item, "numId"): _own(item, shared.get(attribute(child(item, "abstractNumId"))))
            for item in children(numbering, "num")
        }
        self._styles = {attribute(item, "styleId"): item for item in children(styles, "style")}

    def before(self, paragraph: etree._Element) -> str:
        """What is printed before the paragraph that comes next; empty for one of no list, and for a bullet."""
        depth, list_id = self._place(child(paragraph, "pPr"))
        numbered = self._lists.get(list_id)
        return numbered.next(depth) if numbered and depth in numbered.levels else ""

    def _place(self, properties: etree._Element | None) -> tuple[int, str | None]:
        """Level and list of a paragraph: its own, else those of its style or of the one that it is based on."""
        style = self._styles.get(attribute(child(properties, "pStyle")))
        for _ in range(STYLES_ABOVE):
            own = child(properties, "numPr")
            if own is not None or style is None:
                break
            properties, style = child(style, "pPr"), self._styles.get(attribute(child(style, "basedOn")))
        return natural(attribute(child(properties, "numPr", "ilvl")), 0), attribute(child(properties, "numPr", "numId"))


def _root(archive: zipfile.ZipFile, part: str) -> etree._Element | None:
    return parse_part(archive, part) if part in archive.namelist() else None


def _levels(kind: etree._Element) -> dict[int, _Level]:
    return {
        natural(attribute(item, "ilvl"), 0): _Level(
            form=attribute(child(item, "numFmt")) or "decimal",
            text=attribute(child(item, "lvlText")) or "",
            start=natural(attribute(child(item, "start")), 1),
        )
        for item in children(kind, "lvl")
    }


def _own(item: etree._Element, shared: _List | None) -> _List | None:
    """The list of a number: the shared one of its kind, or one of its own where it starts over."""
    begins = {
        attribute(over, "ilvl"): attribute(child(over, "startOverride")) for over in children(item, "lvlOverride")
    }
    if not shared or not any(begins.values()):
        return shared
    levels = shared.levels.items()
    return _List({depth: replace(level, start=natural(begins.get(str(depth)), level.start)) for depth, level in levels})


def _numeral(count: int, form: str) -> str:
    """A number as a list writes it: in Chinese below 100, by letters, else in digits."""
    if form in CHINESE and 0 < count < 100:
        tens, ones = divmod(count, 10)
        return (DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (DIGITS[ones] if ones else "")
    if form in ("lowerLetter", "upperLetter") and 0 < count < 27:
        return chr(ord("a" if form == "lowerLetter" else "A") + count - 1)
    return str(count)
