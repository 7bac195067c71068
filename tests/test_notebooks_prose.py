"""What the notebooks say holds of other documents too: a self-evaluation with results, a department without a plan."""

import ast
import re
from pathlib import Path

import nbformat
import pytest
from claims import check
from jixiao import read
from jixiao.exhibits import Exhibit
from jixiao.phrases import LANGUAGES
from written_notebooks import LEAST, own_notebooks

pytestmark = pytest.mark.slow

FORMS = Path(__file__).parent / "forms"
DOCUMENTS = {"self-evaluation with results": "langfang-self-2019", "department without a plan": "xiangtan-2023"}
MISSING = re.compile("no results|no payments|没有结果|没有支付数据|未提供支付数据|plans only|只反映计划$")


def cells(path, kind):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == kind]


@pytest.fixture(scope="module", params=DOCUMENTS.values(), ids=DOCUMENTS)
def document(request, tmp_path_factory):
    """A form read into a dataset of its own; its tables and their folder."""
    (file,) = FORMS.glob(f"{request.param}.*[lx]")
    data, _ = read(file)
    folder = tmp_path_factory.mktemp("prose") / "tidy"
    data.save(folder)
    return data, folder


def run(path, **parameters):
    """The exhibits that a notebook's cells end with, run here without a kernel."""
    scope, found = {}, []
    for cell in cells(path, "code"):
        *body, last = ast.parse(cell.source).body
        exec(compile(ast.Module(body, []), path.name, "exec"), scope)
        value = ast.Expression(last.value) if isinstance(last, ast.Expr) else ast.Module([last], [])
        shown = eval(compile(value, path.name, "eval" if isinstance(last, ast.Expr) else "exec"), scope)
        found += [shown] if isinstance(shown, Exhibit) else []
        if "parameters" in cell.metadata.get("tags", []):
            scope |= parameters
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", own_notebooks(), ids=lambda path: path.stem)
def test_a_notebook_says_of_a_document_only_what_is_true_of_it(path, language, document):
    data, folder = document
    year = int(data.documents["year"].iloc[0])
    when = {"quarter": f"{year}Q4"} if path.stem.startswith("90") else {"year": year}
    exhibits = run(path, dataset=str(folder), language=language, **when)
    assert len(exhibits) >= LEAST.get(path.stem, 4)
    for exhibit in exhibits:
        # What a department sets for itself is told of that part of the data.
        own = exhibit.name.startswith(("own", "department-targets"))
        check(exhibit, data.select(scope="department") if own else data)
        words = [exhibit.title, exhibit.subtitle, exhibit.finding, *exhibit.table.select_dtypes("str").stack().dropna()]
        stated = len(data.results) > 0
        assert not (stated and any(map(MISSING.search, words))), words


@pytest.mark.parametrize("path", own_notebooks(), ids=lambda path: path.stem)
def test_what_stands_beside_the_cells_speaks_of_no_document_and_in_both_languages(path):
    for cell in cells(path, "markdown"):
        assert not re.search(
            r"\bsample\b|\bhere is\b|\bthere are no results\b|样本|样例|\b(?:three|nine|six) of\b", cell.source
        )
        headings = cell.source.count("\n") == 0
        assert headings or path.stem.startswith("90") or re.search("[\u4e00-\u9fff]{4}", cell.source), cell.source
