"""Judged ledgers as tidy tables."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.ledger_tables import ADJUSTMENTS, PAYMENTS
from jixiao.ledgers.judging import Judged, findings_of, messages_of
from jixiao.ledgers.rows import is_counted
from jixiao.ledgers.values import FEN
from jixiao.quarters import month_end
from jixiao.tables import dtypes, frame

STATED, FIGURES = "stated", "figures"  # what says until when a ledger is complete; figures say it of one day alone
NAMED = {"purpose": "note", "text": "amount"}  # columns that have another name in a ledger


@dataclass(frozen=True)
class Source:
    """A ledger's file and how it is to be read."""

    origin: str
    raw: bytes
    path: Path
    year: int
    until: dt.date | None = None
    only: str = ""
    given: bool = True

    @property
    def sha256(self) -> str:
        """Of its bytes."""
        return hashlib.sha256(self.raw).hexdigest()


def end_of(one: Judged, source: Source) -> tuple[pd.Timestamp | None, str]:
    """The last day to which a ledger is complete, and what says so; of cumulative figures the day asked for."""
    if not one.payments:
        return (pd.Timestamp(source.until) if source.until else None), FIGURES
    if source.until is not None:
        return pd.Timestamp(source.until), STATED
    return (None if one.last is None else pd.Timestamp(month_end(one.last.year, one.last.month))), ""


def with_ledgers(
    data: Dataset, sources: Sequence[Source], judged: Mapping[str, Judged]
) -> tuple[Dataset, pd.DataFrame]:
    """The dataset with the tables of its ledgers, and all their rows."""
    rows = (
        pd.concat([one.rows.assign(origin=one.origin) for one in judged.values()], ignore_index=True)
        if judged
        else None
    )
    ledgers = frame("ledgers", [_ledger_row(source, judged[source.origin]) for source in sources])
    old = {*data.ledgers["origin"], *ledgers["origin"]}
    interim = data.interim_funds[~data.interim_funds["origin"].isin(old)]
    added = frame("interim_funds", [item for one in judged.values() for item in one.interim])
    tables = {"ledgers": ledgers, "interim_funds": pd.concat([interim, added], ignore_index=True)}
    if rows is None:
        empty = {name: frame(name, []) for name in ("payments", "adjustments", "ledger_rows")}
        return data.with_tables({**tables, **empty}), empty["ledger_rows"]
    booked = ~rows["status"].isin(["empty", "total", "text"])
    table = _columns(
        "ledger_rows",
        rows,
        yuan=(rows["fen"] / FEN).where(rows["known"] & ~rows["status"].isin(["empty", "text"])),
        findings=findings_of(rows),
        message=messages_of(rows),
        kind=rows["kind"].where(rows["kind"].isin([*PAYMENTS, *ADJUSTMENTS]) & booked, ""),
    )
    counted = rows[is_counted(rows)]
    paid = counted[counted["kind"].isin(PAYMENTS)]
    changed = counted[counted["kind"].isin(ADJUSTMENTS)]
    tables |= {
        "payments": _columns("payments", paid, yuan=paid["counted"] / FEN),
        "adjustments": _columns("adjustments", changed, yuan=changed["counted"] / FEN),
        "ledger_rows": table,
    }
    return data.with_tables(tables), table


def _columns(name: str, rows: pd.DataFrame, **made: pd.Series) -> pd.DataFrame:
    """Some rows as a tidy table."""
    columns = {}
    for column, dtype in dtypes(name).items():
        values: Any = made[column] if column in made else rows[NAMED.get(column, column)]
        if dtype == "str":
            values = values.astype("str")
            values = values.where(values.ne(""), None)
        columns[column] = values.astype(dtype)
    return pd.DataFrame(columns).reset_index(drop=True)


def _ledger_row(source: Source, one: Judged) -> dict:
    until, stated = end_of(one, source)
    return {
        "origin": source.origin,
        "year": source.year,
        "sha256": source.sha256,
        "title": one.rows.attrs.get("title", ""),
        "until": until,
        "stated": stated,
        "only": source.only,
        "total": one.total,
        "total_of_rows": one.total_of_rows,
    }
