"""Points of a self-evaluation by rule: for every indicator the lowest and highest that the rule allows, never a guess.

Where a rule decides, both are equal; where only a person can say (words without a status, nothing reported), they are
0 and the weight. Sources of the formulas: the annex of 财预〔2020〕10号 as departments publish it, and the scripts of a
system for performance budgets; which of several readings is taken is a setting.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from jixiao.frames import each_row
from jixiao.measures import KEYS
from jixiao.measures.actuals import BLANK, DATE, NOT_COMPARABLE, NUMBER, UNITS_OF_TIME, operators
from jixiao.measures.point_rules import Scoring, execution_points, rule_points, words_points
from jixiao.vocabulary import fold

STATUSES = ("达成", "部分达成", "未达成")


def weights(indicators: pd.DataFrame, scoring: Scoring | None = None) -> pd.Series:
    """The weight of every indicator: as published, else the suggested points of its level 1 spread evenly.

    Parameters
    ----------
    indicators : DataFrame
        The tidy table.
    scoring : Scoring, optional
        The suggested points.

    Returns
    -------
    Series of float
        Indexed as ``indicators``. What rounding leaves goes to the last indicator of a level; missing where a project
        publishes weights and none for this one, or the level is unknown.

    Examples
    --------
    >>> from jixiao import load
    >>> float(weights(load("sample").indicators)[0])
    12.5
    """
    how = scoring or Scoring()
    published = indicators.groupby("project_id")["weight"].transform("count") > 0
    new = indicators.groupby("project_id")["level1"].transform(lambda levels: levels.eq("成本").any())
    old_points, new_points = (
        indicators["level1"].map(each).astype("float64") for each in (how.weights, how.weights_2021)
    )
    points = old_points.where(~new.astype(bool), new_points)
    level = indicators.groupby(["project_id", "level1"], dropna=False)
    n, last = level["indicator_id"].transform("size"), level.cumcount(ascending=False) == 0
    even = (points / n).round(2)
    spread = even.where(~last, (points - even * (n - 1)).round(2))
    return indicators["weight"].where(published, spread)


def points(actuals: pd.DataFrame, scoring: Scoring | None = None) -> pd.DataFrame:
    """The lowest and highest points of every indicator.

    Parameters
    ----------
    actuals : DataFrame
        As `actuals.read_actuals` gives them; a column status (达成, 部分达成, 未达成) decides about words where it is.
    scoring : Scoring, optional
        Settings.

    Returns
    -------
    DataFrame
        ``actuals`` with weight (published or suggested), lower, upper, how (what decided) and ratio (reached ÷ target).

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures.actuals import read_actuals
    >>> from jixiao.tables import frame
    >>> data = load("sample")
    >>> made_up = frame("results", [{"indicator_id": data.indicators["indicator_id"][7], "actual": "76%"}])
    >>> df = points(read_actuals(data.documents, data.projects, data.indicators, made_up))
    >>> df.loc[[7], ["target", "actual", "weight", "lower", "upper", "how"]]
      target actual  weight  lower  upper   how
    7   ≥80%    76%    10.0    9.5    9.5  rule
    """
    how = scoring or Scoring()
    indicators = actuals.drop_duplicates("indicator_id")  # of which several reports may speak
    own = weights(indicators, how).set_axis(indicators["indicator_id"])
    df = actuals.assign(weight=actuals["indicator_id"].map(own).astype("float64"))
    found = [_judged(row, how) for row in each_row(df.assign(sign=operators(df)))]
    ends = pd.DataFrame([one[:2] for one in found], columns=["lower", "upper"], index=df.index).astype("float64")
    return df.assign(
        lower=ends["lower"],
        upper=ends["upper"],
        how=pd.Series([decided for _, _, decided in found], index=df.index, dtype="str"),
        ratio=(df["reached"] / df["value"]).where(df["found"].eq(NUMBER) & df["value"].ne(0)),
    )


def _judged(row: Any, scoring: Scoring) -> tuple[Decimal | None, Decimal | None, str]:
    """Lowest and highest points of an indicator, and what decided."""
    if pd.isna(row.weight):
        return None, None, "no weight"
    weight = Decimal(str(row.weight))
    status = getattr(row, "status", None)
    unclear = (Decimal(0), weight)
    if row.kind == "text":
        said = status if status in STATUSES else "达成" if _same(row.target, row.actual) else None
        if said:
            return *words_points(said, weight, scoring), f"words:{said}"
        return *unclear, "no result" if row.found == BLANK else "words:unclear"
    if row.found == DATE:
        return _by_date(row, weight, scoring)
    if row.found != NUMBER:
        return *unclear, "no result" if row.found == BLANK else NOT_COMPARABLE
    upper = Decimal(str(row.upper)) if row.kind == "range" else None
    exact = rule_points(row.sign, Decimal(str(row.value)), upper, Decimal(str(row.reached)), weight, scoring)
    return (*unclear, "rule leaves it open") if exact is None else (exact, exact, "rule")


def _same(target: object, actual: object) -> bool:
    return isinstance(target, str) and isinstance(actual, str) and fold(target) == fold(actual)


def _by_date(row: Any, weight: Decimal, scoring: Scoring) -> tuple[Decimal, Decimal, str]:
    """A day reached, against a day or a span of the year: in time, or as a target in words that was missed."""
    if row.kind == "date":
        due = row.deadline.date()
    else:
        months = round(float(row.value) * (12 if row.unit in UNITS_OF_TIME[:3] else 1))
        due = _months_on(int(row.year), months)
    if row.day.date() <= due:
        return weight, weight, "date met"
    return *words_points("未达成", weight, scoring), "date missed"


def _months_on(year: int, months: int) -> date:
    """The last day of so many months from the first of January on."""
    years, month = divmod(months, 12)
    following = date(year + years, month + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def scores(
    judged: pd.DataFrame, projects: pd.DataFrame, execution: pd.DataFrame, scoring: Scoring | None = None
) -> pd.DataFrame:
    """The lowest and highest total of every project, and the grade where both give one.

    Parameters
    ----------
    judged : DataFrame
        As `points` gives it.
    projects : DataFrame
        The tidy table.
    execution : DataFrame
        project_id, budget (adjusted) and paid, in one unit; weight where the form gives one to the execution.
    scoring : Scoring, optional
        Settings.

    Returns
    -------
    DataFrame
        The keys of a department, project_id, full (points that can be had), execution_lower, execution_upper, lower,
        upper, grade_lower, grade_upper: missing where not all of 100 points can be had.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures.actuals import read_actuals
    >>> data = load("sample")
    >>> nothing_reported = read_actuals(data.documents, data.projects, data.indicators, data.results)
    >>> paid = data.projects[["project_id", "budget"]].assign(paid=data.projects["budget"] * 0.9)
    >>> found = scores(points(nothing_reported), data.projects, paid)
    >>> found[["full", "execution_lower", "lower", "upper", "grade_lower"]].head(1)
        full  execution_lower  lower  upper grade_lower
    0  100.0              9.0    9.0   99.0           差
    """
    how = scoring or Scoring()
    given = execution["weight"] if "weight" in execution else pd.Series(None, index=execution.index, dtype="float64")
    money = execution.assign(weight=given.fillna(float(how.execution))).set_index("project_id").to_dict("index")
    nothing = {"budget": None, "paid": None, "weight": float(how.execution)}
    rows = []
    for project_id, df in judged.groupby("project_id", sort=False):
        found = money.get(str(project_id), nothing)
        own = Decimal(str(found["weight"]))
        ends = execution_points(found["budget"], found["paid"], own)
        sums = [_sum(df[end]) + points for end, points in zip(("lower", "upper"), ends, strict=True)]
        full = _sum(df["weight"]) + own
        grades = [_grade(total, how) if full == 100 else None for total in sums]
        rows.append([project_id, *map(float, (full, *ends, *sums)), *grades])
    columns = [
        "project_id",
        "full",
        "execution_lower",
        "execution_upper",
        "lower",
        "upper",
        "grade_lower",
        "grade_upper",
    ]
    return projects[[*KEYS, "project_id"]].merge(pd.DataFrame(rows, columns=columns), on="project_id")


def _sum(numbers: pd.Series) -> Decimal:
    return sum((Decimal(str(number)) for number in numbers.dropna()), Decimal(0))


def _grade(total: Decimal, scoring: Scoring) -> str:
    return next(name for least, name in scoring.grades if total >= least)
