"""Target values (指标值) read into sign, number, unit and deadline.

Only what is certain is read. A value that holds figures but has more than one reading is *unclear* and says why; it
is never guessed. Readers are tried in order (`_READERS`); each gives a `Target`, None ("not mine") or a `DoubtError`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jixiao.target_values.dates import last_day_of_point, last_day_of_span
from jixiao.target_values.folding import BLANK, EMPTY, QUALITATIVE, DoubtError, fold_value
from jixiao.target_values.signs import (
    NUMBER,
    NUMERAL,
    SIGN,
    SIGNED,
    SIGNS,
    agreed_operator,
    is_counted,
    may_be_date,
    numeral_value,
    plain_number,
    span_may_be_dates,
)
from jixiao.target_values.units import join_units, known_unit, per, settled_unit
from jixiao.texts import MOST, seen
from jixiao.vocabulary import Vocabulary, shipped

LONGEST = 200  # characters, spaces left out; what is longer is prose


_VERB = "为|达到|达|完成|保持在|保持|稳定在|维持在|控制在"
_DONE = (
    "(?:全部|全面|按时|按期|如期|及时)?"
    "(?:完成|到位|竣工|完工|开工|建成|验收|交付|投入使用|拨付|支付|发放|办结|响应|解决|处理|修复|恢复|到达|到场)"
)

# What the figure is of the budget year anyway: 全年不少于300天. An average (年均) is something else.
_OF_THE_YEAR = rf"(?:全年度?|本年度?|当年|年度?内)(?={_VERB}|{SIGN})"
_SINGLE = re.compile(
    rf"(?:{_OF_THE_YEAR}|每(?P<per>(?:10{{2,}}|10+万)?[^\d每]{{1,4}}?))?"
    rf"(?P<verb>{_VERB})?(?P<sign>{SIGN})?(?P<percent>百分之)?"
    rf"(?:(?P<number>-?{NUMBER})|(?P<numeral>{NUMERAL}))(?P<rest>\D*(?:/10+[一-鿿]\D*)?)",
    re.ASCII,
)
_RANGE = re.compile(
    rf"(?:在|介于|{_VERB})?(?P<first>{NUMBER})(?P<unit>\D*?)"
    rf"(?:(?P<tolerance>±)|-+|~+|—+|至|到|≤[^\d<>=≤≥]{{1,20}}≤)(?P<second>{NUMBER})(?P<rest>\D*?)(?:之间)?",
    re.ASCII,
)
# 以上, 以下 and 以内 include the number itself (Civil Code, article 1259).
_TAIL = re.compile(
    rf"(?P<unit>.*?)(?:(?P<least>[及或]?以上)|(?P<most>[及或]?以下|(?:以内|之内|内)(?:{_DONE})?)|(?<=%){_DONE})?"
)
# Brackets that change no number. They are listed, since other words in brackets may change it: 人均, 不含, 每年, 封顶.
_INCLUSIVE = re.compile(r"\(含(?:本数)?\)")
_REMARK = re.compile(r"\((?:全覆盖|全部|全额|全员|应.尽.|含税)\)$")

_DUE = re.compile(rf"(?:于|在)?(?P<when>.+?)(?:(?P<before>之前|以前|前)|之内|以内|内)?(?:{_DONE})?")

_DOUBTS_FIRST = {
    "template placeholder": re.compile(r"\*\*|__|^(?:[<>=≤≥]+(?:[*_xX×○]+|\(\))\D{0,8}|[xX×○]{2,}\D{0,4})$"),
    "lost sign": re.compile(r"^[?¿�□■]+\d"),
    "approximate": re.compile(r"^(?:大?约|近|接近)\d|\d\D{0,6}(?:左右|上下)$|\d[多余]"),
}
_DOUBTS_LAST = {
    "fraction or ratio": re.compile(r"^\D*\d+(?:分之|[:/比])\d+\D*$|[¼-¾⅐-⅞]"),
    "several numbers": re.compile(r"\d\.?[^\d.]+\.?\d|\.\d+\."),
    "number within words": re.compile(r"\d"),
    "sign without number": re.compile(r"^[<>≤≥]|[<>≤≥=]$"),
}
_RANKS = re.compile("级|类|期|届")


@dataclass(frozen=True, slots=True)
class Target:
    """What a target value says.

    Attributes
    ----------
    operator : str
        ``>=``, ``<=``, ``>``, ``<``, ``=``, or empty where none is stated. Always empty for a range or a date.
    value, upper : float or None
        The number; for a range its two ends. A percentage is kept in percent (95, not 0.95).
    unit : str
        In the vocabulary's spelling, with 万 or 亿 kept (万平方米, 元/人); empty where none is written.
    deadline : datetime.date or None
        The last day of the point or span of time named.
    kind : str
        ``number``, ``range``, ``date``, ``text`` or ``unclear``.
    reason : str
        Why the value is unclear, as a short stable key; ``blank`` for an empty cell; else empty.

    Examples
    --------
    >>> from jixiao import parse_target
    >>> target = parse_target("≥95%")
    >>> target.operator, target.value, target.unit, target.kind
    ('>=', 95.0, '%', 'number')
    """

    operator: str = ""
    value: float | None = None
    upper: float | None = None
    unit: str = ""
    deadline: date | None = None
    kind: str = "text"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A published target with its neighbours, folded."""

    text: str
    sign: str
    unit: str
    indicator: str
    year: int | None
    vocabulary: Vocabulary


def parse_target(
    text: str,
    *,
    sign: str = "",
    unit: str = "",
    indicator: str = "",
    year: int | None = None,
    vocabulary: Vocabulary | None = None,
) -> Target:
    """Read a published target value.

    Parameters
    ----------
    text : str
        The target cell as published. Text of more than 200 characters is taken as prose and not searched, one of
        more than 2,000 not even for the spaces in it.
    sign, unit : str
        The separate cells of layouts that split the value (≧ | 735 | 人次). They have to agree with `text`.
    indicator : str
        The indicator's name. It may supply the unit of a number that has none; its figures are never the target.
    year : int, optional
        The year that dates without one belong to.
    vocabulary : Vocabulary, optional
        The units that are known; else those that are shipped.

    Returns
    -------
    Target
        Of kind ``text`` where there are no figures (``reason`` is ``blank`` for an empty cell), of kind ``unclear``
        where there are some but no single certain reading.

    Raises
    ------
    TypeError
        If one of the four texts is not a str (a missing cell is the empty string, not NaN).

    Notes
    -----
    Signs agree or the value is unclear: ≥80%以上 is read, 大于80%以上 (80 itself is out, then in) is not. 达到, 完成
    and 为 state no operator; 控制在 needs a bound (控制在5%以内). Approximate values (约100人, 100多人) are unclear;
    so is 9月前, which may or may not include September, and 0.98 beside a cell or name that says %. Brackets
    behind a number are read where they complete or repeat its unit (人(次)) or are known to change nothing (全覆盖).
    250万 has the unit 万: of what, only a cell or the name says.

    Examples
    --------
    >>> parse_target("≥98百分比")
    Target(operator='>=', value=98.0, upper=None, unit='%', deadline=None, kind='number', reason='')
    >>> parse_target("12月底到位", year=2021).deadline
    datetime.date(2021, 12, 31)
    >>> parse_target("≥5以内").reason
    'contradicting signs'
    """
    for name, given in {"text": text, "sign": sign, "unit": unit, "indicator": indicator}.items():
        if not isinstance(given, str):
            raise TypeError(f"{name}: expected a str, found {type(given).__name__}; give a missing cell as ''")
    if len(text) > MOST or len(folded := fold_value(text)) > LONGEST:
        return Target()
    sign, unit, name = (fold_value(seen(other)) for other in (sign, unit, indicator))
    cell = _Cell(_without_name(folded, name).rstrip("。;"), sign, unit, name, year, vocabulary or shipped())
    try:
        return next(found for read in _READERS if (found := read(cell)) is not None)
    except DoubtError as doubt:
        return Target(kind="unclear", reason=str(doubt))


def _without_name(text: str, name: str) -> str:
    """Drop the indicator's own name before a sign: 满意度≥95%."""
    known = len(name) > 1 and text.startswith(name) and not name[-1].isnumeric()
    return text[len(name) :] if known and SIGNED.match(text, len(name)) else text


# Readers


def _read_blank(cell: _Cell) -> Target | None:
    if cell.text not in BLANK:
        return None
    if SIGNS.get(cell.sign):
        raise DoubtError("sign without number")
    return Target(reason="blank")


def _read_broken(cell: _Cell) -> None:
    """Refuse what is broken before anything reads a part of it."""
    _raise_first(_DOUBTS_FIRST, cell.text)


def _read_date(cell: _Cell) -> Target | None:
    sign = SIGNED.match(cell.text)
    due = _DUE.fullmatch(cell.text, sign.end() if sign else 0)
    if not due:
        return None
    found = last_day_of_point(due["when"], cell.year, surely=bool(due["before"])) or last_day_of_span(
        due["when"], cell.year
    )
    if not found:
        return None
    deadline, exact = found
    if due["before"] and not exact:
        raise DoubtError("ambiguous deadline")
    stated = "" if cell.sign in QUALITATIVE else cell.sign
    if agreed_operator(sign and sign.group(), stated) not in ("", "=", "<="):
        raise DoubtError("sign before a date")
    if cell.unit not in EMPTY and not set(cell.unit) <= set("年月日天底前时间期"):
        raise DoubtError("double unit")
    return Target(deadline=deadline, kind="date")


def _read_range(cell: _Cell) -> Target | None:
    found = _RANGE.fullmatch(cell.text)
    if not found:
        return None
    unit = settled_unit(found["rest"], cell.unit, cell.indicator, cell.vocabulary, signed=False)
    if found["unit"] and join_units(known_unit(found["unit"], cell.vocabulary) or "?", unit, cell.vocabulary) != unit:
        raise DoubtError("double unit")
    if agreed_operator(cell.sign) not in ("", "="):
        raise DoubtError("contradicting signs")
    low, high = (Decimal(plain_number(found[end])) for end in ("first", "second"))
    if found["tolerance"]:
        if found["unit"] and unit in ("%", "‰"):
            raise DoubtError("ambiguous tolerance")  # 90%±5%: points, or a twentieth
        low, high = low - high, low + high
    elif span_may_be_dates(low, high, unit):
        raise DoubtError("ambiguous date")
    if low > high:
        raise DoubtError("lower above upper")
    return Target(value=float(low), upper=float(high), unit=unit, kind="range")


def _read_number(cell: _Cell) -> Target | None:
    found = _SINGLE.fullmatch(cell.text)
    if not found:
        return None
    rest, inclusive = _INCLUSIVE.subn("", _REMARK.sub("", found["rest"]))
    tail = _TAIL.fullmatch(rest)
    if not tail or (found["numeral"] and not is_counted(found, tail["unit"])):
        return None
    stated = agreed_operator(found["sign"], cell.sign)
    operator = agreed_operator(found["sign"], cell.sign, tail["least"] and "≥", tail["most"] and "≤")
    if (found["verb"] == "控制在" or inclusive) and not operator:
        raise DoubtError("bound not stated")
    if inclusive and operator in (">", "<", "="):
        raise DoubtError("contradicting signs")
    if found["percent"] and tail["unit"]:
        raise DoubtError("double unit")
    written = "%" if found["percent"] else per(tail["unit"], found["per"], cell.vocabulary)
    unit = settled_unit(written, cell.unit, cell.indicator, cell.vocabulary, signed=bool(stated))
    figure = plain_number(found["number"]) if found["number"] else str(numeral_value(found["numeral"]))
    if (
        unit == "%"
        and not known_unit(written, cell.vocabulary)
        and operator not in ("<=", "<")
        and 0 < float(figure) <= 1
    ):
        raise DoubtError("fraction or ratio")  # 0.98 beside a cell that says %: the share as a spreadsheet stores it
    if figure.startswith("-") and not stated:
        raise DoubtError("lost sign")
    if may_be_date(figure, unit, operator):
        raise DoubtError("ambiguous date")
    if unit.startswith("/") and not operator:
        raise DoubtError("unknown unit")
    if not operator and _RANKS.fullmatch(unit):
        raise DoubtError("rank or count")
    return Target(operator=operator, value=float(figure), unit=unit, kind="number")


def _read_rest(cell: _Cell) -> Target:
    _raise_first(_DOUBTS_LAST, cell.text)
    if SIGNS.get(cell.sign, "=") != "=":
        raise DoubtError("sign without number")
    return Target()


_READERS: tuple[Callable[[_Cell], Target | None], ...] = (
    _read_blank,
    _read_broken,
    _read_date,
    _read_range,
    _read_number,
    _read_rest,
)


def _raise_first(doubts: dict[str, re.Pattern], text: str) -> None:
    for reason, pattern in doubts.items():
        if pattern.search(text):
            raise DoubtError(reason)
