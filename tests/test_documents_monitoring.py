"""Forms of monitoring: what is reported within the year is kept apart from the year's results, with its day."""

from __future__ import annotations

import pytest
from grids import FORM, HEADINGS, TITLE, doubts, padded, read_tables, show
from jixiao import exhibits

MONITORED = "2022年某某局项目支出绩效运行监控表"
NAMES = ["项目名称", "某项目"]
MONEY = ["项目资金（万元）", "", "年初预算数", "1-7月执行数", "1-7月执行率", "全年预计执行数"]
WHOLE = ["^", "年度资金总额", "100", "45.5", "45.5%", "98"]
SOURCES = [["^", "其中：财政拨款", "80", "40.5", "50.63%", "78"], ["^", "其他资金", "20", "5", "25%", "20"]]
FUNDS = ("source", "initial", "adjusted", "paid", "expected_paid", "rate")
REPORT = ("actual", "value", "expected", "note_kind", "note", "likelihood", "remark")


def form(headings: list[str], *rows: list[str], money: tuple[list[str], ...] = (), title: str = MONITORED):
    """A form of monitoring with these headings behind those of the indicators, and rows of an indicator each."""
    named = [["产出指标", "数量指标", f"培训人数{number or ''}", "≥100人"] for number in range(len(rows))]
    indicators = [[*first, *row] for first, row in zip(named, rows, strict=True)]
    return read_tables(title, padded(NAMES, *money, [*HEADINGS, *headings], *indicators))


def reported(dataset) -> list[list]:
    """What is reported of the indicators."""
    return show(dataset.monitoring, *REPORT)


def test_the_money_paid_half_way_is_kept_by_source_with_its_day():
    dataset = form(["1-7月执行情况"], ["62人"], money=(MONEY, WHOLE, *SOURCES))
    assert dataset.documents["stage"].tolist() == ["monitoring"]
    assert {f"{day:%Y-%m-%d}" for day in dataset.interim_funds["date"]} == {"2022-07-31"}
    assert show(dataset.interim_funds, *FUNDS) == [
        ["合计", 100.0, None, 45.5, 98.0, 0.455],
        ["财政资金", 80.0, None, 40.5, 78.0, 0.5063],
        ["其他资金", 20.0, None, 5.0, 20.0, 0.25],
    ]
    assert dataset.projects["budget"].tolist() == [100]
    assert set(dataset.funds["phase"]) == {"initial"}
    assert dataset.interim_funds[["text", "rate_text"]].iloc[0].tolist() == ["45.5", "45.5%"]


def test_an_adjusted_budget_stands_beside_the_first():
    headings = ["项目资金（元）", "", "年初预算数", "调整后预算数", "1-7月执行数"]
    row = ["^", "年度资金总额", "1,000,000", "1,200,000", "455,000"]
    dataset = form(["1-7月执行情况"], ["62人"], money=(headings, row))
    assert show(dataset.interim_funds, *FUNDS) == [["合计", 100.0, 120.0, 45.5, None, None]]


def test_labels_beside_their_values_say_the_same():
    row = ["年初预算数", "100", "1-7月执行数", "45.5", "1-7月执行率", "45.5%"]
    dataset = form(["1-7月执行情况"], ["62人"], money=(row,))
    assert show(dataset.interim_funds, *FUNDS) == [["合计", 100.0, None, 45.5, None, 0.455]]


@pytest.mark.parametrize(
    ("heading", "day"),
    [
        ("1—9月执行情况", "2022-09-30"),
        ("1至8月份完成情况", "2022-08-31"),
        ("上半年实际完成值", "2022-06-30"),
        ("半年度指标执行情况", "2022-06-30"),
        ("前三季度完成情况", "2022-09-30"),
        ("截至7月底指标完成情况", "2022-07-31"),
        ("2022年1-7月执行情况", "2022-07-31"),
        ("完成情况（1-7月）", "2022-07-31"),
    ],
)
def test_what_was_reached_half_way_is_no_result_whatever_its_heading_is_called(heading, day):
    dataset = form([heading], ["62人"])
    assert [f"{found:%Y-%m-%d}" for found in dataset.monitoring["date"]] == [day]
    assert reported(dataset) == [["62人", 62.0, None, None, None, None, None]]
    assert dataset.results.empty
    assert not doubts(dataset)


@pytest.mark.parametrize("title", [f"{MONITORED}（1-7月）", "2022年1-7月预算项目绩效监控情况表"])
def test_the_title_says_until_when_where_headings_say_results_and_payments(title):
    money = (["项目资金", "", "年初预算数", "执行数"], ["^", "年度资金总额", "100", "45.5"])
    dataset = form(["实际完成值", "偏差原因分析"], ["62人", "进度慢"], money=money, title=title)
    assert reported(dataset) == [["62人", 62.0, None, None, "进度慢", None, None]]
    assert show(dataset.interim_funds, *FUNDS) == [["合计", 100.0, None, 45.5, None, None]]
    assert dataset.results.empty
    assert set(dataset.funds["phase"]) <= {"initial"}


@pytest.mark.parametrize("headings", [["1-  月执行情况"], ["实际完成值"], ["1-6月执行情况", "1-9月完成情况"]])
def test_a_report_that_does_not_say_until_when_is_told_and_not_read(headings):
    dataset = form(headings, ["62人"] * len(headings))
    assert dataset.monitoring.empty
    assert dataset.results.empty
    assert len(dataset.indicators) == 1
    assert any("names no part of the year" in found for found in doubts(dataset))
    assert dataset.readings["unread_cells"].item() > 0


def test_a_self_evaluation_has_results_and_no_report():
    dataset = form(["实际完成值", "得分"], ["110人", "10"], title="2022年某某局项目支出绩效自评表")
    assert dataset.results["actual"].tolist() == ["110人"]
    assert dataset.monitoring.empty
    assert dataset.documents["stage"].tolist() == ["self-evaluation"]


TICKED = ["1-7月执行情况", "全年预计完成情况", "偏差原因分析", "<", "<", "完成目标可能性", "<", "<", "备注"]
BELOW = ["^", "^", "经费保障", "其他", "原因说明", "确定能", "有可能", "完全不可能", "^"]


def ticked(*rows: list[str]):
    """The official form, with reasons and likelihoods to tick."""
    first = ["产出指标", "数量指标", "培训人数", "≥100人"]
    return read_tables(MONITORED, padded(NAMES, HEADINGS + TICKED, ["^"] * 4 + BELOW, *(first + row for row in rows)))


def test_ticks_say_what_stands_above_them():
    dataset = ticked(["62人", "100人", "√", "", "资金未到", "", "✓", "", "已催"])
    assert reported(dataset) == [["62人", 62.0, "100人", "经费保障", "资金未到", "有可能", "已催"]]
    assert not doubts(dataset)


def test_several_kinds_of_reasons_are_all_kept_and_a_reason_may_stand_in_the_column_of_its_kind():
    dataset = ticked(["62人", "90人", "资金未到位", "√", "", "", "", "√", ""])
    assert reported(dataset) == [["62人", 62.0, "90人", "经费保障、其他", "资金未到位", "完全不可能", None]]


@pytest.mark.parametrize("ticks", [["√", "√", ""], ["不清楚", "", ""]])
def test_a_likelihood_that_is_not_one_of_three_is_told_and_left_empty(ticks):
    dataset = ticked(["62人", "100人", "", "", "", *ticks, ""])
    assert reported(dataset)[0][5] is None
    assert any("likelihood" in found for found in doubts(dataset))


@pytest.mark.parametrize(
    ("cell", "word"),
    [
        ("确定能", "确定能"),
        ("可能", "有可能"),
        ("不可能", "完全不可能"),
        ("☑确定能□有可能□完全不可能", "确定能"),
        ("确定能□ 有可能☑ 完全不可能□", "有可能"),
        ("确定能（ ）有可能（√）完全不可能（ ）", "有可能"),
        ("□确定能 □√有可能", "有可能"),
        ("—", None),
        ("", None),
    ],
)
def test_a_likelihood_may_be_written_or_ticked_in_one_cell(cell, word):
    dataset = form(["1-7月执行情况", "完成目标可能性"], ["62人", cell])
    assert reported(dataset) == [["62人", 62.0, None, None, None, word, None]]
    assert not doubts(dataset)


def test_strokes_and_blanks_report_nothing():
    dataset = form(["1-7月执行情况", "全年预计完成情况"], ["—", "/"], ["", ""], ["", "100人"])
    assert reported(dataset) == [[None, None, "100人", None, None, None, None]]
    assert len(dataset.indicators) == 3


def test_forms_of_several_projects_in_one_file_and_empty_forms_stay_apart():
    one = padded(["项目名称", "甲项目"], [*HEADINGS, "1-7月执行情况"], ["产出指标", "数量指标", "场次", "≥5场", "3场"])
    two = padded(["项目名称", "乙项目"], [*HEADINGS, "1-7月执行情况"], ["产出指标", "数量指标", "场次", "≥5场", ""])
    dataset = read_tables(MONITORED, one, MONITORED, two)
    assert dataset.projects["project_name"].tolist() == ["甲项目", "乙项目"]
    assert show(dataset.monitoring, "indicator_id", "actual") == [["甲/1/1", "3场"]]


def test_a_target_form_beside_a_form_of_monitoring_keeps_its_words():
    target = padded(["项目名称", "乙项目"], [*HEADINGS, "备注"], ["产出指标", "数量指标", "场次", "≥5场", "重点"])
    dataset = read_tables(
        MONITORED,
        padded(NAMES, [*HEADINGS, "1-7月执行情况"], ["产出指标", "数量指标", "人数", "≥9人", "3人"]),
        "2022年某某局项目支出绩效目标表",
        target,
    )
    assert len(dataset.monitoring) == 1
    assert len(dataset.indicators) == 2


def test_a_department_reports_on_its_own_targets_too():
    rows = padded(["部门名称", "某某局"], [*HEADINGS, "1-7月执行情况"], ["产出指标", "数量指标", "人数", "≥9人", "3人"])
    dataset = read_tables("2022年部门整体支出绩效监控表", rows)
    assert dataset.projects["scope"].tolist() == ["department"]
    assert dataset.monitoring["actual"].tolist() == ["3人"]


def test_selecting_cuts_reports_with_their_projects():
    dataset = form(["1-7月执行情况"], ["62人"], money=(MONEY, WHOLE))
    assert len(dataset.select(projects=[1]).monitoring) == 1
    own = dataset.select(scope="department")
    assert own.monitoring.empty
    assert own.interim_funds.empty


def test_a_note_beside_what_was_reached_half_way_is_no_result():
    dataset = form(["1-7月执行情况", "偏差原因分析"], ["60人", "干旱"])
    assert dataset.results.empty
    assert reported(dataset) == [["60人", 60.0, None, None, "干旱", None, None]]


@pytest.mark.parametrize("headings", [["1-7月执行情况"], ["实际完成值"]])
def test_who_filled_in_a_form_is_no_indicator_of_it(headings):
    rows = ["产出指标", "数量指标", "人数", "≥9人", "3人"], ["填报人：王某", "", "", "联系电话：", "填报日期：7月31日"]
    dataset = read_tables(TITLE, padded(*FORM, [*HEADINGS, *headings], *rows))
    assert dataset.indicators["indicator"].tolist() == ["人数"]
    assert any("填报人：王某" in found for found in doubts(dataset))
    assert dataset.readings["unread_cells"].item() == 0


def test_no_exhibit_says_that_a_form_of_monitoring_has_no_payments_and_no_results():
    dataset = form(["1-7月执行情况"], ["62人"], money=(MONEY, WHOLE)).select()
    said = " ".join(exhibits.limits(dataset).table["statement"])
    assert "文本有执行数，此处未采用" in said
    assert "文本有完成情况，此处未采用" in said
    assert exhibits.headline(dataset, month=9).finding == "只反映计划与目标：文本中的执行数和完成情况未采用"
    assert "支付数" not in " ".join(exhibits.actions(dataset, month=9).table.astype(str).to_numpy().ravel())
