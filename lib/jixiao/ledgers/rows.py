"""What every row of a ledger is: its amount, date and project, and the first reason for which it is left out."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pandas as pd

from jixiao.ledger_tables import ADJUSTMENTS, PAYMENTS
from jixiao.ledgers import totals
from jixiao.ledgers.headings import PAYMENTS as DATED
from jixiao.ledgers.projects import OTHER, Match, Projects
from jixiao.ledgers.reading import Part
from jixiao.ledgers.settings import Settings
from jixiao.ledgers.states import UNKNOWN, VOID, with_states
from jixiao.ledgers.values import FEN, LARGEST, Amount, fold, names_currency, read_amount, read_date, unit_of
from jixiao.vocabulary import Vocabulary, fold_heading

MONTH = "month"  # the mark of a row that is dated by its month
LEFT_OUT = "left out"
PLAIN = r"-?(\d{1,3}(,\d{3}){1,3}|\d{1,11})(\.\d{1,2})?"  # an amount without doubt, and exact as a float
NO_DATE = np.datetime64("NaT", "us")


def judged(
    part: Part, *, has_units: bool, projects: Projects, vocabulary: Vocabulary, settings: Settings
) -> pd.DataFrame:
    """Every row of a part with what became of it, repeated rows not yet looked for.

    Returns
    -------
    DataFrame
        The columns of ``part.rows`` and date (day), by_month, fen (as written), kind, counted (fen with the sign that
        counts), project_id, department_id, status, finding (the reason why it is left out), also (what else is said
        of a row that is counted), suggestion, quotes.
    """
    df = part.rows.rename(columns={"date": "date_text"})
    words = vocabulary.words["ledger_words"]
    df = _with_dates(df, projects.year)
    df = _with_returned(df, words["closing"] if part.heading.of_account else [])
    df = _with_amounts(df, part.unit, has_units, vocabulary)
    df = _with_kinds(df, words, vocabulary, settings)
    df = _with_projects(df, projects)
    df = with_states(df, {f"state_{at}": text for at, text in part.heading.states.items()}, vocabulary, settings)
    return _with_status(df, words, projects.year, settings, dated=part.heading.kind == DATED)


def _mapped(texts: pd.Series, read: Callable[[str], object]) -> list:
    """What is read from every text; each text once."""
    codes, unique = pd.factorize(texts)
    found = [read(text) for text in unique]
    return [found[code] for code in codes]


def _with_dates(df: pd.DataFrame, year: int) -> pd.DataFrame:
    codes, texts = pd.factorize(df["date_text"])
    found = [read_date(text, year) for text in texts]
    days = np.array([NO_DATE if one is None else np.datetime64(one[0], "us") for one in found], dtype="datetime64[us]")
    by_month = np.array([one is not None and one[1] for one in found], dtype=bool)
    return df.assign(date=days[codes], by_month=True if "month" in df else by_month[codes])


def _with_returned(df: pd.DataFrame, closing: list[str]) -> pd.DataFrame:
    """Rows with what a column of refunds says: alone in its row it is the amount; beside one, the net is not clear.

    Of an account of expenditure that is its credits, but for those that close it.
    """
    found = np.array(_mapped(df["returned"], _is_some), dtype=bool)
    if not found.any():
        return df.assign(returns=False, closed=False, net_unclear=False)
    alone = found & ~np.array(_mapped(df["amount"], _is_some), dtype=bool)
    minus = "-" + df["returned"].map(fold).str.lstrip("-").str.strip("()")
    closed = (
        alone & df["note"].map(fold).str.contains("|".join(map(re.escape, closing))).to_numpy() if closing else False
    )
    return df.assign(amount=df["amount"].mask(alone, minus), returns=alone, closed=closed, net_unclear=found & ~alone)


def _is_some(text: str) -> bool:
    """Whether a cell holds an amount that is not nought, or what cannot be read as one."""
    amount = read_amount(text)
    return fold(text) not in ("", "-", "—", "/") if amount is None else amount.digits != 0


def _with_amounts(df: pd.DataFrame, unit: str, has_units: bool, vocabulary: Vocabulary) -> pd.DataFrame:
    """Amounts in 分; a unit is the cell's own, else its row's, else the heading's or that before it, else yuan."""
    general = unit_of(unit) if unit else 1
    rows = _mapped(df["unit"], lambda text: _unit(text, unit, general)) if has_units else [(general, unit)] * len(df)
    in_yuan = df["amount"].str.fullmatch(PLAIN) & np.array([factor == 1 for factor, _ in rows], dtype=bool)
    found = df.assign(fen=np.int64(0), unread=False, unknown_unit="", known=True)
    plain = df["amount"][in_yuan].str.replace(",", "", regex=False).astype("float64")
    found.loc[in_yuan, "fen"] = (plain * FEN).round().astype("int64")
    rest = np.flatnonzero(~in_yuan.to_numpy())
    names = ["fen", "unread", "unknown_unit", "known"]
    found.loc[df.index[rest], names] = _one_by_one(df.iloc[rest], [rows[place] for place in rest], vocabulary)
    return found


def _one_by_one(df: pd.DataFrame, rows: list[tuple[int | None, str]], vocabulary: Vocabulary) -> pd.DataFrame:
    """Amounts that are not just digits: each with its own unit."""
    amounts: list[Amount | None] = _mapped(df["amount"], read_amount)
    fen, unknown, unread = [], [], []
    for amount, (factor, name) in zip(amounts, rows, strict=True):
        if amount is not None and amount.unit:
            factor, name = unit_of(amount.unit), amount.unit
            amount = amount if factor or names_currency(name, vocabulary) or name.endswith("元") else None
        value = amount.fen(factor) if amount is not None and factor else 0
        fits = abs(value) < LARGEST
        fen.append(value if fits else 0)
        unread.append(amount is None or not fits)
        unknown.append("" if factor else name)
    known = ~np.array(unread, dtype=bool) & (np.array(unknown, dtype=object) == "")
    columns = {"fen": np.array(fen, dtype="int64"), "unread": np.array(unread, dtype=bool)}
    return pd.DataFrame({**columns, "unknown_unit": np.array(unknown, dtype=object), "known": known}, index=df.index)


def _unit(text: str, general_name: str, general: int | None) -> tuple[int | None, str]:
    return (unit_of(text), fold(text)) if fold(text) else (general, general_name)


def _with_kinds(df: pd.DataFrame, words: dict, vocabulary: Vocabulary, settings: Settings) -> pd.DataFrame:
    """What each row is, by its kind column, else its note; and the amount with the sign that counts."""
    stated = _mapped(df["kind"], lambda text: _kind(text, vocabulary, settings))
    refund, earlier = (re.compile("|".join(map(re.escape, words[name]))) for name in ("refund", "earlier_year"))
    notes = _mapped(df["note"], lambda text: (bool(refund.search(fold(text))), bool(earlier.search(fold(text)))))
    says = np.array([one for one, _ in notes], dtype=bool) | df["returns"].to_numpy()
    kind = np.array(stated, dtype=object)
    blank = kind == None  # noqa: E711 (elementwise)
    noted = np.array(_mapped(df["note"], lambda text: _noted(text, vocabulary, settings)), dtype=object)
    carried = blank & (noted != "")
    kind = np.where(carried, noted, kind)
    blank = blank & ~carried
    fen = df["fen"].to_numpy()
    kind = np.where(blank, np.where(says, "refund", "payment"), kind)
    kind = np.where((kind == "payment") & (fen < 0) & says, "refund", kind)
    turned = settings.positive_refunds & (kind == "refund")
    counted = np.where(kind == "cut", -abs(fen), np.where(np.isin(kind, ["supplement", "carry-in"]), abs(fen), fen))
    counted = np.where(turned, -abs(fen), counted)
    return df.assign(
        kind_text=df["kind"].mask(pd.Series(carried, index=df.index), df["note"]),
        kind=kind,
        counted=counted,
        says_refund=says,
        earlier=np.array([one for _, one in notes], dtype=bool),
    )


def _kind(text: str, vocabulary: Vocabulary, settings: Settings) -> str | None:
    """What a cell of the kind column says: None where it is blank, ? for a word that is not known."""
    if not fold(text):
        return None
    own = settings.kinds.get(fold_heading(text))
    if own is not None:
        return own or OTHER
    return vocabulary.ledger_kind(text) or "?"


def _noted(note: str, vocabulary: Vocabulary, settings: Settings) -> str:
    """What a note says that is a word for a change of the budget (上年结转), no payment, and not certainly that."""
    if vocabulary.ledger_kind(note) not in ADJUSTMENTS:
        return ""
    own = settings.kinds.get(fold_heading(note))
    return "?" if own is None else own or OTHER


def _with_projects(df: pd.DataFrame, projects: Projects) -> pd.DataFrame:
    """The project of each row; equal codes, names and offices are looked up once."""
    offices = [name for name in df if str(name).startswith("office_")]
    keys = ["code", "name", *offices]
    groups = df.groupby(keys, sort=False, dropna=False).ngroup().to_numpy()
    firsts = df.loc[~pd.Series(groups).duplicated().to_numpy(), keys]
    order = groups[firsts.index.to_numpy()]
    matches: dict[int, Match] = {
        int(group): projects.match(code, name, tuple(own))
        for group, (code, name, *own) in zip(order, firsts.itertuples(index=False), strict=True)
    }
    found = [matches[int(group)] for group in groups]
    texts = {
        name: pd.array([getattr(one, name) or None for one in found], dtype="str")
        for name in ("project_id", "department_id", "suggestion")
    }
    quotes = pd.Series([one.quotes for one in found], index=df.index, dtype=object)
    return df.assign(**texts, match=[one.finding for one in found], quotes=quotes)


def _with_status(df: pd.DataFrame, words: dict, year: int, settings: Settings, *, dated: bool) -> pd.DataFrame:
    """The status of each row, and the first test that it fails, in the order of the tests.

    Where rows have no date of their own, as in cumulative figures, a total has one no less than the others.
    """
    called, ends, balance = totals.said(df, words)
    no_date = df["date"].isna().to_numpy() | ("month" in df)
    blank = df["amount"].str.strip().eq("").to_numpy()
    no_code = df["code"].str.strip().eq("").to_numpy()
    unread, unknown = df["unread"].to_numpy(), df["unknown_unit"].ne("").to_numpy()
    kind, match, fen = df["kind"].to_numpy(), df["match"].to_numpy(), df["fen"].to_numpy()
    state = df["state"].to_numpy()
    in_year = df["date"].dt.year.eq(year).to_numpy()
    nobody = match == "L03"
    is_total = (called | ends) & (no_date if dated else nobody)
    if "month" in df:
        blank = blank & df["month"].eq(0).to_numpy()
    refund = kind == "refund"
    tests = [
        ("empty", df["first"].eq("").to_numpy()),
        ("total", is_total),
        ("text", (no_date & no_code & blank if "month" not in df else blank) | (balance & no_code)),
        (VOID, state == VOID),
        (UNKNOWN, state == UNKNOWN),
        ("L23", df["closed"].to_numpy()),
        ("L21", df["net_unclear"].to_numpy()),
        ("L08", unread),
        ("L12", unknown),
        ("L15", kind == "?"),
        ("L07", df["date"].isna().to_numpy()),
        ("L06", ~in_year),
        ("other", (match == OTHER) | (kind == OTHER)),
        ("L03", match == "L03"),
        ("L05", match == "L05"),
        ("L13", refund & (fen > 0) & (not settings.positive_refunds)),
        ("L10", refund & df["earlier"].to_numpy()),
    ]
    reason = np.select([test for _, test in tests], [name for name, _ in tests], default="").astype(object)
    plain = np.isin(reason, ["empty", "total", "text", "other"])
    status = np.where(plain, reason, np.where(reason == "", kind, LEFT_OUT))
    also = np.where((reason == "") & (match == "L04"), "L04", "").astype(object)
    negative = (reason == "") & (kind == "payment") & (fen < 0)
    added = (reason == "") & np.isin(kind, ["supplement", "carry-in"]) & (fen < 0)
    for code, told in (("L09", negative), ("L19", added), (MONTH, (reason == "") & df["by_month"].to_numpy())):
        also = np.where(told, np.where(also == "", code, also + f" {code}"), also)
    df = df.assign(status=status, finding=np.where(plain, "", reason), also=also)
    return totals.with_dated(df, called) if dated else df


def is_counted(df: pd.DataFrame) -> pd.Series:
    """Which rows are counted."""
    return df["status"].isin([*PAYMENTS, *ADJUSTMENTS])
