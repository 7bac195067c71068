"""Figures as cells print them."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation


def decimal(text: str) -> Decimal | None:
    """The number a text is, thousand separators allowed; None where it is anything else."""
    if not re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?|-?\d+(\.\d+)?", text, re.ASCII):
        return None
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
