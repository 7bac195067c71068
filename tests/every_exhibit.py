"""All exhibits with their defaults, for tests of what holds for each, and data of many kinds to show."""

import inspect
import itertools
from dataclasses import replace
from functools import cache

import pandas as pd
from jixiao import exhibits, load
from jixiao.dataset import Dataset
from jixiao.exhibits.exhibit import Exhibit
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from own_targets import as_own
from years import next_year

FUNCTIONS = [getattr(exhibits, name) for name in exhibits.__all__ if name != "Exhibit"]
paid_sample = cache(lambda: load("sample-execution"))
PAID = (
    ".payments_curve",
    ".reached",
    ".execution",
    ".outlook",
    ".exhibits.ledgers",
    ".exhibits.evaluation",
    ".exhibits.grades",
    ".exhibits.monitoring",
)  # shown of the invented ledger and results
# Made once, so that exhibits of the same data share its review.
own_of, year_after = cache(as_own), cache(next_year)


def shown(function, data: Dataset, language: str = "zh") -> Exhibit:
    """The exhibit with its defaults; what has none is given."""
    if function.__module__.endswith(".own"):
        data = own_of(data)
    if function.__module__.endswith((".departments", ".shared")):
        data = two_departments(data)
    if function.__module__.endswith(PAID) and len(data.projects) == 9:
        data = paid_sample()
    parameters = inspect.signature(function).parameters
    if "after" in parameters:  # two sides: the data, and for the whole sample its next year
        return function(data, year_after(data) if len(data.projects) == 9 else data, language=language)
    needed = {"month": 9, "dataset": "sample"}
    if "as_of" in parameters and len(data.ledgers):
        return function(data, as_of="2022-09-30", language=language)
    given = {name: needed[name] for name, p in parameters.items() if p.default is p.empty and name != "data"}
    return function(data, language=language, **given)


@cache
def two_departments(data: Dataset) -> Dataset:
    """The data twice, the second time as another department's."""
    ids = {"document_id", "department_id", "project_id", "indicator_id"}
    twice = {}
    for name, df in data.tables.items():
        other = df.assign(**{column: df[column] + "b" for column in ids & {*df}})
        twice[name] = pd.concat([df, other], ignore_index=True)
    return data.with_tables(twice)


def boxes(exhibit: Exhibit) -> list[tuple[str, object]]:
    """Every visible text of the figure with its box in pixels."""
    renderer = FigureCanvasAgg(exhibit.figure).get_renderer()
    exhibit.figure.draw(renderer)
    texts = [text for text in exhibit.figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
    return [(text.get_text(), text.get_window_extent(renderer)) for text in texts if not text.get_rotation()]


def within(box, page) -> bool:
    """Whether a box lies on a page, both in pixels."""
    return box.x0 >= page[0] and box.y0 >= page[1] and box.x1 <= page[2] and box.y1 <= page[3]


def misplaced(exhibit: Exhibit) -> list:
    """Texts that leave the figure, and pairs that overlap by more than a pixel of shared margin."""
    found = boxes(exhibit)
    width, height = exhibit.figure.get_size_inches() * exhibit.figure.dpi
    outside = [text for text, box in found if not within(box, (0, 0, width, height))]
    pairs = itertools.combinations(found, 2)
    return outside + [(a, b) for (a, one), (b, two) in pairs if one.padded(-1.5).overlaps(two.padded(-1.5))]


@cache
def unsure(sample):
    """The sample with what other documents bring: unclear targets, names outside the framework, missing budgets."""
    rows, df = sample.indicators.index, sample.indicators
    df = df.assign(
        kind=df["kind"].where(rows % 7 != 0, "unclear"),
        level1=df["level1"].mask(rows % 11 == 0),
        level2=df["level2"].mask(rows % 11 == 0).mask(rows % 13 == 0, "创新"),
    )
    budget = sample.projects["budget"].mask(sample.projects["position"].isin([2, 9]))
    return replace(sample, indicators=df, projects=sample.projects.assign(budget=budget))


def copy(df, number):
    """Rows under other ids."""
    ids = [column for column in ("project_id", "indicator_id") if column in df]
    return df.assign(**{column: df[column] + f"-{number}" for column in ids})


@cache
def many(sample):
    """Sixty-three projects with long names that differ at their ends, on two calendars of checkpoints."""
    tables = {
        name: pd.concat([copy(sample.tables[name], number) for number in range(7)], ignore_index=True)
        for name in ("projects", "disbursements", "indicators", "funds")
    }
    names = "省级财政衔接推进乡村振兴补助资金支持农村公路养护工程及附属设施" + tables["projects"]["project_id"]
    tables["projects"] = tables["projects"].assign(project_name=names, position=range(1, 64))
    dates = tables["disbursements"]["date"].replace(pd.Timestamp("2022-10-31"), pd.Timestamp("2022-09-30"))
    shifted = tables["disbursements"]["project_id"].str.endswith("-3")
    tables["disbursements"] = tables["disbursements"].assign(date=lambda df: df["date"].mask(shifted, dates))
    return replace(sample, goals=sample.goals[sample.goals["project_id"].isna()], **tables)


@cache
def poor(sample):
    """No budget at all."""
    return replace(sample, projects=sample.projects.assign(budget=float("nan")))


@cache
def newer(sample):
    """The framework of 2021."""
    return replace(sample, documents=sample.documents.assign(framework="2021"))
