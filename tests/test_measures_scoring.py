"""Points by rule, held to the golden set: invented results of the sample, worked by an independent program."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jixiao.measures.actuals import read_actual, read_actuals
from jixiao.measures.point_rules import Scoring, rule_points, words_points
from jixiao.measures.scoring import points, scores, weights
from jixiao.tables import frame
from jixiao.vocabulary import shipped

FOLDER = Path(__file__).parent / "execution"
GOLDEN = json.loads((FOLDER / "golden.json").read_text(encoding="utf-8"))
SETTINGS = {"default": Scoring(), "linear": Scoring(at_most="linear"), "two_sided": Scoring(equal="two-sided")}


def ids(sample) -> dict[str, str]:
    """The sample's indicators by project and position, as the golden set names them."""
    position = sample.projects.set_index("project_id")["position"]
    short = sample.indicators["project_id"].map(position).astype(str) + "/" + sample.indicators["position"].astype(str)
    return dict(zip(short, sample.indicators["indicator_id"], strict=True))


@pytest.fixture(scope="module")
def judged(sample):
    made_up = pd.read_csv(FOLDER / "results.csv", dtype=str)
    rows = [
        {"indicator_id": ids(sample)[row.indicator], "actual": row.actual} for row in made_up.fillna("").itertuples()
    ]
    results = frame("results", rows).assign(status=made_up["status"])
    return points(read_actuals(sample.documents, sample.projects, sample.indicators, results))


@pytest.mark.parametrize(
    "case", GOLDEN["points"], ids=lambda case: f"{case['operator']}{case['target']} {case['actual']}"
)
@pytest.mark.parametrize("setting", SETTINGS)
def test_points_of_a_number_are_those_of_the_rule(case, setting):
    upper = Decimal(case["upper"]) if case["upper"] else None
    numbers = (Decimal(case[name]) for name in ("target", "actual", "weight"))
    target, actual, weight = numbers
    found = rule_points(case["operator"], target, upper, actual, weight, SETTINGS[setting])
    assert found == (None if case[setting] is None else Decimal(str(case[setting])))


@pytest.mark.parametrize("project", GOLDEN["self_evaluation"], ids=lambda project: str(project["project"]))
def test_points_of_every_indicator_are_those_of_the_golden_set(sample, judged, project):
    rows = judged.set_index("indicator_id")
    for case in project["indicators"]:
        row = rows.loc[ids(sample)[case["indicator"]]]
        assert (row["weight"], row["lower"], row["upper"], row["how"]) == (
            case["weight"],
            case["lower"],
            case["upper"],
            case["how"],
        ), case["indicator"]
        assert (None if pd.isna(row["ratio"]) else round(row["ratio"], 6)) == case["ratio"]


def test_totals_and_grades_of_projects_are_those_of_the_golden_set(sample, judged):
    money = GOLDEN["execution"]["2022-12-31"]["projects"]
    names = dict(zip(sample.projects["position"], sample.projects["project_id"], strict=True))
    execution = pd.DataFrame(
        [{"project_id": names[row["project"]], "budget": row["adjusted_budget"], "paid": row["paid"]} for row in money]
    )
    found = scores(judged, sample.projects, execution).set_index("project_id")
    for case in GOLDEN["self_evaluation"]:
        row = found.loc[names[case["project"]]]
        assert (row["lower"], row["upper"], row["grade_lower"], row["grade_upper"]) == (
            case["lower"],
            case["upper"],
            case["grade_lower"],
            case["grade_upper"],
        )
        assert row["execution_lower"] == row["execution_upper"] == case["execution_points"]


def test_a_level_without_indicators_leaves_its_points_and_the_project_without_a_grade(sample, judged):
    without = judged[judged["level1"].ne("满意度")]
    found = scores(without, sample.projects, pd.DataFrame({"project_id": [], "budget": [], "paid": []}))
    assert set(found["full"]) == {90}
    assert found["grade_lower"].isna().all()


def test_what_rounding_leaves_goes_to_the_last_indicator_of_a_level():
    rows = [{"project_id": "a", "indicator_id": str(n), "level1": "产出", "weight": None} for n in range(6)]
    assert weights(pd.DataFrame(rows)).tolist() == [8.33] * 5 + [8.35]


def test_published_weights_hold_and_the_framework_of_2021_has_points_of_its_own():
    rows = [("a", "成本", None), ("a", "产出", None), ("b", "产出", 30.0), ("b", "效益", None)]
    df = pd.DataFrame(rows, columns=["project_id", "level1", "weight"]).assign(indicator_id=list("wxyz"))
    assert weights(df).fillna(-1).tolist() == [20, 40, 30, -1]


READ = {
    ("49500元", "number", "万元", 5): ("number", "4.95"),
    ("82", "number", "%", 80): ("number", "82"),
    ("0.82", "number", "%", 80): ("not comparable", None),
    ("0.82%", "number", "%", 80): ("number", "0.82"),
    ("0.82", "number", "%", 1.2): ("number", "0.82"),
    ("23,500", "number", "万人", 2.3): ("not comparable", None),
    ("2300", "number", "万人", 3): ("number", "2300"),
    ("449000", "number", "万元", 45): ("not comparable", None),
    ("3家", "number", "个", 3): ("number", "3"),
    ("3人次", "number", "人", 3): ("not comparable", None),
    ("5‰", "number", "%", 1): ("number", "0.5"),
    ("完成", "number", "个", 3): ("not comparable", None),
    ("≥95%", "number", "%", 95): ("number", "95"),
    ("—", "number", "%", 95): ("blank", None),
    ("已完成", "text", "", 0): ("words", None),
    ("2公里", "number", "米", 1500): ("number", "2000"),
    ("11个月", "number", "年", 1): ("number", "0.916666667"),
}


@pytest.mark.parametrize("given_", READ, ids=lambda case: f"{case[0]} for {case[3]}{case[2]}")
def test_a_reported_value_is_read_like_a_target_and_in_its_unit(given_):
    text, kind, unit, value = given_
    found = read_actual(text, kind=kind, unit=unit, value=value, year=2022, vocabulary=shipped())
    expected, number = READ[given_]
    assert found.kind == expected
    assert (found.value is None) if number is None else found.value == pytest.approx(Decimal(number))


amounts = st.decimals(0, 10**6, places=2)


@given(
    st.sampled_from([">=", ">", "<=", "<", "="]),
    amounts,
    amounts,
    st.decimals(1, 100, places=1),
    st.sampled_from(list(SETTINGS.values())),
)
def test_points_lie_between_nothing_and_the_weight_and_a_kept_target_earns_it(
    operator, target, actual, weight, scoring
):
    found = rule_points(operator, target, None, actual, weight, scoring)
    assert found is not None
    assert 0 <= found <= weight
    kept = {">=": actual >= target, "<=": actual <= target, "=": actual == target}.get(operator.strip())
    assert not kept or found == weight


@given(st.decimals("0.01", 100, places=2))
def test_bands_of_words_lie_in_order_without_a_gap_of_more_than_a_hundredth(weight):
    (low, high), (partly, most), (least, missed) = (
        words_points(word, weight, Scoring()) for word in ("达成", "部分达成", "未达成")
    )
    assert least == 0
    assert missed <= partly <= most <= low <= high == weight
