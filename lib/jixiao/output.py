"""A folder of outputs, made beside its destination under a lock and then moved in whole."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from jixiao.errors import RunError, UsageError


@contextmanager
def replaced_folder(folder: Path, manifest: str, listed: Callable[[Path], set[str]]) -> Iterator[Path]:
    """A fresh folder whose files take the place of those in ``folder`` when the block ends well; else all stays.

    The folder itself stays where and what it is, and so does a link to it: whoever is in it sees the new files. What is
    in it and not listed is the user's, and is not touched. What a killed run left behind is cleared up first, and a run
    that fails clears up after itself. A block that leaves the fresh folder empty changes nothing.

    While the block runs, a lock beside the folder (the real one, however it was named) keeps others out: other runs of
    this machine, of any user, and those of other machines where the file system passes locks on, as most network
    shares do. No file is left of it.

    Parameters
    ----------
    folder : Path
        Absent, empty, or a folder that this function filled before: it holds ``manifest``. Or a link to one.
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
    try:
        real = real_path(folder)
        aside = _aside(real)
        _check_ours(folder, aside, manifest, listed)
        real.parent.mkdir(parents=True, exist_ok=True)
        with _locked(aside.lock):
            _repair(real, aside)
            aside.new.mkdir()
            try:
                yield aside.new
                _replace(folder, aside, manifest, listed)
            finally:
                shutil.rmtree(aside.new, ignore_errors=True)
    except Timeout:
        raise RunError("another run is writing there", file=folder, remedy="wait for it to end") from None
    except OSError as error:
        found = f"cannot be written: {error.strerror or error}"
        remedy = "make room there or choose another folder; what was there is as it was"
        raise RunError(found, file=folder, remedy=remedy) from None


def standing(folder: Path) -> Path:
    """Where the files of a folder are: elsewhere while they are replaced, or where a run was killed while it did so.

    The next run puts them in their place.
    """
    real = real_path(folder)
    aside = _aside(real)
    if aside.full.is_dir():
        return aside.full
    if aside.old.is_dir() and (aside.moving.is_dir() or not real.exists()):  # versions before moved the folder
        return aside.old
    return folder


def real_path(path: Path) -> Path:
    """Where a path leads, through all links, also where nothing is there yet.

    Raises
    ------
    UsageError
        Where it leads in a circle.
    """
    real = Path(os.path.realpath(path))
    if real.is_symlink():
        raise UsageError("a link that leads in a circle", file=path, expected="a place", remedy="choose another")
    return real


class _Aside(NamedTuple):
    """Folders for the time of a run, each the files of one state.

    Which of them are there says how far a killed run came. ``new`` is being filled, and worth nothing. While old files
    are moved out into ``old``, the new ones are whole in ``full``. While these are moved in, it is called ``moving``,
    and ``old`` is whole.
    """

    new: Path
    full: Path
    moving: Path
    old: Path
    lock: Path


def _aside(real: Path) -> _Aside:
    """Beside the folder; but in it where it is a disk of its own, for files are moved within a disk only."""
    parent = real if os.path.ismount(real) else real.parent
    return _Aside(*(parent / f".{real.name}.{state}" for state in _Aside._fields))


@contextmanager
def _locked(lock: Path) -> Iterator[None]:
    with FileLock(lock, timeout=0):
        try:
            yield
        finally:
            # While it is held, for then it is nobody else's. Windows cannot, and filelock removes it there.
            with suppress(OSError):
                lock.unlink()


def _check_ours(folder: Path, aside: _Aside, manifest: str, listed: Callable[[Path], set[str]]) -> None:
    if folder.exists() and not folder.is_dir():
        found = "is a file"
    elif standing(folder) == folder and _holds_more(folder, aside) and not listed(folder):
        found = f"holds files but no {manifest} of this program"
    else:
        return
    raise UsageError(found, file=folder, expected="an empty or new folder", remedy="choose another folder")


def _holds_more(folder: Path, aside: _Aside) -> bool:
    return folder.is_dir() and any(path not in aside for path in real_path(folder).iterdir())


def _replace(folder: Path, aside: _Aside, manifest: str, listed: Callable[[Path], set[str]]) -> None:
    """Put the new files in the place of those that are listed."""
    new = sorted(_files(aside.new), key=lambda name: name == manifest)
    real = real_path(folder)
    if not new:
        return
    ours = listed(folder)
    _check_free(folder, aside.new, ours)
    try:
        if real.exists():
            # The manifest goes first and comes last, so that whoever looks meanwhile finds none.
            old = sorted((name for name in _files(real) if name in ours), key=lambda name: name != manifest)
            _exchange(real, aside, old, new)
        else:
            aside.new.rename(real)
    except OSError as error:
        remedy = "close the programs that hold its files open"
        raise RunError(f"cannot be replaced: {error.strerror}", file=folder, remedy=remedy) from None


def _check_free(folder: Path, new: Path, ours: set[str]) -> None:
    for path in sorted(new.rglob("*")):
        name = path.relative_to(new).as_posix()
        there = folder / name
        both_folders = path.is_dir() and there.is_dir() and not there.is_symlink()
        is_ours = name in ours and path.is_file() and (there.is_file() or there.is_symlink())
        if os.path.lexists(there) and not (both_folders or is_ours):
            remedy = "move it elsewhere"
            raise UsageError("in the place of a file that is to be written", file=there, remedy=remedy)


def _exchange(real: Path, aside: _Aside, old: Iterable[str], new: Iterable[str]) -> None:
    """Move old files out and new ones in; where that fails, everything back."""
    try:
        aside.old.mkdir()
        aside.new.rename(aside.full)
        _move(old, real, aside.old)
        aside.full.rename(aside.moving)
        _move(new, aside.moving, real)
    except BaseException:  # also where the user interrupts
        if aside.moving.exists():
            _move([name for name in new if not (aside.moving / name).exists()], real, aside.moving)
            aside.moving.rename(aside.full)
        _repair(real, aside)
        raise
    _finish(real, aside)


def _move(names: Iterable[str], source: Path, target: Path) -> None:
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).rename(target / name)


def _repair(real: Path, aside: _Aside) -> None:
    """Put right what a killed run left: back to the old files, or on to the new ones where the old are out."""
    if aside.moving.exists():
        _move(_files(aside.moving), aside.moving, real)
        _finish(real, aside)
    elif aside.full.exists():
        _move(_files(aside.old), aside.old, real)
        aside.full.rename(aside.new)
    elif aside.old.exists() and not real.exists():
        aside.old.rename(real)
    for left in (aside.new, aside.old):
        shutil.rmtree(left, ignore_errors=True)


def _finish(real: Path, aside: _Aside) -> None:
    """The new files are in: remove the old ones, and what folders are empty without them."""
    aside.moving.rename(aside.new)
    for folder in sorted(aside.old.rglob("*"), reverse=True):
        if folder.is_dir():
            with suppress(OSError):  # it holds something
                (real / folder.relative_to(aside.old)).rmdir()
    shutil.rmtree(aside.old, ignore_errors=True)


def _files(folder: Path) -> list[str]:
    """The files below a folder, and links, which are not followed."""
    paths = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    return sorted(path.relative_to(folder).as_posix() for path in paths)


def sha256(path: Path) -> str:
    """Hash of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
