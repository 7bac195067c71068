"""Deviations of what was paid from what was planned, in bands: the same for projects and for departments."""

from __future__ import annotations

import numpy as np
import pandas as pd

from jixiao.conventions import FAR, ON_PLAN

FEN, WAN = 100, 10_000  # 分 of a yuan, yuan of 万元
FAR_BEHIND, BEHIND, ON, AHEAD, FAR_AHEAD = "明显滞后", "略滞后", "基本相符", "略超前", "明显超前"
BANDS = [FAR_BEHIND, BEHIND, ON, AHEAD, FAR_AHEAD]
PLACES = 6  # decimals on which bands are decided: 0.4 − 0.5 is −0.1
# What execution states beside amounts counted: of projects, and summed up of departments.
SHARES = [
    *("rate", "rate_initial", "planned_share", "planned_lower", "planned_upper", "interpolated", "planned_amount"),
    *("deviation", "deviation_lower", "deviation_upper", "deviation_amount", "band", "band_certain", "pace_ratio"),
]
COUNTED = ["budget", "adjustments", "carried_in", "adjusted_budget", "basis", "paid"]


def band(deviation: pd.Series, *, on_plan: float = ON_PLAN, far: float = FAR) -> pd.Series:
    """The band of deviations from the plan, by this tool's convention.

    Parameters
    ----------
    deviation : Series of float
        Paid less planned share; below 0 is behind.
    on_plan, far : float
        From what share on it is not on plan, and far from it; equality belongs to the outer band.

    Returns
    -------
    Series of str
        One of `BANDS`; missing where the deviation is.

    Examples
    --------
    >>> band(pd.Series([0.4 - 0.5, -0.05, 0.0499, 0.2])).tolist()
    ['明显滞后', '略滞后', '基本相符', '明显超前']
    """
    value = deviation.round(PLACES)
    tests = [value.le(-far), value.le(-on_plan), value.lt(on_plan), value.lt(far)]
    found = np.select([test.to_numpy() for test in tests], BANDS[:4], default=FAR_AHEAD)
    return pd.Series(found, index=deviation.index, dtype="str").where(deviation.notna())


def with_bands(df: pd.DataFrame, on_plan: float = ON_PLAN, far: float = FAR) -> pd.DataFrame:
    """With the bands of deviations, and whether they are the same at both bounds.

    Parameters
    ----------
    df : DataFrame
        With deviation, deviation_lower and deviation_upper.
    on_plan, far : float
        See `band`.

    Returns
    -------
    DataFrame
        With band and band_certain.

    Examples
    --------
    >>> df = pd.DataFrame({"deviation": [-0.2], "deviation_lower": [-0.3], "deviation_upper": [-0.15]})
    >>> with_bands(df)[["band", "band_certain"]].values.tolist()
    [['明显滞后', True]]
    """
    lower, upper = (band(df[f"deviation_{end}"], on_plan=on_plan, far=far) for end in ("lower", "upper"))
    middle = band(df["deviation"], on_plan=on_plan, far=far)
    return df.assign(band=middle, band_certain=lower.eq(upper) & middle.notna())
