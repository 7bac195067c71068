"""What a user may set of a review: costs and points, settings of rules, dismissals."""

import jixiao
import pytest
from jixiao.errors import UsageError
from jixiao.review import DIMENSIONS, read_settings, review
from jixiao.review.settings import shipped


@pytest.fixture(scope="module")
def found(sample):
    return review(sample)


# Points

GRADED = shipped() | {"score": {"contradicted": 75, "grade": True}}


def test_points_are_those_of_the_form_less_what_findings_cost(found):
    assert found.scores[DIMENSIONS].le(list(shipped()["points"].values())).all(axis=None)
    lost = found.findings.groupby("project_id")["cost"].sum()
    scores = found.scores.set_index("project_id")
    assert (100 - scores["score"] - scores["capped"]).tolist() == pytest.approx(
        lost.reindex(scores.index, fill_value=0).tolist()
    )


def test_a_contradiction_caps_the_points_of_its_project(sample, found):
    against = found.findings.loc[found.findings["severity"].eq("contradiction"), "project_id"]
    scores = found.scores.set_index("project_id")["score"]
    assert (scores[list(set(against))] <= 75).all()
    assert scores.drop(list(set(against))).min() > 75
    strict = shipped() | {"score": {"contradicted": 10, "grade": False}}
    assert review(sample, settings=strict).scores["score"].min() == 10


def test_points_are_told_with_what_they_were_lost_for(found):
    lost = found.scores.set_index("position")["lost"]
    assert lost[6].startswith("R01 −6 · A01 −5")
    sums = lost.map(lambda text: sum(float(part.split("−")[1]) for part in text.split(" · ")))
    assert sums.tolist() == (100 - found.scores["score"] - found.scores["capped"]).tolist()


def test_there_is_no_grade_unless_a_setting_asks_for_it(sample, found):
    assert "grade" not in found.scores


def test_a_rule_costs_a_project_no_more_than_the_most(found):
    by_rule = found.findings.groupby(["project_id", "rule"])["cost"].sum()
    assert by_rule.max() == shipped()["costs"]["most"]
    assert found.findings.loc[found.findings["project_id"].isna(), "cost"].eq(0).all()


def test_a_dimension_loses_no_more_than_it_has(sample):
    dear = GRADED | {"costs": {"contradiction": 50, "weakness": 50, "hint": 50, "most": 1000}}
    scores = review(sample, settings=dear).scores
    assert scores[DIMENSIONS].min(axis=None) == 0
    assert set(scores["grade"]) == {"差"}


def test_a_score_that_reaches_the_bound_of_a_grade_has_it(sample, found):
    highest = found.scores["score"].max()
    bounds = {"优": highest, "良": 50, "中": 40, "差": 0}
    grades = review(sample, settings=GRADED | {"grades": bounds}).scores["grade"]
    assert (grades == "优").tolist() == found.scores["score"].eq(highest).tolist()


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
        ('[C10]\nmisspelt = ["拔付=拨付"]', "C10.misspelt is ['拔付=拨付']; expected: a value like {"),
        ("[C10.misspelt]\n'拔付' = 1", "C10.misspelt is {'拔付': 1}"),
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
        section: {name: type(value)() if isinstance(value, list | dict) else value for name, value in values.items()}
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
    points = [scores[["score", "capped"]].sum(axis=None) for scores in (less.scores, found.scores)]
    assert points[0] == points[1] + shipped()["costs"]["contradiction"]


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
