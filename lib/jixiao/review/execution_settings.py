"""How points of a self-evaluation are given: the settings in data/execution.toml, each a convention with a default."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from pathlib import Path
from typing import Any

from jixiao.errors import UsageError, check_known
from jixiao.measures.point_rules import Scoring
from jixiao.own_files import read_toml
from jixiao.workbook import own_file

FILE = "execution.toml"
SECTION = "scoring"
ELSEWHERE = {  # sections that one may look for here, and where what they would hold is set
    "execution": "on_plan and far belong in [conventions] of data/review-rules.toml",
    "ledger": "words of headings belong in [ledger] of data/vocabulary.toml, all else in the dataset's ledger.toml",
}
CHOICES = {
    "at_most": ("ratio", "linear"),
    "equal": ("at-least", "two-sided", "exact"),
}
POINTS = ("weights", "weights_2021", "grades")
DEFAULT = Scoring()


def read_scoring(path: Path | None = None) -> Scoring:
    """The section [scoring] of the settings, over the defaults.

    Parameters
    ----------
    path : Path, optional
        A file in TOML; without it data/execution.toml in the workbook, where there is one.

    Returns
    -------
    Scoring
        With what the file does not name as it is shipped.

    Raises
    ------
    UsageError
        For a file that cannot be read, a setting that does not exist, or a value that it cannot have.

    Examples
    --------
    >>> read_scoring().at_most
    'ratio'
    """
    path = path or own_file(FILE)
    content = read_toml(path) if path else {}
    for section in content:
        if section in ELSEWHERE:
            raise UsageError(f"section {section!r}", file=path, expected=f"[{SECTION}]", remedy=ELSEWHERE[section])
        check_known(section, [SECTION], "section", file=path)
    known = [item.name for item in fields(Scoring)]
    values: dict[str, Any] = {}
    for name, value in content.get(SECTION, {}).items():
        check_known(name, known, "setting in [scoring]", file=path)
        values[name] = _value(name, value, path)
    return Scoring(**values)


def changed(scoring: Scoring) -> dict[str, str]:
    """The settings that differ from the defaults, as they are to be said under every output."""
    names = (item.name for item in fields(Scoring))
    return {name: _shown(getattr(scoring, name)) for name in names if getattr(scoring, name) != getattr(DEFAULT, name)}


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(f"{name}{number}" for name, number in value.items())
    if isinstance(value, tuple):
        return " ".join(_shown(one) for one in value)
    return str(value)


def _value(name: str, value: Any, path: Path | None) -> Any:
    """A setting as `Scoring` has it."""
    if name in CHOICES:
        return _checked(value, value in CHOICES[name], name, "one of: " + ", ".join(CHOICES[name]), path)
    if name in POINTS:
        good = isinstance(value, dict) and bool(value) and all(map(_is_points, value.values()))
        _checked(value, good, name, "a table of names with points from 0 to 100", path)
        if name != "grades":
            return value
        grades = tuple((least, grade) for grade, least in sorted(value.items(), key=lambda one: -one[1]))
        return _checked(grades, grades[-1][0] == 0, name, "a grade from 0 points on too", path)
    if name == "bands":
        good = isinstance(value, list) and len(value) == 2 and all(map(_is_number, value)) and 1 >= value[0] >= value[1]
        _checked(value, good and value[1] >= 0, name, "two shares, the higher first, as in [0.8, 0.6]", path)
        return tuple(Decimal(str(one)) for one in value)
    if name == "over":
        return _checked(value, _is_number(value) and value > 1, name, "a number above 1, as in 1.3", path)
    _checked(value, _is_points(value), name, "points from 0 to 100", path)
    return Decimal(str(value))


def _checked(value: Any, good: bool, name: str, expected: str, path: Path | None) -> Any:
    if not good:
        raise UsageError(f"scoring.{name} is {value!r}", file=path, expected=expected)
    return value


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_points(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 100
