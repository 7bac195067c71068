"""The invented counties: small, marked as invented, and exactly what their script makes."""

import runpy

import jixiao
import pytest
from corpora import contents
from jixiao.workbook import dataset_folder

FOLDER = dataset_folder("sample-county")


@pytest.fixture(scope="module")
def county():
    return jixiao.load("sample-county")


def test_forty_departments_of_two_divisions_have_a_document_in_each_of_two_years(county):
    assert county.departments.groupby("division_code").size().tolist() == [20, 20]
    held = county.projects[["document_id", "department_id"]].drop_duplicates().merge(county.documents)
    assert held.groupby("department_id")["year"].agg(list).map(sorted).eq([[2022, 2023]] * 40).all()


def test_some_have_no_plan_and_all_say_that_they_are_invented(county):
    planned = set(county.disbursements["project_id"])
    by_document = county.projects.assign(plan=county.projects["project_id"].isin(planned)).groupby("document_id")
    assert by_document["plan"].any().value_counts().to_dict() == {True: 73, False: 7}
    assert county.departments["department"].str.startswith("虚构").all()
    assert county.documents["title"].str.contains("虚构").all()
    assert county.departments["division_code"].str.startswith("99").all()  # no such division exists


@pytest.mark.slow
def test_its_tables_are_what_its_script_makes(tmp_path):
    runpy.run_path(str(FOLDER / "make.py"))["make"](tmp_path / "tidy")
    assert contents(tmp_path / "tidy") == contents(FOLDER / "tidy")
