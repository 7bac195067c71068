"""Briefs of many departments: an index, failures that stop nothing, and going on after whatever stopped a run."""

import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import jixiao
import openpyxl
import pandas as pd
import pytest
from jixiao.briefs import write_brief, write_briefs
from jixiao.briefs.brief import Order
from jixiao.briefs.index import check_folder, write_index
from jixiao.dataset import Dataset
from jixiao.documents.merging import joined
from jixiao.errors import RunError, UsageError

IDS = {"document_id", "project_id", "indicator_id"}
NAMES = ["990101-101001", "990101-102001", "990101-118001", "990102-101001"]
COMMAND = [sys.executable, "-c", "from jixiao.cli import main; main()", "brief", "--quarter", "2022Q3"]


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    """Four of the invented departments, the second with two documents of one stage: it has no plan to speak of."""
    data = jixiao.load("sample-county").select(year=2022, department=NAMES, scope=None)
    twice = data.select(department=NAMES[1], scope=None)
    tables = {}
    for name, df in data.tables.items():
        other = twice.tables[name].head(0 if name == "departments" else None)
        ids = {
            column: "x" + other[column] for column in ("document_id", "project_id", "indicator_id") if column in other
        }
        tables[name] = pd.concat([df, other.assign(**ids)], ignore_index=True)
    folder = tmp_path_factory.mktemp("many") / "tidy"
    Dataset(**tables).save(folder)
    return folder


def run(dataset, folder, *more, jobs=2):
    options = ["--dataset", dataset, "--to", folder, "--format", "html", "--jobs", jobs, *more]
    return subprocess.Popen([*COMMAND, *map(str, options)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finished(process):
    out, err = process.communicate(timeout=300)
    return process.returncode, out, err


def index(folder):
    return json.loads((folder / "index.json").read_text(encoding="utf-8"))


def times(folder):
    return {path: path.stat().st_mtime_ns for path in folder.rglob("brief.*")}


def test_a_file_of_the_users_is_no_place_for_an_index(tmp_path):
    (tmp_path / "index.html").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=r"index\.html: in the place of a file"):
        check_folder(tmp_path)


def test_a_file_is_no_folder_of_briefs(tmp_path):
    (tmp_path / "mine").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=r"mine: is a file; expected: a folder"):
        check_folder(tmp_path / "mine")
    with pytest.raises(RunError, match="cannot be made"):
        check_folder(tmp_path / "mine" / "briefs")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"divisions": ["999999"]}, "no division '999999'.*one of: 990101, 990102"),
        ({"departments": ["101001"]}, "2 departments '101001'"),
        ({"departments": ["990102-101001"], "divisions": ["990101"]}, "no department '990102-101001'"),
    ],
)
def test_who_is_not_there_is_told_before_anything_is_written(given, message, tmp_path):
    with pytest.raises(UsageError, match=message):
        write_briefs("2022Q3", dataset="sample-county", to=tmp_path / "briefs", **given)
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
@pytest.mark.parametrize(("quarter", "rate"), [("2022Q3", 0.5354), ("2022Q4", None)])
def test_the_index_has_what_was_paid_where_a_ledger_reaches_the_day(quarter, rate, tmp_path):
    county = jixiao.load("sample-county").select(year=2022, department=NAMES[0], scope=None)
    paid = jixiao.load("sample-execution")
    if rate is None:  # a ledger that ends before the quarter
        paid = paid.with_tables({"ledgers": paid.ledgers.assign(until=pd.Timestamp("2022-11-30"))})
    data = joined([county, paid.with_tables({"interim_funds": paid.interim_funds.head(0)})])
    briefs = data.departments[["department_id", "department", "division_code"]]
    briefs = briefs.assign(folder=[tmp_path / name for name in briefs["department_id"]], status="written", reason="")
    for language, label, mark in (("zh", "执行率", "虚构的"), ("en", "Execution rate", "Invented ledgers")):
        order = Order(quarter=quarter, dataset="many", language=language)
        write_index(order, data, briefs, tmp_path)
        rows = {row["department_id"]: row for row in index(tmp_path)["departments"]}
        assert rows[NAMES[0]]["execution_rate"] is None
        assert rows["130209-803001"]["execution_rate"] == (rate and pytest.approx(rate, abs=1e-4))
        page = (tmp_path / "index.html").read_text(encoding="utf-8")
        assert (label in page, mark in page, "53.5%" in page) == (bool(rate),) * 3


@pytest.mark.slow
def test_one_fails_and_all_others_are_whole_and_in_the_index(dataset, tmp_path):
    code, _, err = finished(run(dataset, tmp_path, "--all"))
    assert code == 1
    assert "1 of 4 briefs failed: 990101-102001" in err
    assert re.search(r"990101-102001: .*2 documents", err)
    assert "Traceback" not in err
    found = {row["department_id"]: row for row in index(tmp_path)["departments"]}
    assert [row["status"] for row in found.values()] == ["written", "failed", "written", "written"]
    assert all((tmp_path / path).is_file() for row in found.values() for path in row["files"])
    assert found[NAMES[2]]["planned_share"] is None
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "没有支出计划的部门" in page and "未能生成的简报" in page and "<script" not in page
    sheet = openpyxl.load_workbook(tmp_path / "index.xlsx").worksheets[0]
    assert "虚构甲县教育局" in {cell.value for row in sheet for cell in row}
    before = times(tmp_path)
    _, _, err = finished(run(dataset, tmp_path, "--all"))
    assert "3 of 4 briefs: nothing has changed" in err
    assert times(tmp_path) == before

    cold = write_brief("2022Q3", dataset=str(dataset), department=NAMES[0], formats=["html"], to=tmp_path / "cold")
    warm = next(tmp_path.glob(f"{NAMES[0]}-*"))
    names = [path.relative_to(tmp_path / "cold") for path in cold]
    different = [name for name in names if (tmp_path / "cold" / name).read_bytes() != (warm / name).read_bytes()]
    assert different == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals are not sent there")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_was_stopped_is_gone_on_with(dataset, tmp_path, number):
    process = run(dataset, tmp_path, "--division", "990101", jobs=1)
    while process.poll() is None and not list(tmp_path.glob("*/brief.json")):
        time.sleep(0.1)
    process.send_signal(number)
    code, _, err = finished(process)
    assert code == (1 if number == signal.SIGINT else -number)
    assert number == signal.SIGKILL or "interrupted" in err
    before = times(tmp_path)
    assert before
    assert not (tmp_path / "index.json").exists()
    for _ in range(60):  # until the processes of the killed run have noticed
        code, _, err = finished(run(dataset, tmp_path, "--department", NAMES[0], "--department", NAMES[2]))
        if "another run" not in err:
            break
        time.sleep(1)
    assert code == 0, err
    after = times(tmp_path)
    assert {path: after[path] for path in before} == before
    assert not [path for path in Path(tmp_path).iterdir() if path.name.startswith(".")]
