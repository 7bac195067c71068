"""Columns whose headings nobody knows: read by a word nearly known, by their cells or their place, or left."""

from __future__ import annotations

import pytest
from builders import QUICK
from grids import COLUMNS, FORM, HEADINGS, MORE, READ, ROW, TITLE, doubts, padded, read_tables, show
from hypothesis import given
from hypothesis import strategies as st
from jixiao.documents.reading.claims import level_in, near_term
from jixiao.vocabulary import shipped

UNKNOWN = ["类别", "子类", "考核要点", "期望"]


@pytest.mark.parametrize("known", [(), (0,), (0, 1), (0, 1, 2), (0, 1, 3), (3,)])
def test_columns_under_unknown_headings_are_read_by_their_cells_and_told(known):
    headings = [HEADINGS[index] if index in known else UNKNOWN[index] for index in range(4)]
    dataset = read_tables(TITLE, padded(*FORM, headings, ROW, *MORE))
    assert show(dataset.indicators, *COLUMNS) == READ
    told = dataset.doubts[dataset.doubts["found"].str.startswith("the heading")]
    assert len(told) == 4 - len(known)
    assert all("vocabulary.toml" in remedy for remedy in told["remedy"])


def test_rows_of_a_form_with_unknown_labels_are_no_headings_of_the_list_below_them():
    form = [["牵头处", "某局", "经手科", "财务科"], ["申领额", "2,384,600.00", "去年额", "0.00"]]
    dataset = read_tables(TITLE, padded(*FORM, *form, ["承诺", "办100场", "^", "^"], UNKNOWN, ROW, *MORE))
    assert show(dataset.indicators, *COLUMNS) == READ
    assert any("申领额" in found for found in doubts(dataset))


@pytest.mark.parametrize(
    "rows",
    [
        [[*HEADINGS[:3], "谜", "迷"], [*ROW, "≥110人"], [*MORE[1], "≥85%"]],
        [[*HEADINGS[:3], "谜"], [*ROW[:3], "10"], [*MORE[1][:3], "20"]],
    ],
)
def test_of_two_columns_like_targets_or_one_of_bare_numbers_none_is_taken(rows):
    dataset = read_tables(TITLE, padded(*FORM, *rows))
    assert dataset.indicators.empty
    assert dataset.readings["not_understood"].tolist() == [1]


def test_a_column_of_level_names_is_none_of_targets_whatever_its_heading_says():
    headings = ["一级指标", "指标值", "三级指标", "考核标准值"]
    dataset = read_tables(TITLE, padded(*FORM, headings, ROW, *MORE))
    assert show(dataset.indicators, *COLUMNS) == READ


@pytest.mark.parametrize("heading", ["谜", "系数", "比重", "完成"])
def test_a_column_of_bare_numbers_under_an_unknown_heading_is_left(heading):
    dataset = read_tables(TITLE, padded(*FORM, [*HEADINGS, heading], [*ROW, "10"], [*MORE[1], "20"]))
    assert show(dataset.indicators, "target", "weight") == [["≥100人", None], ["≥80%", None]]
    assert dataset.results.empty
    assert any(found.startswith(heading) for found in doubts(dataset))


@pytest.mark.parametrize(
    ("heading", "term"),
    [
        ("年度预期指标值", "target"),
        ("绩效指标三级指标", None),
        ("具体指标名称", "indicator"),
        ("实得分数", None),
        ("金额合计", None),
    ],
)
def test_a_word_is_near_another_or_not(heading, term):
    assert near_term(heading, shipped()) == term


@pytest.mark.parametrize(
    ("number", "text", "level"),
    [
        (1, "产出指标50分", "产出"),
        (1, "产出指标（50）", "产出"),
        (1, "经济效益指标", None),
        (2, "2.数量指标", "数量"),
        (2, "数量多", None),
    ],
)
def test_a_level_is_found_inside_a_short_text(number, text, level):
    assert level_in(number, text, shipped()) == level


@QUICK
@given(st.integers(0, 3), st.text("甲乙丙丁戊己庚辛", min_size=2, max_size=4))
def test_a_heading_replaced_by_an_unknown_word_changes_no_value_and_is_told(index, word):
    headings = [word if number == index else heading for number, heading in enumerate(HEADINGS)]
    dataset = read_tables(TITLE, padded(*FORM, headings, ROW, *MORE))
    assert show(dataset.indicators, *COLUMNS) in (READ, [])
    assert len(doubts(dataset)) >= 1
