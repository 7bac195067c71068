"""How an exhibit is shown in a terminal and a notebook: its words and its table, as text and as HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from jixiao.characters import in_html, legible
from jixiao.phrases import Column
from jixiao.texts import seen

if TYPE_CHECKING:
    from jixiao.exhibits.exhibit import Exhibit


def as_text(exhibit: Exhibit) -> str:
    """Title, finding, table and source; each column as wide as its longest cell."""
    cells = [[seen(cell) for cell in row] for row in [*exhibit.cells, *exhibit.total_cells]]
    table = pd.DataFrame(cells, columns=[column.label for column in exhibit.columns])
    with pd.option_context("display.unicode.east_asian_width", True):
        rows = f"{table.to_string(index=False)}\n\n" if exhibit.columns else ""
    return legible(f"{exhibit.title}\n{exhibit.finding}\n\n{rows}{exhibit.notes}")


def as_html(exhibit: Exhibit) -> str:
    """Finding and table; a picture carries title, subtitle and source itself."""
    head = "".join(f'<th scope="col" style="{_align(c)}">{in_html(c.label)}</th>' for c in exhibit.columns)
    body, foot = (_rows(exhibit.columns, rows) for rows in (exhibit.cells, exhibit.total_cells))
    title = caption = source = ""
    if not exhibit.draw:
        title, caption = f"<strong>{in_html(exhibit.title)}</strong><br>", in_html(exhibit.subtitle)
        source = f"<p><small>{in_html(exhibit.notes)}</small></p>"
    return legible(
        f"<p>{title}{in_html(exhibit.finding)}</p>"
        f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
        f"{f'<tfoot>{foot}</tfoot>' if foot else ''}</table>"
        f"{source}"
    )


def _rows(columns: list[Column], rows: list[list[str]]) -> str:
    aligned = [f'<td style="{_align(column)}">' for column in columns]
    cells = [[start + in_html(cell) + "</td>" for start, cell in zip(aligned, row, strict=True)] for row in rows]
    return "".join(f"<tr>{''.join(row)}</tr>" for row in cells)


def _align(column: Column) -> str:
    return "text-align:right" if column.numeric else "text-align:left"
