"""A folder of outputs, made beside its destination under a lock and swapped in whole."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from jixiao.errors import RunError, UsageError


@contextmanager
def replaced_folder(folder: Path, manifest: str) -> Iterator[Path]:
    """A fresh folder that takes the place of ``folder`` when the block ends well; else the old one stays as it was.

    What a killed run left behind is cleared up first; a run that fails clears up after itself.

    Parameters
    ----------
    folder : Path
        Absent, empty, or a folder that this function made before: it holds ``manifest``.
    manifest : str
        Name of the file that is written last.

    Raises
    ------
    UsageError
        Where the folder is a file, or holds something else: nothing of the user's is ever removed.
    RunError
        Where another run holds the same destination, or nothing can be written there.
    """
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir()) and not (folder / manifest).is_file()):
        found = "is a file" if folder.is_file() else f"holds files but no {manifest}"
        raise UsageError(found, file=folder, expected="an empty or new folder", remedy="choose another folder")
    staged, old, lock = (folder.parent / f".{folder.name}.{end}" for end in ("new", "old", "lock"))
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(lock, timeout=0):
            _clear_up(folder, staged, old)
            staged.mkdir()
            try:
                yield staged
                _swap(folder, staged, old)
            finally:
                shutil.rmtree(staged, ignore_errors=True)
    except Timeout:
        raise RunError("another run is writing there", file=folder, remedy="wait for it to end") from None
    except OSError as error:
        found = f"cannot be written: {error.strerror or error}"
        remedy = "free room there or choose another folder; what was there is as it was"
        raise RunError(found, file=folder, remedy=remedy) from None


def _swap(folder: Path, staged: Path, old: Path) -> None:
    try:
        if folder.exists():
            folder.rename(old)
        try:
            staged.rename(folder)
        except BaseException:  # also where the user interrupts
            if old.exists() and not folder.exists():
                old.rename(folder)
            raise
    except OSError as error:
        remedy = "close the programs that hold its files open"
        raise RunError(f"cannot be replaced: {error.strerror}", file=folder, remedy=remedy) from None
    shutil.rmtree(old, ignore_errors=True)


def _clear_up(folder: Path, staged: Path, old: Path) -> None:
    if old.exists() and not folder.exists():
        old.rename(folder)
    for left in (staged, old):
        shutil.rmtree(left, ignore_errors=True)


def sha256(path: Path) -> str:
    """Hash of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
