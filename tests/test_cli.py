"""The command as a user types it: exit codes, what goes to stdout and what to stderr."""

import subprocess
import sys

import pytest


def jixiao(*arguments, cwd=None):
    """Run the command in a process of its own; its code, lines of stdout, and stderr."""
    command = [sys.executable, "-c", "from jixiao.cli import main; main()", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=cwd, check=False)
    return done.returncode, done.stdout.splitlines(), done.stderr


def test_run_prints_the_path_and_nothing_else(tmp_path):
    out = tmp_path / "带 空格.ipynb"
    assert jixiao("run", "00", "-p", "language", "en", "--to", out) == (0, [str(out)], "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "10", "-p", "languag", "en"], "did you mean 'language'?"),
        (["run", "10", "-p", "year", "x"], "expected: a whole number"),
        (["run", "10", "-p", "department", "1"], "one of: 130209-803001 临港商务区管理委员会本级"),
        (["run", "99"], "10-disbursement-curves"),
        (["brief", "--quarter", "2022"], "2022Q3"),
        (["brief", "--quarter", "2022Q3", "--dataset", "mine"], "one of: sample"),
        (["brief", "--quarter", "2022Q3", "--department", "1"], "one of: 130209-803001"),
        (["brief", "--quarter", "last"], "one of: 2022"),
        (["brief", "--quarter", "2022Q3", "--format", "odt"], "'docx'"),
        (["brief", "--quarter", "2022Q3", "--cell-timeout", "0"], "--cell-timeout"),
        (["brief"], "--quarter"),
        (["brief", "--quarter", "2022Q3", "--language", "fr"], "'zh', 'en'"),
        (["--workbook", "nowhere", "run", "10"], "--workbook"),
        (["import", "nowhere"], "nowhere"),
        (["import", ".", "--dataset", "../evil"], "no name for a dataset"),
    ],
)
def test_a_mistake_is_one_message_and_exit_code_2(arguments, message):
    code, out, err = jixiao(*arguments)
    assert (code, out) == (2, [])
    assert message in err
    assert "Traceback" not in err


def test_a_failed_run_is_exit_code_1(tmp_path):
    import nbformat

    cells = [nbformat.v4.new_code_cell("x: int = 1"), nbformat.v4.new_code_cell("1 / 0")]
    cells[0].metadata["tags"] = ["parameters"]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), tmp_path / "n.ipynb")
    code, out, err = jixiao("run", tmp_path / "n.ipynb", "--to", tmp_path / "out.ipynb")
    assert (code, out) == (1, [])
    assert "ZeroDivisionError" in err
    assert "Traceback" not in err


def test_import_writes_the_tables_and_says_what_was_read(tmp_path, monkeypatch):
    from jixiao.workbook import workbook

    (tmp_path / "data").mkdir()
    (tmp_path / "notebooks").mkdir()
    code, out, err = jixiao("--workbook", tmp_path, "import", workbook() / "data/sample/raw", "--dataset", "mine")
    assert code == 0
    assert str(tmp_path.resolve() / "data/mine/tidy/indicators.csv") in out
    assert "files 1 (1 read), tables 18, projects 9, indicators 73, cells 1,015, unread 0, doubts 1" in err


def test_quiet_and_verbose_change_what_is_said_and_not_what_is_printed(tmp_path):
    command = ["brief", "--quarter", "2022Q3", "--format", "html", "--to", tmp_path / "b"]
    code, paths, _ = jixiao(*command)
    assert (code, str(tmp_path / "b" / "brief.html") in paths) == (0, True)
    assert jixiao(*command, "--quiet") == (0, paths, "")
    code, again, said = jixiao(*command)
    assert (code, again) == (0, paths)
    assert "nothing has changed" in said
    code, again, said = jixiao(*command, "--verbose", "--force")
    assert (code, again) == (0, paths)
    assert "Executing notebook with kernel: python3" in said
