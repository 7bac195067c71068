"""The tidy tables as pandera models. They are the dictionary: names, types, units, keys and meaning stand only here."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from jixiao.errors import DatasetError
from jixiao.quarters import YEARS

TEXT, NUMBER, INTEGER, DATE = "str", "float64", "int64", "datetime64[us]"
REMEDY = "tidy tables are made by jixiao, of this version, and not edited: remove them and import the documents again"
KINDS = ["number", "range", "date", "text", "unclear"]
OPERATORS = [">=", "<=", ">", "<", "="]


def _column(dtype: str, description: str, *checks: pa.Check, optional: bool = False, unit: str = "") -> pa.Column:
    # Types are compared by `check` itself: pandera reads "str" as another string type and takes six times as long.
    metadata = {"dtype": dtype, "unit": unit}
    return pa.Column(None, list(checks), nullable=optional, description=description, metadata=metadata)


def _table(description: str, key: list[str], columns: dict, references: dict[str, str] | None = None):
    """Schema of one table; ``references`` maps a column to the table whose key it repeats."""
    return pa.DataFrameSchema(
        columns,
        unique=key,
        strict=True,
        ordered=True,
        description=description,
        metadata={"key": key, "references": references or {}},
    )


_document = _column(TEXT, "the document, named by its file's path below raw/ without the ending")
_place = _column(TEXT, "where in the document the row stands", optional=True)
_project = _column(TEXT, "the project: document_id/position")
_position = _column(INTEGER, "order in the document, from 1", pa.Check.ge(1))
_year = _column(INTEGER, "budget year", pa.Check.in_range(*YEARS))

TABLES: dict[str, pa.DataFrameSchema] = {
    "documents": _table(
        "One row a published document.",
        ["document_id"],
        {
            "document_id": _document,
            "file": _column(TEXT, "the file's path below raw/"),
            "sha256": _column(TEXT, "hash of the file as read", pa.Check.str_matches(r"^[0-9a-f]{64}$")),
            "format": _column(TEXT, "format as told from the content"),
            "layout": _column(TEXT, "the known layout whose headings are most like the document's"),
            "year": _year,
            "stage": _column(TEXT, "what is published", pa.Check.isin(["target", "adjusted", "self-evaluation"])),
            "framework": _column(TEXT, "official indicator framework", pa.Check.isin(["2015", "2021"])),
            "title": _column(TEXT, "title as published", optional=True),
        },
    ),
    "departments": _table(
        "One row a department.",
        ["department_id"],
        {
            "department_id": _column(TEXT, "division_code-department_code; the name where there is no code"),
            "department_code": _column(TEXT, "code in the department's own budget system", optional=True),
            "department": _column(TEXT, "name as published"),
            "division_code": _column(TEXT, "administrative division (GB/T 2260), read from the codes", optional=True),
        },
    ),
    "goals": _table(
        "One row a goal of a department, a task, a safeguard or a project.",
        ["document_id", "position"],
        {
            "document_id": _document,
            "position": _position,
            "department_id": _column(TEXT, "the department"),
            "project_id": _column(TEXT, "the project, for a project's goal", optional=True),
            "scope": _column(TEXT, "whose goal it is", pa.Check.isin(["department", "task", "safeguard", "project"])),
            "title": _column(TEXT, "heading of a task", optional=True),
            "goal": _column(TEXT, "the goal as published, without its list number", optional=True),
            "indicator": _column(TEXT, "the text by which a task's goal is to be measured", optional=True),
            "place": _place,
        },
        {"document_id": "documents", "department_id": "departments", "project_id": "projects"},
    ),
    "projects": _table(
        "One row a project of a document.",
        ["project_id"],
        {
            "project_id": _project,
            "document_id": _document,
            "department_id": _column(TEXT, "the department"),
            "position": _position,
            "project_code": _column(TEXT, "code as published; persists across years, absent in places", optional=True),
            "project_name": _column(TEXT, "name as published"),
            "budget": _column(NUMBER, "budget of the year", optional=True, unit="万元"),
            "budget_text": _column(TEXT, "budget as published", optional=True),
            "purpose": _column(TEXT, "what the money is for, as published", optional=True),
            "place": _place,
        },
        {"document_id": "documents", "department_id": "departments"},
    ),
    "funds": _table(
        "One row a source of a project's money.",
        ["project_id", "source", "phase"],
        {
            "project_id": _project,
            "source": _column(TEXT, "source of the money"),
            "phase": _column(TEXT, "state of the budget", pa.Check.isin(["initial", "adjusted", "paid"])),
            "amount": _column(NUMBER, "amount; missing where the cell is blank", optional=True, unit="万元"),
            "text": _column(TEXT, "amount as published", optional=True),
            "place": _place,
        },
        {"project_id": "projects"},
    ),
    "disbursements": _table(
        "One row a checkpoint of a project's spending plan.",
        ["project_id", "date"],
        {
            "project_id": _project,
            "date": _column(DATE, "last day of the checkpoint"),
            "label": _column(TEXT, "the checkpoint as published"),
            "cumulative_share": _column(NUMBER, "planned share of the budget, as published", optional=True, unit="1"),
            "text": _column(TEXT, "share as published", optional=True),
            "place": _place,
        },
        {"project_id": "projects"},
    ),
    "indicators": _table(
        "One row a level-3 indicator with its target.",
        ["indicator_id"],
        {
            "indicator_id": _column(TEXT, "the indicator: project_id/position"),
            "project_id": _project,
            "position": _position,
            "level1": _column(TEXT, "official level-1 name without 指标", optional=True),
            "level2": _column(TEXT, "official level-2 name without 指标", optional=True),
            "indicator": _column(TEXT, "level-3 name as published", optional=True),
            "description": _column(TEXT, "description as published", optional=True),
            "target": _column(TEXT, "target value as published; sign, number and unit in one", optional=True),
            "operator": _column(TEXT, "sign read from the target", pa.Check.isin(OPERATORS), optional=True),
            "value": _column(NUMBER, "number read from the target; lower end of a range", optional=True),
            "upper": _column(NUMBER, "upper end of a range", optional=True),
            "unit": _column(TEXT, "unit read from the target", optional=True),
            "deadline": _column(DATE, "last day of a date or span of dates", optional=True),
            "kind": _column(TEXT, "what the target is", pa.Check.isin(KINDS)),
            "reason": _column(TEXT, "why a target was not read with certainty", optional=True),
            "weight": _column(NUMBER, "weight as published", optional=True),
            "basis": _column(TEXT, "basis of the target as published", optional=True),
            "place": _place,
        },
        {"project_id": "projects"},
    ),
    "results": _table(
        "One row a result reported for an indicator.",
        ["indicator_id", "date", "origin"],
        {
            "indicator_id": _column(TEXT, "the indicator"),
            "date": _column(DATE, "as of when"),
            "origin": _column(TEXT, "who reports it: a document or a file of the user's"),
            "actual": _column(TEXT, "result as published", optional=True),
            "value": _column(NUMBER, "number read from the result", optional=True),
            "score": _column(NUMBER, "score as published", optional=True),
            "note": _column(TEXT, "reasons for deviations, as published", optional=True),
            "place": _place,
        },
        {"indicator_id": "indicators"},
    ),
    "readings": _table(
        "One row a document: what became of every piece of its text.",
        ["document_id"],
        {
            "document_id": _document,
            "cells": _column(INTEGER, "table cells, merged ones counted once"),
            "empty": _column(INTEGER, "cells that hold nothing"),
            "labels": _column(INTEGER, "cells read as a heading or row label"),
            "values": _column(INTEGER, "cells read into a table"),
            "unread_cells": _column(INTEGER, "cells that hold text which went nowhere"),
            "other_cells": _column(INTEGER, "cells of tables of other kinds"),
            "paragraphs": _column(INTEGER, "pieces of text outside tables that are not blank"),
            "headings": _column(INTEGER, "paragraphs read as a heading"),
            "texts": _column(INTEGER, "paragraphs read into a table"),
            "unread_paragraphs": _column(INTEGER, "paragraphs that went nowhere"),
            "tables": _column(INTEGER, "tables read, in whole or in part"),
            "other_tables": _column(INTEGER, "tables of other kinds, left out"),
            "not_understood": _column(INTEGER, "tables of targets, or parts of them, that could not be read"),
            "vocabulary": _column(TEXT, "hash of the user's own words, if there were any to read by", optional=True),
        },
        {"document_id": "documents"},
    ),
    "doubts": _table(
        "One row a doubt of the reader: what was found, what was expected, what to do.",
        ["document_id", "position"],
        {
            "document_id": _document,
            "position": _position,
            "place": _place,
            "found": _column(TEXT, "what was found"),
            "expected": _column(TEXT, "what was expected"),
            "remedy": _column(TEXT, "what to do"),
        },
        {"document_id": "documents"},
    ),
}


def meaning(name: str, column: str = "", *, language: str = "en") -> str:
    """What a table, or a column of it, says: in English as its model has it, in Chinese by ``tables.zh.toml``."""
    if language == "en":
        return TABLES[name].columns[column].description if column else TABLES[name].description
    words = _chinese()
    return words[name].get(column or "table") or words["common"][column]


@cache
def _chinese() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_suffix(".zh.toml").read_text(encoding="utf-8"))


def dtypes(name: str) -> dict[str, str]:
    """The pandas dtype of every column of the table ``name``."""
    return {column: schema.metadata["dtype"] for column, schema in TABLES[name].columns.items()}


def frame(name: str, rows: list[dict]) -> pd.DataFrame:
    """Rows as the table ``name``: its columns in order, its types; "" and what a row lacks is missing."""
    filled = {column: [None if row.get(column) == "" else row.get(column) for row in rows] for column in dtypes(name)}
    return pd.DataFrame({column: pd.array(filled[column], dtype=dtype) for column, dtype in dtypes(name).items()})


def check(name: str, df: pd.DataFrame, *, file: object = "") -> pd.DataFrame:
    """The table as it is, once its shape is right.

    Raises
    ------
    DatasetError
        With the failing rows, at most ten.
    """
    wrong = {
        column: str(df[column].dtype)
        for column, dtype in dtypes(name).items()
        if column in df and df[column].dtype != dtype
    }
    if wrong:
        found = ", ".join(f"{column} {dtype}" for column, dtype in wrong.items())
        expected = ", ".join(f"{column} {dtypes(name)[column]}" for column in wrong)
        raise DatasetError(f"the table {name} has the types {found}", file=file, expected=expected, remedy=REMEDY)
    try:
        return TABLES[name].validate(df, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases[["column", "check", "index", "failure_case"]].drop_duplicates()
        shown = cases.head(10).to_string(index=False)
        more = f"\n… and {len(cases) - 10} more" if len(cases) > 10 else ""
        raise DatasetError(
            f"the table {name} has not its shape:\n{shown}{more}\n",
            file=file,
            expected="the columns, types and keys of the data dictionary",
            remedy=REMEDY,
        ) from None
