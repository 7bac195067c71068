"""Exhibits of the plans' pace: amounts due, gaps to even pace, year-end rush and plans in common."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from jixiao.dataset import Dataset
from jixiao.exhibits.charts import bars, matrix
from jixiao.exhibits.disbursement import SECTION
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.scope import Scope
from jixiao.exhibits.style import ACCENT, BLUE, GREY, canvas
from jixiao.frames import each_row
from jixiao.measures import disbursement as measure
from jixiao.measures import pace
from jixiao.phrases import date_label, listed, say, written
from jixiao.quarters import month_end, quarter_of
from jixiao.review.settings import convention


def due_by_quarter(data: Dataset, *, month: int = 9, language: str = "zh") -> Exhibit:
    """What the department should spend in each quarter, with bounds; the quarter of ``month`` is the one spoken of."""
    scope = Scope.of(data, language)
    ends = [month_end(scope.year, end) for end in (3, 6, 9, 12)]
    if scope.no_planned_money:
        return scope.nothing("due_by_quarter", SECTION, scope.no_planned_money)
    df = measure.department_due(data.projects, data.disbursements, ends)
    if df["due"].isna().any():
        return scope.nothing("due_by_quarter", SECTION, "not_reached")
    df = df.assign(quarter=[say(f"quarter.{number}", language) for number in range(1, len(df) + 1)])
    current = quarter_of(month) - 1
    row = df.iloc[current]
    return scope.exhibit(
        "due_by_quarter",
        SECTION,
        df,
        {
            "quarter": "text",
            "due": "amount1",
            "lower": "amount1",
            "upper": "amount1",
            "interpolated": "flag",
            "projects": "count",
        },
        {**row, "n": int(df["projects"].max()), "end": row["date"], "unplanned": scope.unplanned},
        n="project",
        draw=lambda exhibit: _draw_due(exhibit, df, current),
        picture="bars",
        finding=("interpolated" if row["interpolated"] else "exact", *scope.unplanned_part, "finding"),
    )


def _draw_due(exhibit: Exhibit, df: pd.DataFrame, current: int) -> Figure:
    figure, ax = canvas(exhibit.title, exhibit.subtitle, exhibit.source, 2.3, left=0.4, right=0.4)
    colours = [ACCENT if row == current else BLUE for row in range(len(df))]
    ax.bar(range(len(df)), df["due"], width=0.42, color=colours)
    for row, point in enumerate(each_row(df)):
        label = written(point.due, "amount1", exhibit.language)
        if point.interpolated:
            ax.plot([row + 0.32] * 2, [point.lower, point.upper], color=GREY, lw=1.5, marker="_", ms=9, mew=1.5)
            for bound in (point.lower, point.upper):
                text = written(bound, "count", exhibit.language)
                ax.annotate(
                    text,
                    (row + 0.32, bound),
                    xytext=(8, 0),
                    textcoords="offset points",
                    va="center",
                    color=GREY,
                    size=8,
                )
        ax.annotate(label, (row, point.due), xytext=(0, 4), textcoords="offset points", ha="center", color=colours[row])
    ax.set_xticks(range(len(df)), df["quarter"])
    ax.set_xlim(-0.5, len(df) - 0.3)
    ax.set_ylim(0, df["upper"].max() * 1.08)
    ax.set_yticks([])
    return figure


def pace_gaps(data: Dataset, *, lag: float = 0, language: str = "zh") -> Exhibit:
    """Gaps to even pace at stated checkpoints: the department, then its projects by budget.

    Gaps of ``lag`` or more are accented, 0: as set; a convention of this tool.
    """
    scope, lag = Scope.of(data, language), convention("lag", lag)
    if scope.no_planned_money:
        return scope.nothing("pace_gaps", SECTION, scope.no_planned_money)
    own = pace.pace_gap(data.disbursements).merge(data.projects[["project_id", "project_name", "budget", "position"]])
    own = own.sort_values(["budget", "position", "date"], ascending=[False, True, True])
    whole = pace.department_gap(data.projects, data.disbursements)
    whole = whole.assign(project_id="", project_name=scope.say("label.department"), budget=whole["planned_budget"])
    df = pd.concat([whole, own])[["project_id", "project_name", "budget", "date", "gap"]]
    wide = df.pivot(index="project_id", columns="date", values="gap")
    dates = sorted(pd.DatetimeIndex(wide.columns))
    table = (
        df[["project_id", "project_name", "budget"]].drop_duplicates("project_id").merge(wide[dates], on="project_id")
    )
    written_table = table.rename(columns={date: f"{date:%Y-%m-%d}" for date in dates})
    worst = whole.sort_values("gap").iloc[0]  # at a date that is a checkpoint of every project, or missing
    late = own[pace.is_late(own["gap"], lag)]
    exhibit = scope.exhibit(
        "pace_gaps",
        SECTION,
        written_table[written_table["project_id"].ne("")],
        {"project_name": "text", "budget": "amount"},
        {
            **worst,
            "behind": -100 * worst["gap"],
            "late": late["project_id"].nunique(),
            "times": len(late),
            "lag": f"{lag * 100:g}",
            "n": own["project_id"].nunique(),
            "unplanned": scope.unplanned,
        },
        n="project",
        draw=lambda exhibit: _draw_gaps(exhibit, table, dates, lag),
        picture="matrix",
        title="title_unknown" if np.isnan(worst["gap"]) else "title" if worst["gap"] < 0 else "title_none",
        finding=("finding" if len(late) else "finding_none", *scope.unplanned_part),
        totals=written_table[written_table["project_id"].eq("")],
    )
    return exhibit.with_columns({f"{date:%Y-%m-%d}": (date_label(date, language), "points") for date in dates})


def _draw_gaps(exhibit: Exhibit, table: pd.DataFrame, dates: list[pd.Timestamp], lag: float) -> Figure:
    cells = [[_gap_cell(row[date], lag, exhibit.language) for date in dates] for _, row in table.iterrows()]
    headings = [date_label(date, exhibit.language) for date in dates]
    return matrix(exhibit, list(table["project_name"]), headings, cells, size=9)


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
    """How much faster than even the money is planned to go after the last checkpoint before the year's end."""
    scope = Scope.of(data, language)
    df = pace.year_end_rush(data.projects, data.disbursements).dropna(subset="rush")
    whole = pace.department_rush(data.projects, data.disbursements)
    if scope.no_planned_money or whole["rush"].isna().all():
        return scope.nothing("year_end_rush", SECTION, scope.no_planned_money or "no_rush")
    df = df.merge(data.projects[["project_id", "project_name", "budget"]])
    df = df.sort_values(["rush", "budget"], ascending=False, ignore_index=True)
    top = df.iloc[0]
    accent = df["rush"] > df["rush"].median() + 1e-9
    start = measure.department_plan(data.projects, data.disbursements, [f"{whole['date'].iloc[0]:%Y-%m-%d}"]).iloc[0]
    parts = {"interpolated": start["interpolated"], "spread": accent.any()}
    return scope.exhibit(
        "year_end_rush",
        SECTION,
        df,
        {"project_name": "text", "budget": "amount", "date": "date", "rush": "ratio"},
        {
            "rush": whole["rush"].iloc[0],
            "date": whole["date"].iloc[0],
            "top": top["rush"],
            "project_name": top["project_name"],
            "unplanned": scope.unplanned,
            "n": len(df),
        },
        n="project",
        draw=lambda exhibit: bars(
            exhibit,
            list(df["project_name"]),
            list(df["rush"]),
            [written(rush, "ratio", language) for rush in df["rush"]],
            accent=list(accent),
            reference=1.0,
        ),
        picture="bars",
        finding=("finding", *(part for part, said in parts.items() if said), *scope.unplanned_part),
    )


def common_plans(data: Dataset, *, language: str = "zh") -> Exhibit:
    """How many projects, and how much money, share one plan."""
    scope = Scope.of(data, language)
    if scope.no_plan:
        return scope.nothing("common_plans", SECTION, scope.no_plan)
    df = pace.common_plans(data.projects, data.disbursements)
    top = df[df["projects"] == df["projects"].max()]
    shares = [written(share, "share", language) for share in top["share_of_budget"]]
    one_calendar = df["plan"].map(lambda plan: re.sub(r" \S+%", "", plan)).nunique() == 1
    labels = [_plan_label(plan, language) if one_calendar else plan for plan in df["plan"]]
    money = df["share_of_budget"].notna().all()
    bar = "common_plans.bar" if money else "common_plans.bar_no_money"
    ends = [say(bar, language, n=row.projects, share=row.share_of_budget) for row in each_row(df)]
    most = int(top["projects"].iloc[0])
    return scope.exhibit(
        "common_plans",
        SECTION,
        df.assign(plan=labels),
        {
            "plan": "text",
            "projects": "count",
            "share_of_projects": "share",
            "budget": "amount",
            "share_of_budget": "share",
        },
        {
            "plans": len(df),
            "n": int(df["projects"].sum()),
            "most": most,
            "ties": len(top),
            "shares": listed(shares, language),
        },
        n="project",
        draw=lambda exhibit: bars(
            exhibit,
            labels,
            list(df["budget"]),
            ends,
            accent=list(df["projects"].eq(most) & df["projects"].gt(1)),
            left=2.2,
        ),
        picture="bars",
        title="title" if most > 1 else "title_distinct" if len(df) > 1 else "title_one",
        finding=(_common_finding(most, len(df), len(top), money=bool(money)),),
    )


def _common_finding(most: int, plans: int, ties: int, *, money: bool) -> str:
    if most == 1:
        return "finding_distinct" if plans > 1 else "finding_one"
    if not money:
        return "finding_no_money"
    return "finding_ties" if ties > 1 else "finding"


def _plan_label(plan: str, language: str) -> str:
    """The shares of a plan in the order of its checkpoints: 10 · 50 · 80 · 100 %."""
    shares = [part.split(" ")[1].removesuffix("%") for part in plan.split(" · ")]
    return say("common_plans.plan", language, shares=" · ".join(shares))
