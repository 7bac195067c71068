"""A folder of outputs is replaced whole, or stays as it was."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from jixiao.errors import RunError, UsageError
from jixiao.output import replaced_folder, standing


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
    assert {path.name for path in tmp_path.iterdir()} == {"brief"}


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
        write(staged, "a", "b")
    for last in range(1, 9):
        rename, calls = type(target).rename, []

        def busy(self, other, rename=rename, last=last, calls=calls):
            calls.append(self)
            if len(calls) == last:
                raise PermissionError(13, "in use")
            return rename(self, other)

        with monkeypatch.context() as patch:
            patch.setattr(type(target), "rename", busy)
            with pytest.raises(RunError, match="close the programs"), replaced(target) as staged:
                write(staged, "b", "c")
        assert sorted(path.name for path in target.iterdir()) == ["a", "b", "done"], last
        assert [path.name for path in tmp_path.iterdir()] == ["brief"], last


@pytest.mark.parametrize("last", range(1, 9))
def test_a_run_interrupted_between_two_moves_leaves_the_old_files(tmp_path, monkeypatch, last):
    target, rename, calls = tmp_path / "brief", Path.rename, []
    with replaced(target) as staged:
        write(staged, "a", "b")

    def interrupted(self, other):
        rename(self, other)
        calls.append(self)
        if len(calls) == last:
            raise KeyboardInterrupt

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt), replaced(target) as staged:
        write(staged, "b", "c")
    assert files(target) == ["a", "b", "done"]
    assert [path.name for path in tmp_path.iterdir()] == ["brief"]


def test_a_disk_of_its_own_is_filled_from_within(tmp_path, monkeypatch):
    target = tmp_path / "disk"
    target.mkdir()
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path) == target)
    for text in ("one", "two"):
        with replaced(target) as staged:
            assert staged.parent == target
            write(staged, text)
        assert files(target) == sorted(["done", text])
    assert [path.name for path in tmp_path.iterdir()] == ["disk"]


def test_what_a_killed_run_left_is_cleared_up(tmp_path):
    (tmp_path / ".brief.new").mkdir()
    (tmp_path / ".brief.old").mkdir()
    (tmp_path / ".brief.old" / "saved").touch()  # of a version that renamed the folder, killed between
    assert standing(tmp_path / "brief") == tmp_path / ".brief.old"
    with pytest.raises(ValueError, match="x"), replaced(tmp_path / "brief"):
        raise ValueError("x")
    assert [path.name for path in (tmp_path / "brief").iterdir()] == ["saved"]


KILLED = """
import os, sys
from pathlib import Path
from test_output import replaced, write
target, last, calls, rename = Path(sys.argv[1]), int(sys.argv[2]), [], Path.rename
def killing(self, other):
    calls.append(self)
    if len(calls) == last:
        os._exit(9)
    return rename(self, other)
Path.rename = killing
with replaced(target) as staged:
    write(staged, "both", "exhibits/new")
print(len(calls))
"""
OLD, NEW = (["both", "done", "exhibits/old"], ["both", "done", "exhibits/new"])


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("last", range(1, 11))
def test_of_a_run_killed_at_any_moment_the_old_or_the_new_files_are_found_and_put_right(tmp_path, last):
    target = tmp_path / "brief"
    with replaced(target) as staged:
        write(staged, "both", "exhibits/old")
    (target / "mine").touch()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    killed = subprocess.run([sys.executable, "-c", KILLED, target, str(last)], env=environment, check=False)
    assert killed.returncode == (9 if last < 10 else 0)  # nine moves: the last case shows that there is no other
    found = files(standing(target))
    assert [name for name in found if name != "mine"] in (OLD, NEW)
    with pytest.raises(ValueError, match="x"), replaced(target):
        raise ValueError("x")
    assert standing(target) == target
    assert files(target) in ([*OLD, "mine"], [*NEW, "mine"])
    assert [path.name for path in tmp_path.iterdir()] == ["brief"]


def test_two_runs_at_once_are_told_apart_also_through_a_link(tmp_path):
    target = tmp_path / "brief"
    (tmp_path / "other").mkdir()
    link(tmp_path / "other" / "link", target)
    with replaced(target) as staged:
        for name in (target, tmp_path / "other" / "link", tmp_path / "other" / ".." / "brief"):
            with pytest.raises(RunError, match="another run"), replaced(name):
                pass
        write(staged)
    assert files(target) == ["done"]


def test_a_block_that_writes_nothing_changes_nothing(tmp_path):
    target = tmp_path / "brief"
    with replaced(target):
        pass
    assert list(tmp_path.iterdir()) == []


# Links, and the folder that one is in


def link(path, target):
    try:
        path.symlink_to(target)
    except OSError:  # Windows, without the right to make links
        pytest.skip("no links here")


@pytest.mark.parametrize("exists", [True, False], ids=["", "dangling"])
@pytest.mark.parametrize("named", ["link", "link/", "again", "middle/real", "absolute", "a/../link"])
def test_of_a_link_the_target_is_replaced_run_after_run(tmp_path, monkeypatch, named, exists):
    monkeypatch.chdir(tmp_path)
    real = tmp_path / "elsewhere" / "real"
    (tmp_path / "a").mkdir()
    if exists:
        real.mkdir(parents=True)
    links = {"link": "elsewhere/real", "again": "link", "middle": "elsewhere", "absolute": str(real)}
    for name, target in links.items():
        link(tmp_path / name, target)
    for text in ("one", "two", "three"):
        with replaced(Path(named)) as staged:
            write(staged, text)
        assert files(real) == sorted(["done", text])
        assert files(standing(Path(named))) == files(real)
    assert {name: str(Path(name).readlink()) for name in links} == links
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["a", "elsewhere", *links])
    assert [path.name for path in real.parent.iterdir()] == ["real"]


def test_a_link_in_a_circle_and_a_link_to_a_file_are_refused(tmp_path):
    link(tmp_path / "circle", "circle")
    link(tmp_path / "link", "file")
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="in a circle"), replaced(tmp_path / "circle"):
        pass
    with pytest.raises(UsageError, match="is a file"), replaced(tmp_path / "link"):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == ["circle", "file", "link"]


@pytest.mark.parametrize("named", [".", "../new", "sub/.."])
def test_whoever_is_in_the_folder_sees_the_new_files(tmp_path, monkeypatch, named):
    (tmp_path / "new" / "sub").mkdir(parents=True)
    (tmp_path / "new" / "done").touch()  # a manifest, so that the folder is ours
    monkeypatch.chdir(tmp_path / "new")
    for text in ("one", "two"):
        with replaced(Path(named)) as staged:
            write(staged, text)
        assert sorted(path.name for path in Path.cwd().iterdir()) == sorted(["done", "sub", text])
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_a_link_of_the_users_in_the_folder_is_kept_and_not_followed(tmp_path):
    target, other = tmp_path / "brief", tmp_path / "other"
    other.mkdir()
    with replaced(target) as staged:
        write(staged, "a", "exhibits/b")
    link(target / "mine", other)
    with replaced(target) as staged:
        write(staged, "a")
    assert sorted(path.name for path in target.iterdir()) == ["a", "done", "mine"]
    with pytest.raises(UsageError, match="in the place of a file"), replaced(target) as staged:
        write(staged, "mine/c")
    assert list(other.iterdir()) == []


def test_a_manifest_names_no_file_outside_its_folder(tmp_path):
    target = tmp_path / "brief"
    with replaced(target) as staged:
        write(staged, "a")
    (tmp_path / "thesis").touch()
    (target / "done").write_text("a\n../thesis", encoding="utf-8")
    with replaced(target) as staged:
        write(staged, "b")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["brief", "thesis"]
    assert files(target) == ["b", "done"]
