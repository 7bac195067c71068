"""A review of many departments in parts, and the parts put together, the same as a review of all in one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
import pandas as pd

from jixiao.dataset import Dataset
from jixiao.departments import map_departments, split
from jixiao.errors import RunError, listed
from jixiao.frames import positions
from jixiao.review.rule import OWNER
from jixiao.workers import Failure


@dataclass(frozen=True, eq=False)
class Part:
    """What was found in some departments, before it is told: see `jixiao.review.Review`."""

    findings: pd.DataFrame
    dismissed: pd.DataFrame
    scores: pd.DataFrame
    unmatched: pd.DataFrame


def in_parts(
    find: Callable[[Dataset], Part], data: Dataset, at_once: int, jobs: int, executor: Executor | None
) -> Iterator[Part]:
    """What is found in all departments, some at once; no rule compares what two parts hold."""
    if data.projects.empty and data.goals.empty:  # nothing to share out
        yield find(data)
    elif executor is None and not jobs:
        yield from (find(part) for _, part in split(data, at_once=at_once, whole_documents=True))
    else:
        for ids, found in map_departments(find, data, executor, at_once=at_once, whole_documents=True, jobs=jobs):
            if isinstance(found, Failure):
                raise RunError(f"the review of {listed(ids)} failed: {found.reason}")
            yield found


def put_together(parts: Iterable[Part], data: Dataset) -> Part:
    """Parts as one, in the document's order, whatever the order in which they come."""
    tables: dict[str, list[pd.DataFrame]] = {"findings": [], "dismissed": [], "scores": [], "unmatched": []}
    rows = 0
    for part in parts:
        tables["findings"].append(part.findings.assign(defect=part.findings["defect"] + rows))
        tables["dismissed"].append(part.dismissed)
        tables["scores"].append(part.scores)
        tables["unmatched"].append(part.unmatched)
        rows += len(part.findings)
    findings = _joined(tables.pop("findings"))
    order = _order(findings)
    if not np.array_equal(order, np.arange(rows)):
        findings = _taken(findings, order)
        findings["defect"] = np.argsort(order)[findings["defect"]]
    dismissed = _joined(tables["dismissed"])
    scores = _joined(tables["scores"])
    scores = scores.take(positions(data.projects["project_id"], scores["project_id"])).set_axis(data.projects.index)
    unmatched = tables["unmatched"][0]
    for others in tables["unmatched"][1:]:
        unmatched = unmatched[unmatched.index.isin(others.index)]
    return Part(findings, _taken(dismissed, _order(dismissed)), scores, unmatched)


def _joined(tables: list[pd.DataFrame]) -> pd.DataFrame:
    """Tables one after the other; one without rows may have other types."""
    return pd.concat([df for df in tables if len(df)] or tables[:1], ignore_index=True)


def _order(df: pd.DataFrame) -> np.ndarray:
    """The rows by their owners; those of one owner stand together, as they stand in the document's order."""
    begins = df[OWNER].ne(df[OWNER].shift()).any(axis=1)
    owners = df.loc[begins, OWNER].reset_index(drop=True).sort_values(OWNER)
    rank = np.argsort(owners.index.to_numpy())
    return np.argsort(rank[begins.cumsum().to_numpy() - 1], kind="stable")


def _taken(df: pd.DataFrame, order: np.ndarray) -> pd.DataFrame:
    """Rows in an order, column by column: a second table of many departments would take hundreds of megabytes."""
    return pd.DataFrame({column: df.pop(column).take(order).array for column in df.columns.tolist()})
