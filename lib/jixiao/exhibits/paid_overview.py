"""The table of a brief's projects where payments are known: paid, execution rate, plan and what is behind it."""

from __future__ import annotations

import pandas as pd

from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.specification import Specification
from jixiao.exhibits.standing import Standing
from jixiao.frames import each_row
from jixiao.phrases import MISSING, Column, say, written

PAID_OVERVIEW = Specification(
    "project_overview",
    "money",
    n="project",
    shown={"position": "count", "project_name": "text"},
    headings={"position": "number"},
)
SUMMED = ["basis", "paid", "planned_amount", "deviation_amount"]
COUNTS = ["repeats", "indicators", "contradictions"]
KNOWN = [
    *("project_id", "basis", "paid", "rate", "planned_share", "planned_lower", "planned_upper", "interpolated"),
    *("planned_amount", "deviation_amount", "band", "band_certain"),
]


def paid_overview(standing: Standing, df: pd.DataFrame, shown: pd.Series, table: pd.DataFrame) -> Exhibit:
    """Every project's adjusted budget, what it paid, its plan, and the money by which it is behind.

    Parameters
    ----------
    standing : Standing
        The department on the brief's day.
    df, table : DataFrame
        All projects with their targets and contradictions, and those that are shown.
    shown : Series of bool
        Which of them those are.

    Returns
    -------
    Exhibit
    """
    scope, language = standing.scope, standing.scope.language
    own = standing.executed[KNOWN]
    df, table = (rows[["project_id", "position", "project_name", *COUNTS]] for rows in (df, table))
    rows = _with_texts(table.merge(own, on="project_id", how="left"), language)
    exhibit = scope.exhibit(
        PAID_OVERVIEW,
        rows,
        {"n": len(df)},
        title="title_paid",
        finding="",
        also={"limited": not shown.all()},
        totals=_totals(standing, df.merge(own, on="project_id", how="left"), shown) if len(df) > 1 else None,
    )
    columns = [
        Column("basis", say("brief_column.basis", language), "amount"),
        Column("paid", say("brief_column.paid", language), "amount"),
        Column("rate", say("brief_column.rate", language), "share"),
        Column("plan_text", say("brief_column.plan", language), "range"),
        Column("behind", say("brief_column.behind", language), "amount"),
        Column("copied_text", say("column.copied_of", language), "range"),
        Column("contradictions", say("column.contradictions", language), "count"),
    ]
    return exhibit.showing([*exhibit.columns, *columns])


def _with_texts(df: pd.DataFrame, language: str) -> pd.DataFrame:
    rows = list(each_row(df))
    return df.assign(
        plan_text=[_plan(row, language) for row in rows],
        behind=(-df["deviation_amount"]).where(df["deviation_amount"].lt(0)),
        copied_text=[
            say("project_overview.of", language, part=row.repeats, whole=row.indicators) if row.indicators else MISSING
            for row in rows
        ],
    )


def _plan(row, language: str) -> str:
    """The plan with what its checkpoints leave open."""
    if pd.isna(row.planned_share) or not row.interpolated:
        return written(row.planned_share, "percent", language)
    bounds = {"low": 100 * row.planned_lower, "high": 100 * row.planned_upper}
    return say("project_overview.plan_range", language, planned_share=row.planned_share, **bounds)


def _totals(standing: Standing, df: pd.DataFrame, shown: pd.Series) -> pd.DataFrame:
    """The projects that are not shown as one row, and all of them in the headline's numbers."""
    scope, whole = standing.scope, standing.whole
    rest = df[~shown.to_numpy()]
    sums = rest[SUMMED].sum(min_count=1)
    rows = [
        {**sums, **rest[COUNTS].sum(), "rate": sums["paid"] / sums["basis"] if sums["basis"] else float("nan")}
        | {"project_name": scope.say("project_overview.rest", n=len(rest)), "interpolated": False}
    ] * (len(rest) > 0)
    names = [*SUMMED, "rate", "planned_share", "planned_lower", "planned_upper", "interpolated"]
    rows.append({**whole[names], **df[COUNTS].sum(), "project_name": scope.say("label.total")})
    return _with_texts(pd.DataFrame(rows, columns=[*names, *COUNTS, "project_name"]), scope.language)
