"""Word documents: merged cells, tracked changes, content controls, text boxes, tables within tables."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from builders import texts
from jixiao.documents.reading.document import read_content
from jixiao.documents.word import read_word

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def package(body: str, namespace: str = WORD, part: str = "word/document.xml", numbering: str = "") -> bytes:
    """The smallest .docx file whose body, and numbering perhaps, is given as XML."""
    relation = f'<Relationship Id="r" Type="http://x/officeDocument" Target="/{part}"/>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", f"<Relationships>{relation}</Relationships>")
        if numbering:
            archive.writestr("word/numbering.xml", f'<w:numbering xmlns:w="{namespace}">{numbering}</w:numbering>')
        archive.writestr(part, f'<w:document xmlns:w="{namespace}" xmlns:mc="m"><w:body>{body}</w:body></w:document>')
    return file.getvalue()


def p(text: str, properties: str = "") -> str:
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def td(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def read(body: str) -> list:
    return texts(read_word(package(body)))


def test_a_merged_cell_is_one_piece_at_all_its_positions_and_equal_cells_are_two():
    [grid] = read_word(
        package(
            table(
                td("a", '<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>') + td("b"),
                td("", '<w:gridSpan w:val="2"/><w:vMerge/>') + td("b"),
            )
        )
    ).blocks
    (a, a_right, b), (a_below, a_last, b_below) = grid.rows
    assert a is a_right is a_below is a_last
    assert b is not b_below
    assert [a.text, b.text, b_below.text] == ["a", "b", "b"]
    assert [a.place, b.place, b_below.place] == [f"table 1, row {r}, column {c}" for r, c in ((1, 1), (1, 2), (2, 2))]


def test_rows_may_begin_further_right_and_old_merges_across_count():
    [rows] = read(
        table(
            '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + td("b") + td("c"),
            td("a", '<w:hMerge w:val="restart"/>') + td("", "<w:hMerge/>") + td("d"),
        )
    )
    assert rows == [["", "b", "c"], ["a", "a", "d"]]


def test_inserted_text_counts_and_deleted_does_not():
    body = (
        "<w:p><w:r><w:t>留</w:t></w:r><w:ins><w:r><w:t>增</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom></w:p>"
    )
    row = f"<w:tr><w:trPr><w:del/></w:trPr>{td('x')}{td('y')}</w:tr>"
    kept = f"<w:tr>{td('a')}{td('删', '<w:cellDel/>')}{td('b')}</w:tr>"
    assert read(f"{body}<w:tbl>{row}{kept}</w:tbl>") == ["留增", [["a", "b"]]]


def test_a_deleted_paragraph_mark_joins_two_paragraphs():
    assert read(p("前", "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>") + p("后")) == ["前后"]


def test_content_controls_are_opened_at_every_level():
    def control(inner):
        return f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    run = f"<w:p>{control('<w:r><w:t>甲</w:t></w:r>')}</w:p>"
    inner = control(f"<w:tr>{control(td('a'))}{td('b')}</w:tr>")
    assert read(control(run) + control(f"<w:tbl>{inner}</w:tbl>")) == ["甲", [["a", "b"]]]


def test_breaks_signs_and_what_is_no_text():
    run = "<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:br w:type='page'/><w:noBreakHyphen/><w:tab/><w:t>c</w:t></w:r>"
    sign = '<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>80%</w:t></w:r>'
    field = "<w:r><w:instrText>PAGE</w:instrText></w:r>"
    cell = f"<w:tc><w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>{run}</w:p><w:p>{sign}{field}</w:p></w:tc>"
    assert read(table(cell + td("x"))) == [[["a\nb-\tc\n≥80%", "x"]]]


def test_a_line_break_outside_tables_parts_paragraphs():
    assert read("<w:p><w:r><w:t>一</w:t><w:br/><w:t>二</w:t></w:r></w:p>") == ["一", "二"]


@pytest.mark.parametrize("note", ["footnote", "endnote"])
def test_a_mark_chosen_for_a_note_is_no_part_of_a_number_or_name(note):
    mark = f'<w:r><w:{note}Reference w:customMarkFollows="1" w:id="2"/><w:t>①</w:t></w:r>'
    assert read(f"<w:p><w:r><w:t>120</w:t></w:r>{mark}</w:p>") == ["120"]
    assert read(f"<w:p><w:r><w:t>馆藏</w:t></w:r>{mark.replace('1', '0', 1)}</w:p>") == ["馆藏①"]


def test_a_text_box_is_read_once():
    box = f"<w:txbxContent>{p('框')}</w:txbxContent><w:t>注</w:t>"
    drawing = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    assert read(f"<w:p><w:r>{drawing}<w:t>文</w:t></w:r></w:p>") == ["框", "注文"]


def test_a_table_that_only_frames_others_gives_way_to_them():
    inner = table(td("项目名称") + td("甲项目"), td("预算数") + td("5.00"))
    frame = table(f"<w:tc>{p('标题')}{inner}<w:p/></w:tc>")
    assert read(frame) == ["标题", [["项目名称", "甲项目"], ["预算数", "5.00"]]]


def test_a_small_table_within_a_cell_follows_the_table_and_no_text_stands_twice():
    inner = table(td("1") + td("2"))
    outer = table(td("项目名称") + td("甲项目"), td("备注") + f"<w:tc>{p('见表')}{inner}<w:p/></w:tc>")
    assert read(outer) == [[["项目名称", "甲项目"], ["备注", "见表\n"]], [["1", "2"]]]


def test_both_dialects_and_any_name_of_the_main_part():
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    assert [piece.text for piece in read_word(package(p("文"), strict, "word/document2.xml")).blocks] == ["文"]


def test_a_broken_link_to_a_picture_does_not_matter():
    file = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("文")
    document.part.relate_to("NULL", "http://x/image", is_external=True)
    document.save(file)
    assert [piece.text for piece in read_word(file.getvalue()).blocks] == ["文"]


# Numbers of lists, which are no text


def kind(number: int, *levels: tuple[str, str]) -> str:
    """A kind of list: form and text of its levels."""
    items = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(levels)
    )
    return f'<w:abstractNum w:abstractNumId="{number}">{items}</w:abstractNum>'


def item(text: str, list_id: int, depth: int = 0) -> str:
    """A paragraph of a list."""
    return p(text, f'<w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr></w:pPr>')


def test_numbers_of_lists_stand_before_their_paragraphs():
    numbering = kind(0, ("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%1.%3"))
    numbering += kind(1, ("bullet", "•"))
    own = '<w:num w:numId="{}"><w:abstractNumId w:val="{}"/>{}</w:num>'
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering += own.format(1, 0, "") + own.format(2, 1, "") + own.format(3, 0, "") + own.format(4, 0, anew)
    body = item("甲", 1) + item("子", 1, 1) + item("丑", 1, 1) + item("细", 1, 2) + item("乙", 1) + item("寅", 1, 1)
    body += item("点", 2) + item("丙", 3) + item("另", 4) + item("", 3) + item("无", 9) + p("文") + item("丁", 1)
    expected = [
        "一、甲",
        "（一）子",
        "（二）丑",
        "一.1细",
        "二、乙",
        "（一）寅",
        "点",
        "三、丙",
        "五、另",
        "无",
        "文",
        "四、丁",
    ]
    assert texts(read_word(package(body, numbering=numbering))) == expected


def test_numbers_beyond_ten_are_written_in_chinese():
    numbering = kind(0, ("japaneseCounting", "%1")) + '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    numbers = texts(read_word(package(item("、", 1) * 21, numbering=numbering)))
    assert [numbers[place] for place in (8, 9, 10, 18, 19, 20)] == [
        "九、",
        "十、",
        "十一、",
        "十九、",
        "二十、",
        "二十一、",
    ]


def test_a_style_may_number_its_paragraphs():
    file, saved = docx.Document(), io.BytesIO()
    for text in ("甲", "乙"):
        file.add_paragraph(text, style="List Number")
    file.add_paragraph("丙")
    file.save(saved)
    assert texts(read_word(saved.getvalue())) == ["1.甲", "2.乙", "丙"]


def test_a_task_with_an_automatic_number_is_a_task():
    numbering = kind(0, ("chineseCounting", "（%1）")) + '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    body = p("二、分项绩效目标") + item("招商", 1) + p("绩效目标：引进企业") + item("基建", 1) + p("绩效目标：修路")
    body += table(td("项目名称") + td("道路"), td("预算数") + td("5万元"))
    content = read_word(package(body, numbering=numbering))
    goals = read_content(content, "2022", path="2022", file="2022", sha256="0" * 64).goals
    assert goals[["title", "goal"]].to_numpy().tolist() == [["招商", "引进企业"], ["基建", "修路"]]


def test_a_table_without_rows_above_the_targets_is_passed_over():
    targets = table(td("项目名称") + td("甲"), td("指标") + td("指标值"), td("数量指标") + td("≥1次"))
    content = read_content(read_word(package(p("2022年绩效目标") + table() + targets)), "d", path="d.docx")
    assert list(content.projects["project_name"]) == ["甲"]


@pytest.mark.parametrize("fill", [1, 6])
def test_a_form_whose_indicators_are_a_table_within_it_is_a_form_and_no_frame_of_a_page(fill):
    document = docx.Document()
    document.add_paragraph("2024年某某局项目支出绩效目标表")
    table = document.add_table(4, 2)
    form = [("项目名称", "档案数字化"), ("主管部门", "某局"), ("预算金额（万元）", "66"), ("绩效指标", "")]
    for row, texts_of_row in zip(table.rows, form, strict=True):
        for cell, text in zip(row.cells, texts_of_row, strict=True):
            cell.text = text
    rows = [
        ("一级指标", "二级指标", "三级指标", "指标值"),
        *[("产出指标", "数量指标", "数字化页数", "≥300万页")] * fill,
    ]
    inner = table.cell(3, 1).add_table(len(rows), 4)
    for row, texts_of_row in zip(inner.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts_of_row, strict=True):
            cell.text = text
    file = io.BytesIO()
    document.save(file)
    dataset = read_content(read_word(file.getvalue()), "甲", path="甲", file="甲", sha256="0" * 64)
    assert dataset.projects[["project_name", "budget"]].values.tolist() == [["档案数字化", 66]]
    assert dataset.indicators["target"].tolist() == ["≥300万页"] * fill
