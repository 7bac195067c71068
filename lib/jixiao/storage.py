"""Tables in files: CSV, which everything reads, or Parquet, which is quick. The shape of a table is not judged here."""

from __future__ import annotations

import csv
import hashlib
import io
from contextlib import suppress
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from jixiao import datapackage
from jixiao.dictionary import DATE, INTEGER, NUMBER, TABLES, TEXT
from jixiao.errors import DatasetError
from jixiao.tables import REMEDY, dtypes

FORMS = ("csv", "parquet")
ARROW = {TEXT: pa.string(), NUMBER: pa.float64(), INTEGER: pa.int64(), DATE: pa.timestamp("us")}
csv.field_size_limit(2**31 - 1)  # texts are as long as they are


def form_of(folder: Path) -> str:
    """The form of the tables in ``folder``, csv or parquet; "" where there are none.

    Raises
    ------
    DatasetError
        Where there are both: which of them holds?
    """
    found = [form for form in FORMS if (folder / f"projects.{form}").is_file()]
    if len(found) > 1:
        remedy = "remove those that are out of date"
        raise DatasetError("holds tables in two forms", file=folder, expected="CSV or Parquet", remedy=remedy)
    return "".join(found)


def read_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """All tables of the dictionary from the files in ``folder``.

    Raises
    ------
    DatasetError
        Where a file is missing, cannot be read, or has other columns or values of another type than the dictionary.
    """
    form, written = form_of(folder), datapackage.hashes(folder)
    if form == "parquet":
        return {name: _read_parquet(name, folder / f"{name}.parquet") for name in TABLES}
    return {name: _read_csv(name, folder / f"{name}.csv", written.get(f"{name}.csv", "")) for name in TABLES}


def write_tables(tables: dict[str, pd.DataFrame], folder: Path, form: str) -> None:
    """Write the tables and ``datapackage.json`` into ``folder``, which exists; CSV is UTF-8 with LF."""
    for name, df in tables.items():
        if form == "parquet":
            df.to_parquet(folder / f"{name}.parquet", index=False, compression="zstd")
        else:
            _write_csv(df, folder / f"{name}.csv")
    datapackage.write(folder, form)


def _write_csv(df: pd.DataFrame, path: Path) -> None:
    # A carriage return within a text is kept only if it is quoted.
    returns = any(column.str.contains("\r", regex=False).any() for _, column in df.items() if column.dtype == "str")
    df.to_csv(
        path,
        index=False,
        lineterminator="\n",
        date_format="%Y-%m-%d",
        encoding="utf-8",
        quoting=csv.QUOTE_NONNUMERIC if returns else csv.QUOTE_MINIMAL,
    )


def _read_parquet(name: str, path: Path) -> pd.DataFrame:
    try:
        table = pa.parquet.read_table(path)
    except (OSError, pa.ArrowException) as error:
        raise _no_table(error, path, "a Parquet file") from None
    _check_columns(table.column_names, name, path)
    return table.to_pandas()


def _read_csv(name: str, path: Path, written: str) -> pd.DataFrame:
    """Read a table; quickly if it has the hash with which it was ``written``, else strictly row by row."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise _no_table(error, path, "a CSV file in UTF-8") from None
    if hashlib.sha256(raw).hexdigest() == written:
        # What this cannot read (a cell beyond Arrow's block, the types of an older dictionary) the other can, or names.
        with suppress(pa.ArrowInvalid):
            return _read_as_written(name, raw, path)
    return _read_by_rows(name, raw, path)


def _read_as_written(name: str, raw: bytes, path: Path) -> pd.DataFrame:
    """Arrow is lenient (an open quote at the end, empty lines): only for files that are as this module wrote them."""
    table = pa.csv.read_csv(
        pa.py_buffer(raw),
        parse_options=pa.csv.ParseOptions(newlines_in_values=True),
        convert_options=pa.csv.ConvertOptions(
            column_types={column: ARROW[dtype] for column, dtype in dtypes(name).items()},
            null_values=[""],
            strings_can_be_null=True,
        ),
    )
    _check_columns(table.column_names, name, path)
    return table.to_pandas()


def _read_by_rows(name: str, raw: bytes, path: Path) -> pd.DataFrame:
    """Read text, then types; not by pandas, which passes over rows that are too short. Messages name lines."""
    try:
        reader = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True)
        header = next(reader, [])
        # Every row with the line it begins in: cells may hold line breaks.
        ends, rows = [reader.line_num], []
        for row in reader:
            rows.append(row)
            ends.append(reader.line_num)
    except (UnicodeDecodeError, csv.Error) as error:
        raise _no_table(error, path, "a CSV file in UTF-8") from None
    _check_columns(header, name, path)
    lines = [end + 1 for end in ends[:-1]]
    odd = [f"line {line}" for line, row in zip(lines, rows, strict=True) if len(row) != len(header)]
    if odd:
        found = f"rows of another length: {', '.join(odd[:10])}"
        raise DatasetError(found, file=path, expected=f"{len(header)} values, as in the heading", remedy=REMEDY)
    df = pd.DataFrame(rows, columns=header, index=lines, dtype=object)
    df = df.mask(df == "").astype("str")
    typed = {column: _convert(df[column], dtype, path) for column, dtype in dtypes(name).items()}
    return df.assign(**typed).reset_index(drop=True)


def _no_table(error: Exception, path: Path, expected: str) -> DatasetError:
    found = getattr(error, "strerror", None) or str(error)
    return DatasetError(found, file=path, expected=expected, remedy=REMEDY)


def _check_columns(found: list[str], name: str, path: Path) -> None:
    expected = list(dtypes(name))
    if found != expected:
        raise DatasetError(f"columns {', '.join(found)}", file=path, expected=", ".join(expected), remedy=REMEDY)


def _convert(values: pd.Series, dtype: str, path: Path) -> pd.Series:
    good = values.isna() if dtype != INTEGER else pd.Series(False, index=values.index)
    if dtype == DATE:
        converted = pd.to_datetime(values, format="%Y-%m-%d", errors="coerce")
        good |= converted.notna()
    elif dtype == NUMBER:
        converted = pd.to_numeric(values, errors="coerce")
        good |= converted.notna()
    elif dtype == INTEGER:
        converted = values
        good |= values.str.fullmatch(r"-?\d{1,18}").eq(True)
    else:
        return values
    if not good.all():
        lines = ", ".join(f"line {line} {value!r}" for line, value in values[~good].head(10).items())
        raise DatasetError(f"{values.name}: {lines}", file=path, expected=dtype, remedy=REMEDY)
    return converted.astype(dtype)  # type: ignore[call-overload]  # stubs: literal dtypes only
