"""A ledger's file to its rows, each with its cells under the terms of the heading row above it."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path

import pandas as pd
import pyarrow as pa

from jixiao.documents.limits import RefusedError
from jixiao.errors import UsageError, listed
from jixiao.ledgers.files import Row, Sheet, refusals_of, sheets
from jixiao.ledgers.headings import (
    FIGURES,
    LOOKED_AT,
    MONTHS,
    PAYMENTS,
    Heading,
    Headings,
    other_years,
    preamble_day,
    preamble_unit,
    unit_below,
)
from jixiao.ledgers.layouts import Remark, filled, remarks
from jixiao.ledgers.settings import Settings
from jixiao.ledgers.states import mark_of
from jixiao.ledgers.values import unit_of
from jixiao.vocabulary import Vocabulary, fold_heading

TERMS = (
    "date",
    "code",
    "name",
    "kind",
    "amount",
    "unit",
    "note",
    "voucher",
    "source",
    "initial",
    "adjusted",
    "returned",
)
BETWEEN = 3  # lines before a second heading row that may state its unit
CHUNK = 20_000  # rows that are gathered before they take their final, smaller form
PREAMBLE = 20  # lines before a heading row that are kept
NEEDED = "a column with the amount, one with the project's code or name, and one with the date"
WITHOUT_YEAR = r"\s*\d{1,2}\s*[月.-]"  # a date that has none
STRUCK = "删除线"  # the mark of a row whose amount is struck out
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
        line, first (its first cell that holds anything), mark (the cell that calls it void), a column for each of
        `TERMS`, office_0 … and state_0 …; text.
    unit : str
        The unit of amounts whose rows name none, as written; empty where nothing says one.
    day : date or None
        The day that stands before the heading row.
    remarks : tuple of Remark
        What is to be told of merged cells, and of what is hidden.
    """

    sheet: str
    heading: Heading
    rows: pd.DataFrame
    unit: str
    day: dt.date | None = None
    remarks: tuple[Remark, ...] = ()


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
    before, heading, rows = _beginning(sheet, headings)
    if heading is None:
        return [cell for _, cells in before for cell in cells if cell.strip()]
    lines = [cells for _, cells in before[-PREAMBLE:]]
    title = " ".join(cell.strip() for cells in lines for cell in cells if cell.strip())
    ledger.title = ledger.title or title[:TITLE]
    unit, day = preamble_unit([[sheet.name], *lines]), preamble_day(lines, year)
    gathered = [_Gathered(heading)]
    while chunk := list(islice(rows, CHUNK)):
        _gather(chunk, gathered, headings)
    # Only here, for a sheet names its merged cells at its end.
    parts = [each.part(sheet, unit, day) for each in gathered]
    for part in parts:
        _refuse_unclear_months(part, [[sheet.name], *lines], year)
    ledger.parts += parts
    return []


def _refuse_unclear_months(part: Part, lines: list[list[str]], year: int) -> None:
    """Refuse months of which the lines above say another year, or that they may be cumulative."""
    without_year = part.heading.kind != PAYMENTS or part.rows["date"].str.match(WITHOUT_YEAR).any()
    if without_year and (other := other_years(lines, year)):
        found = f"dates without a year, and above them {other}年, not {year}"
        raise RefusedError(found, remedy=f"import it with --year {other}, or correct the title")
    cumulative = any("累计" in cell for cells in lines for cell in cells)
    if part.heading.kind == MONTHS and cumulative and not part.heading.total:
        remedy = "leave the last month alone, as 累计支出; if each is of its month alone, take 累计 out of the title"
        raise RefusedError("columns of months below a title that says 累计: each may hold all up to it", remedy=remedy)


def _beginning(sheet: Sheet, headings: Headings) -> tuple[list[Row], Heading | None, Iterator[Row]]:
    """The rows before a sheet's first heading row, that, and the rows below; None where the sheet has no such row."""
    before: list[Row] = []
    for row in sheet.rows:
        above = before[-1][1] if before else ()
        if heading := _heading(row[1], above, headings):
            return before, *_with_second_row(row[1], heading, sheet.rows, headings)
        if any(cell.strip() for cell in row[1]):
            before.append(row)
        if row[0] > LOOKED_AT:
            break
    return before, None, sheet.rows


def _with_second_row(
    cells: list[str], heading: Heading, rows: Iterator[Row], headings: Headings
) -> tuple[Heading, Iterator[Row]]:
    """A heading with the row below it, where that is part of it; and the rows below both."""
    below = next(rows, None)
    whole = headings.with_second_row(heading, cells, below[1]) if below else None
    return (whole, rows) if whole else (heading, chain([below] if below else [], rows))


def _gather(chunk: list[Row], gathered: list[_Gathered], headings: Headings) -> None:
    """Add rows to the last of the parts, and begin another at a heading row; one that is the same is passed over."""
    start, last = 0, gathered[-1]
    while (found := _next_heading(chunk, start, last, headings)) is not None:
        index, heading = found
        last.add(chunk[start:index])
        own = preamble_unit([cells for _, cells in chunk[max(start, index - BETWEEN) : index]])
        start = index + 1
        if heading != last.heading or own not in ("", last.unit):
            last.ends(chunk[index][0])
            last = _Gathered(heading, own)
            gathered.append(last)
    last.add(chunk[start:])


def _next_heading(chunk: list[Row], start: int, part: _Gathered, headings: Headings) -> tuple[int, Heading] | None:
    """The first heading row among some rows: where the amount should be stands no number."""
    asked = part.asked
    for index in range(start, len(chunk)):
        cells = chunk[index][1]
        if asked >= len(cells) or not (text := cells[asked]) or text[-1].isdigit() or not part.may_be_heading(text):
            continue
        if heading := _heading(cells, (), headings):
            return index, heading
    return None


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


class _Gathered:
    """Rows below a heading, taken in column by column."""

    def __init__(self, heading: Heading, unit: str = ""):
        self.heading, self.unit = heading, unit
        self.noted: dict[int, str] = {}
        self.places = {term: heading.columns[term] for term in TERMS if term in heading.columns}
        if heading.kind == FIGURES:
            self.places["amount"] = heading.columns["paid"]
        self.places |= {f"office_{number}": index for number, index in enumerate(heading.offices)}
        self.places |= {f"state_{index}": index for index in heading.states}
        self.places |= {f"month_{month}": index for index, month in heading.months.items()}
        self.names = list(self.places)
        self.indexes = [self.places[name] for name in self.names]
        self.width = max(self.indexes) + 1
        self.asked = self.places.get("amount", min(heading.months, default=0))
        self.rows: list[Row] = []
        self.done: list[pd.DataFrame] = []

    def may_be_heading(self, text: str) -> bool:
        """Whether a text where the amount should be may be that column's heading."""
        return self.heading.kind == MONTHS or not any(map(str.isdigit, text))

    def add(self, rows: list[Row]) -> None:
        """Take rows in, in pieces that are large, but not all at once."""
        self.rows += rows
        self._note(rows)
        if len(self.rows) >= CHUNK:
            self._settle()

    def ends(self, line: int) -> None:
        """Take notice that another heading row stands in a line: what is right before it is said of what follows."""
        self.noted = {at: unit for at, unit in self.noted.items() if at < line - BETWEEN}

    def _note(self, rows: list[Row]) -> None:
        for line, cells in rows:
            if not any(map(str.isdigit, "".join(cells[self.asked : self.asked + 1]))) and (unit := unit_below(cells)):
                self.noted[line] = unit

    def _unit(self, above: str) -> str:
        """The unit that is stated nearest to the amounts: in the heading, above it, or below its rows."""
        stated = self.heading.unit or self.unit or above
        below = list(dict.fromkeys(self.noted.values()))
        if not stated and len(below) > 1:
            raise RefusedError(f"several units below one heading row: {', '.join(below)}", remedy="state one above it")
        return stated or next(iter(below), "")

    def _settle(self) -> None:
        width, columns = self.width, {"line": pd.Series([line for line, _ in self.rows], dtype="int64")}
        cells = [row if len(row) >= width else row + [""] * (width - len(row)) for _, row in self.rows]
        taken = list(zip(*cells, strict=False)) or [()] * width  # as many columns as all rows have
        firsts = [row[0] if row[0] and not row[0].isspace() else _first(row) for row in cells]
        marks = [mark_of(row) for _, row in self.rows]
        for name, texts in [
            ("first", firsts),
            ("mark", marks),
            *zip(self.names, [taken[index] for index in self.indexes], strict=True),
        ]:
            columns[name] = pd.Series(pa.array(texts, pa.large_string()), dtype="str")
        self.done.append(pd.DataFrame(columns))
        self.rows = []

    def part(self, sheet: Sheet, unit: str, day: dt.date | None) -> Part:
        """The rows that were taken in."""
        self._settle()
        rows, covered = filled(pd.concat(self.done, ignore_index=True), self.places, sheet.layout)
        struck = {line for line, column in sheet.layout.struck if column == self.asked + 1}
        rows["mark"] = rows["mark"].mask(rows["line"].isin(struck), STRUCK)
        found = remarks(rows, sheet.name, self._written(), self.places, sheet.layout, covered)
        for term in TERMS:
            if term not in rows:
                rows[term] = pd.Series("", index=rows.index, dtype="str")
        return Part(sheet.name, self.heading, rows, self._unit(unit), day, tuple(found))

    def _written(self) -> dict[str, str]:
        """The headings of its columns, as they are written."""
        names = self.heading.names
        own = {"amount": names["paid"]} if self.heading.kind == FIGURES else {}
        return names | own | {f"month_{month}": f"{month}月" for month in self.heading.months.values()}


def _first(cells: list[str]) -> str:
    return next((cell for cell in cells if cell and not cell.isspace()), "")


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
    return replace(part, rows=rows)


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
    return replace(part, rows=rows), False
