"""Web pages: spans, navigation around the tables, encodings, what is no text."""

from __future__ import annotations

import pytest
from builders import texts
from jixiao.documents.web import read_web, read_web_archive


def read(page: str) -> list:
    return texts(read_web(page.encode()))


def test_spans_cover_their_positions_with_one_piece():
    page = "<table><tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d<tr><td>e<td>f<td>f</table>"
    [grid] = read_web(page.encode()).blocks
    assert [[cell.text for cell in row] for row in grid.rows] == [list("abb"), list("acd"), list("eff")]
    assert grid.rows[0][0] is grid.rows[1][0]
    assert grid.rows[2][1] is not grid.rows[2][2]
    assert [cell.place for cell in grid.rows[1]] == [
        "table 1, row 1, column 1",
        "table 1, row 2, column 2",
        "table 1, row 2, column 3",
    ]


@pytest.mark.parametrize("span", ["999999", "0", "-3", "2x", "", "99999999999999"])
def test_absurd_spans_end_with_the_table(span):
    [rows] = read(f"<table><tr><td rowspan='{span}'>a<td>b<tr><td>c<td>d</table>")
    assert len(rows) == 2
    assert rows[0][:2] == ["a", "b"]
    assert rows[1][-1] == "d"
    [wide] = read(f"<table><tr><td colspan='{span}'>a<td>b</table>")
    assert len(wide[0]) <= 1001
    assert wide[0][-1] == "b"


def test_a_page_around_the_tables_becomes_paragraphs_and_the_inner_tables_grids():
    page = """<html><head><title>t</title><style>x</style><script>document.write("<td>")</script></head><body>
    <div>首页 <a href=x>政务公开</a></div>
    <table><tr><td><ul><li>导航一<li>导航二</ul><td><h2>一、总体绩效目标</h2>文字
      <table><tr><td>项目名称<td>园区办公用电费和专项购置费<tr><td>预算数<td>5.00</table>尾<script>x</script></table>
    <noscript>y</noscript><!-- z --></body></html>"""
    rows = [["项目名称", "园区办公用电费和专项购置费"], ["预算数", "5.00"]]
    assert read(page) == ["首页 政务公开", "导航一", "导航二", "一、总体绩效目标", "文字", rows, "尾"]


def test_line_breaks_of_the_page_and_of_its_source():
    cell = "<td>1.保障\n   运转<br>2.保障 A\n B<p>三</p></td>"
    assert read(f"<p>一<br>二</p><table><tr>{cell}<td>x</table>") == [
        "一",
        "二",
        [["1.保障运转\n2.保障 A B\n三", "x"]],
    ]


def test_rows_in_sections_and_forms_loose_cells_and_captions():
    page = "<table><caption>表</caption><thead><tr><th>a<th>b</thead><form><tr><td>c<td>d</form></table>"
    assert read(page) == ["表", [["a", "b"], ["c", "d"]]]
    assert read("<table><tbody><td>a</td><td>b</td></table>") == [[["a", "b"]]]


def test_a_sheet_saved_as_one_table_is_parted_at_its_empty_rows():
    page = """<table><tr><td colspan=2>甲绩效目标表<tr><td><td><tr><td>项目名称<td>甲<tr><td>预算数<td>1
    <tr><td>&nbsp;<td><tr><td>乙绩效目标表<td></table>"""
    assert read(page) == ["甲绩效目标表", [["项目名称", "甲"], ["预算数", "1"]], "乙绩效目标表"]


@pytest.mark.parametrize(
    "raw",
    [
        "<meta charset=gb2312><p>绩效目标㎡镕</p>".encode("gb18030"),
        '<meta http-equiv=Content-Type content="text/html; charset=GBK"><p>绩效目标㎡镕</p>'.encode("gb18030"),
        "<meta charset=utf-8><p>绩效目标㎡镕</p>".encode(),
        "<p>绩效目标㎡镕</p>".encode("utf-16"),
        "<meta charset=gb2312><p>绩效目标㎡镕</p>".encode("utf-8-sig"),
    ],
)
def test_the_encoding_is_the_declared_one_or_told_for_certain(raw):
    assert [piece.text for piece in read_web(raw).blocks] == ["绩效目标㎡镕"]


def test_a_wrong_declaration_is_no_reason_for_wrong_characters():
    raw = "<meta charset=gbk><p>绩效目标管理办法</p>".encode()
    assert [piece.text for piece in read_web(raw).blocks] == ["绩效目标管理办法"]


def test_entities_are_characters_and_never_files():
    page = '<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/hostname">]><p>&ge;80%&nbsp;&e;</p>'
    [text] = read(page)[-1:]
    assert text.startswith("≥80%")
    assert text.endswith("&e;")


def test_a_web_archive_holds_a_page():
    page = "<table><tr><td>项目名称<td>甲</table>".encode("gb18030")
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
    part = b"Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + page
    [grid] = read_web_archive(head + part + b"\r\n--b--\r\n").blocks
    assert [[cell.text for cell in row] for row in grid.rows] == [["项目名称", "甲"]]
