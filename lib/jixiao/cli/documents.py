"""``jixiao import``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from jixiao.cli import options
from jixiao.cli.terminal import show_paths, tell
from jixiao.errors import UsageError
from jixiao.quarters import YEARS

PLACE = click.Path(path_type=Path, exists=True)


@options.command("import")
@click.argument("paths", nargs=-1, type=PLACE, metavar="FILE|FOLDER...")
@click.option("--dataset", default="local", show_default=True, help="Name of the dataset in data/.")
@click.option("--to", type=options.FILE, help="Folder of the dataset, instead of one in data/.")
@click.option("--report", type=options.FILE, help="Also write the import report, as .csv or .json.")
@click.option("--parquet/--csv", default=None, help="Format of the tables.  [default: as they are, else CSV]")
@click.option("--strict", is_flag=True, help="Write nothing if anything was not read or is doubtful.")
@click.option("--force", is_flag=True, help="Read unchanged files again.")
@click.option("--again", is_flag=True, help="Read the documents of the dataset again, from the files that it keeps.")
@click.option("--no-copies", is_flag=True, help="Keep no copies of the files in sources/ beside the tables.")
@click.option("--prune", is_flag=True, help="Remove documents whose files were not given.")
@click.option(
    "--year", type=click.IntRange(*YEARS), help="Budget year of all documents.  [default: each document's own]"
)
@options.report_language
@click.option("--jobs", type=click.IntRange(1), help="Number of processes.  [default: what pays, up to the cores]")
@options.cluster
@click.option("-q", "--quiet", is_flag=True, help="Print only how many files were read and what was not.")
@click.option("-v", "--verbose", is_flag=True, help="List every file and doubt, and tracebacks of internal errors.")
def import_documents(
    paths: tuple[Path, ...],
    dataset: str,
    to: Path | None,
    report: Path | None,
    parquet: bool | None,
    strict: bool,
    force: bool,
    again: bool,
    no_copies: bool,
    prune: bool,
    year: int | None,
    language: str,
    jobs: int | None,
    cluster: str,
    quiet: bool,
    verbose: bool,
) -> None:
    """Read documents, and all in folders, into the tidy tables of a dataset; report what was read and what was not.

    Documents that the dataset has already are replaced where their files have changed; others stay. A document of
    another year, stage or department is kept beside the first of its path. Ctrl-C keeps what was read. Exit code 1:
    something was not read.

    A copy of each file is kept beside the tables, so that a number can be followed to its cell and --again can read all
    documents anew, as after an upgrade.
    """
    from jixiao.cli.report import NORMAL, QUIET, VERBOSE, Meter, show
    from jixiao.cluster import executor
    from jixiao.documents import import_documents
    from jixiao.documents.report import check_report_path
    from jixiao.workbook import dataset_folder

    if not paths and not again:
        raise UsageError("no document", expected="FILE|FOLDER, or --again", remedy="name files or folders")
    folder = to or dataset_folder(dataset) / "tidy"
    if report:
        check_report_path(report)
    with Meter(hidden=quiet, language=language) as meter, executor(cluster) as workers:
        result = import_documents(
            paths,
            folder,
            year=year,
            form={None: "", True: "parquet", False: "csv"}[parquet],
            force=force,
            again=again,
            copies=not no_copies,
            prune=prune,
            strict=strict,
            jobs=jobs,
            executor=workers,
            tell=meter.tell,
        )
    show(result, level=VERBOSE if verbose else QUIET if quiet else NORMAL, language=language)
    if report:
        result.save(report)
    if result.written:
        _read_ledgers_again(folder, language)
    show_paths([*result.written, *([report] if report else [])])
    if strict and not result.certain:
        tell("jixiao: --strict: something was not read or is doubtful, and so nothing was written")
        sys.exit(1)
    if not result.complete:
        sys.exit(1)


def _read_ledgers_again(folder: Path, language: str) -> None:
    """Give the rows of the dataset's ledgers to the projects as they are now."""
    from jixiao.dataset import load
    from jixiao.ledgers import import_ledgers

    if len(load(folder).ledgers):
        tell("\n".join(import_ledgers((), folder).lines(language)))
