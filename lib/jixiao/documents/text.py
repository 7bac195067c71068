"""Text as exported from a word processor: a cell a line, each begun by a tab; rows parted by a blank line.

A cell may hold line breaks of its own, blank lines among them: a row that a blank line cuts in two is put together
again where the parts have just the cells that the other rows of the table have.
"""

from __future__ import annotations

import re
from collections import Counter

from jixiao.documents.content import Content, Doubt, Grid, Piece, quote
from jixiao.documents.limits import POSITIONS, check

BOOKMARK = re.compile(r"\[bookmark: [^\[\]\n]*\]")


def read_text(text: str) -> Content:
    """Take exported text apart into paragraphs and grids."""
    check(text.count("\n"), POSITIONS, "lines")
    content = Content("text", [])
    rows: list[list[Piece]] = []
    widths: Counter[int] = Counter()  # of the rows but the last, which may still grow
    for run in _runs(text):
        lead, cells = _split(run)
        if lead and _completes(rows, cells, widths):
            content.doubts.append(_swallowed(lead))
            rows[-1][-1].text += "\n\n" + "\n".join(line.text for line in lead)
            rows[-1] += cells
            continue
        if lead:
            content.blocks += [*_grid(rows, content.doubts), *lead]
            rows = []
            widths.clear()
        if cells:
            widths.update(map(len, rows[-1:]))
            rows.append(cells)
    content.blocks += _grid(rows, content.doubts)
    return content


def _runs(text: str) -> list[list[Piece]]:
    """Groups of lines between empty lines. A line that holds only a space is a paragraph, and so ends a table."""
    runs: list[list[Piece]] = [[]]
    for number, line in enumerate(BOOKMARK.sub("", text).split("\n"), 1):
        if line:
            runs[-1].append(Piece(line, f"line {number}"))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _split(run: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """The lines of a run before its first cell, and its cells; a line without a tab goes on with the cell before it."""
    lead: list[Piece] = []
    cells: list[list[Piece]] = []  # the lines of each
    for line in run:
        if line.text.startswith("\t"):
            cells.append([Piece(line.text[1:], line.place)])
        else:
            (cells[-1] if cells else lead).append(line)
    return lead, [Piece("\n".join(line.text for line in lines), lines[0].place) for lines in cells]


def _width(widths: Counter[int]) -> int:
    """The width that most cells stand in: rows that were cut in two are many, but short."""
    return max(widths.items(), key=lambda item: (item[0] * item[1], item[0]))[0]


def _completes(rows: list[list[Piece]], cells: list[Piece], widths: Counter[int]) -> bool:
    """Whether the last row lacks just these cells, so that the text between them belongs into its last cell."""
    return len(rows) > 1 and bool(cells) and len(rows[-1]) + len(cells) == _width(widths)


def _grid(rows: list[list[Piece]], doubts: list[Doubt]) -> list[Grid]:
    if not rows:
        return []
    width = _width(Counter(map(len, rows)))
    whole: list[list[Piece]] = []
    for row in rows:
        before = whole[-1] if whole else []
        if before and len(before) < width and len(before) + len(row) <= width:
            doubts.append(_joined(before, row, width))
            before += row
        else:
            whole.append(row)
    doubts += [_odd(row, width) for row in whole if len(row) != width]
    return [Grid(whole)]


def _swallowed(lead: list[Piece]) -> Doubt:
    return Doubt(
        lead[0].place,
        quote(lead[0].text),
        "a cell, as the row before and the row after make one only with it",
        "read as part of the cell before; compare with the document",
    )


def _joined(before: list[Piece], after: list[Piece], width: int) -> Doubt:
    return Doubt(
        before[-1].place,
        f"a row of {len(before)} cells, an empty line, a row of {len(after)}",
        f"{width} cells, as in the other rows of the table",
        "read as one row whose cell ends in a line break; compare with the document",
    )


def _odd(row: list[Piece], width: int) -> Doubt:
    return Doubt(
        row[0].place, f"a row of {len(row)} cells", f"{width} cells", "read as it stands; compare with the document"
    )
