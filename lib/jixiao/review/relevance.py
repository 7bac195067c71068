"""相关性: whether targets say something, and whether indicators stand where they belong."""

from __future__ import annotations

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from jixiao.frames import each_once
from jixiao.review.material import COST, Material, adds_up, any_of, contains
from jixiao.review.rule import hits, rule
from jixiao.review.wording import is_vague
from jixiao.vocabulary import shipped

REPEATED = 1  # the step of the ladder on which a target is its indicator's name again


def _repeats_nearly(material: Material) -> pd.Series:
    """For targets in words that are none of their names: name or description where they are nearly that, else empty."""
    df = material.indicators
    settings = material.settings["R02"]
    words = df["kind"].eq("text") & df["stated"].str.len().ge(4) & df["stated"].ne(df["name"])
    words &= ~contains(df["stated"], settings["graded"])
    stated, names, descriptions = (df.loc[words, column].to_numpy(object) for column in ("stated", "name", "described"))

    def is_like(others: np.ndarray) -> np.ndarray:
        return process.cpdist(stated, others, scorer=fuzz.ratio).astype(float) >= settings["likeness"]

    what = np.select([is_like(names), is_like(descriptions)], ["name", "description"], "")
    return pd.Series(what, df.index[words], dtype="str").reindex(df.index, fill_value="")


@rule("R01", "weakness", "quantified", compare=True)
def repeats_its_name(material: Material) -> pd.DataFrame:
    """The target is the indicator's name again.

    Nothing is promised: whatever happens, the target can be called met.

    Breaks
    ------
    indicators = ["社会效益 | 提供优质服务 | 提供优质服务 | 提供优质服务"]

    Right
    -----
    indicators = ["社会效益 | 企业办事时间 | | ≤3天", "社会效益 | 服务水平 | | 明显提高", "质量 | 合格率 | | 100%"]

    Misleads
    --------
    A name that is itself a state (无安全事故) may be meant as the target; then write the number, 0起.
    """
    df = material.indicators
    return hits(df[df["step"].eq(REPEATED).fillna(False)], "target")


@rule("R02", "weakness", "quantified", compare=True)
def repeats_nearly(material: Material) -> pd.DataFrame:
    """The target is the indicator's name or description again, but for a few characters.

    Breaks
    ------
    indicators = [
        "质量 | 做好综合事务管理工作 | | 做好综合管理工作",
        "时效 | 及时性 | 按时完成 | 按时完成",
    ]

    Right
    -----
    indicators = [
        "社会效益 | 环境改善情况 | 环境改善 | 环境明显改善", "时效 | 及时性 | 按时完成 | 6月底前完成",
        "质量 | 设备运行情况 | 设备运行 | 正常",
    ]

    Misleads
    --------
    A graded target may share most of its characters with the name; words of grading (the setting ``graded``) let it
    pass. The likeness that counts is a setting.
    """
    what = _repeats_nearly(material)
    df = material.indicators[what.ne("")]
    phrase = what[what.ne("")].map({"name": "message", "description": "message_description"})
    phrase = phrase.mask(phrase.eq("message_description") & df["stated"].eq(df["described"]), "message_same")
    return hits(df, "target", phrase=phrase, name=df["indicator"], description=df["description"])


@rule("R03", "hint", "quantified", compare=True)
def vague_wording(material: Material) -> pd.DataFrame:
    """The target is in words that cannot be graded: marked improvement, set up and completed, strengthened further.

    A target in words is allowed where nothing can be counted, if the words tell a good result from a bad one. A degree
    and a change name a direction and no distance.

    Breaks
    ------
    indicators = [
        "社会效益 | 营商环境 | | 进一步优化", "可持续影响 | 管理水平 | | 不断加强", "社会效益 | 就医环境 | | 明显改善",
        "可持续影响 | 管护机制 | | 建立健全", "社会效益 | 宣传成效 | | 效果显著", "社会效益 | 知晓程度 | | 较高",
    ]

    Right
    -----
    indicators = [
        "可持续影响 | 管理水平 | | 优良", "质量 | 事故 | | 无", "社会效益 | 重大疫情 | | 不发生",
        "质量 | 工程质量 | | 通过验收", "可持续影响 | 已建工程是否良性运行 | | 是",
        "质量 | 参保面 | | 不低于上年水平", "社会效益 | 办事评价 | | 群众满意", "组织实施 | 管理制度健全性 | | 健全",
    ]

    Misleads
    --------
    How far a change goes may be said elsewhere. A target is called vague by how it is built: a clause that begins with
    a word of degree or change, or ends with one of change or state (the settings ``degrees``, ``changes``, ``states``),
    or holds a word of ``vague``; one of ``graded`` lets it pass.
    """
    df, settings = material.indicators, material.settings["R03"]
    words = df["kind"].eq("text") & df["stated"].ne("") & df["stated"].ne(df["name"])
    words &= _repeats_nearly(material).eq("")
    # 健全性: 健全 is yes or no.
    df = df[words]
    texts = zip(df["name"].to_numpy(object), df["stated"].to_numpy(object), strict=True)
    vague = each_once(lambda text: is_vague(text, settings), df["stated"])
    said = [not name.endswith(f"{stated}性") and one for (name, stated), one in zip(texts, vague, strict=True)]
    df = df[pd.Series(said, df.index, dtype=bool)]
    return hits(df, "target", name=df["indicator"])


@rule("R04", "weakness", "levels")
def wrong_slot(material: Material) -> pd.DataFrame:
    """The unit is of a kind that does not belong to the level 2: a rate under quantity, a count or date under quality.

    Quantity asks how much, quality how good. A count filed as quality leaves quality unmeasured.

    Breaks
    ------
    indicators = [
        "质量 | 签约项目个数 | | ≥40个", "数量 | 完成率 | | ≥80%", "成本 | 资金管理规范率 | | ≥95%",
        "质量 | 完成时间 | | 6月底前",
    ]

    Right
    -----
    indicators = [
        "数量 | 签约项目个数 | | ≥40个", "质量 | 合格率 | | ≥80%", "质量 | 安全事故 | | =0起", "质量 | 投诉 | | ≤5次",
        "质量 | 评审得分 | | ≥90分", "质量 | 获奖作品数 | | ≥3件",
        "数量 | 开放天数 | | ≥300天", "数量 | 服务时长 | | ≥5000小时",
        "数量 | 养老金标准 | | ≥205元/人", "数量 | 补助标准 | | ≥205元每人每月",
        "时效 | 检查频次 | | ≥1次/月", "成本 | 成本节约率 | | ≥5%", "成本 | 超规模、超标准项目比例 | | =0%",
        "数量 | 法律援助值班 | | ≥1200小时", "数量 | 外贸进出口额 | | ≥2000万美元",
    ]

    Misleads
    --------
    Which dimension fits which level is this tool's reading of the framework (slot_fit in the vocabulary). Ranks and
    points, zero, upper bounds of a count, frequencies, norms of money per head, hours and days of service, foreign
    money, and names that say what is counted (the setting ``named``) are let pass; under cost so are rates whose names
    are of cost (``costs``).
    """
    df, fit = material.indicators, shipped().words["slot_fit"]
    judged = df["kind"].eq("number") & df["dimension"].ne("") & df["level2"].isin(list(fit))
    pairs = zip(df["level2"].to_numpy(object), df["dimension"].to_numpy(object), strict=True)
    fits = pd.Series([dimension in fit.get(level2, ()) for level2, dimension in pairs], df.index, dtype=bool)
    settings = material.settings["R04"]
    let_pass = df["dimension"].eq("count") & ~adds_up(df, settings["ranks"])
    rate = df["dimension"].eq("rate")
    rate_of_cost = df["level2"].isin(COST) & rate & contains(df["name"], settings["costs"])
    money = df["dimension"].eq("money") & df["unit"].fillna("").str.contains("[/每外美欧港]")
    service = df["level2"].eq("数量") & df["dimension"].eq("time") & ~df["operator"].isin(["<=", "<"])
    wrong = judged & ~fits & ~let_pass & ~rate_of_cost & ~money & ~service & ~contains(df["name"], settings["named"])
    dated = df["kind"].eq("date") & df["level2"].isin(["数量", "质量", *COST])
    df = df[wrong | dated]
    phrase = (df["level2"].isin(COST) & rate[df.index]).map({True: "message_rate", False: "message"})
    phrase = phrase.mask(dated[df.index], "message_date")
    return hits(df, "target", phrase=phrase, level=df["level2"], name=df["indicator"], fits=_fitting(df))


def _fitting(df: pd.DataFrame) -> pd.Series:
    """The level 2 that a target's unit fits best, as names of levels; 时效 where the name asks for punctuality."""
    late = df["name"].str.contains("及时|按时|按期|如期|准时|时限")
    fit = df["dimension"].map({"count": "数量", "measure": "数量", "money": "成本", "time": "时效", "rate": "质量"})
    return fit.mask(df["dimension"].eq("rate") & late | df["kind"].eq("date"), "时效")


@rule("R05", "hint", "levels")
def activity_as_benefit(material: Material) -> pd.DataFrame:
    """What the project does is filed as what it brings.

    Holding an event is an output. The outcome is what changed because of it.

    Breaks
    ------
    indicators = ["社会效益 | 实际开展推介活动 | | ≥5次", "社会效益 | 宣传工作完成情况 | | 良好"]

    Right
    -----
    indicators = [
        "数量 | 开展推介活动 | | ≥5次", "社会效益 | 开展培训带动就业人数 | | ≥50人", "社会效益 | 知晓率 | | ≥80%",
    ]

    Misleads
    --------
    Names that begin with an activity and go on to its effect; the words for both are settings.
    """
    df, settings = material.indicators, material.settings["R05"]
    name = df["name"].str.removeprefix("实际")
    activity = name.str.startswith(tuple(settings["begins"])) | name.str.endswith(tuple(settings["ends"]))
    df = df[df["level1"].eq("效益") & activity & ~contains(name, settings["effects"])]
    return hits(df, "indicator")


@rule("R06", "weakness", "levels", scope="project")
def input_as_target(material: Material) -> pd.DataFrame:
    """The use of the money is set as a target.

    Money is what goes in. How much of it is spent is scored by the execution rate; it is neither output nor outcome.

    Breaks
    ------
    indicators = ["经济效益 | 资金使用率 | | ≥80%"]

    Right
    -----
    indicators = ["经济效益 | 带动投资额 | | ≥500万元", "时效 | 资金拨付及时率 | | ≥95%", "成本 | 预算执行率 | | ≤100%"]

    Misleads
    --------
    Where paying out is itself the project (subsidies); then measure who got it and when. The names are a setting.
    """
    df = material.indicators
    df = df[~df["level2"].isin(["时效", "成本", "经济成本"]) & contains(df["name"], material.settings["R06"]["names"])]
    return hits(df, "indicator")


@rule("R10", "hint", "levels")
def users_unnamed(material: Material) -> pd.DataFrame:
    """Satisfaction is asked of nobody named.

    Without the group nobody can be asked, or the group is chosen afterwards.

    Breaks
    ------
    indicators = ["服务对象满意度 | 满意率 | 满意率不低于90% | ≥90%"]

    Right
    -----
    indicators = ["服务对象满意度 | 社区居民满意度 | | ≥90%", "服务对象满意度 | 满意度 | 参训学员满意度 | ≥90%"]

    Misleads
    --------
    Where the project's name leaves only one group to be meant.
    """
    df = material.indicators[material.indicators["level1"].eq("满意度")]
    nobody = any_of(material.settings["R10"]["nobody"])  # as a text: a pattern is not handed on to Arrow
    left = df["name"].str.cat(df["described"]).str.replace(nobody.pattern, "", regex=True)
    unnamed = left.str.replace(r"[^一-鿿]|不?[低少高大等]于|达到|以上", "", regex=True).eq("")
    return hits(df[unnamed], "indicator")
