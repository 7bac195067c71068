"""Whom a table is about: the department and the project, by label, by column or by a title of their own."""

from __future__ import annotations

from collections import defaultdict

from jixiao.documents.content import Piece
from jixiao.documents.reading.names import department_of, is_department_code, project_of
from jixiao.documents.reading.records import Records
from jixiao.documents.reading.statement import Cells
from jixiao.vocabulary import fold


class Owner:
    """The department and the project that are being read."""

    def __init__(self, records: Records):
        self.records = records
        self.department: str | None = None
        self.project: dict | None = None
        self._by_name: dict[str, list[dict]] = defaultdict(list)  # projects
        self.named: set[str] = set()  # of project_code and project_name, what the project has already
        self.whole = False  # whether the table is about the department as a whole
        self.enter()

    def enter(self, *, whole: bool = False) -> None:
        """Begin a table. Its forms name the department first or the project first: that is told by the first one."""
        if whole or self.whole:
            self.leave()
        self.whole = whole
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
        if self.whole:
            return self._own(cell)
        if self.project is None:
            self.project = self.records.add_project(cell, self.department)
            self._begun_here = self._only_named = True
        return self.project

    def _own(self, cell: Piece) -> dict:
        """The row of the department's own targets."""
        rows = (row for row in self.records.projects if row["scope"] == "department")
        own = next((row for row in rows if row["department_id"] in (self.department, None)), None)
        self.project = own or self.records.add_project(cell, self.department, "department")
        self.project["department_id"] = self.project["department_id"] or self.department
        return self.project

    def begin(self, term: str) -> None:
        """A second code or name begins another project, whether the first was filled in or not."""
        if term in self.named:
            self.leave()
        self.named.add(term)
        self._begun_here = True

    def name(self, term: str, cell: Piece, text: str) -> None:
        """Give the project its code or name; one that is known by both goes on where it was left."""
        self.records.read(cell, "value")
        project = before = self._open(cell)
        code, text = project_of(text) if term == "project_name" else ("", text)
        if code:
            before.setdefault("project_code", code)
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
        self.records.remove_project(project)
        self._by_name[known["project_name"]] = [
            row for row in self._by_name[known["project_name"]] if row is not project
        ]
        known["department_id"] = known["department_id"] or project["department_id"]
        self.project, self._only_named = known, False
        return known

    def find(self, cells: Cells) -> bool:
        """Turn to the project that a row of a list names; True where it is another than in the row before."""
        named = {term: cells[term][0] for term in ("project_code", "project_name") if term in cells}
        if not named:
            return False
        wanted: dict[str, str | None] = {term: self.records.read(cell, "value") for term, cell in named.items()}
        code, name = project_of(wanted.get("project_name") or "")
        if code:
            wanted = {"project_code": code, **wanted, "project_name": name}
        wanted["department_id"] = self.department
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

    def take_department_row(self, cells: Cells) -> bool:
        """Take the row of a list that names a department, by its code or as stated above, and no project."""
        code, name = (cells[term][0] if term in cells else None for term in ("project_code", "project_name"))
        if not name:
            return False
        if code and is_department_code(code.text):
            self.records.read(code, "value")
        elif cells.keys() != {"project_name"} or not self.is_department(name.text):
            return False
        self.state_department(name, name.text.strip(), listed=True)
        return True

    def state_department(self, cell: Piece, text: str, *, listed: bool = False) -> None:
        """A department is named: by a form, or by the column of a list; a note of a unit in its place names none."""
        self.records.read(cell, "value")
        if not department_of(text)[1]:
            return
        key = self._department_key(text)
        other, self.department = key != self.department, key
        if listed:
            if other:
                self.leave()
            return
        if self.whole:
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
