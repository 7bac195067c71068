"""The head of a brief: what a reader should remember, in three or four sentences."""

from __future__ import annotations

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.scope import Scope
from jixiao.exhibits.specification import Specification
from jixiao.exhibits.standing import Standing
from jixiao.measures import budget, coverage, disbursement
from jixiao.measures.forecast import department_forecast
from jixiao.phrases import say
from jixiao.quarters import month_end, quarter_of
from jixiao.review.settings import convention

TOP = 3  # projects whose part of the budget is named
HEADLINE = Specification("headline", "headline", n="project", shown={"lead": "text", "rest": "text"})


def headline(data: Dataset, *, month: int, own: Dataset | None = None, k: int = 0, language: str = "zh") -> Exhibit:
    """What a reader should remember: the money, what should be spent by now and next, how many targets can be used.

    Parameters
    ----------
    data : Dataset
        One document of one department: its projects, or where it has none the targets of the department as a whole.
    month : int
        Month of the budget year, 1 to 12, at whose end the brief stands.
    own : Dataset, optional
        What the department set for itself as a whole, said beside its projects; the money of the two is never added.
    k : int
        Number of projects on which one target counts as copied, a convention of this tool; 0: as set.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a sentence: ``lead``, which is emphasised, and the ``rest``. Its finding is the label that
        says what the figures rest on.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.headline(load("sample"), month=9, language="en").table["lead"].tolist()[:1]
    ['Budget for the year: CNY 17.8 million (1,780.15 wan yuan)']
    """
    scope = Scope.of(data, language)
    standing = paid_by(scope, month)
    second = _plan(scope, month) if standing is None else _paid(standing)
    rows = [_money(scope), second, _targets(scope, convention("copied", k))]
    if own is not None and len(own.projects) and not scope.of_department and not scope.selected:
        rows.append(_own(Scope.of(own, language), convention("copied", k)))
    table = pd.DataFrame([row for row in rows if row], columns=list(HEADLINE.shown))
    code = data.departments["department_code"].iloc[0]
    values = {
        "n": len(data.projects),
        "date": month_end(scope.year, month),
        "code": "" if pd.isna(code) else scope.say("headline.code", code=code),
        "quarter": say(f"quarter.{quarter_of(month)}", language),
    }
    finding = "finding_unused" if scope.reports else "finding"
    if standing is not None:
        finding = "finding_invented" if standing.invented else "finding_paid"
    elif ends := known_until(scope):
        finding, values = "finding_short", {**values, "end": ends}
    return scope.exhibit(HEADLINE, table, values, finding=finding)


def paid_by(scope: Scope, month: int) -> Standing | None:
    """What ledgers say of a month's end; None where they don't reach it."""
    if scope.data.ledgers.empty:
        return None
    standing = Standing.of(scope.data, scope.language, month_end(scope.year, month))
    return None if standing.why else standing


def known_until(scope: Scope) -> pd.Timestamp | None:
    """The last day that ledgers know; None without any."""
    return None if scope.data.ledgers.empty else Standing.of(scope.data, scope.language).end


def _paid(standing: Standing) -> tuple[str, str]:
    """What was paid, beside what should have been, and where the year may end; all of it on the adjusted budgets."""
    scope, whole = standing.scope, standing.whole
    values = standing.values()
    part = "" if whole["paid_without_budget"] == 0 and pd.notna(whole["rate"]) else "_no_rate"
    lead = scope.say(f"paid_now.lead{part}", **values)
    clauses = []
    if standing.planned:
        form = "interpolated" if whole["interpolated"] else "exact"
        clauses.append(
            scope.say(f"paid_now.plan_{form}", **values, basis_planned=whole["basis"] - whole["budget_without_plan"])
        )
        if whole["band_certain"]:
            clauses.append(scope.say(f"names_of_bands.{whole['band']}"))
        elif between := standing.between():
            clauses.append(scope.say("paid_now.uncertain", **between))
    foreseen = department_forecast(standing.executed)
    if len(foreseen) and pd.notna(foreseen["forecast_plan"].iloc[0]) and standing.planned:
        clauses.append(scope.say("paid_now.forecast", **foreseen.iloc[0].drop("department_id")))
    return _sentence(scope, lead, clauses)


def _sentence(scope: Scope, lead: str, clauses: list[str], *, detail: str = "") -> tuple[str, str]:
    """A lead, and what follows it with the comma or bracket that joins it; the two make one sentence."""
    rest = detail + "".join(scope.say("clause.also", text=clause) for clause in clauses if clause)
    return lead, scope.say("clause.stop", text=rest)


def _money(scope: Scope) -> tuple[str, str]:
    projects = scope.data.projects
    unstated = int(projects["budget"].isna().sum())
    form = "budget_own" if scope.of_department else "budget"
    lead = scope.say(f"headline.{scope.no_money or form}", budget=scope.budget)
    clauses = [_projects(scope)]
    if 0 < unstated < len(projects):
        clauses.append(scope.say("headline.unstated", unstated=unstated))
    shares = [] if scope.no_money else budget.budget_shares(projects)["cumulative_share"].dropna().tolist()
    if len(shares) > TOP and not is_whole(shares[TOP - 1]):
        clauses.append(scope.say("headline.top", top_share=shares[TOP - 1]))
    return _sentence(scope, lead, clauses)


def _projects(scope: Scope) -> str:
    projects = scope.data.projects
    if scope.of_department or projects.empty:
        return scope.say("headline.projects_none")
    if len(projects) == 1:
        return scope.say("headline.project", project_name=projects["project_name"].iloc[0])
    return scope.say("headline.projects", n=len(projects))


def is_whole(share: float) -> bool:
    """Whether a share is written 100.0%: a sentence leaves it out."""
    return share > 0.9995


def _plan(scope: Scope, month: int) -> tuple[str, str] | None:
    """What should have been spent and what comes next; of the plan alone, for nothing is known of payments."""
    period = scope.say(f"period.{quarter_of(month)}")
    now = planned_now(scope, month)
    if now is None:
        if scope.of_department:  # the form of such targets has no spending plan
            return None
        why = scope.say(f"nothing.{scope.reason(scope.no_planned_money or 'not_reached')}")
        return _sentence(scope, why, [scope.say("plan_now.none", period=period)])
    part = "part_" if now["budget_without_plan"] > 0 else ""
    form = "interpolated" if now["interpolated"] else "exact"
    if month == 12 and is_whole(now["share"]):
        return _sentence(scope, scope.say(f"plan_now.{part}whole", **now), [_next(scope, month, "of_which_", 0.0)])
    lead = scope.say(f"plan_now.{part}{form}", **now, period=period)
    detail = scope.say(f"plan_now.share_{form}", **now)
    # The first quarter's brief looks ahead, the last one's back.
    view = "of_which_" if month == 12 else "ahead_" if month == 3 and not now["interpolated"] else ""
    return _sentence(scope, lead, [_next(scope, month, view, now["planned_budget"] - now["amount"])], detail=detail)


def planned_now(scope: Scope, month: int) -> pd.Series | None:
    """The department's plan at a month's end; None where it has none."""
    data, date = scope.data, month_end(scope.year, month)
    plans = disbursement.department_plan(data.projects, data.disbursements, [date])
    return plans.iloc[0] if len(plans) and plans["projects"].iloc[0] and not scope.no_planned_money else None


def next_quarter(month: int) -> tuple[int, list[int]]:
    """The quarter that follows a month, or at the year's end the last, and the ends of it and of what is before."""
    quarter = min(quarter_of(month) + 1, 4)
    return quarter, [quarter * 3 - 3, quarter * 3]


def _next(scope: Scope, month: int, view: str, rest: float) -> str:
    """What is due in the next quarter; of the year behind, in its last."""
    quarter, months = next_quarter(month)
    ends = [month_end(scope.year, end) for end in months]
    due = disbursement.department_due(scope.data.projects, scope.data.disbursements, ends)
    row = due[due["date"].eq(pd.Timestamp(ends[1]))].iloc[0]
    if pd.isna(row["due"]) or round(row["due"], 2) == 0:
        return ""
    form = "interpolated" if row["interpolated"] else "exact"
    return scope.say(f"plan_next.{view}{form}", **row, rest=rest, period=scope.say(f"period.{quarter}"))


def _targets(scope: Scope, k: int) -> tuple[str, str] | None:
    """How many targets can be used, and how many only repeat a name or hold some number."""
    data = scope.data
    if data.projects.empty:  # the sentence on the money says so
        return None
    if data.indicators.empty:
        return _sentence(scope, scope.say("headline.targets_no"), [])
    numbers = coverage.quantified(data.projects, data.indicators).iloc[0]
    unclear, read = int(numbers["unclear"]), int(numbers["indicators"])
    if not read:
        return _sentence(scope, scope.say("headline.targets_unread", n=unclear), [])
    steps = coverage.ladder_counts(data.documents, data.projects, data.indicators, k=k).set_index("step")["indicators"]
    counts = {"informative": int(steps[5]), "repeats": int(steps[1]), "quantified": int(numbers["quantified"])}
    form = (
        "targets_none" if not counts["informative"] else "targets_all" if counts["informative"] == read else "targets"
    )
    said = {
        "repeats": counts["repeats"],
        "quantified": counts["quantified"] if form != "targets_all" else 0,
        "unclear": unclear,
    }
    clauses = [scope.say(f"headline.{key}", **{key: number}) for key, number in said.items() if number]
    return _sentence(scope, scope.say(f"headline.{form}", **counts, n=read), clauses)


def _own(scope: Scope, k: int) -> tuple[str, str]:
    """The targets of the department as a whole, beside its projects'."""
    data = scope.data
    steps = coverage.ladder_counts(data.documents, data.projects, data.indicators, k=k).set_index("step")["indicators"]
    informative = int(steps[5]) if len(steps) else 0
    clauses = [] if scope.no_money else [scope.say("headline.own_budget", budget=scope.budget)]
    if len(data.indicators):
        key = "own_targets" if informative else "own_targets_none"
        clauses.append(scope.say(f"headline.{key}", n=len(data.indicators), informative=informative))
    return _sentence(scope, scope.say("headline.own"), clauses)
