"""Datasets of single documents as one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from jixiao.dataset import Dataset
from jixiao.dictionary import TABLES
from jixiao.frames import positions

OWNERS = ("document_id", "project_id", "indicator_id")  # a row belongs to the first of them that its table has
OF_LEDGERS = ("ledgers", "payments", "adjustments", "ledger_rows")  # of no document: in the order of the ledgers
NAMED = (*OWNERS, "origin")  # columns whose values begin with a document's id


def joined(datasets: Sequence[Dataset]) -> Dataset:
    """Datasets of different documents as one; equal however and in whatever order they are joined.

    Rows stand in the order of the ids of their documents, departments in that of their own. A department that several
    have is in once; of several names it has the first in the order of text.
    """
    if not datasets:
        return Dataset()
    tables = {name: pd.concat([item.tables[name] for item in datasets], ignore_index=True) for name in TABLES}
    departments = tables.pop("departments").sort_values(["department_id", "department"])
    tables = _in_order_of_documents(tables)
    departments = departments.drop_duplicates("department_id", ignore_index=True)
    return Dataset().with_tables({**tables, "departments": departments})


def _in_order_of_documents(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The tables sorted by the ids of documents; within a document rows keep their order."""
    ids = pd.Series(sorted(tables["documents"]["document_id"]), dtype="str")
    ranks = {"document_id": (ids, np.arange(len(ids) + 1))}  # each id's; behind them that of unknown ones
    ordered = {}
    for name, df in tables.items():
        if name in OF_LEDGERS:
            ordered[name] = df
            continue
        owner = next(column for column in OWNERS if column in df)
        owners, rank_of = ranks[owner]
        rank = rank_of[positions(df[owner], owners)]
        if (np.diff(rank) < 0).any():
            order = np.argsort(rank, kind="stable")
            df, rank = df.iloc[order], rank[order]
        ordered[name] = df.reset_index(drop=True)
        key = TABLES[name].key
        if len(key) == 1 and key[0] in OWNERS[1:]:
            ranks[key[0]] = ordered[name][key[0]], np.append(rank, len(ids))
    return ordered


def renamed(dataset: Dataset, document_id: str) -> Dataset:
    """The dataset of one document under another id; those of its projects and indicators begin with it."""
    old = dataset.documents["document_id"].iloc[0]
    tables = {
        name: df.assign(**{column: document_id + df[column].str.slice(len(old)) for column in NAMED if column in df})
        for name, df in dataset.tables.items()
    }
    return dataset.with_tables(tables)
