"""What several test files need: the sample, and imports into a dataset of their own."""

import jixiao
import pytest
from corpora import write
from jixiao.documents import import_documents


@pytest.fixture(scope="session")
def sample():
    return jixiao.load("sample")


@pytest.fixture
def bring(tmp_path):
    """Import files, given as texts by path, into one dataset; its report."""

    def bring(files, paths=("raw",), **options):
        write(tmp_path / "raw", files)
        return import_documents([tmp_path / path for path in paths], tmp_path / "tidy", **options)

    return bring
