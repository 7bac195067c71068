"""完整性: probable misprints, found by what the same document and others write in the same place."""

from __future__ import annotations

import re

import pandas as pd

from jixiao.frames import each_once, each_row
from jixiao.review.material import Material, contains
from jixiao.review.misprints import (
    blanked,
    looks_alike,
    misprinted_bound,
    misprinted_phrase,
    misprints,
    neighbours,
)
from jixiao.review.rule import OWNER, hits, rule
from jixiao.target_values.signs import SIGNS
from jixiao.vocabulary import Vocabulary

_DOUBLED_WORD = re.compile(r"([一-鿿]{2,4})\1(?=[，。；、,;]|$)")
_LONGEST = 5  # characters of a phrase between a name and its number
_SIGNS = {word for word in SIGNS if word.isalpha()}
_NEAR_SIGNS = neighbours(word for word in _SIGNS if len(word) >= 3)
_SAID = ["described", "figures", "value", "unit", "on_subject"]
_FIGURE = re.compile(r"(?:百分之)?\d[\d.,%]*")
_DIGIT = re.compile(r"\d")
_NUMBER_AND_UNIT = re.compile(r"\d万?([一-鿿]{1,3})(?:[及或]?以[上下内])?$")


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

    A word for a sign that is one character away from a usual one; a phrase between an indicator's name and its number
    that stands nowhere else, but is one character away from one that is usual there; a fixed phrase of a name with
    another character of the same sound or shape, or a word that is often misspelt; or an unknown unit that sounds or
    looks like a known one, or stands where the target has a known one with the same number.

    Breaks
    ------
    indicators = [
        "质量 | 使用率 | 使用率木低于80% | ≥80%", "数量 | 种类 | 种类不少于2钟 | ≥2种",
        "质量 | 隐患整改率 | | 不底于96%", "服务对象满意度 | 群众满意率 | 经抽样，群众满意率不低千85% | ≥85%",
        "数量 | 办理案件 | | ≥480各", "数量 | 体检人数 | | ≥2.4万各",
        "数量 | 治理河道 | 全年治理河道86公理以上 | ≥86公里",
        "服务对象满意度 | 家长满意渡 | | ≥90%", "时效 | 资金拔付及时率 | | ≥95%",
    ]

    Right
    -----
    indicators = [
        "质量 | 使用率 | 使用率不低于80% | ≥80%", "质量 | 差错率 | 差错率要低于5% | ≤5%",
        "质量 | 差错情况 | 差错率低于5% | <5%", "数量 | 手册印刷数 | 手册印刷数不少于100册 | ≥100本",
        "质量 | 达成率 | 各项均高于95% | >95%", "数量 | 种植面积 | | ≥30垧", "质量 | 群众满意程度 | | ≥90%",
        "数量 | 灌区 | 新建3灌片 | ≥3片",
    ]

    Misleads
    --------
    A rare phrase need not be a wrong one, and an unknown unit may be a local one; either way the two texts should
    agree. What is usual is what the vocabulary of signs has, or what stands on ``usual`` indicators or more of the
    department's document; fixed ``phrases``, ``units``, characters that are taken for each other (``sounds``) and
    ``misspelt`` words are settings.
    """
    settings = material.settings["C10"]
    found = [
        _bounds(material.indicators, settings),
        _phrases(material.numbers, settings["usual"]),
        _units(material.indicators, settings, material.data.vocabulary),
        _names(material.indicators, settings),
    ]
    df = pd.concat([table for table in found if len(table)] or found[:1])
    return df.drop_duplicates(["indicator_id", "field"])


def _bounds(df: pd.DataFrame, settings: dict) -> pd.DataFrame:
    """Hits for misprinted words for signs, in descriptions and targets."""
    tables, sounds = [], tuple(settings["sounds"])
    for column, field in (("described", "description"), ("stated", "target")):
        texts = zip(df[column].to_numpy(object), df["operator"].to_numpy(object), strict=True)
        read = each_once(lambda pair: _bound(pair[0], pair[1], sounds), texts)
        written, meant = (pd.Series([pair[part] for pair in read], index=df.index, dtype="str") for part in (0, 1))
        wrong = written.ne("")
        tables.append(hits(df[wrong], field, written=written[wrong], expected=meant[wrong]))
    return pd.concat(tables)


def _bound(text: str, operator: object, sounds: tuple[str, ...]) -> tuple[str, str]:
    """The first misprinted word for a sign before a number of a text, and what is meant."""
    sign = operator if isinstance(operator, str) else ""
    for piece in _FIGURE.split(text)[:-1]:
        found = misprinted_bound(piece, sign, sounds)
        if found[0]:
            return found
    return "", ""


def _phrases(df: pd.DataFrame, usual: int) -> pd.DataFrame:
    """Hits for misprinted phrases before a description's number."""
    texts = zip(df["described"].to_numpy(object), df["name"].to_numpy(object), strict=True)
    found = pd.Series(each_once(lambda pair: _between(*pair), texts), df.index, dtype="str")
    own = df[OWNER].assign(phrase=found)[found.ne("")]
    counts = own.groupby([*OWNER, "phrase"]).size()
    often = counts[counts.ge(usual)].reset_index()
    near = {owner: neighbours(own[own.str.len().ge(3)]) for owner, own in often.groupby(OWNER)["phrase"]}
    rare = [key for key in counts[counts.lt(usual)].index if key[-1] not in _SIGNS]
    meant = {key: _meant(key[-1], near.get(key[:-1], {})) for key in rare}
    keys = map(tuple, df[OWNER].assign(phrase=found).to_numpy(object))
    expected = pd.Series([meant.get(key) for key in keys], df.index, dtype="str")
    signs = zip(expected.to_numpy(object), df["operator"].to_numpy(object), strict=True)
    agrees = [SIGNS.get(phrase, sign) == sign for phrase, sign in signs]
    wrong = expected.notna() & pd.Series(agrees, index=df.index, dtype=bool)
    return hits(df[wrong], "description", written=found[wrong], expected=expected[wrong])


def _between(text: str, name: str) -> str:
    """What stands in a description between the indicator's name, or its end, and the first digit; else empty."""
    digit = _DIGIT.search(text)
    if not digit or text[: min(digit.start(), 2)] not in name:
        return ""
    head = text[: digit.start()]
    for start in range(max(len(name) - 1, 0)):
        if head.startswith(name[start:]):
            left = head[len(name) - start :]
            return left if len(left) <= _LONGEST else ""
    return ""


def _meant(phrase: str, usual: dict[tuple[str, str], set[str]]) -> str | None:
    """The one phrase that differs in one character; None where there is none, or more than one."""
    found = set().union(*(near.get(key, set()) for near in (_NEAR_SIGNS, usual) for key in blanked(phrase)))
    return found.pop() if len(found) == 1 else None


def _units(df: pd.DataFrame, settings: dict, vocabulary: Vocabulary) -> pd.DataFrame:
    """Hits for unknown units: in the description beside the target's own, and in the target itself."""
    known = df[df["dimension"].ne("")]
    unknown = df[df["dimension"].eq("") & df["kind"].isin(["number", "unclear"])]
    said = [_unit_said(row, settings["sounds"], vocabulary) for row in each_row(known[_SAID])]
    own = [_unit_of_target(text, settings, vocabulary) for text in unknown["stated"].to_numpy(object)]
    tables = []
    for rows, field, phrase, pairs in (
        (known, "description", "message_unit", said),
        (unknown, "target", "message_unit_alone", own),
    ):
        read = pd.DataFrame(pairs, index=rows.index, columns=["written", "expected"], dtype="str")
        read = read[read["written"].ne("")]
        tables.append(
            hits(df.loc[read.index], field, phrase=phrase, written=read["written"], expected=read["expected"])
        )
    return pd.concat(tables)


def _unit_said(row, sounds: list[str], vocabulary: Vocabulary) -> tuple[str, str]:
    """An unknown unit of the description beside the target's number, and the target's unit; else empty texts."""
    units = [figure.target.unit for figure in row.figures if figure.target.value == row.value]
    for unit in units:
        unknown = unit and not vocabulary.dimension(unit) and len(unit) == len(row.unit)
        if unknown and (row.on_subject or looks_alike(unit, row.unit, sounds)):
            return unit, row.unit
    found = _NUMBER_AND_UNIT.search(row.described)
    likely = found and not vocabulary.dimension(found[1]) and looks_alike(found[1], row.unit, sounds)
    return (found[1], row.unit) if found and likely else ("", "")


def _unit_of_target(text: str, settings: dict, vocabulary: Vocabulary) -> tuple[str, str]:
    """A target's unknown unit and the known one that it sounds or looks like; else empty texts."""
    found = _NUMBER_AND_UNIT.search(text)
    if not found or vocabulary.dimension(found[1]):
        return "", ""
    known = [*settings["units"], *(unit for unit in vocabulary.words["units"]["count"] if len(unit) == 1)]
    meant = next((unit for unit in known if looks_alike(found[1], unit, settings["sounds"])), "")
    return (found[1], meant) if meant else ("", "")


def _names(df: pd.DataFrame, settings: dict) -> pd.DataFrame:
    """Hits for misprinted fixed phrases in names, and words that are often misspelt."""
    phrases, sounds = tuple(settings["phrases"]), tuple(settings["sounds"])
    misspelt = settings["misspelt"]
    df = df[contains(df["name"], [*misspelt, *misprints(phrases, sounds)])]

    def misprinted(name: str) -> tuple[str, str]:
        found = next(((wrong, right) for wrong, right in misspelt.items() if wrong in name), None)
        return found or misprinted_phrase(name, phrases, sounds)

    pairs = each_once(misprinted, df["name"])
    written, meant = (pd.Series([pair[part] for pair in pairs], index=df.index, dtype="str") for part in (0, 1))
    wrong = written.ne("")
    return hits(df[wrong], "indicator", written=written[wrong], expected=meant[wrong])
