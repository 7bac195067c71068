"""The matrix of indicator coverage: every project against every level-2 slot, and what its target holds."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
from matplotlib.figure import Figure

from jixiao.dataset import Dataset
from jixiao.exhibits.charts import cell_room, matrix
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.scope import Scope
from jixiao.exhibits.specification import Specification
from jixiao.exhibits.style import ACCENT, BLUE, GREY, SMALLEST, text_width
from jixiao.frames import each_row
from jixiao.measures import coverage as measure
from jixiao.measures import targets
from jixiao.phrases import listed, name, say
from jixiao.review.settings import convention
from jixiao.vocabulary import shipped

SECTION = "coverage"
NAMED = 1.62  # inches for the names of projects beside the matrix
COVERAGE_MATRIX = Specification(
    "coverage_matrix", SECTION, n="indicator", shown={"project_name": "text"}, picture="matrix"
)


def coverage_matrix(data: Dataset, *, k: int = 0, limit: int = 0, language: str = "zh") -> Exhibit:
    """Every project against every level-2 slot: whether an indicator is set, and whether its target holds a number.

    Of several targets in a slot the most informative is written.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    k : int
        Number of projects on which one target counts as copied, a convention of this tool; 0: as set.
    limit : int
        The most projects that are drawn, those with the most money; 0 draws all. The table has all.
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
    'Targets with a number: Output 29/36, Outcome 4/28, Satisfaction 9/9; fit for assessment: 18/73'
    """
    scope = Scope.of(data, language)
    copies = convention("copied", k)
    df = _slots(data, copies)
    if data.indicators.empty:
        return scope.nothing(COVERAGE_MATRIX, "no_indicators")
    level2 = list(df["level2"].unique())
    shares = _level1_shares(data, list(df["level1"].unique()), language)
    outside = int((~data.indicators["level2"].isin(level2)).sum())
    whole, core = (
        measure.coverage(data.documents, data.projects, data.indicators, required=set_).iloc[0]
        for set_ in ("all", "core")
    )
    exhibit = scope.exhibit(
        COVERAGE_MATRIX,
        _matrix_table(df, level2, language),
        {
            "shares": listed(shares, language),
            "present": int(whole["present"]),
            "required": int(whole["required"]),
            "share": whole["share"],
            **{f"core_{key}": core[key] for key in ("present", "required", "share")},
            "classes": listed(_classes(data, language), language),
            "informative": int(
                targets.ladder(data.documents, data.projects, data.indicators, k=copies)["step"].eq(5).sum()
            ),
            "outside": outside,
            "drawn": limit,
            "n": len(data.indicators),
        },
        draw=lambda exhibit: _draw_matrix(exhibit, df, level2, limit),
        title="title" if shares else "title_unclear" if scope.no_targets else "title_outside",
        finding="finding" if whole["present"] < whole["required"] else "finding_all",
        also=_core_said(whole, core) | {"outside": outside > 0, "limited": 0 < limit < len(data.projects)},
    )
    exhibit = replace(exhibit, description=_described(scope, df))
    return exhibit.with_columns({level: (name(level, language, short=True), "word") for level in level2})


def _core_said(whole: pd.Series, core: pd.Series) -> dict[str, bool]:
    """Which sentence on the core set is said: none where all slots are set anyway."""
    full = core["present"] == core["required"]
    less = whole["present"] < whole["required"]
    return {"core": less and not full, "core_all": less and full}


def _classes(data: Dataset, language: str) -> list[str]:
    """Levels 1 of whose levels 2 any one is enough for the core set."""
    framework = shipped().words["frameworks"][data.documents["framework"].iloc[0]]
    free = {slots[0] for slots in framework["required"]["core"] if slots[1:]}
    return [name(level, language) for level, slots in framework["slots"].items() if free & {*slots}]


def _described(scope: Scope, df: pd.DataFrame) -> str:
    """What the matrix shows: at each level how many projects hold a number, only repeat the name, or have none."""
    parts = [
        scope.say(
            "coverage_matrix.described",
            level=name(str(level), scope.language),
            number=int(own["quantified"].gt(0).sum()),
            repeats=int((own["quantified"].eq(0) & own["step"].eq(1).fillna(False)).sum()),
            none=int(own["indicators"].eq(0).sum()),
        )
        for level, own in df.groupby("level2", sort=False)
    ]
    return scope.say("coverage_matrix.description", levels=scope.say("label.parts").join(parts))


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


def _draw_matrix(exhibit: Exhibit, df: pd.DataFrame, level2: list[str], limit: int) -> Figure:
    shown = exhibit.table.head(limit) if limit else exhibit.table
    headings = [name(level, exhibit.language, short=True) for level in level2]
    room = cell_room(exhibit, len(level2), NAMED)
    cells = [
        [_slot_cell(slot, exhibit.language, room) for slot in each_row(df[df["project_id"] == id_])]
        for id_ in shown["project_id"]
    ]
    return matrix(exhibit, list(shown["project_name"]), headings, cells, left=NAMED)


def _slot_text(slot, language: str) -> str:
    """What stands in a slot: the target that holds a number, or what its words are, or × for none."""
    if slot.indicators == 0:
        return "×"
    return slot.target if slot.quantified else say(f"coverage_matrix.{_slot_kind(slot)}", language)


def _slot_kind(slot) -> str:
    if slot.quantified:
        return "number"
    return "unclear" if pd.isna(slot.step) else "repeat" if slot.step == 1 else "words"


def _slot_cell(slot, language: str, room: float) -> tuple[str, str, str]:
    """Filled where there is a number, without its unit if it is too long; framed for words, accented for a repeat."""
    text, kind = _slot_text(slot, language), _slot_kind(slot)
    if slot.indicators == 0:
        return text, "", ""
    end = max((digit.end() for digit in re.finditer(r"\d", text)), default=0)
    forms = [text, text[:end], *(say(f"coverage_matrix.{key}", language) for key in (kind, f"{kind}_short"))]
    shown = next((form for form in forms if form and text_width(form, SMALLEST) < room), "")
    return (shown, BLUE, "") if kind == "number" else (shown, "", ACCENT if kind == "repeat" else GREY)
