"""Exhibits of the documents: what was published, how it was read, and whether its sums agree."""

from __future__ import annotations

from jixiao.dataset import Dataset
from jixiao.documents.messages import translated
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.scope import Scope
from jixiao.exhibits.specification import Specification
from jixiao.measures.budget import reconcile
from jixiao.phrases import say

SECTION = "documents"
PARTS = [
    "cells",
    "labels",
    "values",
    "empty",
    "unread_cells",
    "other_cells",
    "paragraphs",
    "headings",
    "texts",
    "unread_paragraphs",
    "tables",
    "other_tables",
    "not_understood",
]
INVENTORY = Specification(
    "inventory",
    SECTION,
    n="project",
    shown={
        "position": "count",
        "project_code": "text",
        "project_name": "text",
        "budget": "amount",
        "checkpoints": "count",
        "goals": "count",
        "indicators": "count",
    },
)
READING = Specification(
    "reading",
    SECTION,
    n="cell",
    shown={"file": "text", "format": "text", "layout": "text", **dict.fromkeys(PARTS, "count")},
)
DOUBTS = Specification(
    "doubts", SECTION, n="doubt", shown={"place": "place", "found": "text", "expected": "text", "remedy": "text"}
)
RECONCILIATION = Specification(
    "reconciliation",
    SECTION,
    n="sum",
    shown={
        "check": "text",
        "project_name": "text",
        "stated": "amount",
        "found": "amount",
        "unit": "level",
        "difference": "amount",
        "agrees": "flag",
        "quote": "text",
        "place": "place",
    },
    headings={"stated": "stated_sum", "found": "found_sum"},
)


def inventory(data: Dataset, *, language: str = "zh") -> Exhibit:
    """What was published: projects with their money, plans, goals and indicators.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a project, in the document's order: ``project_id``, ``position``, ``project_code``,
        ``project_name``, ``budget`` (万元) and numbers of ``checkpoints``, ``goals`` and ``indicators``; no row for a
        document without projects.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.inventory(load("sample"), language="en").title
    '9 projects, 1,780.15 wan yuan, 73 indicators'
    """
    scope = Scope.of(data, language)
    df = data.projects[["project_id", "position", "project_code", "project_name", "budget"]]
    counted = {"checkpoints": data.disbursements, "goals": data.goals, "indicators": data.indicators}
    sizes = {column: table.groupby("project_id").size() for column, table in counted.items()}
    return scope.exhibit(
        INVENTORY,
        df.assign(**{column: df["project_id"].map(size).fillna(0).astype(int) for column, size in sizes.items()}),
        {
            "n": len(df),
            "budget": scope.budget,
            "indicators": len(data.indicators),
            "checkpoints": len(data.disbursements),
            "tasks": int(data.goals["scope"].eq("task").sum()),
            "goals": int(data.goals["scope"].eq("project").sum()),
        },
        title="title_no_budget" if scope.no_money == "no_budget" else "title",
    )


def reading(data: Dataset, *, language: str = "zh") -> Exhibit:
    """What became of every piece of the document's text.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has one row: ``file``, ``format``, ``layout``, ``sha256``, and, in numbers, ``cells`` and what became
        of them (``labels``, ``values``, ``empty``, ``unread_cells``, ``other_cells``: in tables of other kinds),
        ``paragraphs`` (``headings``, ``texts``, ``unread_paragraphs``) and ``tables`` that were read, with
        ``other_tables`` and those ``not_understood``.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.reading(load("sample"), language="en").title
    '1,015 cells and 39 paragraphs: all accounted for'
    """
    scope = Scope.of(data, language)
    df = data.documents.merge(data.readings, on="document_id")[["file", "format", "layout", "sha256", *PARTS]]
    row = df.iloc[0]
    unread = int(row["unread_cells"] + row["unread_paragraphs"])
    return scope.exhibit(
        READING,
        df,
        {**row[PARTS], "unread": unread, "doubts": len(data.doubts), "n": int(row["cells"]), "sha256": row["sha256"]},
        title="title" if unread else "title_all",
    )


def doubts(data: Dataset, *, language: str = "zh") -> Exhibit:
    """Where the reader was in doubt: what it found, what it expected, what to do.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table is the dataset's table ``doubts``: ``document_id``, ``position``, ``place``, ``found``, ``expected``,
        ``remedy``. Without a doubt it has no rows, and its title says so.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.doubts(load("sample"), language="en").title
    'The reading left 1 doubt'
    """
    scope = Scope.of(data, language)
    if data.doubts.empty:
        return scope.nothing(DOUBTS, "no_doubts")
    said = {
        column: [translated(text, language) for text in data.doubts[column]]
        for column in ("found", "expected", "remedy")
    }
    return scope.exhibit(DOUBTS, data.doubts.assign(**said), {"n": len(data.doubts)})


def reconciliation(data: Dataset, *, language: str = "zh") -> Exhibit:
    """Sums that the document states twice, and whether they agree; those that do not come first.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a sum: ``document_id``, ``department_id``, ``scope``, ``project_id``, the ``check``,
        ``stated``, ``found`` and ``difference`` in ``unit``, whether it ``agrees``, the ``quote`` and its ``place``,
        ``project_name``. Without sums it has no rows, and its title says so.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.reconciliation(load("sample"), language="en").title
    '1 of 20 sums do not agree'
    """
    scope = Scope.of(data, language)
    df = reconcile(data.projects, data.funds, data.goals)
    if df.empty:
        return scope.nothing(RECONCILIATION, "no_sums")
    df = df.merge(data.projects[["project_id", "project_name"]], on="project_id", how="left")
    df = df.sort_values("agrees", kind="stable", ignore_index=True)
    df = df.assign(check=[say(f"check.{check}", language) for check in df["check"]])
    wrong = df[~df["agrees"]]
    return scope.exhibit(
        RECONCILIATION,
        df,
        {**(wrong if len(wrong) else df).iloc[0], "wrong": len(wrong), "n": len(df)},
        title="title" if len(wrong) else "title_all",
        finding="finding" if len(wrong) else "finding_all",
    )
