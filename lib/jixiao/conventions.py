"""Thresholds that nobody publishes: this tool's conventions, each with its default here and nowhere else.

A workbook changes them in the section ``[conventions]`` of data/review-rules.toml, see `jixiao.review.settings`; a call
or a notebook's parameter goes before both.
"""

from __future__ import annotations

COPIED = 4  # projects of a document from which on one target, or one spending plan, counts as copied
LAG = 0.1  # share of the budget by which a plan behind even pace counts as late
LARGE = 0.1  # share of the budget from which its change is large
ON_PLAN = 0.05  # share of the budget by which what was paid may differ from the plan and still be on it
FAR = 0.1  # share of the budget from which what was paid is far from the plan
NEAR = 90  # likeness in percent from which two names are taken for one

RANGES = {
    "copied": (2, 1000),
    "lag": (0.01, 1),
    "large": (0.01, 1),
    "near": (1, 100),
    "on_plan": (0.001, 1),
    "far": (0.001, 1),
}
DEFAULTS = {"copied": COPIED, "lag": LAG, "large": LARGE, "near": NEAR, "on_plan": ON_PLAN, "far": FAR}
