"""``jixiao compare``."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jixiao.cli import options
from jixiao.cli.terminal import show, show_json, show_paths

if TYPE_CHECKING:
    from jixiao.dataset import Dataset
    from jixiao.exhibits import Exhibit

log = logging.getLogger(__name__)
COLOURS = {"loosened": "F8D3BF", "tightened": "D7E4F3", "dropped": "E6E8EC", "new": "E3F0DA", "changed": "FFF2CC"}


def _table(exhibits: Sequence[Exhibit], to: Path | None, language: str) -> dict:
    return {to: ("\n\n".join(map(str, exhibits)) + "\n").encode("utf-8")}


def _json(exhibits: Sequence[Exhibit], to: Path | None, language: str) -> dict:
    text = json.dumps({exhibit.name: exhibit.data() for exhibit in exhibits}, ensure_ascii=False, indent=1)
    return {to: (text + "\n").encode("utf-8")}


def _csv(exhibits: Sequence[Exhibit], to: Path, language: str) -> dict:
    return {to / f"{exhibit.name}.csv": exhibit.csv for exhibit in exhibits}


def _xlsx(exhibits: Sequence[Exhibit], to: Path, language: str) -> dict:
    from jixiao.phrases import say
    from jixiao.spreadsheet import Sheet, Table, render

    colours = {"change": {say(f"change.{change}", language): colour for change, colour in COLOURS.items()}}
    sheets = [
        Sheet(
            say(f"comparison.{exhibit.name.replace('-', '_')}", language),
            [Table(exhibit.table, exhibit.columns, colours=colours)],
            title=exhibit.title,
            notes=[exhibit.finding, exhibit.source],
        )
        for exhibit in exhibits
    ]
    content, messages = render(sheets, language=language)
    for message in messages:
        log.warning("%s: %s", to, message)
    return {to: content}


WRITERS: dict[str, Callable[[Sequence[Exhibit], Any, str], dict]] = {  # csv and xlsx are never written to None
    "table": _table,
    "csv": _csv,
    "json": _json,
    "xlsx": _xlsx,
}


@options.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="[B]", required=False)
@click.option("--department", default="", metavar="CODE", help="Id, code or name.  [default: the only one]")
@click.option("--year", type=int, multiple=True, help="Years of A and B; given once, of both.  [default: the only one]")
@click.option(
    "--scope",
    default="project",
    show_default=True,
    type=click.Choice(["project", "department"]),
    help="Targets of projects, or those of the department as a whole.",
)
@click.option("--unchanged", is_flag=True, help="List targets that were kept too.")
@options.language
@click.option("--near", type=click.FloatRange(1, 100), help="Likeness from which names match, %.  [default: as set]")
@click.option("--format", "form", default="table", show_default=True, type=click.Choice(list(WRITERS)))
@click.option("--to", type=options.FILE, help="File to write; for csv a folder.  [default: standard output]")
@options.messages
def compare(
    before: str,
    after: str | None,
    department: str,
    year: tuple[int, ...],
    scope: str,
    unchanged: bool,
    language: str,
    near: float | None,
    form: str,
    to: Path | None,
) -> None:
    """Compare the documents A and B of a department: budgets, plans and targets of two years or versions.

    A and B are datasets in data/, folders of tidy tables, or DATASET:DOCUMENT_ID. Without B, A holds two years, and
    --year names both. Where results were reported, they stand beside the targets.
    """
    from jixiao.errors import UsageError
    from jixiao.exhibits import budget_changes, compared_results, compared_targets, target_changes
    from jixiao.workbook import replace_files

    if len(year) > 2 or (after is None and len(year) != 2):
        raise UsageError(f"{len(year)} years", expected="two documents A and B, or one dataset A and --year twice")
    if form in ("csv", "xlsx") and to is None:
        raise UsageError(f"no place for {form}", expected="--to", remedy="name the file, for csv the folder")
    years = [*year, *year] if len(year) == 1 else year or [0, 0]
    sides = [_side(name, department, y, scope) for name, y in zip((before, after or before), years, strict=True)]
    near = near or 0
    exhibits = [show(*sides, near=near, language=language) for show in (budget_changes, target_changes)]
    exhibits.append(compared_targets(*sides, near=near, unchanged=unchanged, language=language))
    reached = compared_results(*sides, near=near, language=language)
    exhibits += [reached] if len(reached.table) else []
    contents = WRITERS[form](exhibits, to, language)
    if to is None:
        text = next(iter(contents.values())).decode("utf-8")
        show_json(text) if form == "json" else show(text)
        return
    replace_files(contents)
    show_paths(contents)


def _side(name: str, department: str, year: int, scope: str) -> Dataset:
    """A dataset, or one document of it; year 0 takes the only one there is."""
    from jixiao.dataset import load
    from jixiao.workbook import datasets

    dataset, document = name, None
    if ":" in name and name not in datasets() and not Path(name).is_dir():
        dataset, _, document = name.rpartition(":")
    only = None if document and not year else year
    return load(dataset).select(year=only, document=document, department=department, scope=scope)
