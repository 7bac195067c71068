"""A published file to a Dataset and a reading report that accounts for all of its text."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from jixiao import vocabularies
from jixiao.dataset import Dataset
from jixiao.documents.formats import open_document
from jixiao.documents.paths import path_below, without_ending
from jixiao.documents.reading.document import read_content
from jixiao.vocabulary import Vocabulary


@dataclass(frozen=True)
class Report:
    """What became of every piece of the documents' text.

    Parameters
    ----------
    readings, doubts : DataFrame
        As the tables of these names in the dictionary.

    Examples
    --------
    >>> from jixiao import read
    >>> from jixiao.workbook import dataset_folder
    >>> _, report = read(next((dataset_folder("sample") / "raw").glob("*/*.txt")))
    >>> report.doubts["position"].tolist()
    [1]
    """

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

    Examples
    --------
    >>> from jixiao import read
    >>> from jixiao.workbook import dataset_folder
    >>> data, report = read(next((dataset_folder("sample") / "raw").glob("*/*.txt")))
    >>> len(data.projects), len(data.indicators), len(report.doubts)
    (9, 73, 1)
    """
    dataset = read_document(Path(path), vocabulary=vocabularies.in_use(), year=year).validate(file=path)
    return dataset, Report(dataset.readings, dataset.doubts)


def read_document(path: Path, *, vocabulary: Vocabulary, year: int | None = None, document_id: str = "") -> Dataset:
    """Read as `read` does, under an id of one's own; the shape of the tables is not yet checked."""
    raw, content = open_document(path)
    document_id = document_id or without_ending(path_below(path).as_posix())
    return read_content(
        content,
        document_id,
        path=path,
        year=year,
        vocabulary=vocabulary,
        file=document_id + path.suffix,
        sha256=hashlib.sha256(raw).hexdigest(),
    )
