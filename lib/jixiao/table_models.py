"""What the dictionary says of a table and of a column."""

from __future__ import annotations

from dataclasses import dataclass, field

TEXT, NUMBER, INTEGER, DATE = "str", "float64", "int64", "datetime64[us]"


@dataclass(frozen=True)
class Column:
    """A column: its pandas type, its meaning and unit, whether it may be missing, and what its values may be."""

    dtype: str
    description: str
    optional: bool = False
    unit: str = ""
    allowed: list[str] | None = None
    pattern: str = ""  # of the whole value
    within: tuple[float, float] | None = None


@dataclass(frozen=True)
class Table:
    """A table: what a row of it is, its key, its columns, and the tables whose key one of them repeats."""

    description: str
    key: list[str]
    columns: dict[str, Column]
    references: dict[str, str] = field(default_factory=dict)
