"""Exhibits that only the brief has: its head, its method and its limits."""

from __future__ import annotations

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.scope import Scope
from jixiao.measures import budget, coverage, disbursement
from jixiao.phrases import phrases, say
from jixiao.quarters import month_end, quarter_of


def headline(data: Dataset, *, month: int, language: str = "zh") -> Exhibit:
    """The four figures that a reader should remember: budget, projects, planned share, quantified targets."""
    scope = Scope.of(data, language)
    date = month_end(scope.year, month)
    top = budget.budget_shares(data.projects)
    stated = int(top["budget"].notna().sum())
    plan = disbursement.department_plan(data.projects, data.disbursements, [date]).iloc[0]
    counts = coverage.quantified(data.projects, data.indicators)
    numbers = counts.iloc[0] if len(counts) else {"quantified": 0, "indicators": 0}
    code = data.departments["department_code"].iloc[0]
    values = {
        "budget": data.projects["budget"].sum(min_count=1),
        "n": len(data.projects),
        "stated": stated,
        "top": min(3, stated),
        "top_share": top["cumulative_share"].iloc[min(3, stated) - 1] if stated else None,
        "quantified": int(numbers["quantified"]),
        "indicators": int(numbers["indicators"]),
        **plan[["share", "lower", "upper", "date"]],
        "code": "" if pd.isna(code) else scope.say("headline.code", code=code),
        "quarter": say(f"quarter.{quarter_of(month)}", language),
    }
    kind = "unknown" if plan["projects"] == 0 else "interpolated" if plan["interpolated"] else "exact"
    cards = ["budget", "projects", f"share_{kind}", "quantified"]
    table = pd.DataFrame(
        [[scope.say(f"headline.{card}{part}", **values) for part in ("", "_label", "_note")] for card in cards],
        columns=["figure", "label", "note"],
    )
    finding = "finding_unused" if "self-evaluation" in {*data.documents["stage"]} else "finding"
    kinds = dict.fromkeys(table, "text")
    return scope.exhibit("headline", "headline", table, kinds, values, n="project", finding=(finding,))


def method(data: Dataset, *, month: int, dataset: str, language: str = "zh") -> Exhibit:
    """How the figures come about, and from which file."""
    scope = Scope.of(data, language)
    document = data.documents.iloc[0]
    values = {
        **document.drop("year"),
        "date": month_end(scope.year, month),
        "dataset": dataset,
        "n": len(data.projects),
        "month": month,
    }
    items = [key.removesuffix("_text") for key in phrases()["method"] if key.endswith("_text")]
    rows = [[scope.say(f"method.{item}", **values), scope.say(f"method.{item}_text", **values)] for item in items]
    table = pd.DataFrame(rows, columns=["item", "text"])
    return scope.exhibit("method", "method", table, {"item": "text", "text": "text"}, values, n="project")


def limits(data: Dataset, *, language: str = "zh") -> Exhibit:
    """What the brief does not show."""
    scope = Scope.of(data, language)
    unused = {"not_payments": "payments_unused"} if data.funds["phase"].eq("paid").any() else {}
    unused |= {"not_results": "results_unused"} if len(data.results) else {}
    keys = [key for key in phrases()["limits"] if key.startswith("not_")]
    rows = [[scope.say(f"limits.{unused.get(key, key)}")] for key in keys]
    table = pd.DataFrame(rows, columns=["statement"])
    return scope.exhibit("limits", "method", table, {"statement": "text"}, {"n": len(data.projects)}, n="project")
