"""Exhibits of spending plans: the department's curve and its projects'."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from jixiao.dataset import Dataset
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.scope import Scope
from jixiao.exhibits.specification import Specification
from jixiao.exhibits.style import ACCENT, BLUE, GREY, NARROW, WIDTH, canvas, percent_axis, shorten
from jixiao.frames import each_row
from jixiao.measures import disbursement as measure
from jixiao.measures import pace
from jixiao.phrases import date_label, listed, say, written
from jixiao.quarters import month_end
from jixiao.review.settings import convention

SECTION = "disbursement"
DEPARTMENT_CURVE = Specification(
    "department_curve",
    SECTION,
    n="project",
    shown={
        "date": "date",
        "share": "share",
        "lower": "share",
        "upper": "share",
        "amount": "amount",
        "t": "share",
        "gap": "points",
        "interpolated": "flag",
    },
    picture="line",
    headings={"share": "planned_share", "t": "even_pace"},
)
PROJECT_CURVES = Specification(
    "project_curves",
    SECTION,
    n="project",
    shown={
        "project_name": "text",
        "budget": "amount",
        "due": "amount1",
        "share": "share",
        "next_date": "date",
        "next_share": "share",
        "gap": "points",
        "gap_date": "date",
    },
    picture="panels",
    headings={"share": "planned_share", "gap": "worst_gap"},
)


def department_curve(data: Dataset, *, month: int = 9, language: str = "zh") -> Exhibit:
    """The department's planned cumulative share at its checkpoints and at the end of ``month``, against even pace.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    month : int
        Month of the budget year, 1 to 12, at whose end the plan is asked for.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a checkpoint and one for the month's end: ``document_id``, ``department_id``, ``scope``,
        ``date``, ``t`` (part of the year that has passed, 0 to 1), the planned cumulative ``share`` (0 to 1) and
        ``amount`` (万元) with their bounds ``lower``, ``upper``, ``amount_lower`` and ``amount_upper``,
        ``planned_budget`` and ``budget_without_plan`` (万元), number of ``projects``, whether the share is
        ``interpolated``, and its ``gap`` to even pace (missing where it is). Without planned money it has no rows, and
        its title says why.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.department_curve(load("sample"), month=6).table[["share", "amount", "gap"]].round(3)
       share    amount    gap
    0  0.146   259.415 -0.104
    1  0.488   868.744 -0.012
    2  0.798  1421.300 -0.035
    3  1.000  1780.150  0.000
    """
    scope = Scope.of(data, language)
    if scope.no_planned_money:
        return scope.nothing(DEPARTMENT_CURVE, scope.no_planned_money)
    end = month_end(scope.year, month)
    df = _curve(data, end)
    row = df[df["date"] == end].iloc[0]
    known, part = row["projects"] > 0, row["budget_without_plan"] > 0
    gaps = _gaps(df[df["date"] <= end], language)
    exhibit = scope.exhibit(
        DEPARTMENT_CURVE,
        df,
        {
            **row.drop("department_id"),
            "left": 1 - row["share"],
            "budget": data.projects["budget"].sum(),
            "n": len(data.projects),
            "gaps": gaps,
        },
        draw=lambda exhibit: _draw_curve(exhibit, row),
        title="title_unknown" if not known else "title_part" if part else "title",
        finding="unknown" if not known else "interpolated" if row["interpolated"] else "exact",
        also={"gaps": bool(gaps), "unplanned": bool(known and part)},
    )
    caption = scope.say("department_curve.gaps", gaps=gaps) if gaps else scope.say("department_curve.no_gaps")
    return replace(exhibit, description=_described(scope, df), caption=caption)


def _described(scope: Scope, df: pd.DataFrame) -> str:
    """The curve in words: its points in order, the interpolated one with its bounds."""
    points = [
        scope.say(f"department_curve.point{'_interpolated' * point.interpolated}", **point._asdict())
        for point in each_row(df.dropna(subset="share"))
    ]
    return scope.say("department_curve.description", points=listed(points, scope.language))


def _curve(data: Dataset, end: str) -> pd.DataFrame:
    """The department's plan at its checkpoints and at a date, in order."""
    stated = pace.department_gap(data.projects, data.disbursements)
    if not stated["date"].eq(end).any():
        asked = measure.department_plan(data.projects, data.disbursements, [end])
        stated = pd.concat([stated, asked.assign(gap=np.nan)], ignore_index=True)
    return stated.sort_values("date", ignore_index=True)


def _gaps(df: pd.DataFrame, language: str) -> str:
    """In words where the plan is below even pace, at checkpoints that have passed; empty where it is nowhere."""
    points = each_row(df[df["gap"].round(3).lt(0)])
    return listed(
        [say("department_curve.gap", language, date=point.date, behind=-100 * point.gap) for point in points], language
    )


def _draw_curve(exhibit: Exhibit, row: pd.Series) -> Figure:
    df, language, small = exhibit.table, exhibit.language, exhibit.width < NARROW
    height = 1.95 if small else 2.9
    room = {"left": 0.5, "right": 0.58} if small else {"left": 0.8, "right": 0.8}
    figure, ax = canvas(exhibit.title, exhibit.subtitle, exhibit.source, height, **room, width=exhibit.width)
    known, stated = df.dropna(subset="share"), df[df["share"].notna() & ~df["interpolated"]]
    ax.plot([0, 1], [0, 1], color=GREY, lw=1, ls=(0, (4, 3)))
    ax.plot([0, *known["t"]], [0, *known["share"]], color=BLUE, lw=2.4)
    ax.plot(stated["t"], stated["share"], "o", color=BLUE, ms=6 if small else 7, clip_on=False)
    for point in each_row(stated[stated["date"] != row["date"]]):
        _write_share(ax, point, language)
    if pd.notna(row["share"]):
        _draw_now(ax, row, language)
    write_even_pace(figure, ax, language)
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1.02)
    percent_axis(ax.yaxis)
    ax.grid(axis="y")
    form = "short" if small else "month_end"
    ax.set_xticks(stated["t"], [date_label(date, language, form) for date in stated["date"]])
    return figure


def _write_share(ax: Axes, point, language: str) -> None:
    """The share at a checkpoint; at the year's end there is room on the right only."""
    end = point.t > 0.99
    ax.annotate(
        written(point.share, "share", language),
        (point.t, point.share),
        xytext=(9, 0) if end else (6, -6),
        textcoords="offset points",
        va="center" if end else "top",
        color=BLUE,
        annotation_clip=False,
    )


def _draw_now(ax: Axes, row: pd.Series, language: str) -> None:
    """The day of the brief: where the plan then stands, hollow and with its bounds where it is interpolated."""
    ax.axvline(row["t"], color=ACCENT, lw=0.9, ls=(0, (2, 2)), zorder=0.5)
    if row["interpolated"]:
        ax.plot([row["t"]] * 2, [row["lower"], row["upper"]], color=ACCENT, alpha=0.25, lw=7, solid_capstyle="butt")
    filled = "white" if row["interpolated"] else ACCENT
    ax.plot(row["t"], row["share"], "o", mfc=filled, mec=ACCENT, mew=2, ms=7.5, clip_on=False)
    key = "note" if row["interpolated"] else "note_exact"
    # Where there is room for it: right of an early point, left above a later one, right of the year's end.
    offset, across, along = ((8, -8), "left", "top") if row["t"] < 0.4 else ((-9, 7), "right", "bottom")
    if row["t"] > 0.9:
        key, offset, across, along = "note_end", (9, 0), "left", "center"
    ax.annotate(
        say(f"department_curve.{key}", language, **row),
        (row["t"], row["share"]),
        xytext=offset,
        textcoords="offset points",
        color=ACCENT,
        ha=across,
        va=along,
        bbox={"fc": "white", "ec": "none", "pad": 1},
        annotation_clip=False,
    )


def write_even_pace(figure: Figure, ax: Axes, language: str) -> None:
    """The name of the line of even pace, along it."""
    box = ax.get_position()
    width, height = figure.get_size_inches() * (box.width, box.height)
    ax.text(
        0.37,
        0.405,
        say("label.even_pace", language),
        color=GREY,
        size=8,
        ha="center",
        va="bottom",
        rotation=float(np.degrees(np.arctan2(height / 1.02, width))),
        rotation_mode="anchor",
    )


def project_curves(data: Dataset, *, month: int = 9, lag: float = 0, language: str = "zh") -> Exhibit:
    """Every project's plan on one scale with its largest gap below even pace, and what is due by the end of ``month``.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    month : int
        Month of the budget year, 1 to 12, at whose end the plans are asked for.
    lag : float
        How far below even pace is accented, as a share (0.1: 10 points), a convention of this tool; 0: as set.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a project, the largest budget first: ``project_id``, ``position``, ``project_name``,
        ``budget``, ``due`` (万元 in the quarter until then), the planned ``share`` (0 to 1) with ``lower`` and
        ``upper``, the next checkpoint (``next_date``, ``next_share``), and the largest gap below even pace (``gap``,
        negative; ``gap_date``). Without a plan it has no rows, and its title says why.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.project_curves(load("sample"), language="en").title
    'In 5 projects the plan is 10 points or more below even pace at some checkpoint'
    """
    scope, lag = Scope.of(data, language), convention("lag", lag)
    if scope.no_plan:
        return scope.nothing(PROJECT_CURVES, scope.no_plan)
    gaps = pace.pace_gap(data.disbursements)
    df = _project_table(data, scope.year, month, gaps)
    values = _lags(df, lag) | {"stated": gaps["project_id"].nunique(), "date": month_end(scope.year, month)}
    return scope.exhibit(
        PROJECT_CURVES,
        df,
        values,
        draw=lambda exhibit: _draw_panels(exhibit, gaps, lag),
        title="title" if values["late"] else "title_none",
        finding="none" if values["behind"] <= 0 else "worst" if values["ties"] == 1 else "worst_ties",
        also={"finding": values["planned"] > 0},
    )


def _lags(df: pd.DataFrame, lag: float) -> dict[str, Any]:
    """What the phrases say of the projects: the largest gap, how many are accented, and what is due."""
    worst = df["gap"].min()
    return {
        **df.sort_values("gap").iloc[0],
        "behind": -100 * worst,
        "ties": int((df["gap"] - worst).abs().lt(1e-9).sum()),
        "late": int(pace.is_late(df["gap"], lag).sum()),
        "lag": f"{lag * 100:g}",
        "due": df["due"].sum(),
        "planned": int(df["due"].notna().sum()),
        "n": len(df),
    }


def _project_table(data: Dataset, year: int, month: int, gaps: pd.DataFrame) -> pd.DataFrame:
    """Per project: due in the quarter so far, share at the month's end with bounds, next checkpoint, lowest gap."""
    ends = [month_end(year, end) for end in range(3, month, 3)] + [month_end(year, month)]
    date = pd.Timestamp(ends[-1])
    due = measure.due(data.projects, data.disbursements, ends)
    parts = [
        due[due["date"] == date][["project_id", "due"]],
        measure.planned_share(data.disbursements, ends[-1])[["project_id", "share", "lower", "upper"]],
        _first(gaps[gaps["date"] > date], next_date="date", next_share="share"),
        _first(gaps.sort_values("gap", kind="stable"), gap="gap", gap_date="date"),
    ]
    df = data.projects[["project_id", "position", "project_name", "budget"]]
    for part in parts:
        df = df.merge(part, on="project_id", how="left")
    return df.sort_values(["budget", "position"], ascending=[False, True], ignore_index=True)


def _first(df: pd.DataFrame, **names: str) -> pd.DataFrame:
    """The first row of every project, its columns renamed."""
    return df.groupby("project_id", as_index=False).agg(**{new: (old, "first") for new, old in names.items()})


def _draw_panels(exhibit: Exhibit, gaps: pd.DataFrame, lag: float) -> Figure:
    rows = -(-len(exhibit.table) // 3)
    step, high = 1.62, 0.85
    figure, frame = canvas(exhibit.title, exhibit.subtitle, exhibit.source, rows * step - 0.2, left=0.0, right=0.0)
    bottom, total = frame.get_position().y0, figure.get_size_inches()[1]
    frame.remove()
    for number, project in enumerate(each_row(exhibit.table)):
        row, column = divmod(number, 3)
        y = bottom + (rows - 1 - row) * step / total
        ax = figure.add_axes(((0.75 + column * 2.14) / WIDTH, y, 1.9 / WIDTH, high / total))
        _draw_panel(ax, exhibit.language, project, gaps[gaps["project_id"] == project.project_id], lag)
        ax.set_yticks([0, 0.5, 1], ["0%", "50%", "100%"] if column == 0 else [])
    return figure


def _draw_panel(ax: Axes, language: str, project, plan: pd.DataFrame, lag: float) -> None:
    ax.plot([0, 1], [0, 1], color=GREY, lw=0.8)
    ax.plot([0, *plan["t"]], [0, *plan["share"]], color=BLUE, lw=1.8)
    ax.plot(plan["t"], plan["share"], "o", color=BLUE, ms=4, clip_on=False)
    if pace.is_late(project.gap, lag):
        _draw_gap(ax, language, plan[plan["date"] == project.gap_date].iloc[0])
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    ax.grid(axis="y")
    ax.set_xticks(plan["t"], [date_label(date, language, "short") for date in plan["date"]], size=8)
    budget = say("label.amount", language, amount=project.budget)
    ax.text(0, 1.07, budget, transform=ax.transAxes, size=8, color=GREY, va="bottom")
    name = shorten(project.project_name, 1.95, 8.5)
    ax.text(0, 1.25, name, transform=ax.transAxes, size=8.5, va="bottom", linespacing=1.1)


def _draw_gap(ax: Axes, language: str, worst: pd.Series) -> None:
    """The largest gap: a line from the plan up to even pace, with the gap in points."""
    ax.plot([worst["t"]] * 2, [worst["share"], worst["t"]], color=ACCENT, lw=2)
    ax.plot(worst["t"], worst["share"], "o", color=ACCENT, ms=5.5, clip_on=False)
    early = worst["t"] < 0.5
    ax.annotate(
        say("label.points", language, gap=worst["gap"]),
        (worst["t"], worst["share"]),
        xytext=(8, 0) if early else (0, -7),
        textcoords="offset points",
        ha="left" if early else "center",
        va="center" if early else "top",
        color=ACCENT,
        size=8.5,
    )
