"""How far targets have come within the year: progress, and a light for each indicator and project.

The lights are those of a system in use in several provinces: progress below 0.6 red, below 0.8 yellow, below 1.2 green,
else blue. Always also words; never a verdict on the year's result.
"""

from __future__ import annotations

from math import inf

import pandas as pd

from jixiao.frames import each_row
from jixiao.measures import KEYS
from jixiao.measures.actuals import NUMBER, operators, read_actual
from jixiao.vocabulary import Vocabulary, shipped

RED, YELLOW, GREEN, BLUE = "红", "黄", "绿", "蓝"
WORST_FIRST = [RED, YELLOW, GREEN, BLUE]
STEPS = (0.6, 0.8, 1.2)  # of progress, between the lights
OF_WORDS = {"达成": GREEN, "部分达成": YELLOW, "未达成": RED}


def progress(actuals: pd.DataFrame, *, vocabulary: Vocabulary | None = None) -> pd.DataFrame:
    """Progress and light of every indicator, at the day of its report.

    Parameters
    ----------
    actuals : DataFrame
        As `actuals.read_actuals` gives them from the table of monitoring; a column status decides about words.
    vocabulary : Vocabulary, optional
        The units that are known; else those that are shipped.

    Returns
    -------
    DataFrame
        ``actuals`` with progress, reached ÷ (target × months ÷ 12), and light. A rate (%, ‰) is no sum: it is compared
        with the whole target and never blue (this tool's convention; the system seen prorates it). For ≤ and < there
        is no progress: green where the target is kept, else red. Where nothing is reported, or it cannot be compared,
        there is no light.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures.actuals import read_actuals
    >>> from jixiao.tables import frame
    >>> data = load("sample")
    >>> made_up = {"indicator_id": data.indicators["indicator_id"][7], "date": "2022-07-31", "actual": "76%"}
    >>> reported = frame("monitoring", [made_up])
    >>> df = progress(read_actuals(data.documents, data.projects, data.indicators, reported))
    >>> df.loc[[7], ["target", "actual", "progress", "light"]]
      target actual  progress light
    7   ≥80%    76%      0.95     绿
    """
    words = vocabulary or shipped()
    down = operators(actuals).isin(["<=", "<"])
    units = actuals["unit"].fillna("")
    is_rate = units.map({unit: words.dimension(unit) == "rate" for unit in units.unique()}).astype(bool)
    numbers = actuals["found"].eq(NUMBER) & actuals["value"].gt(0)
    share = (actuals["date"].dt.month / 12).where(~is_rate, 1.0)
    done = (actuals["reached"] / (actuals["value"] * share)).round(6)
    light = pd.cut(done, [-inf, *STEPS, inf], right=False, labels=WORST_FIRST).astype("str")
    light = light.mask(is_rate & light.eq(BLUE), GREEN).where(numbers & ~down)
    kept = (actuals["reached"] <= actuals["value"]).map({True: GREEN, False: RED})
    light = light.mask(down & actuals["found"].eq(NUMBER), kept)
    if "status" in actuals:
        light = light.mask(actuals["kind"].eq("text") & actuals["found"].ne(NUMBER), actuals["status"].map(OF_WORDS))
    return actuals.assign(progress=done.where(numbers & ~down), light=light)


def worse_than_target(actuals: pd.DataFrame, *, vocabulary: Vocabulary | None = None) -> pd.Series:
    """Whether the result expected for the whole year is worse than the target; False where they cannot be compared.

    Parameters
    ----------
    actuals : DataFrame
        As `actuals.read_actuals` gives them from the table of monitoring.
    vocabulary : Vocabulary, optional
        The units that are known; else those that are shipped.

    Returns
    -------
    Series of bool
        Indexed as ``actuals``.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.measures.actuals import read_actuals
    >>> from jixiao.tables import frame
    >>> data = load("sample")
    >>> made_up = {"indicator_id": data.indicators["indicator_id"][7], "date": "2022-07-31", "expected": "76%"}
    >>> reported = read_actuals(data.documents, data.projects, data.indicators, frame("monitoring", [made_up]))
    >>> bool(worse_than_target(reported)[7])
    True
    """
    words, signs = vocabulary or shipped(), operators(actuals)
    worse = []
    for row in each_row(
        actuals.assign(sign=signs)[["expected", "kind", "unit", "value", "upper", "deadline", "year", "sign"]]
    ):
        found = read_actual(
            "" if pd.isna(row.expected) else row.expected,
            kind=row.kind,
            unit="" if pd.isna(row.unit) else row.unit,
            value=float(row.value),
            year=int(row.year),
            vocabulary=words,
        )
        reached = None if found.value is None else float(found.value)
        if found.day is not None and pd.notna(row.deadline):
            worse.append(found.day > row.deadline.date())
        elif reached is None:
            worse.append(False)
        elif row.kind == "range":
            worse.append(not row.value <= reached <= row.upper)
        else:
            worse.append(reached > row.value if row.sign in ("<=", "<") else reached < row.value)
    return pd.Series(worse, index=actuals.index, dtype=bool)


def project_lights(lit: pd.DataFrame, projects: pd.DataFrame) -> pd.DataFrame:
    """The light of every project: the worst of its indicators, 红 before 黄, 绿 and 蓝.

    Parameters
    ----------
    lit : DataFrame
        As `progress` gives it.
    projects : DataFrame
        The tidy table.

    Returns
    -------
    DataFrame
        The keys of a department, project_id, light, indicators (with a light), good (the share of them that is green
        or blue). Projects without any light are left out.

    Examples
    --------
    >>> from jixiao import load
    >>> data = load("sample")
    >>> lit = data.indicators.assign(light=["绿", "红"] + [None] * (len(data.indicators) - 2))
    >>> project_lights(lit, data.projects)[["light", "indicators", "good"]]
      light  indicators  good
    0     红           2   0.5
    """
    df = lit.dropna(subset="light")
    rank = df["light"].map(WORST_FIRST.index)
    found = df.assign(rank=rank, good=df["light"].isin([GREEN, BLUE])).groupby("project_id", sort=False)
    table = found.agg(rank=("rank", "min"), indicators=("light", "size"), good=("good", "mean")).reset_index()
    table.insert(1, "light", [WORST_FIRST[place] for place in table.pop("rank")])
    return projects[[*KEYS, "project_id"]].merge(table, on="project_id")
