"""Whether what a dataset holds of payments and results is invented, as its files say of themselves."""

from __future__ import annotations

from jixiao.dataset import Dataset

MARK = "虚构"
TABLES = {"ledgers": ("origin", "title"), "results": ("origin",), "monitoring": ("origin",), "evaluations": ("origin",)}


def is_invented(data: Dataset) -> bool:
    """Whether a ledger, a result or a report says by its name or title that it is invented (虚构).

    Examples
    --------
    >>> from jixiao import load
    >>> is_invented(load("sample")), is_invented(load("sample-execution"))
    (False, True)
    """
    return any(
        data.tables[name][column].str.contains(MARK, regex=False, na=False).any()
        for name, columns in TABLES.items()
        for column in columns
    )
