"""Rows of the tidy tables while a document is being read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from jixiao.documents.content import Doubt, Piece, quote
from jixiao.documents.raised import without_note_mark
from jixiao.documents.reading.figures import decimal, plain_amount
from jixiao.target_values import parse_target
from jixiao.target_values.folding import BLANK, fold_value
from jixiao.vocabulary import Vocabulary

# Hebei and Tianjin: division (6), year (2), a letter, family (6), 1, serial (4), one more of unknown meaning.
PROJECT_CODE = re.compile(r"(?P<division>\d{6})(?P<year>\d{2})[A-Z][0-9A-Z]{6}1\d{4}[0-9A-Z]")
KEPT = "kept; compare with the document"
USUAL = "万元"  # what amounts are read in where a document states no unit at all
# What an empty form prints where an indicator or a goal is to be written: 指标1：, 目标2：, ……
EMPTY_FORM = re.compile(r"(?:指标|目标)\s*+\d*+\s*+[:：]?\s*+[/／—-]*+|[…\.]+|[/／—-]+")
# 中央财政补助资金50, and not 约5
_AFTER_WORDS = re.compile(r"[^\d约近余超不第]{6,}(?P<amount>\d[\d,.]*(?:万元|千元|亿元|元|万|亿)?)")
_REMARK = re.compile(r"(?<=[\d元万亿])\([^()]*\)$")  # 854万（高标准农田400万元）


@dataclass
class Records:
    """Rows by table. Goals and projects get their department when the whole document has been read."""

    document_id: str
    year: int
    doubts: list[Doubt]
    vocabulary: Vocabulary
    roles: dict[Piece, str] = field(default_factory=dict)  # what each piece was read as: label, value, heading or text
    departments: dict[str, dict] = field(default_factory=dict)
    goals: list[dict] = field(default_factory=list)
    projects: list[dict] = field(default_factory=list)
    funds: list[dict] = field(default_factory=list)
    disbursements: list[dict] = field(default_factory=list)
    indicators: list[dict] = field(default_factory=list)
    results: list[dict] = field(default_factory=list)
    monitoring: list[dict] = field(default_factory=list)
    interim_funds: list[dict] = field(default_factory=list)
    evaluations: list[dict] = field(default_factory=list)
    totals: list[dict] = field(default_factory=list)  # funds of all sources together
    execution_weights: dict[str, float | None] = field(default_factory=dict)  # by project
    evaluated: dict[str, dict] = field(default_factory=dict)  # points of whole projects, and rates, by project
    level_points: dict[str, dict[str, str]] = field(default_factory=dict)  # printed beside levels, by project
    left: dict[Piece, str] = field(default_factory=dict)  # cells that no column holds, with their headings
    told: set[Piece] = field(default_factory=set)  # pieces whose loss a doubt about their whole table tells
    sums: dict[str, list[tuple[Piece, str | None]]] = field(default_factory=dict)  # of items of cost, by project
    watched: set[Piece] = field(default_factory=set)  # cells that must not be lost
    watched_money: set[Piece] = field(default_factory=set)  # nor these, where a project has no budget
    unit_assumed: Piece | None = None  # the first amount for which no unit is stated
    units: set[str] = field(default_factory=set)  # that the document states for money anywhere, by note, label or cell
    undecided: list[tuple[dict, Piece, str]] = field(default_factory=list)  # sources whose unit is one of several
    planned: list[tuple[dict, Piece]] = field(default_factory=list)  # checkpoints that are not stated in %
    keys: dict[tuple[str, Hashable], str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)  # of projects, by scope

    def role(self, piece: Piece) -> str:
        """What a piece was read as; empty where it was not."""
        return self.roles.get(piece, "")

    def read(self, piece: Piece, role: str) -> str:
        """The text of a piece without space around it; remembers what the piece was read as."""
        self.roles[piece] = role
        return piece.text.strip()

    def doubt(self, piece: Piece, expected: str, remedy: str = "left empty; compare with the document") -> None:
        """Remember a doubt about a piece of text."""
        self.doubts.append(Doubt(piece.place, quote(piece.text), expected, remedy))

    def add_goal(self, scope: str, piece: Piece, **values: str) -> dict:
        """Add a goal and return its row."""
        row = {"document_id": self.document_id, "position": len(self.goals) + 1, "scope": scope, "place": piece.place}
        self.goals.append({**row, **values})
        return self.goals[-1]

    def lose(self, pieces: Iterable[Piece]) -> None:
        """Remember pieces that are not read and must not be lost, of which a doubt about their table tells."""
        lost = [piece for piece in pieces if not piece.blank]
        self.told.update(lost)
        self.watched.update(lost)

    def leave(self, piece: Piece, heading: str) -> None:
        """Remember a cell that no column of the tables holds, under its heading; a dash is read as nothing."""
        if fold_value(piece.text) in BLANK:
            self.read(piece, "value")
        elif not self.role(piece):
            self.left.setdefault(piece, heading)

    def is_new(self, table: str, key: Hashable, piece: Piece) -> bool:
        """Whether nothing is known under this key yet; then the piece is read.

        The same again is read as well; what contradicts it stays unread and is reported as such.
        """
        text, known = piece.text.strip(), (table, key) in self.keys
        if self.keys.setdefault((table, key), text) == text:
            self.read(piece, "value")
        return not known

    def add_project(self, piece: Piece, department: str | None, scope: str = "project") -> dict:
        """Add a project, or a department with targets of its own, and return its row."""
        self.counts[scope] += 1
        position = self.counts[scope]
        self.projects.append(
            {
                "project_id": f"{self.document_id}/{'D' if scope == 'department' else ''}{position}",
                "scope": scope,
                "document_id": self.document_id,
                "position": position,
                "department_id": department,
                "place": piece.place,
            }
        )
        return self.projects[-1]

    def remove_project(self, row: dict) -> None:
        """Take back the project that was added last."""
        self.projects.remove(row)
        self.counts[row["scope"]] -= 1

    def amount(self, piece: Piece, stated: str | None) -> float | None:
        """An amount in 万元, read in the unit it has itself or that is stated for it; both have to agree.

        Nothing for a dash; a doubt and nothing where the cell holds no number; 万元 where no unit is stated at all.
        """
        text = self._without_words(piece, _REMARK.sub("", plain_amount(self._figure(piece))))
        if piece.blank or text in BLANK:
            return None
        known = self.vocabulary.words["amounts"]
        own = next((unit for unit in sorted(known, key=len, reverse=True) if text.endswith(unit)), None)
        if own is None and text.endswith(("万", "亿")):
            text, own = text + "元", text[-1] + "元"
        number = decimal(text.removesuffix(own or ""))
        if number is None or (stated and (own or stated) not in known) or (own and stated in known and own != stated):
            self.doubt(piece, f"an amount in {stated or USUAL}")
            return None
        if own:
            self.units.add(own)
        elif not stated:
            if others := self.units - {USUAL}:
                self.doubt(piece, f"a unit beside or above it, where {'、'.join(sorted(others))} stands elsewhere")
                return None
            self.unit_assumed = self.unit_assumed or piece
        return float(number * Decimal(str(known[own or stated or USUAL])))

    def _without_words(self, piece: Piece, text: str) -> str:
        """An amount without the words before it, which say where it comes from and are doubted."""
        found = _AFTER_WORDS.fullmatch(text)
        if not found:
            return text
        self.doubt(piece, "an amount", f"read as {found['amount']}: words stand before it")
        return found["amount"]

    def share(self, piece: Piece, percent: bool) -> float | None:
        """A share from 0 to 1; ``percent`` says that the heading has the % sign."""
        text = self._figure(piece)
        number = decimal(text.removesuffix("%"))
        if number is None or not (percent or text.endswith("%")):
            if text:
                self.doubt(piece, "a share in %")
            return None
        return float(number / 100)

    def points(self, piece: Piece) -> float | None:
        """A weight or score in points; a doubt and nothing where the cell holds something else."""
        text = self._figure(piece)
        number = decimal(text.rstrip("分%"))
        if number is None and text not in BLANK:
            self.doubt(piece, "a number of points")
        return None if number is None else float(number)

    def _figure(self, piece: Piece) -> str:
        """The folded text of a figure, without the mark of a note behind it, which is doubted."""
        text = fold_value(piece.text)
        figure = without_note_mark(text)
        if figure != text:
            self.doubt(piece, "a figure", f"read as {figure}: the raised mark is taken for that of a note")
        return figure

    def target(self, text: str, **cells: str) -> dict:
        """What is read from a target value and its neighbours, as columns of the table of indicators."""
        target = parse_target(text, **cells, year=self.year, vocabulary=self.vocabulary)
        names = ("operator", "value", "upper", "unit", "deadline", "kind", "reason")
        return {name: getattr(target, name) for name in names}
