"""What a document is called by the path of its file."""

from __future__ import annotations

from pathlib import Path, PurePath


def path_below(path: Path, folder: Path | None = None) -> PurePath:
    """The part of a path below raw/, else below the folder, else the bare name."""
    parts = path.absolute().parts
    above = [index for index, part in enumerate(parts[:-1]) if part == "raw"]
    if above:
        return PurePath(*parts[above[-1] + 1 :])
    return path.relative_to(folder) if folder else PurePath(path.name)


def without_ending(file: str) -> str:
    """The path of a file without its ending."""
    return PurePath(file).with_suffix("").as_posix()
