"""CSV for spreadsheets: no cell begins like a formula, numbers stay numbers; every CSV for readers is such a one."""

import csv
import io
from dataclasses import replace

import jixiao
import numpy as np
import pandas as pd
import pytest
from builders import QUICK
from command_line import jixiao as run
from corpora import text, write
from hypothesis import given
from hypothesis import strategies as st
from jixiao import exhibits
from jixiao.spreadsheet_csv import begins_like_formula, formulas, spreadsheet_csv

FORMULA = '=HYPERLINK("http://127.0.0.1:9/","点")'
STARTS = [
    "=",
    "+",
    "-",
    "@",
    "＝",
    "＋",
    "－",
    "＠",
    "﹦",
    "\t",
    "\r",
    "\n",
    " =",
    "\u3000＝",
    "\xa0=",
    "\ufeff@",
    "\u200b=",
    "\r\n=",
]


def rows(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def unsafe(content: bytes) -> list[str]:
    """Cells that a spreadsheet would run, but for numbers."""
    return [
        cell
        for row in rows(content)
        for cell in row
        if cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) and not is_number(cell)
    ]


def is_number(cell: str) -> bool:
    try:
        return bool(cell.isascii() and np.isreal(float(cell)))
    except ValueError:
        return False


@pytest.mark.parametrize("start", STARTS)
def test_a_text_that_begins_like_a_formula_stands_after_an_apostrophe(start):
    df = pd.DataFrame({f"{start}1": [f"{start}1+1", "甲"]})
    assert formulas(df) == 1
    assert rows(spreadsheet_csv(df)) == [
        [("'" + start + "1").replace("\r\n", "\n").replace("\r", "\n")],
        [("'" + start + "1+1").replace("\r\n", "\n").replace("\r", "\n")],
        ["甲"],
    ]


def test_numbers_dates_and_what_is_missing_stay_as_they_are():
    df = pd.DataFrame(
        {
            "a": [-1.5, None],
            "b": pd.array([-1, None], dtype="Int64"),
            "c": pd.to_datetime(["2022-03-31", None]),
            "d": [True, False],
            "e": pd.Series([-2, None], dtype=object),
            "f": ["≥5%", None],
            "g": pd.Categorical(["-3", "x"]),
        }
    )
    assert rows(spreadsheet_csv(df)) == [
        [*"abcdefg"],
        ["-1.5", "-1", "2022-03-31", "True", "-2", "≥5%", "'-3"],
        [*("",) * 3, "False", "", "", "x"],
    ]
    assert formulas(df) == 1


def test_a_table_of_nothing_has_its_headings():
    assert rows(spreadsheet_csv(pd.DataFrame(columns=["a", "=b"]))) == [["a", "'=b"]]


@QUICK
@given(st.lists(st.text(st.sampled_from("=+-@＝\t\r\n\" ,;'5甲")), min_size=1))
def test_any_text_is_one_safe_cell(texts):
    content = spreadsheet_csv(pd.DataFrame({"a": texts, "b": 1}))
    assert [row[1] for row in rows(content)] == ["b", *"1" * len(texts)]
    assert not [cell for cell in (row[0] for row in rows(content)) if begins_like_formula(cell)]
    shown = [
        row[0].removeprefix("'") if begins_like_formula(t) else row[0]
        for t, row in zip(texts, rows(content)[1:], strict=True)
    ]
    assert shown == [t.replace("\r\n", "\n").replace("\r", "\n") for t in texts]


# Every CSV for readers


@pytest.fixture(scope="module")
def risky(sample):
    """The sample with formulas for every published text."""
    tables = {}
    for name, columns in {
        "projects": ["project_name", "purpose"],
        "indicators": ["indicator", "description", "target"],
    }.items():
        df = getattr(sample, name)
        tables[name] = df.assign(**dict.fromkeys(columns, FORMULA))
    departments = sample.departments.assign(department=FORMULA)
    return replace(sample, departments=departments, **tables)


@pytest.mark.parametrize("function", ["budget_ranking", "project_curves", "weakest_targets", "top_findings"])
def test_exhibits(function, risky):
    content = getattr(exhibits, function)(risky).csv
    assert b"'=HYPERLINK" in content
    assert not unsafe(content)


def test_what_commands_write(risky, tmp_path):
    risky.save(tmp_path / "tidy")
    assert FORMULA.replace('"', '""').encode() in (tmp_path / "tidy/projects.csv").read_bytes()
    for arguments in (
        ["review", "--dataset", tmp_path / "tidy", "--format", "csv", "--to", tmp_path / "review.csv"],
        ["compare", "sample", tmp_path / "tidy", "--format", "csv", "--to", tmp_path / "compare"],
        ["export", "--dataset", tmp_path / "tidy", "--format", "csv", "--to", tmp_path / "export"],
    ):
        assert run(*arguments)[0] == 0
    written = [tmp_path / "review.csv", *(tmp_path / "compare").iterdir(), *(tmp_path / "export").iterdir()]
    assert not [path for path in written if unsafe(path.read_bytes())]
    assert any(b"'=HYPERLINK" in path.read_bytes() for path in written)


def test_an_imports_report(tmp_path):
    content = text(target="=1+1") + "\t=9*9\n\t无关\n"
    report = jixiao.documents.import_documents([write(tmp_path / "raw", {"=甲2022.txt": content})], tmp_path / "tidy")
    report.save(tmp_path / "report.csv")
    assert not unsafe((tmp_path / "report.csv").read_bytes())
