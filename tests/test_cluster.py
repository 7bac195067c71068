"""A real cluster on this machine: two processes, one killed at its work; the results are those of one machine."""

import os
import re
import signal
import time
from importlib import import_module
from pathlib import Path

import jixiao
import pandas as pd
import pytest
from corpora import contents
from jixiao.briefs import write_briefs
from jixiao.cluster import executor
from jixiao.departments import map_departments
from jixiao.documents import import_documents
from jixiao.errors import UsageError
from jixiao.review import review
from jixiao.workers import Failure

pytestmark = pytest.mark.slow
distributed = pytest.importorskip("distributed")
dask = pytest.importorskip("dask")


@pytest.fixture(scope="module")
def cluster():
    # Of workers that die, one more is lost than this before a task is given up.
    dask.config.set({"distributed.scheduler.allowed-failures": 1})
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with distributed.LocalCluster(host="127.0.0.1", **options) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def county():
    return jixiao.load("sample-county").select(year=2022, scope=None)


def findings(data):
    return review(data).findings[["rule", "indicator_id", "project_id", "department_id", "quote", "message"]]


def deadly(data):
    """The findings; the first process that comes to a certain department is killed by it, once."""
    mark = Path(data.name)
    if data.departments["department_code"].iloc[0] == "109001" and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return findings(data)


def always_deadly(data):
    if data.departments["department_code"].iloc[0] == "109001":
        os.kill(os.getpid(), signal.SIGKILL)
    return len(data.projects)


def in_order(df):
    return df.sort_values(list(df.columns), ignore_index=True)


def test_a_worker_that_is_killed_at_its_work_costs_nothing(cluster, county, tmp_path):
    whole = findings(county)
    marked = jixiao.Dataset(**county.tables, name=str(tmp_path / "killed"))
    with executor(cluster.scheduler_address) as workers:
        found = [result for _, result in map_departments(deadly, marked, workers, at_once=4)]
    assert (tmp_path / "killed").exists()
    pd.testing.assert_frame_equal(in_order(pd.concat(found)), in_order(whole))


def test_a_task_that_kills_every_worker_is_told_alone(cluster, county):
    names = [f"{division}-{code}001" for division in (990101, 990102) for code in (107, 108, 109, 110)]
    some = county.select(department=names, scope=None)
    with executor(cluster.scheduler_address) as workers:
        found = {ids[0]: result for ids, result in map_departments(always_deadly, some, workers)}
    failed = {name for name, result in found.items() if isinstance(result, Failure)}
    assert failed == {"990101-109001", "990102-109001"}
    assert len(found) == len(some.departments)


def test_a_review_is_that_of_one_machine(cluster, county, monkeypatch):
    one = review(county)
    monkeypatch.setattr(import_module("jixiao.review.review"), "AT_ONCE", 4)
    with executor(cluster.scheduler_address) as workers:
        many = review(county, executor=workers)
    for name in ("findings", "defects", "scores"):
        pd.testing.assert_frame_equal(getattr(many, name), getattr(one, name))


def test_an_import_is_that_of_one_machine(cluster, tmp_path):
    raw = jixiao.workbook.dataset_folder("sample") / "raw"
    import_documents([raw], tmp_path / "one/tidy")
    with executor(cluster.scheduler_address) as workers:
        import_documents([raw], tmp_path / "many/tidy", executor=workers)
    assert contents(tmp_path / "one/tidy") == contents(tmp_path / "many/tidy")


def test_briefs_are_those_of_one_machine(cluster, tmp_path):
    given = {"dataset": "sample-county", "departments": ["990101-101001", "990102-119001"], "formats": ["html"]}
    one = write_briefs("2022Q3", to=tmp_path / "one", **given)
    with executor(cluster.scheduler_address) as workers:
        many = write_briefs("2022Q3", to=tmp_path / "many", executor=workers, **given)
    assert not one.failed and not many.failed
    files = {}
    for name, briefs in (("one", one), ("many", many)):
        files[name] = {path.relative_to(tmp_path / name): path for path in briefs.paths}
    assert set(files["one"]) == set(files["many"])
    different = [path for path, file in files["one"].items() if file.read_bytes() != files["many"][path].read_bytes()]
    assert not different


def test_no_cluster_is_told_in_a_sentence(monkeypatch):
    monkeypatch.setattr("jixiao.cluster.WAIT", 1)
    with pytest.raises(UsageError, match=re.escape("no cluster at tcp://127.0.0.1:1")), executor("tcp://127.0.0.1:1"):
        time.sleep(0)
