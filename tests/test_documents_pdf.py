"""PDF: tables over page breaks, rows cut by them, wrapped lines, page numbers, turned pages, scans."""

from __future__ import annotations

from pathlib import Path

import pylopdf_fonts_zh_cn
import pypdfium2
import pytest
import typst
from builders import texts
from jixiao.documents.limits import RefusedError
from jixiao.documents.pdf import read_pdf
from jixiao.documents.pdf_text import SPACING, Line

FONTS = str(Path(pylopdf_fonts_zh_cn.sans_path()).parent)
PAGE = '#set page(width: 300pt, height: 200pt, margin: 30pt)\n#set text(font: "Noto Sans SC", size: 10pt)\n'


def pdf(source: str) -> bytes:
    return typst.compile((PAGE + source).encode(), font_paths=[FONTS], ignore_system_fonts=True)


def cells(*words: str) -> str:
    return ", ".join(f"[{word}]" for word in words)


def turned(raw: bytes, angle: int) -> bytes:
    document = pypdfium2.PdfDocument(raw)
    for page in document:
        page.set_rotation(angle)
    path = Path("turned.pdf")
    document.save(path)
    return path.read_bytes()


ROWS = [f"{name}{number}" for number in range(1, 13) for name in "甲乙"]


def test_a_table_over_pages_is_one_grid_and_its_repeated_heading_stands_once():
    content = read_pdf(pdf(f"#table(columns: 2, table.header[名称][目标], {cells(*ROWS)})"))
    assert texts(content) == [[["名称", "目标"], *([ROWS[i], ROWS[i + 1]] for i in range(0, 24, 2))]]
    places = [row[1].place for row in content.blocks[0].rows]
    assert places[0] == "page 1, table 1, row 1, column 2"
    assert places[-1].startswith("page 2, table 1, row")


def test_tables_with_text_between_them_or_a_free_page_end_are_two():
    table = f"#table(columns: (1fr, 1fr), {cells('a', 'b', 'c', 'd')})"
    rows = [["a", "b"], ["c", "d"]]
    assert texts(read_pdf(pdf(f"{table}\n题目\n{table}"))) == [rows, "题目", rows]
    assert texts(read_pdf(pdf(f"{table}\n#pagebreak()\n{table}"))) == [rows, rows]


def test_a_merged_cell_is_one_piece():
    source = "#table(columns: 3, table.cell(rowspan: 2)[甲], table.cell(colspan: 2)[乙], [丙], [丁])"
    [grid] = read_pdf(pdf(source)).blocks
    assert [[cell.text for cell in row] for row in grid.rows] == [["甲", "乙", "乙"], ["甲", "丙", "丁"]]
    assert grid.rows[0][0] is grid.rows[1][0]
    assert grid.rows[0][1] is grid.rows[0][2]


def test_wrapped_lines_are_joined_and_line_breaks_kept():
    words = cells("提高园区企业用电和办公设备保障水平", "购买设备\\ 1台", "supply of power", "13020922P00H\\ 00E100020")
    source = f"#table(columns: (80pt, 80pt), {words})"
    [[first, second], [third, fourth]] = texts(read_pdf(pdf(source)))[0]
    assert (first, second) == ("提高园区企业用电和办公设备保障水平", "购买设备\n1台")
    assert (third, fourth) == ("supply of power", "13020922P00H00E100020")


def test_a_list_in_a_cell_keeps_its_lines_however_full_they_are():
    source = "#table(columns: (80pt, 80pt), [1.保障园区正\\ 2.保障财务], [x])"
    assert texts(read_pdf(pdf(source))) == [[["1.保障园区正\n2.保障财务", "x"]]]


def test_running_text_becomes_paragraphs_across_a_page_break():
    long = "园区计划实施重点项目总投资一百七十二亿元，" * 12
    short = "二、分项绩效目标"
    source = f"#set par(first-line-indent: (amount: 2em, all: true))\n{long}\n\n{long}\n\n{short}"
    assert texts(read_pdf(pdf(source))) == [long, long, short]


def test_page_numbers_go_and_running_heads_are_said():
    source = (
        '#set page(paper: "a4", margin: 2.5cm, header: [临港预算], numbering: "- 1 -")\n'
        + "正文\n#pagebreak()\n" * 3
        + "正文"
    )
    content = read_pdf(pdf(source))
    assert texts(content) == ["正文"] * 4
    assert [doubt.found for doubt in content.doubts] == ["临港预算"]


def test_a_row_that_a_page_break_cuts_is_put_together():
    long = "保障园区办公用电和设备购置，" * 9
    filler = cells(*["行"] * 6)
    [grid] = texts(read_pdf(pdf(f"#table(columns: (1fr, 1fr, 1fr), {filler}, [指标], [{long}], [≥80%])")))
    assert grid[-1] == ["指标", long, "≥80%"]
    assert len(grid) == 3


def test_a_label_merged_over_a_page_break_stands_at_its_first_row():
    page = "#set page(width: 300pt, height: 100pt, margin: 10pt)\n#set text(size: 10pt)\n"
    label = "table.cell(rowspan: 2)[资金支出\\ 计划]"
    table = (
        f"#table(columns: (60pt, 60pt, 60pt), {cells(*['行'] * 9)}, {label}, {cells('3月底', '6月底', '50%', '100%')})"
    )
    [grid] = texts(read_pdf(pdf(page + table)))
    assert grid[3:] == [["资金支出计划", "3月底", "6月底"], ["", "50%", "100%"]]


LABELS = "table.cell(rowspan: {0}, align: horizon)[{1}], table.cell(rowspan: {0}, align: horizon)[{2}]"


def printed_over_two_pages(upper: str, lower: str):
    """A table of four columns, a part on each of two pages, as it is printed where a page break cuts merged cells."""
    page = "#set page(width: 300pt, height: 100pt, margin: 10pt)\n#set text(size: 10pt)\n"
    parts = (f"#table(columns: (60pt, 60pt, 60pt, 60pt), {rows})\n" for rows in (upper, lower))
    [grid] = texts(read_pdf(pdf(page + "#pagebreak()\n".join(parts))))
    return grid


def test_labels_that_a_page_break_cuts_stand_at_their_first_row_wherever_they_are_printed():
    first = LABELS.format(2, "甲项目", "产出") + ", [人数], [3], [次数], [5]"
    second = LABELS.format(2, "乙项目", "效益") + ", [里程], [7], [面积], [8]"
    grid = printed_over_two_pages(f"{cells('项目', '一级', '指标', '值')}, {first}, [], [], [户数], [2]", second)
    assert [row[:3] for row in grid[1:] if row[0] and row[0] != "甲项目"] == [["乙项目", "效益", "户数"]]


def test_what_is_blank_behind_a_label_of_its_own_stays_blank_at_a_page_break():
    first = LABELS.format(2, "甲项目", "产出") + ", [人数], [3], [次数], [5]"
    second = "[丙项目], [效益], [里程], [7]"
    grid = printed_over_two_pages(f"{cells('项目', '一级', '指标', '值')}, {first}, [乙项目], [], [户数], [2]", second)
    assert grid[-2:] == [["乙项目", "", "户数", "2"], ["丙项目", "效益", "里程", "7"]]


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_turned_pages_read_as_upright_ones(tmp_path, monkeypatch, angle):
    monkeypatch.chdir(tmp_path)
    source = f"题目\n#table(columns: 2, {cells('甲', '乙', '丙', '丁')})"
    expected = ["题目", [["甲", "乙"], ["丙", "丁"]]]
    assert texts(read_pdf(turned(pdf(source), angle))) == expected
    assert texts(read_pdf(pdf(f"#rotate({angle}deg, reflow: true)[\n{source}\n]"))) == expected


def test_a_scan_is_refused_and_a_page_without_text_is_said():
    square = "#image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>\"), width: 50pt)"
    with pytest.raises(RefusedError, match="without text"):
        read_pdf(pdf(square))


def test_radicals_that_look_like_characters_are_those_characters():
    from jixiao.documents.pdf_text import RADICALS

    assert "部⻔⽬标".translate(RADICALS) == "部门目标"
    assert "（１）ＡＢ㎡".translate(RADICALS) == "（１）ＡＢ㎡"


def test_a_character_that_a_font_maps_to_a_line_break_is_a_word():
    line = Line("\n甲", 1, x0=0, x1=10, top=0, bottom=10, size=10, rights=[10])
    assert line.first_word == 10 + SPACING * 10
