"""Exhibits of single targets: the weakest, quoted, and the money behind them."""

from __future__ import annotations

from jixiao.dataset import Dataset
from jixiao.exhibits.charts import bars
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.scope import Scope
from jixiao.measures import coverage
from jixiao.measures.targets import ladder
from jixiao.phrases import say

SECTION = "targets"


def weak_money(data: Dataset, *, language: str = "zh") -> Exhibit:
    """Money of projects whose outcome targets (效益) are all without a full number: a signal, never a verdict."""
    scope = Scope.of(data, language)
    df = coverage.weak_projects(data.documents, data.projects, data.indicators)
    if df.empty or not df["budget"].sum() > 0:
        return scope.nothing("weak_money", SECTION, "no_budget" if len(df) else "no_outcomes")
    whole = coverage.weak_money(data.documents, data.projects, data.indicators).iloc[0]
    df = df.sort_values(["budget", "position"], ascending=[False, True], ignore_index=True)
    df = df.rename(columns={"targets": "outcomes"})
    texts = [
        say("weak_money.bar", language, amount=row.budget, full=row.full, n=row.outcomes) for row in df.itertuples()
    ]
    return scope.exhibit(
        "weak_money",
        SECTION,
        df[["project_id", "project_name", "budget", "outcomes", "full", "weak"]],
        {"project_name": "text", "budget": "amount", "outcomes": "count", "full": "count", "weak": "flag"},
        {**whole, "n": len(df), "left_out": len(data.projects) - len(df)},
        n="project",
        draw=lambda exhibit: bars(
            exhibit, list(df["project_name"]), list(df["budget"]), texts, accent=list(df["weak"])
        ),
        picture="bars",
        title="title" if df["weak"].any() else "title_none",
        finding=("finding", "left_out") if len(df) < len(data.projects) else ("finding",),
    )


def weakest_targets(data: Dataset, *, limit: int = 0, language: str = "zh") -> Exhibit:
    """Targets without a number, quoted with their step and its reason: the lowest step first, then the most money.

    ``limit`` shows only so many and says how many there are; 0 shows all. Unclear targets are counted apart.
    """
    scope = Scope.of(data, language)
    steps = ladder(data.documents, data.projects, data.indicators)["step"]
    df = data.indicators.assign(step=steps).rename(columns={"position": "indicator_position"})
    df = df[steps.lt(3).eq(True)]
    df = df.merge(data.projects[["project_id", "project_name", "budget", "position"]], on="project_id")
    if df.empty:
        return scope.nothing("weakest_targets", SECTION, "no_weak")
    order = ["step", "budget", "position", "indicator_position"]
    df = df.sort_values(order, ascending=[True, False, True, True], ignore_index=True)
    df = df.assign(why=[say(f"ladder.why{step}", language) for step in df["step"]])
    shown = df.head(limit) if limit else df
    unclear = int(steps.isna().sum())
    parts = {"finding": True, "unclear": unclear > 0, "limited": len(shown) < len(df)}
    return scope.exhibit(
        "weakest_targets",
        SECTION,
        shown[["indicator_id", "project_name", "budget", "level2", "indicator", "target", "step", "why", "place"]],
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
            "unclear": unclear,
            "n": len(data.indicators),
        },
        n="indicator",
        finding=tuple(part for part, said in parts.items() if said),
    )
