"""A dataset written in a few lines of TOML, as in the examples of the rules' pages.

``indicators`` are "level 2 | name | description | target | basis"; ``plan`` is in per cent; ``funds`` and ``budget`` in
万元; ``tasks`` are "title | goal | indicator". What stands at the top is one project; ``[[projects]]`` are several, and
``copies`` repeats one, ``scope = "department"`` makes it the department's own. ``[[documents]]`` are several documents
of the department, each with year, stage and projects.

``results`` are "result | weight | points | reason | status", one an indicator in their order; ``monitoring`` are
"reached by the end of July | expected | likelihood | reason"; ``evaluation`` has columns of the table of evaluations,
and budget for the adjusted one; ``paid_sources`` are in 万元, and so are ``payments``, "date | amount" of
a ledger of the whole year, and ``interim``, what was paid by the end of July.
"""

from __future__ import annotations

import tomllib

from jixiao.dataset import Dataset
from jixiao.documents.merging import joined
from jixiao.review import RULES
from jixiao.review.settings import Settings
from jixiao.review.settings import shipped as shipped_settings
from jixiao.tables import frame
from jixiao.target_values import parse_target
from jixiao.vocabulary import shipped

DATES = ["2022-03-31", "2022-06-30", "2022-10-31", "2022-12-31"]
LEVEL1 = {name: level1 for level1, names in shipped().words["frameworks"]["2015"]["slots"].items() for name in names}
OWNER = {"document_id": "D", "department_id": "1-1"}


def example(text: str) -> Dataset:
    """The dataset that an example describes."""
    content = tomllib.loads(text)
    if "documents" in content:
        return joined([_example(one, f"D{n}") for n, one in enumerate(content["documents"], 1)]).validate()
    return _example(content, "D").validate()


def only(*codes: str) -> Settings:
    """The settings with which only some rules are asked: the others take half a second."""
    return shipped_settings() | {"rules": {"off": [code for code in RULES if code not in codes]}}


def _example(content: dict, document_id: str) -> Dataset:
    owner = OWNER | {"document_id": document_id}
    year, stage = content.pop("year", 2022), content.pop("stage", "target")
    tasks = [dict(zip(("title", "goal", "indicator"), split(task), strict=False)) for task in content.pop("tasks", [])]
    given = content.pop("projects", [content] if content else [])
    projects = [project for project in given for _ in range(project.get("copies", 1))]
    goals = [{"scope": "task", **task} for task in tasks]
    names = ("projects", "funds", "disbursements", "indicators", "results", "monitoring", "evaluations")
    names += ("interim_funds", "payments", "ledgers")
    rows = {name: [] for name in names}
    for position, project in enumerate(projects, 1):
        own = {"project_id": f"{document_id}/{position}"}
        rows["projects"].append(owner | own | {"scope": project.get("scope", "project")} | _project(project, position))
        rows["indicators"] += [own | row for row in _indicators(project, own["project_id"], year)]
        for name, found in reported(project, own["project_id"], document_id, year).items():
            rows[name] += found
        rows["funds"] += [
            own | {"source": f"来源{n}", "phase": "initial", "amount": amount, "text": f"{amount:.2f}"}
            for n, amount in enumerate(project.get("funds", []), 1)
        ]
        rows["disbursements"] += [
            own | {"date": date, "label": date[5:7] + "月底", "cumulative_share": share / 100, "text": f"{share}%"}
            for date, share in zip(DATES, project.get("plan", []), strict=False)
        ]
        rows["payments"] += _payments(project, own["project_id"])
        goals += [own | {"scope": project.get("scope", "project"), "goal": goal} for goal in project.get("goals", [])]
    if rows["payments"]:
        rows["ledgers"] = [{"origin": "台账.csv", "year": year, "sha256": "0" * 64, "until": f"{year}-12-31"}]
    document = {
        "document_id": document_id,
        "file": f"{document_id}.txt",
        "sha256": "0" * 64,
        "format": "text",
        "layout": "hebei-2022",
    }
    return Dataset(
        documents=frame("documents", [document | {"year": year, "stage": stage, "framework": "2015"}]),
        departments=frame("departments", [{"department_id": "1-1", "department": "某局"}]),
        goals=frame("goals", [owner | {"position": n} | goal for n, goal in enumerate(goals, 1)]),
        **{name: frame(name, table) for name, table in rows.items()},
    )


def split(text: str) -> list[str]:
    return [part.strip() for part in text.split("|")]


def _project(project: dict, position: int) -> dict:
    return {
        "position": position,
        "project_code": f"P{position}",
        "project_name": project.get("name", f"项目{position}"),
        "budget": project.get("budget"),
        "purpose": project.get("purpose"),
    }


def _indicators(project: dict, project_id: str, year: int) -> list[dict]:
    rows = []
    for number, text in enumerate(project.get("indicators", []), 1):
        row = dict(zip(("level2", "indicator", "description", "target", "basis"), split(text), strict=False))
        read = parse_target(row.get("target", ""), indicator=row["indicator"], year=year)
        names = ("operator", "value", "upper", "unit", "deadline", "kind", "reason")
        rows.append(
            row
            | {name: getattr(read, name) for name in names}
            | {"indicator_id": f"{project_id}/{number}", "position": number, "level1": LEVEL1.get(row["level2"])}
            | _weight(project, number)
        )
    return rows


def _payments(project: dict, project_id: str) -> list[dict]:
    """Payments, each "date | amount in 万元"."""
    rows = []
    for number, text in enumerate(project.get("payments", []), 1):
        date, amount = split(text)
        row = {"row_id": f"台账.csv#{project_id}-{number}", "project_id": project_id, "date": date, "kind": "payment"}
        rows.append(row | {"yuan": float(amount) * 10000, "text": amount, "origin": "台账.csv"})
    return rows


def _cells(project: dict, name: str, number: int) -> list[str]:
    """What is reported of the indicator of a number: its cells; none where nothing is."""
    stated = project.get(name, [])
    return split(stated[number - 1]) + [""] * 5 if number <= len(stated) else []


def _weight(project: dict, number: int) -> dict:
    cells = _cells(project, "results", number)
    return {"weight": float(cells[1]) if cells and cells[1] else None}


def reported(project: dict, project_id: str, document_id: str, year: int) -> dict[str, list[dict]]:
    """The rows of what is reported of a project."""
    rows = {"results": [], "monitoring": [], "evaluations": [], "funds": [], "interim_funds": []}
    for number in range(1, len(project.get("indicators", [])) + 1):
        own = {"indicator_id": f"{project_id}/{number}", "origin": document_id, "place": f"row {number}"}
        if cells := _cells(project, "results", number):
            actual, _, score, note, status, *_ = cells
            found = {"actual": actual, "score": float(score) if score else None, "note": note, "status": status}
            rows["results"].append(own | found | {"date": f"{year}-12-31"})
        if cells := _cells(project, "monitoring", number):
            actual, expected, likelihood, note, *_ = cells
            found = {"actual": actual, "expected": expected, "likelihood": likelihood, "note": note}
            rows["monitoring"].append(own | found | {"date": f"{year}-07-31"})
    if "evaluation" in project:
        stated = dict(project["evaluation"])
        rate = stated.pop("rate", None)
        stated |= {"rate_text": rate, "rate": float(rate.rstrip("%")) / 100} if rate else {}
        stated |= {"adjusted": stated.pop("budget")} if "budget" in stated else {}
        rows["evaluations"].append({"project_id": project_id, "origin": document_id, "place": "row 0"} | stated)
    if "interim" in project:
        text = project["interim"]
        own = {"project_id": project_id, "source": "合计", "date": f"{year}-07-31", "origin": document_id}
        rows["interim_funds"].append(own | {"paid": float(text), "text": text})
    for number, amount in enumerate(project.get("paid_sources", []), 1):
        fund = {"project_id": project_id, "source": f"来源{number}", "phase": "paid", "amount": amount}
        rows["funds"].append(fund)
    return rows
