"""Errors that a user can fix. Each says what was found, what was expected and what to do."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

LISTED = 20
LIKE = 60  # percent of likeness from which a name may be meant


def listed(existing: Iterable[object], wanted: object = "") -> str:
    """What exists, for a message: all of a few, of many those most like what was wanted and how many more there are.

    Examples
    --------
    >>> listed(["a", "b"])
    'a, b'
    >>> listed(range(100, 1000), 77)
    '177, 277, 377, 477, 577, 677, 770, 771, 772, 773, 774, 775, 776, 777, 778, 779, 877, 977, 707, 717, … and 880 more'
    """
    names = [str(name) for name in existing]
    shown = names[:LISTED]
    if len(names) > LISTED and wanted:
        shown = [name for name, *_ in process.extract(str(wanted), names, limit=LISTED)]
    more = [f"… and {len(names) - LISTED} more"] if len(names) > LISTED else []
    return ", ".join(shown + more) or "none"


def nearest(wanted: str, existing: Iterable[str]) -> str:
    """The existing name that is most like a wanted one; empty where none is alike.

    Examples
    --------
    >>> nearest("languag", ["year", "language"]), nearest("x", ["year", "language"])
    ('language', '')
    """
    found = process.extractOne(wanted, list(existing), scorer=fuzz.ratio, score_cutoff=LIKE)
    return found[0] if found else ""


class JixiaoError(Exception):
    """A mistake in the input or its use, reported in one message, without a stack trace on the command line.

    Parameters
    ----------
    found : str
        What was found, as a sentence without a full stop.
    file, place : str
        The file and the place in it, where there is one.
    expected, remedy : str
        What was expected instead, and what to do.
    """

    def __init__(self, found: str, *, file: object = "", place: str = "", expected: str = "", remedy: str = ""):
        where = ", ".join(part for part in (str(file), place) if part)
        sentences = [found, f"expected: {expected}" if expected else "", remedy]
        super().__init__((f"{where}: " if where else "") + "; ".join(part for part in sentences if part))

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows: the message alone, and nothing of the inside of this package."""
        return [f"{type(self).__name__}: {self}"]


class UsageError(JixiaoError):
    """A parameter, name or choice that does not exist."""


class DocumentError(JixiaoError):
    """A published document that cannot be read."""


class DatasetError(JixiaoError):
    """Tables that do not match the schema."""


class RunError(JixiaoError):
    """A notebook that failed while running."""


def check_known(name: object, known: Iterable[str], what: str, *, file: object = "", place: str = "") -> None:
    """Raise UsageError for a name that is not among those there are; its message has these, and the nearest.

    Examples
    --------
    >>> check_known("languag", ["year", "language"], "parameter")
    Traceback (most recent call last):
    jixiao.errors.UsageError: no parameter 'languag'; expected: one of: year, language; did you mean 'language'?
    """
    names = list(known)
    if name not in names:
        near = nearest(str(name), names)
        remedy = f"did you mean {near!r}?" if near else ""
        expected = "one of: " + ", ".join(names)
        raise UsageError(f"no {what} {name!r}", file=file, place=place, expected=expected, remedy=remedy)
