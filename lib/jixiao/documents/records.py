"""Rows of the tidy tables while a document is being read."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from jixiao.documents.content import Doubt, Piece, quote
from jixiao.target import parse_target
from jixiao.vocabulary import fold, vocabulary

# Hebei and Tianjin: division (6), year (2), a letter, family (6), 1, serial (4), one more of unknown meaning.
PROJECT_CODE = re.compile(r"(?P<division>\d{6})(?P<year>\d{2})[A-Z][0-9A-Z]{6}1\d{4}[0-9A-Z]")
LIST_NUMBER = re.compile(
    r"^\s*(?:[0-9]{1,2}[.、．](?!\d)|[(（][一二三四五六七八九十0-9]{1,3}[)）]|[一二三四五六七八九十]{1,3}、)\s*"
)


@dataclass
class Records:
    """Rows by table. Goals and projects get their department when the whole document has been read."""

    document_id: str
    year: int
    doubts: list[Doubt]
    departments: dict[str, dict] = field(default_factory=dict)
    goals: list[dict] = field(default_factory=list)
    projects: list[dict] = field(default_factory=list)
    funds: list[dict] = field(default_factory=list)
    disbursements: list[dict] = field(default_factory=list)
    indicators: list[dict] = field(default_factory=list)
    keys: dict[str, set] = field(default_factory=lambda: defaultdict(set))

    def doubt(self, piece: Piece, expected: str, remedy: str = "left empty; compare with the document") -> None:
        """Remember a doubt about a piece of text."""
        self.doubts.append(Doubt(piece.place, quote(piece.text), expected, remedy))

    def add_goal(self, scope: str, piece: Piece, **values: str) -> dict:
        """Add a goal and return its row."""
        row = {"document_id": self.document_id, "position": len(self.goals) + 1, "scope": scope, "place": piece.place}
        self.goals.append({**row, **values})
        return self.goals[-1]

    def add_once(self, table: str, key: tuple[str, ...], piece: Piece, row: dict) -> None:
        """Add a row, unless the table has one of the same key: then the piece stays unread and is reported as such."""
        values = tuple(row[name] for name in key)
        if values not in self.keys[table]:
            self.keys[table].add(values)
            piece.read("value")
            getattr(self, table).append(row)

    def add_project(self, piece: Piece, department_id: str | None) -> dict:
        """Add a project and return its row."""
        position = len(self.projects) + 1
        self.projects.append(
            {
                "project_id": f"{self.document_id}/{position}",
                "document_id": self.document_id,
                "position": position,
                "department_id": department_id,
                "place": piece.place,
            }
        )
        return self.projects[-1]

    def amount(self, piece: Piece, unit: str) -> float | None:
        """An amount in 万元; a doubt and nothing where the cell holds no number."""
        if piece.blank:
            return None
        number = decimal(fold(piece.text).removesuffix(unit))
        if number is None:
            self.doubt(piece, f"an amount in {unit}")
            return None
        return float(number * Decimal(str(vocabulary().words["amounts"][unit])))

    def share(self, piece: Piece, percent: bool) -> float | None:
        """A share from 0 to 1; ``percent`` says that the heading has the % sign."""
        text = fold(piece.text)
        number = decimal(text.removesuffix("%"))
        if number is None or not (percent or text.endswith("%")):
            if text:
                self.doubt(piece, "a share in %")
            return None
        return float(number / 100)

    def target(self, text: str, indicator: str) -> dict:
        """What is read from a target value, as columns of the table of indicators."""
        target = parse_target(text, indicator=indicator, year=self.year)
        names = ("operator", "value", "upper", "unit", "deadline", "kind", "reason")
        return {name: getattr(target, name) for name in names}


def decimal(text: str) -> Decimal | None:
    """The number a text is, thousand separators allowed; None where it is anything else."""
    if not re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?|-?\d+(\.\d+)?", text, re.ASCII):
        return None
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None


def without_list_number(text: str) -> str:
    """A line without the number it has in a list."""
    return LIST_NUMBER.sub("", text).strip()
