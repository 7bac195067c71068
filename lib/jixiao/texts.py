"""How much of one published text the rules of the review and the grammar of targets look at."""

from __future__ import annotations

MOST = 2_000  # characters of a cell: this tool's convention; what forms ask for takes a few hundred
MARK = "…"  # ends a text that was cut, so that its last word or number is taken for no whole one


def seen(text: str) -> str:
    """The part of a text that is looked at, at most `MOST` characters, marked at its end where it was cut.

    Examples
    --------
    >>> seen("≥80%"), len(seen("0" * 5_000)), seen("0" * 5_000)[-2:]
    ('≥80%', 2000, '0…')
    """
    return text if len(text) <= MOST else text[: MOST - len(MARK)] + MARK


def is_whole(text: str) -> bool:
    """Whether a text, or what `seen` left of it, is known to be all that was published."""
    return len(text) < MOST
