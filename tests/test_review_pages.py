"""The rules' pages: both languages say the same, and none is older than the rule."""

import dataclasses
import re

import pytest
from jixiao.review import RULES, pages
from jixiao.workbook import workbook

PAGES = pages.pages()
CHINESE = {path: text for path, text in PAGES.items() if path.startswith("zh/")}
FENCE = re.compile(r"```(?:toml|text)\n(.*?)```", re.S)
QUOTED = re.compile(r'"[^"]*"')


def test_the_committed_pages_are_those_of_the_rules():
    folder = workbook() / "docs/rules"
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files} == PAGES


def test_every_rule_has_its_words_in_chinese_written_for_the_english_there_is():
    assert pages.outdated() == []


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (None, "C06: write misleads, of, what; of = "),
        ({"of": ""}, "C06: the English has changed; read the Chinese again, then set of = "),
        ({"why": "因为"}, "C06: the English has no why"),
    ],
)
def test_what_is_to_be_done_to_the_chinese_is_told(monkeypatch, entry, told):
    written = pages.chinese()
    changed = {} if entry is None else written["C06"] | entry
    monkeypatch.setattr(pages, "chinese", lambda: written | {"C06": changed, "Z99": {}})
    tasks = pages.outdated()
    assert [task for task in tasks if task.startswith(told)]
    assert "Z99: no such rule; delete it" in tasks


def test_a_rule_is_told_when_its_words_change_and_not_when_their_lines_break_elsewhere():
    def said_as(text):
        def find():
            pass

        find.__doc__ = text
        return pages.fingerprint(dataclasses.replace(RULES["C06"], find=find))

    text = RULES["C06"].find.__doc__
    assert said_as(text.replace("lets it pass", "lets it\n    pass")) == said_as(text)
    assert said_as(text.replace("lets it pass", "never lets it pass")) != said_as(text)


@pytest.mark.parametrize(("path", "text"), CHINESE.items())
def test_chinese_pages_are_chinese(path, text):
    shown = QUOTED.sub("", text)
    words = re.sub(r"`[^`\n]+`|\]\([^)]*\)|^```text$|\b[A-Z]\d\d\b", "", shown, flags=re.M)
    assert re.findall(r"[A-Za-z]+", words) == ["English"]


@pytest.mark.parametrize("code", RULES)
def test_the_examples_are_those_that_are_tested_in_both_languages(code):
    english, chinese = (FENCE.findall(PAGES[path]) for path in (f"{code}.md", f"zh/{code}.md"))
    assert [re.findall(r'"[^"]*"|[\d.]+', one) for one in english] == [
        re.findall(r'"[^"]*"|[\d.]+', one) for one in chinese
    ]


@pytest.mark.parametrize(("path", "text"), PAGES.items())
def test_links_between_pages_lead_to_pages(path, text):
    folder = workbook() / "docs/rules"
    found = [((folder / path).parent / link).resolve() for link in re.findall(r"\]\(([^)]*\.md)\)", text)]
    assert found
    assert all(link.is_file() for link in found)


@pytest.mark.parametrize(("readme", "index"), [("README.md", "docs/rules/"), ("README.zh-CN.md", "docs/rules/zh/")])
def test_each_readme_leads_to_the_pages_in_its_language(readme, index):
    text = (workbook() / readme).read_text(encoding="utf-8")
    assert set(re.findall(r"\]\((docs/rules/[^)]*)\)", text)) == {index + "README.md"}
