"""Rows of a ledger that were never paid: by a column of states, by a mark in a cell."""

from __future__ import annotations

import io

import openpyxl
import pytest
from ledgers import PARK, codes, judged
from openpyxl.styles import Font


def of(sample, heading: str, *words: str, settings: str = ""):
    lines = [f"2022-03-{day:02d},{PARK},5,{word}" for day, word in enumerate(words, 1)]
    return codes(judged(sample, *lines, head=f"支付日期,项目编码,金额,{heading}", settings=settings))


@pytest.mark.parametrize(
    ("heading", "paid", "void"),
    [
        (
            "支付状态",
            ["已支付", "支付成功", "", "已清算", "未作废"],
            ["已作废", "未支付", "支付失败", "审核中", "退票"],
        ),
        ("单据状态（系统）", ["已终审", "正常"], ["草稿", "已撤销"]),
        ("是否作废", ["否", "", "N", "0"], ["是", "Y", "1"]),
        ("是否有效", ["是", "1"], ["否", "0"]),
    ],
)
def test_what_a_column_of_states_calls_unpaid_is_not_counted(sample, heading, paid, void):
    assert of(sample, heading, *paid) == ["payment"] * len(paid)
    assert of(sample, heading, *void) == ["left out L16"] * len(void)


def test_a_state_that_is_not_known_is_asked_for(sample):
    assert of(sample, "支付状态", "已下达", "部分退款", "3") == ["left out L17"] * 3
    settled = of(sample, "支付状态", "已下达", "3", settings='[kinds]\n"已下达" = "支付"\n"3" = ""')
    assert settled == ["payment", "left out L16"]


def test_of_several_columns_of_states_void_counts_before_paid_before_unknown(sample):
    head = "支付日期,项目编码,金额,审核状态,支付状态"
    lines = [f"2022-03-01,{PARK},5,已审核,已作废", f"2022-03-02,{PARK},5,甲类,已支付", f"2022-03-03,{PARK},5,甲类,"]
    assert codes(judged(sample, *lines, head=head)) == ["left out L16", "payment", "left out L17"]


def test_a_state_of_something_else_is_none_of_the_payment(sample):
    assert of(sample, "项目状态", "未完工") == ["payment"]


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("（作废）进度款", "left out L16"),
        ("进度款【已作废】", "left out L16"),
        ("此单作废", "left out L16"),
        ("作废票据销毁费", "payment"),
        ("作废凭证重开", "payment"),
    ],
)
def test_a_mark_in_any_cell_says_that_a_row_is_void(sample, note, expected):
    assert of(sample, "摘要", note) == [expected]
    assert of(sample, "备注", note) == [expected]


@pytest.mark.parametrize("total", ["5", "10"])
def test_a_total_agrees_with_what_is_void_and_without(sample, total):
    lines = [f"2022-03-01,{PARK},5,正常", f"2022-03-02,{PARK},5,作废", f"合计,,{total},"]
    assert codes(judged(sample, *lines, head="支付日期,项目编码,金额,状态"))[-1] == "total"


def test_an_amount_that_is_struck_out_is_void(sample):
    book = openpyxl.Workbook()
    for row in (["支付日期", "项目编码", "金额", "摘要"], ["2022-03-01", PARK, 5, "甲"], ["2022-03-02", PARK, 6, "乙"]):
        book.active.append(row)
    book.active["C2"].font = book.active["D3"].font = Font(strike=True)  # of the second row only the note
    raw = io.BytesIO()
    book.save(raw)
    assert codes(judged(sample, raw=raw.getvalue(), name="台账.xlsx")) == ["left out L16", "payment"]


def test_a_column_of_refunds_is_the_amount_of_its_rows_or_makes_the_net_unclear(sample):
    lines = [f"2022-03-01,{PARK},5,0.00", f"2022-03-02,{PARK},,2", f"2022-03-03,{PARK},0,(3)", f"2022-03-04,{PARK},9,4"]
    one = judged(sample, *lines, f"2022-03-05,{PARK},9,部分", head="支付日期,项目编码,支付金额,退款金额")
    assert codes(one) == ["payment", "refund", "refund", "left out L21", "left out L21"]
    assert one.rows["counted"].tolist()[:3] == [5_00, -2_00, -3_00]
