"""The one table of a brief: every project's money, plan and targets, those that matter most first."""

from __future__ import annotations

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.findings import contradictions_of
from jixiao.exhibits.headline import next_quarter, paid_by, planned_now
from jixiao.exhibits.paid_overview import paid_overview
from jixiao.exhibits.reviewed import found_by_review
from jixiao.exhibits.scope import Scope
from jixiao.exhibits.specification import Specification
from jixiao.exhibits.style import cut
from jixiao.frames import each_row
from jixiao.measures import budget, disbursement
from jixiao.measures.targets import repeats_name
from jixiao.phrases import MISSING, Column, say, written
from jixiao.quarters import month_end, quarter_of

LONGEST, SHORTEST = 26, 14  # characters of a project's name; where not all are shown
LARGE = 1000  # 万元 from which an interpolated amount has no decimals
PROJECT_OVERVIEW = Specification(
    "project_overview",
    "money",
    n="project",
    shown={"position": "count", "project_name": "text", "budget": "amount", "share": "share"},
    headings={"position": "number", "budget": "money"},
)


def project_overview(data: Dataset, *, month: int, limit: int = 15, k: int = 0, language: str = "zh") -> Exhibit:
    """Every project's budget, what its plan says now and next, targets that repeat a name, and contradictions.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    month : int
        Month of the budget year, 1 to 12, at whose end the brief stands.
    limit : int
        The most rows: the projects with the largest budgets, and of the last fifth of the rows those with
        contradictions. The others are one row of the totals. 0 shows all.
    k : int
        Number of projects on which one target or plan counts as copied, a convention of this tool; 0: as set.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a project: ``project_id``, ``position``, ``project_name``, ``budget`` (万元), its ``share``;
        ``planned`` until the month's end and ``due`` in the quarter that follows (the last quarter at the year's end),
        with ``planned_lower``, ``planned_upper``, ``due_lower``, ``due_upper`` (万元) and ``planned_interpolated``,
        ``due_interpolated``; as a reader sees them ``planned_text``, ``due_text``, ``copied_text``; numbers of
        ``repeats``, ``indicators`` and
        ``contradictions``. Where there are no projects it has no rows, and its title says so.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.project_overview(load("sample"), month=9).table[["position", "planned", "due"]].round(1).head(2)
       position  planned    due
    0         2    411.1  155.9
    1         3    393.0  149.1
    """
    scope = Scope.of(data, language)
    if data.projects.empty or scope.of_department:  # what there is of a department, the head says
        return scope.nothing(PROJECT_OVERVIEW, "no_project")
    df = _measured(scope, month, k)
    shown = _shown(df, limit)
    table = df[shown].reset_index(drop=True)
    if limit:
        most = LONGEST if shown.all() else SHORTEST
        table = table.assign(project_name=[cut(name, most) for name in table["project_name"]])
    ranged = bool(df[["planned_interpolated", "due_interpolated"]].any(axis=None))
    standing = paid_by(scope, month)
    if standing is not None:
        return paid_overview(standing, df, shown, table)
    exhibit = scope.exhibit(
        PROJECT_OVERVIEW,
        _with_texts(table, language),
        {"n": len(df)},
        finding="",
        also={"ranged": ranged, "limited": not shown.all()},
        totals=_totals(scope, df, shown, month) if len(df) > 1 else None,
    )
    columns = [*exhibit.columns, *_columns(month, language)]
    empty = {"share"} if len(df) == 1 or scope.no_money else set()
    empty |= {f"{name}_text" for name in ("planned", "due") if df[name].isna().all()}
    return exhibit.showing([column for column in columns if column.name not in empty])


def _columns(month: int, language: str) -> list[Column]:
    period = {"period": say(f"short_period.{quarter_of(month)}", language)}
    following = {"period": say(f"short_period.{next_quarter(month)[0]}", language)}
    return [
        Column("planned_text", say("column.planned_to", language, **period), "range"),
        Column("due_text", say("column.due_in", language, **following), "range"),
        Column("copied_text", say("column.copied_of", language), "range"),
        Column("contradictions", say("column.contradictions", language), "count"),
    ]


def _measured(scope: Scope, month: int, k: int) -> pd.DataFrame:
    """All of the table's columns, by budget."""
    data = scope.data
    contradictions = contradictions_of(data, found_by_review(data, k, scope.language)).groupby("project_id").size()
    own = data.indicators.assign(repeats=repeats_name(data.indicators)).groupby("project_id")["repeats"]
    df = budget.budget_shares(data.projects)[["project_id", "project_name", "budget", "share"]]
    df = df.merge(data.projects[["project_id", "position"]], on="project_id")
    df = df.merge(_plans(scope, month), on="project_id", how="left")
    counts = {"repeats": own.sum(), "indicators": own.size(), "contradictions": contradictions}
    for name, values in counts.items():
        df[name] = df["project_id"].map(values).fillna(0).astype(int)
    return df.sort_values(["budget", "position"], ascending=[False, True], ignore_index=True)


def _plans(scope: Scope, month: int) -> pd.DataFrame:
    """What every project's plan says until now, and in the quarter that follows, in 万元 with bounds."""
    data, names = scope.data, ["share", "lower", "upper"]
    now = disbursement.planned_share(data.disbursements, month_end(scope.year, month))
    money = now["project_id"].map(data.projects.set_index("project_id")["budget"]).astype("float64")
    now = now.assign(**{name: now[name] * money for name in names})
    now = now.set_index("project_id")[[*names, "interpolated"]]
    ends = [month_end(scope.year, end) for end in next_quarter(month)[1]]
    due = disbursement.due(data.projects, data.disbursements, ends)
    due = due[due["date"] == pd.Timestamp(ends[1])].set_index("project_id")[["due", "lower", "upper", "interpolated"]]
    now.columns = ["planned", "planned_lower", "planned_upper", "planned_interpolated"]
    due.columns = ["due", "due_lower", "due_upper", "due_interpolated"]
    df = now.join(due, how="outer")
    flags = ["planned_interpolated", "due_interpolated"]
    return df.assign(**{flag: df[flag].eq(True) for flag in flags}).reset_index(names="project_id")


def _shown(df: pd.DataFrame, limit: int) -> pd.Series:
    """Which rows are shown: all if they fit, else the largest and then those with contradictions."""
    if not limit or len(df) <= limit:
        return pd.Series(True, index=df.index)
    largest = limit * 4 // 5
    rest = df.iloc[largest:]
    odd = rest[rest["contradictions"].gt(0)].sort_values("contradictions", ascending=False, kind="stable")
    return df.index.to_series().isin([*df.index[:largest], *odd.index[: limit - largest]])


def _with_texts(df: pd.DataFrame, language: str, *, whole: bool = False) -> pd.DataFrame:
    """With the columns that a reader sees: an interpolated amount with its bounds, others as they stand."""
    rows = list(each_row(df))
    return df.assign(
        planned_text=[_range(row, "planned", language, whole) for row in rows],
        due_text=[_range(row, "due", language, whole) for row in rows],
        copied_text=[
            say("project_overview.of", language, part=row.repeats, whole=row.indicators) if row.indicators else MISSING
            for row in rows
        ],
    )


def _range(row, name: str, language: str, whole: bool) -> str:
    value, interpolated = getattr(row, name), bool(getattr(row, f"{name}_interpolated"))
    if not interpolated or pd.isna(value):
        return written(value, "amount", language)
    bounds = {key: getattr(row, f"{name}_{key}") for key in ("lower", "upper")}
    form = "range_large" if whole or value >= LARGE else "range"
    return say(f"project_overview.{form}", language, value=value, **bounds)


def _totals(scope: Scope, df: pd.DataFrame, shown: pd.Series, month: int) -> pd.DataFrame:
    """The projects that are not shown as one row, and the sum of all, in the headline's numbers."""
    rest = df[~shown]
    parts = [(rest, scope.say("project_overview.rest", n=len(rest)))] * (len(rest) > 0)
    rows = [_sum(part).assign(project_name=label) for part, label in [*parts, (df, scope.say("label.total"))]]
    table = pd.concat(rows, ignore_index=True)
    if planned_now(scope, month) is None:
        table = table.assign(planned=float("nan"), due=float("nan"))
    return _with_texts(table, scope.language, whole=True)


def _sum(df: pd.DataFrame) -> pd.DataFrame:
    plans = [f"{name}{bound}" for name in ("planned", "due") for bound in ("", "_lower", "_upper")]
    summed = df[["budget", "share", *plans]].sum(min_count=1)
    counts = df[["repeats", "indicators", "contradictions"]].sum()
    return pd.DataFrame([{**summed, **counts, **df[["planned_interpolated", "due_interpolated"]].any()}])
