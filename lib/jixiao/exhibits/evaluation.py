"""Exhibits of results: what was reported, what points the rules allow, and where a self-evaluation departs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from jixiao.dataset import Dataset
from jixiao.exhibits.charts import NAMES, PAGE_ROW, PAPER, row_canvas
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.scope import Scope
from jixiao.exhibits.specification import Specification
from jixiao.exhibits.style import ACCENT, BLUE, GREY, INK, NARROW, RULE, row_labels, shorten, text_width
from jixiao.frames import each_row
from jixiao.measures.actuals import BLANK, read_actuals
from jixiao.measures.evaluation import falls_short, is_reason
from jixiao.measures.invented import is_invented
from jixiao.measures.money import year_money
from jixiao.measures.point_rules import Scoring
from jixiao.measures.scoring import points, scores
from jixiao.phrases import listed, name
from jixiao.review import RULES, SEVERITIES, review
from jixiao.review.execution_settings import changed, read_scoring
from jixiao.review.settings import read_settings

SECTION = "evaluation"
NO_RESULTS = "no_results"
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
SCORE_RANGES = Specification(
    "score_ranges",
    SECTION,
    n="project",
    shown={"project_name": "text", "execution_lower": "ratio", "lower": "ratio", "upper": "ratio", "range": "text"},
    picture="intervals",
    headings={"lower": "score_lower", "upper": "score_upper", "range": "grade"},
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


def scoring_of(at_most: str = "", equal: str = "", over: float = 0.0) -> Scoring:
    """How points are given: as data/execution.toml says, but for what is given here."""
    given: dict[str, Any] = {"at_most": at_most, "equal": equal, "over": over}
    return replace(read_scoring(), **{name: value for name, value in given.items() if value})


def _judged(data: Dataset, scoring: Scoring) -> pd.DataFrame:
    """Every indicator with the last result reported of it, its project's name and position, and its points."""
    last = data.results.sort_values("date", kind="stable").drop_duplicates("indicator_id", keep="last")
    found = read_actuals(data.documents, data.projects, data.indicators, last, vocabulary=data.vocabulary)
    names = data.projects[["project_id", "project_name", "position"]].rename(columns={"position": "project_position"})
    df = points(found, scoring).merge(names, on="project_id")
    return df.sort_values(["project_position", "position"], ignore_index=True)


def _shown(scope: Scope, exhibit: Exhibit, scoring: Scoring) -> Exhibit:
    """The exhibit with what is invented in its subtitle, and the settings that differ from the defaults at its foot."""
    mark = scope.say("evaluation.invented") if is_invented(scope.data) else ""
    other = changed(scoring)
    said = (
        scope.say("evaluation.settings", settings=", ".join(f"{key} = {other[key]}" for key in other)) if other else ""
    )
    return replace(exhibit, subtitle=mark + exhibit.subtitle, source=exhibit.source + said)


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
    df = _judged(data, read_scoring())
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
    return _shown(scope, exhibit, read_scoring())


def score_ranges(
    data: Dataset,
    *,
    month: int = 12,
    limit: int = 0,
    at_most: str = "",
    equal: str = "",
    over: float = 0.0,
    language: str = "zh",
) -> Exhibit:
    """The lowest and highest total that the rules allow each project, with the lines between the grades.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    month : int
        At whose end one stands: before the year's end there is nothing to show.
    limit : int
        Number of projects that are shown, the lowest first; 0: all, in the document's order.
    at_most : str
        ``ratio`` or ``linear``: points for more than a ≤ target allows; empty: as set in data/execution.toml.
    equal : str
        ``at-least``, ``two-sided`` or ``exact``: a target with =; empty: as set.
    over : float
        From which ratio of result to target a target may have been set too low; 0: as set.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a project, in the document's order: ``project_id``, ``project_name``, ``full`` (points that
        can be had), ``execution_lower``, ``execution_upper``, ``lower``, ``upper``, ``grade_lower``, ``grade_upper``
        and ``range`` (the grade, or from which to which). Without results it has no rows, and its title says so.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.score_ranges(load("sample-execution"), language="en").title
    'The rules decide the grade of 1 project of 9'
    """
    scope, scoring = Scope.of(data, language), scoring_of(at_most, equal, over)
    if data.results.empty or month < 12:
        return scope.nothing(SCORE_RANGES, NO_RESULTS if month == 12 else "year_open")
    money = pd.DataFrame.from_dict(year_money(data, float(scoring.execution)), orient="index")
    money = money.astype("float64").rename_axis("project_id").reset_index()
    money["budget"] = money["adjusted"].fillna(money["initial"])
    found = scores(_judged(data, scoring), data.projects, money)
    names = data.projects[["project_id", "project_name", "position"]]
    df = found.drop(columns=["document_id", "department_id", "scope"]).merge(names, on="project_id")
    df = df.sort_values("position", ignore_index=True)
    grades = list(zip(df["grade_lower"], df["grade_upper"], strict=True))
    df["range"] = pd.Series([_grade(lower, upper, language) for lower, upper in grades], dtype="str")
    sure = df[df["grade_lower"].notna() & df["grade_lower"].eq(df["grade_upper"])]
    named = [
        scope.say("score_ranges.project", position=row.position, grade=name(row.grade_lower, language))
        for row in each_row(sure)
    ]
    values = {"n": len(df), "sure": len(sure), "named": listed(named, language)}
    limited = 0 < limit < len(df)
    exhibit = scope.exhibit(
        SCORE_RANGES,
        df.sort_values("lower", kind="stable", ignore_index=True).head(limit) if limited else df,
        values,
        draw=lambda exhibit: _draw_ranges(exhibit, scoring),
        finding="finding" if len(sure) else "none",
        also={"open": len(sure) < len(df), "not_full": bool(df["full"].ne(100).any()), "limited": limited},
    )
    return _shown(scope, exhibit, scoring)


def _grade(lower: object, upper: object, language: str) -> str | None:
    """A grade, or from which to which; None where not all of 100 points can be had."""
    if not isinstance(lower, str) or not isinstance(upper, str):
        return None
    ends = [name(lower, language), name(upper, language)]
    return ends[0] if lower == upper else "–".join(ends)


def _draw_ranges(exhibit: Exhibit, scoring: Scoring) -> Figure:
    """Thick lines from the lowest to the highest total, a dot where both are one; grades over their steps."""
    df = exhibit.table
    texts = [f"{row.lower:.1f}–{row.upper:.1f} {row.range or ''}" for row in each_row(df)]
    room, narrow = max(text_width(text, 9) for text in texts) + 0.2, exhibit.width < NARROW
    place = {"left": 0.05 - 0.35, "row": 0.5} if narrow else {"row": PAGE_ROW} if exhibit.bare else {}
    figure, ax = row_canvas(exhibit, len(df), right=(0.1 if narrow else 0.3) + room, top=0.42, **place)
    sure = df["grade_lower"].eq(df["grade_upper"]) & df["grade_lower"].notna()
    for row, (line, text) in enumerate(zip(each_row(df), texts, strict=True)):
        colour = ACCENT if sure.iloc[row] else BLUE
        ax.plot([0, 100], [row, row], color=RULE, lw=0.8, zorder=0.5)
        ax.plot([line.lower, line.upper], [row, row], color=colour, lw=7, solid_capstyle="butt")
        ax.annotate(
            text,
            (1, row),
            xycoords=("axes fraction", "data"),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            color=INK,
            size=9,
        )
    _draw_grades(ax, exhibit, scoring)
    ax.set_xlim(0, 100)
    ax.set_xticks([])
    row_labels(ax, [""] * len(df) if narrow else list(df["project_name"]), NAMES)
    for row, text in enumerate(df["project_name"]) if narrow else ():
        short = shorten(text, exhibit.width - 0.2, 8.5, 1)
        ax.annotate(short, (0, row), xytext=(0, 11), textcoords="offset points", size=8.5, va="center", bbox=PAPER)
    return figure


def _draw_grades(ax: Axes, exhibit: Exhibit, scoring: Scoring) -> None:
    """Lines at the steps between grades, with their points, and the names of the grades that have room."""
    inches = ax.get_position().width * exhibit.width / 100
    above: dict[str, Any] = {
        "textcoords": "offset points",
        "ha": "center",
        "color": GREY,
        "size": 8.5,
        "annotation_clip": False,
    }
    steps = sorted(scoring.grades)
    for (least, grade), end in zip(steps, [*(step for step, _ in steps[1:]), 100], strict=True):
        text = name(grade, exhibit.language)
        if text_width(text, 8.5) < (end - least) * inches:
            ax.annotate(text, ((least + end) / 2, 1), xycoords=("data", "axes fraction"), xytext=(0, 17), **above)
        if least:
            ax.axvline(least, color=GREY, lw=0.9, ls=(0, (3, 3)), zorder=0.6)
            ax.annotate(f"{least:g}", (least, 1), xycoords=("data", "axes fraction"), xytext=(0, 4), **above)


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
    df = _judged(data, scoring)
    df = df[falls_short(df)].reset_index(drop=True)
    bounds = [
        f"{row.lower:.2f}" if row.lower == row.upper else f"{row.lower:.2f}–{row.upper:.2f}" for row in each_row(df)
    ]
    df = df.assign(points=pd.Series(bounds, dtype="str"))
    silent = int((~df["note"].map(is_reason).astype(bool)).sum())
    columns = ["indicator_id", "project_name", "indicator", "target", "actual", "points", "note"]
    title = "title" if len(df) else "none"
    exhibit = scope.exhibit(BELOW_TARGET, df[columns], {"n": len(df), "silent": silent}, title=title, finding="finding")
    return _shown(scope, exhibit.with_columns({"note": (scope.say("column.reasons"), "text")}), scoring)


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
    return _shown(scope, exhibit, scoring)


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
    df = _judged(data, read_scoring())
    df = df[df["found"].eq(BLANK) & df["status"].isna()].reset_index(drop=True)
    columns = ["indicator_id", "project_name", "level2", "indicator", "target"]
    title, finding = ("title", "finding") if len(df) else ("none", "nothing")
    exhibit = scope.exhibit(UNREPORTED, df[columns], {"n": len(df)}, title=title, finding=finding)
    return _shown(scope, exhibit, read_scoring())
