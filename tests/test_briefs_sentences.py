"""What a brief may say, and how: every sentence rule, for every quarter and for departments of many kinds."""

import itertools
import re
from dataclasses import replace

import pandas as pd
import pytest
from departments import CASES, SAMPLE
from jixiao import exhibits
from jixiao.briefs.outline import texts

NUMBER = re.compile(r"(?<![\d.,])\d[\d,]*(?:\.\d+)?(?![\d,]*\.?\d)")
QUICK = [("sample", 9), ("one project", 9), ("no plan", 9), ("own targets alone", 9)]
SLOW = [("sample", month) for month in (3, 6, 12)]
SLOW += [("300 projects", 9), ("two projects", 3), ("self-evaluation", 12), ("one project", 6), ("no plan", 12)]
SLOW += [("no targets", 9), ("own targets beside", 9), ("nothing to do", 12)]


@pytest.fixture(scope="module", params=["zh", "en"])
def language(request):
    return request.param


@pytest.fixture(
    scope="module",
    params=[*QUICK, *(pytest.param(case, marks=pytest.mark.slow) for case in SLOW)],
    ids=lambda case: f"{case[0]}, month {case[1]}",
)
def told(request, language, brief_of):
    """A brief of some department without its pictures, and the month at whose end it stands."""
    name, month = request.param
    return brief_of(CASES[name](), language, month=month, drawn=False), month


def sentences(brief):
    """What the brief itself says, without tables of published text."""
    shown = [*brief.front.values(), *(item for section in brief.sections for item in section.exhibits)]
    parts = [brief.head["title"], brief.head["finding"], *("".join(row) for row in brief.head["cells"])]
    parts += [item[key] for item in shown for key in printed(item)]
    return [*parts, *("：".join(row) for row in actions(brief)), *lines(brief), brief.source]


def actions(brief):
    return brief.front["actions"]["cells"] if "actions" in brief.front else []


def lines(brief):
    return [
        line
        for section in brief.sections
        if section.name == "method"
        for item in section.exhibits
        for line in brief.lines(item)
    ]


def everything(brief):
    shown = [*brief.front.values(), *(item for section in brief.sections for item in section.exhibits)]
    tables = ("alt", "columns", "cells", "totals")
    return [*sentences(brief), *(text for item in shown for key in tables for text in texts(item[key]))]


def printed(item):
    """Of the curve only what stands below it: the head says the rest."""
    return ["finding"] if item["name"] == "department-curve" else ["title", "subtitle", "finding"]


def overview(brief):
    return next((item for item in brief.exhibits if item["name"] == "project-overview" and item["rows"]), None)


def test_nothing_that_is_only_planned_is_called_late(told):
    late = re.compile(r"落后|滞后|拖延|迟缓|\b(?:late|behind|delay\w*|lag\w*|overdue)\b", re.IGNORECASE)
    assert [text for text in sentences(told[0]) if late.search(text)] == []


@pytest.mark.parametrize(("month", "said", "not_said"), [(3, "3月底", "6月底"), (9, "6月底", "10月底")])
def test_the_plan_is_below_even_pace_only_at_checkpoints_that_have_passed(month, said, not_said):
    below = exhibits.department_curve(SAMPLE, month=month).on_page(4).finding
    assert said in below
    assert not_said not in below


def test_about_stands_before_interpolated_amounts_alone_and_these_have_bounds(told):
    about = re.compile(r"(?:约|about CNY) ?([\d,.]+(?: \w+illion)?)(?: 万元)?(.*?)(?=约|about CNY|$)")
    for sentence in sentences(told[0]):
        for amount, after in about.findall(sentence):
            assert re.search("内插|interpolated", after), sentence
            assert re.search(r"[\d,]+–[\d,]+|[\d,.]+(?: \w+illion)? to [\d,.]+", after), sentence
            assert "." not in amount or "illion" in amount, sentence


def test_an_interpolated_amount_of_the_table_has_its_bounds_and_an_exact_one_none(told):
    brief, month = told
    table = overview(brief)
    if table is None:
        return
    column = next((n for n, item in enumerate(table["columns"]) if item["name"] == "planned_text"), None)
    cells = [] if column is None else [row[column] for row in [*table["cells"], *table["totals"]]]
    ranged = [re.fullmatch(r"[\d,.]+ \([\d,.]+–[\d,.]+\)", cell) is not None for cell in cells]
    assert all(ranged) if month == 9 else not any(ranged)


def test_one_number_has_one_form(told):
    brief, _ = told
    table = overview(brief)
    money = [*("".join(row) for row in brief.head["cells"]), *("".join(row) for row in actions(brief))]
    written = {number for text in money for number in NUMBER.findall(text)}
    written |= {
        number for row in (table["totals"][-1:] if table else []) for cell in row for number in NUMBER.findall(cell)
    }
    long = [number for number in written if len(re.sub(r"\D", "", number)) >= 4]
    pairs = itertools.permutations(long, 2)
    assert [pair for pair in pairs if is_rounded(*pair)] == []


def is_rounded(short, long):
    decimals = [len(number.partition(".")[2]) for number in (short, long)]
    values = [float(number.replace(",", "")) for number in (short, long)]
    return decimals[0] < decimals[1] and round(values[1], decimals[0]) == values[0]


def test_no_clause_is_empty(told):
    words = "of|more|targets|projects"
    empty = re.compile(rf"(?<![\d.,])0 (?:个|处|条|(?:{words})\b)|占 100(?:\.0)?%|account for 100|还剩|尚余|\bnan\b|—")
    assert [text for text in sentences(told[0]) if empty.search(text)] == []


def test_no_word_or_path_of_the_tool_s_inside_reaches_the_reader(told):
    inside = re.compile(
        r"\bsample\b|notebook|笔记本|ipynb|数据集|\bdataset\b|\bn = |\.txt|\.html|\d{4}/\d{4}|\w/\w+-\w+", re.IGNORECASE
    )
    assert [text for text in everything(told[0]) if inside.search(text)] == []


def test_what_has_a_number_stands_beside_what_can_be_assessed(told):
    brief, _ = told
    assert not any("可量化" in text or "读不准" in text for text in everything(brief))
    for text in ("".join(row) for row in brief.head["cells"]):
        if re.search("有数字|hold a number", text):
            assert re.search("可据以考核|fit for assessment", text)


def test_every_matter_names_a_project_and_quotes(told):
    brief, _ = told
    for act, what in actions(brief):
        if act in ("核实", "退回", "修改", "量化", "Verify", "Send back", "Rewrite", "Quantify"):
            assert re.search(r"项目|projects?\b|部门|department", what), what
        if act in ("退回", "修改", "Send back", "Rewrite"):
            assert re.search("“.+”", what), what


def test_the_first_quarter_looks_ahead_and_the_last_one_back():
    first, last = (exhibits.headline(SAMPLE, month=month).cells[1] for month in (3, 12))
    assert "其余 1,520.74 万元在后三个季度支出" in first[1]
    assert last == ["按计划，预算在年内全部支出", "，其中四季度约 497 万元（内插，359–911）。"]


def test_page_1_says_what_a_reader_should_remember():
    assert ["".join(row) for row in exhibits.headline(SAMPLE, month=9).cells] == [
        "全年预算 1,780.15 万元，9 个项目，前三个占 76.6%。",
        "按计划，三季度末累计支出约 1,283 万元（72.1%，内插；检查点之间为 869–1,421 万元），"
        "四季度约 497 万元（内插，359–911）。",
        "73 个指标值中 18 个可据以考核，27 个照抄指标名称，42 个有数字。",
    ]


def test_money_of_a_department_and_of_its_projects_is_never_added(language):
    own = SAMPLE.projects.head(1).assign(
        project_id=lambda df: df["project_id"] + "D", scope="department", budget=2000.0
    )
    both = replace(SAMPLE, projects=pd.concat([SAMPLE.projects, own], ignore_index=True)).validate()
    data, whole = (both.select(scope=scope) for scope in ("project", "department"))
    shown = [exhibits.headline(data, own=whole, month=9, language=language)]
    shown += [exhibits.project_overview(data, month=9, language=language)]
    said = " ".join(texts([exhibit.data() for exhibit in shown]))
    assert "1,780.15" in said
    assert ("2,000.00 万元，与项目预算不相加" if language == "zh" else "CNY 20.0 million is not added") in said
    assert "3,780" not in said
    assert "37.8 million" not in said


def test_a_department_with_targets_of_its_own_alone_is_no_department_without_targets(brief_of):
    brief = brief_of(CASES["own targets alone"](), "zh", drawn=False)
    assert brief.head["cells"][0] == ["部门整体预算 812.46 万元", "，没有公布项目的绩效目标。"]
    assert "own" in [section.name for section in brief.sections]
    assert "没有公布绩效指标" not in " ".join(everything(brief))


def test_where_nothing_is_to_be_done_that_is_said(brief_of, language):
    brief = brief_of(CASES["nothing to do"](), language, month=12, drawn=False)
    assert brief.front["actions"]["title"] in ("没有需要处理的事项", "Nothing calls for action")
    assert actions(brief) == []
