"""Workbooks to fill in: a ledger of payments, or what was paid of each project by a day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.ledgers.projects import latest
from jixiao.phrases import Column
from jixiao.spreadsheet import Sheet, Table, save

# Headings that every vocabulary knows; the texts are Chinese in every language, as the ledgers are.
LEDGER = {
    "支付日期": "full_date",
    "项目编码": "text",
    "项目名称": "text",
    "业务类型": "text",
    "金额": "amount",
    "单位": "text",
    "摘要": "text",
    "凭证号": "text",
}
FIGURES = {
    "项目编码": "text",
    "项目名称": "text",
    "年初预算数": "amount",
    "调整后预算数": "amount",
    "累计支付": "amount",
}
WAN = 10_000


def write_template(data: Dataset, path: str | Path, *, year: int, until: dt.date | None = None) -> Path:
    """Write a workbook to fill in and to read with ``jixiao ledger``.

    Parameters
    ----------
    data : Dataset
        Its projects are listed, so that codes can be copied.
    path : str or Path
        The .xlsx file.
    year : int
        The budget year.
    until : date, optional
        Ask for one cumulative figure a project by this day; without it for every payment.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    RunError
        Where it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from jixiao import load
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_template(load("sample"), f"{folder}/台账.xlsx", year=2022).name
    '台账.xlsx'
    """
    projects = latest(data, year)
    known = projects.rename(columns={"project_code": "项目编码", "project_name": "项目名称"})
    if until is not None:
        budgets = (known["budget"] * WAN).round(2)
        table = known.assign(**{"年初预算数": budgets, "调整后预算数": budgets, "累计支付": None})
        title = f"{year}年度项目支出进度表"
        notes = [f"截至{until.year}年{until.month}月{until.day}日", "单位：元"]
        sheets = [Sheet(title, [_table(table, FIGURES)], title=title, notes=notes)]
    else:
        title = f"{year}年度项目支出台账"
        blank = pd.DataFrame(columns=list(LEDGER), dtype="str")
        notes = ["业务类型：支付、退回、追加、调减、上年结转、结转下年；退回写负数"]
        codes = Sheet("项目", [_table(known, dict.fromkeys(["项目编码", "项目名称"], "text"))])
        sheets = [Sheet(title, [_table(blank, LEDGER)], title=title, notes=notes), codes]
    save(path, sheets)
    return Path(path)


def _table(df: pd.DataFrame, kinds: dict[str, str]) -> Table:
    return Table(df, [Column(name, name, kind) for name, kind in kinds.items()])
