"""The tidy tables for other programs: one Excel workbook, or a folder of CSV or Parquet files."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from jixiao.datapackage import FILE as MANIFEST
from jixiao.dataset import Dataset
from jixiao.dictionary import DATE, INTEGER, NUMBER, TABLES, meaning
from jixiao.errors import UsageError, check_known
from jixiao.phrases import Column, check_language, phrases, say
from jixiao.spreadsheet import Sheet, Table, render
from jixiao.spreadsheet_csv import formulas, spreadsheet_csv
from jixiao.workbook import replace_files

LEVELS = ("level1", "level2", "source")
KINDS = {DATE: "date", INTEGER: "integer", NUMBER: "number"}
UNITS = {"万元": "amount", "元": "amount", "1": "share"}
log = logging.getLogger(__name__)


def export(data: Dataset, to: str | Path, *, form: str = "xlsx", language: str = "zh") -> list[Path]:
    """Write all tidy tables for the reader's own programs; a failed export leaves what was there.

    Parameters
    ----------
    data : Dataset
        As loaded or selected.
    to : str or Path
        A file for ``xlsx``, a folder for ``csv`` and ``parquet``. Other files in the folder are left alone.
    form : str
        ``xlsx``: a workbook with a sheet a table, and a first one that explains them. ``csv``: for spreadsheets; UTF-8
        with a signature, headings for the reader, and an apostrophe before every text that begins like a formula, which
        a spreadsheet would run. ``parquet``: names and types of the dictionary.
    language : str
        Of headings, sheets and explanations; Parquet has none.

    Returns
    -------
    list of Path
        The files. What could not be written as it is, is logged as a warning.

    Raises
    ------
    UsageError
        For a form that does not exist, a path of the wrong kind, or more rows than Excel holds.
    RunError
        Where the files cannot be written.
    """
    check_language(language)
    check_known(form, FORMS, "format")
    contents = FORMS[form](data, Path(to), language)
    replace_files(contents)
    return list(contents)


def _xlsx(data: Dataset, to: Path, language: str) -> dict[Path, bytes]:
    if to.suffix.lower() != ".xlsx" or to.is_dir():
        raise UsageError("no file for a workbook", file=to, expected="a file that ends in .xlsx")
    sheets = [
        Sheet(say(f"table.{name}", language), [Table(df, columns(name, language))]) for name, df in data.tables.items()
    ]
    content, messages = render([_about(data, language), *sheets], language=language)
    for message in messages:
        log.warning("%s: %s", to, message)
    return {to: content}


def _csv(data: Dataset, to: Path, language: str) -> dict[Path, bytes]:
    _check_folder(to)
    frames = {name: df.set_axis([c.label for c in columns(name, language)], axis=1) for name, df in data.tables.items()}
    explained = _explained(language)
    frames["dictionary"] = explained.frame.set_axis([column.label for column in explained.columns], axis=1)
    contents = {}
    for name, df in frames.items():
        if risky := formulas(df):
            log.warning("%s: %d texts begin like a formula and stand after an apostrophe", to / f"{name}.csv", risky)
        contents[to / f"{name}.csv"] = spreadsheet_csv(df, newline="\r\n")
    return contents


def _parquet(data: Dataset, to: Path, language: str) -> dict[Path, bytes]:
    _check_folder(to)
    return {to / f"{name}.parquet": df.to_parquet(index=False) for name, df in data.tables.items()}


FORMS: dict[str, Callable[[Dataset, Path, str], dict[Path, bytes]]] = {"xlsx": _xlsx, "csv": _csv, "parquet": _parquet}


def _check_folder(to: Path) -> None:
    if to.exists() and not to.is_dir():
        raise UsageError("is a file", file=to, expected="a folder, new or old")
    if (to / MANIFEST).exists():
        raise UsageError("a dataset", file=to, expected="a folder of its own for what is exported")


def columns(table: str, language: str) -> list[Column]:
    """The columns of a tidy table for the reader."""
    return [Column(name, _heading(table, name, language), _kind(table, name)) for name in TABLES[table].columns]


def _heading(table: str, column: str, language: str) -> str:
    fields = phrases()["field"]
    key = next((key for key in (f"{table}_{column}", column) if key in fields), "")
    return say(f"field.{key}" if key else f"column.{column}", language)


def _kind(table: str, column: str) -> str:
    if column in LEVELS:
        return "level"
    if column == "place":
        return "place"
    model = TABLES[table].columns[column]
    return UNITS.get(model.unit) or KINDS.get(model.dtype, "text")


def _about(data: Dataset, language: str) -> Sheet:
    """The first sheet: what the workbook holds, and what every table and column means."""
    counts = {name: len(df) for name, df in data.tables.items()}
    rows = [
        [
            say(f"table.{name}", language),
            name,
            ", ".join(TABLES[name].key),
            n,
            meaning(name, language=language),
        ]
        for name, n in counts.items()
    ]
    tables = _explanation("tables", rows, ["sheet", "name", "key", "rows", "meaning"], language)
    return Sheet(
        say("export.about", language),
        [tables, _explained(language)],
        title=say("export.title", language, dataset=data.name),
        notes=[say("export.scope", language, **counts), say("export.published", language)],
    )


def _explained(language: str) -> Table:
    """Every column of every table: heading, field, unit, meaning."""
    rows = [
        [
            say(f"table.{table}", language),
            column.label,
            column.name,
            _unit(column, language),
            meaning(table, column.name, language=language),
        ]
        for table in TABLES
        for column in columns(table, language)
    ]
    return _explanation("columns", rows, ["sheet", "column", "field", "unit", "meaning"], language)


def _unit(column: Column, language: str) -> str | None:
    units = {"amount": say("names.万元", language), "share": "%"}
    return units.get(column.kind)


def _explanation(key: str, rows: list[list], names: list[str], language: str) -> Table:
    shown = [Column(name, say(f"export.{name}", language), "count" if name == "rows" else "text") for name in names]
    return Table(pd.DataFrame(rows, columns=names), shown, title=say(f"export.{key}", language))
