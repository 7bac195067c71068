"""A review: every rule over a dataset, its hits written as findings, less those that were dismissed."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property, partial

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.departments import split
from jixiao.measures.point_rules import Scoring
from jixiao.phrases import check_language
from jixiao.review import (  # noqa: F401
    against_others,
    ambition,
    completeness,
    consistency,
    feasibility,
    links,
    monitored,
    names,
    reach,
    relevance,
    self_evaluation,
    self_evaluation_totals,
    suitability,
    typos,
)
from jixiao.review.defects import defects, with_defects
from jixiao.review.dismissals import expected, read_dismissals, set_apart
from jixiao.review.execution_settings import read_scoring
from jixiao.review.findings import written
from jixiao.review.material import Material, within_most
from jixiao.review.rule import RULES, SEVERITIES, check_code
from jixiao.review.scores import costs, scores
from jixiao.review.settings import Settings, read_settings
from jixiao.review.shared import Part, in_parts, put_together

AT_ONCE = 500  # departments that are reviewed together: it takes seconds, and memory


@dataclass(frozen=True, eq=False)
class Review:
    """What a review found.

    Parameters
    ----------
    findings : DataFrame
        One row a rule broken at one place, in the document's order: the columns of `FINDING`, defect, follows and cost
        (points). project_id, indicator_id
        and what belongs to them are missing where a finding is about more than one.
    dismissed : DataFrame
        The same as findings for dismissed findings, with the reason given.
    unmatched : DataFrame
        Dismissals that match no finding, as they stand in their file.
    cut : DataFrame
        Texts longer than rules look at (`jixiao.texts.MOST`): document_id, project_id, field, place, length.
    scores : DataFrame
        See `jixiao.review.scores.scores`.
    budgets : DataFrame
        project_id and budget (万元) of what was reviewed.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.review import review
    >>> review(load("sample")).scores[["position", "score"]].head(3)
       position  score
    0         1   86.5
    1         2   87.5
    2         3   75.0
    """

    findings: pd.DataFrame
    dismissed: pd.DataFrame
    unmatched: pd.DataFrame
    cut: pd.DataFrame
    scores: pd.DataFrame
    budgets: pd.DataFrame

    @cached_property
    def defects(self) -> pd.DataFrame:
        """The findings as they are told, one row a defect, contradictions first: see `jixiao.review.defects.defects`.

        Made when they are first asked for: of many departments they are large, and not needed to list findings.
        """
        return defects(self.findings, self.budgets)

    @property
    def by_severity(self) -> dict[str, int]:
        """How many defects there are of each severity."""
        told = self.findings.loc[~self.findings["follows"], "defect"].unique()
        counts = self.findings["severity"].loc[told].value_counts()
        return {severity: int(counts.get(severity, 0)) for severity in SEVERITIES}

    @property
    def roots(self) -> pd.DataFrame:
        """The findings that follow from no other, one row a defect and project; of no project where it is missing."""
        return self.findings[~self.findings["follows"]].drop_duplicates(["project_id", "defect"])


def review(
    data: Dataset,
    *,
    settings: Settings | None = None,
    scoring: Scoring | None = None,
    language: str = "zh",
    jobs: int = 0,
    executor: Executor | None = None,
) -> Review:
    """Review all targets of a dataset.

    Parameters
    ----------
    data : Dataset
        Whether a target is copied, say, is asked of what it holds: a selection sees only itself.
    settings : dict, optional
        From `read_settings`; by default those that hold in the workbook.
    scoring : Scoring, optional
        How points of self-evaluations are given; by default as data/execution.toml says.
    language : str
        ``zh`` or ``en``.
    jobs : int
        Processes among which many departments are shared out; with 0 this one works.
    executor : Executor, optional
        What reviews the departments instead, as a Dask client's: see `jixiao.departments.map_departments`.

    Returns
    -------
    Review
        The same however it was shared out. Dismissals are those of review.toml in the dataset's folder.

    Raises
    ------
    UsageError
        For settings or dismissals that name a rule which does not exist.
    RunError
        Where a process that reviewed some departments died, or took too long.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.review import review
    >>> review(load("sample")).defects["severity"].value_counts()
    severity
    weakness         25
    hint             24
    contradiction     6
    Name: count, dtype: int64
    """
    find = partial(
        _found,
        dismissals=read_dismissals(data),
        settings=_checked(settings, language),
        scoring=scoring or read_scoring(),
        language=language,
    )
    shared = executor is not None or len(data.departments) > AT_ONCE
    found = put_together(in_parts(find, data, AT_ONCE, jobs, executor), data) if shared else find(data)
    return _told(found, data)


def review_each(
    data: Dataset, *, settings: Settings | None = None, language: str = "zh"
) -> Iterator[tuple[str, Review]]:
    """Review every department by itself; the rules are asked once for all, which is many times quicker.

    Parameters
    ----------
    data : Dataset
        Of one department or many; those that have neither projects nor goals are left out.
    settings, language
        As of `review`.

    Returns
    -------
    iterator of tuple of str and Review
        The department's id, and what `review` says of its part of the dataset.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.review import review_each
    >>> [(department, len(found.defects)) for department, found in review_each(load("sample"))]
    [('130209-803001', 55)]
    """
    settings = _checked(settings, language)
    findings = _findings(data, settings=settings, scoring=read_scoring(), language=language)
    rows, dismissals = findings.groupby("department_id").indices, read_dismissals(data)
    for (department,), part in split(data):
        own = findings.take(list(rows.get(department, ()))).reset_index(drop=True)
        yield department, _told(_kept(own, part, dismissals, settings), part)


def _checked(settings: Settings | None, language: str) -> Settings:
    """The settings given, or those that hold; with UsageError where they name a rule that does not exist."""
    check_language(language)
    settings = read_settings() if settings is None else settings
    for code in settings["rules"]["off"]:
        check_code(code, file="settings of the rules", place="rules.off")
    return settings


def _told(found: Part, data: Dataset) -> Review:
    """What was found, as a reviewer tells it."""
    _, cut = within_most(data)
    budgets = data.projects[["project_id", "budget"]]
    return Review(found.findings, found.dismissed, expected(found.unmatched, data), cut, found.scores, budgets)


def _found(data: Dataset, *, dismissals: pd.DataFrame, settings: Settings, scoring: Scoring, language: str) -> Part:
    """What the rules find in a dataset, or a part of one."""
    findings = _findings(data, settings=settings, scoring=scoring, language=language)
    return _kept(findings, data, dismissals, settings)


def _kept(findings: pd.DataFrame, data: Dataset, dismissals: pd.DataFrame, settings: Settings) -> Part:
    """Findings without what was dismissed, with their defects, costs and scores."""
    kept, dismissed, unmatched = set_apart(findings, dismissals, data)
    kept = costs(with_defects(kept, data), settings)
    return Part(kept, dismissed, scores(kept, data, settings), unmatched)


def _findings(data: Dataset, *, settings: Settings, scoring: Scoring, language: str) -> pd.DataFrame:
    """What the rules find, dismissed or not."""
    data, _ = within_most(data)
    material = Material(data, settings, scoring)
    scopes = {None: material, "project": material.of_projects}
    asked = [code for code in RULES if code not in settings["rules"]["off"] and _is_asked(code, data)]
    return written(((code, RULES[code].find(scopes[RULES[code].scope])) for code in asked), material, language)


def _is_asked(code: str, data: Dataset) -> bool:
    """Whether there is anything that a rule could find: reports, for the rules on them."""
    needed = {"S": ("results", "evaluations"), "M": ("monitoring", "interim_funds")}.get(code[0], ())
    return not needed or any(len(data.tables[name]) for name in needed)
