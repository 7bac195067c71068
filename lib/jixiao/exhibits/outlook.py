"""Exhibits of how the year may end and how it ended: forecasts, and money paid at the year's end."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from jixiao.dataset import Dataset
from jixiao.exhibits.charts import names_room, row_canvas, write_names
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.specification import Specification
from jixiao.exhibits.standing import Standing
from jixiao.exhibits.style import ACCENT, BLUE, GREY, INK, RULE, canvas, percent_axis
from jixiao.frames import each_row
from jixiao.measures import forecast as measure
from jixiao.phrases import say, written

FORECAST = Specification(
    "forecast",
    "execution",
    n="project",
    shown={
        "position": "count",
        "project_name": "text",
        "basis": "amount",
        "rate": "share",
        "forecast_plan": "share",
        "forecast_rate": "share",
        "forecast_even": "share",
        "range_text": "range",
        "forecast_amount": "amount",
        "required_pace": "ratio",
    },
    picture="dots",
    headings={"position": "number", "range_text": "forecast_range"},
)
RUSH = Specification(
    "rush",
    "execution",
    n="project",
    shown={"month": "count", "paid": "amount", "share": "share"},
    picture="bars",
    headings={"share": "share_of_year"},
)
EVEN = 1 / 12


def forecast(
    data: Dataset, *, as_of: str = "", budget: str = "adjusted", limit: int = 0, language: str = "zh"
) -> Exhibit:
    """Where every project and the department may end the year: three readings and their range, never a probability.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    as_of : str
        A day in ISO form, or a month (2022-09) for its last; "" is the last that the ledgers know.
    budget : str
        ``adjusted``, or ``initial`` for the published budgets.
    limit : int
        The most rows, of the projects with most money; 0 shows all.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a project with the columns of `jixiao.measures.forecast.forecast` and ``position``,
        ``project_name``, ``range_text``. On the year's last day, or without a ledger, it has no rows.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document, or for a day of another year.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.forecast(load("sample-execution"), as_of="2022-09-30", language="en").title
    'The year may end at 66.9% to 93.0% of the budget'
    """
    standing = Standing.of(data, language, as_of, budget)
    if standing.why:
        return standing.nothing(FORECAST)
    df = measure.forecast(standing.executed)
    if df.empty:
        return standing.nothing(FORECAST, "year_over" if standing.day.endswith("12-31") else "no_rates")
    whole = measure.department_forecast(standing.executed).iloc[0]
    df = df.merge(standing.executed[["project_id", "position", "project_name"]], on="project_id")
    df = df.sort_values(["basis", "position"], ascending=[False, True], ignore_index=True)
    df["range_text"] = [say("forecast.range", language, **row._asdict()) for row in each_row(df)]
    values = {
        str(name): value for name, value in whole.items() if str(name).startswith(("forecast", "required", "without"))
    }
    planned = bool(df["forecast_plan"].notna().any())
    table = df.head(limit) if limit else df
    return standing.exhibit(
        FORECAST,
        table,
        values,
        draw=_draw_forecast,
        title="title" if planned else "title_even",
        finding="over" if whole["rate"] >= 1 else "finding" if planned else "even",
        also={
            "no_probability": True,
            "without": planned and whole["without_plan"] > 0,
            "limited": len(table) < len(df),
        },
    )


def _draw_forecast(exhibit: Exhibit) -> Figure:
    df, language = exhibit.table, exhibit.language
    names = [f"{row.position} {row.project_name}" for row in each_row(df)]
    room = names_room(exhibit, names)
    figure, ax = row_canvas(exhibit, len(df), right=1.05, top=0.25, bottom=0.35, **room)
    top = max(1.0, float(df["hard_upper"].max()))
    for row in each_row(df):
        ax.plot([row.hard_lower, row.hard_upper], [row.Index] * 2, color=RULE, lw=1.4, solid_capstyle="butt")
        ax.plot(
            [row.forecast_lower, row.forecast_upper],
            [row.Index] * 2,
            color=BLUE,
            lw=6,
            solid_capstyle="butt",
            alpha=0.55,
        )
        ax.plot(row.rate, row.Index, "|", color=INK, ms=9, mew=2, clip_on=False)
        if pd.notna(row.forecast_plan):
            ax.plot(
                min(max(row.forecast_plan, row.hard_lower), row.hard_upper),
                row.Index,
                "o",
                color=BLUE,
                ms=6.5,
                clip_on=False,
            )
        ax.annotate(row.range_text, (top, row.Index), xytext=(7, 0), textcoords="offset points", va="center", size=8.5)
    key = say("forecast.key", language)
    ax.annotate(key, (0, -0.5), xytext=(0, 16), textcoords="offset points", size=8.5, color=GREY, annotation_clip=False)
    ax.set_xlim(0, top)
    write_names(ax, exhibit, names, room["left"])
    percent_axis(ax.xaxis)
    ax.grid(axis="x")
    return figure


def rush(data: Dataset, *, language: str = "zh") -> Exhibit:
    """What was paid in each month of the year, and how much of it in the last; of a ledger complete to 31 December.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a ``month``: ``paid`` (万元) and its ``share`` of the year. Where no ledger is complete to
        31 December, or nothing was paid, it has no rows.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.rush(load("sample-execution"), language="en").title
    'December: 18.4% of the payments of the year, 2.2 times even pace'
    """
    standing = Standing.of(data, language)
    if standing.why:
        return standing.nothing(RUSH)
    if not standing.of_payments or not standing.day.endswith("12-31"):
        return standing.nothing(RUSH, "year_not_over")
    row = measure.department_year_end(data.projects, data.disbursements, data.payments, standing.scope.year).iloc[0]
    if pd.isna(row["december_share"]):
        return standing.nothing(RUSH, "nothing_paid")
    df = measure.by_month(data.projects, data.payments, standing.scope.year)
    df = df.assign(share=df["paid"] / row["paid"])
    values = {str(name): value for name, value in row.items() if name not in ("department_id", "document_id", "scope")}
    values["times"] = f"{row['december_intensity']:.1f}"
    return standing.exhibit(
        RUSH,
        df,
        values,
        draw=_draw_months,
        also={"late": bool(pd.notna(row["late_intensity"]) and pd.notna(row["planned_intensity"])), "signal": True},
    )


def _draw_months(exhibit: Exhibit) -> Figure:
    df, language = exhibit.table, exhibit.language
    figure, ax = canvas(exhibit.title, exhibit.subtitle, exhibit.source, 2.3, left=0.6, right=0.85, width=exhibit.width)
    colours = [ACCENT if month == 12 else BLUE for month in df["month"]]
    ax.bar(df["month"], df["share"], width=0.66, color=colours)
    for row in each_row(df):
        said, at = written(row.share, "percent", language), (row.month, max(row.share, 0))
        paper = {"fc": "white", "lw": 0, "pad": 1}
        ax.annotate(said, at, xytext=(0, 4), textcoords="offset points", ha="center", size=8.5, bbox=paper)
    ax.axhline(EVEN, color=GREY, lw=1, ls=(0, (4, 3)), zorder=0.5)
    ax.annotate(
        say("label.even_pace", language),
        (12.5, EVEN),
        xytext=(4, 0),
        textcoords="offset points",
        va="center",
        size=8,
        color=GREY,
        annotation_clip=False,
    )
    ax.set_xlim(0.5, 12.5)
    ax.set_ylim(min(0.0, float(df["share"].min()) * 1.1), max(float(df["share"].max()), EVEN) * 1.15)
    ax.set_xticks(range(1, 13), [say(f"month.{month}", language) for month in range(1, 13)])
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    return figure
