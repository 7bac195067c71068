"""What holds for every measure: its columns, its inputs as they were, and two documents measured as each alone."""

from __future__ import annotations

from copy import deepcopy

import jixiao
import pytest
from builders import QUICK, documents, projects, together
from hypothesis import given, settings
from hypothesis import strategies as st
from jixiao.dataset import Dataset
from jixiao.measures import budget, coverage, disbursement, pace, targets
from pandas.testing import assert_frame_equal
from test_measures_budget_any import document as of_budgets
from test_measures_coverage_any import TARGETS
from test_measures_coverage_any import document as of_targets
from test_measures_disbursement import MONTH_ENDS, QUARTER_ENDS
from test_measures_disbursement_any import AMOUNTS, cumulative_plans
from test_measures_disbursement_any import document as of_plans

# A project: its budget, its plan and its targets.
PROJECT = st.tuples(AMOUNTS, cumulative_plans(), st.lists(TARGETS, min_size=1, max_size=3))
CONTENTS = st.lists(PROJECT, min_size=1, max_size=3)

KEYS = "document_id department_id scope"
PROJECTS = f"{KEYS} project_id project_name"
COUNTS = "indicators quantified unclear share weighted_share"
STEPS = "step name indicators share"
PLAN = "project_id date label t share place"
PLANNED = f"{KEYS} date t share lower upper amount amount_lower amount_upper planned_budget "
PLANNED += "budget_without_plan projects interpolated"


def planned(measure, *given):
    return lambda data: measure(data.projects, data.disbursements, *given)


def judged(measure, *given, **options):
    return lambda data: measure(data.projects, data.indicators, *given, **options)


def stepped(measure, **options):
    return lambda data: measure(data.documents, data.projects, data.indicators, **options)


# The columns are those that its docstring promises.
MEASURES = {
    "budget_shares": (
        lambda data: budget.budget_shares(data.projects),
        f"{PROJECTS} budget rank share cumulative_share",
    ),
    "concentration": (
        lambda data: budget.concentration(data.projects),
        f"{KEYS} projects budget hhi hhi_normalised lower upper top3_share gini",
    ),
    "leave_one_out": (lambda data: budget.leave_one_out(data.projects), f"{PROJECTS} budget hhi_normalised"),
    "sources": (
        lambda data: budget.sources(data.projects, data.funds),
        f"{KEYS} source amount share stated blank",
    ),
    "reconcile": (
        lambda data: budget.reconcile(data.projects, data.funds, data.goals),
        f"{KEYS} project_id check stated found unit difference agrees quote place",
    ),
    "slots": (
        stepped(coverage.slots),
        f"{KEYS} project_id level1 level2 indicators quantified step target",
    ),
    "coverage": (stepped(coverage.coverage), f"{KEYS} required present share"),
    "coverage by project": (
        stepped(coverage.coverage, by_project=True),
        f"{KEYS} project_id required present missing share",
    ),
    "quantified": (judged(coverage.quantified), f"{KEYS} {COUNTS}"),
    "quantified by level": (judged(coverage.quantified, ["level1"]), f"{KEYS} level1 {COUNTS}"),
    "quantified by project": (judged(coverage.quantified, ["project_id"]), f"{KEYS} project_id {COUNTS}"),
    "ladder_counts": (stepped(coverage.ladder_counts), f"{KEYS} {STEPS}"),
    "ladder_counts by level": (stepped(coverage.ladder_counts, by=["level1"]), f"{KEYS} level1 {STEPS}"),
    "ladder_counts by project": (
        stepped(coverage.ladder_counts, by=["project_id"]),
        f"{KEYS} project_id {STEPS}",
    ),
    "slot_fit": (judged(coverage.slot_fit), f"{KEYS} level2 dimension indicators fits"),
    "weak_projects": (judged(coverage.weak_projects), f"{PROJECTS} position budget targets full weak"),
    "weak_money": (judged(coverage.weak_money), f"{KEYS} projects budget of_projects of_budget share"),
    "ladder": (stepped(targets.ladder), "indicator_id project_id step equals_budget within_year copied"),
    "plan_kind": (lambda data: disbursement.plan_kind(data.disbursements), "project_id checkpoints kind"),
    "stated_plan": (lambda data: disbursement.stated_plan(data.disbursements), PLAN),
    "planned_share": (
        lambda data: disbursement.planned_share(data.disbursements, MONTH_ENDS),
        "project_id date t share lower upper interpolated",
    ),
    "department_plan": (planned(disbursement.department_plan), PLANNED),
    "department_plan at dates": (planned(disbursement.department_plan, MONTH_ENDS), PLANNED),
    "due": (
        planned(disbursement.due, QUARTER_ENDS),
        f"{KEYS} project_id date due lower upper interpolated",
    ),
    "department_due": (
        planned(disbursement.department_due, QUARTER_ENDS),
        f"{KEYS} date due lower upper interpolated projects",
    ),
    "pace_gap": (lambda data: pace.pace_gap(data.disbursements), f"{PLAN} gap"),
    "department_gap": (planned(pace.department_gap), f"{PLANNED} gap"),
    "year_end_rush": (planned(pace.year_end_rush), f"{KEYS} project_id date rush"),
    "department_rush": (planned(pace.department_rush), f"{KEYS} date rush"),
    "common_plans": (
        planned(pace.common_plans),
        f"{KEYS} plan projects share_of_projects budget share_of_budget",
    ),
}
every_measure = pytest.mark.parametrize(("measured", "columns"), MEASURES.values(), ids=MEASURES)
UNTOUCHED = jixiao.load("sample")  # by any test


def document(name: str, content: list[tuple]) -> Dataset:
    budgets, plans, own_targets = zip(*content, strict=True)
    df, funds, goals = of_budgets(name, list(budgets))
    _, disbursements = of_plans(name, list(zip(budgets, plans, strict=True)))
    papers, _, indicators = of_targets(name, list(own_targets))
    return Dataset(papers, projects=df, funds=funds, goals=goals, disbursements=disbursements, indicators=indicators)


@every_measure
def test_empty_tables_give_an_empty_table_with_its_columns(measured, columns):
    df = measured(Dataset())
    assert list(df.columns) == columns.split()
    assert df.empty


@every_measure
def test_filled_tables_give_the_same_columns(measured, columns):
    assert list(measured(UNTOUCHED).columns) == columns.split()


@every_measure
def test_projects_alone_are_no_error(measured, columns):
    alone = Dataset(documents("D"), projects=projects(A=100))
    assert list(measured(alone).columns) == columns.split()


@every_measure
def test_inputs_are_not_changed(measured, columns):
    tables = deepcopy(UNTOUCHED.tables)
    measured(UNTOUCHED.with_tables(tables))
    for name, table in tables.items():
        assert_frame_equal(table, UNTOUCHED.tables[name])


@every_measure
@settings(QUICK, max_examples=4)
@given(first=CONTENTS, second=CONTENTS)
def test_two_documents_are_measured_as_each_alone(measured, columns, first, second):
    one, two = document("D1", first), document("D2", second)
    both = measured(one.with_tables({name: together(table, two.tables[name]) for name, table in one.tables.items()}))
    keys = [key for key in ("document_id", "project_id", "date") if key in both]
    apart = together(measured(one), measured(two)).sort_values(keys, kind="stable", ignore_index=True)
    assert_frame_equal(both.sort_values(keys, kind="stable", ignore_index=True), apart, check_dtype=False)


@every_measure
@settings(QUICK, max_examples=4)
@given(first=CONTENTS, second=CONTENTS)
def test_projects_and_departments_as_a_whole_are_measured_apart(measured, columns, first, second):
    """Also where the tables hold both, as those of a file do."""
    one, two = document("D", first), renamed(document("D", second))
    tables = {name: together(table, two.tables[name]) for name, table in one.tables.items() if name != "documents"}
    both = measured(one.with_tables({**tables, "goals": one.goals}))
    apart = together(measured(one), measured(two.with_tables({"goals": one.goals.head(0)})))
    keys = [key for key in ("scope", "project_id", "date") if key in both]
    both, apart = (df.sort_values(keys, kind="stable", ignore_index=True) for df in (both, apart))
    assert_frame_equal(both, apart, check_dtype=False)


def renamed(data: Dataset) -> Dataset:
    """The targets as a department's own, under other ids."""
    columns = ("project_id", "indicator_id")
    tables = {
        name: table.assign(**{column: "d" + table[column] for column in columns if column in table})
        for name, table in data.tables.items()
    }
    return data.with_tables({**tables, "projects": tables["projects"].assign(scope="department")})
