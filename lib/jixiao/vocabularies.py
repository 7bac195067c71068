"""Which vocabulary is in use: the one that the environment names, else the workbook's own, else the shipped one."""

from __future__ import annotations

import os
from pathlib import Path

from jixiao.errors import UsageError
from jixiao.vocabulary import REMEDY, VOCABULARY, Vocabulary, load_vocabulary, shipped
from jixiao.workbook import own_file

VARIABLE = "JIXIAO_VOCABULARY"


def in_use() -> Vocabulary:
    """The vocabulary in use now; what loads data or reads documents asks once, and passes it on.

    Raises
    ------
    UsageError
        Where the environment names no file, or the user's own file cannot be used.

    Examples
    --------
    >>> in_use().heading("指标值")
    'target'
    """
    named = os.environ.get(VARIABLE)
    if named and not Path(named).is_file():
        raise UsageError(f"{VARIABLE} names no file", file=named, expected=VOCABULARY, remedy=REMEDY)
    own = Path(named) if named else own_file("vocabulary.toml")
    return load_vocabulary(own) if own else shipped()
