"""What an exhibit is: one measure, shown as figure, table and finding, in one language."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from jixiao.characters import CONTROLS, codes
from jixiao.errors import UsageError
from jixiao.exhibits.pictures import as_png, as_svg
from jixiao.exhibits.shown import as_html, as_text
from jixiao.exhibits.style import PHONE, PIXELS, WIDTH, styled, substitute_missing_glyphs
from jixiao.frames import each_row
from jixiao.phrases import MISSING, Column, say, written
from jixiao.spreadsheet_csv import spreadsheet_csv
from jixiao.workbook import FIGURES_VARIABLE

MIME = "application/vnd.jixiao.exhibit+json"


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
    totals : DataFrame
        Sums and subtotals: written below the table, and no rows of it.
    description : str
        What the picture shows, for those who don't see it; without one the table stands for it.
    caption : str
        What is said of the picture where the page around it has its conclusion already, instead of the finding.
    width : float
        Inches for which the figure is drawn.
    bare : bool
        Whether it is drawn without title, subtitle and source, because the page around it says them.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibit = exhibits.sources(load("sample"), language="en")
    >>> exhibit.title
    'Fiscal funds: 100.0% of the money'
    >>> exhibit.figure is None
    True
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
    totals: pd.DataFrame = field(default_factory=pd.DataFrame)
    description: str = ""
    caption: str = ""
    width: float = WIDTH
    bare: bool = False

    @cached_property
    def _drawn(self) -> tuple[Figure | None, list[str]]:
        if self.draw is None:
            return None, []
        plain = replace(self, title="", subtitle="", source="") if self.bare else self
        with styled():
            figure = self.draw(plain)
            return figure, substitute_missing_glyphs(figure)

    @property
    def figure(self) -> Figure | None:
        """The figure, drawn once; None for an exhibit that is a table."""
        return self._drawn[0]

    @property
    def alt(self) -> str:
        """Alternative text for the picture."""
        shown = self.description or say("label.alt_table", self.language)
        return say("label.alt", self.language, picture=self.picture, subtitle=self.subtitle, shown=shown)

    @property
    def notes(self) -> str:
        """The source line, with the characters that the font lacks."""
        lost = self._drawn[1]
        shown = " ".join(codes(char)[0] if CONTROLS.match(char) else char for char in lost)
        return self.source + (say("label.missing_glyphs", self.language, glyphs=shown) if lost else "")

    @cached_property
    def cells(self) -> list[list[str]]:
        """The shown table as the reader sees it."""
        return self._written(self.table)

    @cached_property
    def total_cells(self) -> list[list[str]]:
        """The totals as the reader sees them; blank where a column has none."""
        return [
            ["" if cell == MISSING else cell for cell in row]
            for row in self._written(self.totals.reindex(columns=[column.name for column in self.columns]))
        ]

    def _written(self, df: pd.DataFrame) -> list[list[str]]:
        kinds = [column.kind for column in self.columns]
        return [
            [written(value, kind, self.language) for value, kind in zip(values, kinds, strict=True)]
            for _, *values in each_row(df[[column.name for column in self.columns]])
        ]

    def with_columns(self, added: dict[str, tuple[str, str]]) -> Exhibit:
        """Show further columns of the table.

        Parameters
        ----------
        added : dict of tuple
            Heading and kind (see `jixiao.phrases.written`) by name of the column.

        Returns
        -------
        Exhibit
            With these columns behind its own.

        Examples
        --------
        >>> from jixiao import exhibits, load
        >>> exhibit = exhibits.sources(load("sample"), language="en")
        >>> more = exhibit.with_columns({"document_id": ("Document", "text")})
        >>> [column.label for column in more.columns][-2:]
        ['Projects that leave it blank', 'Document']
        """
        return replace(self, columns=[*self.columns, *(Column(name, *how) for name, how in added.items())])

    def showing(self, columns: list[Column]) -> Exhibit:
        """The exhibit with these columns of its table shown, and no others.

        Parameters
        ----------
        columns : list of Column
            In their order.

        Returns
        -------
        Exhibit
            Its table is the same.

        Examples
        --------
        >>> from jixiao import exhibits, load
        >>> exhibit = exhibits.sources(load("sample"), language="en")
        >>> [column.label for column in exhibit.showing(exhibit.columns[:2]).columns]
        ['Source', 'Amount (wan yuan)']
        """
        return replace(self, columns=list(columns))

    def as_table(self) -> Exhibit:
        """The exhibit without its figure, where the table is enough.

        Returns
        -------
        Exhibit
            Without ``draw``.

        Examples
        --------
        >>> from jixiao import exhibits, load
        >>> exhibits.target_ladder(load("sample")).as_table().figure is None
        True
        """
        return replace(self, draw=None, picture="", description="")

    def on_page(self, width: float) -> Exhibit:
        """The exhibit as a brief shows it: drawn for the width that it gets there, its words left to the page.

        Parameters
        ----------
        width : float
            Inches; letters keep their size in points, whatever the width.

        Returns
        -------
        Exhibit
            Its figure has no title, subtitle and source; `narrow` is its drawing for a phone.

        Examples
        --------
        >>> from jixiao import exhibits, load
        >>> exhibit = exhibits.department_curve(load("sample"), language="en").on_page(4)
        >>> float(exhibit.figure.get_figwidth()), exhibit.narrow.width
        (4.0, 3.6)
        """
        return replace(self, width=width, bare=True, finding=self.caption or self.finding)

    @property
    def narrow(self) -> Exhibit | None:
        """The exhibit as a phone shows it, where it is one of a page and has a figure."""
        return replace(self, width=PHONE) if self.bare and self.draw else None

    def in_annex(self) -> Exhibit:
        """The exhibit as a table of the annex, beside another of its name that is shown in part.

        Returns
        -------
        Exhibit
            Of the section ``annex``, its name with that behind it.

        Examples
        --------
        >>> from jixiao import exhibits, load
        >>> exhibits.contradictions(load("sample")).in_annex().name
        'contradictions-annex'
        """
        return replace(self.as_table(), name=f"{self.name}-annex", section="annex")

    def data(self) -> dict:
        """The bundle from which briefs are made; plain values, the same from run to run.

        Returns
        -------
        dict
            name, section, language, title, subtitle, finding, alt, source, columns, rows (raw values), cells and
            totals (as the reader sees them).

        Examples
        --------
        >>> from jixiao import exhibits, load
        >>> exhibit = exhibits.sources(load("sample"), language="en")
        >>> exhibit.data()["cells"][0]
        ['Fiscal funds', '1,780.15', '100.0%', '9', '0']
        """
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
            "inches": self.width,
            "columns": [{"name": c.name, "label": c.label, "kind": c.kind, "numeric": c.numeric} for c in self.columns],
            "rows": rows,
            "cells": self.cells,
            "totals": self.total_cells,
        }

    @cached_property
    def png(self) -> bytes:
        """The figure as PNG."""
        return as_png(self._figure())

    @cached_property
    def svg(self) -> bytes:
        """The figure as SVG, its letters drawn as shapes."""
        return as_svg(self._figure())

    @property
    def csv(self) -> bytes:
        """The table with raw values, for a spreadsheet."""
        return spreadsheet_csv(self.table, number="%.10g")

    def _figure(self) -> Figure:
        if self.figure is None:
            raise UsageError(f"{self.name} has no picture", expected="an exhibit with one", remedy="use its table")
        return self.figure

    def save(self, folder: str | Path) -> list[Path]:
        """Write the exhibit as CSV and, where it has a figure, PNG and SVG.

        Parameters
        ----------
        folder : str or Path
            Made where it is not there; files of the exhibit's name are replaced.

        Returns
        -------
        list of Path
            The files.

        Examples
        --------
        >>> import tempfile
        >>> from jixiao import exhibits, load
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     [path.name for path in exhibits.target_ladder(load("sample")).save(folder)]
        ['target-ladder.csv', 'target-ladder.png', 'target-ladder.svg']
        """
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        files = {"csv": self.csv}
        if self.draw:
            files |= {"png": self.png, "svg": self.svg}
        if narrow := self.narrow:
            files |= {"narrow.png": narrow.png}
        for form, content in files.items():
            (folder / f"{self.name}.{form}").write_bytes(content)
        return [folder / f"{self.name}.{form}" for form in files]

    def __str__(self) -> str:
        return as_text(self)

    def _repr_html_(self) -> str:
        return as_html(self)

    def _ipython_display_(self) -> None:
        from IPython.display import display

        if self.draw:
            # The picture has half as many pixels again, to be sharp.
            shown = {"width": round(self.width * PIXELS)}
            display({"image/png": self.png, "text/plain": self.alt}, metadata={"image/png": shown}, raw=True)
        display({"text/plain": str(self), "text/html": self._repr_html_(), MIME: self.data()}, raw=True)
        if os.environ.get(FIGURES_VARIABLE):
            self.save(os.environ[FIGURES_VARIABLE])
