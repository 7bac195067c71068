"""Exhibits of the budget: ranking, concentration, sources, and when the money is planned to go."""

from __future__ import annotations

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.exhibits.charts import bars, stacked_bars
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.scope import Scope
from jixiao.exhibits.style import sequence
from jixiao.frames import each_row
from jixiao.measures import budget as measure
from jixiao.measures import disbursement
from jixiao.phrases import name, say, written

SECTION = "budget"


def budget_ranking(data: Dataset, *, language: str = "zh") -> Exhibit:
    """Projects by budget with their shares; the largest that make up most of the money are accented."""
    scope = Scope.of(data, language)
    df = measure.budget_shares(data.projects)
    if scope.no_money:
        return scope.nothing("budget_ranking", SECTION, scope.no_money)
    stated = int(df["budget"].notna().sum())
    top = min(3, int(df["budget"].gt(0).sum()))
    ties = int(df["budget"].eq(df["budget"].iloc[0]).sum())
    total = pd.DataFrame(
        {"project_name": [say("label.total", language)], "budget": [df["budget"].sum()], "share": [1.0]}
    )
    texts = [say("budget_ranking.bar", language, amount=row.budget, share=row.share) for row in each_row(df)]
    return scope.exhibit(
        "budget_ranking",
        SECTION,
        df,
        {"rank": "count", "project_name": "text", "budget": "amount", "share": "share", "cumulative_share": "share"},
        {
            "top": top,
            "top_share": df["cumulative_share"].iloc[top - 1],
            "budget": df["budget"].sum(),
            "first": df["project_name"].iloc[0],
            "first_share": df["share"].iloc[0],
            "ties": ties,
            "n": len(df),
        },
        n="project",
        draw=lambda exhibit: bars(
            exhibit,
            list(df["project_name"]),
            list(df["budget"]),
            texts,
            accent=[row < top < len(df) for row in range(len(df))],
        ),
        picture="bars",
        title="title" if stated > top else "title_few",
        finding=(_largest(len(df), stated, ties),),
        totals=total,
    )


def _largest(projects: int, stated: int, ties: int) -> str:
    """The phrase on the largest budget."""
    if stated == 1:
        return "finding_one" if projects == 1 else "finding_alone"
    return "finding_ties" if ties > 1 else "finding"


def concentration(data: Dataset, *, language: str = "zh") -> Exhibit:
    """How far the money is concentrated, and how much that hangs on any single project."""
    scope = Scope.of(data, language)
    df = measure.leave_one_out(data.projects).sort_values("budget", ascending=False, ignore_index=True)
    if df["hhi_normalised"].isna().all():
        return scope.nothing("concentration", SECTION, scope.no_money or "few_projects")
    whole = measure.concentration(data.projects).iloc[0]
    return scope.exhibit(
        "concentration",
        SECTION,
        df,
        {"project_name": "text", "budget": "amount", "hhi_normalised": "index"},
        {**whole, "top": min(3, len(df)), "n": len(df)},
        n="project",
        title="title" if df["hhi_normalised"].notna().all() else "title_alone",
    )


def sources(data: Dataset, *, language: str = "zh") -> Exhibit:
    """Where the money comes from, and how many projects leave a source blank."""
    scope = Scope.of(data, language)
    df = measure.sources(data.projects, data.funds)
    if df["amount"].isna().all():
        return scope.nothing("sources", SECTION, "no_sources")
    if not df["amount"].sum():
        return scope.nothing("sources", SECTION, "zero_sources")
    blank = df.sort_values("blank", ascending=False).iloc[0]
    return scope.exhibit(
        "sources",
        SECTION,
        df,
        {"source": "level", "amount": "amount", "share": "share", "stated": "count", "blank": "count"},
        {
            "source": name(df["source"].iloc[0], language),
            "share": df["share"].iloc[0],
            "blank": int(blank["blank"]),
            "blank_source": name(blank["source"], language),
            "n": len(data.projects),
        },
        n="project",
        finding=("finding", "blank") if blank["blank"] else ("finding",),
    )


def money_timing(data: Dataset, *, language: str = "zh") -> Exhibit:
    """When each project's money is planned to go: amounts due between the checkpoints that the plans state."""
    scope = Scope.of(data, language)
    if scope.no_planned_money:
        return scope.nothing("money_timing", SECTION, scope.no_planned_money)
    stated = disbursement.stated_plan(data.disbursements)
    dates = sorted(stated["date"].unique())
    ends = [date.strftime("%Y-%m-%d") for date in dates]
    df = disbursement.due(data.projects, data.disbursements, ends)
    df = df.merge(data.projects[["project_id", "project_name", "budget", "position"]], on="project_id")
    order = df.drop_duplicates("project_id").sort_values(["budget", "position"], ascending=[False, True])["project_id"]
    wide = (
        df.assign(date=df["date"].dt.strftime("%Y-%m-%d"))
        .pivot(index="project_id", columns="date", values="due")
        .loc[order, ends]
    )
    table = df[["project_id", "project_name", "budget"]].drop_duplicates("project_id").merge(wide, on="project_id")
    table = table.set_index("project_id").loc[order].reset_index()
    total = wide.sum().sum()
    headings = [_period(start, end, language) for start, end in zip([None, *dates[:-1]], dates, strict=True)]
    exhibit = scope.exhibit(
        "money_timing",
        SECTION,
        table,
        {"project_name": "text", "budget": "amount"},
        {
            "amount": wide[ends[-1]].sum(),
            "share": wide[ends[-1]].sum() / total,
            "start": dates[-2] if len(dates) > 1 else None,
            "parts": int(df["interpolated"].sum()),
            "unplanned": scope.unplanned,
            "n": len(table),
        },
        n="project",
        draw=lambda exhibit: stacked_bars(
            exhibit,
            list(table["project_name"]),
            table[ends].to_numpy(),
            headings,
            [written(value, "amount", language) for value in table["budget"]],
            texts=[[written(value, "count", language) for value in row] for row in table[ends].to_numpy()],
            colours=sequence(len(ends)),
        ),
        picture="stacked",
        title="title" if len(dates) > 1 else "title_one",
        finding=("interpolated" if df["interpolated"].any() else "finding", *scope.unplanned_part),
    )
    return exhibit.with_columns({end: (heading, "amount1") for end, heading in zip(ends, headings, strict=True)})


def _period(start: pd.Timestamp | None, end: pd.Timestamp, language: str) -> str:
    if start is None:
        return say("label.until", language, date=end)
    return say("label.between", language, start=start, end=end)
