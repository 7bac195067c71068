"""PDF tables without ruled lines: read where rows of one line each agree on the columns, else told."""

from __future__ import annotations

import pytest
from builders import texts
from hypothesis import given, settings
from hypothesis import strategies as st
from jixiao.documents.pdf import read_pdf
from jixiao.documents.reading.document import read_content
from test_documents_pdf import pdf

HEADINGS = ["一级指标", "二级指标", "三级指标", "指标值"]
ROWS = [
    ["产出指标", "数量指标", "培训人数", "≥100人"],
    ["", "质量指标", "考试合格率", "≥90%"],
    ["效益指标", "社会效益", "知晓率", "≥80%"],
]
PAGE = '#set page(paper: "a4", margin: 2cm)\n#set text(size: 10pt)\n'


def unruled(rows, columns: str = "(3cm, 3cm, 5cm, 3cm)", more: str = "") -> str:
    cells = ", ".join(f"[{cell}]" for row in rows for cell in row)
    return f"#table(columns: {columns}, stroke: none, {more} {cells})\n"


def read(source: str):
    return read_pdf(pdf(PAGE + source))


def test_rows_that_agree_on_their_columns_are_a_table():
    content = read("2022年绩效目标表\n\n项目名称：某项目\n\n" + unruled([HEADINGS, *ROWS]))
    assert texts(content)[-1] == [HEADINGS, *ROWS]
    assert content.doubts == []
    dataset = read_content(content, "甲", path="甲", file="甲", sha256="0" * 64)
    shown = dataset.indicators[["level1", "level2", "indicator", "target"]].to_numpy().tolist()
    assert shown == [
        ["产出", "数量", "培训人数", "≥100人"],
        ["产出", "质量", "考试合格率", "≥90%"],
        ["效益", "社会效益", "知晓率", "≥80%"],
    ]
    assert dataset.indicators["place"].iloc[0] == "page 1, table 1, row 2, column 4"


def test_a_cell_of_two_lines_is_told_and_not_read():
    rows = [HEADINGS, *ROWS, ["效益指标", "社会效益", "群众对于这项工作的各种情况的知晓程度的比率", "≥80%"]]
    content = read("2022年绩效目标表\n\n" + unruled(rows, "(3cm, 3cm, 3cm, 3cm)"))
    assert all(isinstance(block, str) for block in texts(content))
    assert [doubt.found for doubt in content.doubts if "without ruled lines" in doubt.found]


@pytest.mark.parametrize(
    "source",
    [
        "第一段文字，说明了很多很多的事情。" * 20,
        "一、概况 #h(2cm) 1\n\n二、目标 #h(2cm) 2\n\n三、指标 #h(2cm) 3\n\n四、附件 #h(2cm) 9",
        "单位（公章）： #h(3cm) 填报人： #h(3cm) 日期：\n\n某局 #h(3cm) 某人 #h(3cm) 3月",
    ],
)
def test_running_text_is_no_table(source):
    content = read(source)
    assert all(isinstance(block, str) for block in texts(content))
    assert content.doubts == []


def test_a_ruled_table_is_read_as_before():
    cells = ", ".join(f"[{cell}]" for row in [HEADINGS, *ROWS] for cell in row)
    [grid] = texts(read(f"#table(columns: (3cm, 3cm, 5cm, 3cm), {cells})"))
    assert grid == [HEADINGS, *ROWS]


short = st.text(alphabet="数量质量培训人次合格率服务年度目标一二三", min_size=1, max_size=5)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(short, min_size=4, max_size=4), min_size=3, max_size=6))
def test_any_full_rows_are_read_as_they_stand_or_told(rows):
    content = read(unruled(rows))
    tables = [block for block in texts(content) if not isinstance(block, str)]
    assert tables == [rows] or any("without ruled lines" in doubt.found for doubt in content.doubts)
