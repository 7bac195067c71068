"""Two years or versions of documents compared: projects and targets, each row saying how it was matched."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd
from rapidfuzz import fuzz, process

from jixiao.conventions import NEAR
from jixiao.dataset import Dataset
from jixiao.errors import UsageError
from jixiao.frames import each_row
from jixiao.measures.targets import equals_budget
from jixiao.texts import seen
from jixiao.vocabulary import fold

DIRECTIONS = ["loosened", "tightened"]
CHANGES = ["dropped", *DIRECTIONS, "changed", "reworded", "renamed", "new", "kept"]
AT_LEAST, AT_MOST = (">=", ">"), ("<=", "<")
SIDES = ("before", "after")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)(?:年度|年)?")


def plain_name(name: str) -> str:
    """A name without its year, spaces and full-width forms.

    Parameters
    ----------
    name : str
        Of a project or an indicator.

    Returns
    -------
    str
        Folded, for comparing; not for showing.

    Examples
    --------
    >>> plain_name("社区管理 经费（2022年度）")
    '社区管理经费()'
    """
    return _YEAR.sub("", fold(name))


def compare_projects(before: Dataset, after: Dataset, *, near: float = NEAR) -> pd.DataFrame:
    """Projects of two datasets side by side: budgets and spending plans.

    Projects are matched by code where it stands once on either side, then by name without its year, then by near name
    (rapidfuzz ratio of at least ``near`` percent, of at most 2,000 characters, the nearest first): within a department
    where a side holds several, else whatever the ids of the two departments.

    Parameters
    ----------
    before, after : Dataset
        Usually one document each, of two years or stages.
    near : float
        Similarity in percent, 0–100.

    Returns
    -------
    DataFrame
        One row a project of either side: project_id, project_name, budget (万元) and plan (cumulative % at the
        checkpoints), each ``_before`` and ``_after``; matched_by (code, name, near name; missing for a project of one
        side), similarity (of the names, 0–1); change (of the budget: kept, changed; dropped, new); budget_change
        (万元), budget_change_share (missing from 0 or nothing); plan_shift (share by which the plan moved most at a
        checkpoint that both state, signed; missing without one). Empty without projects.

    Raises
    ------
    UsageError
        For ``near`` outside 0–100.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import comparison
    >>> data = load("sample")
    >>> before, after = data.select(projects=[1, 2]), data.select(projects=[2, 3])
    >>> comparison.compare_projects(before, after)[["budget_before", "budget_after", "change"]]
       budget_before  budget_after   change
    0          567.0        567.00     kept
    1            NaN        542.13      new
    2            5.0           NaN  dropped
    """
    several = any(data.projects["department_id"].nunique() > 1 for data in (before, after))
    left, right = (_projects(data, by_department=several) for data in (before, after))
    df = _side_by_side(left, right, _match(left, right, ["project_code", "plain"], ["code", "name"], near))
    difference = df["budget_after"] - df["budget_before"]
    both = df["project_id_before"].notna() & df["project_id_after"].notna()
    same = difference.abs().lt(0.005) | (df["budget_before"].isna() & df["budget_after"].isna())
    change = pd.Series("changed", index=df.index, dtype="str").mask(both & same, "kept")
    change = change.mask(df["project_id_after"].isna(), "dropped").mask(df["project_id_before"].isna(), "new")
    shifts = _plan_shifts(before, after, df)
    shown = ["project_id", "project_name", "budget", "plan"]
    columns = [f"{name}_{side}" for name in shown for side in SIDES]
    return df[[*columns, "matched_by", "similarity"]].assign(
        change=change,
        budget_change=difference,
        budget_change_share=(difference / df["budget_before"]).where(df["budget_before"].gt(0)),
        plan_shift=shifts,
    )


def compare_indicators(before: Dataset, after: Dataset, *, near: float = NEAR) -> pd.DataFrame:
    """Targets of two datasets side by side, and what became of each.

    Within matched projects indicators are matched by level 2 and name, then by level 2 and near name, then by level 2
    and the same target, where it stands once on either side. What became of a target: kept; renamed (the same target
    under another name); reworded (the same figure, or words on both sides, in other words); loosened and tightened,
    only where both are numbers with one unit and signs of one direction (≥: a lower value is looser, ≤: a higher one);
    else changed; dropped; new. Years in words and dates count from the document's own year.

    Parameters
    ----------
    before, after : Dataset
        As for `compare_projects`, which matches the projects.
    near : float
        Similarity in percent, 0–100.

    Returns
    -------
    DataFrame
        One row an indicator of either side: project_id, indicator_id, project_name, level2, indicator and target, each
        ``_before`` and ``_after``; matched_by (name, near name, target), similarity (0–1), change, follows_budget (True
        where both are cost caps equal to their project's budget: the target moved because the budget did), left_behind
        (True where the target stayed a cap of the budget before, and the budget did not). Empty without indicators.

    Raises
    ------
    UsageError
        For ``near`` outside 0–100.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import comparison
    >>> data = load("sample")
    >>> before, after = data.select(projects=[1, 2]), data.select(projects=[2, 3])
    >>> comparison.compare_indicators(before, after)["change"].value_counts()
    change
    kept       8
    new        8
    dropped    8
    Name: count, dtype: int64
    """
    projects = compare_projects(before, after, near=near)
    ids = projects.rename_axis("pair").reset_index()
    pairs = {side: ids.dropna(subset=f"project_id_{side}").set_index(f"project_id_{side}")["pair"] for side in SIDES}
    left, right = (_indicators(data, pairs[side]) for data, side in zip((before, after), SIDES, strict=True))
    matched = _match(left, right, ["plain"], ["name"], near)
    df = _side_by_side(left, right, pd.concat([matched, _same_targets(left, right, matched)], ignore_index=True))
    change = [_change(row) for row in df.to_dict("records")]
    shown = ["project_id", "indicator_id", "project_name", "level2", "indicator", "target"]
    columns = [f"{name}_{side}" for name in shown for side in SIDES]
    follows = df["capped_before"].eq(True) & df["capped_after"].eq(True) & pd.Series(change).isin(DIRECTIONS)
    stayed = pd.Series(change).isin(["kept", "renamed", "reworded"])
    behind = df["capped_before"].eq(True) & df["capped_after"].eq(False) & stayed
    return df[[*columns, "matched_by", "similarity"]].assign(
        change=pd.Series(change, dtype="str"), follows_budget=follows, left_behind=behind
    )


def _projects(data: Dataset, *, by_department: bool) -> pd.DataFrame:
    plans = data.disbursements.dropna(subset="cumulative_share").sort_values("date")
    texts = (
        plans["cumulative_share"].mul(100).map("{:g}".format).astype("str").groupby(plans["project_id"]).agg(" · ".join)
    )
    return data.projects.assign(
        group=data.projects["department_id"] if by_department else "",
        plain=data.projects["project_name"].map(plain_name),
        plan=data.projects["project_id"].map(texts).astype("str"),
    )


def _indicators(data: Dataset, pairs: pd.Series) -> pd.DataFrame:
    """The indicators with what they are matched and judged by; ``pairs`` numbers the matched projects."""
    df, projects = data.indicators, data.projects.set_index("project_id")
    years = df["project_id"].map(projects["document_id"]).map(data.documents.set_index("document_id")["year"])
    return df.assign(
        group=df["project_id"].map(pairs).astype("str") + "/" + df["level2"].fillna(""),
        plain=df["indicator"].fillna("").map(plain_name),
        project_name=df["project_id"].map(projects["project_name"]).astype("str"),
        words=df["target"].fillna("").map(plain_name),
        due=(df["deadline"].dt.year - years.astype(float)).map("{:+g}".format).astype("str")
        + df["deadline"].dt.strftime("-%m-%d").astype("str"),
        capped=equals_budget(data.projects, df),
    )


def _match(
    before: pd.DataFrame, after: pd.DataFrame, keys: Sequence[str], words: Sequence[str], near: float
) -> pd.DataFrame:
    """Pairs of row numbers within a group, by keys that stand once on either side, then by the nearest names."""
    if not 0 <= near <= 100:
        raise UsageError(f"near is {near}", expected="0 to 100 percent of similarity")
    left, right = before.reset_index(drop=True), after.reset_index(drop=True)
    found: list[tuple[int, int, str, float]] = []
    for key, word in zip(keys, words, strict=True):
        one = _unmatched(left, [pair[0] for pair in found], key)
        other = _unmatched(right, [pair[1] for pair in found], key)
        both = one.merge(other, on=["group", key], suffixes=("_before", "_after"))
        for row in each_row(both):
            similar = fuzz.ratio(*map(seen, (left["plain"][row.row_before], right["plain"][row.row_after])))
            found.append((row.row_before, row.row_after, word, similar))
    found += _nearest(left.drop([pair[0] for pair in found]), right.drop([pair[1] for pair in found]), near)
    df = pd.DataFrame(found, columns=["row_before", "row_after", "matched_by", "similarity"])
    return df.assign(similarity=df["similarity"].astype(float) / 100, matched_by=df["matched_by"].astype("str"))


def _unmatched(df: pd.DataFrame, matched: list[int], key: str) -> pd.DataFrame:
    """Rows not yet matched whose key stands once in their group."""
    rest = df.drop(matched)
    rest = rest[rest[key].notna() & rest[key].ne("")]
    return rest.drop_duplicates(["group", key], keep=False).reset_index(names="row")[["row", "group", key]]


def _nearest(left: pd.DataFrame, right: pd.DataFrame, near: float) -> list[tuple[int, int, str, float]]:
    """Pairs of one group whose names are near enough: the nearest first, then in order."""
    candidates = []
    for group, one in left.groupby("group"):
        other = right[right["group"] == group]
        names = (side["plain"].map(seen) for side in (one, other))
        scores = process.cdist(*names, scorer=fuzz.ratio, score_cutoff=max(near, 1))
        candidates += [
            (-score, a, b)
            for a, line in zip(one.index, scores, strict=True)
            for b, score in zip(other.index, line, strict=True)
            if score
        ]
    pairs: list[tuple[int, int, str, float]] = []
    used: tuple[set[int], set[int]] = (set(), set())
    for score, a, b in sorted(candidates):
        if a not in used[0] and b not in used[1]:
            pairs.append((a, b, "near name", -score))
            used[0].add(a)
            used[1].add(b)
    return pairs


def _same_targets(left: pd.DataFrame, right: pd.DataFrame, matched: pd.DataFrame) -> pd.DataFrame:
    """Pairs of indicators with other names: of one project and level 2, with a target that stands there once each."""
    one, other = left.reset_index(drop=True), right.reset_index(drop=True)
    rest = [
        _unmatched(side, matched[row].tolist(), "words") for side, row in ((one, "row_before"), (other, "row_after"))
    ]
    pairs = rest[0].merge(rest[1], on=["group", "words"], suffixes=("_before", "_after"))
    names = zip(one["plain"].reindex(pairs["row_before"]), other["plain"].reindex(pairs["row_after"]), strict=True)
    similar = [fuzz.ratio(*map(seen, pair)) / 100 for pair in names]
    return pairs[["row_before", "row_after"]].assign(
        matched_by=pd.Series("target", index=pairs.index, dtype="str"), similarity=pd.Series(similar, dtype="float64")
    )


def _side_by_side(before: pd.DataFrame, after: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Every row of either side once, matched rows beside each other: the order of ``after``, then what was dropped."""
    left = before.reset_index(drop=True).add_suffix("_before").reset_index(names="row_before")
    right = after.reset_index(drop=True).add_suffix("_after").reset_index(names="row_after")
    df = right.merge(pairs, on="row_after", how="left").merge(left, on="row_before", how="outer")
    return df.sort_values(["row_after", "row_before"], ignore_index=True)


def _plan_shifts(before: Dataset, after: Dataset, df: pd.DataFrame) -> pd.Series:
    """The largest signed move of each project's planned share at the days of the year that both plans state."""
    plans = [data.disbursements.assign(day=data.disbursements["date"].dt.strftime("%m-%d")) for data in (before, after)]
    matched = df[["project_id_before", "project_id_after"]].dropna().reset_index(names="row")
    for side, plan in zip(SIDES, plans, strict=True):
        plan = plan[["project_id", "day", "cumulative_share"]]
        plan = plan.rename(columns={"project_id": f"project_id_{side}", "cumulative_share": side})
        matched = matched.merge(plan, on=[column for column in matched if column in plan])
    moved = (matched["after"] - matched["before"]).round(10).dropna()
    largest = moved.abs().groupby(matched["row"]).idxmax()
    return moved.loc[largest].set_axis(largest.index).reindex(df.index)


def _change(row: dict) -> str:
    """What became of one target, told from what was read with certainty."""
    if pd.isna(row["indicator_id_after"]):
        return "dropped"
    if pd.isna(row["indicator_id_before"]):
        return "new"
    words = row["words_before"] == row["words_after"]
    if words and row["plain_before"] == row["plain_after"]:
        return "kept"
    if words:
        return "renamed"
    kinds = {row["kind_before"], row["kind_after"]}
    if kinds == {"text"} or ("unclear" not in kinds and _figure(row, "before") == _figure(row, "after")):
        return "reworded"
    return _direction(row) if kinds == {"number"} else "changed"


def _figure(row: dict, side: str) -> tuple:
    parts = [row[f"{name}_{side}"] for name in ("kind", "operator", "value", "upper", "unit", "due")]
    return tuple(None if pd.isna(part) else part for part in parts)


def _direction(row: dict) -> str:
    """Loosened or tightened where sign and unit allow to say so; a strict sign is tighter than its weak one."""
    signs = (row["operator_before"], row["operator_after"])
    bounds = [(row[f"value_{side}"], row[f"operator_{side}"]) for side in SIDES]
    if pd.isna(row["unit_before"]) or row["unit_before"] != row["unit_after"]:
        return "changed"
    if all(sign in AT_LEAST for sign in signs):
        old, new = ((value, sign == ">") for value, sign in bounds)
    elif all(sign in AT_MOST for sign in signs):
        old, new = ((-value, sign == "<") for value, sign in bounds)
    else:
        return "changed"
    return "tightened" if new > old else "loosened"
