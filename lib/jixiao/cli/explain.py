"""``jixiao explain``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jixiao.cli import options
from jixiao.cli.terminal import show, show_paths

if TYPE_CHECKING:
    from jixiao.documents.explanation import Cell, Explanation

ROLES = {"value": "read", "label": "a label", "other": "not kept", "unread": "not read"}


@options.command()
@click.argument("file", type=options.FILE)
@click.option("--year", type=int, help="Budget year.  [default: as the document says]")
@click.option("--html", type=options.FILE, help="Page to write: the document's tables with each cell marked.")
@options.messages
def explain(file: Path, year: int | None, html: Path | None) -> None:
    """Say how a document is read: each value with its place, its labels and the column that it goes to.

    As a page, the published tables themselves, each cell marked by what became of it, its labels and doubts beside it.
    """
    from jixiao import vocabularies
    from jixiao.documents.explanation import explain as explained
    from jixiao.documents.explanation_page import page
    from jixiao.workbook import check_place, replace_files

    if html:
        check_place(html)
    found = explained(file, vocabulary=vocabularies.in_use(), year=year)
    if html:
        replace_files({html: page(found, file.name).encode("utf-8")})
        show_paths([html])
    else:
        show("".join(f"{line}\n" for line in _lines(found)))


def _lines(found: Explanation) -> Iterator[str]:
    """A line for each value and each piece that was not read; then the doubts of the document as a whole."""
    for block in found.blocks:
        for cell in [block] if not isinstance(block, list) else [cell for row in block for cell in row]:
            if cell.role in ("value", "unread") or cell.doubts:
                yield _line(cell)
    for doubt in found.doubts:
        yield f"doubt: {doubt}"


def _line(cell: Cell) -> str:
    text = " ".join(cell.piece.text.split())
    labels = f" [{' · '.join(cell.labels)}]" if cell.labels else ""
    became = ", ".join(cell.columns) or ROLES.get(cell.role, "")
    doubts = "".join(f"; doubt: {doubt}" for doubt in cell.doubts)
    return f"{cell.piece.place}: {text}{labels} → {became}{doubts}"
