"""Exhibits of single targets: the weakest, quoted, and the money behind them."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from jixiao.dataset import Dataset
from jixiao.exhibits.charts import bars
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.scope import Scope
from jixiao.exhibits.specification import Specification
from jixiao.frames import each_row
from jixiao.measures import coverage
from jixiao.measures.targets import ladder
from jixiao.phrases import say

SECTION = "targets"
WEAK_MONEY = Specification(
    "weak_money",
    SECTION,
    n="project",
    shown={"project_name": "text", "budget": "amount", "outcomes": "count", "full": "count", "weak": "flag"},
    picture="bars",
)
WEAKEST_TARGETS = Specification(
    "weakest_targets",
    SECTION,
    n="indicator",
    shown={
        "project_name": "text",
        "budget": "amount",
        "level2": "level",
        "indicator": "text",
        "target": "text",
        "step": "count",
        "why": "text",
        "place": "place",
    },
)


def weak_money(data: Dataset, *, language: str = "zh") -> Exhibit:
    """Money of projects whose outcome targets (效益) are all without a full number: a signal, never a verdict.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row for each project with outcome targets that can be judged, the largest budget first:
        ``project_id``, ``project_name``, ``budget`` (万元), numbers of ``outcomes`` and of those with a ``full``
        number, and whether the project is ``weak``. Without outcome targets or money it has no rows, and its title says
        why.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.weak_money(load("sample")).table[["budget", "outcomes", "full", "weak"]].head(3)
       budget  outcomes  full   weak
    0  567.00         3     0   True
    1  542.13         3     1  False
    2  254.00         3     0   True
    """
    scope = Scope.of(data, language)
    df = coverage.weak_projects(data.projects, data.indicators)
    if df.empty or not df["budget"].sum() > 0:
        return scope.nothing(WEAK_MONEY, _no_weak_money(scope, df))
    whole = coverage.weak_money(data.projects, data.indicators).iloc[0]
    df = df.sort_values(["budget", "position"], ascending=[False, True], ignore_index=True)
    df = df.rename(columns={"targets": "outcomes"})[["project_id", *WEAK_MONEY.shown]]
    weak, left_out = df["weak"].any(), len(data.projects) - len(df)
    return scope.exhibit(
        WEAK_MONEY,
        df,
        {**whole, "n": len(df), "left_out": left_out},
        draw=_draw_weak_money,
        title="title" if weak else "title_none",
        finding="finding" if weak else "finding_none",
        also={"left_out": left_out > 0},
    )


def _no_weak_money(scope: Scope, df: pd.DataFrame) -> str:
    if not scope.data.indicators["level1"].eq("效益").any():
        return "no_outcomes" if len(scope.data.indicators) else "no_indicators"
    return "unclear_outcomes" if df.empty else scope.no_money or "no_outcome_money"


def _draw_weak_money(exhibit: Exhibit) -> Figure:
    df = exhibit.table
    texts = [
        say("weak_money.bar", exhibit.language, amount=row.budget, full=row.full, n=row.outcomes)
        for row in each_row(df)
    ]
    return bars(exhibit, list(df["project_name"]), list(df["budget"]), texts, accent=list(df["weak"]))


def weakest_targets(data: Dataset, *, limit: int = 0, language: str = "zh") -> Exhibit:
    """Targets without a number, quoted with their step and its reason: the lowest step first, then the most money.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    limit : int
        The most rows; the finding says how many there are. 0 shows all.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a target below the third step of the ladder: ``indicator_id``, ``project_name``, ``budget``
        (万元), ``level2``, ``indicator``, ``target``, ``step`` (0 to 2), ``why`` and its ``place`` in the document.
        Unclear targets are counted apart. Where there is none it has no rows, and its title says why.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.weakest_targets(load("sample"), limit=2).table[["indicator", "target", "step"]]
           indicator         target  step
    0  经常参加体育锻炼的人口比例  经常参加体育锻炼的人口比例     1
    1   促进地区生态和谐发展情况   促进地区生态和谐发展情况     1
    """
    scope = Scope.of(data, language)
    steps = ladder(data.documents, data.projects, data.indicators)["step"]
    df = _weak(data, steps, language)
    if df.empty:
        why = scope.no_targets or ("no_weak_clear" if steps.isna().any() else "no_weak")
        return scope.nothing(WEAKEST_TARGETS, why)
    shown = df.head(limit) if limit else df
    unclear = int(steps.isna().sum())
    return scope.exhibit(
        WEAKEST_TARGETS,
        shown[["indicator_id", *WEAKEST_TARGETS.shown]],
        {
            "weak": len(df),
            "shown": len(shown),
            "repeats": int(df["step"].eq(1).sum()),
            "unclear": unclear,
            "n": len(data.indicators),
        },
        also={"unclear": unclear > 0, "limited": len(shown) < len(df)},
    )


def _weak(data: Dataset, steps: pd.Series, language: str) -> pd.DataFrame:
    """Targets without a number, with their projects and why each is weak."""
    df = data.indicators.assign(step=steps).rename(columns={"position": "indicator_position"})
    df = df[steps.lt(3).eq(True)]
    df = df.merge(data.projects[["project_id", "project_name", "budget", "position"]], on="project_id")
    order = ["step", "budget", "position", "indicator_position"]
    df = df.sort_values(order, ascending=[True, False, True, True], ignore_index=True)
    return df.assign(why=[say(f"ladder.why{step}", language) for step in df["step"]])
