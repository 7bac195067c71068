"""Ledgers of payments: an export of a finance system to tidy tables, and what became of each of its rows."""

from jixiao.ledgers.importing import import_ledgers
from jixiao.ledgers.report import LedgerReport
from jixiao.ledgers.template import write_template

__all__ = ["LedgerReport", "import_ledgers", "write_template"]
