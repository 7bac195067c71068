"""完整性: whether name, description and target of an indicator say the same."""

from __future__ import annotations

import re

import pandas as pd

from jixiao.review.descriptions import DOWN, FORECAST, UP, alike_numbers, is_power_of_ten, shares_words, speaks_of
from jixiao.review.material import Material
from jixiao.review.rule import hits, rule
from jixiao.target_values.signs import NUMBER, SIGN_IN_TEXT, SIGNS

_TAIL = "以[上下内]"
_DOUBLED = re.compile(
    rf"(?P<sign>{SIGN_IN_TEXT})(?:百分之)?{NUMBER}[^\d,;，；。以及或]{{0,4}}(?P<tail>[及或]?{_TAIL})", re.ASCII
)


def _with_figure(material: Material) -> pd.DataFrame:
    """Indicators whose target and description both state one number, of the same thing."""
    df = material.numbers
    return df[df["said_value"].notna() & df["on_subject"]]


def _against_description(rows: pd.DataFrame, **values) -> pd.DataFrame:
    return hits(rows, "description", target=rows["target"], **values)


@rule("C11", "contradiction", "text")
def number_differs(material: Material) -> pd.DataFrame:
    """Description and target state different numbers in the same unit.

    One of the two is wrong, and the evaluation can choose the one that was met.

    Breaks
    ------
    indicators = [
        "数量 | 培训人数 | 培训人数不少于60人 | ≥50人", "数量 | 改造泵站 | 按初步设计，改造泵站不少于12座 | ≥21座",
        "数量 | 检查经营企业 | 对辖区企业开展检查421家，整改率95% | ≥412家",
        "社会效益 | 就业人数 | 带动就业不少于200人 | ≥20人",
    ]

    Right
    -----
    indicators = [
        "数量 | 培训人数 | 培训人数不少于50人 | ≥50人", "数量 | 培训人数 | 全年10期，每期5人 | ≥50人",
        "质量 | 满意率 | 抽查10%的学员 | ≥90%", "成本 | 成本 | 成本5000元以内 | ≤0.5万元",
        "数量 | 培训人数 | 农村培训人数30人，城镇培训人数20人 | ≥50人", "数量 | 新建和改造厕所 | 改造厕所30座 | ≥50座",
        "数量 | 培训人数 | 女性培训人数20人 | ≥50人", "数量 | 资助学生数 | 首批资助120人 | ≥210人",
    ]

    Misleads
    --------
    A description may speak of a part. It is compared only where one number in it has the target's unit, and stands
    behind the indicator's own name or beginning; behind other words only where the two numbers are one with its digits
    exchanged or, with a sign, a power of ten apart.
    """
    df = material.numbers
    df = df[df["said_value"].notna() & df["unit"].eq(df["said_unit"]) & df["unit"].notna()]
    columns = ["value", "said_value", "said_operator", "lead", "name"]
    misprinted = [
        (alike_numbers(one, other) and shares_words(lead, name))
        or (bool(sign) and is_power_of_ten(one, other) and speaks_of(lead, name))
        for one, other, sign, lead, name in df[columns].itertuples(index=False, name=None)
    ]
    meant = df["on_subject"] | pd.Series(misprinted, index=df.index, dtype=bool)
    df = df[meant & df["value"].ne(df["said_value"])]
    said = df["said_value"].map("{:.10g}".format).astype("str").str.cat(df["said_unit"])
    return _against_description(df, said=said)


@rule("C12", "contradiction", "text")
def sign_opposed(material: Material) -> pd.DataFrame:
    """Description and target point in opposite directions: at least against at most.

    Breaks
    ------
    indicators = [
        "质量 | 差错率 | 差错率不高于5% | ≥5%", "社会效益 | 违法广告率 | 本年监测发现的违法广告率不高于15% | ≥15%",
        "时效 | 响应时间 | 5名工程师值守，响应时间不超过2小时 | ≥2小时",
    ]

    Right
    -----
    indicators = ["质量 | 差错率 | 差错率不高于5% | ≤5%", "质量 | 合格率 | 合格率不低于80% | ≥80%"]

    Misleads
    --------
    A misprint in the sign's word reads as its opposite. Compared are descriptions that begin with the indicator's own
    name, and those that state the target's own number, wherever it stands.
    """
    df = material.numbers
    opposed = (df["operator"].isin(UP) & df["said_operator"].isin(DOWN)) | (
        df["operator"].isin(DOWN) & df["said_operator"].isin(UP)
    )
    return _against_description(df[(opposed & df["said_value"].notna() & df["on_subject"]) | df["opposed"]])


@rule("C13", "hint", "text")
def sign_strictness(material: Material) -> pd.DataFrame:
    """Description and target differ in whether the number itself is good enough: less than against at most.

    Breaks
    ------
    indicators = ["成本 | 资金成本 | 资金成本少于542.13万元 | ≤542.13万元"]

    Right
    -----
    indicators = ["成本 | 资金成本 | 资金成本不超过542.13万元 | ≤542.13万元"]

    Misleads
    --------
    It matters only for a result that hits the number exactly.
    """
    df = _with_figure(material)
    pairs = [(">=", ">"), (">", ">="), ("<=", "<"), ("<", "<=")]
    stated = pd.Series(list(zip(df["operator"], df["said_operator"], strict=True)), index=df.index, dtype=object)
    return _against_description(df[stated.isin(pairs) & df["value"].eq(df["said_value"])])


@rule("C14", "hint", "text")
def exact_or_least(material: Material) -> pd.DataFrame:
    """The description states a number outright, or a forecast, and the target makes it a minimum.

    Breaks
    ------
    indicators = ["数量 | 评估报告数量 | 评估报告数量预计3个 | ≥3个", "数量 | 干渠长度 | 干渠长度18公里 | ≥18公里"]

    Right
    -----
    indicators = ["数量 | 评估报告数量 | 评估报告数量至少3个 | ≥3个", "数量 | 评估报告数量 | 评估报告数量3个 | =3个"]

    Misleads
    --------
    Descriptions are often loose; it matters where more than the number is no success.
    """
    df = _with_figure(material)
    df = df[df["operator"].isin(UP) & df["said_operator"].eq("") & df["value"].eq(df["said_value"])]
    phrase = df["lead"].str.contains(FORECAST).map({True: "message_forecast", False: "message"})
    return hits(df, "description", phrase=phrase, target=df["target"])


@rule("C15", "contradiction", "text")
def unit_differs(material: Material) -> pd.DataFrame:
    """Description and target state the same number in units that cannot both be right.

    Breaks
    ------
    indicators = ["数量 | 覆盖情况 | 覆盖情况不少于80% | ≥80个", "成本 | 单价 | 单价不超过5万元 | ≤5元"]

    Right
    -----
    indicators = [
        "数量 | 签约数 | 签约数不少于3个 | ≥3家", "质量 | 合格率 | 合格率不低于80% | ≥80%",
        "成本 | 人均成本 | 人均成本不超过2000元 | ≤2000元/人",
    ]

    Misleads
    --------
    Units of counting are taken as one (个, 家, 次), so that a real difference among them passes.
    """
    df = _with_figure(material)
    df = df[df["value"].eq(df["said_value"]) & df["dimension"].ne("") & df["said_dimension"].ne("")]
    exact = ~df["dimension"].isin(["count", "time"])
    unit, said = (df[column].str.replace("/.*", "", regex=True) for column in ("unit", "said_unit"))
    differs = df["dimension"].ne(df["said_dimension"]) | (exact & unit.ne(said))
    return _against_description(df[differs])


@rule("C19", "weakness", "text")
def doubled_sign(material: Material) -> pd.DataFrame:
    """A bound is stated twice around one number: greater than 80 % and above.

    80 itself is excluded by the first word and included by the second.

    Breaks
    ------
    indicators = ["数量 | 完成率 | 完成率大于80%以上 | ≥80%", "数量 | 完成率 | | 不少于80%以内"]

    Right
    -----
    indicators = ["数量 | 完成率 | 完成率80%以上 | ≥80%", "数量 | 人数 | 大于50人，其中骨干10人以上 | ≥50人"]

    Misleads
    --------
    不低于…以上 says the same thing twice and harms nobody; a sign before and 以内 after is a real contradiction.
    """
    df = material.indicators
    tables = []
    for field, column in (("description", "described"), ("target", "stated")):
        kind = df.loc[df[column].str.contains(_TAIL), column].map(_doubled)
        kind = kind[kind.ne("")]
        tables.append(hits(df.loc[kind.index], field, phrase=kind))
    return pd.concat(tables)


def _doubled(text: str) -> str:
    """The phrase for a doubled sign in a text: strict against inclusive, opposed, or twice the same; else empty."""
    found = _DOUBLED.search(text)
    if not found or not (sign := SIGNS.get(found["sign"])):
        return ""
    upwards = found["tail"].endswith("上")
    if upwards != (sign in UP):
        return "message_opposed"
    return "message" if sign in (">", "<") else "message_twice"
