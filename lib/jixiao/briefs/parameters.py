"""A notebook's parameters, checked before a kernel starts: papermill itself lets a mistyped name pass."""

from __future__ import annotations

import ast
import datetime as dt
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jixiao.conventions import RANGES as CONVENTIONS
from jixiao.dataset import Dataset, load
from jixiao.errors import UsageError, check_known
from jixiao.measures.execution import BUDGETS
from jixiao.phrases import check_language
from jixiao.quarters import month_end, parse_quarter

RANGES = {"lag": CONVENTIONS["lag"], "k": CONVENTIONS["copied"], "limit": (0, 10_000)}
RANGES |= {name: CONVENTIONS[name] for name in ("on_plan", "far")}
AS_SET = {"lag", "k", "on_plan", "far"}  # of which 0 stands for the setting


def defaults(notebook: Path) -> dict[str, object]:
    """The notebook's parameters with their default values, in order.

    Raises
    ------
    UsageError
        Where the notebook has no parameters cell.
    """
    from nbformat.validator import ValidationError
    from papermill import inspect_notebook

    try:
        found = inspect_notebook(str(notebook))
    except (ValueError, ValidationError, AttributeError) as error:  # no JSON, no notebook, no kernel
        raise UsageError(str(error), file=notebook, expected="a notebook for the python3 kernel") from None
    if not found:
        raise UsageError("no parameters", file=notebook, expected="a cell tagged parameters", remedy="tag it")
    return {name: _default(name, item["default"], notebook) for name, item in found.items()}


def _default(name: str, text: str, notebook: Path) -> object:
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        value = None
    if type(value) not in _TYPES:
        expected = "a literal: text, number, true or false, or list"
        raise UsageError(f"the default of {name} is {text}", file=notebook.name, expected=expected)
    return value


def check_parameters(notebook: Path, given: dict[str, object], data: Dataset | None = None) -> dict[str, object]:
    """The given parameters as the types of the notebook's defaults.

    Parameters
    ----------
    notebook : Path
        A notebook with a parameters cell.
    given : dict
        Values by name; strings are converted, lists are written with commas.
    data : Dataset, optional
        What the parameters name, where it is loaded already.

    Raises
    ------
    UsageError
        For an unknown name (with the nearest known one), a value of the wrong type, or one that the dataset does not
        have.
    """
    known = defaults(notebook)
    values = {name: _convert(name, value, known, notebook) for name, value in given.items()}
    _check_values({**known, **values}, data)
    return values


def _convert(name: str, value: object, known: dict[str, object], notebook: Path) -> object:
    check_known(name, known, "parameter", file=notebook.name)
    kind = type(known[name])
    try:
        return _TYPES[kind](value) if isinstance(value, str) else _same(value, kind)
    except (ValueError, OverflowError):
        raise UsageError(
            f"{name} is {value!r}", file=notebook.name, expected=_NAMES[kind], remedy=f"as in {name} {known[name]!r}"
        ) from None


def _same(value: object, kind: type) -> object:
    if kind is float and isinstance(value, int | float):
        return _number(value)
    if isinstance(value, kind):
        return value
    raise ValueError


def _number(value: str | float) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError
    return number


def _boolean(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError
    return text.lower() == "true"


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


_TYPES: dict[type, Callable] = {str: str, int: int, float: _number, bool: _boolean, list: _list}
_NAMES = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "values with commas between them",
}


def _check_values(values: dict[str, Any], data: Dataset | None) -> None:
    """Look into the dataset, so that what it does not have is said at once."""
    if "language" in values:
        check_language(values["language"])
    if "month" in values:
        month_end(2000, values["month"])
    if "budget" in values and values["budget"] not in BUDGETS:
        raise UsageError(f"budget is {values['budget']!r}", expected="one of: " + ", ".join(BUDGETS))
    for name, (low, high) in RANGES.items():
        as_set = name in AS_SET and values.get(name) == 0
        if name in values and not as_set and not _is_within(values[name], low, high):
            raise UsageError(f"{name} is {values[name]!r}", expected=f"{low} to {high}")
    year = parse_quarter(values["quarter"])[0] if "quarter" in values else values.get("year")
    if "dataset" in values:
        data = data or load(str(values["dataset"]))
        names = {name: values.get(name) for name in ("department", "projects", "division")}
        data.select(year=year, **names)
    if values.get("as_of"):
        _check_day(values["as_of"], year if data is None or len(data.ledgers) else None)


def _check_day(text: object, year: object) -> None:
    try:
        day = dt.date.fromisoformat(str(text))
    except ValueError:
        raise UsageError(f"as_of is {text!r}", expected="a day, as in 2022-09-30") from None
    if year and day.year != year:
        raise UsageError(f"as_of is {text!r}", expected=f"a day of the year {year}")


def _is_within(value: object, low: float, high: float) -> bool:
    return isinstance(value, int | float) and low <= value <= high
