"""Exhibits of the plans' pace: amounts due, gaps to even pace, year-end rush and plans in common."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from jixiao.dataset import Dataset
from jixiao.exhibits.charts import bars, matrix
from jixiao.exhibits.disbursement import SECTION
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.scope import Scope
from jixiao.exhibits.specification import Specification
from jixiao.exhibits.style import ACCENT, BLUE, GREY, INK, canvas
from jixiao.frames import each_row
from jixiao.measures import disbursement as measure
from jixiao.measures import pace
from jixiao.phrases import date_label, listed, say, written
from jixiao.quarters import month_end, quarter_of
from jixiao.review.settings import convention

DUE_BY_QUARTER = Specification(
    "due_by_quarter",
    SECTION,
    n="project",
    shown={
        "quarter": "text",
        "due": "amount1",
        "lower": "amount1",
        "upper": "amount1",
        "interpolated": "flag",
        "projects": "count",
    },
    picture="bars",
)
PACE_GAPS = Specification(
    "pace_gaps", SECTION, n="project", shown={"project_name": "text", "budget": "amount"}, picture="matrix"
)
YEAR_END_RUSH = Specification(
    "year_end_rush",
    SECTION,
    n="project",
    shown={"project_name": "text", "budget": "amount", "date": "date", "rush": "ratio"},
    picture="bars",
)
COMMON_PLANS = Specification(
    "common_plans",
    SECTION,
    n="project",
    shown={
        "plan": "text",
        "projects": "count",
        "share_of_projects": "share",
        "budget": "amount",
        "share_of_budget": "share",
    },
    picture="bars",
)


BAR = 0.42  # of the room that a quarter has


def due_by_quarter(data: Dataset, *, month: int = 9, language: str = "zh") -> Exhibit:
    """What the department should spend in each quarter by its plans, with bounds.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    month : int
        A month, 1 to 12, of the quarter that title and finding speak of.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a quarter: ``document_id``, ``department_id``, ``scope``, ``date`` (its last day), the
        amount ``due`` with its bounds ``lower`` and ``upper`` (万元), whether it is ``interpolated``, the number of
        ``projects`` and the ``quarter``'s name. Without planned money, or where no plan reaches the year's end, it has
        no rows, and its title says why.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.due_by_quarter(load("sample"), language="en").title
    'About 414 wan yuan is planned for the third quarter'
    """
    scope = Scope.of(data, language)
    if scope.no_planned_money:
        return scope.nothing(DUE_BY_QUARTER, scope.no_planned_money)
    ends = [month_end(scope.year, end) for end in (3, 6, 9, 12)]
    df = measure.department_due(data.projects, data.disbursements, ends)
    if df["due"].isna().any():
        return scope.nothing(DUE_BY_QUARTER, "not_reached")
    current = quarter_of(month) - 1
    row = df.iloc[current]
    names = [say(f"quarter.{number}", language) for number in range(1, len(df) + 1)]
    return scope.exhibit(
        DUE_BY_QUARTER,
        df.assign(quarter=names),
        {
            **row,
            "quarter": names[current],
            "n": int(df["projects"].max()),
            "end": row["date"],
            "unplanned": scope.unplanned,
        },
        draw=lambda exhibit: _draw_due(exhibit, current),
        finding="interpolated" if row["interpolated"] else "exact",
        also={"label.unplanned": scope.unplanned > 0, "finding": True},
    )


def _draw_due(exhibit: Exhibit, current: int) -> Figure:
    df = exhibit.table
    figure, ax = canvas(exhibit.title, exhibit.subtitle, exhibit.source, 2.3, left=0.4, right=0.4)
    colours = [ACCENT if row == current else BLUE for row in range(len(df))]
    ax.bar(range(len(df)), df["due"], width=BAR, color=colours)
    for row, point in enumerate(each_row(df)):
        label = written(point.due, "amount1", exhibit.language)
        if point.interpolated:
            _draw_bounds(ax, row, [point.lower, point.upper], exhibit.language)
        # Beside the line of the bounds, which stands on the middle of the bar.
        place, side = (row - 0.04, "right") if point.interpolated else (row, "center")
        ax.annotate(label, (place, point.due), xytext=(0, 4), textcoords="offset points", ha=side, color=colours[row])
    ax.set_xticks(range(len(df)), df["quarter"])
    ax.set_xlim(-0.5, len(df) - 0.3)
    ax.set_ylim(0, df["upper"].max() * 1.08)
    ax.set_yticks([])
    return figure


def _draw_bounds(ax: Axes, x: float, bounds: list[float], language: str) -> None:
    for colour, width in (("white", 4.0), (INK, 1.5)):  # dark on white, to be seen on the bar and above it
        ax.plot([x] * 2, bounds, color=colour, lw=width, marker="_", ms=10, mew=width)
    for bound, aside in zip(bounds, (BAR / 2, 0.04), strict=True):  # the lower one beside its bar, not on it
        text = written(bound, "count", language)
        ax.annotate(
            text, (x + aside, bound), xytext=(4, 0), textcoords="offset points", va="center", color=GREY, size=8
        )


def pace_gaps(data: Dataset, *, lag: float = 0, language: str = "zh") -> Exhibit:
    """Gaps to even pace at stated checkpoints: the projects by budget, and the department.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    lag : float
        How far below even pace is accented, as a share (0.1: 10 points), a convention of this tool; 0: as set.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row for each project with a plan, the largest budget first: ``project_id``, ``project_name``,
        ``budget`` (万元) and, for each checkpoint (``2022-03-31``, …), the gap as a share (-0.1: 10 points below;
        missing where the plan has no such checkpoint; a year's end at which all gaps are 0 is left out). The
        department's gaps are in ``totals``. Without planned money it has no rows, and its title says why.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.pace_gaps(load("sample"), language="en").title
    'The department: plan furthest below even pace at the end of Mar, by 10.4 percentage points'
    """
    scope, lag = Scope.of(data, language), convention("lag", lag)
    if scope.no_planned_money:
        return scope.nothing(PACE_GAPS, scope.no_planned_money)
    own = pace.pace_gap(data.disbursements).merge(data.projects[["project_id", "project_name", "budget", "position"]])
    own = own.sort_values(["budget", "position", "date"], ascending=[False, True, True])
    whole = pace.department_gap(data.projects, data.disbursements)
    dates = _told_apart(pd.concat([own, whole]))
    total = whole.assign(project_id="", project_name=scope.say("label.department"), budget=whole["planned_budget"])
    worst = whole.sort_values("gap").iloc[0]  # at a date that is a checkpoint of every project, or missing
    values = {**worst, "behind": -100 * worst["gap"], **_lags(own, lag), "unplanned": scope.unplanned}
    exhibit = scope.exhibit(
        PACE_GAPS,
        _by_date(own, list(dates)),
        values,
        draw=lambda exhibit: _draw_gaps(exhibit, dates, lag),
        title="title_unknown" if np.isnan(worst["gap"]) else "title" if worst["gap"] < 0 else "title_none",
        finding="finding" if values["late"] else "finding_none",
        also={"label.unplanned": scope.unplanned > 0},
        totals=_by_date(total, list(dates)),
    )
    return exhibit.with_columns({end: (date_label(date, language), "points") for end, date in dates.items()})


def _told_apart(gaps: pd.DataFrame) -> dict[str, pd.Timestamp]:
    """The checkpoints, but for a year's end at which every plan is at even pace, as nearly all are."""
    differ = gaps[(gaps["date"].dt.month < 12) | (gaps["gap"].abs() > 1e-9)]["date"]
    return {f"{date:%Y-%m-%d}": date for date in sorted({*(differ if len(differ) else gaps["date"])})}


def _lags(own: pd.DataFrame, lag: float) -> dict[str, object]:
    """How many projects are accented at some checkpoint, and how often."""
    late = own[pace.is_late(own["gap"], lag)]
    counts = {"n": own["project_id"].nunique(), "late": late["project_id"].nunique(), "times": len(late)}
    return {**counts, "lag": f"{lag * 100:g}"}


def _by_date(gaps: pd.DataFrame, ends: list[str]) -> pd.DataFrame:
    """A row a project, in the order of the gaps, with its gap at each of the dates."""
    df = gaps.assign(date=gaps["date"].dt.strftime("%Y-%m-%d"))
    wide = df.pivot(index="project_id", columns="date", values="gap").reindex(columns=ends)
    return df[["project_id", "project_name", "budget"]].drop_duplicates("project_id").merge(wide, on="project_id")


def _draw_gaps(exhibit: Exhibit, dates: dict[str, pd.Timestamp], lag: float) -> Figure:
    df = pd.concat([exhibit.totals, exhibit.table])
    cells = [[_gap_cell(row[end], lag, exhibit.language) for end in dates] for _, row in df.iterrows()]
    headings = [date_label(date, exhibit.language) for date in dates.values()]
    return matrix(exhibit, list(df["project_name"]), headings, cells, size=9)


def _gap_cell(gap: float, lag: float, language: str) -> tuple[str, str, str]:
    if np.isnan(gap):
        return "", "", ""
    late = pace.is_late(gap, lag)
    return (
        written(gap, "points", language),
        ACCENT if late else "#d7e4f3" if gap < 0 else "#ffffff",
        "" if gap < 0 else "#a9c4e4",
    )


def year_end_rush(data: Dataset, *, language: str = "zh") -> Exhibit:
    """How much faster than even the money is planned to go after the last checkpoint before the year's end.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a project whose plan reaches the year's end, the greatest rush first: ``document_id``,
        ``department_id``, ``scope``, ``project_id``, ``date`` (of the last checkpoint before), ``rush`` (times the even
        pace), ``project_name`` and ``budget`` (万元). Without one it has no rows, and its title says why.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.year_end_rush(load("sample"), language="en").title
    'After the end of Oct the plan runs at 1.21 times even pace'
    """
    scope = Scope.of(data, language)
    df = pace.year_end_rush(data.projects, data.disbursements).dropna(subset="rush")
    department = pace.department_rush(data.projects, data.disbursements)
    if scope.no_planned_money or department["rush"].isna().all():
        return scope.nothing(YEAR_END_RUSH, scope.no_planned_money or "no_rush")
    df = df.merge(data.projects[["project_id", "project_name", "budget"]])
    df = df.sort_values(["rush", "budget"], ascending=False, ignore_index=True)
    accent = list(df["rush"] > df["rush"].median() + 1e-9)
    whole, top = department.iloc[0], df.iloc[0]
    start = measure.department_plan(data.projects, data.disbursements, [f"{whole['date']:%Y-%m-%d}"]).iloc[0]
    parts = {"interpolated": bool(start["interpolated"]), "spread": any(accent)}
    return scope.exhibit(
        YEAR_END_RUSH,
        df,
        {
            **whole[["rush", "date"]],
            "top": top["rush"],
            "project_name": top["project_name"],
            "unplanned": scope.unplanned,
            "n": len(df),
        },
        draw=lambda exhibit: _draw_rush(exhibit, accent),
        also=parts | {"label.unplanned": scope.unplanned > 0},
    )


def _draw_rush(exhibit: Exhibit, accent: list[bool]) -> Figure:
    df = exhibit.table
    texts = [written(rush, "ratio", exhibit.language) for rush in df["rush"]]
    return bars(exhibit, list(df["project_name"]), list(df["rush"]), texts, accent=accent, reference=1.0)


def common_plans(data: Dataset, *, language: str = "zh") -> Exhibit:
    """How many projects, and how much money, share one plan.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a plan: ``document_id``, ``department_id``, ``scope``, the ``plan``, the number of
        ``projects`` that have it with ``share_of_projects``, their ``budget`` (万元) with ``share_of_budget`` (0 to 1).
        Without a plan it has no rows, and its title says why.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.common_plans(load("sample"), language="en").table[["plan", "projects", "budget"]].head(2)
                       plan  projects  budget
    0  10 · 50 · 80 · 100 %         3  871.00
    1  20 · 50 · 80 · 100 %         3  604.34
    """
    scope = Scope.of(data, language)
    if scope.no_plan:
        return scope.nothing(COMMON_PLANS, scope.no_plan)
    df = pace.common_plans(data.projects, data.disbursements)
    top = df[df["projects"] == df["projects"].max()]
    most = int(top["projects"].iloc[0])
    money = bool(df["share_of_budget"].notna().all())
    return scope.exhibit(
        COMMON_PLANS,
        df.assign(plan=_plan_labels(df["plan"], language)),
        {
            "plans": len(df),
            "n": int(df["projects"].sum()),
            "most": most,
            "ties": len(top),
            "shares": listed([written(share, "share", language) for share in top["share_of_budget"]], language),
        },
        draw=lambda exhibit: _draw_plans(exhibit, most, money=money),
        title="title" if most > 1 else "title_distinct" if len(df) > 1 else "title_one",
        finding=_common_finding(most, len(df), len(top), money=money),
    )


def _common_finding(most: int, plans: int, ties: int, *, money: bool) -> str:
    if most == 1:
        return "finding_distinct" if plans > 1 else "finding_one"
    if not money:
        return "finding_no_money"
    return "finding_ties" if ties > 1 else "finding"


def _plan_labels(plans: pd.Series, language: str) -> list[str]:
    """Plans by their shares alone where all have the same checkpoints: 10 · 50 · 80 · 100 %."""
    if plans.map(lambda plan: re.sub(r" \S+%", "", plan)).nunique() > 1:
        return list(plans)
    shares = [[part.split(" ")[1].removesuffix("%") for part in plan.split(" · ")] for plan in plans]
    return [say("common_plans.plan", language, shares=" · ".join(parts)) for parts in shares]


def _draw_plans(exhibit: Exhibit, most: int, *, money: bool) -> Figure:
    df = exhibit.table
    key = "common_plans.bar" if money else "common_plans.bar_no_money"
    texts = [say(key, exhibit.language, n=row.projects, share=row.share_of_budget) for row in each_row(df)]
    accent = list(df["projects"].eq(most) & df["projects"].gt(1))
    return bars(exhibit, list(df["plan"]), list(df["budget"]), texts, accent=accent, left=2.2)
