"""The department's payments against its plan, as a curve."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from jixiao.dataset import Dataset
from jixiao.exhibits.disbursement import department_curve, write_even_pace
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.specification import Specification
from jixiao.exhibits.standing import Standing
from jixiao.exhibits.style import ACCENT, BLUE, GREY, NARROW, PALE, canvas, percent_axis, text_width
from jixiao.frames import each_row
from jixiao.measures.against_plan import FEN, WAN
from jixiao.measures.disbursement import department_plan, year_fraction
from jixiao.phrases import date_label, listed, say
from jixiao.quarters import month_end

SECTION = "execution"
EXECUTION_CURVE = Specification(
    "execution_curve",
    SECTION,
    n="project",
    shown={
        "date": "date",
        "paid": "amount",
        "paid_share": "share",
        "share": "share",
        "lower": "share",
        "upper": "share",
        "t": "share",
    },
    picture="line",
    headings={"share": "planned_share", "t": "even_pace"},
)


def execution_curve(
    data: Dataset,
    *,
    as_of: str = "",
    budget: str = "adjusted",
    on_plan: float = 0,
    far: float = 0,
    language: str = "zh",
) -> Exhibit:
    """What the department has paid until a day, against its plan and even pace, as shares of its budget on that day.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    as_of : str
        A day in ISO form, or a month (2022-09) for its last; "" is the last that the ledgers know.
    budget : str
        ``adjusted``, or ``initial`` for the published budgets.
    on_plan, far : float
        From what difference on a payment is not on plan, and far from it; conventions of this tool; 0: as set.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a month's end until then and a checkpoint of the plan: ``date``, ``paid`` (万元) and
        ``paid_share``, missing after the day, the planned ``share`` with ``lower`` and ``upper``, ``t`` (even pace).
        Without a ledger it has no rows, and its finding says how to import one.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document, or for a day of another year.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.execution_curve(load("sample-execution"), as_of="2022-09-30", language="en").title
    'Paid: 53.5% of the adjusted budget; by plan 72.1%'
    """
    standing = Standing.of(data, language, as_of, budget, on_plan, far)
    if standing.why:
        return standing.nothing(EXECUTION_CURVE)
    if pd.isna(standing.whole["rate"]):
        return standing.nothing(EXECUTION_CURVE, "no_rates")
    table = _curve(standing)
    steps = _steps(standing)
    planned, between = standing.planned, standing.between()
    ahead = "_ahead" if planned and standing.whole["deviation"] > 0 else ""
    values = {
        **between,
        "gap": abs(100 * standing.whole["deviation"]),
        "band": say(f"names_of_bands.{standing.whole['band']}", language) if planned else "",
    }
    certain = bool(standing.whole["band_certain"])
    exhibit = standing.exhibit(
        EXECUTION_CURVE,
        table,
        values,
        draw=lambda exhibit: _draw_curve(exhibit, standing, steps),
        title="title_certain" if planned and certain else "title" if planned else "title_no_plan",
        finding=f"finding{ahead}"
        if planned and standing.whole["interpolated"]
        else f"exact{ahead}"
        if planned
        else "no_plan",
        also={
            "uncertain": planned and not certain and bool(between),
            "without_plan": planned and standing.whole["budget_without_plan"] > 0,
            "without_budget": standing.whole["paid_without_budget"] != 0,
            "unassigned": standing.whole["unassigned"] != 0,
        },
    )
    points = [
        standing.scope.say("execution_curve.point", **row._asdict()) for row in each_row(table.dropna(subset="paid"))
    ]
    description = standing.scope.say("execution_curve.description", points=listed(points, language))
    caption = standing.scope.say("execution_curve.caption") if planned else ""
    return replace(exhibit, description=description, caption=caption)


def spending_curve(data: Dataset, *, month: int = 9, language: str = "zh") -> Exhibit:
    """The curve of a brief: what was paid against the plan, and where no ledger reaches the month's end the plan alone.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    month : int
        Month of the budget year, 1 to 12, at whose end the brief stands.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        As `execution_curve` (``date``, ``paid``, ``paid_share``, ``share``, ``lower``, ``upper``, ``t``), or as
        `department_curve` (with ``amount``, ``gap``, ``interpolated``, ``planned_budget``, ``projects``,
        ``budget_without_plan``, ``document_id``, ``department_id``, ``scope``, ``amount_lower``, ``amount_upper``).

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> [exhibits.spending_curve(load(name)).name for name in ("sample", "sample-execution")]
    ['department-curve', 'execution-curve']
    """
    if has_payments(data, month=month):
        return execution_curve(data, as_of=month_end(int(data.documents["year"].iloc[0]), month), language=language)
    return department_curve(data, month=month, language=language)


def has_payments(data: Dataset, *, month: int) -> bool:
    """Whether ledgers say what was paid by the end of a month.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    month : int
        Month of the budget year, 1 to 12.

    Returns
    -------
    bool

    Raises
    ------
    UsageError
        Where the data holds ledgers, and more than one department or document.

    Examples
    --------
    >>> from jixiao import load
    >>> [has_payments(load(name), month=9) for name in ("sample", "sample-execution")]
    [False, True]
    """
    if data.ledgers.empty:
        return False
    return not Standing.of(data, "zh", month_end(int(data.documents["year"].iloc[0]), month)).why


def _curve(standing: Standing) -> pd.DataFrame:
    """The plan on the budget of the day, at its checkpoints and the ends of months until then, and what was paid."""
    data, year = standing.scope.data, standing.scope.year
    basis = standing.executed.set_index("project_id")["basis"]
    projects = data.projects.assign(budget=data.projects["project_id"].map(basis))
    stated = department_plan(projects, data.disbursements)["date"].dt.strftime("%Y-%m-%d").tolist()
    months = [month_end(year, month) for month in range(1, 13)] if standing.of_payments else []
    past = [day for day in months if day < standing.day]
    dates = sorted({*past, standing.day, *(day for day in stated if day[:4] == str(year))})
    plan = department_plan(projects, data.disbursements, dates)[
        ["date", "t", "share", "lower", "upper", "interpolated"]
    ]
    # Of no plan at all these are no numbers.
    plan = plan.astype(dict.fromkeys(["t", "share", "lower", "upper"], "float64"))
    totals = _steps(standing)
    until = [totals["paid"][totals["date"].le(day)].iloc[-1] for day in plan["date"]]
    known = plan["date"].le(standing.day) if standing.of_payments else plan["date"].eq(standing.day)
    paid = pd.Series(until, index=plan.index).where(known)
    return plan.assign(paid=paid, paid_share=paid / standing.whole["basis"])


def _steps(standing: Standing) -> pd.DataFrame:
    """Everything paid until each day on which something was, the first day of the year and the day itself."""
    whole, data = standing.whole, standing.scope.data
    end = {"date": pd.Timestamp(standing.day), "paid": float(whole["paid"])}
    start = {"date": pd.Timestamp(f"{standing.scope.year}-01-01"), "paid": 0.0}
    if not standing.of_payments:
        return pd.DataFrame([start, end])
    rows = data.payments[data.payments["date"].le(standing.day)]
    fen = (rows["yuan"] * FEN).round().astype("int64").groupby(rows["date"]).sum().cumsum()
    days = pd.DataFrame({"date": fen.index, "paid": fen.to_numpy() / FEN / WAN})
    return pd.concat([pd.DataFrame([start]), days, pd.DataFrame([end])], ignore_index=True)


def _draw_curve(exhibit: Exhibit, standing: Standing, steps: pd.DataFrame) -> Figure:
    df, language, small = exhibit.table, exhibit.language, exhibit.width < NARROW
    ends = [_of_plan(df, language, small), *([_of_paid(standing, language)] if _is_late(standing) else [])]
    room = {"left": 0.5 if small else 0.8, "right": max(text_width(text, 9) for text in ends) + 0.2}
    figure, ax = canvas(
        exhibit.title, exhibit.subtitle, exhibit.source, 1.95 if small else 2.9, **room, width=exhibit.width
    )
    ax.plot([0, 1], [0, 1], color=GREY, lw=1, ls=(0, (4, 3)))
    stated = df[df["share"].notna() & ~df["interpolated"]]
    _draw_plan(ax, stated, language, small)
    _draw_paid(ax, standing, steps, language)
    top = max(1.02, float(df["paid_share"].max()) * 1.05)
    ax.set_xlim(0, 1)
    ax.set_ylim(0, top)
    percent_axis(ax.yaxis)
    write_even_pace(figure, ax, language)
    ax.grid(axis="y")
    form = "short" if small else "month_end"
    ticks = stated if len(stated) else df.iloc[[-1]]
    ax.set_xticks(ticks["t"], [date_label(date, language, form) for date in ticks["date"]])
    return figure


def _draw_plan(ax: Axes, stated: pd.DataFrame, language: str, small: bool) -> None:
    """The plan through its checkpoints, and between them all that keeps to it."""
    if stated.empty:
        return
    times, shares = [0, *stated["t"]], [0, *stated["share"]]
    ax.fill_between(times, shares, [*shares[1:], shares[-1]], step="post", color=PALE, alpha=0.35, lw=0)
    ax.plot(times, shares, color=BLUE, lw=2)
    ax.plot(stated["t"], stated["share"], "o", color=BLUE, ms=5.5, clip_on=False)
    last = stated.iloc[-1]
    ax.annotate(
        _of_plan(stated, language, small),
        (last["t"], last["share"]),
        xytext=(9, 0),
        textcoords="offset points",
        va="center",
        color=BLUE,
        annotation_clip=False,
    )


def _is_late(standing: Standing) -> bool:
    """Whether so little of the year is left that the paid share is written right of the axes."""
    return year_fraction(standing.day) > 0.9


def _of_plan(df: pd.DataFrame, language: str, small: bool) -> str:
    """What stands at the end of the plan."""
    stated = df[df["share"].notna() & ~df["interpolated"]]
    if stated.empty:
        return ""
    key = "execution_curve.of_plan_short" if small else "execution_curve.of_plan"
    return say(key, language, share=stated["share"].iloc[-1])


def _of_paid(standing: Standing, language: str) -> str:
    """What stands at the end of what was paid."""
    return say("execution_curve.of_paid", language, rate=standing.whole["rate"])


def _draw_paid(ax: Axes, standing: Standing, steps: pd.DataFrame, language: str) -> None:
    """What was paid, step by step, and the share that it is at the day: late in the year beside the end of the plan."""
    whole, late = standing.whole, _is_late(standing)
    times = [0.0, *[min(year_fraction(f"{day:%Y-%m-%d}"), 1.0) for day in steps["date"].iloc[1:]]]
    shares = (steps["paid"] / whole["basis"]).tolist()
    if standing.of_payments:
        ax.plot(times, shares, color=ACCENT, lw=2, drawstyle="steps-post")
    ax.plot(times[-1], shares[-1], "o", color=ACCENT, ms=7, clip_on=False)
    low = not late and (pd.isna(whole["planned_share"]) or whole["rate"] < whole["planned_share"])
    ax.annotate(
        _of_paid(standing, language),
        (times[-1], shares[-1]),
        xytext=(9, -12 if 0.9 < shares[-1] <= 1 else 0) if late else (8, -6) if low else (-8, 7),
        textcoords="offset points",
        ha="left" if late or low else "right",
        va="center" if late else "top" if low else "bottom",
        color=ACCENT,
        annotation_clip=False,
    )
