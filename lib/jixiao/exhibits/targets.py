"""Exhibits of single targets: the weakest, quoted, and the money behind them."""

from __future__ import annotations

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.exhibits.charts import bars, stacked_bars
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.scope import Scope
from jixiao.exhibits.style import RULE, sequence
from jixiao.frames import each_row
from jixiao.measures import coverage
from jixiao.measures.targets import STEPS, ladder
from jixiao.phrases import MISSING, name, say
from jixiao.review.settings import convention

SECTION = "targets"


def weak_money(data: Dataset, *, language: str = "zh") -> Exhibit:
    """Money of projects whose outcome targets (效益) are all without a full number: a signal, never a verdict."""
    scope = Scope.of(data, language)
    df = coverage.weak_projects(data.projects, data.indicators)
    if df.empty or not df["budget"].sum() > 0:
        return scope.nothing("weak_money", SECTION, _no_weak_money(scope, df))
    whole = coverage.weak_money(data.projects, data.indicators).iloc[0]
    df = df.sort_values(["budget", "position"], ascending=[False, True], ignore_index=True)
    df = df.rename(columns={"targets": "outcomes"})
    texts = [say("weak_money.bar", language, amount=row.budget, full=row.full, n=row.outcomes) for row in each_row(df)]
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
        finding=("finding" if df["weak"].any() else "finding_none", *(["left_out"] * (len(df) < len(data.projects)))),
    )


def _no_weak_money(scope: Scope, df: pd.DataFrame) -> str:
    if not scope.data.indicators["level1"].eq("效益").any():
        return "no_outcomes" if len(scope.data.indicators) else "no_indicators"
    return "unclear_outcomes" if df.empty else scope.no_money or "no_outcome_money"


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
        why = scope.no_targets or ("no_weak_clear" if steps.isna().any() else "no_weak")
        return scope.nothing("weakest_targets", SECTION, why)
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


def ladder_by_project(data: Dataset, *, k: int = 0, language: str = "zh") -> Exhibit:
    """The targets of every project by their step on the ladder, the largest budget first; ``k`` as in the ladder."""
    projects = data.projects.sort_values(["budget", "position"], ascending=[False, True])
    names = projects.set_index("project_id")["project_name"]
    return _ladder_by(data, "ladder_by_project", data.indicators["project_id"], names, k, language)


def ladder_by_level(data: Dataset, *, k: int = 0, language: str = "zh") -> Exhibit:
    """The targets of every level 2 by their step on the ladder, in the document's order; ``k`` as in the ladder."""
    level2 = data.indicators["level2"].fillna(MISSING)
    names = pd.Series({level: name(level, language) for level in level2.unique()}, dtype="str")
    return _ladder_by(data, "ladder_by_level", level2, names, k, language)


def _ladder_by(data: Dataset, key: str, groups: pd.Series, names: pd.Series, k: int, language: str) -> Exhibit:
    """Targets by step in groups; ``names`` gives the groups' names in their order."""
    scope = Scope.of(data, language)
    if scope.no_targets:
        return scope.nothing(key, SECTION, scope.no_targets)
    step = ladder(data.documents, data.projects, data.indicators, k=convention("copied", k))["step"]
    steps = [f"step{number}" for number in range(len(STEPS))] + ["unclear"]
    kind = ("step" + step.astype("str")).where(step.notna(), "unclear")
    df = pd.crosstab(groups, kind).reindex(index=names.index, columns=steps, fill_value=0)
    df = df.assign(weak=df[steps[:3]].sum(axis=1), indicators=df[steps].sum(axis=1))
    df = df.reset_index(names="group").assign(name=list(names))
    read = (df["indicators"] - df["unclear"]).clip(lower=1)
    worst = df.assign(share=df["weak"] / read).sort_values(["share", "weak"], kind="stable").iloc[-1]
    labels = {one: say("column.unclear" if one == "unclear" else f"ladder.{one}", language) for one in steps}
    colours = dict(zip(steps, [*sequence(len(STEPS)), RULE], strict=True))
    drawn = [one for one in steps if df[one].any()]
    exhibit = scope.exhibit(
        key,
        SECTION,
        df,
        {"name": "text"},
        {"name": worst["name"], "weak": worst["weak"], "of": worst["indicators"], "n": int(df["indicators"].sum())},
        n="indicator",
        draw=lambda exhibit: stacked_bars(
            exhibit,
            list(df["name"]),
            df[drawn].to_numpy(),
            [labels[one] for one in drawn],
            [say(f"{key}.bar", language, weak=row.weak, n=row.indicators) for row in each_row(df)],
            colours=[colours[one] for one in drawn],
            texts=[[str(count) if count else "" for count in row] for row in df[drawn].to_numpy()],
        ),
        picture="stacked",
        title="title" if worst["weak"] else "title_none",
        finding=(_ladder_finding(worst, len(df)),),
        headings={"name": key},
    )
    return exhibit.with_columns(
        {one: (label, "count") for one, label in labels.items()}
        | {"indicators": (say("column.indicators", language), "count")}
    )


def _ladder_finding(worst: pd.Series, groups: int) -> str:
    if not worst["weak"]:
        return "finding_none"
    if groups > 1:
        return "finding"
    return "finding_unnamed" if worst["name"] == MISSING else "finding_one"
