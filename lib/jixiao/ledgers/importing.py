"""Ledgers into a dataset: all of them read together, so that those that overlap are counted once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from jixiao import storage, vocabularies
from jixiao.dataset import Dataset, folder_of, load
from jixiao.errors import UsageError
from jixiao.frames import each_row
from jixiao.ledger_tables import ADJUSTMENTS, PAYMENTS
from jixiao.ledgers import repeats
from jixiao.ledgers.files import read_bytes
from jixiao.ledgers.judging import Judged, judge
from jixiao.ledgers.projects import Projects
from jixiao.ledgers.reading import read_ledger
from jixiao.ledgers.report import LedgerReport
from jixiao.ledgers.settings import FILE, Settings, read_ledger_settings
from jixiao.ledgers.tidying import Source, end_of, with_ledgers
from jixiao.ledgers.values import FEN
from jixiao.named import find_year
from jixiao.vocabulary import Vocabulary
from jixiao.workbook import file_name, replace_files

FOLDER = "ledgers"
MOST = 9e18 / 4  # 分: beyond it sums would not fit into 64 bits
WAN = 10_000
CLOSE = 0.005  # 万元 by which a cumulative figure may differ from the ledger


def import_ledgers(
    paths: Iterable[str | Path] = (),
    dataset: str | Path = "local",
    *,
    year: int = 0,
    department: str = "",
    until: str = "",
    strict: bool = False,
) -> LedgerReport:
    """Read ledgers of payments into a dataset, beside those that it has; a file of the same name replaces its own rows.

    Parameters
    ----------
    paths : list of path
        CSV files and workbooks (.xlsx, .xls, .ods); none reads those of the dataset again, as after a change of
        ledger.toml.
    dataset : str or path
        A dataset's name, or the folder of its tables.
    year : int
        The budget year; 0: the only one there is.
    department : str
        Id, code or name of the one department whose rows are read; "" reads all.
    until : str
        The last day to which the ledgers are complete, in ISO form; of cumulative figures their day.
    strict : bool
        Write nothing where a row is left out that somebody has to look at.

    Returns
    -------
    LedgerReport
        What became of every row of the files given.

    Raises
    ------
    UsageError
        For a file that is no ledger, a year or department that the dataset does not have, or a mistake in ledger.toml.
    RunError
        Where the dataset cannot be written.

    Examples
    --------
    >>> from jixiao.ledgers import import_ledgers
    >>> import_ledgers(["台账.csv"], "local", year=2022).lines()  # doctest: +SKIP
    """
    data = load(dataset)
    tables = folder_of(data) or Path(dataset)
    base = tables.parent if tables.name == "tidy" else tables
    words = vocabularies.in_use()
    settings = read_ledger_settings(base / FILE, words)
    given = _given([Path(path) for path in paths], data, year, department, until)
    kept, dropped = _kept(data, base / FOLDER, {source.origin for source in given})
    if not given and not data.ledgers["origin"].size:
        raise UsageError("no ledger", expected="FILE…, CSV or a workbook", remedy="name the files")
    sources = sorted([*given, *kept], key=lambda source: source.origin)
    judged = _judged(sources, data, words, settings)
    after, rows = with_ledgers(data, sources, judged)
    asked = [source.origin for source in sources if source.given or not given]
    report = _report(data, after, rows, judged, asked, dropped)
    if strict and not report.complete:
        return report
    after.save(tables, form=storage.form_of(tables))
    copies = {base / FOLDER / source.origin: source.raw for source in given}
    replace_files({path: raw for path, raw in copies.items() if not path.is_file() or path.read_bytes() != raw})
    written = [
        tables / f"{name}.{storage.form_of(tables)}"
        for name in ("ledgers", "payments", "adjustments", "ledger_rows", "interim_funds")
    ]
    return replace(report, written=written)


def _given(paths: Sequence[Path], data: Dataset, year: int, department: str, until: str) -> list[Source]:
    found = find_year(data.documents, year, data.name) if paths or year else 0
    only = data.find_department(department) if department else ""
    day = _day(until, found) if until else None
    sources: dict[str, Source] = {}
    for path in paths:
        origin = path.name
        if origin != file_name(origin):
            raise UsageError(
                "no name for a ledger",
                file=path,
                expected="a file's name that every system takes",
                remedy=f"such as {file_name(origin)!r}",
            )
        if origin in sources:
            raise UsageError("two files of the same name", file=path, expected="a name for each", remedy="rename one")
        sources[origin] = Source(origin, read_bytes(path), path, int(found), day, only)
    return list(sources.values())


def _day(until: str, year: int) -> dt.date:
    try:
        day = dt.date.fromisoformat(until)
    except ValueError:
        raise UsageError(f"until is {until!r}", expected=f"a day, as in {year}-09-30") from None
    if day.year != year:
        raise UsageError(f"until is {until!r}", expected=f"a day of the budget year {year}")
    return day


def _kept(data: Dataset, folder: Path, replaced: set[str]) -> tuple[list[Source], list[str]]:
    """The dataset's ledgers that stay, as they were read; and those whose files are no more."""
    sources, dropped = [], []
    for row in each_row(data.ledgers[~data.ledgers["origin"].isin(replaced)]):
        path = folder / str(row.origin)
        if not path.is_file():
            dropped.append(row.origin)
            continue
        until = row.until.date() if isinstance(row.stated, str) and not pd.isna(row.until) else None
        only = row.only if isinstance(row.only, str) else ""
        sources.append(Source(row.origin, read_bytes(path), path, int(row.year), until, only, given=False))
    return sources, dropped


def _judged(sources: list[Source], data: Dataset, words: Vocabulary, settings: Settings) -> dict[str, Judged]:
    """All ledgers by name, each judged, those of a year compared with one another."""
    judged = {}
    for source in sources:
        ledger = read_ledger(source.raw, source.path, year=source.year, vocabulary=words, settings=settings)
        projects = Projects(data, source.year, settings, source.only)
        one = judge(ledger, source.origin, projects=projects, vocabulary=words, settings=settings, until=source.until)
        one.rows.attrs = {"title": ledger.title}
        if float(np.abs(one.rows["fen"].to_numpy(dtype="float64")).sum()) > MOST:
            raise UsageError("amounts beyond what can be added up", file=source.path, expected="amounts of a budget")
        judged[source.origin] = one
    for year in sorted({source.year for source in sources}):
        names = [source.origin for source in sources if source.year == year]
        titles = {name: judged[name].rows.attrs for name in names}
        for name, rows in zip(
            names, repeats.between([judged[name].rows for name in names], settings.keep), strict=True
        ):
            judged[name].rows = rows
            judged[name].rows.attrs = titles[name]
        _mark_cut_to_nothing([judged[name] for name in names], data)
        _compare_figures([judged[name] for name in names], {s.origin: s for s in sources})
    return judged


def _mark_cut_to_nothing(ledgers: list[Judged], data: Dataset) -> None:
    """L14 on the last change of a budget that leaves nothing of it."""
    parts = [one.rows[one.rows["status"].isin(ADJUSTMENTS[:3])].assign(origin=one.origin) for one in ledgers]
    changes = pd.concat(parts)[["project_id", "date", "counted", "origin", "row_id"]] if parts else pd.DataFrame()
    if changes.empty:
        return
    budgets = data.projects.set_index("project_id")["budget"]
    after = changes.groupby("project_id")["counted"].sum() / FEN / WAN
    gone = after.index[(budgets.reindex(after.index) + after).round(6) <= 0]
    lasts = changes.sort_values("date", kind="stable").drop_duplicates("project_id", keep="last")
    for row in each_row(lasts[lasts["project_id"].isin(gone)]):
        rows = next(one.rows for one in ledgers if one.origin == row.origin)
        rows.loc[rows["row_id"].eq(row.row_id), "also"] += " L14"


def _compare_figures(ledgers: list[Judged], sources: dict[str, Source]) -> None:
    """Mark cumulative figures that differ from what the ledgers of payments have at their day."""
    paid = [one for one in ledgers if one.payments]
    if not paid:
        return
    ends = [day for one in paid if (day := end_of(one, sources[one.origin])[0]) is not None]
    rows = pd.concat([one.rows[one.rows["status"].isin(PAYMENTS)] for one in paid])
    for one in ledgers:
        for item in one.interim:
            if not ends or item["date"] > max(ends):
                continue
            own = rows[rows["project_id"].eq(item["project_id"]) & rows["date"].le(item["date"])]
            summed = own["counted"].sum() / FEN / WAN
            if abs(summed - item["paid"]) > CLOSE:
                at = one.rows["place"].eq(item["place"])
                one.rows.loc[at, "also"] = "differs"
                one.rows.loc[at, ["stated", "summed"]] = (item["paid"], summed)


def _report(
    data: Dataset, after: Dataset, rows: pd.DataFrame, judged: dict[str, Judged], asked: list[str], dropped: list[str]
) -> LedgerReport:
    before = data.ledger_rows["origin"].value_counts()
    return LedgerReport(
        after.ledgers[after.ledgers["origin"].isin(asked)],
        rows[rows["origin"].isin(asked)],
        {origin: int(before[origin]) for origin in asked if origin in before.index},
        {origin: one.near for origin, one in judged.items() if one.near},
        {origin: one.remarks for origin, one in judged.items() if one.remarks},
        dropped,
    )
