"""Which project a row of a ledger belongs to: by its code, its name, and the department it names."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.errors import UsageError, listed
from jixiao.frames import each_row
from jixiao.ledgers.settings import Settings
from jixiao.ledgers.values import fold, fold_code

MOST_DIFFERENT = 2  # characters by which a code may differ from the one that is suggested
_YEAR = re.compile(r"20\d\d(?:年度?)?")
_CODE = re.compile(r"[0-9A-Z]{6,}")
_EDGE = re.compile(r"^[\W_]+|[\W_]+$|\(\)|\[\]")  # what parts a code from the name beside it
OTHER = "other"


@dataclass(frozen=True)
class Match:
    """What a row's code and name say.

    Parameters
    ----------
    project_id, department_id : str
        Empty where they are not known.
    finding : str
        L03, L04, L05, ``other`` for what belongs to none of these projects, or empty.
    suggestion : str
        The code or name of the project that may be meant.
    quotes : dict of str
        What the finding's message quotes.
    """

    project_id: str = ""
    department_id: str = ""
    finding: str = ""
    suggestion: str = ""
    quotes: tuple[tuple[str, str], ...] = ()


class Projects:
    """The projects of a year, each as the latest stage of its department's plan has it."""

    def __init__(self, data: Dataset, year: int, settings: Settings, only: str = ""):
        self.year, self.settings, self.only = year, settings, only
        self.table = latest(data, year)
        self.of = {row.project_id: row for row in each_row(self.table)}
        self.departments = sorted({*self.table["department_id"]})
        self.offices = _offices(data.departments[data.departments["department_id"].isin(self.departments)])
        self.mapped = {key: self._meant(key, value) for key, value in settings.codes.items()}

    @cached_property
    def codes(self) -> dict[str, set[str]]:
        """Ids of projects by their folded codes."""
        return _index(self.table, "project_code", fold_code)

    @cached_property
    def names(self) -> dict[str, set[str]]:
        """Ids of projects by their folded names."""
        return _index(self.table, "project_name", fold)

    def _meant(self, key: str, value: str) -> str:
        """The project that a line of [codes] stands for; "" for none."""
        if not value:
            return ""
        found = self.codes.get(fold_code(value)) or self.names.get(fold(value)) or set()
        if len(found) == 1:
            return next(iter(found))
        known = [*self.table["project_code"].dropna(), *self.table["project_name"]]
        expected = f'the code or name of one project of {self.year}, or "": {listed(known, value)}'
        raise UsageError(f"codes.{key} is {value!r}, {len(found)} projects", file=self.settings.file, expected=expected)

    def office(self, texts: tuple[str, ...]) -> str:
        """The department that the first of some cells names; empty where none does."""
        found = (self.offices.get(fold(text)) for text in texts if text)
        return next((department for department in found if department), "")

    def match(self, code: str, name: str, offices: tuple[str, ...]) -> Match:
        """The project of a row."""
        keys = fold_code(code), fold(name)
        mapped = [self.mapped.get(keys[0]) if keys[0] else None, self.mapped.get(fold_code(name)) if name else None]
        named = self.office(offices)
        own = named or self.only or (self.departments[0] if len(self.departments) == 1 else "")
        if mapped[0] == "" or (mapped[0] is None and mapped[1] == "" and keys[0] not in self.codes):
            return Match(department_id=named, finding=OTHER)
        found = self._found(keys, mapped, named)
        if not found[0] and not found[1]:
            found = self._within(code, name, named)
        if self.only and self._is_others(found, named, offices):
            return Match(department_id=named, finding=OTHER)
        return self._judged(code, name, found, own, keys)

    def _found(self, keys: tuple[str, str], mapped: list[str | None], named: str) -> tuple[set[str], set[str]]:
        by_code = {mapped[0]} if mapped[0] else self.codes.get(keys[0], set())
        by_name = {mapped[1]} if mapped[1] else self.names.get(keys[1], set())
        if not named:
            return by_code, by_name
        within = {item for item in by_code | by_name if self.of[item].department_id == named}
        return by_code & within, by_name & within

    def _within(self, code: str, name: str, named: str) -> tuple[set[str], set[str]]:
        """The project of a cell that holds a known code beside a name, as exports have it: code-name, [code]name.

        Only where the rest of the cell is that project's name does it count; else the code is as unknown as before.
        """
        for cell in (code, name):
            folded = fold_code(cell)
            for known in filter(self.codes.__contains__, _CODE.findall(folded)):
                rest, ids = _EDGE.sub("", folded.replace(known, "")), self.codes[known]
                called = {item for item in ids if rest == _EDGE.sub("", fold_code(self.of[item].project_name))}
                if found := {item for item in called if not named or self.of[item].department_id == named}:
                    return found, set()
        return set(), set()

    def _is_others(self, found: tuple[set[str], set[str]], named: str, offices: tuple[str, ...]) -> bool:
        """Whether a row is not of the one department that was asked for."""
        departments = {self.of[item].department_id for item in found[0] | found[1]}
        return (bool(named) and named != self.only) or (
            self.only not in departments if departments else not named and any(offices)
        )

    def _judged(self, code: str, name: str, found: tuple[set[str], set[str]], own: str, keys: tuple[str, str]) -> Match:
        by_code, by_name = found
        both = by_code & by_name if by_code and by_name else by_code | by_name
        if len(both) == 1:
            project_id = next(iter(both))
            department_id = self.of[project_id].department_id
            if by_code or keys[0] in self.codes:
                return Match(project_id, department_id)
            called = ("project", self.of[project_id].project_name)
            return Match(project_id, department_id, "L04", quotes=(("code", code), called))
        if by_code and by_name and not both:
            called_both = (("of_code", self._called(by_code)), ("of_name", self._called(by_name)))
            return Match(department_id=own, finding="L05", quotes=called_both)
        quotes: tuple[tuple[str, str], ...] = (("code", code), ("name", name))
        if both:
            return Match(department_id=own, finding="L03", quotes=(*quotes, ("shared", self._called(both))))
        meant = self._suggestion(keys)
        if not meant:
            return Match(department_id=own, finding="L03", quotes=quotes)
        row = self.of[meant]
        suggestion = row.project_name if pd.isna(row.project_code) else row.project_code
        quotes = (*quotes, ("suggestion", suggestion), ("project", row.project_name))
        return Match(department_id=own, finding="L03", suggestion=suggestion, quotes=quotes)

    def _called(self, ids: set[str]) -> str:
        return "、".join(sorted({self.of[item].project_name for item in ids}))

    def _suggestion(self, keys: tuple[str, str]) -> str:
        """The one project that a code or, without one, a name may mean; empty where there is none, or several."""
        code, name = keys
        if code:
            near = {item for known, ids in self.codes.items() if _differs_little(code, known) for item in ids}
        else:
            bare = _YEAR.sub("", name)
            near = {item for known, ids in self.names.items() if _holds(bare, _YEAR.sub("", known)) for item in ids}
        return next(iter(near)) if len(near) == 1 else ""


def _holds(one: str, other: str) -> bool:
    return bool(one and other) and (one in other or other in one)


def _differs_little(code: str, known: str) -> bool:
    same_length = len(code) == len(known)
    return same_length and sum(a != b for a, b in zip(code, known, strict=True)) <= MOST_DIFFERENT


def latest(data: Dataset, year: int) -> pd.DataFrame:
    """The projects of a year: of each department those of its adjusted plan, else of its first one."""
    stages = data.documents[data.documents["year"].eq(year)].set_index("document_id")["stage"]
    df = data.projects[data.projects["scope"].eq("project") & data.projects["document_id"].isin(stages.index)]
    rank = df["document_id"].map(stages.map({"adjusted": 0, "target": 1}).fillna(2))
    best = rank.groupby(df["department_id"]).transform("min")
    return df[rank.eq(best)]


def _offices(departments: pd.DataFrame) -> dict[str, str]:
    """Departments by their folded ids, codes and names; what several share names none."""
    found = defaultdict(set)
    for row in each_row(departments):
        for text in (row.department_id, row.department_code, row.department):
            if isinstance(text, str):
                found[fold(text)].add(row.department_id)
    return {text: next(iter(ids)) for text, ids in found.items() if len(ids) == 1}


def _index(df: pd.DataFrame, column: str, folded) -> dict[str, set[str]]:
    index: dict[str, set[str]] = defaultdict(set)
    for project_id, text in zip(df["project_id"], df[column], strict=True):
        if isinstance(text, str):
            index[folded(text)].add(project_id)
    return dict(index)
