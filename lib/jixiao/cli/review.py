"""``jixiao review``."""

from __future__ import annotations

import logging
import os
import sys
from datetime import date as day
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jixiao.cli import options
from jixiao.cli.terminal import show, show_csv, show_json, show_paths
from jixiao.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from jixiao.dataset import Dataset
    from jixiao.review import Review
    from jixiao.review.settings import Settings

log = logging.getLogger(__name__)
FORMATS = ["table", "csv", "json", "xlsx", "docx"]
SIGNED = ("xlsx", "docx")  # what is printed and signed


@options.command()
@options.dataset
@click.option("--department", metavar="CODE", help="Id, code or name.  [default: all]")
@click.option("--year", type=int, help="Budget year.  [default: all]")
@click.option("--rules", "settings", type=options.FILE, help="Settings file that overrides the shipped one.")
@click.option("--format", "form", default="table", show_default=True, type=click.Choice(FORMATS))
@click.option("--to", type=options.FILE, help="File to write.  [default: standard output]")
@click.option(
    "--fail-on",
    type=click.Choice(["contradiction", "weakness", "hint"]),
    help="Exit with 1 on findings this severe.",
)
@click.option(
    "--date",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Date of the review, for xlsx and docx.  [default: today]",
)
@click.option("--jobs", type=click.IntRange(min=1), help="Processes, for many departments.  [default: processors]")
@options.cluster
@options.language
@options.messages
def review(
    dataset: str,
    department: str | None,
    year: int | None,
    settings: Path | None,
    form: str,
    to: Path | None,
    fail_on: str | None,
    date: datetime | None,
    jobs: int | None,
    cluster: str,
    language: str,
) -> None:
    """Report what a reviewer would object to in the targets of a dataset: where, why and how to fix it.

    As xlsx or docx it is an opinion to be signed. Findings dismissed in review.toml in the dataset's folder are left
    out and counted.
    """
    from jixiao.cluster import executor
    from jixiao.dataset import load
    from jixiao.review import SEVERITIES, output, read_settings
    from jixiao.review import review as find

    if form in SIGNED and not to:
        raise UsageError(f"no file for {form}", expected="--to FILE", remedy=f"as in --to review.{form}")
    if date and form not in SIGNED:
        raise UsageError(f"a date for {form}", expected="--format xlsx or docx", remedy="leave out --date")
    data = load(dataset).select(year=year, department=department, scope=None)
    held = read_settings(settings)
    with executor(cluster) as workers:
        found = find(data, settings=held, language=language, jobs=jobs or os.cpu_count() or 1, executor=workers)
    if to and form in SIGNED:
        _write_signed(found, form, data, language, to, settings=held, date=(date or datetime.now()).date())
    elif to:
        _write(found, form, data, language, to)
    elif form == "table" and sys.stdout.isatty():
        _print_table(found, data, language)
    else:
        shows = {"csv": show_csv, "json": show_json}
        shows.get(form, show)(_text(found, form, data, language))
    for line in output.summary(found, language).splitlines():
        log.info(line)
    if fail_on and found.findings["severity"].isin(SEVERITIES[: SEVERITIES.index(fail_on) + 1]).any():
        sys.exit(1)


def _text(found: Review, form: str, data: Dataset, language: str) -> str:
    from jixiao.review import output

    if form == "csv":
        return output.as_csv(found)
    return output.as_json(found, data) if form == "json" else output.lines(found, data, language)


def _write(found: Review, form: str, data: Dataset, language: str, to: Path) -> None:
    from jixiao.spreadsheet_csv import spreadsheet_csv
    from jixiao.workbook import replace_files

    if form == "csv":
        replace_files({to: spreadsheet_csv(found.findings, number="%.10g")})
    else:
        replace_files({to: _text(found, form, data, language).encode("utf-8")})
    show_paths([to])


def _write_signed(
    found: Review, form: str, data: Dataset, language: str, to: Path, *, settings: Settings, date: day
) -> None:
    from jixiao import spreadsheet
    from jixiao.review.sheets import sheets
    from jixiao.review.word import render_word
    from jixiao.workbook import replace_files

    if form == "docx":
        replace_files({to: render_word(found, data, language, settings=settings, date=date)})
    else:
        made = sheets(found, data, language, settings=settings, date=date)
        for message in spreadsheet.save(to, made, language=language):
            log.warning("%s: %s", to, message)
    show_paths([to])


def _print_table(found: Review, data: Dataset, language: str) -> None:
    """The findings, the gravest first, for a terminal."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from jixiao.characters import escaped
    from jixiao.phrases import say
    from jixiao.review import output

    console = Console(highlight=False)
    df = output.told(found, data, language, most=output.NAMED)
    shown = ["rule", "project", "indicator", "quote", "message", "suggestion"]
    for severity, rows in df.groupby("severity", sort=False):
        table = Table(title=Text(escaped(str(severity))), title_justify="left", expand=True)
        for column in shown:
            table.add_column(say(f"column.{column}", language), no_wrap=column == "rule", overflow="fold")
        for row in _texts(rows, shown):
            table.add_row(*(Text(escaped(text)) for text in row))
        console.print(table)


def _texts(rows: pd.DataFrame, columns: list[str]) -> list[list[str]]:
    return rows[columns].to_numpy().tolist()
