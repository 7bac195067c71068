"""Months and quarters of a budget year."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from jixiao.errors import UsageError

YEARS = (1990, 2100)  # budget years, first and last


def parse_quarter(quarter: str) -> tuple[int, int]:
    """Year and last month of a quarter.

    Parameters
    ----------
    quarter : str
        As in 2022Q3.

    Returns
    -------
    tuple of int
        The year, and the quarter's last month: 3, 6, 9 or 12.

    Raises
    ------
    UsageError
        For anything but a year, Q and a number from 1 to 4.

    Examples
    --------
    >>> parse_quarter("2022Q3")
    (2022, 9)
    """
    parts = re.fullmatch(r"(\d{4})[Qq]([1-4])", str(quarter).strip())
    if not parts:
        raise UsageError(
            f"no quarter {str(quarter)!r}", expected="a year, Q and 1 to 4", remedy="write it as in 2022Q3"
        )
    return int(parts[1]), int(parts[2]) * 3


def last_quarter(today: dt.date) -> str:
    """The last quarter that has ended by a day.

    Examples
    --------
    >>> last_quarter(dt.date(2023, 1, 1)), last_quarter(dt.date(2022, 12, 31))
    ('2022Q4', '2022Q3')
    """
    ended = today.year * 4 + quarter_of(today.month) - 2
    return f"{ended // 4}Q{ended % 4 + 1}"


def month_end(year: int, month: int) -> str:
    """The last day of a month in ISO form.

    Raises
    ------
    UsageError
        For a month that is not 1 to 12.
    """
    if month not in range(1, 13):
        raise UsageError(f"month is {month!r}", expected="1 to 12")
    return f"{year}-{month:02d}-{calendar.monthrange(year, month)[1]}"


def quarter_of(month: int) -> int:
    """The quarter, 1 to 4, that a month belongs to."""
    return (month + 2) // 3
