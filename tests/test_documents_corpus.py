"""Many documents into one dataset: what is read again, what stays, what is told, whatever the files are."""

from __future__ import annotations

import os

import jixiao
import pandas as pd
import pytest
from corpora import contents, loaded, notes, statuses, targets, text, with_stray_cells, write
from filelock import FileLock
from jixiao.documents import corpus, import_documents
from jixiao.errors import DatasetError, RunError, UsageError

# One import


def test_files_of_all_folders_are_one_dataset_in_the_order_of_their_ids(bring, tmp_path):
    report = bring({"b/2.txt": text(projects=2), "a 局/十.txt": text("803002乙单位", serial=5)})
    data = loaded(tmp_path)
    assert data.documents["document_id"].tolist() == ["a 局/十", "b/2"]
    assert data.projects["project_id"].tolist() == ["a 局/十/1", "b/2/1", "b/2/2"]
    assert data.departments["department_id"].tolist() == ["130209-803001", "130209-803002"]
    assert report.complete
    assert report.files[["projects", "indicators"]].to_numpy().tolist() == [[1, 1], [2, 2]]
    assert report.written == sorted((tmp_path / "tidy").iterdir())


def test_a_file_that_cannot_be_read_stops_nothing(bring, tmp_path):
    report = bring({"a.txt": text(), "b.txt": "没有表格，2022年", "c.txt": ""})
    assert statuses(report) == {"a.txt": "read", "b.txt": "not read", "c.txt": "not read"}
    assert notes(report)["b.txt"].startswith("no target table; expected: ")
    assert not report.complete
    assert loaded(tmp_path).documents["file"].tolist() == ["a.txt"]


def test_an_error_of_this_program_is_told_with_its_name_and_trace(bring, monkeypatch, tmp_path):
    read_document = corpus.read_document
    broken = tmp_path / "raw" / "b.txt"
    monkeypatch.setattr(
        corpus, "read_document", lambda path, **options: 1 / (path != broken) and read_document(path, **options)
    )
    report = bring({"a.txt": text(), "b.txt": text("803002乙单位")})
    assert notes(report) == {"b.txt": "internal error: ZeroDivisionError: division by zero"}
    assert "Traceback" in report.traces[str(broken)]
    assert loaded(tmp_path).documents["file"].tolist() == ["a.txt"]


def test_a_document_of_the_wrong_shape_is_an_error_of_this_program(bring, monkeypatch, tmp_path):
    read_document = corpus.read_document

    def misread(path, **options):
        data = read_document(path, **options)
        return jixiao.Dataset(**{**data.tables, "projects": data.projects.iloc[:0]}) if path.stem == "b" else data

    monkeypatch.setattr(corpus, "read_document", misread)
    report = bring({"a.txt": text(), "b.txt": text("803002乙单位")})
    assert (
        notes(report)["b.txt"].startswith("internal error: goals.project_id names") or "b/1" in notes(report)["b.txt"]
    )
    assert loaded(tmp_path).documents["file"].tolist() == ["a.txt"]


def test_a_file_that_changes_while_it_is_read_is_doubted(bring, monkeypatch, tmp_path):
    read_document = corpus.read_document

    def late(path, **options):
        path.write_text(text(target="2台"), encoding="utf-8")
        return read_document(path, **options)

    monkeypatch.setattr(corpus, "read_document", late)
    report = bring({"a.txt": text(target="1台")})
    assert report.doubts["found"].tolist() == ["the file changed while it was read"]
    assert targets(loaded(tmp_path)) == {"a": "2台"}


def test_processes_give_what_one_process_gives(bring, tmp_path):
    files = {f"{number}.txt": text(f"80300{number}单位", serial=number) for number in range(4)} | {"x.txt": "无"}
    one = bring(files)
    before = contents(tmp_path / "tidy")
    two = bring(files, jobs=2, force=True)
    assert contents(tmp_path / "tidy") == before
    pd.testing.assert_frame_equal(one.files, two.files)


def test_one_process_is_watched_too(bring):
    report = bring({"a.txt": text(), "b.txt": text("803002乙单位", serial=5)}, jobs=1, seconds=0)
    assert set(notes(report).values()) == {"took longer than 0 seconds and was stopped"}


def test_there_are_not_more_processes_than_files_or_than_the_system_waits_for(bring, monkeypatch):
    asked = []
    monkeypatch.setattr(corpus, "map_tasks", lambda *_, jobs, seconds: (n for n in [asked.append(jobs)] if n))
    bring({f"{n}.txt": text(serial=n) for n in range(70)}, jobs=500)
    bring({}, ["raw/1.txt", "raw/2.txt"], jobs=500)
    assert asked == [60, 2]


@pytest.mark.parametrize(
    ("ending", "size", "files", "jobs"),
    [
        (".xlsx", 15_000, 5, 1),
        (".xlsx", 15_000, 400, 4),
        (".pdf", 2_000_000, 4, 2),
        (".doc", 9, 3, 3),
        (".txt", 1, 9, 1),
    ],
)
def test_as_many_processes_are_started_as_pay(bring, monkeypatch, tmp_path, ending, size, files, jobs):
    asked = []
    monkeypatch.setattr(corpus, "map_tasks", lambda *_, jobs, seconds: (n for n in [asked.append(jobs)] if n))
    monkeypatch.setattr("os.cpu_count", lambda: 4)
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(files):
        path = folder / f"{number}{ending}"
        path.write_text(str(number), encoding="utf-8")
        os.truncate(path, size)
    bring({}, [folder], jobs=None)
    assert asked == [jobs]


def test_interrupted_what_was_read_is_kept(bring, monkeypatch, tmp_path):
    read_document = corpus.read_document

    def interrupt(path, **options):
        if path.stem == "c":
            raise KeyboardInterrupt
        return read_document(path, **options)

    files = {f"{name}.txt": text(serial=i) for i, name in enumerate("abcd")}
    with monkeypatch.context() as patched:
        patched.setattr(corpus, "read_document", interrupt)
        report = bring(files)
    assert list(statuses(report).values()) == ["read", "read", "not read", "not read"]
    assert set(notes(report).values()) == {"interrupted before it was read"}
    assert loaded(tmp_path).documents["file"].tolist() == ["a.txt", "b.txt"]
    assert list(statuses(bring(files)).values()) == ["unchanged", "unchanged", "read", "read"]


# Strict


@pytest.mark.parametrize("bad", ["无", with_stray_cells(text("803002乙单位", serial=5))])
def test_strictly_nothing_is_written_where_something_was_not_read_or_is_doubtful(bring, tmp_path, bad):
    bring({"a.txt": text()})
    before = contents(tmp_path / "tidy")
    report = bring({"b.txt": bad}, strict=True)
    assert not report.certain
    assert report.written == []
    assert contents(tmp_path / "tidy") == before
    assert bring({"b.txt": text("803002乙单位", serial=5)}, strict=True).written


# The destination


def test_a_dataset_in_parquet_loads_as_the_one_in_csv_and_stays_parquet(bring, tmp_path):
    bring({"a.txt": text()})
    before = loaded(tmp_path)
    assert bring({}, form="parquet").written
    bring({"b.txt": text("803002乙单位", serial=5)})
    assert {path.suffix for path in (tmp_path / "tidy").iterdir()} == {".parquet", ".json"}
    for name, df in loaded(tmp_path).without(["b"]).tables.items():
        pd.testing.assert_frame_equal(df, before.tables[name])


def test_two_imports_at_once_are_told_apart(bring, tmp_path):
    with FileLock(tmp_path / ".tidy.lock"), pytest.raises(RunError, match="another run is writing there"):
        bring({"a.txt": text()})


def test_a_folder_that_holds_something_else_is_left_alone(bring, tmp_path):
    write(tmp_path / "tidy", {"thesis.txt": "x"})
    with pytest.raises(UsageError, match=r"holds files but no datapackage\.json of this program"):
        bring({"a.txt": text()})


@pytest.mark.parametrize("place", ["tidy", "tidy/below"])
def test_a_file_in_the_place_of_the_folder_is_left_alone(tmp_path, place):
    write(tmp_path, {"tidy": "x", "raw/a.txt": text()})
    with pytest.raises((UsageError, RunError), match="tidy"):
        import_documents([tmp_path / "raw"], tmp_path / place)
    assert (tmp_path / "tidy").read_text(encoding="utf-8") == "x"


def test_a_full_disk_is_one_message_and_leaves_the_dataset(bring, monkeypatch, tmp_path):
    bring({"a.txt": text()})
    before = contents(tmp_path / "tidy")

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pd.DataFrame, "to_csv", full)
    with pytest.raises(RunError, match="cannot be written: No space left on device"):
        bring({"b.txt": text("803002乙单位")})
    assert contents(tmp_path / "tidy") == before


def test_a_dataset_that_was_edited_into_a_wrong_shape_is_refused(bring, tmp_path):
    bring({"a.txt": text()})
    (tmp_path / "tidy" / "documents.csv").write_text("a,b\n", encoding="utf-8")
    with pytest.raises(DatasetError, match=r"documents\.csv: columns a, b"):
        bring({"b.txt": text("803002乙单位")})
