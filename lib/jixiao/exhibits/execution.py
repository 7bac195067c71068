"""Exhibits of payments against plans: the projects of a department, and those without payments."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from jixiao.dataset import Dataset
from jixiao.exhibits.charts import names_room, row_canvas, write_names
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.specification import Specification
from jixiao.exhibits.standing import Standing
from jixiao.exhibits.style import ACCENT, BLUE, GREY, INK, NARROW, RULE
from jixiao.frames import each_row
from jixiao.measures.against_plan import FAR_BEHIND, FEN, WAN
from jixiao.measures.department_execution import unassigned_rows
from jixiao.phrases import listed, say, written

SECTION = "execution"
EXECUTION_BY_PROJECT = Specification(
    "execution_by_project",
    SECTION,
    n="project",
    shown={
        "position": "count",
        "project_name": "text",
        "basis": "amount",
        "paid": "amount",
        "rate": "share",
        "plan_text": "range",
        "deviation": "points",
        "deviation_amount": "amount",
        "band_text": "text",
    },
    picture="bars",
    headings={"position": "number"},
)
NO_PAYMENTS = Specification(
    "no_payments",
    SECTION,
    n="project",
    shown={
        "position": "count",
        "project_name": "text",
        "basis": "amount",
        "planned_share": "share",
        "unassigned": "amount",
    },
    headings={"position": "number", "unassigned": "may_be_its"},
)


def execution_by_project(
    data: Dataset,
    *,
    as_of: str = "",
    budget: str = "adjusted",
    on_plan: float = 0,
    far: float = 0,
    limit: int = 0,
    language: str = "zh",
) -> Exhibit:
    """What every project has paid, against its plan and all that its checkpoints leave open; furthest behind first.

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
    limit : int
        The most rows; 0 shows all.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a project with the columns of `jixiao.measures.execution.execution` and ``position``,
        ``project_code``, ``project_name``, ``plan_text`` and ``band_text`` as a reader sees them.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document, or for a day of another year.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibit = exhibits.execution_by_project(load("sample-execution"), as_of="2022-09-30")
    >>> exhibit.table[["position", "band_certain"]].head(2).to_numpy().tolist()
    [[6, True], [5, True]]
    """
    standing = Standing.of(data, language, as_of, budget, on_plan, far)
    if standing.why:
        return standing.nothing(EXECUTION_BY_PROJECT)
    df = standing.executed[standing.executed["paid"].notna()]
    df = df.sort_values(["deviation_amount", "position"], ignore_index=True)
    df = _with_texts(df, language)
    certain = certainly_behind(df)
    values = {"late": len(certain), "late_budget": certain["basis"].sum()}
    values["late_share"] = (
        values["late_budget"] / standing.whole["basis"] if standing.whole["basis"] > 0 else float("nan")
    )
    table, planned = df.head(limit) if limit else df, bool(df["deviation"].notna().any())
    return standing.exhibit(
        EXECUTION_BY_PROJECT,
        table.reset_index(drop=True),
        values,
        draw=_draw_projects,
        title="title" if len(certain) else "title_none" if planned else "title_unplanned",
        finding="finding" if len(certain) else "none" if planned else "unplanned",
        also={"limited": len(table) < len(df), "method": planned},
    )


def certainly_behind(df: pd.DataFrame) -> pd.DataFrame:
    """The projects that are far behind whichever checkpoint one looks at."""
    return df[df["band"].eq(FAR_BEHIND) & df["band_certain"]]


def _with_texts(df: pd.DataFrame, language: str) -> pd.DataFrame:
    return df.assign(
        plan_text=[_plan_text(row, language) for row in each_row(df)],
        band_text=[_band_text(row, language) for row in each_row(df)],
    )


def _plan_text(row, language: str) -> str:
    if pd.isna(row.planned_share) or not row.interpolated:
        return written(row.planned_share, "share", language)
    return say("execution_by_project.range", language, **row._asdict())


def _band_text(row, language: str) -> str:
    if not isinstance(row.band, str):
        return say("execution_by_project.no_rate" if pd.isna(row.rate) else "execution_by_project.no_plan", language)
    said = say(f"names_of_bands.{row.band}", language)
    return said if row.band_certain else say("execution_by_project.uncertain", language, band=said)


def _draw_projects(exhibit: Exhibit) -> Figure:
    df, language = exhibit.table, exhibit.language
    names = [f"{row.position} {row.project_name}" for row in each_row(df)]
    room = names_room(exhibit, names)
    figure, ax = row_canvas(exhibit, len(df), right=0.75, top=0.25, **room)
    rows = np.arange(len(df))
    far = certainly_behind(df).index
    top = max(1.0, float(np.nanmax([*df["rate"], 1.0])))
    thick = 0.55 if exhibit.width < NARROW else 1.0  # below a name
    ax.barh(rows, np.full(len(df), top), height=0.62 * thick, color="#f1f3f6", zorder=0)
    ax.barh(
        rows,
        df["rate"].fillna(0).clip(lower=0),
        height=0.34 * thick,
        color=[ACCENT if row in far else BLUE for row in rows],
    )
    for row in each_row(df[df["planned_share"].notna()]):
        ax.plot([row.planned_lower, row.planned_upper], [row.Index] * 2, color=INK, lw=1, zorder=3)
        ax.plot(
            [row.planned_share] * 2, [row.Index - 0.3 * thick, row.Index + 0.3 * thick], color=INK, lw=2.4, zorder=4
        )
    for row in each_row(df):
        ax.annotate(
            written(row.rate, "share", language),
            (top, row.Index),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
        )
    key = say("execution_by_project.key", language)
    ax.annotate(key, (0, -0.5), xytext=(0, 16), textcoords="offset points", size=8.5, color=GREY, annotation_clip=False)
    ax.set_xlim(0, top)
    write_names(ax, exhibit, names, room["left"])
    ax.set_xticks([])
    ax.spines["left"].set_color(RULE)
    return figure


def no_payments(data: Dataset, *, as_of: str = "", budget: str = "adjusted", language: str = "zh") -> Exhibit:
    """Projects of which the ledger has no payment, with what may be theirs and could not be given to any project.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    as_of : str
        A day in ISO form, or a month (2022-09) for its last; "" is the last that the ledgers know.
    budget : str
        ``adjusted``, or ``initial`` for the published budgets.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a project: ``position``, ``project_name``, ``basis`` (万元), ``planned_share``, and
        ``unassigned`` (万元 of rows whose code is nearly its own). Where only figures are known, or every project has
        payments, it has no rows.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document, or for a day of another year.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.no_payments(load("sample-execution"), as_of="2022-09-30").table["position"].tolist()
    [6, 8]
    """
    standing = Standing.of(data, language, as_of, budget)
    if standing.why:
        return standing.nothing(NO_PAYMENTS)
    df = unpaid(standing)
    if df.empty:
        return standing.nothing(NO_PAYMENTS, "all_paid" if standing.of_payments else "only_figures")
    table = df[["project_id", "position", "project_name", "basis", "planned_share", "unassigned"]].reset_index(
        drop=True
    )
    return standing.exhibit(NO_PAYMENTS, table, {"n": len(df), "projects": named_unpaid(df, language)})


def unpaid(standing: Standing) -> pd.DataFrame:
    """Projects without payments, and the unassigned money that may be theirs, in 万元."""
    df = standing.executed[standing.executed["payments"].eq(0)]
    rows = unassigned_rows(standing.scope.data.ledger_rows)
    meant = rows[rows["date"].le(standing.day)].groupby("suggestion")["fen"].sum() / FEN / WAN
    own = df["project_code"].where(df["project_code"].notna(), df["project_name"])
    return df.assign(unassigned=own.map(meant)).sort_values("position")


def named_unpaid(df: pd.DataFrame, language: str) -> str:
    """Projects without payments by number, each with its money."""
    form = {True: "project_unassigned", False: "project"}
    return listed(
        [say(f"no_payments.{form[bool(row.unassigned > 0)]}", language, **row._asdict()) for row in each_row(df)],
        language,
    )
