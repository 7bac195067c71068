"""Indicators that stand together in one cell: a line each, in a column under the name of their level, or in a goal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jixiao.documents.content import Piece
from jixiao.documents.list_numbers import LIST_NUMBER, without_list_number
from jixiao.documents.reading.labels import Row, distinct
from jixiao.documents.reading.statement import Cells, Statement
from jixiao.target_values import parse_target
from jixiao.target_values.folding import EMPTY, fold_value
from jixiao.target_values.signs import SIGN, SIGNED
from jixiao.vocabulary import Vocabulary

_SIGNED = re.compile(rf"(?P<name>[^\d<>=≤≥]{{2,}}?)(?P<target>(?:{SIGN})\s*\d.*)", re.DOTALL)
_FIGURE_LAST = re.compile(r"(?P<name>[^\d<>=≤≥]*[^\d<>=≤≥第每])(?P<target>\d[\d.,]*[^\d，,。]{0,8})", re.DOTALL)
_VERB = re.compile("(?<=..)(?:达到?|为|控制在|保持在|维持在)$")
_BRACKETED = re.compile(r"(?P<name>[^()（）]+)[(（](?P<target>[^()（）]+)[)）]")
_PARTS = re.compile(r"[\n；;]")
_NUMBERED = re.compile(r"^指标\s*\d*\s*[:：]\s*")
_FRAME = "【】[]《》:： "
_FIRST = re.compile(r"([^-—－/·:：】\]\n]{2,12})(?:[-—－/·:：】\]]|$)")
_GOALS = ("project_goal", "overall_goal", "project_goals", "whole_goal")
Levels = dict[str, list[Piece]]  # cells by term
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


def with_name(cells: Cells, vocabulary: Vocabulary) -> Cells:
    """The cells of a row that has no name of the indicator, with the one that its target begins with: 场次≥12场."""
    if "indicator" in cells or "level2" not in cells or len(cells.get("target", ())) != 1:
        return cells
    cell = cells["target"][0]
    name, target = _named(_NUMBERED.sub("", without_list_number(cell.text.strip())), vocabulary)
    return {**cells, "indicator": [Piece(name, cell.place)], "target": [Piece(target, cell.place)]} if name else cells


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


def goal(cell: Piece, vocabulary: Vocabulary) -> Iterator[Statement]:
    """A goal; where lines of it are names of levels, what stands below or behind them are indicators.

    【产出指标-数量指标】 or 数量指标：场次≥12场; before the first such line stands the goal itself.
    """
    goals: list[str] = []
    indicators: list[Cells] = []
    levels: Levels = {}
    for line in filter(None, map(str.strip, cell.text.split("\n"))):
        listed = bool(levels or _level_names(line, levels, vocabulary)[0])
        for part in _PARTS.split(line) if listed else [line]:
            named, rest = _level_names(part, levels, vocabulary)
            if named:
                levels = named if "level1" in named else levels | named
            if listed:
                indicators += [{**levels, **found} for found in _in_part(rest, cell, levels, vocabulary)]
            elif vocabulary.heading(rest.strip(_FRAME)) not in _GOALS:
                goals.append(_without_label(rest, vocabulary))
    if not indicators:
        yield Statement("goal", cell)
        return
    yield Statement("value", cell)
    if goals:
        yield Statement("goal", Piece("\n".join(goals), cell.place))
    for found in indicators:
        yield Statement("indicator", cell, cells=found)


def _level_names(line: str, above: Levels, vocabulary: Vocabulary) -> tuple[Levels, str]:
    """The levels, called 指标, that a line begins with, and the rest of it.

    What is a name of either level (成本指标) is one of level 2 where a level 1 stands before it.
    """
    text = without_list_number(line).lstrip(_FRAME)
    names: list[tuple[str, list[int]]] = []
    while part := _FIRST.match(text):
        name = part[1].strip(_FRAME)
        numbers = [number for number in (1, 2) if name.endswith("指标") and vocabulary.level(number, name)]
        if not numbers or len(names) == 2:
            break
        names.append((name, numbers))
        text = text[part.end() :].lstrip("-—－/·" + _FRAME)
    if not names:
        return {}, line
    if len(names) == 2:
        return {f"level{number}": [Piece(name, "")] for number, (name, _) in enumerate(names, 1)}, text
    [(name, numbers)] = names
    return {f"level{numbers[-1 if 'level1' in above else 0]}": [Piece(name, "")]}, text


def _without_label(line: str, vocabulary: Vocabulary) -> str:
    """A line without the label 绩效目标 before it."""
    label, colon, rest = line.replace("：", ":", 1).partition(":")
    return rest.strip() if colon and rest.strip() and vocabulary.heading(label) in _GOALS else line


def _in_part(text: str, cell: Piece, levels: Levels, vocabulary: Vocabulary) -> Iterator[Levels]:
    bare = _NUMBERED.sub("", without_list_number(text))
    if bare and fold_value(bare) not in EMPTY:
        bracketed = _BRACKETED.fullmatch(bare)
        name, target = (bracketed["name"], bracketed["target"]) if bracketed else _named(bare, vocabulary)
        own = Piece(name, cell.place) if name else next(reversed(levels.values()))[0]
        yield {"indicator": [own], "target": [Piece(target, cell.place)]}


def of_level_row(row: Row, vocabulary: Vocabulary) -> Iterator[Cells]:
    """The indicators of a row that begins with the names of its levels, without headings over it.

    Behind the names stands a text (培训人数≥100人), or a name and its figure.
    """
    cells = [cell for cell in distinct(row) if not cell.blank]
    named = {}
    for cell in cells:
        number = next((number for number in (1, 2) if vocabulary.level(number, cell.text)), 0)
        number = 2 if number == 1 and "level1" in named and vocabulary.level(2, cell.text) else number
        if not number or f"level{number}" in named:
            break
        named[f"level{number}"] = cell
    values = cells[len(named) :]
    level2 = named.get("level2")
    above = vocabulary.above(vocabulary.level(2, level2.text) or "") if level2 else None
    level1 = named.get("level1") or (Piece(above, level2.place) if level2 and above else None)
    if not level1 or not level2:
        return
    if len(values) == 1:
        yield from under_level(values[0], level1, level2, vocabulary)
    elif len(values) == 2 and _is_whole(values[1].text, vocabulary):
        yield {"level1": [level1], "level2": [level2], "indicator": [values[0]], "target": [values[1]]}


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
            name = _VERB.sub("", found["name"])
            return name.strip(" ：:，,"), found["name"][len(name) :] + found["target"]
    return "", text
