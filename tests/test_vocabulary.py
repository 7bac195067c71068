"""The words of the field: how print is folded, and that the vocabulary says one thing about each word."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jixiao.vocabulary import fold, fold_heading, fold_level, shipped

WORDS = shipped().words
LEVEL2 = set(WORDS["level2"])
FRAMEWORKS = WORDS["frameworks"]


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("指 标\n值", "指标值"),
        ("１２％", "12%"),
        ("（必填）", "(必填)"),
        ("单位：万元", "单位:万元"),
        ("\u3000\u00a0", ""),
    ],
)
def test_full_width_forms_spaces_and_line_breaks_are_folded(printed, folded):
    assert fold(printed) == folded


@settings(deadline=None)
@given(st.text(st.sampled_from("指标值 \n\u3000（）()★：:12％"), max_size=12))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    "heading",
    [
        "项目名称",
        "项目名称：",
        "项 目\n名 称",
        "项目名称（必填）",
        "项目名称（必填）：",
        "★★★项目名称",
        "项目名称：（必填）",
    ],
)
def test_a_heading_is_known_whatever_is_printed_around_it(heading):
    assert shipped().heading(heading) == "project_name"


def test_a_word_that_is_no_heading_has_no_term():
    assert [shipped().heading(text) for text in ("谜", "", "项目名称2022", "（必填）")] == [None] * 4


@pytest.mark.parametrize("term", WORDS["headings"])
def test_every_heading_means_its_term(term):
    assert {shipped().heading(alias) for alias in WORDS["headings"][term]} == {term}


@pytest.mark.parametrize("term", WORDS["sections"])
def test_every_section_heading_opens_its_section(term):
    assert {shipped().section(alias) for alias in WORDS["sections"][term]} == {term}


@pytest.mark.parametrize("number", [1, 2])
def test_every_level_name_and_alias_has_its_official_name_with_and_without_the_word(number):
    for name, aliases in WORDS[f"level{number}"].items():
        forms = [form for alias in [name, *aliases] for form in (alias, alias + "指标", alias + "指标（选填）")]
        assert {shipped().level(number, form) for form in forms} == {name}


@pytest.mark.parametrize(
    ("number", "printed", "official"),
    [
        (1, "项目完成指标", "产出"),
        (1, "效果指标", "效益"),
        (1, "满意度指标", "满意度"),
        (1, "产出类", "产出"),
        (1, "效益类指标", "效益"),
        (2, "质量方面", "质量"),
        (2, "质量指标等", "质量"),
        (2, "★★★数量指标（必填）", "数量"),
        (2, "进度指标", "时效"),
        (2, "环境效益指标", "生态效益"),
        (2, "社会公众或服务对象满意度指标", "服务对象满意度"),
        (1, "数量指标", None),
        (2, "指标", None),
    ],
)
def test_level_names_seen_in_print_have_their_official_name(number, printed, official):
    assert shipped().level(number, printed) == official


@pytest.mark.parametrize("printed", ["财政资金", "其中：财政    资金", "财政拨款"])
def test_a_source_of_funds_is_known_whatever_its_spaces(printed):
    assert shipped().source(printed) == "财政资金"


@pytest.mark.parametrize(
    ("group", "folded"),
    [
        ("headings", fold_heading),
        ("sections", fold_heading),
        ("sources", fold_heading),
        ("level1", fold_level),
        ("level2", fold_level),
        ("units", str),
        ("unit_aliases", str),
        ("task_labels", fold),
    ],
)
def test_no_word_is_claimed_twice(group, folded):
    claims = Counter(word for words in WORDS[group].values() for word in {folded(alias) for alias in words})
    assert [word for word, count in claims.items() if count > 1] == []


@pytest.mark.parametrize(
    ("unit", "dimension"),
    [
        ("%", "rate"),
        ("元", "money"),
        ("元/人", "money"),
        ("万人次", "count"),
        ("亿元", "money"),
        ("万亩", "measure"),
        ("次/月", "count"),
        ("年", "time"),
        ("万", ""),
        ("/月", ""),
        ("", ""),
        ("谜", ""),
    ],
)
def test_a_unit_has_the_dimension_of_what_it_counts(unit, dimension):
    assert shipped().dimension(unit) == dimension


def test_an_unknown_level_is_no_part_of_a_framework():
    for framework in FRAMEWORKS.values():
        slots = {level2 for names in framework["slots"].values() for level2 in names}
        required = {name for wanted in framework["required"].values() for choice in wanted for name in choice}
        assert set(framework["slots"]) <= set(WORDS["level1"])
        assert required <= slots <= LEVEL2


def test_the_fit_of_a_slot_names_known_levels_and_dimensions():
    assert set(WORDS["slot_fit"]) <= LEVEL2
    assert {dimension for fit in WORDS["slot_fit"].values() for dimension in fit} <= set(WORDS["units"])


def test_a_layout_names_known_headings_and_is_recognised_by_them():
    for name, terms in WORDS["layouts"].items():
        assert set(terms) <= set(WORDS["headings"])
        assert shipped().layout(set(terms)) == name


def test_cost_as_a_level_of_its_own_tells_the_framework_of_2021():
    assert shipped().framework({"成本", "产出"}) == "2021"
    assert shipped().framework({"产出", "效益", ""}) == "2015"


def test_amounts_in_ten_thousand_yuan():
    assert WORDS["amounts"] == {"元": 0.0001, "千元": 0.1, "万元": 1, "百万元": 100, "亿元": 10000}
