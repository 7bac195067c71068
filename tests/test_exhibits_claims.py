"""No sentence of an exhibit claims what was not measured, whatever a document states and leaves out."""

from __future__ import annotations

from dataclasses import replace

import jixiao
import numpy as np
import pandas as pd
import pytest
from claims import TRUE, check
from every_exhibit import FUNCTIONS, shown
from hypothesis import given, settings
from hypothesis import strategies as st
from jixiao import exhibits
from jixiao.dataset import Dataset
from jixiao.phrases import LANGUAGES, phrases
from jixiao.tables import frame
from jixiao.target_values import parse_target

SAMPLE = jixiao.load("sample")
TARGETS = ["", "≥**%", "3", "≥95%", "明显提高", "5个", "≥50万元", "12月底前"]
READ = ("operator", "value", "upper", "unit", "deadline", "kind", "reason")
PLANS = {"none": [], "even": [0.25, 0.5, 0.75, 1.0], "late": [0.0, 0.1, 0.2, 1.0], "falls": [0.5, 0.4, 0.9, 0.8]}


@st.composite
def documents(draw):
    """The sample's projects with other budgets, plans, targets, sources and results, or with none of them."""
    positions = draw(st.sampled_from([[6], [2, 6], [1, 3, 6, 8]]))
    data = SAMPLE.select(projects=positions).select()
    amount = st.sampled_from([np.nan, 0.0, 5.0, 126.61])
    same = draw(st.one_of(st.none(), amount))  # one for all, or each its own
    budgets = [draw(amount) if same is None else same for _ in positions]
    projects = data.projects.assign(budget=budgets)
    plans = [draw(st.sampled_from(list(PLANS))) for _ in positions]
    return replace(
        data,
        projects=projects,
        disbursements=_plans(data, dict(zip(projects["project_id"], plans, strict=True))),
        funds=data.funds.assign(amount=[draw(amount) for _ in range(len(data.funds))]),
        indicators=_targets(data, draw(st.lists(st.sampled_from(TARGETS), min_size=0, max_size=4))),
        results=frame("results", []),
    ).validate()


def _plans(data: Dataset, chosen: dict[str, str]) -> pd.DataFrame:
    df = data.disbursements
    shares = [
        dict(zip(sorted(rows["date"]), PLANS[chosen[key]], strict=False)) for key, rows in df.groupby("project_id")
    ]
    keys = sorted(chosen)
    by_project = dict(zip(keys, shares, strict=True))
    share = [by_project[row.project_id].get(row.date, np.nan) for row in df.itertuples()]
    return df.assign(cumulative_share=share).dropna(subset="cumulative_share").reset_index(drop=True)


def _targets(data: Dataset, texts: list[str]) -> pd.DataFrame:
    """The indicators with these targets in turn; none where there are no texts."""
    rows = data.indicators.to_dict("records") if texts else []
    for number, row in enumerate(rows):
        row["target"] = texts[number % len(texts)]
        read = parse_target(row["target"], year=2022)
        row |= {name: getattr(read, name) for name in READ}
    blank = {"": None, np.nan: None}
    return frame("indicators", [{name: blank.get(value, value) for name, value in row.items()} for row in rows])


@pytest.mark.slow
@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_every_sentence_holds_of_its_data(function):
    # A review takes most of a second.
    @settings(max_examples=3 if "review" in function.__module__ else 10, deadline=None)
    @given(data=documents(), language=st.sampled_from(LANGUAGES))
    def holds(data, language):
        check(shown(function, data, language), data)

    holds()


def test_every_reason_for_showing_nothing_is_held_to_the_data():
    assert {*phrases()["nothing"]} - {"finding", "not_reached"} == {*TRUE}


def with_targets(sample: Dataset, *texts: str) -> Dataset:
    return replace(sample, indicators=_targets(sample, list(texts)), results=frame("results", []))


def test_unclear_targets_are_not_said_to_hold_numbers_or_to_be_none(sample):
    unclear = with_targets(sample, "≥**%")
    for function in (exhibits.weakest_targets, exhibits.target_ladder, exhibits.level_shares, exhibits.slot_fit):
        assert function(unclear, language="en").title == "No target could be read with certainty"
    assert exhibits.coverage_matrix(unclear, language="en").title == "No target could be read with certainty"
    assert exhibits.weakest_targets(with_targets(sample), language="en").title == "No indicators are published"


def test_budgets_published_as_nothing_are_budgets_of_nothing(sample):
    zero = replace(sample, projects=sample.projects.assign(budget=0.0, budget_text="0.00"))
    assert exhibits.department_curve(zero, language="en").title == "Every published budget is 0"
    assert exhibits.inventory(zero, language="en").title == "9 projects, 0.00 wan yuan, 73 indicators"
    assert exhibits.headline(zero, month=9, language="en").cells[0][0] == "Every published budget is nil"
    missing = replace(sample, projects=sample.projects.assign(budget=np.nan))
    assert "no budget published" in exhibits.inventory(missing, language="en").title
    assert exhibits.headline(missing, month=9, language="en").cells[0] == ["No budget was published", "; 9 projects."]


def test_a_quarter_of_which_only_one_end_is_a_checkpoint_is_not_said_to_end_at_none(sample):
    finding = exhibits.due_by_quarter(sample, month=12, language="en").finding  # December is a checkpoint
    assert finding.startswith("Not every project has a checkpoint at both ends of the quarter")


def test_a_plan_that_is_unclear_is_not_said_to_be_missing(sample):
    falls = sample.disbursements.assign(cumulative_share=[0.5, 0.4, 0.9, 0.8] * 9)
    exhibit = exhibits.department_curve(replace(sample, disbursements=falls), language="en")
    assert exhibit.title == "The published spending plans could not be read with certainty"


def test_what_a_self_evaluation_states_is_not_said_to_be_missing(sample):
    results = frame("results", [{"indicator_id": sample.indicators["indicator_id"].iloc[0], "actual": "1台"}])
    paid = sample.funds.assign(phase="paid")
    stated = replace(sample, results=results, funds=pd.concat([sample.funds, paid], ignore_index=True))
    for about in ("brief", "coverage", "budget", "disbursement"):
        for statement in exhibits.limits(stated, about=about, language="en").table["statement"]:
            assert "no results" not in statement
            assert "no payments" not in statement


@pytest.mark.parametrize("function", [exhibits.sources, exhibits.required_sets, exhibits.concentration])
def test_what_a_sentence_says_is_not_drawn(function, sample):
    exhibit = function(sample)
    assert exhibit.draw is None
    assert len(exhibit.table)


def test_sums_are_written_below_the_table_and_are_no_rows_of_it(sample):
    for exhibit in (exhibits.budget_ranking(sample), exhibits.level_shares(sample), exhibits.pace_gaps(sample)):
        assert len(exhibit.totals)
        assert len(exhibit.table) == len(exhibit.cells)
        assert exhibit.total_cells[-1] in exhibit.data()["totals"]
        assert exhibit.csv.decode("utf-8-sig").count("\n") == len(exhibit.table) + 1
    assert exhibits.budget_ranking(sample).table["budget"].sum() == pytest.approx(1780.15)
    assert exhibits.pace_gaps(sample).table["project_id"].ne("").all()


def planned(sample: Dataset, plan: dict[str, float], positions: list[int] | None = None) -> Dataset:
    """The sample with one plan, share by date, for all its projects or some."""
    ids = sample.projects[sample.projects["position"].isin(positions or range(1, 10))]["project_id"]
    points = [{"date": date, "label": date, "cumulative_share": share} for date, share in plan.items()]
    rows = [{"project_id": key} | point for key in ids for point in points]
    return replace(sample, disbursements=frame("disbursements", rows)).validate()


def test_a_plan_for_a_little_of_the_money_is_not_told_as_the_whole_department_s(sample):
    small = planned(sample, {"2022-06-30": 0.5, "2022-12-31": 1.0}, [1])  # 5.00 of 1,780.15
    assert exhibits.department_curve(small, language="en").title.startswith("Of the 5.00 wan yuan that have a plan")
    assert exhibits.headline(small, month=9).cells[1][0].startswith("有支出计划的 5.00 万元中，")
    for show in (exhibits.due_by_quarter, exhibits.money_timing, exhibits.pace_gaps, exhibits.year_end_rush):
        assert "1,775.15 wan yuan have no plan" in show(small, language="en").finding


def test_a_plan_of_the_next_year_alone_shows_nothing_of_this_one(sample):
    later = planned(sample, {"2023-06-30": 0.5, "2023-12-31": 1.0})
    assert exhibits.due_by_quarter(later, language="en").title == "No plan reaches the date"


def test_what_is_complete_before_the_date_is_not_called_a_checkpoint(sample):
    early = planned(sample, {"2022-06-30": 0.2, "2022-08-31": 1.0})
    assert "a stated checkpoint" not in exhibits.department_curve(early, language="en").finding
    assert exhibits.headline(early, month=9).cells[1] == ["按计划，三季度末累计支出 1,780.15 万元", "（100.0%）。"]


def test_rush_is_measured_to_the_year_s_end_and_at_stated_checkpoints_only(sample):
    across = planned(sample, {"2022-06-30": 0.2, "2022-12-31": 0.5, "2023-06-30": 1.0})
    assert exhibits.year_end_rush(across, language="en").title.endswith("at 0.60 times even pace")
    open_ended = planned(sample, {"2022-06-30": 0.2, "2023-06-30": 1.0})
    assert exhibits.year_end_rush(open_ended).draw is None


def test_a_project_that_alone_states_a_budget_is_not_said_to_be_the_only_one(sample):
    budgets = sample.projects["budget"].where(sample.projects["position"].eq(1))
    ranking = exhibits.budget_ranking(replace(sample, projects=sample.projects.assign(budget=budgets)), language="en")
    assert ranking.finding.endswith("alone states a budget.")
    equal = replace(sample, projects=sample.projects.assign(budget=10.0))
    assert exhibits.budget_ranking(equal, language="en").finding.startswith("The largest budget is that of 9 projects")


def test_indicators_without_a_level_2_are_counted(sample):
    blank = replace(sample, indicators=sample.indicators.assign(level2=np.nan).astype({"level2": "str"}))
    assert "n = 42" in exhibits.slot_fit(blank, language="en").source
    assert "No indicator names its level 2" in exhibits.ladder_by_level(blank, language="en").finding
