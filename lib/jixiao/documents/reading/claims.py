"""What the columns of a list of indicators hold where no exact word says it.

In 110 tables whose headings were hidden, cells told levels, signs and units nearly always, and a lone target; they told
results, weights and scores hardly ever. Hence, in this order: an exact word of the vocabulary, unless the cells veto
it; a word that is nearly one, where the cells agree; the cells; and, for the name of the indicator alone, its place.
Money, weights, scores, results and the choice among years are decided by exact words alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from rapidfuzz import fuzz

from jixiao.documents.content import Piece
from jixiao.documents.reading.headers import INDICATOR, Header
from jixiao.documents.reading.labels import MONEY, SUBJECT, Labels, Row, distinct
from jixiao.target_values import parse_target
from jixiao.target_values.folding import EMPTY, QUALITATIVE, fold_value
from jixiao.target_values.signs import SIGNS
from jixiao.target_values.units import known_unit
from jixiao.vocabulary import Vocabulary, fold_heading

BY_WORD, BY_CELLS, BY_PLACE = "a word nearly known", "its cells", "its place"
# What a word that is nearly known may mean. Money, weights, scores and results are decided by exact words alone.
NEAR = ("level1", "level2", "indicator", "target", "description", "basis", "sign", "unit")
LIKE = 80  # percent of likeness from which a word is nearly another
MOST = 0.6  # of a column's cells
# Parts of headings that say nothing of what a column holds.
_FILLING = re.compile("年度|全年|年初|预期|当年|本年|本项目|项目|绩效|设定|具体|考核|计划|主要")
_PLACE = re.compile("(?:镇|乡|村|街道|县|区|市|旗|州|社区|农场)$")
_FORM_TERMS = {*SUBJECT, *MONEY, "purpose", "plan", "project_goal"}
ROWS_AHEAD = 4  # below a row that may be one of headings


@dataclass(frozen=True)
class Cells:
    """What the cells of a column are like: shares of its texts from 0 to 1, each found out when it is asked for."""

    texts: tuple[str, ...]
    vocabulary: Vocabulary

    @classmethod
    def of(cls, pieces: Iterable[Piece], vocabulary: Vocabulary) -> Cells:
        """The cells of a column; merged ones count once, blank ones not at all."""
        return cls(tuple(piece.text.strip() for piece in dict.fromkeys(pieces) if not piece.blank), vocabulary)

    def _share(self, is_one: Callable[[str], object]) -> float:
        return sum(map(bool, map(is_one, self.texts))) / max(len(self.texts), 1)

    @cached_property
    def level1(self) -> float:
        """Names of a first level."""
        return self._share(lambda text: level_in(1, text, self.vocabulary))

    @cached_property
    def level2(self) -> float:
        """Names of a second level."""
        return self._share(lambda text: level_in(2, text, self.vocabulary))

    @cached_property
    def sign(self) -> float:
        """Signs, or words for them."""
        return self._share(lambda text: fold_value(text) in {*SIGNS, *EMPTY, *QUALITATIVE})

    @cached_property
    def unit(self) -> float:
        """Units."""
        return self._share(lambda text: known_unit(fold_value(text), self.vocabulary))

    @cached_property
    def figure(self) -> float:
        """Numbers, ranges and days."""
        return self._share(
            lambda text: parse_target(text, vocabulary=self.vocabulary).kind in ("number", "range", "date")
        )

    @cached_property
    def plain(self) -> float:
        """Bare numbers."""
        return self._share(lambda text: re.fullmatch(r"[\d.,]+%?", fold_value(text)))

    @property
    def different(self) -> float:
        """Texts that differ from each other."""
        return len(set(self.texts)) / max(len(self.texts), 1)

    def agrees(self, term: str) -> bool:
        """Whether the cells may be what a word that is nearly known says."""
        if not self.texts:
            return False
        if term in ("level1", "level2", "sign", "unit"):
            return getattr(self, term) >= MOST
        levels = max(self.level1, self.level2)
        if term == "target":
            return levels < MOST and self.sign < MOST
        return levels < MOST and self.figure < MOST


def level_in(number: int, text: str, vocabulary: Vocabulary) -> str | None:
    """The level that a short text names, with points or a number around it: 产出指标50分."""
    known = vocabulary.level(number, text)
    if known or len(text) > 20:
        return known
    bare = re.sub(r"^\d+[.、]?|[共\d.%分:：]+$", "", fold_heading(text))
    return vocabulary.level(number, bare) if bare else None


def claimed(header: Header, body: Sequence[Row]) -> Header:
    """The header with the terms that its columns have by their words, their cells or their place.

    Parameters
    ----------
    header : Header
        With the terms that exact words give.
    body : sequence of rows
        The rows below it.
    """
    terms = header.known_terms
    if not body or header.dates or header.pairs or not (terms & (INDICATOR | {"target"}) or _has_levels(header, body)):
        return header
    columns = {index: Cells.of(_column(header, body, index), header.labels.vocabulary) for index in header.headings}
    columns = {index: cells for index, cells in columns.items() if cells.texts}
    found = dict(header.terms)
    for index, cells in columns.items():  # a column of level names is none of targets, nor of indicators
        if found.get(index) == "target" and max(cells.level1, cells.level2) >= MOST:
            found[index] = None
        elif found.get(index) == "indicator" and cells.level2 >= MOST and "level2" not in found.values():
            found[index] = "level2"
        elif found.get(index) == "indicator" and cells.level1 >= MOST and "level1" not in found.values():
            found[index] = "level1"
    places = _of_places(header, found, columns)
    if places:
        return replace(header, terms={**found, places[0]: "target"}, places=places)
    claims: dict[int, str] = {}
    for claim, how in ((_by_words, BY_WORD), (_by_cells, BY_CELLS), (_by_place, BY_PLACE)):
        new = claim(header, found, columns)
        claims |= dict.fromkeys(new, how)
        found |= new
    return replace(header, terms=found, claims=tuple(sorted(claims.items())))


Terms = Mapping[int, str | None]
Columns = Mapping[int, Cells]


def _by_words(header: Header, terms: Terms, columns: Columns) -> dict[int, str]:
    """Terms of headings that are nearly known, where nothing else has them and the cells agree."""
    found: dict[int, str] = {}
    for index, cells in columns.items():
        term = near_term(header.headings[index].text, header.labels.vocabulary) if not terms.get(index) else None
        if term and term not in {*terms.values(), *found.values()} and cells.agrees(term):
            found[index] = term
    return found


def _by_cells(header: Header, terms: Terms, columns: Columns) -> dict[int, str]:
    """Levels, signs and units, each the first column that is like them; and the only column like targets."""
    found: dict[int, str] = {}
    free = [index for index in columns if not terms.get(index)]
    for term in ("level1", "level2", "sign", "unit"):
        alike = [index for index in free if index not in found and getattr(columns[index], term) >= MOST]
        few = term in ("sign", "unit") and "target" not in terms.values()
        if term not in terms.values() and alike and not few:
            found[alike[0]] = term
    targets = [index for index in free if index not in found and _is_like_targets(columns[index], terms)]
    if "target" not in terms.values() and len(targets) == 1:
        found[targets[0]] = "target"
    return found


def _of_places(header: Header, terms: Terms, columns: Columns) -> tuple[int, ...]:
    """Columns of targets for one place each, side by side at the end of the list: their headings name townships."""
    if {"target", "actual"} & set(terms.values()) or "indicator" not in terms.values():
        return ()
    last = max(index for index, term in terms.items() if term)
    places = [index for index in columns if index > last and not terms.get(index)]
    alike = all(_PLACE.search(fold_heading(header.headings[index].text)) for index in places)
    return tuple(places) if len(places) > 1 and alike else ()


def _is_like_targets(cells: Cells, terms: Terms) -> bool:
    """Whether cells state figures, and not bare ones, which weights and scores are too."""
    return cells.figure >= 0.5 and ("unit" in terms.values() or cells.plain < MOST)


def _by_place(header: Header, terms: Terms, columns: Columns) -> dict[int, str]:
    """The name of the indicator: the first column of different texts behind the levels and before the target."""
    if "indicator" in terms.values() or "target" not in terms.values():
        return {}
    levels = [index for index, term in terms.items() if term in ("level1", "level2")]
    target = min(index for index, term in terms.items() if term == "target")
    between = [
        index
        for index, cells in columns.items()
        if levels and max(levels) < index < target and not terms.get(index) and cells.figure < 0.5 <= cells.different
    ]
    return {between[0]: "indicator"} if between else {}


def near_term(heading: str, vocabulary: Vocabulary) -> str | None:
    """The term of a heading that is nearly a known one: composed of known parts, or a small edit away."""
    text = fold_heading(heading)
    bare = _FILLING.sub("", text)
    for candidate in (bare, bare + "指标", "绩效" + bare):
        if bare and (term := vocabulary.heading(candidate)) in NEAR:
            return term
    known = {alias: term for term in NEAR for alias in vocabulary.words["headings"][term] if len(alias) > 2}
    parts = _parts(text)
    if same := next((term for alias, term in known.items() if _parts(alias) == parts), None):
        return same  # 预期当年实现值 is 当年预期实现值
    likeness = {alias: fuzz.ratio(text, alias) for alias in known}
    best = max(likeness, key=likeness.__getitem__)
    return known[best] if likeness[best] >= LIKE else None


def _parts(text: str) -> tuple[frozenset[str], str]:
    """The words of a heading that say little, in any order, and what is left of it."""
    return frozenset(_FILLING.findall(text)), _FILLING.sub("", text)


def could_head(rows: Sequence[Row], start: int, labels: Labels) -> bool:
    """Whether a row may head a list of indicators although few of its words are known.

    The rows below it name levels in one column, and it has a short text over them, no figure, and no label of a form.
    What stands between it and the levels is headings too: rows of labels and values are those of a form.
    """
    cells = [cell for cell in distinct(rows[start]) if not cell.blank]
    terms = {labels.term(cell.text) for cell in cells}
    if len(cells) < 3 or terms & _FORM_TERMS or not _are_headings(cells, labels.vocabulary):
        return False
    below = [[cell for cell in distinct(row) if not cell.blank] for row in rows[start + 1 : start + 1 + ROWS_AHEAD]]
    named = (number for number, row in enumerate(below) if any(_names_level(cell, labels.vocabulary) for cell in row))
    first = next(named, None)
    if first is None or len(below[0]) < 2:
        return False
    return all(_are_headings(row, labels.vocabulary) for row in below[:first])


def _are_headings(cells: Sequence[Piece], vocabulary: Vocabulary) -> bool:
    return all(_is_heading(cell.text, vocabulary) for cell in cells)


def _is_heading(text: str, vocabulary: Vocabulary) -> bool:
    named = any(level_in(number, text, vocabulary) for number in (1, 2))
    return len(text.strip()) <= 20 and not named and not re.search(r"\d", text) and not set(text) & set("，。；≥≤")


def _names_level(cell: Piece, vocabulary: Vocabulary) -> bool:
    return any(level_in(number, cell.text, vocabulary) for number in (1, 2))


def _has_levels(header: Header, body: Sequence[Row]) -> bool:
    """Whether the first rows name levels."""
    cells = {cell for row in body[:ROWS_AHEAD] for cell in row if not cell.blank and cell not in header.pieces}
    return any(_names_level(cell, header.labels.vocabulary) for cell in cells)


def _column(header: Header, body: Sequence[Row], index: int) -> list[Piece]:
    return [row[index] for row in body if index < len(row) and row[index] not in header.pieces]
