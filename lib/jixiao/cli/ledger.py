"""``jixiao ledger``."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from jixiao.cli import options
from jixiao.cli.terminal import show_paths, tell
from jixiao.errors import UsageError
from jixiao.quarters import YEARS

PLACE = click.Path(path_type=Path)


@options.command()
@click.argument("files", nargs=-1, type=PLACE, metavar="FILE...")
@click.option("--dataset", default="local", show_default=True, help="Name of a dataset in data/, or its folder.")
@click.option("--year", type=click.IntRange(*YEARS), default=None, help="Budget year.  [default: the only one]")
@click.option("--department", default="", help="Read the rows of one department only: its id, code or name.")
@click.option("--until", default="", metavar="DATE", help="Last day to which the ledger is complete, as in 2022-09-30.")
@click.option("--strict", is_flag=True, help="Write nothing if a row is left out that somebody has to look at.")
@click.option("--template", type=options.FILE, help="Write a workbook to fill in; with --until of cumulative figures.")
@options.report_language
def ledger(
    files: tuple[Path, ...],
    dataset: str,
    year: int | None,
    department: str,
    until: str,
    strict: bool,
    template: Path | None,
    language: str,
) -> None:
    """Read ledgers of payments, CSV, .xlsx, .xls or .ods, into a dataset; say what became of every row.

    A file of the same name replaces its own rows, and ledgers that overlap are counted once. Without a FILE the
    dataset's ledgers are read again, as after a change of ledger.toml. Exit code 1: a row was left out that somebody
    has to look at.
    """
    from jixiao.ledgers import import_ledgers

    if template:
        _write_template(template, files, dataset, year, until)
        return
    report = import_ledgers(files, dataset, year=year or 0, department=department, until=until, strict=strict)
    tell("\n".join(report.lines(language)))
    show_paths(report.written)
    if strict and not report.complete:
        from jixiao.phrases import say

        tell("jixiao: " + say("ledger.nothing_written", language))
    if not report.complete:
        sys.exit(1)


def _write_template(path: Path, files: tuple[Path, ...], dataset: str, year: int | None, until: str) -> None:
    from jixiao.dataset import load
    from jixiao.ledgers import write_template
    from jixiao.named import find_year

    if files:
        raise UsageError("--template beside files", expected="one or the other", remedy="leave the files out")
    if path.suffix != ".xlsx":
        raise UsageError("no place for a template", file=path, expected="a file that ends in .xlsx")
    data = load(dataset)
    try:
        day = dt.date.fromisoformat(until) if until else None
    except ValueError:
        raise UsageError(f"until is {until!r}", expected="a day, as in 2022-09-30") from None
    show_paths([write_template(data, path, year=int(find_year(data.documents, year or 0, dataset)), until=day)])
