"""``jixiao run`` and ``jixiao brief``."""

from __future__ import annotations

from pathlib import Path

import click

from jixiao.cli import options


@click.command()
@click.argument("notebook")
@click.option("-p", "--parameter", nargs=2, multiple=True, metavar="NAME VALUE", help="A parameter; may be repeated.")
@click.option("--to", type=options.FILE, help="The executed notebook.  [default: figures/runs/NOTEBOOK]")
@click.option("--figures", type=options.FILE, help="Folder for the exhibits as PNG, SVG and CSV.")
def run(notebook: str, parameter: tuple[tuple[str, str], ...], to: Path | None, figures: Path | None) -> None:
    """Run NOTEBOOK (its path, name or number) with parameters, checked before a kernel starts."""
    from jixiao.briefs.run import find_notebook, run_notebook
    from jixiao.workbook import figures as figures_folder

    path = find_notebook(notebook)
    to = to or figures_folder() / "runs" / path.name
    run_notebook(path, dict(parameter), to, figures=figures)
    click.echo(to)


@click.command()
@click.option("--quarter", required=True, metavar="2022Q3", help="The quarter at whose end the brief stands.")
@options.dataset
@options.department
@options.language
@click.option("--to", type=options.FILE, help="The folder to write.  [default: figures/briefs/QUARTER/DEPARTMENT]")
def brief(quarter: str, dataset: str, department: str, language: str, to: Path | None) -> None:
    """Write the quarterly brief of a department: HTML, the executed notebook, and every exhibit as PNG, SVG and CSV."""
    from jixiao.briefs.brief import write_brief

    for path in write_brief(quarter, dataset=dataset, department=department, language=language, to=to):
        click.echo(path)
