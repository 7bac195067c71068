"""How many processes an import is worth: each has to import what it needs before it reads its first file."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

# Measured with one document in all formats; roughly right is enough. They are this tool's settings.
PER_FILE = 0.03  # seconds of a processor
PER_MEGABYTE = {".pdf": 1.0, ".docx": 8.0, ".xlsx": 8.0, ".ods": 8.0}
OTHERS_PER_MEGABYTE = 3.0
CONVERTED, PER_CONVERSION = {".doc", ".wps", ".rtf", ".odt", ".xlsb"}, 3.0  # by LibreOffice
WORTH = 3.0  # seconds of reading that are worth a process, which takes 1.2 to start


def paying_jobs(paths: Iterable[Path], most: int) -> int:
    """How many processes, of so many at most, have enough to read.

    Parameters
    ----------
    paths : iterable of Path
        The files that are to be read.
    most : int
        As many as the machine has cores.

    Returns
    -------
    int
        At least 1.

    Examples
    --------
    >>> paying_jobs([], 8)
    1
    """
    return max(1, min(most, int(sum(map(_seconds, paths)) / WORTH)))


def _seconds(path: Path) -> float:
    size, ending = 0, path.suffix.lower()
    with suppress(OSError):  # it is told when it is read
        size = path.stat().st_size
    more = PER_CONVERSION if ending in CONVERTED else PER_MEGABYTE.get(ending, OTHERS_PER_MEGABYTE) * size / 1e6
    return PER_FILE + more
