"""The characters of a PDF page in columns, whoever found them: a page has thousands, and most steps ask all alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np


@dataclass
class Characters:
    """What each says; where it stands, in points from the page's top left corner; which way it runs; its look."""

    text: np.ndarray
    x0: np.ndarray
    x1: np.ndarray
    top: np.ndarray
    bottom: np.ndarray
    size: np.ndarray
    across: np.ndarray
    up: np.ndarray
    lightness: np.ndarray
    layered: np.ndarray

    def __len__(self) -> int:
        return len(self.text)

    def __getitem__(self, which: Any) -> Characters:
        """Some of them, or all in another order, as numpy chooses."""
        return Characters(*(getattr(self, field.name)[which] for field in fields(self)))

    @property
    def centre(self) -> np.ndarray:
        """How far from the page's left edge their middles lie."""
        return (self.x0 + self.x1) / 2

    @property
    def middle(self) -> np.ndarray:
        """How far from the page's upper edge their middles lie."""
        return (self.top + self.bottom) / 2

    @property
    def filled(self) -> np.ndarray:
        """Which are more than a blank."""
        return np.array(list(map(str.strip, self.text.tolist())), dtype=bool)


def in_columns(chars: Sequence[dict[str, Any]]) -> Characters:
    """The characters of a page as pdfplumber has them."""
    text = np.array([char["text"] for char in chars], dtype=object)
    names = ("x0", "x1", "top", "bottom", "size")
    measures = {name: np.array([char[name] for char in chars], dtype=float) for name in names}
    across, up = np.array([char["matrix"][:2] for char in chars], dtype=float).reshape(-1, 2).T
    light = np.array([lightness(char["non_stroking_color"]) for char in chars], dtype=float)
    layered = np.array([char.get("tag") == "OC" for char in chars], dtype=bool)
    return Characters(text, **measures, across=across, up=up, lightness=light, layered=layered)


def lightness(colour: object) -> float:
    """From 0 for black to 1 for white, of a colour in grey, RGB or CMYK.

    Examples
    --------
    >>> lightness(0.5), lightness((1, 1, 1)), lightness((0, 0, 0, 1))
    (0.5, 1, 0)
    """
    parts = tuple(colour) if isinstance(colour, list | tuple) else (colour,)
    if not parts or not all(isinstance(part, int | float) for part in parts):
        return 0
    if len(parts) == 4:
        return (1 - parts[3]) * (1 - max(parts[:3]))
    return min(parts)
