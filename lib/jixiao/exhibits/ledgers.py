"""Exhibits of ledgers themselves: what became of their rows, and how they change the budgets."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.specification import Specification
from jixiao.exhibits.standing import Standing
from jixiao.frames import each_row
from jixiao.ledgers.report import findings, numbers
from jixiao.measures.against_plan import FEN, WAN
from jixiao.phrases import listed, say

LEDGER_ACCOUNT = Specification(
    "ledger_account", "execution", n="row", shown={"ledger": "text", "part": "text", "rows": "count", "text": "text"}
)
BUDGET_ADJUSTMENTS = Specification(
    "budget_adjustments",
    "execution",
    n="project",
    shown={
        "position": "count",
        "project_name": "text",
        "budget": "amount",
        "supplement": "amount",
        "cut": "amount",
        "carry_in": "amount",
        "adjusted_budget": "amount",
        "rate": "share",
        "rate_initial": "share",
    },
    headings={"position": "number", "budget": "published_budget"},
)
BESIDE = ("other", "empty", "total", "text")
KINDS = ("supplement", "cut", "carry-in")


def ledger_account(data: Dataset, *, language: str = "zh") -> Exhibit:
    """What became of every row of the ledgers: how many were used and left out, and each finding.

    Parameters
    ----------
    data : Dataset
        One document of one department. Of ledgers that hold several departments it has the rows of this one, and those
        that name none.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a part of the account and a finding: ``ledger``, ``part``, ``rows`` (count), ``text``.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.ledger_account(load("sample-execution"), language="en").title
    'The ledger: 64 rows, of which 54 are used and 8 left out'
    """
    standing = Standing.of(data, language)
    if standing.why == "no_ledger":
        return replace(standing.nothing(LEDGER_ACCOUNT), finding=say("execution.no_ledger", language))
    rows = data.ledger_rows
    parts: list[tuple[str, str, float, str]] = []
    for ledger in each_row(data.ledgers):
        own = rows[rows["origin"].eq(ledger.origin)]
        for part, n in numbers(own).items():
            if n:
                parts.append((ledger.origin, say(f"account.{part.replace(' ', '_')}", language), n, ""))
        for line in findings(own, language):
            parts.append((ledger.origin, say("account.finding", language), float("nan"), line))
    table = pd.DataFrame(parts, columns=list(LEDGER_ACCOUNT.shown))
    counts = {part.replace(" ", "_"): n for part, n in numbers(rows).items()}
    stated = [ledger for ledger in each_row(data.ledgers) if pd.notna(ledger.total)]
    agree = all(ledger.total == ledger.total_of_rows for ledger in stated)
    beside = [
        say(f"ledger_account.{part}", language, n=counts[part])
        for part in ("other", "empty", "total", "text")
        if counts[part]
    ]
    values = {**counts, "n": len(rows), "beside": "".join(beside)}
    return standing.exhibit(
        LEDGER_ACCOUNT,
        table,
        values,
        also={
            "agrees": bool(stated) and agree,
            "disagrees": not agree,
            "unassigned": bool(standing.whole["unassigned"]),
            "nowhere": bool((rows["status"].eq("left out") & rows["department_id"].isna()).any()),
        },
    )


def budget_adjustments(data: Dataset, *, as_of: str = "", language: str = "zh") -> Exhibit:
    """How ledgers change the budgets of projects until a day, and what that does to the rate.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    as_of : str
        A day in ISO form, or a month (2022-09) for its last; "" is the last that the ledgers know.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a project whose budget changed: ``position``, ``project_name``, ``budget``, ``supplement``,
        ``cut``, ``carry_in`` and ``adjusted_budget`` (万元), ``rate`` and ``rate_initial``. Where none changed it has
        no rows.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document, or for a day of another year.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibit = exhibits.budget_adjustments(load("sample-execution"), as_of="2022-09-30")
    >>> exhibit.table[["position", "adjusted_budget"]].to_numpy().tolist()
    [[2.0, 627.0], [3.0, 563.43]]
    """
    standing = Standing.of(data, language, as_of)
    if standing.why:
        return standing.nothing(BUDGET_ADJUSTMENTS)
    rows = data.adjustments[data.adjustments["date"].le(standing.day) & data.adjustments["kind"].isin(KINDS)]
    if rows.empty:
        return standing.nothing(BUDGET_ADJUSTMENTS, "no_adjustments" if standing.of_payments else "only_figures")
    fen = rows.assign(fen=(rows["yuan"] * FEN).round().astype("int64"))
    sums = fen.pivot_table(index="project_id", columns="kind", values="fen", aggfunc="sum") / FEN / WAN
    sums = sums.reindex(columns=list(KINDS)).rename(columns={"carry-in": "carry_in"})
    df = standing.executed.merge(sums, left_on="project_id", right_index=True).sort_values("position")
    table = df[["project_id", *BUDGET_ADJUSTMENTS.shown]].reset_index(drop=True)
    changes = [
        say(f"budget_adjustments.{kind}", language, amount=abs(table[kind].sum()))
        for kind in ("supplement", "cut", "carry_in")
        if table[kind].notna().any()
    ]
    return standing.exhibit(BUDGET_ADJUSTMENTS, table, {"changes": listed(changes, language)})
