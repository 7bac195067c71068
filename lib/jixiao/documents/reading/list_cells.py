"""The cells of a row of a list by the terms of its header."""

from __future__ import annotations

import re

from jixiao.documents.content import Piece
from jixiao.documents.reading.headers import Header
from jixiao.documents.reading.labels import GROUPS, MONEY, PROJECT, Row, alone, split_label
from jixiao.documents.reading.statement import Cells
from jixiao.target_values.folding import EMPTY, fold_value
from jixiao.vocabulary import fold, fold_heading

_NOTE = re.compile(r"\s*(?:备\s*注|附?注|说\s*明|注释)(?:\s*\d{0,2}\s*[:：.．、]|\s+\S)")

_SUM = re.compile("(?:合计|小计|总计|累计)数?$")


def cells_text(cells: Cells) -> str:
    """The texts of a row's cells, for a message."""
    return " | ".join(cell.text for found in cells.values() for cell in found)


def cells_by_term(header: Header, row: Row) -> dict[str, list[Piece]]:
    """The filled cells of a row by term. A cell merged over several columns belongs to the first of them."""
    cells: dict[str, list[Piece]] = {}
    heading: dict[str, Piece] = {}
    row = _of_all_places(header, row)
    seen: set[Piece] = set()
    for index, cell in enumerate(row):
        term = header.terms.get(index)
        if not term or cell.blank or cell in header.pieces or term in GROUPS or term == "other":
            continue
        if _is_empty_sign(term, cell) or (header.pairs and term in ("indicator", "target")):
            continue
        if heading.setdefault(term, header.headings[index]) is not header.headings[index]:
            continue  # another column of the same meaning: not read, and reported
        # A level-2 name merged over both levels counts for its own too, and once.
        twice = term == "level2" and term not in cells and header.labels.vocabulary.level(2, cell.text)
        if cell not in seen or twice:
            cells.setdefault(term, []).append(cell)
        seen.add(cell)
    return cells


def _of_all_places(header: Header, row: Row) -> Row:
    """The row with the targets of several places as one: what all agree on, else what each has."""
    cells = {index: row[index] for index in header.places if index < len(row)}
    texts = {fold(cell.text) for cell in cells.values()}
    if len(texts) < 2:
        return row
    parts = [f"{header.headings[index].text.strip()}：{cell.text.strip() or '无'}" for index, cell in cells.items()]
    return [
        *row[: header.places[0]],
        Piece("；".join(parts), cells[header.places[0]].place),
        *row[header.places[0] + 1 :],
    ]


def _is_empty_sign(term: str | None, cell: Piece) -> bool:
    """Whether a sign says nothing, so that another column may say more."""
    return term == "sign" and not cell.blank and fold_value(cell.text) in EMPTY


def empty_signs(header: Header, row: Row) -> list[Piece]:
    """The cells of a row in columns of signs that say nothing."""
    return [cell for index, cell in enumerate(row) if _is_empty_sign(header.terms.get(index), cell)]


def side_by_side(header: Header, row: Row) -> list[Cells]:
    """The indicators that stand in one row, each under the name of its level 1, by term."""
    sets = [
        {"level1": level1, "level2": level2, "indicator": row[index], "target": row[index + 1]}
        for level1, level2, index in header.pairs
        if index + 1 < len(row)
    ]
    filled = [{term: [cell] for term, cell in cells.items() if cell and not cell.blank} for cells in sets]
    return [cells for cells in filled if "indicator" in cells]


def is_remark(header: Header, row: Row) -> bool:
    """Whether a row is a remark below the indicators.

    A cell of it covers the name of an indicator and its target, or it is a note and nothing else (注：本表……), or
    all of its cells have labels of their own (填报人：某某).
    """
    only = alone(row)
    if only is not None and _NOTE.match(only.text):
        return True
    filled = [cell for cell in row if not cell.blank and cell not in header.pieces]
    if filled and all(":" in fold(cell.text) and header.labels.term(split_label(cell.text)[0]) for cell in filled):
        return True
    covered: dict[Piece, set[str | None]] = {}
    for index, cell in enumerate(row):
        covered.setdefault(cell, set()).add(header.terms.get(index))
    names = {"level2", "indicator"}
    return any(terms & names and terms - {None, "description", "level1", *names} for terms in covered.values())


def is_sum(term: str | None, cells: Cells, header: Header) -> bool:
    """Whether a row sums up others: by what stands for its project or unit, or as one of a list with money alone."""
    listed = bool(header.known_terms & set(PROJECT))
    if term == "total" and (listed or header.of_tasks or not (header.of_phases or header.of_money)):
        return True
    named = [cell for name in ("department", *PROJECT) for cell in cells.get(name, ())]
    if listed and any(_SUM.search(fold_heading(cell.text)) for cell in named):
        return True
    return listed and "budget" in cells and all(_is_money(name, header) for name in cells.keys() - {"department"})


def _is_money(term: str, header: Header) -> bool:
    return term in MONEY or header.labels.source(term) is not None
