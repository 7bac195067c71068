"""What was reached against a target: a reported value read like a target, and brought to the target's unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

import pandas as pd

from jixiao.frames import each_row
from jixiao.target_values import parse_target
from jixiao.target_values.folding import BLANK as DASHES
from jixiao.target_values.folding import fold_value
from jixiao.vocabulary import Vocabulary, shipped

# A bare result of at most the one against a rate above the other may be a share: 0.82 for ≥80%.
A_SHARE, A_RATE = 1, 1.5
# A bare result so many times a target in 万 may count ones: 23500 for ≥2.3万人.
SCALES, A_SCALE = ("千", "万", "百万", "亿"), 1000
NOTHING = DASHES | {"无"}
UNITS_OF_TIME = ("年", "年度", "个年度", "月", "个月")
LESS_IS_BETTER = ("成本", "经济成本", "社会成本", "生态环境成本", "时效")  # levels 2, where a target has no sign
BLANK, WORDS, NUMBER, DATE, NOT_COMPARABLE = "blank", "words", "number", "date", "not comparable"


@dataclass(frozen=True, slots=True)
class Actual:
    """A reported value beside its target.

    Attributes
    ----------
    kind : str
        ``number``, ``date``, ``words``, ``blank``, or ``not comparable`` (words for a number, another dimension).
    value : Decimal or None
        In the target's unit.
    day : datetime.date or None
        Of a date.
    signed : bool
        Whether the sign of the target was repeated, as in ≥95%.
    """

    kind: str
    value: Decimal | None = None
    day: date | None = None
    signed: bool = False


@lru_cache(maxsize=65536)
def read_actual(text: str, *, kind: str, unit: str, value: float, year: int, vocabulary: Vocabulary) -> Actual:
    """Read a reported value against the target it belongs to; the arguments are columns of the target's row."""
    if fold_value(text) in NOTHING:
        return Actual(BLANK)
    read = parse_target(text, year=year, vocabulary=vocabulary)
    if read.kind == "unclear" and unit:
        read = parse_target(text, unit=unit, year=year, vocabulary=vocabulary)
    signed = bool(read.operator)
    if read.kind == "date" and read.deadline and (kind == "date" or unit in UNITS_OF_TIME):
        return Actual(DATE, day=read.deadline, signed=signed)
    if kind not in ("number", "range"):
        return Actual(WORDS if kind == "text" else NOT_COMPARABLE)
    if read.kind != "number" or read.value is None:
        return Actual(NOT_COMPARABLE)
    reached = Decimal(str(read.value))
    factor = vocabulary.factor(read.unit, unit) if read.unit and unit else Decimal(1)
    least = A_SCALE * max(abs(value), 1.0)
    scaled = not read.unit and unit.startswith(SCALES) and abs(float(reached)) >= least
    bare_share = not read.unit and vocabulary.dimension(unit) == "rate" and reached <= A_SHARE and value > A_RATE
    if factor is None or bare_share or scaled:
        return Actual(NOT_COMPARABLE, signed=signed)
    return Actual(NUMBER, reached * factor, signed=signed)


def read_actuals(
    documents: pd.DataFrame,
    projects: pd.DataFrame,
    indicators: pd.DataFrame,
    reported: pd.DataFrame,
    *,
    vocabulary: Vocabulary | None = None,
) -> pd.DataFrame:
    """Reported values beside their targets, in the targets' units.

    Parameters
    ----------
    documents, projects, indicators : DataFrame
        The tidy tables.
    reported : DataFrame
        The tidy table of results, or of monitoring.
    vocabulary : Vocabulary, optional
        The units that are known; else those that are shipped.

    Returns
    -------
    DataFrame
        The columns of ``indicators``, year, those of ``reported`` but value and place, and reached (the number in the
        target's unit), found (the kind of an `Actual`), day (of a date), signed. Indicators of which nothing is
        reported stay, with found ``blank``.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.tables import frame
    >>> data = load("sample")
    >>> made_up = frame("results", [{"indicator_id": data.indicators["indicator_id"][3], "actual": "49500元"}])
    >>> df = read_actuals(data.documents, data.projects, data.indicators, made_up)
    >>> df.loc[[3], ["target", "actual", "reached", "found"]]
      target  actual  reached   found
    3   ≤5万元  49500元     4.95  number
    """
    words = vocabulary or shipped()
    years = projects[["project_id", "document_id"]].merge(documents[["document_id", "year"]], on="document_id")
    df = indicators.merge(years[["project_id", "year"]], on="project_id", how="left")
    df = df.merge(reported.drop(columns=["value", "place"]), on="indicator_id", how="left")
    found = [
        read_actual(
            "" if pd.isna(row.actual) else row.actual,
            kind=row.kind,
            unit="" if pd.isna(row.unit) else row.unit,
            value=float(row.value),
            year=int(row.year),
            vocabulary=words,
        )
        for row in each_row(df[["actual", "kind", "unit", "value", "year"]])
    ]
    return df.assign(
        reached=pd.Series([None if one.value is None else float(one.value) for one in found], dtype="float64"),
        found=[one.kind for one in found],
        day=pd.to_datetime(pd.Series([one.day for one in found], dtype=object)),
        signed=[one.signed for one in found],
    )


def operators(indicators: pd.DataFrame) -> pd.Series:
    """The sign by which every target is judged: its own, else <= for costs and times and >= for all others.

    Parameters
    ----------
    indicators : DataFrame
        The tidy table.

    Returns
    -------
    Series of str
        Indexed as ``indicators``.

    Examples
    --------
    >>> from jixiao import load
    >>> operators(load("sample").indicators.head(4)).tolist()
    ['>=', '<=', '>=', '<=']
    """
    less = indicators["level1"].eq("成本") | indicators["level2"].isin(LESS_IS_BETTER)
    return indicators["operator"].fillna(less.map({True: "<=", False: ">="}))
