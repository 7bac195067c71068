"""A user's vocabulary: what it adds, where it is found, and how its mistakes are told."""

from __future__ import annotations

import pytest
from grids import doubts, read_tables, show
from jixiao import exhibits, load, parse_target, workbook
from jixiao.errors import UsageError
from jixiao.measures.coverage import slot_fit
from jixiao.review.material import Material
from jixiao.review.settings import read_settings
from jixiao.vocabularies import in_use
from jixiao.vocabulary import load_vocabulary, shipped

FORM = [
    ["考核项目", "图书馆", "<", "<"],
    ["一级指标", "二级指标", "三级指标", "考核值"],
    ["产出类", "数量指标", "开放", "≥300工班"],
]
OWN = """
[headings]
project_name = ["考核项目"]
target = ["考核值"]
[level1]
"产出" = ["产出类"]
[units]
count = ["工班"]
[layouts]
mine = ["project_name", "level1", "level2", "indicator", "target"]
"""


@pytest.fixture
def own_file(tmp_path):
    def write(text):
        file = tmp_path / "vocabulary.toml"
        file.write_text(text, encoding="utf-8")
        return file

    return write


def test_a_new_provinces_headings_are_read_once_their_aliases_are_added(own_file):
    named = [["项目名称", *FORM[0][1:]], *FORM[1:]]
    before = read_tables("某市某局2024年绩效目标表", named)
    assert any("考核值" in found for found in doubts(before))
    own = load_vocabulary(own_file(OWN))
    after = read_tables("某市某局2024年绩效目标表", FORM, vocabulary=own)
    assert show(after.indicators, "level1", "target", "value") == [["产出", "≥300工班", 300]]
    assert not any("考核值" in found for found in doubts(after))
    assert after.documents["layout"].tolist() == ["mine"]
    assert after.vocabulary is own


def test_two_vocabularies_in_one_process_do_not_mix(own_file):
    own = load_vocabulary(own_file(OWN))
    assert parse_target("300工班", vocabulary=own).unit == "工班"
    assert parse_target("300工班").kind == "unclear"
    data = read_tables("某市某局2024年绩效目标表", FORM, vocabulary=own)
    assert slot_fit(data.projects, data.indicators, vocabulary=data.vocabulary)["dimension"].tolist() == ["count"]
    assert slot_fit(data.projects, data.indicators)["dimension"].tolist() == ["none"]
    assert exhibits.slot_fit(data, language="en").table["fits"].tolist() == [True]
    assert Material(data, read_settings()).indicators["dimension"].tolist() == ["count"]


def test_what_the_environment_names_is_in_use_and_goes_with_the_data(monkeypatch, own_file):
    monkeypatch.setenv("JIXIAO_VOCABULARY", str(own_file(OWN)))
    assert in_use().heading("考核值") == load("sample").vocabulary.heading("考核值") == "target"
    assert load("sample").select(year=2022).vocabulary.heading("考核值") == "target"
    monkeypatch.setenv("JIXIAO_VOCABULARY", "")
    assert in_use() is shipped()


def test_what_is_added_stands_beside_what_is_shipped(own_file):
    own = load_vocabulary(own_file(OWN))
    assert own.heading("考核值") == own.heading("指标值") == "target"
    assert own.dimension("工班") == "count"


def test_the_workbooks_own_file_is_found(monkeypatch, tmp_path):
    for folder in ("data", "notebooks"):
        (tmp_path / folder).mkdir()
    monkeypatch.setenv("JIXIAO_HOME", str(tmp_path))
    assert in_use() is shipped()
    file = tmp_path / "data" / "vocabulary.toml"
    file.write_text(OWN, encoding="utf-8")
    assert workbook.own_file("vocabulary.toml") == file.resolve()
    assert in_use().heading("考核值") == "target"


@pytest.mark.parametrize(
    ("text", "found", "expected"),
    [
        ("[headings", "Expected ']'", "a vocabulary in TOML"),
        ("[heading]\ntarget = ['甲']", "heading: no table of words", "headings"),
        ("[headings]\ntargets = ['甲']", "headings.targets: an unknown name", "target"),
        ("[headings]\ntarget = '甲'", "headings.target: '甲'", "a list of words"),
        ("[headings]\ntarget = [' ']", "headings.target: ", "a list of words"),
        ("[headings]\nscore = ['指标值']", "'指标值', which headings.target claims too", "one thing"),
        ("[headings]\ntarget = ['其他资金']", "headings.target claims too", "one thing"),
        ("[level2]\n'数量' = ['质量指标']", "level2.质量: ", "one thing"),
        ("[layouts]\nmine = ['targets']", "layouts.mine: 'targets'", "names of the table headings"),
    ],
)
def test_a_mistake_is_one_message_with_file_key_found_and_expected(own_file, text, found, expected):
    file = own_file(text)
    with pytest.raises(UsageError) as error:
        load_vocabulary(file)
    assert str(error.value).startswith(f"{file}: ")
    assert found in str(error.value)
    assert expected in str(error.value).split("expected: ")[1]


def test_a_file_that_is_not_there_is_a_mistake(tmp_path):
    with pytest.raises(UsageError, match="a vocabulary in TOML"):
        load_vocabulary(tmp_path / "absent.toml")
