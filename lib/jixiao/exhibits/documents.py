"""Exhibits of the documents: what was published, how it was read, and whether its sums agree."""

from __future__ import annotations

from jixiao.dataset import Dataset
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.scope import Scope
from jixiao.measures.budget import reconcile
from jixiao.phrases import say

SECTION = "documents"


def inventory(data: Dataset, *, language: str = "zh") -> Exhibit:
    """What was published: projects with their money, plans, goals and indicators."""
    scope = Scope.of(data, language)
    ids = data.projects["project_id"]
    counts = {
        "checkpoints": data.disbursements.groupby("project_id").size(),
        "goals": data.goals.groupby("project_id").size(),
        "indicators": data.indicators.groupby("project_id").size(),
    }
    df = data.projects[["project_id", "position", "project_code", "project_name", "budget"]]
    df = df.assign(**{column: ids.map(sizes).fillna(0).astype(int) for column, sizes in counts.items()})
    return scope.exhibit(
        "inventory",
        SECTION,
        df,
        {
            "position": "count",
            "project_code": "text",
            "project_name": "text",
            "budget": "amount",
            **dict.fromkeys(counts, "count"),
        },
        {
            "n": len(df),
            "budget": scope.budget,
            "indicators": len(data.indicators),
            "checkpoints": len(data.disbursements),
            "tasks": int(data.goals["scope"].eq("task").sum()),
            "goals": int(data.goals["scope"].eq("project").sum()),
        },
        n="project",
        title="title_no_budget" if scope.no_money == "no_budget" else "title",
    )


def reading(data: Dataset, *, language: str = "zh") -> Exhibit:
    """What became of every piece of the document's text."""
    scope = Scope.of(data, language)
    df = data.documents.merge(data.readings, on="document_id")
    row = df.iloc[0]
    shown = [
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
    unread = int(row["unread_cells"] + row["unread_paragraphs"])
    table = df[["file", "format", "layout", "sha256", *shown]]
    return scope.exhibit(
        "reading",
        SECTION,
        table,
        {"file": "text", "format": "text", "layout": "text", **dict.fromkeys(shown, "count")},
        {**row[shown], "unread": unread, "doubts": len(data.doubts), "n": int(row["cells"]), "sha256": row["sha256"]},
        n="cell",
        title="title" if unread else "title_all",
    )


def doubts(data: Dataset, *, language: str = "zh") -> Exhibit:
    """Where the reader was in doubt: what it found, what it expected, what to do."""
    scope = Scope.of(data, language)
    if data.doubts.empty:
        return scope.nothing("doubts", SECTION, "no_doubts")
    return scope.exhibit(
        "doubts",
        SECTION,
        data.doubts,
        {"place": "place", "found": "text", "expected": "text", "remedy": "text"},
        {"n": len(data.doubts)},
        n="doubt",
    )


def reconciliation(data: Dataset, *, language: str = "zh") -> Exhibit:
    """Sums that the document states twice, and whether they agree; those that do not come first."""
    scope = Scope.of(data, language)
    df = reconcile(data.projects, data.funds, data.goals)
    if df.empty:
        return scope.nothing("reconciliation", SECTION, "no_sums")
    df = df.merge(data.projects[["project_id", "project_name"]], on="project_id", how="left")
    df = df.sort_values("agrees", kind="stable", ignore_index=True)
    df = df.assign(check=[say(f"check.{check}", language) for check in df["check"]])
    wrong = df[~df["agrees"]]
    return scope.exhibit(
        "reconciliation",
        SECTION,
        df,
        {
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
        {**(wrong if len(wrong) else df).iloc[0], "wrong": len(wrong), "n": len(df)},
        n="sum",
        title="title" if len(wrong) else "title_all",
        finding=("finding",) if len(wrong) else ("finding_all",),
        headings={"stated": "stated_sum", "found": "found_sum"},
    )
