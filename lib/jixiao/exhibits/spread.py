"""The drawing of one number of every department: a strip of dots a division, and the names of who lies far outside."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.specification import Specification
from jixiao.exhibits.style import ACCENT, BLUE, GREY, INK, PALE, canvas, percent_axis
from jixiao.phrases import written

LEAST, MOST, STEP = 0.8, 1.4, 0.1  # inches of a division's dots, and of one of several in the same place
LINE = 0.22  # inches of a name below them
PLACES = 60  # that are told apart from left to right
DIVISION = 0.75  # inches for its code


@dataclass(frozen=True)
class Spread:
    """A number of every department: its column, how it is written, what it is counted in, and the exhibit's words."""

    specification: Specification
    column: str
    kind: str
    is_share: bool = False


def draw_spread(
    exhibit: Exhibit, df: pd.DataFrame, spread: Spread, named: list[int], marks: tuple[float, float, float]
) -> Figure:
    """A strip of dots a division, over the middle half of all and their median; outliers named below their dots."""
    codes = df["division_code"].fillna("")
    strips = [(code, df.index[codes.eq(code)]) for code in sorted(codes.unique(), key=lambda code: (not code, code))]
    strip = _strip_height(df, spread)
    heights = [strip + LINE * sum(index in named for index in indices) for _, indices in strips]
    words = (exhibit.title, exhibit.subtitle, exhibit.source)
    figure, ax = canvas(*words, max(sum(heights), 1.2), left=DIVISION + 0.35, width=exhibit.width)
    low, middle, high = marks
    if spread.is_share:
        percent_axis(ax.xaxis)
        ax.set_xlim(-0.02, 1.02)
    else:
        most = max(df[spread.column].max(), 1)
        ax.set_xticks([tick for tick in MaxNLocator(6).tick_values(0, most) if tick <= most])
        ax.set_xlim(-0.02 * most, 1.04 * most)
    ax.axvspan(low, high, color=PALE, alpha=0.35, lw=0)
    ax.axvline(middle, color=GREY, lw=1, ls=(0, (3, 3)))
    top, places = 0.0, []
    for (_, indices), height in zip(strips, heights, strict=True):
        places.append(top + strip / 2)
        _draw_strip(ax, df.loc[indices], spread, named, (top, strip))
        top += height
    ax.set_ylim(top, 0)
    labels = [f"{code or '—'}\nn = {len(indices)}" for code, indices in strips]
    ax.set_yticks(places, labels, linespacing=1.2)
    return figure


def _strip_height(df: pd.DataFrame, spread: Spread) -> float:
    """Inches in which as many dots as stand above one another in a division are told apart."""
    place = _place(df[spread.column], spread)
    most = df.groupby([df["division_code"].fillna(""), place]).size().max()
    return float(np.clip(STEP * most + 0.2, LEAST, MOST))


def _place(numbers: pd.Series, spread: Spread) -> pd.Series:
    """Numbers so near to one another that their dots would touch have the same place."""
    return (numbers * PLACES / (1 if spread.is_share else max(numbers.max(), 1))).round()


def _draw_strip(ax: Axes, df: pd.DataFrame, spread: Spread, named: list[int], place: tuple[float, float]) -> None:
    """Dots in their place, a top and a height, and below it the names."""
    numbers, (top, strip) = df[spread.column], place
    heights = top + strip / 2 + _apart(_place(numbers, spread), strip)
    colours = [ACCENT if index in named else BLUE for index in df.index]
    ax.scatter(numbers, heights, s=22, c=colours, lw=0.5, edgecolor="white", zorder=3)
    middle = sum(ax.get_xlim()) / 2
    for line, index in enumerate([index for index in df.index if index in named]):
        x, y = numbers[index], top + strip + LINE * line + LINE / 2
        ax.plot([x, x], [heights[index], y], color=ACCENT, lw=0.6, zorder=2)
        left = x < middle
        ax.annotate(
            f"{df['department'][index]} {written(x, spread.kind, 'en')}",
            (x, y),
            xytext=(4 if left else -4, 0),
            textcoords="offset points",
            ha="left" if left else "right",
            va="center",
            size=8.5,
            color=INK,
        )


def _apart(place: pd.Series, strip: float) -> pd.Series:
    """Heights by which dots of one place stand apart, the same from run to run."""
    rank = place.groupby(place).cumcount()
    sizes = place.groupby(place).transform("size")
    step = np.minimum(STEP, (strip - 0.2) / sizes)
    return (rank - (sizes - 1) / 2) * step
