"""What an exhibit of many departments speaks of, and the words for it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from jixiao.conventions import COPIED
from jixiao.dataset import Dataset
from jixiao.errors import UsageError
from jixiao.exhibits.scope import Scope
from jixiao.measures.departments import overview
from jixiao.phrases import check_language
from jixiao.quarters import month_end

SECTION = "departments"
KEYS = ["division_code", "department_id", "department"]


@dataclass(frozen=True)
class Many(Scope):
    """Many departments of one budget year."""

    @classmethod
    def of_year(cls, data: Dataset, language: str) -> Many:
        """The scope of a dataset.

        Raises
        ------
        UsageError
            For a language that there is not, or documents of several years.
        """
        years = sorted(data.documents["year"].unique())
        if len(years) != 1:
            raise UsageError(
                f"documents of {len(years)} years", expected="those of one", remedy="select one first, as in year=2022"
            )
        return cls(data, check_language(language))

    def source(self, counted: str) -> str:
        """The source line: how many documents, and n."""
        return self.say("label.source_many", documents=len(self.data.documents), n=counted)

    def overview(self, month: int, k: int = COPIED) -> pd.DataFrame:
        """The measure, of projects alone, with names; of a department with several documents the first that counts."""
        data = self.data
        tables = (data.documents, data.projects, data.disbursements, data.indicators)
        df = overview(*tables, month_end(self.year, month), k=k)
        df = df[df["scope"].eq("project")].merge(data.departments[KEYS], on="department_id")
        return df.sort_values(KEYS[:2], na_position="last", kind="stable", ignore_index=True)
