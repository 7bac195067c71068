"""What may go wrong with a scheduled run: the previous brief stays whole, one message is said, no kernel is left."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import psutil
import pytest
from jixiao.briefs.manifest import MANIFEST, hashes
from jixiao.workbook import workbook
from written_notebooks import write_notebook

pytestmark = pytest.mark.slow

COMMAND = "from jixiao.cli import main; main()"
POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has neither these signals nor these limits")
CELLS = [
    'dataset = "sample"  # -\nquarter = "2022Q3"  # -\ndepartment = ""  # -\nlanguage = "zh"  # -',
    'import os; exec(os.environ.get("FAULT", ""))',
    "import jixiao; from jixiao import exhibits; data = jixiao.load(dataset)",
    "exhibits.headline(data, month=9, language=language)",
    "exhibits.limits(data, language=language)",
]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A workbook whose quarterly notebook does what the variable FAULT says."""
    home = tmp_path_factory.mktemp("faults") / "绩效 工作簿"
    shutil.copytree(workbook() / "data/sample", home / "data/sample")
    write_notebook(home / "notebooks/90-quarterly-brief.ipynb", *CELLS)
    return home


@pytest.fixture(scope="module")
def earlier(home):
    """A brief that was written before anything went wrong."""
    code, paths, message = finish(start(home, "--to", home / "简报"))
    assert code == 0, message
    assert str(home / "简报" / "brief.html") in paths
    return home / "简报"


def start(home, *arguments, fault="", command=COMMAND, **environment):
    arguments = [sys.executable, "-c", command, "brief", "--quarter", "2022Q3", *map(str, arguments)]
    given = {**os.environ, "JIXIAO_HOME": str(home), "FAULT": fault, **environment}
    environment = {name: value for name, value in given.items() if value is not None}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8"}
    return subprocess.Popen(arguments, env=environment, cwd=home, **pipes)


def finish(process):
    out, err = process.communicate(timeout=180)
    return process.returncode, out.splitlines(), err


def whole(folder):
    """Whether a brief is there with just the files, unchanged, that its manifest lists."""
    return json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["outputs"] == hashes(folder)


def failed(home, earlier, *arguments, **options):
    """The message of a run that has to fail and to leave the earlier brief as it was."""
    before = (earlier / MANIFEST).read_bytes()
    code, out, message = finish(start(home, "--to", earlier, "--force", *arguments, **options))
    assert (code, out) == (1, []), message
    assert "lib/jixiao/" not in message  # no trace of ours; a kernel that is shut down may leave one of its own
    assert (earlier / MANIFEST).read_bytes() == before
    assert whole(earlier)
    assert not list(earlier.parent.glob(f".{earlier.name}.*"))
    return message


DEADLY = {
    "kernel killed": ("os.kill(os.getpid(), 9)" if os.name != "nt" else "os._exit(9)", "the kernel died"),
    "out of memory": ("x = bytearray(2**62)", "MemoryError"),
    "cell hangs": ("import time; time.sleep(600)", "no answer within 3 s"),
    "cell that will not be interrupted": (
        "import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN); time.sleep(600)",
        "no answer within 3 s",
    ),
    "cell leaves": ("raise SystemExit(3)", "SystemExit"),
}


@pytest.mark.parametrize(("fault", "said"), DEADLY.values(), ids=DEADLY)
def test_a_run_that_fails_names_the_cell_and_keeps_the_notebook(home, earlier, fault, said):
    kept = earlier.with_name("简报.failed.ipynb")
    kept.unlink(missing_ok=True)
    message = failed(home, earlier, "--cell-timeout", 3, fault=fault)
    assert said in message
    assert "90-quarterly-brief.ipynb, cell [3] 'import os; exec(" in message
    assert "language='zh'" in message
    assert str(kept) in message
    assert len(nbformat.read(kept, as_version=4).cells) >= len(CELLS)


def test_a_kernel_that_does_not_start_is_not_waited_for_for_ever(home, earlier, tmp_path):
    slow = (
        "import signal, sys, time\n"
        "if 'ipykernel_launcher' in ' '.join(sys.orig_argv): signal.signal(2, signal.SIG_IGN), time.sleep(20)\n"
    )
    (tmp_path / "sitecustomize.py").write_text(slow, encoding="utf-8")
    paths = os.pathsep.join(filter(None, [str(tmp_path), os.environ.get("PYTHONPATH")]))
    message = failed(home, earlier, "--start-timeout", 2, PYTHONPATH=paths, JIXIAO_WARM="0")
    assert "Kernel didn't respond in 2 seconds" in message
    assert "--start-timeout" in message


def test_a_good_run_clears_the_failed_notebook_away(home, earlier):
    kept = earlier.with_name("简报.failed.ipynb")
    kept.write_text("{}", encoding="utf-8")
    assert finish(start(home, "--to", earlier, "--force"))[0] == 0
    assert not kept.exists()


@POSIX
def test_a_full_disk_is_told_in_a_sentence(home, earlier):
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000)); {COMMAND}"
    message = failed(home, earlier, command=limited)
    assert "cannot be written: File too large" in message


def test_a_dataset_that_changes_while_the_brief_is_made_is_that_of_the_next(home, earlier):
    projects = home / "data/sample/tidy/projects.csv"
    before, made = projects.read_bytes(), (earlier / MANIFEST).read_bytes()
    fault = f"p = {str(projects)!r}; s = open(p, 'rb').read(); open(p, 'wb').write(s.replace(b',567.0,', b',566.0,'))"
    try:
        assert finish(start(home, "--to", earlier, "--force", fault=fault))[0] == 0
        assert projects.read_bytes() != before
        assert json.loads(made)["inputs"] == json.loads((earlier / MANIFEST).read_bytes())["inputs"]
        assert "1,780" in (earlier / "brief.html").read_text(encoding="utf-8")
        assert "nothing has changed" not in finish(start(home, "--to", earlier))[2]
        assert json.loads(made)["inputs"] != json.loads((earlier / MANIFEST).read_bytes())["inputs"]
    finally:
        projects.write_bytes(before)
        assert finish(start(home, "--to", earlier))[0] == 0


def test_a_setting_that_changes_while_the_brief_is_made_is_told(home, earlier):
    rules = home / "data/review-rules.toml"
    fault = f"open({str(rules)!r}, 'w', encoding='utf-8').write('[rules]\\noff = [\"A01\"]\\n')"
    try:
        assert "changed while its brief was made" in failed(home, earlier, fault=fault)
    finally:
        rules.unlink()


def test_a_file_in_the_place_of_a_folder_is_refused(home):
    (home / "file").touch()
    for place, code in ((home / "file", 2), (home / "file" / "brief", 1)):
        found, out, message = finish(start(home, "--to", place))
        assert (found, out) == (code, [])
        assert str(place) in message
        assert "Traceback" not in message


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is read-only for an administrator")
def test_a_read_only_destination_is_refused(home):
    (home / "locked").mkdir(mode=0o500)
    code, out, message = finish(start(home, "--to", home / "locked" / "brief"))
    assert (code, out) == (1, [])
    assert "cannot be written: Permission denied" in message


def running(home, *arguments, **options):
    """A run whose notebook has begun, and goes on only when the file ``go`` is there."""
    begun, go = home / "begun", home / "go"
    for file in (begun, go):
        file.unlink(missing_ok=True)
    fault = (
        f"import pathlib, time; pathlib.Path({str(begun)!r}).touch()\n"
        f"while not pathlib.Path({str(go)!r}).exists(): time.sleep(0.1)"
    )
    run = start(home, *arguments, fault=fault, **options)
    while not begun.exists():
        assert run.poll() is None, finish(run)
        time.sleep(0.1)
    return run


def test_of_two_runs_at_once_one_is_told_to_wait(home):
    first = running(home, "--to", home / "zwei")
    code, out, message = finish(start(home, "--to", home / "zwei"))
    assert (code, out) == (1, [])
    assert "another run is writing there" in message
    (home / "go").touch()
    assert finish(first)[0] == 0
    assert whole(home / "zwei")


@POSIX
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_interrupted_in_a_cell_leaves_no_kernel_and_the_earlier_brief(home, earlier, number):
    run = running(home, "--to", earlier, "--force")
    children = psutil.Process(run.pid).children(recursive=True)
    run.send_signal(number)
    code, out, message = finish(run)
    assert (code, out) == (1, [])
    assert "interrupted" in message
    assert "lib/jixiao/" not in message  # no trace of ours; a kernel that is shut down may leave one of its own
    assert whole(earlier)
    assert children
    assert psutil.wait_procs(children, timeout=20)[1] == []


@POSIX
@pytest.mark.parametrize("seed", range(2))
def test_a_run_interrupted_at_any_moment_leaves_a_whole_brief(home, earlier, seed):
    run = start(home, "--to", earlier, "--force")
    time.sleep(random.Random(seed).uniform(0.5, 5))
    run.send_signal(signal.SIGTERM)
    code, out, message = finish(run)
    assert code in (0, 1, -signal.SIGTERM)
    assert bool(out) == (code == 0) or code == -signal.SIGTERM  # before the command has begun, or after its end
    assert "lib/jixiao/" not in message  # no trace of ours; a kernel that is shut down may leave one of its own
    assert whole(earlier)


@POSIX
def test_what_a_killed_run_leaves_is_cleared_by_the_next_and_a_living_one_is_let_be(home, tmp_path):
    places = {"TMPDIR": str(tmp_path / "temporary"), "command": COMMAND}
    (tmp_path / "temporary").mkdir()
    killed = running(home, "--to", tmp_path / "brief", **places)
    kernels = psutil.Process(killed.pid).children(recursive=True)
    killed.kill()
    finish(killed)
    assert psutil.wait_procs(kernels, timeout=20)[1] == []  # a kernel ends itself when its parent is gone
    left = set((tmp_path / "temporary").iterdir())
    assert left
    living = running(home, "--to", tmp_path / "other", **places)
    own = set((tmp_path / "temporary").iterdir())
    assert own
    assert not own & left
    assert finish(start(home, "--to", tmp_path / "brief", **places))[0] == 0
    assert set((tmp_path / "temporary").iterdir()) == own
    (home / "go").touch()
    assert finish(living)[0] == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["brief", "other", "temporary"]
    assert list((tmp_path / "temporary").iterdir()) == []


@POSIX
def test_a_brief_may_be_a_link_or_the_current_folder(home, tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    here = f"import os; os.chdir({str(tmp_path / 'real')!r}); {COMMAND}"
    for to, command in [(tmp_path / "link", COMMAND), (".", here), (".", here)]:
        code, paths, message = finish(start(home, "--to", to, "--force", command=command))
        assert code == 0, message
        assert str(Path(to) / "brief.html") in paths
        assert whole(tmp_path / "real")
    assert (tmp_path / "link").is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "real"]


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "Pacific/Kiritimati"},
        {"HOME": None, "USERPROFILE": None},
        {"HOME": "/proc/nobody"},
        {"LC_ALL": "C", "LANG": None},
    ],
    ids=["another time zone", "no home", "a home that is not there", "locale C"],
)
def test_the_brief_is_the_same_wherever_it_is_made(home, earlier, environment, tmp_path):
    code, _, message = finish(start(home, "--to", tmp_path / "简 报", **environment))
    assert (code, message) == (0, "")
    assert (tmp_path / "简 报" / MANIFEST).read_bytes() == (earlier / MANIFEST).read_bytes()
