"""Exhibits of indicator coverage: which indicators are set, and how many can be checked."""

from __future__ import annotations

from itertools import chain

import pandas as pd
from matplotlib.figure import Figure

from jixiao.dataset import Dataset
from jixiao.exhibits.charts import matrix, stacked_bars
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.scope import Scope
from jixiao.exhibits.specification import Specification
from jixiao.exhibits.style import ACCENT, BLUE, RULE
from jixiao.frames import each_row
from jixiao.measures import coverage as measure
from jixiao.phrases import MISSING, listed, name, say
from jixiao.vocabulary import shipped

SECTION = "coverage"
REQUIRED_SETS = Specification(
    "required_sets",
    SECTION,
    n="project",
    shown={
        "project_name": "text",
        "present_all": "count",
        "required_all": "count",
        "present_core": "count",
        "required_core": "count",
        "missing_all": "text",
    },
)
LEVEL_SHARES = Specification(
    "level_shares",
    SECTION,
    n="indicator",
    shown={
        "level1": "level",
        "level2": "level",
        "indicators": "count",
        "quantified": "count",
        "unclear": "count",
        "share": "share",
        "weighted_share": "share",
    },
    picture="stacked",
    headings={"share": "quantified_share"},
)
SLOT_FIT = Specification(
    "slot_fit",
    SECTION,
    n="number",
    shown={"level2": "level", "dimension": "text", "indicators": "count", "fits": "flag"},
    picture="matrix",
)
DIMENSIONS = ("count", "measure", "rate", "money", "time", "none")


def required_sets(data: Dataset, *, language: str = "zh") -> Exhibit:
    """Coverage by both required sets that are in use; which one holds is a matter of the local form.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a project, the largest budget first: ``project_id``, ``project_name``, the slots that are
        filled and required by the full set (``present_all``, ``required_all``) and by the core set (``present_core``,
        ``required_core``), and the names of those that the full set misses (``missing_all``). Without indicators it has
        no rows, and its title says why.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.required_sets(load("sample"), language="en").title
    'Coverage is 90.1% of all slots, 100.0% of the core set'
    """
    scope = Scope.of(data, language)
    if data.indicators.empty:
        return scope.nothing(REQUIRED_SETS, "no_indicators")
    sets = {
        name_: measure.coverage(data.documents, data.projects, data.indicators, required=name_).iloc[0]
        for name_ in ("all", "core")
    }
    table = _required_table(data, language)
    values = {f"{key}_{name_}": row[key] for name_, row in sets.items() for key in ("present", "required", "share")}
    slots = listed(_core_slots(data, language), language)
    return scope.exhibit(REQUIRED_SETS, table, {**values, "slots": slots, "n": len(table)})


def _required_table(data: Dataset, language: str) -> pd.DataFrame:
    df = data.projects[["project_id", "project_name", "budget", "position"]]
    for name_ in ("all", "core"):
        own = measure.coverage(data.documents, data.projects, data.indicators, required=name_, by_project=True)
        df = df.merge(own.add_suffix(f"_{name_}"), left_on="project_id", right_on=f"project_id_{name_}")
    df = df.sort_values(["budget", "position"], ascending=[False, True], ignore_index=True)
    df["missing_all"] = [
        listed([name(level, language) for level in missing.split(" · ")], language) if missing else None
        for missing in df["missing_all"]
    ]
    return df[["project_id", *REQUIRED_SETS.shown]]


def _core_slots(data: Dataset, language: str) -> list[str]:
    """The core set in words; of a group of slots any one will do."""
    core = shipped().words["frameworks"][data.documents["framework"].iloc[0]]["required"]["core"]
    groups = [(group, " / ".join(name(slot, language) for slot in group)) for group in core]
    return [say("label.any_of", language, slots=names) if group[1:] else names for group, names in groups]


def level_shares(data: Dataset, *, language: str = "zh") -> Exhibit:
    """Indicators by level, and the share of them that is quantified, plain and weighted by budget.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a level 2, in the framework's order: ``document_id``, ``department_id``, ``scope``,
        ``level1``, ``level2``, numbers of ``indicators``, ``quantified`` and ``unclear`` ones, ``share`` and
        ``weighted_share`` (0 to 1; missing where every target is unclear, or no money stands behind them). Totals a
        level 1 and of all are in ``totals``. Without a target that can be judged it has no rows, and its title says
        why.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.level_shares(load("sample"), language="en").title
    '42 of 73 targets are quantified (57.5%); weighted by budget 66.4%'
    """
    scope = Scope.of(data, language)
    if scope.no_targets:
        return scope.nothing(LEVEL_SHARES, scope.no_targets)
    df = _by_slot(measure.quantified(data.projects, data.indicators, ["level1", "level2"]), data)
    total = measure.quantified(data.projects, data.indicators)
    whole = total.iloc[0]
    weighted = pd.notna(whole["weighted_share"])
    return scope.exhibit(
        LEVEL_SHARES,
        df,
        {**whole, "n": len(data.indicators), "budget": data.projects["budget"].sum()},
        draw=_draw_shares,
        title="title" if weighted else "title_plain",
        finding="finding" if weighted else "finding_plain",
        also={"unclear": whole["unclear"] > 0},
        totals=_level_totals(data, df["level1"].unique(), total, language),
    )


def _level_totals(data: Dataset, levels, total: pd.DataFrame, language: str) -> pd.DataFrame:
    """A row a level 1, and one of all."""
    level1 = measure.quantified(data.projects, data.indicators, ["level1"]).fillna({"level1": MISSING})
    level1 = level1.set_index("level1").loc[levels].reset_index()
    label = say("label.total", language)
    return pd.concat([level1.assign(level2=label), total.assign(level1=label)], ignore_index=True)


def _draw_shares(exhibit: Exhibit) -> Figure:
    language, df = exhibit.language, exhibit.table
    return stacked_bars(
        exhibit,
        [name(level, language) for level in df["level2"]],
        [(row.quantified, row.indicators - row.quantified) for row in each_row(df)],
        [say("label.quantified", language), say("label.words", language)],
        [say("level_shares.bar", language, **row._asdict()) for row in each_row(df)],
        colours=[BLUE, RULE],
        left=1.45,
    )


def _by_slot(df: pd.DataFrame, data: Dataset) -> pd.DataFrame:
    """Rows in the framework's order of level 2; names outside it, and missing ones, come last."""
    framework = shipped().words["frameworks"][data.documents["framework"].iloc[0]]["slots"]
    order = {level: place for place, level in enumerate(chain(*framework.values()))}
    df = df.sort_values(
        "level2", key=lambda names: names.map(order).fillna(len(order)), kind="stable", ignore_index=True
    )
    return df.fillna({"level1": MISSING, "level2": MISSING})


def slot_fit(data: Dataset, *, language: str = "zh") -> Exhibit:
    """The dimension of the units against level 2; what does not fit by this tool's convention is accented.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row for each level 2 and dimension that occur together: ``document_id``, ``department_id``,
        ``scope``, ``level2``, ``dimension``, number of ``indicators``, and whether it ``fits`` (missing where no
        convention says). Without a target that holds a number it has no rows, and its title says why.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.slot_fit(load("sample"), language="en").title
    '5 targets with a number in a unit that does not fit'
    """
    scope = Scope.of(data, language)
    df = measure.slot_fit(data.projects, data.indicators, vocabulary=data.vocabulary)
    if df.empty:
        return scope.nothing(SLOT_FIT, scope.no_targets or "no_numbers")
    df = _by_slot(df, data)
    misfits = df[df["fits"].eq(False)]
    some = len(misfits) > 0
    return scope.exhibit(
        SLOT_FIT,
        df.assign(dimension=[say(f"dimension.{dimension}", language) for dimension in df["dimension"]]),
        {
            "misfits": int(misfits["indicators"].sum()),
            "quotes": listed([_misfit(row, language) for row in each_row(misfits)], language),
            "n": int(df["indicators"].sum()),
        },
        draw=lambda exhibit: _draw_fit(exhibit, df),
        title="title" if some else "title_none",
        finding="finding" if some else "finding_none",
    )


def _misfit(row, language: str) -> str:
    level, dimension = name(row.level2, language), say(f"dimension.{row.dimension}", language)
    return say("slot_fit.misfit", language, level=level, dimension=dimension, n=row.indicators)


def _draw_fit(exhibit: Exhibit, df: pd.DataFrame) -> Figure:
    order = list(dict.fromkeys(df["level2"]))
    dimensions = [dimension for dimension in DIMENSIONS if dimension in set(df["dimension"])]
    found = {(row.level2, row.dimension): row for row in each_row(df)}
    cells = [[_fit_cell(found.get((level, dimension))) for dimension in dimensions] for level in order]
    headings = [say(f"dimension.{dimension}", exhibit.language) for dimension in dimensions]
    return matrix(exhibit, [name(level, exhibit.language) for level in order], headings, cells, left=1.45, size=9)


def _fit_cell(row) -> tuple[str, str, str]:
    if row is None:
        return "", "", ""
    if pd.isna(row.fits):
        return str(row.indicators), "#ffffff", RULE
    return str(row.indicators), BLUE if row.fits else ACCENT, ""
