"""What a user names, a year, document, department or projects, found in the tables; else an error lists what exists."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from pandas.api.types import is_list_like

from jixiao.dictionary import TABLES
from jixiao.errors import LISTED, UsageError, listed
from jixiao.frames import each_row


def find_year(documents: pd.DataFrame, year: int, dataset: str) -> int:
    """The year, once there are documents of it; 0 finds the only one."""
    years = sorted(documents["year"].unique())
    if year in years or (not year and len(years) == 1):
        return year or years[0]
    raise no_such("year", year, years, dataset)


def find_years(documents: pd.DataFrame, years: object, dataset: str) -> list[int]:
    """The years of one or several, as numbers or strings; all where an empty list names none."""
    return [find_year(documents, _as_year(year), dataset) for year in _each(years)] or sorted(
        documents["year"].unique()
    )


def _as_year(year: object) -> int:
    try:
        return int(str(year).strip() or 0)
    except ValueError:
        raise UsageError(f"the year is {year!r}", expected="a number, as in 2022") from None


def find_document(documents: pd.DataFrame, document: str, dataset: str) -> pd.DataFrame:
    """The row of the document of an id."""
    found = documents[documents["document_id"].eq(document)]
    if found.empty:
        raise no_such("document", document, documents["document_id"], dataset)
    return found


def planning(documents: pd.DataFrame) -> pd.DataFrame:
    """Of several documents the one that states the plan, an adjusted one before the first; all where none alone does.

    Forms of monitoring and self-evaluations report on a plan that another document of the year states.
    """
    stages = documents["stage"]
    first = next((stage for stage in ("adjusted", "target") if stages.eq(stage).any()), "")
    found = documents[stages.eq(first)]
    return found if len(found) == 1 and documents["year"].nunique() == 1 else documents


def find_department(departments: pd.DataFrame, name: str | int, dataset: str) -> str:
    """The id of the department of an id, code or name; "" finds the only one."""
    wanted = str(name)
    columns = ["department_id", "department_code", "department"]
    found = departments[(departments[columns] == wanted).any(axis=1)] if wanted else departments
    if len(found) == 1:
        return found["department_id"].iloc[0]
    alike = wanted and len(found)
    names = [f"{row.department_id} {row.department}" for row in each_row(found if len(found) else departments)]
    raise UsageError(
        f"{len(found)} departments {wanted!r} in {dataset}" if alike else _not_found("department", wanted, dataset),
        expected=f"one of: {listed(names, wanted)}",
        remedy='choose one by its id: --department ID, in Python department="ID"'
        + (f"; jixiao departments --dataset {dataset} prints them all" if len(names) > LISTED else ""),
    )


def find_departments(departments: pd.DataFrame, names: object, dataset: str) -> set[str]:
    """The ids of one department or several; of all where an empty list names none."""
    found = {find_department(departments, str(name), dataset) for name in _each(names)}
    return found or set(departments["department_id"])


def find_divisions(departments: pd.DataFrame, codes: list[str], dataset: str) -> pd.DataFrame:
    """The rows of the departments of some divisions; all of the codes have to be there."""
    known = departments["division_code"]
    for code in codes:
        if not known.eq(code).any():
            raise no_such("division", code, sorted(known.dropna().unique()), dataset)
    return departments[known.isin(codes)]


def _each(names: object) -> list:
    """What a user names, one by one, whether it is one or a list."""
    return list(names) if is_list_like(names) else [names]  # type: ignore[call-overload]


def as_list(projects: str | int | Iterable[str | int] | None) -> list[str]:
    """The projects that a user names, one by one; a string may hold several, separated by commas."""
    if projects is None:
        return []
    if isinstance(projects, str):
        return [part.strip() for part in projects.split(",") if part.strip()]
    return [str(project) for project in _each(projects)]


def find_projects(projects: pd.DataFrame, wanted: list[str], dataset: str) -> pd.DataFrame:
    """The rows of projects of these positions, codes, names or ids; all of them have to be there."""
    names = projects[["project_id", "project_code", "project_name"]].assign(position=projects["position"].astype(str))
    unknown = [name for name in wanted if not (names == name).any(axis=None)]
    if unknown:
        existing = [f"{row.position} {row.project_name}" for row in each_row(projects)]
        raise no_such("project", unknown[0], existing, dataset)
    return projects[names.isin(wanted).any(axis=1)]


def no_such(what: str, value: object, existing: Iterable, where: str) -> UsageError:
    """The error of a name that nothing has, with the names there are."""
    names = list(existing)
    more = f"; the table {what}s has them all" if len(names) > LISTED and f"{what}s" in TABLES else ""
    expected = f"one of: {listed(names, value)}"
    return UsageError(_not_found(what, value, where), expected=expected, remedy=f"choose the {what}{more}")


def _not_found(what: str, value: object, where: str) -> str:
    return f"no {what} {str(value)!r} in {where}" if value else f"{where} does not have exactly one {what}"
