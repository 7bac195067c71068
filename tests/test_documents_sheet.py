"""Workbooks: values as shown, sheets and their runs of rows, places, formulas."""

from __future__ import annotations

import io

import openpyxl
from builders import texts
from jixiao.documents.content import Content
from jixiao.documents.grids import Cell, split
from jixiao.documents.reading.document import read_content
from jixiao.documents.xlsx import read_xlsx


def workbook(**sheets: list[list]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


def read(book: openpyxl.Workbook) -> Content:
    file = io.BytesIO()
    book.save(file)
    return read_xlsx(file.getvalue())


def test_titles_are_paragraphs_and_empty_rows_part_tables():
    book = workbook(表=[["2022年"], ["单位：万元"], ["a", "b"], ["c"], [], ["说明"], [], ["d", None, "e"], [None, "f"]])
    content = read(book)
    assert texts(content) == ["2022年", "单位：万元", [["a", "b"], ["c", ""]], "说明", [["d", "", "e"], ["", "f", ""]]]
    assert content.blocks[0].place == "表!A1"
    assert [cell.place for cell in content.blocks[4].rows[1]] == ["表!A9", "表!B9", "表!C9"]


def test_a_grid_begins_where_the_table_does_and_ends_with_its_last_filled_row_and_column():
    book = workbook(S=[])
    sheet = book["S"]
    for place, value in {"C5": "a", "D5": "b", "C6": "c\nd", "H40": " "}.items():
        sheet[place] = value
    content = read(book)
    assert texts(content) == [[["a", "b"], ["c\nd", ""]]]
    assert content.blocks[0].rows[0][0].place == "S!C5"


def test_all_sheets_are_read_but_hidden_ones_which_are_said():
    book = workbook(甲=[["a", "b"]], 乙=[["c", "d"]], 丙=[["e", "f"]])
    book["乙"].sheet_state = "veryHidden"
    content = read(book)
    assert texts(content) == [[["a", "b"]], [["e", "f"]]]
    assert [(doubt.place, doubt.found) for doubt in content.doubts] == [("乙", "a hidden sheet")]


def test_formulas_that_were_never_calculated_are_said():
    content = read(workbook(S=[["a", "b"], [1, "=1+1"]]))
    assert texts(content) == [[["a", "b"], ["1", ""]]]
    assert [doubt.found for doubt in content.doubts] == ["formulas that were never calculated"]


def test_a_merged_cell_beside_others_bridges_rows():
    book = workbook(S=[["a", "b"], [None, None], [None, "c"]])
    book["S"].merge_cells("A1:A3")
    [grid] = read(book).blocks
    assert grid.rows[0][0] is grid.rows[-1][0]
    assert grid.rows[-1][1].place == "S!B3"


def test_a_grid_costs_what_its_own_rows_do():
    looked_at = 0

    class Watched(int):
        def __sub__(self, other):
            nonlocal looked_at
            looked_at += 1
            return int(self) - other

    cells = [Cell(Watched(row), column, ["a"]) for row in range(0, 1200, 3) for column in (0, 1)]
    assert len(list(split(cells, lambda cell, _: ""))) == 400
    assert looked_at <= 4 * len(cells)


def test_blank_cells_within_a_table_are_its_own_and_the_first_of_two_that_overlap_stays():
    cells = [Cell(1, 0, ["c"]), Cell(0, 0, ["a"]), Cell(0, 1, ["b"]), Cell(0, 1, [], 2, 1), Cell(3, 0, ["d"])]
    [grid, _] = split(cells, lambda cell, _: f"{cell.row},{cell.column}")
    assert [[piece.text for piece in row] for row in grid.rows] == [["a", "b"], ["c", ""]]
    assert grid.rows[1][1].place == "0,1"


def test_a_department_with_its_code_alone_above_its_tables_is_read():
    rows = [["2022年预算绩效"], ["803004教育局"], ["项目名称", "校舍"], ["预算数", "5万元"], []]
    content = read(workbook(a=[*rows, ["803005民政局"], ["项目名称", "低保"], ["预算数", "6万元"]]))
    data = read_content(content, "a", path="a", file="a", sha256="0" * 64)
    assert data.projects["department_id"].tolist() == ["803004", "803005"]
    assert data.documents["title"].tolist() == ["2022年预算绩效"]
