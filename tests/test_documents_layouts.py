"""The layouts of the provinces, as printed: every one becomes the same records."""

from __future__ import annotations

import pytest
from grids import doubts, read_tables, show

LEVELS = ("level1", "level2", "indicator")
TARGET = ("operator", "value", "unit")


def test_hebei_before_2020_has_headings_two_deep_and_the_best_grade_as_target():
    dataset = read_tables(
        "2019年项目支出绩效目标表",
        [
            ["项目名称", "环境整治", "<", "<", "主管部门", "邯郸市某局", "<", "<"],
            ["项目资金（万元）", "预算数", "100", "<", "其中：财政资金", "100", "其他资金", ""],
            ["绩效目标", "整治河道", "<", "<", "<", "<", "<", "<"],
            ["绩效指标分类", "绩效指标", "绩效指标描述", "绩效指标评价标准", "<", "<", "<", "评价标准确定依据"],
            ["^", "^", "^", "优", "良", "中", "差", "^"],
            ["产出指标", "河道长度", "整治长度", "≥10公里", "≥8公里", "≥6公里", "<6公里", "计划标准"],
            ["^", "完成率", "按时完成", "≥95%", "≥90%", "≥80%", "<80%", "计划标准"],
            ["效果指标", "满意度", "群众满意", "≥90%", "≥80%", "≥70%", "<70%", "历史标准"],
        ],
    )
    assert show(dataset.indicators, *LEVELS, *TARGET, "basis") == [
        ["产出", None, "河道长度", ">=", 10, "公里", "计划标准"],
        ["产出", None, "完成率", ">=", 95, "%", "计划标准"],
        ["效益", None, "满意度", ">=", 90, "%", "历史标准"],
    ]
    assert show(dataset.projects, "project_name", "budget") == [["环境整治", 100]]
    assert dataset.departments["department"].tolist() == ["邯郸市某局"]
    assert dataset.documents["layout"].tolist() == ["hebei-2019"]
    assert [found.split(":")[0] for found in doubts(dataset)] == ["良", "中", "差"]


def test_tianjin_2023_has_no_code_plan_or_basis():
    dataset = read_tables(
        "天津市某法院2023年项目支出绩效目标表",
        "单位：万元",
        [
            ["项目名称", "办案业务费", "<", "<", "<", "<"],
            ["项目资金", "预算金额", "20.00", "财政拨款", "20.00", "其他资金"],
            ["项目绩效目标", "保障审判工作", "<", "<", "<", "<"],
            ["一级指标", "二级指标", "三级指标", "绩效指标描述", "<", "指标值"],
            ["产出指标", "数量指标", "维修面积", "维修面积", "<", "≥400平方米"],
            ["", "质量指标", "验收合格率", "验收合格率", "<", "≥98百分比"],
            ["满意度指标", "服务对象满意度指标", "干警满意度", "干警满意度", "<", "≥95百分比"],
        ],
    )
    assert show(dataset.indicators, "level2", *TARGET) == [
        ["数量", ">=", 400, "平方米"],
        ["质量", ">=", 98, "%"],
        ["服务对象满意度", ">=", 95, "%"],
    ]
    assert dataset.documents["layout"].tolist() == ["tianjin-2023"]
    assert dataset.departments["department_id"].tolist() == ["天津市某法院"]


YUNNAN = [
    ["项目支出绩效自评表", "<", "<", "<", "<", "<", "<", "<", "<", "<"],
    ["项目名称", "<", "就业培训", "<", "<", "<", "<", "<", "<", "<"],
    ["主管部门", "<", "某县人社局", "<", "<", "实施单位", "<", "就业中心", "<", "<"],
    ["项目资金（元）", "<", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "<", "得分"],
    ["^", "^", "年度资金总额", "1,000,000.00", "1,200,000.00", "1,140,000.00", "10", "95.00%", "<", "9.5"],
    ["^", "^", "其中：当年财政拨款", "1,000,000.00", "1,000,000.00", "940,000.00", "—", "94.00%", "<", "—"],
    ["^", "^", "上年结转资金", "", "200,000.00", "200,000.00", "—", "100.00%", "<", "—"],
    ["^", "^", "其他资金", "", "", "", "—", "", "<", "—"],
    ["年度总体目标", "预期目标", "<", "<", "<", "实际完成情况", "<", "<", "<", "<"],
    ["^", "培训735人次", "<", "<", "<", "已培训740人次", "<", "<", "<", "<"],
    [
        "一级指标",
        "二级指标",
        "三级指标",
        "指标性质",
        "指标值",
        "度量单位",
        "实际完成值",
        "分值",
        "得分",
        "偏差原因分析及改进措施",
    ],
    ["产出指标", "数量指标", "培训人次", "≧", "735", "人次", "740人次", "50", "50", ""],
    ["效益指标", "社会效益", "就业率", "≥", "80", "%", "75%", "30", "28", "企业用工减少"],
    ["满意度指标", "服务对象满意度", "学员满意度", "≥", "90", "%", "95%", "10", "10", ""],
    ["总分", "<", "<", "<", "<", "<", "<", "100", "97.5", ""],
]


def test_yunnan_self_evaluation_has_sign_number_and_unit_apart_and_amounts_in_yuan():
    dataset = read_tables("2022年度", YUNNAN)
    assert show(dataset.indicators, *LEVELS, *TARGET, "target", "weight") == [
        ["产出", "数量", "培训人次", ">=", 735, "人次", "≧735人次", 50],
        ["效益", "社会效益", "就业率", ">=", 80, "%", "≥80%", 30],
        ["满意度", "服务对象满意度", "学员满意度", ">=", 90, "%", "≥90%", 10],
    ]
    assert show(dataset.results, "indicator_id", "origin", "actual", "value", "score", "note") == [
        ["甲/1/1", "甲", "740人次", 740, 50, None],
        ["甲/1/2", "甲", "75%", 75, 28, "企业用工减少"],
        ["甲/1/3", "甲", "95%", 95, 10, None],
    ]
    assert dataset.results["date"].dt.strftime("%Y-%m-%d").unique().tolist() == ["2022-12-31"]
    assert show(dataset.projects, "project_name", "budget", "budget_text") == [["就业培训", 100, "1,000,000.00"]]
    assert show(dataset.funds.dropna(subset="amount"), "source", "phase", "amount") == [
        ["当年财政拨款", "initial", 100],
        ["当年财政拨款", "adjusted", 100],
        ["当年财政拨款", "paid", 94],
        ["上年结转资金", "adjusted", 20],
        ["上年结转资金", "paid", 20],
    ]
    assert show(dataset.goals, "scope", "goal") == [["project", "培训735人次"]]
    assert show(dataset.documents, "layout", "stage") == [["yunnan-self-evaluation", "self-evaluation"]]
    assert dataset.departments["department"].tolist() == ["某县人社局"]
    assert not any("weights" in found for found in doubts(dataset))


def test_ministry_self_evaluation_has_the_whole_value_in_one_cell():
    rows = [
        ["项目名称", "<", "就业培训", "<", "<", "<", "<", "<"],
        ["主管部门及代码", "<", "[136]某部", "<", "实施单位", "<", "某中心", "<"],
        ["项目资金（万元）", "<", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["^", "年度资金总额", "100", "120", "114", "10", "95%", "9.5"],
        ["^", "其中：财政拨款", "100", "120", "114", "-", "95%", "-"],
        ["年度总体目标", "<", "年初设定目标", "<", "<", "全年实际完成情况", "<", "<"],
        ["^", "<", "培训", "<", "<", "已培训", "<", "<"],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["^", "产出指标", "数量指标", "培训人次", "≥735人次", "740", "90", "88"],
    ]
    dataset = read_tables("2022年度项目支出绩效自评表", rows)
    assert show(dataset.indicators, *LEVELS, *TARGET) == [["产出", "数量", "培训人次", ">=", 735, "人次"]]
    assert show(dataset.results, "actual", "value", "score") == [["740", 740, 88]]
    assert show(dataset.funds, "source", "phase", "amount") == [
        ["财政资金", "initial", 100],
        ["财政资金", "adjusted", 120],
        ["财政资金", "paid", 114],
    ]
    assert show(dataset.departments, "department_id", "department_code", "department") == [["136", "136", "某部"]]
    assert show(dataset.goals, "goal") == [["培训"]]


def test_the_total_of_a_self_evaluation_is_not_that_of_a_part_of_its_indicators():
    head = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
    rows = [
        ["项目名称", "<", "就业培训", "<", "<", "<", "<"],
        head,
        ["产出指标", "数量指标", "培训人次", "≥735人次", "740", "50", "48"],
        ["小计", "", "", "", "", "50", "48"],
        ["效益指标", "社会效益指标", "就业率", "≥80%", "75%", "40", "36"],
        ["小计", "", "", "", "", "40", "36"],
        ["合计", "", "", "", "", "100", "93.5"],
    ]
    dataset = read_tables("2022年度项目支出绩效自评表", rows)
    assert show(dataset.evaluations, "total") == [[93.5]]
    assert read_tables("2022年度项目支出绩效自评表", rows[:-1]).evaluations["total"].isna().all()


def test_hunan_application_has_a_standard_beside_the_value_and_satisfaction_under_benefits():
    dataset = read_tables(
        "2021年项目支出绩效目标申报表",
        [
            ["单位名称", "某区民政局", "<", "项目名称", "养老服务", "<"],
            ["资金总额（万元）", "30", "<", "<", "<", "<"],
            ["年度绩效目标", "改善养老服务", "<", "<", "<", "<"],
            ["一级指标", "二级指标", "三级指标", "指标值及单位", "绩效标准", "备注"],
            ["产出指标", "数量指标", "服务老人数", "300人", "计划标准", ""],
            ["效益指标", "社会效益指标", "覆盖率", "≥80%", "行业标准", ""],
            ["^", "社会公众或服务对象满意度指标", "老人满意度", "≥90%", "历史标准", ""],
            ["^", "可持续影响指标", "机制", "健全", "计划标准", ""],
        ],
    )
    assert show(dataset.indicators, "level1", "level2", "value", "basis") == [
        ["产出", "数量", 300, "计划标准"],
        ["效益", "社会效益", 80, "行业标准"],
        ["满意度", "服务对象满意度", 90, "历史标准"],
        ["效益", "可持续影响", None, "计划标准"],
    ]
    assert dataset.documents["layout"].tolist() == ["hunan-application"]
    assert doubts(dataset) == []


def test_chongqing_2022_has_the_unit_before_the_sign_before_the_number():
    dataset = read_tables(
        "2022年项目绩效目标表",
        [
            ["项目编码", "50010522T000002064", "<", "项目名称", "设备购置", "<"],
            ["主管部门", "某区教委", "<", "预算金额（万元）", "50", "<"],
            ["年度绩效目标", "购置设备", "<", "<", "<", "<"],
            ["指标名称", "指标权重", "计量单位", "指标性质", "指标值", "是否核心指标"],
            ["设备数量", "50", "台", "≥", "20", "是"],
            ["验收合格率", "30", "%", "＝", "100", "是"],
            ["师生反映", "20", "", "定性", "良好", "否"],
        ],
    )
    assert show(dataset.indicators, "indicator", "target", *TARGET, "kind", "weight") == [
        ["设备数量", "≥20台", ">=", 20, "台", "number", 50],
        ["验收合格率", "＝100%", "=", 100, "%", "number", 30],
        ["师生反映", "良好", None, None, None, "text", 20],
    ]
    assert dataset.documents["layout"].tolist() == ["chongqing-2022"]
    assert doubts(dataset) == ["是否核心指标: “是” and 2 more"]


SICHUAN = [
    [
        "单位名称",
        "项目名称",
        "预算数（元）",
        "年度目标",
        "一级指标",
        "二级指标",
        "三级指标",
        "指标性质",
        "指标值",
        "度量单位",
        "权重",
        "指标方向性",
    ],
    [
        "301001-某市文旅局",
        "图书馆",
        "500000",
        "开放图书馆",
        "产出指标",
        "数量指标",
        "开放天数",
        "≥",
        "300",
        "天",
        "60",
        "正向指标",
    ],
    [
        "302001-某市体育局",
        "体育馆",
        "80000",
        "开放体育馆",
        "产出指标",
        "质量指标",
        "完好率",
        "≥",
        "95",
        "%",
        "100",
        "正向指标",
    ],
    [
        "301001-某市文旅局",
        "图书馆",
        "500000",
        "开放图书馆",
        "成本指标",
        "经济成本指标",
        "成本",
        "≤",
        "50",
        "万元",
        "40",
        "反向指标",
    ],
]


def test_sichuan_lists_rows_of_many_projects_in_any_order():
    dataset = read_tables("2023年部门预算项目绩效目标表", SICHUAN)
    assert show(dataset.projects, "project_name", "department_id", "budget") == [
        ["图书馆", "301001", 50],
        ["体育馆", "302001", 8],
    ]
    assert show(dataset.indicators, "project_id", "position", *LEVELS, "target", "weight") == [
        ["甲/1", 1, "产出", "数量", "开放天数", "≥300天", 60],
        ["甲/2", 1, "产出", "质量", "完好率", "≥95%", 100],
        ["甲/1", 2, "成本", "经济成本", "成本", "≤50万元", 40],
    ]
    assert show(dataset.goals, "goal") == [["开放图书馆"], ["开放体育馆"]]
    assert show(dataset.documents, "layout", "framework") == [["sichuan-application", "2021"]]


def test_sichuan_merges_what_holds_for_several_rows():
    rows = [SICHUAN[0], SICHUAN[1], ["^"] * 4 + SICHUAN[3][4:], ["合计", "", "580000"] + [""] * 9]
    dataset = read_tables("2023年部门预算项目绩效目标表", rows)
    assert show(dataset.projects, "project_name", "budget") == [["图书馆", 50]]
    assert dataset.indicators["position"].tolist() == [1, 2]
    assert len(dataset.goals) == 1


def test_guide_2021_has_cost_as_a_level_of_its_own():
    dataset = read_tables(
        "项目支出绩效目标表",
        "（2023年度）",
        [
            ["项目名称", "<", "防护林", "<", "<"],
            ["主管部门", "<", "某县林草局", "实施单位", "林场"],
            ["项目资金\n（万元）", "年度资金总额", "6070", "<", "<"],
            ["^", "其中：财政拨款", "6070", "<", "<"],
            ["^", "其他资金", "", "<", "<"],
            ["总体目标", "营造林", "<", "<", "<"],
            ["绩\n效\n指\n标", "一级指标", "二级指标", "三级指标", "指标值"],
            ["^", "成本指标", "经济成本指标（必填）", "★总投入(≥**万元)", "6070"],
            ["^", "^", "社会成本指标", "", ""],
            ["^", "产出指标", "数量指标", "造林面积(亩)", "80000"],
            ["^", "满意度指标", "<", "群众满意度", "≥90%"],
        ],
    )
    assert show(dataset.indicators, *LEVELS, *TARGET) == [
        ["成本", "经济成本", "★总投入(≥**万元)", None, 6070, "万元"],
        ["产出", "数量", "造林面积(亩)", None, 80000, "亩"],
        ["满意度", "服务对象满意度", "群众满意度", ">=", 90, "%"],
    ]
    assert show(dataset.documents, "layout", "framework", "year") == [["guide-2021", "2021", 2023]]
    assert dataset.departments["department"].tolist() == ["某县林草局"]
    assert show(dataset.funds, "source", "amount") == [["财政资金", 6070], ["其他资金", None]]


def _beside(*forms: list[list[str]], gap: list[str]) -> list[list[str]]:
    """Forms side by side, with the same blank cells between them in every row."""
    return [[cell for part in parts[:-1] for cell in part + gap] + parts[-1] for parts in zip(*forms, strict=True)]


@pytest.mark.parametrize("gap", [[], [""], ["", ""]])
@pytest.mark.parametrize("title", ["", "own", "above"])
def test_forms_side_by_side_are_read_each_by_itself(gap, title):
    def form(name: str, budget: str, target: str) -> list[list[str]]:
        rows = [
            ["项目名称", name, "<", "<"],
            ["主管部门", "某局", "<", "<"],
            ["预算金额" if title == "above" else "预算金额（万元）", budget, "<", "<"],
        ]
        rows += [["一级指标", "二级指标", "三级指标", "指标值"], ["产出指标", "数量指标", "面积", target]]
        return [["项目支出绩效目标表", "<", "<", "<"], *rows] if title == "own" else rows

    rows = _beside(form("东区", "50", "≥5亩"), form("西区", "70", "≥7亩"), form("北区", "90", "≥9亩"), gap=gap)
    if title == "above":
        wide = len(rows[0]) - 1
        rows = [["项目支出绩效目标表", *["<"] * wide], [*[""] * wide, "单位：万元"], *rows]
    dataset = read_tables("2024年预算绩效", rows)
    assert show(dataset.projects, "project_name", "budget") == [["东区", 50], ["西区", 70], ["北区", 90]]
    assert show(dataset.indicators, "project_id", "level2", *TARGET) == [
        [f"甲/{number}", "数量", ">=", value, "亩"] for number, value in ((1, 5), (2, 7), (3, 9))
    ]
    assert doubts(dataset) == []


def test_lists_of_projects_side_by_side_are_read_each_by_itself():
    head = ["序号", "项目名称", "预算金额（万元）", "绩效目标"]
    rows = [[*head, *head], ["1", "甲", "5", "建成", "3", "丙", "7", "修好"], ["2", "乙", "6", "买到", "", "", "", ""]]
    dataset = read_tables("2024年预算绩效", [["主管部门", "某局"]], rows)
    assert sorted(show(dataset.projects, "project_name", "budget")) == [["丙", 7], ["乙", 6], ["甲", 5]]


FIRST = [
    ["项目名称", "河长制经费", "<", "<"],
    ["预算金额（万元）", "86.4", "<", "<"],
    ["一级指标", "二级指标", "三级指标", "指标值"],
    ["产出指标", "数量指标", "巡河次数", "≥4次"],
]
REST = [
    ["产出指标", "质量指标", "整改率", "≥95%"],
    ["效益指标", "生态效益指标", "水质达标率", "≥90%"],
    ["满意度指标", "服务对象满意度指标", "群众满意度", "≥92%"],
]
BOTH = [["产出", "巡河次数"], ["产出", "整改率"], ["效益", "水质达标率"], ["满意度", "群众满意度"]]
FORM_TITLE = "2024年度项目支出绩效目标表"


@pytest.mark.parametrize(
    "note", [[], ["续表"], ["（续表）"], ["续上表"], [f"{FORM_TITLE}（续）"], [f"{FORM_TITLE}（续表）"], ["第2页"]]
)
@pytest.mark.parametrize("rest", [REST, [FIRST[2], *REST]], ids=["bare", "headed"])
def test_a_table_goes_on_in_the_next_with_or_without_its_headings(note, rest):
    dataset = read_tables(FORM_TITLE, FIRST, *note, rest)
    assert show(dataset.indicators, "level1", "indicator") == BOTH
    assert len(dataset.projects) == 1
    assert not any("续" in found for found in doubts(dataset))


@pytest.mark.parametrize("title", ["续表", f"{FORM_TITLE}（续）"])
def test_a_title_that_says_that_the_form_goes_on_begins_none(title):
    dataset = read_tables(FORM_TITLE, [*FIRST, [title, "<", "<", "<"], FIRST[2], *REST])
    assert show(dataset.indicators, "level1", "indicator") == BOTH


@pytest.mark.parametrize(
    "rest",
    [
        [row[:3] for row in REST],  # of another width
        [["数量指标", *row[1:]] for row in REST],  # shifted
    ],
)
def test_rows_of_levels_without_headings_that_do_not_fit_those_before_are_told_as_a_loss(rest):
    dataset = read_tables(FORM_TITLE, FIRST, "续表", rest)
    assert len(dataset.indicators) == 1
    assert dataset.readings["not_understood"].tolist() == [1]
    assert read_tables(FORM_TITLE, FIRST, "其他说明如下。", REST).readings["not_understood"].tolist() == [1]


def test_a_level_that_was_merged_over_the_break_of_a_table_holds_behind_it():
    rest = [["", "", "整改次数", "≥9次"], ["", *REST[0][1:]], *REST[1:]]
    dataset = read_tables(FORM_TITLE, FIRST, "续表", rest)
    assert show(dataset.indicators, "level1", "level2")[:3] == [["产出", "数量"], ["产出", "数量"], ["产出", "质量"]]


YEARS = ["2023年", "2024年度", "2025年"]


@pytest.mark.parametrize("years", [YEARS, YEARS[::-1]])
@pytest.mark.parametrize("merged", [True, False])
def test_of_targets_of_several_years_under_one_heading_the_budget_years_is_read(years, merged):
    levels = ["一级指标", "二级指标", "三级指标"]
    right, down = ("<", "^") if merged else ("", "")
    value = {"2023年": "≥1人", "2024年度": "≥2人", "2025年": "≥3人"}
    rows = [["项目名称", "甲", *["<"] * 4], ["预算金额（万元）", "5", *["<"] * 4]]
    rows += [[*levels, "指标值", right, right], [*[down] * 3, *years]]
    rows += [["产出指标", "数量指标", "人数", *(value[year] for year in years)]]
    assert show(read_tables("2024年预算绩效", rows).indicators, "indicator", "target") == [["人数", "≥2人"]]
    assert read_tables("2026年预算绩效", rows).readings["not_understood"].tolist() == [1]


def test_of_the_budgets_of_several_years_under_one_heading_the_budget_years_is_read():
    rows = [["项目名称", "预算数（万元）", "<", "绩效目标"], ["^", "2023年", "2024年", "^"], ["甲", "70", "80", "好"]]
    assert show(read_tables("2024年预算绩效", rows).projects, "project_name", "budget") == [["甲", 80]]


@pytest.mark.parametrize("other", ["2023年预算数", "上年预算数", "上年度预算金额"])
def test_the_money_of_another_year_is_a_heading_and_no_project(other):
    rows = [["项目名称", other, "2024年预算数", "增减额", "绩效目标"], ["甲", "70", "80", "10", "好"]]
    dataset = read_tables("2024年预算绩效", "单位：万元", rows)
    assert show(dataset.projects, "project_name", "budget") == [["甲", 80]]
    assert dataset.goals["goal"].tolist() == ["好"]


def test_indicators_of_several_projects_side_by_side_are_not_those_of_the_first():
    rows = [
        ["项目名称", "甲", "乙"],
        ["预算金额（万元）", "80", "90"],
        ["三级指标", "人数", "场次"],
        ["指标值", "≥3人", "≥5场"],
    ]
    dataset = read_tables("2024年预算绩效", rows)
    assert dataset.indicators.empty
    assert dataset.readings["unread_cells"].tolist() != [0]


@pytest.mark.parametrize("years", [["2023年完成值", "2024年目标值"], ["2023年实际", "2024年预计"]])
def test_what_was_reached_in_another_year_is_no_target(years):
    levels = ["一级指标", "二级指标", "三级指标"]
    rows = [["项目名称", "甲", *["<"] * 3], [*levels, "指标值", "<"], [*["^"] * 3, *years]]
    rows += [["产出指标", "数量指标", "人数", "1人", "2人"]]
    assert show(read_tables("2024年预算绩效", rows).indicators, "target") == [["2人"]]


def test_years_beside_the_name_of_projects_are_headings_and_no_names():
    rows = [["项目名称", "2023年", "2024年", "2025年", "绩效目标"], ["甲", "10", "20", "30", "好"]]
    dataset = read_tables("2024年预算绩效", rows)
    assert show(dataset.projects, "project_name", "budget") == [["甲", None]]
    assert dataset.goals["goal"].tolist() == ["好"]


def test_a_project_named_twice_in_a_row_is_one_form():
    rows = [["项目名称", "甲", "项目名称", "甲"], ["预算金额（万元）", "80", "绩效目标", "好"]]
    rows += [["一级指标", "二级指标", "三级指标", "指标值"], ["产出指标", "数量指标", "人数", "≥3人"]]
    assert show(read_tables("2024年预算绩效", rows).indicators, "level2", "target") == [["数量", "≥3人"]]
