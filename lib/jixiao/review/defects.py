"""One finding a defect: what one cause breaks many times is told once, and what follows from it stands below it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from jixiao.dataset import Dataset
from jixiao.frames import gathered, looked_up
from jixiao.review.rule import OWNER, SEVERITIES

# Rules whose finding follows from another on the same indicator: mending the one mends the other.
FOLLOWS = {
    "R01": ("C07", "A05", "R06"),
    "R02": ("C07", "A05", "C17", "R06"),
    "R03": ("C07", "A05", "C17"),
    "C05": ("C06", "C10"),
    "C06": ("C10",),
    "C17": ("C07", "R06"),
    "A07": ("R06",),
    "F05": ("C16",),
    "R04": ("C16",),
    "R05": ("R01", "R02"),
}
# Rules told once a department, or once a project: their findings differ only in where they are.
ONCE = dict.fromkeys(("A03", "A08", "C05", "F05", "F06", "R10"), "department")
ONCE |= dict.fromkeys(("C06", "R01", "R03", "R07"), "project")


def with_defects(findings: pd.DataFrame, data: Dataset) -> pd.DataFrame:
    """The findings with ``defect``, the row of the first finding of their defect, and whether they ``follow`` from it.

    A target that is low (A08) follows from one number for all projects (A09) of the same department.
    """
    scope = findings["project_id"].map(data.projects.set_index("project_id")["scope"]).astype(object).fillna("")
    cause = _causes(findings, scope)
    once = findings["rule"].map(ONCE).mask(cause.notna())
    place = findings["project_id"].mask(once.eq("department"), scope)
    first = pd.Series(findings.index, findings.index)
    shared = once.notna() & place.notna()
    own = findings[["rule", *OWNER]][shared].assign(place=place[shared])
    quote = findings["quote"][shared].where(own["rule"].eq("F06"), "")
    keys = [*(own[column] for column in own), quote]
    first[shared] = first[shared].groupby(keys, sort=False, dropna=False).transform("first")
    defect = cause.map(first).where(cause.notna(), first)
    deeper = defect.map(cause)  # what a cause itself follows from
    defect = deeper.map(first).where(deeper.notna(), defect)
    return findings.assign(defect=defect.astype("int64"), follows=cause.notna())


def _causes(findings: pd.DataFrame, scope: pd.Series) -> pd.Series:
    """The row of the finding that each follows from; missing for those that stand for themselves."""
    of_owner = scope.eq("project") | findings["rule"].eq("A09")
    indicators = _numbered(findings["indicator_id"])
    owners = _numbered((findings[OWNER[0]] + "\t" + findings[OWNER[1]]).where(of_owner))
    pairs = [(rule, cause, indicators) for rule, causes in FOLLOWS.items() for cause in causes]
    rows = {str(rule): np.asarray(places) for rule, places in findings.groupby("rule").indices.items()}
    found = np.full(len(findings), -1)
    for rule, cause, ids in [*pairs, ("A08", "A09", owners)]:
        if rule in rows and cause in rows:
            own = rows[rule][found[rows[rule]] < 0]
            last = np.full(len(findings) + 1, -1)  # by id; what is missing is -1, and behind all others
            last[ids[rows[cause]]] = rows[cause]
            last[-1] = -1
            found[own] = last[ids[own]]
    return pd.Series(found, findings.index, dtype="Int64").mask(found < 0)


def _numbered(ids: pd.Series) -> np.ndarray:
    """Equal ids as equal numbers from 0 on, missing ones as -1."""
    return pd.factorize(ids)[0]


def defects(findings: pd.DataFrame, budgets: pd.DataFrame) -> pd.DataFrame:
    """The findings as a reviewer tells them: a row a defect, the gravest first, then by the money of its projects.

    Parameters
    ----------
    findings : DataFrame
        From `with_defects`.
    budgets : DataFrame
        project_id and budget of what was reviewed.

    Returns
    -------
    DataFrame
        The columns of the first finding of each defect; ``rows``: all findings of the same rule; ``following``: the
        findings that follow from it (both as lists of rows of ``findings``); ``money`` (万元): the budgets of its
        projects, missing for what is no project's.
    """
    told = findings[["defect", "project_id", "severity"]]
    own, others = told[~findings["follows"]], told[findings["follows"]]
    rows, following = (gathered(part.index, part["defect"]) for part in (own, others))
    touched = own.drop_duplicates(["defect", "project_id"])
    money = looked_up(touched["project_id"], budgets["project_id"], budgets["budget"])
    money = money.groupby(touched["defect"]).sum(min_count=1)
    order = told.loc[sorted(rows), ["severity"]].assign(money=money)
    order = order.assign(rank=order["severity"].map({name: rank for rank, name in enumerate(SEVERITIES)}))
    order = order.sort_values(["rank", "money"], ascending=[True, False], kind="stable", na_position="last")
    df = findings.drop(columns=["defect", "follows"]).take(order.index.to_numpy())
    return df.assign(
        rows=pd.Series([rows[index] for index in order.index], index=df.index, dtype=object),
        following=pd.Series([following.get(index, []) for index in order.index], index=df.index, dtype=object),
        money=order["money"],
    ).reset_index(drop=True)
