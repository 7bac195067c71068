"""Budget performance targets (预算绩效目标) as tidy tables, measures, exhibits and briefs."""

from jixiao.dataset import Dataset, load
from jixiao.documents import read
from jixiao.errors import JixiaoError
from jixiao.quarters import parse_quarter
from jixiao.target_values import Target, parse_target

__all__ = ["Dataset", "JixiaoError", "Target", "load", "parse_quarter", "parse_target", "read"]
