"""What is ticked in a row of a form of monitoring: kinds of reasons, and how likely the target is to be reached."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from jixiao.documents.content import Doubt, Piece, quote
from jixiao.documents.reading.headers import Header
from jixiao.documents.reading.labels import Row
from jixiao.documents.reading.statement import UNREAD, Cells
from jixiao.target_values.folding import BLANK, fold_value
from jixiao.vocabulary import Vocabulary, fold, fold_heading

CHOICES = ("note_kind", "likelihood")
_TICK = "[√✓✔☑■●]"
_TICKS = re.compile(rf"□?{_TICK}|是|1|[vVyY]|对|\({_TICK}\)")
_NO_TICKS = {*BLANK, "否", "0", "×", "✗", "□", "☐", "○", "无"}
# Words and boxes in turn, each box before its word, or each behind: □确定能 ☑有可能, 确定能（√）有可能（ ）.
_PART = re.compile(rf"(?P<ticked>\(?□?{_TICK}\)?)|(?P<box>□|\(\))|(?P<word>[一-鿿]+)")


@dataclass
class Choices:
    """What is chosen in a row by term, the cells that say so, and what is doubtful about them."""

    terms: dict[str, list[Piece]] = field(default_factory=dict)
    cells: list[Piece] = field(default_factory=list)
    doubts: list[tuple[Piece, Doubt]] = field(default_factory=list)

    def within(self, cells: Cells) -> Cells:
        """The cells of the row by term, with what is chosen in the place of the ticks."""
        terms = {term: found for term, found in cells.items() if term not in CHOICES}
        note = [*terms.get("note", ()), *self.terms.get("note", ())]
        return {**terms, **self.terms, **({"note": note} if note else {})}


def choices(header: Header, row: Row, vocabulary: Vocabulary) -> Choices:
    """What is ticked below headings that are to be chosen from, or written below that of the choice itself."""
    columns: dict[str, dict[Piece, Piece]] = {term: {} for term in CHOICES}
    for index, cell in enumerate(row):
        term = header.terms.get(index)
        if term in CHOICES and cell not in header.pieces and fold_value(cell.text) not in _NO_TICKS:
            columns[term][cell] = header.headings[index]
    chosen = Choices(cells=[cell for cells in columns.values() for cell in cells])
    if kinds := columns["note_kind"]:
        text = "、".join(fold_heading(heading.text) for heading in kinds.values())
        chosen.terms["note_kind"] = [Piece(text, next(iter(kinds)).place)]
        # The reason itself may stand in the column of its kind.
        chosen.terms["note"] = [cell for cell in kinds if not _TICKS.fullmatch(fold(cell.text))]
    _likelihood(chosen, columns["likelihood"], vocabulary)
    return chosen


def _likelihood(chosen: Choices, columns: Mapping[Piece, Piece], vocabulary: Vocabulary) -> None:
    found = {word: cell for cell, heading in columns.items() for word in _likelihoods(cell, heading, vocabulary)}
    if len(found) == 1:
        chosen.terms["likelihood"] = [Piece(word, cell.place) for word, cell in found.items()]
    elif columns:
        cell = next(iter(columns))
        shown = "、".join(found) or quote(cell.text, 30)
        expected = "one of " + ", ".join(vocabulary.words["likelihoods"])
        chosen.doubts.append((cell, Doubt(cell.place, f"the likelihood {shown}", expected, UNREAD)))


def _likelihoods(cell: Piece, heading: Piece, vocabulary: Vocabulary) -> set[str]:
    """The official words that a cell chooses: by a tick below one of them, by one of them, or by a tick beside it."""
    stated = vocabulary.likelihood(cell.text)
    if stated:
        return {stated}
    headed = vocabulary.likelihood(heading.text)
    if headed:
        return {headed} if _TICKS.fullmatch(fold(cell.text)) else set()
    ticked = (vocabulary.likelihood(word) for word in _ticked_words(fold(cell.text)))
    return {word for word in ticked if word}


def _ticked_words(text: str) -> list[str]:
    """The words beside whose box there is a tick."""
    parts = list(_PART.finditer(text))
    if not parts:
        return []
    step = -1 if parts[0]["word"] else 1  # where the word of a box stands
    beside = {
        place: parts[place + step]
        for place, part in enumerate(parts)
        if part["ticked"] and 0 <= place + step < len(parts)
    }
    return [part["word"] for part in beside.values() if part["word"]]
