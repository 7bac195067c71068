"""One department's part of a dataset, checked already, laid out for the run that makes its brief.

A run that is told of it loads it in place of the whole dataset, of which it selects no more than that.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pyarrow as pa

from jixiao.dictionary import TABLES
from jixiao.processes import environment

VARIABLE = "JIXIAO_PREPARED"  # the folder, and behind a line break the dataset's name
ENDING = ".arrow"


@contextmanager
def laid_out(tables: Mapping[str, pd.DataFrame], dataset: str, folder: Path) -> Iterator[None]:
    """Write the tables into a folder; within the block, runs that load the dataset read them."""
    for name, df in tables.items():
        table = pa.Table.from_pandas(df, preserve_index=False)
        with pa.OSFile(str(folder / f"{name}{ENDING}"), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)
    with environment({VARIABLE: f"{folder}\n{dataset}"}):
        yield


def find(dataset: str) -> Path | None:
    """The folder laid out for a dataset; None where there is none."""
    folder, _, name = os.environ.get(VARIABLE, "").partition("\n")
    return Path(folder) if folder and name == dataset else None


def read(folder: Path) -> dict[str, pd.DataFrame]:
    """The tables in a folder."""
    tables = {}
    for name in TABLES:
        with pa.OSFile(str(folder / f"{name}{ENDING}"), "rb") as file:
            tables[name] = pa.ipc.open_file(file).read_all().to_pandas(use_threads=False)
    return tables
