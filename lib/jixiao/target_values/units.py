"""Units of target values: what is written in the value, its own cell and the indicator's name, settled into one."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from jixiao.target_values.folding import EMPTY, DoubtError, fold_value
from jixiao.vocabulary import Vocabulary

# A word kept as the unit after a sign, unless it changes what the number says (≥3分之一, ≥5百人, ≥20左右).
_PUBLISHED = re.compile(
    "[万亿]?(?:(?![一二两三四五六七八九十百千万亿零半几数多余约近左右上下内外前后底末初第每或和及且的之比以至到])[一-鿿]){1,3}"
)
# Within a unit, or left out: 人·天, 元/人*月.
_DOT = re.compile(r"(?<=[^\W\d])[*.·・•∙⋅‧](?=[^\W\d])")
# Rates of rare events are published per so many: ≤9/10万, ≥4.5批次/千人. A ratio such as 9/10 has no such number.
_PER_MANY = re.compile("(?P<scale>[十百]?万|[百千]|100?万|10{2,4})(?P<of>.*)")
_PLAIN = re.compile(r"[^\d<>=≤≥]{1,12}")
_BRACKETED = re.compile(r"([^()]+)\(([^()]+)\)")
# Words that stand in brackets after a name without being its unit: 培训次数(年), 补助人数(标准).
_NO_NAME_UNIT = re.compile("年|月|日|周|季度|学年|标准|村|镇|乡|县|级|类|期|届|课|科|班|队|部|门|点")
_NAME_UNIT = re.compile(
    r"\((?:单位:)?[<>=≤≥]*+(?:[*_]++|[xX×]{2,}+)?([^()\d*_<>=≤≥]++)\)|[<>=≤≥][*_]++([^()\d*_<>=≤≥]++)$"
)


@cache
def _units(vocabulary: Vocabulary) -> dict[str, str]:
    """Canonical spelling of every folded unit and alias. A bare 万 or 亿 is no unit of money here."""
    words = vocabulary.words
    known: dict[str, str] = {}
    for unit in (unit for units in words["units"].values() for unit in units):
        known.setdefault(fold_value(unit), unit)
    for unit, aliases in words["unit_aliases"].items():
        known |= {fold_value(alias): unit for alias in aliases}
    return known


def _simple_unit(text: str, vocabulary: Vocabulary) -> str:
    """Canonical spelling of a unit or alias, or empty; 人·天 is 人天."""
    return _units(vocabulary).get(text) or _units(vocabulary).get(_DOT.sub("", text), "")


@lru_cache(maxsize=4096)
def known_unit(text: str, vocabulary: Vocabulary) -> str:
    """Canonical spelling of a known unit, also after 万 or 亿 and "per" other known ones (元/人·月), or empty."""
    if own := _simple_unit(text, vocabulary):
        return own
    if bracketed := _BRACKETED.fullmatch(text):
        return _unit_with_bracket(bracketed[1], bracketed[2], vocabulary)
    if "每" in text[1:] and "/" not in text:  # 元每人每月
        return known_unit(text.replace("每", "/"), vocabulary)
    head, stroke, rest = text.partition("/")
    if stroke:
        above = known_unit(head, vocabulary)
        parts = re.split("([/·])", _DOT.sub("·", rest))
        below = [part if part in "/·" else _unit_below(part, vocabulary) for part in parts]
        return f"{above}/{''.join(below)}" if all(below) and (above or not head) else ""
    if text in ("万", "亿"):
        return text
    base = _simple_unit(text[1:], vocabulary) if text[:1] in ("万", "亿") else ""
    return text[0] + base if base and not re.match("[万亿百%‰倍折]|千元", base) else ""


def _unit_below(text: str, vocabulary: Vocabulary) -> str:
    """A unit that may stand below a stroke, also with the number of things that a rate is per (10万人), or empty."""
    if own := _units(vocabulary).get(text):
        return own
    many = _PER_MANY.fullmatch(text)
    if not many:
        return ""
    of = _units(vocabulary).get(many["of"], "")
    counted = vocabulary.dimension(of) == "count" if many["of"] else "万" in many["scale"]
    return many["scale"] + of if counted else ""


def _unit_with_bracket(head: str, bracket: str, vocabulary: Vocabulary) -> str:
    """One unit out of 人(次), which is 人次, or %(百分比), which is %; empty for 人(场), which may be "per"."""
    first, second = known_unit(head, vocabulary), known_unit(bracket, vocabulary)
    if first == second:
        return first
    per_time = vocabulary.dimension(second) == "time"  # 人(天): person-days, or people a day
    return "" if per_time or bracket.startswith("每") else known_unit(head + bracket, vocabulary)


def per(unit: str, per: str | None, vocabulary: Vocabulary) -> str:
    """The unit with the 每… that stood before it: 每月 … 次 is 次/月."""
    if not per:
        return unit
    if "/" in unit or not known_unit(unit, vocabulary) or not known_unit(f"/{per}", vocabulary):
        raise DoubtError("unknown unit")
    return f"{unit}/{per}"


def settled_unit(written: str, cell: str, indicator: str, vocabulary: Vocabulary, *, signed: bool) -> str:
    """The unit that the text, the unit's own cell and the indicator's name make together."""
    own = known_unit(written, vocabulary)
    if written and not own:
        published = signed and _PUBLISHED.fullmatch(written)
        if not published and written != cell:
            raise DoubtError("unknown unit")
        own = written
    if cell in EMPTY:
        return join_units(own, _named_unit(indicator, vocabulary), vocabulary) or own
    known = known_unit(fold_value(cell), vocabulary)
    given = known or cell
    if not known and (not _PLAIN.fullmatch(given) or any(word in given for word in ("以", "左右", "内"))):
        raise DoubtError("unknown unit")
    joined = join_units(own, given, vocabulary)
    if not joined:
        raise DoubtError("double unit")
    return joined


def join_units(own: str, other: str, vocabulary: Vocabulary) -> str:
    """One unit out of two that agree or complete each other (万 and 元, /株 and 元/株), or empty."""
    if not own or own == other:
        return other
    head, _, rest = own.partition("/")
    other_head, _, other_rest = other.partition("/")
    if head not in ("", "万", "亿") or (rest and other_rest and rest != other_rest):
        return ""
    scaled = other_head if other_head.startswith(head) else head + other_head
    return known_unit("/".join(filter(None, [scaled, rest or other_rest])), vocabulary) if other_head else ""


@lru_cache(maxsize=4096)
def _named_unit(indicator: str, vocabulary: Vocabulary) -> str:
    """The unit written in an indicator's name, in brackets or after a template's stars; empty if none or several."""
    units = {
        known_unit(fold_value("".join(filter(None, parts))), vocabulary) for parts in _NAME_UNIT.findall(indicator)
    }
    certain = [unit for unit in units if unit and not _NO_NAME_UNIT.fullmatch(unit)]
    return certain[0] if len(certain) == 1 else ""
