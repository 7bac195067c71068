"""Target values (指标值) read into sign, number, unit and deadline."""

from jixiao.target.reader import Target, parse_target

__all__ = ["Target", "parse_target"]
