"""What a brief's run is given: the rows and the review of its department, equal to what it would find for itself."""

from dataclasses import fields

import jixiao
import pandas as pd
import pytest
from departments import CASES
from jixiao.briefs.brief import Order, _by_key, reviewed
from jixiao.departments import split
from jixiao.documents.merging import joined
from jixiao.errors import UsageError
from jixiao.exhibits import reviewed as kept
from jixiao.prepared import laid_out
from jixiao.review import read_settings, review, review_each


def same(one, other):
    for field in fields(one):
        pd.testing.assert_frame_equal(getattr(one, field.name), getattr(other, field.name), obj=field.name)


@pytest.fixture(scope="module")
def county():
    """Three departments of it."""
    return next(split(jixiao.load("sample-county").select(year=2022, scope=None), at_once=3))[1]


def test_the_review_of_each_is_that_of_its_part(county):
    parts = {ids[0]: part for ids, part in split(county)}
    found = dict(review_each(county))
    assert list(found) == list(parts)
    for name in parts:
        same(found[name], review(parts[name]))


def test_of_departments_in_one_document_and_in_several_too():
    data = joined([CASES[kind]() for kind in ("own targets beside", "self-evaluation")])
    found = dict(review_each(data))
    for ids, part in split(data):
        same(found[ids[0]], review(part))


def reported_on(data):
    """One self-evaluation of all its departments, which the brief of none takes that has a plan."""
    tables = {
        name: df.assign(**{column: df[column] + "-self" for column in ("project_id", "indicator_id") if column in df})
        for name, df in data.tables.items()
    }
    tables |= {name: df.assign(document_id="self") for name, df in tables.items() if "document_id" in df}
    documents = tables["documents"].head(1).assign(stage="self-evaluation")
    return data.with_tables(tables | {"documents": documents, "readings": tables["readings"].head(1)})


def prepared(data):
    """Departments whose review is prepared; it is that of what their runs select."""
    order, parts = Order("2022Q3", "sample-county"), {ids[0]: part for ids, part in split(data)}
    found = reviewed(order, data)
    for name, review_of in found.items():
        same(review_of, kept.found_by_review(order.selected(parts[name]), 0, "zh"))
    return [list(parts).index(name) for name in found]


def test_a_review_is_prepared_only_of_what_a_run_selects(county):
    first, second, third = (part for _, part in split(county))
    assert prepared(joined([county, reported_on(first)])) == [0, 1, 2]
    assert prepared(joined([first, third, reported_on(joined([first, second]))])) == [1, 2]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_run_finds_the_review_that_was_made_for_it(county, language, tmp_path, monkeypatch):
    order = Order("2022Q3", "sample-county", language=language)
    ids, part = next(split(county))
    found = _by_key(order, part, reviewed(order, county)[ids[0]])
    monkeypatch.setattr(kept, "_reviews", {})
    monkeypatch.setattr(kept, "review", lambda *_, **__: pytest.fail("it is made once more"))
    with laid_out(part.tables, order.dataset, tmp_path, found):
        selected = jixiao.load(order.dataset).select(year=2022, department=ids[0], document="", projects=[])
        same(kept.found_by_review(selected, 0, language), next(iter(found.values())))


def test_settings_are_checked_as_those_of_a_review(county):
    settings = read_settings()
    settings = settings | {"rules": settings["rules"] | {"off": ["X99"]}}
    with pytest.raises(UsageError, match="X99"):
        next(review_each(county, settings=settings))


def test_where_no_review_can_be_made_the_run_is_left_to_say_so(county, monkeypatch):
    monkeypatch.setattr(kept, "review_each", lambda *_, **__: 1 / 0)
    order, (_, part) = Order("2022Q3", "sample-county"), next(split(county))
    assert reviewed(order, part) == {}
