"""The command as a user types it: exit codes, what goes to stdout and what to stderr."""

import re
import subprocess
import sys

import pytest
from command_line import in_a_process, jixiao
from corpora import text, write
from jixiao.cli import departments
from jixiao.documents import import_documents
from written_notebooks import write_notebook


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


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the system has no such names")
def test_a_process_is_given_such_a_text_as_bytes_and_answers_in_utf8():
    code, out, err = in_a_process("review", "--rules", "b\udcff")
    assert (code, out) == (2, [])
    assert r"b\udcff is not UTF-8" in err


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


def test_commands_are_known_without_pandas():
    code = "import sys, jixiao.cli; print(sorted({'pandas', 'matplotlib', 'papermill'} & {*sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "[]\n"


def test_a_failed_run_is_exit_code_1(tmp_path):
    write_notebook(tmp_path / "n.ipynb", "x: int = 1", "1 / 0")
    code, out, err = jixiao("run", tmp_path / "n.ipynb", "--to", tmp_path / "out.ipynb")
    assert (code, out) == (1, [])
    assert "ZeroDivisionError" in err
    assert "lib/jixiao/" not in err  # no trace of ours; a kernel that is shut down may leave one of its own


def test_import_writes_the_tables_and_says_what_was_read(tmp_path, monkeypatch):
    from jixiao.workbook import workbook

    (tmp_path / "data").mkdir()
    (tmp_path / "notebooks").mkdir()
    code, out, err = jixiao("--workbook", tmp_path, "import", workbook() / "data/sample/raw", "--dataset", "mine")
    assert code == 0
    assert str(tmp_path.resolve() / "data/mine/tidy/indicators.csv") in out
    assert "files 1 (1 read), tables 18, projects 9, indicators 73, cells 1,015, unread 0, doubts 1" in err


@pytest.mark.slow
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
    assert "Executing notebook with kernel: " in said


# Several departments


@pytest.fixture(scope="module")
def several(tmp_path_factory):
    """A dataset of twenty-two departments, of which the last has two documents and so no brief."""
    folder = tmp_path_factory.mktemp("several")
    files = {f"{n}.txt": text(f"8030{n:02}甲乙丙{n}局") for n in range(22)} | {
        "twice.txt": text("803021甲乙丙21局", serial=7)
    }
    import_documents([write(folder / "raw", files)], folder / "tidy")
    return folder / "tidy"


def test_departments_are_listed_for_other_programs(several):
    code, out, err = in_a_process("departments", "--dataset", several)
    assert (code, err) == (0, "")
    assert out[0] == "130209-803000\t803000\t甲乙丙0局\t2022\t1"
    assert out[21].endswith("\t2022\t2")
    assert len(out) == 22


@pytest.mark.parametrize(("language", "year"), [("zh", "年度"), ("en", "Year")])
def test_on_a_terminal_departments_are_a_table(monkeypatch, capsys, language, year):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    departments.callback("sample", None, language)
    heading, row = capsys.readouterr().out.splitlines()
    assert year in heading
    assert row.split() == ["130209-803001", "803001", "临港商务区管理委员会本级", "2022", "9"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\n# none yet\n", "list.txt: names no department; expected: ids, codes or names"),
        (b"\xff\x00\x81\x00\xfe", "list.txt: "),
        ("这里没有的局\n".encode("gb18030"), "no department '这里没有的局'"),
        ("\ufeff这里没有的局\n".encode(), "no department '这里没有的局'"),
    ],
    ids=["empty", "no text", "of Windows", "with a mark"],
)
def test_a_list_that_names_no_department_makes_no_brief(tmp_path, content, said):
    (tmp_path / "list.txt").write_bytes(content)
    to = tmp_path / "briefs"
    code, out, err = jixiao("brief", "--quarter", "2022Q3", "--departments", tmp_path / "list.txt", "--to", to)
    assert (code, out) == (2, [])
    assert said in err
    assert "Traceback" not in err


@pytest.mark.parametrize("wanted", [["--department", "803099"], []], ids=["none of this name", "not the only one"])
def test_of_many_departments_twenty_are_named_and_how_to_see_the_others(several, wanted):
    code, _, err = jixiao("brief", "--quarter", "2022Q3", "--dataset", several, *wanted)
    assert code == 2
    assert "--department" in err
    assert f"jixiao departments --dataset {several}" in err
    assert len(re.findall(r"甲乙丙\d+局", err)) == 20


@pytest.mark.slow
def test_each_department_gets_its_brief_and_one_that_fails_stops_no_other(several, tmp_path):
    names = ["803020", "甲乙丙21局", "803003", "803020"]
    chosen = [part for name in names for part in ("--department", name)]
    command = ["brief", "--quarter", "2022Q3", "--dataset", several, "--format", "html", "--to", tmp_path]
    code, out, err = jixiao(*command, *chosen)
    assert code == 1
    assert [path for path in out if path.endswith("brief.html")] == [
        str(tmp_path / f"130209-{name}" / "brief.html") for name in ("803003-甲乙丙3局", "803020-甲乙丙20局")
    ]
    assert "1 of 3 briefs failed: 130209-803021" in err
    assert "2 documents" in err
    assert "lib/jixiao/" not in err  # no trace of ours; a kernel that is shut down may leave one of its own


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["brief", "--quarter", "2022Q3", "--all", "--department", "803001"], "--all beside --department"),
        (["brief", "--quarter", "2022Q3", "--all", "--dataset", "mine"], "one of: sample"),
        (["brief", "--quarter", "2022Q3", "--department", "803001", "--department", "1"], "one of: 130209-803001"),
        (["brief", "--quarter", "2022Q3", "--quarter", "2022Q4"], "--quarter was given 2 times"),
        (["review", "--department", "803001", "--department", "1"], "--department was given 2 times"),
        (["run", "10", "-p", "year", "2022", "-p", "year", "2023"], "-p year was given 2 times"),
        (["--workbook", "a", "--workbook", "b", "departments"], "--workbook was given 2 times"),
        (["brief", "--quarter", "2022Q3", "--to", ""], "an empty path"),
    ],
)
def test_what_is_given_twice_is_never_half_heeded(arguments, message):
    code, out, err = jixiao(*arguments)
    assert (code, out) == (2, [])
    assert message in err


DROPS = """
import os, signal, time
from jixiao import cli

class Dropping:
    def __del__(self):
        os.kill(os.getpid(), signal.{number})
        time.sleep(0.2)  # the interrupt is raised in here, where Python drops it

@cli.jixiao.command()
def wait():
    Dropping()
    time.sleep(60)

cli.main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot interrupt itself there")
@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM"])
def test_an_interrupt_that_strikes_in_a_destructor_is_not_lost(number):
    command = [sys.executable, "-c", DROPS.format(number=number), "wait"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=30)
    assert done.returncode == 1
    assert done.stderr.strip() == "jixiao: interrupted; what had been written before is as it was"
