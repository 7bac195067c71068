"""What several test files need: the sample, and its brief without a kernel."""

from base64 import b64encode

import jixiao
import nbformat
import pytest
from jixiao import exhibits
from jixiao.briefs.outline import Outline
from jixiao.briefs.run import find_notebook
from jixiao.phrases import LANGUAGES


@pytest.fixture(scope="session")
def sample():
    return jixiao.load("sample")


@pytest.fixture(scope="module", params=LANGUAGES)
def brief(request, sample):
    """The brief of the sample, its exhibits made by the cells of notebook 90."""
    cells = [cell.source for cell in nbformat.read(find_notebook("90"), as_version=4).cells if cell.cell_type == "code"]
    scope = {"exhibits": exhibits, "data": sample, "month": 9, "dataset": "sample", "language": request.param}
    head, *rest = [shown(eval(cell, scope)) for cell in cells if cell.startswith("exhibits.")]
    return Outline(head, rest)


def shown(exhibit):
    """The bundle of an exhibit with its picture, as it is found in an executed notebook."""
    return exhibit.data() | {"picture": b64encode(exhibit.png).decode() if exhibit.draw else None}
