"""Money of several years beside the whole of a project: the budget year's is the budget, and the whole is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from jixiao.documents.content import Piece
from jixiao.documents.reading.figures import figure
from jixiao.documents.reading.labels import Labels, Row, distinct
from jixiao.documents.reading.periods import year_of


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
    behind = cells if cells and year_of(cells[0].text) else cells[1:]
    pairs = list(zip(behind[::2], behind[1::2], strict=False))
    return 2 * len(pairs) == len(behind) > 0 and all(year_of(year.text) and _is_figure(cell) for year, cell in pairs)


def _years(row: Row) -> dict[str, int]:
    return {cell.text: year for cell in distinct(row) if (year := year_of(cell.text))}


def _is_figure(cell: Piece) -> bool:
    return year_of(cell.text) is None and figure(cell.text) is not None
