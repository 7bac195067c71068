"""Where the workbook is found, and that running notebooks leaves no trace of the machine."""

import pytest
from jixiao import workbook
from jixiao.errors import UsageError


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
