"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

from jixiao.phrases import LANGUAGES

FILE = click.Path(path_type=Path)

dataset = click.option(
    "--dataset", default="sample", show_default=True, help="Name of a dataset in data/, or its folder."
)
department = click.option("--department", default="", metavar="CODE", help="Id, code or name.  [default: the only one]")
language = click.option("--language", default="zh", show_default=True, type=click.Choice(LANGUAGES))
