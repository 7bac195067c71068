"""The ruled tables of a PDF page: pdfplumber's, their cells looked up faster."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pdfplumber.page import Page
from pdfplumber.table import TableFinder, TableSettings, cells_to_tables, edges_to_intersections

Corners = tuple[float, float, float, float]
Point = tuple[float, float]


class _Finder(TableFinder):
    """Gives the rulings of a page without looking for tables at once."""

    def __init__(self, page: Page, settings: TableSettings):
        self.page, self.settings = page, settings


def ruled_tables(page: Page, levels: Sequence[float]) -> list[list[Corners]]:
    """The cells of each table of a page.

    Parameters
    ----------
    page : Page
        With its rulings.
    levels : sequence of float
        Where level rulings are taken to run besides, in points from the top.
    """
    settings = TableSettings.resolve({"explicit_horizontal_lines": list(levels)})
    edges = _Finder(page, settings).get_edges()
    crossings = edges_to_intersections(edges, settings.intersection_x_tolerance, settings.intersection_y_tolerance)
    return [list(cells) for cells in cells_to_tables(cells_between(crossings))]


def cells_between(crossings: dict[Point, dict[str, list[dict]]]) -> list[Corners]:
    """The smallest cell right below each crossing of rulings, as pdfplumber's `intersections_to_cells` finds it."""
    upright = {point: set(map(id, through["v"])) for point, through in crossings.items()}
    level = {point: set(map(id, through["h"])) for point, through in crossings.items()}
    columns: dict[float, list[Point]] = defaultdict(list)
    rows: dict[float, list[Point]] = defaultdict(list)
    cells = []
    for point in sorted(crossings, reverse=True):  # columns and rows hold what lies below and right, farthest first
        x, top = point
        corners = (
            (across, under)
            for under in reversed(columns[x])
            if not upright[point].isdisjoint(upright[under])
            for across in reversed(rows[top])
            if not level[point].isdisjoint(level[across])
        )
        for across, under in corners:
            corner = across[0], under[1]
            if (
                corner in crossings
                and not upright[corner].isdisjoint(upright[across])
                and not level[corner].isdisjoint(level[under])
            ):
                cells.append((*point, *corner))
                break
        columns[x].append(point)
        rows[top].append(point)
    return cells[::-1]
