"""How a run of a Word document looks, as far as that changes what it says: hidden, struck out, raised, in signs."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass

from lxml import etree

from jixiao.documents.archive import parse_part
from jixiao.documents.word_xml import attribute, child, children, name_of

OFF = ("0", "false", "off", "none")
TOGGLES = {"vanish": "hidden", "specVanish": "hidden", "strike": "struck", "dstrike": "struck", "caps": "capitals"}
STYLES_ABOVE = 20  # that a style may be based on, one on the other


@dataclass(frozen=True)
class Look:
    """What properties say of a run; None where they say nothing."""

    hidden: bool | None = None
    struck: bool | None = None
    capitals: bool | None = None
    position: str | None = None  # superscript or subscript
    font: str | None = None

    def over(self, lower: Look) -> Look:
        """These properties, and where they say nothing those of another."""
        return Look(
            *(
                mine if mine is not None else theirs
                for mine, theirs in zip(self._values(), lower._values(), strict=True)
            )
        )

    def with_style(self, other: Look) -> Look:
        """The looks of two styles together: what both turn on is off again."""
        toggled = {
            name: _either(getattr(self, name), getattr(other, name)) for name in ("hidden", "struck", "capitals")
        }
        return Look(**toggled, position=self.position or other.position, font=self.font or other.font)

    def _values(self) -> tuple:
        return self.hidden, self.struck, self.capitals, self.position, self.font


def _either(first: bool | None, second: bool | None) -> bool | None:
    return second if first is None else first if second is None else first != second


class Looks:
    """The looks that a document's styles give to its runs."""

    def __init__(self, archive: zipfile.ZipFile):
        root = parse_part(archive, "word/styles.xml") if "word/styles.xml" in archive.namelist() else None
        self._styles = {attribute(style, "styleId"): style for style in children(root, "style")}
        self._default = look_of(child(root, "docDefaults", "rPrDefault", "rPr"))
        defaults = (name for name, style in self._styles.items() if attribute(style, "default") in ("1", "true"))
        self._paragraph = next((n for n in defaults if attribute(self._styles[n], "type") == "paragraph"), None)
        self._known: dict[str | None, Look] = {None: Look()}

    def of(self, run: etree._Element, paragraph: etree._Element | None) -> Look:
        """How a run looks in its paragraph."""
        properties = child(run, "rPr")
        own = attribute(child(properties, "rStyle"))
        of_paragraph = attribute(child(paragraph, "pPr", "pStyle")) if paragraph is not None else None
        styles = self._style(own).with_style(self._style(of_paragraph or self._paragraph))
        return look_of(properties).over(styles).over(self._default)

    def _style(self, name: str | None) -> Look:
        if name not in self._known:
            look, above = Look(), name
            for _ in range(STYLES_ABOVE):
                style = self._styles.get(above)
                if style is None:
                    break
                look = look.over(look_of(child(style, "rPr")))
                above = attribute(child(style, "basedOn"))
            self._known[name] = look
        return self._known[name]


def look_of(properties: etree._Element | None) -> Look:
    """What run properties say."""
    found: dict[str, bool] = {}
    position = font = None
    for item in properties if properties is not None else ():
        name, value = name_of(item), attribute(item)
        if name in TOGGLES:
            is_on = (value or "1") not in OFF
            found[TOGGLES[name]] = found.get(TOGGLES[name], False) or is_on
        elif name == "vertAlign":
            position = value
        elif name == "rFonts":
            font = attribute(item, "ascii") or attribute(item, "hAnsi")
    return Look(**found, position=position, font=font)
