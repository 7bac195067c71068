"""Exports: the tables whole, in the reader's words, safe in a spreadsheet, and never half written."""

import logging
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest
from command_line import jixiao
from corpora import contents
from jixiao import export as module
from jixiao.dictionary import TABLES, meaning
from jixiao.errors import UsageError
from jixiao.export import columns, export
from jixiao.phrases import LANGUAGES, say


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture(scope="module")
def book(sample, language, tmp_path_factory):
    path = tmp_path_factory.mktemp("export") / "a.xlsx"
    assert export(sample, path, language=language) == [path]
    return openpyxl.load_workbook(path)


@pytest.mark.parametrize("name", TABLES)
def test_every_column_has_heading_and_meaning_in_both_languages(name):
    for language in LANGUAGES:
        labels = [column.label for column in columns(name, language)]
        assert len(set(labels)) == len(labels)
        assert all(meaning(name, column, language=language) for column in ["", *TABLES[name].columns])


def test_a_sheet_holds_its_table_row_by_row(book, language, sample):
    assert len(book.sheetnames) == len(TABLES) + 1
    for name, df in sample.tables.items():
        rows = list(book[say(f"table.{name}", language)].iter_rows(values_only=True))
        assert rows[0] == tuple(column.label for column in columns(name, language))
        assert len(rows) == len(df) + 1
        for place, column in enumerate(columns(name, language)):
            if column.kind not in ("level", "place", "date"):  # these are written for the reader
                found = pd.Series([row[place] for row in rows[1:]], dtype=object)
                # What a document breaks with a carriage return, Excel breaks with a line feed.
                expected = df[column.name].astype(object).where(df[column.name].notna(), None)
                assert found.tolist() == expected.tolist()


def test_codes_are_texts_shares_percentages_and_dates_dates(book, language):
    projects, plans = book[say("table.projects", language)], book[say("table.disbursements", language)]
    assert projects["F2"].data_type == "s"
    assert projects["F2"].value == "13020922P00H00E100020"
    assert (plans["B2"].is_date, plans["D2"].value, plans["D2"].number_format) == (True, 0.2, "0.0%")


def test_the_first_sheet_explains_every_table_and_column(book, language):
    texts = list(book.worksheets[0].iter_rows(values_only=True))
    for name, schema in TABLES.items():
        assert any(row[1] == name and row[4] == meaning(name, language=language) for row in texts)
        fields = [row[2] for row in texts if row[0] == say(f"table.{name}", language)]
        assert set(schema.columns) <= set(fields)


def test_csv_is_for_spreadsheets_and_runs_nothing(sample, tmp_path, caplog):
    risky = sample.indicators.assign(target=["=1+1", "+2", "-3", "@x", *sample.indicators["target"][4:]])
    with caplog.at_level(logging.WARNING):
        export(replace(sample, indicators=risky), tmp_path, form="csv")
    content = (tmp_path / "indicators.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    df = pd.read_csv(tmp_path / "indicators.csv", dtype=str)
    heading = next(column.label for column in columns("indicators", "zh") if column.name == "target")
    assert df[heading].head(4).tolist() == ["'=1+1", "'+2", "'-3", "'@x"]
    assert "4 texts begin like a formula" in caplog.text
    assert len(df) == len(sample.indicators)


def test_parquet_keeps_names_types_and_every_value(sample, tmp_path):
    export(sample, tmp_path, form="parquet")
    for name, df in sample.tables.items():
        pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / f"{name}.parquet"), df, check_dtype=False)


@pytest.mark.parametrize("form", ["xlsx", "csv", "parquet"])
def test_a_failed_export_leaves_what_was_there(sample, tmp_path, form, monkeypatch):
    to = tmp_path / "a.xlsx" if form == "xlsx" else tmp_path
    before = {path: path.read_bytes() for path in export(sample, to, form=form)}
    monkeypatch.setattr(module, "replace_files", lambda contents: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        export(sample.select(projects=1), to, form=form)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_equal_tables_give_equal_files(sample, tmp_path):
    assert export(sample, tmp_path / "a.xlsx")[0].read_bytes() == export(sample, tmp_path / "b.xlsx")[0].read_bytes()


@pytest.mark.parametrize(("to", "form"), [("a.xls", "xlsx"), ("folder", "xlsx"), ("file.txt", "csv")])
def test_a_place_of_the_wrong_kind_is_refused(sample, tmp_path, to, form):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="expected"):
        export(sample, tmp_path / to, form=form)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_dataset_is_not_written_over(sample, tmp_path, form):
    sample.save(tmp_path / "tidy")
    before = contents(tmp_path / "tidy")
    with pytest.raises(UsageError, match="a dataset; expected: a folder of its own"):
        export(sample, tmp_path / "tidy", form=form)
    assert contents(tmp_path / "tidy") == before


def test_the_command_writes_what_is_asked_for_and_prints_its_path(tmp_path):
    to = tmp_path / "表.xlsx"
    assert jixiao("export", "--department", "803001", "--year", 2022, "--to", to) == (0, [str(to)], "")
    code, out, err = jixiao("export", "--year", 2020, "--to", to)
    assert (code, out) == (2, [])
    assert "2022" in err
