"""One ledger, read and judged row by row, before it is compared with others."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from jixiao.frames import each_row
from jixiao.ledger_tables import PAYMENTS
from jixiao.ledgers import figures, repeats
from jixiao.ledgers.headings import FIGURES, MONTHS
from jixiao.ledgers.layouts import Remark
from jixiao.ledgers.projects import Projects
from jixiao.ledgers.reading import Ledger, Part, by_month, with_units
from jixiao.ledgers.rows import judged
from jixiao.ledgers.settings import Settings
from jixiao.ledgers.states import VOID
from jixiao.ledgers.totals import is_money
from jixiao.ledgers.values import FEN, fold
from jixiao.vocabulary import Vocabulary

QUOTED = {"L06": "date", "L07": "date_text", "L08": "amount", "L12": "unknown_unit", "L15": "kind_text"} | {
    "L16": "state_text",
    "L17": "state_text",
}
LONGEST = 60  # characters of a cell that a message quotes


@dataclass
class Judged:
    """A ledger's rows and what it says as a whole.

    Parameters
    ----------
    origin : str
        Its name below ledgers/.
    rows : DataFrame
        As `jixiao.ledgers.rows.judged` gives them, with row_id, place, same_as and totals.
    interim : list of dict
        Rows of ``interim_funds``.
    total, total_of_rows : float or None
        In yuan, where a total row states one; the first that disagrees, else the last.
    near : list
        Terms and headings that were taken for them by likeness.
    remarks : list of Remark
        What is to be told of merged cells, and of what is hidden.
    payments : bool
        Whether it has columns for payments, and not for cumulative figures alone.
    """

    origin: str
    rows: pd.DataFrame
    interim: list[dict] = field(default_factory=list)
    total: float | None = None
    total_of_rows: float | None = None
    near: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    payments: bool = False

    @property
    def last(self) -> pd.Timestamp | None:
        """The day of the last payment or refund that is counted, here or in another ledger that has it too."""
        paid = self.rows["status"].isin(PAYMENTS) | (self.rows["finding"].eq("L01") & self.rows["kind"].isin(PAYMENTS))
        last = self.rows["date"][paid].max()
        return None if pd.isna(last) else last


def judge(
    ledger: Ledger,
    origin: str,
    *,
    projects: Projects,
    vocabulary: Vocabulary,
    settings: Settings,
    until: dt.date | None,
) -> Judged:
    """Judge every row of a ledger."""
    result = Judged(origin, pd.DataFrame())
    paid = any(part.heading.kind != FIGURES for part in ledger.parts)
    undated = [part for part in ledger.parts if paid and not until and figures.is_undated(part)]
    result.remarks += [Remark("undated", part.sheet, tuple(part.rows["line"])) for part in undated]
    kept = [part for part in ledger.parts if not any(part is other for other in undated)]
    parts = [_part(part, result, projects, vocabulary, settings, until) for part in kept]
    rows = pd.concat(parts, ignore_index=True)
    same = rows["same_as"].fillna("") if "same_as" in rows else ""
    rows = repeats.with_keys(rows.assign(same_as=same, across=False))
    result.rows = repeats.within(rows, settings.keep)
    return result


def _part(
    part: Part, result: Judged, projects: Projects, vocabulary: Vocabulary, settings: Settings, until: dt.date | None
) -> pd.DataFrame:
    result.payments = result.payments or part.heading.kind != FIGURES
    result.near += [(term, part.heading.names[term]) for term in part.heading.near]
    result.remarks += part.remarks
    part, has_units = with_units(part, vocabulary)
    kind, unit = part.heading.kind, part.unit
    if kind == MONTHS:
        part = by_month(part, projects.year)
    elif kind == FIGURES:
        day = figures.day_of(part, projects.year, until, result.origin)
        part = replace(part, rows=part.rows.assign(date=day.isoformat()), day=day)
    df = judged(part, has_units=has_units, projects=projects, vocabulary=vocabulary, settings=settings)
    df = _placed(df, part.sheet, result.origin)
    totals = {fold(word) for word in vocabulary.words["ledger_words"]["total"]}
    if kind == FIGURES:
        df = figures.as_figures(df.assign(same_as=""), totals).assign(by_month=True)
    df = _with_totals(df, result, totals)
    if kind == FIGURES:
        result.interim += figures.interim_rows(df, part, day, result.origin, unit)
    return df


def _placed(df: pd.DataFrame, sheet: str, origin: str) -> pd.DataFrame:
    lines = df["line"].astype("str")
    if "month" in df:
        lines = lines + ("·" + df["month"].astype("str") + "月").where(df["month"].gt(0), "")
    place = f"{sheet}!" + lines if sheet else "line " + lines
    return df.assign(row_id=f"{origin}#{sheet}!" + lines if sheet else f"{origin}#" + lines, place=place)


def _with_totals(df: pd.DataFrame, result: Judged, words: set[str]) -> pd.DataFrame:
    """Compare the total rows with the sum of all payments and refunds above and below them, void or not."""
    firsts = df["first"].map(fold).str.rstrip(":")
    asked = df[df["status"].eq("total") & firsts.isin(words) & df["known"] & df["amount"].str.strip().ne("")]
    money, void = is_money(df), df["finding"].eq(VOID)
    df = df.assign(stated=float("nan"), summed=float("nan"))
    for row in each_row(asked):
        of_month = df["month"].eq(row.month) if "month" in df else True
        stated, sums = int(row.fen), [int(df["fen"][rows & of_month].sum()) for rows in (money, money & ~void)]
        summed = stated if stated in sums else sums[0]
        agreed = result.total is None or result.total == result.total_of_rows
        if agreed:
            result.total, result.total_of_rows = stated / FEN, summed / FEN
        if stated != summed:
            df.loc[row.Index, "also"] = "L11"
            df.loc[row.Index, ["stated", "summed"]] = (stated / FEN, summed / FEN)
    return df


def findings_of(df: pd.DataFrame) -> pd.Series:
    """The codes of each row, the reason why it is left out first; missing where there are none."""
    both = (df["finding"] + " " + df["also"]).str.strip()
    return both.where(both.ne(""), None).astype("str")


def messages_of(df: pd.DataFrame) -> pd.Series:
    """What the findings of each row quote, as JSON; missing where there are none to tell."""
    found = df[df["finding"].ne("") | df["also"].str.contains("L|differs")]
    texts = [_message(row) for row in found.to_dict("records")]
    return pd.Series(texts, index=found.index, dtype="str").reindex(df.index).astype("str")


def _message(row: dict[Any, Any]) -> str:
    quotes: dict[str, dict] = {}
    for code in f"{row['finding']} {row['also']}".split():
        if code in QUOTED:
            value = row[QUOTED[code]]
            text = value.date().isoformat() if code == "L06" else str(value).strip()
            quotes[code] = {"word": text[:LONGEST]}
        elif code in ("L01", "L02"):
            quotes[code] = {
                "same_as": row["same_as"],
                "voucher": row["voucher"].strip()[:LONGEST] if code == "L01" else "",
            }
        elif code in ("L03", "L04", "L05"):
            quotes[code] = {name: text.strip()[:LONGEST] for name, text in row["quotes"]}
        elif code == "L11":
            gap = round(row["stated"] - row["summed"], 2)
            quotes[code] = {"total": row["stated"], "rows": row["summed"], "gap": gap}
        elif code == "differs":
            quotes[code] = {"figure": row["stated"], "rows": row["summed"]}
        elif code.startswith("L"):
            quotes[code] = {}
    return json.dumps(quotes, ensure_ascii=False) if quotes else "{}"
