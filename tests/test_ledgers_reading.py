"""Ledgers of other systems: headings, units, dates and kinds as they come, and what is left out of them."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from jixiao.errors import UsageError
from jixiao.ledgers.values import read_amount, read_date, unit_of
from ledgers import OFFICE, PARK, codes, judged

ROW = "2022-03-01,{code},,支付,100.00,会议费,1"


def fen(one):
    return one.rows["counted"].tolist()


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("日期,项目代码,发生额", f"2022-03-01,{PARK},100"),
        ("序号,付款日期,预算项目编码,预算项目名称,实付金额（元）,用途", f"1,2022-03-01,{PARK},,100,会议费"),
        ("拨付时间,项目编号,拨付金额/元,事由", f"2022-03-01,{PARK},100,会议费"),
        ("支付日期,预算项目代码,预算金额,本次支付金额,可用余额", f"2022-03-01,{PARK},9999,100,8"),
        ("申请日期,支付日期,申请金额,支付金额,项目编码", f"2022-01-01,2022-03-01,77,100,{PARK}"),
        ("支付日期,项目编码,支付金额,币种,收款人", f"2022-03-01,{PARK},100,人民币,某公司"),
        ("★支付日期,项目编码（必填）,金额（单位：元）", f"2022-03-01,{PARK},100"),
        ("支付 日期\t项目编码\t金额", f"2022-03-01\t{PARK}\t100"),
    ],
)
def test_a_heading_is_known_by_its_words(sample, head, line):
    one = judged(sample, line, head=head)
    assert codes(one) == ["payment"]
    assert fen(one) == [100_00]


@pytest.mark.parametrize(
    "head",
    [
        "项目编码,项目名称,金额",  # no date
        "支付日期,金额,摘要",  # no project
        "支付日期,项目编码,预算金额",  # a budget is no payment
        "签订日期,项目编码,合同金额",
        "科目编码,科目名称,年初余额,本期发生,期末余额",
    ],
)
def test_what_is_no_ledger_is_refused_by_its_headings(sample, head):
    with pytest.raises(UsageError) as error:
        judged(sample, "1,2,3", head=head)
    assert "the date" in str(error.value)
    assert head.partition(",")[0] in str(error.value)


def test_two_headings_that_are_alike_are_not_chosen_from_unless_the_user_does(sample):
    head, line = "支付日期,项目编码,实付金额,拨付金额", f"2022-03-01,{PARK},100,200"
    with pytest.raises(UsageError):
        judged(sample, line, head=head)
    one = judged(sample, line, head=head, settings='[columns]\namount = "拨付金额"')
    assert fen(one) == [200_00]


def test_a_heading_of_two_rows(sample):
    one = judged(sample, "日期,编码,名称,金额,号", f"2022-03-01,{PARK},,100,1", head="支付,项目,,支付,凭证")
    assert codes(one) == ["payment"]


def test_a_second_row_of_headings_is_part_of_the_first_and_says_more(sample):
    head = "预算项目,,支付日期,支付金额,摘要"
    one = judged(sample, "编码,名称,,（万元）,", f"{PARK},,2022-03-01,1.5,会议费", head=head)
    assert (codes(one), fen(one)) == (["payment"], [15_000_00])
    with pytest.raises(UsageError, match="several columns: 财政拨款, 其他资金"):
        judged(sample, "编码,名称,,财政拨款,其他资金", f"{PARK},,2022-03-01,1.5,2", head="预算项目,,支付日期,支付金额,")
    plain = judged(
        sample, "体育公园,,,待定,", f"{PARK},,2022-03-01,1,会议费", head="项目名称,项目编码,支付日期,支付金额,摘要"
    )
    assert codes(plain)[0] == "left out L08"


def test_a_total_of_cumulative_figures_is_none_of_a_project(sample):
    lines = [f"{PARK},4.2", "合计,4.2"]
    one = judged(sample, *lines, head="项目编码,累计支出（万元）", until=dt.date(2022, 9, 30))
    assert codes(one) == ["figure", "total"]


@pytest.mark.parametrize(
    ("before", "head", "cell", "unit", "expected"),
    [
        ("", "金额", "1.5", "", 1_50),
        ("单位：万元", "金额", "1.5", "", 15_000_00),
        ("编制单位：某局,,单位：千元", "金额", "1.5", "", 1_500_00),
        ("编制单位：万元局", "金额", "1.5", "", 1_50),
        ("（金额单位：万元）", "金额（元）", "1.5", "", 1_50),
        ("单位：万元", "金额", "1.5", "元", 1_50),
        ("单位：万元", "金额", "98.5元", "", 98_50),
        ("", "金额（万元）", "1.5", "", 15_000_00),
        ("", "金额", "0.5亿", "", 50_000_000_00),
        ("", "金额", "1.005", "", 1_01),
        ("", "金额", "-1.005", "", -1_01),
    ],
)
def test_the_unit_nearest_to_the_cell_counts(sample, before, head, cell, unit, expected):
    lines = [f"支付日期,项目编码,{head},单位", f"2022-03-01,{PARK},{cell},{unit}", f"2022-03-02,{PARK},1,元"]
    one = judged(sample, *lines, head=before)
    assert fen(one)[0] == expected


def test_a_foreign_unit_is_not_guessed(sample):
    one = judged(sample, f"2022-03-01,{PARK},5,美元", f"2022-03-02,{PARK},5,元", head="支付日期,项目编码,金额,单位")
    assert codes(one) == ["left out L12", "payment"]
    assert codes(judged(sample, f"2022-03-01,{PARK},5", head="支付日期,项目编码,金额（美元）")) == ["left out L12"]


def test_a_column_of_offices_is_no_column_of_units(sample):
    name = sample.departments["department"].iloc[0]
    one = judged(sample, f"2022-03-01,{PARK},5,{name}", head="支付日期,项目编码,金额,单位")
    assert codes(one) == ["payment"]
    assert fen(one) == [5_00]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022-3-1 12:00", "2022-03-01"),
        ("2022-03-01T08:00:00", "2022-03-01"),
        ("２０２２年３月１日", "2022-03-01"),
        ("2022 年 3 月 1 日", "2022-03-01"),
        ("2022年3月 1日", "2022-03-01"),
        ("44827.75", "2022-09-23"),
        ("3月15日", "2022-03-15"),
        ("3 月 15 日", "2022-03-15"),
        ("2022.03", "2022-03-31"),
        ("2022.10", "2022-10-31"),
        ("20220315103000", "2022-03-15"),
        ("2022年3月15日10:30", "2022-03-15"),
        ("20220315993000", None),
        ("2月30日", None),
        ("2022-02-30", None),
        ("22-3-1", None),
        ("2022.3", None),
        ("2022年13月", None),
        ("三月", None),
    ],
)
def test_dates(text, day):
    found = read_date(text, 2022)
    assert (None if found is None else found[0].isoformat()) == day


@pytest.mark.parametrize("text", ["1,23", "12,34,567", "1e5", "--5", "(-5)", "5)", "待定", "", "１，２３", "五万"])
def test_an_amount_that_is_not_certain_is_none(text):
    assert read_amount(text) is None


def test_units():
    assert [unit_of(text) for text in ("千", "人民币元", "万 元", "元整", "")] == [1000, 1, 10_000, None, None]


def test_a_word_that_the_kind_column_does_not_know_is_asked_for(sample):
    lines = [f"2022-03-01,{PARK},,额度下达,5,,1", f"2022-03-02,{PARK},,,5,,2", f"2022-03-03,{PARK},,授权支付,5,,3"]
    assert codes(judged(sample, *lines)) == ["left out L15", "payment", "payment"]
    settled = judged(sample, *lines, settings='[kinds]\n"额度下达" = ""')
    assert codes(settled) == ["other", "payment", "payment"]
    assert codes(judged(sample, *lines, settings='[kinds]\n"额度下达" = "支付"'))[0] == "payment"


def test_refunds(sample):
    lines = [
        f"2022-03-01,{PARK},,,-5,退款,1",
        f"2022-03-02,{PARK},,退回,5,多付,2",
        f"2022-03-03,{PARK},,退回,-5,退以前年度款,3",
        f"2022-03-04,{PARK},,支付,-5,冲销错账,4",
        f"2022-03-05,{PARK},,支付,-5,多付,5",
    ]
    assert codes(judged(sample, *lines)) == ["refund", "left out L13", "left out L10", "refund", "payment L09"]
    turned = judged(sample, *lines, settings='refunds = "positive"')
    assert codes(turned)[1] == "refund"
    assert fen(turned)[1] == -5_00


def test_repetitions(sample):
    row = f"2022-03-01,{PARK},,支付,5,会议费,"
    lines = [
        row + "7",
        row + "7",
        row + "8",
        row,
        row,
        f"2022-03-01,{PARK},,追加,5,,9",
        f"2022-03-01,{PARK},,追加,5,,9",
    ]
    expected = ["payment", "left out L01", "payment L02", "payment L02", "payment L02", "supplement", "left out L01"]
    assert codes(judged(sample, *lines)) == expected
    assert codes(judged(sample, *lines, settings='keep = ["台账.csv#3"]'))[1] == "payment"


def test_months_are_not_compared_and_are_their_last_days(sample):
    one = judged(sample, f"3月,{PARK},5", f"3月,{PARK},5", head="月份,项目编码,金额")
    assert codes(one) == ["payment month", "payment month"]
    wide = judged(sample, f"{PARK},1,,3", f"{OFFICE},,0,", "合计,1,,3", head="项目编码,1月,2月,3月")
    assert codes(wide) == ["payment month", "payment month", "text", "total", "total"]
    assert wide.rows["date"].dt.strftime("%m-%d").tolist()[:2] == ["01-31", "03-31"]


def test_totals_and_texts(sample):
    lines = [ROW.format(code=PARK), "小计,,,,100.00,,", "合计,,,,300.00,,", "制表人：某,,,,,,", ",,,,,,"]
    one = judged(sample, *lines)
    assert codes(one) == ["payment", "total", "total L11", "text", "empty"]
    assert (one.total, one.total_of_rows) == (300, 100)


def test_projects_by_code_and_name(sample):
    names = sample.projects.set_index("position")["project_name"]
    lines = [
        f"2022-03-01,{PARK.lower()},,支付,1,,1",
        f"2022-03-02,,{names[2]},支付,1,,2",
        f"2022-03-03,{PARK[:-1]}9,,支付,1,,3",
        f"2022-03-04,{PARK},{names[1]},支付,1,,4",
        f"2022-03-05,,{names[8].replace('2022', '')}尾款,支付,1,,5",
        "2022-03-06,,,支付,1,,6",
        f"2022-03-07,{PARK},体育公园,支付,1,,7",
    ]
    one = judged(sample, *lines)
    out = "left out "
    assert codes(one) == ["payment", "payment L04", f"{out}L03", f"{out}L05", f"{out}L03", f"{out}L03", "payment"]
    assert one.rows["suggestion"].fillna("").tolist() == ["", "", PARK, "", "13020922P008P40100028", "", ""]
    settled = judged(sample, *lines, settings=f'[codes]\n"{PARK[:-1]}9" = ""')
    assert codes(settled)[2] == "other"


@pytest.mark.parametrize(
    "form", ["{code}-{name}", "{code} {name}", "[{code}]{name}", "{name}（{code}）", "{code}{name}"]
)
def test_a_code_and_its_name_in_one_cell(sample, form):
    project = sample.projects.set_index("position").loc[3]  # its name has brackets and ends in digits
    cell = form.format(code=project["project_code"], name=project["project_name"])
    for head in ("支付日期,项目,金额", "支付日期,项目编码,金额"):
        one = judged(sample, f"2022-03-01,{cell},5", f"2022-03-02,{cell}二期,5", head=head)
        assert codes(one) == ["payment", "left out L03"]
    other = form.format(code=PARK, name=project["project_name"])
    assert codes(judged(sample, f"2022-03-01,{other},5", head="支付日期,项目,金额")) == ["left out L03"]


def test_what_keeps_a_code_from_being_read_as_a_number_is_none_of_it(sample):
    one = judged(
        sample, f'="2022-03-01",="{PARK}",5,=A1', f"2022-03-02,'{PARK},'5,会议'费'", head="支付日期,项目编码,金额,摘要"
    )
    assert codes(one) == ["payment", "payment"]
    assert one.rows["note"].tolist() == ["=A1", "会议'费'"]


def test_a_workbook_with_a_preamble_a_hidden_sheet_and_types(sample):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["某单位支出明细"])
    sheet.append(["支付日期", "项目编码", "支付金额（万元）", "凭证号"])
    sheet.append([dt.datetime(2022, 3, 1, 12), PARK, 0.1 + 0.2, 7])
    sheet["D3"].number_format = "0000"
    sheet.append(["=TODAY()", PARK, "=1+1", "=cmd"])
    hidden = book.create_sheet("旧")
    hidden.append(["支付日期", "项目编码", "金额"])
    hidden.append(["2022-03-01", PARK, 1])
    hidden.sheet_state = "hidden"
    raw = io.BytesIO()
    book.save(raw)
    one = judged(sample, raw=raw.getvalue(), name="台账.xlsx")
    assert codes(one) == ["payment", "left out L08"]
    assert fen(one)[0] == 3_000_00
    assert one.rows["voucher"].tolist()[0] == "0007"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_encodings(sample, encoding):
    raw = f"支付日期,项目编码,金额,摘要\n2022-03-01,{PARK},100,会议费用和差旅费用\n".encode(encoding)
    assert fen(judged(sample, raw=raw)) == [100_00]


def test_control_characters_and_open_quotes_do_no_harm(sample):
    one = judged(sample, f'2022-03-01,{PARK},,支付,1,"会议\x1b[31m费,1')
    assert len(one.rows) == 1
    assert "\x1b" not in "".join(one.rows["note"])
    assert len(judged(sample, f"2022-03-01,{PARK},,支付,1,=cmd|x,1").rows) == 1
