"""One department in several years."""

from dataclasses import replace

import pandas as pd
import pytest
from departments import SAMPLE
from jixiao import exhibits
from jixiao.errors import UsageError
from jixiao.phrases import LANGUAGES
from years import over_years


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_year_has_its_own_budget_and_shares(language):
    data = over_years(SAMPLE, 2022, 2023, 2024)
    df = exhibits.over_years(data, language=language).table
    assert df["year"].tolist() == [2022, 2023, 2024]
    assert df["budget"].tolist() == pytest.approx([1780.15, 1958.165, 2136.18])
    assert df["indicators"].tolist() == [73, 37, 73]
    for year, share in zip(df["year"], df["informative_share"], strict=True):
        alone = exhibits.target_ladder(data.select(year=year)).table
        assert share == pytest.approx(alone.loc[alone["step"].eq(5), "share"].item())


def with_document(data, **changed):
    """The data with a second document of its last year, which has one project."""
    document = data.documents.tail(1).assign(document_id="again", file="again.docx", **changed)
    project = data.projects.tail(1).assign(document_id="again", project_id="again/1")
    return data.with_tables(
        {"documents": pd.concat([data.documents, document]), "projects": pd.concat([data.projects, project])}
    )


def test_a_form_that_reports_on_a_plan_is_no_other_year_and_two_plans_of_a_year_are_told():
    data = over_years(SAMPLE, 2022, 2023)
    told = exhibits.over_years(with_document(data, stage="self-evaluation")).table
    pd.testing.assert_frame_equal(told, exhibits.over_years(data).table)
    with pytest.raises(UsageError, match=r"several documents of 2023: .*again\.docx"):
        exhibits.over_years(with_document(data))


def test_what_no_year_can_be_compared_with_is_said():
    assert "2022" in exhibits.over_years(SAMPLE).title
    bare = SAMPLE.with_tables({name: getattr(SAMPLE, name).head(0) for name in ("indicators", "results")})
    told = exhibits.over_years(replace(bare, name="bare"), language="en")
    assert told.table["informative_share"].isna().all()
    assert told.figure is not None


def test_several_departments_are_named():
    data = over_years(SAMPLE, 2022, 2023)
    other = data.departments.assign(department_id="1-2", department="另一个部门")
    last = data.projects["document_id"].eq(data.projects["document_id"].iloc[-1])
    moved = data.projects.assign(department_id=data.projects["department_id"].mask(last, "1-2"))
    two = data.with_tables({"departments": pd.concat([data.departments, other]), "projects": moved})
    with pytest.raises(UsageError, match="另一个部门"):
        exhibits.over_years(two)
