"""可行性: whether the spending plan can be followed, and whether targets are argued."""

from __future__ import annotations

import re
from itertools import pairwise

import pandas as pd

from jixiao.frames import each_once, gathered
from jixiao.plans import TOLERANCE
from jixiao.review.material import Material, any_of
from jixiao.review.rule import hits, rule
from jixiao.vocabulary import fold


def _unclear_plans(material: Material) -> pd.DataFrame:
    """Plans that are neither cumulative nor per period, with whether they fall, pass 100 % or end below it."""
    df = material.plans[material.plans["kind"].eq("unclear")]
    falls = df["shares"].map(lambda shares: any(after < before - TOLERANCE for before, after in pairwise(shares)))
    over = df["shares"].map(lambda shares: max(shares) > 1 + TOLERANCE)
    return df.assign(falls=falls.astype(bool), over=over.astype(bool))


@rule("F01", "contradiction", "text")
def plan_falls(material: Material) -> pd.DataFrame:
    """The cumulative plan falls, and its shares do not add up to 100 % either.

    Breaks
    ------
    plan = [20, 60, 50, 100]

    Right
    -----
    [[projects]]
    plan = [20, 50, 50, 100]
    [[projects]]
    plan = [20, 30, 10, 40]

    Misleads
    --------
    A plan per period that misses 100 % reads as one that falls.
    """
    df = _unclear_plans(material)
    return hits(df[df["falls"]], "plan")


@rule("F02", "contradiction", "text")
def plan_above_whole(material: Material) -> pd.DataFrame:
    """The plan spends more than the whole budget.

    Breaks
    ------
    plan = [20, 50, 80, 110]

    Right
    -----
    plan = [20, 50, 80, 100]

    Misleads
    --------
    Where the plan counts money carried over from the year before.
    """
    df = _unclear_plans(material)
    return hits(df[df["over"]], "plan")


@rule("F03", "weakness", "text")
def plan_short(material: Material) -> pd.DataFrame:
    """The plan ends before the whole budget is spent.

    Money that will not be spent in the year was not needed in it, or the plan is not complete.

    Breaks
    ------
    plan = [20, 50, 80, 90]

    Right
    -----
    plan = [20, 50, 80, 100]

    Misleads
    --------
    Retention money due in the next year. A plan that falls or passes 100 % is left to F01 and F02.
    """
    df = _unclear_plans(material)
    return hits(df[~df["falls"] & ~df["over"]], "plan")


@rule("F04", "hint", "review", scope="project")
def copied_plan(material: Material) -> pd.DataFrame:
    """Many projects of a department, or some with much of its money, have the same spending plan.

    Works, salaries and purchases do not spend alike.

    Breaks
    ------
    [[projects]]
    copies = 2
    budget = 300.0
    plan = [10, 50, 80, 100]
    [[projects]]
    copies = 2
    budget = 200.0
    plan = [25, 45, 75, 100]

    Right
    -----
    [[projects]]
    copies = 3
    budget = 20.0
    plan = [10, 50, 80, 100]
    [[projects]]
    budget = 300.0
    plan = [25, 50, 75, 100]

    Misleads
    --------
    Equal plans may be prescribed. From how many projects on it counts is the setting ``copied`` in [conventions]; two
    or three count from the ``share`` of the department's money on that they have together.
    """
    keys = ["document_id", "department_id", "shares", "dates"]
    plans = material.plans
    plans = plans.assign(same=plans.groupby(keys, sort=False).ngroup())
    groups = plans.groupby("same")
    count = groups["project_id"].transform("nunique")
    whole = plans["document_id"].str.cat(plans["department_id"]).map(_money(material)).astype(float)
    share = groups["budget"].transform("sum") / whole.where(whole.gt(0))
    # A plan of one date says nothing that could be copied.
    some = count.ge(2) & share.ge(material.settings["F04"]["share"]) & plans["shares"].map(len).gt(1)
    copied = count.ge(material.settings["conventions"]["copied"])
    plans = plans.assign(count=count, share=share)[copied | some]
    first = plans.drop_duplicates("same")
    numbers = gathered(plans["position"].astype("str"), plans["same"])
    names = pd.Series(["、".join(numbers[group]) for group in first["same"]], first.index, dtype="str")
    phrase = first["share"].notna().map({True: "message_share", False: "message"})
    first = first.assign(project_id=None)
    return hits(first, "plan", phrase=phrase, n=first["count"], share=first["share"], projects=names)


def _money(material: Material) -> pd.Series:
    """The budgets of each department's projects together, by the ids of document and department."""
    df = material.projects
    return df["budget"].groupby(df["document_id"].str.cat(df["department_id"])).sum()


@rule("F05", "weakness", "quantified", compare=True, scope="project")
def only_within_year(material: Material) -> pd.DataFrame:
    """The time allowed is the budget year itself.

    An annual budget ends with its year anyway: the target says nothing about when.

    Breaks
    ------
    indicators = ["时效 | 完成时限 | 完成时限1年内 | ≤1年"]

    Right
    -----
    indicators = ["时效 | 完成时间 | | 6月底前", "时效 | 工期 | | ≤240天", "时效 | 质保期 | | ≥1年"]

    Misleads
    --------
    Work that goes on all year has no other end; then a rate (按月完成率) says more.
    """
    df = material.indicators
    return hits(df[df["within_year"] & df["level1"].ne("效益")], "target")


@rule("F06", "hint", "review")
def generic_basis(material: Material) -> pd.DataFrame:
    """The basis of the targets names no standard, plan or past value.

    "From the budget" says where the money comes from, not why 80 % and not 95 %.

    Breaks
    ------
    indicators = ["质量 | 合格率 | | ≥80% | 年初预算安排", "数量 | 人数 | | ≥50人 | 根据2024年部门预算批复"]

    Right
    -----
    indicators = ["质量 | 合格率 | | ≥95% | 上年实际96%", "数量 | 人数 | | ≥50人 | 行业标准", "数量 | 处数 | | ≥5处 | "]

    Misleads
    --------
    Forms with a fixed list of bases. A basis is generic where nothing is left of it without the words of the setting
    ``generic``.
    """
    df = material.indicators
    named = any_of(material.settings["F06"]["generic"])

    def is_generic(basis: str) -> bool:
        folded = fold(basis)
        return bool(folded) and not re.sub(r"(?:19|20)\d\d年?|[^\w]", "", named.sub("", folded))

    df = df[pd.Series(each_once(is_generic, df["basis"].fillna("")), df.index, dtype=bool)]
    return hits(df, "basis", basis=df["basis"])
