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
        (["import", ".", "--dataset", "con"], "no name for a dataset: 'con'"),
    ],
)
def test_a_mistake_is_one_message_and_exit_code_2(arguments, message):
    code, out, err = jixiao(*arguments)
    assert (code, out) == (2, [])
    assert message in err
    assert "Traceback" not in err


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the system has no such names")
@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (["brief", "--quarter", "2022Q3", "--to", "b\udcff"], "'--to'"),
        (["brief", "--quarter", "2022Q3", "--department", "\udcc1\udcd9"], "'--department'"),
        (["run", "b\udcff"], "'NOTEBOOK'"),
        (["run", "10", "-p", "department", "b\udcff"], "'--parameter'"),
        (["run", "10", "--figures=b\udcff"], "'--figures'"),
        (["review", "--rules", "b\udcff"], "'--rules'"),
        (["compare", "sample", "b\udcff"], "'[B]'"),
        (["export", "--to", "b\udcff.xlsx"], "'--to'"),
        (["import", ".", "--report", "b\udcff.csv"], "'--report'"),
        (["import", "b\udcff"], "FILE|FOLDER"),
        (["export", "--to", "x.xlsx", "--language", "b\udcff"], "'--language'"),
        (["--workbook", "b\udcff", "review"], "'--workbook'"),
        (["b\udcff"], "No such command"),
    ],
)
def test_a_text_that_is_not_utf8_is_one_message_before_any_work(tmp_path, arguments, option):
    code, out, err = jixiao(*arguments, cwd=tmp_path)
    assert (code, out) == (2, [])
    assert option in err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_every_command_is_checked_before_it_begins():
    from jixiao.cli import jixiao as group
    from jixiao.cli.options import Command

    assert all(isinstance(command, Command) for command in group.commands.values())


@pytest.mark.parametrize("near", ["nan", "inf", "-1"])
def test_a_number_is_one(near):
    code, out, err = jixiao("compare", "sample", "sample", "--near", near)
    assert (code, out) == (2, [])
    assert "'--near'" in err


@pytest.mark.parametrize(
    ("command", "name", "value", "message"),
    [
        ("import .", "JIXIAO_VOCABULARY", "absent.toml", "absent.toml: JIXIAO_VOCABULARY names no file"),
        ("run 00", "JIXIAO_VOCABULARY", "absent.toml", "absent.toml: JIXIAO_VOCABULARY names no file"),
        ("export --to x.xlsx", "JIXIAO_VOCABULARY", ".", ".: JIXIAO_VOCABULARY names no file"),
        ("import .", "JIXIAO_VOCABULARY", "broken.toml", "broken.toml: Expected '=' after a key"),
        ("review", "JIXIAO_FIGURES", "b\udcff", "JIXIAO_FIGURES=b\\udcff: not UTF-8"),
    ],
)
def test_what_the_environment_names_is_checked_before_any_work(tmp_path, monkeypatch, command, name, value, message):
    if "\udcff" in value and sys.platform == "win32":
        pytest.skip("the system has no such names")
    (tmp_path / "broken.toml").write_text("headings", encoding="utf-8")
    monkeypatch.setenv(name, value)
    code, out, err = jixiao(*command.split(), cwd=tmp_path)
    assert (code, out) == (2, [])
    assert err.startswith(f"jixiao: {message}")
    assert err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["broken.toml"]


def test_help_needs_no_vocabulary(monkeypatch):
    monkeypatch.setenv("JIXIAO_VOCABULARY", "absent.toml")
    assert jixiao("brief", "--help")[0] == 0


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
