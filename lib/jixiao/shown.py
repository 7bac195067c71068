"""How a dataset shows itself: what it holds in a dozen lines, and in a notebook its tables with their first rows."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from jixiao.characters import in_html, legible
from jixiao.errors import listed
from jixiao.frames import each_row

ROWS, COLUMNS, LONGEST = 5, 8, 40  # of a table's beginning, and characters of a cell


def as_text(tables: Mapping[str, pd.DataFrame], name: str) -> str:
    """What a dataset holds: years, departments, documents, what was doubtful, and how many rows each table has."""
    facts = {**_facts(tables), "tables": " · ".join(f"{table} {len(df):,}" for table, df in tables.items())}
    width = max(map(len, facts))
    lines = [f"{key:<{width}}  {value}" for key, value in facts.items()]
    return legible("\n".join([f"jixiao.Dataset {name}".rstrip(), *lines]))


def _facts(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    documents, departments = tables["documents"], tables["departments"]
    files = [f"{row.file} ({row.stage})" for row in each_row(documents)]
    return {
        "years": ", ".join(map(str, sorted(documents["year"].unique()))),
        "departments": f"{len(departments):,}: {listed(departments['department'].tolist())}",
        "documents": f"{len(documents):,}: {listed(files)}",
        "doubts": f"{len(tables['doubts']):,}",
    }


def as_html(tables: Mapping[str, pd.DataFrame], name: str) -> str:
    """The same as a box whose tables unfold to their first rows; published text is marked as Chinese."""
    facts = "".join(
        f'<tr><th scope="row" style="text-align: left">{key}</th><td lang="zh" style="text-align: left">'
        f"{in_html(value)}</td></tr>"
        for key, value in _facts(tables).items()
    )
    parts = "".join(_unfolding(table, df) for table, df in tables.items())
    title = f"<strong>jixiao.Dataset</strong> {in_html(name)}"
    return legible(f"<div>{title}<table>{facts}</table>{parts}</div>")


def _unfolding(name: str, df: pd.DataFrame) -> str:
    rows = f"{len(df):,} row" + ("" if len(df) == 1 else "s")
    columns = in_html(", ".join(df.columns))
    ids = [column for column in df.columns if column.endswith("_id")]  # what a reader knows stands before them
    beginning = df[[*df.columns.difference(ids, sort=False), *ids]].iloc[:ROWS, :COLUMNS].map(_short)
    body = beginning.to_html(index=False, border=0, na_rep="", escape=False, justify="left") if len(df) else ""
    return (
        f"<details><summary><strong>{name}</strong> {rows}</summary><p><small>{columns}</small></p>"
        f'<div lang="zh" style="overflow-x: auto">{body}</div></details>'
    )


def _short(value: object) -> object:
    """A published text on one line, cut to what a cell of an overview holds, for a page."""
    if not isinstance(value, str):
        return value
    line = " ".join(value.split())
    return in_html(line if len(line) <= LONGEST else line[: LONGEST - 1] + "…")
