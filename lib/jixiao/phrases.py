"""Every sentence and label that a reader of results sees, in Chinese and English, and how numbers are written."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jixiao.errors import UsageError

LANGUAGES = ("zh", "en")
CELL = r"table (?P<table>\d+), row (?P<row>\d+), column (?P<column>\d+)"
# As the readers of documents write them. A cell of a sheet, Sheet1!C5, is the same in every language.
PLACES = {
    "line": re.compile(r"line (?P<line>\d+)"),
    "paragraph": re.compile(r"paragraph (?P<paragraph>\d+)"),
    "cell": re.compile(CELL),
    "page": re.compile(r"page (?P<page>\d+)"),
    **{part: re.compile(rf"{part} (?P<number>\d+)") for part in ("header", "footer", "footnote", "endnote")},
    "page_cell": re.compile(rf"page (?P<page>\d+), {CELL}"),
}
MISSING = "—"


@cache
def phrases() -> dict:
    """The phrases as loaded: sections of keys, each with ``zh`` and ``en``. A section may stand in several files."""
    loaded: dict[str, dict] = {}
    for path in sorted(Path(__file__).parent.rglob("phrases.toml")):
        for section, entries in tomllib.loads(path.read_text(encoding="utf-8")).items():
            loaded.setdefault(section, {}).update(entries)
    return loaded


def check_language(language: str) -> str:
    """The language, if there is one of that name.

    Raises
    ------
    UsageError
        Else.
    """
    if language not in LANGUAGES:
        raise UsageError(
            f"no language {language!r}",
            expected="one of: " + ", ".join(LANGUAGES),
            remedy="choose the language by a parameter",
        )
    return language


@cache
def pieces(phrase: str) -> list[tuple[str, str, str]]:
    """The placeholders of a phrase, each with the text before it, its name (or none) and what follows its colon."""
    return [(text, name or "", kind or "text") for text, name, kind, _ in string.Formatter().parse(phrase)]


def say(key: str, language: str, **values: object) -> str:
    """The phrase ``section.name`` in a language, its placeholders filled (``{share:share}``, ``{n:project}``)."""
    phrase = template(key, language)
    return fill(phrase, values, language) if "{" in phrase else phrase


def template(key: str, language: str) -> str:
    """The phrase ``section.name`` in a language as it stands, with its placeholders, for `fill`."""
    section, name = key.split(".")
    return phrases()[section][name][language]


def fill(phrase: str, values: Mapping[str, Any], language: str) -> str:
    """A phrase with its placeholders filled; what follows their colon is a kind of `written` or a noun (``count``)."""
    parts = ((text, name and said(kind, language, values[name])) for text, name, kind in pieces(phrase))
    return "".join(text + value for text, value in parts)


def said(kind: str, language: str, value: Any) -> str:
    """A value as it stands in a phrase, by what follows the colon of its placeholder."""
    return count(kind, value, language) if kind in phrases()["count"] else written(value, kind, language)


def count(noun: str, number: int, language: str) -> str:
    """A number with its noun: 9 个项目, 9 projects, 1 project."""
    singular, _, plural = phrases()["count"][noun][language].partition("|")
    return (plural if plural and number != 1 else singular).format(n=f"{number:,}")


def name(word: str, language: str, *, short: bool = False) -> str:
    """An official word (level, source of funds) for the reader, short for narrow columns; others stay as published."""
    words = phrases()["names"] | (phrases()["short_names"] if short else {})
    return words.get(word, {}).get(language, word)


def listed(parts: list[str], language: str) -> str:
    """Parts as a list within a sentence."""
    return say("label.list", language).join(parts)


def sentences(parts: list[str], language: str) -> str:
    """Sentences one after the other."""
    return say("label.sentence", language).join(parts)


def date_label(date: dt.date, language: str, form: str = "month_end") -> str:
    """A day, as the end of its month where it is one: 9月底, end of Sep; with the form ``short``: 9月, Sep."""
    end = date.day == calendar.monthrange(date.year, date.month)[1]
    return _date(date, language, form if end else "day")


def _date(date: dt.date, language: str, form: str) -> str:
    name = say(f"month.{date.month}", language)
    return say(f"date.{form}", language, year=str(date.year), month=date.month, name=name, day=date.day)


def place_label(place: str, language: str) -> str:
    """A place in a document for the reader: line 52 → 第 52 行. Other places are the same in every language."""
    for key, pattern in PLACES.items():
        if found := pattern.fullmatch(place):
            return say(f"place.{key}", language, **found.groupdict())
    return place


FORMATS = {
    "text": "{}",
    "word": "{}",  # a text that stays on one line
    "range": "{}",  # an amount with its bounds, or a part of a whole, written already
    "count": "{:,.0f}",
    "amount": "{:,.2f}",
    "amount1": "{:,.1f}",
    "share": "{:.1%}",
    "percent": "{:.0%}",
    "ratio": "{:.2f}",
    "index": "{:.3f}",
    "change": "{:+.1%}",
    "integer": "{:d}",
    "number": "{:.10g}",
}


AS_IT_IS = {"text", "word"}
NUMERIC = {*FORMATS, "points", "yuan", "range"} - AS_IT_IS
_SIGNED = NUMERIC - {"range"}
MILLION, BILLION = 100, 100_000  # 万元


@dataclass(frozen=True)
class Column:
    """A column of a table for the reader: its name, its heading, how its values are written."""

    name: str
    label: str
    kind: str = "text"

    @property
    def numeric(self) -> bool:
        """Whether its values are written right-aligned."""
        return self.kind in NUMERIC


def columns(language: str, kinds: Mapping[str, str], headings: Mapping[str, str] | None = None) -> list[Column]:
    """Columns by name and kind; their headings are phrases of their name, or of the one that ``headings`` gives."""
    keys = {name: (headings or {}).get(name, name) for name in kinds}
    return [Column(name, say(f"column.{keys[name]}", language), kind) for name, kind in kinds.items()]


def written(value: Any, kind: str, language: str) -> str:
    """A value as the reader sees it; missing is —.

    ``kind`` is one of `FORMATS`, or yuan (万元 as yuan, in words: 17.8 million), points (a signed difference of shares,
    in percentage points), date (9月底), short_date (9月), full_date (with its year), flag, level or place.
    """
    if _is_missing(value):
        return MISSING
    if kind == "yuan":
        return _yuan(value)
    if kind == "points":
        return f"{value * 100:+.1f}".replace("-", "−").replace("+0.0", "0.0").replace("−0.0", "0.0")
    if kind in ("date", "short_date", "full_date"):
        date = dt.date.fromisoformat(str(value)[:10])
        forms = {"date": "month_end", "short_date": "short"}
        if kind == "full_date":
            return _date(date, language, "full")
        return date_label(date, language, forms[kind])
    if kind == "flag":
        return say("label.yes" if value else "label.no", language)
    if kind == "level":
        return name(str(value), language)
    if kind == "place":
        return place_label(str(value), language)
    text = FORMATS[kind].format(value)
    return re.sub(r"^-(?=[0.]*%?$)", "", text).replace("-", "−") if kind in _SIGNED else text


def _is_missing(value: Any) -> bool:
    """As `pandas.isna`, without pandas: whoever only asks for help does not wait for it."""
    try:
        return value is None or bool(value != value)
    except TypeError:  # pandas' NA, of which one can say neither
        return True


def _yuan(amount: float) -> str:
    """An amount in 万元 as yuan, as English has large numbers; of less than a million the thousands."""
    if amount >= BILLION:
        return f"{amount / BILLION:,.2f} billion"
    if amount >= MILLION:
        return f"{amount / MILLION:,.1f} million"
    return f"{round(amount * 10) * 1000:,}" if amount >= 1 else f"{amount * 10_000:,.0f}"
