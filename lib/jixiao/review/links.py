"""相关性: whether goals, tasks and indicators meet each other."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from jixiao.frames import among, each_once, gathered
from jixiao.review.descriptions import CLAUSE, DOWN, alike_numbers, is_power_of_ten, speaks_of
from jixiao.review.material import Material, adds_up, any_of
from jixiao.review.rule import OWNER, hits, rule
from jixiao.vocabulary import Vocabulary, fold

_WRITTEN = re.compile("[一-鿿]+")


def _pairs(text: str, nothing: re.Pattern) -> set[str]:
    """Neighbouring characters of what a text is about, without the words that say nothing about it."""
    pieces = _WRITTEN.findall(nothing.sub(" ", text))
    return {piece[i : i + 2] for piece in pieces for i in range(len(piece) - 1)}


@rule("R07", "hint", "review")
def goal_without_indicator(material: Material) -> pd.DataFrame:
    """A project's goal shares no word with any of its indicators.

    What the money is for is then not what will be measured.

    Breaks
    ------
    goals = ["保障园区项目及时开工"]
    indicators = ["数量 | 评估报告数量 | | ≥3个", "服务对象满意度 | 企业满意度 | | ≥90%"]

    Right
    -----
    goals = ["保障园区项目及时开工", "提高服务水平"]
    indicators = ["时效 | 项目开工及时率 | | ≥95%", "社会效益 | 企业服务评价 | | 优"]

    Misleads
    --------
    An indicator may measure a goal in other words. Only a goal that shares not even two neighbouring characters with a
    name, description or target in words is listed; words such as 工作 or 提高 (the setting ``nothing``) do not count.
    A goal that says what the project's own name says, and one of more characters than the setting ``longest``, which
    tells a story rather than names an aim, are let pass.
    """
    nothing = any_of(material.settings["R07"]["nothing"])
    df = material.indicators
    names = pd.Series(each_once(fold, df["project_name"].fillna("")), df.index, dtype="str")
    words = df["name"].str.cat(df[["described", "stated"]].assign(project=names), " ")
    said = gathered(words.str.replace(nothing.pattern, " ", regex=True), df["project_id"])
    measured = {project: " ".join(texts) for project, texts in said.items()}
    goals = material.goals[among(material.goals["project_id"], df["project_id"]) & material.goals["whole"]]
    goals = goals[goals["scope"].ne("task")]  # a yearly task of a department's own form is R08's
    goals = goals[goals["text"].str.len().le(material.settings["R07"]["longest"])]
    pairs = each_once(lambda text: _pairs(text, nothing), goals["text"])
    projects = goals["project_id"].to_numpy(object)
    alone = [
        bool(own) and not any(pair in measured[project] for pair in own)
        for own, project in zip(pairs, projects, strict=True)
    ]
    return hits(goals[pd.Series(alone, index=goals.index, dtype=bool)], "goal")


@cache
def _quantity(vocabulary: Vocabulary) -> re.Pattern:
    """A number with a unit that counts or measures."""
    units = vocabulary.words["units"]
    known = sorted((fold(unit) for name in ("count", "rate", "measure") for unit in units[name]), key=len, reverse=True)
    number = r"(?<!\d)(?<!\d[.,])(?<!第)(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"
    return re.compile(rf"{number}(万?)({'|'.join(map(re.escape, known))})(?!工作日|月|季度|小时|学期|星期)")


@rule("R12", "weakness", "text", milder={"message_alike": "contradiction"})
def number_of_goal(material: Material) -> pd.DataFrame:
    """The goal or the purpose of a project states another number of a thing than the target that counts it.

    Breaks
    ------
    [[projects]]
    goals = ["培训农民800人次，推广新品种5个"]
    indicators = ["数量 | 培训人次 | | ≥8000人次"]
    [[projects]]
    purpose = "购置医疗设备35台"
    indicators = ["数量 | 购置设备数量 | | =25台"]

    Right
    -----
    [[projects]]
    goals = ["培训农民800人次，推广新品种5个"]
    indicators = ["数量 | 培训人次 | | ≥800人次"]
    [[projects]]
    goals = ["培训骨干100人次"]
    indicators = ["数量 | 培训人次 | | ≥800人次", "数量 | 培训人数 | | ≥0.01万人"]
    [[projects]]
    purpose = "购置彩超3台、监护仪35台"
    indicators = ["数量 | 购置设备数量 | | =25台"]

    Misleads
    --------
    A goal may name a part. Compared is a number that stands alone in its clause with the words and the unit of one
    target, if it is more than the target, or the same with digits exchanged or a power of ten apart, which is called a
    contradiction. A clause with a word of the setting ``parts`` of A01 is passed over.
    """
    numbers = material.numbers
    own = numbers[["project_id", "indicator", "name", "operator", "value", "target"]].assign(
        unit=numbers["unit"].str.removeprefix("万"), whole=_in_ones(numbers)
    )[numbers["unit"].notna()]
    goals = material.goals[material.goals["scope"].eq("project") & material.goals["whole"]]
    tables = []
    for df, field in ((goals, "goal"), (material.purposes, "purpose")):
        pairs = _stated(df, material).merge(own, on=["project_id", "unit"])
        spoken = each_once(lambda pair: speaks_of(*pair), zip(pairs["words"], pairs["name"], strict=True))
        pairs = pairs[pd.Series(spoken, index=pairs.index, dtype=bool)]
        pairs = pairs[~pairs.duplicated(["row", "clause"], keep=False) & pairs["said"].ne(pairs["whole"])]
        both = zip(pairs["said"], pairs["whole"], strict=True)
        alike = [alike_numbers(*pair) or is_power_of_ten(*pair) for pair in both]
        pairs = pairs.assign(phrase=["message_alike" if one else "message" for one in alike])
        more = pairs["said"].gt(pairs["whole"]) & ~pairs["operator"].isin(DOWN)
        pairs = pairs[more | pairs["phrase"].eq("message_alike")].reset_index(drop=True)
        rows, said = df.loc[pairs["row"]].reset_index(drop=True), pairs["written"]
        name, target = pairs["indicator"], pairs["target"]
        tables.append(hits(rows, field, phrase=pairs["phrase"], said=said, name=name, target=target))
    return pd.concat(tables)


def _in_ones(df: pd.DataFrame) -> pd.Series:
    """Values of targets without the 万 before their units."""
    return df["value"].mul(df["unit"].fillna("").str.startswith("万").map({True: 10_000, False: 1}))


def _stated(df: pd.DataFrame, material: Material) -> pd.DataFrame:
    """The numbers that stand alone in a clause of the texts: row and clause, as written, value, unit, other words."""
    quantity, parts = _quantity(material.data.vocabulary), any_of(material.settings["A01"]["parts"])

    def numbers(text: str) -> list[tuple]:
        found = []
        for position, clause in enumerate(CLAUSE.split(text)):
            stated = quantity.findall(clause)
            if len(stated) == 1 and not parts.search(clause):
                number, scale, unit = stated[0]
                value = float(number.replace(",", "")) * (10_000 if scale else 1)
                found.append((position, number + scale + unit, value, unit, quantity.sub("", clause)))
        return found

    read = zip(df.index, df["project_id"], each_once(numbers, df["text"]), strict=True)
    rows = [(row, project, *number) for row, project, found in read for number in found]
    types = {"row": "int64", "project_id": "str", "clause": "int64", "written": "str", "said": "float64"}
    types |= {"unit": "str", "words": "str"}
    return pd.DataFrame(rows, columns=list(types)).astype(types)


@rule("R08", "hint", "review")
def task_without_target(material: Material) -> pd.DataFrame:
    """A number in a department's task is no target, neither of a project nor of the department's own.

    The department promises something that no money is tied to.

    Breaks
    ------
    tasks = ["招商引资 | 签约落地 | 吸引企业20家以上"]
    indicators = ["数量 | 签约企业数 | | ≥30家"]

    Right
    -----
    tasks = ["招商引资 | 签约落地 | 2022年吸引企业20家以上", "办公 | 精准提效 | 提高效率"]
    indicators = ["数量 | 签约企业数 | | ≥20个"]

    Misleads
    --------
    A task may be done without a project of its own, or be the sum of several targets.
    """
    df = material.numbers
    owners = [df[column].to_numpy(object) for column in OWNER]
    stated = set(zip(*owners, _in_ones(df), df["dimension"].to_numpy(object), strict=True))
    with_targets = set(zip(*owners, strict=True))
    tasks = material.goals[material.goals["scope"].eq("task")]
    rows, numbers = [], []
    vocabulary = material.data.vocabulary
    quantity = _quantity(vocabulary)
    parts = (tasks[column].to_numpy(object) for column in (*OWNER, "text"))
    for index, *owner, text in zip(tasks.index, *parts, strict=True):
        for number, scale, unit in quantity.findall(text) if tuple(owner) in with_targets else []:
            value = float(number.replace(",", "")) * (10_000 if scale else 1)
            if (*owner, value, vocabulary.dimension(unit)) not in stated:
                rows.append(index)
                numbers.append(number + scale + unit)
    df = tasks.loc[rows].reset_index(drop=True)
    df = df.assign(quote=df["indicator"].fillna(df["goal"]).fillna(df["title"]))
    return hits(df, "task", quote="quote", number=pd.Series(numbers, dtype="str"))


@rule("R09", "hint", "review", scope="project")
def shared_indicator(material: Material) -> pd.DataFrame:
    """One counted indicator stands in several projects of a department.

    The same result may be counted for each of them.

    Breaks
    ------
    [[projects]]
    indicators = ["数量 | 实际完成签约数 | | ≥30家"]
    [[projects]]
    indicators = ["质量 | 实际完成签约数 | | ≥3个"]

    Right
    -----
    [[projects]]
    indicators = ["数量 | 北京签约数 | | ≥30家", "质量 | 合格率 | | ≥95%", "时效 | 完成时限 | | ≤90天"]
    [[projects]]
    indicators = ["数量 | 天津签约数 | | ≥3个", "质量 | 合格率 | | ≥95%", "时效 | 完成时限 | | ≤90天"]

    Misleads
    --------
    Two projects may well train people each; then say whom, so that the results can be told apart.
    """
    df = material.numbers
    counted = df["dimension"].isin(["count", "measure"]) & adds_up(df, material.settings["R04"]["ranks"])
    df = df[counted & df["level1"].ne("满意度")]
    same = df.groupby([*OWNER, "name"]).ngroup()
    df = df.assign(same=same)[df["project_id"].groupby(same).transform("nunique").ge(2)]
    parts = (df[column].to_numpy(object) for column in ("project_id", "project_position", "target"))
    targets = zip(*parts, strict=True)
    others = [
        " · ".join(f"{position}: {target}" for project, position, target in group if project != group[0][0])
        for group in gathered(targets, df["same"]).values()
    ]
    first = df.drop_duplicates("same")
    return hits(first, "indicator", others=pd.Series(others, index=first.index, dtype="str"))


@rule("R11", "hint", "review", scope="project")
def same_purpose(material: Material) -> pd.DataFrame:
    """Two projects of a department say that their money is for the same thing.

    Either one of them is not needed, or the two should say what sets them apart.

    Breaks
    ------
    [[projects]]
    name = "驻外招商组经费"
    purpose = "用于驻外招商引资开展工作所需的必要开支254万元"
    [[projects]]
    name = "招商引资专项"
    purpose = "用于招商引资，经费150万元"

    Right
    -----
    [[projects]]
    name = "道路养护"
    purpose = "用于城区道路养护254万元"
    [[projects]]
    name = "道路照明"
    purpose = "用于城区路灯电费150万元"

    Misleads
    --------
    Parts of one task may be projects of their own. Two purposes are the same where every two neighbouring characters of
    the shorter one, without the words of the setting ``nothing``, stand in the longer one.
    """
    df, nothing = material.purposes, any_of(material.settings["R11"]["nothing"])
    pairs = {row: _pairs(text, nothing) for row, text in df["text"].items()}
    owners = zip(*(df[column].to_numpy(object) for column in OWNER), strict=True)
    first: dict[int, list[int]] = {}
    for own in gathered(df.index, owners).values():
        first |= _contained({row: pairs[row] for row in own if len(pairs[row]) >= 3})
    rows = df.loc[list(first)]
    texts = df["position"].astype("str").str.cat(df["purpose"].fillna(""), ": ")
    others = [" · ".join(texts[other] for other in others) for others in first.values()]
    return hits(rows, "purpose", others=pd.Series(others, index=rows.index, dtype="str"))


def _contained(said: dict[int, set[str]]) -> dict[int, list[int]]:
    """The first of every set of projects with one purpose, each with the others, by the pairs of each."""
    holders: dict[str, set[int]] = {}
    for row, pairs in said.items():
        for pair in pairs:
            holders.setdefault(pair, set()).add(row)
    found: dict[int, list[int]] = {}
    told: set[int] = set()
    for row, pairs in said.items():
        if row in told:
            continue
        held = set.intersection(*(holders[pair] for pair in pairs)) - {row}
        for other in sorted(held - told):
            found.setdefault(row, []).append(other)
            told |= {other, row}
    return found
