"""What is wrong with the targets, for those who have to mend it: contradictions, and targets without a number."""

from __future__ import annotations

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.exhibits.actions import LONGEST
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.findings import contradictions_of
from jixiao.exhibits.reviewed import found_by_review
from jixiao.exhibits.scope import Scope
from jixiao.exhibits.specification import Specification
from jixiao.exhibits.style import cut
from jixiao.frames import each_row, gathered
from jixiao.measures.targets import ladder
from jixiao.phrases import MISSING, listed, say
from jixiao.review import SEVERITIES

SECTION = "coverage"
CONTRADICTIONS = Specification(
    "contradictions",
    SECTION,
    n="contradiction",
    shown={"position": "count", "indicator": "text", "quote": "text", "message": "text", "suggestion": "text"},
    headings={
        "position": "project_number",
        "indicator": "indicator_quoted",
        "quote": "quoted",
        "message": "why_wrong",
        "suggestion": "suggested",
    },
)
WEAK_BY_PROJECT = Specification(
    "weak_by_project",
    SECTION,
    n="indicator",
    shown={"position": "count", "project_name": "text", "weak": "range", "names": "text"},
    headings={"position": "number", "weak": "weak_of", "names": "which"},
)
NAMED = 24  # contradictions that a line names beside those that are listed; more are a number
QUOTE, NAMES = 36, 6  # characters of a quote; indicators that a row names


def contradictions(data: Dataset, *, limit: int = 0, k: int = 0, language: str = "zh") -> Exhibit:
    """Every contradiction with indicator, quote, why it is one, and what to do, in the order of the review.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    limit : int
        The most rows; the finding names the others. 0 shows all.
    k : int
        Number of projects on which one target or plan counts as copied, a convention of this tool; 0: as set.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a contradiction: ``rule``, ``position`` of its project, ``indicator``, ``quote``,
        ``message``, ``suggestion`` and ``place``. Without any it has no rows, and its title says so.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.contradictions(load("sample"), limit=2).table[["position", "indicator", "quote"]]
       position indicator quote
    0         3     完成及时率   ≤1年
    1         3      节约成本   >5%
    """
    scope = Scope.of(data, language)
    found = found_by_review(data, k, language)
    df = contradictions_of(data, found)
    if df.empty:
        return scope.nothing(CONTRADICTIONS, "no_contradictions")
    shown = df.head(limit) if limit else df
    rest = df.iloc[len(shown) :]
    # What is no indicator's is named by its field.
    fields = [say(f"rule_field.{field}", language) for field in shown["field"]]
    names = [name if isinstance(name, str) else field for name, field in zip(shown["indicator"], fields, strict=True)]
    shown = shown.assign(indicator=names)
    table = shown[["rule", *CONTRADICTIONS.shown, "place"]].astype({"position": "Int64"})
    if limit:
        table = table.assign(quote=[cut(text, QUOTE) for text in table["quote"]])
    others = {name: found.by_severity[name] for name in SEVERITIES[1:]}
    return scope.exhibit(
        CONTRADICTIONS,
        table,
        {
            "n": len(df),
            "shown": len(shown),
            "rest": len(rest),
            "others": _others(scope, rest) if len(rest) <= NAMED else "",
            **others,
        },
        finding="",
        also={
            "limited": 0 < len(rest) <= NAMED,
            "limited_many": len(rest) > NAMED,
            "hints": all(others.values()),
        },
    )


def _others(scope: Scope, rows: pd.DataFrame) -> str:
    """Contradictions in a few words each: project, indicator or field, and the rule."""
    named = []
    for row in each_row(rows):
        about = row.indicator if isinstance(row.indicator, str) else scope.say(f"rule_field.{row.field}")
        project = "" if pd.isna(row.position) else f"{int(row.position)} "
        named.append(scope.say("contradictions.other", project=project, about=cut(about, LONGEST), rule=row.rule))
    return listed(named, scope.language)


def weak_by_project(data: Dataset, *, limit: int = 0, language: str = "zh") -> Exhibit:
    """The targets without a number by project, the largest budget first: what repeats its name, and other words.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    limit : int
        The most rows, and of long lists the first names; 0 shows all.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a project with such targets: ``project_id``, ``position``, ``project_name``, ``weak`` (how
        many of its targets, as text) and their ``names``. Without any it has no rows, and its title says why.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.weak_by_project(load("sample"), limit=2).table[["position", "weak"]]
       position weak
    0         2  3/8
    1         3  2/8
    """
    scope = Scope.of(data, language)
    steps = ladder(data.documents, data.projects, data.indicators)["step"]
    weak = data.indicators.assign(step=steps)
    weak = weak[weak["step"].lt(3).eq(True)]
    if weak.empty:
        why = scope.no_targets or ("no_weak_clear" if steps.isna().any() else "no_weak")
        return scope.nothing(WEAK_BY_PROJECT, why)
    table = _by_project(scope, weak, limit)
    shown, unclear = table.head(limit) if limit else table, int(steps.isna().sum())
    if limit:
        shown = shown.assign(project_name=[cut(name, LONGEST) for name in shown["project_name"]])
    return scope.exhibit(
        WEAK_BY_PROJECT,
        shown,
        {"weak": len(weak), "shown": len(shown), "unclear": unclear, "n": len(data.indicators)},
        also={"unclear": unclear > 0, "limited": len(shown) < len(table)},
    )


def _by_project(scope: Scope, weak: pd.DataFrame, limit: int) -> pd.DataFrame:
    data = scope.data
    of = data.indicators.groupby("project_id").size()
    projects = data.projects.sort_values(["budget", "position"], ascending=[False, True], ignore_index=True)
    weak = weak.sort_values("position", kind="stable")
    own = gathered(each_row(weak[["indicator", "target", "step"]]), weak["project_id"])
    rows = []
    for project in each_row(projects[["project_id", "position", "project_name"]]):
        if targets := own.get(project.project_id):
            text = scope.say("project_overview.of", part=len(targets), whole=int(of[project.project_id]))
            names = _names(scope, targets, limit)
            rows.append((project.project_id, project.position, project.project_name, text, names))
    return pd.DataFrame(rows, columns=["project_id", *WEAK_BY_PROJECT.shown])


def _names(scope: Scope, targets: list, limit: int) -> str:
    """What repeats its name, what is worded otherwise, and what is blank, in words."""
    parts = []
    for step, key in ((1, "repeated"), (2, "worded"), (0, "emptied")):
        rows = [target for target in targets if target.step == step]
        shown = rows[:NAMES] if limit else rows
        names = [_named(scope, row, step) for row in shown]
        if len(rows) > len(shown):
            names.append(scope.say("weak_by_project.more", n=len(rows) - len(shown)))
        if names:
            parts.append(scope.say(f"weak_by_project.{key}", names=listed(names, scope.language)))
    return scope.say("label.parts").join(parts)


def _named(scope: Scope, row, step: int) -> str:
    indicator = cut(row.indicator, LONGEST) if isinstance(row.indicator, str) else MISSING
    if step != 2:
        return indicator
    return say("weak_by_project.words", scope.language, indicator=indicator, target=cut(row.target, LONGEST))
