"""The rules that a target can break, and what a review with them finds."""

from jixiao.review.review import Review, review, review_each
from jixiao.review.rule import DIMENSIONS, RULES, SEVERITIES
from jixiao.review.settings import read_settings

__all__ = ["DIMENSIONS", "RULES", "SEVERITIES", "Review", "read_settings", "review", "review_each"]
