"""Small tables for the tests of measures, what tests of documents compare, and how hypothesis tries them."""

from __future__ import annotations

import pandas as pd
from hypothesis import Phase, settings
from jixiao.documents.content import Content, Grid
from jixiao.tables import frame

# Without shrinking, which takes minutes; the cases are small as they are.
QUICK = settings(max_examples=12, deadline=None, phases=[Phase.generate])


def documents(*names: str, year: int = 2022, framework: str = "2015") -> pd.DataFrame:
    return frame("documents", [{"document_id": name, "year": year, "framework": framework} for name in names])


def projects(document: str = "D", department: str = "X", **budgets: float | None) -> pd.DataFrame:
    keys = {"document_id": document, "department_id": department}
    rows = [
        {"project_id": name, "scope": "project", "project_name": name, "position": position, "budget": budget, **keys}
        for position, (name, budget) in enumerate(budgets.items(), 1)
    ]
    return frame("projects", rows)


def indicators(**targets: list[dict]) -> pd.DataFrame:
    """Indicators of projects; 产出, 数量 and 名称 where a target says nothing else."""
    given = {"level1": "产出", "level2": "数量", "indicator": "名称"}
    rows = [
        {"indicator_id": f"{name}/{position}", "project_id": name, "position": position, **given, **target}
        for name, own in targets.items()
        for position, target in enumerate(own, 1)
    ]
    return frame("indicators", rows)


def together(*tables: pd.DataFrame) -> pd.DataFrame:
    return pd.concat(tables, ignore_index=True)


def texts(content: Content) -> list[str | list[list[str]]]:
    """What a document holds: a paragraph as its text, a grid as rows of texts."""
    return [
        [[cell.text for cell in row] for row in block.rows] if isinstance(block, Grid) else block.text
        for block in content.blocks
    ]
