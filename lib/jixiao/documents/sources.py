"""The published files behind a dataset: copies of them, by their hashes, in ``sources/`` beside its tables.

A copy lets a number be followed to its cell, and the documents be read anew by a later version. A file that lies below
the dataset's own ``raw/`` needs none.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path, PurePath

from jixiao.dataset import Dataset
from jixiao.documents.files import READ, UNCHANGED, CorpusFile
from jixiao.errors import RunError
from jixiao.frames import each_row
from jixiao.scratch import scratch_folder

TIDY, SOURCES, RAW = "tidy", "sources", "raw"


def beside(folder: Path) -> Path | None:
    """Where copies of the files of a dataset stand; None for tables in a folder of another name than ``tidy``."""
    return folder.absolute().parent / SOURCES if folder.name == TIDY else None


def kept_path(folder: Path, file: str, sha256: str) -> Path | None:
    """The published file of a document, as it was read: below ``raw/`` or a copy; None where there is none."""
    copies = beside(folder)
    if copies is None:
        return None
    places = [copies.parent / RAW / file, copies / _name(file, sha256)]
    return next((path for path in places if path.is_file() and _hash(path) == sha256), None)


def kept_files(folder: Path, dataset: Dataset) -> list[CorpusFile]:
    """The files of a dataset's documents, under the names and years that they have there; failed where none is kept."""
    files = []
    for row in each_row(dataset.documents):
        path = kept_path(folder, row.file, row.sha256)
        item = CorpusFile(path or Path(row.file), row.file, shown=row.file, year=int(row.year))
        if path is None:
            item.document_id = row.document_id
            item.fail("its published file is not kept; import it again by its name")
        files.append(item)
    return sorted(files, key=lambda item: item.file)


def keep(files: Iterable[CorpusFile], folder: Path) -> None:
    """Copy the files that were read, each once.

    Raises
    ------
    RunError
        Where a copy cannot be written.
    """
    copies = beside(folder)
    read = [item for item in files if item.status in (READ, UNCHANGED)]
    missing = [item for item in read if copies and not _is_kept(item, copies)]
    if copies is None or not missing:
        return
    try:
        copies.mkdir(parents=True, exist_ok=True)
        with scratch_folder(copies, prefix=".jixiao-") as scratch:
            for item in missing:
                aside = scratch / item.sha256
                shutil.copyfile(item.path, aside)
                if _hash(aside) == item.sha256:  # else it changed since, which the report tells
                    aside.replace(copies / _name(item.file, item.sha256))
    except OSError as error:
        found = f"a copy of {error.filename or 'a file'} cannot be written: {error.strerror or error}"
        raise RunError(found, file=copies, remedy="make room, or import with --no-copies") from None


def clear(folder: Path, dataset: Dataset) -> None:
    """Remove the copies of files that no document of the dataset was read from."""
    copies = beside(folder)
    wanted = {_name(row.file, row.sha256) for row in each_row(dataset.documents)}
    for path in copies.iterdir() if copies and copies.is_dir() else ():
        if path.is_file() and _is_copy(path) and path.name not in wanted:
            with suppress(OSError):
                path.unlink()


def _is_kept(item: CorpusFile, copies: Path) -> bool:
    """Whether a file lies below raw/, or has a copy already, which is called after its content, of its size."""
    copy = copies / _name(item.file, item.sha256)
    below_raw = Path(os.path.realpath(item.path)).is_relative_to(os.path.realpath(copies.parent / RAW))
    return below_raw or (copy.is_file() and copy.stat().st_size == item.path.stat().st_size)


def _name(file: str, sha256: str) -> str:
    return sha256 + PurePath(file).suffix.lower()


def _is_copy(path: Path) -> bool:
    """Whether a file is named after a hash, and so is none that a user has put there."""
    return len(path.stem) == 64 and set(path.stem) <= set("0123456789abcdef")


def _hash(path: Path) -> str:
    with suppress(OSError), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
    return ""
