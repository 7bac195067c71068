"""The drawings that several exhibits share: bars, stacked bars and a matrix of labelled cells."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.style import (
    ACCENT,
    BLUE,
    GREY,
    INK,
    NARROW,
    RULE,
    SERIF,
    SMALLEST,
    WIDTH,
    canvas,
    row_labels,
    shorten,
    text_width,
)

ROW = 0.36  # inches a row of a chart takes; two lines of a name fit
CLOSE_ROW = 0.27  # where every name has one line
PAPER = {"fc": "white", "lw": 0, "pad": 2}  # behind a text that a line runs through
PAGE_ROW = 0.29  # on the page of a brief
LINE_ROW = 0.21  # on the page of a brief, where every name has one line
NAMES = 2.05  # inches for the names of projects
PAGE_NAMES = 3.0  # on the page of a brief, where that leaves each its line
AXIS = 0.35  # between names and axes


def names_room(exhibit: Exhibit, names: Sequence[str]) -> dict[str, float]:
    """Inches before a chart's rows for their names (``left``), and for a row, as `write_names` will write them."""
    if exhibit.width < NARROW:
        return {"left": 0.15 - AXIS, "row": 0.5}
    longest = max((text_width(name, 9) for name in names), default=0) + 0.05
    if exhibit.bare and longest <= PAGE_NAMES:
        return {"left": longest, "row": LINE_ROW}
    return {"left": NAMES, "row": PAGE_ROW if exhibit.bare else ROW}


def write_names(ax: Axes, exhibit: Exhibit, names: Sequence[str], left: float) -> None:
    """Names before the rows of a chart, and in a narrow one above them."""
    narrow = exhibit.width < NARROW
    row_labels(ax, [""] * len(names) if narrow else list(names), left)
    for row, text in enumerate(names) if narrow else ():
        short = shorten(text, exhibit.width - 0.3, 8.5, 1)
        ax.annotate(short, (0, row), xytext=(0, 11), textcoords="offset points", size=8.5, va="center", bbox=PAPER)


def row_canvas(
    exhibit: Exhibit,
    rows: int,
    *,
    left: float = NAMES,
    right: float = 0.35,
    top: float = 0.0,
    bottom: float = 0.12,
    row: float = ROW,
):
    """A canvas whose axes are as high as its rows need."""
    return canvas(
        exhibit.title,
        exhibit.subtitle,
        exhibit.source,
        max(rows, 2) * row,
        left=left + AXIS,
        right=right,
        top=top,
        bottom=bottom,
        width=exhibit.width,
    )


def bars(
    exhibit: Exhibit,
    labels: Sequence[str],
    values: Sequence[float],
    texts: Sequence[str],
    *,
    accent: Sequence[bool] | None = None,
    left: float = NAMES,
    reference: float | None = None,
    heads: Sequence[bool] = (),
) -> Figure:
    """Horizontal bars from zero with their values written at the end; accented rows in the one accent colour.

    ``heads`` marks the rows that have no bar and head the rows below them; with them, rows stand closer.
    """
    room = max((text_width(text, 9) for text in texts), default=0) + 0.15
    height = CLOSE_ROW if any(heads) else ROW
    figure, ax = row_canvas(exhibit, len(labels), left=left, right=0.3 + room, row=height)
    numbers = np.nan_to_num(np.asarray(values, dtype=float))
    marked = accent if accent is not None else [False] * len(labels)
    ax.barh(range(len(labels)), numbers, height=0.62, color=[ACCENT if mark else BLUE for mark in marked])
    ax.set_xlim(0, max(numbers.max(initial=0), 1e-12))
    for row, (number, text) in enumerate(zip(numbers, texts, strict=True)):
        paper = PAPER if reference is not None else None
        ax.annotate(text, (number, row), xytext=(5, 0), textcoords="offset points", va="center", color=INK, bbox=paper)
    if reference is not None:
        ax.axvline(reference, color=GREY, lw=1, ls=(0, (3, 3)), zorder=0.5)
    row_labels(ax, list(labels), left)
    for label in compress(ax.get_yticklabels(), heads):
        label.set(color=INK, size=10, family=SERIF)
    ax.set_xticks([])
    return figure


def dots(
    exhibit: Exhibit,
    labels: Sequence[str],
    values: Sequence[float],
    texts: Sequence[str],
    *,
    accent: Sequence[bool],
    left: float = NAMES,
) -> Figure:
    """A dot a row with its value beside it, on an axis around the data: for values that no length from zero stands for.

    Accented rows are in the one accent colour.
    """
    room = max((text_width(text, 9) for text in texts), default=0) + 0.15
    figure, ax = row_canvas(exhibit, len(labels), left=left, right=0.3 + room, bottom=0.35)
    ax.hlines(range(len(labels)), 0, 1, transform=ax.get_yaxis_transform(), color=RULE, lw=0.8, zorder=0.5)
    ax.scatter(values, range(len(labels)), s=52, color=[ACCENT if mark else BLUE for mark in accent], zorder=3)
    for row, (value, text) in enumerate(zip(values, texts, strict=True)):
        ax.annotate(text, (value, row), xytext=(8, 0), textcoords="offset points", va="center", bbox=PAPER)
    row_labels(ax, list(labels), left)
    ax.margins(x=0.08)
    low, high = ax.get_xlim()
    ax.set_xticks([tick for tick in MaxNLocator(5).tick_values(low, high) if low <= tick <= high])
    ax.set_xlim(low, high)
    ax.spines["left"].set_visible(False)
    return figure


def stacked_bars(
    exhibit: Exhibit,
    labels: Sequence[str],
    parts: ArrayLike,
    headings: Sequence[str],
    ends: Sequence[str],
    *,
    colours: Sequence[str],
    texts: Sequence[Sequence[str]] | None = None,
    left: float = NAMES,
) -> Figure:
    """Horizontal bars of parts; headings over the parts of the first row, a text at each bar's end."""
    room = max((text_width(text, 9) for text in ends), default=0) + 0.15
    key = sum(0.37 + text_width(heading, 8.5) for heading in headings)
    top = 0.11 + 0.19 * -(-key // (WIDTH - 0.6))
    figure, ax = row_canvas(exhibit, len(labels), left=left, right=0.3 + room, top=top)
    widths = np.nan_to_num(np.asarray(parts, dtype=float))
    starts = np.cumsum(widths, axis=1) - widths
    for part, colour in zip(range(widths.shape[1]), colours, strict=True):
        ax.barh(
            range(len(labels)),
            widths[:, part],
            left=starts[:, part],
            height=0.62,
            color=colour,
            edgecolor="white",
            lw=0.6,
        )
    ax.set_xlim(0, max(widths.sum(axis=1).max(initial=0), 1e-12))
    for row, text in enumerate(ends):
        ax.annotate(text, (widths[row].sum(), row), xytext=(5, 0), textcoords="offset points", va="center")
    if texts is not None:
        _write_parts(ax, texts, starts, widths, colours)
    row_labels(ax, list(labels), left)
    ax.set_xticks([])
    _key(figure, ax, headings, colours)
    return figure


def _write_parts(ax: Axes, texts, starts, widths, colours) -> None:
    """A text in each part that has room for it."""
    inches = ax.get_position().width * WIDTH / ax.get_xlim()[1]
    for row, line in enumerate(texts):
        for part, text in enumerate(line):
            if text_width(text, 8) + 0.06 < widths[row, part] * inches:
                middle = starts[row, part] + widths[row, part] / 2
                ax.text(middle, row, text, size=8, ha="center", va="center", color=ink_on(colours[part]))


def _key(figure: Figure, ax: Axes, headings: Sequence[str], colours: Sequence[str]) -> None:
    """Name the colours in a line above the axes, in their order."""
    box = ax.get_position()
    total = figure.get_size_inches()[1]
    widths = [0.17 + text_width(heading, 8.5) + 0.2 for heading in headings]
    # From the axes' left edge, or further left where the line would not end on the page.
    x, y = max(min(box.x0 * WIDTH, WIDTH - 0.1 - sum(widths)), 0.3), box.y1 * total + 0.12
    for heading, colour, width in zip(headings, colours, widths, strict=True):
        if x + width > WIDTH:  # next line, above
            x, y = 0.3, y + 0.19
        figure.add_artist(_swatch(figure, x, y, colour))
        figure.text((x + 0.17) / WIDTH, (y + 0.055) / total, heading, size=8.5, color=GREY, va="center")
        x += width


def _swatch(figure: Figure, x: float, y: float, colour: str) -> FancyBboxPatch:
    total = figure.get_size_inches()[1]
    return FancyBboxPatch(
        (x / WIDTH, y / total),
        0.11 / WIDTH,
        0.11 / total,
        boxstyle="square,pad=0",
        fc=colour,
        ec="none",
        transform=figure.transFigure,
    )


def matrix(
    exhibit: Exhibit,
    rows: Sequence[str],
    headings: Sequence[str],
    cells: Sequence[Sequence[tuple[str, str, str]]],
    *,
    left: float = NAMES,
    size: float = SMALLEST,
) -> Figure:
    """A matrix of rounded cells, each a (text, fill, edge), under headings that may have line breaks.

    In a narrow place the names stand above their rows, and the headings upright.
    """
    narrow = exhibit.width < NARROW
    if narrow:
        longest = max((text_width(heading.replace("\n", ""), 8.5) for heading in headings), default=0)
        figure, ax = row_canvas(exhibit, len(rows), left=-0.3, right=0.05, top=longest + 0.1, row=0.5)
    else:
        lines = max((heading.count("\n") + 1 for heading in headings), default=1)
        row = 0.3 if exhibit.bare else ROW
        figure, ax = row_canvas(exhibit, len(rows), left=left, right=0.1, top=0.08 + 0.16 * lines, row=row)
    middle, size_of_cell = (0.24, (0.95, 0.44)) if narrow else (0, (0.9, 0.76))
    for row, line in enumerate(cells):
        for column, cell in enumerate(line):
            _write_cell(ax, (column, row + middle), size_of_cell, cell, size)
    ax.set_xlim(-0.5, len(headings) - 0.5)
    row_labels(ax, list(rows), left)
    if narrow:
        _names_above(ax, rows, exhibit.width)
    ax.xaxis.tick_top()
    if narrow:
        labels = [heading.replace("\n", "") for heading in headings]
        ax.set_xticks(range(len(headings)), labels, size=8.5, rotation=90)
    else:
        ax.set_xticks(range(len(headings)), list(headings), size=8.5, linespacing=1.15, va="baseline")
    for spine in ax.spines.values():
        spine.set_visible(False)
    return figure


def cell_room(exhibit: Exhibit, columns: int, left: float) -> float:
    """Inches for the text in a cell of a `matrix`."""
    if exhibit.width < NARROW:
        return (exhibit.width - 0.1) / columns * 0.95 - 0.01
    return (exhibit.width - left - 0.45) / columns * 0.9 - 0.04


def _write_cell(
    ax: Axes, middle: tuple[float, float], size_of_cell: tuple[float, float], cell: tuple[str, str, str], size: float
) -> None:
    (x, y), (wide, high), (text, fill, edge) = middle, size_of_cell, cell
    if fill or edge:
        round_ = "round,pad=0,rounding_size=0.06"
        corner = (x - wide / 2, y - high / 2)
        ax.add_patch(FancyBboxPatch(corner, wide, high, boxstyle=round_, fc=fill or "white", ec=edge or fill, lw=1.1))
    ax.text(x, y, text, ha="center", va="center", size=size, color=ink_on(fill or "#ffffff", edge))


def _names_above(ax: Axes, rows: Sequence[str], width: float) -> None:
    """Names above their rows, where there is no room beside them."""
    ax.set_yticks([])
    for row, name in enumerate(rows):
        ax.text(-0.47, row - 0.24, shorten(name, width - 0.2, 8.5, 1), size=8.5, va="center")


def ink_on(fill: str, edge: str = "") -> str:
    """White or dark ink, whichever is read better on a colour; the edge's colour on white."""
    red, green, blue = (int(fill[i : i + 2], 16) / 255 for i in (1, 3, 5))
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    if light > 0.95 and edge in (ACCENT, BLUE):
        return edge
    return "white" if light < 0.45 else INK
