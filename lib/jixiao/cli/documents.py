"""``jixiao import``."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("import")
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
