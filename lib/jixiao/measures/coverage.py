"""Which indicators a project sets, and how many of them can be checked."""

from __future__ import annotations

import pandas as pd

from jixiao.conventions import COPIED
from jixiao.errors import check_known
from jixiao.frames import among, each_once, each_row
from jixiao.measures import KEYS
from jixiao.measures.targets import STEPS, is_full, is_quantified, ladder
from jixiao.vocabulary import Vocabulary, shipped


def slots(
    documents: pd.DataFrame, projects: pd.DataFrame, indicators: pd.DataFrame, *, k: int = COPIED
) -> pd.DataFrame:
    """Every project against every level-2 slot of its document's framework.

    Parameters
    ----------
    documents, projects, indicators : DataFrame
        The tidy tables.
    k : int
        On how many projects of a document a target must stand to count as copied, at least 2.

    Returns
    -------
    DataFrame
        document_id, department_id, scope, project_id, level1, level2, indicators, quantified (counts), step (the
        highest on the ladder, missing where the slot is empty or unclear), target (as published; the first of the
        highest step). One row a project and slot, in the framework's order.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import coverage
    >>> data = load("sample")
    >>> slots = coverage.slots(data.documents, data.projects, data.indicators)
    >>> slots[["level2", "indicators", "quantified", "step"]].head(3)
      level2  indicators  quantified  step
    0     数量           1           1     3
    1     质量           1           0     1
    2     时效           1           0     2
    """
    steps = ladder(documents, projects, indicators, k=k)["step"]
    df = indicators.assign(step=steps, quantified=is_quantified(indicators))
    df = df.sort_values(["step", "position"], ascending=[False, True], kind="stable")
    keys = ["project_id", "level2"]
    counts = df.groupby(keys, as_index=False).agg(
        indicators=("indicator_id", "count"), quantified=("quantified", "sum")
    )
    set_slots = counts.merge(df.drop_duplicates(keys)[[*keys, "step", "target"]], on=keys)
    out = _grid(documents, projects).merge(set_slots, on=keys, how="left")
    counts = out[["indicators", "quantified"]].fillna(0).astype(int)
    return out.assign(**counts)


def coverage(
    documents: pd.DataFrame,
    projects: pd.DataFrame,
    indicators: pd.DataFrame,
    *,
    required: str = "all",
    by_project=False,
) -> pd.DataFrame:
    """Present ÷ required level-2 slots.

    Parameters
    ----------
    documents, projects, indicators : DataFrame
        The tidy tables.
    required : str
        Name of a required set in the vocabulary: ``all`` slots of the framework, or its ``core``. Which one holds is a
        matter of the local form: show both. The denominator is what a project could set, not what would make sense.
    by_project : bool
        One row a project instead of one a department.

    Returns
    -------
    DataFrame
        document_id, department_id, scope, project_id (with ``by_project``), required, present (counts), missing (with
        ``by_project``: the empty slots, as text), share.

    Raises
    ------
    UsageError
        Where the vocabulary has no such required set.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import coverage
    >>> data = load("sample")
    >>> coverage.coverage(data.documents, data.projects, data.indicators)[["required", "present", "share"]].round(3)
       required  present  share
    0        81       73  0.901
    """
    frameworks = projects["document_id"].map(documents.set_index("document_id")["framework"])
    parts = [projects.head(0)[[*KEYS, "project_id"]].assign(required=0, present=0, missing="")]
    for framework, own in projects[[*KEYS, "project_id"]].groupby(frameworks):
        sets = shipped().words["frameworks"][framework]["required"]
        check_known(required, sets, "required set")
        parts.append(_with_required(own, indicators, sets[required]))
    df = pd.concat(parts).sort_index(kind="stable", ignore_index=True)
    if not by_project:
        df = df.groupby(KEYS, as_index=False)[["required", "present"]].sum()
    return df.assign(share=df["present"] / df["required"])


def _with_required(projects: pd.DataFrame, indicators: pd.DataFrame, wanted: list[list[str]]) -> pd.DataFrame:
    """Projects with what is wanted of them, slot by slot: any of a slot's names will do."""
    held = [
        among(projects["project_id"], indicators.loc[indicators["level2"].isin(names), "project_id"])
        for names in wanted
    ]
    names = [" / ".join(names) for names in wanted]
    sets = pd.Series(list(zip(*held, strict=True)), index=projects.index, dtype=object)
    missing = each_once(lambda one: " · ".join(name for name, there in zip(names, one, strict=True) if not there), sets)
    return projects.assign(required=len(wanted), present=sum(held), missing=pd.Series(missing, projects.index, "str"))


def quantified(projects: pd.DataFrame, indicators: pd.DataFrame, by: list[str] | None = None) -> pd.DataFrame:
    """Share of targets that hold a number, a range or a date.

    Parameters
    ----------
    projects, indicators : DataFrame
        The tidy tables.
    by : list of str, optional
        Further groups: level1, level2, project_id.

    Returns
    -------
    DataFrame
        document_id, department_id, scope, the groups, indicators (count without unclear ones: the denominator),
        quantified, unclear (counts), share, weighted_share (mean of the projects' own shares, weighted by their
        budgets).

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import coverage
    >>> data = load("sample")
    >>> coverage.quantified(data.projects, data.indicators, ["level1"])[["level1", "quantified", "indicators"]]
      level1  quantified  indicators
    0     产出          29          36
    1     效益           4          28
    2    满意度           9           9
    """
    keys = [*KEYS, *(by or [])]
    df = indicators.merge(projects[[*KEYS, "project_id", "budget"]], on="project_id")
    unclear = df["kind"].eq("unclear")
    df = df.assign(indicators=~unclear, quantified=is_quantified(df), unclear=unclear)
    counts = ["indicators", "quantified", "unclear"]
    own = df.groupby([*keys, "project_id"] if "project_id" not in keys else keys, as_index=False, dropna=False).agg(
        {**dict.fromkeys(counts, "sum"), "budget": "first"}
    )
    known = own["budget"].where(own["indicators"] > 0)
    own = own.assign(weight=known, weighted=known * own["quantified"] / own["indicators"].where(own["indicators"] > 0))
    out = own.groupby(keys, as_index=False, dropna=False)[[*counts, "weight", "weighted"]].sum()
    out = out.assign(
        share=out["quantified"] / out["indicators"].where(out["indicators"] > 0),
        weighted_share=out["weighted"] / out["weight"].where(out["weight"] > 0),
    )
    return out.drop(columns=["weight", "weighted"])


def ladder_counts(
    documents: pd.DataFrame,
    projects: pd.DataFrame,
    indicators: pd.DataFrame,
    *,
    k: int = COPIED,
    by: list[str] | None = None,
) -> pd.DataFrame:
    """Targets of every department by step of the ladder.

    Parameters
    ----------
    documents, projects, indicators : DataFrame
        The tidy tables.
    k : int
        On how many projects of a document a target must stand to count as copied, at least 2.
    by : list of str, optional
        Further groups: level1, level2, project_id.

    Returns
    -------
    DataFrame
        document_id, department_id, scope, the groups in ``by``, step (0–5), name, indicators (count, 0 where there are
        none), share (of all that are not unclear).

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import coverage
    >>> data = load("sample")
    >>> coverage.ladder_counts(data.documents, data.projects, data.indicators)[["step", "name", "indicators"]]
       step               name  indicators
    0     0              blank           0
    1     1       repeats name          27
    2     2        other words           4
    3     3  incomplete number           1
    4     4        full number          23
    5     5        informative          18
    """
    keys = [*KEYS, *(by or [])]
    steps = ladder(documents, projects, indicators, k=k)["step"]
    df = indicators.assign(step=steps).merge(projects[[*KEYS, "project_id"]], on="project_id")
    groups = df[keys].drop_duplicates().merge(pd.DataFrame({"step": range(len(STEPS)), "name": STEPS}), how="cross")
    counts = df.dropna(subset="step").groupby([*keys, "step"], dropna=False).size().rename("indicators").reset_index()
    out = groups.merge(counts.astype({"step": "int64"}), on=[*keys, "step"], how="left")
    out["indicators"] = out["indicators"].fillna(0).astype(int)
    total = out.groupby(keys, dropna=False)["indicators"].transform("sum")
    return out.assign(share=out["indicators"] / total.where(total > 0))


def slot_fit(projects: pd.DataFrame, indicators: pd.DataFrame, *, vocabulary: Vocabulary | None = None) -> pd.DataFrame:
    """Dimension of the units against level 2: a rate under 数量 or a count under 质量 stands in the wrong slot.

    Parameters
    ----------
    projects, indicators : DataFrame
        Tables of a dataset.
    vocabulary : Vocabulary, optional
        What units there are, as ``Dataset.vocabulary``; else those that are shipped.

    Returns
    -------
    DataFrame
        document_id, department_id, scope, level2, dimension (rate, money, time, count, measure, none), indicators
        (count), fits (by the vocabulary's table, a convention of this tool; true for a level that the table does not
        name, missing where the unit tells nothing, or no level is stated). Quantified targets only.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import coverage
    >>> data = load("sample")
    >>> coverage.slot_fit(data.projects, data.indicators)[["level2", "dimension", "indicators", "fits"]].head(3)
      level2 dimension  indicators   fits
    0     成本     money           8   True
    1     数量     count           7   True
    2     数量      rate           2  False
    """
    df = indicators[is_quantified(indicators)].merge(projects[[*KEYS, "project_id"]], on="project_id")
    dimension = df["unit"].fillna("").map((vocabulary or shipped()).dimension)
    dimension = dimension.mask(df["kind"].eq("date"), "time").replace("", "none")
    df = df.assign(dimension=dimension)
    keys = [*KEYS, "level2", "dimension"]
    out = df.groupby(keys, as_index=False, dropna=False).agg(indicators=("indicator_id", "count"))
    fit = shipped().words["slot_fit"]
    known = out["dimension"].ne("none") & out["level2"].notna()
    fits = [
        row.dimension in fit.get(row.level2, [row.dimension]) if judged else pd.NA
        for row, judged in zip(each_row(out), known, strict=True)
    ]
    return out.assign(fits=pd.array(fits, dtype="boolean"))


def weak_projects(projects: pd.DataFrame, indicators: pd.DataFrame, *, level1: str = "效益") -> pd.DataFrame:
    """Projects by whether their targets of one level all stand below step 4.

    Parameters
    ----------
    projects, indicators : DataFrame
        The tidy tables.
    level1 : str
        The level, by its Chinese name.

    Returns
    -------
    DataFrame
        document_id, department_id, scope, project_id, project_name, position, budget (万元), targets (of the level),
        full (of these at step 4 or above), weak (bool). Projects that do not set the level, or have an unclear target
        in it, are left out: what was not read with certainty proves nothing.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import coverage
    >>> data = load("sample")
    >>> coverage.weak_projects(data.projects, data.indicators)[["budget", "targets", "full", "weak"]].head(3)
       budget  targets  full   weak
    0    5.00        3     0   True
    1  567.00        3     0   True
    2  542.13        3     1  False
    """
    df = indicators.assign(full=is_full(indicators), known=~indicators["kind"].eq("unclear"))
    df = df[indicators["level1"].eq(level1)]
    own = df.groupby("project_id").agg(targets=("known", "size"), known=("known", "sum"), full=("full", "sum"))
    own = own[own["known"] == own["targets"]].assign(weak=lambda projects: projects["full"].eq(0))
    columns = [*KEYS, "project_id", "project_name", "position", "budget"]
    return projects[columns].merge(own.drop(columns="known"), left_on="project_id", right_index=True)


def weak_money(projects: pd.DataFrame, indicators: pd.DataFrame, *, level1: str = "效益") -> pd.DataFrame:
    """Money of projects whose targets of one level all stand below step 4: a signal, never a verdict.

    Parameters
    ----------
    projects, indicators : DataFrame
        The tidy tables.
    level1 : str
        The level, by its Chinese name.

    Returns
    -------
    DataFrame
        document_id, department_id, scope, projects, budget (with such targets only), of_projects, of_budget (all
        projects of `weak_projects`), share (of the money).

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import coverage
    >>> data = load("sample")
    >>> coverage.weak_money(data.projects, data.indicators)[["projects", "budget", "of_budget", "share"]].round(3)
       projects   budget  of_budget  share
    0         6  1030.81    1780.15  0.579
    """
    df = weak_projects(projects, indicators, level1=level1)
    df = df.assign(weak_budget=df["budget"].where(df["weak"], 0.0))
    out = df.groupby(KEYS, as_index=False).agg(
        projects=("weak", "sum"),
        budget=("weak_budget", "sum"),
        of_projects=("weak", "count"),
        of_budget=("budget", "sum"),
    )
    return out.assign(share=out["budget"] / out["of_budget"].where(out["of_budget"] > 0))


def _grid(documents: pd.DataFrame, projects: pd.DataFrame) -> pd.DataFrame:
    """Every project with every level-2 slot of its framework, and the level 1 that the slot belongs to."""
    rows = []
    for document in each_row(documents):
        framework = shipped().words["frameworks"][document.framework]
        pairs = [(level1, level2) for level1, names in framework["slots"].items() for level2 in names]
        rows += [(document.document_id, level1, level2) for level1, level2 in pairs]
    grid = pd.DataFrame(rows, columns=["document_id", "level1", "level2"])
    return projects[[*KEYS, "project_id"]].merge(grid, on="document_id")
