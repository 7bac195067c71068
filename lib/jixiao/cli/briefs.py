"""``jixiao run`` and ``jixiao brief``."""

from __future__ import annotations

import datetime as dt
import logging
import os
import sys
from pathlib import Path
from typing import Any, BinaryIO

import click

from jixiao.cli import options
from jixiao.cli.terminal import show_paths
from jixiao.kernel.servers import start

FORMATS = ("html", "pdf", "docx")
# jsonschema, which nbformat imports, imports it where it is installed: it builds a grammar, for a second and more, by
# which neither this process checks anything nor those that begin as it did, to make briefs.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
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
    "--departments",
    "listed",
    type=click.File("rb"),
    metavar="FILE",
    help="A file of ids, codes or names, a line each; - for stdin.",
)
@click.option("--division", "divisions", multiple=True, metavar="CODE", help="All of a division; may be repeated.")
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
@click.option("--jobs", type=click.IntRange(min=1), help="Briefs made at once, of several.  [default: processors]")
@options.cluster
@options.time_limits
@options.messages
def brief(
    quarter: str,
    departments: tuple[str, ...],
    listed: BinaryIO | None,
    divisions: tuple[str, ...],
    every: bool,
    jobs: int | None,
    cluster: str,
    **chosen: Any,
) -> None:
    """Write the quarterly brief of a department: HTML, PDF, Word, the executed notebook, and every exhibit.

    Where nothing it is made from has changed since the last time, that is said and nothing is written. Of several
    departments some are written at once, and an index of all of them; one that fails is named and stops no other. A run
    that is interrupted keeps what it has written, and goes on from there when it is run again.
    """
    from jixiao.errors import UsageError
    from jixiao.quarters import last_quarter

    names = [*departments, *_lines(listed)]
    if every and names:
        raise UsageError("--all beside --department", expected="one of the two", remedy="leave out the other")
    if quarter == "last":
        quarter = last_quarter(dt.date.today())
        log.info("the last quarter is %s", quarter)
    if not (every or divisions or listed or cluster or len(names) > 1):
        _write_one(quarter=quarter, department="".join(names), **chosen)
        return
    for option in ("projects", "document"):
        if chosen.pop(option):
            raise UsageError(f"--{option} beside several departments", expected="one --department")
    jobs = jobs or os.cpu_count() or 1
    _write_several(cluster, quarter=quarter, departments=names, divisions=divisions, jobs=jobs, **chosen)


def _lines(listed: BinaryIO | None) -> list[str]:
    """The names in a file, without empty lines and comments."""
    if listed is None:
        return []
    from jixiao.documents.encoding import decode
    from jixiao.documents.limits import RefusedError
    from jixiao.errors import UsageError

    asked = "ids, codes or names of departments, a line each"
    try:
        lines = [line.partition("#")[0].strip() for line in decode(listed.read()).splitlines()]
    except RefusedError as error:
        raise UsageError(error.found, file=listed.name, expected=asked, remedy="save it in UTF-8") from None
    if not any(lines):
        raise UsageError("names no department", file=listed.name, expected=asked, remedy="--all is every department")
    return [line for line in lines if line]


def _write_one(**chosen: Any) -> None:
    start(os.environ)  # what the brief's kernel needs is imported while this process imports what itself needs
    from jixiao.briefs.brief import write_brief

    show_paths(write_brief(**chosen))


def _write_several(cluster: str, **chosen: Any) -> None:
    from jixiao.briefs.many import write_briefs
    from jixiao.cli.progress import Progress
    from jixiao.cluster import executor
    from jixiao.errors import RunError
    from jixiao.errors import listed as shortened

    with executor(cluster) as workers, Progress(chosen["language"]) as progress:
        briefs = write_briefs(executor=workers, tell=progress.tell, **chosen)
    show_paths(briefs.paths)
    if failed := briefs.failed:
        others = "; the others are there" if len(failed) < len(briefs.departments) else ""
        raise RunError(
            f"{len(failed)} of {len(briefs.departments)} briefs failed: {shortened(failed)}",
            remedy=f"the messages above say why{others}",
        )
