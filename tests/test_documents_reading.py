"""How tables are understood: small tables that were read wrongly once, and what always holds."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from builders import QUICK
from grids import COLUMNS, FORM, HEADINGS, MORE, READ, ROW, TITLE, doubts, grid, padded, read_form, read_tables, show
from hypothesis import example, given
from hypothesis import strategies as st
from jixiao.documents.content import Content, Piece
from jixiao.documents.reading.document import read_content
from jixiao.documents.reading.names import project_in_title

# Money


def test_a_number_beside_a_label_of_money_is_the_budget_and_never_what_it_is_for():
    dataset = read_form(["项目预算（万元）", "100"])
    assert show(dataset.projects, "budget", "purpose") == [[100, None]]


def test_a_number_beside_a_label_of_several_things_is_doubted():
    dataset = read_form(["年度目标", "建成"], ["资金来源", "财政拨款", "5万元"], ["项目基本情况", "12345"])
    assert show(dataset.projects, "purpose") == [[None]]
    assert "12345" in doubts(dataset)


def test_sources_side_by_side_over_the_phases_of_their_money():
    headings = ["资金来源（万元）", "财政拨款", "其他资金", "合计"]
    dataset = read_form(headings, ["年初预算数", "80", "20", "100"], ["全年执行数", "70", "20", "90"])
    assert dataset.projects["budget"].tolist() == [100]
    assert show(dataset.funds, "source", "phase", "amount") == [
        ["财政资金", "initial", 80],
        ["其他资金", "initial", 20],
        ["财政资金", "paid", 70],
        ["其他资金", "paid", 20],
    ]


def test_a_budget_above_the_name_of_its_project_is_that_projects():
    tables = [padded(["预算金额（万元）", b], ["项目名称", n], HEADINGS, ROW) for b, n in (("100", "甲"), ("30", "乙"))]
    assert show(read_tables(TITLE, *tables).projects, "project_name", "budget") == [["甲", 100], ["乙", 30]]


@pytest.mark.parametrize(
    ("text", "funds"),
    [
        ("其中：上级资金16", [["上级财政资金", 16]]),
        (
            "一、财政拨款：6万元（其中：上级资金：6万元；本级：0）；二、自有资金：0万元",
            [["财政资金", 6], ["单位自有资金", 0]],
        ),
        ("财政拨款6万元\n其他：3", [["财政资金", 6], ["其他资金", 3]]),
        ("财政拨款6万元，来自上级文件", []),
    ],
)
def test_labels_and_amounts_in_one_cell_are_read_where_every_part_is_one(text, funds):
    dataset = read_form(["项目资金（万元）", "年度资金总额：16"], ["^", text])
    assert dataset.projects["budget"].tolist() == [16]
    assert show(dataset.funds, "source", "amount") == funds


def test_a_budget_that_is_only_the_sum_of_its_sources_is_their_sum_and_doubted():
    rows = [["财政拨款", "6"], ["其中：中央资金", "4"], ["其他资金", "1"]]
    dataset = read_form(*rows, above=("单位：万元",))
    assert dataset.projects["budget"].tolist() == [7]
    assert doubts(dataset) == ["no budget of project 1"]


def test_a_sum_of_sources_of_which_the_main_one_is_missing_is_no_budget():
    dataset = read_form(["财政拨款", "若干"], ["其他资金", "1"], above=("单位：万元",))
    assert dataset.projects["budget"].isna().all()


@pytest.mark.parametrize(
    "rows",
    [
        [["年度预算（万元）", "资金总额", "12.5", "财政拨款", "12"]],
        [["年度预算（万元）", "资金总额", "12.5"], ["^", "其中：财政拨款", "12"]],
    ],
)
def test_a_label_of_the_budget_that_only_stands_before_another_is_no_budget_of_its_own(rows):
    dataset = read_tables(TITLE, padded(*FORM, *rows, HEADINGS, ROW))
    assert show(dataset.projects, "budget") == [[12.5]]
    assert show(dataset.funds, "source", "amount") == [["财政资金", 12]]


# Names


@pytest.mark.parametrize("stamp", ["（盖章）", "(公章)", "【】"])
def test_a_place_for_a_stamp_is_no_project(stamp):
    dataset = read_form(["", stamp], ["预算金额（万元）", "50"])
    assert show(dataset.projects, "project_name", "budget") == [["某项目", 50]]


def test_years_beside_a_blank_cell_below_a_name_are_no_project():
    dataset = read_form(["", "2021年", "2022年", "2023年"])
    assert show(dataset.projects, "project_name") == [["某项目"]]


@pytest.mark.parametrize("label", ["部门编码及名称", "单位名称及编码", "预算单位名称和代码"])
def test_a_department_is_named_with_its_code_above_the_form(label):
    dataset = read_tables(TITLE, f"{label}：[207002]某某馆", padded(["项目名称", "某项目"], HEADINGS, ROW))
    assert show(dataset.departments, "department_code", "department") == [["207002", "某某馆"]]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("2019年度宁丰县高中助学金项目绩效评价指标表", "宁丰县高中助学金项目"),
        ("北江发展战略专项经费绩效评价表", "北江发展战略专项经费"),
        ("2022年项目支出绩效目标表", ""),
        ("某市某局2022年部门预算项目支出绩效自评表", ""),
        ("2023年部门整体支出绩效目标表", ""),
        ("江州市2022年市直部门预算项目支出绩效目标表", ""),
        ("省级转移支付资金绩效目标表", ""),
    ],
)
def test_a_title_names_a_project_or_a_kind_of_projects(title, name):
    assert project_in_title(title) == name


def test_a_project_named_by_the_title_of_its_form_is_told():
    dataset = read_tables("单位名称：某局", "2022年度老城区危桥改造工程绩效目标表", [HEADINGS, ROW])
    assert show(dataset.projects, "project_name") == [["老城区危桥改造工程"]]
    assert [found.split(":")[0] for found in doubts(dataset)] == ["a project named by a title alone"]


def test_a_project_named_by_an_unknown_label_is_told():
    dataset = read_tables("2022年", padded(["支出项目", "危桥改造"], HEADINGS, ROW))
    assert show(dataset.projects, "project_name") == [["危桥改造"]]
    remedy = dataset.doubts.loc[dataset.doubts["found"].str.startswith("the label"), "remedy"].item()
    assert 'project_name = ["支出项目"]' in remedy


def test_the_targets_of_a_whole_department_are_its_own_and_never_a_projects():
    whole = padded(["年度资金总额（万元）", "20"], ["年度目标", "服务"], HEADINGS, [*ROW[:3], "≥7人"])
    dataset = read_tables(TITLE, padded(*FORM, HEADINGS, ROW), "某某局部门整体支出绩效目标表", whole)
    columns = ["project_id", "scope", "position", "project_name", "budget"]
    assert show(dataset.projects, *columns) == [
        ["甲/1", "project", 1, "某项目", None],
        ["甲/D1", "department", 1, "某某局", 20],
    ]
    assert show(dataset.goals, "scope", "project_id", "goal") == [["department", "甲/D1", "服务"]]
    assert show(dataset.indicators, "indicator_id", "target") == [["甲/1/1", "≥100人"], ["甲/D1/1", "≥7人"]]


@pytest.mark.parametrize("before", [[], [padded(*FORM, HEADINGS, ROW)]])
def test_a_list_of_projects_or_tasks_inside_a_whole_departments_table_is_neither_a_project_nor_its_money(before):
    rows = [
        ["部门名称", "某某局"],
        ["项目名称", "项目本年度预算"],
        ["甲项目", "64.36"],
        ["任务名称", "主要内容", "预算金额（万元）", "<", "<"],
        ["^", "^", "总额", "财政拨款", "其他资金"],
        ["任务", "修复", "40", "35", "5"],
        ["年度目标", "好"],
        HEADINGS,
        ROW,
    ]
    dataset = read_tables(TITLE, *before, padded(["部门整体支出绩效自评表"], *rows))
    own = dataset.select(scope="department")
    assert show(own.projects, "project_name", "budget") == [["某某局", None]]
    assert len(own.indicators) == 1
    assert own.funds.empty
    assert dataset.select().projects["project_name"].tolist() == ["某项目"] * len(before)
    assert any("甲项目" in text for text in doubts(dataset))


# Shape


def test_points_before_their_levels_are_not_the_indicators():
    headings = ["分值", "一级指标", "分值", "二级指标", "分值", "三级指标", "指标值"]
    dataset = read_tables(TITLE, padded(*FORM, headings, ["50", "产出指标", "30", "数量指标", "10", *ROW[2:]]))
    assert dataset.indicators["weight"].tolist() == [10]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([["", "", "成本指标", "", "≤567万元"]], "a row that may be shifted: 成本指标"),
        ([["", "", "", "≥5人"]], "an indicator without a name: ≥5人"),
        (
            [
                ["产出指标", "质量指标", "率", "≥1%"],
                ["产出指标", "", "率二", "≥2%"],
                ["效益指标", "社会效益", "三", "≥3%"],
            ],
            "a blank level 2, where all other rows print theirs",
        ),
    ],
)
def test_a_row_without_a_name_or_shifted_or_with_a_level_lost_is_told(rows, told):
    dataset = read_tables(TITLE, padded(*FORM, [*HEADINGS, "指标值确定依据"], ROW, *rows))
    assert [found for found in doubts(dataset) if found.startswith(told)]


def test_the_name_of_a_level_across_the_table_holds_below_it():
    across = [
        ["产出指标", "<", "<"],
        ["数量指标", "培训人数", "≥100人"],
        ["效益指标", "<", "<"],
        ["社会效益", "知晓率", "≥80%"],
    ]
    dataset = read_tables(TITLE, padded(*FORM, HEADINGS[1:], *across))
    assert show(dataset.indicators, *COLUMNS) == [READ[0], READ[2]]
    assert doubts(dataset) == []


def test_a_form_printed_twice_is_read_once_and_told_once():
    form = padded(*FORM, HEADINGS, ROW, MORE[1])
    dataset = read_tables(TITLE, form, form)
    assert show(dataset.indicators, *COLUMNS) == [READ[0], READ[2]]
    assert doubts(dataset) == ["培训人数 and its target again"]


def test_an_indicator_that_one_list_has_twice_stays_there_twice():
    assert len(read_tables(TITLE, padded(*FORM, HEADINGS, ROW, ROW)).indicators) == 2


def test_codes_of_another_length_and_codes_in_the_place_of_names_are_told():
    codes = ["13020922P00H00E100020", "13020922P00H00E100021", "13020922P00H00E10002"]
    forms = [["项目编码", code, "项目名称", name] for code, name in zip(codes, "甲乙丙", strict=True)]
    found = doubts(
        read_tables(TITLE, *[[form] for form in forms], [["项目编码", "丁", "项目名称", codes[0][:-1] + "9"]])
    )
    assert "the code 13020922P00H00E10002 of project 3: 20 characters" in found
    assert any(text.startswith("the name 13020922P00H00E100029 of project 4") for text in found)


def test_of_two_codes_of_different_length_none_is_the_usual_one():
    forms = [[["项目编码", code, "项目名称", name]] for code, name in (("A1", "甲"), ("A12", "乙"))]
    assert not [found for found in doubts(read_tables(TITLE, *forms)) if "characters" in found]


# Regions


@pytest.mark.parametrize("side", ["绩效指标", "年度绩效目标", "四、绩效指标完成情况", "谜"])
@pytest.mark.parametrize("in_header", [False, True])
def test_a_label_beside_the_rows_is_no_column_wherever_it_begins(side, in_header):
    first = ["^" if in_header else side, *ROW]
    rows = [[side if in_header else "", *HEADINGS], first, *(["^", *row] for row in MORE)]
    dataset = read_tables(TITLE, padded(*FORM, *rows, ["备注", "无", "<", "<", "<"]))
    assert show(dataset.indicators, *COLUMNS) == READ
    assert doubts(dataset) == ["备注: “无”"]


def test_a_list_ends_with_the_label_beside_it():
    rows = [["年度总体目标", "预期目标", "实际完成情况"], ["^", "培训", "已培训"], ["项目效益分析", "很好", "<"]]
    assert show(read_tables(TITLE, padded(*FORM, *rows)).goals, "goal") == [["培训"]]


def test_a_row_with_a_figure_is_no_second_row_of_headings():
    dataset = read_tables(TITLE, padded(*FORM, HEADINGS, ["^", "^", "培训人数", "100"], ["", "", "场数", "3场"]))
    assert show(dataset.indicators, "indicator", "target") == [["培训人数", "100"], ["场数", "3场"]]


def test_targets_of_places_side_by_side_are_read_where_they_agree():
    headings = [*HEADINGS[:3], "东镇", "西乡"]
    rows = [[*ROW[:3], "≥10人", "≥10人"], ["^", "质量指标", "合格率", "90%", "95%"]]
    dataset = read_tables(TITLE, padded(*FORM, headings, *rows))
    assert show(dataset.indicators, "target", "kind") == [["≥10人", "number"], ["东镇：90%；西乡：95%", "unclear"]]


def test_a_table_that_only_shares_money_out_names_no_projects_of_its_own():
    shares = [["序号", "项目名称", "金额"], ["1", "尧村排洪", "20"]]
    dataset = read_tables("单位：万元", "2022年水利专项资金安排表", shares, TITLE, padded(*FORM, HEADINGS, ROW))
    assert show(dataset.projects, "project_name") == [["某项目"]]


# What always holds


TEXTS = st.sampled_from(
    [*HEADINGS, *ROW, *MORE[1], *FORM[0], *FORM[1], "预算数", "5", "", "^", "<", "谜", "分值", "10", "合计"]
)


@QUICK
@example([["项目名称", "项目名称", "分值", "产出指标", ""]])
@example([["项目名称", "谜", "项目名称", "5", ""], ["预算数", "5", "", "谜", ""]])
@given(st.lists(st.lists(TEXTS, min_size=5, max_size=5), min_size=1, max_size=6))
def test_a_content_that_is_read_twice_is_the_same_both_times_and_stays_as_it_was(rows):
    rows = [
        [text if (i or text != "^") and (j or text != "<") else "" for j, text in enumerate(row)]
        for i, row in enumerate(rows)
    ]
    content = Content("grids", [Piece(TITLE, "paragraph 1"), grid([*padded(*FORM, rows[0]), *map(list, rows[1:])])])
    before = [asdict(cell) for cell in content.cells()]
    first, second = (read_content(content, "甲", path="甲", file="甲", sha256="0" * 64) for _ in range(2))
    assert all(first.tables[name].equals(second.tables[name]) for name in first.tables)
    assert [asdict(cell) for cell in content.cells()] == before
    assert content.doubts == []
