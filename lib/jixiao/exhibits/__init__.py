"""Measures, shown: a function takes a Dataset of one department and document, or two, or many, and gives an Exhibit."""

from jixiao.exhibits.actions import actions
from jixiao.exhibits.brief import limits, method
from jixiao.exhibits.budget import budget_ranking, concentration, money_timing, sources
from jixiao.exhibits.comparison import budget_changes, compared_targets, target_changes
from jixiao.exhibits.coverage import level_shares, required_sets, slot_fit
from jixiao.exhibits.departments import (
    department_budgets,
    department_contradictions,
    department_informative,
    department_limits,
    department_plans,
)
from jixiao.exhibits.disbursement import department_curve, project_curves
from jixiao.exhibits.documents import doubts, inventory, reading, reconciliation
from jixiao.exhibits.evaluation import below_target, published_check, results_account, unreported
from jixiao.exhibits.execution import execution_by_project, no_payments
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.faults import contradictions, weak_by_project
from jixiao.exhibits.findings import findings_by_rule, findings_matrix, top_findings
from jixiao.exhibits.grades import score_ranges
from jixiao.exhibits.headline import headline
from jixiao.exhibits.ladder import ladder_by_level, ladder_by_project, target_ladder
from jixiao.exhibits.ledgers import budget_adjustments, ledger_account
from jixiao.exhibits.matrix import coverage_matrix
from jixiao.exhibits.monitoring import double_monitor
from jixiao.exhibits.outlook import forecast, rush
from jixiao.exhibits.overview import project_overview
from jixiao.exhibits.own import department_targets, own_budget, own_findings, own_targets
from jixiao.exhibits.pace import common_plans, due_by_quarter, pace_gaps, year_end_rush
from jixiao.exhibits.payments_curve import execution_curve, spending_curve
from jixiao.exhibits.reached import compared_results
from jixiao.exhibits.scores import project_sheet, review_scores
from jixiao.exhibits.shared import shared_plans, shared_targets
from jixiao.exhibits.targets import weak_money, weakest_targets
from jixiao.exhibits.years import over_years

__all__ = [
    "Exhibit",
    "actions",
    "below_target",
    "budget_adjustments",
    "budget_changes",
    "budget_ranking",
    "common_plans",
    "compared_results",
    "compared_targets",
    "concentration",
    "contradictions",
    "coverage_matrix",
    "department_budgets",
    "department_contradictions",
    "department_curve",
    "department_informative",
    "department_limits",
    "department_plans",
    "department_targets",
    "double_monitor",
    "doubts",
    "due_by_quarter",
    "execution_by_project",
    "execution_curve",
    "findings_by_rule",
    "findings_matrix",
    "forecast",
    "headline",
    "inventory",
    "ladder_by_level",
    "ladder_by_project",
    "ledger_account",
    "level_shares",
    "limits",
    "method",
    "money_timing",
    "no_payments",
    "over_years",
    "own_budget",
    "own_findings",
    "own_targets",
    "pace_gaps",
    "project_curves",
    "project_overview",
    "project_sheet",
    "published_check",
    "reading",
    "reconciliation",
    "required_sets",
    "results_account",
    "review_scores",
    "rush",
    "score_ranges",
    "shared_plans",
    "shared_targets",
    "slot_fit",
    "sources",
    "spending_curve",
    "target_changes",
    "target_ladder",
    "top_findings",
    "unreported",
    "weak_by_project",
    "weak_money",
    "weakest_targets",
    "year_end_rush",
]
