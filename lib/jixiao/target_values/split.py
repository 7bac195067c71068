"""Target values published in several cells: sign, number and unit."""

from __future__ import annotations

from jixiao.target_values.folding import EMPTY, fold_value
from jixiao.target_values.signs import SIGNED, SIGNS
from jixiao.target_values.units import known_unit
from jixiao.texts import seen
from jixiao.vocabulary import Vocabulary, shipped


def joined_target(text: str, sign: str = "", unit: str = "", *, vocabulary: Vocabulary | None = None) -> str:
    """The text of a target value with the sign and unit that stand in cells of their own.

    What the text says already is not said twice, and cells that hold no sign or unit (定量, /) are passed over.

    Examples
    --------
    >>> joined_target("735", "≧", "人次"), joined_target("≥95%", "≥", "%"), joined_target("12", "定量", "/")
    ('≧735人次', '≥95%', '12')
    """
    said = fold_value(seen(text))
    signed = fold_value(seen(sign)) not in SIGNS or SIGNED.match(said)
    before = "" if signed else sign.strip()
    own = fold_value(seen(unit))
    behind = (
        ""
        if own in EMPTY or said.endswith((own, fold_value(known_unit(own, vocabulary or shipped())) or own))
        else unit.strip()
    )
    return f"{before}{text}{behind}"
