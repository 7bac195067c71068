"""监控核查: what a report within the year says of targets, against itself."""

from __future__ import annotations

import pandas as pd

from jixiao.measures.monitoring import RED, YELLOW
from jixiao.review.material import Material
from jixiao.review.rule import hits, rule

SURE = "确定能"


def _hits(df: pd.DataFrame, field: str, **values) -> pd.DataFrame:
    return hits(df, field, quote="quoted", **values)


@rule("M01", "contradiction", "monitoring")
def sure_though_worse(material: Material) -> pd.DataFrame:
    """What is expected for the year is worse than the target, and yet the target is sure to be reached.

    Breaks
    ------
    indicators = ["数量 | 培训人数 | | ≥100人"]
    monitoring = ["60人 | 90人 | 确定能 | 报名不足"]

    Right
    -----
    indicators = ["数量 | 培训人数 | | ≥100人", "成本 | 单价 | | ≤10元"]
    monitoring = ["60人 | 90人 | 有可能 | 报名不足", "9元 | 9元 | 确定能"]

    Misleads
    --------
    Where the column of what is expected repeats what was reached so far.
    """
    df = material.monitored
    df = df[df["worse"] & df["likelihood"].eq(SURE)]
    return _hits(df, "likelihood", target=df["target"], expected=df["expected"])


@rule("M02", "hint", "monitoring")
def sure_though_red(material: Material) -> pd.DataFrame:
    """The progress is far behind the time gone (red), and yet the target is sure to be reached.

    Breaks
    ------
    indicators = ["数量 | 培训人数 | | ≥100人"]
    monitoring = ["10人 | 100人 | 确定能 | 集中在四季度"]

    Right
    -----
    indicators = ["数量 | 培训人数 | | ≥100人"]
    monitoring = ["60人 | 100人 | 确定能"]

    Misleads
    --------
    Where the work is done at one time of the year.
    """
    df = material.monitored
    df = df[df["light"].eq(RED) & df["likelihood"].eq(SURE)]
    return _hits(df, "likelihood", actual=df["actual"].fillna("—"), month=df["date"].dt.month)


@rule("M03", "weakness", "monitoring")
def no_likelihood(material: Material) -> pd.DataFrame:
    """Nothing says whether the target will be reached; of a form that says it nowhere, this is said once.

    Breaks
    ------
    indicators = ["数量 | 培训人数 | | ≥100人", "数量 | 期数 | | ≥5期"]
    monitoring = ["60人 | 100人 | ", "3期 | 5期 | 确定能"]

    Right
    -----
    [[projects]]
    indicators = ["数量 | 培训人数 | | ≥100人"]
    monitoring = ["60人 | 100人 | 确定能"]

    Misleads
    --------
    Some local forms have no such column.
    """
    df = material.monitored
    said = df.groupby("origin")["likelihood"].transform("count") > 0
    blank = df[df["likelihood"].isna() & (said | ~df["origin"].duplicated())]
    return _hits(blank, "likelihood", phrase=said[blank.index].map({True: "message", False: "nowhere"}))


@rule("M04", "weakness", "monitoring")
def lag_without_reason(material: Material) -> pd.DataFrame:
    """A red or yellow light, or a result expected to be worse than the target, without a reason in words.

    A kind of reason that is ticked is none in words.

    Breaks
    ------
    indicators = ["数量 | 培训人数 | | ≥100人"]
    monitoring = ["10人 | 100人 | 有可能"]

    Right
    -----
    indicators = ["数量 | 培训人数 | | ≥100人", "质量 | 合格率 | | ≥95%"]
    monitoring = ["10人 | 100人 | 有可能 | 集中在四季度", "96% | 96% | 确定能"]

    Misleads
    --------
    Where the work is done at one time of the year. A rate is compared with the whole target.
    """
    df = material.monitored
    df = df[(df["light"].isin([RED, YELLOW]) | df["worse"]) & ~df["reasoned"]]
    phrase = df["worse"].map({True: "expected", False: "message"})
    light = df["light"].fillna("")
    return _hits(
        df,
        "note",
        phrase=phrase,
        light=light,
        target=df["target"].fillna("—"),
        actual=df["actual"].fillna("—"),
        expected=df["expected"].fillna("—"),
    )
