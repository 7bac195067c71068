"""Where data/, notebooks/ and figures/ are, and how files are replaced. Nothing else in the package knows a path."""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack, suppress
from functools import cache
from pathlib import Path

from jixiao.errors import RunError, UsageError
from jixiao.output import real_path
from jixiao.scratch import scratch_folder

FOLDERS = ("data", "notebooks")
FIGURES_VARIABLE = "JIXIAO_FIGURES"  # a folder into which exhibits are also written when they are shown


def workbook() -> Path:
    """The folder that holds data/ and notebooks/.

    It is ``JIXIAO_HOME`` where that is set (``jixiao --workbook`` sets it), else the nearest folder upwards from the
    current one that holds both, else the checkout this package runs from.

    Raises
    ------
    UsageError
        Where none of these is a workbook.
    """
    chosen = os.environ.get("JIXIAO_HOME")
    if chosen:
        candidates = [Path(chosen)]
    else:
        here = Path.cwd()
        candidates = [here, *here.parents, Path(__file__).parents[2]]
    for folder in candidates:
        if all((folder / name).is_dir() for name in FOLDERS):
            return folder.resolve()
    raise UsageError(
        "no workbook found",
        file=chosen or candidates[0],
        expected="a folder that holds data/ and notebooks/",
        remedy="go to the workbook's folder, pass --workbook FOLDER or set JIXIAO_HOME",
    )


def datasets() -> list[str]:
    """Names of the datasets in data/, in order."""
    data = workbook() / "data"
    # A run that was killed may have left the old folder only, which `jixiao.output.standing` finds.
    return sorted({folder.parent.name for name in ("tidy", ".tidy.old") for folder in data.glob(f"*/{name}")})


def dataset_folder(name: str) -> Path:
    """Folder of a dataset, ``data/<name>``; it need not exist yet.

    Raises
    ------
    UsageError
        Where the name is no name of a folder.
    """
    if not name or name.startswith(".") or set(name) & set('/\\:*?"<>|'):
        raise UsageError(f"no name for a dataset: {name!r}", expected="the name of a folder in data/, and no path")
    return workbook() / "data" / name


def own_vocabulary() -> Path | None:
    """The workbook's own words, ``data/vocabulary.toml``; None where there are none, or no workbook."""
    try:
        file = workbook() / "data" / "vocabulary.toml"
    except UsageError:
        return None
    return file if file.is_file() else None


def notebooks() -> list[Path]:
    """The workbook's notebooks in reading order."""
    return sorted((workbook() / "notebooks").glob("[0-9][0-9]-*.ipynb"))


def figures() -> Path:
    """Folder of what is drawn."""
    return workbook() / "figures"


def replace_files(contents: dict[Path, bytes]) -> None:
    """Write files beside their places, then move them in: a failed writing leaves the files that were there.

    Of a link, the file that it leads to is replaced.

    Raises
    ------
    UsageError
        Where a folder, a device or a pipe is in the place of a file.
    RunError
        Where they cannot be written.
    """
    for path in contents:
        if path.exists() and not path.is_file():
            found = "is a folder" if path.is_dir() else "is a device or a pipe"
            raise UsageError(found, file=path, expected="a file, new or old", remedy="choose another place")
    try:
        with ExitStack() as stack:
            asides: dict[Path, Path] = {}
            beside = cache(lambda folder: stack.enter_context(scratch_folder(folder, prefix=".jixiao-")))
            for path, content in contents.items():
                real = real_path(path)
                real.parent.mkdir(parents=True, exist_ok=True)
                asides[real] = beside(real.parent) / str(len(asides))
                asides[real].mkdir()
                (asides[real] / "new").write_bytes(content)
                if real.exists():
                    shutil.copy2(real, asides[real] / "old")
            _move_in(asides)
    except OSError as error:
        found = f"cannot be written: {error.strerror or error}"
        remedy = "close the programs that hold it open, or choose another place; what was there is as it was"
        raise RunError(found, file=path, remedy=remedy) from None


def _move_in(asides: dict[Path, Path]) -> None:
    """Put every new file in its place, or the old ones back."""
    moved = []
    try:
        for path, aside in asides.items():
            (aside / "new").replace(path)
            moved.append(path)
    except BaseException:  # also where the user interrupts
        for path in moved:
            old = asides[path] / "old"
            with suppress(OSError):
                old.replace(path) if old.exists() else path.unlink()
        raise
