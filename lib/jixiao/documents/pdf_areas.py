"""Parts of a PDF page, in points from its top left corner."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from pdfplumber.page import Page

from jixiao.documents.pdf_characters import Characters

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

    def holds(self, chars: Characters, slack: float = SLACK) -> np.ndarray:
        """Whether the middles of characters lie in it."""
        across = (self.x0 - slack <= chars.centre) & (chars.centre <= self.x1 + slack)
        return across & (self.top - slack <= chars.middle) & (chars.middle <= self.bottom + slack)
