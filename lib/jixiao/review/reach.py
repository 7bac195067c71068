"""完整性: whether a target can be missed and can be reached, as it is written."""

from __future__ import annotations

import pandas as pd

from jixiao.review.descriptions import DOWN
from jixiao.review.material import REPORTS, Material, contains
from jixiao.review.names import ends_well
from jixiao.review.rule import hits, rule


@rule("C21", "weakness", "judgement")
def always_met(material: Material) -> pd.DataFrame:
    """The target is at least nothing: no result can miss it.

    Breaks
    ------
    indicators = ["社会效益 | 重大动物疫情起数 | | ≥0起"]

    Right
    -----
    indicators = ["社会效益 | 重大动物疫情起数 | | =0起", "经济效益 | 产值增长率 | | ≥0%"]

    Misleads
    --------
    What may be negative, as a growth or a profit, can miss it; the words are the setting ``signed``.
    """
    df = material.numbers
    signed = contains(df["name"].str.cat(df["described"]), material.settings["C21"]["signed"])
    df = df[df["operator"].eq(">=") & df["value"].eq(0) & ~signed]
    return hits(df, "target", target=df["target"])


@rule("C22", "contradiction", "text", milder={"message_fraction": "weakness", "message_called": "weakness"})
def above_whole(material: Material) -> pd.DataFrame:
    """A share of a whole is to be more than 100 %, or what went well 1 % or less.

    Breaks
    ------
    indicators = [
        "质量 | 健康档案建档率 | 已建档居民占常住居民的比例 | ≥920%", "服务对象满意度 | 居民满意度 | | ≥110%",
        "质量 | 验收合格率 | | ≥0.98%",
        "生态效益 | 空气优良天数比例 | | ≥310%",
    ]

    Right
    -----
    indicators = ["质量 | 健康档案建档率 | 已建档居民占常住居民的比例 | ≥92%", "数量 | 任务完成率 | | ≥110%"]

    Misleads
    --------
    A share is told by how its name ends (the setting ``good`` of C20), or by a description of what it is of
    (占…的比例); one that is only called a share (占比) is a weakness. Growth, what may be more than was planned, and
    other ratios that are called like a share are the setting ``ratios``.
    """
    df = material.numbers
    df = df[df["unit"].isin(["%", "‰"]) & ~df["operator"].isin(DOWN)]
    well = ends_well(df["name"], material)
    share = well | df["described"].str.contains("占.+(?:比例|比重|比率|百分比)$").astype(bool)
    share &= ~contains(df["name"], material.settings["C22"]["ratios"])
    called = df["name"].str.contains(r"(?:比例|比重|占比)(?:\(.*\))?$").astype(bool)
    called &= ~contains(df["name"], material.settings["C22"]["ratios"])
    fraction = well & (df["value"].between(0, 1, inclusive="right") | df["unit"].eq("‰"))
    df = df[((share | called) & df["value"].gt(100)) | fraction]
    phrase = (
        share[df.index].map({True: "message", False: "message_called"}).mask(fraction[df.index], "message_fraction")
    )
    return hits(df, "target", phrase=phrase, name=df["indicator"], target=df["target"])


@rule("C23", "contradiction", "text")
def stated_twice(material: Material) -> pd.DataFrame:
    """One indicator stands twice in a project, each time with another number.

    Breaks
    ------
    indicators = ["数量 | 维修学校数 | | =12所", "数量 | 维修学校数 | | =15所"]

    Right
    -----
    indicators = [
        "数量 | 培训人数 | 党员 | ≥12人", "数量 | 培训人数 | 干部 | ≥15人", "数量 | 检查次数 | | ≥4次",
        "数量 | 检查次数 | | ≥4次", "数量 | 更换灯具 | | ≥4个", "数量 | 更换灯具 | | ≥90%",
    ]

    Misleads
    --------
    The two may be meant for different things; then their names or descriptions should say so.
    """
    keys = ["project_id", "level2", "name", "described", "unit"]
    df = material.numbers[material.numbers["name"].ne("")]
    groups = df.groupby(keys, dropna=False)
    several = groups["value"].transform("nunique").gt(1)
    first = groups["target"].transform("first")
    df = df.assign(first=first)[several & groups.cumcount().gt(0)]
    return hits(df, "target", name=df["indicator"], target=df["target"], first=df["first"])


@rule("C24", "weakness", "text")
def outside_year(material: Material) -> pd.DataFrame:
    """The date of the target lies before the budget year or after it.

    Breaks
    ------
    indicators = ["时效 | 完成时间 | | 2023年3月底前", "时效 | 完成时间 | | 2021年11月底前"]

    Right
    -----
    indicators = ["时效 | 完成时间 | | 2022年11月底前", "时效 | 完成时间 | | 3月底前"]

    Misleads
    --------
    Work of several years, of which this year's step should be named.
    """
    documents = material.data.documents.set_index("document_id")
    df = material.indicators
    df = df[df["kind"].eq("date") & df["deadline"].notna() & ~df["document_id"].map(documents["stage"]).isin(REPORTS)]
    year, due = df["document_id"].map(documents["year"]).astype("int64"), df["deadline"].dt.year
    phrase = due.lt(year).map({True: "message_before", False: "message"})
    df = df.assign(year=year, phrase=phrase)[due.ne(year)]
    return hits(df, "target", phrase=df["phrase"], target=df["target"], year=df["year"])
