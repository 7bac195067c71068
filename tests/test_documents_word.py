"""Word documents: merged cells, tracked changes, content controls, text boxes, tables within tables."""

from __future__ import annotations

import io
import zipfile

import docx
from builders import texts
from jixiao.documents.word import read_word

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def package(body: str, namespace: str = WORD, part: str = "word/document.xml") -> bytes:
    """The smallest .docx file whose body is given as XML."""
    relation = f'<Relationship Id="r" Type="http://x/officeDocument" Target="/{part}"/>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", f"<Relationships>{relation}</Relationships>")
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
