"""Which rows of a ledger are totals and balances of others, wherever in the row they say so."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from jixiao.ledger_tables import PAYMENTS
from jixiao.ledgers.values import fold

SAYING = ("first", "code", "name", "note")  # columns in which a row may be called a total
_WHOLE = re.compile(
    r"(?:\d{1,2}月份?|[一二三四]季度|[本当][年季月页期日]|[上下]半年|全年|年度)?(?:支出|支付|发生额)?(?:合计|小计|总计|累计):?"
)
_ENDS = re.compile(r".{1,40}(?:小计|合计|总计)(?:\([^()]*\))?:?|(?:合计|总计)(?:\(|:).*")


def said(df: pd.DataFrame, words: Mapping[str, list[str]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows with a cell that is a word for a total; with one that begins or ends so; and those that carry a balance."""
    known = {fold(word) for name in ("total", "subtotal") for word in words[name]}
    balances = {fold(word) for word in words["balance"]}

    def of(text: str) -> tuple[bool, bool, bool]:
        folded = fold(text)
        whole = folded.rstrip(":") in known or _WHOLE.fullmatch(folded) is not None
        return whole, _ENDS.fullmatch(folded) is not None, folded.rstrip(":") in balances

    found = np.zeros((3, len(df)), dtype=bool)
    for name in SAYING:
        codes, texts = pd.factorize(df[name])
        each = np.array([of(text) for text in texts], dtype=bool).reshape(-1, 3)
        if each.any():
            found |= each[codes].T
    return found[0], found[1], found[2]


def is_money(df: pd.DataFrame) -> pd.Series:
    """Which rows are payments or refunds whose amount is readable, counted or not: what a total row adds up."""
    return df["known"] & df["kind"].isin(PAYMENTS) & ~df["status"].isin(["total", "empty", "text"])


def with_dated(df: pd.DataFrame, called: np.ndarray) -> pd.DataFrame:
    """Rows that have a date and yet are called a total: one, where they are the sum of rows above; else L20.

    Where a ledger has no other rows, they are what it consists of: sums of months.
    """
    money = is_money(df)
    asked = money & called
    plain = money & ~called
    if not asked.any() or not plain.any():
        return df
    fen = df["fen"].where(plain, 0)
    above = fen.cumsum()
    before = above.where(df["status"].eq("total") | asked).ffill().shift(fill_value=0).fillna(0)
    months = df["date"].dt.month
    of_month = months.map(fen.groupby(months).sum())
    sums = pd.DataFrame({"all": above, "since": above - before, "month": of_month})
    proved = asked & sums.eq(df["fen"], axis=0).any(axis=1)
    df = df.assign(status=df["status"].mask(proved, "total"), finding=df["finding"].mask(proved, ""))
    unclear = asked & ~proved & df["finding"].eq("")
    return df.assign(
        status=df["status"].mask(unclear, "left out"),
        finding=df["finding"].mask(unclear, "L20"),
        also=df["also"].mask(proved | unclear, ""),
    )
