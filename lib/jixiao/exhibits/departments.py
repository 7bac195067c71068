"""Exhibits of many departments side by side: what they plan and promise, and who stands out."""

from __future__ import annotations

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.exhibits.charts import bars
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.many import SECTION, Many
from jixiao.exhibits.reviewed import found_by_review
from jixiao.exhibits.specification import Specification
from jixiao.exhibits.spread import Spread, draw_spread
from jixiao.phrases import check_language, listed, written
from jixiao.quarters import month_end
from jixiao.review import SEVERITIES
from jixiao.review.settings import convention

FENCE = 1.5  # spans of the middle half beyond which a department is named as an outlier, as in a box plot
NAMED = 4  # outliers whose names are written, those furthest from the median
ROWS = 20  # bars that a page takes
HUNDRED = 100
HEAD = {"division_code": "word", "department": "text"}


BUDGETS = Specification(
    "department_budgets",
    SECTION,
    n="department",
    shown={**HEAD, "projects": "count", "budget": "amount", "share": "share"},
    picture="bars",
)
PLANS = Spread(
    Specification(
        "department_plans",
        SECTION,
        n="department",
        shown={**HEAD, "budget": "amount", "planned_share": "share", "lower": "share", "upper": "share"},
        picture="dots",
    ),
    "planned_share",
    "share",
    is_share=True,
)
INFORMATIVE = Spread(
    Specification(
        "department_informative",
        SECTION,
        n="department",
        shown={**HEAD, "indicators": "count", "informative": "count", "informative_share": "share"},
        picture="dots",
    ),
    "informative_share",
    "share",
    is_share=True,
)
CONTRADICTIONS = Spread(
    Specification(
        "department_contradictions",
        SECTION,
        n="department",
        shown={**HEAD, "indicators": "count", "contradictions": "count", "per_hundred": "ratio"},
        picture="dots",
    ),
    "per_hundred",
    "ratio",
)
LIMITS = Specification("department_limits", SECTION, n="department", shown={"statement": "text"})


def department_budgets(data: Dataset, *, language: str = "zh") -> Exhibit:
    """Budgets of all departments, the largest first.

    Parameters
    ----------
    data : Dataset
        Many departments of one budget year.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a department: ``division_code``, ``department``, ``projects`` (count), ``budget`` (万元) and
        its ``share`` of all; the figure shows the twenty largest.

    Raises
    ------
    UsageError
        For documents of several years.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> data = load("sample-county").select(year=2022)
    >>> len(exhibits.department_budgets(data).table)
    40
    """
    scope = Many.of_year(data, language)
    if scope.no_money:
        return scope.nothing(BUDGETS, scope.no_money)
    df = scope.overview(12).sort_values("budget", ascending=False, kind="stable", ignore_index=True)
    total = df["budget"].sum()
    df = df.assign(share=df["budget"] / total)
    top = df.head(ROWS)
    unstated = int(df["budget"].isna().sum())
    values = {"n": len(df), "total": total, "first": top["department"].iloc[0], "share": top["share"].iloc[0]}
    values |= {"shown": len(top), "largest": top["share"].sum(), "unstated": unstated}
    amounts = [written(amount, "amount", language) for amount in top["budget"]]
    also = {"finding_top": len(df) > ROWS, "finding_unstated": unstated > 0}
    return scope.exhibit(
        BUDGETS,
        df[list(BUDGETS.shown)],
        values,
        draw=lambda exhibit: bars(exhibit, list(top["department"]), list(top["budget"]), amounts),
        also=also,
    )


def department_plans(data: Dataset, *, month: int, language: str = "zh") -> Exhibit:
    """Planned share of the year's money at a month's end, a dot a department, by division.

    Parameters
    ----------
    data : Dataset
        Many departments of one budget year.
    month : int
        1 to 12.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a department with a plan: ``division_code``, ``department``, ``budget`` (万元),
        ``planned_share`` with ``lower`` and ``upper`` bounds, weighted by budget.

    Raises
    ------
    UsageError
        For documents of several years, or a month that is none.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> data = load("sample-county").select(year=2022)
    >>> len(exhibits.department_plans(data, month=9).table)
    36
    """
    scope = Many.of_year(data, language)
    values = {"date": month_end(scope.year, month)}
    return _spread(scope, PLANS, scope.overview(month), values, scope.no_planned_money)


def department_informative(data: Dataset, *, k: int = 0, language: str = "zh") -> Exhibit:
    """Share of targets that can be assessed, a dot a department, by division.

    Parameters
    ----------
    data : Dataset
        Many departments of one budget year.
    k : int
        Number of projects on which one target counts as copied, a convention of this tool; 0: as set.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a department with indicators: ``division_code``, ``department``, ``indicators`` (count,
        without unclear ones), ``informative`` (count) and ``informative_share``.

    Raises
    ------
    UsageError
        For documents of several years.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> data = load("sample-county").select(year=2022)
    >>> int(exhibits.department_informative(data).table["indicators"].sum())
    898
    """
    scope, k = Many.of_year(data, language), convention("copied", k)
    return _spread(scope, INFORMATIVE, scope.overview(12, k), {"k": k}, scope.no_targets)


def department_contradictions(data: Dataset, *, language: str = "zh") -> Exhibit:
    """Contradictions for every hundred indicators, a dot a department, by division.

    Parameters
    ----------
    data : Dataset
        Many departments of one budget year.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a department with indicators: ``division_code``, ``department``, ``indicators``,
        ``contradictions`` (counts; one a defect) and ``per_hundred``.

    Raises
    ------
    UsageError
        For documents of several years.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> data = load("sample-county").select(year=2022)
    >>> exhibits.department_contradictions(data).table["per_hundred"].ge(0).all()
    np.True_
    """
    scope = Many.of_year(data, language)
    df = scope.overview(12)
    found = found_by_review(data, 0, language).defects
    counts = found[found["severity"].eq(SEVERITIES[0])].groupby("department_id").size()
    df = df.assign(contradictions=counts.reindex(df["department_id"], fill_value=0).to_numpy())
    known = df["indicators"].where(df["indicators"] > 0)
    df = df.assign(per_hundred=df["contradictions"] * HUNDRED / known)
    return _spread(scope, CONTRADICTIONS, df, {"all": int(df["contradictions"].sum())}, "no_indicators")


def department_limits(data: Dataset, *, language: str = "zh") -> Exhibit:
    """What a comparison of departments does not show.

    Parameters
    ----------
    data : Dataset
        Many departments.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a ``statement``.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> len(exhibits.department_limits(load("sample-county")).table)
    4
    """
    scope = Many(data, check_language(language))
    rows = [[scope.say(f"department_limits.{key}")] for key in ("payments", "results", "sizes", "words")]
    return scope.exhibit(LIMITS, pd.DataFrame(rows, columns=list(LIMITS.shown)), {"n": len(data.departments)})


def _spread(scope: Many, spread: Spread, df: pd.DataFrame, values: dict, why: str) -> Exhibit:
    """An exhibit of one number of every department that has it: middle, middle half, and who lies far outside."""
    known = df.dropna(subset=[spread.column]).reset_index(drop=True)
    if known.empty:
        return scope.nothing(spread.specification, why)
    numbers = known[spread.column]
    low, middle, high = numbers.quantile([0.25, 0.5, 0.75])
    reach = FENCE * (high - low)
    odd = known[(numbers < low - reach) | (numbers > high + reach)]
    odd = odd.loc[(odd[spread.column] - middle).abs().sort_values(ascending=False, kind="stable").index]
    marks = {"middle": middle, "low": low, "high": high}
    shown = {mark: written(number, spread.kind, scope.language) for mark, number in marks.items()}
    names = listed(list(odd["department"].head(NAMED)), scope.language)
    values = {**values, **shown, "n": len(known), "missing": len(df) - len(known), "odd": len(odd), "names": names}
    also = {"finding_odd": 0 < len(odd) <= NAMED, "finding_odd_many": len(odd) > NAMED}
    also["finding_missing"] = values["missing"] > 0
    return scope.exhibit(
        spread.specification,
        known[list(spread.specification.shown)],
        values,
        draw=lambda exhibit: draw_spread(exhibit, known, spread, list(odd.index[:NAMED]), (low, middle, high)),
        also=also,
    )
