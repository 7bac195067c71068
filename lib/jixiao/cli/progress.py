"""Progress of long work over many departments: a bar on a terminal, else a line a department. All of it on stderr."""

from __future__ import annotations

import logging
import time

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from jixiao.characters import escaped
from jixiao.phrases import say

LOUD = logging.INFO
log = logging.getLogger(__name__)


class Progress:
    """What is done, what failed, and how long the rest will take."""

    def __init__(self, language: str):
        console = Console(stderr=True, markup=False, highlight=False)
        shown = console.is_terminal and log.isEnabledFor(LOUD)
        columns = (
            TextColumn(say("briefs_index.writing", language)),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
        )
        self.bar = Bar(*columns, console=console, transient=True, disable=not shown)
        self.task = self.bar.add_task("writing", total=None)
        self.shown, self.started = shown, time.monotonic()

    def tell(self, done: int, total: int, name: str, reason: str) -> None:
        """Show the progress; a failure is told at once."""
        if reason:
            log.error("%s: %s", name, reason)
        self.bar.update(self.task, completed=done, total=total)
        if not self.shown:
            left = (time.monotonic() - self.started) / done * (total - done)
            log.info("%s (%d of %d, about %s left)", escaped(name), done, total, _duration(left))

    def __enter__(self) -> Progress:
        self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.bar.stop()


def _duration(seconds: float) -> str:
    """A time to wait, as people say it."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
