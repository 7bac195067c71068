"""What the columns of a list hold: by exact words, by words that are nearly known, by their cells, or by their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from jixiao.documents.reading.headers import Header
from jixiao.documents.reading.labels import Labels, Row


def claimed(header: Header, body: Sequence[Row]) -> Header:
    """The header with the terms of columns that no exact word names."""
    return header


def could_head(rows: Sequence[Row], start: int, labels: Labels) -> bool:
    """Whether a row may head a list of indicators although few of its words are known."""
    return False
