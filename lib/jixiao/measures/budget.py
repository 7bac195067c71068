"""Budgets: shares, concentration, sources of the money, and whether published sums add up."""

from __future__ import annotations

import re
from itertools import accumulate

import numpy as np
import pandas as pd

from jixiao.frames import each_row, gathered
from jixiao.measures import KEYS
from jixiao.texts import is_whole, seen
from jixiao.vocabulary import shipped

# Tried at the beginning of a number only, and without giving back digits: the time grows with the length, not faster.
NUMBER = r"(?<!\d)(?<!\d[.,])(\d{1,3}(?:,\d{3})++(?:\.\d++)?|\d++(?:\.\d++)?)\s*+"
AMOUNT = re.compile(NUMBER + r"(亿元|万元|千元|元)(?!/|每)")  # 50元/人 is a price, no total
PER = re.compile(r"每[^\d，。；]{0,4}$")  # 每人50元 is one too
LONGEST_PER = 5  # characters
QUANTITY = re.compile(NUMBER + r"(亿元|万元|千元|元|个(?!月)|家|项)(?!/)")


def budget_shares(projects: pd.DataFrame) -> pd.DataFrame:
    """Projects of every department by budget, with their shares.

    Parameters
    ----------
    projects : DataFrame
        The tidy table.

    Returns
    -------
    DataFrame
        document_id, department_id, scope, project_id, project_name, budget (万元), rank (from 1), share,
        cumulative_share (of the department's stated budgets). A project without a budget comes last, its share missing.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import budget
    >>> data = load("sample")
    >>> budget.budget_shares(data.projects)[["budget", "rank", "share"]].head(2).round(3)
       budget  rank  share
    0  567.00     1  0.319
    1  542.13     2  0.305
    """
    order = [*KEYS, "budget", "position"]
    df = projects.sort_values(order, ascending=[True] * len(KEYS) + [False, True], ignore_index=True)
    groups = df.groupby(KEYS)
    share = df["budget"] / groups["budget"].transform("sum")
    df = df.assign(rank=groups.cumcount() + 1, share=share)
    df["cumulative_share"] = df.groupby(KEYS)["share"].cumsum()
    return df[[*KEYS, "project_id", "project_name", "budget", "rank", "share", "cumulative_share"]]


def concentration(projects: pd.DataFrame) -> pd.DataFrame:
    """How far the money of every department is concentrated in few projects.

    Parameters
    ----------
    projects : DataFrame
        The tidy table.

    Returns
    -------
    DataFrame
        document_id, department_id, scope, projects (count with a budget), budget (万元), hhi (Σs²), hhi_normalised
        ((H − 1/n) ÷ (1 − 1/n), missing for n = 1), lower, upper (its range when any one project is left out, missing
        for n < 3), top3_share, gini (population form). With few projects the sensitivity says more than the value.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import budget
    >>> data = load("sample")
    >>> budget.concentration(data.projects)[["projects", "hhi_normalised", "lower", "upper"]].round(3)
       projects  hhi_normalised  lower  upper
    0         9           0.132   0.12  0.181
    """
    rows = []
    for key, group in projects.dropna(subset="budget").groupby(KEYS):
        budgets = group["budget"].to_numpy()
        without = pd.Series(_without_one(budgets))
        top = np.sort(budgets)[::-1][:3].sum() / (budgets.sum() or np.nan)
        values = (len(budgets), budgets.sum(), _hhi(budgets), _normalised(budgets), without.min(), without.max(), top)
        rows.append((*key, *values, _gini(budgets)))
    names = ["projects", "budget", "hhi", "hhi_normalised", "lower", "upper", "top3_share", "gini"]
    return pd.DataFrame(rows, columns=[*KEYS, *names])


def leave_one_out(projects: pd.DataFrame) -> pd.DataFrame:
    """The normalised HHI of a department without one project, for every project.

    Parameters
    ----------
    projects : DataFrame
        The tidy table.

    Returns
    -------
    DataFrame
        document_id, department_id, scope, project_id, project_name, budget (万元), hhi_normalised (without the project;
        missing where fewer than two would be left).

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import budget
    >>> data = load("sample")
    >>> budget.leave_one_out(data.projects)[["budget", "hhi_normalised"]].head(2).round(3)
       budget  hhi_normalised
    0     5.0           0.120
    1   567.0           0.171
    """
    df = projects.dropna(subset="budget").sort_values([*KEYS, "position"], ignore_index=True)
    without = [value for _, group in df.groupby(KEYS) for value in _without_one(group["budget"].to_numpy())]
    return df[[*KEYS, "project_id", "project_name", "budget"]].assign(hhi_normalised=without)


def sources(projects: pd.DataFrame, funds: pd.DataFrame, phase: str = "initial") -> pd.DataFrame:
    """Where every department's money comes from.

    Parameters
    ----------
    projects, funds : DataFrame
        The tidy tables.
    phase : str
        Which amounts: ``initial``, ``adjusted`` or ``paid``.

    Returns
    -------
    DataFrame
        document_id, department_id, scope, source, amount (万元, of stated amounts; missing where all are blank), share
        (of all stated amounts), stated and blank (count of projects). A blank cell is missing, not 0.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import budget
    >>> data = load("sample")
    >>> budget.sources(data.projects, data.funds)[["source", "amount", "stated", "blank"]]
      source   amount  stated  blank
    0   财政资金  1780.15       9      0
    1   其他资金      NaN       0      9
    """
    df = projects[[*KEYS, "project_id"]].merge(funds[funds["phase"] == phase], on="project_id")
    amounts = df.groupby([*KEYS, "source"])["amount"]
    out = amounts.agg(stated="count", rows="size").assign(amount=amounts.sum(min_count=1)).reset_index()
    total = out.groupby(KEYS)["amount"].transform("sum")
    out = out.assign(share=out["amount"] / total, blank=out["rows"] - out["stated"])
    return out.sort_values([*KEYS, "amount"], ascending=[True] * len(KEYS) + [False], ignore_index=True)[
        [*KEYS, "source", "amount", "share", "stated", "blank"]
    ]


def reconcile(projects: pd.DataFrame, funds: pd.DataFrame, goals: pd.DataFrame) -> pd.DataFrame:
    """Do the document's own sums agree? One row a sum that it states twice.

    Three checks: a project's sources of funds against its budget; the only amount in its purpose text against its
    budget (a text with several amounts states parts and is passed over, and so is one of 2,000 characters or more,
    which is not looked at to its end); in the department's goals a number that is followed by parts with the same unit
    which add up to it.

    Parameters
    ----------
    projects, funds, goals : DataFrame
        The tidy tables.

    Returns
    -------
    DataFrame
        document_id, department_id, scope, project_id (missing for goals), check (funds, purpose, goals), stated, found,
        unit, difference (found − stated), agrees (within 0.005), quote, place. Numbers that are no sum of what follows
        them give no row, for that contradicts nothing.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures import budget
    >>> data = load("sample")
    >>> checks = budget.reconcile(data.projects, data.funds, data.goals)
    >>> checks.loc[~checks["agrees"], ["check", "stated", "found", "unit"]]
          check  stated  found unit
    14  purpose  126.61  12.61   万元
    """
    tables = [_reconcile_funds(projects, funds), _reconcile_purpose(projects), _reconcile_goals(goals)]
    df = pd.concat([table for table in tables if len(table)], ignore_index=True) if any(map(len, tables)) else tables[0]
    df = df.assign(difference=(df["found"] - df["stated"]).round(6))
    df = df.assign(agrees=df["difference"].abs() < 0.005)
    return df[[*_RECONCILED[:-2], "difference", "agrees", *_RECONCILED[-2:]]]


_RECONCILED = [*KEYS, "project_id", "check", "stated", "found", "unit", "quote", "place"]


def _reconcile_funds(projects: pd.DataFrame, funds: pd.DataFrame) -> pd.DataFrame:
    initial = funds[(funds["phase"] == "initial") & funds["amount"].notna()]
    initial = initial.assign(text=initial["text"].fillna(initial["amount"].astype(str)))
    texts = gathered(initial["text"], initial["project_id"]).values()
    groups = initial.groupby("project_id", sort=False)
    parts = groups.agg(found=("amount", "sum"), place=("place", "first")).reset_index()
    parts = parts.assign(quote=pd.Series(map(" + ".join, texts), dtype="str"))
    df = projects.drop(columns="place").merge(parts, on="project_id").dropna(subset="budget")
    return df.assign(check="funds", unit="万元", stated=df["budget"])[_RECONCILED]


def _reconcile_purpose(projects: pd.DataFrame) -> pd.DataFrame:
    amounts = shipped().words["amounts"]
    rows = []
    stated = projects.dropna(subset=["budget", "purpose"])
    for row in each_row(stated[stated["purpose"].map(is_whole).astype(bool)]):
        named = [
            _number(found[1]) * amounts[found[2]]
            for found in AMOUNT.finditer(row.purpose)
            if not PER.search(row.purpose, max(found.start() - LONGEST_PER, 0), found.start())
        ]
        if len(named) == 1:
            rows.append(
                (
                    row.document_id,
                    row.department_id,
                    row.scope,
                    row.project_id,
                    "purpose",
                    row.budget,
                    named[0],
                    "万元",
                    row.purpose,
                    row.place,
                )
            )
    return pd.DataFrame(rows, columns=_RECONCILED)


def _reconcile_goals(goals: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for row in each_row(goals[goals["project_id"].isna()].dropna(subset="goal")):
        quantities = QUANTITY.findall(seen(row.goal))
        for unit in dict.fromkeys(unit for _, unit in quantities):
            texts = [number for number, other in quantities if other == unit]
            parts = _parts([_number(text) for text in texts])
            if parts:
                quote = " + ".join(texts[1 : parts + 1]) + f" = {texts[0]}"
                found = sum(map(_number, texts[1 : parts + 1]))
                rows.append(
                    (
                        row.document_id,
                        row.department_id,
                        "department",
                        None,
                        "goals",
                        _number(texts[0]),
                        found,
                        unit,
                        quote,
                        row.place,
                    )
                )
    return pd.DataFrame(rows, columns=_RECONCILED)


def _number(text: str) -> float:
    return float(text.replace(",", ""))


def _parts(numbers: list[float]) -> int:
    """How many of the numbers after the first add up to it; 0 where none do."""
    sums = list(accumulate(numbers[1:]))
    return next((count for count, total in enumerate(sums, 1) if count > 1 and abs(total - numbers[0]) < 0.005), 0)


def _hhi(budgets: np.ndarray) -> float:
    return float(((budgets / (budgets.sum() or np.nan)) ** 2).sum())


def _normalised(budgets: np.ndarray) -> float:
    n = len(budgets)
    return (_hhi(budgets) - 1 / n) / (1 - 1 / n) if n > 1 else np.nan


def _without_one(budgets: np.ndarray) -> list[float]:
    if len(budgets) < 3:
        return [np.nan] * len(budgets)
    return [_normalised(np.delete(budgets, i)) for i in range(len(budgets))]


def _gini(budgets: np.ndarray) -> float:
    n = len(budgets)
    weights = 2 * np.arange(1, n + 1) - n - 1
    return float((weights * np.sort(budgets)).sum() / (n * (budgets.sum() or np.nan)))
