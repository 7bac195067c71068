"""Figures as cells print them."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from jixiao.target_values.folding import fold_value

_UNITS = re.compile(r"(?:万元|千元|亿元|元|万|亿|%)$")


def figure(text: str) -> Decimal | None:
    """The number that a text is, whatever its unit; None where it is anything else."""
    return decimal(_UNITS.sub("", fold_value(text.strip())))


def decimal(text: str) -> Decimal | None:
    """The number a text is, thousand separators allowed; None where it is anything else."""
    if not re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?|-?\d+(\.\d+)?", text, re.ASCII):
        return None
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
