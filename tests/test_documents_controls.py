"""Control characters in published text: taken out whatever the format, with one doubt, and no digits joined."""

from __future__ import annotations

import re
import unicodedata

import pytest
from builders import QUICK, texts
from hypothesis import given
from hypothesis import strategies as st
from jixiao.characters import CONTROLS, escaped, escaped_json, legible, without_controls
from jixiao.documents.content import Content, Grid, Piece
from jixiao.documents.controls import take_out_controls
from jixiao.documents.formats import open_document
from test_documents_hostile import changed, xlsx
from test_documents_word import p, package, table, td

EVERY = [*map(chr, [*range(0x20), *range(0x7F, 0xA0)]), *"\u202a\u202e\u2066\u2069\ud800\udfff\ufffe\uffff"]
BREAKS = ["\x0b", "\x0c", "\x85", "\u2028", "\u2029"]
TAKEN_OUT = [character for character in EVERY if character not in {*BREAKS, *"\t\n\r"}]


def page(name: str, number: str = "5.00") -> bytes:
    cells = [["项目名称", name], ["预算数", number]]
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
    return f"<html><meta charset=utf-8><p>2022年</p><table>{rows}</table></html>".encode()


def sheet(name: str) -> bytes:
    """A workbook with a text as its XML writes it."""

    def fill(sheet):
        for row in (["2022年"], [], ["项目名称", "@@"], ["预算数", "5.00"]):
            sheet.append(row)

    return changed(xlsx(fill), lambda part, data: (part, data.replace(b"@@", name.encode())))


def exported(name: str) -> bytes:
    return f"2022年\n\t项目名称\n\t{name}\n\n\t预算数\n\t5.00\n".encode()


def word(name: str) -> bytes:
    rows = [[td(text) for text in row] for row in (["项目名称", name], ["预算数", "5.00"])]
    return package(p("2022年") + table(*map("".join, rows)))


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (page("甲\x1b]0;x\x07项目"), "U+0007, U+001B"),
        (page("甲&#27;]0;x&#7;项目"), "U+0007, U+001B"),
        (page("甲\u202e]0;x\u2069项目"), "U+202E, U+2069"),
        (page("甲\x9b]0;x\ufffe项目"), "U+009B, U+FFFE"),
        (exported("甲\x1b]0;x\x7f项目"), "U+001B, U+007F"),
        (word("甲\x9b]0;x\u2066项目"), "U+009B, U+2066"),
        (sheet("甲_x001B_]0;x_x0007_项目"), "U+0007, U+001B"),
        (sheet("甲\u202d]0;x\u202c_xD800_项目"), "U+202C, U+202D, U+D800"),
    ],
    ids=["html", "entities", "direction", "C1", "text", "docx", "xlsx", "half a pair"],
)
def test_no_format_brings_control_characters(tmp_path, raw, found):
    (tmp_path / "2022").write_bytes(raw)
    _, content = open_document(tmp_path / "2022")
    assert texts(content) == ["2022年", [["项目名称", "甲]0;x项目"], ["预算数", "5.00"]]]
    [doubt] = content.doubts
    [named] = [cell.place for cell in content.cells() if "项目" in cell.text and "甲" in cell.text]
    assert (doubt.place, doubt.found) == (named, f"control characters {found}")


def test_a_page_writes_some_signs_by_the_numbers_of_controls(tmp_path):
    (tmp_path / "2022").write_bytes(page("甲&#150;乙&#x9b;", "5&#133;"))
    _, content = open_document(tmp_path / "2022")
    assert texts(content)[1] == [["项目名称", "甲–乙›"], ["预算数", "5…"]]
    assert not content.doubts


def test_a_workbook_writes_characters_by_their_numbers(tmp_path):
    (tmp_path / "2022").write_bytes(sheet("甲_x000D_\n乙_x005F_x000D__xD83D__xDE00_"))
    _, content = open_document(tmp_path / "2022")
    assert texts(content)[1][0] == ["项目名称", "甲\n乙_x000D_😀"]
    assert not content.doubts


def test_a_control_character_in_a_number_makes_no_other_number(read_rows):
    row = ["产出指标", "数量指标", "台数", "≥3\x075台"]
    data, report = read_rows(
        ["项目名称", "甲", "预算数", "5\x070.00"], ["一级指标", "二级指标", "三级指标", "指标值"], row
    )
    assert data.projects["budget"].isna().all()
    assert data.indicators["value"].isna().all()
    assert report.doubts["found"].tolist()[0].startswith("control characters U+0007, also in")
    assert "5〓0.00" in report.doubts["found"].tolist()


def test_many_are_one_doubt():
    pieces = [Piece(f"甲{number}\x1b", f"line {number}") for number in range(1, 501)]
    content = take_out_controls(Content("text", pieces))
    [doubt] = content.doubts
    assert doubt.place == "line 1"
    assert doubt.found.startswith("control characters U+001B, also in line 2; line 3;")
    assert doubt.found.endswith("; … and 489 more")


@pytest.mark.parametrize("character", BREAKS)
def test_a_character_that_breaks_lines_parts_words_and_paragraphs_without_a_doubt(character):
    cell = Piece(f"甲{character}乙", "table 1, row 1, column 1")
    content = take_out_controls(Content("x", [Piece(f"一{character}二", "line 1"), Grid([[cell, cell]])]))
    assert texts(content) == ["一", "二", [["甲\n乙", "甲\n乙"]]]
    assert not content.doubts


def test_a_paragraph_of_nothing_else_goes_with_a_doubt():
    content = take_out_controls(Content("x", [Piece("\x07", "line 1"), Piece(" ", "line 2")]))
    assert texts(content) == [" "]
    assert len(content.doubts) == 1


@QUICK
@given(st.lists(st.text(st.sampled_from([*EVERY, *"甲3５ 。"])), min_size=1))
def test_what_is_taken_out_is_told_and_digits_stay_apart(parts):
    content = take_out_controls(Content("x", [Grid([[Piece(part, f"A{n}") for n, part in enumerate(parts)]])]))
    after = [cell.text for cell in content.cells()]
    assert not any(CONTROLS.search(text) for text in after)
    told = content.doubts[0].found if content.doubts else ""
    gone = {character for part in parts for character in part if character in TAKEN_OUT}
    assert set(re.findall(r"U\+(\w+)", told)) == {f"{ord(character):04X}" for character in gone}
    for before, text in zip(parts, after, strict=True):
        assert re.findall(r"\d+", text) == re.findall(r"\d+", before)
        assert [c for c in text if c not in "〓\n"] == [c for c in before if c not in {*TAKEN_OUT, *BREAKS, "\n"}]


@pytest.mark.parametrize("character", EVERY)
def test_nothing_that_is_shown_steers_a_terminal(character):
    text = f"甲{character}乙"
    kept = {"\t", "\n"}
    for shown in (escaped(text), escaped_json(text)):
        assert all(c in kept or unicodedata.category(c) in ("Lo", "Ll", "Lu", "Nd", "Po") for c in shown)
    assert legible(text) in (text, "甲〓乙", "甲\n乙")
    assert without_controls(text) in (text, "甲乙", "甲\n乙")
