"""Cumulative figures, one a project: what was paid by a day, as 支出进度表 have it."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from jixiao.errors import UsageError
from jixiao.ledgers.reading import Part
from jixiao.ledgers.values import FEN, read_amount, unit_of
from jixiao.quarters import month_end

WAN = 10_000
FIGURE = "figure"


def day_of(part: Part, year: int, until: dt.date | None, name: str) -> dt.date:
    """The day that the figures are of: as asked for, as stated before the heading row, as the heading's month says.

    Raises
    ------
    UsageError
        Where none of them says it.
    """
    month = dt.date.fromisoformat(month_end(year, part.heading.month)) if part.heading.month else None
    day = until or part.day or month
    if day is None or day.year != year:
        found = "cumulative figures without their day" if day is None else f"cumulative figures of {day}"
        remedy = f"say it: --until {year}-09-30"
        raise UsageError(found, file=name, expected=f"a day of {year}, as in 截至{year}年9月30日", remedy=remedy)
    return day


def as_figures(df: pd.DataFrame) -> pd.DataFrame:
    """Judged rows as figures: one a project, whatever their kind; a project that stands twice keeps its first."""
    counted = df["status"].isin(["payment", "refund"])
    twice = counted & df[counted].duplicated("project_id").reindex(df.index, fill_value=False)
    df = df.assign(status=df["status"].mask(counted, FIGURE))
    return df.assign(
        status=df["status"].mask(twice, "left out"),
        finding=df["finding"].mask(twice, "L01"),
        also=df["also"].where(~counted | twice, df["also"].str.replace("L09", "").str.replace("month", "").str.strip()),
    )


def interim_rows(df: pd.DataFrame, part: Part, day: dt.date, origin: str, unit: str) -> list[dict]:
    """The figures as rows of ``interim_funds``, in 万元."""
    general = unit_of(unit) if unit else 1
    rows = []
    for row in df[df["status"].eq(FIGURE)].to_dict("records"):
        factor = (unit_of(row["unit"]) or general) if row["unit"] else general
        rows.append(
            {
                "project_id": row["project_id"],
                "source": "合计",
                "date": pd.Timestamp(day),
                "origin": origin,
                "initial": _wan(row["initial"], factor),
                "adjusted": _wan(row["adjusted"], factor),
                "paid": row["fen"] / FEN / WAN,
                "text": row["amount"],
                "place": row["place"],
            }
        )
    return rows


def _wan(text: str, factor: int | None) -> float | None:
    amount = read_amount(text)
    if amount is None:
        return None
    own = unit_of(amount.unit) if amount.unit else factor
    return amount.fen(own) / FEN / WAN if own else None
