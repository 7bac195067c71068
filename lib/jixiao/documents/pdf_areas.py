"""Parts of a PDF page, in points from its top left corner."""

from __future__ import annotations

from dataclasses import dataclass

from pdfplumber.page import Page

SLACK = 1.0  # points around a text


@dataclass(frozen=True)
class Area:
    """A part of a page."""

    x0: float
    top: float
    x1: float
    bottom: float

    @classmethod
    def of(cls, page: Page, x0: float, y0: float, x1: float, y1: float) -> Area:
        """The area between two corners that are counted from the page's lower left one, as the format does."""
        left, top = page.mediabox[0], page.mediabox[3]
        return cls(x0 - left, top - y1, x1 - left, top - y0)

    def holds(self, char: dict) -> bool:
        """Whether the middle of a character lies in it."""
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        return self.x0 - SLACK <= x <= self.x1 + SLACK and self.top - SLACK <= y <= self.bottom + SLACK
