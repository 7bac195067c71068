"""Tables that go on: notes that say so, and rows without headings that stand below those of the table before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jixiao.documents.content import Piece
from jixiao.documents.margins import PAGE_NUMBER, is_margin
from jixiao.documents.reading.claims import level_in
from jixiao.documents.reading.headers import Header
from jixiao.documents.reading.labels import Labels, Row, distinct
from jixiao.vocabulary import fold

_CONTINUED = re.compile(
    r"[(【]?(?:续[上前]?表(?:格)?|[续接]上[表页]|续|接续表)[\d一二三四五六七八九十]*[)】]?:?|.*\(续(?:表)?[\d一二三四五六]*\)"
)
LEVELS = {1: "level1", 2: "level2"}


def is_continued(text: str) -> bool:
    """Whether a line says that what follows goes on with what stands before: 续表, …绩效目标表（续）."""
    return len(text) < 80 and _CONTINUED.fullmatch(fold(text)) is not None


def may_stand_within(piece: Piece) -> bool:
    """Whether a paragraph may stand between two parts of one table: it says so, or is a number or margin of a page."""
    said = piece.blank or is_continued(piece.text) or is_margin(piece)
    return said or PAGE_NUMBER.fullmatch(piece.text.strip()) is not None


def goes_on(header: Header, rows: Sequence[Row]) -> bool:
    """Whether rows without headings fit below those of the table before: as wide, with levels where it has them.

    A column of levels holds nothing else, and one of them at least is named.
    """
    words = header.labels.vocabulary
    columns = {number: header.columns(term) for number, term in LEVELS.items()}
    if not header.of_indicators or header.aside or {len(row) for row in rows} != {len(header.headings)}:
        return False
    cells = [(number, row[index]) for number, found in columns.items() for index in found[:1] for row in rows]
    named = [level_in(number, cell.text, words) for number, cell in cells if not cell.blank]
    return bool(named) and all(named)


def names_levels(rows: Sequence[Row], labels: Labels) -> bool:
    """Whether several rows begin with names of levels, as rows of indicators do."""
    firsts = (next((cell for cell in distinct(row) if not cell.blank), None) for row in rows)
    named = {
        cell for cell in firsts if cell and any(level_in(number, cell.text, labels.vocabulary) for number in LEVELS)
    }
    return len(named) > 1
