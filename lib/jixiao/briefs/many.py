"""Briefs of several departments, one after the other: each in a process of its own, so that none stops another."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from jixiao.briefs.brief import folder_name
from jixiao.dataset import load
from jixiao.errors import RunError, listed
from jixiao.processes import SAFE_PATH
from jixiao.quarters import parse_quarter

COMMAND = "from jixiao.cli import main; main()"
log = logging.getLogger(__name__)


def find_departments(quarter: str, *, dataset: str = "sample", names: Iterable[str] = ()) -> list[str]:
    """Ids of the departments that have a document of a quarter's year.

    Parameters
    ----------
    quarter : str
        As in 2022Q3.
    dataset : str
        A dataset's name or folder.
    names : iterable of str
        Ids, codes or names; without any, all departments.

    Returns
    -------
    list of str
        Each once, in the order of the names, else of the dataset.

    Raises
    ------
    UsageError
        For a quarter, dataset, year or department that does not exist.
    """
    data = load(dataset).select(year=parse_quarter(quarter)[0])
    found = [data.find_department(name) for name in names] or data.departments["department_id"]
    return list(dict.fromkeys(found))


def write_briefs(departments: Iterable[str], options: Iterable[str], *, to: Path | None = None) -> None:
    """Run ``jixiao brief`` for each department; its paths and messages are those of the command.

    Parameters
    ----------
    departments : iterable of str
        Ids.
    options : iterable of str
        The command's other options.
    to : Path, optional
        A folder that gets a folder for each department.

    Raises
    ------
    RunError
        Once all are done, where some failed; the message names them.
    """
    ids, failed = list(departments), []
    for number, department in enumerate(ids, 1):
        log.info("%s (%d of %d)", department, number, len(ids))
        place = ["--to", str(to / folder_name(department))] if to else []
        command = [sys.executable, "-c", COMMAND, "brief", "--department", department, *place, *options]
        if _run(command):
            failed.append(department)
    if failed:
        raise RunError(
            f"{len(failed)} of {len(ids)} briefs failed: {listed(failed)}",
            remedy="the messages above say why; the others are written",
        )


def _run(command: list[str]) -> int:
    with subprocess.Popen(command, env=os.environ | SAFE_PATH) as process:
        try:
            return process.wait()
        except BaseException:  # the user interrupts: the process clears up after itself
            process.terminate()
            process.wait()
            raise
