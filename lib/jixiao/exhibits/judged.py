"""Results beside the points that the rules allow: what the exhibits of self-evaluations have in common."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.scope import Scope
from jixiao.measures.evaluation import judged_last
from jixiao.measures.point_rules import Scoring
from jixiao.review.execution_settings import changed, read_scoring

SECTION = "evaluation"
NO_RESULTS = "no_results"


def scoring_of(at_most: str = "", equal: str = "", over: float = 0.0) -> Scoring:
    """How points are given: as data/execution.toml says, but for what is given here."""
    given: dict[str, Any] = {"at_most": at_most, "equal": equal, "over": over}
    return replace(read_scoring(), **{name: value for name, value in given.items() if value})


def judged(data: Dataset, scoring: Scoring) -> pd.DataFrame:
    """Every indicator with the last result reported of it and its points, as the document orders projects."""
    names = data.projects[["project_id", "project_name", "position"]].rename(columns={"position": "project_position"})
    df = judged_last(data, scoring).merge(names, on="project_id")
    return df.sort_values(["project_position", "position"], ignore_index=True)


def with_remarks(scope: Scope, exhibit: Exhibit, scoring: Scoring) -> Exhibit:
    """The exhibit with what is invented in its subtitle, and the settings that differ from the defaults at its foot."""
    other = changed(scoring)
    settings = ", ".join(f"{key} = {other[key]}" for key in other)
    said = scope.say("evaluation.settings", settings=settings) if other else ""
    return scope.marked(replace(exhibit, source=exhibit.source + said))
