"""Targets that a department sets for itself, beside those of its projects: kept apart from import to brief."""

from __future__ import annotations

import re

import pytest
from command_line import jixiao
from every_exhibit import FUNCTIONS, shown
from grids import read_tables
from jixiao import exhibits
from jixiao.errors import UsageError
from jixiao.review import review
from jixiao.review.output import for_readers

HEADINGS = ["一级指标", "二级指标", "三级指标", "指标值"]
UNIT = "单位：万元"
OF_PROJECTS = [function for function in FUNCTIONS if not function.__module__.endswith(".own")]
FORM = [
    ["项目名称", "某项目", "预算数", "5"],
    ["绩效目标", "建成", "<", "<"],
    HEADINGS,
    ["产出指标", "数量指标", "人数", "≥3人"],
]
OWN = [
    ["部门整体支出绩效自评表", "<", "<", "<"],
    ["部门名称", "某某局", "年度资金总额", "70"],
    ["年度目标", "服务", "<", "<"],
    [*HEADINGS, "实际完成值"],
    ["产出指标", "数量指标", "次数", "≥9次", "9次"],
]


def padded(rows):
    return [[*row, *[""] * (5 - len(row))] for row in rows]


@pytest.fixture(scope="module")
def both():
    """A department with a project and targets of its own."""
    return read_tables("2022年绩效", UNIT, padded(FORM), padded(OWN))


@pytest.fixture(scope="module")
def own():
    """A department that published nothing but its own table."""
    return read_tables("2022年绩效", UNIT, padded(OWN))


@pytest.mark.parametrize(
    ("scope", "names", "targets", "goals"),
    [
        ("project", ["某项目"], ["≥3人"], ["建成"]),
        ("department", ["某某局"], ["≥9次"], ["服务"]),
        (None, ["某项目", "某某局"], ["≥3人", "≥9次"], ["建成", "服务"]),
    ],
)
def test_a_scope_has_its_own_rows_in_every_table(both, scope, names, targets, goals):
    data = both.select(scope=scope).validate()
    assert data.projects["project_name"].tolist() == names
    assert data.indicators["target"].tolist() == targets
    assert data.goals["goal"].tolist() == goals
    assert len(data.results) == ("≥9次" in targets)


def test_projects_are_selected_unless_another_scope_is_asked_for(both):
    assert both.select().projects["scope"].tolist() == ["project"]
    assert both.select(projects=[1]).projects["project_name"].tolist() == ["某项目"]
    with pytest.raises(UsageError, match="no scope 'all'; expected: one of: project, department"):
        both.select(scope="all")


def test_what_is_in_a_dataset_is_counted_by_projects(both):
    assert both.scope()[["projects", "budget", "indicators"]].to_numpy().tolist() == [[1, 5, 1]]


def test_a_department_that_published_only_its_own_table_is_found_and_has_no_projects(own):
    data = own.select(year=2022, department="某某局")
    assert data.departments["department"].tolist() == ["某某局"]
    assert data.documents["year"].tolist() == [2022]
    assert data.projects.empty
    assert own.scope()["projects"].tolist() == [0]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("function", OF_PROJECTS, ids=lambda function: function.__name__)
def test_an_exhibit_of_no_projects_never_says_that_nothing_is_published(own, function, language):
    exhibit = shown(function, own.select(), language)
    said = " ".join([exhibit.title, exhibit.finding, *(cell for row in exhibit.data()["cells"] for cell in row)])
    for word in ("没有公布绩效指标", "No indicators are published", "审核没有意见", "No findings"):
        assert word not in said
    assert not re.search(r"\bnan\b", said, re.IGNORECASE)


def test_an_exhibit_never_mixes_projects_and_the_department_as_a_whole(both):
    with pytest.raises(UsageError, match=r'data\.select\(scope="project"\)'):
        exhibits.budget_ranking(both)
    assert exhibits.budget_ranking(both.select()).table["budget"].tolist() == [5]
    assert exhibits.target_ladder(both.select(scope="department")).table["indicators"].sum() == 1


def test_expenditure_of_two_kinds_is_no_source_of_the_departments_money():
    phases = [
        ["预算资金（万元）", "", "年初预算数", "全年执行数"],
        ["^", "年度资金总额", "90", "85"],
        ["^", "其中：基本支出", "50", "50"],
        ["^", "项目支出", "40", "35"],
    ]
    own = read_tables("2022年绩效", padded([*OWN[:1], ["部门名称", "某某局"], *phases, *OWN[3:]]))
    assert own.projects["budget"].tolist() == [90]
    assert own.funds[["source", "phase", "amount"]].to_numpy().tolist() == [["合计", "paid", 85]]


@pytest.mark.parametrize(
    "headings",
    [
        [["年度任务", "任务名称", "主要内容", "预算数（万元）", "执行数（万元）"]],
        [["年度任务", "任务名称", "主要内容", "预算金额（万元）", "<"], ["^", "^", "^", "总额", "财政拨款"]],
    ],
)
def test_tasks_with_their_money_are_goals_and_no_sources_of_the_departments_money(headings):
    tasks = [*headings, ["^", "人口调查", "入户调查", "120", "118"], ["^", "金额合计", "", "120", "118"]]
    own = read_tables("2022年绩效", padded([*OWN[:1], ["部门名称", "某某局"], *tasks, *OWN[2:]]))
    assert own.projects["budget"].isna().all()
    assert own.funds.empty
    found = own.goals[["scope", "project_id", "title", "goal", "amount"]].iloc[0].tolist()
    assert found == ["task", "甲/D1", "人口调查", "入户调查", 120]
    assert own.goals["scope"].tolist() == ["task", "department"]
    assert not own.doubts["found"].str.startswith("120").any()


def test_a_form_that_names_a_project_below_a_departments_own_table_is_a_projects():
    data = read_tables("2022年绩效", UNIT, padded(OWN), padded(FORM))
    assert data.projects["scope"].tolist() == ["department", "project"]
    assert data.select().indicators["target"].tolist() == ["≥3人"]
    going_on = read_tables("2022年绩效", UNIT, padded(OWN), padded([HEADINGS, ["产出指标", "质量指标", "比率", "≥7%"]]))
    assert going_on.projects["scope"].tolist() == ["department"]
    assert going_on.indicators["target"].tolist() == ["≥9次", "≥7%"]


def test_the_departments_own_section_shows_its_money_targets_and_results(both, own):
    for data in (both, own):
        mine = data.select(scope="department")
        assert exhibits.own_budget(mine).title == "部门整体预算 70.00 万元"
        targets = exhibits.own_targets(mine)
        assert targets.table[["item", "target", "actual"]].fillna("").to_numpy().tolist() == [
            ["", "服务", ""],
            ["次数", "≥9次", "9次"],
        ]
        assert exhibits.own_findings(mine).table["project_name"].unique().tolist() == ["部门整体：某某局"]


def test_a_document_without_own_targets_says_so_and_shows_its_tasks(sample):
    mine = sample.select(scope="department")
    assert exhibits.own_budget(mine).table.empty
    assert exhibits.own_findings(mine).table.empty
    assert exhibits.own_targets(mine).table["part"].value_counts().to_dict() == {"年度任务": 5, "总体目标": 2}


def test_no_rule_compares_the_departments_targets_with_those_of_its_projects():
    same = [["产出指标", "数量指标", "建成公园", "≥3个"]]
    form = padded([*FORM[:-1], *same])
    data = read_tables("2022年绩效", UNIT, form, padded([*OWN[:-1], [*same[0], "3个"]]))
    alone = review(data.select(scope="project")).findings, review(data.select(scope="department")).findings
    together = review(data).findings
    assert len(together) == sum(map(len, alone))
    assert sorted(together["message"]) == sorted([*alone[0]["message"], *alone[1]["message"]])
    assert set(for_readers(together, data.projects, "zh")["project"]) == {"1 某项目", "部门整体：某某局"}
    assert list(for_readers(together, data.projects, "en")["project"])[-1] == "The whole department: 某某局"


def test_an_exhibit_of_the_departments_own_targets_refuses_those_of_projects(both):
    for function in (exhibits.own_budget, exhibits.own_targets, exhibits.own_findings):
        with pytest.raises(UsageError, match=r'data\.select\(scope="department"\)'):
            function(both.select())


def test_the_command_compares_the_departments_own_targets_where_it_is_asked_to(tmp_path):
    for year, amount in ((2022, "70"), (2023, "60")):
        rows = [[cell.replace("70", amount) for cell in row] for row in padded(OWN)]
        data = read_tables(f"{year}年绩效", UNIT, rows, name=str(year))
        data.save(tmp_path / str(year))
    sides = [tmp_path / "2022", tmp_path / "2023"]
    code, out, _ = jixiao("compare", *sides, "--scope", "department")
    assert (code, out[0]) == (0, "预算从 70.00 万元变为 60.00 万元，1 个项目有增减")
    assert jixiao("compare", *sides)[1][0] == "没有可对比的项目"
