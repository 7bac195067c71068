"""Points by the review form's four dimensions: this tool's convention, and a signal where to look first."""

from __future__ import annotations

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.frames import among, gathered
from jixiao.review.defects import ONCE
from jixiao.review.rule import OWNER, SEVERITIES
from jixiao.review.settings import Settings


def costs(findings: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """The findings with ``cost``: the points each takes off, none beyond what its rule or dimension may lose.

    A rule takes at most ``most`` points off one project, a dimension no more than it has. Within these bounds earlier
    findings are charged first. Findings about more than one project, and those that follow from another, take nothing
    off.
    """
    once = findings["follows"] | (
        findings["rule"].map(ONCE).eq("department") & findings.duplicated(["project_id", "defect"])
    )
    price = findings["severity"].map(settings["costs"]).astype(float).where(findings["project_id"].notna() & ~once, 0.0)
    most = pd.Series(settings["costs"]["most"], index=findings.index, dtype=float)
    by_rule = _within(price, most, [findings["project_id"], findings["rule"]])
    points = findings["dimension"].map(settings["points"]).astype(float).fillna(0.0)  # of reports there are none
    return findings.assign(cost=_within(by_rule, points, [findings["project_id"], findings["dimension"]]))


def _within(price: pd.Series, limit: pd.Series, keys: list[pd.Series]) -> pd.Series:
    """Prices cut so that their running sum by group stays within the limit."""
    group = price.groupby(keys, dropna=False, sort=False).ngroup()
    total = price.groupby(group).cumsum().clip(upper=limit)
    return (total - total.groupby(group).shift(fill_value=0.0)).round(6)


def scores(findings: pd.DataFrame, data: Dataset, settings: Settings) -> pd.DataFrame:
    """Points of every project by dimension, and what they were lost for.

    Parameters
    ----------
    findings : DataFrame
        With ``cost``.
    data : Dataset
    settings : dict
        Points, grades, costs and score.

    Returns
    -------
    DataFrame
        document_id, department_id, project_id, project_name, position, budget (万元), the four dimensions (points
        left), capped (points lost beyond them where the project contradicts itself), score (0–100), lost (rules with
        the points that each took off, the dearest first), and grade where the settings ask for it (the highest whose
        bound the score reaches). A convention of this tool: the form's points are as commonly cited, what a finding
        costs is not published by anybody.
    """
    points = settings["points"]
    lost = findings.pivot_table(index="project_id", columns="dimension", values="cost", aggfunc="sum")
    lost = lost.reindex(index=data.projects["project_id"], columns=list(points)).fillna(0.0)
    left = list(points.values()) - lost.set_index(data.projects.index).astype(float)
    total = left.sum(axis=1)
    against = findings.loc[findings["severity"].eq(SEVERITIES[0]), "project_id"].dropna()
    most = pd.Series(settings["score"]["contradicted"], index=total.index, dtype=float)
    score = total.clip(upper=most.where(among(data.projects["project_id"], against), 100.0))
    lost_for = data.projects["project_id"].map(_lost(findings)).astype("str")
    df = data.projects[[*OWNER, "project_id", "project_name", "position", "budget"]].join(left)
    df = df.assign(capped=total - score, score=score, lost=lost_for)
    return df.assign(grade=_grades(score, settings["grades"])) if settings["score"]["grade"] else df


def _lost(findings: pd.DataFrame) -> dict[str, str]:
    """What took points off each project: rules with their points, the dearest first."""
    charged = findings.loc[findings["cost"].gt(0), ["project_id", "rule", "cost"]]
    sums = charged.groupby(["project_id", "rule"])[["cost"]].sum().reset_index()
    sums = sums.sort_values(["cost", "rule"], ascending=[False, True])
    points = [f"{rule} −{cost:g}" for rule, cost in zip(sums["rule"].to_numpy(object), sums["cost"], strict=True)]
    return {project: " · ".join(parts) for project, parts in gathered(points, sums["project_id"]).items()}


def _grades(score: pd.Series, bounds: dict[str, float]) -> pd.Series:
    """The highest grade whose bound each score reaches, or the lowest there is."""
    grades = sorted(bounds.items(), key=lambda grade: -grade[1])
    named = [next((name for name, bound in grades if value >= bound), grades[-1][0]) for value in score]
    return pd.Series(named, index=score.index, dtype="str")
