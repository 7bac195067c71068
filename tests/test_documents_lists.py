"""Lists: columns under the names of levels, several indicators in one cell or in a goal, units beside projects."""

from __future__ import annotations

import pytest
from grids import COLUMNS, FORM, HEADINGS, ROW, TITLE, doubts, padded, read_form, read_tables, show

UNDER = ["项目名称", "预算金额", "产出指标", "<", "效益指标", "满意度指标"]
LEVELS = ["^", "^", "数量指标", "时效指标", "社会效益指标", "服务对象满意度指标"]


@pytest.mark.parametrize("headings", [[UNDER, LEVELS], [["项目名称", "预算金额", *LEVELS[2:]]]])
def test_columns_under_the_names_of_levels_hold_indicators(headings):
    row = ["某项目", "5", "场次≥12场；学员300人次", "12月底前完成", "知晓率提高", "满意度≥90%"]
    dataset = read_tables(TITLE, "单位：万元", [["主管部门", "某某局"]], [*headings, row])
    assert show(dataset.indicators, *COLUMNS) == [
        ["产出", "数量", "场次", "≥12场"],
        ["产出", "数量", "学员", "300人次"],
        ["产出", "时效", "时效指标", "12月底前完成"],
        ["效益", "社会效益", "社会效益指标", "知晓率提高"],
        ["满意度", "服务对象满意度", "满意度", "≥90%"],
    ]


@pytest.mark.parametrize("text", ["不超过120万元", "第3届", "每月2次", "/", "2022-2025年", "1.按时完成"])
def test_a_text_under_the_name_of_a_level_is_no_name_and_figure_where_that_is_not_certain(text):
    headings = ["项目名称", "预算金额", "数量指标", "时效指标"]
    dataset = read_tables(TITLE, "单位：万元", [["主管部门", "某某局"]], [headings, ["某项目", "5", text, "按时"]])
    expected = [] if text == "/" else [["数量指标", text.removeprefix("1.")]]
    assert show(dataset.indicators, "indicator", "target") == [*expected, ["时效指标", "按时"]]


@pytest.mark.parametrize(
    ("name", "target", "read", "told"),
    [
        ("1.村庄数\n2.及时率", "≥32个\n≥95%", [["村庄数", "≥32个"], ["及时率", "≥95%"]], 0),
        ("1.村庄数\n2.环境", "1.≥32个\n2.改善", [["村庄数", "≥32个"], ["环境", "改善"]], 0),
        ("村庄数\n及时率", "32个\n95%", [["村庄数", "32个"], ["及时率", "95%"]], 0),
        ("培训\n人数", "≥100\n人", [["培训\n人数", "≥100\n人"]], 0),
        ("1.村庄数\n2.及时率", "≥32个", [["1.村庄数\n2.及时率", "≥32个"]], 1),
    ],
)
def test_indicators_line_by_line_in_one_cell_are_told_apart_and_wrapped_lines_are_not(name, target, read, told):
    dataset = read_tables(TITLE, [*padded(*FORM, HEADINGS), ["产出指标", "数量指标", name, target]])
    assert show(dataset.indicators, "indicator", "target") == read
    assert len([text for text in doubts(dataset) if "several indicators in one cell" in text]) == told


def test_rows_that_begin_with_the_names_of_levels_need_no_headings():
    rows = [
        ["产出指标", "数量指标", "宣传≥12次", "<"],
        ["^", "时效指标", "全年", "<"],
        ["^", "质量指标", "覆盖率", "100%"],
        ["满意度指标", "服务对象满意度指标", "满意度≥90%", "<"],
        ["效益指标", "社会效益指标", "待定", "另报"],
    ]
    dataset = read_tables(TITLE, padded(*FORM, ["预算数", "5万元"], *rows))
    assert show(dataset.indicators, *COLUMNS) == [
        ["产出", "数量", "宣传", "≥12次"],
        ["产出", "时效", "时效指标", "全年"],
        ["产出", "质量", "覆盖率", "100%"],
        ["满意度", "服务对象满意度", "满意度", "≥90%"],
    ]
    assert any("待定" in text for text in doubts(dataset))


def test_pairs_of_indicator_and_target_stand_below_the_names_of_levels():
    headings = ["产出指标", "<", "效益指标", "<"]
    rows = [["指标", "指标值", "指标", "指标值"], ["小区", "3个", "就业", "≥200人"], ["合格率", "100%", "", ""]]
    dataset = read_tables(TITLE, padded(*FORM, ["预算数", "5万元"], headings, *rows))
    assert show(dataset.indicators, "level1", "indicator", "target") == [
        ["产出", "小区", "3个"],
        ["效益", "就业", "≥200人"],
        ["产出", "合格率", "100%"],
    ]


@pytest.mark.parametrize(("row", "budget"), [(["项目资金（万元）", "4.5"], 4.5), (["资金情况", "某文", "4.5"], None)])
def test_a_figure_right_behind_a_label_of_money_is_the_budget(row, budget):
    dataset = read_form(["项目类别", "一般", *row])
    assert show(dataset.projects, "budget") == [[budget]]


def test_the_only_money_of_a_list_of_projects_is_their_budget():
    rows = [["项目名称", "项目资金（万元）", "绩效目标"], ["甲项目", "25", "建成"], ["乙项目", "8", "建成"]]
    assert read_tables(TITLE, [["主管部门", "某某局"]], rows).projects["budget"].tolist() == [25, 8]


GOALS = [
    "【总体目标】\n破案\n【产出指标-数量指标】\n指标1：破获案件（≥30起）\n指标2：宣传（经常）\n【产出指标-成本指标】\n费用≤5万元",
    "破案\n一、产出指标\n1.数量指标：破获案件≥30起；宣传（经常）\n2.成本指标：费用≤5万元",
    "破案\n产出指标：\n数量指标：破获案件≥30起\n宣传（经常）\n成本指标：费用≤5万元",
]


@pytest.mark.parametrize("text", GOALS)
def test_indicators_written_into_a_goal_are_indicators(text):
    dataset = read_tables(TITLE, padded(*FORM, ["预算数", "5万元"], ["绩效目标", text]))
    assert dataset.goals["goal"].tolist() == ["破案"]
    assert show(dataset.indicators, *COLUMNS) == [
        ["产出", "数量", "破获案件", "≥30起"],
        ["产出", "数量", "宣传", "经常"],
        ["产出", "成本", "费用", "≤5万元"],
    ]


def test_a_column_of_indicators_as_text_is_read_like_a_goal_that_holds_them():
    text = GOALS[2].removeprefix("破案\n")
    headings = ["项目名称", "预算数（万元）", "年度目标", "绩效指标"]
    rows = [headings, ["某项目", "5", "破案", text], ["乙项目", "7", "破案", "见附件"]]
    dataset = read_tables(TITLE, [["主管部门", "某某局"]], rows)
    assert dataset.indicators["indicator"].tolist() == ["破获案件", "宣传", "费用"]
    assert any("见附件" in found for found in doubts(dataset))


@pytest.mark.parametrize("text", ["社会效益：提高水平", "数量：多培训", "完成各项指标", "目标1：指标10个"])
def test_a_goal_that_only_speaks_of_levels_stays_a_goal(text):
    dataset = read_form(["绩效目标", text])
    assert dataset.goals["goal"].tolist() == [text]
    assert len(dataset.indicators) == 1


@pytest.mark.parametrize("heading", ["单位（专项）名称", "项目(单位)名称", "单位名称（项目类别/支出项目）"])
def test_in_a_column_of_units_and_projects_a_row_of_money_alone_is_a_units(heading):
    headings = [heading, "资金总额", "绩效目标", *HEADINGS]
    rows = [
        ["某某局", "9", "", "", "", "", ""],
        ["其他运转类", "9", "", "", "", "", ""],
        ["甲项目", "4", "建成", "产出指标", "数量指标", "培训人数", "≥100人"],
        ["乙项目", "5", "建成", "产出指标", "数量指标", "培训场次", "≥3场"],
    ]
    dataset = read_tables(TITLE, "单位：万元", [headings, *rows])
    assert show(dataset.projects, "project_name", "budget") == [["甲项目", 4], ["乙项目", 5]]
    assert dataset.departments["department"].tolist() == ["某某局"]


@pytest.mark.parametrize("order", [["项目总额", "当年预算"], ["当年预算", "项目总额"]])
def test_the_years_budget_stands_beside_the_whole_of_the_project(order):
    amounts = {"项目总额": "30", "当年预算": "15"}
    headings, row = ["项目名称", *order, "绩效目标"], ["某项目", *(amounts[name] for name in order), "建成"]
    dataset = read_tables(TITLE, "单位：万元", [["主管部门", "某某局"]], [headings, row])
    assert dataset.projects["budget"].tolist() == [15]
    alone = read_tables(TITLE, "单位：万元", [["主管部门", "某某局"]], [["项目名称", "项目总额"], ["某项目", "30"]])
    assert alone.projects["budget"].tolist() == [30]


def test_headings_one_word_short_below_a_group_are_levels_and_never_names_of_indicators():
    upper = ["项目名称", "预算数（万元）", "绩效指标", "<", "<", "指标值"]
    lower = ["^", "^", "一级", "二级", "三级", "^"]
    rows = [
        ["产出", "数量", "面积", "≥12公顷"],
        ["产出", "质量", "合格率", "≥95%"],
        ["效益", "生态效益", "覆盖率", "≥60%"],
    ]
    named = [["某项目", "5", *rows[0]], *(["^", "^", *row] for row in rows[1:])]
    dataset = read_tables(TITLE, [["主管部门", "某某局"]], [upper, lower, *named])
    assert show(dataset.indicators, *COLUMNS) == rows
    assert sum("a word nearly known" in text for text in dataset.doubts["remedy"]) == 3


def test_an_unknown_heading_below_a_group_is_read_by_its_cells():
    upper, lower = ["绩效指标", "<", "<", "<", "<", "<"], [*HEADINGS, "类型", "度量单位"]
    rows = [["产出指标", "数量指标", "人数", "100", "≥", "人"], ["效益指标", "社会效益", "知晓率", "90", "≥", "%"]]
    dataset = read_tables(TITLE, [*padded(*FORM, upper, lower), *rows])
    assert dataset.indicators["operator"].tolist() == [">=", ">="]
    assert any("read as sign by its cells" in text for text in dataset.doubts["remedy"])


@pytest.mark.parametrize(
    "text",
    [
        "注：本表反映部门预算安排的项目。",
        "备注:数据为年初数",
        "说明：1.本表按批复填列。",
        "注1：含上年结转。",
        "注 以上为年初数",
    ],
)
def test_a_note_below_a_list_is_no_row_of_it_though_only_its_first_cell_holds_it(text):
    headings = ["单位名称", "项目名称", "预算金额", *HEADINGS]
    row = ["某某局", "某项目", "5", "产出指标", "数量指标", "培训人数", "≥100人"]
    dataset = read_tables(TITLE, "单位：万元", [headings, row, [text, "", "", "", "", "", ""]])
    assert dataset.departments["department"].tolist() == ["某某局"]
    assert len(dataset.indicators) == 1
    assert [found for found in doubts(dataset) if text[:4] in found] == [text]


@pytest.mark.parametrize(("stroke", "level2"), [("/", None), ("—", None), ("", "数量"), ("……", "数量")])
def test_a_stroke_in_the_place_of_a_level_says_that_there_is_none(stroke, level2):
    below = ["^", stroke, "印发手册", "≥50册"]
    dataset = read_tables(TITLE, [*padded(*FORM, HEADINGS), ROW, below])
    assert show(dataset.indicators.iloc[1:], *COLUMNS) == [["产出", level2, "印发手册", "≥50册"]]


def test_a_column_of_units_and_projects_may_hold_the_codes_of_projects_before_their_names():
    headings = ["单位名称（项目）", "预算数", *HEADINGS]
    unit = ["某市某局部门", "12", "", "", "", ""]
    row = ["51118024T000011230041-老旧小区改造", "12", "产出指标", "数量指标", "小区", "≥3个"]
    dataset = read_tables(TITLE, "单位：万元", [headings, unit, row])
    assert show(dataset.projects, "project_code", "project_name") == [["51118024T000011230041", "老旧小区改造"]]
    assert dataset.departments["department"].tolist() == ["某市某局部门"]


HEAD = ["单位名称", "项目名称", "预算金额（万元）", "财政拨款", "其他资金", "绩效目标", "绩效指标", "指标值"]
ROWS = [
    ["甲局", "高标准农田", "100", "100", "", "建设农田", "建设面积", "≥2000亩"],
    ["乙局", "造林补助", "200", "170", "30", "造林", "造林面积", "≥1万亩"],
]


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        ("乙局", "小计"),
        ("乙局", "单位小计："),
        ("乙局", "乙局合计"),
        ("乙局小计", ""),
        ("二、乙局", ""),
        ("", "总  计"),
        ("乙局", "累计"),
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_row_of_a_sum_is_no_project_in_whichever_column_it_says_so(unit, name, place):
    rows = [*ROWS[:place], [unit, name, "200", "170", "30", "", "", ""], *ROWS[place:]]
    dataset = read_tables("2024年项目支出绩效目标汇总表", [HEAD, *rows])
    assert show(dataset.projects, "project_name", "budget") == [["高标准农田", 100], ["造林补助", 200]]
    assert show(dataset.funds, "source", "amount") == [["财政资金", 100], ["财政资金", 170], ["其他资金", 30]]
    assert show(dataset.indicators, "project_id", "indicator") == [["甲/1", "建设面积"], ["甲/2", "造林面积"]]
    assert dataset.readings["unread_cells"].tolist() == [0]


def test_pairs_of_indicator_and_target_stand_below_names_of_both_levels_in_a_list_of_projects():
    pair = ["指标名称", "指标值"]
    rows = [
        ["序号", "项目名称", "预算数（万元）", "绩效目标", "产出指标", *["<"] * 3, "效益指标", "<"],
        [*["^"] * 4, "数量指标", "<", "质量指标", "<", "社会效益指标", "<"],
        [*["^"] * 4, *pair * 3],
        ["1", "甲", "12", "修好", "面积", "≥3亩", "合格率", "100%", "受益", "≥20人"],
        ["2", "乙", "4", "教会", "人次", "≥40人次", "", "", "质量", "提升"],
    ]
    dataset = read_tables("2024年项目绩效目标汇总表", rows)
    assert show(dataset.projects, "project_name", "budget") == [["甲", 12], ["乙", 4]]
    assert show(dataset.indicators, "project_id", *COLUMNS) == [
        ["甲/1", "产出", "数量", "面积", "≥3亩"],
        ["甲/1", "产出", "质量", "合格率", "100%"],
        ["甲/1", "效益", "社会效益", "受益", "≥20人"],
        ["甲/2", "产出", "数量", "人次", "≥40人次"],
        ["甲/2", "效益", "社会效益", "质量", "提升"],
    ]
    levels = [*["^"] * 4, "数量指标", "<", "质量指标", "<", "效益", "<"]
    one_level = read_tables("2024年项目绩效目标汇总表", [rows[0][:4] + levels[4:], *rows[2:]])
    assert show(one_level.indicators, "level1", "level2")[:3] == [["产出", "数量"], ["产出", "质量"], ["效益", None]]


ROTATED = [
    ["一级指标", "产出指标", "<", "效益指标", "满意度指标"],
    ["二级指标", "数量指标", "质量指标", "社会效益", "服务对象满意度"],
    ["三级指标", "新增设备", "完好率", "年接待读者", "读者满意度"],
    ["指标值", "≥12台", "≥98%", "≥50万人次", "≥95%"],
    ["权重", "30", "20", "40", "10"],
]


@pytest.mark.parametrize("side", [[], ["绩效指标"], ["绩效", "指标"]])
@pytest.mark.parametrize("bands", [1, 2])
def test_indicators_side_by_side_in_columns_are_read_as_those_below_each_other(side, bands):
    if bands == 1:
        block = ROTATED
    else:
        block = [[*row[:3], "", ""] for row in ROTATED] + [[row[0], *row[3:], "", ""] for row in ROTATED]
    block = [[*(["^"] * len(side) if number else side), *row] for number, row in enumerate(block)]
    wide = len(block[0]) - 2
    form = [["项目名称", "智慧图书馆", *["<"] * wide], ["预算金额（万元）", "320", *["<"] * wide]]
    dataset = read_tables("2024年预算绩效目标", [*form, *block, ["备注", "无", *[""] * wide]])
    assert show(dataset.projects, "project_name", "budget") == [["智慧图书馆", 320]]
    assert show(dataset.indicators, *COLUMNS, "weight") == [
        ["产出", "数量", "新增设备", "≥12台", 30],
        ["产出", "质量", "完好率", "≥98%", 20],
        ["效益", "社会效益", "年接待读者", "≥50万人次", 40],
        ["满意度", "服务对象满意度", "读者满意度", "≥95%", 10],
    ]
    assert dataset.readings["unread_cells"].tolist() == [0]


@pytest.mark.parametrize("heading", ["三级指标及指标值", "三级指标、指标值", "指标名称和目标值", "三级指标与指标值"])
def test_one_column_for_the_indicator_and_its_target_is_read_as_both(heading):
    rows = [["一级指标", "二级指标", heading], ["产出指标", "数量指标", "指标1：举办活动≥20场"]]
    rows += [
        ["^", "^", "指标2：发放资料不少于5000份"],
        ["^", "质量指标", "1.活动完成率100%"],
        ["效益指标", "社会效益", "知晓率达到85%以上"],
    ]
    dataset = read_tables(TITLE, padded(*FORM, ["预算数", "5万元"], *rows))
    assert show(dataset.indicators, *COLUMNS[:2], "operator", "value", "unit") == [
        ["产出", "数量", ">=", 20, "场"],
        ["产出", "数量", ">=", 5000, "份"],
        ["产出", "质量", None, 100, "%"],
        ["效益", "社会效益", ">=", 85, "%"],
    ]
    assert [name.partition("：")[2] or name for name in dataset.indicators["indicator"]] == [
        *("举办活动", "发放资料", "活动完成率", "知晓率")
    ]


def test_a_list_that_only_names_projects_is_a_table_of_contents_and_no_loss():
    contents = [["序号", "项目名称", "主管部门"], ["1", "某项目", "某某局"], ["2", "乙项目", "某某局"]]
    dataset = read_tables(TITLE, contents, padded(*FORM, ["预算数", "5万元"], HEADINGS, ROW))
    assert dataset.projects["project_name"].tolist() == ["某项目"]
    assert show(dataset.readings, "unread_cells", "not_understood") == [[0, 0]]
