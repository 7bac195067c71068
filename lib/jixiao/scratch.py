"""Folders that are needed while a run lasts. What killed runs left of them is cleared by the next run."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

LOCK = "jixiao.lock"


@contextmanager
def scratch_folder(parent: Path | None = None, *, prefix: str = "jixiao-") -> Iterator[Path]:
    """A folder of this run's own, which is removed when the block ends.

    Its lock is held as long as the run is alive: where nobody holds it, the run was killed, and the folder is removed
    by the next run of the same user that makes one in the same place. Links and folders of others are left alone.

    Parameters
    ----------
    parent : Path, optional
        Where to make it; without it the system's folder for temporary files.
    prefix : str
        How its name begins.

    Raises
    ------
    OSError
        Where it cannot be made.
    """
    parent = parent or Path(tempfile.gettempdir())
    _clear(parent, prefix)
    folder, lock = _new(parent, prefix)
    try:
        yield folder
    finally:
        lock.release()  # first, for Windows removes no file that is open
        shutil.rmtree(folder, ignore_errors=True)


def _new(parent: Path, prefix: str) -> tuple[Path, FileLock]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        lock = FileLock(folder / LOCK, timeout=0)
        with suppress(Timeout):  # another run cleared it in the moment before its lock was held
            lock.acquire()
            return folder, lock


def _clear(parent: Path, prefix: str) -> None:
    """Remove the folders whose runs are no more; what cannot be removed is left to another run."""
    for folder in parent.glob(f"{prefix}*"):
        with suppress(OSError, Timeout):
            if not _is_ours(folder):
                continue
            with FileLock(folder / LOCK, timeout=0):
                shutil.rmtree(folder, ignore_errors=True)
            if os.name == "nt":  # the lock itself could not be removed while it was held
                shutil.rmtree(folder, ignore_errors=True)


def _is_ours(folder: Path) -> bool:
    """Whether it is a folder, and no link, that a run of this user's made."""
    found = folder.lstat()
    same_user = os.name == "nt" or found.st_uid == os.geteuid()
    return same_user and stat.S_ISDIR(found.st_mode) and stat.S_ISREG((folder / LOCK).lstat().st_mode)
