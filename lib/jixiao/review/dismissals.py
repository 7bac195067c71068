"""Findings that somebody looked at and dismissed, with the reason, in review.toml beside the data."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.errors import UsageError
from jixiao.review.rule import check_code
from jixiao.review.settings import read_toml
from jixiao.storage import form_of
from jixiao.workbook import dataset_folder, datasets

FILE = "review.toml"
ENTRY = ["rule", "project", "indicator", "quote", "reason"]
REMEDY = "write [[dismiss]] with rule, reason and, to dismiss less, project, indicator or quote"


def read_dismissals(data: Dataset) -> pd.DataFrame:
    """The dismissals of a dataset, from review.toml in its folder.

    Returns
    -------
    DataFrame
        rule, project (id, code, name or position), indicator (name or id), quote (as published), reason; missing
        where an entry does not say. Empty where there is no file.

    Raises
    ------
    UsageError
        For a file with an entry that lacks rule or reason, or says something else.
    """
    path = _file_of(data)
    if path is None or not path.is_file():
        return pd.DataFrame(columns=ENTRY, dtype="str")
    content = read_toml(path)
    entries = content.get("dismiss", [])
    if set(content) - {"dismiss"} or not isinstance(entries, list):
        raise UsageError(f"found {', '.join(content)}", file=path, expected="entries [[dismiss]]", remedy=REMEDY)
    for number, entry in enumerate(entries, 1):
        _check(entry, path, f"entry {number}")
    return pd.DataFrame(entries, columns=ENTRY, dtype="str")


def _file_of(data: Dataset) -> Path | None:
    """review.toml in the dataset's folder, which holds raw/ and tidy/; None for a dataset that was not loaded."""
    if not data.name:
        return None
    folder = Path(data.name).resolve()
    if form_of(folder):
        return (folder.parent if folder.name == "tidy" else folder) / FILE
    return dataset_folder(data.name) / FILE if data.name in datasets() else None


def _check(entry: object, path: Path, place: str) -> None:
    if not isinstance(entry, dict) or not _is_complete(entry):
        expected = "texts for rule, reason and any of " + ", ".join(ENTRY[1:-1])
        raise UsageError(f"found {entry}", file=path, place=place, expected=expected, remedy=REMEDY)
    check_code(entry["rule"], file=path, place=place)


def _is_complete(entry: dict) -> bool:
    texts = all(isinstance(value, str) for value in entry.values())
    return texts and {"rule", "reason"} <= set(entry) <= set(ENTRY) and bool(entry["reason"].strip())


def set_apart(
    findings: pd.DataFrame, dismissals: pd.DataFrame, data: Dataset
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Findings kept, findings dismissed (with ``reason``), and dismissals that match nothing (see `expected`)."""
    if dismissals.empty:  # as most often
        nothing = findings.take([])  # not their head, a view that would hold all of them
        return findings, nothing.assign(reason=pd.Series(dtype="str")), dismissals
    projects = data.projects.set_index("project_id")
    names = pd.DataFrame(
        {
            "id": findings["project_id"],
            "code": findings["project_code"],
            "name": findings["project_id"].map(projects["project_name"]),
            "position": findings["project_id"].map(projects["position"]).astype("Int64").astype("str"),
        }
    )
    reason = pd.Series(None, index=findings.index, dtype="str")
    unmatched = []
    for row, entry in dismissals.iterrows():
        hit = findings["rule"].eq(entry["rule"])
        if pd.notna(entry["project"]):
            hit &= names.eq(entry["project"]).any(axis=1)
        if pd.notna(entry["indicator"]):
            hit &= findings[["indicator", "indicator_id"]].eq(entry["indicator"]).any(axis=1)
        if pd.notna(entry["quote"]):
            hit &= findings["quote"].eq(entry["quote"])
        reason = reason.mask(hit & reason.isna(), entry["reason"])
        if not hit.any():
            unmatched.append(row)
    kept = findings[reason.isna()].reset_index(drop=True)
    dismissed = findings.assign(reason=reason)[reason.notna()].reset_index(drop=True)
    return kept, dismissed, dismissals.loc[unmatched]


def expected(unmatched: pd.DataFrame, data: Dataset) -> pd.DataFrame:
    """Dismissals that should match: of a selection only those that name a project in it."""
    scope = [_in_scope(project, data) for project in unmatched["project"]]
    return unmatched[pd.Series(scope, index=unmatched.index, dtype=bool)].reset_index(drop=True)


def _in_scope(project: object, data: Dataset) -> bool:
    """Whether a dismissal has to match: always in a whole dataset, in a part of one if it has the project."""
    if not data.selected_from or len(data.projects) == data.selected_from:
        return True
    known = (data.projects[["project_id", "project_code", "project_name"]] == project).any(axis=None)
    return bool(known or (data.projects["position"].astype("str") == project).any())
