"""What stands outside the body of a Word document: headers and footers of its pages, and notes."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from builders import texts
from docx.enum.section import WD_SECTION
from hypothesis import given, settings
from hypothesis import strategies as st
from jixiao.documents.content import Grid
from jixiao.documents.reading.document import read_content
from jixiao.documents.word import read_word

ROWS = [
    ["项目名称", "图书馆", "预算数", "500"],
    ["一级指标", "二级指标", "三级指标", "指标值"],
    ["产出指标", "数量指标", "藏书", "≥3册"],
]


def document(title: str = "2022年预算绩效目标表"):
    file = docx.Document()
    file.add_paragraph(title)
    add_table(file)
    return file


def add_table(file) -> None:
    table = file.add_table(len(ROWS), 4)
    for row, texts_ in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, texts_, strict=True):
            cell.text = text


def content(file):
    saved = io.BytesIO()
    file.save(saved)
    return read_word(saved.getvalue())


def read(file):
    return read_content(content(file), "甲", path="甲", file="甲", sha256="0" * 64)


def outside(file) -> list[tuple[str, str]]:
    return [
        (piece.place, piece.text)
        for piece in content(file).blocks
        if not isinstance(piece, Grid) and not piece.place.startswith("paragraph")
    ]


def test_the_unit_and_the_department_in_a_header_hold_for_the_tables():
    file = document()
    file.sections[0].header.paragraphs[0].text = "编制单位：某市文化局　　单位：元"
    file.sections[0].footer.paragraphs[0].text = "— 1 —"
    dataset = read(file)
    assert dataset.projects["budget"].tolist() == [0.05]
    assert dataset.departments["department"].tolist() == ["某市文化局"]
    assert dataset.doubts.empty
    assert dataset.readings["unread_paragraphs"].item() == 0


def test_headings_and_feet_that_say_nothing_of_targets_are_no_doubt():
    file = document()
    file.sections[0].header.paragraphs[0].text = "某市文化局文件"
    file.sections[0].footer.paragraphs[0].text = "内部资料"
    assert outside(file) == [("header 1", "某市文化局文件"), ("footer 1", "内部资料")]
    assert not [found for found in read(file).doubts["found"] if "文件" in found or "资料" in found]


@pytest.mark.parametrize("number", ["1", "- 12 -", "第1页", "第 1 页 共 9 页", "1/9", "Page 1 of 9"])
def test_the_numbers_of_pages_are_none_of_the_text(number):
    file = document()
    file.sections[0].footer.paragraphs[0].text = number
    assert outside(file) == []


def test_only_what_pages_show_is_read():
    file = document()
    section = file.sections[0]
    section.first_page_header.paragraphs[0].text = "首页"
    section.even_page_header.paragraphs[0].text = "双页"
    section.header.paragraphs[0].text = "各页"
    section.different_first_page_header_footer = False
    assert [text for _, text in outside(file)] == ["各页"]
    section.different_first_page_header_footer = True
    file.settings.odd_and_even_pages_header_footer = True
    assert {text for _, text in outside(file)} == {"各页", "首页", "双页"}


def sections(*headers: str | None):
    """A table in each of several sections with headers of their own, or None for that of the section before."""
    file = document()
    for number, header in enumerate(headers):
        if number:
            file.add_section(WD_SECTION.NEW_PAGE)
            add_table(file)
            file.tables[-1].cell(0, 1).text = f"图书馆{number}"
        if header is not None:
            file.sections[-1].header.is_linked_to_previous = False
            file.sections[-1].header.paragraphs[0].text = header
    return file


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["单位：元", "单位：万元", None]), min_size=1, max_size=5))
def test_a_header_holds_from_its_section_on_and_for_none_before_it(headers):
    # Without a header the amounts are in 万元, but where the document names another unit further on.
    unit, budgets = None, []
    unsaid = None if "单位：元" in headers else 500
    for header in headers:
        unit = header or unit
        budgets.append({"单位：元": 0.05, "单位：万元": 500, None: unsaid}[unit])
    dataset = read(sections(*headers))
    assert [None if budget != budget else budget for budget in dataset.projects["budget"]] == budgets
    assert any(dataset.doubts["remedy"].eq("read in 万元")) == (headers[0] is None and unsaid is not None)


def test_a_header_is_stated_again_only_where_the_section_before_does_not_show_it():
    shown = ["某市文化局", "某市文化局", None, "某市图书馆", "某市文化局"]
    assert outside(sections(*shown)) == [
        ("header 1", "某市文化局"),
        ("header 2", "某市图书馆"),
        ("header 3", "某市文化局"),
    ]


def test_a_section_has_the_first_header_of_the_one_before_where_its_first_page_differs():
    file = sections("各页", None)
    file.sections[0].first_page_header.paragraphs[0].text = "首页"
    file.sections[0].different_first_page_header_footer = False
    file.sections[1].different_first_page_header_footer = True
    assert [text for _, text in outside(file)] == ["各页", "首页"]


def test_a_header_may_set_its_text_in_a_table():
    file = document()
    header = file.sections[0].header
    table = header.add_table(1, 2, docx.shared.Cm(10))
    table.cell(0, 0).text, table.cell(0, 1).text = "某市文化局", "单位：元"
    assert read(file).projects["budget"].tolist() == [0.05]


def test_a_footnote_is_told_and_its_mark_changes_no_number():
    file = document()
    saved = io.BytesIO()
    file.save(saved)
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    notes = (
        f'<w:footnotes {word}><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>-</w:t></w:r></w:p></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/><w:t>含上年结转。</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved.getvalue())) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name).decode("utf-8") if name.endswith((".xml", ".rels")) else old.read(name)
            if name == "word/document.xml":
                data = data.replace("<w:t>500</w:t>", '<w:t>500</w:t><w:footnoteReference w:id="2"/>')
            if name == "word/_rels/document.xml.rels":
                relation = '<Relationship Id="note" Type="http://x/footnotes" Target="footnotes.xml"/></Relationships>'
                data = data.replace("</Relationships>", relation)
            new.writestr(name, data)
        new.writestr("word/footnotes.xml", notes)
    blocks = read_word(out.getvalue())
    assert texts(blocks)[-1] == "含上年结转。"
    dataset = read_content(blocks, "甲", path="甲", file="甲", sha256="0" * 64)
    assert dataset.projects["budget"].tolist() == [500]
    told = dataset.doubts[dataset.doubts["found"].eq("含上年结转。")]
    assert told["place"].tolist() == ["footnote 1"]
