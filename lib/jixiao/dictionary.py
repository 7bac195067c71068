"""The dictionary of the tidy tables: names, types, units, keys and meaning stand only here."""

from __future__ import annotations

import tomllib
from functools import cache
from math import inf
from pathlib import Path

from jixiao.ledger_tables import LEDGER_TABLES
from jixiao.quarters import YEARS
from jixiao.table_models import DATE, INTEGER, NUMBER, TEXT, Column, Table

__all__ = ["DATE", "INTEGER", "NUMBER", "TABLES", "TEXT", "Column", "Table", "meaning"]

KINDS = ["number", "range", "date", "text", "unclear"]
SCOPES = ["project", "department"]
STATUSES = ["达成", "部分达成", "未达成"]
LIKELIHOODS = ["确定能", "有可能", "完全不可能"]
OPERATORS = [">=", "<=", ">", "<", "="]


_document = Column(TEXT, "the document, named by its file's path below raw/ without the ending")
_place = Column(TEXT, "where in the document the row stands", optional=True)
_project = Column(TEXT, "the project: document_id/position; document_id/D and a number for a department's own targets")
_position = Column(INTEGER, "order in the document, from 1", within=(1, inf))
_origin = Column(TEXT, "who reports it: a document or a file of the user's")
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
            "stage": Column(TEXT, "what is published", allowed=["target", "adjusted", "monitoring", "self-evaluation"]),
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
            "cumulative_share": Column(
                NUMBER,
                "planned share of the budget, as published, or a published amount as a share of it",
                optional=True,
                unit="1",
            ),
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
            "origin": _origin,
            "actual": Column(TEXT, "result as published", optional=True),
            "value": Column(NUMBER, "number read from the result", optional=True),
            "status": Column(TEXT, "whether it was reached, where the form says so", allowed=STATUSES, optional=True),
            "score": Column(NUMBER, "score as published", optional=True),
            "note": Column(TEXT, "reasons for deviations, as published", optional=True),
            "place": _place,
        },
        {"indicator_id": "indicators"},
    ),
    "monitoring": Table(
        "One row an indicator of which something was reported within the year. No result: the year goes on.",
        ["indicator_id", "date", "origin"],
        {
            "indicator_id": Column(TEXT, "the indicator"),
            "date": Column(DATE, "last day that the report holds for"),
            "origin": _origin,
            "actual": Column(TEXT, "what was reached by then, as published", optional=True),
            "value": Column(NUMBER, "number read from it", optional=True),
            "status": Column(TEXT, "whether it was reached, where the form says so", allowed=STATUSES, optional=True),
            "expected": Column(TEXT, "what is expected for the whole year, as published", optional=True),
            "expected_value": Column(NUMBER, "number read from it", optional=True),
            "note_kind": Column(TEXT, "kinds of reasons that are marked, 、 between them", optional=True),
            "note": Column(TEXT, "reasons for deviations, as published", optional=True),
            "likelihood": Column(TEXT, "whether the target will be reached", allowed=LIKELIHOODS, optional=True),
            "remark": Column(TEXT, "remark as published", optional=True),
            "place": _place,
        },
        {"indicator_id": "indicators"},
    ),
    "interim_funds": Table(
        "One row a source of a project's funds, and one for all together, with what was paid by a day within the year.",
        ["project_id", "source", "date", "origin"],
        {
            "project_id": _project,
            "source": Column(TEXT, "source of the funds; 合计 for all together"),
            "date": Column(DATE, "last day that the report holds for"),
            "origin": _origin,
            "initial": Column(NUMBER, "budget as first approved", optional=True, unit="万元"),
            "adjusted": Column(NUMBER, "adjusted budget", optional=True, unit="万元"),
            "paid": Column(NUMBER, "paid by then", optional=True, unit="万元"),
            "expected_paid": Column(NUMBER, "expected to be paid in the whole year", optional=True, unit="万元"),
            "rate": Column(NUMBER, "execution rate as published; it may pass 1", optional=True, unit="1"),
            "text": Column(TEXT, "what was paid, as published", optional=True),
            "rate_text": Column(TEXT, "execution rate as published", optional=True),
            "place": _place,
        },
        {"project_id": "projects"},
    ),
    "evaluations": Table(
        "One row a project of a self-evaluation: its money and points as a whole.",
        ["project_id", "origin"],
        {
            "project_id": _project,
            "origin": _origin,
            "initial": Column(NUMBER, "budget as first approved", optional=True, unit="万元"),
            "adjusted": Column(NUMBER, "adjusted budget", optional=True, unit="万元"),
            "paid": Column(NUMBER, "paid in the year", optional=True, unit="万元"),
            "rate": Column(NUMBER, "execution rate as published; it may pass 1", optional=True, unit="1"),
            "rate_text": Column(TEXT, "execution rate as published", optional=True),
            "weight": Column(NUMBER, "weight of the execution as published", optional=True),
            "points": Column(NUMBER, "points of the execution as published", optional=True),
            "level_points": Column(TEXT, "points printed beside names of level 1, 、 between them", optional=True),
            "total": Column(NUMBER, "total points as published", optional=True),
            "grade": Column(TEXT, "grade as published", optional=True),
            "place": _place,
        },
        {"project_id": "projects"},
    ),
    **LEDGER_TABLES,
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
    """What a table, or a column of it, says: in English as its model has it, in Chinese by ``dictionary.zh.toml``."""
    if language == "en":
        return TABLES[name].columns[column].description if column else TABLES[name].description
    words = _chinese()
    return words[name].get(column or "table") or words["common"][column]


@cache
def _chinese() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_suffix(".zh.toml").read_text(encoding="utf-8"))
