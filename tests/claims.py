"""What the sentences of exhibits may claim, and of which data."""

from __future__ import annotations

import re

import pandas as pd
from jixiao.dataset import Dataset, load
from jixiao.exhibits import Exhibit
from jixiao.measures.disbursement import stated_plan
from jixiao.measures.years import results_by_year
from jixiao.phrases import say
from own_targets import as_own


def kinds(data: Dataset) -> set[str]:
    return {*data.indicators["kind"]}


def quantified(df: pd.DataFrame) -> pd.Series:
    return df["kind"].isin(["number", "range", "date"])


def outcomes(data: Dataset) -> pd.DataFrame:
    return data.indicators[data.indicators["level1"].eq("效益")]


def planned_money(data: Dataset) -> float:
    stated = stated_plan(data.disbursements)["project_id"]
    return data.projects[data.projects["project_id"].isin(stated)]["budget"].sum()


def has_gap_before_end(data: Dataset) -> bool:
    """Whether a plan with money behind it has a checkpoint before the year's end."""
    df = stated_plan(data.disbursements).merge(data.projects[["project_id", "budget"]])
    return bool(len(df[df["t"].lt(0.999) & df["budget"].gt(0)]))


# What "nothing to show" may only be said of.
TRUE = {
    "no_plan": lambda d: d.disbursements["cumulative_share"].isna().all(),
    "unclear_plan": lambda d: len(d.disbursements) > 0 and stated_plan(d.disbursements).empty,
    "no_plan_money": lambda d: len(stated_plan(d.disbursements)) > 0 and planned_money(d) == 0,
    "no_rush": lambda d: not has_gap_before_end(d),
    "no_budget": lambda d: d.projects["budget"].isna().all(),
    "zero_budget": lambda d: d.projects["budget"].notna().any() and d.projects["budget"].fillna(0).eq(0).all(),
    "few_projects": lambda d: d.projects["budget"].notna().sum() < 3,
    "no_sources": lambda d: d.funds["amount"].isna().all(),
    "zero_sources": lambda d: d.funds["amount"].notna().any() and d.funds["amount"].fillna(0).eq(0).all(),
    "no_own": lambda d: as_own(d).goals.empty and as_own(d).indicators.empty,
    "no_own_money": lambda d: as_own(d).funds["amount"].isna().all() and as_own(d).projects["budget"].isna().all(),
    "no_own_indicators": lambda d: as_own(d).indicators.empty,
    "no_project": lambda d: d.projects.empty,
    "no_indicators": lambda d: d.indicators.empty,
    "all_unclear": lambda d: kinds(d) == {"unclear"},
    "no_numbers": lambda d: len(d.indicators) > 0 and not quantified(d.indicators).any(),
    "no_outcomes": lambda d: outcomes(d).empty,
    "unclear_outcomes": lambda d: (
        outcomes(d).groupby("project_id")["kind"].agg(lambda kind: kind.eq("unclear").any()).all()
    ),
    "no_outcome_money": lambda d: len(outcomes(d)) > 0,
    "no_weak": lambda d: len(d.indicators) > 0 and quantified(d.indicators).all(),
    "no_weak_clear": lambda d: (
        "unclear" in kinds(d) and quantified(d.indicators[d.indicators["kind"] != "unclear"]).all()
    ),
    "no_doubts": lambda d: d.doubts.empty,
    "no_projects": lambda d: d.projects.empty,
    "no_targets": lambda d: d.indicators.empty,
    "no_sums": lambda d: True,  # nothing is stated twice: that is what reconcile finds
    "no_actions": lambda d: d.documents["stage"].eq("self-evaluation").all(),
    "no_contradictions": lambda d: True,  # the review decides
    "no_findings": lambda d: True,
    "no_results": lambda d: d.results["actual"].isna().all(),
    "no_results_of_both": lambda d: results_by_year(load("sample-execution"), d).empty,  # as notebook 70 compares
    "no_reports": lambda d: d.monitoring.empty,
    "year_open": lambda d: True,  # the month decides
    "no_ledger": lambda d: d.ledgers.empty or d.projects.empty,
    "after_end": lambda d: len(d.ledgers) > 0,
    "no_figure": lambda d: len(d.ledgers) > 0,
    "year_over": lambda d: len(d.ledgers) > 0,
    "year_not_over": lambda d: len(d.ledgers) > 0,
    "no_rates": lambda d: len(d.ledgers) > 0,
    "all_paid": lambda d: len(d.payments) > 0,
    "only_figures": lambda d: d.payments.empty and len(d.interim_funds) > 0,
    "nothing_paid": lambda d: d.payments.empty,
    "no_adjustments": lambda d: d.adjustments.empty,
    "nothing_shared": lambda d: True,  # that is what the measure finds
    "all_dismissed": lambda d: False,  # nothing is dismissed here
}
# What stands in no sentence: values that are missing, and amounts that are none.
SENSELESS = re.compile(
    r"\bnan\b|None|NaT|<NA>|\{|— (?:wan|万元|times|倍)|[（(占为权by ]—[）)。，,.]|—$|[：:]$|\b0/0\b|\b0 / 0\b"
)


def check(exhibit: Exhibit, data: Dataset) -> None:
    """The sentences of an exhibit hold of its data."""
    for key in TRUE:
        assert exhibit.title != say(f"nothing.{key}", exhibit.language) or TRUE[key](data), exhibit.title
    for sentence in (exhibit.title, exhibit.subtitle, exhibit.finding):
        assert not SENSELESS.search(sentence), sentence
