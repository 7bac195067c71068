"""What a page shows is what is read: what is hidden is left out and said, and raised digits stay raised."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from builders import texts
from jixiao.documents.content import Content
from jixiao.documents.word import read_word
from jixiao.documents.xlsx import read_xlsx
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from test_documents_word import package, table, td

ROWS = [["项目名称", "甲", "预算数", "5"], ["草稿", "乙", "预算数", "7"], ["", "丙", "说明", "9"]]


def book(rows=ROWS) -> openpyxl.Workbook:
    found = openpyxl.Workbook()
    found.active.title = "表"
    for row in rows:
        found.active.append(row)
    return found


def saved(found: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    found.save(file)
    return file.getvalue()


def told(content: Content) -> list[tuple[str, str]]:
    return [(doubt.place, doubt.found) for doubt in content.doubts]


def changed(raw: bytes, part: str, change) -> bytes:
    """An archive with one of its parts changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name == part else data)
    return buffer.getvalue()


# Workbooks


def test_hidden_rows_and_columns_are_left_out_and_said_once_with_their_places():
    found = book()
    found.active.row_dimensions[2].hidden = True
    found.active.column_dimensions["C"].hidden = True
    content = read_xlsx(saved(found))
    assert texts(content) == [[["项目名称", "甲", "5"], ["", "丙", "9"]]]
    assert [piece.place for piece in content.cells()] == ["表!A1", "表!B1", "表!D1", "表!A3", "表!B3", "表!D3"]
    assert told(content) == [("表!A2", "hidden rows (1)"), ("表!C1", "hidden columns (1)")]


def test_hidden_rows_without_text_are_no_news():
    found = book([ROWS[0], ["", "", "", ""], ROWS[2]])
    found.active.row_dimensions[2].hidden = True
    assert told(read_xlsx(saved(found))) == []


def test_a_merged_cell_of_which_a_part_is_hidden_is_still_shown():
    found = book()
    found.active["A1"] = "项目"
    found.active.merge_cells("A1:A3")
    found.active.row_dimensions[1].hidden = True
    assert texts(read_xlsx(saved(found))) == [[["项目", "乙", "预算数", "7"], ["项目", "丙", "说明", "9"]]]


def test_raised_and_struck_out_parts_of_a_text():
    found = book()
    up, out = InlineFont(vertAlign="superscript"), InlineFont(strike=True)
    found.active["B1"] = CellRichText("≥10", TextBlock(up, "4"), "平方米", TextBlock(out, "旧"))
    found.active["B2"].font = Font(strike=True)
    found.active["B3"].font = Font(vertAlign="subscript")
    found.active["B3"] = "2"
    content = read_xlsx(saved(found))
    assert [row[1] for row in texts(content)[0]] == ["≥10⁴平方米", "", "₂"]
    assert told(content) == [("表!B1", "struck-out text: 旧"), ("表!B2", "struck-out text")]


@pytest.mark.parametrize(("number", "text"), [(0.2, "20%"), (1234.5, "1,234.50万元")])
def test_a_number_is_read_in_its_format(number, text):
    found = book()
    found.active["B1"] = number
    found.active["B1"].number_format = "0%" if "%" in text else '#,##0.00"万元"'
    assert texts(read_xlsx(saved(found)))[0][0][1] == text


def test_a_number_in_a_format_that_is_not_known_is_left_blank_and_said():
    found = book()
    found.active["B1"], found.active["B1"].number_format = 500000, "[谜]0"
    content = read_xlsx(saved(found))
    assert texts(content)[0][0][1] == ""
    assert told(content) == [("表!B1", "500000 in a number format that is not known: [谜]")]


def test_a_number_that_its_format_hides_is_said():
    found = book()
    found.active["B1"], found.active["B1"].number_format = 5, ";;;"
    assert told(read_xlsx(saved(found))) == [("表!B1", "hidden text: a number in the format ;;;")]


def test_a_book_in_the_strict_dialect_is_read():
    def strict(data: bytes) -> bytes:
        names = (
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        )
        return data.replace(*names)

    raw = saved(book())
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml"):
        raw = changed(raw, part, strict)
    assert texts(read_xlsx(raw)) == [ROWS]


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/styles.xml", b"<fill>", b"<fill><odd/>"),
        ("xl/styles.xml", b"<font>", b'<font><family val="99999"/>'),
        ("docProps/core.xml", b"</dcterms:created>", b"gestern</dcterms:created>"),
        ("docProps/core.xml", b"</", b"<"),
        (
            "xl/workbook.xml",
            b"</workbook>",
            b'<definedNames><definedName name="a" localSheetId="x"/></definedNames></workbook>',
        ),
    ],
)
def test_odd_styles_and_properties_are_no_damage(part, old, new):
    found = book()
    found.active["B1"], found.active["B1"].number_format = 0.5, "0.0%"
    raw = changed(saved(found), part, lambda data: data.replace(old, new, 1))
    assert texts(read_xlsx(raw))[0][0] == ["项目名称", "50.0%", "预算数", "5"]


# Word


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


STYLES = """<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:style w:type="character" w:styleId="base"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="draft"><w:basedOn w:val="base"/></w:style>
<w:style w:type="paragraph" w:styleId="away"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>"""


def word(body: str) -> Content:
    raw = package(f"<w:p>{body}</w:p>")
    buffer = io.BytesIO(raw)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/styles.xml", STYLES)
    return read_word(buffer.getvalue())


def char(kind: str, inside: str = "") -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{inside}</w:fldChar></w:r>'


CODE = "<w:r><w:instrText>{}</w:instrText></w:r>"
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


@pytest.mark.parametrize(
    ("body", "text", "found"),
    [
        (run("≥10") + run("4", '<w:vertAlign w:val="superscript"/>'), "≥10⁴", []),
        (run("CO") + run("2", '<w:vertAlign w:val="subscript"/>'), "CO₂", []),
        (run("≥80%", "<w:vanish/>") + run("≥90%"), "≥90%", ["hidden text (1): ≥80%"]),
        (run("≥80%", '<w:vanish w:val="0"/>') + run("甲"), "≥80%甲", []),
        (run("旧", '<w:rStyle w:val="draft"/>') + run("新"), "新", ["hidden text (1): 旧"]),
        (run("旧", '<w:rStyle w:val="draft"/><w:vanish w:val="false"/>') + run("新"), "旧新", []),
        (run("旧", "<w:strike/>") + run("旧", "<w:dstrike/>") + run("新"), "新", ["struck-out text (2): 旧"]),
        (run("R是", '<w:rFonts w:ascii="Wingdings 2"/>'), "☑是", []),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F0A3"/></w:r>' + run("90%"), "□90%", []),
        ('<w:r><w:sym w:font="Symbol" w:char="F0A3"/></w:r>' + run("90%"), "≤90%", []),
        (
            '<w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r>',
            "〓",
            ["a sign that is not known (1): Wingdings F04A"],
        ),
        (
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
            + run("单击此处")
            + "</w:sdtContent></w:sdt>"
            + run("甲"),
            "甲",
            ["a place that was not filled in (1): 单击此处"],
        ),
        ("<w:sdt><w:sdtContent>" + run("二〇二三年") + "</w:sdtContent></w:sdt>", "二〇二三年", []),
        (run("a1b", "<w:caps/>"), "A1B", []),
        (char("begin") + CODE.format("PAGE") + char("separate") + run("7") + char("end"), "7", []),
        (
            char("begin")
            + CODE.format("IF ")
            + char("begin")
            + CODE.format("X")
            + char("separate")
            + run("1")
            + char("end")
            + run("没")
            + char("separate")
            + run("有")
            + char("end"),
            "有",
            [],
        ),
        (char("begin") + CODE.format(r"EQ \o\ac(○,3)") + char("end") + run("项"), "③项", []),
        (
            char("begin", '<w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox></w:ffData>')
            + char("end")
            + run("是"),
            "☑是",
            [],
        ),
        (
            char(
                "begin",
                '<w:ffData><w:ddList><w:result w:val="1"/>'
                '<w:listEntry w:val="甲"/><w:listEntry w:val="乙"/></w:ddList></w:ffData>',
            )
            + char("end"),
            "乙",
            [],
        ),
        (
            f"<m:oMath {M}><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num>"
            "<m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>",
            "1/2",
            ["an equation (1): 1/2"],
        ),
    ],
)
def test_a_run_is_read_as_word_shows_it(body, text, found):
    content = word(run("，") + body)
    assert texts(content) == ["，" + text]
    assert [doubt.found for doubt in content.doubts] == found


def test_two_styles_that_hide_show_again():
    body = '<w:pPr><w:pStyle w:val="away"/></w:pPr>' + run("旧") + run("新", '<w:rStyle w:val="draft"/>')
    content = word(body)
    assert texts(content) == ["新"]
    assert [doubt.found for doubt in content.doubts] == ["hidden text (1): 旧"]


def test_a_cell_with_a_picture_and_no_text_is_told_with_the_text_beside_it():
    picture = '<w:tc><w:p><w:r><w:drawing><a:blip xmlns:a="a"/></w:drawing></w:r></w:p></w:tc>'
    content = read_word(package(table(td("合格率") + picture, td("甲") + td("乙"))))
    assert [doubt.found for doubt in content.doubts] == ["a picture in a cell (1): 合格率"]


def test_a_control_around_a_cell_that_was_not_filled_in_leaves_the_cell_blank():
    cell = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{td('单击此处')}</w:sdtContent></w:sdt>"
    assert texts(read_word(package(table(td("项目名称") + cell, td("甲") + td("乙"))))) == [
        [["项目名称", ""], ["甲", "乙"]]
    ]
