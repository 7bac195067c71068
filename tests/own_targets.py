"""Targets of a department as a whole, made by hand: what the first of some projects sets for itself."""

from __future__ import annotations

from jixiao.dataset import Dataset


def as_own(data: Dataset) -> Dataset:
    """The first project of a dataset as if it were the department's own table; without projects, the dataset."""
    own = data.projects.head(1).assign(scope="department")
    return data.with_tables({"projects": own}).select(scope="department")
