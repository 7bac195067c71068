"""Where the workbook is found, and how files are replaced: all of them or none."""

import os
import subprocess
import sys
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jixiao import workbook
from jixiao.errors import RunError, UsageError


def make_workbook(folder):
    for name in workbook.FOLDERS:
        (folder / name).mkdir(parents=True)
    return folder


def test_the_nearest_folder_upwards_is_the_workbook(tmp_path, monkeypatch):
    inner = make_workbook(tmp_path / "我的 工作簿")
    below = inner / "a" / "b"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    monkeypatch.delenv("JIXIAO_HOME", raising=False)
    assert workbook.workbook() == inner


def test_the_variable_comes_first(tmp_path, monkeypatch):
    monkeypatch.setenv("JIXIAO_HOME", str(make_workbook(tmp_path / "w")))
    assert workbook.workbook() == tmp_path / "w"


def test_elsewhere_it_is_the_checkout(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JIXIAO_HOME", raising=False)
    assert "sample" in workbook.datasets()


def test_a_folder_that_is_none_is_refused_with_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("JIXIAO_HOME", str(tmp_path))
    with pytest.raises(UsageError, match=r"expected: a folder that holds data/ and notebooks/.*--workbook"):
        workbook.workbook()


def test_a_dataset_whose_swap_was_cut_off_is_still_one(tmp_path, monkeypatch):
    monkeypatch.setenv("JIXIAO_HOME", str(make_workbook(tmp_path)))
    (tmp_path / "data" / "local" / ".tidy.old").mkdir(parents=True)
    assert workbook.datasets() == ["local"]


def test_a_workbook_whose_path_is_not_utf8_is_refused(tmp_path, monkeypatch):
    folder = os.fsencode(tmp_path) + b"/b\xff"
    try:
        make_workbook(Path(os.fsdecode(folder)))
    except OSError:
        pytest.skip("the system has no such names")
    monkeypatch.setenv("JIXIAO_HOME", os.fsdecode(folder))
    with pytest.raises(UsageError, match=r"b\\udcff: its path is not UTF-8"):
        workbook.workbook()


# Names


NO_NAMES = [
    "",
    ".",
    "..",
    ".hidden",
    "../evil",
    "a/b",
    "a\\b",
    "c:",
    "a?",
    "a\nb",
    "a\x7f",
    "a\x85b",
    "b\udcff",
    "a.",
    "a ",
]
NO_NAMES += [" a", "CON", "con.txt", "Nul .tar.gz", "aux", "COM1", "lpt9.csv", "com¹", "CONIN$", "预" * 86, "a" * 256]


@pytest.mark.parametrize("name", NO_NAMES, ids=ascii)
def test_a_name_that_some_system_does_not_take_is_refused(name):
    with pytest.raises(UsageError, match="no name for a dataset") as error:
        workbook.dataset_folder(name)
    str(error.value).encode("utf-8")


@pytest.mark.parametrize("name", ["local", "预" * 85, "a" * 255, "2022 本级.v2", "console", "com", "com10", "nulls.x"])
def test_a_name_that_every_system_takes_is_one(name):
    assert workbook.dataset_folder(name) == workbook.workbook() / "data" / name


def test_a_dataset_that_is_there_has_its_name(tmp_path, monkeypatch):
    monkeypatch.setenv("JIXIAO_HOME", str(make_workbook(tmp_path)))
    (tmp_path / "data" / "a?b" / "tidy").mkdir(parents=True)
    assert workbook.dataset_folder("a?b").is_dir()
    with pytest.raises(UsageError, match="such as 'a_c'"):
        workbook.dataset_folder("a?c")


@given(st.text(st.characters()))
@example("con." + "预" * 90)
@example("nul" + " " * 300 + "x")
def test_any_text_makes_a_name_that_every_system_takes_or_none(text):
    name = workbook.file_name(text)
    assert workbook.file_name(name) == name
    assert len(name.encode("utf-8")) <= 255
    assert name == name.strip(" .")
    assert not PureWindowsPath(name).is_reserved()


# Files


def test_files_are_replaced_and_nothing_else_is_left(tmp_path):
    files = {tmp_path / "new" / "a": b"1", tmp_path / "b": b"2"}
    (tmp_path / "b").write_bytes(b"old")
    workbook.replace_files(files)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == files
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("place", ["goals.csv", "."])
def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path, monkeypatch, place):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "goals.csv").mkdir()
    (tmp_path / "a.csv").write_bytes(b"old")
    with pytest.raises(UsageError, match="is a folder"):
        workbook.replace_files({Path("a.csv"): b"new", Path(place): b"new"})
    assert (tmp_path / "a.csv").read_bytes() == b"old"


def test_a_failed_writing_leaves_every_file_as_it_was(tmp_path, monkeypatch):
    (tmp_path / "a").write_bytes(b"old")
    replace = Path.replace

    def busy(self, other):
        if Path(other).name == "c":
            raise PermissionError(13, "in use")
        return replace(self, other)

    monkeypatch.setattr(Path, "replace", busy)
    with pytest.raises(RunError, match="in use"):
        workbook.replace_files({tmp_path / name: b"new" for name in "abc"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"old"}


@pytest.mark.skipif(os.name == "nt", reason="links need rights there, and devices are no files")
def test_of_a_link_the_file_it_leads_to_is_replaced(tmp_path):
    links = {"link.csv": "there/a.csv", "again.csv": "link.csv", "folder": "there", "none.csv": "new/b.csv"}
    for name, target in links.items():
        (tmp_path / name).symlink_to(target)
    (tmp_path / "there").mkdir()
    for content in (b"1", b"2"):
        workbook.replace_files({tmp_path / name: content for name in ("again.csv", "folder/c.csv", "none.csv")})
    assert {name: str((tmp_path / name).readlink()) for name in links} == links
    places = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if not path.is_symlink()]
    assert sorted(places) == ["new", "new/b.csv", "there", "there/a.csv", "there/c.csv"]
    assert {(tmp_path / name).read_bytes() for name in ("again.csv", "folder/c.csv", "none.csv")} == {b"2"}


@pytest.mark.skipif(os.name == "nt", reason="links need rights there, and devices are no files")
def test_a_pipe_is_not_replaced_by_a_file(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("pipe")
    for name in ("pipe", "link"):
        with pytest.raises(UsageError, match="a device or a pipe"):
            workbook.replace_files({tmp_path / name: b"new"})
    assert (tmp_path / "pipe").is_fifo()


def test_what_a_killed_writing_left_is_cleared_by_the_next(tmp_path):
    code = (
        "import os, sys; from pathlib import Path; from jixiao import workbook\n"
        "workbook._move_in = lambda asides: os._exit(9)\n"
        "workbook.replace_files({Path(sys.argv[1]): b'new'})"
    )
    (tmp_path / "a").write_bytes(b"old")
    assert subprocess.run([sys.executable, "-c", code, tmp_path / "a"], check=False).returncode == 9
    assert len(list(tmp_path.iterdir())) == 2
    workbook.replace_files({tmp_path / "b": b"new"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"old", "b": b"new"}


def test_a_file_of_the_users_beside_is_left_alone(tmp_path):
    (tmp_path / ".a.new").write_bytes(b"mine")
    workbook.replace_files({tmp_path / "a": b"new"})
    assert (tmp_path / ".a.new").read_bytes() == b"mine"


def test_a_table_of_a_dataset_is_not_written_over(tmp_path):
    (tmp_path / "datapackage.json").write_text('{"resources": [{"path": "documents.csv"}]}', encoding="utf-8")
    (tmp_path / "documents.csv").write_bytes(b"table")
    with pytest.raises(UsageError, match="is a file of a dataset"):
        workbook.replace_files({tmp_path / "documents.csv": b"report"})
    for _ in range(2):  # a file of the user's there may be written again
        workbook.replace_files({tmp_path / "report.csv": b"report"})
    assert (tmp_path / "documents.csv").read_bytes() == b"table"
