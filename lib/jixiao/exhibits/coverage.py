"""Exhibits of indicator coverage: which indicators are set, and how many can be checked."""

from __future__ import annotations

import re
from itertools import chain

import pandas as pd
from matplotlib.figure import Figure

from jixiao.dataset import Dataset
from jixiao.exhibits.charts import matrix, stacked_bars
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.scope import Scope
from jixiao.exhibits.specification import Specification
from jixiao.exhibits.style import ACCENT, BLUE, PALE, RULE, text_width
from jixiao.frames import each_row
from jixiao.measures import coverage as measure
from jixiao.measures import targets
from jixiao.phrases import MISSING, listed, name, say
from jixiao.review.settings import convention
from jixiao.vocabulary import shipped

SECTION = "coverage"
COVERAGE_MATRIX = Specification(
    "coverage_matrix", SECTION, n="indicator", shown={"project_name": "text"}, picture="matrix"
)
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


def coverage_matrix(data: Dataset, *, k: int = 0, language: str = "zh") -> Exhibit:
    """Every project against every level-2 slot: whether an indicator is set, and whether its target holds a number.

    Of several targets in a slot the most informative is written.

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
        Its table has a row a project, the largest budget first: ``project_id``, ``project_name`` and a column for each
        slot of the framework (数量, 质量, …) with the target, what its words are, or × for none. Without indicators it
        has no rows, and its title says why.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.coverage_matrix(load("sample"), language="en").title
    'Quantified targets: Output 29/36, Outcome 4/28, Satisfaction 9/9'
    """
    scope = Scope.of(data, language)
    df = _slots(data, convention("copied", k))
    if data.indicators.empty:
        return scope.nothing(COVERAGE_MATRIX, "no_indicators")
    level2 = list(df["level2"].unique())
    shares = _level1_shares(data, list(df["level1"].unique()), language)
    outside = int((~data.indicators["level2"].isin(level2)).sum())
    whole = measure.coverage(data.documents, data.projects, data.indicators).iloc[0]
    exhibit = scope.exhibit(
        COVERAGE_MATRIX,
        _matrix_table(df, level2, language),
        {
            "shares": listed(shares, language),
            "repeats": int(targets.repeats_name(data.indicators).sum()),
            "present": int(whole["present"]),
            "required": int(whole["required"]),
            "share": whole["share"],
            "outside": outside,
            "n": len(data.indicators),
        },
        draw=lambda exhibit: _draw_matrix(exhibit, df, level2),
        title="title" if shares else "title_unclear" if scope.no_targets else "title_outside",
        also={"outside": outside > 0},
    )
    return exhibit.with_columns({level: (name(level, language, short=True), "word") for level in level2})


def _slots(data: Dataset, k: int) -> pd.DataFrame:
    """The measure with the projects' names, by budget."""
    df = measure.slots(data.documents, data.projects, data.indicators, k=k).reset_index(names="slot")
    df = df.merge(data.projects[["project_id", "project_name", "budget", "position"]], on="project_id")
    return df.sort_values(["budget", "position", "slot"], ascending=[False, True, True], ignore_index=True)


def _level1_shares(data: Dataset, levels: list[str], language: str) -> list[str]:
    """How many targets of each level 1 are quantified, in words."""
    counts = measure.quantified(data.projects, data.indicators, ["level1"]).set_index("level1")
    return [
        say(
            "coverage_matrix.level",
            language,
            level=name(level, language),
            **counts.loc[level, ["quantified", "indicators"]],
        )
        for level in levels
        if level in counts.index and counts.loc[level, "indicators"]
    ]


def _matrix_table(df: pd.DataFrame, level2: list[str], language: str) -> pd.DataFrame:
    table = df.assign(cell=[_slot_text(slot, language) for slot in each_row(df)])
    table = table.pivot(index="project_id", columns="level2", values="cell")[level2]
    return df[["project_id", "project_name"]].drop_duplicates().merge(table, on="project_id")


def _draw_matrix(exhibit: Exhibit, df: pd.DataFrame, level2: list[str]) -> Figure:
    headings = [name(level, exhibit.language, short=True) for level in level2]
    cells = [
        [_slot_cell(slot, exhibit.language) for slot in each_row(df[df["project_id"] == id_])]
        for id_ in exhibit.table["project_id"]
    ]
    return matrix(exhibit, list(exhibit.table["project_name"]), headings, cells, left=1.62, size=7.5)


def _slot_text(slot, language: str) -> str:
    """What stands in a slot: the target that holds a number, or what its words are, or × for none."""
    if slot.indicators == 0:
        return "×"
    if slot.quantified:
        return slot.target
    key = "unclear" if pd.isna(slot.step) else "repeat" if slot.step == 1 else "words"
    return say(f"coverage_matrix.{key}", language)


def _slot_cell(slot, language: str) -> tuple[str, str, str]:
    """Filled where there is a number, without its unit if it is too long; framed for words, accented for a repeat."""
    text = _slot_text(slot, language)
    if slot.indicators == 0:
        return text, "", ""
    if slot.quantified:
        end = max((digit.end() for digit in re.finditer(r"\d", text)), default=0)
        forms = [text, text[:end], say("coverage_matrix.number", language)]
        return next((form for form in forms if text_width(form, 7.5) < 0.5), ""), BLUE, ""
    return text, "", ACCENT if slot.step is not pd.NA and slot.step == 1 else PALE


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
