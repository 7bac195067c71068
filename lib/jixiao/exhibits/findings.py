"""Exhibits of the review: what is wrong with the targets, where, and how much."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from matplotlib.figure import Figure

from jixiao.dataset import Dataset
from jixiao.exhibits.charts import bars, matrix
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.reviewed import found_by_review
from jixiao.exhibits.scope import Scope
from jixiao.exhibits.specification import Specification
from jixiao.exhibits.style import ACCENT, BLUE, PALE
from jixiao.phrases import name, say, sentences
from jixiao.review import DIMENSIONS, SEVERITIES, Review
from jixiao.review.output import cut_texts, told

SECTION = "targets"
FILLS = dict(zip(SEVERITIES, (ACCENT, BLUE, PALE), strict=True))
FINDINGS_MATRIX = Specification(
    "findings_matrix", SECTION, n="finding", shown={"project_name": "text"}, picture="matrix"
)
FINDINGS_BY_RULE = Specification(
    "findings_by_rule",
    SECTION,
    n="finding",
    shown={
        "dimension": "level",
        "rule": "text",
        "title": "text",
        "severity": "level",
        "findings": "count",
        "projects": "count",
        "source": "text",
    },
    picture="bars",
    headings={"dimension": "review_dimension", "source": "rule_source", "title": "rule_title"},
)
TOP_FINDINGS = Specification(
    "top_findings",
    SECTION,
    n="finding",
    shown={"severity": "level", "project_name": "text", "quote": "text", "message": "text", "place": "place"},
)


def findings_matrix(data: Dataset, *, k: int = 0, language: str = "zh") -> Exhibit:
    """Findings by project and dimension of the review form; the colour is that of the gravest among them.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    k : int
        Number of projects on which one target or plan counts as copied, a convention of this tool; 0: as set.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a project, the largest budget first: ``project_id``, ``project_name``, and numbers of
        findings by dimension of the review form (完整性, …) and by severity (``contradiction``, ``weakness``,
        ``hint``). Without findings it has no rows, and its title says so.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.findings_matrix(load("sample"), language="en").title
    '55 findings, including 6 contradictions'
    """
    scope, found = Scope.of(data, language), found_by_review(data, k, language)
    if found.findings.empty:
        return _no_findings(scope, found, FINDINGS_MATRIX)
    own = found.roots.dropna(subset="project_id")
    whole = len(found.roots) - len(own)
    df = _by_budget(data)
    for column, names in (("dimension", DIMENSIONS), ("severity", SEVERITIES)):
        counts = own.groupby(["project_id", column]).size().unstack(fill_value=0).reindex(columns=names, fill_value=0)
        df = df.join(counts, on="project_id")
    df = df.fillna(dict.fromkeys([*DIMENSIONS, *SEVERITIES], 0)).astype(dict.fromkeys([*DIMENSIONS, *SEVERITIES], int))
    exhibit = scope.exhibit(
        FINDINGS_MATRIX,
        df,
        _counts(found) | {"whole_findings": whole},
        draw=lambda exhibit: _draw_matrix(exhibit, own),
        also={"whole": whole > 0, "dismissed": len(found.dismissed) > 0},
    )
    return exhibit.with_columns({column: (name(column, language), "count") for column in [*DIMENSIONS, *SEVERITIES]})


def contradictions_of(data: Dataset, review: Review) -> pd.DataFrame:
    """The contradictions that a review found, in the order in which it tells them, with the project's number."""
    told = review.defects[review.defects["severity"].eq(SEVERITIES[0])]
    found = review.findings.loc[[index for rows in told["rows"] for index in rows]]
    return found.merge(data.projects[["project_id", "project_name", "position", "budget"]], on="project_id", how="left")


def _no_findings(scope: Scope, found: Review, specification: Specification) -> Exhibit:
    return scope.nothing(specification, "all_dismissed" if len(found.dismissed) else "no_findings")


def _counts(found: Review) -> dict[str, int]:
    """Numbers of findings, one a defect: all, by severity, dismissed."""
    return {**found.by_severity, "n": len(found.defects), "left_out": len(found.dismissed)}


def _by_budget(data: Dataset) -> pd.DataFrame:
    df = data.projects.sort_values(["budget", "position"], ascending=[False, True], ignore_index=True)
    return df[["project_id", "project_name"]]


def _draw_matrix(exhibit: Exhibit, own: pd.DataFrame) -> Figure:
    df = exhibit.table
    ranks = own["severity"].map(SEVERITIES.index).groupby([own["project_id"], own["dimension"]]).min()
    cells = [
        [
            (str(row[dimension]), FILLS[SEVERITIES[ranks[row["project_id"], dimension]]], "")
            if row[dimension]
            else ("", "", "")
            for dimension in DIMENSIONS
        ]
        for row in df.to_dict("records")
    ]
    headings = [name(dimension, exhibit.language) for dimension in DIMENSIONS]
    return matrix(exhibit, list(df["project_name"]), headings, cells, size=9)


def findings_by_rule(data: Dataset, *, k: int = 0, language: str = "zh") -> Exhibit:
    """How often each rule is broken, by dimension of the review form; contradictions are accented.

    In the picture the rules that were broken once, and are no contradiction, are one line of their dimension.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    k : int
        Number of projects on which one target or plan counts as copied, a convention of this tool; 0: as set.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a rule that was broken, by dimension and there the commonest first: ``dimension`` (完整性,
        …), ``rule`` (its code), ``title``, ``severity``, numbers of ``findings`` and ``projects``, and the rule's
        ``source``. Without findings it has no rows, and its
        title says so.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.findings_by_rule(load("sample")).table[["dimension", "rule", "title", "findings"]].head(2)
      dimension rule         title  findings
    0       完整性  C07      时效指标没有时限         3
    1       完整性  C14  描述是确数，指标值是下限         3
    """
    scope, found = Scope.of(data, language), found_by_review(data, k, language)
    if found.findings.empty:
        return _no_findings(scope, found, FINDINGS_BY_RULE)
    df = found.roots.groupby(["dimension", "rule", "severity"], as_index=False).agg(
        findings=("defect", "nunique"), projects=("project_id", "nunique"), source=("source", "first")
    )
    df = df.assign(
        title=[say(f"{code}.title", language) for code in df["rule"]],
        dimension=pd.Categorical(df["dimension"], DIMENSIONS, ordered=True),
    )
    df = df.sort_values(["dimension", "findings", "rule"], ascending=[True, False, True], ignore_index=True)
    first = df.nlargest(1, "findings").iloc[0]
    return scope.exhibit(
        FINDINGS_BY_RULE,
        df.astype({"dimension": "str"})[list(FINDINGS_BY_RULE.shown)],
        {**_counts(found), "first": first["title"], "most": int(first["findings"]), "rules": len(df)},
        draw=_draw_rules,
    )


def _draw_rules(exhibit: Exhibit) -> Figure:
    rows = pd.concat([_rule_rows(df, exhibit.language) for _, df in exhibit.table.groupby("dimension", sort=False)])
    labels, values, texts, accent, heads = (rows[column].tolist() for column in rows)
    return bars(exhibit, labels, values, texts, left=3.1, accent=accent, heads=heads)


def _rule_rows(df: pd.DataFrame, language: str) -> pd.DataFrame:
    """The rows that the picture gives to a dimension: its name, its rules, and those broken once in one row."""
    single = df["findings"].eq(1) & df["severity"].ne(SEVERITIES[0])
    own = df[~single] if single.sum() > 1 else df
    rules = pd.DataFrame(
        {
            "label": own["rule"] + " " + own["title"],
            "findings": own["findings"],
            "text": own["findings"].astype("str"),
            "accent": own["severity"].eq(SEVERITIES[0]),
        }
    )
    heading = pd.DataFrame({"label": [name(str(df["dimension"].iloc[0]), language)], "head": True})
    other = say("findings_by_rule.single", language, n=len(df) - len(own))
    others = pd.DataFrame({"label": [other], "findings": 1, "text": say("findings_by_rule.each", language)})
    rows = pd.concat([rules.head(0), heading, rules, *([others] if len(own) < len(df) else [])], ignore_index=True)
    return rows.fillna({"findings": 0, "text": "", "accent": False, "head": False})


def top_findings(data: Dataset, *, limit: int = 5, k: int = 0, language: str = "zh") -> Exhibit:
    """The findings that matter most, quoted: the gravest first, then by the project's money.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    limit : int
        The most rows; 0 shows all.
    k : int
        Number of projects on which one target or plan counts as copied, a convention of this tool; 0: as set.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a finding: ``rule``, ``severity``, ``project_name``, ``quote``, ``message``, ``place`` and
        ``suggestion``. Without findings it has no rows, and its title says so. The finding ends with the texts too long
        for the rules.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.top_findings(load("sample"), limit=2).table[["rule", "severity", "quote"]]
      rule       severity quote
    0  C16  contradiction   ≤1年
    1  A06  contradiction   >5%
    """
    scope, found = Scope.of(data, language), found_by_review(data, k, language)
    if found.findings.empty:
        return _with_cut(_no_findings(scope, found, TOP_FINDINGS), found)
    df = told(found, data, language)
    df = df.assign(project_name=df["project"], severity=found.defects["severity"], place=found.defects["place"])
    df = df.head(limit) if limit else df
    table = df[["rule", *TOP_FINDINGS.shown, "suggestion"]]
    return _with_cut(scope.exhibit(TOP_FINDINGS, table, {**_counts(found), "shown": len(df)}), found)


def _with_cut(exhibit: Exhibit, found: Review) -> Exhibit:
    """The exhibit, its finding followed by the texts that the rules did not see to their end."""
    if found.cut.empty:
        return exhibit
    told = [exhibit.finding, cut_texts(found.cut, exhibit.language)]
    return replace(exhibit, finding=sentences(told, exhibit.language))
