"""The invented ledger of the golden set: what became of every row, from CSV and from .xlsx."""

from __future__ import annotations

import pytest
from jixiao import load
from jixiao.ledgers import import_ledgers
from jixiao.ledgers.report import numbers
from ledgers import EXECUTION, GOLDEN, new_dataset

ACCOUNT = GOLDEN["ledger"]
CORRECTED = GOLDEN["corrected"]["codes"]


@pytest.fixture(scope="module", params=["ledger.csv", "ledger.xlsx"])
def read(request, tmp_path_factory):
    tidy = new_dataset(tmp_path_factory.mktemp("golden"))
    report = import_ledgers([EXECUTION / request.param], tidy)
    return report, load(tidy)


def test_the_account_adds_up(read):
    report, _ = read
    counts = numbers(report.rows)
    expected = {"used": "used", "left out": "left_out", "empty": "empty", "total": "totals"}
    assert {part: counts[part] for part in expected} == {part: ACCOUNT[name] for part, name in expected.items()}
    assert sum(counts.values()) == len(report.rows) == ACCOUNT["rows"]


def test_every_row_is_what_it_is(read):
    report, data = read
    positions = data.projects.set_index("project_id")["position"]
    rows = report.rows.assign(line=report.rows["row_id"].str.extract(r"(\d+)$")[0].astype(int)).set_index("line")
    for expected in ACCOUNT["account"]:
        row = rows.loc[expected["line"]]
        assert row["status"] == expected["status"]
        codes = [] if row["findings"] != row["findings"] else row["findings"].split()
        assert codes == expected.get("codes", [])
        if expected["status"] not in ("empty", "total"):
            amount = None if row["yuan"] != row["yuan"] else row["yuan"]
            assert amount == expected.get("amount")
            assert (None if row["date"] != row["date"] else f"{row['date']:%Y-%m-%d}") == expected.get("date")
            project = None if row["project_id"] != row["project_id"] else positions[row["project_id"]]
            assert project == expected.get("project")
        assert (row["suggestion"] if row["suggestion"] == row["suggestion"] else None) == expected.get("suggestion")


def test_the_total_row_is_compared(read):
    ledger = read[0].ledgers.iloc[0]
    assert ledger["total"] == ACCOUNT["stated_total"]
    assert ledger["total_of_rows"] == ACCOUNT["sum_of_rows"]


def test_the_end_is_inferred_and_the_exit_code_asks_for_somebody(read):
    report, _ = read
    assert f"{report.ledgers['until'].iloc[0]:%Y-%m-%d}" == "2022-12-31"
    assert "推定" in report.lines("zh")[-1]
    assert not report.complete


def test_findings_name_their_row_first(read):
    report, _ = read
    lines = [line for line in report.lines("zh") if "第36行" in line]
    assert len(lines) == 1
    assert "最接近“13020922P008P40100028”（园区广告宣传费用2022）" in lines[0]
    assert any("与第17行完全相同（凭证号0402）" in line for line in report.lines("zh"))
    assert not any("{" in line for language in ("zh", "en") for line in report.lines(language))
