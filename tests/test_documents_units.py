"""What amounts are stated in: by their own label, another label of the table, a note, a title; never by a guess."""

from __future__ import annotations

import pytest
from grids import doubts, read_tables, show
from jixiao.documents.reading.money_units import noted_unit, unit_in_label, unit_said

TITLE = "2024年某某局项目支出绩效目标表"
NAME = ["项目名称", "图书馆", "<", "<"]
SUM = ["预算金额", "1000000", "其中：财政拨款", "800000"]
LIST = ["项目名称", "预算金额（元）", "财政拨款", "其他资金", "绩效目标"]
PROJECT = ["图书馆", "1000000", "800000", "200000", "开馆"]


def amounts(*blocks) -> tuple[list, list]:
    dataset = read_tables(*blocks)
    return dataset.projects["budget"].tolist(), dataset.funds["amount"].tolist()


@pytest.mark.parametrize(
    "table",
    [
        [NAME, ["预算金额（元）", *SUM[1:]]],
        [NAME, ["预算金额/元", *SUM[1:]]],
        [NAME, ["预算金额 单位：元", *SUM[1:]]],
        [NAME, ["预算金额（元）", "1000000", "<", "<"], ["财政拨款", "800000", "<", "<"]],
        [NAME, ["财政拨款", "800000", "<", "<"], ["资金总额（人民币元）", "1000000", "<", "<"]],
        [NAME, ["资金来源", "财政拨款", "其他资金", "合计（元）"], ["^", "800000", "", "1000000"]],
        [LIST, [*PROJECT[:3], "", "开馆"]],
        [["项目名称", "预算金额（元）", "<", "绩效目标"], ["^", "合计", "财政拨款", "^"], [*PROJECT[:3], "开馆"]],
    ],
)
def test_the_unit_of_one_label_of_money_holds_for_all_amounts_of_its_table(table):
    assert amounts(TITLE, table) == ([100], [80])
    assert doubts(read_tables(TITLE, table)) == []


@pytest.mark.parametrize(
    "note",
    [
        *(
            "单位：元、人次",
            "计量单位：元",
            "（金额：元）",
            "金额单位： 元（保留两位小数）",
            "注：金额单位为元",
            "金额以元为单位",
        ),
        "2024年某某局项目支出绩效目标表（金额单位：元）",
    ],
)
def test_a_note_of_a_unit_may_say_more_and_stand_in_a_title(note):
    assert amounts(TITLE, note, [NAME, SUM]) == ([100], [80])
    assert amounts(TITLE, [[note, "<", "<", "<"], NAME, SUM]) == ([100], [80])
    assert amounts(TITLE, [NAME, SUM, [note, "<", "<", "<"]]) == ([100], [80])


@pytest.mark.parametrize(("sources", "amounts"), [(("800000", "200000"), [80, 20]), (("80", "20"), [80, 20])])
def test_where_note_and_label_differ_the_sum_of_the_sources_decides(sources, amounts):
    dataset = read_tables(TITLE, "单位：万元", [LIST, ["图书馆", "1000000", *sources, "开馆"]])
    assert (dataset.projects["budget"].tolist(), dataset.funds["amount"].tolist()) == ([100], amounts)
    assert doubts(dataset) == []


def test_where_note_and_label_differ_and_nothing_decides_the_amounts_of_neither_are_left_empty():
    dataset = read_tables(TITLE, "单位：万元", [LIST, ["图书馆", "1000000", "500000", "20", "开馆"]])
    assert (dataset.projects["budget"].tolist(), dataset.funds["amount"].notna().any()) == ([100], False)
    assert doubts(dataset) == ["500000", "20"]
    dataset = read_tables(TITLE, [[*NAME[:2], "", "单位：万元"], ["预算金额（元）", *SUM[1:]]])
    assert not dataset.funds["amount"].notna().any()


@pytest.mark.parametrize("elsewhere", ["注：金额单位为元", [["资金名称", "丙"], ["预算金额（元）", "5"]]])
def test_an_amount_of_no_stated_unit_is_left_empty_where_the_document_names_another_than_the_usual(elsewhere):
    dataset = read_tables(TITLE, [NAME, SUM], elsewhere)
    assert show(dataset.projects, "budget")[0] == [None]
    assert dataset.funds["amount"].isna().all()


def test_an_amount_with_a_unit_of_its_own_leaves_those_without_one_uncertain():
    assert show(read_tables(TITLE, [NAME, ["预算金额", "1000000元", "财政拨款", "800000"]]).funds, "amount") == [[None]]


@pytest.mark.parametrize(("unit", "budget"), [("百万元", 1000), ("美元", None), ("港元", None)])
def test_a_unit_that_is_not_known_is_no_other_one(unit, budget):
    for blocks in (
        [f"单位：{unit}", [NAME, ["预算金额", "10", "", ""]]],
        [[NAME, [f"预算金额（{unit}）", "10", "", ""]]],
    ):
        dataset = read_tables(TITLE, *blocks)
        assert show(dataset.projects, "budget") == [[budget]]
        assert bool(doubts(dataset)) == (budget is None)
    assert show(read_tables(TITLE, [NAME, ["预算金额", f"10{unit}", "", ""]]).projects, "budget") == [[budget]]


def test_sources_that_are_a_power_of_ten_from_the_budget_are_told():
    dataset = read_tables(TITLE, "单位：万元", [NAME, ["预算金额", "100", "财政拨款", "1000000"]])
    assert doubts(dataset) == ["100, where the sources sum to 1e+06 万元"]


@pytest.mark.parametrize("text", ["填报单位：元谋县某局", "补助标准（元/人）", "单位：人元素", "不低于上年单位：元月"])
def test_what_only_holds_the_sign_of_a_unit_states_none(text):
    assert (noted_unit(text), unit_said(text), unit_in_label(text)) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        *(("¥1,200.00", 1200), ("￥1200", 1200), ("人民币1200", 1200), ("叁佰贰拾万元整", 320), ("三百二十万元", 320)),
        *(("叁佰贰拾伍万零伍佰元整", None), ("壹亿贰仟万元", None), ("伍角", None), ("一", None), ("十几万元", None)),
        *(("壹佰万", None), ("三十余万元", None), ("壹仟贰佰", None), ("三四万元", None), ("零元", None)),
    ],
)
def test_an_amount_may_be_written_with_the_sign_of_the_currency_or_in_chinese_numerals(text, budget):
    rows = [["项目名称", "图书馆"], ["预算金额", text]]
    assert show(read_tables(TITLE, "单位：万元", rows).projects, "budget", "budget_text") == [[budget, text]]


@pytest.mark.parametrize(
    "row", [["预算金额", "1000000", "元", ""], ["预算金额", "1000000", "", "元"], ["预算金额", "100", "万元", ""]]
)
def test_a_unit_in_a_cell_behind_the_amount_is_its_unit(row):
    dataset = read_tables(TITLE, [["项目名称", "图书馆", "", ""], row])
    assert show(dataset.projects, "budget") == [[100]]
    assert doubts(dataset) == []


def test_the_unit_in_the_name_of_an_indicator_is_none_of_the_tables():
    rows = [NAME, ["预算金额", "80", "<", "<"], ["一级指标", "二级指标", "三级指标", "指标值"]]
    rows += [["成本指标", "经济成本指标", "资金总额（元）", "800000"]]
    assert show(read_tables(TITLE, "单位：万元", rows).projects, "budget") == [[80]]
    assert show(read_tables(TITLE, rows).projects, "budget") != [[0.008]]


def test_the_unit_behind_the_label_of_a_plan_is_one_of_money():
    rows = [
        [*NAME, "<"],
        ["预算金额", "800000", *["<"] * 3],
        ["用款计划（元）", "一季度", "二季度", "三季度", "四季度"],
    ]
    dataset = read_tables(TITLE, [*rows, ["^", *["200000"] * 4]])
    assert show(dataset.projects, "budget") == [[80]]
    assert dataset.disbursements["cumulative_share"].tolist() == [0.25] * 4
