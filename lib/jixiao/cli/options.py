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

from jixiao.cli.terminal import Formatter
from jixiao.errors import UsageError
from jixiao.phrases import LANGUAGES
from jixiao.vocabulary import vocabulary


class _File(click.Path):
    """A path; none is no path, where `Path` would take it for the current folder."""

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> Any:
        """The path."""
        if value == "":
            self.fail("an empty path.", parameter, context)
        return super().convert(value, parameter, context)


FILE = _File(path_type=Path)


class _Once(click.Command):
    """Refuses an option given twice that takes one value, of which click would keep the last in silence."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        """Parse, after a look at what was given."""
        _, _, given = self.make_parser(context).parse_args(args=list(args))
        for item in given:
            single = isinstance(item, click.Option) and not (item.multiple or item.is_flag or item.count)
            if single and given.count(item) > 1:
                found = f"{item.opts[0]} was given {given.count(item)} times; it takes one value"
                raise click.UsageError(found, context)
        return super().parse_args(context, args)


class Group(_Once, click.Group):
    """The command of commands."""


class Command(_Once):
    """A command that begins its work only where everything that it is given can be used."""

    def invoke(self, context: click.Context) -> object:
        """Run it; what is wrong with its options, the environment or the user's own words is said before."""
        for each in filter(None, (context.parent, context)):
            for parameter in each.command.params:
                _check(each.params.get(parameter.name), parameter, each)
        _check_environment()
        vocabulary()
        return super().invoke(context)


command = partial(click.command, cls=Command)


def _check(value: object, parameter: click.Parameter, context: click.Context) -> None:
    """No text that is not UTF-8, no number that is none. What is to be imported is told file by file instead."""
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
            raise UsageError("not UTF-8", file=f"{name}={_shown(value)}", expected="UTF-8", remedy="set it anew")


def _is_utf8(text: str | Path) -> bool:
    return _shown(text) == str(text)


def _shown(text: str | Path) -> str:
    return str(text).encode("utf-8", "backslashreplace").decode("utf-8")


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
    common: dict[str, Any] = {"is_flag": True, "expose_value": False, "callback": _log}
    command = click.option("-q", "--quiet", help="Say nothing but errors.", **common)(command)
    return click.option("-v", "--verbose", help="Say what is done, also by papermill.", **common)(command)


def time_limits(command: Callable) -> Callable:
    """``--start-timeout`` and ``--cell-timeout``: for how long a notebook is waited for."""
    seconds: dict[str, Any] = {"type": click.IntRange(min=1), "metavar": "SECONDS", "show_default": True}
    command = click.option("--cell-timeout", default=600, help="How long any one cell may run.", **seconds)(command)
    return click.option("--start-timeout", default=120, help="How long the kernel may take.", **seconds)(command)
