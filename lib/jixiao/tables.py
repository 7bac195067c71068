"""The tidy tables. They are the dictionary: names, types, units, keys and meaning stand only here."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from jixiao.errors import DatasetError
from jixiao.quarters import YEARS

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

TEXT, NUMBER, INTEGER, DATE = "str", "float64", "int64", "datetime64[us]"
REMEDY = "tidy tables are made by jixiao, of this version, and not edited: remove them and import the documents again"
KINDS = ["number", "range", "date", "text", "unclear"]
SCOPES = ["project", "department"]
OPERATORS = [">=", "<=", ">", "<", "="]


@dataclass(frozen=True)
class Column:
    """A column: its pandas type, its meaning and unit, whether it may be missing, and what its values may be."""

    dtype: str
    description: str
    optional: bool = False
    unit: str = ""
    allowed: list[str] | None = None
    pattern: str = ""  # of the whole value
    within: tuple[float, float] | None = None


@dataclass(frozen=True)
class Table:
    """A table: what a row of it is, its key, its columns, and the tables whose key one of them repeats."""

    description: str
    key: list[str]
    columns: dict[str, Column]
    references: dict[str, str] = field(default_factory=dict)


_document = Column(TEXT, "the document, named by its file's path below raw/ without the ending")
_place = Column(TEXT, "where in the document the row stands", optional=True)
_project = Column(TEXT, "the project: document_id/position; document_id/D and a number for a department's own targets")
_position = Column(INTEGER, "order in the document, from 1", within=(1, inf))
_year = Column(INTEGER, "budget year", within=YEARS)

TABLES: dict[str, Table] = {
    "documents": Table(
        "One row a published document.",
        ["document_id"],
        {
            "document_id": _document,
            "file": Column(TEXT, "the file's path below raw/"),
            "sha256": Column(TEXT, "hash of the file as read", pattern=r"[0-9a-f]{64}"),
            "format": Column(TEXT, "format as told from the content"),
            "layout": Column(TEXT, "the known layout whose headings are most like the document's"),
            "year": _year,
            "stage": Column(TEXT, "what is published", allowed=["target", "adjusted", "self-evaluation"]),
            "framework": Column(TEXT, "official indicator framework", allowed=["2015", "2021"]),
            "title": Column(TEXT, "title as published", optional=True),
        },
    ),
    "departments": Table(
        "One row a department.",
        ["department_id"],
        {
            "department_id": Column(TEXT, "division_code-department_code; the name where there is no code"),
            "department_code": Column(TEXT, "code in the department's own budget system", optional=True),
            "department": Column(TEXT, "name as published"),
            "division_code": Column(TEXT, "administrative division (GB/T 2260), read from the codes", optional=True),
        },
    ),
    "goals": Table(
        "One row a goal of a department, a task, a safeguard or a project.",
        ["document_id", "position"],
        {
            "document_id": _document,
            "position": _position,
            "department_id": Column(TEXT, "the department"),
            "project_id": Column(TEXT, "the row of `projects` that it belongs to, if any", optional=True),
            "scope": Column(TEXT, "whose goal it is", allowed=["department", "task", "safeguard", "project"]),
            "title": Column(TEXT, "heading of a task", optional=True),
            "goal": Column(TEXT, "the goal as published, without its list number", optional=True),
            "indicator": Column(TEXT, "the text by which a task's goal is to be measured", optional=True),
            "amount": Column(NUMBER, "money set aside for a task; no part of any budget", optional=True, unit="万元"),
            "place": _place,
        },
        {"document_id": "documents", "department_id": "departments", "project_id": "projects"},
    ),
    "projects": Table(
        "One row a project of a document, or a department for which a document sets targets of its own.",
        ["project_id"],
        {
            "project_id": _project,
            "scope": Column(TEXT, "what the targets are set for", allowed=SCOPES),
            "document_id": _document,
            "department_id": Column(TEXT, "the department"),
            "position": Column(INTEGER, "order in the document among those of its scope, from 1", within=(1, inf)),
            "project_code": Column(TEXT, "code as published; persists across years, absent in places", optional=True),
            "project_name": Column(TEXT, "name as published; of a department's own targets, the department's"),
            "budget": Column(NUMBER, "budget of the year", optional=True, unit="万元"),
            "budget_text": Column(TEXT, "budget as published", optional=True),
            "purpose": Column(TEXT, "what the money is for, as published", optional=True),
            "place": _place,
        },
        {"document_id": "documents", "department_id": "departments"},
    ),
    "funds": Table(
        "One row a source of a project's money.",
        ["project_id", "source", "phase"],
        {
            "project_id": _project,
            "source": Column(TEXT, "source of the money"),
            "phase": Column(TEXT, "state of the budget", allowed=["initial", "adjusted", "paid"]),
            "amount": Column(NUMBER, "amount; missing where the cell is blank", optional=True, unit="万元"),
            "text": Column(TEXT, "amount as published", optional=True),
            "place": _place,
        },
        {"project_id": "projects"},
    ),
    "disbursements": Table(
        "One row a checkpoint of a project's spending plan.",
        ["project_id", "date"],
        {
            "project_id": _project,
            "date": Column(DATE, "last day of the checkpoint"),
            "label": Column(TEXT, "the checkpoint as published"),
            "cumulative_share": Column(NUMBER, "planned share of the budget, as published", optional=True, unit="1"),
            "text": Column(TEXT, "share as published", optional=True),
            "place": _place,
        },
        {"project_id": "projects"},
    ),
    "indicators": Table(
        "One row a level-3 indicator with its target.",
        ["indicator_id"],
        {
            "indicator_id": Column(TEXT, "the indicator: project_id/position"),
            "project_id": _project,
            "position": _position,
            "level1": Column(TEXT, "official level-1 name without 指标", optional=True),
            "level2": Column(TEXT, "official level-2 name without 指标", optional=True),
            "indicator": Column(TEXT, "level-3 name as published", optional=True),
            "description": Column(TEXT, "description as published", optional=True),
            "target": Column(TEXT, "target value as published; sign, number and unit in one", optional=True),
            "operator": Column(TEXT, "sign read from the target", allowed=OPERATORS, optional=True),
            "value": Column(NUMBER, "number read from the target; lower end of a range", optional=True),
            "upper": Column(NUMBER, "upper end of a range", optional=True),
            "unit": Column(TEXT, "unit read from the target", optional=True),
            "deadline": Column(DATE, "last day of a date or span of dates", optional=True),
            "kind": Column(TEXT, "what the target is", allowed=KINDS),
            "reason": Column(TEXT, "why a target was not read with certainty", optional=True),
            "weight": Column(NUMBER, "weight as published", optional=True),
            "basis": Column(TEXT, "basis of the target as published", optional=True),
            "place": _place,
        },
        {"project_id": "projects"},
    ),
    "results": Table(
        "One row a result reported for an indicator.",
        ["indicator_id", "date", "origin"],
        {
            "indicator_id": Column(TEXT, "the indicator"),
            "date": Column(DATE, "as of when"),
            "origin": Column(TEXT, "who reports it: a document or a file of the user's"),
            "actual": Column(TEXT, "result as published", optional=True),
            "value": Column(NUMBER, "number read from the result", optional=True),
            "score": Column(NUMBER, "score as published", optional=True),
            "note": Column(TEXT, "reasons for deviations, as published", optional=True),
            "place": _place,
        },
        {"indicator_id": "indicators"},
    ),
    "readings": Table(
        "One row a document: what became of every piece of its text.",
        ["document_id"],
        {
            "document_id": _document,
            "cells": Column(INTEGER, "table cells, merged ones counted once"),
            "empty": Column(INTEGER, "cells that hold nothing"),
            "labels": Column(INTEGER, "cells read as a heading or row label"),
            "values": Column(INTEGER, "cells read into a table"),
            "unread_cells": Column(INTEGER, "cells of indicators, money or tables not understood that went nowhere"),
            "other_cells": Column(INTEGER, "cells of other kinds of tables, and those that no table has a column for"),
            "paragraphs": Column(INTEGER, "pieces of text outside tables that are not blank"),
            "headings": Column(INTEGER, "paragraphs read as a heading"),
            "texts": Column(INTEGER, "paragraphs read into a table"),
            "unread_paragraphs": Column(INTEGER, "paragraphs that went nowhere"),
            "tables": Column(INTEGER, "tables read, in whole or in part"),
            "other_tables": Column(INTEGER, "tables of other kinds, left out"),
            "not_understood": Column(INTEGER, "tables of targets, or parts of them, that could not be read"),
            "vocabulary": Column(TEXT, "hash of the user's own words, if there were any to read by", optional=True),
        },
        {"document_id": "documents"},
    ),
    "doubts": Table(
        "One row a doubt of the reader: what was found, what was expected, what to do.",
        ["document_id", "position"],
        {
            "document_id": _document,
            "position": _position,
            "place": _place,
            "found": Column(TEXT, "what was found"),
            "expected": Column(TEXT, "what was expected"),
            "remedy": Column(TEXT, "what to do"),
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
    return {column: model.dtype for column, model in TABLES[name].columns.items()}


def frame(name: str, rows: list[dict]) -> pd.DataFrame:
    """Rows as the table ``name``: its columns in order, its types; "" and what a row lacks is missing."""
    filled = {column: [None if row.get(column) == "" else row.get(column) for row in rows] for column in dtypes(name)}
    return pd.DataFrame(
        {
            column: pd.array(filled[column], dtype=dtype)  # type: ignore[call-overload]  # stubs: literal dtypes only
            for column, dtype in dtypes(name).items()
        }
    )


@cache
def _schema(name: str) -> DataFrameSchema:
    """The table as pandera checks it, which is imported here: it takes half as long as pandas, and readers need none.

    Types are compared by `check`: pandera reads "str" as another string type and takes six times as long.
    """
    import pandera.pandas as pa

    columns = {}
    for column, model in TABLES[name].columns.items():
        checks = [pa.Check.isin(model.allowed)] if model.allowed else []
        checks += [pa.Check.str_matches(rf"^{model.pattern}$")] if model.pattern else []
        checks += [pa.Check.in_range(*model.within)] if model.within else []
        columns[column] = pa.Column(None, checks, nullable=model.optional)
    return pa.DataFrameSchema(columns, unique=TABLES[name].key, strict=True, ordered=True)


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
    from pandera.errors import SchemaErrors

    try:
        return _schema(name).validate(df, lazy=True)
    except SchemaErrors as error:
        cases = error.failure_cases[["column", "check", "index", "failure_case"]].drop_duplicates()
        shown = cases.head(10).to_string(index=False)
        more = f"\n… and {len(cases) - 10} more" if len(cases) > 10 else ""
        raise DatasetError(
            f"the table {name} does not match its schema:\n{shown}{more}\n",
            file=file,
            expected="the columns, types and keys of the data dictionary",
            remedy=REMEDY,
        ) from None
