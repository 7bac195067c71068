"""Excel workbooks: every text stays a text, numbers keep their kind, headings are frozen, nothing is lost unsaid."""

import datetime as dt
import io
import zipfile

import openpyxl
import pandas as pd
import pytest
from jixiao import spreadsheet
from jixiao.errors import RunError, UsageError
from jixiao.phrases import Column
from jixiao.spreadsheet import Sheet, Table, render, save, sheet_names

COLUMNS = [Column("text", "文字"), Column("share", "占比", "share"), Column("date", "日期", "date")]


def table(*texts, **options) -> Table:
    rows = len(texts)
    dates = pd.to_datetime(["2022-06-30"] * rows)
    return Table(pd.DataFrame({"text": texts, "share": [0.25] * rows, "date": dates}), COLUMNS, **options)


def opened(path, *sheets, **options):
    """The workbook as openpyxl reads it, and the messages of its writing."""
    messages = save(path, sheets, **options)
    return openpyxl.load_workbook(path), messages


@pytest.mark.parametrize(
    "text", ["=1+1", "=HYPERLINK('x')", "+1", "-1", "@SUM(A1)", "#N/A", "TRUE", "001", "http://a.example", "1E5"]
)
def test_a_text_is_a_text_and_nothing_else(tmp_path, text):
    book, messages = opened(tmp_path / "a.xlsx", Sheet("s", [table(text)]))
    cell = book["s"]["A2"]
    assert (cell.value, cell.data_type, cell.number_format, cell.hyperlink) == (text, "s", "@", None)
    assert cell.quotePrefix is (text[0] in "=+-@")
    assert not messages


def test_values_keep_their_kind(tmp_path):
    book, _ = opened(tmp_path / "a.xlsx", Sheet("s", [table("a", None)]))
    share, date = book["s"]["B2"], book["s"]["C2"]
    assert (share.value, share.number_format) == (0.25, "0.0%")
    assert (date.value, date.number_format) == (dt.datetime(2022, 6, 30), "yyyy-mm-dd")
    assert book["s"]["A3"].value is None


@pytest.mark.parametrize(("language", "yes"), [("zh", "是"), ("en", "yes")])
def test_flags_are_written_in_the_readers_language(tmp_path, language, yes):
    flags = Table(pd.DataFrame({"flag": [True]}), [Column("flag", "F", "flag")])
    book, _ = opened(tmp_path / "a.xlsx", Sheet("s", [flags]), language=language)
    assert book["s"]["A2"].value == yes


def test_headings_are_frozen_and_filtered_below_titles_and_notes(tmp_path):
    book, _ = opened(tmp_path / "a.xlsx", Sheet("s", [table("a", "b", title="表")], title="总", notes=["注"]))
    page = book["s"]
    assert [page.cell(row, 1).value for row in range(1, 8)] == ["总", "注", None, "表", "文字", "a", "b"]
    assert (page.freeze_panes, page.auto_filter.ref, page.print_title_rows) == ("A6", "A5:C7", "$5:$5")


def test_a_sheet_of_two_tables_has_no_filter(tmp_path):
    book, _ = opened(tmp_path / "a.xlsx", Sheet("s", [table("a"), table("b")]))
    assert (book["s"].freeze_panes, book["s"].auto_filter.ref) == (None, None)
    assert [book["s"].cell(row, 1).value for row in range(1, 6)] == ["文字", "a", None, "文字", "b"]


def test_columns_are_as_wide_as_their_text_and_long_text_wraps(tmp_path):
    book, _ = opened(tmp_path / "a.xlsx", Sheet("zh", [table("二十" * 10)]), Sheet("long", [table("字" * 100)]))
    assert book["zh"].column_dimensions["A"].width == 42
    assert book["long"].column_dimensions["A"].width == spreadsheet.WIDEST
    assert book["long"]["A2"].alignment.wrap_text


def test_colours_fill_the_cells_of_their_value(tmp_path):
    coloured = table("high", "low", colours={"text": {"high": "F8CBAD"}})
    book, _ = opened(tmp_path / "a.xlsx", Sheet("s", [coloured]))
    assert book["s"]["A2"].fill.fgColor.rgb == "00F8CBAD"
    assert book["s"]["A3"].fill.fill_type is None


def test_what_excel_cannot_hold_is_told(tmp_path):
    book, messages = opened(tmp_path / "a.xlsx", Sheet("s", [table("a\x0bb\uffff", "x" * 40_000)]))
    assert book["s"]["A2"].value == "a\ufffdb\ufffd"
    long = book["s"]["A3"].value
    assert len(long) == spreadsheet.MOST_CHARACTERS
    assert long.endswith("… [40,000]")
    assert messages[0] == "s!A2: 2 control characters are written \ufffd"
    assert messages[1].startswith("s!A3: 40,000 characters")


def test_a_text_like_an_escape_of_excels_is_escaped_itself(tmp_path):
    save(tmp_path / "a.xlsx", [Sheet("s", [table("_x000D_")])])
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert "_x005F_x000D_" in archive.read("xl/worksheets/sheet1.xml").decode("utf-8")


def test_too_many_rows_are_refused_with_a_way_out(tmp_path, monkeypatch):
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 5)
    save(tmp_path / "a.xlsx", [Sheet("s", [table("a")])])
    with pytest.raises(UsageError, match="csv or parquet"):
        save(tmp_path / "a.xlsx", [Sheet("s", [table(*"abcdef")])])


def test_equal_sheets_give_equal_files_without_times():
    first, _ = render([Sheet("s", [table("a")])])
    assert first == render([Sheet("s", [table("a")])])[0]
    assert b"dcterms" not in zipfile.ZipFile(io.BytesIO(first)).read("docProps/core.xml")


def test_names_of_sheets_are_made_to_fit_and_differ():
    names = sheet_names(["一" * 40, "一" * 40, "a/b:c", "A_B_C", "'x'", ""])
    assert names == ["一" * 31, "一" * 29 + " 2", "a_b_c", "A_B_C 2", "x", "_"]


def test_no_name_ends_in_an_apostrophe_once_cut_or_is_reserved():
    end = "a" * 30 + "'b"
    assert sheet_names([end, end]) == ["a" * 30, "a" * 29 + " 2"]
    assert sheet_names(["history", "History"]) == ["history 2", "History 3"]


def test_a_file_that_cannot_be_written_is_left_as_it_was(tmp_path):
    (tmp_path / "folder.xlsx").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="is a folder"):
        save(tmp_path / "folder.xlsx", [Sheet("s", [table("a")])])
    with pytest.raises(RunError, match="cannot be written"):
        save(tmp_path / "file" / "a.xlsx", [Sheet("s", [table("a")])])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder.xlsx"]
