"""The errors a user can mend. Each names what was found, what was expected and what to do."""

from __future__ import annotations


class JixiaoError(Exception):
    """A mistake in the input or its use, told in one message and without a stack trace on the command line.

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


class UsageError(JixiaoError):
    """A parameter, name or choice that does not exist."""


class DocumentError(JixiaoError):
    """A published document that cannot be read."""


class DatasetError(JixiaoError):
    """Tables that have not the shape they should have."""


class RunError(JixiaoError):
    """A notebook that failed while running."""
