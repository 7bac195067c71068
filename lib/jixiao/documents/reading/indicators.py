"""Rows of a table of indicators: levels, targets, weights, and the results of a self-evaluation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from jixiao.documents.content import Doubt, Piece, quote
from jixiao.documents.reading.records import EMPTY_FORM, Records
from jixiao.documents.reading.statement import Cells
from jixiao.target_values import joined_target
from jixiao.target_values.folding import BLANK, fold_value
from jixiao.vocabulary import fold

TEXTS = ("indicator", "description", "target", "basis")
SPLIT = ("sign", "unit")
RESULTS = ("actual", "status", "score", "note")
UNSAID = ("status", "note")
REPORTED = ("interim_actual", "expected", "note_kind", "likelihood", "remark")  # of monitoring, and the note
NONE = {"无", "不涉及", "不适用"}  # what a form says in the place of an indicator that there is not
_BEFORE = re.compile(r"\s*(?P<word>[^：:\s]{2,20})\s*[：:]")
_LEVEL_POINTS = re.compile(r"\((?P<points>\d{1,3}(?:\.\d+)?)分?\)")
TERMS = {"level1", "level2", *TEXTS, *SPLIT, *RESULTS, "weight"}


class IndicatorReader:
    """Reads rows of indicators of one table after the other."""

    def __init__(self, records: Records):
        self.records = records
        self.levels: dict[str, str] = {}
        self._known: set[tuple] = set()  # indicators of earlier tables, each with its project
        self._of_table: list[tuple] = []  # those of this one
        self._told = False
        self._block: Piece | None = None  # the cell that level 1 was read from
        self.counts: Counter[str] = Counter()  # by project

    def enter(self) -> None:
        """Begin a list or a project: the levels printed above do not hold for it."""
        self.levels, self._block = {}, None
        self._shifted = False  # whether its first column has the second level, and its second the indicator

    def enter_table(self) -> None:
        """Begin a table: what it has again of earlier ones is told once."""
        self._known.update(self._of_table)
        self._of_table, self._told = [], False
        self.enter()

    def read(self, project: dict, cells: Cells, until: date | None = None) -> None:
        """Read a row; ``cells`` are its filled cells by term, ``until`` the day until which it reports, if it does."""
        # A note alone is no result.
        kept = TERMS | {*REPORTED} if until else TERMS if {"actual", "score"} & cells.keys() else TERMS - {*UNSAID}
        if not until:
            self.records.lose(cell for term in REPORTED for cell in cells.get(term, ()))
        cells = self._unshifted({term: found for term, found in cells.items() if term in kept})
        for number in (1, 2):
            if f"level{number}" in cells:
                self._level(number, cells[f"level{number}"])
                self._level_points(number, project["project_id"], cells[f"level{number}"][0])
        # Points in a cell merged over several rows are those of the rows together: they are counted once.
        points = {
            term: found[0]
            for term, found in cells.items()
            if term in ("weight", "score") and not self.records.role(found[0])
        }
        texts = {term: self._text(found) for term, found in cells.items()}
        said = {term: text for term, text in texts.items() if term not in ("level1", "level2", *SPLIT, "weight")}
        if _says_nothing(said):
            return
        place = cells.get("target", next(iter(cells.values())))[0]
        if self._is_again(project["project_id"], texts, place):
            return
        row = {
            **self._identity(project["project_id"]),
            **{name: texts.get(name) for name in TEXTS},
            **self._own_levels(),
            **self._target(texts),
            "weight": self.records.points(points["weight"]) if "weight" in points else None,
            "place": place.place,
        }
        self.records.indicators.append(row)
        if until and said.keys() & {*REPORTED, "note"}:
            self._report(row, texts, cells, until)
        if said.keys() & ({"actual", "score"} if until else {*RESULTS}):
            self._result(row, texts, cells, points)

    def _identity(self, project_id: str) -> dict[str, str | int]:
        self.counts[project_id] += 1
        position = self.counts[project_id]
        return {"indicator_id": f"{project_id}/{position}", "project_id": project_id, "position": position}

    def _is_again(self, project_id: str, texts: dict[str, str], place: Piece) -> bool:
        """Whether an earlier table has this indicator of the project too: a form that is printed twice is told once."""
        key = (
            project_id,
            *self.levels.items(),
            *(texts.get(term) for term in ("indicator", "target", "actual", "interim_actual")),
        )
        self._of_table.append(key)
        if key not in self._known:
            return False
        if not self._told:
            self._told = True
            found, remedy = f"{quote(texts.get('indicator', ''))} and its target again", "left out the second time"
            self.records.doubts.append(Doubt(place.place, found, "each indicator of a project once", remedy))
        return True

    def _unshifted(self, cells: Cells) -> Cells:
        """The cells under what they are, where a form without a third level prints 数量指标 under 一级指标."""
        words = self.records.vocabulary
        name = cells["level1"][0].text if "level1" in cells else ""
        if "indicator" not in cells and words.level(2, name) and not words.level(1, name):
            self._shifted = True
        if not self._shifted:
            return cells
        below = {"level1": "level2", "level2": "indicator"}
        return {below.get(term, term): found for term, found in cells.items()}

    def _level(self, number: int, cells: Sequence[Piece]) -> None:
        """A level is printed once for its rows: a blank cell below it means the same, a stroke that there is none."""
        if EMPTY_FORM.fullmatch(cells[0].text.strip()):
            if fold_value(self.records.read(cells[0], "value")) in BLANK:
                self.levels = {name: level for name, level in self.levels.items() if name < f"level{number}"}
            return
        again = bool(self.records.role(cells[0]))
        text = self._text(cells)
        name = self.records.vocabulary.level(number, text)
        if name is None and not again:
            self.records.doubt(cells[0], f"an official name of level {number}", "kept as published")
        if number == 1 and self._block is not cells[0]:
            self.levels, self._block = {}, cells[0]
        self.levels[f"level{number}"] = name or text

    def _level_points(self, number: int, project_id: str, cell: Piece) -> None:
        """Points that stand behind the name of a first level: 产出指标（50分）."""
        found = _LEVEL_POINTS.search(fold(cell.text)) if number == 1 else None
        if found and self.records.vocabulary.level(1, cell.text):
            self.records.level_points.setdefault(project_id, {}).setdefault(self.levels["level1"], found["points"])

    def _status(self, texts: Mapping[str, str], actual: str) -> str | None:
        """Whether a target was reached, where a column of its own or the result itself says so."""
        words = self.records.vocabulary
        before = _BEFORE.match(actual)  # 达成：已完成
        stated = words.status(before["word"]) if before else None
        return words.status(texts.get("status", "")) or words.status(actual) or stated

    def _text(self, cells: Sequence[Piece]) -> str:
        return "".join(self.records.read(cell, "value") for cell in cells)

    def _own_levels(self) -> dict[str, str]:
        level2 = self.levels.get("level2", "")
        own = self.records.vocabulary.words["own_level1"].get(level2) or (
            self.records.vocabulary.above(level2) if self._shifted else None
        )
        return self.levels | ({"level1": own} if own else {})

    def _target(self, texts: dict[str, str]) -> dict:
        target, sign, unit = (texts.get(name, "") for name in ("target", *SPLIT))
        read = self.records.target(target, sign=sign, unit=unit, indicator=texts.get("indicator", ""))
        joined = read["value"] is not None or read["kind"] == "unclear"
        return read | {
            "target": joined_target(target, sign, unit, vocabulary=self.records.vocabulary) if joined else target
        }

    def _result(self, row: dict, texts: dict[str, str], cells: Cells, points: dict[str, Piece]) -> None:
        actual = texts.get("actual", "")
        read = self.records.target(actual, unit=row["unit"], indicator=texts.get("indicator", ""))
        first = next(cells[name][0] for name in RESULTS if name in cells)
        self.records.results.append(
            {
                "indicator_id": row["indicator_id"],
                "date": date(self.records.year, 12, 31),
                "origin": self.records.document_id,
                "actual": actual,
                "value": read["value"] if read["kind"] == "number" else None,
                "status": self._status(texts, actual),
                "score": self.records.points(points["score"]) if "score" in points else None,
                "note": texts.get("note"),
                "place": first.place,
            }
        )

    def _report(self, row: dict, texts: dict[str, str], cells: Cells, until: date) -> None:
        """What is reported of an indicator within the year; a stroke says that nothing is."""
        stated = {term: texts.get(term, "") for term in (*REPORTED, "note")}
        said = {term: "" if fold_value(text) in BLANK else text for term, text in stated.items()}
        if not any(said.values()):
            return
        values = {
            name: self.records.target(said[term], unit=row["unit"], indicator=texts.get("indicator", ""))
            for name, term in (("value", "interim_actual"), ("expected_value", "expected"))
        }
        first = next(cells[term][0] for term in (*REPORTED, "note") if term in cells)
        self.records.monitoring.append(
            {
                "indicator_id": row["indicator_id"],
                "date": until,
                "origin": self.records.document_id,
                "actual": said.pop("interim_actual"),
                **{name: read["value"] if read["kind"] == "number" else None for name, read in values.items()},
                "status": self._status(texts, stated["interim_actual"]),
                **said,
                "place": first.place,
            }
        )


def _says_nothing(said: Mapping[str, str]) -> bool:
    """Whether the texts of a row are those of an empty form, or say that there is no indicator and nothing of one."""
    none = NONE if said.get("indicator") in NONE else frozenset[str]()
    return all(text in none or EMPTY_FORM.fullmatch(text) for text in said.values())
