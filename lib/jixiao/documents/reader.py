"""A published file to a Dataset and a reading report that accounts for all of its text."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.documents.content import Content, Doubt, Grid
from jixiao.documents.files import path_below, without_ending
from jixiao.documents.formats import open_document
from jixiao.documents.layouts import FormReader
from jixiao.documents.records import PROJECT_CODE, Records
from jixiao.documents.sections import SectionReader
from jixiao.errors import DocumentError
from jixiao.plans import kind_of_plan
from jixiao.tables import TABLES, frame
from jixiao.vocabulary import vocabulary


@dataclass(frozen=True)
class Report:
    """What became of every piece of the documents' text: the tables ``readings`` and ``doubts`` of the dictionary."""

    readings: pd.DataFrame
    doubts: pd.DataFrame

    def __str__(self) -> str:
        lines = [
            f"{row.document_id}: {row.cells} cells ({row.labels} labels, {row.values} values, {row.empty} empty, "
            f"{row.unread_cells} unread), {row.paragraphs} paragraphs ({row.headings} headings, {row.texts} read, "
            f"{row.unread_paragraphs} unread)"
            for row in self.readings.itertuples(name="Reading")
        ]
        doubts = [
            f"  {row.place}: {row.found}; expected: {row.expected}; {row.remedy}" for row in self.doubts.itertuples()
        ]
        return "\n".join([*lines, f"doubts: {len(doubts)}", *doubts])


def read(path: str | Path, *, year: int | None = None) -> tuple[Dataset, Report]:
    """Read one published document.

    Parameters
    ----------
    path : str or Path
        A document of target tables in any format of `formats.open_document`.
    year : int, optional
        Budget year. Without it the year is the one that the document names most often, else the one in its path.

    Returns
    -------
    Dataset
        With the tables of this document.
    Report
        What was read, what was empty, what was doubtful and what went nowhere, with places.

    Raises
    ------
    DocumentError
        Where the file cannot be read, holds no target table or names no year.
    """
    dataset = read_document(Path(path), year=year).validate(file=path)
    return dataset, Report(dataset.readings, dataset.doubts)


def read_document(path: Path, *, year: int | None = None, document_id: str = "") -> Dataset:
    """Read as `read` does, under an id of one's own; the shape of the tables is not yet checked."""
    raw, content = open_document(path)
    document_id = document_id or without_ending(path_below(path).as_posix())
    records = Records(document_id, year or _year(content, document_id, path), content.doubts)
    forms, sections = FormReader(records), SectionReader(records)
    for block in content.blocks:
        if isinstance(block, Grid):
            forms.read(block)
        elif not forms.read_note(block):
            sections.read(block)
    if not records.projects:
        raise DocumentError(
            "no target table",
            file=path,
            expected="tables with headings such as 项目名称 and 指标值",
            remedy="check that the file is the document of budget performance targets",
        )
    _name_projects(records)
    _join_departments(records, path)
    _doubt_plans(records)
    _doubt_year(records, content)
    _report_unread(content, records)
    document = {
        "document_id": document_id,
        "file": document_id + path.suffix,
        "sha256": hashlib.sha256(raw).hexdigest(),
        "format": content.format,
        "layout": vocabulary().layout(forms.terms),
        "year": records.year,
        "stage": "target",
        "framework": vocabulary().framework({row.get("level1", "") for row in records.indicators}),
    }
    return _dataset(document, records, content)


def _year(content: Content, document_id: str, path: Path) -> int:
    named = Counter(re.findall(r"(20\d\d)\s*年", "\n".join(piece.text for piece in content.paragraphs())))
    if not named:
        named = Counter(re.findall(r"(?<!\d)(20\d\d)(?!\d)", document_id))
    if not named:
        raise DocumentError("no budget year", file=path, expected="a year such as 2022年", remedy="pass the year")
    return int(named.most_common(1)[0][0])


def _name_projects(records: Records) -> None:
    for row in records.projects:
        if "project_name" not in row:
            row["project_name"] = row.get("project_code", "?")
            found = f"project {row['position']} without a name"
            records.doubts.append(Doubt(row["place"], found, "a project's name", "called by its code, or ?"))


def _join_departments(records: Records, path: Path) -> None:
    """Give departments their division, read from the codes of their projects, and every row its department."""
    if not records.departments:
        raise DocumentError(
            "no department",
            file=path,
            expected="a cell such as 803001某某局",
            remedy="check that the document is whole",
        )
    ids, first = {}, next(iter(records.departments))
    for row in records.projects:
        if row["department_id"] is None:
            row["department_id"] = first
            found = f"project {row['position']} before any department"
            records.doubts.append(Doubt(row["place"], found, "a department's name", "given to the first that follows"))
    for code, department in records.departments.items():
        own = [row.get("project_code", "") for row in records.projects if row["department_id"] == code]
        divisions = Counter(match["division"] for match in map(PROJECT_CODE.fullmatch, own) if match)
        division = divisions.most_common(1)[0][0] if divisions else ""
        ids[code] = "-".join(filter(None, [division, code]))
        department.update(department_id=ids[code], division_code=division)
    shared = [row for row in records.goals if "project_id" not in row]
    if shared and len(ids) > 1:
        expected = "goals of one department; the document has " + ", ".join(ids.values())
        records.doubts.append(
            Doubt(shared[0]["place"], "goals of a department", expected, "given to the first of them")
        )
    of_project = {row["project_id"]: ids[row["department_id"]] for row in records.projects}
    for row in records.projects:
        row["department_id"] = ids[row["department_id"]]
    for row in records.goals:
        row["department_id"] = of_project.get(row.get("project_id"), ids[first])


def _doubt_plans(records: Records) -> None:
    """An unclear plan takes part in no measure: say so here."""
    plans: dict[str, list[dict]] = {}
    for row in records.disbursements:
        if row["cumulative_share"] is not None:
            plans.setdefault(row["project_id"], []).append(row)
    for rows in plans.values():
        shares = [row["cumulative_share"] for row in sorted(rows, key=lambda row: row["date"])]
        if kind_of_plan(shares) == "unclear":
            found = "a plan of " + " · ".join(f"{share:.4g}" for share in shares)
            expected = "shares that rise to 1, or shares of periods that sum to 1"
            records.doubts.append(Doubt(rows[0]["place"], found, expected, "kept; takes part in no measure"))


def _doubt_year(records: Records, content: Content) -> None:
    named = re.findall(r"(?<!\d)(20\d\d)(?!\d)", records.document_id)
    if named and str(records.year) not in named:
        place = next((piece.place for piece in content.paragraphs() if str(records.year) in piece.text), "")
        found = f"the year {records.year}, named most often in the text"
        records.doubts.append(
            Doubt(place, found, f"{named[0]}, as in the file's path", "compare; pass the year if it is wrong")
        )


def _report_unread(content: Content, records: Records) -> None:
    for piece in [*content.paragraphs(), *content.cells()]:
        if not piece.blank and not piece.role:
            records.doubt(piece, "text that belongs to a table, or to a section of the department's part", "not read")


def _dataset(document: dict, records: Records, content: Content) -> Dataset:
    doubts = [
        {"document_id": document["document_id"], "position": position, **asdict(doubt)}
        for position, doubt in enumerate(records.doubts, 1)
    ]
    rows = {item.name: getattr(records, item.name, []) for item in fields(Dataset) if item.name in TABLES}
    rows |= {
        "documents": [document],
        "departments": list(records.departments.values()),
        "readings": [{"document_id": document["document_id"], **_account(content)}],
        "doubts": doubts,
    }
    return Dataset(**{name: frame(name, items) for name, items in rows.items()})


def _account(content: Content) -> dict[str, int]:
    """Counts of cells and paragraphs by what became of them."""
    cells = list(content.cells())
    paragraphs = [piece for piece in content.paragraphs() if not piece.blank]
    full = Counter(cell.role for cell in cells if not cell.blank)
    text = Counter(piece.role for piece in paragraphs)
    return {
        "cells": len(cells),
        "empty": sum(cell.blank for cell in cells),
        "labels": full["label"],
        "values": full["value"],
        "unread_cells": full[""],
        "paragraphs": len(paragraphs),
        "headings": text["heading"],
        "texts": text["text"],
        "unread_paragraphs": text[""],
    }
