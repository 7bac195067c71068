"""What the processes that this package starts are told through their environment."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

# Without the current folder on its path a process runs no struct.py or pandas.py that happens to lie there.
SAFE_PATH = {"PYTHONSAFEPATH": "1"}


@contextmanager
def environment(added: Mapping[str, str]) -> Iterator[None]:
    """The environment with some variables set, and as it was before afterwards."""
    before = {name: os.environ.get(name) for name in added}
    os.environ.update(added)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def has_home() -> bool:
    """Whether matplotlib can keep its list of fonts where it is used to; making a new one takes seconds."""
    try:
        return os.access(Path.home(), os.W_OK)
    except RuntimeError:
        return False
