"""``jixiao explain``: how a document is read, as lines and as a page."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import jixiao
from jixiao import read
from jixiao.documents.explanation import explain
from jixiao.vocabulary import shipped
from lxml import html

FORMS = Path(__file__).parent / "forms"
PAGE = """<meta charset=utf-8><h3>2022年项目支出绩效自评表</h3><table border=1>
<tr><td>项目名称<td colspan=4>某项目&lt;b&gt;<tr><td>主管部门<td colspan=4>某局
<tr><td rowspan=2>资金（万元）<td><td>年初预算数<td>全年执行数<td>执行率<tr><td>其中：财政拨款<td>5<td>4<td>80%
<tr><td>一级指标<td>二级指标<td>三级指标<td>指标值<td>分数线
<tr><td>产出指标<td>数量指标<td>人数<td>约3人<td>80
</table>"""


@pytest.fixture
def page(tmp_path):
    (tmp_path / "表 1.html").write_text(PAGE, encoding="utf-8")
    return tmp_path / "表 1.html"


def test_each_value_stands_with_its_labels_and_the_column_it_goes_to(page):
    code, out, _ = jixiao("explain", page)
    assert code == 0
    for line in (
        "table 1, row 1, column 2: 某项目<b> [项目名称] → projects.project_name",
        "table 1, row 2, column 2: 某局 [主管部门] → departments.department",
        "table 1, row 4, column 3: 5 [年初预算数 · 其中：财政拨款] → funds.amount (财政资金, initial)",
        "table 1, row 4, column 4: 4 [全年执行数 · 其中：财政拨款] → funds.amount (财政资金, paid)",
        "table 1, row 6, column 3: 人数 [三级指标] → indicators.indicator",
    ):
        assert [found for found in out if found.startswith(line)], line
    assert any(line.startswith("table 1, row 5, column 5: 分数线 → not kept; doubt: ") for line in out)


def test_the_page_shows_the_published_table_with_every_cell_marked(page, tmp_path):
    code, out, _ = jixiao("explain", page, "--html", tmp_path / "how.html")
    assert (code, out) == (0, [str(tmp_path / "how.html")])
    root = html.parse(tmp_path / "how.html").getroot()
    cells = {cell.get("title"): cell for cell in root.iter("td")}
    assert [len(row.findall("td")) for row in root.iter("tr")] == [2, 2, 5, 4, 5, 5]
    assert cells["table 1, row 1, column 2"].get("colspan") == "4"
    assert "某项目<b>" in cells["table 1, row 1, column 2"].text_content()
    assert cells["table 1, row 6, column 4"].get("class") == "value"
    assert cells["table 1, row 5, column 1"].get("class") == "label"
    assert cells["table 1, row 6, column 5"].get("class") == "other"
    assert not list(root.iter("script", "link", "img"))


def test_a_page_takes_no_place_of_something_else(page, tmp_path):
    code, out, err = jixiao("explain", page, "--html", tmp_path)
    assert (code, out) == (2, [])
    assert "is a folder" in err


def test_what_is_no_target_document_is_one_message(tmp_path):
    (tmp_path / "a.txt").write_text("2022年 无", encoding="utf-8")
    code, out, err = jixiao("explain", tmp_path / "a.txt")
    assert (code, out) == (2, [])
    assert "no target table" in err


@pytest.mark.parametrize("form", sorted(FORMS.glob("*.[hdx]*")), ids=lambda path: path.stem)
def test_every_cell_of_a_form_is_explained_and_those_read_go_somewhere(form):
    found = explain(form, vocabulary=shipped())
    cells = [cell for block in found.blocks if isinstance(block, list) for row in block for cell in row]
    reading = read(form)[0].readings.iloc[0]
    assert len(cells) == reading["cells"]
    assert sum(cell.role == "unread" for cell in cells) == reading["unread_cells"]
    values = [cell for cell in cells if cell.role == "value" and cell.piece.text.strip(" -—/无")]
    assert sum(bool(cell.columns) for cell in values) > 0.8 * len(values)
