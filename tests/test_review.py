"""What a review makes of findings: words, suggestions, dismissals, points; and what it never does."""

from dataclasses import replace

import jixiao
import pandas as pd
import pytest
from builders import QUICK
from examples import example
from hypothesis import given
from hypothesis import strategies as st
from jixiao.errors import UsageError
from jixiao.review import DIMENSIONS, RULES, SEVERITIES, read_settings, review
from jixiao.review.review import FINDING
from jixiao.review.settings import shipped
from jixiao.target_values import parse_target

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
    assert set(found.scores["grade"]) == {"优"}


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
    assert list(found.findings.columns) == [*FINDING, "cost"]
    assert found.findings[["place", "quote", "message", "suggestion", "source"]].notna().all(axis=None)
    assert set(found.findings["severity"]) == set(SEVERITIES)
    codes = sample.projects.set_index("project_id")["project_code"]
    own = found.findings.dropna(subset="project_id")
    assert own["project_code"].tolist() == own["project_id"].map(codes).tolist()


def test_a_suggestion_points_to_a_better_target_of_the_same_slot(found):
    own = found.findings.set_index(["rule", "quote"])
    assert "项目 9 的“邀请企业个数”：≥50家" in own.loc[("R01", "提供优质服务"), "suggestion"]
    assert (
        not own.loc[("R01", "影响力"), "suggestion"].str.contains("可比照").any()
    )  # no lasting influence has a number


def test_a_target_without_a_finding_is_the_better_example():
    slot = ["邀请企业个数 | | ≥50家", "政策知晓率 | | ≥85%", "影响力 | | 影响力"]
    found = review(example("indicators = [" + ", ".join(f'"社会效益 | {row}"' for row in slot) + "]"))
    assert "“政策知晓率”：≥85%" in found.findings.set_index("rule").loc["R01", "suggestion"]


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


@QUICK
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


@QUICK
@given(order=st.permutations(range(9)))
def test_the_order_of_rows_changes_nothing(sample, found, order):
    shuffled = replace(
        sample,
        projects=sample.projects.iloc[order].reset_index(drop=True),
        indicators=sample.indicators.iloc[::-1].reset_index(drop=True),
    )
    keys = ["rule", "project_id", "indicator_id", "field", "cost"]
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


# Points


def test_points_are_those_of_the_form_less_what_findings_cost(found):
    assert found.scores[DIMENSIONS].le(list(shipped()["points"].values())).all(axis=None)
    lost = found.findings.groupby("project_id")["cost"].sum()
    assert (100 - found.scores.set_index("project_id")["score"]).tolist() == pytest.approx(
        lost.reindex(found.scores["project_id"], fill_value=0).tolist()
    )


def test_a_rule_costs_a_project_no_more_than_the_most(found):
    by_rule = found.findings.groupby(["project_id", "rule"])["cost"].sum()
    assert by_rule.max() == shipped()["costs"]["most"]
    assert found.findings.loc[found.findings["project_id"].isna(), "cost"].eq(0).all()


def test_a_dimension_loses_no_more_than_it_has(sample):
    dear = shipped() | {"costs": {"contradiction": 50, "weakness": 50, "hint": 50, "most": 1000}}
    scores = review(sample, settings=dear).scores
    assert scores[DIMENSIONS].min(axis=None) == 0
    assert set(scores["grade"]) == {"差"}


# Settings


def settings(tmp_path, text):
    path = tmp_path / "rules.toml"
    path.write_text(text, encoding="utf-8")
    return read_settings(path)


def test_a_file_changes_what_it_names_and_nothing_else(tmp_path, sample, found):
    own = settings(tmp_path, '[A08]\nleast = 80\n[rules]\noff = ["R01"]')
    rules = set(review(sample, settings=own).findings["rule"])
    assert set(found.findings["rule"]) - rules == {"A08", "R01"}


def test_the_workbooks_own_settings_hold_and_none_are_needed(tmp_path, monkeypatch):
    monkeypatch.setenv("JIXIAO_HOME", str(tmp_path))
    assert read_settings() == shipped()  # no workbook at all
    for folder in ("data", "notebooks"):
        (tmp_path / folder).mkdir()
    assert read_settings() == shipped()
    (tmp_path / "data/review-rules.toml").write_text("[A08]\nleast = 80", encoding="utf-8")
    assert read_settings() == shipped() | {"A08": {"least": 80}}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[A8]\nleast = 1", "did you mean 'A08'"),
        ("[A08]\nlest = 1", "did you mean 'least'"),
        ('[A08]\nleast = "80"', "a value like 85"),
        ("[A08]\nleast = true", "a value like 85"),
        ("[rules]\noff = [1]", "a value like"),
        ("[A08]\nleast = nan", "A08.least is nan; expected: a number of at least 0 and at most 100"),
        ("[A08]\nleast = 101", "A08.least is 101"),
        ("[R02]\nlikeness = -1", "R02.likeness is -1"),
        ("[costs]\nmost = inf", "costs.most is inf; expected: a number of at least 0"),
        ("[costs]\nhint = -0.5", "costs.hint is -0.5"),
        ("[points]\n'相关性' = nan", "points.相关性 is nan"),
        ("[grades]\n'优' = 900", "grades.优 is 900; expected: a number of at least 0 and at most 100"),
        ("[C10]\nusual = 0", "C10.usual is 0; expected: a number of at least 1"),
        ("[A09]\nprojects = -inf", "A09.projects is -inf"),
        ("[conventions]\ncopied = 1", "conventions.copied is 1; expected: a number of at least 2"),
        ("[conventions]\ncopied = 2.5", "expected: a whole number"),
        ("[conventions]\nlag = 5", "at most 1"),
        ("[conventions]\nnear = 0.9", "at least 1"),
        ("off = 1", "one of: rules"),
        ("A08 = 1", "a table"),
        ("[A08", "a TOML file"),
    ],
)
def test_a_wrong_setting_is_said_with_the_right_ones(tmp_path, text, message):
    with pytest.raises(UsageError, match=r"rules\.toml") as error:
        settings(tmp_path, text)
    assert message in str(error.value)


def test_lists_of_words_may_be_empty(sample):
    without = {
        section: {name: [] if isinstance(value, list) else value for name, value in values.items()}
        for section, values in shipped().items()
    }
    rules = set(review(sample, settings=without).findings["rule"])
    assert not rules & {"C18", "R03", "R05", "R06", "A07", "F06"}  # that know faults by their words alone
    assert {"A01", "C16", "R01"} <= rules


def test_a_rule_that_does_not_exist_cannot_be_switched_off(sample):
    with pytest.raises(UsageError, match="no rule 'X1'"):
        review(sample, settings=shipped() | {"rules": {"off": ["X1"]}})


# Dismissals


def dismissing(tmp_path, sample, text):
    folder = tmp_path / "data"
    sample.save(folder / "tidy")
    (folder / "review.toml").write_text(text, encoding="utf-8")
    return jixiao.load(folder / "tidy")


@pytest.mark.parametrize("project", ["6", "13020922P008HH010002P", "入区项目用海预审手续办理费用2022"])
def test_a_dismissed_finding_is_left_out_and_kept_with_its_reason(tmp_path, sample, found, project):
    entry = f'[[dismiss]]\nrule = "A01"\nproject = "{project}"\nreason = "已与预算批复核对"'
    less = review(dismissing(tmp_path, sample, entry))
    assert len(less.findings) == len(found.findings) - 1
    assert less.dismissed[["rule", "reason"]].values.tolist() == [["A01", "已与预算批复核对"]]
    assert less.unmatched.empty
    assert less.scores["score"].sum() == found.scores["score"].sum() + shipped()["costs"]["contradiction"]


def test_a_dismissal_that_matches_nothing_is_told(tmp_path, sample, found):
    entries = [
        '[[dismiss]]\nrule = "A01"\nproject = "7"\nreason = "x"',
        '[[dismiss]]\nrule = "R01"\nindicator = "影响力"\nquote = "影响"\nreason = "x"',
    ]
    data = dismissing(tmp_path, sample, "\n".join(entries))
    full = review(data)
    assert len(full.findings) == len(found.findings)
    assert full.unmatched["rule"].tolist() == ["A01", "R01"]
    # Of a selection nothing can be expected that may concern other projects.
    selected = {project: review(data.select(projects=[project])).unmatched["rule"].tolist() for project in ("6", "7")}
    assert selected == {"6": [], "7": ["A01"]}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[dismiss]]\nrule = "A01"', "reason"),
        ('[[dismiss]]\nrule = "A01"\nreason = " "', "reason"),
        ('[[dismiss]]\nrule = "A99"\nreason = "x"', "no rule 'A99'"),
        ('[[dismiss]]\nrule = "A01"\nreason = "x"\nproject = 6', "texts for rule"),
        ('[dismiss]\nrule = "A01"', "entries [[dismiss]]"),
        ("dismissed = 1", "entries [[dismiss]]"),
        ("[[dismiss", "a TOML file"),
    ],
)
def test_a_wrong_dismissal_is_one_message(tmp_path, sample, text, message):
    data = dismissing(tmp_path, sample, text)
    with pytest.raises(UsageError, match=r"review\.toml") as error:
        review(data)
    assert message in str(error.value)
