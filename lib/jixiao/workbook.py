"""Where data/, notebooks/ and figures/ are, and how files are replaced. Nothing else in the package knows a path."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import ExitStack, suppress
from functools import cache
from pathlib import Path

from jixiao.errors import RunError, UsageError
from jixiao.output import real_path
from jixiao.scratch import scratch_folder

FOLDERS = ("data", "notebooks")
NO_FILE_NAME = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f-\x9f\ud800-\udfff]')
# Windows takes these for devices, whatever their ending.
RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\..*)?", re.IGNORECASE)
LONGEST_NAME = 255  # bytes
DATASET = "datapackage.json"  # lies in the folder of a dataset
HOME = "JIXIAO_HOME"  # names the workbook
FIGURES_VARIABLE = "JIXIAO_FIGURES"  # a folder into which exhibits are also written when they are shown


def workbook() -> Path:
    """The folder that holds data/ and notebooks/.

    It is ``JIXIAO_HOME`` where that is set (``jixiao --workbook`` sets it), else the nearest folder upwards from the
    current one that holds both, else the checkout this package runs from.

    Raises
    ------
    UsageError
        Where none of these is a workbook, or its path is not UTF-8, which notebooks and manifests are.
    """
    chosen = os.environ.get(HOME)
    if chosen:
        candidates = [Path(chosen)]
    else:
        here = Path.cwd()
        candidates = [here, *here.parents, Path(__file__).parents[2]]
    for folder in candidates:
        if all((folder / name).is_dir() for name in FOLDERS):
            return _in_utf8(folder.resolve())
    raise UsageError(
        "no workbook found",
        file=chosen or candidates[0],
        expected="a folder that holds data/ and notebooks/",
        remedy="go to the workbook's folder, pass --workbook FOLDER or set JIXIAO_HOME",
    )


def _in_utf8(folder: Path) -> Path:
    shown = str(folder).encode("utf-8", "backslashreplace").decode("utf-8")
    if shown != str(folder):
        raise UsageError("its path is not UTF-8", file=shown, expected="a workbook in UTF-8", remedy="rename it")
    return folder


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
        Where there is none of the name, and no system could have one.
    """
    if (not name or name != file_name(name)) and name not in datasets():
        remedy = f"such as {file_name(name)!r}" if file_name(name) else ""
        expected = "the name of a folder in data/ that every system takes, and no path"
        raise UsageError(f"no name for a dataset: {name!r}", expected=expected, remedy=remedy)
    return workbook() / "data" / name


def file_name(text: str) -> str:
    """The text as the name of a file or folder that Linux, macOS and Windows take; of one that is, the name itself.

    Examples
    --------
    >>> file_name("2022 本级"), file_name("a/b:c"), file_name("nul.txt"), file_name("... ")
    ('2022 本级', 'a_b_c', '_nul.txt', '')
    """
    name = _cut(NO_FILE_NAME.sub("_", text).strip(" ."))
    return _cut(f"_{name}") if RESERVED.fullmatch(name) else name


def _cut(name: str) -> str:
    return name.encode("utf-8")[:LONGEST_NAME].decode("utf-8", "ignore").rstrip(" .")


def own_file(name: str) -> Path | None:
    """A file of the user's own in data/, such as vocabulary.toml; None where there is none, or no workbook."""
    try:
        file = workbook() / "data" / name
    except UsageError:
        return None
    return file if os.path.lexists(file) else None  # what is there and cannot be read is told


def notebooks() -> list[Path]:
    """The workbook's notebooks in reading order."""
    return sorted((workbook() / "notebooks").glob("[0-9][0-9]-*.ipynb"))


def figures() -> Path:
    """Folder of what is drawn."""
    return workbook() / "figures"


def check_place(path: Path) -> None:
    """Raise UsageError where a file may not be written: over a folder, a device, or a table of a dataset."""
    if path.exists() and not path.is_file():
        found = "is a folder" if path.is_dir() else "is a device or a pipe"
    elif path.exists() and _is_table(real_path(path)):
        found = "is a file of a dataset"
    else:
        return
    raise UsageError(found, file=path, expected="a file, new or of this kind", remedy="choose another place")


def _is_table(path: Path) -> bool:
    """Whether a file is a dataset's manifest, or one that it names."""
    manifest = path.parent / DATASET
    named = manifest.is_file() and f'"{path.name}"' in manifest.read_text(encoding="utf-8", errors="replace")
    return named or (path.name == DATASET and manifest.is_file())


def replace_files(contents: dict[Path, bytes]) -> None:
    """Write files beside their places, then move them in: a failed writing leaves the files that were there.

    Of a link, the file that it leads to is replaced.

    Raises
    ------
    UsageError
        Where a folder, a device, a pipe or a dataset's own file is in the place of a file.
    RunError
        Where they cannot be written.
    """
    for path in contents:
        check_place(path)
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
