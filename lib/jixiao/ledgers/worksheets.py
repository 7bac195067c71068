"""Worksheets of an .xlsx workbook to rows of text, streamed: openpyxl opens the book, expat reads the cells."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from xml.parsers import expat

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE, is_date_format, is_timedelta_format
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils import column_index_from_string, range_boundaries
from openpyxl.utils.datetime import from_excel, from_ISO8601
from openpyxl.xml.constants import SHEET_MAIN_NS

from jixiao.documents.date_formats import BUILT_IN
from jixiao.documents.format_tokens import UnknownFormatError
from jixiao.documents.number_formats import shown

Row = tuple[int, list[str]]
BLOCK = 2**16  # bytes of a sheet that are read at a time
TRUE = ("1", "true")
DIGITS = "0123456789"
LAST_ROW = 1_048_576
SHEET = SHEET_MAIN_NS + " "


@dataclass
class Layout:
    """What a sheet's look says of its rows; known when all of them are read.

    Parameters
    ----------
    hidden_rows, hidden_columns : list of int
        Their numbers, from 1.
    merged : list of tuple
        First row, last row and column, from 1, of areas merged over several rows, each column by itself.
    struck : list of tuple
        Row and column, from 1, of cells that are struck out.
    """

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    merged: list[tuple[int, int, int]] = field(default_factory=list)
    struck: list[tuple[int, int]] = field(default_factory=list)


class Book:
    """A workbook without its cells: its sheets, shared texts and styles.

    Parameters
    ----------
    raw : bytes
        The file.
    clean : callable
        What is done to every text in it.
    """

    def __init__(self, raw: bytes, clean: Callable[[str], str]):
        # Not load_workbook, which goes through a sheet that does not state its size before anybody asks.
        self.reader = ExcelReader(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        self.reader.read_manifest()
        self.reader.read_strings()
        self.reader.read_workbook()
        apply_stylesheet(self.reader.archive, self.reader.wb)
        self.clean, self.epoch = clean, self.reader.wb.epoch
        self.shared = [clean(text) for text in self.reader.shared_strings]
        self.number = lru_cache(maxsize=65536)(self._number)
        self.strikes = any(font.strike for font in self.reader.wb._fonts)
        self.is_struck = lru_cache(maxsize=65536)(self._struck)

    def sheets(self) -> list[tuple[str, str]]:
        """Names and parts of the visible worksheets, in order."""
        return [
            (sheet.name, relation.target)
            for sheet, relation in self.reader.parser.find_sheets()
            if sheet.state == "visible"
            and "chartsheet" not in relation.Type
            and relation.target in self.reader.valid_files
        ]

    def rows(self, part: str, layout: Layout, *, columns: int) -> Iterator[Row]:
        """The first columns of a sheet, row by row with their numbers; ``layout`` fills as they are read.

        What the file states of the sheet's size counts for nothing; rows that it leaves out are empty.
        """
        parser = _Parser(self, layout, columns)
        with self.reader.archive.open(part) as source:
            while block := source.read(BLOCK):
                yield from parser.feed(block)
        parser.feed(b"")

    def text(self, value: str, kind: str, style: str) -> str:
        """A cell as text: a day in ISO form, a number with all its digits, but a code in a format as it is shown."""
        if kind == "s":
            return self.shared[int(value)]
        if kind == "n":
            return self.number(value, style)
        if kind == "b":
            return str(bool(int(value)))
        return _day(from_ISO8601(value)) if kind == "d" else self.clean(value)

    def _number(self, text: str, style: str) -> str:
        value = float(text) if any(sign in text for sign in ".eE") else int(text)
        form = self._form(int(style))
        if is_date_format(form):
            try:
                return _day(from_excel(value, self.epoch, timedelta=is_timedelta_format(form)))
            except (OverflowError, ValueError):
                return "#VALUE!"
        return number_as_text(value, form)

    def _struck(self, style: int) -> bool:
        book = self.reader.wb
        try:
            return bool(book._fonts[book._cell_styles[style].fontId].strike)
        except IndexError:  # a style that the file does not have
            return False

    def _form(self, style: int) -> str:
        book, number = self.reader.wb, self.reader.wb._cell_styles[style].numFmtId
        if number >= BUILTIN_FORMATS_MAX_SIZE:
            return book._number_formats[number - BUILTIN_FORMATS_MAX_SIZE]
        return BUILT_IN.get(number) or BUILTIN_FORMATS.get(number, "General")


class _Parser:
    """Rows from the XML of a worksheet."""

    def __init__(self, book: Book, layout: Layout, columns: int):
        self.book, self.layout, self.columns = book, layout, columns
        self.rows: list[Row] = []
        self.cells: list[str] = []
        self.parts: list[str] = []
        self.number = self.column = 0
        self.kind, self.style = "n", "0"
        self.expat = expat.ParserCreate(namespace_separator=" ")
        self.expat.buffer_text = True
        self._listen()

    def _listen(self) -> None:
        """Have expat call what takes each element; the text of a cell stands in v, or in t."""
        take, parser = self.parts.append, self.expat
        starts: dict[str, Callable[[dict[str, str]], None]] = {
            SHEET + name: start
            for name, start in (
                ("c", self._cell),
                ("row", self._row),
                ("col", self._hidden),
                ("mergeCell", self._merged),
            )
        }
        ends = {SHEET + "c": self._cell_ends, SHEET + "row": self._row_ends}
        texts = {SHEET + "v", SHEET + "t"}

        def start(name: str, attributes: dict[str, str]) -> None:
            if name in texts:
                parser.CharacterDataHandler = take
            elif name in starts:
                starts[name](attributes)

        def end(name: str) -> None:
            if name in texts:
                parser.CharacterDataHandler = None
            elif name in ends:
                ends[name]()

        parser.StartElementHandler, parser.EndElementHandler = start, end

    def feed(self, block: bytes) -> list[Row]:
        """The rows that end in a block of XML, with the empty ones before them."""
        self.rows.clear()
        self.expat.Parse(block, not block)
        return self.rows

    def _row(self, attributes: dict[str, str]) -> None:
        number = int(float(attributes["r"])) if "r" in attributes else self.number + 1
        if not self.number < number <= LAST_ROW:
            raise ValueError(f"row {number} after row {self.number}")
        self.rows += [(missing, []) for missing in range(self.number + 1, number)]
        self.number, self.cells, self.column = number, [], 0
        if attributes.get("hidden") in TRUE or attributes.get("ht") == "0":
            self.layout.hidden_rows.append(number)

    def _cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        self.column = _column(place.rstrip(DIGITS)) if place else self.column + 1
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "0")
        self.parts.clear()

    def _cell_ends(self) -> None:
        if self.parts and self.column <= self.columns:
            self.cells += [""] * (self.column - len(self.cells))
            self.cells[self.column - 1] = self.book.text("".join(self.parts), self.kind, self.style)
            if self.book.strikes and self.book.is_struck(int(self.style)):
                self.layout.struck.append((self.number, self.column))

    def _row_ends(self) -> None:
        self.rows.append((self.number, self.cells))

    def _hidden(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in TRUE or attributes.get("width") == "0":
            last = min(int(attributes["max"]), self.columns)
            self.layout.hidden_columns += range(int(attributes["min"]), last + 1)

    def _merged(self, attributes: dict[str, str]) -> None:
        left, top, right, bottom = range_boundaries(attributes["ref"])
        if top is not None and left is not None and bottom > top:
            self.layout.merged += [(top, bottom, column) for column in range(left, min(right, self.columns) + 1)]


@lru_cache(maxsize=65536)
def _column(letters: str) -> int:
    return column_index_from_string(letters)


def _day(value: object) -> str:
    return value.isoformat()[:10] if isinstance(value, dt.date) else str(value)


def number_as_text(value: float, form: str) -> str:
    """A number with all its digits, but a code in a format of noughts as it is shown."""
    if len(form) > 1 and set(form) == {"0"}:
        try:
            return shown(value, form)
        except UnknownFormatError:
            return _plain(value)
    digits = f"{value:.15g}" if isinstance(value, float) else ""
    return digits if digits and abs(value) < 1e15 and "e" not in digits else _plain(value)


def _plain(value: float) -> str:
    return f"{value:f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
