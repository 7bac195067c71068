"""What a brief was made from and what was written: by it a later run knows that nothing has changed."""

from __future__ import annotations

import hashlib
import json
import platform
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from jixiao.dataset import Dataset
from jixiao.frames import each_row
from jixiao.output import sha256
from jixiao.review.dismissals import read_dismissals
from jixiao.review.settings import read_settings

MANIFEST = "brief.json"
LIBRARIES = ("jixiao", "matplotlib", "pandas", "papermill", "python-docx", "typst")


def made_from(data: Dataset, notebook: Path, code: str = "") -> dict[str, dict]:
    """Everything that a brief's content hangs on besides its parameters.

    Parameters
    ----------
    data : Dataset
        The selected part of the dataset: documents of other departments leave the brief as it is.
    notebook : Path
        The notebook that is run.
    code : str
        From `code_digest`, where many briefs are made by the same code.

    Returns
    -------
    dict
        ``inputs``, hashes by name: the published documents, the tables read from them, the user's settings, the
        notebook, the code of the package; ``versions`` of Python and the libraries that draw and write.
    """
    return {
        "inputs": {
            **{row.file: row.sha256 for row in each_row(data.documents)},
            "tables": _digest(df.to_csv(index=False).encode("utf-8") for df in data.tables.values()),
            **made_with(data, notebook, code),
        },
        "versions": {"python": platform.python_version()} | {name: version(name) for name in LIBRARIES},
    }


def made_with(data: Dataset, notebook: Path, code: str = "") -> dict[str, str]:
    """Hashes of what a run reads besides its data: the user's settings, the notebook, the code of the package."""
    return {
        "settings": _digest(text.encode("utf-8") for text in _settings(data)),
        notebook.name: sha256(notebook),
        "code": code or code_digest(),
    }


def code_digest() -> str:
    """A hash of the code of the package."""
    return _digest(path.read_bytes() for path in _sources(Path(str(files("jixiao")))))


def is_current(folder: Path, wanted: dict) -> bool:
    """Whether a folder's manifest says what is wanted and the files that it lists are as they were written."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        outputs = manifest.pop("outputs")
        return manifest == wanted and all(sha256(folder / name) == written for name, written in outputs.items())
    except (OSError, ValueError, KeyError, AttributeError, TypeError):  # none, or no manifest of ours: make it again
        return False


def listed(folder: Path) -> set[str]:
    """The files below a folder that are a brief's, the manifest too; empty where it holds none of ours."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return {MANIFEST, *manifest["outputs"]} if manifest["parameters"] else set()
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def written(folder: Path) -> list[Path]:
    """The files of the brief in a folder, in order."""
    return sorted(folder / name for name in listed(folder))


def write_manifest(folder: Path, made: dict) -> None:
    """Write the manifest, last of all, with the hashes of the files that are there."""
    text = json.dumps({**made, "outputs": hashes(folder)}, ensure_ascii=False, indent=2) + "\n"
    (folder / MANIFEST).write_bytes(text.encode("utf-8"))


def hashes(folder: Path) -> dict[str, str]:
    """Hashes of the files below a folder, but for the manifest, by name."""
    return {path.relative_to(folder).as_posix(): sha256(path) for path in outputs(folder) if path.name != MANIFEST}


def outputs(folder: Path) -> list[Path]:
    """The files below a folder, in order."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _settings(data: Dataset) -> list[str]:
    """What a user's own files say: settings and dismissals of the review, and words."""
    words = [read_settings(), data.vocabulary.words]
    return [*(json.dumps(item, sort_keys=True) for item in words), read_dismissals(data).to_csv()]


def _sources(package: Path) -> list[Path]:
    return [path for path in outputs(package) if "__pycache__" not in path.parts]


def _digest(parts) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()
