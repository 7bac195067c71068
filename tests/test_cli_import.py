"""``jixiao import`` as a user types it: exit codes, streams, interruption and death."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from command_line import jixiao as run
from corpora import contents, text, with_stray_cells, write
from jixiao import load
from jixiao.documents import import_documents

pytestmark = pytest.mark.slow

# Work that a shell starts in the background is deaf to SIGINT; the import here is not, whoever starts the tests.
IMPORT = """
import signal, sys
from jixiao.documents import import_documents
signal.signal(signal.SIGINT, signal.default_int_handler)
say = lambda done, total: print(done, flush=True)
report = import_documents([sys.argv[1]], sys.argv[2], jobs=2, tell=say)
print(report.files["note"].iloc[-1])
"""


@pytest.fixture
def corpus(tmp_path):
    """Two documents, one of them with a doubt and cells that went nowhere, and a file that is none."""
    texts = {"a 局.txt": text(), "b.txt": with_stray_cells(text("803002乙单位", serial=5)), "坏[0].txt": "无"}
    return write(tmp_path / "raw", texts)


def test_an_import_of_which_something_was_not_read_writes_the_rest_and_is_exit_code_1(corpus, tmp_path):
    code, out, err = run("import", corpus, "--to", tmp_path / "tidy", "--report", tmp_path / "r.csv")
    assert code == 1
    assert out == [*map(str, sorted((tmp_path / "tidy").iterdir())), str(tmp_path / "r.csv")]
    assert "files 3 (2 read, 1 not read), tables 2, projects 2, indicators 2" in err
    assert "坏[0].txt: not read: no target table" in err
    assert "b.txt, line 4: 某文 | 7.5 (2 pieces); expected: " in err


def test_a_doubt_that_several_files_have_is_one_line_with_their_number(tmp_path):
    texts = {"甲.txt": text(), "乙.txt": text("803002乙单位", serial=5), "丙.txt": text("803003丙单位", serial=6)}
    folder = write(tmp_path / "raw", {name: with_stray_cells(content) for name, content in texts.items()})
    _, _, err = run("import", folder, "--to", tmp_path / "tidy")
    assert err.count("某文 | 7.5 (2 pieces)") == 1
    assert "3 files, first" in err
    _, _, err = run("import", folder, "--to", tmp_path / "tidy", "--verbose")
    assert err.count("某文 | 7.5 (2 pieces)") == 3


def test_quietly_only_what_was_not_read_is_said(corpus, tmp_path):
    _, _, err = run("import", corpus, "--to", tmp_path / "tidy", "--quiet")
    assert err.splitlines()[0].startswith(str(corpus / "坏[0].txt"))
    assert len(err.splitlines()) == 2


def test_strictly_nothing_is_written(corpus, tmp_path):
    code, out, err = run("import", corpus / "b.txt", "--to", tmp_path / "tidy", "--strict")
    assert (code, out) == (1, [])
    assert "--strict: something was not read or is doubtful" in err
    assert not (tmp_path / "tidy").exists()


def test_a_second_import_reads_nothing_and_says_so(corpus, tmp_path):
    arguments = ["import", corpus / "a 局.txt", "--to", tmp_path / "tidy", "--parquet"]
    assert run(*arguments)[0] == 0
    code, out, err = run(*arguments)
    assert (code, out) == (0, [])
    assert "files 1 (1 unchanged)" in err
    assert "nothing was written" in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["empty"], "no document"),
        (["raw", "--report", "r.txt"], "no place for a report"),
        (["raw", "--to", "raw"], "holds files but no datapackage.json"),
        (["raw", "--to", "raw/b.txt"], "is a file"),
        (["raw", "--jobs", "0"], "--jobs"),
        (["raw", "--year", "20222"], "--year"),
        ([], "FILE|FOLDER"),
    ],
)
def test_a_mistake_is_one_message_and_exit_code_2(corpus, tmp_path, arguments, message):
    (tmp_path / "empty").mkdir()
    code, out, err = run("import", *arguments, cwd=tmp_path)
    assert (code, out) == (2, [])
    assert message in err
    assert "Traceback" not in err


@pytest.fixture
def running(tmp_path):
    """A dataset of one document, and an import of many more in two processes, of which it has read some."""
    import_documents([write(tmp_path / "first", {"a.txt": text()})], tmp_path / "tidy")
    write(tmp_path / "raw", {f"{n}.txt": text(f"{n}单位", projects=30, serial=n) for n in range(100, 500)})
    arguments = [tmp_path / "raw", tmp_path / "tidy"]
    process = subprocess.Popen([sys.executable, "-c", IMPORT, *arguments], stdout=subprocess.PIPE, encoding="utf-8")
    while int(process.stdout.readline()) < 3:
        pass
    yield process
    process.kill()
    process.communicate()


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_interrupted_what_was_read_is_written_whole(running, tmp_path):
    running.send_signal(signal.SIGINT)
    out, _ = running.communicate(timeout=60)
    assert running.returncode == 0
    assert out.splitlines()[-1] == "interrupted before it was read"
    documents = load(tmp_path / "tidy").documents
    assert "a" in documents["document_id"].tolist()
    assert 3 < len(documents) < 400


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_killed_the_dataset_is_as_it_was_and_the_next_import_goes_on(running, tmp_path):
    before = contents(tmp_path / "tidy")
    running.kill()
    running.wait()
    assert contents(tmp_path / "tidy") == before
    import_documents([tmp_path / "raw" / "100.txt"], tmp_path / "tidy")
    assert load(tmp_path / "tidy").documents["file"].tolist() == ["100.txt", "a.txt"]
    assert not (tmp_path / ".tidy.new").exists()
