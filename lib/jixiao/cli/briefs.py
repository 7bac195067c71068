"""``jixiao run`` and ``jixiao brief``."""

from __future__ import annotations

import datetime as dt
import logging
from pathlib import Path
from typing import Any

import click

from jixiao.cli import options
from jixiao.cli.terminal import show_paths

FORMATS = ("html", "pdf", "docx")
log = logging.getLogger(__name__)


@options.command()
@click.argument("notebook")
@click.option("-p", "--parameter", nargs=2, multiple=True, metavar="NAME VALUE", help="A parameter; may be repeated.")
@click.option("--to", type=options.FILE, help="Where to write the executed notebook.  [default: figures/runs/NOTEBOOK]")
@click.option("--figures", type=options.FILE, help="Folder for the exhibits as PNG, SVG and CSV.")
@options.time_limits
@options.messages
def run(
    notebook: str,
    parameter: tuple[tuple[str, str], ...],
    to: Path | None,
    figures: Path | None,
    start_timeout: int,
    cell_timeout: int,
) -> None:
    """Run NOTEBOOK (its path, name or number) with parameters, checked before a kernel starts."""
    from jixiao.briefs.run import find_notebook, run_notebook
    from jixiao.errors import UsageError
    from jixiao.workbook import figures as figures_folder

    names = [name for name, _ in parameter]
    for name in names:
        if names.count(name) > 1:
            raise UsageError(f"-p {name} was given {names.count(name)} times", expected="one value a parameter")
    path = find_notebook(notebook)
    to = to or figures_folder() / "runs" / path.name
    run_notebook(path, dict(parameter), to, figures=figures, start_timeout=start_timeout, cell_timeout=cell_timeout)
    show_paths([to])


@options.command()
@click.option(
    "--quarter",
    required=True,
    metavar="2022Q3|last",
    help="The quarter that the brief closes; last: the most recent one that has ended.",
)
@options.dataset
@click.option(
    "--department",
    "departments",
    multiple=True,
    metavar="CODE",
    help="Id, code or name; may be repeated.  [default: the only one]",
)
@click.option(
    "--document", default="", metavar="ID", help="One of a department's documents.  [default: the year's plan]"
)
@click.option(
    "--projects", default="", metavar="A,B", help="Positions, codes or names of some of its projects.  [default: all]"
)
@click.option("--all", "every", is_flag=True, help="Every department with a document for that year.")
@options.language
@click.option(
    "--format",
    "formats",
    multiple=True,
    default=FORMATS,
    type=click.Choice(FORMATS),
    help="May be repeated.  [default: all]",
)
@click.option(
    "--to",
    type=options.FILE,
    help="Folder to write to; with several departments, the parent of their folders."
    "  [default: figures/briefs/QUARTER/DEPARTMENT]",
)
@click.option("--annex", is_flag=True, help="Put the full tables behind the brief; annex.xlsx has them anyway.")
@click.option("--force", is_flag=True, help="Write it even if nothing has changed.")
@options.time_limits
@options.messages
def brief(quarter: str, departments: tuple[str, ...], every: bool, to: Path | None, **chosen: Any) -> None:
    """Write the quarterly brief of a department: HTML, PDF, Word, the executed notebook, and every exhibit.

    Where nothing it is made from has changed since the last time, that is said and nothing is written. Several
    departments are written one after the other; one that fails is named and stops no other.
    """
    from jixiao.briefs.brief import write_brief
    from jixiao.briefs.many import find_departments, write_briefs
    from jixiao.errors import UsageError
    from jixiao.quarters import last_quarter

    if every and departments:
        raise UsageError("--all beside --department", expected="one of the two", remedy="leave out the other")
    if quarter == "last":
        quarter = last_quarter(dt.date.today())
        log.info("the last quarter is %s", quarter)
    if every or len(departments) > 1:
        if chosen["projects"]:
            raise UsageError("--projects beside several departments", expected="one --department")
        ids = find_departments(quarter, dataset=str(chosen["dataset"]), names=departments)
        write_briefs(ids, _as_given(quarter=quarter, **chosen), to=to)
        return
    show_paths(write_brief(quarter, department="".join(departments), to=to, **chosen))


def _as_given(*, formats: tuple[str, ...], annex: bool, force: bool, **chosen: object) -> list[str]:
    """Options as written on the command line."""
    chosen = {name: value for name, value in chosen.items() if value != ""}
    given = [text for name, value in chosen.items() for text in (f"--{name.replace('_', '-')}", str(value))]
    given += [text for form in formats for text in ("--format", form)]
    return given + ["--annex"] * annex + ["--force"] * force + options.loudness()
