"""The instructions of a PDF page that show text, as far as they tell where blanks lie."""

from __future__ import annotations

import re
from collections.abc import Iterable

SHOWN = re.compile(rb"(?:(\[[^\[\]()]*\]|<[0-9A-Fa-f\s]*>)|[\])>])\s*T[jJ]\b")
PART = re.compile(rb"\s*(?:<([0-9A-Fa-f\s]*)>|([-+]?(?:\d+\.?\d*|\.\d+)))")


def shown(streams: Iterable[bytes]) -> list[bytes]:
    """What each instruction shows: hexadecimal strings and numbers; empty where that is written otherwise."""
    return [operand for stream in streams for operand in SHOWN.findall(stream)]


def told(operand: bytes, size: int) -> list[tuple[bytes, float]]:
    """The characters that an instruction shows.

    Parameters
    ----------
    operand : bytes
        What it is given, of `shown`.
    size : int
        How many bytes a character has.

    Returns
    -------
    list of (bytes, float)
        The code of each, and how far it is moved from the end of the one before, in thousandths of the text's size;
        empty where the instruction is written in another way.

    Examples
    --------
    >>> [(code.hex(), moved) for code, moved in told(b"[<04>-891<0405>]", 1)]
    [('04', 0.0), ('04', 891.0), ('05', 0.0)]
    """
    inner = operand.strip(b"[]")
    if not size or PART.sub(b"", inner).strip():
        return []
    codes, moved = [], 0.0
    for string, number in PART.findall(inner):
        if number:
            moved -= float(number)
            continue
        digits = b"".join(string.split()).decode("ascii")
        data = bytes.fromhex(digits + "0" * (len(digits) % 2))
        for start in range(0, len(data), size):
            codes.append((data[start : start + size], moved))
            moved = 0.0
    return codes
