"""A folder of outputs is replaced whole, or stays as it was."""

import pytest
from filelock import FileLock
from jixiao.errors import RunError, UsageError
from jixiao.output import replaced_folder


def listed(folder):
    """The manifest of these tests, done, has a line a file."""
    return {"done", *(folder / "done").read_text(encoding="utf-8").split()} if (folder / "done").exists() else set()


def replaced(folder):
    return replaced_folder(folder, "done", listed)


def write(folder, *names):
    """Files and the manifest that lists them."""
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).touch()
    (folder / "done").write_text("\n".join(names), encoding="utf-8")


def test_a_folder_is_replaced_whole(tmp_path):
    target = tmp_path / "brief"
    for text in ("old", "new"):
        with replaced(target) as staged:
            write(staged, text)
    assert sorted(path.name for path in target.iterdir()) == ["done", "new"]
    assert {path.name for path in tmp_path.iterdir()} <= {"brief", ".brief.lock"}


def test_a_failed_run_leaves_the_old_folder(tmp_path):
    target = tmp_path / "brief"
    with replaced(target) as staged:
        (staged / "done").touch()
    with pytest.raises(ValueError, match="broken"), replaced(target) as staged:
        (staged / "half").touch()
        raise ValueError("broken")
    assert [path.name for path in target.iterdir()] == ["done"]


def test_nothing_of_the_users_is_removed(tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "thesis.txt").touch()
    for target in (tmp_path / "thesis", tmp_path / "thesis" / "thesis.txt"):
        with pytest.raises(UsageError, match="choose another folder"), replaced(target):
            pass
    assert (tmp_path / "thesis" / "thesis.txt").is_file()


def test_files_of_the_users_in_the_folder_are_kept(tmp_path):
    target = tmp_path / "brief"
    with replaced(target) as staged:
        write(staged, "exhibits/old.csv")
    (target / "exhibits" / "ledger.csv").write_text("mine", encoding="utf-8")
    (target / "notes" / "empty").mkdir(parents=True)
    with replaced(target) as staged:
        write(staged, "exhibits/new.csv")
    assert {path.name for path in (target / "exhibits").iterdir()} == {"ledger.csv", "new.csv"}
    assert (target / "exhibits" / "ledger.csv").read_text(encoding="utf-8") == "mine"
    assert (target / "notes" / "empty").is_dir()


def test_a_file_of_the_users_in_the_place_of_a_new_one_stops_the_run(tmp_path):
    target = tmp_path / "brief"
    with replaced(target) as staged:
        write(staged)
    (target / "a.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=r"a\.csv"), replaced(target) as staged:
        write(staged, "a.csv")
    assert (target / "a.csv").read_text(encoding="utf-8") == "mine"


def test_a_manifest_of_another_is_none(tmp_path):
    (tmp_path / "done").mkdir()
    (tmp_path / "done" / "brief").touch()
    with pytest.raises(UsageError, match="no done of this program"), replaced_folder(tmp_path, "done", lambda _: set()):
        pass


def test_a_folder_that_cannot_be_replaced_stays(tmp_path, monkeypatch):
    target = tmp_path / "brief"
    with replaced(target) as staged:
        (staged / "done").touch()
    rename = type(target).rename

    def busy(self, other):
        if self.name == ".brief.new":
            raise PermissionError(13, "in use")
        return rename(self, other)

    monkeypatch.setattr(type(target), "rename", busy)
    with pytest.raises(RunError, match="close the programs"), replaced(target) as staged:
        (staged / "new").touch()
    assert (target / "done").is_file()


def test_what_a_killed_run_left_is_cleared_up(tmp_path):
    (tmp_path / ".brief.new").mkdir()
    (tmp_path / ".brief.old").mkdir()
    (tmp_path / ".brief.old" / "saved").touch()  # killed between the two renames
    with pytest.raises(ValueError, match="x"), replaced(tmp_path / "brief"):
        raise ValueError("x")
    assert [path.name for path in (tmp_path / "brief").iterdir()] == ["saved"]


def test_two_runs_at_once_are_told_apart(tmp_path):
    with FileLock(tmp_path / ".brief.lock"), pytest.raises(RunError, match="another run"):
        replaced(tmp_path / "brief").__enter__()


def test_a_block_that_writes_nothing_changes_nothing(tmp_path):
    target = tmp_path / "brief"
    with replaced(target):
        pass
    assert not target.exists()
