"""An import on the screen: a progress bar, then what became of each file. All of it goes to stderr."""

from __future__ import annotations

from collections.abc import Sized

import pandas as pd
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from jixiao.characters import escaped
from jixiao.documents.content import quote
from jixiao.documents.files import NOT_READ, STATES
from jixiao.documents.messages import translated
from jixiao.documents.report import UNREAD, ImportReport
from jixiao.frames import each_row
from jixiao.phrases import listed, place_label, say

QUIET, NORMAL, VERBOSE = range(3)
SHOWN = 20  # entries of a list
LENGTH = 200  # characters of a path
WIDTH = 140  # columns where there is no terminal
NUMBERS = ["tables", "projects", "indicators", "cells", "unread", "doubts"]
COLUMNS = ["path", "status", "format", "layout", "year", *NUMBERS]


class Meter:
    """A progress bar, on a terminal only."""

    def __init__(self, *, hidden: bool, language: str):
        console = Console(stderr=True)
        columns = (
            TextColumn(say("import_report.reading", language)),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
        )
        self.progress = Progress(*columns, console=console, transient=True, disable=hidden or not console.is_terminal)
        self.task = self.progress.add_task("reading", total=None)

    def tell(self, done: int, total: int) -> None:
        """Show the progress."""
        self.progress.update(self.task, completed=done, total=total)

    def __enter__(self) -> Meter:
        self.progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.progress.stop()


def show(report: ImportReport, *, level: int, language: str) -> None:
    """Print what became of the files; lists are shortened unless ``level`` is `VERBOSE`."""
    width = None if Console(stderr=True).is_terminal else WIDTH
    console = Console(stderr=True, markup=False, emoji=False, highlight=False, width=width)
    limit = SHOWN if level < VERBOSE else None
    files = _worst_first(report.files.assign(unread=report.files[UNREAD].sum(axis=1, min_count=1)))
    pruned = [say("import_report.pruned", language, name=quote(name, LENGTH)) for name in report.pruned]
    if level > QUIET:
        console.print(_table(files[:limit], language))
        _say_more(console, files[SHOWN:], limit, language)
        messages = _notes(files, language) + pruned + _doubts(report.doubts, language, each=level == VERBOSE)
    else:
        messages = _notes(files[files["status"].eq(NOT_READ)], language) + pruned
    for message in messages[:limit]:
        console.print(escaped(message), soft_wrap=True)
    _say_more(console, messages[SHOWN:], limit, language)
    if level == VERBOSE:
        for path, trace in report.traces.items():
            console.print(escaped(f"{quote(path, LENGTH)}:\n{trace}"), soft_wrap=True)
    console.print(_summary(files, len(report.pruned), bool(report.written), language), soft_wrap=True)


def _worst_first(files: pd.DataFrame) -> pd.DataFrame:
    """Files with what was not read first, then those with doubts."""
    keys = {"failed": files["status"].eq(NOT_READ), "gaps": files["unread"].gt(0), "doubtful": files["doubts"].gt(0)}
    worst = pd.DataFrame(keys).fillna(False).sort_values(list(keys), ascending=False, kind="stable")
    return files.loc[worst.index]


def _state(status: str, language: str) -> str:
    return say(f"import_report.state_{status.replace(' ', '_')}", language)


def _table(files: pd.DataFrame, language: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in COLUMNS:
        heading = say(f"import_report.{column}", language)
        table.add_column(heading, justify="right" if column in NUMBERS else "left", overflow="fold")
    files = files.assign(status=[_state(status, language) for status in files["status"]])
    for row in files[COLUMNS].astype("str").fillna("").itertuples(index=False):
        table.add_row(*(escaped(quote(value, LENGTH)) for value in row))
    return table


def _notes(files: pd.DataFrame, language: str) -> list[str]:
    told = files[files["note"].ne("")]
    return [
        say(
            "import_report.note",
            language,
            path=quote(row.path, LENGTH),
            status=_state(row.status, language),
            note=translated(row.note, language),
        )
        for row in each_row(told)
    ]


def _doubts(doubts: pd.DataFrame, language: str, *, each: bool) -> list[str]:
    """A line for each doubt, or one for all files that have the same doubt, whatever the cells that it quotes."""
    messages: list[str] = []
    if doubts.empty:
        return messages
    kinds = doubts["found"] if each else doubts["found"].str.partition(": “")[0]
    for (found, expected, remedy), same in doubts.groupby([kinds, "expected", "remedy"], sort=False):
        files = same["path"].nunique()
        several = files > 1 and not each
        for row in each_row(same[:1] if several else same):
            place = quote(row.path, LENGTH)
            if row.place:
                place = say("import_report.at", language, path=place, place=place_label(row.place, language))
            said = {"found": found if several else row.found, "expected": expected, "remedy": remedy}
            messages.append(
                say(
                    "import_report.doubt",
                    language,
                    place=say("import_report.files", language, n=files, place=place) if several else place,
                    **{key: translated(str(text), language) for key, text in said.items()},
                )
            )
    return messages


def _say_more(console: Console, rest: Sized, limit: int | None, language: str) -> None:
    if limit and len(rest):
        console.print(say("import_report.more", language, n=len(rest)))


def _summary(files: pd.DataFrame, pruned: int, written: bool, language: str) -> str:
    numbers = files["status"].value_counts()
    states = [
        say("import_report.state", language, n=numbers[state], status=_state(state, language))
        for state in STATES
        if state in numbers
    ]
    sums = [
        say("import_report.sum", language, column=say(f"import_report.{column}", language), n=files[column].sum())
        for column in NUMBERS
    ]
    whole = say(
        "import_report.summary", language, n=len(files), states=listed(states, language), sums=listed(sums, language)
    )
    taken_out = say("import_report.taken_out", language, n=pruned) if pruned else ""
    return whole + taken_out + ("" if written else say("import_report.nothing_written", language))
