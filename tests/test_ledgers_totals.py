"""Rows of a ledger that sum up others, or carry a balance; and changes of a budget whose direction is not clear."""

from __future__ import annotations

import pytest
from jixiao.errors import UsageError
from ledgers import OFFICE, PARK, codes, judged

HEAD = "单位,支付日期,项目编码,项目名称,金额,摘要"
PAID = [f"某局,2022-03-15,{PARK},,100,甲", f"某局,2022-03-16,{OFFICE},,5,乙"]


@pytest.mark.parametrize(
    "line",
    [
        "某局,,,小计,105,",
        f",,{PARK},体育公园小计,105,",
        ",,,合计（大写）：壹佰零伍元,105,",
        ",,,,105,本年累计",
        "某局,,,3月支出合计：,105,",
    ],
)
def test_a_total_is_one_in_whichever_cell_it_says_so(sample, line):
    assert codes(judged(sample, *PAID, line, head=HEAD)) == ["payment", "payment", "total"]


def test_a_total_that_has_a_date_is_known_by_its_sum(sample):
    lines = [
        *PAID,
        ",2022-03-31,,,105,本月合计",
        f",2022-04-02,{PARK},,7,丙",
        f",2022-04-30,{PARK},4月小计,7,",
        ",2022-04-30,,,112,本年累计",
        f",2022-05-30,{PARK},,99,小计",
    ]
    expected = ["payment", "payment", "total", "payment", "total", "total", "left out L20"]
    assert codes(judged(sample, *lines, head=HEAD)) == expected


def test_a_ledger_of_sums_of_months_has_no_other_rows(sample):
    lines = [f"{month}月,{PARK},5,{month}月支出合计" for month in (3, 4)]
    assert codes(judged(sample, *lines, head="月份,项目编码,金额,摘要")) == ["payment month"] * 2


def test_balances_and_what_is_carried_over_are_no_payments(sample):
    lines = [",,,期初余额,9", f"2022-01-01,{PARK},,上年结转,9", f"2022-01-02,{PARK},,上年结转项目尾款,9", ",,,过次页,9"]
    head = "支付日期,项目编码,项目名称,摘要,金额"
    assert codes(judged(sample, *lines, head=head)) == ["text", "left out L15", "payment", "text"]
    for kind, expected in {"": "other", "上年结转": "carry-in", "支付": "payment"}.items():
        assert codes(judged(sample, *lines, head=head, settings=f'[kinds]\n"上年结转" = "{kind}"'))[1] == expected


@pytest.mark.parametrize("kind", ["追加", "上年结转"])
def test_a_supplement_that_is_negative_is_added_whatever_its_sign_and_told(sample, kind):
    lines = [
        f"2022-03-01,{PARK},,{kind},600,,1",
        f"2022-04-01,{PARK},,{kind},-600,,2",
        f"2022-05-01,{PARK},,调减,-6,,3",
    ]
    one = judged(sample, *lines)
    status = "supplement" if kind == "追加" else "carry-in"
    assert codes(one) == [status, f"{status} L19", "cut"]
    assert one.rows["counted"].tolist() == [600_00, 600_00, -6_00]


def test_debits_of_an_account_of_expenditure_are_payments_and_its_credits_give_back(sample):
    lines = [
        "日期,凭证号,摘要,项目编码,借方金额,贷方金额,余额",
        f"2022-03-15,记-1,进度款,{PARK},100,0.00,100",
        f"2022-03-20,记-2,收回多付款,{PARK},,20,80",
        ",,本月合计,,100,20,80",
        f"2022-04-05,记-4,冲销,{PARK},-5,,75",
        f"2022-04-06,记-5,更正,{PARK},3,1,77",
        f"2022-12-31,记-9,结转本年支出,{PARK},,77,0",
    ]
    one = judged(sample, *lines, head="科目：5001 事业支出")
    expected = ["payment", "refund", "total", "refund", "left out L21", "left out L23"]
    assert codes(one) == expected
    assert one.rows["counted"][one.rows["status"].isin(["payment", "refund"])].tolist() == [100_00, -20_00, -5_00]
    with pytest.raises(UsageError, match="debit and credit of an account"):
        judged(sample, *lines, head="科目：1002 银行存款")
