"""完整性: probable misprints, found by what the same document and others write in the same place."""

from __future__ import annotations

import re
from collections import Counter

import pandas as pd

from jixiao.review.material import Material
from jixiao.review.rule import hits, rule
from jixiao.target_values.signs import SIGNS

_DOUBLED_WORD = re.compile(r"([一-鿿]{2,4})\1(?=[，。；、,;]|$)")
_LONGEST = 5  # characters of a phrase between a name and its number


@rule("C09", "hint", "text")
def doubled_word(material: Material) -> pd.DataFrame:
    """A word stands twice in a row before a stop.

    Breaks
    ------
    goals = ["提出提高资金使用效益的意见意见；加大宣传力度"]

    Right
    -----
    goals = ["提出意见，意见要具体", "落实资金管理管理办法"]

    Misleads
    --------
    Verbs that are doubled on purpose (研究研究); within a sentence a doubled word may belong to two words and is not
    looked at.
    """
    goals = material.goals
    doubled = goals["goal"].fillna("").map(lambda text: (_DOUBLED_WORD.search(text) or [""])[0]).astype("str")
    goals = goals.assign(quote=doubled)[doubled.ne("")]
    return hits(goals, "goal", quote="quote")


@rule("C10", "hint", "text")
def misprint(material: Material) -> pd.DataFrame:
    """A fixed phrase or a unit is misprinted.

    A phrase between an indicator's name and its number that stands nowhere else, but is one character away from one
    that is usual there and agrees with the target's sign; or an unknown unit where the target has a known one with the
    same number.

    Breaks
    ------
    indicators = ["质量 | 使用率 | 使用率木低于80% | ≥80%", "数量 | 种类 | 种类不少于2钟 | ≥2种"]

    Right
    -----
    indicators = [
        "质量 | 使用率 | 使用率不低于80% | ≥80%", "质量 | 差错率 | 差错率要低于5% | ≤5%",
        "质量 | 差错情况 | 差错率低于5% | <5%", "数量 | 手册印刷数 | 手册印刷数不少于100册 | ≥100本",
    ]

    Misleads
    --------
    A rare phrase need not be a wrong one, and an unknown unit may be a local one; either way the two texts should
    agree. What is usual is what the vocabulary of signs has, or what stands on ``usual`` indicators or more.
    """
    df = material.indicators
    df = df[df["kind"].eq("number")]
    return pd.concat([_phrases(df, material.settings["C10"]["usual"]), _units(df)])


def _phrases(df: pd.DataFrame, usual: int) -> pd.DataFrame:
    """Hits for misprinted phrases before a description's number."""
    found = pd.Series(
        [_between(text, name) for text, name in zip(df["described"], df["name"], strict=True)], df.index, dtype="str"
    )
    counts = Counter(found[found.ne("")])
    known = {word for word in SIGNS if word.isalpha()} | {phrase for phrase, n in counts.items() if n >= usual}
    near = _neighbours({phrase for phrase in known if len(phrase) >= 3})
    meant = {phrase: _meant(phrase, near) for phrase, n in counts.items() if n < usual and phrase not in known}
    expected = found.map(meant).astype("str")
    agrees = [SIGNS.get(phrase, sign) == sign for phrase, sign in zip(expected, df["operator"], strict=True)]
    wrong = expected.notna() & pd.Series(agrees, index=df.index, dtype=bool)
    return hits(df[wrong], "description", written=found[wrong], expected=expected[wrong])


def _between(text: str, name: str) -> str:
    """What stands in a description between the indicator's name, or its end, and the first digit; else empty."""
    head = re.split(r"\d", text, maxsplit=1)[0]
    if len(head) == len(text):
        return ""
    for start in range(max(len(name) - 1, 0)):
        if head.startswith(name[start:]):
            left = head[len(name) - start :]
            return left if len(left) <= _LONGEST else ""
    return ""


def _blanked(phrase: str) -> list[tuple[str, str]]:
    return [(phrase[:i], phrase[i + 1 :]) for i in range(len(phrase))]


def _neighbours(phrases: set[str]) -> dict[tuple[str, str], set[str]]:
    """The phrases by what is left of each without one of its characters: no pair of texts need be compared."""
    near: dict[tuple[str, str], set[str]] = {}
    for phrase in phrases:
        for key in _blanked(phrase):
            near.setdefault(key, set()).add(phrase)
    return near


def _meant(phrase: str, near: dict[tuple[str, str], set[str]]) -> str | None:
    """The one phrase that differs in one character; None where there is none, or more than one."""
    found = set().union(*(near.get(key, set()) for key in _blanked(phrase)))
    return found.pop() if len(found) == 1 else None


def _units(df: pd.DataFrame) -> pd.DataFrame:
    """Hits for unknown units beside the same number with a known one."""
    unknown = df["said_unit"].ne("") & df["said_dimension"].eq("") & df["dimension"].ne("")
    df = df[unknown & df["on_subject"] & df["value"].eq(df["said_value"])]
    df = df[df["said_unit"].str.len() == df["unit"].str.len()]
    return hits(df, "description", phrase="message_unit", written=df["said_unit"], expected=df["unit"])
