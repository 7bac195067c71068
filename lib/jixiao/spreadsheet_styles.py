"""How the cells of a workbook look: one style for each kind of value."""

from __future__ import annotations

from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

NUMBER_FORMATS = {
    "count": "#,##0",
    "integer": "0",
    "number": "General",
    "amount": "#,##0.00",
    "amount1": "#,##0.0",
    "share": "0.0%",
    "percent": "0%",
    "ratio": "0.00",
    "index": "0.000",
    "change": "+0.0%;-0.0%;0.0%",
    "points": "+0.0;-0.0;0.0",
}
DATES = ("date", "short_date", "full_date")
TEXT_FORMAT = "@"
NUMBER_STYLES = NUMBER_FORMATS | dict.fromkeys(DATES, "yyyy-mm-dd")
FONT = "等线"  # of Excel in Chinese; elsewhere Excel takes its own
TITLE_SIZE = 14  # points
INK, HEAD, RULE = "1D2129", "E6ECF4", "CFD3DA"


def styles() -> list[NamedStyle]:
    """One style for each kind of cell."""
    plain, bold = Font(FONT, color=INK), Font(FONT, bold=True, color=INK)
    common = {"border": Border(*[Side("thin", color=RULE)] * 4), "number_format": TEXT_FORMAT}
    wrapped = {"alignment": Alignment(vertical="top", wrap_text=True), **common}
    number = {"alignment": Alignment("right", vertical="top", indent=1), **common}
    return [
        NamedStyle("title", Font(FONT, TITLE_SIZE, bold=True, color=INK), number_format=TEXT_FORMAT),
        NamedStyle("note", plain, number_format=TEXT_FORMAT),
        NamedStyle("caption", bold, number_format=TEXT_FORMAT),
        NamedStyle("heading", bold, PatternFill("solid", fgColor=HEAD), **wrapped),
        NamedStyle("text", plain, **wrapped),
        *(NamedStyle(kind, plain, **number | {"number_format": form}) for kind, form in NUMBER_STYLES.items()),
    ]
