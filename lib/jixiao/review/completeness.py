"""完整性: whether the form is complete, every target there and whole."""

from __future__ import annotations

import re

import pandas as pd

from jixiao.frames import among
from jixiao.measures.coverage import coverage
from jixiao.review.material import Material
from jixiao.review.rule import hits, rule

# What has no unit.
_PURE = "系数|指数|比值|比例|倍数|得分|评分|分值|分数|排名|名次|位次|序次|浓度|酸碱度|[pP][hH]值?"
# Why a target has more than one reading, by the reader's reason; other reasons are this tool's own limits.
UNCLEAR = {
    "template placeholder": "message_template",
    "approximate": "message_approximate",
    "several numbers": "message_several",
    "contradicting signs": "message_signs",
    "sign without number": "message_empty",
    "lower above upper": "message_range",
    "double unit": "message_units",
    "no such date": "message_date",
}
_OFTEN = re.compile(
    "[按每逐](?:个?[月季年日周天]|学期|学年|季度|半年)|[当次]?[月日天季年](?:内|底|末|初|前)|当[天日月]|即时"
)
_NUMBER = re.compile(r"\d|百分之|[一二两三四五六七八九十百千](?:个|家|次|项|场|人|名|件|处|份|条|户|亩|公里)")


@rule("C01", "weakness", "levels", scope="project")
def missing_slot(material: Material) -> pd.DataFrame:
    """A project leaves a required level-2 slot empty.

    The form asks for outputs with quantity and quality, the time of completion, cost, at least one outcome and
    satisfaction. A slot left empty is a side of the project that nobody will look at.

    Breaks
    ------
    indicators = ["数量 | 培训人数 | | ≥50人", "质量 | 合格率 | | ≥95%"]

    Right
    -----
    indicators = [
        "数量 | 培训人数 | | ≥50人", "质量 | 合格率 | | ≥95%", "时效 | 完成时间 | | 6月底前",
        "成本 | 人均成本 | | ≤400元/人", "社会效益 | 就业率 | | ≥60%", "服务对象满意度 | 学员满意度 | | ≥90%",
    ]

    Misleads
    --------
    Which slots are required is a matter of the local form, and not every project serves the public or costs money of
    its own. The setting ``required`` names a set of the vocabulary: core or all.
    """
    data = material.data
    required = material.settings["C01"]["required"]
    gaps = coverage(data.documents, data.projects, data.indicators, required=required, by_project=True)
    gaps = gaps[gaps["missing"].ne("") & among(gaps["project_id"], data.indicators["project_id"])]
    df = material.projects.merge(gaps[["project_id", "missing"]], on="project_id")
    return hits(df, "level2", quote="missing", slots=df["missing"])


@rule("C02", "weakness", "levels")
def no_indicators(material: Material) -> pd.DataFrame:
    """A project, or a department's own form, has no indicators at all.

    Money without a target cannot be reviewed, monitored or evaluated.

    Breaks
    ------
    budget = 20.0
    indicators = []

    Right
    -----
    budget = 20.0
    indicators = ["数量 | 培训人数 | | ≥50人"]

    Misleads
    --------
    Where the document was not read in full: see the reader's doubts.
    """
    df = material.projects[~among(material.projects["project_id"], material.indicators["project_id"])]
    return hits(df, "project", quote="project_name")


@rule("C03", "weakness", "quantified", compare=True)
def no_target(material: Material) -> pd.DataFrame:
    """An indicator has no target.

    A name says what is looked at, not what is promised.

    Breaks
    ------
    indicators = ["数量 | 培训人数 | | "]

    Right
    -----
    indicators = ["数量 | 培训人数 | | ≥50人"]

    Misleads
    --------
    Forms of later stages may leave out the target and give the result only.
    """
    df = material.indicators[material.indicators["step"].eq(0).fillna(False)]
    return hits(df, "target", quote="indicator")


@rule("C04", "hint", "quantified")
def unclear_target(material: Material) -> pd.DataFrame:
    """A target holds figures that have more than one reading.

    Several numbers glued together, an approximate value, a template that was not filled in, signs that contradict each
    other: whoever evaluates the target will have to choose a reading. No other rule judges such a target.

    Breaks
    ------
    indicators = [
        "数量 | 培训人数 | | 约50人", "数量 | 就业人数 | | 1400人、160人", "数量 | 发放人数 | | ≥**人",
        "时效 | 完成时间 | | 6月31日前",
    ]

    Right
    -----
    indicators = [
        "数量 | 培训人数 | | ≥50人", "质量 | 服务水平 | | 明显提高", "时效 | 验收时间 | | 9月前",
        "质量 | 防洪标准 | | 30年一遇", "数量 | 简报 | | 12期", "质量 | 结案率 | | 在规定时间结案率为94%",
    ]

    Misleads
    --------
    The reader takes only one number a target: a value with a condition may be clear to a person. What only this tool
    cannot read (a unit that it does not know, a number within a sentence, 9月前) is not charged to the department.
    """
    df = material.indicators
    phrase = df["reason"].map(UNCLEAR)
    rows = df["kind"].eq("unclear") & phrase.notna()
    return hits(df[rows], "target", phrase=phrase[rows])


@rule("C05", "hint", "quantified")
def no_sign(material: Material) -> pd.DataFrame:
    """A number stands without its sign.

    Whether 50 people is the least, the most or exactly what is meant decides how a result of 49 or 60 is scored.

    Breaks
    ------
    indicators = ["数量 | 购买设备数量 | | 1台"]

    Right
    -----
    indicators = [
        "数量 | 购买设备数量 | | =1台", "时效 | 完成时间 | | 6月底", "质量 | 合格率 | | 90%-95%",
        "质量 | 达标率 | | 100%", "质量 | 安全事故 | | 0起", "数量 | 苗木成活率(≥**%) | | 85", "时效 | 频次 | | 1次/月",
        "数量 | 培训人数 | | 不底于50人", "质量 | 防洪标准 | | 30年一遇",
    ]

    Misleads
    --------
    Forms with a column of its own for the sign, where that column was not read. Nothing, all (100 %), a frequency and a
    sign in the indicator's name are let pass.
    """
    df = material.indicators
    bare = df["kind"].eq("number") & df["operator"].isna() & ~df["name"].str.contains("[≥≤<>=]")
    end = df["value"].eq(0) | (df["unit"].eq("%") & df["value"].eq(100)) | df["unit"].fillna("").str.contains("/")
    unknown = df["unit"].notna() & df["dimension"].eq("")  # nor does this tool know what is counted
    return hits(df[bare & ~end & ~unknown], "target")


@rule("C06", "weakness", "quantified")
def no_unit(material: Material) -> pd.DataFrame:
    """A number stands without its unit.

    Breaks
    ------
    indicators = ["数量 | 新建村庄数量 | | ≥200"]

    Right
    -----
    indicators = [
        "数量 | 新建村庄数量 | | ≥200个", "数量 | 造林面积(亩) | | ≥80000", "质量 | 事故 | | 为0",
        "数量 | 扶持企业个数 | | ≥310", "生态效益 | 灌溉水有效利用系数 | | ≥0.62",
        "质量 | 路面技术状况指数(PQI) | | ≥80", "社会效益 | 群众安全感排名 | | ≤10",
    ]

    Misleads
    --------
    Where the unit stands in a heading above the table. A name that ends in a unit (个数, 人数), or that asks for what
    has none (指数, 系数, 排名), lets it pass.
    """
    df = material.indicators
    bare = df["kind"].eq("number") & df["unit"].isna() & df["value"].ne(0)
    named = df["name"].str.contains(rf"(?:[个人次户家件台]数|{_PURE})(?:\(.*\))?$")
    return hits(df[bare & ~named], "target")


@rule("C07", "weakness", "quantified", compare=True)
def no_deadline(material: Material) -> pd.DataFrame:
    """An indicator of timeliness says no time.

    "On time" cannot be missed: no date, span or rate says when it would be late.

    Breaks
    ------
    indicators = ["时效 | 及时性 | | 按时完成"]

    Right
    -----
    indicators = [
        "时效 | 完成时间 | | 6月底前完成", "时效 | 拨付时间 | | ≤15天", "时效 | 按期完成率 | | ≥95%",
        "时效 | 补贴发放 | | 按季度发放",
    ]

    Misleads
    --------
    Where a schedule in another document is meant; name it in the target.
    """
    df = material.indicators
    words = df["kind"].eq("text") & df["stated"].ne("") & ~df["stated"].str.contains(_OFTEN)
    return hits(df[df["level2"].eq("时效") & words], "target")


@rule("C08", "hint", "quantified")
def task_without_number(material: Material) -> pd.DataFrame:
    """A department's task states nothing that can be counted, and no money.

    Breaks
    ------
    tasks = ["改善环境质量 | 提升整体形象 | 做好垃圾清运，改善人居环境"]

    Right
    -----
    tasks = ["改善环境质量 | 提升整体形象 | 垃圾清运率达到100%", "招商 | 落地总部 | 引进企业三家"]

    Misleads
    --------
    Work of an office may be described in words; then say how it is to be graded. A yearly task with an amount is a line
    of the budget, whose numbers stand in the department's own indicators.
    """
    df = material.goals[material.goals["scope"].eq("task") & material.goals["whole"] & material.goals["amount"].isna()]
    df = df[~df["text"].map(lambda text: bool(_NUMBER.search(text))).astype(bool)]
    df = df.assign(quote=df["indicator"].fillna(df["goal"]).fillna(df["title"]))
    return hits(df, "task", quote="quote")
