"""Exhibits of single targets: the weakest, quoted, and the money behind them."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from jixiao.dataset import Dataset
from jixiao.exhibits.charts import bars, stacked_bars
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.scope import Scope
from jixiao.exhibits.specification import Specification
from jixiao.exhibits.style import RULE, sequence
from jixiao.frames import each_row
from jixiao.measures import coverage
from jixiao.measures.targets import STEPS, ladder
from jixiao.phrases import MISSING, name, say
from jixiao.review.settings import convention

SECTION = "targets"
STEP_COLUMNS = [*(f"step{number}" for number in range(len(STEPS))), "unclear"]
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
LADDER_BY_PROJECT, LADDER_BY_LEVEL = (
    Specification(key, SECTION, n="indicator", shown={"name": "text"}, picture="stacked", headings={"name": key})
    for key in ("ladder_by_project", "ladder_by_level")
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


def ladder_by_project(data: Dataset, *, k: int = 0, language: str = "zh") -> Exhibit:
    """The targets of every project by their step on the ladder, the largest budget first.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    k : int
        Number of projects on which one target counts as copied, a convention of this tool; 0: as set.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a project: ``group`` (its id), ``name``, numbers of targets on ``step0`` to ``step5``,
        ``unclear``, ``weak`` (steps 0 to 2) and all ``indicators``. Without a target that can be judged it has no rows,
        and its title says why.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.ladder_by_project(load("sample")).table[["name", "weak", "indicators"]].head(2)
    step                     name  weak  indicators
    0         曹妃甸工业区临港商务区体育公园一期工程     3           8
    1     城市养护费用（原港城物业划转人员经费）2022     2           8
    """
    projects = data.projects.sort_values(["budget", "position"], ascending=[False, True])
    names = projects.set_index("project_id")["project_name"]
    return _ladder_by(data, LADDER_BY_PROJECT, data.indicators["project_id"], names, k, language)


def ladder_by_level(data: Dataset, *, k: int = 0, language: str = "zh") -> Exhibit:
    """The targets of every level 2 by their step on the ladder, in the document's order.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    k : int
        Number of projects on which one target counts as copied, a convention of this tool; 0: as set.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a level 2: ``group`` (its Chinese name), ``name``, numbers of targets on ``step0`` to
        ``step5``, ``unclear``, ``weak`` (steps 0 to 2) and all ``indicators``. Without a target that can be judged it
        has no rows, and its title says why.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.ladder_by_level(load("sample"), language="en").title
    '“Lasting influence”: 8 of 8 targets without a number'
    """
    level2 = data.indicators["level2"].fillna(MISSING)
    names = pd.Series({level: name(level, language) for level in level2.unique()}, dtype="str")
    return _ladder_by(data, LADDER_BY_LEVEL, level2, names, k, language)


def _ladder_by(
    data: Dataset, specification: Specification, groups: pd.Series, names: pd.Series, k: int, language: str
) -> Exhibit:
    """Targets by step in groups; ``names`` gives the groups' names in their order."""
    scope = Scope.of(data, language)
    if scope.no_targets:
        return scope.nothing(specification, scope.no_targets)
    df = _steps_by(data, groups, names, k)
    read = (df["indicators"] - df["unclear"]).clip(lower=1)
    worst = df.assign(share=df["weak"] / read).sort_values(["share", "weak"], kind="stable").iloc[-1]
    exhibit = scope.exhibit(
        specification,
        df,
        {"name": worst["name"], "weak": worst["weak"], "of": worst["indicators"], "n": int(df["indicators"].sum())},
        draw=lambda exhibit: _draw_steps(exhibit, specification.key),
        title="title" if worst["weak"] else "title_none",
        finding=_ladder_finding(worst, len(df)),
    )
    total = {"indicators": (say("column.indicators", language), "count")}
    return exhibit.with_columns({step: (_step_label(step, language), "count") for step in STEP_COLUMNS} | total)


def _steps_by(data: Dataset, groups: pd.Series, names: pd.Series, k: int) -> pd.DataFrame:
    step = ladder(data.documents, data.projects, data.indicators, k=convention("copied", k))["step"]
    kind = ("step" + step.astype("str")).where(step.notna(), "unclear")
    df = pd.crosstab(groups, kind).reindex(index=names.index, columns=STEP_COLUMNS, fill_value=0)
    df = df.assign(weak=df[STEP_COLUMNS[:3]].sum(axis=1), indicators=df[STEP_COLUMNS].sum(axis=1))
    return df.reset_index(names="group").assign(name=list(names))


def _step_label(step: str, language: str) -> str:
    return say("column.unclear" if step == "unclear" else f"ladder.{step}", language)


def _ladder_finding(worst: pd.Series, groups: int) -> str:
    if not worst["weak"]:
        return "finding_none"
    if groups > 1:
        return "finding"
    return "finding_unnamed" if worst["name"] == MISSING else "finding_one"


def _draw_steps(exhibit: Exhibit, key: str) -> Figure:
    df, language = exhibit.table, exhibit.language
    colours = dict(zip(STEP_COLUMNS, [*sequence(len(STEPS)), RULE], strict=True))
    drawn = [step for step in STEP_COLUMNS if df[step].any()]
    return stacked_bars(
        exhibit,
        list(df["name"]),
        df[drawn].to_numpy(),
        [_step_label(step, language) for step in drawn],
        [say(f"{key}.bar", language, weak=row.weak, n=row.indicators) for row in each_row(df)],
        colours=[colours[step] for step in drawn],
        texts=[[str(count) if count else "" for count in row] for row in df[drawn].to_numpy()],
    )
