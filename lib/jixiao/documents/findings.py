"""What a reader of a file leaves out or is not certain of, told once for each kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from jixiao.documents.content import Doubt, quote

QUOTED = 5  # texts of a kind that a doubt quotes


class Findings:
    """Collects texts by kind; each kind becomes one doubt, with how often it was found and what was quoted of it.

    Parameters
    ----------
    kinds : mapping
        What was expected, and what to do, by kind.
    """

    def __init__(self, kinds: Mapping[str, tuple[str, str]]):
        self._kinds = kinds
        self._found: dict[str, list[str]] = defaultdict(list)

    def add(self, kind: str, text: str = "") -> None:
        """Take one more of a kind, with a text to quote."""
        self._found[kind].append(text)

    def has(self, kind: str) -> bool:
        """Whether any of the kind was found."""
        return bool(self._found.get(kind))

    def doubts(self) -> list[Doubt]:
        """One doubt a kind."""
        return [
            Doubt("", f"{kind} ({len(texts)}){_quoted(texts)}", *self._kinds[kind])
            for kind, texts in self._found.items()
        ]


def _quoted(texts: list[str]) -> str:
    said = [quote(text, 30) for text in dict.fromkeys(texts) if text.strip()]
    more = ["…"] if len(said) > QUOTED else []
    return ": " + "; ".join([*said[:QUOTED], *more]) if said else ""
