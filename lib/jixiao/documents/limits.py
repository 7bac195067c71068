"""How much of a file is read at most. Published documents stay far below; what lies above is refused by name.

The numbers are this tool's convention: each keeps reading within about a gigabyte and a few minutes.
"""

from __future__ import annotations

FILE_BYTES = 50_000_000
UNPACKED_BYTES = 200_000_000  # of all parts of an archive, or all streams of a PDF but pictures
PARTS = 10_000  # in an archive
ELEMENTS = 2_000_000  # tags in one XML or HTML text
POSITIONS = 500_000  # of one grid, and lines of a text
SPAN = 1_000  # columns that one cell may cover, as in HTML
PAGES = 500  # of a PDF
PAGE_BYTES = 4_000_000  # of one page's drawing instructions, forms counted each time they are drawn
PAGE_SHAPES = 20_000  # lines and boxes drawn on one page
PAGE_CROSSINGS = 20_000  # of its ruling lines at most
STREAMS = 100_000  # in a PDF
PDF_SECONDS = 300
OFFICE_SECONDS = 120  # for one conversion by LibreOffice


class RefusedError(Exception):
    """Why a file is not read; `formats.open_document` adds its name."""

    def __init__(self, found: str, *, expected: str = "", remedy: str):
        super().__init__(found)
        self.found, self.expected, self.remedy = found, expected, remedy


def check(number: float, limit: float, what: str) -> None:
    """Raise RefusedError where a number of something is over its limit."""
    if number > limit:
        raise RefusedError(
            f"more than {limit:,} {what}", expected="a document of target tables", remedy="split or shorten the file"
        )
