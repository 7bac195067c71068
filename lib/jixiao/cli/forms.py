"""``jixiao monitor``, ``jixiao evaluate`` and ``jixiao results``."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from pathlib import Path

import click

from jixiao.cli import options
from jixiao.cli.terminal import show_paths
from jixiao.errors import UsageError

log = logging.getLogger(__name__)
PLACE = click.Path(path_type=Path, exists=True, dir_okay=False)


def _of_forms(command: Callable) -> Callable:
    """The options of commands that write forms."""
    choices = click.Choice(["xlsx", "docx"])
    command = click.option("--format", "form", default="xlsx", show_default=True, type=choices)(command)
    command = click.option("--year", type=int, help="Budget year.  [default: all]")(command)
    command = click.option("--department", metavar="CODE", help="Id, code or name.  [default: all]")(command)
    return click.option("--to", required=True, type=options.FILE, help="Folder to write into.")(command)


@options.command()
@options.dataset
@click.option("--month", required=True, type=click.IntRange(1, 11), help="Last month that is reported on.")
@_of_forms
@options.messages
def monitor(dataset: str, month: int, to: Path, department: str | None, year: int | None, form: str) -> None:
    """Write forms of monitoring within the year (绩效运行监控表), filled in as far as the dataset says.

    Grey prompts stand where only a person can write. `jixiao results` reads the forms back.
    """
    from jixiao.dataset import load
    from jixiao.forms import add_findings, monitoring_forms, planned, write_forms

    data = planned(load(dataset), year=year, department=department)
    forms = monitoring_forms(data, month)
    add_findings(forms, data, "M")
    show_paths(write_forms(data, forms, to, f"绩效运行监控表-1-{month}月", form=form))
    log.info("%d forms; %d cells are open", len(forms), sum(len(one.open_cells) for one in forms))


@options.command()
@options.dataset
@_of_forms
@options.messages
def evaluate(dataset: str, to: Path, department: str | None, year: int | None, form: str) -> None:
    """Write forms of self-evaluation (绩效自评表), filled in as far as the dataset says.

    Points stand where the rules decide; grey prompts where only a person can write. `jixiao results` reads them back.
    """
    from jixiao.dataset import load
    from jixiao.forms import add_findings, evaluation_forms, planned, write_forms
    from jixiao.review.execution_settings import changed, read_scoring

    data, scoring = planned(load(dataset), year=year, department=department), read_scoring()
    forms = evaluation_forms(data, scoring)
    add_findings(forms, data, "S")
    show_paths(write_forms(data, forms, to, "绩效自评表", form=form))
    log.info("%d forms; %d cells are open", len(forms), sum(len(one.open_cells) for one in forms))
    for name, value in changed(scoring).items():
        log.info("data/execution.toml: %s = %s, not the default", name, value)


@options.command()
@click.argument("files", nargs=-1, required=True, type=PLACE, metavar="FILE...")
@click.option("--dataset", "--data", default="local", show_default=True, help="Dataset with the targets.")
@options.messages
def results(files: tuple[Path, ...], dataset: str) -> None:
    """Read forms of monitoring or self-evaluation that were filled in into the dataset that holds the targets.

    A form read again replaces what was read before of the same targets and days. Exit code 1: something in a form
    belongs to no target of the dataset, or could not be read for certain.
    """
    from jixiao.dataset import folder_of, load
    from jixiao.forms import read_forms

    if dataset == "sample":
        remedy = "import the document into a dataset of your own: jixiao import FILE --dataset NAME"
        raise UsageError("the sample stays as published", expected="--dataset NAME", remedy=remedy)
    data = load(dataset)
    after, reports = read_forms(data, files)
    folder = folder_of(data)
    if folder is None:
        raise UsageError("a dataset without a folder", expected="--dataset NAME")
    after.save(folder, form="parquet" if (folder / "projects.parquet").is_file() else "csv")
    for report in reports:
        shown = ", ".join(f"{name} {number}" for name, number in report.rows.items() if number)
        log.info("%s: projects %d, %s", report.file, report.projects, shown or "nothing filled in yet")
        for what in report.unmatched:
            log.warning("%s: %s; not in the dataset, not read", report.file, what)
        for doubt in [*report.doubts, *report.notes]:
            log.warning("%s: %s", report.file, doubt)
    show_paths([folder])
    if any(report.unmatched or report.doubts for report in reports):
        sys.exit(1)
