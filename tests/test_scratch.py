"""Folders for the time of a run: gone after it, and those of killed runs after the next one."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from jixiao.scratch import LOCK, scratch_folder

HOLD = """
import sys, time
from pathlib import Path
from jixiao.scratch import scratch_folder
with scratch_folder(Path(sys.argv[1])) as folder:
    (folder / "inner").mkdir()
    print(folder, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def hold(tmp_path):
    """Processes that each hold a folder in tmp_path."""
    started = []

    def hold():
        process = subprocess.Popen([sys.executable, "-c", HOLD, tmp_path], stdout=subprocess.PIPE, encoding="utf-8")
        started.append(process)
        return process, Path(process.stdout.readline().strip())

    yield hold
    for process in started:
        process.kill()
        process.communicate()


def test_a_folder_is_gone_after_the_block_and_after_an_error(tmp_path):
    with pytest.raises(ValueError, match="x"), scratch_folder(tmp_path) as folder:
        (folder / "file").touch()
        raise ValueError("x")
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_cleared_by_the_next_and_a_living_one_is_let_be(tmp_path, hold):
    (killed, dead), (_, alive) = hold(), hold()
    killed.kill()
    killed.wait()
    assert dead.is_dir()
    with scratch_folder(tmp_path):
        assert not dead.exists()
        assert (alive / "inner").is_dir()


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_what_is_not_this_programs_is_let_be(tmp_path):
    others = tmp_path / "others"
    others.mkdir()
    (others / LOCK).touch()
    (tmp_path / "jixiao-link").symlink_to(others)
    (tmp_path / "jixiao-notes").mkdir()
    (tmp_path / "jixiao-file").touch()
    (tmp_path / "jixiao-odd").mkdir()
    (tmp_path / "jixiao-odd" / LOCK).symlink_to(others / LOCK)
    before = sorted(tmp_path.rglob("*"))
    with scratch_folder(tmp_path):
        pass
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only an administrator can make another's folder")
def test_a_folder_of_another_user_is_let_be(tmp_path):
    folder = tmp_path / "jixiao-theirs"
    folder.mkdir()
    (folder / LOCK).touch()
    os.chown(folder, 12345, -1)
    with scratch_folder(tmp_path):
        assert folder.is_dir()


@pytest.mark.slow
def test_many_runs_at_once_take_nothing_from_one_another(tmp_path):
    code = (
        "import sys; from pathlib import Path; from jixiao.scratch import scratch_folder\n"
        "for _ in range(200):\n"
        "    with scratch_folder(Path(sys.argv[1])) as folder: (folder / 'file').write_text('x')"
    )
    runs = [subprocess.Popen([sys.executable, "-c", code, tmp_path], stderr=subprocess.PIPE) for _ in range(4)]
    deadline = time.monotonic() + 120
    assert [run.wait(deadline - time.monotonic()) for run in runs] == [0] * 4, [run.stderr.read() for run in runs]
    assert list(tmp_path.iterdir()) == []
