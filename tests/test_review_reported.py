"""Rules on what is reported, held to the golden set: published patterns, and the invented results of the sample."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from examples import only
from jixiao.dataset import Dataset
from jixiao.review import RULES, review
from jixiao.tables import frame
from jixiao.vocabulary import shipped as words
from test_measures_scoring import FOLDER, GOLDEN, ids

CASES = json.loads((FOLDER / "cases.json").read_text(encoding="utf-8"))
ONLY_REPORTED = only(*(code for code in RULES if code[0] in "SM"))


def findings(data: Dataset) -> pd.DataFrame:
    """What the rules on reports find, and no others."""
    return review(data, settings=ONLY_REPORTED).findings


def published(case: dict) -> Dataset:
    """A published self-evaluation as the tables have it."""
    execution, rows, results = case["execution"], [], []
    for number, row in enumerate(case["indicators"], 1):
        own = {"indicator_id": f"D/1/{number}", "project_id": "D/1", "position": number, "place": f"row {number}"}
        target = {name: row.get(name) for name in ("level1", "kind", "operator", "value", "unit", "target", "weight")}
        rows.append(own | target | {"indicator": row["name"]})
        reported = {"actual": row["actual"], "score": row["score"], "note": row["reason"], "status": row.get("status")}
        results.append(reported | {"indicator_id": f"D/1/{number}", "date": "2022-12-31", "origin": "D"})
    rate = execution.get("rate")
    whole = {
        "project_id": "D/1",
        "origin": "D",
        "adjusted": execution.get("budget"),
        "paid": execution.get("paid"),
        "weight": execution.get("weight"),
        "points": execution.get("score"),
        "rate": None if rate is None else rate / 100,
        "rate_text": None if rate is None else f"{rate}%",
        "level_points": "、".join(f"{level}{number}" for level, number in case["level_points"].items()),
        "total": case["total"],
        "grade": case.get("grade"),
    }
    funds = [
        {"project_id": "D/1", "source": f"来源{number}", "phase": "paid", "amount": amount}
        for number, amount in enumerate(execution.get("sources", []))
    ]
    owner = {"document_id": "D", "department_id": "1-1"}
    document = {"document_id": "D", "file": "D.html", "sha256": "0" * 64, "format": "web", "layout": "self-evaluation"}
    project = {"project_id": "D/1", "scope": "project", "position": 1, "project_name": case["id"]}
    return Dataset(
        documents=frame("documents", [document | {"year": 2022, "stage": "self-evaluation", "framework": "2015"}]),
        departments=frame("departments", [{"department_id": "1-1", "department": "某局"}]),
        projects=frame("projects", [owner | project]),
        indicators=frame("indicators", rows),
        results=frame("results", results),
        evaluations=frame("evaluations", [whole]),
        funds=frame("funds", funds),
        vocabulary=words(),
    ).validate()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_published_pattern_has_the_findings_of_the_golden_set_and_no_others(case):
    found = findings(published(case))
    named = [
        (rule, "" if pd.isna(name) else name, severity)
        for rule, name, severity in found[["rule", "indicator", "severity"]].itertuples(index=False)
    ]
    of_wholes = {"执行数", *case["level_points"]}
    expected = [
        (rule, "" if name in of_wholes else name, severity)
        for rule, name, severity in GOLDEN["published"][case["id"]]["findings"]
    ]
    assert sorted(named) == sorted(expected)
    assert found["quote"].notna().all()


@pytest.fixture(scope="module")
def evaluated(sample) -> Dataset:
    made_up = pd.read_csv(FOLDER / "results.csv", dtype=str).fillna("")
    own = {"date": "2022-12-31", "origin": "自评"}
    known = ids(sample)
    results = [
        own | {"indicator_id": known[row.indicator], "actual": row.actual, "status": row.status, "note": row.reason}
        for row in made_up.itertuples()
    ]
    names = dict(zip(sample.projects["position"], sample.projects["project_id"], strict=True))
    wholes = [
        {
            "project_id": names[row["project"]],
            "origin": "自评",
            "adjusted": row["adjusted_budget"] / 10000,
            "paid": row["paid"] / 10000,
        }
        for row in GOLDEN["execution"]["2022-12-31"]["projects"]
    ]
    return sample.with_tables({"results": frame("results", results), "evaluations": frame("evaluations", wholes)})


def test_invented_results_have_the_codes_of_the_golden_set(evaluated, sample):
    found = findings(evaluated)
    known = {indicator: short for short, indicator in ids(sample).items()}
    positions = dict(zip(sample.projects["project_id"], sample.projects["position"], strict=True))
    of_rows = {
        (rule, known[name]) for rule, name in found[["rule", "indicator_id"]].itertuples(index=False) if name in known
    }
    expected = {
        (code, case["indicator"])
        for project in GOLDEN["self_evaluation"]
        for case in project["indicators"]
        for code in case["codes"]
    }
    assert {hit for hit in of_rows if hit[0] != "S21"} == expected
    of_projects = {
        (rule, positions[project])
        for rule, project in found[["rule", "project_id"]].itertuples(index=False)
        if rule in ("S20", "S21", "S22")
    }
    assert of_projects == {
        (code, project["project"]) for project in GOLDEN["self_evaluation"] for code in project["codes"]
    }


def test_invented_reports_have_the_codes_of_the_golden_set(sample):
    made_up = pd.read_csv(FOLDER / "monitoring.csv", dtype=str).fillna("")
    known = ids(sample)
    names = {"status": "status", "expected": "expected", "likelihood": "likelihood", "note": "reason"}
    rows = [
        {"indicator_id": known[row.indicator], "date": "2022-07-31", "origin": "监控", "actual": row.actual}
        | {name: getattr(row, column) for name, column in names.items()}
        for row in made_up.itertuples()
    ]
    found = findings(sample.with_tables({"monitoring": frame("monitoring", rows)}))
    short = {indicator: name for name, indicator in known.items()}
    assert {(rule, short[name]) for rule, name in found[["rule", "indicator_id"]].itertuples(index=False)} == {
        (code, case["indicator"]) for case in GOLDEN["monitoring"]["indicators"] for code in case["codes"]
    }


def test_a_form_that_says_nowhere_how_likely_its_targets_are_is_told_so_once(sample):
    known = ids(sample)
    rows = [{"indicator_id": name, "date": "2022-07-31", "origin": "监控表", "actual": "1"} for name in known.values()]
    found = findings(sample.with_tables({"monitoring": frame("monitoring", rows)}))
    assert (found["rule"] == "M03").sum() == 1
    rows[0]["likelihood"] = "确定能"
    found = findings(sample.with_tables({"monitoring": frame("monitoring", rows)}))
    assert (found["rule"] == "M03").sum() == len(rows) - 1
