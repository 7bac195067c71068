"""A ledger's file to its rows, each with its cells under the terms of the heading row above it."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter
from pathlib import Path

import pandas as pd

from jixiao.errors import UsageError, listed
from jixiao.ledgers.files import Row, Sheet, refusals_of, sheets
from jixiao.ledgers.headings import FIGURES, LOOKED_AT, MONTHS, Heading, Headings, preamble_day, preamble_unit
from jixiao.ledgers.settings import Settings
from jixiao.ledgers.values import unit_of
from jixiao.vocabulary import Vocabulary, fold_heading

TERMS = ("date", "code", "name", "kind", "amount", "unit", "note", "voucher", "source", "initial", "adjusted")
CHUNK = 100_000  # rows that are gathered before they take their final, smaller form
PREAMBLE = 20  # lines before a heading row that are kept
NEEDED = "a column with the amount, one with the project's code or name, and one with the date"
TITLE = 200  # characters of what stands before a heading row


@dataclass(frozen=True)
class Part:
    """The rows below one heading row.

    Parameters
    ----------
    sheet : str
        The sheet's name; empty in a CSV file.
    heading : Heading
        The heading row.
    rows : DataFrame
        line, first (its first cell that holds anything), a column for each of `TERMS` and office_0 …; text.
    unit : str
        The unit of amounts whose rows name none, as written; empty where nothing says one.
    day : date or None
        The day that stands before the heading row.
    """

    sheet: str
    heading: Heading
    rows: pd.DataFrame
    unit: str
    day: dt.date | None = None


@dataclass
class Ledger:
    """A file's parts, and what stands before the first."""

    parts: list[Part] = field(default_factory=list)
    title: str = ""


def read_ledger(raw: bytes, path: Path, *, year: int, vocabulary: Vocabulary, settings: Settings) -> Ledger:
    """Find the heading rows of a file and gather what stands below them.

    Raises
    ------
    UsageError
        Where no sheet has a heading row; with the headings found and the columns needed.
    """
    headings, ledger = Headings(vocabulary, settings), Ledger()
    with refusals_of(path):
        seen = [text for sheet in sheets(raw) for text in _take(sheet, headings, ledger, year)]
    if not ledger.parts:
        found = f"no heading row of a ledger; found: {listed(dict.fromkeys(text.strip()[:30] for text in seen))}"
        remedy = (
            'name the columns in ledger.toml, as in [columns] amount = "…", or take the template: --template OUT.xlsx'
        )
        raise UsageError(found, file=path, expected=NEEDED, remedy=remedy)
    return ledger


def _take(sheet: Sheet, headings: Headings, ledger: Ledger, year: int) -> list[str]:
    """Add a sheet's parts to the ledger; of a sheet that has no heading row, what stands in it."""
    before, rows = _beginning(sheet, headings)
    if rows is None:
        return [cell for _, cells in before for cell in cells if cell.strip()]
    lines = [cells for _, cells in before[-PREAMBLE:]]
    title = " ".join(cell.strip() for cells in lines for cell in cells if cell.strip())
    ledger.title = ledger.title or title[:TITLE]
    ledger.parts += _parts(sheet, rows, headings, preamble_unit(lines), preamble_day(lines, year))
    return []


def _beginning(sheet: Sheet, headings: Headings) -> tuple[list[Row], Iterable[tuple[Row, Heading | None]] | None]:
    """The rows before a heading row, and the rest from it on; None where the sheet has no such row."""
    before: list[Row] = []
    for row in sheet.rows:
        above = before[-1][1] if before else ()
        heading = _heading(row[1], above, headings)
        if heading:
            return before, chain([(row, heading)], ((row, None) for row in sheet.rows))
        if any(cell.strip() for cell in row[1]):
            before.append(row)
        if row[0] > LOOKED_AT:
            break
    return before, None


def _heading(cells: list[str], above: Iterable[str], headings: Headings) -> Heading | None:
    if sum(bool(cell) for cell in cells) < 2:
        return None
    found = headings.find(cells)
    if found is None and headings.could_be([*cells, *above]) and not _holds_numbers(cells):
        found = headings.find(cells, list(above))
    return found


def _holds_numbers(cells: list[str]) -> bool:
    """Whether a row holds what no heading holds: three digits of a number in a row."""
    return any(cell[:1].isdigit() and sum(map(str.isdigit, cell)) > 2 for cell in cells)


def _parts(
    sheet: Sheet, rows: Iterable[tuple[Row, Heading | None]], headings: Headings, unit: str, day: dt.date | None
) -> Iterator[Part]:
    """The parts of a sheet; a heading row that is the same again is passed over."""
    gathered: _Gathered | None = None
    for (line, cells), heading in rows:
        if heading is None and gathered is not None and gathered.may_be_heading(cells):
            heading = _heading(cells, (), headings)
        if heading is None:
            if gathered is not None:
                gathered.add(line, cells)
        elif gathered is None or heading != gathered.heading:
            if gathered is not None:
                yield gathered.part(sheet.name, unit, day)
            gathered = _Gathered(heading)
    if gathered is not None:
        yield gathered.part(sheet.name, unit, day)


class _Gathered:
    """Rows below a heading, taken in column by column."""

    def __init__(self, heading: Heading):
        self.heading = heading
        self.places = {term: heading.columns[term] for term in TERMS if term in heading.columns}
        if heading.kind == FIGURES:
            self.places["amount"] = heading.columns["paid"]
        self.places |= {f"office_{number}": index for number, index in enumerate(heading.offices)}
        self.places |= {f"month_{month}": index for index, month in heading.months.items()}
        self.names = list(self.places)
        self.indexes = [self.places[name] for name in self.names]
        self.width = max(self.indexes) + 1
        self.asked = self.places.get("amount", min(heading.months, default=0))
        self.taken = itemgetter(*self.indexes)  # of two at least: a project, and money
        self.rows: list[tuple] = []
        self.done: list[pd.DataFrame] = []

    def may_be_heading(self, cells: list[str]) -> bool:
        text = cells[self.asked] if self.asked < len(cells) else ""
        return bool(text) and not text[-1:].isdigit() and self.asked_again(text)

    def asked_again(self, text: str) -> bool:
        return not any(map(str.isdigit, text)) or self.heading.kind == MONTHS

    def add(self, line: int, cells: list[str]) -> None:
        if len(cells) < self.width:
            cells = cells + [""] * (self.width - len(cells))
        first = cells[0]
        if not first or first.isspace():
            first = next((cell for cell in cells if cell and not cell.isspace()), "")
        self.rows.append((line, first, *self.taken(cells)))
        if len(self.rows) >= CHUNK:
            self._settle()

    def _settle(self) -> None:
        frame = pd.DataFrame(self.rows, columns=["line", "first", *self.names])
        self.done.append(frame.astype({"line": "int64"} | dict.fromkeys(["first", *self.names], "str")))
        self.rows = []

    def part(self, sheet: str, unit: str, day: dt.date | None) -> Part:
        self._settle()
        rows = pd.concat(self.done, ignore_index=True)
        for term in TERMS:
            if term not in rows:
                rows[term] = pd.Series("", index=rows.index, dtype="str")
        unit = self.heading.unit or unit
        return Part(sheet, self.heading, rows, unit, day)


def by_month(part: Part, year: int) -> Part:
    """The rows of a part with a column a month as one row a project and month, dated by the month's end."""
    names = [f"month_{month}" for month in sorted(part.heading.months.values())]
    kept = [name for name in part.rows if name not in (*names, "amount", "date")]
    blank = part.rows[names].apply(lambda column: column.str.strip().isin(["", "0", "0.00", "-", "—"])).all(axis=1)
    empty = part.rows[blank].assign(amount="", month=0)
    df = part.rows[~blank].drop(columns=["amount", "date"])
    df = df.melt(id_vars=kept, value_vars=names, var_name="month", value_name="amount")
    df["month"] = df["month"].str.removeprefix("month_").astype("int64")
    df = df[~df["amount"].str.strip().isin(["", "0", "0.00", "-", "—"])]
    days = {month: f"{year}-{month:02d}-{calendar.monthrange(year, month)[1]}" for month in range(1, 13)}
    rows = pd.concat([df, empty[[*kept, "month", "amount"]]], ignore_index=True).sort_values(
        ["line", "month"], kind="stable", ignore_index=True
    )
    rows["date"] = rows["month"].map(days).fillna("").astype("str")
    return Part(part.sheet, part.heading, rows, part.unit, part.day)


def with_units(part: Part, vocabulary: Vocabulary) -> tuple[Part, bool]:
    """The part, and whether its column 单位 holds units; where none of its cells is one, it names offices."""
    heading = part.heading
    if "unit" not in heading.columns:
        return part, False
    units = {text.strip() for text in part.rows["unit"].unique()} - {""}
    if not units or any(unit_of(text) for text in units):
        return part, True
    if fold_heading(heading.names["unit"]) not in vocabulary.words["ledger_words"]["unit"]:
        return part, True  # 金额单位 names no office
    rows = part.rows.copy()
    rows[f"office_{len(heading.offices)}"] = rows["unit"]
    rows["unit"] = pd.Series("", index=rows.index, dtype="str")
    return Part(part.sheet, heading, rows, part.unit, part.day), False
