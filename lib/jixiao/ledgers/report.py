"""The account of ledgers: what became of their rows, and what was found, in Chinese or English."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from jixiao.frames import each_row
from jixiao.ledger_tables import ADJUSTMENTS, PAYMENTS
from jixiao.ledgers.layouts import Remark, ranges
from jixiao.phrases import say

USED = [*PAYMENTS, *ADJUSTMENTS, "figure"]
PARTS = ["used", "left out", "other", "empty", "total", "text"]
ASKED = ("L15", "L17")  # words that ledger.toml can settle
MOST_PLACES = 10  # that one line names
NEED_NOBODY = ("L06", "L10", "L16", "L23")  # what is left out rightly


@dataclass(frozen=True)
class LedgerReport:
    """What became of ledgers.

    Attributes
    ----------
    ledgers, rows : DataFrame
        The tidy tables `ledgers` and `ledger_rows`, of the files that were read now.
    replaced : dict of int
        Numbers of rows of the ledgers of the same name that were replaced.
    near : dict
        By ledger, headings that were taken for a term by their likeness.
    remarks : dict
        By ledger, what is to be told of merged cells, and of what is hidden.
    dropped : list of str
        Ledgers whose files are no more.
    written : list of Path
        The dataset's files, if anything was written.
    """

    ledgers: pd.DataFrame
    rows: pd.DataFrame
    replaced: dict[str, int] = field(default_factory=dict)
    near: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    remarks: dict[str, list[Remark]] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)
    written: list[Path] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether no row was left out but those that lie outside the year or give back what was paid before it."""
        out = self.rows[self.rows["status"].eq("left out")]
        return bool(out["findings"].isin(NEED_NOBODY).all())

    def lines(self, language: str = "en") -> list[str]:
        """The account as lines: of each ledger its numbers, then its findings, equal ones once.

        Parameters
        ----------
        language : str
            ``zh`` or ``en``.

        Returns
        -------
        list of str
        """
        lines = [say("ledger.dropped", language, origin=origin) for origin in self.dropped]
        for ledger in each_row(self.ledgers):
            rows = self.rows[self.rows["origin"].eq(ledger.origin)]
            lines.append(account_line(rows, ledger.origin, language))
            if ledger.origin in self.replaced:
                lines.append(say("ledger.replaced", language, n=self.replaced[ledger.origin]))
            for term, heading in self.near.get(ledger.origin, []):
                lines.append(say("ledger.near", language, heading=heading, term=say(f"ledger.term_{term}", language)))
            lines += [remark_line(remark, ledger.origin, language) for remark in self.remarks.get(ledger.origin, [])]
            lines += findings(rows, language)
            lines += [line for line in (total_line(ledger, language), end_line(ledger, language)) if line]
        return lines


def remark_line(remark: Remark, origin: str, language: str) -> str:
    """What is to be told of merged cells, or of what is hidden, with its rows; of many places the first."""
    found = ranges(remark.rows) if remark.rows else []
    listed = ("、" if language == "zh" else ", ").join(found[:MOST_PLACES])
    if len(found) > MOST_PLACES:
        listed = say("ledger.more_places", language, listed=listed, n=len(found))
    words = {"rows": listed, "n": len(remark.rows), "heading": remark.heading}
    return say(
        "ledger.in_sheet",
        language,
        origin=origin,
        sheet=remark.sheet,
        message=say(f"ledger.{remark.what}", language, **words),
    )


def numbers(rows: pd.DataFrame) -> dict[str, int]:
    """How many rows there are, by what became of them.

    Examples
    --------
    >>> numbers(pd.DataFrame({"status": ["payment", "cut", "left out", "total"]}))
    {'used': 2, 'left out': 1, 'other': 0, 'empty': 0, 'total': 1, 'text': 0}
    """
    counts = rows["status"].where(~rows["status"].isin(USED), "used").value_counts()
    return {part: int(counts.get(part, 0)) for part in PARTS}


def account_line(rows: pd.DataFrame, origin: str, language: str) -> str:
    """The rows of a ledger by what became of them, which add up."""
    parts = {part.replace(" ", "_"): n for part, n in numbers(rows).items()}
    return say("ledger.account", language, origin=origin, n=len(rows), **parts)


def findings(rows: pd.DataFrame, language: str) -> list[str]:
    """What was found, a line each; equal findings once, with the first place and how many there are."""
    same: dict[str, list[str]] = {}
    words = sorted(set(_words(rows)))
    for place, message in _messages(rows, language):
        same.setdefault(message, []).append(place)
    lines = []
    for message, places in same.items():
        form = "at" if len(places) == 1 else "at_first"
        lines.append(say(f"ledger.{form}", language, place=places[0], n=len(places), message=message))
    if words:
        listed = "\n".join(f'"{word}" = ""' for word in words)
        lines.append(say("ledger.kinds", language, lines=listed))
    return lines


def _words(rows: pd.DataFrame) -> Iterator[str]:
    for row in each_row(rows[rows["findings"].isin(ASKED)]):
        yield json.loads(row.message)[row.findings]["word"].rpartition("：")[2]


def _messages(rows: pd.DataFrame, language: str) -> Iterator[tuple[str, str]]:
    for row in each_row(rows[rows["message"].notna()]):
        quotes = json.loads(row.message)
        for code, values in quotes.items():
            if code != "L01" or len(quotes) == 1:  # of an unassigned row its other finding says enough
                yield shown_place(row.row_id, language), said(code, _same(values, row.row_id, language), language)


def _same(quotes: dict[str, str], row_id: str, language: str) -> dict[str, str]:
    """What a finding quotes, the row that another is the same as in words: of another ledger only its name."""
    if "same_as" not in quotes:
        return quotes
    origin, _, line = row_id.partition("#")
    other, _, other_line = quotes["same_as"].partition("#")
    if origin != other:
        return {**quotes, "same_as": "", "ledger": other}
    sheet, other_sheet = line.rpartition("!")[0], other_line.rpartition("!")[0]
    number = other_line.rpartition("!")[2]
    place = (
        say("ledger.line", language, line=number) if sheet == other_sheet else shown_place(quotes["same_as"], language)
    )
    return {**quotes, "same_as": place}


def said(code: str, quotes: dict[str, str], language: str) -> str:
    """A finding in words."""
    form = code
    if code == "L03":
        form = (
            "L03_shared"
            if quotes.get("shared")
            else "L03_code"
            if quotes["code"]
            else "L03_name"
            if quotes["name"]
            else "L03_none"
        )
        if quotes.get("suggestion"):
            form = "L03_meant" if quotes["code"] else "L03_meant_name"
    elif code == "L04":
        form = "L04_code" if quotes["code"] else "L04"
    elif code == "L01":
        form = "L01" if quotes.get("voucher") else "L01_plain"
        form = "L01_across" if quotes.get("ledger") else form
    return say(f"ledger.{form}", language, **quotes)


def shown_place(row_id: str, language: str) -> str:
    """A row by its ledger, sheet and line: 台账.csv 第36行."""
    origin, _, line = row_id.partition("#")
    sheet, _, number = line.rpartition("!")
    form = "place_sheet" if sheet else "place"
    return say(f"ledger.{form}", language, origin=origin, sheet=sheet, line=number)


def total_line(ledger, language: str) -> str:
    """Whether the ledger's own total is that of its rows; empty where it has none."""
    if pd.isna(ledger.total):
        return ""
    gap = round(ledger.total - ledger.total_of_rows, 2)
    form = "L11" if gap else "total_agrees"
    return say(f"ledger.{form}", language, total=ledger.total, rows=ledger.total_of_rows, gap=gap)


def end_line(ledger, language: str) -> str:
    """Up to which day the ledger is complete; empty where nothing says it."""
    if pd.isna(ledger.until) or ledger.stated == "figures":
        return ""
    return say("ledger.until" if ledger.stated == "stated" else "ledger.inferred", language, date=ledger.until)
