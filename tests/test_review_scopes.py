"""Rules asked of a department's own targets, of its projects, and of both: never of one mixed with the other."""

import pytest
from examples import example, only
from jixiao.review import RULES, review
from jixiao.review.output import for_readers
from jixiao.review.pages import parts

OF_PROJECTS = [code for code, rule in RULES.items() if rule.scope == "project"]
OWN = '[[projects]]\nscope = "department"\nname = "某局"\n'


def codes(text, asked):
    """Which of the rules that are asked find something."""
    return set(review(example(text), settings=only(*asked)).findings["rule"])


def as_department(text):
    """An example with every project made a department's own targets."""
    own = 'scope = "department"\n'
    return text.replace("[[projects]]\n", "[[projects]]\n" + own) if "[[projects]]" in text else own + text


@pytest.mark.parametrize("code", OF_PROJECTS)
def test_what_is_expected_of_projects_is_not_asked_of_a_department(code):
    breaks = parts(RULES[code])["breaks"]
    assert codes(breaks, [code]) == {code}
    assert codes(as_department(breaks), [code]) == set()


@pytest.mark.slow
@pytest.mark.parametrize("code", [code for code in RULES if code not in [*OF_PROJECTS, "C08", "R08"]])
def test_every_other_rule_is_asked_of_a_departments_own_targets_too(code):
    assert codes(as_department(parts(RULES[code])["breaks"]), [code]) == {code}


def test_a_departments_target_is_no_copy_of_its_projects():
    row = (
        'indicators = ["服务对象满意度 | 企业满意度 | | ≥90%", "数量 | 培训人数 | | ≥50人"]\nplan = [10, 50, 80, 100]\n'
    )
    two = f'[[projects]]\ncopies = 2\nname = "培训"\n{row}'
    assert codes(two + OWN + row, ["A09", "A10", "F04"]) == set()
    assert codes(two + "[[projects]]\n" + row, ["A09"]) == {"A09"}
    assert codes("[[projects]]\n" + row + OWN + row, ["R09"]) == set()


def test_a_cost_target_is_held_against_the_money_of_its_own_scope():
    project = '[[projects]]\nbudget = 57.21\nindicators = ["成本 | 单项成本 | | ≤50万元"]\n'
    own = OWN + 'budget = 50.0\nindicators = ["成本 | 总成本 | | ≤57.21万元"]\n'
    found = review(example(project + own), settings=only("A03", "A04")).findings
    assert found[["rule", "project_id"]].values.tolist() == [["A04", "D/2"]]


def test_a_task_is_taken_up_by_the_departments_own_target():
    task = 'tasks = ["招商引资 | 签约落地 | 吸引企业20家以上"]\n'
    assert codes(task + OWN + 'indicators = ["数量 | 签约企业数 | | ≥20家"]', ["R08"]) == set()
    assert codes(task + OWN + 'indicators = ["数量 | 签约企业数 | | ≥30家"]', ["R08"]) == {"R08"}


def test_a_finding_names_the_departments_own_targets():
    data = example(OWN + 'indicators = ["质量 | 管理水平 | | 管理水平"]')
    for language, label in (("zh", "部门整体：某局"), ("en", "The whole department: 某局")):
        shown = for_readers(review(data, language=language).findings, data.projects, language)
        assert set(shown["project"]) == {label}
