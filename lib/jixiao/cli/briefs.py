"""``jixiao run`` and ``jixiao brief``."""

from __future__ import annotations

import datetime as dt
import logging
from pathlib import Path

import click

from jixiao.cli import options

FORMATS = ("html", "pdf", "docx")
log = logging.getLogger(__name__)


@options.command()
@click.argument("notebook")
@click.option("-p", "--parameter", nargs=2, multiple=True, metavar="NAME VALUE", help="A parameter; may be repeated.")
@click.option("--to", type=options.FILE, help="The executed notebook.  [default: figures/runs/NOTEBOOK]")
@click.option("--figures", type=options.FILE, help="Folder for the exhibits as PNG, SVG and CSV.")
@options.time_limits
@options.messages
def run(
    notebook: str, parameter: tuple[tuple[str, str], ...], to: Path | None, figures: Path | None, **time_limits: int
) -> None:
    """Run NOTEBOOK (its path, name or number) with parameters, checked before a kernel starts."""
    from jixiao.briefs.run import find_notebook, run_notebook
    from jixiao.workbook import figures as figures_folder

    path = find_notebook(notebook)
    to = to or figures_folder() / "runs" / path.name
    run_notebook(path, dict(parameter), to, figures=figures, **time_limits)
    click.echo(to)


@options.command()
@click.option(
    "--quarter",
    required=True,
    metavar="2022Q3|last",
    help="The quarter at whose end the brief stands; last: the one that ended before today.",
)
@options.dataset
@options.department
@options.language
@click.option(
    "--format",
    "formats",
    multiple=True,
    default=FORMATS,
    type=click.Choice(FORMATS),
    help="May be repeated.  [default: all]",
)
@click.option("--to", type=options.FILE, help="The folder to write.  [default: figures/briefs/QUARTER/DEPARTMENT]")
@click.option("--force", is_flag=True, help="Write it even where nothing has changed.")
@options.time_limits
@options.messages
def brief(quarter: str, **chosen: object) -> None:
    """Write the quarterly brief of a department: HTML, PDF, Word, the executed notebook, and every exhibit.

    Where nothing it is made from has changed since the last time, that is said and nothing is written.
    """
    from jixiao.briefs.brief import write_brief
    from jixiao.quarters import last_quarter

    if quarter == "last":
        quarter = last_quarter(dt.date.today())
        log.info("the last quarter is %s", quarter)
    for path in write_brief(quarter, **chosen):
        click.echo(path)
