"""Exhibits of the ladder: how much the targets say, of a department, its projects and its levels."""

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
from jixiao.measures.coverage import ladder_counts
from jixiao.measures.targets import STEPS, ladder
from jixiao.phrases import MISSING, name, say
from jixiao.review.settings import convention

STEP_COLUMNS = [*(f"step{number}" for number in range(len(STEPS))), "unclear"]
TARGET_LADDER = Specification(
    "target_ladder",
    "coverage",
    n="indicator",
    shown={"step": "count", "name": "text", "indicators": "count", "share": "share"},
    picture="bars",
)
LADDER_BY_PROJECT, LADDER_BY_LEVEL = (
    Specification(key, "targets", n="indicator", shown={"name": "text"}, picture="stacked", headings={"name": key})
    for key in ("ladder_by_project", "ladder_by_level")
)


def target_ladder(data: Dataset, *, k: int = 0, language: str = "zh") -> Exhibit:
    """How much the targets say, on a ladder from blank to informative.

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
        Its table has the six steps from blank (0) to informative (5): ``document_id``, ``department_id``, ``scope``,
        ``step``, its ``name``, the number of ``indicators`` on it and their ``share`` (0 to 1) of those that can be
        judged. Without a target that can be judged it has no rows, and its title says why.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.target_ladder(load("sample"), language="en").table[["step", "name", "indicators"]]
       step                  name  indicators
    0     0               0 blank           0
    1     1    1 repeats the name          27
    2     2         2 other words           4
    3     3  3 lacks sign or unit           1
    4     4     4 complete number          23
    5     5  5 fit for assessment          18
    """
    scope, k = Scope.of(data, language), convention("copied", k)
    if scope.no_targets:
        return scope.nothing(TARGET_LADDER, scope.no_targets)
    tables, stricter = [data.documents, data.projects, data.indicators], max(k - 1, 2)
    df = ladder_counts(*tables, k=k)
    unclear = int(data.indicators["kind"].eq("unclear").sum())
    return scope.exhibit(
        TARGET_LADDER,
        df.assign(name=[say(f"ladder.step{step}", language) for step in df["step"]]),
        {
            "informative": int(df["indicators"].iloc[-1]),
            "share": df["share"].iloc[-1],
            "repeats": int(df["indicators"].iloc[1]),
            "repeats_share": df["share"].iloc[1],
            "k": k,
            "stricter_k": stricter,
            "stricter": int(ladder_counts(*tables, k=stricter)["indicators"].iloc[-1]),
            "unclear": unclear,
            "n": int(df["indicators"].sum()),
        },
        draw=_draw_ladder,
        also={"stricter": k > 2, "unclear": unclear > 0},
    )


def _draw_ladder(exhibit: Exhibit) -> Figure:
    df = exhibit.table
    texts = [say("target_ladder.bar", exhibit.language, **row._asdict()) for row in each_row(df)]
    return bars(exhibit, list(df["name"]), list(df["indicators"]), texts, accent=list(df["step"] == 1), left=1.9)


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
    'Lasting impact: 8 of 8 targets without a number'
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
