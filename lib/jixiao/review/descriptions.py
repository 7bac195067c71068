"""What descriptions say in figures: each with what stands before it, and which of them speaks of the target's thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from jixiao.frames import each_once
from jixiao.target_values import Target, parse_target
from jixiao.target_values.signs import SIGN_IN_TEXT
from jixiao.vocabulary import Vocabulary

# A clause that ends in its only figure: what stands before it, and the figure with its sign.
_FIGURE = re.compile(rf"(?P<lead>\D*?)(?P<figure>(?P<sign>{SIGN_IN_TEXT})?(?:百分之)?\d[\d.,]*+\D*+)", re.ASCII)
CLAUSE = re.compile(r"[。；;、!?\n]|(?<!\d),|,(?!\d{3})")
# Figures that count nothing: years, numbers of lists, what ranks.
_NO_FIGURE = re.compile(r"(?:19|20)\d\d年(?:度|底|末)?|^\(?\d{1,2}[).、](?!\d)|第\d+")
# Words between a name and its figure that state no bound.
_CONNECTORS = ("预计", "计划", "目标", "达到", "达", "完成", "实现", "为", "是", "控制在", "保持在", ":", ",")
# What a description may put around the indicator's name without speaking of something else.
_AROUND = re.compile(
    "全年|本年度?|当年|年度|年内|全[市县区镇乡校院省州]|组织|开展|举办|举行|安排|进行|预计|计划|目标|确保|力争|完成|达到|实现|应当|应|须|要求|要|将|拟|共计|总计|合计|约定|[共为是的]"
)
_NEGATIONS = ("不", "未", "非", "无")
_TOGETHER = re.compile("[和及与、或]|以及")  # a name of two things is not met by its beginning
_COUNTED = re.compile(r"(?:数量|[个人次户总件台项]数|人次|场次|批次|面积|长度|里程|规模|数|量)?(?:\(.*\))?$")
FORECAST = re.compile("预计|预估|估计|拟")
UP, DOWN = (">=", ">"), ("<=", "<")
_UNSAID = Target()


@dataclass(frozen=True)
class Figure:
    """One figure of a description, read as a target, and the words of its clause before it.

    A sign that is ``sure`` is no misprint of its opposite: 不超过, but not 低于, before which a character may be lost.
    """

    lead: str
    target: Target
    sure: bool


def figures(text: str, vocabulary: Vocabulary) -> tuple[Figure, ...]:
    """The figures of a folded description, one a clause at most: a clause with several is not read."""
    found = []
    for clause in CLAUSE.split(text):
        parts = _FIGURE.fullmatch(_NO_FIGURE.sub("", clause))
        target = _read(parts["figure"], vocabulary) if parts else Target()
        if parts and target.kind == "number":
            found.append(Figure(parts["lead"], target, sure=(parts["sign"] or "").startswith(("不", "至", "最"))))
    return tuple(found)


def _read(figure: str, vocabulary: Vocabulary) -> Target:
    """A figure as a target; 6期, which may rank or count, counts beside a target."""
    target = parse_target(figure, vocabulary=vocabulary)
    if target.reason != "rank or count":
        return target
    return replace(parse_target(f"={figure}", vocabulary=vocabulary), operator="")


def is_subject(lead: str, name: str) -> bool:
    """Whether a figure's words before it are nothing, the indicator's name, or its beginning or end.

    Words of the year, of planning and of reaching may stand around the name; any other word may name a part of it.
    """
    bare = _without_connectors(lead)
    plain = _AROUND.sub("", bare)
    if name and _AROUND.sub("", name) == plain:
        return True
    rest = name.removesuffix(bare)
    ends = name.endswith(bare) and not rest.endswith(_NEGATIONS) and not (bare and _TOGETHER.search(rest))
    begins = len(plain) > 1 and name.startswith(plain) and not _TOGETHER.search(name)
    return ends or begins


def _without_connectors(lead: str) -> str:
    end = len(lead)
    while word := next((word for word in _CONNECTORS if lead.endswith(word, 0, end)), ""):
        end -= len(word)
    return lead[:end]


def described(df: pd.DataFrame, vocabulary: Vocabulary) -> pd.DataFrame:
    """What each description says of its indicator: said_operator, said_value, said_unit, said_dimension, lead.

    Without a value where no figure, or more than one, may be meant. ``on_subject`` is True where what stands before the
    figure is the indicator's own name, so that the figure speaks of the same thing; ``opposed`` where any figure of the
    description is the target's own with the opposite sign. All that are read of it are its ``figures``.
    """
    read = each_once(lambda text: figures(text, vocabulary), df["described"])
    names, operators, values, units = (df[column].to_numpy(object) for column in ("name", "operator", "value", "unit"))
    chosen = [_chosen(*row) for row in zip(read, names, values, units, strict=True)]
    said = [figure.target if figure else _UNSAID for figure in chosen]
    out = pd.DataFrame(
        {
            "said_operator": pd.Series([target.operator for target in said], dtype="str"),
            "said_value": pd.Series([target.value for target in said], dtype=float),
            "said_unit": pd.Series([target.unit for target in said], dtype="str"),
            "lead": pd.Series([figure.lead if figure else "" for figure in chosen], dtype="str"),
            "on_subject": [
                figure is not None and is_subject(figure.lead, name) for figure, name in zip(chosen, names, strict=True)
            ],
            "opposed": [_is_opposed(*row) for row in zip(read, names, operators, values, units, strict=True)],
            "figures": pd.Series(read, dtype=object),
        }
    ).set_index(df.index)
    dimension = each_once(vocabulary.dimension, out["said_unit"])
    return out.assign(said_dimension=pd.Series(dimension, out.index, dtype="str"))


def _chosen(found: Sequence[Figure], name: str, value: float, unit: object) -> Figure | None:
    """The figure that speaks of the target: the only one, else the only one with its unit; none where it may be met."""
    if len(found) < 2:
        return found[0] if found else None
    alike = [figure for figure in found if figure.target.unit == unit]
    if len(alike) == 1:
        return alike[0]
    own = [figure for figure in found if is_subject(figure.lead, name)]
    met = any(figure.target.value == value for figure in alike)
    return own[0] if len(own) == 1 and not alike and not met else None


def _is_opposed(found: Sequence[Figure], name: str, operator: object, value: float, unit: object) -> bool:
    """Whether a figure has the target's number and unit and the opposite sign, and none has them with its own sign."""
    if not found:  # of most descriptions
        return False
    same = [figure for figure in found if figure.target.value == value and figure.target.unit == unit]
    signs = {figure.target.operator for figure in same}
    other = DOWN if operator in UP else UP if operator in DOWN else ()
    return (
        bool(signs & set(other))
        and signs <= set(other)
        and all(figure.sure or _ends_plainly(figure.lead, name) for figure in same)
    )


def _ends_plainly(lead: str, name: str) -> bool:
    """Whether the words before a sign end where the sign begins: 场馆木低于 may be a misprint of 不低于."""
    return not lead or lead[-1:] in (name[-1:], *"率度数量额费间期均应须要则,:")


def alike_numbers(one: float, other: float) -> bool:
    """Whether two numbers are one with digits exchanged: 421 and 412."""
    digits = [f"{number:.10g}" for number in (one, other)]
    return one != other and len(digits[0]) == len(digits[1]) > 2 and sorted(digits[0]) == sorted(digits[1])


def is_power_of_ten(one: float, other: float) -> bool:
    """Whether two numbers have the same digits: 800 and 8000."""
    digits = {f"{number:.15g}".replace(".", "").strip("0") for number in (one, other)}
    return one != other and len(digits) == 1


def speaks_of(clause: str, name: str) -> bool:
    """Whether a clause has the words of a name of something counted, in their order: 购置医疗设备 has 购置设备数量."""
    bare = _COUNTED.sub("", _AROUND.sub("", name))
    words = [bare[start : start + 2] for start in range(0, len(bare) - len(bare) % 2, 2)]
    if not words:
        return False
    words[-1] += bare[2 * len(words) :]
    return bool(re.search(".*".join(map(re.escape, words)), clause))


def shares_words(lead: str, name: str) -> bool:
    """Whether words before a figure and a name have two pairs of neighbouring characters in common."""
    pairs = [{text[i : i + 2] for i in range(len(text) - 1)} for text in (lead, name)]
    return len(pairs[0] & pairs[1]) >= 2
