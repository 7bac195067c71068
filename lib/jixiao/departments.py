"""Many departments: a dataset taken apart by department, and a function over all of them, on one machine or many."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd

from jixiao import selection
from jixiao.dataset import Dataset
from jixiao.errors import JixiaoError
from jixiao.frames import gathered
from jixiao.workers import Failure, outcomes

AHEAD = 32  # tasks that wait in an executor, which holds their data
LOST = "KilledWorker"  # what Dask raises of a task whose workers died
SECONDS = 3600  # the longest that a task may take
OF_LEDGERS = ("ledgers", "ledger_rows")
OF_DOCUMENTS = ("documents", "readings", "doubts")


def split(data: Dataset, *, at_once: int = 1, whole_documents: bool = False) -> Iterator[tuple[list[str], Dataset]]:
    """A dataset taken apart by department, as `Dataset.select` would, but in one pass.

    Parameters
    ----------
    data : Dataset
        Of many departments; those that have neither projects nor goals are left out.
    at_once : int
        Departments in a part.
    whole_documents : bool
        Keep departments of one document together, in a larger part where they are more.

    Yields
    ------
    tuple of list of str and Dataset
        The departments' ids, in the order of the dataset, and what belongs to them.

    Examples
    --------
    >>> from jixiao import load
    >>> [(ids, len(part.projects)) for ids, part in split(load("sample"))]
    [(['130209-803001'], 9)]
    """
    rows = {name: _rows(owners) for name, owners in _owners(data).items()}
    held = [name for name in data.departments["department_id"] if name in rows["projects"] or name in rows["goals"]]
    nothing = np.array([], dtype=int)
    for ids in _in_parts(_sharing_documents(held, data) if whole_documents else [[name] for name in held], at_once):
        tables = {}
        for name, df in data.tables.items():
            if name in OF_LEDGERS:
                continue
            positions = np.unique(np.concatenate([rows[name].get(each, nothing) for each in ids]))
            tables[name] = df.take(positions).reset_index(drop=True)  # type: ignore[arg-type]  # stubs: no arrays
        of = (tables["documents"], set(ids), tables["projects"])
        ledgers = selection.of_ledgers(data.tables, *of) if len(data.ledgers) else {}
        tables |= {name: df.reset_index(drop=True) for name, df in ledgers.items()}
        yield ids, data.with_tables(tables)


def _in_parts(groups: list[list[str]], at_once: int) -> Iterator[list[str]]:
    """Groups put together, as many as make no more than some departments; a larger one stands alone."""
    part: list[str] = []
    for group in groups:
        if part and len(part) + len(group) > at_once:
            yield part
            part = []
        part = part + group
    if part:
        yield part


def _sharing_documents(held: list[str], data: Dataset) -> list[list[str]]:
    """The departments in groups, of which no two have a document in common."""
    pairs = _of_documents(data)
    group = pd.Series(np.arange(len(pairs)), index=pairs.index)
    spread = False
    while not spread:  # to all documents of a department, and all departments of a document
        least = group.groupby(pairs["document_id"]).transform("min").groupby(pairs["department_id"]).transform("min")
        spread, group = least.equals(group), least
    groups = dict(zip(pairs["department_id"], group, strict=True))
    return list(gathered(held, [groups[name] for name in held]).values())


def _of_documents(data: Dataset) -> pd.DataFrame:
    """Documents with the departments that they speak of, each pair once."""
    pairs = pd.concat([data.tables[name][["document_id", "department_id"]] for name in ("projects", "goals")])
    return pairs.drop_duplicates(ignore_index=True)


def _rows(owners: pd.Series) -> dict[str, np.ndarray]:
    """Positions of the rows of each department; the index of a series of ids holds them."""
    positions = owners.index.to_numpy()
    return {str(name): positions[places] for name, places in owners.groupby(owners.to_numpy()).indices.items()}


def _owners(data: Dataset) -> dict[str, pd.Series]:
    """Of every table the departments of its rows, by position; a document may have several."""
    tables = {name: df.reset_index(drop=True) for name, df in data.tables.items()}
    of_project = tables["projects"].set_index("project_id")["department_id"]
    of_indicator = tables["indicators"].set_index("indicator_id")["project_id"].map(of_project)
    of_document = _of_documents(data).set_index("document_id")["department_id"]
    owners = {}
    for name, df in tables.items():
        if name in OF_LEDGERS:  # a ledger may hold rows of nobody: its own rule
            continue
        if name in OF_DOCUMENTS:
            joined = df[["document_id"]].reset_index().merge(of_document.reset_index(), on="document_id")
            owners[name] = joined.set_index("index")["department_id"]
        elif "department_id" in df:
            owners[name] = df["department_id"]
        else:
            key, parents = ("project_id", of_project) if "project_id" in df else ("indicator_id", of_indicator)
            owners[name] = df[key].map(parents)
    return owners


def map_departments(
    function: Callable[[Dataset], Any],
    data: Dataset,
    executor: Executor | None = None,
    *,
    at_once: int = 1,
    whole_documents: bool = False,
    jobs: int = 0,
    seconds: float = SECONDS,
) -> Generator[tuple[list[str], Any], None, None]:
    """Call a function with every department's part of a dataset.

    No measure and no rule crosses a department, but for those that compare the projects of a document: with whole
    documents the results are those of one call with the whole dataset.

    Parameters
    ----------
    function : callable
        Of a module, so that other processes can import it; it takes a Dataset.
    data : Dataset
        Of many departments.
    executor : Executor, optional
        Any of ``concurrent.futures``, or that of `jixiao.cluster`; without it processes of this machine, of which
        one that dies costs its own task only.
    at_once : int
        Departments in a task: so many that it takes seconds.
    whole_documents : bool
        As of `split`.
    jobs : int
        Processes of this machine; with 0 this one works.
    seconds : float
        The longest a task may take; with an executor, the longest to wait until any one ends.

    Yields
    ------
    tuple of list of str and object
        Ids of the departments, and what the function returned, or a `jixiao.workers.Failure`; in the order in which
        they end.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.departments import map_departments
    >>> from jixiao.review import review
    >>> [(ids, len(found.defects)) for ids, found in map_departments(review, load("sample"))]
    [(['130209-803001'], 55)]
    """
    yield from map_tasks(
        function, split(data, at_once=at_once, whole_documents=whole_documents), executor, jobs=jobs, seconds=seconds
    )


def map_tasks(
    function: Callable,
    tasks: Iterable[tuple[list[str], Any]],
    executor: Executor | None = None,
    *,
    jobs: int = 0,
    seconds: float = SECONDS,
) -> Generator[tuple[list[str], Any], None, None]:
    """Call a function with every task; tasks are drawn when there is room for them, with the ids they are told by."""
    if executor is not None:
        yield from _in_executor(function, iter(tasks), executor, seconds)
        return
    names: list[list[str]] = []

    def drawn() -> Iterator:
        for ids, task in tasks:
            names.append(ids)
            yield task

    for position, outcome in outcomes(function, drawn(), jobs=jobs, seconds=seconds):
        yield names[position], outcome


def _in_executor(
    function: Callable, tasks: Iterator, executor: Executor, seconds: float
) -> Iterator[tuple[list[str], Any]]:
    """Some tasks at once; those that were lost with a worker are tried again alone, for another may have killed it."""
    lost: list[tuple[list[str], Any]] = []
    for (ids, task), outcome in _at_once(function, tasks, executor, seconds, AHEAD):
        if isinstance(outcome, Failure) and outcome.reason.startswith(LOST):
            lost.append((ids, task))
        else:
            yield ids, outcome
    for (ids, _), outcome in _at_once(function, iter(lost), executor, seconds, 1):
        yield ids, outcome


def _at_once(
    function: Callable, tasks: Iterator, executor: Executor, seconds: float, most: int
) -> Iterator[tuple[tuple[list[str], Any], Any]]:
    waiting: dict[Future, tuple[list[str], Any]] = {}
    try:
        while True:
            for ids, task in islice(tasks, most - len(waiting)):
                waiting[executor.submit(function, task)] = (ids, task)
            if not waiting:
                return
            done = wait(waiting, timeout=seconds, return_when=FIRST_COMPLETED).done
            if not done:
                reason = f"took longer than {seconds:g} seconds and was given up"
                for future in waiting:
                    future.cancel()
                yield from ((task, Failure(reason)) for task in waiting.values())
                waiting = {}
            for future in done:
                yield waiting.pop(future), _result(future)
    finally:
        for future in waiting:
            future.cancel()


def _result(future: Future) -> object:
    try:
        return future.result()
    except JixiaoError as error:
        return Failure(str(error))
    except Exception as error:  # the function's, or the executor's: a worker that died
        return Failure(f"{type(error).__name__}: {error}")
