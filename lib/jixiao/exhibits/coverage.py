"""Exhibits of indicator coverage: which indicators are set, and how many can be checked."""

from __future__ import annotations

import re
from itertools import chain

import pandas as pd
from matplotlib.figure import Figure

from jixiao.dataset import Dataset
from jixiao.exhibits.charts import bars, matrix, stacked_bars
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.scope import Scope
from jixiao.exhibits.style import ACCENT, BLUE, PALE, RULE, text_width
from jixiao.frames import each_row
from jixiao.measures import coverage as measure
from jixiao.measures import targets
from jixiao.phrases import MISSING, listed, name, say
from jixiao.review.settings import convention
from jixiao.vocabulary import shipped

SECTION = "coverage"


def coverage_matrix(data: Dataset, *, k: int = 0, language: str = "zh") -> Exhibit:
    """Every project against every level-2 slot: whether an indicator is set, and whether its target holds a number.

    Of several targets in a slot the most informative is written; on ``k`` projects one counts as copied, 0: as set.
    """
    scope = Scope.of(data, language)
    df = _slots(data, convention("copied", k))
    if data.indicators.empty:
        return scope.nothing("coverage_matrix", SECTION, "no_indicators")
    levels = measure.quantified(data.projects, data.indicators, ["level1"]).set_index("level1")
    shares = [
        say(
            "coverage_matrix.level",
            language,
            level=name(level, language),
            **levels.loc[level, ["quantified", "indicators"]],
        )
        for level in df["level1"].unique()
        if level in levels.index and levels.loc[level, "indicators"]
    ]
    whole = measure.coverage(data.documents, data.projects, data.indicators).iloc[0]
    level2 = list(df["level2"].unique())
    outside = int((~data.indicators["level2"].isin(level2)).sum())
    table = df.assign(cell=[_slot_text(slot, language) for slot in each_row(df)])
    table = table.pivot(index="project_id", columns="level2", values="cell")[level2]
    table = df[["project_id", "project_name"]].drop_duplicates().merge(table, on="project_id")
    exhibit = scope.exhibit(
        "coverage_matrix",
        SECTION,
        table,
        {"project_name": "text"},
        {
            "shares": listed(shares, language),
            "repeats": int(targets.repeats_name(data.indicators).sum()),
            "present": int(whole["present"]),
            "required": int(whole["required"]),
            "share": whole["share"],
            "outside": outside,
            "n": len(data.indicators),
        },
        n="indicator",
        draw=lambda exhibit: _draw_matrix(exhibit, df),
        picture="matrix",
        title="title" if shares else "title_unclear" if scope.no_targets else "title_outside",
        finding=("finding", "outside") if outside else ("finding",),
    )
    return exhibit.with_columns({level: (name(level, language, short=True), "word") for level in level2})


def _slots(data: Dataset, k: int) -> pd.DataFrame:
    """The measure with the projects' names, by budget."""
    df = measure.slots(data.documents, data.projects, data.indicators, k=k).reset_index(names="slot")
    df = df.merge(data.projects[["project_id", "project_name", "budget", "position"]], on="project_id")
    return df.sort_values(["budget", "position", "slot"], ascending=[False, True, True], ignore_index=True)


def _draw_matrix(exhibit: Exhibit, df: pd.DataFrame) -> Figure:
    level2 = list(df["level2"].unique())
    headings = [name(level, exhibit.language, short=True) for level in level2]
    projects = df.drop_duplicates("project_id")
    cells = [
        [_slot_cell(slot, exhibit.language) for slot in each_row(df[df["project_id"] == id_])]
        for id_ in projects["project_id"]
    ]
    return matrix(exhibit, list(projects["project_name"]), headings, cells, left=1.62, size=7.5)


def _by_slot(df: pd.DataFrame, data: Dataset) -> pd.DataFrame:
    """Rows in the framework's order of level 2; names outside it, and missing ones, come last."""
    framework = shipped().words["frameworks"][data.documents["framework"].iloc[0]]["slots"]
    order = {level: place for place, level in enumerate(chain(*framework.values()))}
    df = df.sort_values(
        "level2", key=lambda names: names.map(order).fillna(len(order)), kind="stable", ignore_index=True
    )
    return df.fillna({"level1": MISSING, "level2": MISSING})


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
    """Coverage by both required sets that are in use; which one holds is a matter of the local form."""
    scope = Scope.of(data, language)
    if data.indicators.empty:
        return scope.nothing("required_sets", SECTION, "no_indicators")
    tables = [data.documents, data.projects, data.indicators]
    whole = {name_: measure.coverage(*tables, required=name_).iloc[0] for name_ in ("all", "core")}
    both = [
        measure.coverage(*tables, required=name_, by_project=True).add_suffix(f"_{name_}") for name_ in ("all", "core")
    ]
    df = data.projects[["project_id", "project_name", "budget", "position"]]
    for table, name_ in zip(both, ("all", "core"), strict=True):
        df = df.merge(table, left_on="project_id", right_on=f"project_id_{name_}")
    df = df.sort_values(["budget", "position"], ascending=[False, True], ignore_index=True)
    df["missing_all"] = [
        listed([name(level, language) for level in missing.split(" · ")], language) if missing else None
        for missing in df["missing_all"]
    ]
    kept = [
        "project_id",
        "project_name",
        *(f"{name_}_{set_}" for set_ in ("all", "core") for name_ in ("present", "required")),
        "missing_all",
    ]
    core = shipped().words["frameworks"][data.documents["framework"].iloc[0]]["required"]["core"]
    slots = [
        say("label.any_of", language, slots=_names(group, language)) if group[1:] else _names(group, language)
        for group in core
    ]
    values = {f"{key}_{set_}": row[key] for set_, row in whole.items() for key in ("present", "required", "share")}
    return scope.exhibit(
        "required_sets",
        SECTION,
        df[kept],
        {
            "project_name": "text",
            "present_all": "count",
            "required_all": "count",
            "present_core": "count",
            "required_core": "count",
            "missing_all": "text",
        },
        {**values, "slots": listed(slots, language), "n": len(df)},
        n="project",
    )


def _names(slots: list[str], language: str) -> str:
    return " / ".join(name(slot, language) for slot in slots)


def level_shares(data: Dataset, *, language: str = "zh") -> Exhibit:
    """Indicators by level, and the share of them that is quantified, plain and weighted by budget."""
    scope = Scope.of(data, language)
    if scope.no_targets:
        return scope.nothing("level_shares", SECTION, scope.no_targets)
    df = measure.quantified(data.projects, data.indicators, ["level1", "level2"])
    df = _by_slot(df, data)
    level1 = measure.quantified(data.projects, data.indicators, ["level1"]).fillna({"level1": MISSING})
    level1 = level1.set_index("level1").loc[df["level1"].unique()]
    total = measure.quantified(data.projects, data.indicators)
    whole, subtotal = total.iloc[0], say("label.total", language)
    sums = [level1.reset_index().assign(level2=subtotal), total.assign(level1=subtotal)]
    labels = [name(level, language) for level in df["level2"]]
    weighted = pd.notna(whole["weighted_share"])
    ends = [say("level_shares.bar", language, **row._asdict()) for row in each_row(df)]
    return scope.exhibit(
        "level_shares",
        SECTION,
        df,
        {
            "level1": "level",
            "level2": "level",
            "indicators": "count",
            "quantified": "count",
            "unclear": "count",
            "share": "share",
            "weighted_share": "share",
        },
        {**whole, "n": len(data.indicators), "budget": data.projects["budget"].sum()},
        n="indicator",
        draw=lambda exhibit: stacked_bars(
            exhibit,
            labels,
            [(row.quantified, row.indicators - row.quantified) for row in each_row(df)],
            [scope.say("label.quantified"), scope.say("label.words")],
            ends,
            colours=[BLUE, RULE],
            left=1.45,
        ),
        picture="stacked",
        title="title" if weighted else "title_plain",
        finding=("finding" if weighted else "finding_plain", *(["unclear"] if whole["unclear"] else [])),
        headings={"share": "quantified_share"},
        totals=pd.concat(sums, ignore_index=True),
    )


def target_ladder(data: Dataset, *, k: int = 0, language: str = "zh") -> Exhibit:
    """How much the targets say, on a ladder from blank to informative.

    A target on ``k`` projects counts as copied, 0: as set; a convention of this tool.
    """
    scope, k = Scope.of(data, language), convention("copied", k)
    if scope.no_targets:
        return scope.nothing("target_ladder", SECTION, scope.no_targets)
    tables = [data.documents, data.projects, data.indicators]
    df = measure.ladder_counts(*tables, k=k)
    labels = [say(f"ladder.step{step}", language) for step in df["step"]]
    stricter = measure.ladder_counts(*tables, k=max(k - 1, 2)).iloc[-1]
    texts = [say("target_ladder.bar", language, **row._asdict()) for row in each_row(df)]
    unclear = int(data.indicators["kind"].eq("unclear").sum())
    return scope.exhibit(
        "target_ladder",
        SECTION,
        df.assign(name=labels),
        {"step": "count", "name": "text", "indicators": "count", "share": "share"},
        {
            "informative": int(df["indicators"].iloc[-1]),
            "share": df["share"].iloc[-1],
            "repeats": int(df["indicators"].iloc[1]),
            "repeats_share": df["share"].iloc[1],
            "k": k,
            "stricter_k": max(k - 1, 2),
            "stricter": int(stricter["indicators"]),
            "unclear": unclear,
            "n": int(df["indicators"].sum()),
        },
        n="indicator",
        draw=lambda exhibit: bars(
            exhibit, labels, list(df["indicators"]), texts, accent=list(df["step"] == 1), left=1.9
        ),
        picture="bars",
        finding=("finding", *(["stricter"] if k > 2 else []), *(["unclear"] if unclear else [])),
    )


def slot_fit(data: Dataset, *, language: str = "zh") -> Exhibit:
    """The dimension of the units against level 2; what does not fit by this tool's convention is accented."""
    scope = Scope.of(data, language)
    df = measure.slot_fit(data.projects, data.indicators, vocabulary=data.vocabulary)
    if df.empty:
        return scope.nothing("slot_fit", SECTION, scope.no_targets or "no_numbers")
    df = _by_slot(df, data)
    order = list(dict.fromkeys(df["level2"]))
    misfits = df[df["fits"].eq(False)]
    quotes = [
        say(
            "slot_fit.misfit",
            language,
            level=name(row.level2, language),
            dimension=say(f"dimension.{row.dimension}", language),
            n=row.indicators,
        )
        for row in each_row(misfits)
    ]
    return scope.exhibit(
        "slot_fit",
        SECTION,
        df.assign(dimension=[say(f"dimension.{dimension}", language) for dimension in df["dimension"]]),
        {"level2": "level", "dimension": "text", "indicators": "count", "fits": "flag"},
        {
            "misfits": int(misfits["indicators"].sum()),
            "quotes": listed(quotes, language),
            "n": int(df["indicators"].sum()),
        },
        n="number",
        draw=lambda exhibit: _draw_fit(exhibit, df, order),
        picture="matrix",
        title="title" if len(misfits) else "title_none",
        finding=("finding",) if len(misfits) else ("finding_none",),
    )


def _draw_fit(exhibit: Exhibit, df: pd.DataFrame, order: list[str]) -> Figure:
    dimensions = [d for d in ("count", "measure", "rate", "money", "time", "none") if d in set(df["dimension"])]
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
