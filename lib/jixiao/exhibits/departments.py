"""Exhibits of many departments side by side: what they plan and promise, who stands out, and what they share."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.errors import UsageError
from jixiao.exhibits.charts import bars
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.scope import Scope
from jixiao.exhibits.specification import Specification
from jixiao.exhibits.spread import Spread, draw_spread
from jixiao.measures import departments as measure
from jixiao.phrases import check_language, columns, count, listed, name, say, sentences, written
from jixiao.quarters import month_end
from jixiao.review import SEVERITIES, review
from jixiao.review.settings import convention

SECTION = "departments"
FENCE = 1.5  # spans of the middle half beyond which a department is named as an outlier, as in a box plot
NAMED = 4  # outliers whose names are written, those furthest from the median
ROWS = 20  # bars that a page takes
HUNDRED = 100
LABELS = 3.3  # inches for a target or a plan
KEYS = ["division_code", "department_id", "department"]
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
SHARED_TARGETS = Specification(
    "shared_targets",
    SECTION,
    n="department",
    shown={"target": "text", "level2": "level", "departments": "count", "divisions": "count", "projects": "count"},
    picture="bars",
)
SHARED_PLANS = Specification(
    "shared_plans",
    SECTION,
    n="department",
    shown={"plan": "text", "departments": "count", "divisions": "count", "projects": "count"},
    picture="bars",
)


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
    if why := Scope(data, language).no_money:
        return _nothing(BUDGETS, data, language, why)
    df = _by_department(data, 12).sort_values("budget", ascending=False, kind="stable", ignore_index=True)
    total = df["budget"].sum()
    df = df.assign(share=df["budget"] / total)
    top = df.head(ROWS)
    unstated = int(df["budget"].isna().sum())
    values = {"n": len(df), "total": total, "first": top["department"].iloc[0], "share": top["share"].iloc[0]}
    values |= {"shown": len(top), "largest": top["share"].sum(), "unstated": unstated}
    amounts = [written(amount, "amount", language) for amount in top["budget"]]
    also = {"finding_top": len(df) > ROWS, "finding_unstated": unstated > 0}
    return _exhibit(
        BUDGETS,
        data,
        df,
        values,
        language,
        also,
        lambda exhibit: bars(exhibit, list(top["department"]), list(top["budget"]), amounts),
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
    values = {"date": month_end(_year(data), month)}
    return _spread(PLANS, data, _by_department(data, month), values, language, Scope(data, language).no_planned_money)


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
    df = _by_department(data, 12, k)
    return _spread(INFORMATIVE, data, df, {"k": convention("copied", k)}, language, Scope(data, language).no_targets)


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
    df = _by_department(data, 12)
    found = review(data, language=language).defects
    counts = found[found["severity"].eq(SEVERITIES[0])].groupby("department_id").size()
    df = df.assign(contradictions=counts.reindex(df["department_id"], fill_value=0).to_numpy())
    known = df["indicators"].where(df["indicators"] > 0)
    df = df.assign(per_hundred=df["contradictions"] * HUNDRED / known)
    return _spread(CONTRADICTIONS, data, df, {"all": int(df["contradictions"].sum())}, language, "no_indicators")


def shared_targets(data: Dataset, *, limit: int = 12, language: str = "zh") -> Exhibit:
    """Targets that stand word for word in several departments.

    Parameters
    ----------
    data : Dataset
        Many departments of one budget year.
    limit : int
        How many are drawn, those of the most departments.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a target and level 2: ``target``, ``level2``, ``departments``, ``divisions``, ``projects``.

    Raises
    ------
    UsageError
        For documents of several years.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> data = load("sample-county").select(year=2022)
    >>> exhibits.shared_targets(data).table["departments"].min() > 1
    np.True_
    """
    _year(data)
    df = measure.shared_targets(data.departments, data.projects, data.indicators)
    top = df.head(limit)
    levels = [name(level, language) if level else "—" for level in top["level2"].fillna("").tolist()]
    labels = [f"{target} · {level}" for target, level in zip(top["target"], levels, strict=True)]
    return _shared(SHARED_TARGETS, data, df, labels, "target", language)


def shared_plans(data: Dataset, *, limit: int = 8, language: str = "zh") -> Exhibit:
    """Spending plans that are the same in several departments.

    Parameters
    ----------
    data : Dataset
        Many departments of one budget year.
    limit : int
        How many are drawn, those of the most departments.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a plan: ``plan`` as published, ``departments``, ``divisions``, ``projects``.

    Raises
    ------
    UsageError
        For documents of several years.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> data = load("sample-county").select(year=2022)
    >>> int(exhibits.shared_plans(data).table["departments"].iloc[0]) > 10
    True
    """
    _year(data)
    df = measure.shared_plans(data.departments, data.projects, data.disbursements)
    return _shared(SHARED_PLANS, data, df, list(df["plan"].head(limit)), "plan", language)


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
    rows = [[say(f"department_limits.{key}", language)] for key in ("payments", "results", "sizes", "words")]
    table = pd.DataFrame(rows, columns=list(LIMITS.shown))
    n = len(data.departments)
    return _exhibit(LIMITS, data, table, {"n": n}, language, {}, None)


def _year(data: Dataset) -> int:
    years = sorted(data.documents["year"].unique())
    if len(years) != 1:
        raise UsageError(
            f"documents of {len(years)} years", expected="those of one", remedy="select one first, as in year=2022"
        )
    return int(years[0])


def _by_department(data: Dataset, month: int, k: int = 0) -> pd.DataFrame:
    """The measure, of projects alone, with names; of a department with several documents the first that counts."""
    tables = (data.documents, data.projects, data.disbursements, data.indicators)
    df = measure.overview(*tables, month_end(_year(data), month), k=convention("copied", k))
    df = df[df["scope"].eq("project")].merge(data.departments[KEYS], on="department_id")
    return df.sort_values(KEYS[:2], na_position="last", kind="stable", ignore_index=True)


def _exhibit(specification, data, table, values, language, also, draw, *, finding="finding") -> Exhibit:
    check_language(language)
    key = specification.key
    said = [finding, *(part for part, is_said in also.items() if is_said)]
    return Exhibit(
        name=specification.name,
        section=SECTION,
        language=language,
        title=say(f"{key}.title", language, **values),
        subtitle=say(f"{key}.subtitle", language, **values),
        finding=sentences([say(f"{key}.{part}", language, **values) for part in said], language),
        source=_source(data, values["n"], language),
        columns=columns(language, specification.shown),
        table=table[list(specification.shown)],
        draw=draw,
        picture=say(f"picture.{specification.picture}", language) if specification.picture else "",
    )


def _nothing(specification: Specification, data: Dataset, language: str, why: str) -> Exhibit:
    why = "no_project" if data.projects.empty else why
    return Exhibit(
        name=specification.name,
        section=SECTION,
        language=check_language(language),
        title=say(f"nothing.{why}", language),
        subtitle="",
        finding=say("nothing.finding", language),
        source=_source(data, 0, language),
        columns=[],
        table=pd.DataFrame(index=range(0)),
    )


def _source(data: Dataset, n: int, language: str) -> str:
    values = {"documents": len(data.documents), "n": count("department", n, language)}
    return say("label.source_many", language, **values)


def _spread(spread: Spread, data: Dataset, df: pd.DataFrame, values: dict, language: str, why: str) -> Exhibit:
    """An exhibit of one number of every department that has it: middle, middle half, and who lies far outside."""
    known = df.dropna(subset=[spread.column]).reset_index(drop=True)
    if known.empty:
        return _nothing(spread.specification, data, language, why)
    numbers = known[spread.column]
    low, middle, high = numbers.quantile([0.25, 0.5, 0.75])
    reach = FENCE * (high - low)
    odd = known[(numbers < low - reach) | (numbers > high + reach)]
    odd = odd.loc[(odd[spread.column] - middle).abs().sort_values(ascending=False, kind="stable").index]
    marks = {"middle": middle, "low": low, "high": high}
    shown = {mark: written(number, spread.kind, language) for mark, number in marks.items()}
    names = listed(list(odd["department"].head(NAMED)), language)
    values = {**values, **shown, "n": len(known), "missing": len(df) - len(known), "odd": len(odd), "names": names}
    also = {"finding_odd": 0 < len(odd) <= NAMED, "finding_odd_many": len(odd) > NAMED}
    also["finding_missing"] = values["missing"] > 0
    return _exhibit(
        spread.specification,
        data,
        known,
        values,
        language,
        also,
        lambda exhibit: draw_spread(exhibit, known, spread, list(odd.index[:NAMED]), (low, middle, high)),
    )


def _shared(
    specification: Specification, data: Dataset, df: pd.DataFrame, labels: Sequence[str], named: str, language: str
) -> Exhibit:
    """An exhibit of what several departments have word for word."""
    if df.empty:
        return _nothing(specification, data, language, "nothing_shared")
    top = df.head(len(labels))
    most = int(df["departments"].iloc[0])
    values = {"n": len(data.departments), "shared": len(df), "most": most, "shown": len(top)}
    words = {"first": df[named].iloc[0], "share": most / len(data.departments)}
    also = {"finding_shown": len(df) > len(top)}
    texts = [count("department", int(number), language) for number in top["departments"]]
    return _exhibit(
        specification,
        data,
        df,
        {**values, **words},
        language,
        also,
        lambda exhibit: bars(exhibit, list(labels), list(top["departments"]), texts, left=LABELS),
    )
