"""The files of a corpus: which they are, what they are called, whether their content is known."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path

from jixiao.datapackage import FILE as MANIFEST
from jixiao.documents.content import Doubt
from jixiao.documents.paths import path_below, without_ending
from jixiao.errors import DocumentError, UsageError

STATES = READ, UNCHANGED, DUPLICATE, NOT_READ = "read", "unchanged", "duplicate", "not read"
NO_DOCUMENTS = ("Thumbs.db", "desktop.ini")


@dataclass
class CorpusFile:
    """A file, and what becomes of it; ``shown`` is what a report calls it, where that is not its path."""

    path: Path
    file: str
    shown: str = ""
    year: int | None = None  # that it was read as before
    sha256: str = ""
    document_id: str = ""
    status: str = ""
    note: str = ""
    trace: str = ""
    departments: dict[str, str] = field(default_factory=dict)  # names by id, as this file has them
    doubts: list[Doubt] = field(default_factory=list)  # beside those of its reading

    def fail(self, reason: str, trace: str = "") -> None:
        """Remember that it was not read, and why."""
        self.status, self.note, self.trace = NOT_READ, reason, trace


def find_files(paths: Iterable[Path]) -> list[CorpusFile]:
    """The given files and all below the given folders, in order of their names.

    Passed over are hidden and temporary files, those that systems leave in folders, provenance files (.toml), and the
    tables of datasets. A folder or file that is reached twice, by a link say, is taken once. A folder that cannot be
    listed is in the list.

    Raises
    ------
    UsageError
        Where there is none.
    """
    paths = list(paths)
    folders: dict[Path, Path | None] = {}
    seen: set[str] = set()
    for given in paths:
        for path in _walk(given) if given.is_dir() else [given]:
            if (real := os.path.realpath(path)) not in seen:
                seen.add(real)
                folders[path] = given if given.is_dir() else None
    if not folders:
        places = ", ".join(map(str, paths))
        raise UsageError("no document", file=places, expected="published documents", remedy="put them there")
    return sorted((CorpusFile(path, file) for path, file in _names(folders).items()), key=lambda item: item.file)


def _walk(folder: Path) -> Iterable[Path]:
    unreadable: list[Path] = []
    seen = {os.path.realpath(folder)}
    for parent, below, names in os.walk(
        folder, onerror=lambda error: unreadable.append(Path(error.filename)), followlinks=True
    ):
        if MANIFEST in names:
            names.clear()
        if Path(parent, "tidy", MANIFEST).is_file() and "sources" in below:
            below.remove("sources")  # copies of what was read before
        new = {name: os.path.realpath(Path(parent, name)) for name in sorted(below) if not name.startswith(".")}
        below[:] = [
            name
            for name, real in new.items()
            if real not in seen and not seen.add(real)  # type: ignore[func-returns-value]  # noted by the way
        ]
        yield from (Path(parent, name) for name in sorted(names) if _is_document(name))
    yield from unreadable


def _is_document(name: str) -> bool:
    return not name.startswith((".", "~$")) and not name.endswith(".toml") and name not in NO_DOCUMENTS


def _names(folders: dict[Path, Path | None]) -> dict[Path, str]:
    """What each path is called: its part below the folder, and as many folders above as it takes to tell it apart."""
    lengths = {path: len(path_below(path, folder).parts) for path, folder in folders.items()}
    while True:
        names = {path: "/".join(path.absolute().parts[-length:]) for path, length in lengths.items()}
        counts = Counter(names.values())
        alike = [path for path, name in names.items() if counts[name] > 1]
        if not alike:
            return names
        for path in alike:
            lengths[path] += 1


def document_ids(files: Sequence[str], known: dict[str, str]) -> dict[str, str]:
    """Ids of files: the path without its ending; with it where another file is called the same.

    Parameters
    ----------
    files : sequence of str
        Paths of files.
    known : dict of str
        Paths of files by ids that they have already, and keep. A path of several ids has the first here.
    """
    ids = {file: name for name, file in reversed(known.items())}
    taken, alike = set(known), Counter(map(without_ending, {*files, *ids}))
    for file in sorted({*files} - {*ids}):
        short = without_ending(file)
        names = chain([short] if alike[short] == 1 else [], [file], (f"{file}~{number}" for number in count(2)))
        ids[file] = next(name for name in names if name not in taken)
        taken.add(ids[file])
    return ids


def hash_file(path: Path) -> str:
    """SHA-256 of a file.

    Raises
    ------
    DocumentError
        Where it cannot be read, or cannot be named in a table.
    """
    try:
        str(path).encode()
        if not path.is_file():
            raise DocumentError("no file and no folder that can be read", expected="a published document")
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except UnicodeEncodeError:
        raise DocumentError("its name is not UTF-8", remedy="rename it") from None
    except OSError as error:
        raise DocumentError(error.strerror or "cannot be read") from None
