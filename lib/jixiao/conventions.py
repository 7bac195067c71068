"""Thresholds that nobody publishes: this tool's conventions, each with its default here and nowhere else.

A workbook changes them in the section ``[conventions]`` of data/review-rules.toml, see `jixiao.review.settings`; a call
or a notebook's parameter goes before both.
"""

from __future__ import annotations

COPIED = 4  # projects of a document from which on one target, or one spending plan, counts as copied
LAG = 0.1  # share of the budget by which a plan behind even pace counts as late
LARGE = 0.1  # share of the budget from which its change is large
NEAR = 90  # likeness in percent from which two names are taken for one

RANGES = {"copied": (2, 1000), "lag": (0.01, 1), "large": (0.01, 1), "near": (1, 100)}
DEFAULTS = {"copied": COPIED, "lag": LAG, "large": LARGE, "near": NEAR}
