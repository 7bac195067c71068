"""Indicators that stand together in one cell, a line each, or in a column under the name of their level."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jixiao.documents.content import Piece
from jixiao.documents.list_numbers import LIST_NUMBER, without_list_number
from jixiao.documents.reading.statement import Cells
from jixiao.target_values import parse_target
from jixiao.target_values.folding import EMPTY, fold_value
from jixiao.target_values.signs import SIGN, SIGNED
from jixiao.vocabulary import Vocabulary

_SIGNED = re.compile(rf"(?P<name>[^\d<>=≤≥]{{2,}}?)(?P<target>(?:{SIGN})\s*\d.*)", re.DOTALL)
_FIGURE_LAST = re.compile(r"(?P<name>[^\d<>=≤≥]*[^\d<>=≤≥第每])(?P<target>\d[\d.,]*[^\d，,。]{0,8})", re.DOTALL)
_PARTS = re.compile(r"[\n；;]")
FIGURES = ("number", "range", "date")


def apart(cells: Cells, vocabulary: Vocabulary) -> list[Cells] | None:
    """The indicators of a row whose names and targets stand line by line in two cells; None where they do not.

    Lines are those of a list where each name has a number, or each target is a whole figure with a sign or a unit: what
    only wraps has neither. Where names are numbered and their targets are not as many, the list is empty: they cannot
    be told apart.
    """
    names, targets = (_lines(cells.get(term, [])) for term in ("indicator", "target"))
    if len(names) < 2 or not targets:
        return None
    numbered = all(LIST_NUMBER.match(line) for line in names)
    if len(names) != len(targets):
        return [] if numbered else None
    if not (numbered or all(_is_whole(target, vocabulary) for target in targets)):
        return None
    name, target = cells["indicator"][0].place, cells["target"][0].place
    return [
        {
            **{term: found for term, found in cells.items() if term in ("level1", "level2")},
            "indicator": [Piece(without_list_number(one), name)],
            "target": [Piece(without_list_number(other), target)],
        }
        for one, other in zip(names, targets, strict=True)
    ]


def under_level(cell: Piece, level1: Piece, level2: Piece | None, vocabulary: Vocabulary) -> Iterator[Cells]:
    """The indicators of a cell under the name of their level: 保障人数≥60人；发放准确率100%.

    What holds no name of its own bears that of its heading.
    """
    levels = {"level1": [level1]} | ({"level2": [level2]} if level2 else {})
    for part in map(without_list_number, _PARTS.split(cell.text)):
        if part and fold_value(part) not in EMPTY:
            name, target = _named(part, vocabulary)
            own = Piece(name, cell.place) if name else level2 or level1
            yield {**levels, "indicator": [own], "target": [Piece(target, cell.place)]}


def _lines(cells: Sequence[Piece]) -> list[str]:
    return [line.strip() for line in cells[0].text.split("\n") if line.strip()] if len(cells) == 1 else []


def _is_whole(text: str, vocabulary: Vocabulary) -> bool:
    read = parse_target(without_list_number(text), vocabulary=vocabulary)
    return read.kind in FIGURES and bool(read.operator or read.unit or read.deadline)


def _named(text: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """Name, or empty, and target of a text that may hold both."""
    for pattern in () if _is_whole(text, vocabulary) else (_SIGNED, _FIGURE_LAST):
        found = pattern.fullmatch(text)
        if found and not SIGNED.search(found["name"]) and _is_whole(found["target"], vocabulary):
            return found["name"].strip(" ：:，,"), found["target"]
    return "", text
