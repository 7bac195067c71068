"""Which rows of the tidy tables belong to a year, a document, a department and some projects; tables cut to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from jixiao.dictionary import SCOPES, TABLES
from jixiao.errors import check_known
from jixiao.frames import among
from jixiao.named import as_list, find_departments, find_divisions, find_document, find_projects, find_years, planning

Tables = Mapping[str, pd.DataFrame]


def selected(
    tables: Tables,
    name: str,
    *,
    year: int | str | Iterable[int | str] | None,
    document: str | None,
    department: str | int | Iterable[str | int] | None,
    projects: str | int | Iterable[str | int] | None,
    scope: str | None,
    division: str | Iterable[str] | None = None,
) -> tuple[dict[str, pd.DataFrame], int]:
    """The tables cut as `Dataset.select` says, and how many projects there were before some of them were chosen."""
    if scope is not None:
        check_known(scope, SCOPES, "scope")
    documents, departments, chosen = tables["documents"], tables["departments"], tables["projects"]
    if year is not None:
        documents = documents[documents["year"].isin(find_years(documents, year, name))]
        chosen = _of(chosen, "document_id", documents)
    if document:
        documents = find_document(documents, document, name)
        chosen = _of(chosen, "document_id", documents)
    if codes := as_list(division):
        departments = find_divisions(departments, codes, name)
        chosen = _of(chosen, "department_id", departments)
    ids = set(departments["department_id"])
    if department is not None:
        ids = find_departments(_of(departments, "department_id", chosen), department, name)
        chosen = chosen[chosen["department_id"].isin(ids)]
    of_scope = chosen if scope is None else chosen[chosen["scope"] == scope]
    if document == "" and len(chosen):
        documents = planning(_of(documents, "document_id", of_scope if len(of_scope) else chosen))
        chosen, of_scope = (_of(rows, "document_id", documents) for rows in (chosen, of_scope))
    wanted, before = as_list(projects), len(of_scope)
    if wanted:
        chosen = find_projects(of_scope, wanted, name)
        documents = _of(documents, "document_id", chosen)
        ids = set(chosen["department_id"])
    kept = belonging(tables, documents, ids, chosen)
    return (kept if scope is None else {**kept, **in_scope(kept, scope)}), before


def belonging(
    tables: Tables, documents: pd.DataFrame, department_ids: set[str], projects: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """The rows of every table that belong to some projects, and to the goals of some documents and departments."""
    goals = tables["goals"]
    goals = goals[
        among(goals["document_id"], documents["document_id"])
        & among(goals["department_id"], pd.Series([*department_ids], dtype="str"))
        & (goals["project_id"].isna() | among(goals["project_id"], projects["project_id"]))
    ]
    documents, departments = (
        df[among(df[key], projects[key]) | among(df[key], goals[key])]
        for key, df in (("document_id", documents), ("department_id", tables["departments"]))
    )
    department_ids = set(departments["department_id"])
    return _numbered(
        {
            "documents": documents,
            "departments": departments,
            "goals": goals,
            **_of_projects(tables, projects),
            **of_ledgers(tables, documents, department_ids, projects),
            "readings": _of(tables["readings"], "document_id", documents),
            "doubts": _of(tables["doubts"], "document_id", documents),
        }
    )


def of_ledgers(
    tables: Tables, documents: pd.DataFrame, department_ids: set[str], projects: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """The ledgers of some years that hold rows of some departments, and their rows.

    A row without a project stays with its department, or where it names none with all of them. A ledger stays though no
    row of the chosen projects is in it: that they have none is what it says.
    """
    rows, ledgers = tables["ledger_rows"], tables["ledgers"]
    ledgers = ledgers[ledgers["year"].isin(documents["year"])]
    held = rows[["origin", "department_id"]].dropna().drop_duplicates()
    others = set(held["origin"]) - set(held["origin"][held["department_id"].isin(department_ids)])
    ledgers = ledgers[~ledgers["origin"].isin(others)]
    rows = rows[rows["origin"].isin(ledgers["origin"])]
    of_nobody = rows["project_id"].isna() & (rows["department_id"].isna() | rows["department_id"].isin(department_ids))
    return {"ledgers": ledgers, "ledger_rows": rows[of_nobody | among(rows["project_id"], projects["project_id"])]}


def in_scope(tables: Tables, scope: str) -> dict[str, pd.DataFrame]:
    """The tables that hold rows of projects, or departments, without those of another scope."""
    projects, goals = tables["projects"], tables["goals"]
    other = projects[projects["scope"] != scope]["project_id"]
    own = _of_projects(tables, projects[projects["scope"] == scope])
    return _numbered({**own, "goals": goals[~among(goals["project_id"], other)]})


def _of_projects(tables: Tables, projects: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Some of the projects, and of every table but that of goals the rows that belong to them."""
    kept = {"projects": projects, "indicators": _of(tables["indicators"], "project_id", projects)}
    for name, df in tables.items():
        for column, parent in TABLES[name].references.items():
            if parent in kept and name not in ("goals", "ledger_rows", *kept):
                kept[name] = _of(df, column, kept[parent])
    return kept


def _of(df: pd.DataFrame, column: str, parents: pd.DataFrame) -> pd.DataFrame:
    return df[among(df[column], parents[column])]


def _numbered(tables: Tables) -> dict[str, pd.DataFrame]:
    return {name: df.reset_index(drop=True) for name, df in tables.items()}
