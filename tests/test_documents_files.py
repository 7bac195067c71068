"""The files of a corpus: which are taken, what they and their documents are called, and what is reported of them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pandas as pd
import pytest
from builders import QUICK
from corpora import loaded, notes, statuses, text, with_stray_cells, write
from hypothesis import given
from hypothesis import strategies as st
from jixiao.documents.files import document_ids, find_files
from jixiao.errors import UsageError

# Ids


@given(st.lists(st.sampled_from(["a", "a.b", "a.b.c", "a.c", "x/a.b", "b"]), unique=True))
@QUICK
def test_ids_are_distinct(files):
    half = document_ids(files[: len(files) // 2], {})
    ids = document_ids(files, {name: file for file, name in half.items()})
    assert len(set(ids.values())) == len(ids) == len(files)
    assert half.items() <= ids.items()


# Which files


def found(*paths) -> list[str]:
    return [item.file for item in find_files(paths)]


def test_files_that_are_no_documents_are_passed_over(tmp_path):
    ignored = [".DS_Store", "~$目标.docx", "a.provenance.toml", "Thumbs.db", ".git/x.txt"]
    ignored += ["tidy/datapackage.json", "tidy/funds.csv"]
    write(tmp_path, dict.fromkeys([*ignored, "a.txt", "sub/b"], "x"))
    assert found(tmp_path) == ["a.txt", "sub/b"]


def test_a_folder_without_documents_is_refused(tmp_path):
    (tmp_path / "a.toml").touch()
    with pytest.raises(UsageError, match="no document; expected: published documents; put them there"):
        found(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="names that Windows does not allow")
@pytest.mark.parametrize("name", ["a b.txt", "绩效 目标😀.txt", "a\nb.txt", "长" * 80 + ".txt", '"q",.txt', "=1.txt"])
def test_odd_names_are_names(bring, tmp_path, name):
    assert bring({name: text()}).complete
    assert loaded(tmp_path).documents["file"].tolist() == [name]
    assert set(statuses(bring({})).values()) == {"unchanged"}


@pytest.mark.skipif(os.name == "nt", reason="symbolic links and pipes")
def test_links_and_what_is_no_file_are_survived(bring, tmp_path):
    raw = write(tmp_path / "raw", {"a/1.txt": text()})
    (raw / "a" / "loop").symlink_to(raw)
    (raw / "twice").symlink_to(raw / "a")
    (raw / "lost.txt").symlink_to(raw / "nowhere")
    os.mkfifo(raw / "pipe.txt")
    assert statuses(bring({})) == {"1.txt": "read", "lost.txt": "not read", "pipe.txt": "not read"}
    assert len(loaded(tmp_path).documents) == 1


@pytest.mark.skipif(os.name == "nt", reason="names that are no text")
def test_a_name_that_is_no_text_is_told(bring, tmp_path):
    raw = write(tmp_path / "raw", {"a.txt": text()})
    try:
        (raw / os.fsdecode(b"\xcf\xee.txt")).write_text(text(serial=1), encoding="utf-8")
    except OSError:
        pytest.skip("a file system that takes UTF-8 only")
    report = bring({})
    assert "its name is not UTF-8; rename it" in notes(report).values()
    report.save(tmp_path / "report.json")


# The report


@pytest.fixture
def report(bring):
    return bring({"a.txt": with_stray_cells(text()), "b.txt": "无", "c.txt": text("803003丙单位", serial=5)})


def test_the_report_in_json_has_a_file_with_its_doubts(report, tmp_path):
    report.save(tmp_path / "r.json")
    files = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"), parse_constant=pytest.fail)["files"]
    assert [row["status"] for row in files] == ["read", "not read", "read"]
    assert [row["projects"] for row in files] == [1, None, 1]
    assert [len(row["doubts"]) for row in files] == report.files["doubts"].fillna(0).tolist()
    assert "某文" in json.dumps(files[0]["doubts"], ensure_ascii=False)


def test_the_report_in_csv_has_a_row_a_doubt_and_one_for_each_file_without(report, tmp_path):
    report.save(tmp_path / "r.csv")
    df = pd.read_csv(tmp_path / "r.csv", encoding="utf-8-sig")
    assert len(df) == len(report.doubts) + 2
    assert df["path"].map(lambda path: Path(path).name).unique().tolist() == ["a.txt", "b.txt", "c.txt"]


@pytest.mark.parametrize("name", ["r.xlsx", "r", "nowhere/r.csv", "raw"])
def test_a_report_that_cannot_be_written_is_refused(report, tmp_path, name):
    with pytest.raises(UsageError, match=r"expected: a file in a folder that exists, \.csv or \.json"):
        report.save(tmp_path / name)


def test_unread_cells_are_counted_and_make_the_report_incomplete(report):
    assert report.files["unread_cells"].fillna(0).tolist() == [1, 0, 0]
