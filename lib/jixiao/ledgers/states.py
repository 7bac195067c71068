"""Whether a row of a ledger was paid at all: what its column of states says, or a mark in one of its cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from jixiao.ledgers.settings import Settings
from jixiao.ledgers.values import fold
from jixiao.vocabulary import Vocabulary, fold_heading

PAID, VOID, UNKNOWN = "", "L16", "L17"
YES, NO = ("是", "Y", "YES", "1", "TRUE", "√", "✓"), ("", "否", "N", "NO", "0", "FALSE", "×")
_MARK = re.compile(r"[(\[【<]?(?:此|本|该)?[笔单行张]?(?:凭证|单据)?(?:已|予以)?作废[)\]】>]?")
_BRACKETED = re.compile(r"[(\[【](?:已|予以)?作废[)\]】]")


def is_marked_void(text: str) -> bool:
    """Whether a cell says of its row that it is void, and does not only speak of something that was.

    Examples
    --------
    >>> [is_marked_void(text) for text in ("已作废", "（作废）进度款", "作废票据销毁费", "冲销作废凭证")]
    [True, True, False, False]
    """
    folded = fold(text)
    return bool(_MARK.fullmatch(folded) or _BRACKETED.search(folded))


def mark_of(cells: Sequence[str]) -> str:
    """The cell that marks a row as void; empty where none does."""
    if "作废" not in "".join(cells):
        return ""
    return next((cell for cell in cells if is_marked_void(cell)), "")


def with_states(
    df: pd.DataFrame, headings: Mapping[str, str], vocabulary: Vocabulary, settings: Settings
) -> pd.DataFrame:
    """Rows with ``state``, L16 for what is void or not yet paid, L17 for a word that is not known, and its words.

    Of several columns of states one that says void counts; a word that is not known does only where no other says paid.
    """
    if not headings and df["mark"].eq("").all():
        return df.assign(state=PAID, state_text="")
    found = [(PAID, "")] * len(df)
    if headings:
        codes, firsts = pd.factorize(pd.MultiIndex.from_frame(df[list(headings)]))
        unique = [_of(dict(zip(headings, cells, strict=True)), headings, vocabulary, settings) for cells in firsts]
        found = [unique[code] for code in codes]
    marks = df["mark"].tolist()
    found = [
        (VOID, mark) if mark and state != VOID else (state, word)
        for (state, word), mark in zip(found, marks, strict=True)
    ]
    states, words = zip(*found, strict=True) if found else ((), ())
    return df.assign(
        state=pd.Series(states, index=df.index, dtype=object), state_text=pd.Series(words, index=df.index, dtype=object)
    )


def _of(
    cells: Mapping[str, str], headings: Mapping[str, str], vocabulary: Vocabulary, settings: Settings
) -> tuple[str, str]:
    """What the states of a row say together, and the heading and word that say it."""
    words = vocabulary.words["ledger_states"]
    filled = [(headings[name], text) for name, text in cells.items() if fold(text)]
    each = [(_state(heading, text, words, settings), f"{heading}：{text.strip()}") for heading, text in filled]
    if voids := [word for state, word in each if state == VOID]:
        return VOID, voids[0]
    if any(state == PAID for state, _ in each) or not each:
        return PAID, ""
    return each[0]


def _state(heading: str, text: str, words: Mapping[str, list[str]], settings: Settings) -> str:
    own = settings.kinds.get(fold_heading(text))
    if own is not None:
        return PAID if own else VOID
    title, folded = fold(heading), fold(text).upper()
    if folded in (*YES, *NO):
        about_void = any(word in title for word in words["void"])
        if not about_void and not any(word in title for word in words["flags"]):
            return UNKNOWN
        return VOID if (folded in YES) == about_void else PAID
    folded = re.sub(rf"[未无非](?:{'|'.join(words['void'])})", words["paid"][0], folded)
    if "部分" not in folded:
        if any(word in folded for word in (*words["void"], *words["open"])) or folded.endswith("中"):
            return VOID
        if any(word in folded for word in words["paid"]):
            return PAID
    return UNKNOWN
