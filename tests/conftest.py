"""What several test files need: the sample, its brief without a kernel, and imports into a dataset of their own."""

import re
import shutil
from base64 import b64encode
from dataclasses import replace
from functools import cache

import jixiao
import nbformat
import pytest
from corpora import export, write
from departments import SAMPLE
from jixiao import exhibits
from jixiao.briefs.outline import Outline
from jixiao.briefs.run import find_notebook
from jixiao.documents import import_documents, read
from jixiao.documents.content import Doubt
from jixiao.documents.messages import is_known
from jixiao.phrases import LANGUAGES

CHROMIUM = next(filter(None, map(shutil.which, ["chromium", "google-chrome", "chromium-browser", "chrome"])), None)
# Without these Chromium looks for hosts on the network at every start.
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
ENGLISH = re.compile(r"[a-z]{3,} [a-z]{2,}")


@pytest.fixture(autouse=True, scope="session")
def every_doubt_has_its_chinese():
    """Whatever a reader says in any test stands in the catalogue of messages; published text alone does not."""
    init = Doubt.__init__

    def said(self, place, found, expected, remedy):
        init(self, place, found, expected, remedy)
        missing = [text for text in (found, expected, remedy) if ENGLISH.search(text) and not is_known(text)]
        assert not missing, f"not in messages.zh.toml: {missing}"

    Doubt.__init__ = said
    yield
    Doubt.__init__ = init


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: nothing was looked at in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def sample():
    return SAMPLE


@pytest.fixture(scope="session")
def brief_of():
    """The brief of some data without a kernel, its exhibits made by the cells of notebook 90; once for equal wishes."""
    cells = [cell.source for cell in nbformat.read(find_notebook("90"), as_version=4).cells if cell.cell_type == "code"]
    load = next(cell for cell in cells if "jixiao.load" in cell)

    @cache
    def make(data, language, *, month=9, drawn=True, **options):
        year = int(data.documents["year"].iloc[0])
        scope = {"exhibits": exhibits, "jixiao": Loaded(data), "quarter": f"{year}Q{month // 3}", "dataset": "sample"}
        scope |= {"department": "", "document": "", "projects": [], "language": language}
        exec(load, scope)
        shows = [cell for cell in cells if cell.startswith("exhibits.")]
        exhibits_ = [eval(cell, scope) for cell in shows]
        return Outline.of([shown(one) if drawn else plain(one) for one in exhibits_], **options)

    return make


class Loaded:
    """The package, which has loaded some data already."""

    def __init__(self, data):
        self.load = lambda _: data
        self.parse_quarter = jixiao.parse_quarter


@pytest.fixture(scope="module", params=LANGUAGES)
def brief(request, sample, brief_of):
    """The brief of the sample."""
    return brief_of(sample, request.param)


def shown(exhibit):
    """The bundle of an exhibit with its picture, as it is found in an executed notebook."""
    pictures = {"picture": exhibit if exhibit.draw else None, "narrow": exhibit.narrow}
    return exhibit.data() | {name: b64encode(one.png).decode() if one else None for name, one in pictures.items()}


def plain(exhibit):
    """The bundle of an exhibit without its pictures: they take the most time."""
    return replace(exhibit, draw=None).data() | {"alt": exhibit.alt if exhibit.draw else "", "picture": None}


@pytest.fixture
def bring(tmp_path):
    """Import files, given as texts by path, into one dataset; its report."""

    def bring(files, paths=("raw",), **options):
        write(tmp_path / "raw", files)
        return import_documents([tmp_path / path for path in paths], tmp_path / "tidy", **options)

    return bring


@pytest.fixture
def read_bytes(tmp_path):
    def read_bytes(content, name="2022.txt", **options):
        (tmp_path / name).write_bytes(content)
        return read(tmp_path / name, **options)

    return read_bytes


@pytest.fixture
def read_rows(read_bytes):
    """Read a document of one table; the paragraphs stand before it."""
    return lambda *rows, paragraphs="": read_bytes((paragraphs + export(*rows)).encode())
