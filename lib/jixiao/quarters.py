"""Names of quarters, as a brief's parameter."""

from __future__ import annotations

import re

from jixiao.errors import UsageError


def parse_quarter(quarter: str) -> tuple[int, int]:
    """Year and last month of a quarter.

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
