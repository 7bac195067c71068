"""What several test files need: the sample."""

import jixiao
import pytest


@pytest.fixture(scope="session")
def sample():
    return jixiao.load("sample")
