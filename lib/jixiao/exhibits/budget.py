"""Exhibits of the budget: ranking, concentration, sources, and when the money is planned to go."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from jixiao.dataset import Dataset
from jixiao.exhibits.charts import bars, stacked_bars
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.scope import Scope
from jixiao.exhibits.specification import Specification
from jixiao.exhibits.style import sequence
from jixiao.frames import each_row
from jixiao.measures import budget as measure
from jixiao.measures import disbursement
from jixiao.phrases import name, say, written

SECTION = "budget"
TOP = 3  # projects that count as the largest
BUDGET_RANKING = Specification(
    "budget_ranking",
    SECTION,
    n="project",
    shown={
        "rank": "count",
        "project_name": "text",
        "budget": "amount",
        "share": "share",
        "cumulative_share": "share",
    },
    picture="bars",
)
CONCENTRATION = Specification(
    "concentration",
    SECTION,
    n="project",
    shown={"project_name": "text", "budget": "amount", "hhi_normalised": "index"},
)
SOURCES = Specification(
    "sources",
    SECTION,
    n="project",
    shown={"source": "level", "amount": "amount", "share": "share", "stated": "count", "blank": "count"},
)
MONEY_TIMING = Specification(
    "money_timing", SECTION, n="project", shown={"project_name": "text", "budget": "amount"}, picture="stacked"
)


def budget_ranking(data: Dataset, *, language: str = "zh") -> Exhibit:
    """Projects by budget with their shares; the largest that make up most of the money are accented.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a project, the largest budget first: ``document_id``, ``department_id``, ``scope``,
        ``project_id``, ``project_name``, ``budget`` (万元), ``rank``, ``share`` and ``cumulative_share`` (0 to 1); the
        sum is in ``totals``. Without a budget it has no rows, and its title says why.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.budget_ranking(load("sample"), language="en").title
    'The 3 largest projects hold 76.6% of the budget'
    """
    scope = Scope.of(data, language)
    df = measure.budget_shares(data.projects)
    if scope.no_money:
        return scope.nothing(BUDGET_RANKING, scope.no_money)
    stated = int(df["budget"].notna().sum())
    top = min(TOP, int(df["budget"].gt(0).sum()))
    ties = int(df["budget"].eq(df["budget"].iloc[0]).sum())
    total = {"project_name": [say("label.total", language)], "budget": [df["budget"].sum()], "share": [1.0]}
    return scope.exhibit(
        BUDGET_RANKING,
        df,
        {
            "top": top,
            "top_share": df["cumulative_share"].iloc[top - 1],
            "budget": df["budget"].sum(),
            "first": df["project_name"].iloc[0],
            "first_share": df["share"].iloc[0],
            "ties": ties,
            "n": len(df),
        },
        draw=lambda exhibit: _draw_ranking(exhibit, top),
        title="title" if stated > top else "title_few",
        finding=_largest(len(df), stated, ties),
        totals=pd.DataFrame(total),
    )


def _largest(projects: int, stated: int, ties: int) -> str:
    """The phrase on the largest budget."""
    if stated == 1:
        return "finding_one" if projects == 1 else "finding_alone"
    return "finding_ties" if ties > 1 else "finding"


def _draw_ranking(exhibit: Exhibit, top: int) -> Figure:
    df = exhibit.table
    texts = [say("budget_ranking.bar", exhibit.language, amount=row.budget, share=row.share) for row in each_row(df)]
    accent = [row < top < len(df) for row in range(len(df))]
    return bars(exhibit, list(df["project_name"]), list(df["budget"]), texts, accent=accent)


def concentration(data: Dataset, *, language: str = "zh") -> Exhibit:
    """How far the money is concentrated, and how much that hangs on any single project.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a project, the largest budget first: ``document_id``, ``department_id``, ``scope``,
        ``project_id``, ``project_name``, ``budget`` (万元) and the normalised Herfindahl–Hirschman index of the others,
        ``hhi_normalised`` (0 to 1). Where the index cannot be had it has no rows, and its title says why.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.concentration(load("sample"), language="en").title
    'Normalised HHI is 0.132; leaving out any one project, it lies between 0.120 and 0.181'
    """
    scope = Scope.of(data, language)
    df = measure.leave_one_out(data.projects).sort_values("budget", ascending=False, ignore_index=True)
    if df["hhi_normalised"].isna().all():
        return scope.nothing(CONCENTRATION, scope.no_money or "few_projects")
    whole = measure.concentration(data.projects).iloc[0]
    return scope.exhibit(
        CONCENTRATION,
        df,
        {**whole, "top": min(TOP, len(df)), "n": len(df)},
        title="title" if df["hhi_normalised"].notna().all() else "title_alone",
    )


def sources(data: Dataset, *, language: str = "zh") -> Exhibit:
    """Where the money comes from, and how many projects leave a source blank.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a source: ``document_id``, ``department_id``, ``scope``, ``source``, ``amount`` (万元),
        ``share`` (0 to 1), and how many projects have it ``stated`` and ``blank``. Without a source, or money, it has
        no rows, and its title says why.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.sources(load("sample")).table[["source", "amount", "share", "stated", "blank"]]
      source   amount  share  stated  blank
    0   财政资金  1780.15    1.0       9      0
    1   其他资金      NaN    NaN       0      9
    """
    scope = Scope.of(data, language)
    df = measure.sources(data.projects, data.funds)
    if df["amount"].isna().all():
        return scope.nothing(SOURCES, "no_sources")
    if not df["amount"].sum():
        return scope.nothing(SOURCES, "zero_sources")
    blank = df.sort_values("blank", ascending=False).iloc[0]
    return scope.exhibit(
        SOURCES,
        df,
        {
            "source": name(df["source"].iloc[0], language),
            "share": df["share"].iloc[0],
            "blank": int(blank["blank"]),
            "blank_source": name(blank["source"], language),
            "n": len(data.projects),
        },
        also={"blank": blank["blank"] > 0},
    )


def money_timing(data: Dataset, *, language: str = "zh") -> Exhibit:
    """When each project's money is planned to go: amounts due between the checkpoints that the plans state.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row for each project with a plan, the largest budget first: ``project_id``, ``project_name``,
        ``budget`` and, for each checkpoint (``2022-03-31``, …), the amount due since the one before (万元). Without
        planned money it has no rows, and its title says why.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.money_timing(load("sample"), language="en").title
    '359 wan yuan (20.2%) is planned to be spent after the end of Oct'
    """
    scope = Scope.of(data, language)
    if scope.no_planned_money:
        return scope.nothing(MONEY_TIMING, scope.no_planned_money)
    dates = sorted(disbursement.stated_plan(data.disbursements)["date"].unique())
    ends = [date.strftime("%Y-%m-%d") for date in dates]
    due = disbursement.due(data.projects, data.disbursements, ends)
    table = _due_table(data, due, ends)
    last, parts = table[ends[-1]].sum(), int(due["interpolated"].sum())
    headings = [_period(start, end, language) for start, end in zip([None, *dates[:-1]], dates, strict=True)]
    exhibit = scope.exhibit(
        MONEY_TIMING,
        table,
        {
            "amount": last,
            "share": last / table[ends].sum().sum(),
            "start": dates[-2] if len(dates) > 1 else None,
            "parts": parts,
            "unplanned": scope.unplanned,
            "n": len(table),
        },
        draw=lambda exhibit: _draw_timing(exhibit, ends, headings),
        title="title" if len(dates) > 1 else "title_one",
        finding="interpolated" if parts else "finding",
        also={"label.unplanned": scope.unplanned > 0},
    )
    return exhibit.with_columns({end: (heading, "amount1") for end, heading in zip(ends, headings, strict=True)})


def _due_table(data: Dataset, due: pd.DataFrame, ends: list[str]) -> pd.DataFrame:
    """A row a project, the largest budget first, with what is due until each of the dates."""
    wide = due.assign(date=due["date"].dt.strftime("%Y-%m-%d"))
    wide = wide.pivot(index="project_id", columns="date", values="due")[ends]
    df = data.projects[["project_id", "project_name", "budget", "position"]].merge(wide, on="project_id")
    df = df.sort_values(["budget", "position"], ascending=[False, True], ignore_index=True)
    return df.drop(columns="position")


def _period(start: pd.Timestamp | None, end: pd.Timestamp, language: str) -> str:
    if start is None:
        return say("label.until", language, date=end)
    return say("label.between", language, start=start, end=end)


def _draw_timing(exhibit: Exhibit, ends: list[str], headings: list[str]) -> Figure:
    df, language = exhibit.table, exhibit.language
    return stacked_bars(
        exhibit,
        list(df["project_name"]),
        df[ends].to_numpy(),
        headings,
        [written(value, "amount", language) for value in df["budget"]],
        texts=[[written(value, "count", language) for value in row] for row in df[ends].to_numpy()],
        colours=sequence(len(ends)),
    )
