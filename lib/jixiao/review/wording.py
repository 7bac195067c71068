"""Which targets in words say nothing that could be graded, told by how such wordings are built."""

from __future__ import annotations

import re
from functools import cache

from jixiao.review.material import any_of
from jixiao.review.settings import Settings

_CLAUSE = re.compile(r"[,。；;、!]+")
_BRACKETS = re.compile(r"\([^()]*\)")


@cache
def _patterns(*words: tuple[str, ...]) -> tuple[re.Pattern, ...]:
    return tuple(any_of(list(group)) for group in words)


def is_vague(text: str, settings: Settings) -> bool:
    """Whether a target in words holds a word that says nothing, or is built of a degree and a change.

    A clause that begins with a word of degree (显著…) or of change (提升…), or ends with one of change or of state
    (…成效突出), promises a direction without saying how far. A clause that names a grade, the absence of something, a
    thing done or what to compare with can be judged, and lets the target pass.

    Parameters
    ----------
    text : str
        A folded target in words.
    settings : dict
        Those of R03: vague, graded, grades, degrees, changes, states.

    Returns
    -------
    bool

    Examples
    --------
    >>> from jixiao.review.settings import shipped
    >>> [is_vague(text, shipped()["R03"]) for text in ("显著增强", "成效突出", "建立健全", "优良", "不发生")]
    [True, True, True, False, False]
    """
    names = ("vague", "graded", "degrees", "changes", "states")
    vague, graded, degrees, changes, states = _patterns(*(tuple(settings[name]) for name in names))
    if text in settings["grades"] or graded.search(text):
        return False
    clauses = [clause for clause in _CLAUSE.split(_BRACKETS.sub("", text)) if clause]
    return bool(vague.search(text)) or any(
        degrees.match(clause) or changes.match(clause) or _ends(clause, changes) or _ends(clause, states)
        for clause in clauses
    )


def _ends(clause: str, words: re.Pattern) -> bool:
    """Whether a clause ends with one of the words."""
    return any(found.end() == len(clause) for found in words.finditer(clause))
