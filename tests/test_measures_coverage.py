"""Coverage and quantified shares: the sample's published figures, hand-computed cases, and what must always hold."""

from __future__ import annotations

import jixiao
import pandas as pd
import pytest
from builders import documents, indicators, projects, together
from jixiao.measures import coverage as measure

SAMPLE = jixiao.load("sample")
SAMPLE_TABLES = SAMPLE.documents, SAMPLE.projects, SAMPLE.indicators

MISSING = -1
BLANK = {"kind": "text"}
WORDS = {"target": "提高水平", "kind": "text"}
NAME = {"target": "名称", "kind": "text"}
THREE = {"target": "≥3个", "operator": ">=", "value": 3, "unit": "个", "kind": "number"}
UNSIGNED = {"target": "3个", "value": 3, "unit": "个", "kind": "number"}
RATE = {"target": "≥80%", "operator": ">=", "value": 80, "unit": "%", "kind": "number"}
RANGE = {"target": "60-80", "value": 60, "upper": 80, "kind": "range"}
JUNE = {"target": "2022年6月", "deadline": "2022-06-30", "kind": "date"}
UNCLEAR = {"target": "约30个", "kind": "unclear"}

OUTPUT = {"level1": "产出", "level2": "数量"}
EFFECT = {"level1": "效益", "level2": "社会效益"}
NINE = ["数量", "质量", "时效", "成本", "经济效益", "社会效益", "生态效益", "可持续影响", "服务对象满意度"]
TEN = [
    "经济成本",
    "社会成本",
    "生态环境成本",
    "数量",
    "质量",
    "时效",
    "经济效益",
    "社会效益",
    "生态效益",
    "服务对象满意度",
]


def slots_set(*names: str) -> list[dict]:
    return [{**THREE, "level2": name} for name in names]


# The sample


@pytest.mark.parametrize(("required", "present", "of", "percent"), [("all", 73, 81, 90.1), ("core", 54, 54, 100)])
def test_sample_coverage(required, present, of, percent):
    row = measure.coverage(*SAMPLE_TABLES, required=required).iloc[0]
    assert (row["present"], row["required"]) == (present, of)
    assert 100 * row["share"] == pytest.approx(percent, abs=0.05)


def test_sample_quantified_share():
    row = measure.quantified(SAMPLE.projects, SAMPLE.indicators).iloc[0]
    assert row[["quantified", "indicators", "unclear"]].tolist() == [42, 73, 0]
    assert 100 * row["share"] == pytest.approx(57.5, abs=0.05)
    assert 100 * row["weighted_share"] == pytest.approx(66.4, abs=0.05)


def test_sample_quantified_share_by_level():
    df = measure.quantified(SAMPLE.projects, SAMPLE.indicators, ["level1"]).set_index("level1")
    assert df[["quantified", "indicators"]].T.to_dict("list") == {"产出": [29, 36], "效益": [4, 28], "满意度": [9, 9]}


def test_sample_quantified_share_by_project_adds_up():
    df = measure.quantified(SAMPLE.projects, SAMPLE.indicators, ["project_id"])
    assert len(df) == 9
    assert df[["quantified", "indicators"]].sum().tolist() == [42, 73]
    assert df["share"].tolist() == pytest.approx(df["weighted_share"].tolist())


@pytest.mark.parametrize(("k", "counts"), [(4, [0, 27, 4, 1, 23, 18]), (3, [0, 27, 4, 1, 26, 15])])
def test_sample_ladder_counts(k, counts):
    df = measure.ladder_counts(*SAMPLE_TABLES, k=k)
    assert df["step"].tolist() == [0, 1, 2, 3, 4, 5]
    assert df["indicators"].tolist() == counts


def test_sample_informative_share():
    df = measure.ladder_counts(*SAMPLE_TABLES)
    assert 100 * df["share"].iloc[5] == pytest.approx(24.7, abs=0.05)
    assert df["share"].sum() == pytest.approx(1)


def test_sample_money_behind_weak_targets():
    row = measure.weak_money(*SAMPLE_TABLES[1:]).iloc[0]
    # Of projects 3, 7 and 9 an effect has a number: >5 %, >2 %, ≥80 % and ≥50家.
    assert (row["projects"], row["of_projects"]) == (6, 9)
    assert row["budget"] == pytest.approx(1780.15 - 542.13 - 57.21 - 150)
    assert row["share"] == pytest.approx(1030.81 / 1780.15)


def test_sample_slots():
    df = measure.slots(*SAMPLE_TABLES)
    assert len(df) == 81
    assert df["indicators"].sum() == 73
    assert df["indicators"].gt(0).sum() == 73
    assert df["quantified"].sum() == 42


# Coverage


def test_coverage_by_hand():
    df = indicators(A=slots_set(*NINE), B=slots_set("数量", "质量"))
    out = measure.coverage(documents("D"), projects(A=1, B=1), df)
    assert out[["present", "required"]].values.tolist() == [[11, 18]]
    assert out["share"].tolist() == pytest.approx([11 / 18])


def test_coverage_by_project_names_what_is_missing():
    df = indicators(A=slots_set(*NINE), B=slots_set(*NINE[2:]))
    out = measure.coverage(documents("D"), projects(A=1, B=1), df, by_project=True)
    assert out["project_id"].tolist() == ["A", "B"]
    assert out["present"].tolist() == [9, 7]
    assert out["missing"].tolist() == ["", "数量 · 质量"]


@pytest.mark.parametrize("effect", ["经济效益", "社会效益", "生态效益", "可持续影响"])
def test_any_effect_covers_the_core(effect):
    df = indicators(A=slots_set("数量", "质量", "时效", "成本", effect, "服务对象满意度"))
    assert measure.coverage(documents("D"), projects(A=1), df, required="core")["share"].tolist() == [1]


def test_core_without_an_effect_names_the_alternatives():
    df = indicators(A=slots_set("数量", "质量", "时效", "成本", "服务对象满意度"))
    out = measure.coverage(documents("D"), projects(A=1), df, required="core", by_project=True)
    assert out["missing"].tolist() == ["经济效益 / 社会效益 / 生态效益 / 可持续影响"]
    assert out["present"].tolist() == [5]


def test_several_indicators_fill_a_slot_once_and_unclear_or_blank_ones_fill_it_too():
    df = indicators(A=[THREE, THREE, {**UNCLEAR, "level2": "质量"}, {**BLANK, "level2": "时效"}])
    assert measure.coverage(documents("D"), projects(A=1), df)["present"].tolist() == [3]


def test_a_project_without_indicators_covers_nothing():
    out = measure.coverage(documents("D"), projects(A=1), indicators(), by_project=True)
    assert out[["present", "required", "share"]].values.tolist() == [[0, 9, 0]]


@pytest.mark.parametrize(("required", "of"), [("all", 10), ("core", 6)])
def test_framework_2021_requires_its_own_slots(required, of):
    df = indicators(A=slots_set(*TEN))
    out = measure.coverage(documents("D", framework="2021"), projects(A=1), df, required=required)
    assert out[["present", "required"]].values.tolist() == [[of, of]]


def test_every_document_is_held_to_its_own_framework():
    both = together(documents("D1"), documents("D2", framework="2021"))
    df = indicators(A=slots_set("成本"), B=slots_set("成本"))
    out = measure.coverage(both, together(projects("D1", A=1), projects("D2", B=1)), df)
    assert out[["document_id", "present", "required"]].values.tolist() == [["D1", 1, 9], ["D2", 0, 10]]


# Slots


@pytest.mark.parametrize(("framework", "names"), [("2015", NINE), ("2021", TEN)])
def test_slots_come_in_the_order_of_the_framework(framework, names):
    df = measure.slots(documents("D", framework=framework), projects(A=1), indicators())
    assert df["level2"].tolist() == names
    assert df["indicators"].tolist() == df["quantified"].tolist() == [0] * len(names)
    assert df[["step", "target"]].isna().all(axis=None)


def test_a_slot_shows_its_highest_target():
    df = measure.slots(documents("D"), projects(A=1), indicators(A=[WORDS, UNCLEAR, THREE, {**RATE, "target": "≥9%"}]))
    row = df[df["level2"] == "数量"].iloc[0]
    assert row[["indicators", "quantified", "step", "target"]].tolist() == [4, 2, 5, "≥3个"]


def test_a_slot_with_unclear_targets_alone_has_no_step():
    row = measure.slots(documents("D"), projects(A=1), indicators(A=[UNCLEAR])).iloc[0]
    assert row["indicators"] == 1
    assert pd.isna(row["step"])
    assert row["target"] == "约30个"


def test_step_and_target_of_a_slot_belong_to_one_indicator():
    row = measure.slots(documents("D"), projects(A=1), indicators(A=[BLANK, UNCLEAR])).iloc[0]
    assert row["step"] == 0
    assert pd.isna(row["target"])


# Quantified


def test_quantified_by_hand():
    df = indicators(A=[THREE, WORDS], B=[RANGE, JUNE])
    row = measure.quantified(projects(A=300, B=100), df).iloc[0]
    assert row[["quantified", "indicators", "share"]].tolist() == [3, 4, 0.75]
    # Half of 300 and all of 100.
    assert row["weighted_share"] == 250 / 400


def test_unclear_targets_stand_beside_the_denominator():
    row = measure.quantified(projects(A=100), indicators(A=[THREE, WORDS, BLANK, UNCLEAR])).iloc[0]
    assert row[["quantified", "indicators", "unclear"]].tolist() == [1, 3, 1]
    assert row[["share", "weighted_share"]].tolist() == pytest.approx([1 / 3, 1 / 3])


def test_a_share_of_unclear_targets_alone_is_missing():
    df = measure.quantified(projects(A=100), indicators(A=[UNCLEAR]))
    assert df["unclear"].tolist() == [1]
    assert df[["share", "weighted_share"]].isna().all(axis=None)


def test_a_project_of_unclear_targets_has_no_weight():
    row = measure.quantified(projects(A=100, B=900), indicators(A=[THREE, WORDS], B=[UNCLEAR])).iloc[0]
    assert row[["share", "weighted_share"]].tolist() == [0.5, 0.5]


@pytest.mark.parametrize("budget", [None, 0])
def test_a_project_without_money_counts_without_weight(budget):
    both = measure.quantified(projects(A=100, B=budget), indicators(A=[THREE, WORDS], B=[THREE])).iloc[0]
    assert both[["share", "weighted_share"]].tolist() == pytest.approx([2 / 3, 1 / 2])
    alone = measure.quantified(projects(B=budget), indicators(B=[THREE])).iloc[0]
    assert alone["share"] == 1
    assert pd.isna(alone["weighted_share"])


def test_quantified_by_level_weights_the_projects_that_set_it():
    df = indicators(A=[THREE, {**WORDS, **EFFECT}], B=[WORDS])
    out = measure.quantified(projects(A=300, B=100), df, ["level1"]).set_index("level1")
    assert out["share"].to_dict() == {"产出": 0.5, "效益": 0}
    assert out["weighted_share"].to_dict() == {"产出": 0.75, "效益": 0}


@pytest.mark.parametrize("by", ["level1", "level2"])
def test_targets_without_a_level_are_a_group_of_their_own(by):
    df = indicators(A=[THREE, {**WORDS, "level1": "", "level2": ""}])
    assert measure.quantified(projects(A=100), df, [by])["indicators"].sum() == 2
    assert measure.ladder_counts(documents("D"), projects(A=100), df, by=[by])["indicators"].sum() == 2


# The ladder, counted


def test_ladder_counts_by_hand():
    df = indicators(A=[BLANK, NAME, WORDS, WORDS, UNSIGNED, THREE, UNCLEAR])
    out = measure.ladder_counts(documents("D"), projects(A=1), df)
    assert out["indicators"].tolist() == [1, 1, 2, 1, 0, 1]
    assert out["share"].tolist() == pytest.approx([1 / 6, 1 / 6, 2 / 6, 1 / 6, 0, 1 / 6])


def test_ladder_counts_by_level_keep_every_step():
    df = indicators(A=[THREE, {**WORDS, **EFFECT}])
    out = measure.ladder_counts(documents("D"), projects(A=1), df, by=["level1"]).set_index(["level1", "step"])
    assert len(out) == 12
    assert out.loc[("产出", 5), ["indicators", "share"]].tolist() == [1, 1]
    assert out.loc[("效益", 2), ["indicators", "share"]].tolist() == [1, 1]


def test_ladder_shares_of_unclear_targets_alone_are_missing():
    out = measure.ladder_counts(documents("D"), projects(A=1), indicators(A=[UNCLEAR]))
    assert out["indicators"].tolist() == [0] * 6
    assert out["share"].isna().all()


# Slot fit


@pytest.mark.parametrize(
    ("level2", "target", "dimension", "fits"),
    [
        ("数量", THREE, "count", True),
        ("数量", RATE, "rate", False),
        ("质量", RATE, "rate", True),
        ("质量", THREE, "count", False),
        ("时效", JUNE, "time", True),
        ("成本", {**THREE, "unit": "万元"}, "money", True),
        ("成本", {**THREE, "unit": "元/人"}, "money", True),
        ("数量", {**THREE, "unit": "万平方米"}, "measure", True),
        ("社会效益", THREE, "count", True),
    ],
)
def test_slot_fit(level2, target, dimension, fits):
    df = measure.slot_fit(projects(A=1), indicators(A=[{**target, "level2": level2}]))
    assert df[["level2", "dimension", "indicators", "fits"]].values.tolist() == [[level2, dimension, 1, fits]]


@pytest.mark.parametrize("target", [RANGE, {**THREE, "unit": ""}, {**THREE, "unit": "颗星"}])
def test_a_unit_that_tells_nothing_neither_fits_nor_not(target):
    df = measure.slot_fit(projects(A=1), indicators(A=[target]))
    assert df["dimension"].tolist() == ["none"]
    assert df["fits"].isna().all()


def test_only_quantified_targets_have_a_dimension():
    assert measure.slot_fit(projects(A=1), indicators(A=[WORDS, BLANK, UNCLEAR])).empty


# Money behind weak targets


def test_weak_money_by_hand():
    strong, weak = [{**THREE, **EFFECT}, {**WORDS, **EFFECT}], [{**UNSIGNED, **EFFECT}, {**NAME, **EFFECT}]
    row = measure.weak_money(projects(A=300, B=100), indicators(A=strong, B=weak)).iloc[0]
    assert row[["projects", "budget", "of_projects", "of_budget", "share"]].tolist() == [1, 100, 2, 400, 0.25]


def test_weak_money_leaves_out_unclear_projects_and_those_without_the_level():
    df = indicators(A=[{**WORDS, **EFFECT}], B=[{**WORDS, **EFFECT}, {**UNCLEAR, **EFFECT}], C=[WORDS])
    row = measure.weak_money(projects(A=100, B=200, C=300), df).iloc[0]
    assert row[["projects", "budget", "of_projects", "of_budget", "share"]].tolist() == [1, 100, 1, 100, 1]


def test_weak_money_of_another_level():
    row = measure.weak_money(projects(A=100), indicators(A=[WORDS]), level1="产出").iloc[0]
    assert row["share"] == 1


def test_weak_money_without_money_is_missing():
    df = measure.weak_money(projects(A=None), indicators(A=[{**WORDS, **EFFECT}]))
    assert df["projects"].tolist() == [1]
    assert df["share"].isna().all()


@pytest.mark.parametrize("targets", [[WORDS], [{**UNCLEAR, **EFFECT}]])
def test_weak_money_where_no_project_can_be_judged_has_no_rows(targets):
    assert measure.weak_money(projects(A=100), indicators(A=targets)).empty


# Several departments


def test_departments_of_one_document_are_measured_apart():
    both = together(projects(department="X", A=100), projects(department="Y", B=100))
    df = indicators(A=[{**THREE, **EFFECT}], B=[{**WORDS, **EFFECT}])
    assert measure.coverage(documents("D"), both, df)["required"].tolist() == [9, 9]
    assert measure.quantified(both, df)["share"].tolist() == [1, 0]
    assert measure.weak_money(both, df)["share"].tolist() == [0, 1]
    assert measure.ladder_counts(documents("D"), both, df)["share"].tolist() == [0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0]
