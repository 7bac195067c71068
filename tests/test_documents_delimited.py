"""Text whose lines are rows, parted by commas, tabs or strokes: as spreadsheets export and copy it, and as Markdown."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jixiao import read
from jixiao.documents.content import Grid
from jixiao.documents.delimited import read_any_text
from test_documents_text import export, grids, paragraphs

TITLE = "2024年某某局项目支出绩效目标表"
FORM = [
    ["项目名称", "养老服务补贴", "预算金额（万元）", "1,260.00"],
    ["一级指标", "二级指标", "三级指标", "指标值"],
    ["产出指标", "数量指标", "补贴\n老人数", "≥1.2万人"],
    ["", "质量指标", "准确率|合格率", "100%"],
]
TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=6).filter(lambda text: text.strip())


def delimited(rows: list[list[str]], delimiter: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()


def markdown(rows: list[list[str]], *, ends: bool = True) -> str:
    lines = [" | ".join(cell.replace("|", "\\|").replace("\n", "<br>") for cell in row) for row in rows]
    lines.insert(1, " | ".join([":---"] * len(rows[0])))
    return "\n".join(f"| {line} |" if ends else line for line in lines)


TEXTS = {
    "csv": delimited([[TITLE, "", "", ""], *FORM], ","),
    "csv-title-alone": TITLE + "\n" + delimited(FORM, ","),
    "tsv": delimited([[TITLE, "", "", ""], *FORM], "\t"),
    "tsv-title-alone": TITLE + "\n\n" + delimited(FORM, "\t"),
    "markdown": f"# {TITLE}\n\n{markdown(FORM)}\n",
    "markdown-open": f"**{TITLE}**\n\n{markdown(FORM, ends=False)}\n",
    "markdown-blank-head": f"{TITLE}\n\n{markdown([['', '', '', ''], *FORM])}\n",
}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
@pytest.mark.parametrize("text", TEXTS.values(), ids=list(TEXTS))
def test_a_form_is_read_from_text_however_its_cells_are_parted(tmp_path, text, encoding):
    path = tmp_path / "目标.txt"
    path.write_bytes(text.encode(encoding))
    dataset, _ = read(path)
    assert dataset.projects[["project_name", "budget"]].values.tolist() == [["养老服务补贴", 1260]]
    assert dataset.indicators[["level1", "level2", "indicator", "target"]].values.tolist() == [
        ["产出", "数量", "补贴\n老人数", "≥1.2万人"],
        ["产出", "质量", "准确率|合格率", "100%"],
    ]
    assert dataset.documents["year"].tolist() == [2024]


@pytest.mark.parametrize("delimiter", [",", "\t"])
@given(rows=st.lists(st.lists(TEXT, min_size=3, max_size=3), min_size=2, max_size=5))
def test_delimited_rows_read_back_cell_for_cell(delimiter, rows):
    content = read_any_text(delimited([["甲", "乙", "丙"], *rows], delimiter))
    assert grids(content) == [[["甲", "乙", "丙"], *([cell.strip() for cell in row] for row in rows)]]


@given(st.lists(st.lists(TEXT, min_size=2, max_size=2), min_size=2, max_size=4))
def test_a_cell_a_line_stays_so_whatever_signs_are_in_the_cells(rows):
    assert grids(read_any_text(export(rows))) == [rows]


@pytest.mark.parametrize(
    "text", ["第一, 建成。\n第二, 验收。\n第三, 投用", "甲,乙,丙\n一段话\n又一段话\n再一段", "费用|成本一节"]
)
def test_prose_with_commas_or_strokes_in_it_is_no_table(text):
    content = read_any_text(text)
    assert not [block for block in content.blocks if isinstance(block, Grid) and len(block.rows) > 1]
    assert "".join(paragraphs(content)) or content.blocks


def test_a_cell_has_its_line_and_column_as_its_place():
    [grid] = [block for block in read_any_text(TEXTS["csv"]).blocks if isinstance(block, Grid)]
    assert [grid.rows[0][1].place, grid.rows[2][3].place] == ["line 2, column 2", "line 5, column 4"]
