"""Many departments: taken apart exactly as they are selected, and worked off by any executor."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from operator import attrgetter

import jixiao
import pandas as pd
import pytest
from departments import CASES
from jixiao.departments import map_departments, split
from jixiao.documents.merging import joined
from jixiao.errors import UsageError
from jixiao.workers import Failure

PROJECTS = attrgetter("projects.size")  # which other processes can import


@pytest.fixture(scope="module")
def county():
    return jixiao.load("sample-county")


def refuse_some(data):
    if data.departments["department"].iloc[0].endswith("水利局"):
        raise UsageError("no water here")
    return len(data.projects)


def same(one, other):
    for name, df in one.tables.items():
        pd.testing.assert_frame_equal(df, other.tables[name], obj=name)


def test_the_parts_are_what_select_gives(county):
    parts = {ids[0]: part for ids, part in split(county)}
    assert list(parts) == county.departments["department_id"].tolist()
    for name in list(parts)[::7]:
        same(parts[name], county.select(department=name, scope=None))


def test_documents_of_several_kinds_are_taken_apart_alike():
    kinds = ["own targets beside", "self-evaluation", "nothing to do", "sample"]
    data = joined([CASES[kind]() for kind in kinds])
    for ids, part in split(data):
        same(part, data.select(department=ids[0], scope=None))


@pytest.mark.parametrize("dataset", ["sample-execution", "sample-years"])
def test_ledgers_and_several_years_are_taken_apart_alike(dataset):
    data = jixiao.load(dataset)
    for ids, part in split(data):
        same(part, data.select(department=ids[0], scope=None))


def test_departments_are_put_together_by_the_handful(county):
    sizes = [(len(ids), len(part.departments)) for ids, part in split(county, at_once=15)]
    assert sizes == [(15, 15), (15, 15), (10, 10)]


@pytest.mark.parametrize("executor", [None, ThreadPoolExecutor], ids=["none", "threads"])
def test_one_that_fails_is_told_and_stops_no_other(county, executor):
    with executor(2) if executor else ThreadPoolExecutor(1) as pool:
        found = list(map_departments(refuse_some, county, pool if executor else None))
    failed = {ids[0]: result for ids, result in found if isinstance(result, Failure)}
    assert failed == dict.fromkeys(["990101-104001", "990102-104001"], Failure("no water here"))
    assert sum(result for _, result in found if isinstance(result, int)) == 306 - sum(
        len(part.projects) for ids, part in split(county) if ids[0] in failed
    )


@pytest.mark.slow
def test_processes_give_the_same(county):
    alone = sorted(map_departments(PROJECTS, county))
    with ProcessPoolExecutor(2) as pool:
        assert sorted(map_departments(PROJECTS, county, pool, at_once=1)) == alone
    assert sorted(map_departments(PROJECTS, county, jobs=2)) == alone
