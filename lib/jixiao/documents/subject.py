"""Whom a table is about: the department and the project, by label, by column or by a title of their own."""

from __future__ import annotations

import re
from collections import defaultdict

from jixiao.documents.content import Piece
from jixiao.documents.records import Records
from jixiao.documents.rows import split_unit_note
from jixiao.vocabulary import fold

# 803001某某局, and not 120人参加培训
_CODED = re.compile(r"\[?(?P<code>\d{3}|\d{6})\]?[-_]?(?P<name>[^\d\s人个名户家项件次年月日元万亿台套\]_-][^\d\s].*)")
# 51000021R000000019951-工资性支出: the national code of a project before its name
_CODED_PROJECT = re.compile(r"(?P<code>\d{8}[A-Z][0-9A-Z]{9,12})[-—_](?P<name>.+)", re.DOTALL)
_CREDIT_CODE = re.compile(r"(?<=\D)[0-9A-Z]{18}$")  # of an organisation, behind its name
_CODE_BEHIND = re.compile(r"(?P<name>\D{2,}?)[(\[](?P<code>\d{3}|\d{6})[)\]]")


class Subject:
    """The department and the project that are being read."""

    def __init__(self, records: Records):
        self.records = records
        self.department: str | None = None
        self.project: dict | None = None
        self._by_name: dict[str, list[dict]] = defaultdict(list)  # projects
        self.named: set[str] = set()  # of project_code and project_name, what the project has already
        self.enter()

    def enter(self) -> None:
        """Begin a table. Its forms name the department first or the project first: that is told by the first one."""
        self._project_first: bool | None = None
        self._begun_here = False
        self._only_named = False

    def leave(self) -> None:
        """A title or another department: what follows belongs to no project yet."""
        self.project, self.named = None, set()

    def open(self, cell: Piece) -> dict:
        """The project that is being read, for something to be said of it; a new one where there is none."""
        project = self._open(cell)
        self._only_named = False
        return project

    def _open(self, cell: Piece) -> dict:
        if self.project is None:
            self.project = self.records.add_project(cell, self.department)
            self._begun_here = self._only_named = True
        return self.project

    def begin(self, term: str) -> None:
        """A second code or name begins another project, whether the first was filled in or not."""
        if term in self.named:
            self.leave()
        self.named.add(term)
        self._begun_here = True

    def name(self, term: str, cell: Piece) -> None:
        """Give the project its code or name; one that is known by both goes on where it was left."""
        text = cell.read("value")
        project = before = self._open(cell)
        if term == "project_name" and (coded := _CODED_PROJECT.fullmatch(text)):
            before.setdefault("project_code", coded["code"])
            text = coded["name"]
        if before.get(term, text) != text:  # known by its name, but the code is another's
            self.project = None
            project = self._open(cell)
            project.update({key: before[key] for key in self.named & before.keys() - {term}})
        project[term] = text
        self._remember(self._go_on(project))

    def _go_on(self, project: dict) -> dict:
        """Turn to the project that has been read under this name, where of this one nothing but its name is known."""
        known = self._known(project)
        if not known or not self._only_named:
            return project
        self.records.projects.remove(project)
        self._by_name[known["project_name"]] = [
            row for row in self._by_name[known["project_name"]] if row is not project
        ]
        known["department_id"] = known["department_id"] or project["department_id"]
        self.project, self._only_named = known, False
        return known

    def find(self, cells: dict[str, list[Piece]]) -> bool:
        """Turn to the project that a row of a list names; True where it is another than in the row before."""
        named = {term: cells[term][0] for term in ("project_code", "project_name") if term in cells}
        if not named:
            return False
        wanted = {term: cell.read("value") for term, cell in named.items()} | {"department_id": self.department}
        before = self.project
        if not before or any(before.get(term, text) != text for term, text in wanted.items()):
            self.project = self._known(wanted)
            project = self._open(next(iter(named.values())))
            project.update(wanted)
            self._remember(project)
        return self.project is not before

    def _known(self, wanted: dict) -> dict | None:
        """The project of this name that does not have another department or another code."""
        if "project_name" not in wanted:
            return None
        for row in self._by_name.get(wanted["project_name"], []):
            codes = {row.get("project_code"), wanted.get("project_code")} - {None}
            ids = {row["department_id"], wanted["department_id"]} - {None}
            if row is not wanted and len(ids) < 2 and len(codes) < 2:
                return row
        return None

    def _remember(self, project: dict) -> None:
        """Note the name that the project has now."""
        alike = self._by_name[project["project_name"]] if "project_name" in project else [project]
        if not any(row is project for row in alike):
            alike.append(project)

    # Departments

    def state_department(self, cell: Piece, *, listed: bool = False) -> None:
        """A department is named: by a form, or by the column of a list; a note of a unit in its place names none."""
        text = cell.read("value")
        if not department_of(text)[1]:
            return
        key = self._department_key(text)
        other, self.department = key != self.department, key
        if listed:
            if other:
                self.leave()
            return
        if self._project_first is None:
            self._project_first = self._begun_here
        if self._project_first and self.project:
            self.project["department_id"] = key
            self._go_on(self.project)
        else:
            self.leave()

    def is_department(self, text: str) -> bool:
        """Whether a text is the name of the department that was stated last."""
        return self.department is not None and fold(text) == self.records.departments[self.department]["department"]

    def _department_key(self, text: str) -> str:
        code, name = department_of(text)
        known = self.records.departments
        if not code:
            code = next((key for key, row in known.items() if row["department"] == name), "")
        key = code or name
        known.setdefault(key, {"department_code": code, "department": name})
        return key


def department_of(text: str) -> tuple[str, str]:
    """Code, or empty, and name of a department: 803001某局, [803]某局, 某局（803001）, 某局."""
    folded = _CREDIT_CODE.sub("", split_unit_note(text)[0])
    found = _CODED.fullmatch(folded) or _CODE_BEHIND.fullmatch(folded)
    return (found["code"], found["name"]) if found else ("", folded)


def is_coded_department(text: str) -> bool:
    """Whether a text can only be a department: its code stands before the name."""
    return _CODED.fullmatch(split_unit_note(text)[0]) is not None


def is_department_code(text: str) -> bool:
    """Whether a text is the code of a department, and not that of a project."""
    return re.fullmatch(r"\d{3}|\d{6}", fold(text)) is not None
