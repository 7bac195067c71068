"""Exhibit of the totals that the rules allow each project, over the lines between the grades."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from jixiao.dataset import Dataset
from jixiao.exhibits.charts import names_room, row_canvas, write_names
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.judged import NO_RESULTS, SECTION, judged, scoring_of, with_remarks
from jixiao.exhibits.scope import Scope
from jixiao.exhibits.specification import Specification
from jixiao.exhibits.style import ACCENT, BLUE, GREY, INK, NARROW, RULE, text_width
from jixiao.frames import each_row
from jixiao.measures.money import year_money
from jixiao.measures.point_rules import Scoring
from jixiao.measures.scoring import scores
from jixiao.phrases import listed, name

SCORE_RANGES = Specification(
    "score_ranges",
    SECTION,
    n="project",
    shown={"project_name": "text", "execution_lower": "ratio", "lower": "ratio", "upper": "ratio", "range": "text"},
    picture="intervals",
    headings={"lower": "score_lower", "upper": "score_upper", "range": "grade"},
)


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
    found = scores(judged(data, scoring), data.projects, money)
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
    return with_remarks(scope, exhibit, scoring)


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
    names = list(df["project_name"])
    room, place = max(text_width(text, 9) for text in texts) + 0.2, names_room(exhibit, names)
    margin = 0.1 if exhibit.width < NARROW else 0.3
    figure, ax = row_canvas(exhibit, len(df), right=margin + room, top=0.42, **place)
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
    write_names(ax, exhibit, names, place["left"])
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
