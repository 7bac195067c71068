"""``jixiao explain``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jixiao.cli import options
from jixiao.cli.terminal import show, show_paths
from jixiao.phrases import place_label, say

if TYPE_CHECKING:
    from jixiao.documents.explanation import Cell, Explanation


@options.command()
@click.argument("file", type=options.FILE)
@click.option("--year", type=int, help="Budget year.  [default: as the document says]")
@click.option("--html", type=options.FILE, help="Page to write: the document's tables with each cell marked.")
@options.report_language
@options.messages
def explain(file: Path, year: int | None, html: Path | None, language: str) -> None:
    """Say how a document is read: each value with its place, its labels and the column that it goes to.

    As a page, the published tables themselves, each cell marked by what became of it, its labels and doubts beside it.
    """
    from jixiao import vocabularies
    from jixiao.documents.explanation import explain as explained
    from jixiao.documents.explanation_page import page
    from jixiao.workbook import check_place, replace_files

    if html:
        check_place(html)
    found = explained(file, vocabulary=vocabularies.in_use(), year=year, language=language)
    if html:
        replace_files({html: page(found, file.name, language).encode("utf-8")})
        show_paths([html])
    else:
        show("".join(f"{line}\n" for line in _lines(found, language)))


def _lines(found: Explanation, language: str) -> Iterator[str]:
    """A line for each value and each piece that was not read; then the doubts of the document as a whole."""
    for block in found.blocks:
        for cell in [block] if not isinstance(block, list) else [cell for row in block for cell in row]:
            if cell.role in ("value", "unread") or cell.doubts:
                yield _line(cell, language)
    for doubt in found.doubts:
        yield say("explain.doubt", language, doubt=doubt)


def _line(cell: Cell, language: str) -> str:
    doubts = [say("explain.doubt", language, doubt=doubt) for doubt in cell.doubts]
    return say(
        "explain.line",
        language,
        place=place_label(cell.piece.place, language),
        text=" ".join(cell.piece.text.split()),
        labels=f" [{' · '.join(cell.labels)}]" if cell.labels else "",
        became=", ".join(cell.columns) or (say(f"explain.{cell.role}", language) if cell.role else ""),
        doubts="".join(say("explain.separator", language) + doubt for doubt in doubts),
    )
