"""Cumulative figures, one a project: what was paid by a day, as 支出进度表 have it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pandas as pd

from jixiao.errors import UsageError
from jixiao.ledgers.headings import FIGURES
from jixiao.ledgers.reading import Part
from jixiao.ledgers.totals import is_money
from jixiao.ledgers.values import FEN, fold, read_amount, unit_of
from jixiao.quarters import month_end

WAN = 10_000
FIGURE = "figure"
TEXTS = ("code", "name", "amount", "unit", "note", "source", "initial", "adjusted")  # by which rows are the same


def is_undated(part: Part) -> bool:
    """Whether cumulative figures do not say of which day they are, as a summary beside payments need not."""
    return part.heading.kind == FIGURES and part.day is None and not part.heading.month


def day_of(part: Part, year: int, until: dt.date | None, name: str) -> dt.date:
    """The day that the figures are of: as asked for, as stated before the heading row, as the heading's month says.

    Raises
    ------
    UsageError
        Where none of them says it.
    """
    month = dt.date.fromisoformat(month_end(year, part.heading.month)) if part.heading.month else None
    day = until or part.day or month
    if day is None or day.year != year:
        found = "cumulative figures without their day" if day is None else f"cumulative figures of {day}"
        remedy = f"say it: --until {year}-09-30"
        raise UsageError(found, file=name, expected=f"a day of {year}, as in 截至{year}年9月30日", remedy=remedy)
    return day


def as_figures(df: pd.DataFrame, totals: set[str]) -> pd.DataFrame:
    """Judged rows as figures, whatever their kind.

    A project may stand in several rows, one a source of funds, or one for all with its parts below. What the total row
    adds up says which it is; where nothing does, the project has no figure (L18).
    """
    counted = df["status"].isin(["payment", "refund"])
    df = df.assign(
        status=df["status"].mask(counted, FIGURE),
        also=df["also"].where(~counted, df["also"].str.replace("L09", "").str.replace("month", "").str.strip()),
    )
    several = df[counted & df["project_id"].where(counted).duplicated(keep=False)]
    if several.empty:
        return df
    parts = _parts(several)
    money, agreed = int(df["fen"][is_money(df) | df["status"].eq(FIGURE)].sum()), _stated(df, totals)
    if money in agreed:
        return df
    if len(parts) and money - int(df.loc[parts, "fen"].sum()) in agreed:
        df.loc[parts, "status"] = "text"  # said again in the row for all
        return df
    texts = [name for name in TEXTS if name in df]
    again = several.index[several[["project_id", *texts]].duplicated()]
    firsts = several.drop(again).drop_duplicates("project_id").set_index("project_id")["row_id"]
    df.loc[again, ["status", "finding"]] = ["left out", "L01"]
    df.loc[again, "same_as"] = firsts.reindex(several.loc[again, "project_id"]).to_numpy()
    others = several.drop(again)["project_id"]
    unclear = several.index[several["project_id"].isin(others[others.duplicated()])]
    df.loc[unclear, ["status", "finding", "same_as"]] = ["left out", "L18", ""]
    return df


def _parts(several: pd.DataFrame) -> pd.Index:
    """Of projects with a row that is the sum of the others, those others."""
    found: list[int] = []
    for _, rows in several.groupby("project_id", sort=False):
        whole = rows.index[(rows["fen"] * 2).eq(rows["fen"].sum())]
        found += [index for index in rows.index if len(whole) and index != whole[0]]
    return pd.Index(found)


def _stated(df: pd.DataFrame, totals: set[str]) -> set[int]:
    """What total rows state."""
    rows = df[df["status"].eq("total") & df["known"] & df["amount"].str.strip().ne("")]
    return {int(fen) for fen in rows["fen"][rows["first"].map(fold).str.rstrip(":").isin(totals)]}


def interim_rows(df: pd.DataFrame, part: Part, day: dt.date, origin: str, unit: str) -> list[dict]:
    """The figures as rows of ``interim_funds``, in 万元; one a project."""
    general = unit_of(unit) if unit else 1
    rows = []
    for project_id, of_project in df[df["status"].eq(FIGURE)].groupby("project_id", sort=False):
        each = of_project.to_dict("records")
        factors = [(unit_of(row["unit"]) or general) if row["unit"] else general for row in each]
        rows.append(
            {
                "project_id": project_id,
                "source": "合计",
                "date": pd.Timestamp(day),
                "origin": origin,
                "initial": _sum(_wan(row["initial"], factor) for row, factor in zip(each, factors, strict=True)),
                "adjusted": _sum(_wan(row["adjusted"], factor) for row, factor in zip(each, factors, strict=True)),
                "paid": int(of_project["fen"].sum()) / FEN / WAN,
                "text": " + ".join(row["amount"] for row in each),
                "place": each[0]["place"],
            }
        )
    return rows


def _sum(values: Iterable[float | None]) -> float | None:
    """The sum of what every row has; None where one has nothing."""
    found = list(values)
    return None if any(value is None for value in found) else sum(value for value in found if value is not None)


def _wan(text: str, factor: int | None) -> float | None:
    amount = read_amount(text)
    if amount is None:
        return None
    own = unit_of(amount.unit) if amount.unit else factor
    return amount.fen(own) / FEN / WAN if own else None
