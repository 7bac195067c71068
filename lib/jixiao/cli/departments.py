"""``jixiao departments``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from jixiao.cli import options
from jixiao.cli.terminal import show

if TYPE_CHECKING:
    import pandas as pd

    from jixiao.dataset import Dataset

COLUMNS = ["department_id", "department_code", "department", "years", "projects"]


@options.command()
@options.dataset
@click.option("--year", type=int, help="Budget year.  [default: all]")
@options.language
@options.messages
def departments(dataset: str, year: int | None, language: str) -> None:
    """List the departments of a dataset: id, code, name, budget years and number of projects.

    Where the output is no terminal it is a line a department, its parts between tabs.
    """
    from jixiao.dataset import load

    rows = _departments(load(dataset).select(year=year, scope=None)).to_numpy().tolist()
    if sys.stdout.isatty():
        _print_table(rows, language)
    else:
        show("".join("\t".join(" ".join(str(part).split()) for part in row) + "\n" for row in rows))


def _departments(data: Dataset) -> pd.DataFrame:
    """The columns of `COLUMNS`, a row a department, missing codes as empty text."""
    ids = ["department_id", "document_id"]
    projects = data.projects.assign(project_id=data.projects["project_id"].where(data.projects["scope"].eq("project")))
    held = data.goals[ids].merge(projects[[*ids, "project_id"]], on=ids, how="outer")
    by_department = held.merge(data.documents[["document_id", "year"]], on="document_id").groupby("department_id")
    years = by_department["year"].agg(lambda years: ", ".join(map(str, sorted(set(years)))))
    df = data.departments.assign(
        years=data.departments["department_id"].map(years),
        projects=data.departments["department_id"].map(by_department["project_id"].nunique()).fillna(0).astype(int),
    )
    return df[COLUMNS].fillna({"department_code": "", "years": ""})


def _print_table(rows: list[list], language: str) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from jixiao.characters import escaped
    from jixiao.phrases import say

    table = Table(box=None, pad_edge=False)
    headings = (
        say("field.department_id", language),
        say("field.department_code", language),
        say("field.department", language),
        say("column.year", language),
    )
    for heading in headings:
        table.add_column(heading, overflow="fold")
    table.add_column(say("column.projects", language), justify="right")
    for row in rows:
        table.add_row(*(Text(escaped(str(part))) for part in row))
    Console(highlight=False).print(table)
