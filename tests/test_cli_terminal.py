"""Published text and names of files that steer a terminal: the command shows them and never lets them through."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import jixiao.cli
import pytest
from command_line import jixiao as run
from corpora import text, write

pytestmark = pytest.mark.slow

COMMAND = [sys.executable, "-c", "from jixiao.cli import main; main()"]
EVIL = "\x1b]0;pwned\x07\x1b[31m\x9b2J\u202e红\r覆\x0b"
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
POSIX = pytest.mark.skipif(os.name == "nt", reason="names of files and terminals of POSIX")
FORMATS = ["table", "json"]


@pytest.fixture(scope="module")
def tidy(sample, tmp_path_factory):
    """A dataset made elsewhere, whose texts hold what no import lets in."""
    folder = tmp_path_factory.mktemp("evil") / "tidy"
    projects, indicators = sample.projects, sample.indicators
    odd = replace(
        sample,
        projects=projects.assign(project_name=EVIL + projects["project_name"], purpose=EVIL),
        indicators=indicators.assign(target=indicators["target"].mask(indicators["position"].eq(1), f"≥{EVIL}80%")),
    )
    odd.save(folder, form="parquet")
    return folder


def whole(*arguments):
    """All that the command says, on both streams."""
    code, out, err = run(*arguments)
    return code, "\n".join(out) + err


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("command", ["review", "compare"])
def test_published_text_is_shown_and_not_obeyed(tidy, form, command):
    sides = ["--dataset", tidy] if command == "review" else ["sample", tidy]
    code, said = whole(command, *sides, "--format", form)
    assert code == 0
    assert "]0;pwned" in said
    assert not STEERING.search(said)


def test_json_has_the_same_content(tidy):
    _, out, _ = run("review", "--dataset", tidy, "--format", "json")
    quotes = [finding["quote"] for finding in json.loads("\n".join(out))["findings"] if finding["quote"]]
    assert any("\x1b]0;pwned\x07\x1b[31m\x9b2J\u202e红\r覆" in quote for quote in quotes)


def test_csv_for_a_program_is_exact(tidy):
    done = subprocess.run([*COMMAND, "review", "--dataset", tidy, "--format", "csv"], capture_output=True, check=True)
    assert EVIL.strip().encode() in done.stdout


def on_a_terminal(*arguments):
    """What the command writes to a terminal."""
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen([*COMMAND, *map(str, arguments)], stdout=theirs, stderr=subprocess.DEVNULL)
    os.close(theirs)
    parts = []
    try:
        while part := os.read(ours, 65536):
            parts.append(part)
    except OSError:  # the end of a terminal on Linux
        pass
    process.wait()
    return b"".join(parts).decode("utf-8")


@POSIX
@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_on_a_terminal_too(tidy, form):
    said = on_a_terminal("review", "--dataset", tidy, "--format", form)
    assert "pwned" in said
    # Colours and links are the table's own; line ends the terminal's.
    assert not re.search("\x1b(?!\\[[0-9;]*m)|\x1b\\[31m\x1b|[\x07\x9b\u202e]|\r(?!\n)", said)


def escaped(text):
    return "".join(c.encode("unicode_escape").decode() if STEERING.match(c) else c for c in text)


@POSIX
def test_an_import_tells_names_of_files_without_obeying_them(tmp_path):
    write(tmp_path / "raw", {f"{EVIL}.txt": text(), f"{EVIL}bad.txt": "无"})
    code, said = whole("import", tmp_path / "raw", "--to", tmp_path / f"{EVIL}\n", "--verbose")
    assert code == 1
    assert r"\x1b]0;pwned\x07\x1b[31m\x9b2J\u202e红" in said
    assert not STEERING.search(said)
    assert f"{tmp_path / escaped(EVIL)}\\n/projects.csv" in said.splitlines()


@POSIX
@pytest.mark.parametrize(
    "arguments",
    [
        ["import", EVIL],
        ["import", ".", "--dataset", f"a/{EVIL}"],
        ["import", ".", "--report", EVIL],
        ["review", "--dataset", EVIL],
        ["review", "--department", EVIL],
        ["review", "--format", EVIL],
        ["review", "--rules", EVIL],
        ["run", EVIL],
        ["run", "10", "-p", EVIL, "1"],
        ["brief", "--quarter", EVIL],
        ["compare", EVIL, EVIL],
        [EVIL],
    ],
    ids=lambda arguments: " ".join(arguments).replace(EVIL, "EVIL"),
)
def test_a_message_quotes_without_obeying(arguments, tmp_path):
    code, said = whole(*arguments)
    assert code == 2
    assert "pwned" in said
    assert "Traceback" not in said
    assert not STEERING.search(said)


def test_what_is_logged_is_escaped_too(sample, tmp_path, tidy):
    code, out, err = run("export", "--dataset", tidy, "--to", tmp_path / "表\x9b.xlsx")
    assert (code, out) == (0, [f"{tmp_path}/表\\x9b.xlsx"])
    assert "control characters are written" in err
    assert not STEERING.search(err)


def test_only_one_file_writes_to_streams():
    files = Path(jixiao.cli.__file__).parent.glob("*.py")
    writing = {file.name for file in files if re.search(r"\becho\(", file.read_text(encoding="utf-8"))}
    assert writing == {"terminal.py"}


def test_the_command_writes_to_whatever_stands_for_stdout():
    script = "import io, sys; sys.stdout = sys.stderr = io.StringIO(); from jixiao.cli import main; main()"
    assert subprocess.run([sys.executable, "-c", script, "--help"], check=False).returncode == 0
