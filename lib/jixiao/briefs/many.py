"""Briefs of many departments: each in a run of its own, so that none stops another, and an index of them all."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from jixiao.briefs.brief import FORMATS, Order, as_written, briefs_folder, department_folder, make, reviewed
from jixiao.briefs.manifest import code_digest, is_current, written
from jixiao.briefs.run import CELL_TIMEOUT, START_TIMEOUT
from jixiao.dataset import Dataset, load
from jixiao.departments import map_tasks, split
from jixiao.processes import environment
from jixiao.quarters import parse_quarter
from jixiao.workbook import HOME, workbook
from jixiao.workers import Failure

if TYPE_CHECKING:
    from jixiao.review import Review

WRITTEN, UNCHANGED, FAILED = "written", "unchanged", "failed"
COLUMNS = ["department_id", "department", "division_code", "folder", "status", "reason"]
AT_ONCE = 20  # departments that are reviewed together before their briefs are made
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
    part: Dataset
    folder: Path
    made: dict[str, Any]
    review: Review | None
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
    from jixiao.briefs.index import check_folder, write_index  # it draws: a single brief does without

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
    check_folder(folder)
    rows, to_make = _sorted_out(order, data, folder, force)
    for number, (name, outcome) in enumerate(_worked_off(order, data, to_make, jobs, executor), 1):
        failure = outcome.reason if isinstance(outcome, Failure) else ""
        rows[name] |= {"status": FAILED if failure else WRITTEN, "reason": failure}
        tell(number, len(to_make), name, failure)
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


def _sorted_out(
    order: Order, data: Dataset, folder: Path, force: bool
) -> tuple[dict[str, dict], dict[str, tuple[Path, dict]]]:
    """A row a department; folder and manifest of those whose brief is not there as it would be made now."""
    rows, to_make, code = {}, {}, code_digest()
    for (name,), part in split(data):
        row = part.departments.iloc[0]
        place = folder / department_folder(row["department_id"], row["department"])
        rows[name] = {**row[COLUMNS[:3]], "folder": place, "status": UNCHANGED, "reason": ""}
        made = order.made(part, code)
        if force or not is_current(place, made):
            to_make[name] = place, made
    if unchanged := len(rows) - len(to_make):
        log.info("%d of %d briefs: nothing has changed since they were written", unchanged, len(rows))
    return rows, to_make


def _worked_off(
    order: Order, data: Dataset, to_make: dict[str, tuple[Path, dict]], jobs: int, executor: Executor | None
) -> Iterator[tuple[str, Any]]:
    """Departments, and what became of the brief of each."""
    longest = order.start_timeout + CELLS * order.cell_timeout
    tasks, jobs = _tasks(order, data, to_make), min(jobs, len(to_make)) or 1
    with closing(map_tasks(_made, tasks, executor, jobs=jobs, seconds=longest)) as outcomes:
        yield from ((name, outcome) for (name,), outcome in outcomes)


def _tasks(order: Order, data: Dataset, to_make: dict[str, tuple[Path, dict]]) -> Iterator[tuple[list[str], _Task]]:
    """The departments' parts with their reviews, some departments at once, when there is somebody to take them."""
    if not to_make:
        return
    home = workbook()
    for _, several in split(data.select(department=[*to_make], scope=None), at_once=AT_ONCE):
        reviews = reviewed(order, several)
        for (name,), part in split(several):
            yield [name], _Task(order, part, *to_make[name], reviews.get(name), home)


_alone = threading.Lock()  # a run sets the process's environment: threads of an executor take turns


def _made(task: _Task) -> int:
    """Make a brief; how many files it has."""
    with _alone, environment({HOME: str(task.home)}):
        return len(make(task.order, task.part, task.folder, task.made, task.review))
