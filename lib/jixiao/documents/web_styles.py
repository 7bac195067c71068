"""How the elements of a web page look, as far as that changes what it says: by their kind, attributes and simple rules.

Rules of the page's own style sheets apply where they name elements, classes or ids alone; those with anything more
are not, nor is what scripts or other files do.
"""

from __future__ import annotations

import re
from collections import defaultdict

from lxml import etree

# Rules of other media, and what is said of no element; no part of a text is looked at twice.
_AT_RULE = re.compile(r"@[^{};@]*+(?:;|\{(?:[^{}]*+\{[^{}]*+\})*+[^{}]*+\})")
_SELECTOR = re.compile(r"([\w:-]*)(?:([.#])([\w-]+))?")
_SIZE_ZERO = re.compile(r"0(?:\.0+)?(?:px|pt|em|rem|%)?")
STRUCK = {"del", "s", "strike"}
POSITIONS = {"sup": "super", "sub": "sub"}


class Styles:
    """The rules of a page."""

    def __init__(self, root: etree._Element):
        self._known: dict[tuple[str, ...], dict[str, str]] = {}
        self._rules: dict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
        for sheet in root.iter("style"):
            for rule in _AT_RULE.sub("", _without_comments(sheet.text or "")).split("}"):
                selectors, _, declarations = rule.rpartition("{")
                for selector in selectors.split(","):
                    if found := _SELECTOR.fullmatch(selector.strip()):
                        self._rules[found[1].lower(), found[2] or "", found[3] or ""].update(_declared(declarations))

    def of(self, element: etree._Element) -> dict[str, str]:
        """What is declared of an element: by its kind, then its classes, its id, and itself."""
        key = (element.tag, *(element.get(name, "") for name in ("class", "id", "style")))
        if key not in self._known:
            self._known[key] = self._declared_of(*key)
        return self._known[key]

    def _declared_of(self, tag: str, classes: str, name_of_one: str, style: str) -> dict[str, str]:
        declared: dict[str, str] = {}
        marks = [("", ""), *((".", name) for name in classes.split()), ("#", name_of_one)]
        for mark, name in marks if self._rules else ():
            for kind in ("", tag):
                if (kind or mark) and (rule := self._rules.get((kind, mark, name))):
                    declared |= rule
        return declared | _declared(style)

    def is_absent(self, element: etree._Element) -> bool:
        """Whether it takes no place at all."""
        declared = self.of(element)
        return "hidden" in element.attrib or declared.get("display") == "none" or declared.get("mso-hide") == "all"

    def is_unseen(self, element: etree._Element) -> bool:
        """Whether its text is not seen, though it takes its place."""
        declared = self.of(element)
        return (
            declared.get("visibility") in ("hidden", "collapse")
            or _SIZE_ZERO.fullmatch(declared.get("font-size", "")) is not None
            or _SIZE_ZERO.fullmatch(declared.get("opacity", "")) is not None
        )

    def is_struck(self, element: etree._Element) -> bool:
        """Whether its text is struck out."""
        declared = self.of(element)
        decoration = declared.get("text-decoration", "") + declared.get("text-decoration-line", "")
        return (element.tag in STRUCK and "none" not in decoration) or "line-through" in decoration

    def position(self, element: etree._Element) -> str:
        """Whether it stands higher or lower than the line: super, sub or empty."""
        align = self.of(element).get("vertical-align", "")
        return align if align in ("super", "sub") else POSITIONS.get(element.tag, "")

    def display(self, element: etree._Element) -> str:
        """How it is laid out, where that is declared."""
        return self.of(element).get("display", "")


def _without_comments(text: str) -> str:
    first, *rest = text.replace("<!--", "").replace("-->", "").split("/*")
    return first + "".join(part.partition("*/")[2] for part in rest)


def _declared(text: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in text.split(";"))
    return {
        name.strip().lower(): value.replace("!important", "").strip().lower() for name, mark, value in pairs if mark
    }
