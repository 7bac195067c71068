"""What a review makes of findings: words and suggestions; and what it never does."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib import import_module

import jixiao
import pandas as pd
import pytest
from builders import QUICK
from examples import example
from hypothesis import given, settings
from hypothesis import strategies as st
from jixiao.errors import RunError
from jixiao.review import RULES, SEVERITIES, review
from jixiao.review.defects import FOLLOWS, _causes
from jixiao.review.dismissals import ENTRY
from jixiao.review.findings import FINDING
from jixiao.review.misprints import looks_alike, misprinted_phrase
from jixiao.review.settings import shipped
from jixiao.target_values import parse_target
from jixiao.texts import MOST
from jixiao.workers import Failure

REVIEW = import_module("jixiao.review.review")  # the package has a function of that name
# An office that did everything right: whatever is found here is a false alarm.
WELL_WRITTEN = """
tasks = ["培训 | 提高技能 | 全年培训下岗职工300人"]
[[projects]]
name = "下岗职工技能培训"
budget = 60.0
purpose = "用于300名下岗职工技能培训，其中教材费6万元"
funds = [50.0, 10.0]
plan = [15, 45, 80, 100]
goals = ["培训下岗职工，提高就业率"]
indicators = [
    "数量 | 培训下岗职工人数 | 全年培训下岗职工人数不少于300人 | ≥300人 | 培训计划2022-3号",
    "质量 | 结业考试合格率 | 结业考试合格率不低于95% | ≥95% | 上年实际96%",
    "时效 | 结业时间 | 10月底前结业 | 10月底前 | 培训计划2022-3号",
    "成本 | 人均培训成本 | 人均培训成本不超过2000元 | ≤2000元/人 | 省培训补助标准",
    "社会效益 | 结业三个月内就业率 | 结业学员就业率 | ≥60% | 上年实际58%",
    "服务对象满意度 | 学员满意度 | 学员满意度不低于90% | ≥90% | 上年实际91%",
]
[[projects]]
name = "城区道路养护"
budget = 120.0
purpose = "城区道路养护120万元"
funds = [120.0]
plan = [20, 50, 85, 100]
goals = ["修复城区道路坑槽，减少事故"]
indicators = [
    "数量 | 修复道路面积 | 修复道路面积不少于1.2万平方米 | ≥1.2万平方米 | 养护规范",
    "质量 | 修复工程验收合格率 | 修复工程验收合格率达到100% | =100% | 验收规范",
    "时效 | 坑槽修复时限 | 发现后48小时以内修复 | ≤48小时 | 养护规范",
    "成本 | 每平方米修复成本 | 不超过定额 | ≤95元/平方米 | 省养护定额",
    "社会效益 | 因路面引起的交通事故 | 因路面引起的交通事故比上年减少 | ≤3起 | 上年实际5起",
    "服务对象满意度 | 沿线居民满意度 | 沿线居民满意度不低于88% | ≥88% | 上年调查",
]
"""


@pytest.fixture(scope="module")
def found(sample):
    return review(sample)


def about(found, *columns):
    """The findings' rule with other columns, as tuples."""
    return set(found.findings[["rule", *columns]].itertuples(index=False, name=None))


# What is found


def test_well_written_targets_raise_no_finding():
    found = review(example(WELL_WRITTEN))
    assert found.findings[["rule", "quote", "message"]].values.tolist() == []
    assert found.scores["score"].tolist() == [100.0, 100.0]


@pytest.mark.parametrize(
    ("rule", "position", "quote"),
    [
        ("A01", 6, "入区项目用海预审手续办理费用12.61万元"),
        ("A06", 3, ">5%"),
        ("A06", 7, ">2%"),
        ("A07", 9, "≥80%"),
        ("C10", 2, "场馆使用率补低于80%"),
        ("C10", 8, "对外宣传多样性不少于2中"),
        ("C13", 3, "资金成本少于542.13万元"),
        ("C16", 3, "≤1年"),
        ("C16", 9, "≥30次"),
        ("C17", 2, "增加体育产业"),
        ("C18", 4, "≥80%"),
        ("C19", 3, "日常养护工作完成率大于80%以上"),
        ("R02", 7, "做好综合管理工作"),
        ("R06", 1, "资金使用率"),
        ("R07", 6, "保障园区项目及时开工"),
        ("R09", 5, "实际完成签约数"),
        ("A05", 4, "提升行业系统管理水平和治理能力"),
    ],
)
def test_the_samples_faults_are_found(found, sample, rule, position, quote):
    project = sample.projects.set_index("position")["project_id"][position]
    assert (rule, project, quote) in about(found, "project_id", "quote")


@pytest.mark.parametrize("quote", ["电费和办公设备购置费5万元", "养护工程合格率不低于80%", "≥100本", "≥10次", "≥1个"])
def test_what_is_right_in_the_sample_is_not_objected_to(found, quote):
    assert quote not in set(found.findings["quote"])


def test_all_contradictions_of_the_sample_are_known(found):
    contradictions = found.findings[found.findings["severity"].eq("contradiction")]
    assert sorted(contradictions["rule"]) == ["A01", "A06", "A06", "C16", "C16", "C18"]


def test_both_languages_find_the_same(sample, found):
    english = review(sample, language="en")
    words = ["message", "suggestion", "source"]
    pd.testing.assert_frame_equal(found.findings.drop(columns=words), english.findings.drop(columns=words))
    assert not english.findings["suggestion"].str.contains("[，。；]").any()


def test_a_finding_says_where_and_how_to_mend_it(found, sample):
    assert list(found.findings.columns) == [*FINDING, "defect", "follows", "cost"]
    assert found.findings[["place", "quote", "message", "suggestion", "source"]].notna().all(axis=None)
    assert set(found.findings["severity"]) == set(SEVERITIES)
    codes = sample.projects.set_index("project_id")["project_code"]
    own = found.findings.dropna(subset="project_id")
    assert own["project_code"].tolist() == own["project_id"].map(codes).tolist()


def test_the_sample_has_no_target_that_could_serve_as_a_model(found):
    assert not found.findings["suggestion"].str.contains("可比照").any()


@pytest.mark.parametrize(
    ("name", "model"), [("群众参与率", "“政策知晓率”：≥85%"), ("参与企业个数", ""), ("影响力", "")]
)
def test_a_model_has_no_finding_and_measures_the_same_kind_of_thing(name, model):
    slot = ["邀请企业个数 | | ≥50家", "政策知晓率 | | ≥85%", f"{name} | | {name}"]
    found = review(example("indicators = [" + ", ".join(f'"社会效益 | {row}"' for row in slot) + "]"))
    said = found.findings.set_index("rule").loc["R01", "suggestion"]
    assert model in said
    assert ("可比照" in said) == bool(model)


# One finding a defect


def test_a_defect_is_told_once_with_what_follows_from_it(found):
    assert 45 <= len(found.defects) <= 60
    assert found.defects["severity"].map(SEVERITIES.index).is_monotonic_increasing
    told = sorted(index for column in ("rows", "following") for rows in found.defects[column] for index in rows)
    assert told == found.findings.index.tolist()
    assert found.by_severity == found.defects["severity"].value_counts().to_dict()
    rules = found.findings["rule"]
    below = {(row.rule, rules[index]) for row in found.defects.itertuples() for index in row.following}
    assert {("C07", "R01"), ("C07", "R02"), ("C16", "F05"), ("A09", "A08"), ("A05", "R01"), ("R06", "A07")} <= below


def test_one_cause_over_many_projects_is_one_line_that_names_them(found):
    lines = found.defects.set_index("rule")["rows"]
    assert len(lines["A03"]) == 8
    bases = found.findings.loc[[index for rows in lines["F06"] for index in rows], "indicator_id"]
    assert len(lines["F06"]) == 2
    assert bases.notna().all()


def test_weaknesses_are_ranked_by_the_money_of_their_projects(found):
    weak = found.defects[found.defects["severity"].eq("weakness")]
    assert weak["money"].is_monotonic_decreasing
    assert weak["rule"].iloc[0] == "A03"


def test_two_defects_of_one_indicator_stay_two():
    found = review(example('indicators = ["数量 | 完成率 | 完成率大于80%以上 | ≥80%"]'))
    assert {"C19", "R04"} <= set(found.defects["rule"])
    assert not found.findings["follows"].any()


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("大于80%以上", "excludes the number itself"),
        ("不低于80%以上", "The same bound is stated twice"),
        ("不低于80%以内", "opposite directions"),
    ],
)
def test_a_doubled_sign_is_told_by_its_kind(target, message):
    found = review(example(f'indicators = ["质量 | 合格率 | | {target}"]'), language="en")
    assert message in found.findings.set_index("rule").loc["C19", "message"]


# False alarms


def test_nothing_is_said_of_targets_that_were_not_read(sample):
    unread = sample.indicators.assign(kind="unclear", reason="several numbers", operator=None, value=float("nan"))
    unread = unread.assign(unit=None).astype(sample.indicators.dtypes)
    found = review(replace(sample, indicators=unread))
    assert set(found.findings.loc[found.findings["field"].eq("target"), "rule"]) == {"C04"}
    assert not found.findings["rule"].isin(["C10", "C11", "C12", "C13", "C14", "C15"]).any()


TEXT = st.text("不低于少大以上内率数满意度完成企业≥≤%家次年月123. ，", max_size=12)


@settings(QUICK, max_examples=12)
@given(rows=st.lists(st.tuples(st.sampled_from(["数量", "成本", "社会效益", ""]), TEXT, TEXT, TEXT), max_size=6))
def test_any_text_can_be_reviewed(rows):
    data = example('budget = 5.0\nindicators = ["数量 | 名称 | | ≥1个"]')
    made = []
    for number, (level2, name, description, target) in enumerate(rows, 1):
        read = parse_target(target, year=2022)
        given = {"level2": level2 or None, "indicator": name, "description": description, "target": target}
        values = {key: getattr(read, key) for key in ("operator", "value", "unit", "deadline", "kind", "reason")}
        ids = {"indicator_id": f"D/1/{number}", "project_id": "D/1", "position": number}
        made.append(given | values | ids)
    data = replace(data, indicators=jixiao.tables.frame("indicators", made)).validate()
    found = review(data, language="en")
    assert set(found.findings["rule"]) <= set(RULES)
    assert found.findings["message"].str.len().gt(10).all()


@settings(QUICK, max_examples=4)
@given(order=st.permutations(range(9)))
def test_the_order_of_rows_changes_nothing(sample, found, order):
    shuffled = replace(
        sample,
        projects=sample.projects.iloc[order].reset_index(drop=True),
        indicators=sample.indicators.iloc[::-1].reset_index(drop=True),
    )
    keys = ["rule", "project_id", "indicator_id", "field", "cost", "follows"]
    again = review(shuffled).findings
    assert again[keys].sort_values(keys).values.tolist() == found.findings[keys].sort_values(keys).values.tolist()


def test_documents_are_judged_by_themselves(sample, found):
    copies = {}
    for name, df in sample.tables.items():
        ids = [column for column in ("document_id", "department_id", "project_id", "indicator_id") if column in df]
        copies[name] = pd.concat([df, df.assign(**{column: df[column] + "-b" for column in ids})], ignore_index=True)
    assert len(review(replace(sample, **copies)).findings) == 2 * len(found.findings)


def test_an_empty_dataset_has_no_findings(sample):
    nothing = replace(sample, **{name: df.head(0) for name, df in sample.tables.items()})
    found = review(nothing)
    assert found.findings.empty
    assert found.scores.empty


def test_a_review_shared_out_by_department_is_that_of_the_whole(monkeypatch):
    monkeypatch.setattr(REVIEW, "AT_ONCE", 1)
    data = jixiao.load("sample-county").select(department=["990101-101001", "990102-109001"], scope=None)
    data = data.with_tables({"goals": data.goals.assign(goal=data.goals["goal"] + "…" * MOST)})
    data = data.with_tables({"departments": data.departments.iloc[::-1].reset_index(drop=True)})
    named = {"A03": "1", "F06": "2023/990102-109001/4", "R01": "99", "S01": None}
    entries = pd.DataFrame({"rule": [*named], "project": [*named.values()], "reason": "x"}, columns=ENTRY, dtype="str")
    monkeypatch.setattr(REVIEW, "read_dismissals", lambda _: entries)
    with ThreadPoolExecutor(1) as executor:
        parts = [review(data), review(data, executor=executor)]
    monkeypatch.setattr(REVIEW, "AT_ONCE", 2)
    whole = review(data)
    for part, name in itertools.product(parts, ("findings", "defects", "dismissed", "unmatched", "cut", "scores")):
        pd.testing.assert_frame_equal(getattr(part, name), getattr(whole, name))
    assert len(whole.findings) and len(whole.cut)
    assert set(whole.dismissed["rule"]) == {"A03", "F06"}
    assert whole.unmatched["rule"].tolist() == ["R01", "S01"]


def test_departments_of_one_document_are_reviewed_together(monkeypatch):
    data = example('[[projects]]\ncopies = 4\nindicators = ["质量 | 验收合格率 | | ≥95%"]')
    projects = data.projects.assign(department_id=["1-1", "1-1", "1-2", "1-2"])
    departments = pd.concat([data.departments, data.departments.assign(department_id="1-2")], ignore_index=True)
    monkeypatch.setattr(REVIEW, "AT_ONCE", 1)
    found = review(data.with_tables({"projects": projects, "departments": departments}).validate())
    assert "A10" in set(found.findings["rule"])


def test_a_dataset_of_no_projects_is_reviewed_in_no_part(sample, monkeypatch):
    monkeypatch.setattr(REVIEW, "AT_ONCE", 0)
    nothing = replace(sample, **{name: df.head(0) for name, df in sample.tables.items() if name != "departments"})
    assert review(nothing).findings.empty


def test_a_process_that_dies_ends_a_review_with_its_departments(monkeypatch):
    monkeypatch.setattr(REVIEW, "AT_ONCE", 0)
    monkeypatch.setattr("jixiao.review.shared.map_departments", lambda *_, **__: [(["甲"], Failure("died"))])
    with pytest.raises(RunError, match="the review of 甲 failed: died"):
        review(jixiao.load("sample"), jobs=1)


@QUICK
@given(st.text("满漫意义度渡率合核格完成诚及时", max_size=9))
def test_a_misprinted_phrase_is_one_of_the_same_sound_or_shape(text):
    phrases, sounds = shipped()["C10"]["phrases"], shipped()["C10"]["sounds"]
    windows = [text[at : at + size] for size in sorted({*map(len, phrases)}) for at in range(len(text) - size + 1)]
    alike = [(one, [phrase for phrase in phrases if looks_alike(one, phrase, sounds)]) for one in windows]
    expected = next(((one, min(found)) for one, found in alike if found and one not in phrases), ("", ""))
    assert misprinted_phrase(text, phrases, sounds) == expected


@QUICK
@given(st.lists(st.tuples(st.sampled_from(["R01", "R02", "C07", "A05", "R06", "A08", "A09"]), st.sampled_from("ab"))))
def test_a_finding_follows_from_the_first_cause_on_its_indicator(drawn):
    drawn = list(dict.fromkeys(drawn))
    rows = [{"rule": rule, "document_id": "d", "department_id": "d", "indicator_id": one} for rule, one in drawn]
    df = pd.DataFrame(rows, columns=["rule", "document_id", "department_id", "indicator_id"], dtype="str")
    at = {key: position for position, key in enumerate(drawn)}
    alike = [position for (rule, _), position in at.items() if rule == "A09"]
    expected = [
        next((at[cause, one] for cause in FOLLOWS.get(rule, ()) if (cause, one) in at), None)
        if rule != "A08"
        else next(iter(alike[-1:]), None)
        for rule, one in drawn
    ]
    found = _causes(df, pd.Series("project", index=df.index))
    assert [None if pd.isna(cause) else cause for cause in found] == expected
