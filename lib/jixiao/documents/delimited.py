"""Text whose lines are rows, parted by commas or tabs, as spreadsheets export it, or by strokes (Markdown)."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import groupby

from jixiao.documents.content import Content, Grid, Piece
from jixiao.documents.grids import Cell, split
from jixiao.documents.limits import POSITIONS, check
from jixiao.documents.text import read_text

# Of the lines, those that have as many cells as most have: fewer are prose with a comma in it. This tool's convention.
MOST = 0.6
LEAST = {",": 3, "\t": 2}  # cells in a line
_RULE = re.compile(r"\|?(?::?-+:?\|)*(?::?-+:?)?")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_HEADING = re.compile(r"#{1,6}\s+")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def read_any_text(text: str) -> Content:
    """Text to paragraphs and grids, by how its cells are parted: a line each, or by commas, tabs or strokes."""
    check(text.count("\n"), POSITIONS, "lines")
    lines = text.split("\n")
    tabbed = [line for line in lines if "\t" in line]
    if tabbed and 2 * sum("\t" in line.strip("\t") for line in tabbed) < len(tabbed):
        return read_text(text)  # a cell a line
    if sum(line.lstrip().startswith("|") for line in lines) > 1 or any(map(_is_rule, lines)):
        return _read_strokes(lines)
    for delimiter in "\t,":
        rows = _rows(text, delimiter) if delimiter in text else []
        if rows:
            return _read_rows(rows)
    return read_text(text)


def _rows(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """The rows of delimited text with the lines on which they end; none where it is something else."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error:
        return []
    widths = Counter(len(row) for _, row in rows if any(map(str.strip, row)))
    wide = sum(number for width, number in widths.items() if width >= LEAST[delimiter])
    return rows if wide > 1 and wide >= MOST * widths.total() else []


def _read_rows(rows: list[tuple[int, list[str]]]) -> Content:
    """Rows as a sheet has them: what stands alone above a table is a paragraph."""
    check(sum(len(row) for _, row in rows), POSITIONS, "cells in a table")
    cells = [
        Cell(number, column, [text.strip()])
        for number, (_, row) in enumerate(rows)
        for column, text in enumerate(row)
        if text.strip()
    ]
    return Content("text", list(split(cells, lambda cell, _: f"line {rows[cell.row][0]}, column {cell.column + 1}")))


def _read_strokes(lines: list[str]) -> Content:
    """Markdown: tables whose cells are parted by strokes, below and above lines of text."""
    content = Content("text", [])
    for is_table, run in groupby(enumerate(lines, 1), key=lambda item: _is_row(item[1])):
        if not is_table:
            content.blocks += [Piece(_plain(line), f"line {number}") for number, line in run if line.strip()]
            continue
        table = list(run)
        framed = table[0][1].lstrip().startswith("|")
        rows = [_row(line, number, framed=framed) for number, line in table if not _is_rule(line)]
        check(len(rows) * max(map(len, rows), default=0), POSITIONS, "cells in a table")
        if rows:
            content.blocks.append(Grid(rows))
    return content


def _is_row(line: str) -> bool:
    return "|" in re.sub(r"\\\|", "", line)


def _is_rule(line: str) -> bool:
    """Whether a line parts the heading of a Markdown table from its rows: |---|:--:|."""
    return "|" in line and "-" in line and _RULE.fullmatch("".join(line.split())) is not None


def _row(line: str, number: int, *, framed: bool) -> list[Piece]:
    """The cells of a line; the strokes at both ends of a framed table part none."""
    cells = re.split(r"(?<!\\)\|", line)
    if framed:
        cells = cells[not cells[0].strip() : len(cells) - (len(cells) > 1 and not cells[-1].strip())]
    return [Piece(_plain(text), f"line {number}, column {column}") for column, text in enumerate(cells, 1)]


def _plain(text: str) -> str:
    """A text without the signs of Markdown around it."""
    plain = _BREAK.sub("\n", _HEADING.sub("", text.strip(), count=1).replace("\\|", "|").replace("&nbsp;", " "))
    bold = _BOLD.fullmatch(plain)
    return bold[1] if bold else plain
