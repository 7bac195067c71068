"""The brief as a page: one file, for eyes and ears, on paper and on a phone."""

import re
from html.parser import HTMLParser

import pytest
from jixiao.briefs.html import render_html

VOID = {"meta", "link", "img", "br", "hr", "input", "col", "wbr", "source"}


class Page(HTMLParser):
    """What a page refers to, its tags, images, headings and ids, and whether its elements are nested well."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.links, self.images, self.headings, self.ids, self.open = [], [], [], [], [], []
        self.attributes = {}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append(tag)
        self.attributes.setdefault(tag, []).append(attrs)
        self.links += [attrs[name] for name in ("src", "href") if name in attrs]
        self.ids += [attrs["id"]] if "id" in attrs else []
        if tag == "img":
            self.images.append(attrs)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def text(brief):
    return render_html(brief).decode("utf-8")


@pytest.fixture(scope="module")
def page(text):
    return Page(text)


def test_the_page_is_one_file_without_script_or_network(text, page):
    assert all(link.startswith(("data:", "#")) for link in page.links)
    assert "script" not in page.tags
    assert not re.search(r"https?://|@import|url\(", text)


def test_the_page_can_be_heard(brief, page):
    """The rules that a linter checks, for a machine without a browser."""
    assert page.attributes["html"][0]["lang"] == {"zh": "zh-Hans", "en": "en"}[brief.language]
    assert len(page.images) == 2
    assert all(len(image["alt"]) > 20 for image in page.images)
    assert page.headings[0] == 1
    assert page.headings.count(1) == page.tags.count("main") == page.tags.count("header") == 1
    assert all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False))
    assert page.tags.count("table") == page.tags.count("caption") == page.tags.count("thead") > 3
    heads = [cell["scope"] for cell in page.attributes["th"]]
    tables = [
        exhibit for exhibit in brief.exhibits if exhibit["rows"] and exhibit["section"] not in ("front", "method")
    ]
    tables = [exhibit for exhibit in tables if exhibit["name"] != "department-curve"]
    assert heads.count("row") == sum(len(exhibit["cells"]) + len(exhibit["totals"]) for exhibit in tables)
    assert heads.count("col") == sum(len(exhibit["columns"]) for exhibit in tables)
    assert len(set(page.ids)) == len(page.ids)
    assert not page.open


def test_what_is_chinese_in_an_english_page_is_marked_as_chinese(brief, text):
    plain = re.sub(r'<span lang="zh-Hans">.*?</span>', "", text)
    body = re.sub(r'(?s)<style>.*?</style>|<title>.*?</title>|alt="[^"]*"|aria-label="[^"]*"', "", plain)
    assert bool(re.search("[\u4e00-\u9fff]", body)) == (brief.language == "zh")


def luminance(colour):
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_colour_of_text_stands_out_from_white(text):
    named = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", text))
    used = {named[name] for name in re.findall(r"[ {;]color: var\(--(\w+)\)", text)}
    assert len(used) >= 3
    assert min(1.05 / (luminance(colour) + 0.05) for colour in used) >= 4.5


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 900])
def test_axe_finds_nothing_and_only_tables_scroll_sideways(browser, text, tmp_path, width):
    from axe_playwright_python.sync_playwright import Axe

    (tmp_path / "brief.html").write_text(text, encoding="utf-8")
    view = browser.new_page(viewport={"width": width, "height": 800})
    view.goto((tmp_path / "brief.html").as_uri())
    found = Axe().run(view).response
    wide = view.evaluate("document.documentElement.scrollWidth")
    view.close()
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found["violations"]] == []
    assert len(found["passes"]) > 20
    assert wide <= width
