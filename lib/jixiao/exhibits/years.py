"""The exhibit of several years of one department: its budget, and how much of its targets can be checked."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from jixiao.dataset import Dataset
from jixiao.errors import UsageError
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.scope import Scope
from jixiao.exhibits.specification import Specification
from jixiao.exhibits.style import ACCENT, BLUE, GREY, INK, canvas, percent_axis
from jixiao.frames import each_row
from jixiao.measures import KEYS
from jixiao.measures.years import by_year
from jixiao.named import planning
from jixiao.phrases import MISSING, listed, say, written
from jixiao.review.settings import convention

OVER_YEARS = Specification(
    "over_years",
    "comparison",
    n="indicator",
    shown={
        "year": "integer",
        "projects": "count",
        "budget": "amount",
        "indicators": "count",
        "quantified": "count",
        "quantified_share": "share",
        "informative": "count",
        "informative_share": "share",
    },
    picture="panels",
)
SHARES = {"quantified_share": BLUE, "informative_share": ACCENT}
HIGH, GAP = 2.1, 0.75  # inches: of the axes, and between them
CLOSE = 0.08  # two shares whose labels would touch
FEW = 5  # years whose amounts all have room


@dataclass(frozen=True)
class _Years(Scope):
    """The scope of one department's plan in the latest of several years, which knows all of them."""

    every: Dataset

    @classmethod
    def of_years(cls, data: Dataset, language: str) -> _Years:
        """The plans of every year: an adjusted one before the first, without the forms that report on them."""
        if data.projects.empty:
            return cls(Scope.of(data, language).data, language, data)
        documents = data.documents
        plans = [planning(own)["document_id"] for _, own in documents.groupby("year")]
        data = data.without(set(documents["document_id"]) - {name for own in plans for name in own})
        years = data.documents["year"]
        if years.duplicated().any():
            year = int(years[years.duplicated()].iloc[0])
            raise UsageError(
                f"several documents of {year}: {', '.join(data.documents.loc[years.eq(year), 'file'])}",
                expected="one a year that states the plan",
                remedy="leave out the others, as in data.without([document_id])",
            )
        last = data.select(year=int(years.max()))
        return cls(Scope.of(last, language).data, language, data)

    def source(self, counted: str) -> str:
        """The source line: the documents of all years, and n."""
        files = listed(self.every.documents.sort_values("year")["file"].tolist(), self.language)
        return self.say("over_years.source", file=files, n=counted)


def over_years(data: Dataset, *, k: int = 0, language: str = "zh") -> Exhibit:
    """One department's budget, and the share of its targets that can be checked, year by year.

    Parameters
    ----------
    data : Dataset
        One department in several years, as in ``data.select(department="803001")``. Of a year with several documents
        that which states the plan is taken.
    k : int
        Number of projects on which one target counts as copied, a convention of this tool; 0: as set.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a year: ``document_id``, ``department_id``, ``scope``, ``year``, numbers of ``projects``,
        ``indicators`` (without unclear ones), of which ``quantified`` and ``informative`` (``quantified_share``,
        ``informative_share``), and ``budget`` (万元, in the prices of the year). Without projects it has no rows, and
        its title says so.

    Raises
    ------
    UsageError
        Where the data holds more than one department, or several documents that state the plan of one year.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.over_years(load("sample"), language="en").table[["year", "indicators", "informative"]]
       year  indicators  informative
    0  2022          73           18
    """
    scope = _Years.of_years(data, language)
    if data.projects.empty:
        return scope.nothing(OVER_YEARS, "no_project")
    every = scope.every
    df = by_year(every.documents, every.projects, every.indicators, k=convention("copied", k))
    df = df[[*KEYS, *OVER_YEARS.shown]]
    first, last = df.iloc[0], df.iloc[-1]
    values = {
        "informative_share_before": first["informative_share"],
        **last[["informative", "indicators", "informative_share"]],
        "year_before": str(first["year"]),
        "years": len(df),
        "n": int(df["indicators"].sum()),
    }
    ends = [written(share, "share", "en") for share in df["informative_share"].iloc[[0, -1]]]
    title = "title_one" if len(df) == 1 else "title_unknown" if MISSING in ends else "title"
    return scope.exhibit(
        OVER_YEARS,
        df,
        values,
        draw=_draw_years,
        title="title_same" if title == "title" and ends[0] == ends[1] else title,
        also={"steps": True},
    )


def _draw_years(exhibit: Exhibit) -> Figure:
    df = exhibit.table
    figure, frame = canvas(exhibit.title, exhibit.subtitle, exhibit.source, HIGH, left=0.55, right=1.3, top=0.3)
    box, width = frame.get_position(), figure.get_figwidth()
    frame.remove()
    half = (box.width - GAP / width) / 2
    money = figure.add_axes((box.x0, box.y0, half, box.height))
    shares = figure.add_axes((box.x0 + half + GAP / width, box.y0, half, box.height))
    _draw_budgets(money, df, exhibit.language)
    _draw_shares(shares, df, exhibit.language)
    for ax, heading in ((money, "budget"), (shares, "shares")):
        ax.set_title(say(f"over_years.{heading}", exhibit.language), size=9, color=GREY, loc="left", pad=9)
        ax.set_xticks(range(len(df)), [str(year) for year in df["year"]])
        ax.set_xlim(-0.5, len(df) - 0.5)
    return figure


def _draw_budgets(ax: Axes, df: pd.DataFrame, language: str) -> None:
    ax.bar(range(len(df)), df["budget"].fillna(0), width=0.55, color=BLUE)
    for x, budget in enumerate(df["budget"]):
        text = written(budget, "amount", language) if len(df) <= FEW or x in (0, len(df) - 1) else ""
        ax.annotate(text, (x, budget if budget > 0 else 0), xytext=(0, 3), textcoords="offset points", ha="center")
    ax.set_yticks([])
    ax.set_ylim(0, max(df["budget"].max() * 1.12, 1e-9) if df["budget"].notna().any() else 1)


def _draw_shares(ax: Axes, df: pd.DataFrame, language: str) -> None:
    ax.grid(axis="y")
    last = df[list(SHARES)].iloc[-1]
    close = last.max() - last.min() < CLOSE
    for (name, colour), aside in zip(SHARES.items(), (6, -6), strict=True):
        ax.plot(range(len(df)), df[name], "o-", color=colour, lw=1.8, ms=5, clip_on=False)
        if pd.notna(last[name]):
            label = f"{written(last[name], 'share', language)} {say(f'over_years.{name}', language)}"
            place, offset = (len(df) - 1, last[name]), (9, aside if close else 0)
            ax.annotate(label, place, xytext=offset, textcoords="offset points", va="center", color=colour)
    for x, row in enumerate(each_row(df)):
        ax.text(x, 0.015, f"n={row.indicators}", ha="center", va="bottom", size=8, color=INK)
    percent_axis(ax.yaxis)
    ax.set_ylim(0, 1)
