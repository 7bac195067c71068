"""Reading of target values: sign and unit in cells of their own, and the indicator's name beside them."""

from __future__ import annotations

import datetime

import pytest
from jixiao.target_values import Target, joined_target, parse_target
from test_target_values import full_width


@pytest.mark.parametrize(
    ("text", "sign", "unit", "expected"),
    [
        ("735", "≧", "人次", (">=", 735, "人次")),
        ("95%", "≥", "百分比", (">=", 95, "%")),
        ("≥95", "大于等于", "%", (">=", 95, "%")),
        ("95%以上", "≥", "", (">=", 95, "%")),
        ("-5", "≤", "%", ("<=", -5, "%")),
        ("20", "", "朵", ("", 20, "朵")),
        ("20朵", "", "朵", ("", 20, "朵")),
        ("20朵", "≥", "", (">=", 20, "朵")),
        ("250万", "", "元", ("", 250, "万元")),
        ("250万", "", "万元", ("", 250, "万元")),
        ("250万", "", "人", ("", 250, "万人")),
        ("100", "定量", "/", ("", 100, "")),
        ("95", "正向", "%", ("", 95, "%")),
        ("95", "大于等于（≥）", "%", (">=", 95, "%")),
        ("95", "大于等于", "%(百分比)", (">=", 95, "%")),
        ("95", "小于等于", "百分比（％）", ("<=", 95, "%")),
        ("95%", "等于", "百分比（%）", ("=", 95, "%")),
        ("95", "大于", "人（次）", (">", 95, "人次")),
        ("95", "小于", "元/人*月", ("<", 95, "元/人·月")),
        ("5", "逆向", "天", ("", 5, "天")),
        ("≤5", "反向指标", "天", ("<=", 5, "天")),
    ],
)
def test_split_cells(text, sign, unit, expected):
    target = parse_target(text, sign=sign, unit=unit)
    assert (target.operator, target.value, target.unit) == expected


@pytest.mark.parametrize(
    ("text", "sign", "unit", "reason"),
    [
        ("≥5", "≤", "", "contradicting signs"),
        ("5以上", "=", "", "contradicting signs"),
        ("80%-90%", "≥", "", "contradicting signs"),
        ("5", "定性", "", "unknown sign"),
        ("≥95%", "定性指标", "", "unknown sign"),
        ("5", "大于等于（≤）", "", "contradicting signs"),
        ("5个", "", "%", "double unit"),
        ("250万", "", "%", "double unit"),
        ("2021年7月", "", "个", "double unit"),
        ("2021年7月", "≥", "", "sign before a date"),
        ("5", "", "%以上", "unknown unit"),
        ("5", "", "2个", "unknown unit"),
        ("2021", "", "年", "ambiguous date"),
        ("12", "=", "月", "ambiguous date"),
        ("有效", "≥", "%", "sign without number"),
    ],
)
def test_cells_that_disagree(text, sign, unit, reason):
    assert parse_target(text, sign=sign, unit=unit) == Target(kind="unclear", reason=reason)


@pytest.mark.parametrize("form", [str, full_width])
@pytest.mark.parametrize("sign", ["", "定性", "定性指标", "定量", "正向", "反向", "逆向指标", "等于", "小于等于"])
def test_a_date_beside_a_sign_cell(sign, form):
    target = parse_target(form("11月底之前"), sign=form(sign), year=2023)
    assert target == Target(deadline=datetime.date(2023, 11, 30), kind="date")


def test_cells_that_disagree_with_a_date():
    assert parse_target("11月底之前", sign="≥", year=2023).reason == "sign before a date"
    assert parse_target("11月底之前", sign="定性(≥)", year=2023).reason == "unknown sign"
    assert parse_target("1-12月", unit="个月", year=2023).reason == "double unit"


@pytest.mark.parametrize("sign", ["定性", "定量", "正向", "反向", "逆向"])
def test_words_beside_a_sign_cell_without_a_sign_are_text(sign):
    assert parse_target("有效提升", sign=sign) == Target(kind="text")
    assert parse_target("", sign=sign) == Target(kind="text", reason="blank")


@pytest.mark.parametrize(
    ("cells", "joined"),
    [
        (("735", "≧", "人次"), "≧735人次"),
        (("≥95%", "≥", "%"), "≥95%"),
        (("≥95%", "大于等于", "％"), "≥95%"),
        (("12", "定量", "/"), "12"),
        (("95", "正向指标", "%"), "95%"),
        (("95%", "≥", "百分比（%）"), "≥95%"),
        (("20㎡", "≥", "M2"), "≥20㎡"),
    ],
)
def test_the_text_of_a_split_value_is_put_together_and_says_nothing_twice(cells, joined):
    assert joined_target(*cells) == joined


def test_words_after_an_equals_sign_are_text():
    assert parse_target("有效", sign="=", unit="%") == Target(kind="text")


@pytest.mark.parametrize(
    ("text", "indicator", "unit"),
    [
        ("132", "受益人数(人)", "人"),
        ("85", "苗木成活率（≥**%）", "%"),
        ("29", "受益建档立卡贫困人口数≥**人", "人"),
        ("250万", "投入(≥**万元)", "万元"),
        ("28.40/株", "补助成本(≤**元/株)", "元/株"),
        ("85", "苗木成活率", ""),
        ("85", "成活率95%", ""),
        ("85", "达标率(95%)", ""),
        ("5", "培训次数(年)", ""),
        ("5", "数量(个)面积(亩)", ""),
        ("5人", "数量(个)", "人"),
    ],
)
def test_unit_from_the_name(text, indicator, unit):
    assert parse_target(text, indicator=indicator).unit == unit


def test_number_of_the_name_is_never_the_target():
    assert parse_target("完成", indicator="维修300米") == Target(kind="text")
    assert parse_target("执行第5条", indicator="执行第") == Target(kind="unclear", reason="number within words")
    assert parse_target("1≥5", indicator="1").kind == "unclear"


def test_name_repeated_before_the_sign():
    assert parse_target("满意度≥95%", indicator="满意度").value == 95
    assert parse_target("满意度≥95%", indicator="覆盖率").reason == "number within words"


@pytest.mark.parametrize("text", ["0.98", "1", "≥0.9", "1.00", "0.5以上"])
def test_a_fraction_under_a_percent_sign_of_another_cell_may_be_a_whole_share(text):
    for given in ({"unit": "%"}, {"unit": "百分比"}, {"indicator": "合格率（%）"}):
        assert parse_target(text, **given).reason == "fraction or ratio"
    for sure in (f"{text}%".replace("以上%", "%以上"), "0", "≤0.5", "不超过1", "1.5", "98"):
        assert parse_target(sure, unit="%").kind == "number"
