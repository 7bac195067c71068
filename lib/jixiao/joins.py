"""One table to start from: the rows of a tidy table with the names that its ids stand for."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from jixiao.dictionary import TABLES
from jixiao.errors import check_known

NAMES = ["year", "department", "project_name", "level1", "level2", "indicator", "target"]
IDS = ["indicator_id", "project_id", "department_id", "document_id"]


def with_names(tables: Mapping[str, pd.DataFrame], name: str) -> pd.DataFrame:
    """The rows of a table with year and names of department, project and indicator before them, its ids behind.

    Raises
    ------
    UsageError
        Where there is no such table.
    """
    check_known(name, TABLES, "table")
    df = tables[name]
    if "indicator_id" in df and name != "indicators":
        about = tables["indicators"][["indicator_id", "project_id", "level1", "level2", "indicator", "target"]]
        df = df.merge(about, on="indicator_id", how="left")
    if "project_id" in df and name != "projects":
        known = ["project_id", "project_name", "scope", "document_id", "department_id"]
        about = tables["projects"][[column for column in known if column == "project_id" or column not in df]]
        df = df.merge(about, on="project_id", how="left")
    for key, column, parent in (("department_id", "department", "departments"), ("document_id", "year", "documents")):
        if key in df and column not in df:
            df = df.merge(tables[parent][[key, column]], on=key, how="left")
    first = [column for column in NAMES if column in df]
    last = [column for column in IDS if column in df]
    return df[[*first, *(column for column in df if column not in {*first, *last}), *last]]
