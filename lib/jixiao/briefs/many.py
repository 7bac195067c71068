"""Briefs of many departments: each in a run of its own, so that none stops another, and an index of them all."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from jixiao.briefs.brief import FORMATS, Order, as_written, briefs_folder, department_folder, make
from jixiao.briefs.index import check_index, write_index
from jixiao.briefs.manifest import code_digest, is_current, written
from jixiao.briefs.run import CELL_TIMEOUT, START_TIMEOUT, warm_kernel
from jixiao.dataset import Dataset, load
from jixiao.departments import map_tasks, split
from jixiao.prepared import laid_out
from jixiao.processes import environment
from jixiao.quarters import parse_quarter
from jixiao.scratch import scratch_folder
from jixiao.workbook import HOME, workbook
from jixiao.workers import Failure

WRITTEN, UNCHANGED, FAILED = "written", "unchanged", "failed"
COLUMNS = ["department_id", "department", "division_code", "folder", "status", "reason"]
CELLS = 30  # of the notebook, and some more: by them a run's longest time is counted
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Briefs:
    """What became of the briefs of many departments.

    Parameters
    ----------
    departments : DataFrame
        A row a department, in the order of the dataset: department_id, department, division_code, folder, status
        (written, unchanged, failed) and the reason of a failure.
    index : list of Path
        The files of the index.

    Examples
    --------
    >>> Briefs(pd.DataFrame([["1", "甲", "990101", "", "failed", "no plan"]], columns=COLUMNS), []).failed
    ['1']
    """

    departments: pd.DataFrame
    index: list[Path]

    @property
    def failed(self) -> list[str]:
        """Ids of the departments whose brief failed."""
        return self.departments.loc[self.departments["status"].eq(FAILED), "department_id"].tolist()

    @property
    def paths(self) -> list[Path]:
        """All files of the briefs that there are, then those of the index."""
        there = self.departments[self.departments["status"].ne(FAILED)]
        return [*(path for folder in there["folder"] for path in written(folder)), *self.index]


@dataclass(frozen=True)
class _Task:
    """One department's brief, to be made in another process."""

    order: Order
    data: Dataset
    folder: Path
    made: dict[str, Any]
    home: Path  # the workbook, wherever the work is done


def write_briefs(
    quarter: str,
    *,
    dataset: str = "sample",
    departments: Iterable[str] = (),
    divisions: Iterable[str] = (),
    language: str = "zh",
    formats: Iterable[str] = FORMATS,
    annex: bool = False,
    to: Path | None = None,
    force: bool = False,
    jobs: int = 1,
    executor: Executor | None = None,
    start_timeout: int = START_TIMEOUT,
    cell_timeout: int = CELL_TIMEOUT,
    tell: Callable[[int, int, str, str], None] = lambda done, total, name, what: None,
) -> Briefs:
    """Write the briefs of many departments of a quarter, and an index of them; what is current is left as it is.

    Parameters
    ----------
    quarter : str
        As in 2022Q3.
    dataset : str
        A dataset's name or folder.
    departments, divisions : iterable of str
        Ids, codes or names of departments; codes of divisions. Without any, all that have a document of the year.
    language, formats, annex, force, start_timeout, cell_timeout
        As of `jixiao.briefs.write_brief`.
    to : Path, optional
        The folder that gets a folder a department and the index; without it the quarter's below ``figures/briefs``.
    jobs : int
        Briefs that are made at once.
    executor : Executor, optional
        What makes them instead, as a Dask client's; it has to see the workbook and the folder.
    tell : callable
        Called with how many are done, how many there are to do, a department's id, and the reason why it failed.

    Returns
    -------
    Briefs
        What became of each. A failure stops no other.

    Raises
    ------
    UsageError
        For a quarter, dataset, year, department or division that does not exist, before anything is written.

    Examples
    --------
    >>> from jixiao.briefs import write_briefs
    >>> write_briefs("2022Q3", dataset="sample-county", divisions=["990101"], jobs=2)  # doctest: +SKIP
    """
    order = Order(
        quarter=as_written(quarter),
        dataset=dataset,
        language=language,
        formats=tuple(sorted(set(formats))),
        annex=annex,
        start_timeout=start_timeout,
        cell_timeout=cell_timeout,
    )
    data = find_departments(quarter, dataset=dataset, names=departments, divisions=divisions)
    folder = to or briefs_folder(quarter, dataset, language)
    check_index(folder)
    rows, tasks = _sorted_out(order, data, folder, force)
    for number, (ids, outcome) in enumerate(_worked_off(tasks, jobs, executor, order), 1):
        failure = outcome.reason if isinstance(outcome, Failure) else ""
        rows[ids[0]] |= {"status": FAILED if failure else WRITTEN, "reason": failure}
        tell(number, len(tasks), ids[0], failure)
    table = pd.DataFrame(list(rows.values()), columns=COLUMNS)
    return Briefs(table, write_index(order, data, table, folder))


def find_departments(
    quarter: str, *, dataset: str = "sample", names: Iterable[str] = (), divisions: Iterable[str] = ()
) -> Dataset:
    """The part of a dataset that some departments have of a quarter's year.

    Parameters
    ----------
    quarter : str
        As in 2022Q3.
    dataset : str
        A dataset's name or folder.
    names, divisions : iterable of str
        Ids, codes or names of departments, of all or of those of some divisions; without any, all.

    Returns
    -------
    Dataset
        Of that year.

    Raises
    ------
    UsageError
        For a quarter, dataset, year, department or division that does not exist.
    """
    data = load(dataset).select(year=parse_quarter(quarter)[0], division=divisions, scope=None)
    chosen = [data.find_department(name) for name in names]
    return data.select(department=chosen, scope=None) if chosen else data


def _sorted_out(order: Order, data: Dataset, folder: Path, force: bool) -> tuple[dict[str, dict], list[tuple]]:
    """A row a department, and the tasks of those whose brief is not there as it would be made now."""
    rows, tasks, code, home = {}, [], code_digest(), workbook()
    for ids, part in split(data):
        row = part.departments.iloc[0]
        place = folder / department_folder(row["department_id"], row["department"])
        rows[ids[0]] = {**row[COLUMNS[:3]], "folder": place, "status": UNCHANGED, "reason": ""}
        made = order.made(part, code)
        if force or not is_current(place, made):
            tasks.append((ids, _Task(order, part, place, made, home)))
    if unchanged := len(rows) - len(tasks):
        log.info("%d of %d briefs: nothing has changed since they were written", unchanged, len(rows))
    return rows, tasks


def _worked_off(
    tasks: list[tuple], jobs: int, executor: Executor | None, order: Order
) -> Iterator[tuple[list[str], Any]]:
    longest = order.start_timeout + CELLS * order.cell_timeout
    with closing(map_tasks(_made, tasks, executor, jobs=min(jobs, len(tasks)) or 1, seconds=longest)) as outcomes:
        yield from outcomes


_alone = threading.Lock()  # a run sets the process's environment: threads of an executor take turns


def _made(task: _Task) -> int:
    """Make a brief; how many files it has. Its run loads the department's part alone, in a kernel that starts warm."""
    with (
        _alone,
        environment({HOME: str(task.home)}),
        scratch_folder() as own,
        laid_out(task.data.tables, task.order.dataset, own),
    ):
        return len(make(task.order, task.data, task.folder, task.made, kernel=warm_kernel()))
