"""The settings of the rules: those shipped, and a user's file over them."""

from __future__ import annotations

import math
import tomllib
from functools import cache
from pathlib import Path
from typing import TypeVar

from jixiao.conventions import DEFAULTS
from jixiao.conventions import RANGES as CONVENTIONS
from jixiao.errors import UsageError, check_known
from jixiao.own_files import read_toml
from jixiao.workbook import own_file

Settings = dict[str, dict]
Number = TypeVar("Number", int, float)
FILE = "review-rules.toml"
PERCENT, COUNT, AMOUNT = (0, 100), (1, math.inf), (0, math.inf)
# Of all other numbers: amounts.
RANGES: dict[str, tuple[float, float]] = {
    "likeness": PERCENT,
    "least": PERCENT,
    "grades": PERCENT,
    "contradicted": PERCENT,
    "returned": COUNT,
    "usual": COUNT,
    "projects": COUNT,
    **CONVENTIONS,
}


@cache
def shipped() -> Settings:
    """The settings shipped with the package: those of the rules, and the conventions that measures share with them."""
    rules = tomllib.loads(Path(__file__).with_name("rules.toml").read_text(encoding="utf-8"))
    return {**rules, "conventions": DEFAULTS}


def convention(name: str, given: Number) -> Number:
    """A threshold of `jixiao.conventions`: the one given, else (0) the one that is set in the workbook."""
    return given or read_settings()["conventions"][name]


def read_settings(path: Path | None = None) -> Settings:
    """The settings that hold: those shipped, and over them the file, or data/review-rules.toml where there is one.

    Parameters
    ----------
    path : Path, optional
        A file in TOML; without it data/review-rules.toml, where there is one.

    Returns
    -------
    dict of dict
        Sections with their settings, all that are shipped among them.

    Raises
    ------
    UsageError
        For a file that cannot be read, a setting that does not exist, or a value of another type or out of its range.

    Examples
    --------
    >>> from jixiao.review import read_settings
    >>> read_settings()["conventions"]
    {'copied': 4, 'lag': 0.1, 'large': 0.1, 'near': 90, 'on_plan': 0.05, 'far': 0.1}
    """
    path = path or own_file(FILE)
    if path is None:
        return shipped()
    given = read_toml(path)
    for section, values in given.items():
        check_known(section, shipped(), "section", file=path)
        if not isinstance(values, dict):
            raise UsageError(f"{section} is {values!r}", file=path, expected=f"a table, as in [{section}]")
        for name, value in values.items():
            check_known(name, shipped()[section], f"setting in [{section}]", file=path)
            _check_type(value, shipped()[section][name], f"{section}.{name}", path)
            _check_range(value, section, name, path)
    return {section: values | given.get(section, {}) for section, values in shipped().items()}


def _check_type(value: object, default: object, name: str, path: Path) -> None:
    number = isinstance(default, int | float) and not isinstance(default, bool)
    same = isinstance(value, (int, float) if number else type(default)) and not (number and isinstance(value, bool))
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if not same or not all(isinstance(part, str) for part in parts):
        raise UsageError(f"{name} is {value!r}", file=path, expected=f"a value like {default!r}")


def _check_range(value: object, section: str, name: str, path: Path) -> None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return
    if name == "copied" and not isinstance(value, int):
        raise UsageError(f"{section}.{name} is {value!r}", file=path, expected="a whole number")
    low, high = RANGES.get(name) or RANGES.get(section) or AMOUNT
    if not (math.isfinite(value) and low <= value <= high):
        expected = f"a number of at least {low}" + (f" and at most {high}" if math.isfinite(high) else "")
        raise UsageError(f"{section}.{name} is {value!r}", file=path, expected=expected)
