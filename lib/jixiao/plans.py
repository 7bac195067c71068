"""How the shares of a spending plan are to be read: the one rule for its reader and its measures."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

TOLERANCE = 1e-9


def kind_of_plan(shares: Sequence[float]) -> str:
    """What the shares of one plan are, in the order of their checkpoints.

    Shares that do not fall, from 0 on, and end at 100 % are cumulative; shares of which none is negative and that sum
    to 100 % are per period. A plan that is neither is unclear and takes part in no measure; one that is both (0 until
    the last checkpoint, then 100 %) is called cumulative, for the curve is the same.

    Returns
    -------
    str
        cumulative, per period or unclear.

    Examples
    --------
    >>> kind_of_plan([0.2, 0.5, 1.0]), kind_of_plan([0.5, 0.5]), kind_of_plan([0.6, 0.5])
    ('cumulative', 'per period', 'unclear')
    """
    if (
        all(after - before >= -TOLERANCE for before, after in pairwise([0, *shares]))
        and abs(shares[-1] - 1) < TOLERANCE
    ):
        return "cumulative"
    if min(shares) >= -TOLERANCE and abs(sum(shares) - 1) < TOLERANCE:
        return "per period"
    return "unclear"
