"""The money of a project against its sources and its plan: which of two units holds, and what share a sum is."""

from __future__ import annotations

from collections import defaultdict
from math import log10, nan

from jixiao.documents.content import Doubt, Piece
from jixiao.documents.reading.figures import figure
from jixiao.documents.reading.money_units import units_of
from jixiao.documents.reading.records import KEPT, Records

# Sources that are parts of another where that has an amount of its own.
PARTS_OF_SOURCES = {
    "财政资金": (
        *("当年财政拨款", "政府性基金", "国有资本经营预算", "地方财政资金"),
        *("中央财政资金", "省级财政资金", "上级财政资金", "市级财政资金", "县级财政资金", "中央、省、市补助"),
    ),
    "单位自有资金": ("财政专户管理资金", "经营收入"),
}


def settle_units(records: Records) -> None:
    """Amounts of sources that a note and a label give different units: the one in which they sum to the whole."""
    undecided: dict[tuple, list[tuple[dict, Piece, str]]] = defaultdict(list)
    for row, cell, unit in records.undecided:
        undecided[row["project_id"], row["phase"], unit].append((row, cell, unit))
    for (project_id, phase, units), items in undecided.items():
        whole = _whole(project_id, phase, records)
        unit = next(
            (unit for unit in units_of(units) if whole and _sum(items, unit, records) == round(whole, 4)), units
        )
        for row, cell, _ in items:
            row["amount"] = records.amount(cell, unit)


def settle_plans(records: Records) -> None:
    """Plans in money: shares of the budget where they sum to it, or end with it, in the figures that are published."""
    plans: dict[str, list[tuple[dict, Piece]]] = defaultdict(list)
    for row, cell in records.planned:
        plans[row["project_id"]].append((row, cell))
    budgets = {row["project_id"]: figure(row.get("budget_text") or "") for row in records.projects}
    for project_id, items in plans.items():
        items = sorted(items, key=lambda item: item[0]["date"])
        figures = [found for _, cell in items if (found := figure(cell.text)) is not None]
        budget = budgets.get(project_id)
        if len(figures) == len(items) and budget and budget in (sum(figures), figures[-1]):
            for (row, _), found in zip(items, figures, strict=True):
                row["cumulative_share"] = float(found / budget)
        else:
            for row, cell in items:
                row["cumulative_share"] = records.share(cell, percent=False)


def _whole(project_id: str, phase: str, records: Records) -> float | None:
    """The money of a phase from all sources together."""
    rows = records.projects if phase == "initial" else [row for row in records.totals if row["phase"] == phase]
    column = "budget" if phase == "initial" else "amount"
    return next((row.get(column) for row in rows if row["project_id"] == project_id), None)


def _sum(items: list[tuple[dict, Piece, str]], unit: str, records: Records) -> float:
    """What the sources that are no parts of others sum to in a unit."""
    figures = {row["source"]: figure(cell.text) or 0 for row, cell, _ in items}
    factor = records.vocabulary.words["amounts"].get(unit, nan)
    return round(factor * float(sum(figures[row["source"]] for row in wholes([row for row, *_ in items]))), 4)


def doubt_magnitudes(records: Records) -> None:
    """Sources that are the budget in another unit: 10 or 10,000 times as much, or a thousandth at most."""
    for row in records.projects:
        own = [fund for fund in wholes(initial_sources(row["project_id"], records)) if fund["amount"]]
        budget, amount = row.get("budget"), sum(fund["amount"] for fund in own)
        digits = round(log10(amount / budget)) if budget and budget > 0 and amount > 0 else 0
        if budget and (digits > 0 or digits < -2) and abs(amount / budget / 10**digits - 1) < 0.0001:
            found = f"{row['budget_text']}, where the sources sum to {amount:.6g} 万元"
            records.doubts.append(Doubt(row["place"], found, "sources in the unit of the budget", KEPT))


def initial_sources(project_id: str, records: Records) -> list[dict]:
    """The sources of a project's budget."""
    return [row for row in records.funds if row["project_id"] == project_id and row["phase"] == "initial"]


def wholes(funds: list[dict]) -> list[dict]:
    """The sources that are no parts of others."""
    sources = {row["source"] for row in funds}
    parts = {part for source, of_it in PARTS_OF_SOURCES.items() if source in sources for part in of_it}
    return [row for row in funds if row["source"] not in parts]
