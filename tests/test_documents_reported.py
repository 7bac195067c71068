"""What forms report stays when the document of their targets is read anew, where its target is still there."""

from __future__ import annotations

import pandas as pd
import pytest
from jixiao import load
from jixiao.documents import import_documents
from jixiao.tables import frame
from jixiao.workbook import dataset_folder

RAW = next((dataset_folder("sample") / "raw").rglob("*.txt"))
FORM = "自评表.xlsx"


@pytest.fixture
def reported(tmp_path):
    """The sample in a folder of its own, with a result, and money, that a form reports of its first two projects."""
    raw, tidy = tmp_path / RAW.name, tmp_path / "tidy"
    raw.write_bytes(RAW.read_bytes())
    import_documents([raw], tidy)
    data = load(tidy)
    one, two = data.projects["project_id"].iloc[:2]
    firsts = data.indicators.drop_duplicates("project_id").set_index("project_id")["indicator_id"]
    day = pd.Timestamp("2022-12-31")
    results = [
        {"indicator_id": firsts[project], "actual": "7", "value": 7.0, "date": day, "origin": FORM, "place": "F12"}
        for project in (one, two)
    ]
    money = [{"project_id": two, "source": "合计", "date": day, "origin": FORM, "paid": 1.5, "place": "C5"}]
    tables = {"results": frame("results", results), "interim_funds": frame("interim_funds", money)}
    data.with_tables(tables).save(tidy)
    return raw, tidy


def reports(tidy):
    data = load(tidy)
    df = data.results.merge(data.indicators, on="indicator_id").merge(data.projects, on="project_id")
    return df[["project_name", "indicator", "actual"]].apply(tuple, axis=1).tolist()


def test_reports_follow_their_targets_when_these_get_other_numbers(reported):
    raw, tidy = reported
    before = reports(tidy)
    assert len(before) == 2
    text = raw.read_text(encoding="utf-8")
    raw.write_text(without_first_project(text), encoding="utf-8")
    report = import_documents([raw], tidy)
    assert reports(tidy) == before[1:]
    assert load(tidy).interim_funds["paid"].tolist() == [1.5]
    assert load(tidy).interim_funds["project_id"].iloc[0].endswith("/1")
    (lost,) = report.doubts["found"][report.doubts["found"].str.contains("has no more")]
    assert lost.startswith(f"1 rows that {FORM} reports")
    assert before[0][1] in lost


def test_nothing_is_lost_where_only_other_things_change(reported):
    raw, tidy = reported
    before = load(tidy)
    raw.write_text(raw.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    report = import_documents([raw], tidy)
    assert not report.doubts["found"].str.contains("has no more").any()
    after = load(tidy)
    for name in ("results", "interim_funds"):
        assert after.tables[name].equals(before.tables[name])


def test_targets_of_which_nothing_was_reported_are_not_compared(tmp_path, monkeypatch):
    raw, tidy = tmp_path / RAW.name, tmp_path / "tidy"
    raw.write_bytes(RAW.read_bytes())
    import_documents([raw], tidy)
    raw.write_text(without_first_project(raw.read_text(encoding="utf-8")), encoding="utf-8")
    monkeypatch.setattr("jixiao.documents.reported.fold", None)  # by which texts are compared
    assert import_documents([raw], tidy).files["status"].tolist() == ["read"]


def without_first_project(text: str) -> str:
    """The sample's text without the table of its first project."""
    lines = text.split("\n")
    codes = [at for at, line in enumerate(lines) if line.strip() == "项目编码"]
    return "\n".join(lines[: codes[0]] + lines[codes[1] :])
