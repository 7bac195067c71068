"""The instructions of a PDF page that show text, as far as they tell where blanks lie."""

from __future__ import annotations

import re
from collections.abc import Iterable

SHOWN = re.compile(rb"[\])>]\s*T[jJ]\b")
OPENING = {ord("]"): b"[", ord(">"): b"<", ord(")"): b"("}
PART = re.compile(rb"<([0-9A-Fa-f\s]*)>|([-+]?(?:\d+\.?\d*|\.\d+))")


def shown(streams: Iterable[bytes]) -> list[bytes]:
    """What each instruction shows: a string, or a list of strings and numbers."""
    operands = []
    for data in streams:
        last = 0
        for found in SHOWN.finditer(data):
            end = found.start() + 1
            start = data.rfind(OPENING[data[found.start()]], last, end)
            operands.append(data[start:end] if start >= 0 else b"")
            last = end
    return operands


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
        empty where some are not written in hexadecimal.

    Examples
    --------
    >>> [(code.hex(), moved) for code, moved in told(b"[<04>-891<0405>]", 1)]
    [('04', 0.0), ('04', 891.0), ('05', 0.0)]
    """
    inner = operand.strip(b"[]")
    if not (size and inner) or b"(" in inner or PART.sub(b"", inner).strip():
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
