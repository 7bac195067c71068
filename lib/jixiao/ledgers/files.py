"""A ledger's file as sheets of rows of text: CSV, or the visible sheets of a workbook. Bounded."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers.expat import ExpatError

import olefile

from jixiao.characters import CONTROLS, without_controls
from jixiao.documents.archive import open_archive
from jixiao.documents.encoding import decode
from jixiao.documents.formats import HTML
from jixiao.documents.limits import RefusedError
from jixiao.documents.raw_file import RawFile
from jixiao.documents.xlsx_repair import bare, readable
from jixiao.errors import UsageError
from jixiao.ledgers.other_books import is_ods, of_html, of_ods, of_xls
from jixiao.ledgers.worksheets import Book, Layout, Row

# This tool's convention: a ledger is longer than a document. What lies above is refused by name.
FILE_BYTES, UNPACKED_BYTES, ELEMENTS = 500_000_000, 1_000_000_000, 40_000_000
ROWS, COLUMNS, LONGEST = 2_000_000, 100, 2_000  # rows of a file, its first columns, characters of a cell
_KEPT = re.compile(r"""\s*="([^"]*)"\s*|'([^']+)""")
EXPECTED = "a ledger as CSV (UTF-8 or GB18030), .xlsx, .xls or .ods"
SAVE = "save it as .xlsx or CSV"


@dataclass(frozen=True)
class Sheet:
    """The rows of a sheet with their numbers, and its layout; the name of a CSV file's only sheet is empty."""

    name: str
    rows: Iterator[Row]
    layout: Layout = field(default_factory=Layout)


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
    if raw.startswith(b"PK") and is_ods(raw):
        yield from _of_ods(raw)
    elif raw.startswith(b"PK"):
        yield from _of_workbook(raw)
    elif raw.startswith(olefile.MAGIC):
        yield from (Sheet(name, iter(rows), layout) for name, rows, layout in of_xls(raw, _clean, COLUMNS))
    elif raw.startswith(b"%PDF"):
        raise RefusedError("no CSV and no workbook", expected=EXPECTED, remedy=SAVE)
    elif HTML.match(RawFile(raw).text):
        rows, layout = of_html(decode(raw), _clean, COLUMNS)
        yield Sheet("", _bounded(iter(rows)), layout)
    else:
        yield Sheet("", _bounded(_of_text(decode(raw))))


def _of_ods(raw: bytes) -> Iterator[Sheet]:
    try:
        for name, rows, layout in of_ods(raw, _clean, COLUMNS, ELEMENTS, UNPACKED_BYTES):
            yield Sheet(name, _bounded(iter(rows)), layout)
    except (zipfile.BadZipFile, LookupError, OSError, EOFError, ValueError, SyntaxError) as error:
        raise RefusedError(f"no .ods workbook that can be read ({error})", remedy=SAVE) from None


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
    quoted = '="' in text or "'" in text
    try:
        for row in reader:
            cells = [_as_text(cell) for cell in row[:COLUMNS]] if quoted else row[:COLUMNS]
            if odd or len("".join(cells)) > LONGEST:
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
    for name, part in book.sheets():
        layout = Layout()
        yield Sheet(name, _bounded(_of_sheet(book, name, part, layout)), layout)


def _load(raw: bytes, archive: zipfile.ZipFile) -> Book:
    odd = (KeyError, TypeError, ValueError, AttributeError, IndexError, SyntaxError)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions that are not read
        raw = readable(archive) or raw
        try:
            return Book(raw, _clean)
        except odd:
            return Book(bare(archive), _clean)


def _of_sheet(book: Book, name: str, part: str, layout: Layout) -> Iterator[Row]:
    """The rows of a worksheet, as long as it can be read."""
    try:
        yield from book.rows(part, layout, columns=COLUMNS)
    except (TypeError, ValueError, SyntaxError, KeyError, IndexError, OverflowError, ExpatError) as error:
        raise RefusedError(f"sheet {name}: {type(error).__name__}: {error}", remedy=SAVE) from None


def _as_text(cell: str) -> str:
    """A cell without what keeps a spreadsheet from reading a code as a number: ="0012", '0012."""
    if found := _KEPT.fullmatch(cell):
        return found[1] or found[2]
    return cell


def _clean(text: str) -> str:
    if text.startswith("'"):
        text = _as_text(text)
    return text if text.isprintable() and len(text) <= LONGEST else without_controls(text[:LONGEST])
