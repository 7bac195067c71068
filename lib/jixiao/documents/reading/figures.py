"""Figures as cells print them."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from jixiao.target_values.folding import fold_value
from jixiao.target_values.signs import NUMERAL, numeral_value

_UNITS = re.compile(r"(?:万元|千元|亿元|元|万|亿|%)$")
# As they are written where nobody is to change them.
_CAPITALS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")


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


def plain_amount(text: str) -> str:
    """A folded amount without the sign of the currency, and in digits; what may be read in two ways stays as it is.

    Examples
    --------
    >>> plain_amount("¥1,200.00"), plain_amount("叁佰贰拾万元整"), plain_amount("三四万元")
    ('1,200.00', '320万元', '三四万元')
    """
    text = re.sub(r"^(?:人民币)?[¥]?(?=[-\d])|(?<=元)[整正]$|^人民币(?=\D)", "", text)
    found = re.fullmatch(rf"(?P<numeral>{NUMERAL})(?P<unit>[百千]?[万亿]?元)", text.translate(_CAPITALS))
    return f"{numeral_value(found['numeral'])}{found['unit']}" if found else text
