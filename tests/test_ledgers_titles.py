"""What stands above a ledger's rows: the day and year that its figures and months are of, and whether they add up."""

from __future__ import annotations

import pytest
from jixiao.errors import UsageError
from ledgers import OFFICE, PARK, codes, judged

FIGURES, ROW = "项目编码,累计支出（万元）", f"{PARK},4.2"
MONTHS, BY_MONTH = "项目编码,1月,2月", f"{PARK},10,20"


@pytest.mark.parametrize(
    "title",
    [
        "2022年1-9月支出进度表",
        "（截至9月底）",
        "截至9月30日",
        "2022年1月至9月",
        "2022年1月1日-9月30日",
        "1—9月份",
        "截止日期：2022年9月30日",
    ],
)
def test_figures_are_of_the_day_that_their_title_says(sample, title):
    one = judged(sample, FIGURES, ROW, head=title)
    assert [str(item["date"].date()) for item in one.interim] == ["2022-09-30"]


@pytest.mark.parametrize("title", ["2022年11-12月支出", "截至9月30日,1-8月支出", "打印日期：2022年10月8日"])
def test_figures_whose_title_says_no_day_or_two_are_refused(sample, title):
    with pytest.raises(UsageError, match="without their day"):
        judged(sample, *title.split(",")[1:], FIGURES, ROW, head=title.split(",")[0])


@pytest.mark.parametrize(
    "lines", [[MONTHS, BY_MONTH], ["月份,项目编码,金额", f"3月,{PARK},5"], ["截至9月30日", FIGURES, ROW]]
)
def test_months_below_a_title_of_another_year_are_not_those_of_the_budget_year(sample, lines):
    with pytest.raises(UsageError, match="2021年, not 2022"):
        judged(sample, *lines, head="2021年度项目支出")
    for title in ("2022年度项目支出（含2021年结转）", "2021年度结转资金支出", "打印日期：2023年1月5日"):
        assert judged(sample, *lines, head=title).rows["status"].isin(["payment", "figure", "text"]).all()


def test_dates_that_have_their_year_need_no_title(sample):
    assert codes(judged(sample, "支付日期,项目编码,金额", f"2022-03-01,{PARK},5", head="2021年度台账")) == ["payment"]


def test_columns_of_months_that_may_be_cumulative_are_not_added_up(sample):
    with pytest.raises(UsageError, match="each may hold all up to it"):
        judged(sample, MONTHS, BY_MONTH, head="2022年各月累计支出")
    with pytest.raises(UsageError, match="several columns: 1月, 2月"):
        judged(sample, ",1月,2月", BY_MONTH, head="项目编码,累计支出（万元）,")
    plain = judged(sample, MONTHS + ",累计", BY_MONTH + ",30", f"{OFFICE},1,1,2", head="2022年各月及累计支出")
    assert codes(plain) == ["payment month"] * 4
