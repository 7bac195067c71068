"""Workbooks: values as shown, sheets and their runs of rows, places, formulas."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from builders import texts
from jixiao.documents.content import Content
from jixiao.documents.grids import Cell, split
from jixiao.documents.number_formats import shown
from jixiao.documents.reading.document import read_content
from jixiao.documents.sheet import read_xlsx


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


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (0.2, "0%", "20%"),
        (0.125, "0.0%", "12.5%"),
        (7, "000", "007"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (0.5, "0.00", "0.50"),
        (2.675, "0.00", "2.68"),
        (0.5, "#.##", ".5"),
        (5.0, "General", "5"),
        (5, "G/通用格式", "5"),
        (0.1 + 0.2, "General", "0.3"),
        (130209220000001, "General", "130209220000001"),
        (12.5, '0.0"万元"', "12.5万元"),
        (12.5, "0.0_ ", "12.5"),
        (12345, "#,##0,", "12"),
        (-3, "0;(0)", "(3)"),
        (-3.5, "0.0", "-3.5"),
        (0, '0.00;-0.00;"—"', "—"),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        (3, "[$￥-804]#,##0", "￥3"),
        (3, "[Red]0", "3"),
        (0.25, "# ?/?", "0.25"),
        (150000.0, "0.00E+00", "150000"),
        (1.3e27, "0.00", "1300000000000000000000000000.00"),
        (110101202201010011, "0", "110101202201010011"),
        (float("inf"), "0.00", "inf"),
        (1, "[>100]0.0;0", "1"),
        ("001", "@", "001"),
        (1, "@", "1"),
        (True, "General", "TRUE"),
        (dt.datetime(2022, 6, 30), 'yyyy"年"m"月"d"日"', "2022年6月30日"),
        (dt.datetime(2022, 6, 3), "yyyy-mm-dd", "2022-06-03"),
        (dt.datetime(2022, 6, 3), "yyyy/m/d;@", "2022/6/3"),
        (dt.datetime(2022, 6, 3), "[$-804]yyyy.mm", "2022.06"),
        (dt.datetime(2022, 6, 3, 9, 5), "yyyy/m/d h:mm", "2022/6/3 9:05"),
        (dt.datetime(2022, 6, 3), "aaaa", "2022-06-03"),
        (dt.date(2022, 6, 3), "General", "2022-06-03"),
    ],
)
def test_a_value_is_shown_as_the_sheet_shows_it(value, number_format, text):
    assert shown(value, number_format) == text


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
