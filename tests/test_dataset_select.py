"""The part of a dataset that is selected: by year, document, department and projects."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from grids import FORM, HEADINGS, padded, read_tables
from hypothesis import given, settings
from hypothesis import strategies as st
from jixiao import exhibits
from jixiao.dataset import Dataset
from jixiao.dictionary import TABLES
from jixiao.documents.merging import joined, renamed
from jixiao.errors import UsageError
from jixiao.tables import frame
from test_dataset import CODES, DEPARTMENT, SAMPLE, assert_same

NAMES = SAMPLE.projects["project_name"].tolist()


def positions(dataset: Dataset) -> list[int]:
    return dataset.projects["position"].tolist()


def two_departments(code="803002") -> Dataset:
    """The sample of 2022, and beside it in one document of 2023 another department with two projects."""
    other = SAMPLE.select(projects=[6, 8])
    renamed = {
        name: df.replace({"2022-lingang": "2023-other", DEPARTMENT: f"130200-{code}"}, regex=True)
        for name, df in other.tables.items()
    }
    renamed["documents"]["year"] = 2023
    renamed["departments"] = renamed["departments"].assign(department_code=code, department="乙单位")
    both = {name: pd.concat([df, renamed[name]], ignore_index=True) for name, df in SAMPLE.tables.items()}
    return Dataset(**both, name="both").validate()


BOTH = two_departments()


def test_selecting_nothing_keeps_all():
    for chosen in (SAMPLE.select(), SAMPLE.select(projects=[]), SAMPLE.select(projects="")):
        assert_same(chosen, SAMPLE)


@pytest.mark.parametrize("department", [DEPARTMENT, "803001", 803001, "临港商务区管理委员会本级"])
def test_a_department_is_chosen_by_id_code_or_name(department):
    chosen = BOTH.select(department=department).validate()
    assert chosen.departments["department_id"].tolist() == [DEPARTMENT]
    assert len(chosen.projects) == 9


@pytest.mark.parametrize(
    "projects",
    ["6,8", " 6 , 8 ,", [6, "8"], (8, 6), [NAMES[5], NAMES[7]], f"{CODES[5]},{NAMES[7]}", [CODES[7], 6], {6, 8}],
)
def test_projects_are_chosen_by_position_code_or_name_in_the_order_of_the_document(projects):
    assert positions(SAMPLE.select(projects=projects)) == [6, 8]


@pytest.mark.parametrize("project", [6, "6", CODES[5], NAMES[5], SAMPLE.projects["project_id"][5]])
def test_one_project_is_chosen_by_whatever_names_it(project):
    assert positions(SAMPLE.select(projects=project)) == [6]


def test_a_year_is_chosen():
    assert BOTH.select(year=2023).validate().departments["department"].tolist() == ["乙单位"]
    assert BOTH.select(year=2022).validate().documents["year"].tolist() == [2022]


@pytest.mark.parametrize(
    "years", ["2023", [2023], ["2023"], np.array([2023]), np.int64(2023), {2023}, pd.Series([2023])]
)
def test_a_year_as_one_would_write_it(years):
    assert BOTH.select(year=years).documents["year"].tolist() == [2023]


def test_several_years_and_departments():
    assert_same(BOTH.select(year=[2022, "2023"]), BOTH.select())
    names = BOTH.departments["department"].tolist()
    chosen = BOTH.select(department=[names[0], BOTH.departments["department_id"][1]]).validate()
    assert chosen.departments["department"].tolist() == names
    assert BOTH.select(department=[names[1]]).departments["department"].tolist() == names[1:]
    assert_same(BOTH.select(year=[], department=[]), BOTH.select())


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"year": [2022, 2021]}, "no year '2021' in .*: 2022, 2023"),
        ({"year": "next"}, "the year is 'next'; expected: a number, as in 2022"),
        ({"department": ["803001", "803009"]}, "no department '803009' in "),
    ],
)
def test_each_of_several_has_to_be_there(choice, message):
    with pytest.raises(UsageError, match=message):
        BOTH.select(**choice)


def test_zero_and_nothing_take_the_only_year_and_department():
    assert_same(SAMPLE.select(year=0, department=""), SAMPLE)
    assert len(BOTH.select(year=2023, department="").projects) == 2


@pytest.mark.parametrize(
    ("choice", "listed"),
    [
        ({"year": 0}, ["not have exactly one year", "2022", "2023"]),
        ({"department": ""}, ["not have exactly one department", DEPARTMENT, "临港商务区管理委员会本级", "乙单位"]),
        ({"year": 1999}, ["no year '1999'", "2022", "2023"]),
        ({"department": "803009"}, ["no department '803009'", DEPARTMENT, "130200-803002 乙单位"]),
        ({"projects": [6, 77]}, ["no project '77'", *NAMES]),
        ({"projects": "6,无"}, ["no project '无'", *NAMES]),
        ({"department": "803002", "projects": NAMES[0]}, [f"no project '{NAMES[0]}'", NAMES[5], NAMES[7]]),
        ({"year": 2023, "department": DEPARTMENT}, ["no department", "乙单位"]),
    ],
)
def test_a_value_that_is_not_there_lists_what_is(choice, listed):
    with pytest.raises(UsageError) as caught:
        BOTH.select(**choice)
    assert [word for word in ["both", "one of: ", *listed] if word not in str(caught.value)] == []


def test_many_names_are_cut_short_nearest_first():
    numbers = range(3000)
    departments = [{"department_id": f"d{n}", "department": f"第{n}局"} for n in numbers]
    projects = [{"project_id": f"p{n}", "scope": "project", "department_id": f"d{n}", "position": n} for n in numbers]
    many = Dataset(departments=frame("departments", departments), projects=frame("projects", projects), name="many")
    with pytest.raises(UsageError) as caught:
        many.select(department="第2711")
    message = str(caught.value)
    assert "d2711 第2711局" in message
    assert "… and 2980 more; choose one by its id: --department ID" in message
    assert "jixiao departments --dataset many prints them all" in message
    assert len(message) < 700


def test_only_what_is_still_to_choose_from_is_listed():
    with pytest.raises(UsageError) as caught:
        BOTH.select(department="803002", projects="无")
    assert NAMES[0] not in str(caught.value)


def test_a_code_that_two_departments_share_is_not_said_to_be_missing():
    with pytest.raises(UsageError) as caught:
        two_departments(code="803001").select(department="803001")
    message = str(caught.value)
    assert DEPARTMENT in message and "130200-803001" in message
    assert "no department" not in message


def test_a_department_of_a_shared_code_is_chosen_by_its_id():
    assert len(two_departments(code="803001").select(department="130200-803001").projects) == 2


@settings(max_examples=20, deadline=None)
@given(st.sets(st.sampled_from(range(1, 10)), min_size=1), st.sampled_from([None, DEPARTMENT]))
def test_a_selection_is_a_valid_dataset_of_just_its_projects(chosen, department):
    selected = BOTH.select(projects=chosen, department=department, year=2022).validate()
    assert positions(selected) == sorted(chosen)
    for name in ("funds", "disbursements", "indicators"):
        whole = SAMPLE.tables[name]
        expected = whole[whole["project_id"].isin(selected.projects["project_id"])].reset_index(drop=True)
        pd.testing.assert_frame_equal(selected.tables[name], expected)


@given(st.sets(st.sampled_from(range(1, 10)), min_size=1))
@settings(max_examples=20, deadline=None)
def test_selecting_twice_is_selecting_once(chosen):
    once = SAMPLE.select(projects=chosen)
    assert_same(once.select(projects=chosen), once)


def test_goals_of_the_department_stay_with_a_selection_of_its_projects():
    goals = SAMPLE.select(projects=[6]).goals
    assert goals["scope"].value_counts().to_dict() == {"safeguard": 7, "task": 5, "department": 2, "project": 2}


def test_results_stay_with_the_indicators_of_a_selection():
    ids = SAMPLE.indicators["indicator_id"]
    rows = [{"indicator_id": name, "date": "2022-12-31", "origin": "own"} for name in (ids[0], ids.iloc[-1])]
    selected = replace(SAMPLE, results=frame("results", rows)).select(projects=9).validate()
    assert selected.results["indicator_id"].tolist() == [ids.iloc[-1]]


def test_selecting_changes_nothing_in_the_dataset():
    before = {name: df.copy() for name, df in BOTH.tables.items()}
    BOTH.select(year=2023, projects=6)
    assert_same(Dataset(**before), BOTH)


def test_the_scope_says_what_is_in():
    scope = BOTH.scope()
    assert scope["year"].tolist() == [2022, 2023]
    assert scope["projects"].tolist() == [9, 2]
    assert scope["indicators"].tolist() == [73, 16]
    assert scope["budget"].round(2).tolist() == [1780.15, 154.81]


def test_every_table_of_the_dictionary_is_a_table_of_the_dataset():
    assert list(SAMPLE.tables) == list(TABLES)


def of_stage(title: str, name: str, *cells: str):
    """A document of one project under a title, its indicator with further cells."""
    heads = [*HEADINGS, *(["1-7月执行情况"] if cells else [])]
    return read_tables(title, padded(*FORM, heads, ["产出指标", "数量指标", "人数", "≥9人", *cells]), name=name)


def test_of_several_documents_the_one_that_states_the_plan_is_taken_where_none_is_named():
    target = of_stage("2022年某某局项目支出绩效目标表", "目标")
    report = of_stage("2022年某某局项目支出绩效运行监控表", "监控", "3人")
    both = joined([target, report])
    assert both.select(document="").documents["document_id"].tolist() == ["目标"]
    own = both.select(document="", scope="department")
    assert (own.documents["document_id"].tolist(), len(own.projects)) == (["目标"], 0)
    assert both.select(document="监控").documents["stage"].tolist() == ["monitoring"]
    assert len(both.select().documents) == 2
    assert report.select(document="").documents["document_id"].tolist() == ["监控"]
    adjusted = replace(target, documents=target.documents.assign(stage="adjusted"))
    assert joined([renamed(adjusted, "调整"), target]).select(document="").documents["document_id"].tolist() == ["调整"]


def test_two_documents_of_the_plan_are_both_kept_and_an_exhibit_asks_for_one():
    first = of_stage("2022年某某局项目支出绩效目标表", "甲")
    both = joined([first, renamed(first, "乙")])
    assert len(both.select(document="").documents) == 2
    with pytest.raises(UsageError, match=r"data\.select\(document=…\)"):
        exhibits.inventory(both.select(document=""))
