"""What a page shows is what is read: what is hidden is left out and said, and raised digits stay raised."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from builders import texts
from jixiao.documents.content import Content
from jixiao.documents.formats import open_document
from jixiao.documents.web import read_web
from jixiao.documents.word import read_word
from jixiao.documents.xlsx import read_xlsx
from jixiao.errors import DocumentError
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


# Web pages


@pytest.mark.parametrize(
    ("cell", "text", "found"),
    [
        ("1302<bdi>09</bdi><img src=x>22<st1:chmetcnv>P</st1:chmetcnv><odd>00</odd>", "13020922P00", []),
        ("一<ruby>二<rp>(</rp><rt>er</rt></ruby>三<wbr>四", "一二三四", []),
        ("一<div>二</div>三<br>四", "一\n二\n三\n四", []),
        ("≥10<sup>4</sup>平方米，CO<span style='vertical-align:sub'>2</span>", "≥10⁴平方米，CO₂", []),
        ("<span style='display:none'>旧</span>新", "新", ["hidden text (1): 旧"]),
        ("<span class=away>旧</span>新", "新", ["hidden text (1): 旧"]),
        ("<i id=one>旧</i>新<i hidden>旧</i>", "新", ["hidden text (2): 旧"]),
        ("<b style='font-size:0px'>旧</b>新<b style='visibility:hidden'>旧</b>", "新", ["hidden text (2): 旧"]),
        ("<del>旧</del><s>旧</s><u style='text-decoration:line-through'>旧</u>新", "新", ["struck-out text (3): 旧"]),
        ("<p class=away></p>新", "新", []),
        ("<input value=甲><input type=hidden value=乙><input type=submit value=丙>", "甲", []),
        ("<input type=checkbox checked>是<input type=checkbox>否<input type=radio>", "☑是□否○", []),
        ("<textarea>甲</textarea><select><option>乙<option selected>丙</select>", "甲丙", []),
        ("<input placeholder=请输入>", "", []),
        ("<select><option>乙<option>丙</select>", "乙", []),
        ("<img alt=签章 src=a.png>", "", ["a picture in a cell (1): 签章"]),
        ("1\u200b3\u00ad0\ufeff2", "1302", []),
        ("甲\ue123", "甲〓", ["characters that cannot be read (U+E123)"]),
    ],
)
def test_a_cell_of_a_page_is_read_as_a_browser_shows_it(tmp_path, cell, text, found):
    rules = "@media print { td, span { display: none } } p.away, .away { display: none } /* td {display:none} */"
    style = f"<style>@charset 'x'; {rules} #one{{display:none!important}} a b {{display:none}}</style>"
    path = tmp_path / "a.html"
    path.write_text(f"<meta charset=utf-8>{style}<table><tr><td>甲<td>{cell}<tr><td>乙<td>丙</table>", "utf-8")
    _, content = open_document(path)
    assert texts(content) == [[["甲", text], ["乙", "丙"]]]
    assert [doubt.found for doubt in content.doubts] == found


@pytest.mark.parametrize(
    ("rows", "read"),
    [
        ("<tbody><tr><td rowspan=9>a<td>b<tbody><tr><td>c<td>d", [["a", "b"], ["c", "d"]]),
        ("<tr><td rowspan=0>a<td>b<tr><td>c<tfoot><tr><td>d<td>e", [["a", "b"], ["a", "c"], ["d", "e"]]),
        (
            "<tfoot><tr><td>d<td>e</tfoot><tbody><tr><td>a<td>b</tbody><thead><tr><td>x<td>y</thead>",
            [["x", "y"], ["a", "b"], ["d", "e"]],
        ),
        ("<tr><td>a<td>b<tr style='display:none'><td>x<td>y<tr><td hidden>z<td>c<td>d", [["a", "b"], ["c", "d"]]),
    ],
)
def test_rows_stand_as_a_browser_shows_them_and_spans_end_with_their_group(rows, read):
    assert texts(read_web(f"<table>{rows}</table>".encode())) == [read]


@pytest.mark.parametrize(
    ("end", "told"),
    [
        ("</table></body></html>", False),
        ("</table>", False),
        ("</table><p>a &lt; b", False),
        ("<tr><td colspan='2", True),
        ("<tr><td>乙", True),
        ("</table></ht", True),
    ],
)
def test_a_page_that_ends_in_mid_tag_or_table_is_told(end, told):
    content = read_web(f"<html><body><table><tr><td>甲{end}".encode())
    assert [doubt.found.startswith("a page that ends") for doubt in content.doubts] == [True] * told


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize(("number", "is_read"), [(1, True), (3, True), (10, False), (30, False)])
def test_a_few_damaged_bytes_are_doubted_and_many_refused(tmp_path, encoding, number, is_read):
    raw = f"<meta charset={encoding}><p>{'部门预算绩效目标表' * 30}</p>".encode(encoding)
    path = tmp_path / "a.html"
    path.write_bytes(raw.replace("标表".encode(encoding), "标".encode(encoding) + b"\xff", number))
    if not is_read:
        with pytest.raises(DocumentError, match="an encoding that cannot be told"):
            open_document(path)
        return
    _, content = open_document(path)
    assert texts(content)[0].count("〓") == number
    assert [doubt.found for doubt in content.doubts] == ["characters that cannot be read (U+FFFD)"]


# Conversions


def rtf(*texts: str) -> bytes:
    written = "\\par ".join("".join(f"\\u{ord(character)}?" for character in text) for text in texts)
    return b"{\\rtf1 " + written.encode() + b"}"


LINES = ["项目名称如下所示", "预算金额如下所示", "绩效目标如下所示", "指标数值如下所示"]


@pytest.mark.parametrize(("kept", "told"), [(4, False), (3, False), (1, True)])
def test_text_that_a_conversion_lost_is_told(monkeypatch, tmp_path, kept, told):
    converted = package("".join(f"<w:p>{run(line)}</w:p>" for line in LINES[:kept]))
    monkeypatch.setattr("jixiao.documents.formats.convert", lambda raw, ending, target: converted)
    path = tmp_path / "a.rtf"
    path.write_bytes(rtf(*LINES))
    found = [doubt.found for doubt in open_document(path)[1].doubts]
    assert found == ["text of the file that its conversion lacks (3 pieces): " + "; ".join(LINES[1:])] * told
