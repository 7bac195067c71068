"""Progress and lights within the year, held to the golden set: invented reports of the sample at the end of July."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from jixiao import parse_target
from jixiao.measures.actuals import read_actuals
from jixiao.measures.monitoring import progress, project_lights
from jixiao.tables import frame
from test_measures_scoring import FOLDER, ids

GOLDEN = json.loads((FOLDER / "golden.json").read_text(encoding="utf-8"))["monitoring"]


@pytest.fixture(scope="module")
def lit(sample):
    made_up = pd.read_csv(FOLDER / "monitoring.csv", dtype=str).fillna("")
    known = ids(sample)
    rows = [
        {"indicator_id": known[row.indicator], "actual": row.actual, "date": "2022-07-31"}
        for row in made_up.itertuples()
    ]
    reported = frame("monitoring", rows).assign(status=made_up["status"])
    return progress(read_actuals(sample.documents, sample.projects, sample.indicators, reported))


@pytest.mark.parametrize("case", GOLDEN["indicators"], ids=lambda case: case["indicator"])
def test_progress_and_light_of_every_indicator_are_those_of_the_golden_set(sample, lit, case):
    row = lit.set_index("indicator_id").loc[ids(sample)[case["indicator"]]]
    assert (None if pd.isna(row["progress"]) else round(row["progress"], 6)) == case["progress"]
    assert ("" if pd.isna(row["light"]) else row["light"]) == case["light"]


def test_the_worst_indicator_lights_its_project(sample, lit):
    found = project_lights(lit, sample.projects).set_index("project_id")["light"]
    names = dict(zip(sample.projects["position"].astype(str), sample.projects["project_id"], strict=True))
    assert found.to_dict() == {names[position]: light for position, light in GOLDEN["projects"].items()}


@pytest.mark.parametrize(
    ("target", "actual", "progress_", "light"),
    [
        ("≥12个", "7个", 1.0, "绿"),
        ("≥12个", "4个", 0.571429, "红"),
        ("≥12个", "8.4个", 1.2, "蓝"),
        ("≥90%", "100%", 1.111111, "绿"),
        ("≤5万元", "49000元", None, "绿"),
        ("≤5万元", "5.1万元", None, "红"),
        ("≥12个", "已启动", None, ""),
        ("≥12个", "", None, ""),
    ],
)
def test_a_light_by_its_rule(sample, target, actual, progress_, light):
    read = parse_target(target)
    first = sample.indicators.head(1).assign(operator=read.operator, value=read.value, unit=read.unit, kind=read.kind)
    reported = frame("monitoring", [{"indicator_id": first["indicator_id"][0], "actual": actual, "date": "2022-07-31"}])
    row = progress(read_actuals(sample.documents, sample.projects, first, reported)).iloc[0]
    assert (None if pd.isna(row["progress"]) else row["progress"]) == progress_
    assert ("" if pd.isna(row["light"]) else row["light"]) == light
