"""The unit of a ledger's amounts, wherever the ledger states it."""

from __future__ import annotations

import pytest
from jixiao.errors import UsageError
from ledgers import PARK, codes, judged

HEAD, ROW = "支付日期,项目编码,金额,摘要", f"2022-03-01,{PARK},1.5,甲"


def fen(one):
    return one.rows["counted"][one.rows["status"].eq("payment")].tolist()


@pytest.mark.parametrize(
    "above",
    [
        "2022年支出台账（万元）",
        "金额单位,万元,,",
        "2022年支出台账,,单位 万元",
        "本表以万元为单位",
        "金额单位为人民币万元",
    ],
)
def test_a_unit_above_the_heading_row_in_any_words(sample, above):
    assert fen(judged(sample, HEAD, ROW, head=above)) == [15_000_00]


@pytest.mark.parametrize("below", ["注：本表金额单位为万元。,,,", "制表人：某,,,单位：万元"])
def test_a_unit_below_the_rows_counts_where_none_is_stated_above(sample, below):
    assert fen(judged(sample, ROW, below, head=HEAD)) == [15_000_00]
    assert fen(judged(sample, HEAD, ROW, below, head="单位：元")) == [1_50]
    with pytest.raises(UsageError, match="several units below one heading row: 万元, 千元"):
        judged(sample, ROW, below, "单位：千元,,,", head=HEAD)


@pytest.mark.parametrize("second", [HEAD, HEAD.replace("支付日期", "付款日期")])
def test_a_unit_above_a_second_heading_row_is_that_of_the_rows_below_it(sample, second):
    one = judged(sample, HEAD, ROW, "零星支出,,,单位：元", second, ROW.replace("甲", "乙"), head="单位：万元")
    assert fen(one) == [15_000_00, 1_50]


@pytest.mark.parametrize("text", ["编制单位：万元局", "收款单位：某元器件公司", "预算单位（元）"])
def test_an_office_is_no_unit(sample, text):
    one = judged(sample, HEAD, ROW, f"2022-03-02,{PARK},1,{text}", head=text.replace("（元）", ""))
    assert (codes(one), fen(one)) == (["payment", "payment"], [1_50, 1_00])
