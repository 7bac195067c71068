"""What a rule is, and the registry of all of them. A rule finds; what it says stands in phrases.toml."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from jixiao.errors import check_known

SEVERITIES = ["contradiction", "weakness", "hint"]
LETTERS = {"C": "完整性", "R": "相关性", "A": "适当性", "F": "可行性"}  # of codes, by dimension of the review form
DIMENSIONS = list(LETTERS.values())
LETTERS |= {"S": "自评核查", "M": "监控核查"}  # what is reported of targets, and no dimension of their review
OWNER = ["document_id", "department_id"]
HIT = [*OWNER, "project_id", "indicator_id", "field", "place", "quote", "phrase"]
NO_HITS = pd.DataFrame({column: pd.Series(dtype="str") for column in HIT})
VALUE = "{{{}}}"  # what a column is called that fills the placeholder of a name


@dataclass(frozen=True)
class Rule:
    """One objection of a reviewer.

    Parameters
    ----------
    code : str
        Stable; its letter is the dimension of the review form.
    severity : str
        contradiction (provable from the document alone), weakness (against a stated rule) or hint (judgement).
    source : str
        Key in the phrases' section ``rule_source``.
    find : callable
        From the material to its hits (see `hits`); its docstring is the rule's page.
    compare : bool
        Whether a suggestion may point to a better target in the same slot of the document.
    scope : str, optional
        ``project``: asked of projects only, for it compares them or rests on what is expected of a project; ``None``:
        of a department's own targets too.
    milder : mapping
        Severities of hits that are said with another phrase than the rule's own, by phrase.
    """

    code: str
    severity: str
    source: str
    find: Callable[..., pd.DataFrame]
    compare: bool
    scope: str | None = None
    milder: Mapping[str, str] = field(default_factory=dict)

    def severity_of(self, phrase: str) -> str:
        """Severity of a hit that is said with this phrase."""
        return self.milder.get(phrase, self.severity)

    @property
    def dimension(self) -> str:
        """Dimension of the review form."""
        return LETTERS[self.code[0]]


RULES: dict[str, Rule] = {}


def check_code(code: str, *, file: object, place: str) -> None:
    """Raise UsageError where there is no rule of that code."""
    check_known(code, RULES, "rule", file=file, place=place)


def rule(
    code: str,
    severity: str,
    source: str,
    *,
    compare: bool = False,
    scope: str | None = None,
    milder: Mapping[str, str] | None = None,
):
    """Enter the decorated function as a rule."""

    def register(find: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
        RULES[code] = Rule(code, severity, source, find, compare, scope, milder or {})
        return find

    return register


def hits(
    rows: pd.DataFrame, field: str, *, quote: str = "", phrase: str | pd.Series = "message", **values
) -> pd.DataFrame:
    """Rows that break a rule.

    Parameters
    ----------
    rows : DataFrame
        Indicators, projects or goals of the material.
    field : str
        The field objected to.
    quote : str
        The column that is quoted; that of the field where none is named.
    phrase : str or Series of str
        Which of the rule's phrases says it.
    **values : Series or scalar
        What the phrase's placeholders are filled with, by the index of the rows.

    Returns
    -------
    DataFrame
        The columns of `HIT` and one a value, called as `VALUE` says; one row a hit.
    """
    if rows.empty:  # of most rules, in most documents
        return NO_HITS
    found = {column: rows.get(column) for column in [*OWNER, "project_id", "indicator_id"]}
    said = {"field": field, "place": rows["place"], "quote": rows[quote or field], "phrase": phrase}
    filled = {VALUE.format(name): value for name, value in values.items()}
    return pd.DataFrame({**found, **said, **filled}, rows.index, copy=False)
