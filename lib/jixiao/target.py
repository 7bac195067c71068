"""Target values (指标值) read into sign, number, unit and deadline.

Only what is certain is read. A value that holds figures but has more than one reading is *unclear* and says why; it
is never guessed. Readers are tried in order (`_READERS`); each gives a `Target`, None ("not mine") or a `_DoubtError`.
"""

from __future__ import annotations

import calendar
import itertools
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from .vocabulary import vocabulary

LONGEST = 200  # characters; what is longer is prose

_SYMBOLS = {">=": ">=", "=>": ">=", "≥": ">=", "<=": "<=", "=<": "<=", "≤": "<=", ">": ">", "<": "<", "=": "="}
_SIGN_WORDS = {
    ">=": "不低于 不少于 不小于 不得低于 不得少于 大于等于 大于或等于 高于或等于 至少 最少",
    "<=": "不高于 不多于 不大于 不超过 不超 不得高于 不得超过 小于等于 小于或等于 低于或等于 至多 最多",
    ">": "大于 高于 多于 超过 超",
    "<": "小于 低于 少于",
    "=": "等于",
}
_WORDS = {word: operator for operator, words in _SIGN_WORDS.items() for word in words.split()}
_SIGNS = _SYMBOLS | _WORDS
_BLANK = frozenset(["", "/", "\\", "-", "--", "—", "——"])
_EMPTY = _BLANK | {"无", "定量"}
_SAME_SIGN = str.maketrans("≧⩾≮≦⩽≯═−–〜\u200b\ufeff", "≥≥≥≤≤≤=--~  ")

# Numerals that folding would turn into plain digits glued to their neighbours: ①3个, 3½, 10².
_ODD_NUMERAL = re.compile(r"([²³¹¼-¾⁰-₉⅐-⅟↉①-⓿❶-➓㈠-㊿㋀-㋋㍘-㍰㏠-㏾\U0001f100-\U0001f10c])")

_SQUARE = re.compile(r"(?<=[mM])[23](?![\d.])")  # m2: its 2 is no figure

_NUMBER = r"(?:[1-9]\d{0,2}(?:,\d{3})+|0|[1-9]\d*)(?:\.\d+)?"
_DIGITS = "一二三四五六七八九"
_D = f"[{_DIGITS}两]"
_HUNDRED = rf"{_D}百(?:零{_D}|{_D}十{_D}?)?"
_NUMERAL = rf"{_D}千(?:{_HUNDRED})?|{_HUNDRED}|{_D}?十{_D}?|{_D}|百"
_VERB = "为|达到|达|完成|保持在|保持|稳定在|维持在|控制在"
_SIGN = "[<>=≤≥]+|" + "|".join(sorted(_WORDS, key=len, reverse=True))
_DONE = "完成|到位|竣工|完工|开工|建成|验收|交付|投入使用|拨付|支付|发放|办结|响应|解决|处理|修复|恢复|到达|到场"

_SIGNED = re.compile(_SIGN)
_SINGLE = re.compile(
    rf"(?:每(?P<per>[^\d每]{{1,4}}?))?(?P<verb>{_VERB})?(?P<sign>{_SIGN})?(?P<percent>百分之)?"
    rf"(?:(?P<number>-?{_NUMBER})|(?P<numeral>{_NUMERAL}))(?P<rest>\D*)",
    re.ASCII,
)
_RANGE = re.compile(
    rf"(?:在|介于|{_VERB})?(?P<first>{_NUMBER})(?P<unit>\D*?)"
    rf"(?:(?P<tolerance>±)|-+|~+|—+|至|到|≤[^\d<>=≤≥]{{1,20}}≤)(?P<second>{_NUMBER})(?P<rest>\D*?)(?:之间)?",
    re.ASCII,
)
# 以上, 以下 and 以内 include the number itself (Civil Code, article 1259).
_TAIL = re.compile(rf"(?P<unit>.*?)(?:(?P<least>[及或]?以上)|(?P<most>[及或]?以下|(?:以内|之内|内)(?:{_DONE})?))?")

_MONTH, _DAY = r"(?P<month>1[0-2]|0?[1-9])", r"(?P<day>3[01]|[12]\d|0?[1-9])"
_POINT = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年(?:度|全年)?|(?P<this>[本当]?年(?=[底末])))?"
    r"(?:(?P<half>[上下])半年|(?P<nth>第?)(?P<quarter>[一二三四1-4])季度"
    rf"|{_MONTH}月(?P<whole>份)?(?:{_DAY}[日号]|(?P<third>[上中下])旬)?)?(?P<end>[底末])?",
    re.ASCII,
)
_DASHED = re.compile(rf"(?P<year>(?:19|20)\d\d)(?P<mark>[-/.]){_MONTH}(?:(?P=mark){_DAY})?", re.ASCII)
_DUE = re.compile(rf"(?:于|在)?(?P<when>.+?)(?:(?P<before>之前|以前|前)|之内|以内|内)?(?:{_DONE})?")
_TO = re.compile("-+|~+|—+|至|到")

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
# A number without a unit that may as well be a date: 2023.07, 20230731, 2023, 7.31.
_YEAR_MONTH = re.compile(r"(?:19|20)\d\d\.(?:1[0-2]|0?[1-9])", re.ASCII)
_DATE_LIKE = re.compile(
    r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])?|20[1-3]\d|(?:1[0-2]|[1-9])\.(?:3[01]|[12]\d|0?[1-9])", re.ASCII
)
# Units whose numbers up to this one also name a month, a quarter, a day or an hour; and words that follow a year.
_CALENDAR = {"月": 12, "季度": 4, "号": 31, "点": 24}
_AFTER_YEAR = re.compile("年.*|学年|个年度|季度|月|日|届|级|期|班")
_RANKS = re.compile("级|类|期|届")

# A word kept as the unit after a sign, unless it changes what the number says (≥3分之一, ≥5百人, ≥20左右).
_PUBLISHED = re.compile(
    "(?:(?![一二两三四五六七八九十百千万亿零半几数多余约近左右上下内外前后底末初第每或和及且的之比以至到])[一-鿿]){1,3}"
)
# Units with which a Chinese numeral counts, rather than ranks or is an idiom (一级, 一期, 十分, 一起, 一度).
_COUNTED = re.compile(
    "个|次|人|名|人次|项|件|份|条|家|户|台|套|辆|场|种|篇|座|所|间|栋|株|棵|批|册|处|年|个月|天|周|个工作日|小时|分钟"
    "|元|千元|万元|亿元|个百分点"
)
# Words that stand in brackets after a name without being its unit: 培训次数(年), 补助人数(标准).
_NO_NAME_UNIT = re.compile("年|月|日|周|季度|学年|标准|村|镇|乡|县|级|类|期|届|课|科|班|队|部|门|点")
_NAME_UNIT = re.compile(r"\((?:单位:)?[<>=≤≥]*(?:[*_]+|[xX×]{2,})?([^()\d*_<>=≤≥]+)\)|[<>=≤≥][*_]+([^()\d*_<>=≤≥]+)$")


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
    """

    operator: str = ""
    value: float | None = None
    upper: float | None = None
    unit: str = ""
    deadline: date | None = None
    kind: str = "text"
    reason: str = ""


class _DoubtError(Exception):
    """The value is meant as a figure or date, but cannot be read for certain; the message is the reason."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A published target with its neighbours, folded."""

    text: str
    sign: str
    unit: str
    indicator: str
    year: int | None


def parse_target(text: str, *, sign: str = "", unit: str = "", indicator: str = "", year: int | None = None) -> Target:
    """Read a published target value.

    Parameters
    ----------
    text : str
        The target cell as published. Text of more than 200 characters is taken as prose and not searched.
    sign, unit : str
        The separate cells of layouts that split the value (≧ | 735 | 人次). They have to agree with `text`.
    indicator : str
        The indicator's name. It may supply the unit of a number that has none; its figures are never the target.
    year : int, optional
        The year that dates without one belong to.

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
    so is 9月前, which may or may not include September. 250万 has the unit 万: of what, only a cell or the name says.

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
    folded = _fold(text)
    if len(folded) > LONGEST:
        return Target()
    name = _fold(indicator[:LONGEST])
    cell = _Cell(_without_name(folded, name).rstrip("。;"), _fold(sign[:LONGEST]), _fold(unit[:LONGEST]), name, year)
    try:
        return next(found for read in _READERS if (found := read(cell)) is not None)
    except _DoubtError as doubt:
        return Target(kind="unclear", reason=str(doubt))


def _fold(text: str) -> str:
    """Fold as `vocabulary.fold` does, but never so that digits come together that stood apart (3 5, ①3, 3½, m2)."""
    if not text.isascii() or not text.isprintable() or " " in text:
        pieces = _ODD_NUMERAL.split(text.translate(_SAME_SIGN))
        pieces[::2] = [unicodedata.normalize("NFKC", piece) for piece in pieces[::2]]
        text = _without_spaces("".join(pieces).split())
    return _SQUARE.sub(lambda found: "²" if found.group() == "2" else "³", text)


def _without_spaces(words: list[str]) -> str:
    joined = words[:1]
    for before, word in itertools.pairwise(words):
        apart = before[-1] in "0123456789.," and word[0] in "0123456789.,"
        joined += [" ", word] if apart else [word]
    return "".join(joined)


def _without_name(text: str, name: str) -> str:
    """Drop the indicator's own name before a sign: 满意度≥95%."""
    known = len(name) > 1 and text.startswith(name) and not name[-1].isnumeric()
    return text[len(name) :] if known and _SIGNED.match(text, len(name)) else text


# Readers


def _read_blank(cell: _Cell) -> Target | None:
    if cell.text not in _BLANK:
        return None
    if _SIGNS.get(cell.sign):
        raise _DoubtError("sign without number")
    return Target(reason="blank")


def _read_broken(cell: _Cell) -> None:
    """Refuse what is broken before anything reads a part of it."""
    _raise_first(_DOUBTS_FIRST, cell.text)


def _read_date(cell: _Cell) -> Target | None:
    sign = _SIGNED.match(cell.text)
    due = _DUE.fullmatch(cell.text, sign.end() if sign else 0)
    found = due and (_point(due["when"], cell.year) or _span(due["when"], cell.year))
    if not found:
        return None
    deadline, exact = found
    if due["before"] and not exact:
        raise _DoubtError("ambiguous deadline")
    if _operator(sign and sign.group(), cell.sign) not in ("", "=", "<="):
        raise _DoubtError("sign before a date")
    if cell.unit not in _EMPTY and not set(cell.unit) <= set("年月日天底前时间期"):
        raise _DoubtError("double unit")
    return Target(deadline=deadline, kind="date")


def _read_range(cell: _Cell) -> Target | None:
    found = _RANGE.fullmatch(cell.text)
    if not found:
        return None
    unit = _settled_unit(found["rest"], cell, signed=False)
    if found["unit"] and _joined(_known_unit(found["unit"]) or "?", unit) != unit:
        raise _DoubtError("double unit")
    if _operator(cell.sign) not in ("", "="):
        raise _DoubtError("contradicting signs")
    low, high = (Decimal(_plain_number(found[end])) for end in ("first", "second"))
    if found["tolerance"]:
        if found["unit"] and unit in ("%", "‰"):
            raise _DoubtError("ambiguous tolerance")  # 90%±5%: points, or a twentieth
        low, high = low - high, low + high
    elif _span_may_be_dates(low, high, unit):
        raise _DoubtError("ambiguous date")
    if low > high:
        raise _DoubtError("lower above upper")
    return Target(value=float(low), upper=float(high), unit=unit, kind="range")


def _read_number(cell: _Cell) -> Target | None:
    found = _SINGLE.fullmatch(cell.text)
    tail = found and _TAIL.fullmatch(found["rest"])
    if not tail or (found["numeral"] and not _counted(found, tail["unit"])):
        return None
    stated = _operator(found["sign"], cell.sign)
    operator = _operator(found["sign"], cell.sign, tail["least"] and "≥", tail["most"] and "≤")
    if found["verb"] == "控制在" and not operator:
        raise _DoubtError("bound not stated")
    if found["percent"] and tail["unit"]:
        raise _DoubtError("double unit")
    written = "%" if found["percent"] else _per(tail["unit"], found["per"])
    unit = _settled_unit(written, cell, signed=bool(stated))
    figure = _plain_number(found["number"]) if found["number"] else str(_numeral(found["numeral"]))
    if figure.startswith("-") and not stated:
        raise _DoubtError("lost sign")
    if _may_be_date(figure, unit, operator):
        raise _DoubtError("ambiguous date")
    if unit.startswith("/") and not operator:
        raise _DoubtError("unknown unit")
    if not operator and _RANKS.fullmatch(unit):
        raise _DoubtError("rank or count")
    return Target(operator=operator, value=float(figure), unit=unit, kind="number")


def _read_rest(cell: _Cell) -> Target:
    _raise_first(_DOUBTS_LAST, cell.text)
    if _SIGNS.get(cell.sign, "=") != "=":
        raise _DoubtError("sign without number")
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
            raise _DoubtError(reason)


# Signs and numbers


def _operator(*signs: str | None) -> str:
    """The one operator that all stated signs agree on."""
    stated = [sign for sign in signs if sign and sign not in _EMPTY]
    for sign in stated:
        if sign not in _SIGNS:
            raise _DoubtError("contradicting signs" if set(sign) <= set("<>=≤≥") else "unknown sign")
    operators = {_SIGNS[sign] for sign in stated}
    if len(operators) > 1:
        raise _DoubtError("contradicting signs")
    return operators.pop() if operators else ""


def _plain_number(figure: str) -> str:
    if sum(map(str.isdigit, figure)) > 15:
        raise _DoubtError("too many digits")  # a float would not hold them
    return figure.replace(",", "")


def _numeral(text: str) -> int:
    """Value of a Chinese numeral up to 9999 that `_NUMERAL` lets through."""
    total, digit = 0, 0
    for character in text.replace("两", "二"):
        if character in _DIGITS:
            digit = _DIGITS.index(character) + 1
        elif character != "零":
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[character]
            digit = 0
    return total + digit


def _counted(found: re.Match, unit: str) -> bool:
    """Whether a Chinese numeral certainly counts something (三个), and is no rank or idiom (一流, 十分, 百分百)."""
    if found["percent"]:
        return not unit
    return found["numeral"] != "百" and _COUNTED.fullmatch(unit.split("/")[0]) is not None


def _may_be_date(figure: str, unit: str, operator: str) -> bool:
    """Whether a number may as well be a date or a part of one: 12月, 10日, 2021届, 2023.07."""
    loose = operator in ("", "=")
    if not unit:
        return bool(_YEAR_MONTH.fullmatch(figure) or (loose and _DATE_LIKE.fullmatch(figure)))
    if not figure.isdecimal():
        return False
    number, head = int(figure), unit.split("/")[0]
    if number <= _CALENDAR.get(head, -1) or (1900 <= number < 2100 and _AFTER_YEAR.fullmatch(head)):
        return True
    return loose and head == "日" and number < 32


def _span_may_be_dates(low: Decimal, high: Decimal, unit: str) -> bool:
    """Whether a range may as well be two dates: 3-5, 7.1-9.30, 2021-2025, 10-15日."""
    if not unit:
        return (low < 13 and high < 32) or 1900 <= low <= high < 2100
    return _may_be_date(str(low), unit, "") or _may_be_date(str(high), unit, "")


# Units


@cache
def _units() -> dict[str, str]:
    """Canonical spelling of every folded unit and alias. A bare 万 or 亿 is no unit of money here."""
    words = vocabulary().words
    known: dict[str, str] = {}
    for unit in (unit for units in words["units"].values() for unit in units):
        known.setdefault(_fold(unit), unit)
    for unit, aliases in words["unit_aliases"].items():
        known |= {_fold(alias): unit for alias in aliases if alias not in ("万", "亿")}
    return known


@lru_cache(maxsize=4096)
def _known_unit(text: str) -> str:
    """Canonical spelling of a known unit, also after 万 or 亿 and "per" other known ones (元/人·月), or empty."""
    known = _units()
    if text in known:
        return known[text]
    head, stroke, rest = text.partition("/")
    if stroke:
        above = _known_unit(head)
        below = [known.get(part, part if part in "/·.・" else "") for part in re.split("([/·.・])", rest)]
        return f"{above}/{''.join(below)}" if all(below) and (above or not head) else ""
    if text in ("万", "亿"):
        return text
    base = known.get(text[1:], "") if text[:1] in ("万", "亿") else ""
    return text[0] + base if base and base[0] not in "万亿百千%‰倍折" else ""


def _per(unit: str, per: str | None) -> str:
    """The unit with the 每… that stood before it: 每月 … 次 is 次/月."""
    if not per:
        return unit
    if "/" in unit or not _known_unit(unit) or not _known_unit(per):
        raise _DoubtError("unknown unit")
    return f"{unit}/{per}"


def _settled_unit(written: str, cell: _Cell, *, signed: bool) -> str:
    """The unit that the text, the unit's own cell and the indicator's name make together."""
    own = _known_unit(written)
    if written and not own:
        published = signed and _PUBLISHED.fullmatch(written)
        if not published and written != cell.unit:
            raise _DoubtError("unknown unit")
        own = written
    if cell.unit in _EMPTY:
        return _joined(own, _named_unit(cell.indicator)) or own
    given = _known_unit(_fold(cell.unit)) or cell.unit
    if not re.fullmatch(r"[^\d<>=≤≥]{1,12}", given) or any(word in given for word in ("以", "左右", "内")):
        raise _DoubtError("unknown unit")
    joined = _joined(own, given)
    if not joined:
        raise _DoubtError("double unit")
    return joined


def _joined(own: str, other: str) -> str:
    """One unit out of two that agree or complete each other (万 and 元, /株 and 元/株), or empty."""
    if not own or own == other:
        return other
    head, _, rest = own.partition("/")
    other_head, _, other_rest = other.partition("/")
    if head not in ("", "万", "亿") or (rest and other_rest and rest != other_rest):
        return ""
    scaled = other_head if other_head.startswith(head) else head + other_head
    return _known_unit("/".join(filter(None, [scaled, rest or other_rest]))) if other_head else ""


@lru_cache(maxsize=4096)
def _named_unit(indicator: str) -> str:
    """The unit written in an indicator's name, in brackets or after a template's stars; empty if none or several."""
    units = {_known_unit(_fold("".join(filter(None, parts)))) for parts in _NAME_UNIT.findall(indicator)}
    certain = [unit for unit in units if unit and not _NO_NAME_UNIT.fullmatch(unit)]
    return certain[0] if len(certain) == 1 else ""


# Dates


def _point(text: str, year: int | None, *, in_span: bool = False) -> tuple[date, bool] | None:
    """Last day of a point in time, and whether a day or an end is named, so that "before" it is certain."""
    found = _POINT.fullmatch(text) or _DASHED.fullmatch(text)
    part = found.groupdict() if found else {}
    if not any(part.get(name) for name in ("year", "this", "half", "quarter", "month")):
        return None
    if part.get("mark") == "." and not part["day"] and not in_span:
        return None  # 2023.07 alone is as good as a decimal number
    if not part["year"] and not in_span:
        _check_yearless(part)
    if not part["year"] and not year:
        raise _DoubtError("no year")
    return _last_day(part, int(part["year"] or year or 0)), bool(part["day"] or part.get("end"))


def _check_yearless(part: dict[str, str | None]) -> None:
    """Without a year, 12月 may be December or twelve months, 3季度 the third quarter or three of them."""
    sure = part["day"] or part["end"] or part["whole"] or part["third"]
    loose_quarter = part["quarter"] and part["quarter"].isdecimal() and not part["nth"]
    if not sure and (part["month"] or loose_quarter):
        raise _DoubtError("ambiguous date")


def _last_day(part: dict[str, str | None], year: int) -> date:
    month = int(part["month"] or 12)
    if part.get("half"):
        month = 6 if part["half"] == "上" else 12
    elif part.get("quarter"):
        month = 3 * (1 + "一二三四1234".index(part["quarter"]) % 4)
    try:
        last = {"上": 10, "中": 20}.get(part.get("third") or "") or calendar.monthrange(year, month)[1]
        return date(year, month, int(part["day"] or last))
    except ValueError:
        raise _DoubtError("no such date") from None


def _span(text: str, year: int | None) -> tuple[date, bool] | None:
    """Last day of a span: 2021年1月-12月, 2023.07-2024.01, 2021-2023年."""
    for to in _TO.finditer(text):
        first, last = text[: to.start()], text[to.end() :]
        begin = _point(first, year, in_span=True) or _point(first + "".join(re.findall("[年月]", last)[-1:]), year)
        end = begin and _point(last, begin[0].year, in_span=True)
        if begin and end and begin[0] > end[0]:
            raise _DoubtError("lower above upper")
        if end:
            return end
    return None
