"""Target values (指标值) read into sign, number, unit and deadline."""

from jixiao.target_values.reader import Target, parse_target
from jixiao.target_values.split import joined_target

__all__ = ["Target", "joined_target", "parse_target"]
