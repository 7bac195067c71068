"""Whether what a dataset holds of payments and results is invented, as its files say of themselves."""

from __future__ import annotations

from collections.abc import Iterable

from jixiao.dataset import Dataset

TABLES = {"ledgers": ("origin", "title"), "results": ("origin",), "monitoring": ("origin",), "evaluations": ("origin",)}


def is_invented(data: Dataset, among: Iterable[str] = TABLES) -> bool:
    """Whether a ledger, a result or a report says by its name or title that it is invented (虚构).

    Parameters
    ----------
    data : Dataset
        Its vocabulary has the words that say so.
    among : iterable of str
        The tables that are asked: ledgers, results, monitoring, evaluations.

    Returns
    -------
    bool
        False of empty tables.

    Examples
    --------
    >>> from jixiao import load
    >>> is_invented(load("sample")), is_invented(load("sample-execution"))
    (False, True)
    """
    words = data.vocabulary.words["ledger_words"]["invented"]
    texts = [data.tables[name][column] for name in among for column in TABLES[name]]
    return any(column.str.contains(word, regex=False, na=False).any() for column in texts for word in words)
