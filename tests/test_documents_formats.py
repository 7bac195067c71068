"""One document in every format reads alike; a file is told from its content; what cannot be read is refused."""

from __future__ import annotations

import jixiao
import pandas as pd
import pytest
from writers import hebei_2022, write

NAME = "2022-lingang-business-district"
OF_THE_FILE = ["file", "sha256", "format", "place"]


def assert_same_tables(read, expected):
    """Equal tables, but for what differs from file to file: format, hash, places, counts of cells and doubts."""
    for name, df in expected.tables.items():
        if name not in ("readings", "doubts"):
            own, other = (frame.drop(columns=OF_THE_FILE, errors="ignore") for frame in (read.tables[name], df))
            pd.testing.assert_frame_equal(own, other)


@pytest.mark.parametrize("ending", [".txt", ".docx", ".xlsx", ".html"])
def test_the_sample_reads_alike_in_every_format(sample, tmp_path, ending):
    folder = tmp_path / "raw" / "2022"
    folder.mkdir(parents=True)
    dataset, report = jixiao.read(write(hebei_2022(sample), folder / (NAME + ending)))
    assert_same_tables(dataset, sample)
    assert report.doubts.empty
    assert report.readings[["unread_cells", "unread_paragraphs"]].sum(axis=None) == 0
