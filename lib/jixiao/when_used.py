"""Names of a package that are imported when they are first used, for what is behind them takes its time."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def when_used(package: str, defined_in: Mapping[str, str]) -> Callable[[str], object]:
    """A package's ``__getattr__``, see PEP 562.

    Parameters
    ----------
    package : str
        The package's name.
    defined_in : mapping
        The name of the module below the package in which each of its public names is defined.

    Returns
    -------
    callable
        Imports the module of a name; AttributeError for any other name.

    Examples
    --------
    >>> find = when_used("jixiao", {"parse_quarter": "quarters"})
    >>> find("parse_quarter")("2022Q3")
    (2022, 9)
    """

    def find(name: str) -> object:
        if name not in defined_in:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        found = getattr(import_module(f"{package}.{defined_in[name]}"), name)
        setattr(sys.modules[package], name, found)  # so that it is looked for only once
        return found

    return find
