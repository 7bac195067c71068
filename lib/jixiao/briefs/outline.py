"""What a brief is made of, read from the executed notebook: a head, its front, and sections of exhibits.

HTML, PDF and Word walk it.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jixiao.characters import CONTROLS, codes, legible
from jixiao.exhibits.exhibit import MIME
from jixiao.phrases import say, sentences

if TYPE_CHECKING:
    from nbformat import NotebookNode

CURVES = ("department-curve", "execution-curve")  # of the plan, or of what was paid against it
FRONT = (*CURVES, "actions")  # side by side below the head
PAID = "execution"  # the section of what was paid, for which the matrix makes room
MATRIX = "coverage-matrix"
ANNEX = "annex"
PLAIN = "method"  # the section whose tables are read as lines
SOME = ("own", PAID, "evaluation")  # sections that only some departments have


@dataclass(frozen=True)
class Section:
    """Exhibits under one heading."""

    name: str
    label: str  # 一、资金与计划
    exhibits: list[dict]


@dataclass(frozen=True)
class Outline:
    """A brief's head (the bundle of the exhibit ``headline``) and the bundles of its other exhibits, in order.

    A dataset made elsewhere may hold control characters: 〓 stands for each in the texts, and ``controls`` has them.
    """

    head: dict
    exhibits: list[dict]
    annex: list[dict] = field(default_factory=list)
    controls: str = ""
    with_annex: bool = False

    @classmethod
    def of(cls, bundles: list[dict], *, with_annex: bool = False) -> Outline:
        """The outline of bundles, of which the first is the head.

        What there is nothing to show of is said once: an exhibit whose reason the head gives is left out, and so is a
        section that only some departments have.
        """
        head, *exhibits = _with_room(with_texts(bundles, legible))
        said = "".join(texts(head["cells"])).casefold()
        shown = [item for item in exhibits if item["columns"] or not _is_said(item, said)]
        annex = [item for item in shown if item["section"] == ANNEX and item["rows"]]
        body = [item for item in shown if item["section"] != ANNEX]
        return cls(head, body, annex, "".join(CONTROLS.findall("".join(texts(bundles)))), with_annex)

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

    @property
    def source(self) -> str:
        """Which document the figures are from: small print."""
        return next((item["source"] for item in self.exhibits if item["name"] == "method"), "")

    def substituted(self, lost: Iterable[str] = ()) -> str:
        """A sentence on the characters that 〓 stands for: the control characters, and others that are ``lost``."""
        found = codes([*self.controls, *lost])
        return self.say("brief.missing_glyphs", glyphs=" ".join(found)) if found else ""

    @cached_property
    def front(self) -> dict[str, dict]:
        """What stands side by side below the head: the curve, if there is one, and what is to be done."""
        return {item["name"]: item for item in self.exhibits if item["name"] in FRONT}

    @property
    def curve(self) -> dict | None:
        """The curve of the front, if there is one."""
        return next((self.front[name] for name in CURVES if name in self.front), None)

    @property
    def curve_label(self) -> str:
        """What stands above the curve."""
        paid = self.curve is not None and self.curve["section"] == PAID
        return self.say("brief.curve_paid" if paid else "brief.curve")

    @cached_property
    def sections(self) -> list[Section]:
        """The other exhibits by section, in order and numbered; the annex last, where it is asked for."""
        body = [item for item in self.exhibits if item["name"] not in FRONT]
        groups = groupby([*body, *(self.annex if self.with_annex else [])], key=lambda exhibit: exhibit["section"])
        return [
            Section(name, self.say(f"brief.{number}") + self.say(f"section.{name}"), list(exhibits))
            for number, (name, exhibits) in enumerate(groups, 1)
        ]

    def say(self, key: str, **values: object) -> str:
        """A phrase in the brief's language."""
        return say(key, self.language, **values)

    def note(self, exhibit: dict) -> str:
        """What stands above a table: what it shows, and its finding."""
        shows = exhibit["subtitle"] + self.say("label.stop") if exhibit["subtitle"] else ""
        return sentences([part for part in (shows, exhibit["finding"]) if part], self.language)

    def lines(self, exhibit: dict) -> list[str]:
        """The rows of an exhibit that is read as plain lines: a term and what it means, or a statement."""
        return [self.say("brief.line", term=row[0], text=row[1]) if row[1:] else row[0] for row in exhibit["cells"]]


def _with_room(bundles: list[dict]) -> list[dict]:
    """The bundles, the matrix of indicators in the annex where the brief says what was paid."""
    paid = any(item["section"] == PAID and item["columns"] for item in bundles)
    return [{**item, "section": ANNEX} if paid and item["name"] == MATRIX else item for item in bundles]


def _is_said(exhibit: dict, said: str) -> bool:
    """Whether a reader needs not be told that there is nothing to show."""
    return exhibit["section"] in SOME or exhibit["title"].casefold() in said


def row_head(exhibit: dict) -> int:
    """Which column of an exhibit's table names its rows: the first of words, else the first."""
    kinds = [column["kind"] for column in exhibit["columns"]]
    return next((number for number, kind in enumerate(kinds) if kind in ("text", "level", "date")), 0)


def outline(node: NotebookNode, exhibits: Path, *, with_annex: bool = False) -> Outline:
    """The outline of an executed notebook whose first exhibit is the brief's head.

    Parameters
    ----------
    node : NotebookNode
        As run.
    exhibits : Path
        The folder into which its exhibits were saved, with their drawings for a phone.
    with_annex : bool
        Whether the tables of all projects stand in the brief itself.

    Returns
    -------
    Outline
    """
    bundles = [{**bundle, "narrow": _narrow(exhibits / f"{bundle['name']}.narrow.png")} for bundle in exhibits_of(node)]
    return Outline.of(bundles, with_annex=with_annex)


def _narrow(path: Path) -> str | None:
    return b64encode(path.read_bytes()).decode() if path.is_file() else None


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
