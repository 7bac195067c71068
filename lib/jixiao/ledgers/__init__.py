"""Ledgers of payments: an export of a finance system to tidy tables, and what became of each of its rows."""

from typing import TYPE_CHECKING

from jixiao.when_used import when_used

if TYPE_CHECKING:
    from jixiao.ledgers.importing import import_ledgers
    from jixiao.ledgers.report import LedgerReport
    from jixiao.ledgers.template import write_template

__all__ = ["LedgerReport", "import_ledgers", "write_template"]
# Exhibits say what a ledger's report says, and read none.
__getattr__ = when_used(
    __name__, {"LedgerReport": "report", "import_ledgers": "importing", "write_template": "template"}
)
