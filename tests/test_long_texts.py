"""Texts of any length: what rules and the grammar of targets see of them is told, and takes time in proportion."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import pandas as pd
import pytest
from command_line import jixiao
from corpora import export
from examples import example
from jixiao.briefs.word import render_word
from jixiao.documents.content import Piece
from jixiao.documents.format_tokens import tokens_of
from jixiao.documents.reading.cell_indicators import goal
from jixiao.documents.reading.records import EMPTY_FORM
from jixiao.documents.text import read_text
from jixiao.documents.web import read_web
from jixiao.exhibits import coverage_matrix, style, top_findings
from jixiao.measures.budget import AMOUNT, QUANTITY
from jixiao.review import completeness, consistency, descriptions, material, review
from jixiao.review.output import as_json, summary
from jixiao.review.sheets import sheets
from jixiao.target_values import Target, joined_target, parse_target, reader, split, units
from jixiao.texts import MOST, is_whole, seen
from jixiao.vocabulary import shipped

pytestmark = pytest.mark.slow

LONG = 100_000
UNITS = ["1", "≥", "一", "(", "1,", "为", "中 "]  # of which texts are made
INDICATOR_TEXTS = ["indicator", "description", "target", "basis"]


def made_of(unit: str, length: int = LONG) -> str:
    return (unit * length)[:length]


def cpu(action, *arguments) -> float:
    start = time.process_time()
    action(*arguments)
    return time.process_time() - start


def with_texts(data, text):
    """A dataset whose first row of each table has this text wherever rules look into texts."""
    tables = {}
    for name, columns in material._TEXTS.items():
        df = data.tables[name]
        tables[name] = df.assign(**{column: df[column].mask(df.index == 0, text) for column in columns})
    return replace(data, **tables)


# The cut


def test_a_text_is_cut_at_the_limit_and_marked():
    assert seen("0" * MOST) == "0" * MOST
    assert seen("0" * (MOST + 1)) == "0" * (MOST - 1) + "…"
    assert [is_whole("0" * length) for length in (MOST - 1, MOST, MOST + 1)] == [True, False, False]


def test_rules_see_no_more_than_the_limit_and_the_dataset_stays_whole(sample):
    data = with_texts(sample, made_of("1"))
    within, cut = material.within_most(data)
    for name, columns in material._TEXTS.items():
        assert within.tables[name][list(columns)].stack().str.len().max() <= MOST
        assert data.tables[name][list(columns)].stack().str.len().max() == LONG
        rest = [column for column in data.tables[name] if column not in columns]
        pd.testing.assert_frame_equal(within.tables[name][rest], data.tables[name][rest])
    assert set(cut["length"]) == {LONG}
    assert len(cut) == sum(map(len, material._TEXTS.values()))
    assert cut["document_id"].notna().all()


def test_what_stands_beyond_the_limit_changes_no_finding(sample):
    begin = made_of("人数不少于5人，", MOST)
    one, other = (review(with_texts(sample, begin + end)).findings for end in ("，", "大于80%以上，工作工作。"))
    pd.testing.assert_frame_equal(one, other)


def test_rules_are_asked_about_cut_texts_only(sample, monkeypatch):
    asked = []
    monkeypatch.setattr(material, "fold", lambda text: asked.append(len(text)) or text)
    review(with_texts(sample, made_of("≥")))
    assert max(asked) == 3 * MOST + 2  # the three texts of a goal, joined


def test_the_grammar_folds_no_more_than_the_limit(monkeypatch):
    asked = []
    for module in (reader, split):
        monkeypatch.setattr(module, "fold_value", lambda text: asked.append(len(text)) or text)
    long = made_of("≥")
    assert parse_target(long) == Target()
    parse_target("5", sign=long, unit=long, indicator=long)
    joined_target(long, long, long)
    assert max(asked) <= MOST


def test_a_number_that_is_cut_is_read_as_none():
    text = "人" * (MOST - 6) + "不少于50000人"
    (figure,) = descriptions.figures(text, shipped())
    assert figure.target == Target(">=", 50_000, unit="人", kind="number")
    assert descriptions.figures(seen(text), shipped()) == ()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('budget = 10.0\npurpose = "电费5万元，{filler}，设备5万元"', "A01"),
        ('tasks = ["培训 | 提高技能 | {filler}，培训300人"]', "C08"),
        ('goals = ["{filler}，培训人数"]\nindicators = ["数量 | 培训人数 | | ≥3人"]', "R07"),
    ],
)
def test_nothing_is_missed_in_a_text_that_is_not_seen_to_its_end(text, rule):
    def rules(length):
        return set(review(example(text.format(filler="云" * length))).findings["rule"])

    assert rule not in rules(MOST)
    assert rule not in rules(10)


# It is told


def test_a_review_tells_where_texts_were_cut(sample):
    data = replace(sample, projects=sample.projects.assign(purpose=made_of("用", 2_001)))
    found = review(data)
    assert found.cut["field"].tolist() == ["purpose"] * 9
    place = sample.projects["place"][0].removeprefix("line ")
    assert f"有 9 处文字超过 2,000 字，规则只检查其开头部分：第 {place} 行 资金用途、" in summary(found, "zh")
    assert f"over 2,000 characters the rules saw the beginning only (9): line {place} purpose of funds, " in summary(
        found, "en"
    )
    assert summary(found, "zh").endswith("、…。")
    assert [row["length"] for row in json.loads(as_json(found, data))["cut"]] == [2_001] * 9
    assert any("只检查其开头部分" in note for note in sheets(found, data)[0].notes)
    assert "只检查其开头部分" in top_findings(data).finding
    assert "只检查其开头部分" not in summary(review(sample), "zh") + top_findings(sample).finding


def test_the_command_tells_it(tmp_path):
    data = example('purpose = "' + made_of("用", 2_001) + '"')
    data.save(tmp_path / "tidy")
    code, _, err = jixiao("review", "--dataset", tmp_path / "tidy")
    assert code == 0
    assert "有 1 处文字超过 2,000 字" in err


def test_documents_are_named_where_there_are_several(sample):
    cut = pd.DataFrame({"document_id": ["甲", "乙"], "project_id": "", "field": "goal", "place": "line 3", "length": 1})
    found = replace(review(sample), cut=cut)
    assert "甲 第 3 行 绩效目标、乙 第 3 行 绩效目标。" in summary(found, "zh")


def test_an_import_doubts_a_target_too_long_to_hold_a_figure(read_rows):
    rows = [["项目名称", "暖气", "", ""], ["一级指标", "二级指标", "三级指标", "指标值"]]
    target = "≥5台" + made_of("好", MOST)
    data, report = read_rows(*rows, ["产出指标", "数量指标", "设备", target], paragraphs="2022年绩效目标\n\n")
    assert data.indicators[["target", "kind"]].values.tolist() == [[target, "text"]]
    doubts = report.doubts[report.doubts["found"].str.contains("2,003 characters")]
    assert doubts["place"].tolist() == data.indicators["place"].tolist()


# Time


@pytest.mark.parametrize(
    ("action", "unit"),
    [
        (AMOUNT.findall, "1"),
        (AMOUNT.findall, "111,"),
        (QUANTITY.findall, "1"),
        (completeness._NUMBER.search, "一"),
        (consistency._doubled, "≥"),
        (lambda text: descriptions.figures(text, shipped()), "≥"),
        (lambda text: descriptions.figures("1" + text + "x1", shipped()), "."),
        (lambda text: descriptions._without_connectors(text + "x"), "为"),
        (lambda text: EMPTY_FORM.fullmatch("指标" + text + "x"), " "),
        *((lambda text: list(goal(Piece(text, ""), shipped())), part) for part in ("[", "-", "数量指标：", "（1")),
        (lambda text: list(tokens_of(text)), "["),
        *((lambda text: read_web(f"<style>{text}</style>".encode()), part) for part in ("@", "/*", "@a{", "a{", "a")),
        (lambda text: units._named_unit("(" + text, shipped()), "X"),
        (read_text, "[bookmark: "),
        (lambda text: read_text("\t" + text * 4), "中\n"),
        (lambda text: list(style.pieces(text * 2)), "—"),
    ],
)
def test_texts_are_searched_in_time_that_grows_with_their_length(action, unit):
    action(made_of(unit, 10))
    # Some milliseconds where it does; from two seconds to minutes where it grows with the square.
    assert cpu(action, made_of(unit)) < 1.5


@pytest.mark.parametrize("unit", UNITS)
def test_a_review_takes_hardly_longer_for_long_texts(sample, unit):
    plain = min(cpu(review, sample) for _ in range(2))
    assert cpu(review, with_texts(sample, made_of(unit, 20_000))) < 3 * plain + 0.5


@pytest.mark.parametrize("unit", UNITS)
def test_a_document_of_long_texts_is_read(read_bytes, unit):
    long = made_of(unit)
    rows = [
        ["项目名称", "暖气", "预算金额", "5"],
        ["资金用途", long, "绩效目标", long],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", long, long],
        [long, long, "人数", "≥5人"],
    ]
    content = f"2022年绩效目标\n\n一、部门职责\n\n{long}\n\n{export(*rows)}"
    assert cpu(read_bytes, content.encode()) < 5


def test_a_long_name_is_shortened_by_measuring_little_of_it(monkeypatch):
    measured, width = [], style.text_width
    monkeypatch.setattr(style, "text_width", lambda text, *how: measured.append(len(text)) or width(text, *how))
    for unit in ("中", "a", "a ", "\ufe00"):
        measured.clear()
        lines = style.shorten(made_of(unit), 1.9, 9).split("\n")
        assert len(lines) <= 2
        assert sum(measured) < LONG


@pytest.mark.parametrize("unit", ["1", "中 "])
def test_charts_tables_and_word_hold_long_texts(sample, brief_of, unit):
    long = made_of(unit)
    data = with_texts(sample, long)
    data = replace(data, departments=data.departments.assign(department=long))
    exhibit = coverage_matrix(data)
    assert cpu(lambda: (exhibit.png, str(exhibit))) < 8
    assert exhibit.figure.get_size_inches()[1] < 12
    assert long in exhibit.data()["title"] + str(exhibit.cells)
    brief = brief_of(sample, "zh")
    assert render_word(replace(brief, head=brief.head | {"subtitle": long}))
