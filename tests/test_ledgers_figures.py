"""Cumulative figures of projects that stand in several rows."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from ledgers import OFFICE, PARK, codes, judged

HEAD = "项目编码,资金来源,年初预算数,累计支出（万元）"
TWO = [f"{PARK},一般公共预算,400,200.5", f"{PARK},政府性基金,167,67"]
ONE = f"{OFFICE},一般公共预算,50,25"


def read(sample, *lines):
    one = judged(sample, *lines, head=HEAD, until=dt.date(2022, 9, 30))
    return codes(one), {item["project_id"][-1]: (item["paid"], item["initial"]) for item in one.interim}


def test_rows_of_a_project_add_up_where_the_total_row_has_added_them(sample):
    found, figures = read(sample, *TWO, ONE, "合计,,617,292.5")
    assert found == ["figure", "figure", "figure", "total"]
    assert figures == {"2": (267.5, 567), "1": (25, 50)}


@pytest.mark.parametrize("parts", [TWO, TWO[:1] * 2])
def test_a_row_for_all_counts_alone_where_the_total_row_has_added_it_alone(sample, parts):
    paid = sum(float(line.split(",")[3]) for line in parts)
    found, figures = read(sample, f"{PARK},小计,567,{paid}", *parts, ONE, f"合计,,617,{paid + 25}")
    assert found == ["figure", "text", "text", "figure", "total"]
    assert figures["2"] == (paid, 567)


@pytest.mark.parametrize("total", [[], ["合计,,617,999"]])
def test_several_rows_of_a_project_have_no_figure_where_nothing_shows_what_they_are(sample, total):
    found, figures = read(sample, *TWO, ONE, *total)
    assert found[:3] == ["left out L18", "left out L18", "figure"]
    assert figures == {"1": (25, 50)}


def test_the_same_row_again_is_left_out_and_says_which_it_repeats(sample):
    one = judged(sample, ONE, ONE, head=HEAD, until=dt.date(2022, 9, 30))
    assert codes(one) == ["figure", "left out L01"]
    assert one.rows["same_as"].tolist()[1] == "台账.csv#2"


def test_a_summary_without_its_day_beside_payments_is_told_and_not_read(sample):
    book = openpyxl.Workbook()
    for row in (["支付日期", "项目编码", "金额"], ["2022-03-01", PARK, 5]):
        book.active.append(row)
    summary = book.create_sheet("汇总")
    for row in (["项目编码", "累计支付"], [PARK, 5]):
        summary.append(row)
    raw = io.BytesIO()
    book.save(raw)
    one = judged(sample, raw=raw.getvalue(), name="台账.xlsx")
    assert codes(one) == ["payment"]
    assert [(remark.what, remark.sheet, remark.rows) for remark in one.remarks] == [("undated", "汇总", (2,))]
    dated = judged(sample, raw=raw.getvalue(), name="台账.xlsx", until=dt.date(2022, 3, 31))
    assert codes(dated) == ["payment", "figure"]
