"""What is known of an exhibit before its numbers are: its name, its columns, what it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Specification:
    """The fixed part of an exhibit.

    Parameters
    ----------
    key : str
        Section of its phrases; with hyphens, its name.
    section : str
        Section of a brief in which it stands.
    n : str
        Noun of the phrases' section ``count`` by which n is counted in the source line.
    shown : mapping of str
        Kind of each column that is always shown.
    picture : str
        What kind of picture it is, for the alternative text; empty for a table.
    headings : mapping of str
        Columns whose heading is another phrase than that of their name.
    """

    key: str
    section: str
    n: str
    shown: Mapping[str, str]
    picture: str = ""
    headings: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the exhibit, as in file names."""
        return self.key.replace("_", "-")
