"""The review that exhibits show, made once for as long as data, settings and dismissals are the same in content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

import pandas as pd

from jixiao import prepared
from jixiao.dataset import Dataset
from jixiao.review import RULES, Review, read_settings, review, review_each
from jixiao.review.dismissals import read_dismissals
from jixiao.review.settings import Settings

KEPT = 4  # reviews: of projects and of the department as a whole, in two languages
_reviews: dict[str, Review] = {}


def found_by_review(data: Dataset, k: int, language: str) -> Review:
    """The review of targets by the settings that hold, with another ``k`` where one is given.

    What is reported of targets has exhibits of its own, see `jixiao.exhibits.evaluation`. Several exhibits of a
    notebook ask for the same review; whoever started its run may have made it already.
    """
    settings = _settings(k)
    key = review_key(data, language, k)
    if key not in _reviews:
        while len(_reviews) >= KEPT:
            _reviews.pop(next(iter(_reviews)))
        _reviews[key] = prepared.result(key) or review(data, settings=settings, language=language)
    return _reviews[key]


def found_in_each(data: Dataset, language: str) -> Iterator[tuple[str, Review]]:
    """What `found_by_review` says of each department's part, by the departments' ids."""
    return review_each(data, settings=_settings(0), language=language)


def _settings(k: int) -> Settings:
    settings = read_settings()
    conventions = settings["conventions"] | ({"copied": k} if k else {})
    rules = settings["rules"] | {"off": [*settings["rules"]["off"], *(code for code in RULES if code[0] in "SM")]}
    return {**settings, "conventions": conventions, "rules": rules}


def review_key(data: Dataset, language: str, k: int = 0) -> str:
    """What `found_by_review` depends on, by content: by it a review that was prepared is found."""
    words = [data.name, data.selected_from, data.vocabulary.own, _settings(k), read_dismissals(data).to_csv(), language]
    digest = hashlib.sha256(json.dumps(words, sort_keys=True).encode("utf-8"))
    for df in data.tables.values():
        digest.update(hashlib.sha256(pd.util.hash_pandas_object(df).to_numpy().tobytes()).digest())
    return digest.hexdigest()
