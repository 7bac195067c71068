"""The departments of a document: their divisions, their ids, and what is theirs."""

from __future__ import annotations

import re
from collections import Counter

from jixiao.documents.content import Content, Doubt
from jixiao.documents.reading.records import PROJECT_CODE, Records


def join_departments(records: Records, content: Content) -> None:
    """Give departments their division, read from the codes of their projects, and every row its department."""
    if not records.departments:
        _name_after_title(records, content)
    first = next(iter(records.departments))
    for row in records.projects:
        if row["department_id"] is None:
            row["department_id"] = first
            if row["scope"] == "department":
                row["project_name"] = records.departments[first]["department"]
                continue
            found = f"project {row['position']} before any department"
            records.doubts.append(Doubt(row["place"], found, "a department's name", "given to the first that follows"))
    ids = {key: _identify(key, department, records) for key, department in records.departments.items()}
    shared = [row for row in records.goals if "project_id" not in row]
    if shared and len(ids) > 1:
        expected = "goals of one department; the document has " + ", ".join(ids.values())
        doubt = Doubt(shared[0]["place"], "goals of a department", expected, "given to the first of them")
        records.doubts.append(doubt)
    of_project = {row["project_id"]: ids[row["department_id"]] for row in records.projects}
    for row in records.projects:
        row["department_id"] = ids[row["department_id"]]
    for row in records.goals:
        row["department_id"] = of_project.get(row.get("project_id"), ids[first])


def _identify(key: str, department: dict, records: Records) -> str:
    """The id of a department, which also gets its division."""
    own = [row.get("project_code", "") for row in records.projects if row["department_id"] == key]
    divisions = Counter(match["division"] for match in map(PROJECT_CODE.fullmatch, own) if match)
    division = divisions.most_common(1)[0][0] if divisions else ""
    department_id = "-".join(filter(None, [division, key]))
    department.update(department_id=department_id, division_code=division)
    return department_id


def _name_after_title(records: Records, content: Content) -> None:
    """Call the department after the first line of text that holds a department's name, else after the file."""
    endings = "|".join(records.vocabulary.words["department_names"]["endings"])
    name = re.compile(rf"(?:20\d\d\s*年度?)?(?P<name>[一-鿿]{{2,20}}?(?:{endings}))(?=20\d\d|部门|预算|绩效|项目|\W|$)")
    titles = (piece for piece in content.paragraphs() if len(piece.text) < 60)
    found = next((match["name"] for piece in titles if (match := name.search(piece.text))), None)
    chosen = found or records.document_id.split("/")[-1]
    records.departments[chosen] = {"department": chosen}
    for row in records.projects:
        row["department_id"] = chosen
        if row["scope"] == "department":
            row["project_name"] = chosen
    source = "the title" if found else "the file's name"
    expected = "a department's name, beside a label such as 单位名称 or with its code (803001某某局)"
    records.doubts.append(Doubt("", "no department", expected, f"called {chosen}, after {source}"))
