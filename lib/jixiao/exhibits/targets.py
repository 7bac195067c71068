"""Exhibits of single targets: the weakest, quoted, and the money behind them."""

from __future__ import annotations

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.exhibits.charts import bars
from jixiao.exhibits.exhibit import Exhibit, Scope
from jixiao.measures import coverage
from jixiao.measures.targets import ladder
from jixiao.phrases import say

SECTION = "targets"


def weak_money(data: Dataset, *, language: str = "zh") -> Exhibit:
    """Money of projects whose outcome targets (效益) are all without a full number: a signal, never a verdict."""
    scope = Scope.of(data, language)
    whole = coverage.weak_money(data.documents, data.projects, data.indicators)
    if whole.empty:
        return scope.nothing("weak_money", SECTION, "no_outcomes")
    steps = ladder(data.documents, data.projects, data.indicators)["step"]
    outcomes = data.indicators.assign(step=steps, full=steps >= 4)[data.indicators["level1"].eq("效益")]
    best = outcomes.groupby("project_id", as_index=False).agg(outcomes=("step", "size"), full=("full", "sum"))
    df = data.projects.merge(best, on="project_id").sort_values(
        ["budget", "position"], ascending=[False, True], ignore_index=True
    )
    df = df.assign(weak=df["full"].eq(0))
    texts = [
        say("weak_money.bar", language, amount=row.budget, full=row.full, n=row.outcomes) for row in df.itertuples()
    ]
    return scope.exhibit(
        "weak_money",
        SECTION,
        df[["project_id", "project_name", "budget", "outcomes", "full", "weak"]],
        {"project_name": "text", "budget": "amount", "outcomes": "count", "full": "count", "weak": "flag"},
        {**whole.iloc[0], "n": len(df)},
        n="project",
        draw=lambda exhibit: bars(
            exhibit, list(df["project_name"]), list(df["budget"]), texts, accent=list(df["weak"])
        ),
        picture="bars",
        title="title" if df["weak"].any() else "title_none",
    )


def weakest_targets(data: Dataset, *, limit: int = 0, language: str = "zh") -> Exhibit:
    """Targets that hold no number, quoted with their step and its reason: the lowest step first, then the most money.

    ``limit`` shows only so many and says how many there are; 0 shows all.
    """
    scope = Scope.of(data, language)
    steps = ladder(data.documents, data.projects, data.indicators)["step"]
    df = data.indicators.assign(step=steps).rename(columns={"position": "indicator_position"})
    df = df[df["step"].lt(3).fillna(True)].merge(
        data.projects[["project_id", "project_name", "budget", "position"]], on="project_id"
    )
    if df.empty:
        return scope.nothing("weakest_targets", SECTION, "no_weak")
    df = df.sort_values(
        ["step", "budget", "position", "indicator_position"],
        ascending=[True, False, True, True],
        na_position="last",
        ignore_index=True,
    )
    df = df.assign(why=[_why(row.step, language) for row in df.itertuples()])
    shown = df.head(limit) if limit else df
    kept = ["indicator_id", "project_name", "budget", "level2", "indicator", "target", "step", "why", "place"]
    return scope.exhibit(
        "weakest_targets",
        SECTION,
        shown[kept],
        {
            "project_name": "text",
            "budget": "amount",
            "level2": "level",
            "indicator": "text",
            "target": "text",
            "step": "count",
            "why": "text",
            "place": "place",
        },
        {
            "weak": len(df),
            "shown": len(shown),
            "repeats": int(df["step"].eq(1).sum()),
            "n": len(data.indicators),
        },
        n="indicator",
        finding=("finding", "limited") if len(shown) < len(df) else ("finding",),
    )


def _why(step: object, language: str) -> str:
    return say("ladder.unclear" if pd.isna(step) else f"ladder.why{step}", language)
