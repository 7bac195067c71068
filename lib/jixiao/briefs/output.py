"""A folder of outputs, made beside its destination under a lock and swapped in whole."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from jixiao.errors import RunError


@contextmanager
def replaced_folder(folder: Path) -> Iterator[Path]:
    """A fresh folder that takes the place of ``folder`` when the block ends well; else the old one stays as it was.

    What a killed run left behind is cleared up first.

    Raises
    ------
    RunError
        Where another run holds the same destination.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    staged, old, lock = (folder.parent / f".{folder.name}.{end}" for end in ("new", "old", "lock"))
    try:
        with FileLock(lock, timeout=0):
            _clear_up(folder, staged, old)
            staged.mkdir()
            yield staged
            if folder.exists():
                folder.rename(old)
            staged.rename(folder)
            shutil.rmtree(old, ignore_errors=True)
    except Timeout:
        raise RunError("another run is writing there", file=folder, remedy="wait for it to end") from None


def _clear_up(folder: Path, staged: Path, old: Path) -> None:
    if old.exists() and not folder.exists():
        old.rename(folder)
    for left in (staged, old):
        shutil.rmtree(left, ignore_errors=True)


def sha256(path: Path) -> str:
    """Hash of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
