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

dataset = click.option(
    "--dataset", "--data", default="sample", show_default=True, help="Name of a dataset in data/, or its folder."
)
department = click.option("--department", default="", metavar="CODE", help="Id, code or name.  [default: the only one]")
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
