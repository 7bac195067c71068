"""What forms are filled with in advance: identity, targets, money, results; nothing that only a person can say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.measures.evaluation import falls_short, judged_last
from jixiao.measures.invented import is_invented
from jixiao.measures.money import year_money
from jixiao.measures.point_rules import Scoring
from jixiao.vocabulary import Vocabulary

PLANNING = ("target", "adjusted")


def planned(data: Dataset, *, year: int | None = None, department: str | None = None) -> Dataset:
    """The documents that forms are written from: of targets, else all; adjusted targets before the first ones."""
    chosen = data.select(year=year, department=department, scope=None)
    stages = chosen.documents["stage"]
    if not stages.isin(PLANNING).any():
        return chosen
    others = chosen.documents.loc[~stages.isin(PLANNING), "document_id"]
    left = chosen.without(others) if len(others) else chosen
    adjusted = left.projects["document_id"].isin(
        left.documents.loc[left.documents["stage"].eq("adjusted"), "document_id"]
    )
    again = left.projects.loc[adjusted, "department_id"].unique()
    first = left.projects[~adjusted & left.projects["department_id"].isin(again)]
    old = set(first["document_id"]) - set(left.projects.loc[adjusted, "document_id"])
    return left.without(old) if old else left


def with_status(status: object, actual: object, words: Vocabulary) -> str:
    """A result with the word that says whether it was reached before it, unless it says so itself."""
    text = actual if isinstance(actual, str) else ""
    return text if not isinstance(status, str) or words.status(text) == status else f"{status}：{text}"


@dataclass(frozen=True)
class FormMaterial:
    """The tables that forms are filled from."""

    data: Dataset
    scoring: Scoring

    @cached_property
    def results(self) -> pd.DataFrame:
        """Every indicator with its weight, the points that the rule allows, and the last result reported of it."""
        df = judged_last(self.data, self.scoring)
        over = df["how"].eq("rule") & df["ratio"].ge(self.scoring.over) & (df["lower"] >= df["weight"])
        return df.assign(unexplained=falls_short(df) & ~df["reasoned"], far_over=over & ~df["reasoned"])

    def reports(self, day: pd.Timestamp) -> pd.DataFrame:
        """Every indicator with what was last reported of it as of a day."""
        data = self.data
        own = data.monitoring[data.monitoring["date"].eq(day)].drop_duplicates("indicator_id", keep="last")
        columns = ["indicator_id", "actual", "status", "expected", "note_kind", "note", "likelihood", "remark"]
        return data.indicators.merge(own[columns], on="indicator_id", how="left", suffixes=("", "_reported"))

    @cached_property
    def year_money(self) -> dict[str, dict]:
        """Money of the year by project, see `jixiao.measures.money.year_money`."""
        return year_money(self.data, float(self.scoring.execution))

    @cached_property
    def invented(self) -> bool:
        """Whether what the forms are filled with is invented."""
        return is_invented(self.data)

    @cached_property
    def goals(self) -> dict[str, str]:
        """By project: its goals, a line each."""
        df = self.data.goals[self.data.goals["project_id"].notna() & self.data.goals["goal"].notna()]
        df = df[df["scope"].isin(["project", "department"])]
        return {str(name): "\n".join(texts) for name, texts in df.groupby("project_id")["goal"]}

    @cached_property
    def sources(self) -> dict[str, list[str]]:
        """By project: the sources of its money that its target form names."""
        df = self.data.funds.drop_duplicates(["project_id", "source"])
        df = df[df["source"].ne("合计")]
        return {str(name): list(sources) for name, sources in df.groupby("project_id", sort=False)["source"]}

    @cached_property
    def years(self) -> dict[str, int]:
        """By document: its year."""
        return dict(zip(self.data.documents["document_id"], self.data.documents["year"].astype(int), strict=True))

    @cached_property
    def departments(self) -> dict[str, str]:
        """By department: code and name."""
        rows = self.data.departments[["department_id", "department_code", "department"]].itertuples(index=False)
        return {key: name if pd.isna(code) else f"{code}-{name}" for key, code, name in rows}
