"""``jixiao export``."""

from __future__ import annotations

from pathlib import Path

import click

from jixiao.cli import options
from jixiao.cli.terminal import show_paths


@options.command()
@options.dataset
@click.option("--department", metavar="CODE", help="Id, code or name.  [default: all]")
@click.option("--year", type=int, help="Budget year.  [default: all]")
@click.option(
    "--format",
    "form",
    default="xlsx",
    show_default=True,
    type=click.Choice(["xlsx", "csv", "parquet"]),
    help="One workbook, or a folder of files.",
)
@options.language
@click.option("--to", required=True, type=options.FILE, help=".xlsx file, or folder, to write.")
@options.messages
def export(dataset: str, department: str | None, year: int | None, form: str, language: str, to: Path) -> None:
    """Write the tidy tables as an Excel workbook, or as CSV or Parquet files.

    CSV is for spreadsheets: a text that begins like a formula stands after an apostrophe. The tables as they are, for
    programs, are data/DATASET/tidy.
    """
    from jixiao.dataset import load
    from jixiao.export import export as write

    data = load(dataset).select(department=department, year=year, scope=None)
    show_paths(write(data, to, form=form, language=language))
