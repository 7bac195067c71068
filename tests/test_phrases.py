"""Phrases: both languages, the same placeholders, numbers written the same everywhere."""

import ast
import datetime as dt
import re
import string
import tomllib
from pathlib import Path

import jixiao
import pandas as pd
import pytest
from jixiao.errors import UsageError
from jixiao.phrases import LANGUAGES, check_language, count, name, phrases, say, written

SOURCES = sorted(Path(jixiao.__file__).parent.rglob("*.py"))
KEYS = [(section, key) for section, entries in phrases().items() for key in entries]


def placeholders(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field}


def test_a_phrase_stands_in_one_file():
    """Where files are loaded one over the other, the last would win in silence."""
    files = Path(jixiao.__file__).parent.rglob("phrases.toml")
    contents = [tomllib.loads(file.read_text(encoding="utf-8")) for file in files]
    keys = [(section, key) for content in contents for section, entries in content.items() for key in entries]
    assert sorted(keys) == sorted(KEYS)


def literal_keys(path: Path) -> set[str]:
    """First arguments of say(...) and scope.say(...) that are plain strings."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    said = [call for call in calls if getattr(call.func, "id", getattr(call.func, "attr", "")) == "say" and call.args]
    return {call.args[0].value for call in said if isinstance(call.args[0], ast.Constant)}


@pytest.mark.parametrize(("section", "key"), KEYS)
def test_every_phrase_has_both_languages_and_equal_placeholders(section, key):
    phrase = phrases()[section][key]
    assert set(phrase) == set(LANGUAGES)
    # A language may leave a name out that the other needs (12月 and Dec), but must invent none: `say` would fail.
    if section not in ("date", "count"):
        zh, en = (placeholders(phrase[language]) for language in LANGUAGES)
        assert zh - {"department", "year"} == en - {"department", "year"}


@pytest.mark.parametrize(("section", "key"), KEYS)
def test_english_phrases_hold_no_chinese(section, key):
    assert not re.search(r"[\u3001-\u3012\u4e00-\u9fff\uff00-\uffef]", phrases()[section][key]["en"])


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_every_phrase_that_the_code_names_exists(path):
    known = {f"{section}.{key}" for section, key in KEYS}
    assert literal_keys(path) <= known


def strings_outside_docstrings(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = ast.Module | ast.ClassDef | ast.FunctionDef
    docs = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, documented)}
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [text for text in texts if text not in docs]


def test_no_words_for_readers_stand_in_the_code():
    """Chinese in exhibits and briefs is an official word of the tables, never a sentence or label."""
    paths = [path for path in SOURCES if path.parent.name in ("exhibits", "briefs")]
    chinese = {
        text for path in paths for text in strings_outside_docstrings(path) if re.search(r"[\u4e00-\u9fff]", text)
    }
    fonts = {"仿宋", "黑体"}
    assert chinese <= {"效益"} | fonts


@pytest.mark.parametrize(
    ("value", "kind", "zh", "en"),
    [
        (1780.15, "amount", "1,780.15", "1,780.15"),
        (0.7208, "share", "72.1%", "72.1%"),
        (-0.1043, "points", "−10.4", "−10.4"),
        (0.05, "points", "+5.0", "+5.0"),
        (-0.0001, "points", "0.0", "0.0"),
        (pd.Timestamp("2022-09-30"), "date", "9月底", "end of Sep"),
        (dt.date(2022, 9, 15), "date", "9月15日", "15 Sep"),
        (dt.date(2022, 9, 30), "full_date", "2022年9月30日", "30 Sep 2022"),
        (dt.date(2022, 9, 30), "short_date", "9月", "Sep"),
        (True, "flag", "是", "yes"),
        ("line 52", "place", "第 52 行", "line 52"),
        ("Sheet1!C5", "place", "Sheet1!C5", "Sheet1!C5"),
        ("paragraph 7", "place", "第 7 段", "paragraph 7"),
        ("table 3, row 4, column 2", "place", "表 3 第 4 行第 2 列", "table 3, row 4, column 2"),
        ("page 3", "place", "第 3 页", "page 3"),
        ("page 3, table 1, row 4, column 2", "place", "第 3 页表 1 第 4 行第 2 列", "page 3, table 1, row 4, column 2"),
        ("时效", "level", "时效", "Timeliness"),
        ("a-b", "text", "a-b", "a-b"),
        (None, "amount", "—", "—"),
        (float("nan"), "share", "—", "—"),
        (pd.NA, "count", "—", "—"),
    ],
)
def test_values_are_written_for_the_reader(value, kind, zh, en):
    assert (written(value, kind, "zh"), written(value, kind, "en")) == (zh, en)


def test_nouns_follow_their_number():
    assert [count("project", n, "en") for n in (0, 1, 2000)] == ["0 projects", "1 project", "2,000 projects"]
    assert count("project", 1, "zh") == "1 个项目"


def test_published_braces_are_no_placeholders():
    assert "{n}" in say("slot_fit.misfit", "en", dimension="x", level="{n}", n=1)


def test_an_unknown_word_stays_as_published():
    assert name("增值效益", "en") == "增值效益"


def test_an_unknown_language_is_refused_with_those_there_are():
    with pytest.raises(UsageError, match="zh, en"):
        check_language("fr")
