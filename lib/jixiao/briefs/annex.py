"""The annex of a brief: its tables in full, as one workbook."""

from __future__ import annotations

import pandas as pd

from jixiao import spreadsheet
from jixiao.briefs.outline import Outline
from jixiao.phrases import Column
from jixiao.spreadsheet import Sheet, Table


def render_annex(brief: Outline) -> bytes:
    """The tables of all projects, contradictions and targets without a number as .xlsx, a sheet each.

    Parameters
    ----------
    brief : Outline
        The brief.

    Returns
    -------
    bytes
        Equal for equal briefs; empty where there is nothing to show.
    """
    sheets = [_sheet(brief, exhibit) for exhibit in brief.annex]
    return spreadsheet.render(sheets, language=brief.language)[0] if sheets else b""


def _sheet(brief: Outline, exhibit: dict) -> Sheet:
    # An amount with its bounds is written already: a text. The CSV beside it has the numbers.
    columns = [
        Column(item["name"], item["label"].replace("\n", ""), "text" if item["kind"] == "range" else item["kind"])
        for item in exhibit["columns"]
    ]
    frame = pd.DataFrame(exhibit["rows"], columns=[column.name for column in columns])
    notes = [brief.head["subtitle"], brief.note(exhibit), brief.source]
    return Sheet(exhibit["title"], [Table(frame, columns)], title=exhibit["title"], notes=notes)
