"""The quarterly brief of one department: notebook 90, run and rendered, with its exhibits and a manifest."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

from jixiao.briefs.html import render_html
from jixiao.briefs.run import run_notebook
from jixiao.dataset import load
from jixiao.output import replaced_folder, sha256
from jixiao.quarters import parse_quarter
from jixiao.workbook import figures, notebooks

NOTEBOOK = "90-quarterly-brief"
MANIFEST = "brief.json"


def write_brief(
    quarter: str, *, dataset: str = "sample", department: str = "", language: str = "zh", to: Path | None = None
) -> list[Path]:
    """Write the brief of one department and quarter.

    Parameters
    ----------
    quarter : str
        As in 2022Q3.
    dataset, department : str
        A dataset's name; a department's id, code or name ("" for the only one).
    language : str
        ``zh`` or ``en``.
    to : Path, optional
        The folder to write; without it ``figures/briefs/<quarter>/<department_id>``, with the dataset and
        the language behind dots where they are not the sample and Chinese.

    Returns
    -------
    list of Path
        The files: brief.html, brief.ipynb, the exhibits as PNG, SVG and CSV, and brief.json, a manifest with hashes.

    Raises
    ------
    UsageError
        For a quarter, dataset or department that does not exist, or a folder that holds something else.
    RunError
        Where the notebook fails or another run writes to the same folder; a brief that was there stays as it was.
    """
    year, month = parse_quarter(quarter)
    quarter = f"{year}Q{month // 3}"
    data = load(dataset).select(year=year, department=department)
    department_id = data.departments["department_id"].iloc[0]
    others = [Path(dataset).name] * (dataset != "sample") + [language] * (language != "zh")
    folder = to or figures() / "briefs" / quarter / ".".join([department_id, *others])
    parameters = {"dataset": dataset, "quarter": quarter, "department": department_id, "language": language}
    notebook = next(path for path in notebooks() if path.stem == NOTEBOOK)
    with replaced_folder(folder, MANIFEST) as staged:
        node = run_notebook(notebook, parameters, staged / "brief.ipynb", figures=staged / "exhibits")
        (staged / "brief.html").write_bytes(render_html(node).encode("utf-8"))
        manifest = {
            "parameters": parameters,
            "jixiao": version("jixiao"),
            "inputs": {row.file: row.sha256 for row in data.documents.itertuples()} | {notebook.name: sha256(notebook)},
            "outputs": {path.relative_to(staged).as_posix(): sha256(path) for path in _files(staged)},
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
        (staged / MANIFEST).write_bytes(text.encode("utf-8"))
    return _files(folder)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
