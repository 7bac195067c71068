"""Reading of target values: real cases, the sample document, and what must never become a number."""

from __future__ import annotations

import csv
import datetime
import time
from collections import Counter
from pathlib import Path

import pytest
from jixiao.target_values import Target, parse_target

CASES = list(csv.DictReader(Path(__file__).with_name("target-values.csv").open(encoding="utf-8")))

# The target values of the sample document, table by table.
SAMPLE = """
1台 按时完成 办公用电正常时间 ≤5万元 资金使用率 保障办公场所正常运行 可持续性 ≥80%
≥1个 ≤567万元 ≥80% ≤1年 增加体育产业 经常参加体育锻炼的人口比例 促进地区生态和谐发展情况 ≥80%
≥80% ≤1年 ≥80% ≤542.13万元 >5% 提高公路养护管理水平 影响力 ≥80%
≥80% ≥80% 及时完成 提升行业系统管理水平和治理能力 环境改善情况 工作环境正常 改善生态环境质量 提升企业环境治理水平 ≥80%
≥100本 ≤1年 ≥30家 ≤254万元 为招商引资提供便利 实际开展推介活动 影响力 ≥80%
≥3个 ≤126.61万元 ≥3个 时效性 为企业节约成本 提供优质服务 可持续性 ≥80%
≥10次 ≤57.21万元 做好综合管理工作 ≤1年 >2% 对区域影响 可持续性 ≥80%
≥2种 ≤28.2万元 宣传合格 ≤1年 间接经济效益 宣传工作完成情况 可持续性 ≥80%
≥30次 ≤150万元 ≥40个 ≤1年 ≥80% ≥50家 影响力 ≥80%
"""

NUMBERS = {
    "0次": ("", 0, "次"),
    "0起": ("", 0, "起"),
    "为0": ("", 0, ""),
    "=0": ("=", 0, ""),
    "100%": ("", 100, "%"),
    "100%。": ("", 100, "%"),
    "= 100 %": ("=", 100, "%"),
    "达到100%": ("", 100, "%"),
    "完成100%": ("", 100, "%"),
    "1年": ("", 1, "年"),
    "≤1年": ("<=", 1, "年"),
    "1年内": ("<=", 1, "年"),
    "1年内完成": ("<=", 1, "年"),
    "12个月内": ("<=", 12, "个月"),
    "10日内": ("<=", 10, "日"),
    "≥3期": (">=", 3, "期"),
    "1次/月": ("", 1, "次/月"),
    "每月1次": ("", 1, "次/月"),
    "每月2次以上": (">=", 2, "次/月"),
    "每季度不少于1次": (">=", 1, "次/季度"),
    "≤9/10万": ("<=", 9, "/10万"),
    "≥3万条次": (">=", 3, "万条次"),
    "不高于15.5/十万人": ("<=", 15.5, "/十万人"),
    "≥4.5批次/千人": (">=", 4.5, "批次/千人"),
    "≤3例/百万人": ("<=", 3, "例/百万人"),
    "每10万人不超过9例": ("<=", 9, "例/10万人"),
    "全年不少于300天": (">=", 300, "天"),
    "年度内完成50个": ("", 50, "个"),
    "每周一次": ("", 1, "次/周"),
    "50元/人·月": ("", 50, "元/人·月"),
    "28万人次/年": ("", 28, "万人次/年"),
    "530元/人*月": ("", 530, "元/人·月"),
    "2000元/生·年": ("", 2000, "元/生·年"),
    "1200元/生": ("", 1200, "元/生"),
    "≥205元每人每月": (">=", 205, "元/人/月"),
    "5元每亩": ("", 5, "元/亩"),
    "≥200人·天": (">=", 200, "人天"),
    "12万人・次": ("", 12, "万人次"),
    "1000标箱": ("", 1000, "标箱"),
    "≥500KM": (">=", 500, "km"),
    "≥20000M2": (">=", 20000, "㎡"),
    "300M²": ("", 300, "㎡"),
    "≥1000万千瓦时": (">=", 1000, "万千瓦时"),
    "98%(百分比)": ("", 98, "%"),
    "75百分比(%)以上": (">=", 75, "%"),
    "30人(次)": ("", 30, "人次"),
    "≥3万人(次)/年": (">=", 3, "万人次/年"),
    "≥15台(套)": (">=", 15, "台套"),
    "2次(/年)": ("", 2, "次/年"),
    "100%(全覆盖)": ("", 100, "%"),
    "100%(应保尽保)": ("", 100, "%"),
    "≤5万元(含税)": ("<=", 5, "万元"),
    "95%(含)以上": (">=", 95, "%"),
    "3(含)个以下": ("<=", 3, "个"),
    "90%以上(含本数)": (">=", 90, "%"),
    "≥90%(含)": (">=", 90, "%"),
    "100%完成": ("", 100, "%"),
    "≥98%按时完成": (">=", 98, "%"),
    "30分钟内及时响应": ("<=", 30, "分钟"),
    "1346.0088万平方米": ("", 1346.0088, "万平方米"),
    "250万": ("", 250, "万"),
    "60,000人": ("", 60000, "人"),
    "1,234,567.5元": ("", 1234567.5, "元"),
    "20㎡": ("", 20, "㎡"),
    "20m2": ("", 20, "㎡"),
    "≥20朵": (">=", 20, "朵"),
    "≥80%以上": (">=", 80, "%"),
    "至少10次以上": (">=", 10, "次"),
    "5个以下": ("<=", 5, "个"),
    "5%及以下": ("<=", 5, "%"),
    "控制在5%以内": ("<=", 5, "%"),
    "不超过3个工作日内": ("<=", 3, "个工作日"),
    "不低于90%": (">=", 90, "%"),
    "大于等于90%": (">=", 90, "%"),
    "超过80%": (">", 80, "%"),
    "超80%": (">", 80, "%"),
    "低于5%": ("<", 5, "%"),
    "﹥5%": (">", 5, "%"),
    "≦5%": ("<=", 5, "%"),
    "=<5%": ("<=", 5, "%"),
    "=>5%": (">=", 5, "%"),
    "≮95%": (">=", 95, "%"),
    "≤-5%": ("<=", -5, "%"),
    "百分之九十以上": (">=", 90, "%"),
    "百分之百": ("", 100, "%"),
    "达到百分之95": ("", 95, "%"),
    "十次": ("", 10, "次"),
    "三个": ("", 3, "个"),
    "两次": ("", 2, "次"),
    "≥三次": (">=", 3, "次"),
    "二十五人次": ("", 25, "人次"),
    "一百零五户": ("", 105, "户"),
    "三千五百元": ("", 3500, "元"),
    "1\n台": ("", 1, "台"),
    "2000": ("", 2000, ""),
}

RANGES = {
    "80%-90%": (80, 90, "%"),
    "80～90分": (80, 90, "分"),
    "3至5个": (3, 5, "个"),
    "3—5个": (3, 5, "个"),
    "80%≤x≤90%": (80, 90, "%"),
    "80-90": (80, 90, ""),
    "5万-10万元": (5, 10, "万元"),
    "90±5%": (85, 95, "%"),
    "0.3±0.1吨": (0.2, 0.4, "吨"),
    "80%到90%之间": (80, 90, "%"),
}

DATES = {
    "2021年度": "2021-12-31",
    "2021年": "2021-12-31",
    "2021年7月": "2021-07-31",
    "2021年7月底": "2021-07-31",
    "2023年底": "2023-12-31",
    "2024年2月": "2024-02-29",
    "2021-09-30": "2021-09-30",
    "2021.9.30": "2021-09-30",
    "2021/9/30": "2021-09-30",
    "2021年9月30日前": "2021-09-30",
    "2021年9月30日之前完成": "2021-09-30",
    "≤2021年12月": "2021-12-31",
    "12月底到位": "2021-12-31",
    "6月底前": "2021-06-30",
    "9月30日前": "2021-09-30",
    "年底前完成": "2021-12-31",
    "12月底前全部完成": "2021-12-31",
    "2021年12月31日前全部完成": "2021-12-31",
    "三季度": "2021-09-30",
    "2021年12月上旬": "2021-12-10",
    "2023年上半年": "2023-06-30",
    "2023年下半年": "2023-12-31",
    "2023年第三季度": "2023-09-30",
    "2023年三季度末": "2023-09-30",
    "2023.07-2024.01": "2024-01-31",
    "2020年1月--2020年11月": "2020-11-30",
    "2021年1月-12月": "2021-12-31",
    "2021年1-12月": "2021-12-31",
    "1-12月": "2021-12-31",
    "1至12月内完成": "2021-12-31",
    "7-9月份": "2021-09-30",
    "1月-12月": "2021-12-31",
    "2021-2023年": "2023-12-31",
    "2021-01至2021-06": "2021-06-30",
    "2021年1月1日至2021年12月31日": "2021-12-31",
}

UNCLEAR = {
    "严格按照2021年1号文件执行": "several numbers",
    "保障3个社区5项工作": "several numbers",
    "执行第12条": "number within words",
    "≥100%≤120%": "several numbers",
    "7*24小时": "several numbers",
    "1,2": "several numbers",
    "3 5个": "several numbers",
    "3\n5个": "several numbers",
    "1. 5个": "several numbers",
    "1.2.3": "several numbers",
    "①3个": "number within words",
    "⒈5个": "number within words",
    "3½个": "unknown unit",
    "≥3½": "unknown unit",
    "10²个": "unknown unit",
    "007个": "number within words",
    "提高5%": "number within words",
    "不足5个": "number within words",
    "?95%": "lost sign",
    "□95%": "lost sign",
    "-5%": "lost sign",
    "≥5以内": "contradicting signs",
    "≥≤5": "contradicting signs",
    "大于80%以上": "contradicting signs",
    "超过5年以内": "contradicting signs",
    "控制在5%": "bound not stated",
    "≥**%": "template placeholder",
    "≥()个": "template placeholder",
    "XX%": "template placeholder",
    "≥ 个": "sign without number",
    "≥": "sign without number",
    "≥优良": "sign without number",
    "约100人": "approximate",
    "100人左右": "approximate",
    "100多人": "approximate",
    "2/3以上": "fraction or ratio",
    "1:1": "fraction or ratio",
    "3分之1": "fraction or ratio",
    "≥3分之一": "unknown unit",
    "≥5百人": "unknown unit",
    "20蓬": "unknown unit",
    "50元/人蓬": "unknown unit",
    "每月1次/年": "unknown unit",
    "9/10万": "unknown unit",
    "≤9/10": "fraction or ratio",
    "≤3/100": "fraction or ratio",
    "≤9/10月": "unknown unit",
    "年均不低于5%": "number within words",
    "全年12个月": "number within words",
    "≥5g": "unknown unit",
    "100/月": "unknown unit",
    "3期": "rank or count",
    "5-3个": "lower above upper",
    "2020年10月-2020年3月": "lower above upper",
    "10元-20%": "double unit",
    "90%±5%": "ambiguous tolerance",
    "2023.07": "ambiguous date",
    "≥2023.07": "ambiguous date",
    "9.30": "ambiguous date",
    "7.1-9.30": "ambiguous date",
    "3-5": "ambiguous date",
    "10-15日": "ambiguous date",
    "3-6月": "ambiguous date",
    "2-12月": "ambiguous date",
    "1-12个月": "ambiguous date",
    "10月完成": "ambiguous date",
    "2021": "ambiguous date",
    "20210930": "ambiguous date",
    "2021-2023": "ambiguous date",
    "2020-2021学年": "ambiguous date",
    "12月": "ambiguous date",
    "≤6月": "ambiguous date",
    "3季度": "ambiguous date",
    "10日": "ambiguous date",
    "每月10日": "ambiguous date",
    "2021届": "ambiguous date",
    "≥2021年版": "ambiguous date",
    "≤25号": "ambiguous date",
    "8点": "ambiguous date",
    "每年12月": "ambiguous date",
    "2021年9月前": "ambiguous deadline",
    "2023年前": "ambiguous deadline",
    "9月前": "ambiguous deadline",
    "11月以前完成": "ambiguous deadline",
    "1-12月前": "ambiguous deadline",
    "98%(85%)": "several numbers",
    "95%(含95%)以上": "several numbers",
    "98%(百分之八十五)": "unknown unit",
    "5天(工作日)": "unknown unit",
    "5人(天)": "unknown unit",
    "50人(场)": "unknown unit",
    "2次(每年)": "unknown unit",
    "2次(年)": "unknown unit",
    "5000元(人均)": "unknown unit",
    "5年(以内)": "unknown unit",
    "95%(不含)以上": "unknown unit",
    "80%(全国平均)": "unknown unit",
    "100%(全覆盖)以上": "unknown unit",
    "95%(含)": "bound not stated",
    "大于95%(含)": "contradicting signs",
    "3.个": "unknown unit",
    "5*人": "unknown unit",
    "5%下降": "unknown unit",
    "24小时响应": "unknown unit",
    "5万百万元": "unknown unit",
    "≥2021年7月": "sign before a date",
    "<2021年度": "sign before a date",
    "≥2021个年度": "ambiguous date",
    "2021年2月30日": "no such date",
    "12345678901234567个": "too many digits",
}

TEXTS = """
一定 一流 三公经费 零投诉 十分满意 一起 一级 百分百 万分
一户一档 一次性完成 一百五 持续提升 不低于上年水平 =优良 无 元
"""


def full_width(text: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else character for character in text)


def holds(target: Target) -> tuple:
    return target.operator, target.value, target.upper, target.unit, target.deadline


def assert_invariants(target: Target) -> None:
    if target.kind in ("text", "unclear"):
        assert holds(target) == ("", None, None, "", None)
    assert (target.value is not None) == (target.kind in ("number", "range"))
    assert (target.upper is not None) == (target.kind == "range")
    assert target.kind != "range" or (target.value <= target.upper and target.operator == "")
    assert (target.deadline is not None) == (target.kind == "date")
    assert target.kind != "date" or (target.operator, target.unit) == ("", "")
    assert (target.kind == "unclear") == (target.reason not in ("", "blank"))
    assert target.operator in ("", ">=", "<=", ">", "<", "=")


@pytest.mark.parametrize("form", [str, full_width])
@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_real_case(case, form):
    year = int(case["year"]) if case["year"] else None
    cells = {"sign": form(case["sign"]), "unit": form(case["unit_cell"]), "indicator": form(case["indicator"])}
    target = parse_target(form(case["target"]), year=year, **cells)
    assert_invariants(target)
    assert target.kind in case["kind"].split("|")
    if target.kind == "number":
        assert target.operator in case["operator"].split("|")
        assert target.unit in case["unit"].split("|")
        assert target.value == float(case["value"])
    if target.kind == "date":
        assert target.deadline == datetime.date.fromisoformat(case["deadline"])


def test_all_real_cases_are_there():
    assert len(CASES) == 91


def test_sample_document():
    targets = [parse_target(text) for text in SAMPLE.split()]
    assert Counter(target.kind for target in targets) == {"number": 42, "text": 31}
    operators = Counter(target.operator for target in targets if target.kind == "number")
    assert operators == {">=": 25, "<=": 14, ">": 2, "": 1}
    assert {target.unit for target in targets} == {"", "%", "万元", "年", "台", "个", "本", "家", "次", "种"}


@pytest.mark.parametrize("form", [str, full_width])
@pytest.mark.parametrize(("text", "expected"), NUMBERS.items())
def test_number(text, expected, form):
    target = parse_target(form(text), year=2021)
    assert (target.kind, target.operator, target.value, target.unit) == ("number", *expected)
    assert_invariants(target)


@pytest.mark.parametrize("form", [str, full_width])
@pytest.mark.parametrize(("text", "expected"), RANGES.items())
def test_range(text, expected, form):
    target = parse_target(form(text))
    assert (target.kind, target.value, target.upper, target.unit) == ("range", *expected)
    assert_invariants(target)


@pytest.mark.parametrize("form", [str, full_width])
@pytest.mark.parametrize(("text", "expected"), DATES.items())
def test_date(text, expected, form):
    target = parse_target(form(text), year=2021)
    assert (target.kind, target.deadline) == ("date", datetime.date.fromisoformat(expected))
    assert_invariants(target)


@pytest.mark.parametrize("text", ["12月底到位", "9月30日", "三季度", "年底前", "1月-12月", "1-12月", "9月前"])
def test_date_without_a_year(text):
    assert parse_target(text) == Target(kind="unclear", reason="no year")


@pytest.mark.parametrize("form", [str, full_width])
@pytest.mark.parametrize(("text", "reason"), UNCLEAR.items())
def test_unclear(text, reason, form):
    assert parse_target(form(text), year=2021) == Target(kind="unclear", reason=reason)


@pytest.mark.parametrize("text", TEXTS.split())
def test_text(text):
    assert parse_target(text, year=2021) == Target(kind="text")


@pytest.mark.parametrize("text", ["", " \n", "\u200b", "/", "—", "——", "－"])
def test_blank(text):
    assert parse_target(text) == Target(kind="text", reason="blank")
    assert parse_target(text, sign="≥").reason == "sign without number"


@pytest.mark.parametrize("bad", [None, float("nan"), 5])
@pytest.mark.parametrize("argument", ["text", "sign", "unit", "indicator"])
def test_only_text_is_taken(bad, argument):
    with pytest.raises(TypeError, match=argument):
        parse_target(**{"text": "5", argument: bad})


def test_long_text_is_prose():
    assert parse_target("5" * 201) == Target(kind="text")
    assert parse_target(" " * 500 + "≥5个").value == 5


HOSTILE = ["1", "一", "每", "(", "1-", "≥", "年底", "1月-", "*", " 1", "≤x", "2021年", "万", "1,000", "5/", "内", "x"]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_takes_no_time(piece):
    start = time.perf_counter()
    for size in (190 // len(piece), 10_000):
        text = piece * size
        for cells in ({}, {"sign": text, "unit": text, "indicator": text}):
            assert_invariants(parse_target(text, **cells))
            assert_invariants(parse_target("5", **cells))
    assert time.perf_counter() - start < 0.5
