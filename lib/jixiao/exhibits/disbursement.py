"""Exhibits of spending plans: the department's curve and its projects'."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from jixiao.dataset import Dataset
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.scope import Scope
from jixiao.exhibits.style import ACCENT, BLUE, GREY, RULE, WIDTH, canvas, percent_axis, shorten
from jixiao.frames import each_row
from jixiao.measures import disbursement as measure
from jixiao.measures import pace
from jixiao.phrases import date_label, listed, say, written
from jixiao.quarters import month_end
from jixiao.review.settings import convention

SECTION = "disbursement"


def department_curve(data: Dataset, *, month: int = 9, language: str = "zh") -> Exhibit:
    """The department's planned cumulative share at its checkpoints and at the end of ``month``, against even pace."""
    scope = Scope.of(data, language)
    if scope.no_planned_money:
        return scope.nothing("department_curve", SECTION, scope.no_planned_money)
    stated = pace.department_gap(data.projects, data.disbursements)
    date = pd.Timestamp(month_end(scope.year, month))
    asked = measure.department_plan(data.projects, data.disbursements, [month_end(scope.year, month)])
    if date not in set(stated["date"]):
        stated = pd.concat([stated, asked.assign(gap=np.nan)], ignore_index=True)
    df = stated.sort_values("date", ignore_index=True)
    row = df[df["date"] == date].iloc[0]
    known = row["projects"] > 0
    gaps = [
        f"{date_label(r.date, language)} {written(r.gap, 'points', language)}"
        for r in each_row(df.dropna(subset="gap"))
    ]
    values = {
        **row.drop("department_id"),
        "left": 1 - row["share"],
        "budget": data.projects["budget"].sum(),
        "n": len(data.projects),
    }
    finding = ["unknown" if not known else "interpolated" if row["interpolated"] else "exact"]
    finding += ["gaps"] * bool(gaps) + ["unplanned"] * bool(known and row["budget_without_plan"] > 0)
    return scope.exhibit(
        "department_curve",
        SECTION,
        df,
        {
            "date": "date",
            "share": "share",
            "lower": "share",
            "upper": "share",
            "amount": "amount",
            "t": "share",
            "gap": "points",
            "interpolated": "flag",
        },
        {**values, "gaps": listed(gaps, language)},
        n="project",
        draw=lambda exhibit: _draw_curve(exhibit, df, row),
        picture="line",
        title="title_unknown" if not known else "title_part" if row["budget_without_plan"] > 0 else "title",
        headings={"share": "planned_share", "t": "even_pace"},
        finding=tuple(finding),
    )


def _draw_curve(exhibit: Exhibit, df: pd.DataFrame, row: pd.Series) -> Figure:
    language = exhibit.language
    figure, ax = canvas(exhibit.title, exhibit.subtitle, exhibit.source, 2.9, left=0.8, right=0.8)
    known, stated = df.dropna(subset="share"), df[df["share"].notna() & ~df["interpolated"]]
    ax.plot([0, 1], [0, 1], color=RULE, lw=1.3)
    ax.plot([0, *known["t"]], [0, *known["share"]], color=BLUE, lw=2.4)
    ax.plot(stated["t"], stated["share"], "o", color=BLUE, ms=7, clip_on=False)
    for point in each_row(stated):
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
    if row["interpolated"]:
        _draw_interpolated(ax, row, language)
    ax.text(
        0.22,
        0.255,
        say("label.even_pace", language),
        color=GREY,
        size=8,
        ha="center",
        va="bottom",
        rotation=_slope(figure, ax),
        rotation_mode="anchor",
    )
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1.02)
    percent_axis(ax.yaxis)
    ax.grid(axis="y")
    ax.set_xticks(stated["t"], [date_label(date, language) for date in stated["date"]])
    return figure


def _draw_interpolated(ax: Axes, row: pd.Series, language: str) -> None:
    """The point between checkpoints, hollow, with its bounds and a note below them."""
    ax.plot([row["t"]] * 2, [row["lower"], row["upper"]], color=ACCENT, alpha=0.22, lw=7, solid_capstyle="butt")
    ax.plot(row["t"], row["share"], "o", mfc="white", mec=ACCENT, mew=2, ms=7.5)
    note = say("department_curve.note", language, **row)
    below = row["lower"] > 0.3
    ax.text(
        min(max(row["t"], 0.2), 0.85),
        row["lower"] - 0.07 if below else row["upper"] + 0.08,
        note,
        color=ACCENT,
        ha="center",
        va="top" if below else "bottom",
        linespacing=1.5,
    )


def _slope(figure: Figure, ax: Axes) -> float:
    """Angle of even pace on the page, in degrees."""
    box = ax.get_position()
    width, height = figure.get_size_inches() * (box.width, box.height)
    return float(np.degrees(np.arctan2(height / 1.02, width)))


def project_curves(data: Dataset, *, month: int = 9, lag: float = 0, language: str = "zh") -> Exhibit:
    """Every project's plan on one scale with its largest lag behind even pace, and what is due by the end of ``month``.

    ``lag`` is how far behind even pace counts as late; 0: as set. No rule sets it: it is a convention of this tool.
    """
    scope, lag = Scope.of(data, language), convention("lag", lag)
    if scope.no_plan:
        return scope.nothing("project_curves", SECTION, scope.no_plan)
    gaps = pace.pace_gap(data.disbursements)
    table = _project_table(data, scope.year, month, gaps)
    late = int(pace.is_late(table["gap"], lag).sum())
    behind = -100 * table["gap"].min()
    ties = int((table["gap"] - table["gap"].min()).abs().lt(1e-9).sum())
    worst = "none" if behind <= 0 else "worst" if ties == 1 else "worst_ties"
    return scope.exhibit(
        "project_curves",
        SECTION,
        table,
        {
            "project_name": "text",
            "budget": "amount",
            "due": "amount1",
            "share": "share",
            "next_date": "date",
            "next_share": "share",
            "gap": "points",
            "gap_date": "date",
        },
        {
            **table.sort_values("gap").iloc[0],
            "behind": behind,
            "ties": ties,
            "late": late,
            "lag": f"{lag * 100:g}",
            "stated": gaps["project_id"].nunique(),
            "n": len(table),
            "date": month_end(scope.year, month),
            "due": table["due"].sum(),
            "planned": int(table["due"].notna().sum()),
        },
        n="project",
        draw=lambda exhibit: _draw_panels(exhibit, table, gaps, lag),
        picture="panels",
        title="title" if late else "title_none",
        finding=(worst, "finding") if table["due"].notna().any() else (worst,),
        headings={"share": "planned_share", "gap": "worst_gap"},
    )


def _project_table(data: Dataset, year: int, month: int, gaps: pd.DataFrame) -> pd.DataFrame:
    """Per project: due in the quarter so far, share at the month's end with bounds, next checkpoint, largest lag."""
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


def _draw_panels(exhibit: Exhibit, table: pd.DataFrame, gaps: pd.DataFrame, lag: float) -> Figure:
    rows = -(-len(table) // 3)
    step, high = 1.62, 0.85
    figure, frame = canvas(exhibit.title, exhibit.subtitle, exhibit.source, rows * step - 0.2, left=0.0, right=0.0)
    bottom, total = frame.get_position().y0, figure.get_size_inches()[1]
    frame.remove()
    for number, project in enumerate(each_row(table)):
        row, column = divmod(number, 3)
        y = bottom + (rows - 1 - row) * step / total
        ax = figure.add_axes(((0.75 + column * 2.14) / WIDTH, y, 1.9 / WIDTH, high / total))
        _draw_panel(ax, exhibit.language, project, gaps[gaps["project_id"] == project.project_id], lag)
        ax.set_yticks([0, 0.5, 1], ["0%", "50%", "100%"] if column == 0 else [])
    return figure


def _draw_panel(ax: Axes, language: str, project, plan: pd.DataFrame, lag: float) -> None:
    ax.plot([0, 1], [0, 1], color=RULE, lw=1)
    ax.plot([0, *plan["t"]], [0, *plan["share"]], color=BLUE, lw=1.8)
    ax.plot(plan["t"], plan["share"], "o", color=BLUE, ms=4, clip_on=False)
    if pace.is_late(project.gap, lag):
        _draw_lag(ax, language, plan[plan["date"] == project.gap_date].iloc[0])
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    ax.grid(axis="y")
    ax.set_xticks(plan["t"], [date_label(date, language, "short") for date in plan["date"]], size=8)
    budget = say("label.amount", language, amount=project.budget)
    ax.text(0, 1.07, budget, transform=ax.transAxes, size=8, color=GREY, va="bottom")
    name = shorten(project.project_name, 1.95, 8.5)
    ax.text(0, 1.25, name, transform=ax.transAxes, size=8.5, va="bottom", linespacing=1.1)


def _draw_lag(ax: Axes, language: str, worst: pd.Series) -> None:
    """The largest lag: a line from the plan up to even pace, with the gap in points."""
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
