"""The report of an import: what became of each file, and all doubts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.documents.files import NOT_READ, READ, UNCHANGED, CorpusFile
from jixiao.errors import UsageError
from jixiao.output import real_path
from jixiao.spreadsheet_csv import spreadsheet_csv
from jixiao.workbook import check_place, replace_files

ENDINGS = (".csv", ".json")
UNREAD = ["unread_cells", "unread_paragraphs"]
TABLES = ["tables", "not_understood"]
COUNTS = ["year", *TABLES, "projects", "indicators", "cells", *UNREAD, "doubts"]


@dataclass(frozen=True)
class ImportReport:
    """What became of each file.

    Attributes
    ----------
    files : DataFrame
        One row a file: path (as given), status (read, unchanged, duplicate, not read), document_id, note, format,
        layout, year, and counts of tables (read), tables not_understood, projects, indicators, cells, unread_cells,
        unread_paragraphs and doubts; these are missing where the file is not in the dataset under its own name.
    doubts : DataFrame
        One row a doubt: path, place, found, expected, remedy.
    traces : dict of str
        Where this program failed, by path.
    pruned : list of str
        Documents that were taken out of the dataset because none of the files is theirs.
    written : list of Path
        The dataset's files, if anything changed.
    """

    files: pd.DataFrame
    doubts: pd.DataFrame
    traces: dict[str, str] = field(default_factory=dict)
    pruned: list[str] = field(default_factory=list)
    written: list[Path] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether every file was read, and every table and cell in it that target tables have."""
        unread = self.files[["unread_cells", "not_understood"]].sum().any()
        return not (self.files["status"].eq(NOT_READ).any() or unread)

    @property
    def certain(self) -> bool:
        """Whether it is complete and nothing was doubtful."""
        return self.complete and self.doubts.empty

    def save(self, path: Path) -> None:
        """Write the report.

        Parameters
        ----------
        path : Path
            With the ending .json (files, each with its doubts) or .csv (a row a doubt, and one for each file without).

        Raises
        ------
        UsageError
            For another ending.
        RunError
            Where it cannot be written.
        """
        check_report_path(path)
        replace_files({path: self._json() if path.suffix == ".json" else self._csv()})

    def _csv(self) -> bytes:
        files = self.files.drop(columns="doubts")
        return spreadsheet_csv(files.merge(self.doubts, on="path", how="left"))

    def _json(self) -> bytes:
        doubts = {path: df.drop(columns="path").to_dict("records") for path, df in self.doubts.groupby("path")}
        rows = self.files.astype(object).where(self.files.notna(), None).to_dict("records")
        files = [{**row, "doubts": doubts.get(row["path"], [])} for row in rows]
        text = json.dumps({"files": files, "pruned": self.pruned}, ensure_ascii=False, indent=2) + "\n"
        return text.encode("utf-8")


def check_report_path(path: Path) -> None:
    """Raise UsageError where a report cannot be written to the path."""
    if path.suffix not in ENDINGS or not real_path(path).parent.is_dir() or path.is_dir():
        raise UsageError("no place for a report", file=path, expected="a file in a folder that exists, .csv or .json")
    check_place(path)


def report_on(files: Sequence[CorpusFile], dataset: Dataset) -> ImportReport:
    """The report on files that were read into a dataset."""
    of_path = {item.document_id: _shown(item.shown or item.path) for item in files if item.status in (READ, UNCHANGED)}
    doubts = dataset.doubts[dataset.doubts["document_id"].isin(of_path)]
    doubts = doubts.assign(path=doubts["document_id"].map(of_path))[["path", "place", "found", "expected", "remedy"]]
    added = [{"path": _shown(item.shown or item.path), **asdict(doubt)} for item in files for doubt in item.doubts]
    doubts = pd.concat([pd.DataFrame(added, columns=doubts.columns, dtype="str"), doubts]).fillna({"place": ""})
    df = pd.DataFrame(
        [
            {
                "path": _shown(item.shown or item.path),
                "status": item.status,
                "document_id": _shown(item.document_id),
                "note": item.note,
            }
            for item in files
        ],
        dtype="str",
    )
    counts = _counts(dataset, doubts.groupby("path").size().rename(index={path: key for key, path in of_path.items()}))
    own = counts[counts["document_id"].isin(of_path)]
    df = df.merge(own.assign(path=own["document_id"].map(of_path)), on=["path", "document_id"], how="left")
    df = df.astype(dict.fromkeys(COUNTS, "Int64"))
    doubts = doubts.sort_values("path", kind="stable", ignore_index=True)
    return ImportReport(df, doubts, {_shown(item.shown or item.path): item.trace for item in files if item.trace})


def _counts(dataset: Dataset, doubts: pd.Series) -> pd.DataFrame:
    projects = dataset.projects[["project_id", "document_id"]]
    sizes = {
        "projects": projects[dataset.projects["scope"].eq("project")].groupby("document_id").size(),
        "indicators": dataset.indicators[["project_id"]].merge(projects, on="project_id").groupby("document_id").size(),
        "doubts": doubts,
    }
    df = dataset.documents[["document_id", "format", "layout", "year"]]
    df = df.merge(dataset.readings[["document_id", *TABLES, "cells", *UNREAD]], on="document_id")
    return df.assign(**{name: df["document_id"].map(size).fillna(0) for name, size in sizes.items()})


def _shown(path: Path | str) -> str:
    """A path as text that can be written, whatever bytes it has."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")
