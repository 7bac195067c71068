"""What a brief asks its reader to do, drawn from the review and from what the document leaves out."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.exhibits.execution import certainly_behind, unpaid
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.findings import contradictions_of
from jixiao.exhibits.headline import is_whole, paid_by
from jixiao.exhibits.reviewed import found_by_review
from jixiao.exhibits.scope import Scope
from jixiao.exhibits.specification import Specification
from jixiao.exhibits.standing import Standing
from jixiao.exhibits.style import cut
from jixiao.frames import each_row
from jixiao.ledgers.report import shown_place
from jixiao.measures import coverage
from jixiao.measures.department_execution import unassigned_rows
from jixiao.measures.disbursement import stated_plan
from jixiao.measures.targets import repeats_name
from jixiao.phrases import listed
from jixiao.quarters import quarter_of

ACTIONS = Specification("actions", "front", n="project", shown={"act": "text", "what": "text"})
NAMED, QUOTED = 3, 2  # projects and quotes that one line names
VERIFIED = 2  # contradictions of money and plans that have a line of their own
LONGEST = 24  # characters of a quote or name within a line


def actions(data: Dataset, *, month: int, k: int = 0, language: str = "zh") -> Exhibit:
    """What calls for action: contradictions, then money behind weak targets, then what is missing.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    month : int
        Month of the budget year, 1 to 12, at whose end the brief stands.
    k : int
        Number of projects on which one target or plan counts as copied, a convention of this tool; 0: as set.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a matter, the gravest first: the ``act`` and ``what`` it is about, with project and quote.
        Where nothing calls for action it has no rows, and its title says so.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.actions(load("sample"), month=9, language="en").table["act"].tolist()
    ['Verify', 'Send back', 'Rewrite', 'Quantify', 'Supply']
    """
    scope = Scope.of(data, language)
    standing = paid_by(scope, month)
    paid = [] if standing is None else [*_payments(standing)]
    rows = [*paid, *_contradictions(scope, k), *_weak(scope), *_missing(scope, month)]
    if not rows:
        return scope.nothing(ACTIONS, "no_actions")
    table = pd.DataFrame([(scope.say(f"actions.{act}"), what) for act, what in rows], columns=list(ACTIONS.shown))
    return scope.exhibit(ACTIONS, table, {"n": len(data.projects)})


def _payments(standing: Standing) -> Iterator[tuple[str, str]]:
    """Projects certainly behind, money that could be given to none, and projects without any payment."""
    scope, language = standing.scope, standing.scope.language
    behind = certainly_behind(standing.executed)
    if len(behind):
        where = _projects(scope, sorted(behind["position"].tolist()))
        yield "press", scope.say("actions.behind", projects=where, amount=-behind["deviation_amount"].sum())
    rows = unassigned_rows(scope.data.ledger_rows)
    rows = rows[rows["date"].le(standing.day)]
    if standing.whole["unassigned"]:
        places = listed([shown_place(row_id, language) for row_id in rows["row_id"].head(QUOTED)], language)
        yield "assign", scope.say("actions.unassigned", amount=standing.whole["unassigned"], places=places)
    none = unpaid(standing)
    if len(none):
        where = _projects(scope, sorted(none["position"].tolist()))
        yield "verify", scope.say("actions.unpaid", projects=where)


def _contradictions(scope: Scope, k: int) -> Iterator[tuple[str, str]]:
    """Those of money and plans a line each, to be verified; those of targets in one line, to be returned."""
    found = contradictions_of(scope.data, found_by_review(scope.data, k, scope.language))
    money = found[found["indicator_id"].isna()]
    for row in each_row(money.head(VERIFIED)):
        yield "verify", _project_first(scope, row.position) + row.message.rstrip(scope.say("label.stop"))
    targets = pd.concat([found[found["indicator_id"].notna()], money.iloc[VERIFIED:]])
    if len(targets):
        # One of each project first: two of one project tell less.
        first = targets.loc[targets["position"].duplicated().sort_values(kind="stable").index].head(QUOTED)
        quotes = [_quoted(scope, row) for row in each_row(first)]
        key = ("contradiction" if len(targets) == 1 else "contradictions") + "_other" * (len(money) > 0)
        said = scope.say("actions.then").join(quotes)
        yield "return", scope.say(f"actions.{key}", n=len(targets), quotes=said)


def _quoted(scope: Scope, row) -> str:
    named = isinstance(row.indicator, str)
    values = {
        "project": _projects(scope, [row.position]),
        "indicator": cut(row.indicator, LONGEST) if named else "",
        "quote": cut(row.quote, LONGEST),
    }
    return scope.say("actions.quoted" if named else "actions.quoted_plain", **values)


def _weak(scope: Scope) -> Iterator[tuple[str, str]]:
    """Targets that repeat a name, and projects whose outcome targets hold no full number, with their money."""
    data = scope.data
    copied = _with_projects(data, data.indicators[repeats_name(data.indicators)])
    if len(copied):
        counts = copied.groupby("position").agg(n=("position", "size"), budget=("budget", "first")).reset_index()
        counts = counts.sort_values(["n", "budget"], ascending=False)
        positions = counts["position"].tolist()
        where = _projects(scope, sorted(positions[:NAMED]))
        if len(copied) > 1 and not scope.of_department:
            where = scope.say("actions.mostly" if len(positions) > NAMED else "actions.all_in", projects=where)
        largest = copied.sort_values("budget", ascending=False, kind="stable")
        quote = cut(largest["indicator"].iloc[0], LONGEST)
        form = "copied_own" if scope.of_department else "copied_one" if len(copied) == 1 else "copied"
        yield "rewrite", scope.say(f"actions.{form}", n=len(copied), where=where, quote=quote)
    weak = coverage.weak_projects(data.projects, data.indicators)
    weak = weak[weak["weak"]].sort_values("budget", ascending=False, kind="stable")
    if weak["budget"].sum() > 0 and not scope.of_department:
        share = weak["budget"].sum() / scope.budget
        form = "outcomes_no_share" if is_whole(share) else "outcomes"
        where = _projects(scope, weak["position"].tolist())
        yield "quantify", scope.say(f"actions.{form}", projects=where, budget=weak["budget"].sum(), share=share)


def _with_projects(data: Dataset, indicators: pd.DataFrame) -> pd.DataFrame:
    """Indicators with number and budget of their project in the place of their own number."""
    about = data.projects[["project_id", "position", "budget"]]
    return indicators.drop(columns="position").merge(about, on="project_id")


def _missing(scope: Scope, month: int) -> Iterator[tuple[str, str]]:
    """What the document leaves out, and what was read with doubt."""
    data = scope.data
    ids = data.projects["project_id"]
    planned = stated_plan(data.disbursements)["project_id"]
    lacking = {
        "budgets": data.projects["budget"].isna(),
        "plans": ~ids.isin(planned) & ~data.projects["scope"].eq("department"),
        "indicators": ~ids.isin(data.indicators["project_id"]),
    }
    wanted = [
        scope.say(f"actions.{key}", projects=_projects(scope, data.projects[rows]["position"].tolist()))
        for key, rows in lacking.items()
        if rows.any()
    ]
    if not scope.reports and paid_by(scope, month) is None:
        period = scope.say(f"period.{quarter_of(month)}")
        wanted.append(scope.say("actions.payments", period=period))
    if wanted:
        yield "supply", scope.say("label.parts").join(wanted)
    unclear = _with_projects(data, data.indicators[data.indicators["kind"].eq("unclear")])
    if len(unclear):
        where = _projects(scope, sorted(unclear["position"].unique().tolist()))
        quote = cut(str(unclear["target"].iloc[0]), LONGEST)
        yield "check", scope.say("actions.unclear", n=len(unclear), quote=quote, projects=where)


def _projects(scope: Scope, positions: list[int]) -> str:
    """Projects by their numbers, of many the first few and how many there are."""
    if scope.of_department:
        return scope.say("actions.department")
    if len(positions) == len(scope.data.projects) > 1:
        return scope.say("actions.every", n=len(positions))
    names = listed([str(position) for position in positions[:NAMED]], scope.language)
    if len(positions) > NAMED:
        return scope.say("actions.more", n=len(positions), positions=names)
    return scope.say("actions.projects" if len(positions) > 1 else "actions.project", positions=names)


def _project_first(scope: Scope, position) -> str:
    """The project with which a line begins; a finding may be on the department as a whole."""
    if scope.of_department or pd.isna(position):
        return ""
    return scope.say("actions.project_first", position=str(int(position)))
