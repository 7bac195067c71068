"""Where documents contradict each other, or what was read from them before."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.documents.content import Doubt
from jixiao.documents.files import READ, UNCHANGED, CorpusFile
from jixiao.frames import each_row


def doubt_contradictions(files: Sequence[CorpusFile], dataset: Dataset) -> None:
    """Add to the doubts of files what the dataset, once they are in it, has against them."""
    claims = {claim.document_id: claim for claim in each_row(claimed_twice(dataset))}
    names = dataset.departments.set_index("department_id")["department"]
    for item in files:
        if item.status in (READ, UNCHANGED) and item.document_id in claims:
            item.doubts.append(_claimed(claims[item.document_id]))
        if item.status == READ:
            item.doubts += [
                _misnamed(name, names[code]) for code, name in item.departments.items() if names[code] != name
            ]


def _claimed(claim) -> Doubt:
    return Doubt(
        "",
        f"{claim.projects} projects of {claim.year} that another document has too, such as "
        f"{claim.project_code} in {claim.other}",
        "a project in one document of a year and stage",
        "kept in both; select the document that counts",
    )


def _misnamed(name: str, kept: str) -> Doubt:
    return Doubt(
        "",
        f"the department {name}",
        f"{kept}, as another document calls the department of this id",
        "called so here too; if they are two departments, import them into two datasets",
    )


def claimed_twice(dataset: Dataset) -> pd.DataFrame:
    """Documents with projects that another document of the same year and stage has too, told by their codes.

    Returns
    -------
    DataFrame
        One row a document: document_id, year, other (one of the other documents), project_code (one of the shared
        codes), projects (how many codes it shares with other documents).
    """
    df = dataset.projects[["document_id", "project_code"]].dropna().drop_duplicates()
    df = df.merge(dataset.documents[["document_id", "year", "stage"]], on="document_id")
    claims = df.groupby(["project_code", "year", "stage"])["document_id"]
    df = df.assign(first=claims.transform("min"), last=claims.transform("max"))
    df = df[df["first"] != df["last"]]
    df = df.assign(other=df["first"].where(df["first"] != df["document_id"], df["last"]))
    return df.groupby("document_id", as_index=False).agg(
        year=("year", "first"),
        other=("other", "first"),
        project_code=("project_code", "first"),
        projects=("other", "size"),
    )
