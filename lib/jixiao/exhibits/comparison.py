"""Exhibits of two years or versions compared: budgets, what became of the targets, and the targets side by side."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from jixiao.dataset import Dataset
from jixiao.exhibits.charts import NAMES, bars, row_canvas
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.pair import SECTION, Pair
from jixiao.exhibits.specification import Specification
from jixiao.exhibits.style import ACCENT, BLUE, GREY, PALE, row_labels, text_width
from jixiao.frames import each_row
from jixiao.measures import comparison as measure
from jixiao.phrases import say
from jixiao.review.settings import convention

BUDGET_CHANGES = Specification(
    "budget_changes",
    SECTION,
    n="project",
    shown={
        "project_name_before": "text",
        "project_name_after": "text",
        "budget_before": "amount",
        "budget_after": "amount",
        "budget_change": "amount",
        "budget_change_share": "change",
        "plan_before": "text",
        "plan_after": "text",
        "plan_shift": "points",
        "matched_by": "text",
        "similarity": "percent",
        "change": "text",
    },
    picture="dots",
)
TARGET_CHANGES = Specification(
    "target_changes",
    SECTION,
    n="indicator",
    shown={"change": "text", "targets": "count", "of_which_follow": "count"},
    picture="bars",
)
COMPARED_TARGETS = Specification(
    "compared_targets",
    SECTION,
    n="indicator",
    shown={
        "change": "text",
        "project_name": "text",
        "level2": "level",
        "indicator_before": "text",
        "indicator_after": "text",
        "target_before": "text",
        "target_after": "text",
        "matched_by": "text",
        "similarity": "percent",
        "follows_budget": "flag",
        "left_behind": "flag",
    },
)


def budget_changes(before: Dataset, after: Dataset, *, near: float = 0, language: str = "zh") -> Exhibit:
    """Budgets of one department's projects in two years or versions, with the spending plans in the table.

    Parameters
    ----------
    before, after : Dataset
        The two years or versions, each one document of one department.
    near : float
        Similarity in percent from which names count as the same, a convention of this tool; 0: as set.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a project of either side, the largest budget first: ``project_id``, ``project_name``,
        ``budget`` (万元) and ``plan``, each ``_before`` and ``_after`` (missing on a side where there is no such
        project), ``matched_by``, ``similarity`` (percent), ``change``, ``budget_change`` (万元),
        ``budget_change_share``, ``plan_shift`` (as a share). Without projects it has no rows, and its title says so.

    Raises
    ------
    UsageError
        Where either side holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> data = load("sample")
    >>> exhibits.budget_changes(data.select(projects=[1, 2]), data.select(projects=[2, 3]), language="en").title
    'From 572.00 to 1,109.13 wan yuan; 0 projects changed'
    """
    scope = Pair.of_two(before, after, language)
    df, large = measure.compare_projects(before, after, near=convention("near", near)), convention("large", 0.0)
    if df.empty:
        return scope.nothing(BUDGET_CHANGES, "no_projects")
    order = df[["budget_after", "budget_before"]].max(axis=1).sort_values(ascending=False, kind="stable").index
    df = df.loc[order].reset_index(drop=True)
    values = _change_values(df) | {"large": large}
    unknown = sum(pd.isna(values[f"total_{side}"]) for side in ("before", "after"))
    return scope.exhibit(
        BUDGET_CHANGES,
        df.assign(**_named(df, language)),
        values,
        draw=lambda exhibit: _draw_budgets(exhibit, df, large),
        title=("title", "title_one_side", "title_unknown")[unknown],
        finding="" if unknown else "finding",
        also={"by_name": values["by_name"] > 0, "plans": values["plans"] > 0},
    )


def _change_values(df: pd.DataFrame) -> dict[str, Any]:
    """What the phrases say of the changes: sums, and how many projects."""
    sizes = df["change"].value_counts()
    return {
        **{f"total_{side}": df[f"budget_{side}"].sum(min_count=1) for side in ("before", "after")},
        **{name: int(sizes.get(name, 0)) for name in ("changed", "dropped", "new")},
        "matched": int(df["matched_by"].notna().sum()),
        "money_dropped": df.loc[df["change"].eq("dropped"), "budget_before"].sum(),
        "money_new": df.loc[df["change"].eq("new"), "budget_after"].sum(),
        "by_name": int(df["matched_by"].isin(["name", "near name"]).sum()),
        "near": int(df["matched_by"].eq("near name").sum()),
        "plans": int(df["plan_shift"].fillna(0).ne(0).sum()),
        "n": len(df),
    }


def target_changes(before: Dataset, after: Dataset, *, near: float = 0, language: str = "zh") -> Exhibit:
    """How many targets were kept, reworded, loosened, tightened, changed, dropped and added.

    Parameters
    ----------
    before, after : Dataset
        The two years or versions, each one document of one department.
    near : float
        Similarity in percent from which names count as the same, a convention of this tool; 0: as set.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a kind of change: ``change``, number of ``targets``, and ``of_which_follow`` the budget.
        Without targets it has no rows, and its title says so.

    Raises
    ------
    UsageError
        Where either side holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> data = load("sample")
    >>> exhibits.target_changes(data.select(projects=[1, 2]), data.select(projects=[2, 3]), language="en").title
    'Of 8 targets on both sides 0 loosened and 0 tightened'
    """
    scope, targets = _targets(before, after, near, language)
    if targets.empty:
        return scope.nothing(TARGET_CHANGES, "no_targets")
    groups = targets.groupby("change")
    df = pd.DataFrame({"targets": groups.size(), "of_which_follow": groups["follows_budget"].sum()})
    df = df.reindex(measure.CHANGES, fill_value=0)
    follows = int(df["of_which_follow"].sum())
    return scope.exhibit(
        TARGET_CHANGES,
        df.assign(change=[say(f"change.{change}", language) for change in df.index]).reset_index(drop=True)[
            list(TARGET_CHANGES.shown)
        ],
        {
            **df["targets"][["loosened", "tightened"]],
            "matched": int(targets["matched_by"].notna().sum()),
            "follows": follows,
            "n": len(targets),
        },
        draw=_draw_changes,
        also={"follows": follows > 0},
    )


def compared_targets(
    before: Dataset, after: Dataset, *, near: float = 0, unchanged: bool = False, language: str = "zh"
) -> Exhibit:
    """Targets of two years or versions side by side: those that moved, and those that should have.

    Parameters
    ----------
    before, after : Dataset
        The two years or versions, each one document of one department.
    near : float
        Similarity in percent from which names count as the same, a convention of this tool; 0: as set.
    unchanged : bool
        Whether those that were kept are listed too; they are always counted.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a target of either side that was not kept, or stayed behind the
        budget (these first): ``project_id``,
        ``indicator_id``, ``project_name``, ``level2``, ``indicator`` and ``target``, each ``_before`` and ``_after``
        (missing on a side where there is none), ``matched_by``, ``similarity`` (percent), ``change``, whether it
        ``follows_budget`` or was ``left_behind`` by it, ``project_name`` and ``level2``. Without targets it has no
        rows, and its title says so.

    Raises
    ------
    UsageError
        Where either side holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> data = load("sample")
    >>> exhibits.compared_targets(data.select(projects=[1, 2]), data.select(projects=[2, 3]), language="en").title
    '16 targets moved, 8 kept'
    """
    scope, df = _targets(before, after, near, language)
    if df.empty:
        return scope.nothing(COMPARED_TARGETS, "no_targets")
    df = df.assign(
        project_name=df["project_name_after"].fillna(df["project_name_before"]),
        level2=df["level2_after"].fillna(df["level2_before"]),
    )
    df = df.assign(rank=df["change"].map(measure.CHANGES.index))
    df = df.sort_values(["left_behind", "rank"], ascending=[False, True], kind="stable", ignore_index=True)
    df = df.drop(columns="rank")
    kept, behind = df["change"].eq("kept"), int(df["left_behind"].sum())
    values = {"kept": int(kept.sum()), "moved": int((~kept).sum()), "behind": behind, "n": len(df)}
    listed = df if unchanged else df[~kept | df["left_behind"]].reset_index(drop=True)
    return scope.exhibit(
        COMPARED_TARGETS,
        listed.assign(**_named(listed, language)),
        {**values, "near": convention("near", near) / 100},
        also={"behind": behind > 0, "unlisted": len(listed) < len(df)},
    )


def _targets(before: Dataset, after: Dataset, near: float, language: str) -> tuple[Pair, pd.DataFrame]:
    """What an exhibit of targets speaks of, and the targets side by side."""
    scope = Pair.of_two(before, after, language)
    return scope, measure.compare_indicators(before, after, near=convention("near", near))


def _named(df: pd.DataFrame, language: str) -> dict[str, pd.Series]:
    """What changed and how rows were matched, in the reader's words."""
    matched = [
        None if pd.isna(word) else say(f"matched.{word.replace(' ', '_')}", language) for word in df["matched_by"]
    ]
    change = [say(f"change.{word}", language) for word in df["change"]]
    return {"change": pd.Series(change, index=df.index), "matched_by": pd.Series(matched, index=df.index)}


def _draw_changes(exhibit: Exhibit) -> Figure:
    df, loosened = exhibit.table, say("change.loosened", exhibit.language)
    texts = [say("target_changes.bar", exhibit.language, targets=number) for number in df["targets"]]
    accent = list(df["change"].eq(loosened))
    return bars(exhibit, list(df["change"]), list(df["targets"]), texts, accent=accent, left=1.2)


def _draw_budgets(exhibit: Exhibit, df: pd.DataFrame, large: float) -> Figure:
    """Two dots a project, joined by a line: before and after."""
    texts = [_budget_text(row, exhibit.language) for row in each_row(df)]
    room = max(text_width(text, 9) for text in texts) + 0.2
    figure, ax = row_canvas(exhibit, len(df), right=0.3 + room)
    _draw_dots(ax, df["budget_before"], df["budget_after"], df["budget_change_share"].abs().ge(large))
    ends = df[["budget_before", "budget_after"]].max(axis=1).fillna(0)
    ax.set_xlim(0, max(ends.max() * 1.02, 1e-12))
    for row, (end, text) in enumerate(zip(ends, texts, strict=True)):
        ax.annotate(text, (end, row), xytext=(8, 0), textcoords="offset points", va="center")
    names = df["project_name_after"].fillna(df["project_name_before"])
    row_labels(ax, list(names), NAMES)
    ax.set_xticks([])
    return figure


def _draw_dots(ax, before: pd.Series, after: pd.Series, accent: pd.Series) -> None:
    rows = np.arange(len(before))
    ax.hlines(rows, before, after, color=PALE, lw=3, zorder=1)
    ax.scatter(before, rows, s=52, color=GREY, zorder=2, clip_on=False)
    ax.scatter(after, rows, s=52, color=[ACCENT if mark else BLUE for mark in accent], zorder=3, clip_on=False)


def _budget_text(row, language: str) -> str:
    key = {"changed": "bar", "kept": "bar_kept", "dropped": "bar_dropped", "new": "bar_new"}[row.change]
    return say(f"budget_changes.{key}", language, **row._asdict())
