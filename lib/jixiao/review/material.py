"""What the rules look at: the tables joined, their texts folded, and what descriptions say, read once."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.frames import each_once, gathered
from jixiao.measures.budget import reconcile
from jixiao.measures.evaluation import evaluated_projects, judged_results
from jixiao.measures.point_rules import Scoring
from jixiao.measures.reported import judged_reports
from jixiao.measures.targets import ladder
from jixiao.plans import kind_of_plan
from jixiao.review.descriptions import described
from jixiao.review.settings import Settings
from jixiao.texts import MOST, is_whole, seen
from jixiao.vocabulary import fold

COST = ["成本", "经济成本"]
REPORTS = ("monitoring", "self-evaluation")  # stages of documents that report on targets
# The texts that rules look into, by table and column, each with what messages call it.
_TEXTS = {
    "goals": {"title": "task", "goal": "goal", "indicator": "task"},
    "projects": {"project_name": "project", "budget_text": "budget", "purpose": "purpose"},
    "funds": {"text": "budget"},
    "disbursements": {"label": "plan", "text": "plan"},
    "indicators": {"indicator": "indicator", "description": "description", "target": "target", "basis": "basis"},
}
CUT = ["document_id", "project_id", "field", "place", "length"]


def any_of(words: list[str]) -> re.Pattern:
    """A pattern for any of the words, the longest first; without words it matches nothing."""
    # No look-ahead: pandas hands patterns to Arrow, which has none.
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))) or r"[^\s\S]")


def contains(texts: pd.Series, words: list[str]) -> pd.Series:
    """True where a text holds one of the words."""
    return texts.str.contains(any_of(words)).astype(bool)


def within_most(data: Dataset) -> tuple[Dataset, pd.DataFrame]:
    """The dataset with every text that rules look into cut to `MOST` characters.

    Returns
    -------
    Dataset
        Ids, codes, places and all numbers as they are.
    DataFrame
        The columns of `CUT`, one row a text that was cut; length is that of the published text.
    """
    documents = data.projects.set_index("project_id")["document_id"]
    tables, rows = {}, [pd.DataFrame(columns=CUT)]
    for name, fields in _TEXTS.items():
        df = data.tables[name]
        for column, field in fields.items():
            lengths = df[column].str.len()
            if lengths.gt(MOST).any():
                long = df[lengths.gt(MOST)]
                ids = long["document_id"] if "document_id" in df else long["project_id"].map(documents)
                rows.append(long.assign(document_id=ids, field=field, length=lengths)[CUT])
                df = df.assign(**{column: df[column].map(seen, na_action="ignore").astype("str")})
        tables[name] = df
    cut = pd.concat(rows, ignore_index=True).astype(dict.fromkeys(CUT[:-1], "str") | {"length": "int64"})
    return data.with_tables(tables), cut


@dataclass(frozen=True)
class Material:
    """The tables that rules read, with the settings that hold for them."""

    data: Dataset
    settings: Settings
    scoring: Scoring = dataclasses.field(default_factory=Scoring)

    @cached_property
    def of_projects(self) -> Material:
        """The same without what departments set for themselves."""
        whole = self.data.projects["scope"].eq("project").all()
        return self if whole else Material(self.data.of_scope("project"), self.settings, self.scoring)

    @cached_property
    def projects(self) -> pd.DataFrame:
        """The projects in the documents' order."""
        return self.data.projects.sort_values(["document_id", "position"], ignore_index=True)

    @cached_property
    def purposes(self) -> pd.DataFrame:
        """The projects with their purposes, folded, in ``text``."""
        return self.projects.assign(text=_each(self.projects["purpose"].fillna(""), fold))

    @cached_property
    def goals(self) -> pd.DataFrame:
        """The goals, with all their text in ``text``, and whether it is ``whole``: else it may hold what is missed."""
        parts = self.data.goals[["title", "goal", "indicator"]].fillna("")
        text = _each(parts["title"].str.cat(parts[["goal", "indicator"]], " "), fold)
        return self.data.goals.assign(text=text, whole=parts.map(is_whole).all(axis=1).astype(bool))

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """The indicators with their projects, in the documents' order.

        Further columns: name, described, stated (indicator, description and target, folded, never missing), dimension
        (of the unit), what `jixiao.measures.targets.ladder` tells of the target, and what `described` reads from the
        description.
        """
        data = self.data
        kept = ["project_id", "document_id", "department_id", "project_name", "budget"]
        df = data.indicators.merge(
            data.projects[[*kept, "position"]].rename(columns={"position": "project_position"}), on="project_id"
        ).sort_values(["document_id", "project_position", "position"], ignore_index=True)
        columns = {"name": "indicator", "described": "description", "stated": "target"}
        df = df.assign(
            **{new: _each(df[column].fillna(""), fold) for new, column in columns.items()},
            dimension=_each(df["unit"].fillna(""), data.vocabulary.dimension),
        )
        steps = ladder(data.documents, data.projects, df[data.indicators.columns], k=self._copied)
        return df.join(steps.drop(columns=["indicator_id", "project_id"])).join(described(df, data.vocabulary))

    @cached_property
    def numbers(self) -> pd.DataFrame:
        """Those of the indicators whose targets are numbers, which most rules ask of."""
        return self.indicators[self.indicators["kind"].eq("number")]

    @cached_property
    def results(self) -> pd.DataFrame:
        """What was reported at the year's end, see `jixiao.measures.evaluation.judged_results`."""
        return judged_results(self.data, scoring=self.scoring)

    @cached_property
    def evaluations(self) -> pd.DataFrame:
        """Self-evaluations as a whole, see `jixiao.measures.evaluation.evaluated_projects`."""
        return evaluated_projects(self.data, self.results)

    @cached_property
    def monitored(self) -> pd.DataFrame:
        """What was reported within the year, see `jixiao.measures.reported.judged_reports`."""
        return judged_reports(self.data)

    @property
    def _copied(self) -> int:
        return self.settings["conventions"]["copied"]

    @cached_property
    def sums(self) -> pd.DataFrame:
        """The sums that the documents state twice, see `jixiao.measures.budget.reconcile`."""
        return reconcile(self.data.projects, self.data.funds, self.data.goals)

    @cached_property
    def plans(self) -> pd.DataFrame:
        """One row a project whose plan is stated in full: shares and dates (tuples, in order), kind, plan (text)."""
        df = self.data.disbursements.sort_values(["project_id", "date"])
        df = df[df["cumulative_share"].notna().groupby(df["project_id"]).transform("all")]
        text = df["text"].fillna((df["cumulative_share"] * 100).map("{:g}%".format))
        plans = df[["project_id"]].drop_duplicates()

        def parts(values: pd.Series, join: Callable) -> pd.Series:
            return pd.Series(map(join, gathered(values, df["project_id"]).values()), plans.index, dtype=object)

        plans = plans.assign(
            shares=parts(df["cumulative_share"], tuple),
            dates=parts(df["date"], tuple),
            plan=parts(text, " · ".join).astype("str"),
            plan_place=df.groupby("project_id", sort=False)["place"].first().array,
        )
        df = self.projects.merge(plans, on="project_id").reset_index(drop=True)
        kind = pd.Series(each_once(kind_of_plan, df["shares"]), index=df.index, dtype="str")
        return df.assign(kind=kind, place=df["plan_place"])


def adds_up(df: pd.DataFrame, ranks: list[str]) -> pd.Series:
    """Whether numbers of targets count results: no upper bound, zero, frequency or unit of ``ranks``."""
    bound = df["operator"].isin(["<=", "<"]) | df["value"].eq(0)
    per = df["unit"].fillna("").str.contains("/") | df["unit"].isin(ranks)
    return ~(bound | per)


def _each(values: pd.Series, function) -> pd.Series:
    """A function of every value, worked out once for equal ones."""
    return pd.Series(each_once(function, values), index=values.index, dtype="str")
