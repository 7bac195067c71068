"""A folder of outputs is replaced whole, or stays as it was."""

import pytest
from filelock import FileLock
from jixiao.briefs.output import replaced_folder
from jixiao.errors import RunError, UsageError


def test_a_folder_is_replaced_whole(tmp_path):
    target = tmp_path / "brief"
    for text in ("old", "new"):
        with replaced_folder(target, "done") as staged:
            (staged / text).touch()
            (staged / "done").touch()
    assert sorted(path.name for path in target.iterdir()) == ["done", "new"]
    assert {path.name for path in tmp_path.iterdir()} <= {"brief", ".brief.lock"}


def test_a_failed_run_leaves_the_old_folder(tmp_path):
    target = tmp_path / "brief"
    with replaced_folder(target, "done") as staged:
        (staged / "done").touch()
    with pytest.raises(ValueError, match="broken"), replaced_folder(target, "done") as staged:
        (staged / "half").touch()
        raise ValueError("broken")
    assert [path.name for path in target.iterdir()] == ["done"]


def test_nothing_of_the_users_is_removed(tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "thesis.txt").touch()
    for target in (tmp_path / "thesis", tmp_path / "thesis" / "thesis.txt"):
        with pytest.raises(UsageError, match="choose another folder"), replaced_folder(target, "done"):
            pass
    assert (tmp_path / "thesis" / "thesis.txt").is_file()


def test_a_folder_that_cannot_be_replaced_stays(tmp_path, monkeypatch):
    target = tmp_path / "brief"
    with replaced_folder(target, "done") as staged:
        (staged / "done").touch()
    rename = type(target).rename

    def busy(self, other):
        if self.name == ".brief.new":
            raise PermissionError(13, "in use")
        return rename(self, other)

    monkeypatch.setattr(type(target), "rename", busy)
    with pytest.raises(RunError, match="close the programs"), replaced_folder(target, "done"):
        pass
    assert (target / "done").is_file()


def test_what_a_killed_run_left_is_cleared_up(tmp_path):
    (tmp_path / ".brief.new").mkdir()
    (tmp_path / ".brief.old").mkdir()
    (tmp_path / ".brief.old" / "saved").touch()  # killed between the two renames
    with pytest.raises(ValueError, match="x"), replaced_folder(tmp_path / "brief", "done"):
        raise ValueError("x")
    assert [path.name for path in (tmp_path / "brief").iterdir()] == ["saved"]


def test_two_runs_at_once_are_told_apart(tmp_path):
    with FileLock(tmp_path / ".brief.lock"), pytest.raises(RunError, match="another run"):
        replaced_folder(tmp_path / "brief", "done").__enter__()
