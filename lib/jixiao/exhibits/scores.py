"""Exhibits of the review by project: points of all, and the sheet of one."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from jixiao.dataset import Dataset
from jixiao.exhibits.charts import dots
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.findings import SECTION
from jixiao.exhibits.reviewed import found_by_review
from jixiao.exhibits.scope import Scope
from jixiao.exhibits.specification import Specification
from jixiao.frames import each_row
from jixiao.measures.targets import ladder
from jixiao.phrases import listed, name, say, written
from jixiao.review import DIMENSIONS
from jixiao.review.settings import convention, read_settings

REVIEW_SCORES = Specification("review_scores", SECTION, n="project", shown={"project_name": "text"}, picture="dots")
PROJECT_SHEET = Specification(
    "project_sheet",
    SECTION,
    n="finding",
    shown={
        "level2": "level",
        "indicator": "text",
        "description": "text",
        "target": "text",
        "step": "count",
        "marks": "text",
        "place": "place",
    },
)


def review_scores(data: Dataset, *, k: int = 0, language: str = "zh") -> Exhibit:
    """Points by the review form's four dimensions: a convention of this tool.

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
        Its table has a row a project, the lowest score first: ``project_id``, ``project_name``, points by dimension of
        the review form (完整性, …), ``capped`` (points lost beyond them, by a contradiction), ``score`` (0 to 100),
        ``lost`` (the rules that took points off), and ``grade`` where the settings ask for it. Without indicators it
        has no rows, and its title says so.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.review_scores(load("sample"), language="en").title
    'Scores lie between 75.0 and 87.5'
    """
    scope, found = Scope.of(data, language), found_by_review(data, k, language)
    df = _lowest_first(found.scores)
    graded = "grade" in df
    if df.empty:
        return scope.nothing(REVIEW_SCORES, "no_indicators")
    exhibit = scope.exhibit(
        REVIEW_SCORES,
        df[["project_id", "project_name", *DIMENSIONS, "capped", "score", "lost", *(["grade"] if graded else [])]],
        {
            "lowest": df["score"].iloc[0],
            "highest": df["score"].iloc[-1],
            "project_name": df["project_name"].iloc[0],
            "grades": _grades(df["grade"], language) if graded else "",
            "contradicted": int(df["capped"].gt(0).sum()),
            "most": f"{read_settings()['score']['contradicted']:g}",
            "n": len(df),
        },
        draw=_draw_scores,
        title="title" if len(df) > 1 else "title_one",
        finding="finding" if len(df) > 1 else "finding_one",
        also={"graded": graded, "contradicted": bool(df["capped"].gt(0).any())},
    )
    columns = {dimension: (name(dimension, language), "amount1") for dimension in DIMENSIONS}
    kinds = {"capped": "amount1", "score": "amount1", "lost": "text"} | ({"grade": "level"} if graded else {})
    return exhibit.with_columns(columns | {key: (say(f"column.{key}", language), kind) for key, kind in kinds.items()})


def _lowest_first(scores: pd.DataFrame) -> pd.DataFrame:
    """The points of projects, the lowest first; of equal ones the one that lost more before it was capped."""
    order = scores.assign(whole=scores["score"] + scores["capped"]).sort_values(["score", "whole", "position"])
    return scores.loc[order.index].reset_index(drop=True)


def _grades(grades: pd.Series, language: str) -> str:
    """How many projects have each grade, in words."""
    sizes = grades.value_counts(sort=False)
    texts = [say("review_scores.grade", language, grade=name(str(grade), language), n=n) for grade, n in sizes.items()]
    return listed(texts, language)


def _draw_scores(exhibit: Exhibit) -> Figure:
    df = exhibit.table
    grades = [f" {name(grade, exhibit.language)}" for grade in df["grade"]] if "grade" in df else [""] * len(df)
    points = [written(score, "amount1", exhibit.language) for score in df["score"]]
    texts = [point + grade for point, grade in zip(points, grades, strict=True)]
    capped = df["capped"].gt(0)
    accent = (capped if capped.any() else df["score"].eq(df["score"].min())).tolist()
    return dots(exhibit, list(df["project_name"]), df["score"].tolist(), texts, accent=accent)


def project_sheet(data: Dataset, *, project: str = "", k: int = 0, language: str = "zh") -> Exhibit:
    """All indicators of one project, each with its step on the ladder and the codes of its findings.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    project : str
        Position, code, name or id of the project; without it, the project that lost most points.
    k : int
        Number of projects on which one target or plan counts as copied, a convention of this tool; 0: as set.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row an indicator, in the document's order: ``indicator_id``, ``level2``, ``indicator``,
        ``description``, ``target``, ``step`` (0 to 5; missing for an unclear target), ``marks`` (codes of its findings)
        and ``place``. Without indicators it has no rows, and its title says so.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document, or no such project.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.project_sheet(load("sample")).table[["indicator", "target", "step", "marks"]].head(3)
        indicator target  step    marks
    16  日常养护工作完成率   ≥80%     5  C19 R04
    17      完成及时率    ≤1年     4  C16 F05
    18    养护工程合格率   ≥80%     5      NaN
    """
    scope, found = Scope.of(data, language), found_by_review(data, k, language)
    if data.projects.empty:
        return scope.nothing(PROJECT_SHEET, "no_indicators")
    lowest = _lowest_first(found.scores)["project_id"].iloc[0]
    row = data.select(projects=[project or lowest]).projects.iloc[0]
    steps = ladder(data.documents, data.projects, data.indicators, k=convention("copied", k))["step"]
    df = data.indicators.assign(step=steps)[data.indicators["project_id"].eq(row["project_id"])]
    if df.empty:
        return scope.nothing(PROJECT_SHEET, "no_indicators")
    own = found.findings[found.findings["project_id"].eq(row["project_id"])]
    alike = own["indicator_id"].isna() | own["field"].eq("basis")  # a basis is mostly that of all rows
    marks = own[~alike].groupby("indicator_id")["rule"].agg(" ".join)
    whole, codes = own[alike].drop_duplicates(["rule", "quote"]), sorted(set(own["rule"]))
    return scope.exhibit(
        PROJECT_SHEET,
        df.assign(marks=df["indicator_id"].map(marks).astype("str"))[["indicator_id", *PROJECT_SHEET.shown]],
        {
            **row[["project_name", "position"]],
            "n": own["defect"].nunique(),
            "marked": int(df["indicator_id"].isin(marks.index).sum()),
            "indicators": len(df),
            "score": found.scores.set_index("project_id").loc[row["project_id"], "score"],
            "legend": listed([f"{code} {say(f'{code}.title', language)}" for code in codes], language),
            "whole": listed([f"{finding.rule} “{finding.quote}”" for finding in each_row(whole)], language),
        },
        also={"whole": len(whole) > 0, "legend": len(codes) > 0},
    )
