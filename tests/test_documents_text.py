"""Exported text to cells: a cell a line begun by a tab, rows parted by an empty line, cells with line breaks inside.

What the export itself does not tell apart: in a cell, a line that begins with a tab is a new cell; an empty line in a
row's last cell ends the row, and what follows is a paragraph; an empty line in a table's first row, or a second one in
the same row, ends the table; line breaks at the end of a cell, and all but one of several empty lines, are lost. How
many cells a row should have is known from the other rows: a table of three rows may be too short to tell.
"""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jixiao.documents.content import Content, Grid, Piece
from jixiao.documents.text import read_text
from jixiao.workbook import dataset_folder

SAMPLE = dataset_folder("sample") / "raw" / "2022" / "2022-lingang-business-district.txt"

# A line as it may stand in a cell: without tab, and not empty unless it is the whole cell.
LINES = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=6)
FULL = st.lists(LINES, min_size=1, max_size=3).map("\n".join)


def tables(*, rows=1, columns=1):
    """Tables of so many rows and columns or some more, all rows of one length."""
    return st.integers(columns, columns + 3).flatmap(
        lambda width: st.lists(st.lists(st.just("") | FULL, min_size=width, max_size=width), min_size=rows, max_size=5)
    )


def export(rows):
    """The rows as a word processor exports them."""
    return "".join("".join(f"\t{cell}\n" for cell in row) + "\n" for row in rows)


def grids(content: Content):
    return [[[cell.text for cell in row] for row in block.rows] for block in content.blocks if isinstance(block, Grid)]


def paragraphs(content: Content):
    return [piece.text for piece in content.paragraphs()]


def lengthen(rows, row, cell, text):
    """The rows with text added to one cell."""
    return [[old + text * ((i, j) == (row, cell)) for j, old in enumerate(line)] for i, line in enumerate(rows)]


@settings(deadline=None)
@given(tables())
def test_a_table_reads_back_cell_for_cell_with_the_line_breaks_inside(rows):
    content = read_text(export(rows))
    assert grids(content) == [rows]
    assert paragraphs(content) == []
    assert content.doubts == []


@settings(deadline=None)
@given(tables(rows=3, columns=2), st.data(), FULL)
def test_a_row_cut_by_an_empty_line_inside_a_cell_is_put_together(rows, data, text):
    row, cell = data.draw(st.integers(1, len(rows) - 1)), data.draw(st.integers(0, len(rows[0]) - 2))
    broken = lengthen(rows, row, cell, "前段\n\n" + text)
    content = read_text(export(broken))
    assert grids(content) == [broken]
    assert paragraphs(content) == []


@settings(deadline=None)
@given(tables(rows=4, columns=2), st.data())
def test_a_row_cut_by_a_line_break_at_the_end_of_a_cell_is_put_together_and_doubted(rows, data):
    row, cell = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.integers(0, len(rows[0]) - 2))
    content = read_text(export(lengthen(rows, row, cell, "\n")))
    assert grids(content) == [rows]
    assert len(content.doubts) == 1


@settings(deadline=None)
@given(tables(), LINES)
def test_a_paragraph_parts_two_tables(rows, line):
    content = read_text(export(rows) + line + "\n" + export(rows))
    assert grids(content) == [rows, rows]
    assert paragraphs(content) == [line]


def test_a_row_cut_by_an_empty_line_inside_a_cell_is_put_together_in_a_table_of_two_rows():
    rows = [["a", "b"], ["c\n\nd", "e"]]
    assert grids(read_text(export(rows))) == [rows]


@settings(deadline=None)
@given(st.text(st.sampled_from("\t\n 甲乙1"), max_size=40))
def test_no_text_is_lost(text):
    content = read_text(text)
    pieces = "".join(piece.text for piece in [*content.cells(), *content.paragraphs()])
    assert Counter("".join(pieces.split())) == Counter("".join(text.split()))


def test_an_empty_line_in_the_last_cell_ends_the_row_and_the_rest_is_a_paragraph():
    content = read_text(export([["a", "b"], ["c", "d\n\nrest"]]))
    assert grids(content) == [[["a", "b"], ["c", "d"]]]
    assert paragraphs(content) == ["rest"]


def test_a_paragraph_between_short_rows_of_two_tables_is_not_swallowed_without_a_doubt():
    content = read_text(export([["a", "b", "c"], ["d"]]) + "2.乙项目绩效目标表\n" + export([["e", "f"], ["g", "h"]]))
    assert paragraphs(content) == ["2.乙项目绩效目标表"] or any("乙项目" in doubt.found for doubt in content.doubts)


def test_a_line_that_holds_only_a_space_ends_a_table():
    content = read_text(export([["a"]]) + " \n" + export([["b"]]))
    assert grids(content) == [[["a"]], [["b"]]]


@pytest.mark.parametrize(
    ("text", "paragraph"),
    [("[bookmark: _Toc_2_2_0000000001]一、总体绩效目标\n", "一、总体绩效目标"), ("[附件]说明", "[附件]说明")],
)
def test_a_bookmark_before_a_heading_is_dropped_and_other_brackets_are_not(text, paragraph):
    assert paragraphs(read_text(text)) == [paragraph]


def test_a_bookmark_on_a_line_of_its_own_is_an_empty_line():
    assert paragraphs(read_text("a\n[bookmark: x]\nb")) == ["a", "b"]


def test_every_piece_has_the_line_it_stands_in():
    content = read_text("para\n\n" + export([["a", "b\n2"], ["c", "d"]]))
    assert [piece.place for piece in content.paragraphs()] == ["line 1"]
    assert [cell.place for cell in content.cells()] == ["line 3", "line 4", "line 7", "line 8"]


@pytest.mark.parametrize("odd", [["x"], ["x", "y"], list("vwxyz")])
def test_a_row_of_odd_length_is_doubted_and_read_as_it_stands(odd):
    content = read_text(export([list("abc"), list("def"), odd]))
    assert grids(content) == [[list("abc"), list("def"), odd]]
    assert [(doubt.place, doubt.found, doubt.expected) for doubt in content.doubts] == [
        ("line 9", f"a row of {len(odd)} cells", "3 cells")
    ]


def test_text_without_anything_holds_nothing():
    assert read_text("").blocks == []
    assert read_text("\n\n\n").blocks == []


def test_the_sample_has_as_many_cells_as_lines_that_begin_with_a_tab():
    text = SAMPLE.read_text(encoding="utf-8")
    lines = text.split("\n")
    cells = list(read_text(text).cells())
    assert len(cells) == sum(line.startswith("\t") for line in lines) == 1015
    assert all(lines[int(cell.place.removeprefix("line ")) - 1][1:] == cell.text.split("\n")[0] for cell in cells)


def test_every_row_of_the_sample_has_as_many_cells_as_its_table():
    blocks = read_text(SAMPLE.read_text(encoding="utf-8")).blocks
    widths = [{len(row) for row in block.rows} for block in blocks if isinstance(block, Grid)]
    assert all(len(width) == 1 for width in widths)
    assert len(widths) == 18


def test_a_merged_cell_is_one_piece_and_two_cells_with_equal_text_are_two():
    merged, other = Piece("a", "line 1"), Piece("a", "line 2")
    assert list(Content("text", [Grid([[merged, merged], [other]])]).cells()) == [merged, other]


def test_a_piece_of_nothing_but_space_is_blank():
    assert [Piece(text, "line 1").blank for text in (" \u3000\n", " a\n")] == [True, False]
