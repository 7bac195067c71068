"""What a brief is made of, read from the executed notebook: a head, and sections of exhibits.

HTML, PDF and Word walk it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from itertools import groupby
from typing import TYPE_CHECKING, Any

from jixiao.characters import CONTROLS, codes, legible
from jixiao.exhibits.exhibit import MIME
from jixiao.exhibits.style import pieces
from jixiao.phrases import say

if TYPE_CHECKING:
    from nbformat import NotebookNode

PADDING, HEADING = 3, 10  # half-width characters


@dataclass(frozen=True)
class Section:
    """Exhibits under one heading, which is the conclusion of the first of them."""

    name: str
    label: str  # 一、支出进度
    exhibits: list[dict]

    @property
    def title(self) -> str:
        """Its conclusion."""
        return self.exhibits[0]["title"]


@dataclass(frozen=True)
class Outline:
    """A brief's head (the bundle of the exhibit ``headline``) and the bundles of its other exhibits, in order.

    A dataset made elsewhere may hold control characters: 〓 stands for each in the texts, and ``controls`` has them.
    """

    head: dict
    exhibits: list[dict]
    controls: str = ""

    @classmethod
    def of(cls, bundles: list[dict]) -> Outline:
        """The outline of bundles, of which the first is the head."""
        head, *exhibits = with_texts(bundles, legible)
        return cls(head, exhibits, "".join(CONTROLS.findall("".join(texts(bundles)))))

    @property
    def language(self) -> str:
        """``zh`` or ``en``."""
        return self.head["language"]

    @property
    def name(self) -> str:
        """What stands in a window's title and on every page: the brief's title and its department."""
        return f"{self.head['title']} · {self.head['subtitle']}"

    @property
    def produced(self) -> str:
        """By what the brief was made."""
        return self.say("brief.produced", version=version("jixiao"))

    def substituted(self, lost: Iterable[str] = ()) -> str:
        """A sentence on the characters that 〓 stands for: the control characters, and others that are ``lost``."""
        found = codes([*self.controls, *lost])
        return self.say("brief.missing_glyphs", glyphs=" ".join(found)) if found else ""

    @cached_property
    def sections(self) -> list[Section]:
        """The exhibits by section, in order and numbered."""
        groups = groupby(self.exhibits, key=lambda exhibit: exhibit["section"])
        return [
            Section(name, self.say(f"brief.{number}") + self.say(f"section.{name}"), list(exhibits))
            for number, (name, exhibits) in enumerate(groups, 1)
        ]

    def say(self, key: str, **values: object) -> str:
        """A phrase in the brief's language."""
        return say(key, self.language, **values)


def outline(node: NotebookNode) -> Outline:
    """The outline of an executed notebook whose first exhibit is the brief's head."""
    return Outline.of(exhibits_of(node))


def exhibits_of(node: NotebookNode) -> list[dict]:
    """Bundles of the exhibits shown in an executed notebook, in order, each with its picture (base64 PNG) or None."""
    found, picture = [], None
    for output in (output for cell in node.cells for output in cell.get("outputs", [])):
        data = output.get("data", {})
        if MIME in data:
            # A picture stands right before its bundle; one before a table is somebody else's.
            found.append({**data[MIME], "picture": picture if data[MIME]["alt"] else None})
        picture = data.get("image/png", "").replace("\n", "") or None
    return found


def texts(value: object) -> Iterator[str]:
    """The texts in nested lists and dicts."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts(item)


def with_texts(value: Any, change: Callable[[str], str]) -> Any:
    """Nested lists and dicts with their texts changed."""
    if isinstance(value, dict):
        return {key: with_texts(item, change) for key, item in value.items()}
    if isinstance(value, list):
        return [with_texts(item, change) for item in value]
    return change(value) if isinstance(value, str) else value


def column_widths(exhibit: dict, room: float) -> list[float]:
    """How wide the columns of an exhibit's table should be, in half-width characters that together make ``room``.

    Columns of text share what the others leave: none gets more than it needs while another lacks some.
    """
    columns, cells = exhibit["columns"], [*exhibit["cells"], *exhibit["totals"]]
    if not columns:  # where there is nothing to show
        return []
    needs = [
        max([_heading_width(column["label"]), *(_width(row[index]) for row in cells)]) + PADDING
        for index, column in enumerate(columns)
    ]
    flexible = [index for index, column in enumerate(columns) if column["kind"] == "text"] or list(range(len(columns)))
    left = room - sum(need for index, need in enumerate(needs) if index not in flexible)
    widths = dict(enumerate(needs))
    for done, index in enumerate(sorted(flexible, key=lambda index: needs[index])):
        # The neediest come last and get an equal part of what is left; what nobody needs is spread by need.
        widths[index] = min(needs[index], left / (len(flexible) - done))
        left -= widths[index]
    spare = max(left, 0) / sum(widths[index] for index in flexible)
    return [width * (1 + spare) if index in flexible else width for index, width in widths.items()]


def _heading_width(label: str) -> float:
    """A heading wraps: it needs its longest word, and some room for the rest."""
    return max(*(_width(piece) for piece in pieces(label)), min(_width(label), HEADING), 0)


def _width(text: str) -> int:
    """Width of the longest line in half-width characters."""
    return max(
        (sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in line) for line in text.split("\n")),
        default=0,
    )
