"""适当性: whether targets were thought about: too easy, or the same everywhere."""

from __future__ import annotations

import pandas as pd

from jixiao.review.material import Material
from jixiao.review.rule import OWNER, hits, rule


@rule("A08", "hint", "convention")
def satisfaction_low(material: Material) -> pd.DataFrame:
    """The satisfaction asked for is low.

    Published targets mostly lie between 85 and 95 %.

    Breaks
    ------
    indicators = ["服务对象满意度 | 企业满意度 | | ≥80%"]

    Right
    -----
    indicators = ["服务对象满意度 | 企业满意度 | | ≥90%", "服务对象满意度 | 投诉率 | | ≤5%"]

    Misleads
    --------
    Where the last survey gave less, 80 % may be ambitious. The bound is the setting ``least``.
    """
    df = _satisfaction(material)
    least = material.settings["A08"]["least"]
    df = df[df["value"].lt(least)]
    return hits(df, "target", least=f"{least:g}%")


def _satisfaction(material: Material) -> pd.DataFrame:
    """Satisfaction targets that state a least percentage."""
    df = material.indicators
    least = df["kind"].eq("number") & df["unit"].eq("%") & ~df["operator"].isin(["<=", "<"])
    return df[df["level1"].eq("满意度") & least]


@rule("A09", "hint", "review", scope="project")
def satisfaction_alike(material: Material) -> pd.DataFrame:
    """All projects of a department ask for the same satisfaction.

    Roads, training and paperwork do not please people to the same degree: the number was not thought about.

    Breaks
    ------
    [[projects]]
    copies = 3
    indicators = ["服务对象满意度 | 企业满意度 | | ≥90%"]

    Right
    -----
    [[projects]]
    copies = 3
    indicators = ["服务对象满意度 | 企业满意度 | | ≥90%"]
    [[projects]]
    indicators = ["服务对象满意度 | 居民满意度 | | ≥85%"]

    Misleads
    --------
    A department may be told one number for all. Fewer projects than the setting ``projects`` say nothing.
    """
    df = _satisfaction(material)
    groups = df.groupby(OWNER)
    count = groups["project_id"].transform("nunique")
    many = count.ge(material.settings["A09"]["projects"])
    alike = groups["value"].transform("nunique").eq(1)
    return _once(df.assign(count=count)[many & alike], OWNER)


def _once(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """One hit a group, at its first row and about no single project."""
    first = rows.drop_duplicates(keys)
    return hits(first.assign(project_id=None, indicator_id=None), "target", n=first["count"])


@rule("A10", "hint", "review", scope="project")
def copied_target(material: Material) -> pd.DataFrame:
    """One number stands on many projects of a document, in the same slot.

    Breaks
    ------
    [[projects]]
    copies = 4
    indicators = ["质量 | 验收合格率 | | ≥95%"]

    Right
    -----
    [[projects]]
    copies = 3
    indicators = ["质量 | 验收合格率 | | ≥95%"]

    Misleads
    --------
    Equal targets may be prescribed. From how many projects on it counts is the setting ``copied`` in [conventions];
    satisfaction and "within the year" have rules of their own.
    """
    df = material.indicators
    own_rule = df["level1"].eq("满意度") | df["within_year"]
    keys = ["document_id", "level2", "operator", "value", "unit"]
    rows = df[df["copied"] & ~own_rule]
    count = rows.groupby(keys, dropna=False)["project_id"].transform("nunique")
    return _once(rows.assign(count=count), keys)
