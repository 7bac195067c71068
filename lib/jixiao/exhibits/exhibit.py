"""What an exhibit is: one measure, shown as figure, table and finding, in one language."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure
from PIL import Image

from jixiao.exhibits.style import styled, substitute_missing_glyphs
from jixiao.phrases import Column, say, written
from jixiao.texts import seen
from jixiao.workbook import FIGURES_VARIABLE

MIME = "application/vnd.jixiao.exhibit+json"
COLOURS = 128


@dataclass(frozen=True, eq=False)
class Exhibit:
    """One measure, shown.

    In a notebook it is displayed as two outputs: the picture, and a bundle of text, HTML and JSON with title, finding,
    alternative text, source and table, from which briefs are made.

    Parameters
    ----------
    name : str
        Name of the exhibit, as in file names.
    section : str
        The section of a brief in which it stands.
    language : str
        ``zh`` or ``en``.
    title, subtitle, finding, source : str
        The conclusion; what is plotted; a sentence or two computed from the table; where it comes from, with n.
    columns : list of Column
        What of the table is shown, and how.
    table : DataFrame
        The table behind the figure, with raw values.
    draw : callable, optional
        Draws the figure of the exhibit it is given; without it the exhibit is a table.
    picture : str
        What kind of picture it is, for the alternative text.
    """

    name: str
    section: str
    language: str
    title: str
    subtitle: str
    finding: str
    source: str
    columns: list[Column]
    table: pd.DataFrame
    draw: Callable[[Exhibit], Figure] | None = None
    picture: str = ""

    @cached_property
    def _drawn(self) -> tuple[Figure | None, list[str]]:
        if self.draw is None:
            return None, []
        with styled():
            figure = self.draw(self)
            return figure, substitute_missing_glyphs(figure)

    @property
    def figure(self) -> Figure | None:
        """The figure, drawn once; None for an exhibit that is a table."""
        return self._drawn[0]

    @property
    def alt(self) -> str:
        """Alternative text for the picture."""
        return say("label.alt", self.language, picture=self.picture, subtitle=self.subtitle, finding=self.finding)

    @property
    def notes(self) -> str:
        """The source line, with the characters that the font lacks."""
        lost = self._drawn[1]
        return self.source + (say("label.missing_glyphs", self.language, glyphs=" ".join(lost)) if lost else "")

    @property
    def cells(self) -> list[list[str]]:
        """The shown table as the reader sees it."""
        values = self.table[[column.name for column in self.columns]].astype(object).itertuples(index=False)
        return [
            [written(value, column.kind, self.language) for value, column in zip(row, self.columns, strict=True)]
            for row in values
        ]

    def with_columns(self, added: dict[str, tuple[str, str]]) -> Exhibit:
        """Show further columns of the table: name → (heading, kind)."""
        return replace(self, columns=[*self.columns, *(Column(name, *how) for name, how in added.items())])

    def as_table(self) -> Exhibit:
        """The exhibit without its figure, where the table is enough."""
        return replace(self, draw=None, picture="")

    def data(self) -> dict:
        """The bundle from which briefs are made; plain values, the same from run to run."""
        rows = json.loads(
            self.table[[column.name for column in self.columns]].to_json(
                orient="values", date_format="iso", double_precision=10
            )
        )
        return {
            "name": self.name,
            "section": self.section,
            "language": self.language,
            "title": self.title,
            "subtitle": self.subtitle,
            "finding": self.finding,
            "alt": self.alt if self.draw else "",
            "source": self.notes,
            "columns": [{"name": c.name, "label": c.label, "kind": c.kind, "numeric": c.numeric} for c in self.columns],
            "rows": rows,
            "cells": self.cells,
        }

    @cached_property
    def png(self) -> bytes:
        """The figure as PNG in few colours, a third of the size: notebooks carry their charts."""
        image = Image.open(io.BytesIO(self._rendered("png", {"Software": None})))
        buffer = io.BytesIO()
        image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(buffer, "png", optimize=True)
        return buffer.getvalue()

    @cached_property
    def svg(self) -> bytes:
        """The figure as SVG, its letters drawn as shapes."""
        return self._rendered("svg", {"Date": None, "Creator": None})

    @property
    def csv(self) -> bytes:
        """The table with raw values."""
        options = {"index": False, "lineterminator": "\n", "date_format": "%Y-%m-%d", "float_format": "%.10g"}
        return self.table.to_csv(**options).encode("utf-8-sig")

    def _rendered(self, form: str, metadata: dict) -> bytes:
        """The same bytes from run to run: without dates and versions."""
        buffer = io.BytesIO()
        with styled():
            self.figure.savefig(buffer, format=form, metadata=metadata)
        return buffer.getvalue()

    def save(self, folder: str | Path) -> list[Path]:
        """Write the exhibit as PNG, SVG and CSV into ``folder``; return the files."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        files = {"csv": self.csv}
        if self.draw:
            files |= {"png": self.png, "svg": self.svg}
        for form, content in files.items():
            (folder / f"{self.name}.{form}").write_bytes(content)
        return [folder / f"{self.name}.{form}" for form in files]

    def __str__(self) -> str:
        # Each column is as wide as its longest cell.
        cells = [[seen(cell) for cell in row] for row in self.cells]
        table = pd.DataFrame(cells, columns=[column.label for column in self.columns])
        with pd.option_context("display.unicode.east_asian_width", True):
            return f"{self.title}\n{self.finding}\n\n{table.to_string(index=False)}\n\n{self.notes}"

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col" style="{_align(c)}">{escape(c.label)}</th>' for c in self.columns)
        body = "".join(
            "<tr>"
            + "".join(f'<td style="{_align(c)}">{escape(cell)}</td>' for cell, c in zip(row, self.columns, strict=True))
            + "</tr>"
            for row in self.cells
        )
        # A picture carries title, subtitle and source itself.
        title = "" if self.draw else f"<strong>{escape(self.title)}</strong><br>"
        caption, source = (
            ("", "") if self.draw else (escape(self.subtitle), f"<p><small>{escape(self.notes)}</small></p>")
        )
        return (
            f"<p>{title}{escape(self.finding)}</p>"
            f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
            f"{source}"
        )

    def _ipython_display_(self) -> None:
        from IPython.display import display

        if self.draw:
            display({"image/png": self.png, "text/plain": self.alt}, raw=True)
        display({"text/plain": str(self), "text/html": self._repr_html_(), MIME: self.data()}, raw=True)
        if os.environ.get(FIGURES_VARIABLE):
            self.save(os.environ[FIGURES_VARIABLE])


def _align(column: Column) -> str:
    return "text-align:right" if column.numeric else "text-align:left"
