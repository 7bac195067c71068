"""What is said of documents has its Chinese: the catalogue itself; that it is complete is held by `conftest.py`."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from command_line import jixiao
from jixiao.documents import messages
from jixiao.documents.messages import is_known, translated

FORMS = Path(__file__).parent / "forms"
CATALOGUE = tomllib.loads(Path(messages.__file__).with_suffix(".zh.toml").read_text(encoding="utf-8"))["messages"]
BRACES = re.compile(r"\{\w+\}")


@pytest.mark.parametrize("english", CATALOGUE)
def test_an_entry_says_in_chinese_what_varies_in_english_and_is_found_by_itself(english):
    assert sorted(BRACES.findall(english)) == sorted(BRACES.findall(CATALOGUE[english]))
    filled = BRACES.sub("甲", english)
    assert translated(filled, "zh") == BRACES.sub("甲", CATALOGUE[english])
    assert translated(filled, "en") == filled


def test_what_varies_is_translated_too_where_it_is_a_message():
    text = "no target table, but a table of targets: 项目 | 预算; expected: one year; pass the year"
    assert translated(text, "zh") == "没有绩效目标表，只有绩效目标表：项目 | 预算；预期：一个年份；请指定年度"


def test_a_published_text_is_no_message():
    for text in ("图书馆", "", "≥95%", "A4", "Ⅱ级 100 km"):
        assert not is_known(text)
        assert translated(text, "zh") == text


def test_the_report_of_an_import_is_chinese_where_that_is_asked_for(tmp_path):
    (tmp_path / "空.txt").write_bytes(b"")
    code, _, said = jixiao(
        "import", FORMS / "monitor-2022.html", tmp_path / "空.txt", "--to", tmp_path / "tidy", "--language", "zh"
    )
    assert code == 1
    assert "未读出：空文件；预期：Word、Excel、PDF 或网页文件，或文本" in said
    assert "实施单位：“北山林业局”；预期：数据表中有对应的列；不收录" in said.replace(": “", "：“")
    assert "文件 2 份（已读 1、未读出 1）" in said
    assert "expected" not in said


def test_an_explanation_is_chinese_where_that_is_asked_for(tmp_path):
    code, lines, _ = jixiao("explain", FORMS / "monitor-2022.html", "--language", "zh")
    assert code == 0
    assert lines[0].startswith("表 1 第 1 行第 2 列：公益林管护 [项目名称] → projects.project_name")
    page = tmp_path / "怎样读的.html"
    jixiao("explain", FORMS / "monitor-2022.html", "--language", "zh", "--html", page)
    text = page.read_text(encoding="utf-8")
    assert '<html lang="zh-Hans">' in text
    assert "怎样读 monitor-2022.html" in text
    assert "not read" not in text
