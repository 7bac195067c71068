"""A ledger's file as sheets of rows of text: CSV, or the visible sheets of an .xlsx workbook. Bounded, and streamed."""

from __future__ import annotations

import csv
import datetime as dt
import io
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl

from jixiao.characters import CONTROLS, without_controls
from jixiao.documents.archive import open_archive
from jixiao.documents.encoding import decode
from jixiao.documents.format_tokens import UnknownFormatError
from jixiao.documents.limits import RefusedError
from jixiao.documents.number_formats import shown
from jixiao.documents.xlsx_repair import bare, readable
from jixiao.errors import UsageError

# This tool's convention: a ledger is longer than a document. What lies above is refused by name.
FILE_BYTES, UNPACKED_BYTES, ELEMENTS = 500_000_000, 1_000_000_000, 40_000_000
ROWS, COLUMNS, LONGEST = 2_000_000, 100, 2_000  # rows of a file, its first columns, characters of a cell
EXPECTED = "a ledger as CSV (UTF-8 or GB18030) or .xlsx"
SAVE = "save it as .xlsx or CSV"
Row = tuple[int, list[str]]


@dataclass(frozen=True)
class Sheet:
    """The rows of a sheet with their numbers; the name of a CSV file's only sheet is empty."""

    name: str
    rows: Iterator[Row]


def read_bytes(path: Path) -> bytes:
    """The content of a ledger's file.

    Raises
    ------
    UsageError
        Where it cannot be read, or is larger than a ledger may be.
    """
    try:
        if not path.is_file():
            raise UsageError("no such file", file=path, expected=EXPECTED)
        if path.stat().st_size > FILE_BYTES:
            raise UsageError(f"more than {FILE_BYTES:,} bytes", file=path, expected=EXPECTED, remedy="split the file")
        return path.read_bytes()
    except OSError as error:
        raise UsageError(error.strerror or str(error), file=path, expected="a file that can be read") from None


@contextmanager
def refusals_of(path: Path) -> Iterator[None]:
    """Say of a file why it is not read, whenever that turns out: its rows are read one after the other.

    Raises
    ------
    UsageError
        Where it is no CSV and no .xlsx, or larger than a ledger may be.
    """
    try:
        yield
    except RefusedError as error:
        raise UsageError(error.found, file=path, expected=EXPECTED, remedy=error.remedy) from None


def sheets(raw: bytes) -> Iterator[Sheet]:
    """The sheets of a file, told from its content; each has to be read before the next.

    Raises
    ------
    RefusedError
        See `refusals_of`.
    """
    if raw.startswith(b"PK"):
        yield from _of_workbook(raw)
    elif raw.startswith((b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise RefusedError("no CSV and no .xlsx workbook", expected=EXPECTED, remedy=SAVE)
    else:
        yield Sheet("", _bounded(_of_text(decode(raw))))


def _bounded(rows: Iterator[Row]) -> Iterator[Row]:
    for number, row in enumerate(rows, 1):
        if number > ROWS:
            raise RefusedError(f"more than {ROWS:,} rows", remedy="split the file")
        yield row


def _of_text(text: str) -> Iterator[Row]:
    """The rows of a CSV text by the line each begins in; tabs or semicolons part cells where there are no commas."""
    start = text[:10_000]
    separator = max(",\t;", key=lambda mark: (start.count(mark) > 0, mark == ",", start.count(mark)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line, lone = 1, "\r" in text
    if lone:
        reader = csv.reader(
            io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"), newline=""), delimiter=separator
        )
    odd = CONTROLS.search(text) is not None
    try:
        for row in reader:
            cells = row[:COLUMNS]
            if odd or max(map(len, cells), default=0) > LONGEST:
                cells = [without_controls(cell[:LONGEST]) for cell in cells]
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise RefusedError(f"line {line}: {error}", remedy=SAVE) from None


def _of_workbook(raw: bytes) -> Iterator[Sheet]:
    try:
        archive = open_archive(raw, elements=ELEMENTS, unpacked=UNPACKED_BYTES)
        book = _load(raw, archive)
    except (zipfile.BadZipFile, KeyError, OSError, EOFError) as error:
        raise RefusedError(f"no .xlsx workbook that can be read ({error})", remedy=SAVE) from None
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            sheet.reset_dimensions()
            yield Sheet(sheet.title, _bounded(_of_sheet(sheet)))


def _load(raw: bytes, archive: zipfile.ZipFile) -> openpyxl.Workbook:
    odd = (KeyError, TypeError, ValueError, AttributeError, IndexError, SyntaxError)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions that are not read
        raw = readable(archive) or raw
        try:
            return _opened(raw)
        except odd:
            return _opened(bare(archive))


def _opened(raw: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(raw), data_only=True, read_only=True, keep_links=False)


def _of_sheet(sheet: Any) -> Iterator[Row]:
    """The rows of a worksheet; what its file states of its size counts for nothing."""
    try:
        for number, cells in enumerate(sheet.iter_rows(max_col=COLUMNS), 1):
            yield number, [_text(cell) for cell in cells]
    except (TypeError, ValueError, SyntaxError, KeyError, IndexError, OverflowError) as error:
        raise RefusedError(f"sheet {sheet.title}: {type(error).__name__}: {error}", remedy=SAVE) from None


def _text(cell: Any) -> str:
    """A cell as text: a day in ISO form, a number with all its digits, but a code in a format as it is shown."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value if value.isprintable() and len(value) <= LONGEST else without_controls(value[:LONGEST])
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()[:10]
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if set(form := cell.number_format) == {"0"} and len(form) > 1:
        return _as_shown(value, form)
    return (
        f"{value:.15g}"
        if isinstance(value, float) and abs(value) < 1e15 and "e" not in f"{value:.15g}"
        else _plain(value)
    )


def _plain(value: float) -> str:
    return f"{value:f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _as_shown(value: float, form: str) -> str:
    try:
        return shown(value, form)
    except UnknownFormatError:
        return _plain(value)
