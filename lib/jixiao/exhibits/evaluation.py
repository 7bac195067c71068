"""Exhibits of results: what was reported, what falls short of its target, and where a self-evaluation departs."""

from __future__ import annotations

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.judged import NO_RESULTS, SECTION, judged, scoring_of, with_remarks
from jixiao.exhibits.scope import Scope
from jixiao.exhibits.specification import Specification
from jixiao.frames import each_row
from jixiao.measures.actuals import BLANK
from jixiao.measures.evaluation import falls_short
from jixiao.review import RULES, SEVERITIES, review
from jixiao.review.execution_settings import read_scoring
from jixiao.review.settings import read_settings

RESULTS_ACCOUNT = Specification(
    "results_account",
    SECTION,
    n="indicator",
    shown={
        "project_name": "text",
        "indicators": "count",
        "decided": "count",
        "by_person": "count",
        "missing": "count",
    },
)
BELOW_TARGET = Specification(
    "below_target",
    SECTION,
    n="indicator",
    shown={"project_name": "text", "indicator": "text", "target": "text", "actual": "text", "points": "text"},
    headings={"actual": "reached", "points": "points_of_rule"},
)
PUBLISHED_CHECK = Specification(
    "published_check",
    SECTION,
    n="finding",
    shown={"rule": "text", "severity": "level", "project_name": "text", "quote": "text", "message": "text"},
)
UNREPORTED = Specification(
    "unreported",
    SECTION,
    n="indicator",
    shown={"project_name": "text", "level2": "level", "indicator": "text", "target": "text"},
)


def results_account(data: Dataset, *, language: str = "zh") -> Exhibit:
    """How many results were reported, and what decides about their points: a rule or a person.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a project: ``project_id``, ``project_name``, ``indicators``, and of them ``decided`` (a rule
        or a date decides), ``by_person`` (a person does, within bounds) and ``missing`` (no result). Without results it
        has no rows, and its title says so.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.results_account(load("sample-execution"), language="en").title
    'Results are reported of 70 of 73 indicators'
    """
    scope = Scope.of(data, language)
    if data.results.empty:
        return scope.nothing(RESULTS_ACCOUNT, NO_RESULTS)
    df = judged(data, read_scoring())
    missing = df["found"].eq(BLANK) & df["status"].isna()
    decided = df["lower"].eq(df["upper"]) & ~missing
    by = df.assign(missing=missing, decided=decided, by_person=~missing & ~decided).groupby(
        ["project_id", "project_name"], sort=False, as_index=False
    )
    table = by.agg(
        indicators=("indicator_id", "size"),
        decided=("decided", "sum"),
        by_person=("by_person", "sum"),
        missing=("missing", "sum"),
    )
    sums = {column: int(table[column].sum()) for column in ("indicators", "decided", "by_person", "missing")}
    values = sums | {"reported": sums["indicators"] - sums["missing"], "n": sums["indicators"]}
    said = {part: sums[part] > 0 for part in ("decided", "by_person", "missing")}
    exhibit = scope.exhibit(RESULTS_ACCOUNT, table, values, finding="", also=said, totals=pd.DataFrame([sums]))
    return with_remarks(scope, exhibit, read_scoring())


def below_target(
    data: Dataset, *, at_most: str = "", equal: str = "", over: float = 0.0, language: str = "zh"
) -> Exhibit:
    """Results below their targets, late, or said not to be reached in full, as they are published.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    at_most, equal, over
        See `score_ranges`.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row an indicator, in the document's order: ``indicator_id``, ``project_name``, ``indicator``,
        ``target``, ``actual``, ``points`` (those of the rule) and ``note`` (the reason). Without results it has no
        rows, and its title says so.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.below_target(load("sample-execution"), language="en").title
    '11 indicators fall short of their targets; 4 give no reason'
    """
    scope, scoring = Scope.of(data, language), scoring_of(at_most, equal, over)
    if data.results.empty:
        return scope.nothing(BELOW_TARGET, NO_RESULTS)
    df = judged(data, scoring)
    df = df[falls_short(df)].reset_index(drop=True)
    bounds = [
        f"{row.lower:.2f}" if row.lower == row.upper else f"{row.lower:.2f}–{row.upper:.2f}" for row in each_row(df)
    ]
    df = df.assign(points=pd.Series(bounds, dtype="str"))
    silent = int((~df["reasoned"]).sum())
    columns = ["indicator_id", "project_name", "indicator", "target", "actual", "points", "note"]
    title = "title" if len(df) else "none"
    exhibit = scope.exhibit(BELOW_TARGET, df[columns], {"n": len(df), "silent": silent}, title=title, finding="finding")
    return with_remarks(scope, exhibit.with_columns({"note": (scope.say("column.reasons"), "text")}), scoring)


def published_check(
    data: Dataset,
    *,
    month: int = 12,
    limit: int = 0,
    at_most: str = "",
    equal: str = "",
    over: float = 0.0,
    language: str = "zh",
) -> Exhibit:
    """Where the self-evaluation departs from the rules, or contradicts itself: findings S, each with its quote.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    month : int
        At whose end one stands: before the year's end there is nothing to show.
    limit : int
        Number of findings that are listed; 0: all.
    at_most, equal, over
        See `score_ranges`.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a finding, the gravest first: ``rule``, ``severity``, ``project_name``, ``indicator_id``,
        ``quote``, ``message`` and ``place``. Without results it has no rows, and its title says so.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.published_check(load("sample-execution"), language="en").title
    '17 findings on the self-evaluation, 4 of them contradictions'
    """
    scope, scoring = Scope.of(data, language), scoring_of(at_most, equal, over)
    if month < 12 or (data.results.empty and data.evaluations.empty):
        return scope.nothing(PUBLISHED_CHECK, NO_RESULTS if month == 12 else "year_open")
    settings = read_settings()
    off = [code for code in RULES if not code.startswith("S")]
    rules = settings["rules"] | {"off": [*settings["rules"]["off"], *off]}
    found = review(data, settings=settings | {"rules": rules}, scoring=scoring, language=language).findings
    df = found.merge(data.projects[["project_id", "project_name"]], on="project_id", how="left")
    df = df.assign(rank=df["severity"].map(SEVERITIES.index)).sort_values(["rank"], kind="stable", ignore_index=True)
    counts = {severity: int(df["severity"].eq(severity).sum()) for severity in SEVERITIES}
    columns = ["rule", "severity", "project_name", "indicator_id", "quote", "message", "place"]
    title = "none" if df.empty else "title" if counts[SEVERITIES[0]] else "title_plain"
    listed_ = df.head(limit) if limit else df
    also = {"limited": len(listed_) < len(df)}
    exhibit = scope.exhibit(PUBLISHED_CHECK, listed_[columns], counts | {"n": len(df)}, title=title, also=also)
    return with_remarks(scope, exhibit, scoring)


def unreported(data: Dataset, *, language: str = "zh") -> Exhibit:
    """Indicators of which nobody has reported a result.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row an indicator, in the document's order: ``indicator_id``, ``project_name``, ``level2``,
        ``indicator`` and ``target``. Without results it has no rows, and its title says so.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.unreported(load("sample-execution"), language="en").title
    'Nothing is reported of 3 indicators'
    """
    scope = Scope.of(data, language)
    if data.results.empty:
        return scope.nothing(UNREPORTED, NO_RESULTS)
    df = judged(data, read_scoring())
    df = df[df["found"].eq(BLANK) & df["status"].isna()].reset_index(drop=True)
    columns = ["indicator_id", "project_name", "level2", "indicator", "target"]
    title, finding = ("title", "finding") if len(df) else ("none", "nothing")
    exhibit = scope.exhibit(UNREPORTED, df[columns], {"n": len(df)}, title=title, finding=finding)
    return with_remarks(scope, exhibit, read_scoring())
