"""Where the workbook is found, and how files are replaced: all of them or none."""

from pathlib import Path

import pytest
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


def test_a_file_of_the_users_beside_is_left_alone(tmp_path):
    (tmp_path / ".a.new").write_bytes(b"mine")
    workbook.replace_files({tmp_path / "a": b"new"})
    assert (tmp_path / ".a.new").read_bytes() == b"mine"
