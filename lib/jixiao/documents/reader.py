"""A published file to a Dataset and a reading report that accounts for all of its text."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.documents.checks import doubt_document
from jixiao.documents.content import Content, Doubt, Grid, Piece
from jixiao.documents.departments import join_departments
from jixiao.documents.layouts import TableReader
from jixiao.documents.records import Records
from jixiao.documents.sections import SectionReader
from jixiao.documents.text import read_text
from jixiao.errors import DocumentError
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
            f"{row.unread_cells} unread, {row.other_cells} in tables of other kinds), {row.paragraphs} paragraphs "
            f"({row.headings} headings, {row.texts} read, {row.unread_paragraphs} unread), {row.tables} tables read, "
            f"{row.other_tables} of other kinds, {row.not_understood} not understood"
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
        A document of target tables as text exported from a word processor, in UTF-8.
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
    dataset = _read(Path(path), year).validate(file=path)
    return dataset, Report(dataset.readings, dataset.doubts)


def _read(path: Path, year: int | None = None) -> Dataset:
    raw, content = _open(path)
    document_id = _document_id(path)
    records = Records(document_id, year or _year(content, document_id, path), content.doubts)
    tables, sections = TableReader(records), SectionReader(records)
    for block in content.blocks:
        if isinstance(block, Grid):
            tables.read(block)
        elif not tables.read_note(block):
            sections.read(block)
    if not records.projects:
        raise _no_target_table(path, records)
    _name_projects(records)
    doubt_document(records, content)
    join_departments(records, content)
    document = {
        "document_id": document_id,
        "file": document_id + path.suffix,
        "sha256": hashlib.sha256(raw).hexdigest(),
        "format": content.format,
        "layout": vocabulary().layout(tables.words),
        "year": records.year,
        "stage": "self-evaluation" if records.results else "target",
        "framework": vocabulary().framework({row.get("level1", "") for row in records.indicators}),
    }
    counts = {"tables": "read", "other_tables": "other", "not_understood": "not understood"}
    account = _account(content) | {column: tables.counts[name] for column, name in counts.items()}
    return _dataset(document, records, {"document_id": document_id, **account})


def _no_target_table(path: Path, records: Records) -> DocumentError:
    """What was found instead: a table of targets that was not understood, or else any table."""
    left = [doubt.found for doubt in records.doubts if doubt.found.startswith("a table")]
    return DocumentError(
        "no target table" + (f", but {max(left)}" if left else ""),
        file=path,
        expected="tables with headings such as 项目名称 and 指标值",
        remedy="check that the file is the document of budget performance targets",
    )


def read_folder(folder: str | Path) -> tuple[Dataset, Report]:
    """Read all documents below a folder as one dataset; provenance files (.toml) and hidden files are passed over."""
    paths = sorted(path for path in Path(folder).rglob("*") if path.is_file() and _is_document(path))
    if not paths:
        raise DocumentError("no document", file=folder, expected="published documents", remedy="put them there")
    ids = Counter(_document_id(path) for path in paths)
    for path in paths:
        if ids[_document_id(path)] > 1:
            found = f"another file is called {_document_id(path)!r} too"
            raise DocumentError(
                found, file=path, expected="names that differ without their endings", remedy="rename it"
            )
    datasets = [_read(path) for path in paths]
    names = datasets[0].tables
    tables = {name: pd.concat([item.tables[name] for item in datasets], ignore_index=True) for name in names}
    tables["departments"] = tables["departments"].drop_duplicates("department_id", ignore_index=True)
    dataset = Dataset(**tables)
    return dataset.validate(file=folder), Report(dataset.readings, dataset.doubts)


def _is_document(path: Path) -> bool:
    return path.suffix != ".toml" and not path.name.startswith(".")


def _open(path: Path) -> tuple[bytes, Content]:
    try:
        raw = path.read_bytes()
        return raw, read_text(raw.decode("utf-8-sig").replace("\r\n", "\n"))
    except OSError as error:
        raise DocumentError(error.strerror or "cannot be read", file=path, remedy="check the path") from None
    except UnicodeDecodeError:
        raise DocumentError(
            "not text in UTF-8",
            file=path,
            expected="text as exported from a word processor, in UTF-8",
            remedy="export the document as text in UTF-8",
        ) from None


def _document_id(path: Path) -> str:
    """The path below raw/ without its ending; the bare name for a file elsewhere."""
    parts = path.absolute().parts
    above = [index for index, part in enumerate(parts[:-1]) if part == "raw"]
    below = parts[above[-1] + 1 :] if above else parts[-1:]
    return Path(*below).with_suffix("").as_posix()


def _year(content: Content, document_id: str, path: Path) -> int:
    named = (
        _years(content.paragraphs())
        or Counter(re.findall(r"(?<!\d)(20\d\d)(?!\d)", document_id))
        or _years(content.cells())
    )
    if not named:
        raise DocumentError("no budget year", file=path, expected="a year such as 2022年", remedy="pass the year")
    return int(named.most_common(1)[0][0])


def _years(pieces: Iterable[Piece]) -> Counter[str]:
    return Counter(year for piece in pieces for year in re.findall(r"(20\d\d)\s*年", piece.text))


def _name_projects(records: Records) -> None:
    for row in records.projects:
        if "project_name" not in row:
            row["project_name"] = row.get("project_code", "?")
            found = f"project {row['position']} without a name"
            records.doubts.append(Doubt(row["place"], found, "a project's name", "called by its code, or ?"))


def _dataset(document: dict, records: Records, reading: dict) -> Dataset:
    doubts = [
        {"document_id": document["document_id"], "position": position, **asdict(doubt)}
        for position, doubt in enumerate(records.doubts, 1)
    ]
    rows = {item.name: getattr(records, item.name, []) for item in fields(Dataset) if item.name in TABLES}
    rows |= {
        "documents": [document],
        "departments": list(records.departments.values()),
        "readings": [reading],
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
        "other_cells": full["other"],
        "paragraphs": len(paragraphs),
        "headings": text["heading"],
        "texts": text["text"],
        "unread_paragraphs": text[""],
    }
