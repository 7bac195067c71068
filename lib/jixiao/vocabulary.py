"""The words of the field, as data: levels, headings, units. Nothing else in the package names a heading."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path


def fold(text: str) -> str:
    """Fold what varies in print and means nothing: full-width forms, spaces and line breaks inside words."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def fold_heading(text: str) -> str:
    """Fold a heading: also without brackets and what they hold, stars, a list number, 其中 and a closing colon."""
    bare = re.sub(r"\([^()]*\)|[★*]", "", fold(text)).strip(":")
    return re.sub(r"^(?:其中[::、-]?|\d{1,2}[.、]|[一二三四五六七八九十]、)+(?=.)", "", bare)


def fold_level(text: str) -> str:
    """Fold the name of a level: also without the word 指标."""
    return fold_heading(text).removesuffix("指标")


def _lookup(names: dict[str, list[str]], folded) -> dict[str, str]:
    return {folded(alias): name for name, aliases in names.items() for alias in [name, *aliases]}


@dataclass(frozen=True)
class Vocabulary:
    """The vocabulary as loaded; ``words`` is the parsed TOML."""

    words: dict

    @cached_property
    def _headings(self) -> dict[str, str]:
        return {fold_heading(alias): term for term, aliases in self.words["headings"].items() for alias in aliases}

    @cached_property
    def _sub_headings(self) -> dict[str, str]:
        return {alias: term for term, aliases in self.words["sub_headings"].items() for alias in aliases}

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
        """The term a column heading or row label stands for (``target``, ``budget`` …), or None."""
        return self._headings.get(fold_heading(text))

    def sub_heading(self, text: str) -> str | None:
        """The term of a heading that is one only in the lower of two header rows (优, 良 …), or None."""
        return self._sub_headings.get(fold_heading(text))

    def is_form_title(self, text: str) -> bool:
        """Whether a text is the title over a form (…绩效目标申报表)."""
        return fold_heading(text).endswith(tuple(self.words["form_titles"]["endings"]))

    def section(self, text: str) -> str | None:
        """The section that a heading of running text opens (``department``, ``task`` …), or None."""
        return self._sections.get(fold_heading(text))

    def source(self, text: str) -> str | None:
        """The official name of a source of funds, or None."""
        return self._sources.get(fold_heading(text))

    def level(self, number: int, text: str) -> str | None:
        """The official name of a level-1 or level-2 indicator, without the word 指标, or None."""
        return self._levels[number].get(fold_level(text))

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


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary shipped with the package."""
    return Vocabulary(tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")))
