"""The words of the field, as data: levels, headings, units. Nothing else in the package names a heading.

A file of the user's own extends them: `vocabularies.in_use` says where it is looked for.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from pathlib import Path

from jixiao.errors import UsageError
from jixiao.numerals import with_years_in_digits

SHIPPED = Path(__file__).with_suffix(".toml")
TITLE = 80  # characters of a document's title at most
VOCABULARY = "a vocabulary in TOML and UTF-8"
REMEDY = "correct the file, or take it away"


# Raised and lowered digits and signs: folded to plain ones, they would change the number before them.
_RAISED = re.compile("([²³¹⁰ⁱ⁴-₎]+)")
_NOTE_MARK = re.compile("[²³¹⁰⁴-⁹⁽⁾]+$")


# Labels are looked up many times over while a table is read.
@lru_cache(maxsize=1024)
def fold(text: str) -> str:
    """Fold what varies in print and means nothing: full-width forms, spaces and line breaks inside words."""
    if not _RAISED.search(text):  # as nearly always
        return "".join(unicodedata.normalize("NFKC", text).split())
    pieces = _RAISED.split(text)
    pieces[::2] = [unicodedata.normalize("NFKC", piece) for piece in pieces[::2]]
    return "".join("".join(pieces).split())


@lru_cache(maxsize=1024)
def fold_heading(text: str) -> str:
    """Fold a heading: also without brackets and what they hold, stars, marks of notes, a list number, 其中, a colon."""
    bare = _NOTE_MARK.sub("", re.sub(r"\([^()]*\)(?:分$)?|[★*]", "", fold(text)).strip(":"))
    return re.sub(r"^(?:其中[::、-]?|\d{1,2}[.、]|[一二三四五六七八九十]、)+(?=.)", "", bare)


def fold_level(text: str) -> str:
    """Fold the name of a level: also without the word 指标, or one that says as little, and 等 behind it."""
    return re.sub(r"(?:指标|类|方面|维度)*+等?$", "", fold_heading(text))


def _lookup(names: dict[str, list[str]], folded) -> dict[str, str]:
    return {folded(alias): name for name, aliases in names.items() for alias in [name, *aliases]}


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The vocabulary as loaded; ``words`` is the parsed TOML, ``own`` a hash of what a user's file adds, or empty."""

    words: dict
    own: str = ""

    @cached_property
    def _headings(self) -> dict[str, str]:
        return {fold_heading(alias): term for term, aliases in self.words["headings"].items() for alias in aliases}

    @cached_property
    def _sub_headings(self) -> dict[str, str]:
        return {alias: term for term, aliases in self.words["sub_headings"].items() for alias in aliases}

    @cached_property
    def _interim(self) -> dict[str, str]:
        return {fold_heading(alias): term for term, aliases in self.words["interim"].items() for alias in aliases}

    @cached_property
    def _likelihoods(self) -> dict[str, str]:
        return _lookup(self.words["likelihoods"], fold_heading)

    @cached_property
    def _statuses(self) -> dict[str, str]:
        return _lookup(self.words["statuses"], fold_heading)

    @cached_property
    def _grades(self) -> dict[str, str]:
        return _lookup(self.words["grades"], fold_heading)

    @cached_property
    def _ledger_kinds(self) -> dict[str, str]:
        return _lookup(self.words["ledger_kinds"], fold_heading)

    @cached_property
    def _sections(self) -> dict[str, str]:
        return {fold_heading(alias): term for term, aliases in self.words["sections"].items() for alias in aliases}

    @cached_property
    def _sources(self) -> dict[str, str]:
        return _lookup(self.words["sources"], fold_heading)

    @cached_property
    def _levels(self) -> dict[int, dict[str, str]]:
        return {level: _lookup(self.words[f"level{level}"], fold_level) for level in (1, 2)}

    @cached_property
    def _dimensions(self) -> dict[str, str]:
        return {unit: dimension for dimension, units in self.words["units"].items() for unit in units}

    def heading(self, text: str) -> str | None:
        """The term a column heading or row label stands for (``target``, ``budget`` …), or None.

        Brackets mean nothing but for 单位编码（项目编码）, over the codes of both.
        """
        inner = re.fullmatch(r"[^()]*\(([^()]*)\)", fold(text))
        inside = self._headings.get(inner[1]) if inner else None
        return inside if inside in ("project_code", "project_name") else self._headings.get(fold_heading(text))

    def sub_heading(self, text: str) -> str | None:
        """The term of a heading that is one only in the lower of two header rows (优, 良 …), or None."""
        return self._sub_headings.get(fold_heading(text))

    def interim(self, text: str) -> str | None:
        """The term of what stands behind a part of the year in a report within it (1-7月 | 执行情况), or None."""
        return self._interim.get(fold_heading(text))

    def likelihood(self, text: str) -> str | None:
        """How likely it is, in the official words, that a target will be reached; None for another text."""
        return self._likelihoods.get(fold_heading(text))

    def status(self, text: str) -> str | None:
        """Whether a target in words was reached (达成, 部分达成, 未达成), as official forms say it; else None."""
        return self._statuses.get(fold_heading(text))

    def grade(self, text: str) -> str | None:
        """The official grade (优, 良, 中, 差) that a word stands for; else None."""
        return self._grades.get(fold_heading(text))

    def ledger_kind(self, text: str) -> str | None:
        """What a word of a ledger's kind column stands for (``payment``, ``refund``, ``cut`` …), or None."""
        return self._ledger_kinds.get(fold_heading(text))

    def factor(self, unit: str, other: str) -> Decimal | None:
        """By how much a number in ``unit`` is multiplied to be one in ``other``; None where they cannot be compared."""
        if unit == other:
            return Decimal(1)
        (head, _, below), (other_head, _, other_below) = unit.partition("/"), other.partition("/")
        one, another = self._conversion(head), self._conversion(other_head)
        if below != other_below or not one or not another or one[0] != another[0]:
            return None
        return one[1] / another[1]

    def _conversion(self, unit: str) -> tuple[str, Decimal] | None:
        """The kind of a unit, and how many of the smallest of its kind it is; things counted one by one are alike."""
        for kind, units in self.words["conversions"].items():
            if unit in units:
                return kind, Decimal(units[unit])
        if unit[:1] in ("万", "亿"):
            scale = Decimal(10_000 if unit[0] == "万" else 100_000_000)
            base = self._conversion(unit[1:]) if unit[1:] else None
            return (base[0], base[1] * scale) if base else None
        return ("count", Decimal(1)) if len(unit) == 1 and self.dimension(unit) == "count" else None

    def is_form_title(self, text: str) -> bool:
        """Whether a text is the title over a form (…绩效目标申报表), and not one that goes on (（续）)."""
        return fold_heading(text).endswith(tuple(self.words["form_titles"]["endings"])) and "(续" not in fold(text)

    def is_document_title(self, text: str) -> bool:
        """Whether a text may be the title of a document: short, with a year and a word for what is published."""
        words = "|".join(map(re.escape, self.words["document_titles"]["words"]))
        return (
            len(text) < TITLE
            and re.search(rf"20\d\d\s*年.*({words})", with_years_in_digits(fold(text))) is not None
            and "。" not in text
        )

    def section(self, text: str) -> str | None:
        """The section that a heading of running text opens (``department``, ``task`` …), or None."""
        return self._sections.get(fold_heading(text))

    def source(self, text: str) -> str | None:
        """The official name of a source of funds, or None."""
        return self._sources.get(fold_heading(text))

    def level(self, number: int, text: str) -> str | None:
        """The official name of a level-1 or level-2 indicator, without the word 指标, or None."""
        return self._levels[number].get(fold_level(text))

    def above(self, level2: str) -> str | None:
        """The level 1 that a level 2 belongs to, or None."""
        slots = (slot for framework in self.words["frameworks"].values() for slot in framework["slots"].items())
        return next((level1 for level1, names in slots if level2 in names), None)

    def layout(self, terms: set[str]) -> str:
        """The known layout whose headings are most like these."""
        layouts = {name: set(words) for name, words in self.words["layouts"].items()}
        return max(layouts, key=lambda name: len(layouts[name] & terms) / len(layouts[name] | terms))

    def framework(self, level1: set[str]) -> str:
        """The official framework (``2015`` or ``2021``) that a document with these level-1 names follows."""
        return "2021" if "成本" in level1 else "2015"

    def dimension(self, unit: str) -> str:
        """Dimension of a unit: ``rate``, ``money``, ``time``, ``count``, ``measure``, or empty where it is not known.

        A unit "per" something (元/人) has the dimension of what stands before the stroke; 万 and 亿 before a unit are
        passed over.
        """
        before = unit.split("/")[0]
        return self._dimensions.get(before) or self._dimensions.get(before.lstrip("万亿"), "")


# Where a user's words may be added, how words are compared there, and whether there may be new names for them.
_EXTENSIBLE: dict[str, tuple[Callable[[str], str], bool]] = {
    "level1": (fold_level, False),
    "level2": (fold_level, False),
    "headings": (fold_heading, False),
    "sources": (fold_heading, True),
    "interim": (fold_heading, False),
    "likelihoods": (fold_heading, False),
    "statuses": (fold_heading, False),
    "grades": (fold_heading, False),
    "sections": (fold_heading, False),
    "form_titles": (fold_heading, False),
    "document_titles": (fold, False),
    "task_labels": (fold, False),
    "department_names": (fold, False),
    "units": (fold, False),
    "unit_aliases": (fold, True),
    "layouts": (str, True),
    "ledger": (fold_heading, False),
    "ledger_kinds": (fold_heading, False),
    "ledger_words": (fold, False),
}


def load_vocabulary(file: Path | None = None) -> Vocabulary:
    """The shipped vocabulary, with what a user's file adds to it.

    Parameters
    ----------
    file : Path, optional
        A TOML file of the same tables, each a list of words by name: headings, level1, units, layouts …

    Raises
    ------
    UsageError
        Where the file cannot be read, names a table or name that there is none of, holds something else than lists
        of words, or gives a second meaning to a word.
    """
    words = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    own = _parsed(file) if file else {}
    for table, names in own.items():
        if table not in _EXTENSIBLE or not isinstance(names, dict):
            raise _mistake(file, table, "no table of words to extend", ", ".join(_EXTENSIBLE))
        for name, added in names.items():
            key = f"{table}.{name}"
            if name not in words[table] and not _EXTENSIBLE[table][1]:
                raise _mistake(file, key, "an unknown name", ", ".join(words[table]))
            if not isinstance(added, list) or not all(isinstance(word, str) and word.strip() for word in added):
                raise _mistake(file, key, f"{added!r}", "a list of words")
            words[table][name] = list(dict.fromkeys([*words[table].get(name, []), *added]))
    if file:
        _check_claims(words, file)
    return Vocabulary(words, _hash(own) if own else "")


def _hash(words: dict) -> str:
    """A hash of words, whatever stands around them in their file."""
    return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()


def _parsed(file: Path) -> dict:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        found = getattr(error, "strerror", None) or str(error)
        raise UsageError(found, file=file, expected=VOCABULARY, remedy=REMEDY) from None


def _check_claims(words: dict, file: Path) -> None:
    """A word has one meaning, a heading and a source of funds together; layouts share theirs, but exist."""
    claims: dict[tuple[str, str], str] = {}
    for table, (folded, _) in _EXTENSIBLE.items():
        group = "headings" if table == "sources" else table
        own_names = table in ("level1", "level2", "sources")
        for name, aliases in words[table].items():
            for alias in [name, *aliases] if own_names else aliases:
                key = f"{table}.{name}"
                if table == "layouts":
                    if alias not in words["headings"]:
                        raise _mistake(file, key, f"{alias!r}", "names of the table headings")
                elif claims.setdefault((group, folded(alias)), key) != key:
                    found = f"{alias!r}, which {claims[group, folded(alias)]} claims too"
                    raise _mistake(file, key, found, "a word that means one thing")


def _mistake(file: Path | None, key: str, found: str, expected: str) -> UsageError:
    return UsageError(f"{key}: {found}", file=file or "", expected=expected, remedy=REMEDY)


@cache
def shipped() -> Vocabulary:
    """The vocabulary that comes with the package, and nothing of a user's own."""
    return load_vocabulary()
