"""Files that a user writes: settings in TOML."""

from __future__ import annotations

import tomllib
from pathlib import Path

from jixiao.errors import UsageError


def read_toml(path: Path) -> dict:
    """A user's TOML file.

    Raises
    ------
    UsageError
        Where it is not there, or no TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        found = getattr(error, "strerror", None) or str(error)
        raise UsageError(found, file=path, expected="a TOML file in UTF-8") from None
