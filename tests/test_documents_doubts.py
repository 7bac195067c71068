"""Content that is wrong: told with its place, what was expected and what to do, and never half-read in silence."""

from __future__ import annotations

import pytest
from builders import QUICK
from grids import doubts, read_tables, show
from hypothesis import given, settings
from hypothesis import strategies as st
from jixiao.errors import DocumentError
from jixiao.vocabulary import shipped

TITLE = ["某市某局2022年绩效目标表", "单位：万元"]
HEADINGS = ["三级指标", "指标值", "权重"]


def read(*rows: list[str]):
    return read_tables(*TITLE, [row + [""] * (4 - len(row)) for row in rows])


def doubt(dataset, found):
    """The only doubt that begins so."""
    rows = dataset.doubts[dataset.doubts["found"].str.startswith(found)]
    assert len(rows) == 1, doubts(dataset)
    assert rows.iloc[0].notna().all()
    return rows.iloc[0]


def form(name="图书馆", code="A1", budget="5"):
    return ["项目名称", name, "项目编码", code], ["预算数", budget]


def test_a_table_of_another_kind_alone_is_refused_with_its_headings():
    with pytest.raises(DocumentError, match=r"甲: no target table, but a table: 收入 \| 支出 .*; expected: .*; check"):
        read_tables("2022年", [["收入", "支出"], ["税收", "教育"]])


def test_indicators_without_any_project_are_refused_as_targets_without_one():
    with pytest.raises(DocumentError, match=r"no target table, but a table of targets: 三级指标 \| 指标值"):
        read_tables("2022年", [HEADINGS[:2], ["天数", "3天"]], [["收入", "支出"]])


@pytest.mark.parametrize("text", ["五万", "待定", "5-6", "12.3.4"])
def test_a_budget_that_is_no_number_is_kept_as_text(text):
    dataset = read(*form(budget=text))
    assert show(dataset.projects, "budget", "budget_text") == [[None, text]]
    assert doubt(dataset, text)[["place", "expected"]].tolist() == ["table 3, row 2, column 2", "an amount in 万元"]


@pytest.mark.parametrize("shares", [["60%", "50%"], ["60%", "120%"]])
def test_a_plan_that_falls_or_passes_the_whole_is_kept(shares):
    dataset = read(*form(), ["资金支出计划", "6月底", "12月底"], ["", *shares])
    assert dataset.disbursements["text"].tolist() == shares
    assert doubt(dataset, "a plan of")["place"] == "table 3, row 4, column 2"


def test_two_projects_with_one_code_are_both_kept():
    dataset = read(*form("甲"), *form("乙"))
    assert dataset.projects["project_name"].tolist() == ["甲", "乙"]
    assert doubt(dataset, "the code A1")["place"] == "table 3, row 3, column 2"


@pytest.mark.parametrize(("weights", "doubted"), [(["60", "40"], 0), (["60分", "40%"], 0), (["50", "30"], 1)])
def test_weights_sum_to_a_hundred(weights, doubted):
    dataset = read(*form(), HEADINGS, *([f"天数{weight}", "3天", weight] for weight in weights))
    assert [found.startswith("weights that sum to 80") for found in doubts(dataset)] == [True] * doubted


def test_a_weight_that_is_no_number_is_doubted():
    dataset = read(*form(), HEADINGS, ["天数", "3天", "高"], ["人数", "3人", "100"])
    assert dataset.indicators["weight"].fillna(0).tolist() == [0, 100]
    assert doubt(dataset, "高")["expected"] == "a number of points"


@pytest.mark.parametrize(("text", "doubted"), [("99999%", 1), ("≥120%", 0), ("5000人", 0)])
def test_a_rate_beyond_all_measure_is_doubted(text, doubted):
    dataset = read(*form(), HEADINGS[:2], ["率", text])
    assert dataset.indicators["target"].tolist() == [text]
    assert len(doubts(dataset)) == doubted


def test_sources_that_do_not_sum_to_the_whole_paid_are_doubted():
    rows = [["资金情况", "年初预算数", "全年执行数"], ["资金总额", "5", "4"], ["财政拨款", "5", "3"]]
    dataset = read(form()[0], *rows)
    assert show(dataset.funds, "source", "phase", "amount") == [["财政资金", "initial", 5], ["财政资金", "paid", 3]]
    assert doubt(dataset, "4, where the sources sum to 3")["place"] == "table 3, row 3, column 3"


def test_a_project_whose_table_of_indicators_is_cut_off_is_doubted():
    dataset = read(*form("甲", "A1"), HEADINGS[:2], ["天数", "3天"], *form("乙", "A2"), HEADINGS[:2])
    assert doubt(dataset, "project 2 without indicators")["place"] == "table 3, row 5, column 2"


def test_what_contradicts_an_earlier_statement_stays_unread_and_what_repeats_it_does_not():
    dataset = read(*form(), ["预算数", "5"], ["预算金额", "7"])
    assert dataset.projects["budget"].tolist() == [5]
    assert doubts(dataset) == ["7"]


def test_every_doubt_says_where_what_was_expected_and_what_to_do():
    dataset = read(*form(budget="约5"), ["联系人", "某人"], HEADINGS, ["天数", "3天", "50"])
    assert len(dataset.doubts) >= 4
    named = dataset.doubts["found"] != "no department"
    assert dataset.doubts.loc[named, ["place", "found", "expected", "remedy"]].notna().all(axis=None)


WORDS = [word for words in shipped().words["headings"].values() for word in words]
CELLS = st.sampled_from(
    [
        "<",
        "^",
        "",
        "",
        "5",
        "5.5",
        "≥80%",
        "—",
        "图书馆",
        "产出指标",
        "数量指标",
        "合计",
        "项目名称：某",
        "单位：万元",
        "803001",
    ]
)


@st.composite
def grids(draw):
    """Any table of labels and values, cells merged at random; it names a project."""
    height, width = draw(st.integers(2, 7)), draw(st.integers(2, 6))
    rows = [[draw(CELLS | st.sampled_from(WORDS)) for _ in range(width)] for _ in range(height)]
    rows[draw(st.integers(0, height - 1))][0] = "项目名称"
    rows[0] = ["" if cell == "^" else cell for cell in rows[0]]
    return [["" if cell == "<" else cell for cell in row[:1]] + row[1:] for row in rows]


@settings(QUICK, max_examples=50)
@given(st.lists(grids(), min_size=1, max_size=2))
def test_whatever_a_table_says_the_reading_has_its_shape(tables):
    try:
        dataset = read_tables("2022年", "单位：万元", *tables)
    except DocumentError as error:
        assert "; expected: " in str(error)
    else:
        assert (dataset.doubts[["found", "expected", "remedy"]] != "").all(axis=None)
