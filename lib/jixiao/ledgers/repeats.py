"""Rows that repeat others: within a ledger, and between ledgers that overlap."""

from __future__ import annotations

import pandas as pd

from jixiao.ledgers.rows import LEFT_OUT, is_counted
from jixiao.ledgers.values import fold

SAME = ["date", "project_id", "kind", "fen", "note_key"]
UNASSIGNED = ["date", "code", "name", "kind", "fen", "note_key", "voucher_key"]


def with_keys(df: pd.DataFrame) -> pd.DataFrame:
    """With the columns by which rows are compared."""
    notes, vouchers = (_folded(df[name]) for name in ("note", "voucher"))
    return df.assign(note_key=notes, voucher_key=vouchers)


def _folded(texts: pd.Series) -> pd.Series:
    plain = texts.str.fullmatch(r"[!-~]*")
    odd = texts[~plain]
    folded = texts.copy()
    folded[~plain] = odd.map({text: fold(text) for text in odd.unique()})
    return folded


def within(df: pd.DataFrame, keep: frozenset[str]) -> pd.DataFrame:
    """One ledger, its rows in order: L01 for a row that is the same as an earlier one, L02 but for its voucher.

    Two blank vouchers are not the same voucher. Rows dated by month are not compared.
    """
    rows = df.loc[is_counted(df) & ~df["by_month"], [*SAME, "voucher_key", "row_id"]]
    alike = rows.groupby(SAME, sort=False, dropna=False).ngroup()
    numbered = rows.assign(alike=alike)[rows["voucher_key"].ne("")]
    same = numbered.groupby(["alike", "voucher_key"], sort=False)
    again, firsts = _repeated(same.ngroup(), rows["row_id"], keep)
    df = _left_out(df, again, firsts)
    also, firsts = _repeated(alike.drop(again), rows["row_id"], keep)
    return _marked(df, also, "L02", firsts)


def _repeated(groups: pd.Series, row_ids: pd.Series, keep: frozenset[str]) -> tuple[pd.Index, list[str]]:
    """The rows that follow others of their group, but for those that are kept; and the first of each one's group."""
    repeated = groups[groups.duplicated()]
    index = repeated.index[~row_ids[repeated.index].isin(keep)]
    firsts = groups[groups.isin(repeated)].drop_duplicates()
    of = pd.Series(firsts.index, index=firsts.to_numpy())
    return index, row_ids[of[groups[index]]].tolist()


def between(ledgers: list[pd.DataFrame], keep: frozenset[str]) -> list[pd.DataFrame]:
    """Ledgers of one year: of k equal rows only those beyond the number that an earlier ledger has are counted."""
    if len(ledgers) < 2:
        return ledgers
    done: list[pd.DataFrame] = []
    for df in ledgers:
        for asked, keys in (
            (is_counted(df) & ~df["row_id"].isin(keep), [*SAME, "voucher_key"]),
            (df["finding"].isin(["L03", "L05"]) & df["known"], UNASSIGNED),
        ):
            df = _beyond(df, df[asked], done, keys)
        done.append(df)
    return done


def _beyond(df: pd.DataFrame, rows: pd.DataFrame, earlier: list[pd.DataFrame], keys: list[str]) -> pd.DataFrame:
    most, firsts = _numbers(earlier, keys)
    if most.empty or rows.empty:
        return df
    held = rows[keys].merge(most, on=keys, how="left")["most"].fillna(0).to_numpy()
    again = rows.index[rows.groupby(keys, dropna=False).cumcount().to_numpy() < held]
    others = _earlier(rows.loc[again], firsts, keys)
    if keys == UNASSIGNED:
        return _marked(df, again, "L01", others)
    df = _left_out(df, again, others)
    df.loc[again, "across"] = True
    return df


def _numbers(earlier: list[pd.DataFrame], keys: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """How many equal rows the ledger has that has most of them, counted there or left out for another ledger's."""
    parts = [df[is_counted(df) | df["across"] | df["finding"].isin(["L03", "L05"])] for df in earlier]
    if not parts:
        return pd.DataFrame(columns=[*keys, "most"]), pd.DataFrame(columns=[*keys, "row_id"])
    sizes = [part.groupby(keys, dropna=False).size().rename("most").reset_index() for part in parts]
    most = pd.concat(sizes).groupby(keys, dropna=False)["most"].max().reset_index()
    firsts = pd.concat([part[[*keys, "row_id"]] for part in parts]).drop_duplicates(keys)
    return most, firsts


def _earlier(rows: pd.DataFrame, firsts: pd.DataFrame, keys: list[str]) -> list[str]:
    """The row that each of some rows is the same as."""
    found = rows[keys].merge(firsts, on=keys, how="left")["row_id"]
    return found.fillna("").tolist()


def _left_out(df: pd.DataFrame, index: pd.Index, others: list[str]) -> pd.DataFrame:
    df = df.copy()
    df.loc[index, "status"] = LEFT_OUT
    df.loc[index, "finding"] = "L01"
    df.loc[index, "also"] = ""
    df.loc[index, "same_as"] = others
    return df


def _marked(df: pd.DataFrame, index: pd.Index, code: str, others: list[str]) -> pd.DataFrame:
    df = df.copy()
    before = df.loc[index, "also"].astype(str)
    df.loc[index, "also"] = (before + " " + code).str.strip()
    df.loc[index, "same_as"] = others
    return df
