"""Exhibits of what departments set for themselves (部门整体): money and tasks, targets, and what was found in them.

They take a dataset of scope department. Its money is that of the whole department: it is shown beside no project's.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.errors import UsageError
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.findings import top_findings
from jixiao.exhibits.scope import Scope
from jixiao.exhibits.specification import Specification
from jixiao.measures.targets import is_quantified
from jixiao.phrases import count, listed, name, say

SECTION = "own"
OWN_BUDGET = Specification(
    "own_budget",
    SECTION,
    n="row",
    shown={"part": "text", "item": "text", "amount": "amount", "content": "text", "place": "place"},
    headings={"item": "own_item"},
)
OWN_TARGETS = Specification(
    "own_targets",
    SECTION,
    n="row",
    shown={"part": "text", "item": "text", "target": "text"},
    headings={"item": "own_item", "note": "reasons"},
)
OWN_FINDINGS = Specification("own_findings", SECTION, n="finding", shown={})
DEPARTMENT_TARGETS = Specification(
    "department_targets",
    SECTION,
    n="indicator",
    shown={"level2": "level", "indicator": "text", "target": "text"},
)
OF_RESULTS = {"actual": "text", "score": "amount", "note": "text"}


def own_budget(data: Dataset, *, language: str = "zh") -> Exhibit:
    """A department's own budget with its sources, and what is set aside for each of its tasks of the year.

    Parameters
    ----------
    data : Dataset
        One document of one department, of scope department.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a source of funds and phase, then one a task with an amount: ``part``, ``item`` (source or
        title of the task), ``amount`` (万元), ``content`` (of a task) and ``place``. Where no money of the department
        as a whole is stated, it has no rows, and its title says so.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document, or projects.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.own_budget(load("sample").select(scope="department"), language="en").title
    'No money of the department as a whole is stated'
    """
    scope = _own(data, language)
    sources, tasks = _sources(data, language), _of_goals(data, "task", language).dropna(subset="amount")
    df = pd.concat([sources, tasks], ignore_index=True)
    if df.empty and pd.isna(scope.budget):
        return scope.nothing(OWN_BUDGET, "no_own_money")
    largest = tasks.sort_values("amount", ascending=False, kind="stable").head(1)
    return scope.exhibit(
        OWN_BUDGET,
        df[list(OWN_BUDGET.shown)],
        {
            "n": len(df),
            "budget": scope.budget,
            "tasks": len(tasks),
            "amount": float(tasks["amount"].sum()),
            "largest": "".join(largest["item"]),
            "most": float(largest["amount"].sum()),
        },
        title="title_no_budget" if pd.isna(scope.budget) else "title",
        finding="finding" if len(tasks) else "",
        also={"apart": True},
    )


def _own(data: Dataset, language: str) -> Scope:
    """The scope of a dataset that holds what a department sets for itself, and no projects."""
    scope = Scope.of(data, language)
    if data.projects["scope"].eq("project").any():
        found, expected = "targets of projects", "those of the department as a whole"
        raise UsageError(found, expected=expected, remedy='select them, as in data.select(scope="department")')
    return scope


def _sources(data: Dataset, language: str) -> pd.DataFrame:
    """Funds by source and phase, as rows of an exhibit."""
    phases = [say(f"own_budget.{phase}", language) for phase in data.funds["phase"]]
    return data.funds.assign(part=phases, item=data.funds["source"], content=None).dropna(subset="amount")


def _of_goals(data: Dataset, scope: str, language: str) -> pd.DataFrame:
    """The department's goals, or its tasks, as rows of an exhibit; what a task is measured by goes with its text."""
    df = data.goals[data.goals["scope"].eq(scope)]
    said = df["goal"].fillna("").str.cat(df["indicator"].fillna(""), sep=" ").str.strip()
    return df.assign(part=say(f"own_targets.{scope}", language), item=df["title"], content=said, target=said)


def own_targets(data: Dataset, *, language: str = "zh") -> Exhibit:
    """What a department promises as a whole: its goals, tasks of the year and indicators, with what it reports of them.

    Parameters
    ----------
    data : Dataset
        One document of one department, of scope department.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a goal, then a task, then an indicator: ``part``, ``item`` (title of a task, name of an
        indicator), ``target`` (text of a goal or task, target of an indicator), where results are published also
        ``actual``, ``score`` and ``note``, and ``place``. Where the document has nothing of it, it has no rows, and its
        title says so.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document, or projects.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.own_targets(load("sample").select(scope="department"), language="en").title
    'The department as a whole: 2 goals, 5 tasks'
    """
    scope = _own(data, language)
    goals, tasks = (_of_goals(data, part, language) for part in ("department", "task"))
    results = data.results[["indicator_id", *OF_RESULTS]]
    df = data.indicators.merge(results, on="indicator_id", how="left")
    levels = [name(level, language) if isinstance(level, str) else "" for level in df["level2"].fillna(df["level1"])]
    df = df.assign(part=levels, item=df["indicator"])
    counts = {"goal": len(goals), "task": len(tasks), "indicator": len(df)}
    if not sum(counts.values()):
        return scope.nothing(OWN_TARGETS, "no_own")
    shown = {**OWN_TARGETS.shown, **(OF_RESULTS if len(results) else {}), "place": "place"}
    rows = pd.concat([part.reindex(columns=list(shown)) for part in (goals, tasks, df) if len(part)], ignore_index=True)
    values = {
        "n": len(rows),
        "indicators": len(df),
        "quantified": int(is_quantified(data.indicators).sum()),
        "reported": int(df["actual"].notna().sum()),
        "counts": listed([count(noun, number, language) for noun, number in counts.items() if number], language),
    }
    return scope.exhibit(
        replace(OWN_TARGETS, shown=shown),
        rows,
        values,
        finding="finding" if len(df) else "no_indicators",
        also={"results": len(results) > 0},
    )


def own_findings(data: Dataset, *, limit: int = 5, k: int = 0, language: str = "zh") -> Exhibit:
    """What a reviewer would object to in a department's own targets.

    Parameters
    ----------
    data : Dataset
        One document of one department, of scope department.
    limit : int
        The most rows; 0 shows all.
    k : int
        As in `top_findings`.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        As that of `top_findings`: ``rule``, ``severity``, ``project_name`` (the department's), ``quote``, ``message``,
        ``place`` and ``suggestion``. Where the department sets no indicators as a whole, it has no rows, and its title
        says so: what is found in tasks stands with the findings of projects.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document, or projects.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> len(exhibits.own_findings(load("sample").select(scope="department")).table)
    0
    """
    scope = _own(data, language)
    if data.projects.empty:
        return scope.nothing(OWN_FINDINGS, "no_own_indicators")
    found = top_findings(data, limit=limit, k=k, language=language)
    return replace(found, name=OWN_FINDINGS.name, title=say("own_findings.title", language, title=found.title))


def department_targets(data: Dataset, *, limit: int = 0, language: str = "zh") -> Exhibit:
    """The indicators that a department set for itself as a whole, as published.

    Parameters
    ----------
    data : Dataset
        One document of one department, of scope department.
    limit : int
        The most rows; the finding says how many there are. 0 shows all.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row an indicator: ``level1``, ``level2``, ``indicator``, ``target`` and ``place``. Where the
        department set none it has no rows, and its title says so.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document, or projects.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.department_targets(load("sample").select(scope="department"), language="en").title
    'The document sets no indicators for the department as a whole'
    """
    scope = _own(data, language)
    if data.indicators.empty:
        return scope.nothing(DEPARTMENT_TARGETS, "no_own_indicators")
    df = data.indicators.sort_values(["project_id", "position"], ignore_index=True)
    shown = df.head(limit) if limit else df
    return scope.exhibit(
        DEPARTMENT_TARGETS,
        shown[["level1", *DEPARTMENT_TARGETS.shown, "place"]],
        {"n": len(df), "shown": len(shown)},
        also={"limited": len(shown) < len(df)},
    )
