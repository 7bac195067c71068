"""适当性: whether money and targets match."""

from __future__ import annotations

import pandas as pd

from jixiao.measures.targets import TOLERANCE
from jixiao.review.material import COST, Material, contains
from jixiao.review.rule import hits, rule
from jixiao.vocabulary import shipped


def _disagreeing(material: Material, check: str) -> pd.DataFrame:
    """Sums of a project that the document states twice, differently."""
    sums = material.sums
    return sums[sums["check"].eq(check) & ~sums["agrees"].astype(bool)]


@rule("A01", "contradiction", "text")
def amount_against_budget(material: Material) -> pd.DataFrame:
    """The amount in the purpose text is not the budget.

    One project, two sums: it is not clear which was approved.

    Breaks
    ------
    budget = 126.61
    purpose = "手续办理费用12.61万元"

    Right
    -----
    [[projects]]
    budget = 126.61
    purpose = "手续办理费用1,266,100元"
    [[projects]]
    budget = 126.61
    purpose = "评估费100万元，论证费26.61万元"
    [[projects]]
    budget = 126.61
    purpose = "手续办理费用，其中评估费100万元"
    [[projects]]
    budget = 126.61
    purpose = "补助标准为每人50元"

    Misleads
    --------
    A text with several amounts states parts and is passed over; so is one with a word of the setting ``parts``, for its
    amount may be a part, another year's or the whole of several years.
    """
    sums = _disagreeing(material, "purpose")
    sums = sums[~contains(sums["quote"], material.settings["A01"]["parts"])]
    return hits(sums, "purpose", quote="quote", stated=sums["stated"], found=sums["found"])


@rule("A02", "contradiction", "text")
def sources_against_budget(material: Material) -> pd.DataFrame:
    """The sources of the money do not add up to the budget.

    Breaks
    ------
    budget = 126.61
    funds = [100.0, 20.0]

    Right
    -----
    [[projects]]
    budget = 126.61
    funds = [100.0, 26.61]
    [[projects]]
    budget = 250.0
    funds = [0.0]

    Misleads
    --------
    Where a source is named only as part of another; where a cell was not read.
    """
    sums = _disagreeing(material, "funds")
    sums = sums[sums["found"].ne(0)]  # sources of 0 state nothing where another is left blank
    return hits(sums, "budget", quote="quote", stated=sums["stated"], found=sums["found"])


@rule("A03", "weakness", "quantified", compare=True)
def cap_is_budget(material: Material) -> pd.DataFrame:
    """The cost target is the project's whole budget.

    The budget caps spending already; the target controls nothing. A unit cost would.

    Breaks
    ------
    budget = 57.21
    indicators = ["成本 | 预算控制数 | | ≤57.21万元"]

    Right
    -----
    budget = 57.21
    indicators = ["成本 | 活动单场成本 | | ≤1.5万元", "成本 | 人均成本 | | ≤400元/人", "成本 | 总成本 | | ≤55万元"]

    Misleads
    --------
    Some forms require the total as a cost target; then it is the form that asks for too little.
    """
    df = material.indicators
    return hits(df[df["equals_budget"]], "target")


@rule("A04", "weakness", "text")
def cap_above_budget(material: Material) -> pd.DataFrame:
    """The cost target lies above the project's budget.

    Breaks
    ------
    budget = 57.21
    indicators = ["成本 | 总成本 | | ≤75.21万元"]

    Right
    -----
    budget = 57.21
    indicators = [
        "成本 | 总成本 | | ≤57.21万元", "成本 | 单价 | | ≤80万元/公里", "成本 | 带动社会投入 | | ≥75.21万元",
        "成本 | 道路硬化补助标准 | | ≤120万元",
    ]

    Misleads
    --------
    A project of several years may cost more in all than this year's budget.
    """
    df = material.indicators
    amount = df["value"] * df["unit"].map(shipped().words["amounts"]).astype(float)
    above = df["level2"].isin(COST) & df["kind"].eq("number") & amount.gt(df["budget"] + TOLERANCE)
    each = df["name"].str.contains("标准|单价|每|人均|平均|单位成本")  # per kilometre, say
    df = df[above & ~each & ~df["operator"].isin([">=", ">"])]
    return hits(df, "target", budget=df["budget"])


@rule("A11", "weakness", "text")
def budget_in_other_unit(material: Material) -> pd.DataFrame:
    """The cost target has the budget's number, but another unit.

    Breaks
    ------
    budget = 57.21
    indicators = ["成本 | 预算控制数 | | ≤57.21元"]

    Right
    -----
    budget = 57.21
    indicators = ["成本 | 预算控制数 | | ≤572100元", "成本 | 单价 | | ≤57.21元/人", "成本 | 总成本 | | ≤55万元"]

    Misleads
    --------
    Where a price happens to have the number of the budget.
    """
    df = material.indicators
    factor = df["unit"].map(shipped().words["amounts"]).astype(float)
    cost = df["level2"].isin(COST) & df["kind"].eq("number") & factor.notna() & factor.ne(1)
    df = df[cost & df["value"].eq(df["budget"])]
    return hits(df, "target", target=df["target"], budget=df["budget"])


@rule("A05", "weakness", "levels", compare=True)
def cost_without_amount(material: Material) -> pd.DataFrame:
    """A cost target holds no amount.

    Breaks
    ------
    indicators = ["成本 | 成本控制 | | 符合相关规定"]

    Right
    -----
    indicators = ["成本 | 人均成本 | | ≤400元/人", "成本 | 成本节约率 | | ≥5%", "社会成本 | 扰民程度 | | 较小"]

    Misleads
    --------
    Social and environmental costs may be put in words, and are not looked at.
    """
    df = material.indicators
    return hits(df[df["level2"].isin(COST) & df["kind"].eq("text") & df["stated"].ne("")], "target")


def _spends_all(material: Material, df: pd.DataFrame) -> pd.Series:
    """The published plan of an indicator's project, where it ends at 100 %; else missing."""
    plans = material.plans[material.plans["kind"].ne("unclear")]
    return df["project_id"].map(plans.set_index("project_id")["plan"]).astype("str")


@rule("A06", "contradiction", "text")
def savings_in_full_plan(material: Material) -> pd.DataFrame:
    """Savings are promised while the plan spends the whole budget.

    Both cannot come true: what is saved is not spent.

    Breaks
    ------
    plan = [20, 50, 80, 100]
    indicators = [
        "经济效益 | 节约财政资金 | 节约财政资金率 | >2%", "成本 | 资金节约率 | 节约资金占预算的比例 | ≥5%",
    ]

    Right
    -----
    plan = [20, 50, 80, 100]
    indicators = [
        "经济效益 | 为企业节约成本 | | ≥5%", "经济效益 | 节约用水成本 | | ≥5%", "经济效益 | 节约成本 | | 节约成本",
        "经济效益 | 成本节约率 | 招标价比控制价降低的比率 | ≥3%", "成本 | 成本节约率 | 较上年同类项目节约 | ≥3%",
    ]

    Misleads
    --------
    Savings against market prices or an estimate leave the budget spent; where name or description say against what (the
    setting ``against``), the target is let pass. So it is by names of those who save instead of the project
    (``others``).
    """
    df, settings = material.numbers, material.settings["A06"]
    text = df["name"].str.cat(df["described"])
    saves = contains(text, settings["saved"]) & contains(text, settings["money"]) & ~contains(text, settings["others"])
    compared = text.str.cat(df["stated"]).str.replace("比例|比率|比重|占比|之比", "", regex=True)  # 比 alone compares
    saves &= ~contains(compared, settings["against"])
    df = df[saves & df["value"].gt(0) & ~df["operator"].isin(["<=", "<"])]
    df = df.assign(plan=_spends_all(material, df)).dropna(subset="plan")
    return hits(df, "target", name=df["indicator"], plan=df["plan"])


@rule("A07", "weakness", "text")
def use_below_plan(material: Material) -> pd.DataFrame:
    """The share of the money to be used is set lower than the plan that spends all of it.

    Breaks
    ------
    plan = [20, 50, 80, 100]
    indicators = ["经济效益 | 资金使用率 | | ≥80%"]

    Right
    -----
    plan = [20, 50, 80, 100]
    indicators = ["经济效益 | 资金使用率 | | =100%", "质量 | 场馆使用率 | | ≥80%"]

    Misleads
    --------
    The rate may be asked as of a date before the year's end.
    """
    df = material.indicators
    low = df["kind"].eq("number") & df["unit"].eq("%") & df["value"].lt(100) & ~df["operator"].isin(["<=", "<"])
    df = df[low & contains(df["name"], material.settings["R06"]["names"])]
    df = df.assign(plan=_spends_all(material, df)).dropna(subset="plan")
    return hits(df, "target", plan=df["plan"])
