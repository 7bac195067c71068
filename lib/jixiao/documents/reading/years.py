"""Money of several years beside the whole of a project: the budget year's is the budget, and the whole is not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from jixiao.documents.content import Piece
from jixiao.documents.reading.figures import figure
from jixiao.documents.reading.labels import Labels, Row, distinct
from jixiao.vocabulary import fold

_OF_YEAR = re.compile(r"(?:其中:)?(?P<year>20\d\d)年?度?(?:预算|安排|资金|投资|计划|投入)*(?:数|额|金额)?")


def with_years(rows: Sequence[Row], labels: Labels) -> Labels:
    """The labels, with years of money as labels where nothing but the whole of a project states its budget."""
    if labels.meanings.get("whole_budget") != "budget":
        return labels
    years = {text: year for row in rows if _is_of_money(row, labels) for text, year in _years(row).items()}
    if not years:
        return labels
    terms = {text: "budget" if year == labels.year else "other" for text, year in years.items()}
    return replace(labels, texts={**labels.texts, **terms}, meanings={**labels.meanings, "whole_budget": "other"})


def _is_of_money(row: Row, labels: Labels) -> bool:
    """Whether a row has years beside the whole, or is one of years and figures alone, behind a label at most."""
    cells = [cell for cell in distinct(row) if not cell.blank]
    if any(labels.word(cell.text) == "whole_budget" for cell in cells):
        return True
    behind = cells if cells and _year(cells[0]) else cells[1:]
    pairs = list(zip(behind[::2], behind[1::2], strict=False))
    return 2 * len(pairs) == len(behind) > 0 and all(_year(year) and _is_figure(cell) for year, cell in pairs)


def _years(row: Row) -> dict[str, int]:
    return {cell.text: year for cell in distinct(row) if (year := _year(cell))}


def _year(cell: Piece) -> int | None:
    """The year that a label names and nothing else: 2024年, 其中：2024年投资."""
    text = fold(cell.text)
    found = _OF_YEAR.fullmatch(text)
    return int(found["year"]) if found and "年" in text else None


def _is_figure(cell: Piece) -> bool:
    return _year(cell) is None and figure(cell.text) is not None
