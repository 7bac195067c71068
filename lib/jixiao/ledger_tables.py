"""The dictionary of the tables that a user's ledgers fill. Amounts in them are in yuan, and their column says so."""

from __future__ import annotations

from jixiao.quarters import YEARS
from jixiao.table_models import DATE, INTEGER, NUMBER, TEXT, Column, Table

PAYMENTS = ["payment", "refund"]
ADJUSTMENTS = ["supplement", "cut", "carry-in", "carry-out"]
STATUSES = [*PAYMENTS, *ADJUSTMENTS, "figure", "left out", "other", "empty", "total", "text"]

_ledger = Column(TEXT, "the ledger: its file's path below ledgers/")
_row = Column(TEXT, "the row: the ledger, #, its line; in a workbook #sheet!line")
_project = Column(TEXT, "the project: document_id/position")
_place = Column(TEXT, "where in the ledger the row stands", optional=True)

LEDGER_TABLES: dict[str, Table] = {
    "ledgers": Table(
        "One row a ledger of the user's: of which year it is, how far it reaches, and whether its total agrees.",
        ["origin"],
        {
            "origin": _ledger,
            "year": Column(INTEGER, "budget year", within=YEARS),
            "sha256": Column(TEXT, "hash of the file as read", pattern=r"[0-9a-f]{64}"),
            "title": Column(TEXT, "what stands before its heading row", optional=True),
            "until": Column(DATE, "last day to which the ledger is complete", optional=True),
            "stated": Column(TEXT, "whether the user stated that day; figures: of them alone", optional=True),
            "only": Column(TEXT, "the one department whose rows were asked for", optional=True),
            "total": Column(NUMBER, "total as the ledger has it", optional=True, unit="元"),
            "total_of_rows": Column(NUMBER, "sum of its payments and refunds, as written", optional=True, unit="元"),
        },
    ),
    "payments": Table(
        "One row a payment or refund that a ledger holds and that is counted. Amounts are in yuan.",
        ["row_id"],
        {
            "row_id": _row,
            "project_id": _project,
            "date": Column(DATE, "day of the payment; the month's last where the ledger has months"),
            "yuan": Column(NUMBER, "amount; a refund is negative", unit="元"),
            "kind": Column(TEXT, "what was booked", allowed=PAYMENTS),
            "purpose": Column(TEXT, "note as written", optional=True),
            "voucher": Column(TEXT, "number of the voucher", optional=True),
            "source": Column(TEXT, "source of the money", optional=True),
            "text": Column(TEXT, "amount as written"),
            "origin": _ledger,
            "place": _place,
        },
        {"project_id": "projects"},
    ),
    "adjustments": Table(
        "One row a change of a project's budget that a ledger holds. Amounts are in yuan.",
        ["row_id"],
        {
            "row_id": _row,
            "project_id": _project,
            "date": Column(DATE, "day of the change"),
            "yuan": Column(NUMBER, "amount; a cut is negative, a supplement and a carry-in positive", unit="元"),
            "kind": Column(TEXT, "what was changed", allowed=ADJUSTMENTS),
            "purpose": Column(TEXT, "note as written", optional=True),
            "text": Column(TEXT, "amount as written"),
            "origin": _ledger,
            "place": _place,
        },
        {"project_id": "projects"},
    ),
    "ledger_rows": Table(
        "One row a row of a ledger: what became of it.",
        ["row_id"],
        {
            "row_id": _row,
            "origin": _ledger,
            "status": Column(TEXT, "what it was taken for", allowed=STATUSES),
            "kind": Column(
                TEXT, "what it books, counted or not", allowed=[*PAYMENTS, *ADJUSTMENTS, "figure"], optional=True
            ),
            "findings": Column(TEXT, "codes L01 to L21, a space between them; month: dated by month", optional=True),
            "project_id": Column(TEXT, "the project, where it is known", optional=True),
            "department_id": Column(TEXT, "the department, where it is known", optional=True),
            "date": Column(DATE, "date, where it was read", optional=True),
            "yuan": Column(NUMBER, "amount with its sign as written", optional=True, unit="元"),
            "suggestion": Column(TEXT, "code or name of the project that may be meant", optional=True),
            "message": Column(TEXT, "what the findings quote, as JSON", optional=True),
        },
        {"project_id": "projects", "department_id": "departments"},
    ),
}
