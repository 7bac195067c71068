"""One department's part of a dataset, checked already, laid out for the run that makes its brief.

A run that is told of it loads it in place of the whole dataset, of which it selects no more than that. Beside the
tables lie results that were found meanwhile, by keys of what they depend on.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from jixiao.dictionary import TABLES
from jixiao.processes import environment

VARIABLE = "JIXIAO_PREPARED"  # the folder, and behind a line break the dataset's name
ENDING, RESULT = ".arrow", ".pickle"


@contextmanager
def laid_out(
    tables: Mapping[str, pd.DataFrame], dataset: str, folder: Path, results: Mapping[str, Any]
) -> Iterator[None]:
    """Write tables and results into a folder; within the block, runs that load the dataset read them."""
    for name, df in tables.items():
        table = pa.Table.from_pandas(df, preserve_index=False)
        # A file of Python's: where the disk is full, its error says so in the system's words.
        with (folder / f"{name}{ENDING}").open("wb") as file, pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)
    for key, result in results.items():
        (folder / f"{key}{RESULT}").write_bytes(pickle.dumps(result))
    with environment({VARIABLE: f"{folder}\n{dataset}"}):
        yield


def find(dataset: str) -> Path | None:
    """The folder laid out for a dataset; None where there is none."""
    folder, _, name = os.environ.get(VARIABLE, "").partition("\n")
    return Path(folder) if folder and name == dataset else None


def result(key: str) -> Any:
    """What was found for a key; None where nothing was."""
    folder = os.environ.get(VARIABLE, "").partition("\n")[0]
    path = Path(folder, f"{key}{RESULT}")
    return pickle.loads(path.read_bytes()) if folder and path.is_file() else None


def read(folder: Path) -> dict[str, pd.DataFrame]:
    """The tables in a folder."""
    tables = {}
    for name in TABLES:
        with pa.OSFile(str(folder / f"{name}{ENDING}"), "rb") as file:
            tables[name] = pa.ipc.open_file(file).read_all().to_pandas(use_threads=False)
    return tables
