"""完整性: whether the target answers what its indicator's name asks for."""

from __future__ import annotations

import re

import pandas as pd

from jixiao.frames import each_once
from jixiao.review.descriptions import DOWN, UP
from jixiao.review.material import Material, any_of, contains
from jixiao.review.rule import hits, rule

_RATE = re.compile(r"(?:率|比例|比重|占比|百分比)(?:\(.*\))?$")
_COUNT = re.compile(r"(?:数量|个数|人数|次数|户数|家数|件数|台数)(?:\(.*\))?$")
# What else names ask for by their last word, by the phrase that says so, and the dimensions that answer another thing.
_ASKED = {
    "message_count": (_COUNT, {"rate", "money"}),
    "message_time": (re.compile(r"(?:年限|工期|周期|天数|时长)(?:\(.*\))?$"), {"rate", "money", "measure", "count"}),
    "message_when": (re.compile(r"(?:时间|时限|日期)(?:\(.*\))?$"), {"rate", "money"}),
    "message_size": (re.compile(r"(?:面积|里程|长度)(?:\(.*\))?$"), {"rate", "money", "time", "count"}),
    "message_money": (re.compile(r"(?:单价|造价|金额)(?:\(.*\))?$"), {"rate", "measure", "time", "count"}),
}
_WORK = ["课时", "学时", "工时", "人天", "人月"]  # counted, and time all the same
_OWN_UNIT = re.compile(r"\(([^()\d]{1,4})\)$")
_SATISFACTION = re.compile(r"满意度(?:\(.*\))?$")
_ALL_THAT = re.compile(r"应(.{1,2})尽\1")  # 应免尽免


def asks_for(names: pd.Series) -> pd.Series:
    """What folded names ask for by their last word: rate, count, or nothing certain (empty)."""
    return (
        pd.Series("", index=names.index, dtype="str")
        .mask(names.str.contains(_COUNT), "count")
        .mask(names.str.contains(_RATE), "rate")
    )


def ends_well(names: pd.Series, material: Material) -> pd.Series:
    """Whether folded names end in a share of what went well (合格率), and not of what did not (不合格率)."""
    good = any_of(material.settings["C20"]["good"]).pattern
    return names.str.contains(rf"(?:^|[^不未非无])(?:{good})(?:\(.*\))?$").astype(bool)


@rule("C16", "contradiction", "text")
def unit_against_name(material: Material) -> pd.DataFrame:
    """The name asks for a rate, a count, a time, a size or money, and the target gives another of these.

    What is to be measured is not settled.

    Breaks
    ------
    indicators = [
        "数量 | 出差保障率 | 出差保障率30次以上 | ≥30次", "数量 | 培训人数 | | ≥95%",
        "可持续影响 | 工程保修年限 | | ≥5%", "数量 | 培训天数 | | ≥50人", "数量 | 绿化面积 | | ≥5处",
        "成本 | 设备单价 | | ≥3台", "数量 | 造林(亩) | | ≥80天", "时效 | 竣工时间 | | ≥95%",
    ]

    Right
    -----
    indicators = [
        "数量 | 出差次数 | | ≥30次", "时效 | 抽检频率 | | ≥3次", "质量 | 合格率 | | ≥95%",
        "数量 | 培训时长 | | ≥30课时",
        "数量 | 绿化面积 | | ≥5万平方米", "成本 | 设备单价 | | ≤4.2万元/台", "数量 | 培训(人) | | ≥80人次",
    ]

    Misleads
    --------
    What a name asks for is told by its last word, or by a unit in brackets behind it. Words that end like a rate
    without being one (频率, 功率) are passed over: the setting ``no_rates``.
    """
    df = material.numbers
    judged = df["dimension"].ne("") & ~df["unit"].isin(_WORK)
    rate = df["name"].str.contains(_RATE) & ~contains(df["name"], material.settings["C16"]["no_rates"])
    phrase = pd.Series("", index=df.index, dtype="str").mask(rate & df["dimension"].ne("rate"), "message")
    for key, (names, others) in _ASKED.items():
        wrong = df["name"].str.contains(names) & df["dimension"].isin(others)
        phrase = phrase.mask(wrong & phrase.eq(""), key)
    own = df["name"].str.extract(_OWN_UNIT, expand=False).fillna("")
    said = own.map({unit: material.data.vocabulary.dimension(unit) for unit in own.unique()}).astype("str")
    phrase = phrase.mask(said.ne("") & said.ne(df["dimension"]) & phrase.eq(""), "message_unit").where(judged, "")
    df = df.assign(phrase=phrase, own=own)[phrase.ne("")]
    return hits(df, "target", phrase=df["phrase"], name=df["indicator"], target=df["target"], unit=df["own"])


@rule("C17", "weakness", "quantified", compare=True)
def words_for_number(material: Material) -> pd.DataFrame:
    """An indicator of quantity, or one that asks for a rate, a count or a degree of satisfaction, is answered in words.

    Breaks
    ------
    indicators = [
        "时效 | 完工及时率 | | 及时完成", "服务对象满意度 | 居民满意度 | | 满意", "数量 | 检查道路 | | 按计划开展",
    ]

    Right
    -----
    indicators = [
        "时效 | 完工及时率 | | ≥95%", "社会效益 | 企业办事便利程度 | | 明显提高",
        "社会效益 | 提升工作效率 | | 有效提升", "产出 | 预算执行率 | | —",
    ]

    Misleads
    --------
    A target that only repeats its name is left to R01.
    """
    df = material.indicators
    rate = df["name"].str.contains(_RATE) & ~contains(df["name"], material.settings["C16"]["no_rates"])
    asks = rate | df["name"].str.contains(_COUNT) | df["name"].str.contains(_SATISFACTION)
    words = df["kind"].eq("text") & df["step"].ne(0).fillna(True) & df["stated"].ne(df["name"])
    df = df[(asks | df["level2"].eq("数量")) & words]
    phrase = asks.reindex(df.index).map({True: "message", False: "message_quantity"})
    return hits(df, "target", phrase=phrase, name=df["indicator"])


@rule("C18", "contradiction", "text")
def whole_but_less(material: Material) -> pd.DataFrame:
    """The name says all of it, the target less than 100 %.

    Breaks
    ------
    indicators = [
        "质量 | 全覆盖 | 覆盖率不低于80% | ≥80%", "质量 | 应免尽免 | | ≥90%", "时效 | 补助资金全部拨付率 | | ≥80%",
    ]

    Right
    -----
    indicators = ["质量 | 覆盖率 | | ≥80%", "质量 | 全覆盖 | | =100%", "质量 | 全覆盖项目差错率 | | ≤5%"]

    Misleads
    --------
    Where "all" belongs to another word of the name. The words are the setting ``words``.
    """
    df = material.indicators
    all_that = pd.Series(each_once(lambda name: bool(_ALL_THAT.search(name)), df["name"]), df.index, dtype=bool)
    whole = contains(df["name"], material.settings["C18"]["words"]) | all_that
    less = df["kind"].eq("number") & df["unit"].eq("%") & df["value"].lt(100) & ~df["operator"].isin(DOWN)
    df = df[whole & less]
    return hits(df, "target", name=df["indicator"], target=df["target"])


@rule("C20", "weakness", "judgement")
def sign_against_name(material: Material) -> pd.DataFrame:
    """What should be many has an upper bound, or what should be few a lower one.

    The better the work, the worse it would be scored.

    Breaks
    ------
    indicators = [
        "质量 | 验收合格率 | | ≤95%", "服务对象满意度 | 企业满意度 | | ≤90%", "质量 | 群众投诉率 | | ≥5%",
        "社会效益 | 安全事故发生起数 | | ≥1起",
    ]

    Right
    -----
    indicators = [
        "质量 | 验收合格率 | | ≥95%", "质量 | 不合格率 | | ≤5%", "质量 | 群众投诉率 | | ≤5%",
        "质量 | 投诉办结率 | | ≥95%", "数量 | 查处违法违规起数 | | ≥20起",
    ]

    Misleads
    --------
    Names are told by how they end (the settings ``good`` and ``bad``); one with a verb of the setting ``against``
    counts what is done about it, and is let pass.
    """
    df = material.numbers
    settings = material.settings["C20"]
    bad = any_of(settings["bad"]).pattern
    few = df["name"].str.contains(rf"(?:{bad})(?:发生)?(?:数量?|[起件次人]次?数|率|比例)?(?:\(.*\))?$").astype(bool)
    few &= ~contains(df["name"], settings["against"])
    many = ends_well(df["name"], material) & df["dimension"].eq("rate")
    df = df[(many & df["operator"].isin(DOWN)) | (few & df["operator"].isin(UP) & df["value"].gt(0))]
    phrase = many.reindex(df.index).map({True: "message", False: "message_few"})
    return hits(df, "target", phrase=phrase, name=df["indicator"], target=df["target"])
