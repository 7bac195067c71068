"""The command ``jixiao``.

Paths written go to stdout, messages to stderr; exit 0 done, 1 a run failed, 2 usage or bad input.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from jixiao.errors import JixiaoError, RunError

# click and not typer, which cannot express an option with two values that may be repeated (-p NAME VALUE).
FILE = click.Path(path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--workbook", type=FILE, help="Folder that holds data/ and notebooks/.")
@click.version_option(package_name="jixiao")
def jixiao(workbook: Path | None) -> None:
    """Analyse budget performance targets (预算绩效目标)."""
    if workbook:
        os.environ["JIXIAO_HOME"] = str(workbook)


@jixiao.command()
@click.argument("notebook")
@click.option("-p", "--parameter", nargs=2, multiple=True, metavar="NAME VALUE", help="A parameter; may be repeated.")
@click.option("--to", type=FILE, help="The executed notebook.  [default: figures/runs/NOTEBOOK]")
@click.option("--figures", type=FILE, help="Folder for the exhibits as PNG, SVG and CSV.")
def run(notebook: str, parameter: tuple[tuple[str, str], ...], to: Path | None, figures: Path | None) -> None:
    """Run NOTEBOOK (its path, name or number) with parameters, checked before a kernel starts."""
    from jixiao.briefs.run import find_notebook, run_notebook
    from jixiao.workbook import figures as figures_folder

    path = find_notebook(notebook)
    to = to or figures_folder() / "runs" / path.name
    run_notebook(path, dict(parameter), to, figures=figures)
    click.echo(to)


@jixiao.command()
@click.option("--quarter", required=True, metavar="2022Q3", help="The quarter at whose end the brief stands.")
@click.option("--dataset", default="sample", show_default=True, help="Name of a dataset in data/, or its folder.")
@click.option("--department", default="", metavar="CODE", help="Id, code or name.  [default: the only one]")
@click.option("--language", default="zh", show_default=True, type=click.Choice(["zh", "en"]))
@click.option("--to", type=FILE, help="The folder to write.  [default: figures/briefs/QUARTER/DEPARTMENT]")
def brief(quarter: str, dataset: str, department: str, language: str, to: Path | None) -> None:
    """Write the quarterly brief of a department: HTML, the executed notebook, and every exhibit as PNG, SVG and CSV."""
    from jixiao.briefs.brief import write_brief

    for path in write_brief(quarter, dataset=dataset, department=department, language=language, to=to):
        click.echo(path)


@jixiao.command("import")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--dataset", default="local", show_default=True, help="Name of the dataset in data/.")
def import_documents(folder: Path, dataset: str) -> None:
    """Read all documents below FOLDER into the tidy tables of a dataset, and say what was read and what was not.

    The dataset's tables are written anew.
    """
    from jixiao.documents import read_folder
    from jixiao.workbook import dataset_folder

    tidy = dataset_folder(dataset) / "tidy"
    data, report = read_folder(folder)
    data.save(tidy)
    click.echo(report, err=True)
    for path in sorted(tidy.iterdir()):
        click.echo(path)


def main() -> None:
    """Run the command; a mistake of the user's is one message, never a stack trace."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")
    try:
        jixiao(standalone_mode=True)
    except JixiaoError as error:
        click.echo(f"jixiao: {error}", err=True)
        sys.exit(1 if isinstance(error, RunError) else 2)
