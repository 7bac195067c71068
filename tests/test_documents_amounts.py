"""Amounts and plans in tables of any layout: their units, phases, sources and checkpoints."""

from __future__ import annotations

import pytest
from grids import doubts, read_tables, show
from test_documents_reader import PROJECT, SECOND, START, places
from test_documents_tables import NAME, TITLE, UNIT, read

# In any layout


@pytest.mark.parametrize(
    ("label", "note", "text"),
    [
        ("预算数（元）", "", "50,000.00"),
        ("预算数", "单位：元", "50000"),
        ("预算数", "金额单位：人民币元", "50000"),
        ("预算数", "", "50000元"),
        ("预算数", "", "5 万元"),
        ("预算数（亿元）", "", "0.0005"),
        ("预算数", "单位：千元", "50"),
    ],
)
def test_an_amount_is_brought_to_ten_thousand_yuan_with_its_text_kept(label, note, text):
    dataset = read(["项目名称", "图书馆", label, text], paragraphs=[TITLE, note] if note else [TITLE])
    assert show(dataset.projects, "budget", "budget_text") == [[5, text]]
    assert doubts(dataset) == []


def test_an_amount_without_any_unit_is_doubted_once():
    dataset = read([*NAME], ["财政资金", "5"], paragraphs=[TITLE])
    assert doubts(dataset) == ["5"]


def test_an_amount_that_contradicts_the_unit_stated_for_it_is_left_empty():
    dataset = read(["项目名称", "图书馆", "预算数（万元）", "50000元"])
    assert show(dataset.projects, "budget", "budget_text") == [[None, "50000元"]]


def test_a_unit_behind_the_label_of_a_group_holds_for_what_stands_in_it():
    dataset = read(
        ["项目名称", "图书馆", "", ""], ["项目资金（元）", "资金总额", "50000", ""], ["", "财政拨款", "50000", ""]
    )
    assert dataset.projects["budget"].tolist() == dataset.funds["amount"].tolist() == [5]


def test_money_paid_stands_beside_the_budget_in_the_older_form():
    dataset = read(
        ["项目名称", "图书馆", "<", "<", "<"],
        ["预算执行情况（万元）", "预算数：", "10", "执行数：", "9"],
        ["^", "其中：财政拨款", "10", "其中：财政拨款", "9"],
    )
    assert dataset.projects["budget"].tolist() == [10]
    assert show(dataset.funds, "source", "phase", "amount") == [["财政资金", "initial", 10], ["财政资金", "paid", 9]]


@pytest.mark.parametrize(
    ("heading", "day"),
    [
        ("执行数（截至9月底）", "2022-09-30"),
        ("1-9月执行数", "2022-09-30"),
        ("全年执行数（1—9月）", "2022-09-30"),
        ("截至6月末执行数", "2022-06-30"),
    ],
)
def test_what_holds_for_the_first_months_is_none_of_the_years(heading, day):
    money = ["项目资金（万元）", "年初预算数", heading], ["年度资金总额", "5", "3"]
    dataset = read_tables("2022年", [["项目名称", "图书馆", "<"], *money])
    assert show(dataset.projects, "budget") == [[5]]
    assert dataset.funds.empty
    assert dataset.interim_funds["date"].dt.strftime("%Y-%m-%d").tolist() == [day]
    assert show(dataset.interim_funds, "source", "initial", "paid") == [["合计", 5, 3]]
    assert not doubts(dataset)


def test_the_months_of_a_whole_year_are_the_year():
    money = ["项目资金（万元）", "年初预算数", "执行数（1-12月）"], ["年度资金总额", "5", "3"]
    dataset = read_tables("2022年", [["项目名称", "图书馆", "<"], *money])
    assert show(dataset.funds, "phase", "amount") == [["paid", 3]]


def test_a_unit_behind_a_label_that_nobody_knows_holds_beside_it():
    dataset = read_tables("2022年", [["项目名称", "图书馆", "<"], ["投入（元）", "年度资金总额", "120000"]])
    assert show(dataset.projects, "budget") == [[12]]


def test_of_two_amounts_beside_a_source_none_is_taken():
    rows = [["项目名称", "图书馆", "<", "<"], ["谜", "谜", "上年", "本年"], ["谜", "财政拨款", "80", "90"]]
    dataset = read_tables("2022年", "单位：万元", rows)
    assert dataset.funds.empty
    assert "80" in doubts(dataset)


def test_money_paid_of_all_sources_together_is_kept_where_none_is_named():
    rows = [["项目资金（万元）", "年初预算数", "全年执行数"], ["年度资金总额", "10", "9"]]
    dataset = read(["项目名称", "图书馆"], *rows)
    assert dataset.projects["budget"].tolist() == [10]
    assert show(dataset.funds, "source", "phase", "amount") == [["合计", "paid", 9]]


def test_a_source_of_funds_that_nobody_knows_is_kept_as_published_and_doubted():
    rows = [["", "资金总额", "10", ""], ["", "其中：彩票公益金", "10", ""]]
    dataset = read(["项目名称", "图书馆"], ["项目资金（万元）", "", "年初预算数", "全年执行数"], *rows)
    assert show(dataset.funds, "source", "phase", "amount") == [["彩票公益金", "initial", 10]]
    assert show(dataset.projects, "budget") == [[10]]
    assert doubts(dataset) == ["其中：彩票公益金"]


def test_a_table_of_money_without_any_project_is_not_the_last_projects():
    dataset = read_tables(TITLE, UNIT, [NAME], [["科目", "年初预算数", "决算数"], ["教育", "7", "6"]])
    assert dataset.projects["budget"].tolist() == [5]
    assert dataset.funds.empty
    assert dataset.readings["other_tables"].tolist() == [1]


WHOLE = ["项目名称", "图书馆", *["<"] * 6]
IN_PAIRS = [WHOLE, ["项目总预算", "900", "2023年", "300", "2024年", "400", "2025年", "200"]]
BELOW = [WHOLE, ["项目总投资", "900", *["<"] * 6], ["其中：2023年", "300", "2024年度", "400", "2025年", "200", "", ""]]
AT_SIDE = [WHOLE, ["资金安排", "项目总投资", "900", *["<"] * 5], ["^", "2023年", "300", *["<"] * 5]]
AT_SIDE += [["^", "2024年", "400", *["<"] * 5]]
LISTED = [["项目名称", "项目总投资", "2023年", "2024年", "绩效目标"], ["图书馆", "900", "300", "400", "建成"]]
UNDER = [["项目名称", "项目总投资", "分年度投资计划", "<", "绩效目标"], ["^", "^", "2023年", "2024年", "^"], LISTED[1]]


@pytest.mark.parametrize("rows", [IN_PAIRS, BELOW, AT_SIDE, LISTED, UNDER])
def test_of_the_money_of_several_years_the_budget_years_is_the_budget(rows):
    dataset = read_tables("2024年预算绩效目标", UNIT, rows)
    assert show(dataset.projects, "budget", "budget_text") == [[400, "400"]]
    assert any("900" in found for found in doubts(dataset))
    assert show(read_tables("2026年预算绩效目标", UNIT, rows).projects, "budget") == [[None]]


def test_the_year_of_a_target_beside_points_is_no_money():
    rows = [["项目名称", "图书馆", "<", "<", "<"], ["资金总额", "900", "<", "<", "<"]]
    rows += [
        ["一级指标", "二级指标", "三级指标", "指标值", "分值"],
        ["产出指标", "时效指标", "建成时间", "2024年", "100"],
    ]
    dataset = read_tables("2024年预算绩效目标", UNIT, rows)
    assert show(dataset.projects, "budget") == [[900]]
    assert show(dataset.indicators, "target", "weight") == [["2024年", 100]]


# Plans


@pytest.mark.parametrize(
    ("labels", "days"),
    [
        (["3月底", "6月底", "10月底", "12月底"], ["03-31", "06-30", "10-31", "12-31"]),
        (["3月", "6月", "9月", "12月"], ["03-31", "06-30", "09-30", "12-31"]),
        (["一季度", "二季度", "三季度", "四季度"], ["03-31", "06-30", "09-30", "12-31"]),
        (["1-3月", "4-6月", "7-9月", "10-12月"], ["03-31", "06-30", "09-30", "12-31"]),
        (["上半年", "9月30日", "11月底", "年底"], ["06-30", "09-30", "11-30", "12-31"]),
    ],
)
@pytest.mark.parametrize("beside", [False, True])
def test_a_plan_of_any_checkpoints_is_read_above_or_beside_its_shares(labels, days, beside):
    shares = ["20%", "50%", "80%", "100%"]
    if beside:
        rows = [["资金支出计划", *(cell for pair in zip(labels, shares, strict=True) for cell in pair)]]
    else:
        rows = [["资金支出计划", *labels], ["^", *shares]]
    dataset = read(NAME, *rows, ["绩效目标", "开放"])
    assert dataset.disbursements["date"].dt.strftime("%m-%d").tolist() == days
    assert dataset.disbursements["cumulative_share"].tolist() == [0.2, 0.5, 0.8, 1]
    assert doubts(dataset) == []


def test_a_label_without_a_value_below_headings_without_rows_is_no_heading():
    dataset = read(
        NAME, ["资金支出计划", "6月底", "12月底"], ["绩效目标", "", ""], ["一级指标", "三级指标", "指标值"], ["备注"]
    )
    assert dataset.goals.empty
    assert dataset.disbursements.empty
    assert dataset.indicators.empty


# In text, as a word processor exports it


@pytest.mark.parametrize(("unit", "budget"), [("元", 1.25), ("千元", 1250), ("万元", 12500), ("亿元", 125000000)])
def test_amounts_are_read_in_the_unit_that_is_stated(read_rows, unit, budget):
    rows = [["803001甲单位", "", "", f"（单位：{unit}）"], PROJECT, ["预算数", "12,500.00", "财政资金", f"12500{unit}"]]
    dataset, report = read_rows(*rows)
    assert dataset.projects["budget"].tolist() == dataset.funds["amount"].tolist() == [budget]
    assert dataset.projects["budget_text"].tolist() == ["12,500.00"]
    assert places(report) == []


def test_a_unit_stated_above_the_table_holds_for_it(read_rows):
    rows = [["803001甲单位", "", "", ""], PROJECT, ["预算数", "50000", "", ""]]
    dataset, _ = read_rows(*rows, paragraphs="单位：元\n")
    assert dataset.projects["budget"].fillna(5).tolist() == [5]


@pytest.mark.parametrize("text", ["约5", "5元", "1,2", "1.2.3", "５．０个", "5 6 7元", "NaN", "1e3"])
def test_an_amount_that_is_no_number_is_left_empty_and_doubted(read_rows, text):
    dataset, report = read_rows(*START, ["预算数", text, "财政资金", text])
    assert dataset.projects["budget"].isna().all()
    assert dataset.projects["budget_text"].tolist() == dataset.funds["text"].tolist() == [text]
    assert places(report, "an amount in 万元") == ["line 12", "line 14"]


@pytest.mark.parametrize(
    ("text", "amount"), [("0", 0), ("５．５", 5.5), ("5 万元", 5), ("-3", -3), ("1,234.5", 1234.5)]
)
def test_an_amount_is_read_whatever_its_width_unit_and_separators(read_rows, text, amount):
    dataset, report = read_rows(*START, ["预算数", text, "", ""])
    assert dataset.projects["budget"].tolist() == [amount]
    assert places(report) == []


def test_a_budget_stated_twice_is_doubted(read_rows):
    _, report = read_rows(*START, ["预算数", "5", "", ""], ["资金总额", "7", "", ""])
    assert places(report) == ["line 17"]


def test_other_funds_left_blank_are_missing_and_those_not_printed_have_no_row(read_rows):
    blank, _ = read_rows(*START, ["其中：财政    资金", "5", "其他资金", " "])
    assert blank.funds["source"].tolist() == ["财政资金", "其他资金"]
    assert blank.funds["amount"].isna().tolist() == [False, True]
    without, _ = read_rows(*START, ["财政资金", "5", "", ""])
    assert without.funds["source"].tolist() == ["财政资金"]


@pytest.mark.parametrize(
    ("heading", "text", "share"),
    [
        ("支出计划", "20%", 0.2),
        ("支出计划（%）", "20%", 0.2),
        ("支出计划（％）", "20", 0.2),
        ("支出计划(%)", "120", 1.2),
        ("支出计划(%)", "33.3％", 0.333),
    ],
)
def test_a_share_is_read_where_it_or_its_heading_has_the_sign(read_rows, heading, text, share):
    dataset, report = read_rows(*START, [heading, "3月底", "", ""], ["", text, "", ""])
    assert dataset.disbursements[["label", "cumulative_share", "text"]].values.tolist() == [["3月底", share, text]]
    assert places(report) == []


@pytest.mark.parametrize(("heading", "text"), [("支出计划", "20"), ("支出计划（%）", "过半"), ("支出计划", "20％以上")])
def test_a_share_without_any_sign_or_number_is_left_empty_and_doubted(read_rows, heading, text):
    dataset, report = read_rows(*START, [heading, "3月底", "", ""], ["", text, "", ""])
    assert dataset.disbursements["cumulative_share"].isna().tolist() == [True]
    assert dataset.disbursements["text"].tolist() == [text]
    assert places(report, "a share in %") == ["line 17"]


def test_a_sign_in_one_heading_does_not_hold_for_the_next_table(read_rows):
    plan = ["", "20", "", ""]
    dataset, _ = read_rows(
        *START, ["支出计划（%）", "3月底", "", ""], plan, SECOND, ["支出计划", "3月底", "", ""], plan
    )
    assert dataset.disbursements["cumulative_share"].fillna(-1).tolist() == [0.2, -1]


def test_a_share_left_blank_is_missing_without_a_doubt(read_rows):
    dataset, report = read_rows(*START, ["支出计划", "3月底", "6月底", ""], ["", "", "40%", ""])
    assert dataset.disbursements["cumulative_share"].fillna(-1).tolist() == [-1, 0.4]
    assert places(report) == []


# Marks of notes, raised behind a figure


@pytest.mark.parametrize(
    ("text", "amount", "found"),
    [
        ("50.00¹", 50, ["50.00¹"]),
        ("50.00万元⁽²⁾", 50, ["50.00万元⁽²⁾"]),
        ("50¹²万元", 50, ["50¹²万元"]),
        ("50[¹]", 50, ["50[¹]"]),
        ("50①", 50, ["50①"]),
        ("50*", 50, ["50*"]),
        ("10⁴", None, ["10⁴"]),
        ("3×10⁴", None, ["3×10⁴"]),
        ("5₀", None, ["5₀"]),
    ],
)
def test_an_amount_loses_the_mark_of_a_note_with_a_doubt_and_never_an_exponent(text, amount, found):
    dataset = read(["项目名称", "图书馆", "预算数（万元）", text])
    assert show(dataset.projects, "budget", "budget_text") == [[amount, text]]
    assert doubts(dataset) == found


def test_a_heading_is_known_whatever_note_it_bears():
    dataset = read(["项目名称", "图书馆", "预算数（万元）¹", "5"])
    assert dataset.projects["budget"].tolist() == [5]
    assert doubts(dataset) == []


def test_the_years_money_beside_that_of_all_years_is_the_budget():
    head = ["项目资金（万元）", "资金来源", "项目总投资（实施期）", "本年度资金"]
    rows = [
        ["^", "资金总额：", "58000", "21500"],
        ["^", "其中：专项债券资金", "40000", "15000"],
        ["^", "某某补贴", "18000", "6500"],
    ]
    dataset = read(["项目名称", "医院", "", ""], head, *rows)
    assert dataset.projects["budget"].tolist() == [21500]
    assert show(dataset.funds, "source", "phase", "amount") == [["专项债券资金", "initial", 15000]]
    assert any("6500" in found for found in doubts(dataset))


def test_of_two_amounts_behind_one_label_none_is_taken():
    dataset = read(["项目名称", "医院", ""], ["年度资金总额", "58000", "21500"])
    assert dataset.projects["budget"].isna().all()
    assert "58000" in doubts(dataset)


@pytest.mark.parametrize("change", ["调整预算数", "预算调整数"])
def test_what_a_budget_changes_by_is_no_budget_where_that_after_it_is_stated(change):
    rows = [["项目名称", "图书馆", "", "", "", ""], ["年初预算数", "900", change, "-100", "调整后预算数", "800"]]
    dataset = read_tables("2024年预算绩效目标", UNIT, rows)
    assert show(dataset.funds, "phase", "amount") == [["adjusted", 800]]
    alone = read_tables("2024年预算绩效目标", UNIT, [rows[0], ["年初预算数", "900", change, "800", "", ""]])
    assert show(alone.funds, "phase", "amount") == [["adjusted", 800]]


def test_a_sum_beside_its_sources_is_the_budget_and_what_is_left_of_it_a_source():
    rows = [["项目名称", "图书馆", *[""] * 5], ["收入预算", "合计", "5000", "财政拨款", "4000", "其他", "1000"]]
    dataset = read_tables("2024年预算绩效目标", UNIT, rows)
    assert show(dataset.projects, "budget") == [[5000]]
    assert show(dataset.funds, "source", "amount") == [["财政资金", 4000], ["其他资金", 1000]]


@pytest.mark.parametrize("label", ["2024年预算安排资金规模", "申请财政资金总量", "所需经费"])
def test_an_amount_under_an_unknown_label_is_a_loss_where_no_budget_is_known(label):
    rows = [["项目名称", "图书馆", "<", "<"], [label, "80", "<", "<"]]
    rows += [["一级指标", "二级指标", "三级指标", "指标值"], ["产出指标", "数量指标", "人数", "3人"]]
    listed = [["项目名称", label, "绩效目标"], ["图书馆", "80", "开馆"], ["科技馆", "90", "开馆"]]
    with_budget = [rows[0], ["预算数（万元）", "80", "<", "<"], *rows[1:]]
    for blocks, lost in (([rows], 1), ([listed], 2), ([with_budget], 0)):
        assert read_tables("2024年预算绩效目标", *blocks).readings["unread_cells"].tolist() == [lost]


def test_a_label_of_money_may_lack_the_word_for_number_behind_it():
    rows = [["项目资金（万元）", "年初预算", "调整预算", "全年执行"], ["年度资金总额", "10", "12", "9"]]
    dataset = read_tables("2024年预算绩效目标", [["项目名称", "图书馆", "<", "<"], *rows])
    assert show(dataset.funds, "phase", "amount") == [["adjusted", 12], ["paid", 9]]
    assert show(dataset.projects, "budget") == [[10]]


@pytest.mark.parametrize(
    ("amounts", "shares"),
    [
        (("100", "200", "300", "200"), [0.125, 0.25, 0.375, 0.25]),
        (("100", "300", "600", "800.00"), [0.125, 0.375, 0.75, 1]),
        (("100万元", "300万元", "600万元", "800万元"), [0.125, 0.375, 0.75, 1]),
        (("1,000", "2,000", "3,000", "2,000"), [None] * 4),  # of no sum with the budget
        (("100", "待定", "600", "800"), [None] * 4),
        (("25", "50", "75", "100"), [None] * 4),
    ],
)
@pytest.mark.parametrize("plan", ["用款计划（万元）", "资金支出计划"])
def test_a_plan_in_money_is_one_of_shares_where_its_sum_or_end_is_the_budget(plan, amounts, shares):
    rows = [["项目名称", "图书馆", *["<"] * 3], ["预算数", "800", *["<"] * 3]]
    rows += [[plan, "一季度", "二季度", "三季度", "四季度"], ["^", *amounts]]
    dataset = read_tables("2024年预算绩效目标", UNIT, rows)
    assert show(dataset.disbursements, "cumulative_share", "text") == [
        list(pair) for pair in zip(shares, amounts, strict=True)
    ]
    assert len(doubts(dataset)) == shares.count(None)
