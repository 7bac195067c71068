"""A dataset written in a few lines of TOML, as in the examples of the rules' pages.

``indicators`` are "level 2 | name | description | target | basis"; ``plan`` is in per cent; ``funds`` and ``budget`` in
万元; ``tasks`` are "title | goal | indicator". What stands at the top is one project; ``[[projects]]`` are several, and
``copies`` repeats one, ``scope = "department"`` makes it the department's own.
"""

from __future__ import annotations

import tomllib

from jixiao.dataset import Dataset
from jixiao.tables import frame
from jixiao.target_values import parse_target
from jixiao.vocabulary import shipped

DATES = ["2022-03-31", "2022-06-30", "2022-10-31", "2022-12-31"]
LEVEL1 = {name: level1 for level1, names in shipped().words["frameworks"]["2015"]["slots"].items() for name in names}
OWNER = {"document_id": "D", "department_id": "1-1"}


def example(text: str) -> Dataset:
    """The dataset that an example describes."""
    content = tomllib.loads(text)
    tasks = [dict(zip(("title", "goal", "indicator"), split(task), strict=False)) for task in content.pop("tasks", [])]
    given = content.pop("projects", [content] if content else [])
    projects = [project for project in given for _ in range(project.get("copies", 1))]
    goals = [{"scope": "task", **task} for task in tasks]
    rows = {"projects": [], "funds": [], "disbursements": [], "indicators": []}
    for position, project in enumerate(projects, 1):
        own = {"project_id": f"D/{position}"}
        rows["projects"].append(OWNER | own | {"scope": project.get("scope", "project")} | _project(project, position))
        rows["indicators"] += [own | row for row in _indicators(project, position)]
        rows["funds"] += [
            own | {"source": f"来源{n}", "phase": "initial", "amount": amount, "text": f"{amount:.2f}"}
            for n, amount in enumerate(project.get("funds", []), 1)
        ]
        rows["disbursements"] += [
            own | {"date": date, "label": date[5:7] + "月底", "cumulative_share": share / 100, "text": f"{share}%"}
            for date, share in zip(DATES, project.get("plan", []), strict=False)
        ]
        goals += [own | {"scope": project.get("scope", "project"), "goal": goal} for goal in project.get("goals", [])]
    document = {"document_id": "D", "file": "D.txt", "sha256": "0" * 64, "format": "text", "layout": "hebei-2022"}
    return Dataset(
        documents=frame("documents", [document | {"year": 2022, "stage": "target", "framework": "2015"}]),
        departments=frame("departments", [{"department_id": "1-1", "department": "某局"}]),
        goals=frame("goals", [OWNER | {"position": n} | goal for n, goal in enumerate(goals, 1)]),
        **{name: frame(name, table) for name, table in rows.items()},
    ).validate()


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


def _indicators(project: dict, position: int) -> list[dict]:
    rows = []
    for number, text in enumerate(project.get("indicators", []), 1):
        row = dict(zip(("level2", "indicator", "description", "target", "basis"), split(text), strict=False))
        read = parse_target(row.get("target", ""), indicator=row["indicator"], year=2022)
        names = ("operator", "value", "upper", "unit", "deadline", "kind", "reason")
        rows.append(
            row
            | {name: getattr(read, name) for name in names}
            | {"indicator_id": f"D/{position}/{number}", "position": number, "level1": LEVEL1.get(row["level2"])}
        )
    return rows
