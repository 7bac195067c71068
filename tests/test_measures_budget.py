"""Budgets: the sample's published figures, hand-computed cases, and what must hold for any budget."""

from __future__ import annotations

import jixiao
import pandas as pd
import pytest
from builders import projects, together
from jixiao.measures import budget as measure
from jixiao.tables import frame
from pandas.testing import assert_frame_equal

SAMPLE = jixiao.load("sample")


def funds(*rows: tuple[str, str, float | None], phase: str = "initial") -> pd.DataFrame:
    names = ["project_id", "source", "amount"]
    texts = ["" if amount is None else f"{amount:.2f}" for _, _, amount in rows]
    return frame(
        "funds",
        [dict(zip(names, row, strict=True), phase=phase, text=text) for row, text in zip(rows, texts, strict=True)],
    )


def goals(*texts: str, document: str = "D", **columns: str) -> pd.DataFrame:
    keys = {"document_id": document, "department_id": "X", "scope": "department", **columns}
    return frame("goals", [{**keys, "position": position, "goal": text} for position, text in enumerate(texts, 1)])


def reconciled_purpose(budget: float | None, purpose: str) -> list[tuple[float, float, bool]]:
    df = measure.reconcile(projects(A=budget).assign(purpose=purpose), funds(), goals())
    return list(df[["stated", "found", "agrees"]].itertuples(index=False, name=None))


def reconciled_goal(text: str) -> list[tuple[float, float, str]]:
    df = measure.reconcile(projects(), funds(), goals(text))
    return list(df[["stated", "found", "unit"]].itertuples(index=False, name=None))


# The sample


def test_sample_concentration():
    row = measure.concentration(SAMPLE.projects).iloc[0]
    assert row["projects"] == 9
    assert [row[name] for name in ("hhi", "hhi_normalised", "lower", "upper", "gini")] == pytest.approx(
        [0.229, 0.132, 0.120, 0.181, 0.536], abs=0.0005
    )
    assert 100 * row["top3_share"] == pytest.approx(76.6, abs=0.05)


def test_sample_leave_one_out_spans_the_sensitivity():
    df = measure.leave_one_out(SAMPLE.projects)
    assert [df["hhi_normalised"].min(), df["hhi_normalised"].max()] == pytest.approx([0.120, 0.181], abs=0.0005)
    assert len(df) == 9


def test_sample_sources_add_up_to_the_budget_in_all_projects():
    df = measure.reconcile(SAMPLE.projects, SAMPLE.funds, SAMPLE.goals)
    assert df[df["check"] == "funds"]["agrees"].tolist() == [True] * 9


def test_sample_purpose_of_project_6_contradicts_its_budget():
    df = measure.reconcile(SAMPLE.projects, SAMPLE.funds, SAMPLE.goals)
    df = df[df["check"] == "purpose"]
    assert df["agrees"].tolist() == [True, True, True, True, True, False, True, True, True]
    row = df.iloc[5]
    assert (row["stated"], row["found"], row["difference"]) == (126.61, 12.61, -114.0)


def test_sample_sums_in_the_goals_of_the_department():
    df = measure.reconcile(SAMPLE.projects, SAMPLE.funds, SAMPLE.goals)
    df = df[df["check"] == "goals"]
    assert df[["stated", "unit"]].values.tolist() == [[26, "个"], [172.02, "亿元"]]
    assert df["quote"].str.contains(r"8 \+ 10 \+ 8 = 26|126\.42 \+ 45\.6 = 172\.02").all()
    assert df["agrees"].all()
    assert df["project_id"].isna().all()


# Shares


def test_budget_shares_by_hand():
    df = measure.budget_shares(projects(A=20, B=None, C=50, D=30))
    assert df["project_id"].tolist() == ["C", "D", "A", "B"]
    assert df["rank"].tolist() == [1, 2, 3, 4]
    assert df["share"].tolist() == pytest.approx([0.5, 0.3, 0.2, float("nan")], nan_ok=True)
    assert df["cumulative_share"].tolist() == pytest.approx([0.5, 0.8, 1.0, float("nan")], nan_ok=True)


def test_equal_budgets_keep_the_order_of_the_document():
    assert measure.budget_shares(projects(B=1, A=1))["project_id"].tolist() == ["B", "A"]


def test_shares_of_no_money_are_missing():
    df = measure.budget_shares(projects(A=0, B=0))
    assert df["share"].isna().all()
    assert df["cumulative_share"].isna().all()


# Concentration


def test_concentration_by_hand():
    row = measure.concentration(projects(A=50, B=30, C=20)).iloc[0]
    assert (row["projects"], row["budget"]) == (3, 100)
    assert (row["hhi"], row["hhi_normalised"]) == pytest.approx((0.38, 0.07))
    assert (row["lower"], row["upper"]) == pytest.approx((0.04, 9 / 49))
    assert (row["top3_share"], row["gini"]) == pytest.approx((1, 0.2))


def test_leave_one_out_by_hand():
    df = measure.leave_one_out(projects(A=50, B=30, C=20))
    assert df["project_id"].tolist() == ["A", "B", "C"]
    # 30 and 20 left, 50 and 20 left, 50 and 30 left.
    assert df["hhi_normalised"].tolist() == pytest.approx([0.04, 9 / 49, 0.0625])


def test_top_3_of_more_than_3():
    assert measure.concentration(projects(A=1, B=5, C=2, D=2))["top3_share"].tolist() == [0.9]


def test_one_project_alone():
    row = measure.concentration(projects(A=7)).iloc[0]
    assert (row["hhi"], row["top3_share"], row["gini"]) == (1, 1, 0)
    assert row[["hhi_normalised", "lower", "upper"]].isna().all()
    assert measure.leave_one_out(projects(A=7))["hhi_normalised"].isna().tolist() == [True]


def test_two_projects_have_no_sensitivity():
    row = measure.concentration(projects(A=3, B=1)).iloc[0]
    assert (row["hhi"], row["hhi_normalised"], row["gini"]) == (0.625, 0.25, 0.25)
    assert row[["lower", "upper"]].isna().all()


def test_equal_budgets_are_not_concentrated():
    row = measure.concentration(projects(A=5, B=5, C=5, D=5)).iloc[0]
    assert row[["hhi", "hhi_normalised", "gini"]].tolist() == pytest.approx([0.25, 0, 0])


def test_projects_without_a_budget_do_not_count():
    known, more = projects(A=50, B=30, C=20), projects(A=50, B=30, C=20, D=None)
    assert_frame_equal(measure.concentration(known), measure.concentration(more))
    assert measure.leave_one_out(more)["project_id"].tolist() == ["A", "B", "C"]
    assert measure.concentration(projects(A=None)).empty


def test_no_money_is_not_concentrated_and_no_error():
    row = measure.concentration(projects(A=0, B=0, C=0)).iloc[0]
    assert row[["hhi", "hhi_normalised", "lower", "upper", "top3_share", "gini"]].isna().all()
    assert row["budget"] == 0


def test_sensitivity_does_not_depend_on_the_order_of_projects():
    first, last = measure.concentration(projects(A=5, B=0, C=0)), measure.concentration(projects(A=0, B=0, C=5))
    assert_frame_equal(first, last)


# Sources


def test_sources_by_hand():
    df = measure.sources(
        projects(A=100, B=100), funds(("A", "财政", 60), ("A", "其他", 40), ("B", "财政", 100), ("B", "其他", None))
    )
    assert df["source"].tolist() == ["财政", "其他"]
    assert df["amount"].tolist() == [160, 40]
    assert df["share"].tolist() == [0.8, 0.2]
    assert df[["stated", "blank"]].values.tolist() == [[2, 0], [1, 1]]


def test_a_blank_source_is_missing_and_not_zero():
    df = measure.sources(projects(A=100), funds(("A", "财政", 100), ("A", "其他", None)))
    assert df["amount"].isna().tolist() == [False, True]
    assert df["share"].isna().tolist() == [False, True]


def test_sources_of_one_phase_only():
    both = together(funds(("A", "财政", 100)), funds(("A", "财政", 70), phase="paid"))
    assert measure.sources(projects(A=100), both)["amount"].tolist() == [100]
    assert measure.sources(projects(A=100), both, phase="paid")["amount"].tolist() == [70]


# Sums that a document states twice


@pytest.mark.parametrize(("other", "agrees"), [(40, True), (40.004, True), (40.006, False), (30, False), (50, False)])
def test_funds_against_the_budget(other, agrees):
    df = measure.reconcile(projects(A=100), funds(("A", "财政", 60), ("A", "其他", other)), goals())
    assert df["check"].tolist() == ["funds"]
    assert df["difference"].tolist() == pytest.approx([other - 40])
    assert df["agrees"].tolist() == [agrees]


@pytest.mark.parametrize(("budget", "amount"), [(None, 100), (100, None)])
def test_a_sum_stated_once_cannot_be_compared(budget, amount):
    assert measure.reconcile(projects(A=budget), funds(("A", "财政", amount)), goals()).empty


def test_paid_funds_are_not_compared_with_the_budget():
    assert measure.reconcile(projects(A=100), funds(("A", "财政", 70), phase="paid"), goals()).empty


def test_funds_need_no_published_text():
    stated = frame("funds", [{"project_id": "A", "source": "财政", "phase": "initial", "amount": 100}])
    df = measure.reconcile(projects(A=100), stated, goals())
    assert df["agrees"].tolist() == [True]


@pytest.mark.parametrize(
    ("purpose", "found", "agrees"),
    [
        ("电费5万元", 5, True),
        ("电费 5.00 万元", 5, True),
        ("电费50000元", 5, True),
        ("电费50千元", 5, True),
        ("电费0.0005亿元", 5, True),
        ("电费0.5万元", 0.5, False),
        ("2022年3个项目共5万元", 5, True),
    ],
)
def test_the_only_amount_of_a_purpose_against_the_budget(purpose, found, agrees):
    assert reconciled_purpose(5, purpose) == [(5, pytest.approx(found), agrees)]


def test_an_amount_with_thousand_separators_is_read_whole():
    assert reconciled_purpose(1234, "工程款1,234万元") == [(1234, 1234, True)]


@pytest.mark.parametrize("purpose", ["", "维持运转", "电费3万元，水费2万元", "2022年3个项目"])
def test_a_purpose_with_no_or_several_amounts_is_passed_over(purpose):
    assert reconciled_purpose(5, purpose) == []


def test_a_price_per_unit_is_no_total():
    assert reconciled_purpose(5, "按50元/人发放补助") == []


def test_a_purpose_without_a_budget_is_passed_over():
    assert reconciled_purpose(None, "电费5万元") == []


@pytest.mark.parametrize(
    ("goal", "sums"),
    [
        ("共5个：新建2个，续建3个", [(5, 5, "个")]),
        ("共6家：一类1家，二类2家，三类3家，另有9家", [(6, 6, "家")]),
        ("投资0.3亿元，其中0.1亿元、0.2亿元", [(0.3, pytest.approx(0.3), "亿元")]),
        ("共5个项目10亿元：2个4亿元，3个6亿元", [(5, 5, "个"), (10, 10, "亿元")]),
        ("共1,200个：1000个和200个", [(1200, 1200, "个")]),
        ("共5个：新建2个，续建4个", []),
        ("共5个：新建2家，续建3家", []),
        ("引进5家，其中5家落地", []),
        ("共5个", []),
        ("一年内5个项目，每2个月检查3个企业", []),
        ("投入5.3万元，其中设备2万元，培训3万元", []),
    ],
)
def test_goals_give_a_row_only_where_parts_add_up(goal, sums):
    assert reconciled_goal(goal) == sums


def test_the_goals_of_projects_are_not_read():
    assert measure.reconcile(projects(), funds(), goals("共5个：2个，3个", project_id="A")).empty


# Several departments and documents


def test_departments_of_one_document_are_measured_apart():
    both = together(projects(department="X", A=30, B=10), projects(department="Y", C=5))
    assert measure.budget_shares(both)["share"].tolist() == [0.75, 0.25, 1]
    assert measure.budget_shares(both)["rank"].tolist() == [1, 2, 1]
    assert measure.concentration(both)["projects"].tolist() == [2, 1]
    df = measure.sources(both, funds(("A", "财政", 30), ("C", "财政", 5)))
    assert df[["department_id", "amount", "share"]].values.tolist() == [["X", 30, 1], ["Y", 5, 1]]
