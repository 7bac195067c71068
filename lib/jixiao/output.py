"""A folder of outputs, made beside its destination under a lock and swapped in whole."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from jixiao.errors import RunError, UsageError


@contextmanager
def replaced_folder(folder: Path, manifest: str, listed: Callable[[Path], set[str]]) -> Iterator[Path]:
    """A fresh folder that takes the place of ``folder`` when the block ends well; else the old one stays as it was.

    What a killed run left behind is cleared up first, and a run that fails clears up after itself. A block that leaves
    the fresh folder empty changes nothing. What is in the old folder and not listed is the user's, and is carried over.

    Parameters
    ----------
    folder : Path
        Absent, empty, or a folder that this function made before: it holds ``manifest``.
    manifest : str
        Name of the file that is written last.
    listed : callable
        The paths below a folder that its manifest lists, itself among them; empty where it is none of this program.

    Raises
    ------
    UsageError
        Where the folder is a file, or holds something else, or a file of the user's has the name of a new one: nothing
        of the user's is ever removed.
    RunError
        Where another run holds the same destination, or it cannot be written: a full disk, a folder that is read-only.
    """
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir()) and not listed(folder)):
        found = "is a file" if folder.is_file() else f"holds files but no {manifest} of this program"
        raise UsageError(found, file=folder, expected="an empty or new folder", remedy="choose another folder")
    staged, old, lock = (_beside(folder, end) for end in ("new", "old", "lock"))
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(lock, timeout=0):
            _clear_up(folder, staged, old)
            staged.mkdir()
            try:
                yield staged
                if any(staged.iterdir()):
                    _carry_over(folder, staged, listed(folder))
                    _swap(folder, staged, old)
            finally:
                shutil.rmtree(staged, ignore_errors=True)
    except Timeout:
        raise RunError("another run is writing there", file=folder, remedy="wait for it to end") from None
    except OSError as error:
        found = f"cannot be written: {error.strerror or error}"
        remedy = "make room there or choose another folder; what was there is as it was"
        raise RunError(found, file=folder, remedy=remedy) from None


def standing(folder: Path) -> Path:
    """The folder; or the old one, where a run was killed in the moment between taking it away and putting the new one.

    The next run puts it back.
    """
    old = _beside(folder, "old")
    return old if old.is_dir() and not folder.exists() else folder


def _beside(folder: Path, end: str) -> Path:
    return folder.parent / f".{folder.name}.{end}"


def _carry_over(folder: Path, staged: Path, ours: set[str]) -> None:
    """Copy the files that are not ours, and folders with nothing in them."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        is_folder = path.is_dir() and not path.is_symlink()
        if name in ours or (is_folder and any(path.iterdir())):
            continue
        copy = staged / name
        if copy.exists() and not (is_folder and copy.is_dir()):
            remedy = "move it elsewhere"
            raise UsageError("in the place of a file that is to be written", file=path, remedy=remedy)
        copy.parent.mkdir(parents=True, exist_ok=True)
        if is_folder:
            copy.mkdir(exist_ok=True)
        else:
            shutil.copy2(path, copy, follow_symlinks=False)


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
