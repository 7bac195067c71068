"""A dataset explored by its choices, as a program makes them; test_lab.py makes them in a browser."""

from __future__ import annotations

from dataclasses import replace

import jixiao
import pandas as pd
import pytest
from departments import SAMPLE, form
from jixiao.errors import UsageError
from jixiao.explorer import EXHIBITS
from jixiao.phrases import LANGUAGES


@pytest.fixture(autouse=True)
def a_table_first(monkeypatch):
    """Pictures take their time; the test of every exhibit draws them."""
    monkeypatch.setattr("jixiao.explorer.explorer.EXHIBITS", ("top_findings", *EXHIBITS))


def two_departments():
    """The sample beside a department of another county and year."""
    other = form("xiangtan-2023")
    tables = {name: pd.concat([df, other.tables[name]], ignore_index=True) for name, df in SAMPLE.tables.items()}
    return replace(SAMPLE.with_tables(tables), name="both")


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_exhibit_and_project_of_the_list_can_be_shown(language):
    shown = jixiao.explore(language=language)
    for name in EXHIBITS:
        shown.choices["exhibit"].value = name
        assert shown.exhibit.name == name.replace("_", "-")
        assert "<img" in shown.picture.value or "<table" in shown.picture.value
    for _, project_id in shown.choices["project"].options[1:]:
        shown.choices["project"].value = project_id
        own = SAMPLE.indicators["project_id"].eq(project_id)
        assert len(shown.table.df) == own.sum()
        assert set(shown.data.projects["project_id"]) == {project_id}


def test_the_findings_of_a_target_do_not_depend_on_what_is_looked_at():
    shown = jixiao.explore()
    whole = shown.targets
    shown.choices["project"].value = SAMPLE.projects["project_id"].iloc[-1]
    assert shown.table.df["意见"].tolist() == whole.loc[shown.data.indicators["indicator_id"], "意见"].tolist()


def test_a_row_that_is_clicked_shows_what_was_found_and_what_was_published():
    shown = jixiao.explore(language="en")
    row = int(shown.targets["Findings"].str.contains("A06").to_numpy().argmax())
    shown.table.selected_rows = [row]
    assert "A06" in shown.source.value
    assert "<mark>" in shown.source.value
    shown.choices["project"].value = SAMPLE.projects["project_id"].iloc[0]
    assert not shown.table.selected_rows
    assert "<mark>" not in shown.source.value


def test_years_and_projects_are_those_of_the_department():
    shown = jixiao.explore(two_departments())
    departments = [value for _, value in shown.choices["department"].options]
    assert len(departments) == 2
    seen = set()
    for department in departments:
        shown.choices["department"].value = department
        assert {*shown.data.projects["department_id"]} == {department}
        assert len(shown.choices["year"].options) == 1
        seen.add(shown.choices["year"].value)
    assert seen == {2022, 2023}


def test_published_text_is_text():
    odd = SAMPLE.indicators.assign(target="<script>alert(1)</script> $x$")
    shown = jixiao.explore(SAMPLE.with_tables({"indicators": odd}))
    assert "<script>" not in str(shown.table._dt_args["data_json"])
    shown.table.selected_rows = [0]
    assert "<script>" not in shown.source.value


def test_a_file_that_is_not_kept_is_told_in_the_place_of_its_table():
    lost = SAMPLE.with_tables({"documents": SAMPLE.documents.assign(sha256="0" * 64)})
    shown = jixiao.explore(replace(lost, name="sample"))
    shown.table.selected_rows = [0]
    assert "<mark>" not in shown.source.value
    assert "is not kept" in shown.source.value


def test_a_dataset_that_cannot_be_loaded_is_told_and_no_trace(tmp_path, monkeypatch):
    shown = jixiao.explore()
    monkeypatch.setenv("JIXIAO_HOME", str(tmp_path))
    (tmp_path / "data" / "broken" / "tidy").mkdir(parents=True)
    (tmp_path / "notebooks").mkdir()
    shown.choices["dataset"].options = [("sample", "sample"), ("broken", "broken")]
    shown.choices["dataset"].value = "broken"
    assert "<pre>" in shown.picture.value
    with pytest.raises(UsageError):
        jixiao.explore(language="fr")


def test_a_page_without_a_kernel_has_a_sentence_and_with_one_the_widget():
    bundle = jixiao.explore(language="en")._repr_mimebundle_()
    assert "kernel" in bundle["text/plain"]
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_a_caller_names_what_is_chosen_first():
    shown = jixiao.explore(two_departments(), department="803001", project="6")
    assert shown.data.projects["position"].tolist() == [6]
    assert len(shown.choices["project"].options) == 10
    with pytest.raises(UsageError, match="803001"):
        jixiao.explore(two_departments(), department="nobody")
