"""Ledgers in a dataset: overlapping files, importing again, several departments, figures, the command."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from builders import QUICK
from command_line import jixiao
from hypothesis import given
from hypothesis import strategies as st
from jixiao import load
from jixiao.errors import UsageError
from jixiao.ledgers import import_ledgers, write_template
from jixiao.ledgers.report import numbers
from jixiao.measures.execution import department_execution, execution, ledger_end
from jixiao.measures.forecast import department_forecast, forecast
from ledgers import EXECUTION, OFFICE, PARK, new_dataset, rows_of, written

FIGURES = "截至2022年9月30日\n项目编码,累计支付数（万元）"


def paid(tidy) -> float:
    return round(load(tidy).payments["yuan"].sum(), 2)


@pytest.mark.slow
def test_ledgers_that_overlap_are_counted_once_in_any_order(tmp_path):
    tidy = new_dataset(tmp_path)
    rows = [f"2022-0{month}-01,{PARK},,支付,{month}00,工程款,{month}" for month in range(1, 6)]
    first = written(tmp_path, "三月.csv", *rows[:3])
    second = written(tmp_path, "五月.csv", *rows)
    import_ledgers([first], tidy)
    report = import_ledgers([second], tidy)
    assert paid(tidy) == 1500
    assert [status for _, status, _ in rows_of(report)].count("left out") in (0, 3)
    assert any("同" in line or "same" in line for line in import_ledgers((), tidy).lines())
    other = new_dataset(tmp_path, "other")
    import_ledgers([second, first], other)
    assert paid(other) == 1500


@pytest.mark.slow
def test_a_file_of_the_same_name_replaces_its_rows(tmp_path):
    tidy = new_dataset(tmp_path)
    import_ledgers(
        [written(tmp_path, "台账.csv", f"2022-03-01,{PARK},,支付,5,,1", f"2022-03-02,{PARK},,支付,6,,2")], tidy
    )
    report = import_ledgers([written(tmp_path, "台账.csv", f"2022-03-01,{PARK},,支付,7,,1")], tidy)
    assert paid(tidy) == 7
    assert "替换了同名台账的2行" in report.lines("zh")
    assert (tidy.parent / "ledgers/台账.csv").read_bytes() == (tmp_path / "台账.csv").read_bytes()
    (tidy.parent / "ledgers/台账.csv").unlink()
    assert import_ledgers((), tidy).dropped == ["台账.csv"]
    assert load(tidy).payments.empty


def test_strict_writes_nothing_where_a_row_is_left_out(tmp_path):
    tidy = new_dataset(tmp_path)
    path = written(tmp_path, "台账.csv", f"2022-03-01,{PARK},,支付,待定,,1")
    assert not import_ledgers([path], tidy, strict=True).written
    assert load(tidy).ledgers.empty
    assert not (tidy.parent / "ledgers").exists()


def three_departments(tmp_path):
    """The sample as three departments with three projects each, the first of two of which share a code."""
    tidy = new_dataset(tmp_path)
    data = load(tidy)
    department = data.departments.iloc[[0]]
    names = ["甲局", "乙局", "丙局"]
    departments = pd.concat([department.assign(department_id=f"1-{i}", department=n) for i, n in enumerate(names)])
    ids = [f"1-{(position - 1) // 3}" for position in data.projects["position"]]
    own = data.projects.assign(department_id=ids)
    shared = own["position"].isin([1, 4])
    own["project_code"] = own["project_code"].mask(shared, "SHARED1").astype("str")
    tables = {"departments": departments.reset_index(drop=True), "projects": own}
    tables["goals"] = data.goals.assign(department_id="1-0")
    data.with_tables(tables).save(tidy)
    return tidy, own.set_index("position")


def test_one_ledger_of_three_departments_and_a_code_that_two_share(tmp_path):
    tidy, projects = three_departments(tmp_path)
    head = "支付日期,单位名称,项目编码,项目名称,金额"
    lines = [
        "2022-03-01,甲局,SHARED1,,1",  # the department decides
        "2022-03-02,乙局,SHARED1,,2",
        "2022-03-03,,SHARED1,,4",  # nothing does
        f"2022-03-04,,SHARED1,{projects['project_name'][4]},8",  # the name does
        f"2022-03-05,丙局,{projects['project_code'][7]},,16",
        "2022-03-06,丙局,NOWHERE,,32",
    ]
    report = import_ledgers([written(tmp_path, "全县.csv", *lines, head=head)], tidy)
    assert [findings for *_, findings in rows_of(report)] == ["", "", "L03", "", "", "L03"]
    data = load(tidy)
    sums = data.payments.merge(data.projects, on="project_id").groupby("department_id")["yuan"].sum()
    assert sums.to_dict() == {"1-0": 1, "1-1": 10, "1-2": 16}
    third = data.select(department="1-2")
    assert third.ledger_rows["yuan"].sum() == 16 + 32 + 4  # its own, and the row that names no department
    executed = execution(
        *(data.projects, data.disbursements, data.payments, data.adjustments, "2022-03-31"),
        end=ledger_end(data.ledgers),
    )
    unassigned = department_execution(executed, data.ledger_rows).set_index("department_id")["unassigned"] * 10_000
    assert unassigned.round(6).to_dict() == {"1-0": 0, "1-1": 0, "1-2": 32}
    only = import_ledgers([written(tmp_path, "全县.csv", *lines, head=head)], tidy, department="乙局")
    assert [status for _, status, _ in rows_of(only)] == ["other", "payment", "left out", "payment", "other", "other"]


def test_a_project_that_got_back_more_than_was_paid_is_told(tmp_path):
    tidy = new_dataset(tmp_path)
    first = written(tmp_path, "一.csv", f"2022-03-01,{PARK},,支付,5,,1", f"2022-03-02,{OFFICE},,退回,-1,,2")
    second = written(tmp_path, "二.csv", f"2022-04-01,{PARK},,退回,-7,,3", f"2022-04-02,{OFFICE},,支付,2,,4")
    report = import_ledgers([first, second], tidy)
    assert [findings for *_, findings in rows_of(report)] == ["", "", "L22", ""]
    assert "二.csv 第2行：退回多于支付" in "\n".join(report.lines("zh"))
    assert report.complete


def test_figures_beside_a_ledger_are_compared_with_it(tmp_path):
    tidy = new_dataset(tmp_path)
    ledger = written(tmp_path, "台账.csv", f"2022-09-01,{PARK},,支付,50000,,1")
    figures = written(tmp_path, "进度.csv", f"{PARK},7", f"{OFFICE},0", head=FIGURES)
    report = import_ledgers([ledger, figures], tidy)
    assert any("7.00万元，同日台账为5.00万元" in line for line in report.lines("zh"))
    data = load(tidy)
    df = execution(
        *(data.projects, data.disbursements, data.payments, data.adjustments, "2022-09-30"),
        end=ledger_end(data.ledgers),
        figures=data.interim_funds,
    )
    assert df["paid"].sum() == 5
    assert numbers(report.rows)["used"] == 3


def test_figures_need_their_day_and_know_no_other(tmp_path):
    tidy = new_dataset(tmp_path)
    path = written(tmp_path, "进度.csv", f"{PARK},7", head="项目编码,累计支付（万元）")
    with pytest.raises(UsageError, match="--until"):
        import_ledgers([path], tidy)
    import_ledgers([path], tidy, until="2022-09-30")
    data = load(tidy)
    tables = data.projects, data.disbursements, data.payments, data.adjustments
    df = execution(*tables, ["2022-08-31", "2022-09-30"], end=ledger_end(data.ledgers), figures=data.interim_funds)
    assert df.groupby("date")["paid"].count().tolist() == [0, 1]


@pytest.mark.slow
@pytest.mark.parametrize("until", [None, "2022-09-30"])
def test_the_template_is_read_as_it_is_filled_in(tmp_path, until):
    import datetime as dt

    import openpyxl

    tidy = new_dataset(tmp_path)
    day = dt.date.fromisoformat(until) if until else None
    path = write_template(load(tidy), tmp_path / "台账.xlsx", year=2022, until=day)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    head = next(row for row in sheet.iter_rows() if any(cell.value == "项目编码" for cell in row))
    places = {cell.value: cell.column for cell in head}
    line = head[0].row + 1
    values = {"累计支付": 5} if until else {"支付日期": dt.date(2022, 3, 1), "项目编码": PARK, "金额": 5}
    for heading, value in values.items():
        sheet.cell(line, places[heading], value)
    book.save(path)
    report = import_ledgers([path], tidy)
    counts = numbers(report.rows)
    assert counts["used"] == 1
    assert counts["left out"] == (8 if until else 0)  # the other projects have no figure yet


@pytest.mark.slow
def test_the_command(tmp_path):
    new_dataset(tmp_path / "data", "own")
    (tmp_path / "notebooks").mkdir()
    command = ("--workbook", tmp_path, "ledger", "--dataset", "own", "--language", "zh")
    code, out, err = jixiao(*command, EXECUTION / "ledger.csv")
    assert code == 1
    assert "64行 = 计入54 + 未计入8" in err
    assert any("payments.csv" in line for line in out)
    assert jixiao(*command, EXECUTION / "golden.json")[0] == 2
    assert jixiao(*command, "--until", "2023-01-01", EXECUTION / "ledger.csv")[0] == 2
    assert jixiao(*command, "--template", tmp_path / "空白.xlsx")[0] == 0


money = st.integers(-(10**9), 10**11)
payment = st.tuples(st.integers(1, 9), st.integers(1, 365), money)


def measured(sample, rows):
    """Execution and forecast of a ledger of rows, at the end of September."""
    ids = sample.projects.set_index("position")["project_id"]
    columns = {
        "project_id": [ids[position] for position, *_ in rows],
        "date": pd.to_datetime("2021-12-31") + pd.to_timedelta([day for _, day, _ in rows], unit="D"),
        "yuan": [fen / 100 for *_, fen in rows],
        "kind": ["payment" for _ in rows],
    }
    payments = pd.DataFrame(columns).astype({"project_id": "str", "yuan": "float64", "kind": "str"})
    tables = sample.projects, sample.disbursements, payments, sample.adjustments
    return execution(*tables, "2022-09-30", end=pd.Timestamp("2022-12-31"))


@QUICK
@given(st.lists(payment, max_size=12))
def test_of_any_ledger_projects_add_up_to_the_department_and_bounds_hold(sample, rows):
    df = measured(sample, rows)
    expected = sum(fen for _, day, fen in rows if day <= 273)
    assert round(df["paid"].sum() * 1_000_000) == expected
    whole = department_execution(df).iloc[0]
    assert round(whole["paid"] * 1_000_000) == expected
    assert whole["deviation_lower"] <= whole["deviation"] + 1e-9 <= whole["deviation_upper"] + 2e-9
    foreseen = forecast(df)
    assert (foreseen["forecast_lower"] >= foreseen["hard_lower"] - 1e-9).all()
    assert (foreseen["forecast_upper"] <= foreseen["hard_upper"] + 1e-9).all()
    clipped = foreseen["forecast_plan"].clip(foreseen["hard_lower"], foreseen["hard_upper"])
    assert (foreseen["forecast_lower"] <= clipped + 1e-9).all()
    assert (clipped <= foreseen["forecast_upper"] + 1e-9).all()
    total = department_forecast(df).iloc[0]
    assert total["forecast_lower"] <= total["forecast_plan"] + 1e-9 <= total["forecast_upper"] + 2e-9


@QUICK
@given(st.lists(payment, min_size=1, max_size=12), st.randoms(use_true_random=False), st.integers(1, 10**6))
def test_neither_the_order_of_rows_nor_a_payment_in_two_parts_changes_anything(sample, rows, random, part):
    once = measured(sample, rows)
    mixed = random.sample(rows, len(rows))
    position, day, fen = mixed[0]
    split = [*mixed[1:], (position, day, part), (position, day, fen - part)]
    again = measured(sample, split)
    same = [column for column in once.columns if column != "payments"]
    pd.testing.assert_frame_equal(once[same], again[same], check_exact=False, rtol=1e-12)
    assert np.isfinite(again["rate"]).all()
