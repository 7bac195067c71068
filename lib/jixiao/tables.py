"""The tidy tables as pandas has them: made, checked and explained by the dictionary."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from jixiao.dictionary import TABLES
from jixiao.errors import DatasetError

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

REMEDY = "tidy tables are made by jixiao, of this version, and not edited: remove them and import the documents again"


def dtypes(name: str) -> dict[str, str]:
    """The pandas dtype of every column of the table ``name``."""
    return {column: model.dtype for column, model in TABLES[name].columns.items()}


def frame(name: str, rows: list[dict]) -> pd.DataFrame:
    """Rows as the table ``name``: its columns in order, its types; "" and what a row lacks is missing."""
    filled = {column: [None if row.get(column) == "" else row.get(column) for row in rows] for column in dtypes(name)}
    return pd.DataFrame(
        {
            column: pd.array(filled[column], dtype=dtype)  # type: ignore[call-overload]  # stubs: literal dtypes only
            for column, dtype in dtypes(name).items()
        }
    )


@cache
def _schema(name: str) -> DataFrameSchema:
    """The table as pandera checks it, which is imported here: it takes half as long as pandas, and readers need none.

    Types are compared by `check`: pandera reads "str" as another string type and takes six times as long.
    """
    import pandera.pandas as pa

    columns = {}
    for column, model in TABLES[name].columns.items():
        checks = [pa.Check.isin(model.allowed)] if model.allowed else []
        checks += [pa.Check.str_matches(rf"^{model.pattern}$")] if model.pattern else []
        checks += [pa.Check.in_range(*model.within)] if model.within else []
        columns[column] = pa.Column(None, checks, nullable=model.optional)
    return pa.DataFrameSchema(columns, unique=TABLES[name].key, strict=True, ordered=True)


def check(name: str, df: pd.DataFrame, *, file: object = "") -> pd.DataFrame:
    """The table as it is, once its shape is right.

    Raises
    ------
    DatasetError
        With the failing rows, at most ten.
    """
    wrong = {
        column: str(df[column].dtype)
        for column, dtype in dtypes(name).items()
        if column in df and df[column].dtype != dtype
    }
    if wrong:
        found = ", ".join(f"{column} {dtype}" for column, dtype in wrong.items())
        expected = ", ".join(f"{column} {dtypes(name)[column]}" for column in wrong)
        raise DatasetError(f"the table {name} has the types {found}", file=file, expected=expected, remedy=REMEDY)
    from pandera.errors import SchemaErrors

    try:
        return _schema(name).validate(df, lazy=True)
    except SchemaErrors as error:
        cases = error.failure_cases[["column", "check", "index", "failure_case"]].drop_duplicates()
        shown = cases.head(10).to_string(index=False)
        more = f"\n… and {len(cases) - 10} more" if len(cases) > 10 else ""
        raise DatasetError(
            f"the table {name} does not match its schema:\n{shown}{more}\n",
            file=file,
            expected="the columns, types and keys of the data dictionary",
            remedy=REMEDY,
        ) from None
