"""Exhibits of the review: what is wrong with the targets, where, how much, and on one project's sheet."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from matplotlib.figure import Figure

from jixiao.dataset import Dataset
from jixiao.exhibits.charts import bars, matrix
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.scope import Scope
from jixiao.exhibits.style import ACCENT, BLUE, PALE
from jixiao.frames import each_row
from jixiao.measures.targets import ladder
from jixiao.phrases import listed, name, say, sentences
from jixiao.review import DIMENSIONS, SEVERITIES, Review, read_settings, review
from jixiao.review.output import cut_texts
from jixiao.review.settings import convention

SECTION = "targets"
FILLS = dict(zip(SEVERITIES, (ACCENT, BLUE, PALE), strict=True))


def findings_matrix(data: Dataset, *, k: int = 0, language: str = "zh") -> Exhibit:
    """Findings by project and dimension of the review form; the colour is that of the gravest among them.

    Here and below a target or plan on ``k`` projects counts as copied, 0: as set; a convention of this tool.
    """
    scope, found = Scope.of(data, language), _found(data, k, language)
    if found.findings.empty:
        return _no_findings(scope, found, "findings_matrix")
    own = found.findings.dropna(subset="project_id")
    parts = {"finding": True, "whole": len(own) < len(found.findings), "dismissed": len(found.dismissed) > 0}
    df = _by_budget(data)
    for column, names in (("dimension", DIMENSIONS), ("severity", SEVERITIES)):
        counts = own.groupby(["project_id", column]).size().unstack(fill_value=0).reindex(columns=names, fill_value=0)
        df = df.join(counts, on="project_id")
    df = df.fillna(dict.fromkeys([*DIMENSIONS, *SEVERITIES], 0)).astype(dict.fromkeys([*DIMENSIONS, *SEVERITIES], int))
    exhibit = scope.exhibit(
        "findings_matrix",
        SECTION,
        df.drop(columns="budget"),
        {"project_name": "text"},
        _counts(found) | {"whole_findings": len(found.findings) - len(own)},
        n="finding",
        draw=lambda exhibit: _draw_matrix(exhibit, df, own),
        picture="matrix",
        finding=tuple(part for part, said in parts.items() if said),
    )
    return exhibit.with_columns({column: (name(column, language), "count") for column in [*DIMENSIONS, *SEVERITIES]})


def _found(data: Dataset, k: int, language: str) -> Review:
    """The review by the settings that hold, with another ``k`` where one is given."""
    settings = read_settings()
    conventions = settings["conventions"] | ({"copied": k} if k else {})
    return review(data, settings={**settings, "conventions": conventions}, language=language)


def _no_findings(scope: Scope, found: Review, key: str) -> Exhibit:
    return scope.nothing(key, SECTION, "all_dismissed" if len(found.dismissed) else "no_findings")


def _counts(found: Review) -> dict[str, int]:
    """Numbers of findings: all, by severity, dismissed."""
    counts = found.findings["severity"].value_counts().reindex(SEVERITIES, fill_value=0)
    by_severity = {severity: int(counts[severity]) for severity in SEVERITIES}
    return {**by_severity, "n": len(found.findings), "left_out": len(found.dismissed)}


def _by_budget(data: Dataset) -> pd.DataFrame:
    columns = ["project_id", "project_name", "budget", "position"]
    df = data.projects[columns].sort_values(["budget", "position"], ascending=[False, True], ignore_index=True)
    return df.drop(columns="position")


def _draw_matrix(exhibit: Exhibit, df: pd.DataFrame, own: pd.DataFrame) -> Figure:
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
    """How often each rule is broken; contradictions are accented."""
    scope, found = Scope.of(data, language), _found(data, k, language)
    if found.findings.empty:
        return _no_findings(scope, found, "findings_by_rule")
    df = found.findings.groupby(["rule", "severity"], as_index=False).agg(
        findings=("rule", "size"), projects=("project_id", "nunique"), source=("source", "first")
    )
    df = df.assign(title=[say(f"{code}.title", language) for code in df["rule"]])
    df = df.sort_values(["findings", "rule"], ascending=[False, True], ignore_index=True)
    return scope.exhibit(
        "findings_by_rule",
        SECTION,
        df[["rule", "title", "severity", "findings", "projects", "source"]],
        {
            "rule": "text",
            "title": "text",
            "severity": "level",
            "findings": "count",
            "projects": "count",
            "source": "text",
        },
        {**_counts(found), "first": df["title"].iloc[0], "most": int(df["findings"].iloc[0]), "rules": len(df)},
        n="finding",
        draw=lambda exhibit: bars(
            exhibit,
            list(df["rule"] + " " + df["title"]),
            list(df["findings"]),
            list(df["findings"].astype("str")),
            accent=list(df["severity"].eq(SEVERITIES[0])),
            left=2.5,
        ),
        picture="bars",
        headings={"source": "rule_source", "title": "rule_title"},
    )


def top_findings(data: Dataset, *, limit: int = 5, k: int = 0, language: str = "zh") -> Exhibit:
    """The findings that matter most, quoted: the gravest first, then by the project's money. ``limit`` 0 shows all."""
    scope, found = Scope.of(data, language), _found(data, k, language)
    if found.findings.empty:
        return _with_cut(_no_findings(scope, found, "top_findings"), found)
    projects = data.projects[["project_id", "project_name", "budget"]]
    df = found.findings.merge(projects, on="project_id", how="left")
    df = df.assign(rank=df["severity"].map(SEVERITIES.index))
    df = df.sort_values(["rank", "budget"], ascending=[True, False], kind="stable", ignore_index=True)
    df = df.head(limit) if limit else df
    df = df.fillna({"project_name": say("review.department", language)})
    kinds = {"severity": "level", "project_name": "text", "quote": "text", "message": "text", "place": "place"}
    values = {**_counts(found), "shown": len(df)}
    shown = df[["rule", *kinds, "suggestion"]]
    return _with_cut(scope.exhibit("top_findings", SECTION, shown, kinds, values, n="finding"), found)


def _with_cut(exhibit: Exhibit, found: Review) -> Exhibit:
    """The exhibit, its finding followed by the texts that the rules did not see to their end."""
    if found.cut.empty:
        return exhibit
    told = [exhibit.finding, cut_texts(found.cut, exhibit.language)]
    return replace(exhibit, finding=sentences(told, exhibit.language))


def review_scores(data: Dataset, *, k: int = 0, language: str = "zh") -> Exhibit:
    """Points by the review form's four dimensions: a convention of this tool."""
    scope, found = Scope.of(data, language), _found(data, k, language)
    df = found.scores.sort_values(["score", "position"], ignore_index=True)
    if df.empty:
        return scope.nothing("review_scores", SECTION, "no_indicators")
    grades = df["grade"].value_counts(sort=False)
    listing = [
        say("review_scores.grade", language, grade=name(str(grade), language), n=n) for grade, n in grades.items()
    ]
    exhibit = scope.exhibit(
        "review_scores",
        SECTION,
        df[["project_id", "project_name", *DIMENSIONS, "score", "grade"]],
        {"project_name": "text"},
        {
            "lowest": df["score"].iloc[0],
            "highest": df["score"].iloc[-1],
            "project_name": df["project_name"].iloc[0],
            "n": len(df),
        }
        | {"grades": listed(listing, language)},
        n="project",
        draw=lambda exhibit: bars(
            exhibit,
            list(df["project_name"]),
            list(df["score"]),
            [f"{row.score:.1f} {name(row.grade, language)}" for row in each_row(df)],
            accent=[row.score == df["score"].min() for row in each_row(df)],
        ),
        picture="bars",
        title="title" if len(df) > 1 else "title_one",
        finding=("finding" if len(df) > 1 else "finding_one",),
    )
    columns = {dimension: (name(dimension, language), "amount1") for dimension in DIMENSIONS}
    score, grade = (say(f"column.{column}", language) for column in ("score", "grade"))
    return exhibit.with_columns({**columns, "score": (score, "amount1"), "grade": (grade, "level")})


def project_sheet(data: Dataset, *, project: str = "", k: int = 0, language: str = "zh") -> Exhibit:
    """All indicators of one project, each with its step on the ladder and the codes of its findings.

    ``project`` is a position, code, name or id; without one it is the project that lost most points.
    """
    scope, found = Scope.of(data, language), _found(data, k, language)
    if data.projects.empty:
        return scope.nothing("project_sheet", SECTION, "no_indicators")
    lowest = found.scores.sort_values(["score", "position"])["project_id"].iloc[0]
    row = data.select(projects=[project or lowest]).projects.iloc[0]
    steps = ladder(data.documents, data.projects, data.indicators, k=convention("copied", k))["step"]
    df = data.indicators.assign(step=steps)[data.indicators["project_id"].eq(row["project_id"])]
    if df.empty:
        return scope.nothing("project_sheet", SECTION, "no_indicators")
    own = found.findings[found.findings["project_id"].eq(row["project_id"])]
    marks = own.groupby("indicator_id")["rule"].agg(" ".join)
    whole = own[own["indicator_id"].isna()]
    codes = sorted(set(own["rule"]))
    values = {
        **row[["project_name", "position"]],
        "n": len(own),
        "marked": int(df["indicator_id"].isin(marks.index).sum()),
        "indicators": len(df),
        "score": found.scores.set_index("project_id").loc[row["project_id"], "score"],
        "legend": listed([f"{code} {say(f'{code}.title', language)}" for code in codes], language),
        "whole": listed([f"{r.rule} “{r.quote}”" for r in each_row(whole)], language),
    }
    kinds = {"level2": "level", "indicator": "text", "description": "text", "target": "text", "step": "count"}
    parts = {"whole": len(whole) > 0, "legend": len(codes) > 0}
    return scope.exhibit(
        "project_sheet",
        SECTION,
        df.assign(marks=df["indicator_id"].map(marks).astype("str"))[["indicator_id", *kinds, "marks", "place"]],
        {**kinds, "marks": "text", "place": "place"},
        values,
        n="finding",
        finding=("finding", *(part for part, said in parts.items() if said)),
    )
