"""Notebooks run with strict parameters, and what holds for every notebook that is committed."""

import os
import re

import nbformat
import pytest
from jixiao.briefs import run
from jixiao.briefs.outline import exhibits_of
from jixiao.briefs.parameters import check_parameters, defaults
from jixiao.briefs.run import find_notebook, run_notebook, without_traces
from jixiao.errors import RunError, UsageError
from jixiao.exhibits.exhibit import MIME
from jixiao.quarters import parse_quarter
from written_notebooks import KERNEL, LEAST, own_notebooks, write_notebook

CURVES = find_notebook("10")

# Parameters


@pytest.mark.parametrize("path", own_notebooks(), ids=lambda path: path.stem)
def test_every_notebook_has_typed_parameters_with_a_comment_each(path):
    from papermill import inspect_notebook

    found = inspect_notebook(str(path))
    assert {"dataset", "language"} <= set(found)
    assert {"department", "division"} & set(found)
    assert all(item["inferred_type_name"] in ("str", "int", "float", "bool", "list") for item in found.values())
    assert all(item["help"] for item in found.values())
    assert None not in defaults(path).values()


@pytest.mark.parametrize(
    ("given", "converted"),
    [
        ({"year": "2022"}, {"year": 2022}),
        ({"lag": "0.05"}, {"lag": 0.05}),
        ({"lag": 1}, {"lag": 1.0}),
        ({"projects": "1, 4"}, {"projects": ["1", "4"]}),
        ({"projects": ["招商引资专项经费2022"]}, {"projects": ["招商引资专项经费2022"]}),
        ({"department": "803001", "language": "en"}, {"department": "803001", "language": "en"}),
    ],
)
def test_strings_become_the_type_of_the_default(given, converted):
    assert check_parameters(CURVES, given) == converted


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"langage": "en"}, "did you mean 'language'"),
        ({"year": "this"}, "year is 'this'; expected: a whole number"),
        ({"year": 2022.5}, "year is 2022.5"),
        ({"year": "2021"}, "no year '2021' in sample; expected: one of: 2022"),
        ({"department": "999"}, "expected: one of: 130209-803001"),
        ({"projects": "77"}, "expected: one of: 1 园区办公用电费和专项购置费2022"),
        ({"dataset": "mine"}, "expected: one of: sample"),
        ({"language": "fr"}, "expected: one of: zh, en"),
        ({"month": "13"}, "expected: 1 to 12"),
        ({"lag": "-1"}, "expected: 0.01 to 1"),
        ({"lag": "0.001"}, "expected: 0.01 to 1"),
        ({"lag": "nan"}, "lag is 'nan'; expected: a number"),
        ({"lag": float("inf")}, "lag is inf; expected: a number"),
        ({"lag": 10**400}, "expected: a number"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(given, message):
    with pytest.raises(UsageError, match=re.escape(message)) as error:
        check_parameters(CURVES, given)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("quarter", ["2022", "2022Q5", "Q3", "", "2022-Q3", "20222Q1"])
def test_a_quarter_is_a_year_and_one_to_four(quarter):
    with pytest.raises(UsageError, match="2022Q3"):
        parse_quarter(quarter)


@pytest.mark.parametrize(
    ("name", "stem"), [("20", "20-budget-breakdown"), ("90-quarterly-brief", "90-quarterly-brief")]
)
def test_a_notebook_is_found_by_number_or_name(name, stem):
    assert find_notebook(name).stem == stem


def test_an_unknown_notebook_lists_those_there_are():
    with pytest.raises(UsageError, match="10-disbursement-curves"):
        find_notebook("nope")


# Runs


@pytest.mark.slow
@pytest.mark.parametrize("path", own_notebooks(), ids=lambda path: path.stem)
def test_every_notebook_runs_with_other_parameters(path, tmp_path):
    wanted = {"project": "6", "projects": ["6"], "language": "en"}
    given = {name: value for name, value in wanted.items() if name in defaults(path)}
    node = run_notebook(path, given, tmp_path / "项目 六.ipynb")
    bundles = exhibits_of(node)
    assert {bundle["language"] for bundle in bundles} == {"en"}
    assert nbformat.read(tmp_path / "项目 六.ipynb", as_version=4) == node
    assert [path.name for path in tmp_path.iterdir()] == ["项目 六.ipynb"]


@pytest.mark.parametrize("path", own_notebooks(), ids=lambda path: path.stem)
def test_committed_notebooks_are_executed_in_order_and_bear_no_traces(path):
    node = nbformat.read(path, as_version=4)
    code = [cell for cell in node.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert sum(MIME in output.get("data", {}) for cell in code for output in cell.outputs) >= LEAST.get(path.stem, 4)
    assert not any(output.output_type in ("stream", "error") for cell in code for output in cell.outputs)
    assert without_traces(node.copy()) == node
    assert not re.search(r"/(home|root|work|Users|tmp)/", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", own_notebooks(), ids=lambda path: path.stem)
def test_notebooks_hold_arguments_and_no_machinery(path):
    node = nbformat.read(path, as_version=4)
    code = [cell.source for cell in node.cells if cell.cell_type == "code"]
    assert all(len(source.split("\n")) <= 10 for source in code)
    assert not any(re.search(r"^\s*(def|class|for|while) ", source, re.M) for source in code)
    assert node.cells[0].source.startswith("# ")


def test_a_failing_cell_is_named_and_its_notebook_kept(tmp_path):
    path = write_notebook(tmp_path / "n.ipynb", "x: int = 1", "raise ValueError('what went wrong')")
    with pytest.raises(
        RunError, match=r"n\.ipynb, cell \[3\] .raise.*\(x=5\): ValueError: what went wrong.*out\.failed"
    ):
        run_notebook(path, {"x": 5}, tmp_path / "out.ipynb")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["n.ipynb", "out.failed.ipynb"]


def test_a_mistake_in_a_notebook_is_its_message_alone(tmp_path):
    path = write_notebook(tmp_path / "n.ipynb", "x: int = 1", "import jixiao; jixiao.load('nope')")
    with pytest.raises(RunError, match="UsageError: no dataset 'nope'"):
        run_notebook(path, {}, tmp_path / "out.ipynb")
    (output,) = nbformat.read(tmp_path / "out.failed.ipynb", as_version=4).cells[-1].outputs
    assert [line.split(":")[0] for line in output.traceback] == ["UsageError"]


def test_what_is_no_notebook_is_refused(tmp_path):
    (tmp_path / "n.ipynb").write_text("not a notebook", encoding="utf-8")
    with pytest.raises(UsageError, match="expected: a notebook"):
        run_notebook(tmp_path / "n.ipynb", {}, tmp_path / "out.ipynb")


@pytest.mark.parametrize("default", ["1 + 2", "print()", "{}", "None"])
def test_a_default_that_is_no_literal_is_refused(tmp_path, default):
    path = write_notebook(tmp_path / "n.ipynb", f"x = {default}")
    with pytest.raises(UsageError, match="the default of x is"):
        check_parameters(path, {})


@pytest.mark.parametrize("text", ["nan", "-inf", "1e999"])
def test_a_number_of_a_users_own_notebook_is_one(tmp_path, text):
    path = write_notebook(tmp_path / "n.ipynb", "near: float = 0.5")
    with pytest.raises(UsageError, match=f"near is '{text}'; expected: a number"):
        check_parameters(path, {"near": text})


def test_a_folder_is_no_place_for_a_notebook(tmp_path):
    with pytest.raises(UsageError, match="is a folder"):
        run_notebook(CURVES, {}, tmp_path)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_is_a_place_for_a_notebook_and_for_its_figures(tmp_path):
    for link, target in {"out.ipynb": "there/new.ipynb", "figures": "there/drawn"}.items():
        (tmp_path / link).symlink_to(target)
    for _ in range(2):
        run_notebook(find_notebook("00"), {}, tmp_path / "out.ipynb", figures=tmp_path / "figures")
    assert nbformat.read(tmp_path / "there" / "new.ipynb", as_version=4).cells
    assert list((tmp_path / "there" / "drawn").glob("*.csv"))
    assert (tmp_path / "out.ipynb").is_symlink()
    assert sorted(path.name for path in (tmp_path / "there").iterdir()) == ["drawn", "new.ipynb"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["figures", "out.ipynb", "there"]


def test_a_notebook_that_cannot_be_written_is_told_in_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(RunError, match="cannot be written"):
        run_notebook(CURVES, {}, tmp_path / "file" / "out.ipynb")


def test_a_kernel_that_dies_is_told_in_a_sentence(tmp_path):
    path = write_notebook(tmp_path / "n.ipynb", "x: int = 1", "import os; os._exit(9)")
    with pytest.raises(RunError, match="the kernel died"):
        run_notebook(path, {}, tmp_path / "out.ipynb")


def test_a_notebook_without_parameters_is_refused(tmp_path):
    path = tmp_path / "n.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")], metadata=KERNEL), path)
    with pytest.raises(UsageError, match="a cell tagged parameters"):
        run_notebook(path, {}, tmp_path / "out.ipynb")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('lag = "a"', "lag is 'a'; expected: 0.01 to 1"),
        ('k = "4"', "k is '4'; expected: 2 to 1000"),
        ("limit = [1]", "limit is [1]; expected: 0 to 10000"),
        ("dataset = 3", "no dataset '3'"),
    ],
)
def test_a_default_of_another_kind_is_a_message(source, expected, tmp_path):
    path = write_notebook(tmp_path / "own.ipynb", source)
    with pytest.raises(UsageError, match=re.escape(expected)):
        check_parameters(path, {})


@pytest.mark.slow
def test_a_kernel_that_died_before_anything_ran_is_started_once_more(tmp_path, monkeypatch):
    begun, execute = [], run._execute

    def dies_once(*given):
        begun.append(given)
        if len(begun) == 1:
            raise RuntimeError("Kernel died before replying to kernel_info")
        return execute(*given)

    monkeypatch.setattr(run, "_execute", dies_once)
    path = write_notebook(tmp_path / "n.ipynb", "x: int = 1", "x + 1")
    assert run_notebook(path, {"x": 5}, tmp_path / "out.ipynb").cells[-1].outputs[0].data["text/plain"] == "6"
    assert len(begun) == 2
