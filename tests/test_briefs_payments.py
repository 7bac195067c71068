"""The brief of a dataset with a ledger: what it says of payments, and nothing of them where there is none."""

from __future__ import annotations

import pandas as pd
import pytest
from jixiao import exhibits, load


@pytest.fixture(scope="module")
def data():
    return load("sample-execution")


def said(outline) -> str:
    cells = [text for item in [outline.head, *outline.exhibits] for row in item["cells"] for text in row]
    return "\n".join([*cells, *(item["finding"] for item in outline.exhibits), outline.head["finding"]])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "label", "sentence"),
    [
        ("zh", "虚构数据：支付数截至9月底", "截至9月底支付 996.70 万元，执行率 53.5%"),
        ("en", "Invented data: payments as of the end of Sep", "CNY 10.0 million was paid, 53.5%"),
    ],
)
def test_with_a_ledger_it_says_what_was_paid(data, brief_of, language, label, sentence):
    outline = brief_of(data, language, drawn=False)
    assert outline.head["finding"] == label
    assert sentence in outline.head["cells"][1][0]
    assert "72.1%" in outline.head["cells"][1][1]
    assert [section.name for section in outline.sections][:2] == ["money", "execution"]
    assert "coverage-matrix" in [item["name"] for item in outline.annex]
    acts = [row[0] for row in next(item for item in outline.exhibits if item["name"] == "actions")["cells"]]
    assert acts[:3] == (["督促", "归项", "核实"] if language == "zh" else ["Press", "Assign", "Verify"])
    method = " ".join(
        text for item in outline.exhibits if item["name"] == "method" for row in item["cells"] for text in row
    )
    assert data.ledgers["sha256"].iloc[0] in method
    assert "72.1%" in method  # of the published budgets


def test_its_table_has_what_was_paid_and_is_behind(data, brief_of):
    table = next(item for item in brief_of(data, "zh", drawn=False).exhibits if item["name"] == "project-overview")
    labels = [column["label"].replace("\n", "") for column in table["columns"]]
    assert labels[2:7] == ["调整后预算", "已支付", "执行率", "计划（区间）", "滞后"]
    assert table["totals"][-1][2:7] == ["1,861.45", "996.70", "53.5%", "72% (49–80)", "345.40"]


def test_without_one_it_speaks_of_the_plan_alone(sample, brief_of):
    outline = brief_of(sample, "zh", drawn=False)
    assert outline.head["finding"] == "只反映计划：未提供支付数据"
    assert "execution" not in [section.name for section in outline.sections]
    assert "落后" not in said(outline)
    assert "滞后" not in said(outline)


@pytest.mark.slow
def test_a_ledger_that_ends_before_the_quarter_does_is_named_and_not_used(data, brief_of):
    short = data.with_tables({"ledgers": data.ledgers.assign(until=pd.Timestamp("2022-08-31"))})
    outline = brief_of(short, "zh", drawn=False)
    assert outline.head["finding"] == "只反映计划：支付数只到2022年8月31日"
    assert "execution" not in [section.name for section in outline.sections]


def test_of_some_projects_and_of_figures_alone_exhibits_say_what_they_know(data):
    some = data.select(projects=[6, 8])
    assert len(exhibits.no_payments(some, as_of="2022-09-30").table) == 2
    figures = pd.DataFrame(
        {"project_id": data.projects["project_id"], "source": "合计", "date": pd.Timestamp("2022-09-30"), "paid": 1.0}
    )
    frame = data.interim_funds.reindex(range(9)).assign(**figures, origin="进度.csv").astype(data.interim_funds.dtypes)
    ledgers = data.ledgers.assign(origin="进度.csv", until=pd.NaT, stated="figures").astype(data.ledgers.dtypes)
    empty = {name: data.tables[name].head(0) for name in ("payments", "adjustments", "ledger_rows")}
    only = data.with_tables({"interim_funds": frame, "ledgers": ledgers, **empty})
    assert exhibits.execution_curve(only).table["paid"].dropna().tolist() == [9.0]
    assert "累计支付数" in exhibits.no_payments(only).title
    assert exhibits.execution_curve(only, as_of="2022-08-31").table.empty
