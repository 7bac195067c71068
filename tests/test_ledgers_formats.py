"""Ledgers as other programs save them: .xls, .ods, and a table of HTML that is called .xls."""

from __future__ import annotations

from pathlib import Path

import pytest
from jixiao.errors import UsageError
from ledgers import OFFICE, PARK, codes, judged

# Invented; the same rows of dates, codes, merged and hidden cells, and a hidden sheet, saved by LibreOffice.
FILES = Path(__file__).parent / "documents"
PAGE = """<html><head><meta charset="gb2312"></head><body><table>
<tr><td colspan="4">支付明细（单位：万元）</td></tr>
<tr><th>支付日期</th><th>项目编码</th><th>支付金额</th><th>摘要</th></tr>
<tr><td rowspan="2">2022-03-15</td><td>{park}</td><td>1,000.50</td><td>进度款
  一期</td></tr><tr><td>{office}</td><td>-2</td><td>退回</td></tr></table></body></html>"""


def paid(one) -> list[tuple]:
    df = one.rows[one.rows["status"].isin(["payment", "refund"])]
    return list(zip(df["project_id"].str[-1], df["date"].astype("str"), df["counted"], df["voucher"], strict=True))


@pytest.mark.parametrize("form", ["xls", "ods"])
def test_a_workbook_of_another_program(sample, form):
    one = judged(sample, raw=(FILES / f"ledger.{form}").read_bytes(), name=f"台账.{form}")
    assert paid(one) == [
        ("2", "2022-03-15", 123456789, "0007"),
        ("4", "2022-03-15", 200000, "0008"),
        ("4", "2022-03-17", -50050, "0009"),
        ("7", "2022-05-01", 500, ""),
        ("8", "2022-05-01", 600, ""),
    ]
    assert (one.total, one.total_of_rows) == (1236067.39, 1236067.39)
    assert sorted(remark.what for remark in one.remarks) == ["hidden_rows", "merged"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_page_that_is_called_a_workbook(sample, encoding):
    raw = PAGE.format(park=PARK, office=OFFICE).encode(encoding)
    one = judged(sample, raw=raw, name="台账.xls")
    assert codes(one) == ["payment", "refund"]
    assert [(row[1], row[2]) for row in paid(one)] == [("2022-03-15", 1_000_500_000), ("2022-03-15", -2_000_000)]
    assert one.rows["note"].tolist()[0] == "进度款 一期"


@pytest.mark.parametrize("form", ["xls", "ods"])
@pytest.mark.parametrize("share", [3, 2])
def test_a_broken_workbook_is_refused_in_one_message(sample, form, share):
    raw = (FILES / f"ledger.{form}").read_bytes()
    with pytest.raises(UsageError, match=rf"台账\.{form}"):
        judged(sample, raw=raw[: len(raw) // share], name=f"台账.{form}")


def test_spans_of_a_page_are_bounded(sample):
    raw = PAGE.format(park=PARK, office=OFFICE).replace('rowspan="2"', 'rowspan="99999999"').encode()
    assert codes(judged(sample, raw=raw.replace(b'colspan="4"', b'colspan="x"'), name="a.xls")) == ["payment", "refund"]
