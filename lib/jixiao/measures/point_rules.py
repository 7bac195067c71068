"""Rules that turn what was reached into points, in decimals, and the settings where sources differ."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

CENT = Decimal("0.01")


@dataclass(frozen=True, kw_only=True)
class Scoring:
    """How points are given where sources differ: conventions of this tool, each a setting.

    Attributes
    ----------
    at_most : str
        For more than a ≤ target allows: ``ratio`` w·a ÷ b, or ``linear`` w·max(0, 2 − b ÷ a).
    equal : str
        A target with =: ``at-least`` as ≥; ``two-sided`` min(a ÷ b, b ÷ a); ``exact``.
    bands : tuple of Decimal
        Shares of the weight from which a target in words counts as reached, and as reached in part.
    execution : Decimal
        The weight of the budget's execution where the table gives none.
    weights : mapping
        Points of each level 1 where the table gives none; those of the framework of 2021 hold where it is followed.
    grades : tuple
        Points from which a grade is given, from the best.
    over : float
        From which ratio of result to target on a target may have been set too low.
    """

    at_most: str = "ratio"
    equal: str = "at-least"
    bands: tuple[Decimal, Decimal] = (Decimal("0.8"), Decimal("0.6"))
    execution: Decimal = Decimal(10)
    weights: dict[str, int] = field(default_factory=lambda: {"产出": 50, "效益": 30, "满意度": 10})
    weights_2021: dict[str, int] = field(default_factory=lambda: {"成本": 20, "产出": 40, "效益": 20, "满意度": 10})
    grades: tuple[tuple[int, str], ...] = ((90, "优"), (80, "良"), (60, "中"), (0, "差"))
    over: float = 1.3


def half_up(number: Decimal) -> Decimal:
    """A number to two decimals, a half away from zero, as forms round: 8.505 is 8.51.

    Examples
    --------
    >>> half_up(Decimal("8.505"))
    Decimal('8.51')
    """
    return number.quantize(CENT, ROUND_HALF_UP)


def rule_points(
    operator: str, target: Decimal, upper: Decimal | None, actual: Decimal, weight: Decimal, scoring: Scoring
) -> Decimal | None:
    """Points for a number reached against a numerical target, by rule; None where a person has to decide.

    Examples
    --------
    >>> rule_points(">=", Decimal(90), None, Decimal(85), Decimal(10), Scoring())
    Decimal('9.44')
    """
    share = _share(operator, target, upper, actual, scoring)
    return None if share is None else half_up(weight * share)


def _share(operator: str, target: Decimal, upper: Decimal | None, actual: Decimal, scoring: Scoring) -> Decimal | None:
    """The share of the weight that a number earns."""
    one, none = Decimal(1), Decimal(0)
    if upper is not None:
        if target <= actual <= upper:
            return one
        return None if target <= 0 else max(none, actual) / target if actual < target else upper / actual
    at_most, equal = operator in ("<=", "<"), operator == "="
    if target < 0:
        met = actual <= target if at_most else actual == target if equal else actual >= target
        return one if met else None
    if target == 0:
        return one if (actual <= 0 if at_most or equal else actual >= 0) else none
    if at_most:
        linear = scoring.at_most == "linear"
        return one if actual <= target else max(none, 2 - actual / target) if linear else target / actual
    if equal and scoring.equal == "exact":
        return one if actual == target else none
    if equal and scoring.equal == "two-sided" and actual > target:
        return target / actual
    return min(one, max(none, actual) / target)


def words_points(status: str, weight: Decimal, scoring: Scoring) -> tuple[Decimal, Decimal]:
    """The band of points for a target in words that was reached, reached in part or missed.

    Examples
    --------
    >>> words_points("部分达成", Decimal("12.5"), Scoring())
    (Decimal('7.50'), Decimal('9.99'))
    """
    reached, partly = (half_up(weight * share) for share in scoring.bands)
    if status == "达成":
        return reached, weight
    return (
        (partly, max(partly, reached - CENT)) if status == "部分达成" else (Decimal(0), max(Decimal(0), partly - CENT))
    )


def execution_points(budget: float | None, paid: float | None, weight: Decimal) -> tuple[Decimal, Decimal]:
    """Points for the execution of the budget, w × min(1, paid ÷ budget); without a budget the rule cannot say.

    Examples
    --------
    >>> execution_points(5, 4.77, Decimal(10))
    (Decimal('9.54'), Decimal('9.54'))
    >>> execution_points(0, 4.77, Decimal(10))
    (Decimal('0'), Decimal('10'))
    """
    if budget is None or paid is None or pd.isna(budget) or pd.isna(paid) or budget <= 0:
        return Decimal(0), weight
    exact = half_up(weight * min(Decimal(1), Decimal(str(paid)) / Decimal(str(budget))))
    return exact, exact
