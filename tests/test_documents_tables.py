"""What tables have in common whatever their layout: headings, projects and departments, units, plans, other tables."""

from __future__ import annotations

import pytest
from builders import QUICK
from grids import doubts, read_tables, show
from hypothesis import given
from hypothesis import strategies as st

TITLE = "某市某局2022年绩效目标表"
UNIT = "单位：万元"
NAME = ["项目名称", "图书馆", "预算数", "5"]
HEADINGS = ["一级指标", "二级指标", "三级指标", "指标值"]
ROW = ["产出指标", "数量指标", "开放天数", "≥300天"]
READ = [["产出", "数量", "开放天数", ">=", 300, "天"]]
COLUMNS = ("level1", "level2", "indicator", "operator", "value", "unit")


def read(*rows: list[str], paragraphs=(TITLE, UNIT)):
    width = max(map(len, rows))
    return read_tables(*paragraphs, [row + [""] * (width - len(row)) for row in rows])


# Headings


@QUICK
@given(st.permutations(range(6)), st.sampled_from(["", " ", "\n", "　"]), st.sampled_from(["", "（必填）", "★★", "："]))
def test_columns_in_any_order_with_line_breaks_and_marks_are_read(order, space, mark):
    headings = [*HEADINGS, "度量单位", "谜"]
    values = ["产出指标", "数量指标", "开放天数", "≥300", "天", "甲"]
    printed = [space.join(headings[index]) + mark for index in order]
    dataset = read(NAME, printed, [values[index] for index in order])
    assert show(dataset.indicators, *COLUMNS) == READ
    assert doubts(dataset) == [f"谜{mark}: “谜{mark}” and 1 more"]


def test_an_indicator_may_be_called_what_elsewhere_is_a_label():
    rows = [["", "", "预算执行率", "预算执行率", "≥95%"], ["", "", "预算金额", "资金总额", "≤5万元"]]
    dataset = read(NAME, [*HEADINGS[:3], "指标说明", "指标值"], [*ROW[:3], "天数", ROW[3]], *rows)
    assert show(dataset.indicators, "level2", "indicator", "value") == [
        ["数量", "开放天数", 300],
        ["数量", "预算执行率", 95],
        ["数量", "预算金额", 5],
    ]


def test_headings_printed_again_after_a_page_break_change_nothing():
    dataset = read(NAME, HEADINGS, ROW, HEADINGS, ["", "", "开放时间", "8小时"])
    assert show(dataset.indicators, "level2", "indicator") == [["数量", "开放天数"], ["数量", "开放时间"]]
    assert doubts(dataset) == []


def test_a_heading_over_the_whole_and_its_sources_is_that_of_the_whole():
    headings = ["项目名称", "预算数", "<", "<"], ["^", "合计", "财政资金", "其他资金"]
    dataset = read(*headings, ["甲", "5", "4", "1"])
    assert dataset.projects["budget"].tolist() == [5]
    assert dataset.funds["amount"].tolist() == [4, 1]


def test_of_two_columns_of_one_meaning_the_first_is_read_and_the_other_told():
    dataset = read(NAME, [*HEADINGS, "目标值"], [*ROW, "≥310天"])
    assert show(dataset.indicators, *COLUMNS) == READ
    assert doubts(dataset) == ["目标值: “≥310天”"]


def test_a_heading_merged_over_sign_number_and_unit_holds_for_the_three():
    dataset = read(NAME, [*HEADINGS, "<", "<"], [*ROW[:3], "≥", "300", "天"])
    assert show(dataset.indicators, *COLUMNS, "target") == [[*READ[0], "≥300天"]]


def test_a_first_column_that_is_blank_changes_nothing():
    dataset = read(["", *NAME], ["", *HEADINGS], ["", *ROW])
    assert show(dataset.indicators, *COLUMNS) == READ


def test_a_heading_at_the_side_of_a_table_is_no_column():
    dataset = read(["项目名称", "图书馆", "<", "<", "<"], ["绩效指标", *HEADINGS], ["^", *ROW])
    assert show(dataset.indicators, *COLUMNS) == READ


def test_a_value_that_stands_twice_in_a_row_is_kept_twice():
    dataset = read(NAME, [*HEADINGS, "指标说明"], ["产出指标", "质量指标", "完好率", "完好率", "完好率"])
    assert show(dataset.indicators, "indicator", "target", "description") == [["完好率"] * 3]


@pytest.mark.parametrize("word", ["无", "不涉及", "/"])
def test_a_row_that_says_there_is_no_indicator_is_none_and_a_result_of_nothing_is_one(word):
    headings, row = [*HEADINGS, "实际完成值"], [*ROW, "无"]
    dataset = read(NAME, headings, row, ["", "质量指标", word, word, word])
    assert show(dataset.indicators, *COLUMNS) == READ
    assert show(dataset.results, "actual") == [["无"]]
    assert doubts(dataset) == []


def test_nothing_for_a_level_is_doubted_and_never_the_level_above_it():
    dataset = read(NAME, HEADINGS, ROW, ["", "无", "借阅人次", "≥9人次"])
    assert show(dataset.indicators, "level2", "indicator") == [["数量", "开放天数"], ["无", "借阅人次"]]
    assert doubts(dataset) == ["无"]


def test_a_cell_merged_over_two_columns_is_the_first_ones():
    dataset = read(NAME, [*HEADINGS, "指标说明"], ["产出指标", "数量指标", "开放天数", "≥300天", "<"])
    assert show(dataset.indicators, "target", "description") == [["≥300天", None]]


def test_rows_of_an_empty_form_are_no_indicators():
    dataset = read(NAME, HEADINGS, ROW, ["", "质量指标", "指标1：", ""], ["", "", "……", ""])
    assert show(dataset.indicators, *COLUMNS) == READ
    assert doubts(dataset) == []


def test_a_note_across_the_table_is_not_read_as_an_indicator():
    dataset = read(NAME, HEADINGS, ROW, ["注：以上为初步目标", "<", "<", "<"])
    assert show(dataset.indicators, *COLUMNS) == READ
    assert doubts(dataset) == ["注：以上为初步目标"]


# Projects and departments


def test_a_list_of_projects_with_their_money_and_one_table_of_indicators_each():
    money = [["项目名称", "预算数", "其中：财政资金", "其他资金"], ["甲", "5", "4", "1"], ["乙", "7", "7", ""]]
    tables = [[["项目名称", name, "<", "<"], HEADINGS, ROW] for name in ("乙", "甲")]
    dataset = read_tables(TITLE, UNIT, money, *tables)
    assert show(dataset.projects, "project_name", "budget") == [["甲", 5], ["乙", 7]]
    assert dataset.indicators["project_id"].tolist() == ["甲/2", "甲/1"]
    assert show(dataset.funds, "project_id", "source", "amount") == [
        ["甲/1", "财政资金", 4],
        ["甲/1", "其他资金", 1],
        ["甲/2", "财政资金", 7],
    ]


def test_a_project_goes_on_in_the_next_table_but_not_below_another_title():
    goes_on = read_tables(TITLE, UNIT, [NAME], [HEADINGS, ROW])
    assert show(goes_on.indicators, *COLUMNS) == READ
    ends = read_tables(TITLE, UNIT, [NAME], "部门整体支出绩效目标表", [HEADINGS, ROW])
    assert ends.select().indicators.empty
    assert len(ends.select(scope="department").indicators) == 1


def test_projects_of_one_name_and_two_codes_are_two():
    forms = [[["项目名称", "甲", "项目编码", code, "预算数", "5"]] for code in ("A1", "A2", "A1")]
    dataset = read_tables(TITLE, UNIT, *forms)
    assert show(dataset.projects, "project_name", "project_code") == [["甲", "A1"], ["甲", "A2"]]


@pytest.mark.parametrize(
    ("printed", "department_id", "name"),
    [
        ("某县教育局", "某县教育局", "某县教育局"),
        ("301001-某县教育局", "301001", "某县教育局"),
        ("[301]某县教育局", "301", "某县教育局"),
        ("某县教育局（301001）", "301001", "某县教育局"),
    ],
)
@pytest.mark.parametrize("label", ["单位名称", "主管部门", "实施单位", "预算单位", "主管部门及代码"])
def test_a_department_is_named_by_a_label_with_or_without_a_code(label, printed, department_id, name):
    dataset = read(NAME, [label, printed])
    assert show(dataset.departments, "department_id", "department") == [[department_id, name]]
    assert dataset.projects["department_id"].tolist() == [department_id]
    assert doubts(dataset) == []


def test_the_department_is_the_one_in_charge_and_not_the_one_that_carries_out():
    dataset = read(NAME, ["实施单位", "某中心", "主管部门", "某局"])
    assert dataset.departments["department"].tolist() == ["某局"]
    assert doubts(dataset) == ["实施单位: “某中心”"]


def test_departments_in_forms_that_name_the_project_first():
    forms = [row for name in "甲乙" for row in (["项目名称", name, "单位名称", f"{name}局"], HEADINGS, ROW)]
    dataset = read(*forms)
    assert show(dataset.projects, "project_name", "department_id") == [["甲", "甲局"], ["乙", "乙局"]]


def test_departments_above_the_tables_of_their_projects():
    blocks = [block for name in "甲乙" for block in (f"单位名称：{name}局      单位：万元", [["项目名称", name]])]
    dataset = read_tables("2022年", *blocks)
    assert show(dataset.projects, "project_name", "department_id") == [["甲", "甲局"], ["乙", "乙局"]]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("某市2022年部门预算 绩效目标", "某市2022年部门预算 绩效目标"),
        ("2022年，园区预算执行顺利。", None),
        ("第一部分", None),
    ],
)
def test_the_title_is_the_first_line_that_says_what_is_published_and_of_when(line, title):
    dataset = read_tables("附件", line, "2022年", [["项目名称", "图书馆"], ["预算数", "5万元"]])
    assert show(dataset.documents, "title") == [[title]]


def test_a_document_without_a_department_is_called_after_its_title_or_file():
    dataset = read_tables("某市文化局2022年预算项目绩效目标", [NAME])
    assert dataset.departments["department_id"].tolist() == ["某市文化局"]
    dataset = read_tables([NAME], name="2022/wenhua")
    assert dataset.departments["department_id"].tolist() == ["wenhua"]
    assert dataset.doubts["found"].tolist()[-1] == "no department"


def test_a_value_below_a_label_that_no_column_holds_is_told_under_that_label():
    dataset = read(NAME, ["备注", "甲"], ["", "乙"])
    assert doubts(dataset) == ["备注: “甲” and 1 more"]


def test_prose_with_a_label_in_it_names_nobody():
    dataset = read_tables(TITLE, "单位名称：甲局", "实施单位：由乙局负责；丙局配合。", UNIT, [NAME])
    assert dataset.departments["department"].tolist() == ["甲局"]


def test_two_notes_in_one_paragraph_are_two_and_win_over_the_form():
    note = "填报单位：东县水利局 填报日期：2023年4月2日"
    dataset = read_tables("2022年", note, [["项目名称", "图书馆"], ["实施单位", "某中心"], ["预算数", "5万元"]])
    assert dataset.departments["department"].tolist() == ["东县水利局"]


def test_what_is_unclear_is_kept_with_its_sign_and_unit():
    headings = ["三级指标", "指标性质", "指标值", "度量单位"]
    dataset = read_tables("2022年", [["项目名称", "图书馆", "<", "<"], headings, ["完成时间", "≤", "12", "月"]])
    assert show(dataset.indicators, "target", "kind") == [["≤12月", "unclear"]]


def test_the_year_of_the_title_counts_and_another_one_in_the_text_is_told():
    text = "2022年完成了2022年的任务，2022年以来成绩显著。"
    dataset = read_tables("某局2023年部门预算绩效目标", text, [["项目名称", "图书馆"], ["预算数", "5万元"]])
    assert dataset.documents["year"].tolist() == [2023]
    assert "the year 2023 of the title, where the text names 2022 most often" in doubts(dataset)


def test_a_part_and_its_section_on_one_line_are_a_heading():
    lines = ["三、工作保障措施", "1、加强领导", "第二部分 预算项目绩效目标"]
    dataset = read_tables("2022年", *lines, [["项目名称", "图书馆"], ["预算数", "5万元"]])
    assert show(dataset.goals, "goal") == [["加强领导"]]


def test_unknown_headings_below_known_ones_lose_nothing_of_the_list():
    rows = [["序号", "项目名称", "预算数（万元）", "<", "年度目标"], ["^", "^", "甲类", "乙类", "^"]]
    dataset = read_tables("2022年", [*rows, ["1", "图书馆", "5", "", "开放"], ["2", "道路", "7", "", "通车"]])
    assert show(dataset.projects, "project_name", "budget") == [["图书馆", 5], ["道路", 7]]
    assert show(dataset.goals, "goal") == [["开放"], ["通车"]]


@pytest.mark.parametrize("first", [[], ["栏次"], ["甲", "乙"]])
def test_a_row_that_numbers_the_columns_is_none_of_the_list(first):
    headings = ["单位名称", "项目名称", "预算数（万元）", "年度目标"]
    numbers = [*first, *map(str, range(1, 5 - len(first)))]
    dataset = read_tables("2022年", [headings, numbers, ["某市甲局", "图书馆", "5", "开放"]])
    assert show(dataset.projects, "project_name", "budget") == [["图书馆", 5]]
    assert doubts(dataset) == []


def test_a_project_of_a_list_is_the_one_of_the_form_that_names_its_department():
    listed = [["项目名称", "年初预算数", "全年执行数"], ["馆", "5", "4"], ["路", "7", "6"], ["合计", "12", "10"]]
    forms = [[["项目名称", name], ["主管部门", "某市甲局"], ["年度目标", name + "好"]] for name in "馆路"]
    dataset = read_tables("2022年", "单位：万元", listed, *forms)
    assert show(dataset.projects, "project_name", "department_id", "budget") == [
        ["馆", "某市甲局", 5],
        ["路", "某市甲局", 7],
    ]


def test_points_of_the_levels_are_not_those_of_the_indicator():
    rows = [
        ["项目名称", "图书馆", *"<<<<<"],
        ["一级指标", "分值", "二级指标", "分值", "三级指标", "指标值", "分值"],
        ["产出指标", "60", "数量指标", "60", "台数", "1台", "20"],
        [*"^^^^", "场数", "2场", "40"],
        ["效益指标", "40", "社会效益", "40", "人数", "3人", "40"],
    ]
    dataset = read_tables("2022年", rows)
    assert show(dataset.indicators, "indicator", "weight") == [["台数", 20], ["场数", 40], ["人数", 40]]


def test_a_label_and_its_value_may_share_a_cell():
    dataset = read(["项目名称：图书馆", "<", "主管部门：某局", "<"], HEADINGS, ROW)
    assert dataset.projects["project_name"].tolist() == ["图书馆"]
    assert dataset.departments["department"].tolist() == ["某局"]
    assert show(dataset.indicators, *COLUMNS) == READ


# Other tables


OTHER = [["收入", "<", "支出", "<"], ["项目", "预算数", "项目", "预算数"], ["一、财政拨款", "100", "一、教育", "100"]]
VISITS = [["项目", "本年预算数", "上年预算数"], ["因公出国（境）费", "1", "2"], ["合计", "1", "2"]]


def test_tables_of_other_kinds_are_left_out_and_listed():
    dataset = read_tables(TITLE, UNIT, OTHER, [NAME, HEADINGS, ROW], VISITS, OTHER)
    assert show(dataset.projects, "project_name", "budget") == [["图书馆", 5]]
    counts = dataset.readings.iloc[0]
    assert counts[["tables", "other_tables", "not_understood"]].tolist() == [1, 3, 0]
    assert counts["cells"] == counts[["labels", "values", "empty", "unread_cells", "other_cells"]].sum()
    assert counts["other_cells"] == 10 + 9 + 10
    assert [found.split(":")[0] for found in doubts(dataset)].count("a table") == 3


def test_a_table_of_the_whole_departments_targets_is_no_projects():
    whole = [["部门名称", "某局", "<", "<"], ["年度总体目标", "服务", "<", "<"], HEADINGS, ROW]
    dataset = read_tables(TITLE, UNIT, [NAME, HEADINGS, ROW], "部门整体绩效目标表", whole)
    assert dataset.projects["scope"].tolist() == ["project", "department"]
    assert dataset.indicators["project_id"].tolist() == dataset.projects["project_id"].tolist()
    assert dataset.readings["not_understood"].tolist() == [0]


def test_rows_below_unknown_headings_are_listed_and_the_form_above_them_kept():
    rows = [["一级指标", "二级指标", "三级指标", "考核"], ["产出指标", "数量指标", "开放天数", "照常"]]
    dataset = read(NAME, *rows, ["", "", "开放时间", "照旧"])
    assert show(dataset.projects, "project_name", "budget") == [["图书馆", 5]]
    assert dataset.indicators.empty
    doubt = dataset.doubts[dataset.doubts["found"].str.startswith("rows below")].iloc[0]
    assert "一级指标 | 二级指标 | 三级指标 | 考核" in doubt["found"]
    assert "the nearest layout" in doubt["expected"]
    assert dataset.readings[["not_understood", "unread_cells"]].iloc[0].tolist() == [1, 7]


def test_a_level_2_name_merged_over_several_columns_is_read_once():
    headings = ["一级指标", "二级指标", "<", "三级指标", "指标值"]
    dataset = read([*NAME, ""], headings, ["产出指标", "数量指标", "<", "开放天数", "≥300天"])
    assert show(dataset.indicators, *COLUMNS) == READ


@pytest.mark.parametrize("space", ["　　　", "\n", " "])
def test_a_unit_behind_a_department_is_no_part_of_its_name(space):
    dataset = read([f"803001海港街道办事处{space}单位：元", "<", "<", "<"], NAME, HEADINGS, ROW, paragraphs=(TITLE,))
    assert show(dataset.departments, "department_code", "department") == [["803001", "海港街道办事处"]]
    assert dataset.projects["budget"].tolist() == [0.0005]
    assert not doubts(dataset)


@pytest.mark.parametrize("order", [1, -1])
def test_a_project_and_its_department_are_named_by_lines_above_in_either_order(order):
    lines = ["项目名称：老旧小区改造", "主管部门：某市住建局"][::order]
    rows = [["一级指标", "二级指标", "三级指标", "指标值"], ["产出指标", "数量指标", "改造小区", "≥36个"]]
    dataset = read_tables("某市2024年事前绩效评估报告", *lines, "二、绩效目标", rows)
    assert show(dataset.projects, "project_name") == [["老旧小区改造"]]
    assert show(dataset.indicators, "indicator", "value") == [["改造小区", 36]]
    assert dataset.departments["department"].tolist() == ["某市住建局"]


@pytest.mark.parametrize(
    "title",
    [
        "二〇二四年部门预算绩效目标",
        "二○二四年度部门预算绩效目标",
        "二零二四年部门预算绩效目标",
        "２０２４年部门预算绩效目标",
    ],
)
def test_the_year_may_be_written_in_chinese_numerals(title):
    dataset = read_tables(title, [["项目名称", "甲"], ["预算数（万元）", "5"], ["绩效目标", "按2023年标准建成"]])
    assert dataset.documents["year"].tolist() == [2024]
