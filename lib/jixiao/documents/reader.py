"""A published file to a Dataset and a reading report that accounts for all of its text."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.documents.content import Content
from jixiao.documents.document import read_content
from jixiao.documents.text import read_text
from jixiao.errors import DocumentError


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
    return read_content(
        content,
        document_id,
        path=path,
        year=year,
        file=document_id + path.suffix,
        sha256=hashlib.sha256(raw).hexdigest(),
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
