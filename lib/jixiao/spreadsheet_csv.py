"""Tables as CSV for a reader's spreadsheet, which takes a text that begins like a formula for one and runs it."""

from __future__ import annotations

import io
import re
import unicodedata

import pandas as pd

from jixiao.frames import each_once

# At a cell's beginning; some spreadsheets fold full-width signs, and pass over space and invisible characters.
SIGNS = ("=", "+", "-", "@")
BLANKS = ("\t", "\r", "\n")
INVISIBLE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*")


def begins_like_formula(text: str) -> bool:
    """Whether a spreadsheet may take a text for a formula: its first sign, folded, or a blank that parts cells.

    Examples
    --------
    >>> [begins_like_formula(text) for text in ("=1+1", "＋1", " -5%", "≥5%", "5-6月")]
    [True, True, True, False, False]
    """
    seen = INVISIBLE.sub("", text, count=1)
    return text.startswith(BLANKS) or unicodedata.normalize("NFKC", seen[:1]).startswith(SIGNS)


def formulas(df: pd.DataFrame) -> int:
    """How many cells hold a text that begins like a formula."""
    return sum(
        isinstance(value, str) and begins_like_formula(value) for _, column in _texts(df).items() for value in column
    )


def spreadsheet_csv(df: pd.DataFrame, *, newline: str = "\n", number: str | None = None) -> bytes:
    """A table as CSV that a spreadsheet opens and does not run.

    Parameters
    ----------
    df : DataFrame
        Its columns are written, without the index. Numbers stay numbers, and dates are ISO dates.
    newline : str
        What ends a row. Within texts, line ends are line feeds.
    number : str, optional
        How numbers with a fraction are written, as in ``%.10g``; else so that nothing is lost.

    Returns
    -------
    bytes
        UTF-8 with a signature, without which Excel takes it for another encoding. An apostrophe stands before texts and
        headings that begin like a formula: in CSV nothing else says that they are texts.
    """
    texts = {str(name): _each_guarded(column) for name, column in _texts(df).items()}
    headed = df.assign(**texts).set_axis([_guarded(name) for name in df.columns], axis=1)
    written = io.BytesIO()  # not a text, which would take as much memory again
    headed.to_csv(
        written,
        index=False,
        encoding="utf-8-sig",
        lineterminator=newline,
        date_format="%Y-%m-%d",
        float_format=number,
    )
    return written.getvalue()


def _texts(df: pd.DataFrame) -> pd.DataFrame:
    """The columns that may hold texts."""
    return df.select_dtypes(exclude=["number", "bool", "datetime"])


def _each_guarded(column: pd.Series) -> pd.Series:
    """A column's values, guarded; of other values than texts, as of lists, equal ones are not looked for."""
    if column.dtype == "str":
        return pd.Series(each_once(_guarded, column), index=column.index, dtype="str")
    return pd.Series([_guarded(value) for value in column], index=column.index, dtype=object)


def _guarded(value: object) -> object:
    if not isinstance(value, str):
        return value
    plain = re.sub("\r\n?", "\n", value)
    return "'" + plain if begins_like_formula(plain) else plain
