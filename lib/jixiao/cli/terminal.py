"""Output of the commands, escaped: published text and file names never control the terminal."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

import click

from jixiao.characters import escaped, escaped_json


def tell(message: str) -> None:
    """A message, to stderr."""
    click.echo(escaped(message), err=True)


def show(text: str) -> None:
    """Lines for people, to stdout."""
    click.echo(escaped(text), nl=False)


def show_paths(paths: Iterable[Path]) -> None:
    """Paths that were written, a line each, to stdout."""
    for path in paths:
        click.echo(escaped(str(path)).replace("\n", r"\n"))


def show_json(text: str) -> None:
    """JSON, to stdout: the same content, control characters in JSON's own notation."""
    click.echo(escaped_json(text), nl=False)


def show_csv(text: str) -> None:
    """CSV, to stdout: as it is for programs, which have no other notation, and escaped on a terminal."""
    # click takes colours out of what it writes to a pipe, unless told not to.
    click.echo(escaped(text) if sys.stdout.isatty() else text, nl=False, color=True)


class Formatter(logging.Formatter):
    """Writes what is logged as a message."""

    def format(self, record: logging.LogRecord) -> str:
        """The message, escaped."""
        return escaped(super().format(record))


def show_failure(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Show a stack trace, which quotes published text, as `sys.excepthook` does."""
    import traceback

    tell("".join(traceback.format_exception(kind, error, trace)).rstrip("\n"))
