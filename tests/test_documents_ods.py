"""OpenDocument spreadsheets: the text that is shown, repeated and merged cells, sheets, and what is not shown."""

from __future__ import annotations

import openpyxl
import pytest
from builders import QUICK, texts
from hypothesis import given
from hypothesis import strategies as st
from jixiao.documents import limits
from jixiao.documents.content import Content
from jixiao.documents.formats import open_document
from jixiao.documents.ods import read_ods
from jixiao.errors import DocumentError
from writers import ods

HIDDEN = '<style:style style:name="{}"><style:table-properties table:display="false"/></style:style>'


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def cell(content: str = "", attributes: str = "") -> str:
    """A cell with XML within; plain text is a paragraph."""
    content = f"<text:p>{content}</text:p>" if content and not content.startswith("<") else content
    return f"<table:table-cell {attributes}>{content}</table:table-cell>"


def repeated(number: int, of: str = "columns") -> str:
    return f'table:number-{of}-repeated="{number}"'


def spanned(rows: int, columns: int) -> str:
    return f'table:number-rows-spanned="{rows}" table:number-columns-spanned="{columns}"'


def valued(kind: str, value: str, name: str = "value") -> str:
    return f'office:value-type="{kind}" office:{name}="{value}"'


def read(*rows: str, styles: str = "", **sheets: str) -> Content:
    return read_ods(ods("".join(rows), styles, **sheets))


@pytest.mark.parametrize(
    ("xml", "attributes", "shown"),
    [
        ("80%", valued("percentage", "0.8"), "80%"),
        ("007", valued("float", "7"), "007"),
        ("1,234.50", valued("currency", "1234.5"), "1,234.50"),
        ("2022年6月30日", valued("date", "2022-06-30", "date-value"), "2022年6月30日"),
        ("#DIV/0!", valued("string", "", "string-value"), "#DIV/0!"),
        ("<text:p>甲</text:p><text:p/><text:p>乙</text:p>", "", "甲\n\n乙"),
        ("甲<text:line-break/>乙", "", "甲\n乙"),
        ('甲<text:s/><text:s text:c="2"/>乙<text:tab/>丙', "", "甲   乙\t丙"),
        ("<text:p>\n  甲\n  <text:span>乙</text:span>\n</text:p>", "", "甲 乙"),
        ("<text:p>≥<text:span>8<text:a>0</text:a></text:span><!-- -->%</text:p>", "", "≥80%"),
        ("<office:annotation><text:p>批注</text:p></office:annotation><text:p>甲</text:p>", "", "甲"),
        ("甲<text:note><text:p>注</text:p></text:note>乙", "", "甲乙"),
        ("<text:ruby><text:ruby-base>甲</text:ruby-base><text:ruby-text>jiǎ</text:ruby-text></text:ruby>", "", "甲"),
        ("<text:list><text:list-item><text:p>甲</text:p></text:list-item></text:list>", "", "甲"),
        ("<text:p/>", valued("float", "0"), ""),
        ("", valued("float", "12.50"), "12.5"),
        ("", valued("percentage", "0.8"), "80%"),
        ("", valued("percentage", "0.125"), "12.5%"),
        ("", valued("date", "2022-06-30T00:00:00", "date-value"), "2022-06-30"),
        ("", valued("boolean", "true", "boolean-value"), "TRUE"),
        ("", valued("string", "甲", "string-value"), "甲"),
    ],
)
def test_a_cell_is_read_as_the_text_that_it_shows(xml, attributes, shown):
    xml = f"<text:p>{xml}</text:p>" if xml.startswith("<text:ruby") else xml
    content = read(row(cell("a"), cell("b")), row(cell("c"), cell(xml, attributes)))
    assert texts(content) == [[["a", "b"], ["c", shown]]]


def test_repeated_cells_and_rows_stand_as_often_as_they_are_repeated():
    content = read(
        row(cell("a"), cell(attributes=repeated(2)), cell("b", repeated(2))),
        row(cell("c"), cell("d", repeated(4)), attributes=repeated(2, "rows")),
        row(cell(), attributes=repeated(3, "rows")),
        row(cell("e"), cell("f")),
    )
    d = ["c", "d", "d", "d", "d"]
    assert texts(content) == [[["a", "", "", "b", "b"], d, d], [["e", "f"]]]
    first, second = content.blocks
    assert [piece.place for piece in first.rows[2]] == ["S!A3", "S!B3", "S!C3", "S!D3", "S!E3"]
    assert second.rows[0][1].place == "S!B7"


def test_a_merged_cell_is_one_and_what_it_covers_is_not_shown():
    covered = "<table:covered-table-cell><text:p>x</text:p></table:covered-table-cell>"
    content = read(
        row(cell("题", spanned(1, 2)), covered),
        row(cell("a", spanned(2, 2)), covered, cell("b")),
        row(f"<table:covered-table-cell {repeated(2)}/>", cell("c")),
    )
    assert texts(content) == ["题", [["a", "a", "b"], ["a", "a", "c"]]]
    grid = content.blocks[1]
    assert grid.rows[0][0] is grid.rows[1][1]


def test_rows_in_groups_and_headers_are_read_in_their_order_and_those_of_other_tables_are_not():
    header = f"<table:table-header-rows>{row(cell('a'), cell('b'))}</table:table-header-rows>"
    rows = f"<table:table-rows>{row(cell('c'), cell('d'))}</table:table-rows>"
    group = f"<table:table-row-group>{rows}</table:table-row-group>"
    drawing = f"<table:shapes><table:table>{row(cell('x'), cell('y'))}</table:table></table:shapes>"
    assert texts(read(drawing, header, group, row(cell("e"), cell("f")))) == [[["a", "b"], ["c", "d"], ["e", "f"]]]


def test_hidden_sheets_are_said_and_copies_of_other_files_are_none():
    source = '<table:table-source table:table-name="x"/>'
    content = read(
        row(cell("a"), cell("b")),
        styles=HIDDEN.format("乙") + HIDDEN.format("丙") + HIDDEN.format("空"),
        乙=row(cell("c"), cell("d")),
        丙=source + row(cell("e"), cell("f")),
        丁=source + row(cell("g"), cell("h")),
        空="",
    )
    assert texts(content) == [[["a", "b"]], [["g", "h"]]]
    assert [(doubt.place, doubt.found) for doubt in content.doubts] == [("乙", "a hidden sheet")]


def test_formulas_that_were_never_calculated_are_said_and_empty_results_are_not():
    sums = 'table:formula="of:=SUM([.A1:.A2])"'
    content = read(row(cell("a"), cell("5", f"{sums} {valued('float', '5')}")))
    assert not content.doubts
    assert not read(row(cell("a"), cell("", f"{sums} {valued('string', '', 'string-value')}"))).doubts
    content = read(row(cell("a"), cell("b")), row(cell("c"), cell("", sums)))
    assert texts(content) == [[["a", "b"], ["c", ""]]]
    assert [doubt.found for doubt in content.doubts] == ["formulas that were never calculated"]


FAR = row(cell("a"), cell("b"), attributes=repeated(10**9, "rows"))
REFUSED = {
    "rows": (FAR, "cells in a sheet"),
    "columns": (row(cell("a", repeated(10**9))), "cells in a sheet"),
    "columns in many cells": (row(*[cell("a", repeated(400_000))] * 3), "cells in a sheet"),
    "columns in many rows": (row(cell("a", repeated(400_000))) * 3, "cells in a sheet"),
    "a merged area": (row(cell("a", spanned(1_000_000, 900)), cell("b")), "cells in a table"),
    "a number that is none": (row(cell("a", 'table:number-columns-repeated="x"')), "a damaged file"),
    "a tag too many": ("<table:table-row>", "a damaged file"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_would_grow_without_bound_or_is_damaged_is_refused(tmp_path, kind):
    rows, message = REFUSED[kind]
    (tmp_path / "a.ods").write_bytes(ods(rows))
    with pytest.raises(DocumentError, match=rf"a\.ods: .*{message}"):
        open_document(tmp_path / "a.ods")


def test_empty_space_costs_nothing_and_a_far_cell_is_read():
    content = read(
        row(cell("a")), row(cell(), attributes=repeated(10**9, "rows")), row(cell("b" + '<text:s text:c="999999999"/>'))
    )
    assert [piece.text.strip() for piece in content.paragraphs()] == ["a", "b"]
    assert all(len(piece.text) < limits.SPAN for piece in content.paragraphs())


VALUES = st.sampled_from(["", "甲", "乙\n丙", "≥80%", "1,000.00", " ", "丁  戊"])


@QUICK
@given(st.lists(st.lists(VALUES, min_size=1, max_size=5), min_size=1, max_size=8), st.data())
def test_any_sheet_reads_as_the_same_sheet_in_excel_however_its_cells_are_repeated(tmp_path_factory, rows, data):
    """Like neighbours are written one by one or as one that is repeated."""
    folder = tmp_path_factory.mktemp("any")
    book = openpyxl.Workbook()
    book.active.title = "S"
    for number, values in enumerate(rows, 1):
        for column, value in enumerate(values, 1):
            if value.strip():
                book.active.cell(number, column, value).data_type = "s"
    book.save(folder / "a.xlsx")
    written = []
    for values in rows:
        runs: list[list] = []
        for value in values:
            if runs and runs[-1][0] == value and data.draw(st.booleans()):
                runs[-1][1] += 1
            else:
                runs.append([value, 1])
        written.append(row(*[cell(_xml(value), repeated(number)) for value, number in runs]))
    (folder / "a.ods").write_bytes(ods("".join(written)))
    found, expected = (open_document(folder / f"a.{ending}")[1] for ending in ("ods", "xlsx"))
    assert texts(found) == texts(expected)
    assert [cell.place for cell in found.cells()] == [cell.place for cell in expected.cells()]


def _xml(value: str) -> str:
    return (
        "".join(f"<text:p>{line.replace('  ', ' <text:s/>')}</text:p>" for line in value.split("\n")) if value else ""
    )
