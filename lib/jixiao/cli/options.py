"""Options that several commands share."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from pathlib import Path

import click

from jixiao.cli.terminal import Formatter
from jixiao.phrases import LANGUAGES

FILE = click.Path(path_type=Path)


class Once(click.Command):
    """A command that refuses an option given twice where it takes one value: click would keep the last in silence."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        """Parse as click does, after a look at what was given."""
        _, _, given = self.make_parser(context).parse_args(args=list(args))
        twice = [item for item in given if given.count(item) > 1]
        for item in twice:
            if isinstance(item, click.Option) and not (item.multiple or item.is_flag or item.count):
                raise click.UsageError(
                    f"{item.opts[0]} was given {given.count(item)} times; it takes one value", context
                )
        return super().parse_args(context, args)


dataset = click.option(
    "--dataset", "--data", default="sample", show_default=True, help="Name of a dataset in data/, or its folder."
)
language = click.option("--language", default="zh", show_default=True, type=click.Choice(LANGUAGES))


def _log(context: click.Context, parameter: click.Parameter, chosen: bool) -> None:
    if chosen:
        set_messages(logging.ERROR if parameter.name == "quiet" else logging.DEBUG)


def set_messages(level: int) -> None:
    """Say on stderr what is logged at a level or above; what other libraries log is said only where all is."""
    others = logging.INFO if level < logging.INFO else logging.CRITICAL
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Formatter("jixiao: %(message)s"))
    logging.basicConfig(handlers=[handler], level=others, force=True)
    logging.getLogger("jixiao").setLevel(level)


def loudness() -> list[str]:
    """The option by which a command of the same kind says as much as this one."""
    level = logging.getLogger("jixiao").level
    return ["--quiet"] if level > logging.INFO else ["--verbose"] if level < logging.INFO else []


def messages(command: Callable) -> Callable:
    """``--quiet`` and ``--verbose``: how much is said on stderr. Errors are said always."""
    common = {"is_flag": True, "expose_value": False, "callback": _log}
    command = click.option("-q", "--quiet", help="Say nothing but errors.", **common)(command)
    return click.option("-v", "--verbose", help="Say what is done, also by papermill.", **common)(command)


def time_limits(command: Callable) -> Callable:
    """``--start-timeout`` and ``--cell-timeout``: for how long a notebook is waited for."""
    seconds = {"type": click.IntRange(min=1), "metavar": "SECONDS", "show_default": True}
    command = click.option("--cell-timeout", default=600, help="How long any one cell may run.", **seconds)(command)
    return click.option("--start-timeout", default=120, help="How long the kernel may take.", **seconds)(command)
