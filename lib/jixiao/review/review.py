"""A review: every rule over a dataset, its hits written as findings, less those that were dismissed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.departments import map_departments, split
from jixiao.errors import RunError, listed
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
from jixiao.review.dismissals import read_dismissals, set_apart
from jixiao.review.execution_settings import read_scoring
from jixiao.review.findings import written
from jixiao.review.material import Material, within_most
from jixiao.review.rule import OWNER, RULES, SEVERITIES, check_code
from jixiao.review.scores import costs, scores
from jixiao.review.settings import Settings, read_settings
from jixiao.workers import Failure

AT_ONCE = 100  # departments that are reviewed together: seconds


@dataclass(frozen=True, eq=False)
class Review:
    """What a review found.

    Parameters
    ----------
    findings : DataFrame
        One row a rule broken at one place, in the document's order: the columns of `FINDING`, defect, follows and cost
        (points). project_id, indicator_id
        and what belongs to them are missing where a finding is about more than one.
    defects : DataFrame
        The findings as they are told, one row a defect, contradictions first: see `jixiao.review.defects.defects`.
    dismissed : DataFrame
        The same as findings for dismissed findings, with the reason given.
    unmatched : DataFrame
        Dismissals that match no finding, as they stand in their file.
    cut : DataFrame
        Texts longer than rules look at (`jixiao.texts.MOST`): document_id, project_id, field, place, length.
    scores : DataFrame
        See `jixiao.review.scores.scores`.

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
    defects: pd.DataFrame
    dismissed: pd.DataFrame
    unmatched: pd.DataFrame
    cut: pd.DataFrame
    scores: pd.DataFrame

    @property
    def by_severity(self) -> dict[str, int]:
        """How many defects there are of each severity."""
        counts = self.defects["severity"].value_counts()
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
    settings = _checked(settings, language)
    within, cut = within_most(data)
    find = partial(_findings, settings=settings, scoring=scoring or read_scoring(), language=language)
    shared = executor is not None or (jobs and len(data.departments) > AT_ONCE)
    findings = _of_departments(find, within, jobs, executor) if shared else find(within)
    return _told(findings, data, cut, settings)


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
    findings = _findings(within_most(data)[0], settings=settings, scoring=read_scoring(), language=language)
    rows = findings.groupby("department_id").indices
    for (department,), part in split(data):
        own = findings.take(list(rows.get(department, ()))).reset_index(drop=True)
        yield department, _told(own, part, within_most(part)[1], settings)


def _checked(settings: Settings | None, language: str) -> Settings:
    """The settings given, or those that hold; with UsageError where they name a rule that does not exist."""
    check_language(language)
    settings = read_settings() if settings is None else settings
    for code in settings["rules"]["off"]:
        check_code(code, file="settings of the rules", place="rules.off")
    return settings


def _told(findings: pd.DataFrame, data: Dataset, cut: pd.DataFrame, settings: Settings) -> Review:
    """What was found, without what was dismissed, as a reviewer tells it."""
    kept, dismissed, unmatched = set_apart(findings, read_dismissals(data), data)
    kept = costs(with_defects(kept, data), settings)
    return Review(kept, defects(kept, data), dismissed, unmatched, cut, scores(kept, data, settings))


def _of_departments(
    find: Callable[[Dataset], pd.DataFrame], data: Dataset, jobs: int, executor: Executor | None
) -> pd.DataFrame:
    """The findings of all departments, in the document's order."""
    parts = [find(data.without(data.documents["document_id"]))]  # the columns, where nothing is found
    for ids, found in map_departments(find, data, executor, at_once=AT_ONCE, jobs=jobs):
        if isinstance(found, Failure):
            raise RunError(f"the review of {listed(ids)} failed: {found.reason}")
        parts.append(found)
    return pd.concat([part for part in parts if len(part)] or parts[:1]).sort_values(
        OWNER, kind="stable", ignore_index=True
    )


def _findings(data: Dataset, *, settings: Settings, scoring: Scoring, language: str) -> pd.DataFrame:
    """What the rules find, dismissed or not."""
    material = Material(data, settings, scoring)
    scopes = {None: material, "project": material.of_projects}
    asked = [code for code in RULES if code not in settings["rules"]["off"] and _is_asked(code, data)]
    return written(((code, RULES[code].find(scopes[RULES[code].scope])) for code in asked), material, language)


def _is_asked(code: str, data: Dataset) -> bool:
    """Whether there is anything that a rule could find: reports, for the rules on them."""
    needed = {"S": ("results", "evaluations"), "M": ("monitoring", "interim_funds")}.get(code[0], ())
    return not needed or any(len(data.tables[name]) for name in needed)
