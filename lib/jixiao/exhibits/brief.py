"""Exhibits that only the brief has: its head, its method and its limits."""

from __future__ import annotations

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.errors import UsageError
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.scope import Scope
from jixiao.exhibits.specification import Specification
from jixiao.measures import budget, coverage, disbursement
from jixiao.phrases import phrases, say
from jixiao.quarters import month_end, quarter_of

TOP = 3  # projects whose part of the budget is named
PARTS = ("", "_label", "_note")
NO_PLAN = pd.Series({"projects": 0, "interpolated": False, "budget_without_plan": 0.0}).reindex(
    ["projects", "interpolated", "budget_without_plan", "share", "lower", "upper", "date", "planned_budget"]
)
STATEMENTS = {
    "brief": ("payments", "results", "quality", "corrected"),
    "documents": ("complete", "later", "true"),
    "disbursement": ("payments", "shape", "beyond"),
    "budget": ("bought", "payments", "outside", "changes"),
    "coverage": ("quality", "results", "measures", "contradictions"),
    "review": ("right", "mended", "sector"),
}
HEADLINE = Specification("headline", "headline", n="project", shown={"figure": "text", "label": "text", "note": "text"})
METHOD = Specification("method", "method", n="project", shown={"item": "text", "text": "text"})
LIMITS = Specification("limits", "method", n="project", shown={"statement": "text"})


def headline(data: Dataset, *, month: int, language: str = "zh") -> Exhibit:
    """The four figures that a reader should remember: budget, projects, planned share, quantified targets.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    month : int
        Month of the budget year, 1 to 12, at whose end the brief stands.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has four rows of texts: ``figure``, ``label`` and ``note``; a figure that cannot be had is replaced by
        why.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.headline(load("sample"), month=9, language="en").table[["figure", "label"]]
                  figure                                              label
    0  1,780.15 wan yuan                                 budget of the year
    1         9 projects                           the 3 largest hold 76.6%
    2              72.1%  planned to be spent by the end of Sep, interpo...
    3            42 / 73                             targets are quantified
    """
    scope = Scope.of(data, language)
    date = month_end(scope.year, month)
    top = budget.budget_shares(data.projects)
    stated = int(top["budget"].notna().sum())
    plans = disbursement.department_plan(data.projects, data.disbursements, [date])
    plan = plans.iloc[0] if len(plans) else pd.Series({**NO_PLAN, "date": pd.Timestamp(date)})
    counts = coverage.quantified(data.projects, data.indicators)
    numbers = counts.iloc[0] if len(counts) else {"quantified": 0, "indicators": 0, "unclear": 0}
    code = data.departments["department_code"].iloc[0]
    values = {
        "budget": scope.budget,
        "n": len(data.projects),
        "stated": stated,
        "top": TOP,
        "top_share": top["cumulative_share"].iloc[TOP - 1] if stated > TOP else None,
        **{name: int(numbers[name]) for name in ("quantified", "indicators", "unclear")},
        **plan[["share", "lower", "upper", "date", "planned_budget"]],
        "code": "" if pd.isna(code) else scope.say("headline.code", code=code),
        "quarter": say(f"quarter.{quarter_of(month)}", language),
    }
    cards = _cards(scope, values, plan)
    rows = [[scope.say(f"headline.{card}{part}", **values, why=why) for part in PARTS] for card, why in cards.items()]
    table = pd.DataFrame(rows, columns=list(HEADLINE.shown))
    finding = "finding_unused" if "self-evaluation" in {*data.documents["stage"]} else "finding"
    return scope.exhibit(HEADLINE, table, values, finding=finding)


def _cards(scope: Scope, values: dict, plan: pd.Series) -> dict[str, str]:
    """The phrases of the four cards, each with why it has no figure, where it has none."""
    known = plan["projects"] > 0
    few = values["stated"] <= TOP or scope.no_money
    quantified = "_unknown" if scope.no_targets else "_part" if values["unclear"] else ""
    share = "interpolated" if plan["interpolated"] else "exact"
    share = "unknown" if not known else "part" if plan["budget_without_plan"] > 0 else share
    reasons = {
        "budget_unknown" if scope.no_money == "no_budget" else "budget": "",
        "projects_few" if few else "projects": "",
        f"share_{share}": "" if known else scope.no_planned_money or "not_reached",
        f"quantified{quantified}": scope.no_targets,
    }
    return {card: scope.say(f"nothing.{scope.reason(why)}") if why else "" for card, why in reasons.items()}


def method(data: Dataset, *, month: int, dataset: str, language: str = "zh") -> Exhibit:
    """How the figures come about, and from which file.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    month : int
        Month of the budget year, 1 to 12, at whose end the brief stands.
    dataset : str
        Name of the dataset, as it was loaded.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a statement: ``item`` and ``text``.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.method(load("sample"), month=9, dataset="sample", language="en").title
    'How the figures come about'
    """
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
    return scope.exhibit(METHOD, pd.DataFrame(rows, columns=list(METHOD.shown)), values)


def limits(data: Dataset, *, about: str = "brief", language: str = "zh") -> Exhibit:
    """What a brief or a notebook does not show: it hangs on what the text states.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    about : str
        ``brief``, or the subject of a notebook: ``documents``, ``disbursement``, ``budget``, ``coverage``, ``review``.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a ``statement``.

    Raises
    ------
    UsageError
        For another subject, or where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.limits(load("sample"), language="en").title
    'What this brief does not show'
    """
    scope = Scope.of(data, language)
    if about not in STATEMENTS:
        raise UsageError(f"no limits of {about!r}", expected="one of: " + ", ".join(STATEMENTS))
    phases = {*data.funds["phase"]}
    stated = {
        "payments": "payments_unused" if "paid" in phases else "payments",
        "results": "results_unused" if len(data.results) else "results",
        "changes": "changes_stated" if "adjusted" in phases else "changes",
    }
    rows = [[scope.say(f"limits.{stated.get(key, key)}")] for key in STATEMENTS[about]]
    table = pd.DataFrame(rows, columns=list(LIMITS.shown))
    title = "title" if about == "brief" else "title_notebook"
    return scope.exhibit(LIMITS, table, {"n": len(data.projects)}, title=title)
