"""What a document holds, read into the rows of a Dataset."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, fields
from unicodedata import normalize

from jixiao.dataset import Dataset
from jixiao.dictionary import TABLES
from jixiao.documents.content import Content, Doubt, Grid, Piece
from jixiao.documents.margins import is_margin
from jixiao.documents.reading.checks import doubt_document
from jixiao.documents.reading.departments import join_departments
from jixiao.documents.reading.facts import WHOLE
from jixiao.documents.reading.labels import alone
from jixiao.documents.reading.money_units import units_of_document
from jixiao.documents.reading.passages import OtherTable, TargetTable, passages
from jixiao.documents.reading.periods import INTERIM
from jixiao.documents.reading.records import Records
from jixiao.documents.reading.sections import SectionReader
from jixiao.documents.reading.subjects import Subjects
from jixiao.errors import DocumentError
from jixiao.numerals import with_years_in_digits
from jixiao.tables import frame
from jixiao.vocabulary import Vocabulary, shipped

ANY_YEAR = 2000  # to find out whether a document that names no year is one of targets at all


def read_content(
    content: Content,
    document_id: str,
    *,
    path: object,
    year: int | None = None,
    vocabulary: Vocabulary | None = None,
    **columns: str,
) -> Dataset:
    """Read what a file holds.

    Parameters
    ----------
    content : Content
        Paragraphs and grids. They stay as they are.
    document_id : str
        Its id in the tables.
    path : object
        The file's path, for messages.
    year : int, optional
        Budget year; else that of the title, the one named most often in the text, the one in the id, or in the tables.
    vocabulary : Vocabulary, optional
        The words that tables are read by; else those that are shipped.
    **columns : str
        Further columns of the table of documents: file, sha256.

    Returns
    -------
    Dataset
        The tables of this document; their shape is not yet checked.

    Raises
    ------
    DocumentError
        Where it holds no target table or names no year.
    """
    return read_with_roles(content, document_id, path=path, year=year, vocabulary=vocabulary, **columns)[0]


def read_with_roles(
    content: Content,
    document_id: str,
    *,
    path: object,
    year: int | None = None,
    vocabulary: Vocabulary | None = None,
    **columns: str,
) -> tuple[Dataset, dict[Piece, str]]:
    """Read as `read_content` does; also what each piece of the content was read as, where it was."""
    words = vocabulary or shipped()
    title = _title(content, words)
    stated, year = year, year or _year(content, document_id, title)
    records = Records(document_id, year or ANY_YEAR, list(content.doubts), words)
    records.units.update(units_of_document(content, words))
    found, counts = _read_passages(content, records)
    if not records.projects:
        raise _no_target_table(path, records)
    if not year:
        raise DocumentError("no budget year", file=path, expected="a year such as 2022年", remedy="pass the year")
    _name_projects(records)
    if title:
        records.roles.setdefault(title, "heading")
    if title and not stated:
        _doubt_year(records, content, title)
    _complete_interim_funds(records)
    _complete_evaluations(records)
    doubt_document(records, content)
    join_departments(records, content)
    document = {
        "document_id": document_id,
        **columns,
        "format": content.format,
        "layout": words.layout(found),
        "year": records.year,
        "stage": "self-evaluation" if records.results else "monitoring" if found & {*INTERIM} else "target",
        "framework": words.framework({row.get("level1", "") for row in records.indicators}),
        "title": " ".join(title.text.split()) if title else None,
    }
    reading = {"document_id": document_id, **_account(content, records), **counts, "vocabulary": words.own or None}
    return _dataset(document, records, reading), records.roles


def _read_passages(content: Content, records: Records) -> tuple[set[str], dict[str, int]]:
    """Read a document block by block; the terms of the vocabulary in its tables, and counts of tables."""
    subjects, sections = Subjects(records), SectionReader(records)
    found, counts = set[str](), dict.fromkeys(("tables", "other_tables", "not_understood"), 0)
    for passage in passages(content, records.vocabulary, records.year):
        if isinstance(passage, OtherTable):
            _leave_out(passage, records)
            counts["not_understood" if passage.of_targets else "other_tables"] += 1
            continue
        if isinstance(passage, TargetTable):
            subjects.take(passage.statements, whole=passage.whole, until=passage.until, goes_on=passage.goes_on)
            found |= passage.words
            counts["tables"] += 1
            counts["not_understood"] += sum(statement.kind == "not_understood" for statement in passage.statements)
            continue
        if passage.statements:
            subjects.take(passage.statements, is_note=True)
        if passage.is_read or is_margin(passage.piece):
            records.roles.setdefault(passage.piece, "heading")
        else:
            sections.read(passage.piece)
    sections.end()
    return found, counts


def _leave_out(table: OtherTable, records: Records) -> None:
    """One doubt for all cells of a table that is not read."""
    for cell in () if table.of_targets else table.cells:
        records.read(cell, "other")
    records.doubts.append(table.doubt)
    records.told.update(table.cells)
    records.watched.update(table.cells)


def _no_target_table(path: object, records: Records) -> DocumentError:
    """What was found instead: a table of targets that was not understood, or else any table."""
    left = [doubt.found for doubt in records.doubts if doubt.found.startswith("a table")]
    left.sort(key=lambda found: not found.startswith("a table of targets"))
    return DocumentError(
        "no target table" + (f", but {left[0]}" if left else ""),
        file=path,
        expected="tables with headings such as 项目名称 and 指标值",
        remedy="check that the file is the document of budget performance targets",
    )


def _title(content: Content, words: Vocabulary) -> Piece | None:
    """The first line above the tables, or at the head of the first one, that names a year and what is published."""
    lines: list[Piece] = []
    for block in content.blocks:
        if isinstance(block, Grid):
            lines += filter(None, map(alone, block.rows[:1]))
            break
        lines.append(block)
    return next((piece for piece in lines if words.is_document_title(piece.text)), None)


def _year(content: Content, document_id: str, title: Piece | None) -> int | None:
    of_title = _years([title] if title else [])
    named = (
        (of_title if len(of_title) == 1 else None)
        or _years(content.paragraphs())
        or Counter(re.findall(r"(?<!\d)(20\d\d)(?!\d)", document_id))
        or _years(content.cells())
    )
    return int(named.most_common(1)[0][0]) if named else None


def _years(pieces: Iterable[Piece]) -> Counter[str]:
    texts = (with_years_in_digits(normalize("NFKC", piece.text)) for piece in pieces if "年" in piece.text)
    return Counter(year for text in texts for year in re.findall(r"(20\d\d)\s*年", text))


def _doubt_year(records: Records, content: Content, title: Piece) -> None:
    """The title's year counts; that another one is named more often in the text may say that it is not the title."""
    for often, _ in _years(content.paragraphs()).most_common(1):
        if int(often) != records.year and str(records.year) in title.text:
            found = f"the year {records.year} of the title, where the text names {often} most often"
            records.doubts.append(Doubt(title.place, found, "one year", "compare; pass the year if it is wrong"))


def _name_projects(records: Records) -> None:
    for row in records.projects:
        if row["scope"] == "department":
            row["project_name"] = records.departments.get(row["department_id"], {}).get("department", "?")
        elif "project_name" not in row:
            row["project_name"] = row.get("project_code", "?")
            found = f"project {row['position']} without a name"
            records.doubts.append(Doubt(row["place"], found, "a project's name", "called by its code, or ?"))


def _complete_interim_funds(records: Records) -> None:
    """The budget that each sum was paid from, as the form has it."""
    budgets = {(row["project_id"], row["source"], row["phase"]): row["amount"] for row in records.funds}
    budgets |= {(row["project_id"], WHOLE, row["phase"]): row["amount"] for row in records.totals}
    budgets |= {(row["project_id"], WHOLE, "initial"): row.get("budget") for row in records.projects}
    for row in records.interim_funds:
        row |= {phase: budgets.get((row["project_id"], row["source"], phase)) for phase in ("initial", "adjusted")}
        row["origin"] = records.document_id


def _complete_evaluations(records: Records) -> None:
    """Points, rates and money of every project of a self-evaluation, as the form has them."""
    evaluated = {row["indicator_id"].rpartition("/")[0] for row in records.results}
    money = {(row["project_id"], row["phase"]): row["amount"] for row in records.totals}
    for project in records.projects:
        project_id = project["project_id"]
        if project_id not in evaluated:
            continue
        row = records.evaluated.get(project_id, {"project_id": project_id, "place": project["place"]})
        points = records.level_points.get(project_id, {})
        row |= {"origin": records.document_id, "initial": project.get("budget")}
        row |= {phase: money.get((project_id, phase)) for phase in ("adjusted", "paid")}
        row["level_points"] = "、".join(f"{level}{number}" for level, number in points.items())
        records.evaluations.append(row)


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
    tables = {name: frame(name, items) for name, items in rows.items()}
    return Dataset(vocabulary=records.vocabulary).with_tables(tables)


def _account(content: Content, records: Records) -> dict[str, int | str | None]:
    """Counts of cells and paragraphs by what became of them."""
    cells = list(content.cells())
    paragraphs = [piece for piece in content.paragraphs() if not piece.blank]
    full = Counter(records.role(cell) for cell in cells if not cell.blank)
    text = Counter(records.role(piece) for piece in paragraphs)
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
