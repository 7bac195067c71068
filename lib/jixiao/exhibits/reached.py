"""The exhibit of two years' targets with what was reached of each, and what share of the money was paid."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.pair import SECTION, Pair
from jixiao.exhibits.specification import Specification
from jixiao.exhibits.standing import Standing
from jixiao.measures.comparison import SIDES
from jixiao.measures.invented import is_invented
from jixiao.measures.years import results_by_year
from jixiao.review.execution_settings import read_scoring
from jixiao.review.settings import convention

COMPARED_RESULTS = Specification(
    "compared_results",
    SECTION,
    n="indicator",
    shown={
        "project_name": "text",
        "indicator": "text",
        "target_before": "text",
        "actual_before": "text",
        "ratio_before": "share",
        "target_after": "text",
        "actual_after": "text",
        "ratio_after": "share",
        "below": "flag",
    },
)


def compared_results(before: Dataset, after: Dataset, *, near: float = 0, language: str = "zh") -> Exhibit:
    """Targets of two years with the result of each: what was reached, and what is asked for now.

    Parameters
    ----------
    before, after : Dataset
        The two years, each one document of one department with its results and ledgers.
    near : float
        Similarity in percent from which names count as the same, a convention of this tool; 0: as set.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has the columns of `jixiao.measures.years.results_by_year` and ``project_name`` and ``indicator`` of
        the later year; those whose target is now below what was reached come first. Its finding has the execution rates
        of both years where ledgers reach their ends. Without results it has no rows, and its title says so.

    Raises
    ------
    UsageError
        Where either side holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.compared_results(load("sample-execution"), load("sample-years"), language="en").title
    'Of 47 targets with a result, 16 now ask for less than was reached'
    """
    scope = Pair.of_two(before, after, language)
    df = results_by_year(before, after, near=convention("near", near), scoring=read_scoring())
    if df.empty:
        none = before.results.empty and after.results.empty
        return scope.nothing(COMPARED_RESULTS, "no_results" if none else "no_results_of_both")
    df = df.assign(project_name=df["project_name_after"], indicator=df["indicator_after"])
    df = df.sort_values("below", ascending=False, kind="stable", ignore_index=True)
    rates = {f"rate_{side}": _rate(data) for side, data in zip(SIDES, (before, after), strict=True)}
    below = int(df["below"].sum())
    exhibit = scope.exhibit(
        COMPARED_RESULTS,
        df,
        {"n": len(df), "reported": len(df), "below": below, **rates},
        title="title" if below else "title_none",
        also={f"paid_{side}": bool(pd.notna(rates[f"rate_{side}"])) for side in SIDES},
    )
    if is_invented(before) or is_invented(after):
        return replace(exhibit, subtitle=scope.say("label.invented") + exhibit.subtitle)
    return exhibit


def _rate(data: Dataset) -> float:
    """The execution rate at the end of the year; missing where no ledger reaches it."""
    standing = Standing.of(data, "zh", f"{data.documents['year'].iloc[0]}-12-31")
    return float("nan") if standing.why else float(standing.whole["rate"])
