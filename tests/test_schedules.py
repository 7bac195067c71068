"""The recipes of docs/schedules.md, run as they are written on a dataset of several departments and years."""

import datetime as dt
import os
import re
import runpy
import shlex
import subprocess
import sys
import types
from pathlib import Path

import jinja2
import pytest
from corpora import text, write
from jixiao.documents import import_documents
from jixiao.quarters import last_quarter
from jixiao.workbook import workbook
from papermill import execute_notebook
from written_notebooks import write_notebook

DOCS = Path(__file__).parents[1] / "docs"
QUARTER = last_quarter(dt.date.today())
YEAR = int(QUARTER[:4])
NAMES = {"803001": "甲单位", "803002": "乙单位", "803003": "丙单位"}
CELLS = [
    'dataset: str = ""  # -\nquarter: str = ""  # -\ndepartment: str = ""  # -\nlanguage: str = ""  # -',
    "import jixiao; from jixiao import exhibits; year, month = jixiao.parse_quarter(quarter)",
    "exhibits.headline(jixiao.load(dataset).select(year=year, department=department), month=month, language=language)",
]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="cron, systemd and sh are not on Windows"),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A workbook with a short brief and a dataset of three departments, each in two years."""
    home = tmp_path_factory.mktemp("schedules") / "工作簿"
    files = {
        f"{year}/{code}.txt": text(code + name, year=year) for year in (YEAR - 1, YEAR) for code, name in NAMES.items()
    }
    import_documents([write(home / "raw", files)], home / "data/local/tidy")
    write_notebook(home / "notebooks/90-quarterly-brief.ipynb", *CELLS)
    return home


def run(command, home, **environment):
    """Run a command of a recipe by sh, its checkout being this one."""
    binaries = Path(sys.executable).parent
    command = re.sub(r"(?:/srv|%h)/jixiao/\.venv/bin|\.venv/bin", lambda _: shlex.quote(str(binaries)), command)
    environment = os.environ | {"JIXIAO_HOME": str(home), "HOME": str(home)} | environment
    return subprocess.run(
        ["/bin/sh", "-c", command], capture_output=True, encoding="utf-8", env=environment, check=False
    )


def written(folder):
    """The departments whose brief of the quarter stands below a folder."""
    return sorted(path.parent.name.split("-")[1] for path in folder.glob("*/brief.html"))


def test_cron_and_systemd_write_every_department_and_then_have_nothing_to_do(home):
    block = re.search(r"## cron\n\n```\n(.*)\n```", (DOCS / "schedules.md").read_text(encoding="utf-8"))[1]
    schedule, command = block.split(" ", 5)[:5], block.split(" ", 5)[5]
    assert schedule == ["30", "9", "5", "1,4,7,10", "*"]
    done = run(command, home)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert written(home / "figures/briefs" / f"{QUARTER}.local") == sorted(NAMES)
    assert len((home / "jixiao.log").read_text(encoding="utf-8").splitlines()) >= 3 * 4

    service = (DOCS / "schedules/jixiao-brief.service").read_text(encoding="utf-8")
    done = run(re.search(r"^ExecStart=(.*)$", service, re.M)[1].replace("--quiet", ""), home)
    assert done.returncode == 0
    assert f"{len(NAMES)} of {len(NAMES)} briefs: nothing has changed" in done.stderr


@pytest.mark.parametrize(("quarter", "dataset"), [("", ""), ("2022Q3", "sample")], ids=["schedule", "by hand"])
def test_the_workflow_writes_every_department_of_the_dataset_it_is_given(home, quarter, dataset, tmp_path):
    """GitHub fills in what was given by hand, else the defaults of the file."""
    workflow = (DOCS.parent / ".github/workflows/quarterly-brief.yml").read_text(encoding="utf-8")
    defaults = re.findall(r"default: (\S+)", workflow)
    assert defaults == ["2022Q3", "sample"]
    where = home if not dataset else workbook()
    command = re.search(r"run: (\.venv/bin/jixiao .*)", workflow)[1] + " --format html"
    given = {"QUARTER": quarter or "last", "DATASET": dataset or "local"}
    done = run(f"cd {tmp_path} && {command}", where, **given)
    assert done.returncode == 0, done.stderr
    assert written(tmp_path / "briefs") == (["803001"] if dataset else sorted(NAMES))


class Day:
    """What Airflow's templates see of the end of an interval."""

    def subtract(self, months):
        return self

    def format(self, _):
        return QUARTER


def test_the_airflow_tasks_are_plain_papermill_runs_that_succeed(home, monkeypatch, tmp_path):
    tasks = []
    for name in (
        "airflow",
        "airflow.providers",
        "airflow.providers.papermill",
        "airflow.providers.papermill.operators",
    ):
        monkeypatch.setitem(sys.modules, name, types.ModuleType(name))
    sys.modules["airflow"].DAG = lambda **_: open(os.devnull)  # noqa: PTH123, SIM115  any context will do
    operators = types.ModuleType("papermill")
    operators.PapermillOperator = lambda **given: tasks.append(given)
    monkeypatch.setitem(sys.modules, "airflow.providers.papermill.operators.papermill", operators)
    monkeypatch.setitem(sys.modules, "pendulum", types.SimpleNamespace(datetime=lambda *_, **__: None))
    runpy.run_path(str(DOCS / "schedules/airflow_dag.py"))
    monkeypatch.setenv("JIXIAO_HOME", str(home))
    for task in tasks:
        render = lambda text: jinja2.Template(text).render(data_interval_end=Day())  # noqa: E731
        notebook = home / "notebooks" / Path(task["input_nb"]).name
        parameters = {name: render(value) for name, value in task["parameters"].items()}
        out = tmp_path / Path(render(task["output_nb"])).name
        execute_notebook(notebook, out, parameters, kernel_name="python3", progress_bar=False)
        assert QUARTER in out.name
    assert tasks


def test_plain_papermill_keeps_a_code_with_its_zeros(home, tmp_path):
    block = re.search(r"```sh\n(papermill .*)\n```", (DOCS / "schedules.md").read_text(encoding="utf-8"))[1]
    command = block.replace("notebooks/", f"{shlex.quote(str(workbook()))}/notebooks/")
    command = command.replace("out.ipynb", f"{tmp_path}/out.ipynb")
    done = run(command, workbook(), PATH=str(Path(sys.executable).parent))
    assert done.returncode == 0, done.stderr
    assert 'department = "803001"' in (tmp_path / "out.ipynb").read_text(encoding="utf-8").replace('\\"', '"')
