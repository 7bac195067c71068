"""Options that several commands share."""

from __future__ import annotations

import logging
import math
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

from jixiao import vocabularies
from jixiao.cli.terminal import Formatter
from jixiao.errors import UsageError
from jixiao.phrases import LANGUAGES


class _File(click.Path):
    """A path; an empty text is refused, which `Path` would take for the current folder."""

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> Any:
        """The path."""
        if value == "":
            self.fail("an empty path.", parameter, context)
        return super().convert(value, parameter, context)


FILE = _File(path_type=Path)


class _Once(click.Command):
    """Refuse an option given twice that takes one value: click would silently keep the last."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        """Parse, after checking for repeated options."""
        _, _, given = self.make_parser(context).parse_args(args=list(args))
        for item in given:
            single = isinstance(item, click.Option) and not (item.multiple or item.is_flag or item.count)
            if single and given.count(item) > 1:
                found = f"{item.opts[0]} was given {given.count(item)} times; it takes one value"
                raise click.UsageError(found, context)
        return super().parse_args(context, args)


class Group(_Once, click.Group):
    """The top-level command."""


class Command(_Once):
    """A command that starts only when everything it was given can be used."""

    def invoke(self, context: click.Context) -> object:
        """Run it, after checking its options, the environment and the user's vocabulary."""
        for each in filter(None, (context.parent, context)):
            for parameter in each.command.params:
                _check(each.params.get(parameter.name), parameter, each)
        _check_environment()
        vocabularies.in_use()
        return super().invoke(context)


command = partial(click.command, cls=Command)


def _check(value: object, parameter: click.Parameter, context: click.Context) -> None:
    """Refuse text that is not UTF-8 and numbers that are NaN; files to import are reported one by one instead."""
    if isinstance(value, tuple):
        for each in value:
            _check(each, parameter, context)
    elif isinstance(value, float) and not math.isfinite(value):
        raise click.BadParameter(f"{value} is not a number.", context, parameter)
    elif isinstance(value, str | Path) and not getattr(parameter.type, "exists", False) and not _is_utf8(value):
        raise click.BadParameter(f"{_shown(value)} is not UTF-8; rename it, or type it in UTF-8.", context, parameter)


def _check_environment() -> None:
    for name, value in os.environ.items():
        if name.startswith("JIXIAO_") and not _is_utf8(value):
            raise UsageError("not UTF-8", file=f"{name}={_shown(value)}", expected="UTF-8", remedy="set it again")


def _is_utf8(text: str | Path) -> bool:
    return _shown(text) == str(text)


def _shown(text: str | Path) -> str:
    return str(text).encode("utf-8", "backslashreplace").decode("utf-8")


dataset = click.option(
    "--dataset", "--data", default="sample", show_default=True, help="Name of a dataset in data/, or its folder."
)
report_language = click.option(
    "--language", default="en", show_default=True, type=click.Choice(LANGUAGES), help="Of what is said of documents."
)
language = click.option("--language", default="zh", show_default=True, type=click.Choice(LANGUAGES))


def _log(context: click.Context, parameter: click.Parameter, chosen: bool) -> None:
    if chosen:
        set_messages(logging.ERROR if parameter.name == "quiet" else logging.DEBUG)


def set_messages(level: int) -> None:
    """Print to stderr what is logged at a level or above; what other libraries log only at the lowest level."""
    others = logging.INFO if level < logging.INFO else logging.CRITICAL
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Formatter("jixiao: %(message)s"))
    logging.basicConfig(handlers=[handler], level=others, force=True)
    logging.getLogger("jixiao").setLevel(level)


def loudness() -> list[str]:
    """The option that makes a child command as verbose as this one."""
    level = logging.getLogger("jixiao").level
    return ["--quiet"] if level > logging.INFO else ["--verbose"] if level < logging.INFO else []


def messages(command: Callable) -> Callable:
    """``--quiet`` and ``--verbose``: how much is printed to stderr. Errors always are."""
    common: dict[str, Any] = {"is_flag": True, "expose_value": False, "callback": _log}
    command = click.option("-q", "--quiet", help="Print only errors.", **common)(command)
    return click.option("-v", "--verbose", help="Print progress, including papermill's.", **common)(command)


cluster = click.option(
    "--cluster", default="", metavar="ADDRESS", help="Scheduler of a Dask cluster that does the work: tcp://HOST:PORT."
)


def time_limits(command: Callable) -> Callable:
    """``--start-timeout`` and ``--cell-timeout``: how long to wait for a notebook."""
    seconds: dict[str, Any] = {"type": click.IntRange(min=1), "metavar": "SECONDS", "show_default": True}
    command = click.option("--cell-timeout", default=600, help="Longest time for any one cell.", **seconds)(command)
    return click.option("--start-timeout", default=120, help="Longest time for its start.", **seconds)(command)
