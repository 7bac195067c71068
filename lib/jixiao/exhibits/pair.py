"""What an exhibit of two years or versions speaks of."""

from __future__ import annotations

from dataclasses import dataclass

from jixiao.dataset import Dataset
from jixiao.exhibits.scope import Scope
from jixiao.phrases import sentences

SECTION = "comparison"


@dataclass(frozen=True)
class Pair(Scope):
    """The scope of the later of two documents, which knows the earlier one too."""

    before: Dataset

    @classmethod
    def of_two(cls, before: Dataset, after: Dataset, language: str) -> Pair:
        """The scope of two datasets, each of which is one document of one department."""
        for data in (before, after):
            Scope.of(data, language)
        return cls(after, language, before)

    def say(self, key: str, **values: object) -> str:
        """A phrase; it also knows year, file and id of the department on either side."""
        known = {f"{name}_before": text for name, text in _facts(self.before).items()} | _facts(self.data)
        return super().say(key, **{**known, **values})

    def source(self, counted: str) -> str:
        """The source line: both documents, n, and the ids of the department where they differ."""
        ids = {data.departments["department_id"].iloc[0] for data in (self.before, self.data)}
        parts = ["source", "other_id"] if len(ids) > 1 else ["source"]
        return sentences([self.say(f"comparison.{part}", n=counted) for part in parts], self.language)


def _facts(data: Dataset) -> dict[str, str]:
    """What phrases say of a side's document."""
    document = data.documents.iloc[0]
    return {"year": str(document["year"]), "file": document["file"], "id": data.departments["department_id"].iloc[0]}
