"""Datasets of single documents as one: the order of its rows."""

from __future__ import annotations

from itertools import permutations

import jixiao
import pandas as pd
import pytest
from jixiao.documents.merging import joined, renamed

ONE = jixiao.load("sample-execution")
THREE = [renamed(ONE, name) for name in ("乙", "b", "甲")]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_rows_stand_in_the_order_of_documents_and_within_each_as_they_were(order):
    whole = joined([THREE[at] for at in order])
    for name in ("documents", "projects", "indicators", "funds", "goals", "results", "readings"):
        rows = pd.concat([THREE[at].tables[name] for at in (1, 0, 2)], ignore_index=True)  # b, 乙, 甲
        pd.testing.assert_frame_equal(whole.tables[name], rows)
