"""The brief as PDF and Word: what is painted, what can be heard, what can be edited, and text that is never markup."""

import html
import io
import re
import zipfile

import nbformat
import numpy as np
import pdfplumber
import pypdfium2
import pytest
from departments import form
from docx import Document
from docx.oxml.ns import qn
from jixiao.briefs.columns import Page, column_widths, half_widths
from jixiao.briefs.html import render_html
from jixiao.briefs.outline import Outline, exhibits_of
from jixiao.briefs.pdf import render_pdf
from jixiao.briefs.word import render_word
from jixiao.exhibits.exhibit import MIME
from jixiao.phrases import LANGUAGES

HOSTILE = [
    '#panic("x")',
    "= heading *bold* _it_ $x$ `raw` <label> @ref",
    "\\ { } [ ] // /* */ ~ --- \"' #",
    '#import "@preview/cetz:0.1.0"',
    "<b>&amp;</b><script>alert(1)</script>",
    "=HYPERLINK(1)",
]


@pytest.fixture(scope="module")
def pdf(brief):
    return render_pdf(brief)


@pytest.fixture(scope="module")
def word(brief):
    return Document(io.BytesIO(render_word(brief)))


def with_text(brief, *texts):
    """The brief, its first table filled with texts, and said in title and finding too."""
    columns = [{"name": "a", "label": texts[0], "kind": "text", "numeric": False}]
    cells = {"cells": [[text] for text in texts], "totals": []}
    odd = {"title": texts[0], "finding": " ".join(texts), "columns": columns, **cells}
    plain = next(exhibit for exhibit in brief.exhibits if exhibit["name"] == "contradictions")
    return Outline.of([brief.head, {**plain, **odd, "rows": odd["cells"]}])


def elements(part):
    """The elements of a tagged page, from the outside in."""
    yield part
    for child in part.get("children", []):
        yield from elements(child)


def text_of(content):
    with pdfplumber.open(io.BytesIO(content)) as pages:
        return "".join(page.extract_text() for page in pages.pages)


def folded(text):
    return re.sub(r"\s+", "", text)


# PDF


def test_the_pdf_has_two_or_three_numbered_a4_pages(pdf):
    with pdfplumber.open(io.BytesIO(pdf)) as pages:
        count = len(pages.pages)
        assert 2 <= count <= 3
        assert all((round(page.width), round(page.height)) == (595, 842) for page in pages.pages)
        assert all(f"{number} / {count}" in page.extract_text() for number, page in enumerate(pages.pages, 1))


def test_every_text_of_the_brief_can_be_found_in_the_pdf(brief, pdf):
    text = folded(text_of(pdf))
    # Of a picture the table is for those who hear the page.
    tables = [exhibit for exhibit in brief.exhibits if not exhibit["picture"]]
    cells = [cell for exhibit in tables for row in exhibit["cells"] for cell in row]
    # Cells that wrap stand on several lines between those of their neighbours.
    assert all(folded(cell) in text for cell in cells if len(cell) < 8)
    assert all(folded(lead) in text for lead, _ in brief.head["cells"])
    assert all(folded(section.label) in text for section in brief.sections)


def test_every_character_of_the_pdf_is_painted(pdf):
    document = pypdfium2.PdfDocument(pdf)
    scale, unpainted = 3, []
    for page in document:
        pixels = page.render(scale=scale).to_numpy().min(axis=2)
        text = page.get_textpage()
        for index in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(index)
            char = text.get_text_range(index, 1)
            rows = slice(int((page.get_height() - top) * scale), int((page.get_height() - bottom) * scale) + 1)
            box = pixels[rows, int(left * scale) : int(right * scale) + 1]
            if char.strip() and (not box.size or np.ptp(box) < 40):
                unpainted.append(char)
    assert not unpainted


def test_the_pdf_can_be_heard(brief, pdf):
    with pdfplumber.open(io.BytesIO(pdf)) as pages:
        catalog = pages.doc.catalog
        assert catalog["MarkInfo"]["Marked"]
        assert catalog["Lang"].decode()[:2] == brief.language
        assert {char["fontname"].partition("+")[2][:4] for page in pages.pages for char in page.chars} == {"Noto"}
        spoken = [element for part in pages.structure_tree for element in elements(part)]
    assert [element["alt_text"] for element in spoken if element["type"] == "Figure"] == [
        exhibit["alt"] for exhibit in brief.exhibits if exhibit["picture"]
    ]
    assert {"H1", "H2", "Table", "TH", "TD"} <= {element["type"] for element in spoken}


def test_equal_briefs_are_equal_files(brief, pdf):
    assert render_pdf(brief) == pdf
    assert render_word(brief) == render_word(brief)


@pytest.mark.parametrize("text", HOSTILE)
def test_published_text_is_never_markup(brief, text):
    odd = with_text(brief, text)
    assert folded(text) in folded(text_of(render_pdf(odd)))
    assert text in [cell.text for table in Document(io.BytesIO(render_word(odd))).tables for cell in table._cells]
    assert "<script>" not in render_html(odd).decode("utf-8")


def test_characters_that_the_font_lacks_are_drawn_as_a_sign_and_listed(brief):
    text = text_of(render_pdf(with_text(brief, "甲\U0001f600乙\u0e01")))
    assert "甲〓乙〓" in text
    assert "U+0E01 U+1F600" in text


# Not tab, line feed and carriage return.
CONTROLS = [*map(chr, [*range(1, 9), *range(0xE, 0x20), 0x7F, 0x9B]), *"\u202e\u2066\ud800\ufffe\uffff"]


def test_a_brief_of_control_characters_prints_in_every_format_and_lists_them(brief):
    odd = with_text(brief, "甲" + "".join(CONTROLS) + "乙\x0b丙\t丁\r\n戊")
    pages, page = text_of(render_pdf(odd)), render_html(odd).decode("utf-8")
    document = Document(io.BytesIO(render_word(odd)))
    listed = document.paragraphs[-1].text
    written = "".join(cell.text for table in document.tables for cell in table._cells)
    for text, end in ((pages, pages), (page, page), (written, listed)):
        assert "甲" + "〓" * len(CONTROLS) + "乙" in folded(text)
        assert not set(text) & {*CONTROLS, "\x0b"}
        assert folded(" ".join(f"U+{ord(character):04X}" for character in CONTROLS)) in folded(end)
    assert brief.substituted() == ""


def test_a_picture_is_drawn_from_the_file_that_was_saved(brief, tmp_path):
    name = next(exhibit["name"] for exhibit in brief.exhibits if exhibit["picture"])
    plain = render_pdf(brief, tmp_path)
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10"/></svg>'
    (tmp_path / f"{name}.svg").write_text(svg, encoding="utf-8")
    assert len(render_pdf(brief, tmp_path)) < len(plain)


# Word


def test_word_has_headings_captions_and_page_numbers_of_its_own(brief, word):
    headings = [item.text for item in word.paragraphs if item.style.name == "Heading 1"]
    assert headings == [section.label for section in brief.sections]
    fields = [field.get(qn("w:instr")) for field in word.element.iter(qn("w:fldSimple"))]
    pictures = [exhibit for exhibit in brief.exhibits if exhibit["picture"]]
    assert len(pictures) == len(word.inline_shapes)
    assert sum(field.startswith("SEQ figure") for field in fields) == len(pictures) - 1  # the curve has its heading
    assert sum(field.startswith("SEQ table") for field in fields) == len(word.tables) - 1
    page = word.sections[0]
    assert page.header.paragraphs[0].text == brief.name
    footer = [field.get(qn("w:instr")) for field in page.footer._element.iter(qn("w:fldSimple"))]
    assert footer == ["PAGE", "NUMPAGES"]


def test_word_tables_are_real_and_repeat_their_headings(brief, word):
    shown = [item for section in brief.sections for item in section.exhibits if section.name != "method"]
    tables = [item for item in shown if item["rows"] and not item["picture"]]
    for table, exhibit in zip(word.tables[1:], tables, strict=True):
        assert [[cell.text for cell in row.cells] for row in table.rows][1:] == [*exhibit["cells"], *exhibit["totals"]]
        assert [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows][:2] == [True, False]


def test_word_names_the_official_fonts_and_pictures_their_text(brief, word):
    fonts = {name: word.styles[name].element.rPr.rFonts.get(qn("w:eastAsia")) for name in ("Normal", "Heading 1")}
    assert fonts == {"Normal": "仿宋", "Heading 1": "黑体"}
    alts = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    assert alts == [exhibit["alt"] for exhibit in brief.exhibits if exhibit["picture"]]


def test_word_bears_no_time_and_what_xml_refuses_is_replaced(brief):
    content = render_word(with_text(brief, "a\x0bb\x00c\ud800d"))
    assert "a\nb〓c〓d" in [cell.text for table in Document(io.BytesIO(content)).tables for cell in table._cells]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


# What both share


def test_a_picture_belongs_to_the_bundle_right_after_it():
    output = nbformat.v4.new_output
    bundle = lambda alt: output("display_data", {MIME: {"alt": alt}})  # noqa: E731
    picture = output("display_data", {"image/png": "eA=="})
    cells = [
        nbformat.v4.new_code_cell(outputs=outputs) for outputs in ([picture], [bundle("")], [picture, bundle("a")])
    ]
    found = exhibits_of(nbformat.v4.new_notebook(cells=cells))
    assert [item["picture"] for item in found] == [None, "eA=="]


def widths(cells, kinds, room):
    columns = [{"label": "列", "kind": kind} for kind in kinds]
    page = Page(room, padding=2, width=half_widths)
    return column_widths({"columns": columns, "cells": cells, "totals": []}, page)


def test_columns_fill_the_line_and_numbers_never_wrap():
    found = widths([["很长的项目名称" * 10, "1,780.15"], ["短", "5.00"]], ["text", "amount"], 100)
    assert sum(found) == pytest.approx(100)
    assert found[1] == len("1,780.15") + 2


def test_a_short_text_leaves_its_room_to_the_long_one():
    short, long, other = widths([["短", "长" * 80, "长" * 60]], ["text"] * 3, 100)
    assert short < 10
    assert long > other > 30


def test_a_table_without_text_is_as_wide_as_the_line():
    assert sum(widths([["1", "2"]], ["count", "count"], 60)) == pytest.approx(60)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["xiangtan-2023", "template-2019", "fujian-towns-2022", "langfang-self-2019"])
def test_a_department_without_plan_money_or_indicators_has_a_brief_in_every_format(brief_of, name, language):
    brief = brief_of(form(name), language)
    titles = [exhibit["title"] for section in brief.sections for exhibit in section.exhibits]
    page = re.sub("<[^>]+>", "", render_html(brief).decode())
    for text in (page, text_of(render_pdf(brief)), word_text(render_word(brief))):
        assert all(without_space(title) in without_space(text) for title in titles)


def test_a_brief_of_a_self_evaluation_says_that_its_results_are_not_used(brief_of):
    brief = brief_of(form("langfang-self-2019"), "en")
    text = render_html(brief).decode()
    assert "what the text reports is not used" in text
    assert "the text states results, which are not used here" in text
    assert "no payments" not in text


def word_text(content):
    return "".join(node.text for node in Document(io.BytesIO(content)).element.iter(qn("w:t")))


def without_space(text):
    return "".join(html.unescape(text).split())
