"""The quarterly brief of one department: notebook 90, run and rendered, with its exhibits and a manifest."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from jixiao.briefs.manifest import MANIFEST, is_current, listed, made_from, write_manifest, written
from jixiao.briefs.run import CELL_TIMEOUT, START_TIMEOUT, run_notebook
from jixiao.dataset import load, stamp
from jixiao.errors import RunError
from jixiao.named import as_list
from jixiao.output import real_path, replaced_folder
from jixiao.quarters import parse_quarter
from jixiao.workbook import datasets, figures, file_name, notebooks

if TYPE_CHECKING:
    from nbformat import NotebookNode

NOTEBOOK = "90-quarterly-brief"
FORMATS = ("html", "pdf", "docx")
LONGEST_NAME = 40  # characters, for file systems count bytes
log = logging.getLogger(__name__)


def write_brief(
    quarter: str,
    *,
    dataset: str = "sample",
    department: str = "",
    document: str = "",
    projects: str | Iterable[str | int] = (),
    language: str = "zh",
    formats: Iterable[str] = FORMATS,
    annex: bool = False,
    to: Path | None = None,
    force: bool = False,
    start_timeout: int = START_TIMEOUT,
    cell_timeout: int = CELL_TIMEOUT,
) -> list[Path]:
    """Write the brief of one department and quarter.

    Parameters
    ----------
    quarter : str
        As in 2022Q3.
    dataset, department, document : str
        A dataset's name; a department's id, code or name ("" for the only one); a document's id ("" for that of the
        year's plan).
    projects : str or list of str
        Positions, codes or names of the projects that the brief speaks of; one string may hold several, separated by
        commas; none: all.
    language : str
        ``zh`` or ``en``.
    formats : iterable of str
        Of ``html``, ``pdf`` and ``docx``.
    annex : bool
        Put the tables of all projects, contradictions and targets without a number behind the brief's own pages; as
        annex.xlsx and CSV they are always written.
    to : Path, optional
        The folder to write; without it ``figures/briefs/<quarter>/<department_id>``, with the dataset,
        the language and the projects behind dots where they are not the sample, Chinese and all.
    force : bool
        Make the brief even where a folder of unchanged files says that nothing it is made from has changed.
    start_timeout, cell_timeout : int
        Seconds that the kernel may take to start, and any one cell to run.

    Returns
    -------
    list of Path
        The files: the brief in its formats, annex.xlsx, brief.ipynb, the exhibits as PNG, SVG and CSV, and brief.json,
        a manifest with parameters, versions and the hashes of inputs and outputs, which is written last.

    Raises
    ------
    UsageError
        For a quarter, dataset or department that does not exist, or a folder that holds something else.
    RunError
        Where the notebook fails, another run writes to the same folder, or nothing can be written there; a brief that
        was there stays as it was. A failed notebook is kept beside the folder as ``<folder>.failed.ipynb``.

    Examples
    --------
    >>> from jixiao.briefs import write_brief
    >>> write_brief("2022Q3", language="en", formats=["pdf"])  # doctest: +SKIP
    """
    year, month = parse_quarter(quarter)
    quarter = f"{year}Q{month // 3}"
    before = stamp(dataset)
    data = load(dataset).select(year=year, department=department, document=document or None, scope=None)
    department_id = data.departments["department_id"].iloc[0]
    chosen = as_list(projects)
    if chosen:
        data = data.select(projects=chosen)
    folder = to or _default_folder(quarter, department_id, dataset, language, chosen)
    parameters = {"dataset": dataset, "quarter": quarter, "department": department_id, "language": language}
    parameters |= {"document": document} if document else {}
    parameters |= {"projects": chosen} if chosen else {}
    notebook = next(path for path in notebooks() if path.stem == NOTEBOOK)
    made = {"parameters": parameters, "formats": sorted(set(formats)), "annex": annex, **made_from(data, notebook)}
    if not force and is_current(folder, made):
        log.info("%s: nothing has changed since it was written; --force writes it anyway", folder)
        return written(folder)
    real = real_path(folder)
    failed = real.parent / f"{real.name}.failed.ipynb"
    with replaced_folder(folder, MANIFEST, listed) as staged:
        node = run_notebook(
            notebook,
            parameters,
            staged / "brief.ipynb",
            data=data,
            figures=staged / "exhibits",
            failed=failed,
            start_timeout=start_timeout,
            cell_timeout=cell_timeout,
        )
        for name, content in _rendered(node, made, staged / "exhibits"):
            (staged / name).write_bytes(content)
        # The kernel reads the dataset for itself: what it read is what the manifest says only if nothing changed.
        if stamp(dataset) != before or made_from(data, notebook)["inputs"] != made["inputs"]:
            raise RunError(
                f"the dataset {dataset!r}, or a setting, changed while its brief was made",
                remedy="run it again; the brief that was there is as it was",
            )
        write_manifest(staged, made)
    failed.unlink(missing_ok=True)
    return written(folder)


def _default_folder(quarter: str, department_id: str, dataset: str, language: str, projects: list[str]) -> Path:
    others = [_dataset_name(dataset)] * (dataset != "sample") + [language] * (language != "zh")
    others += ["-".join(projects)] if projects else []
    return figures() / "briefs" / quarter / ".".join(map(folder_name, [department_id, *others]))


def _dataset_name(dataset: str) -> str:
    """A dataset's name; of one given by its folder also a mark of where that is."""
    if dataset in datasets():
        return dataset
    folder = Path(dataset).resolve()
    name = folder.parent.name if folder.name == "tidy" else folder.name
    return f"{name}-{_mark(folder.as_posix())}"


def folder_name(text: str) -> str:
    """A text, published or a user's, as a short part of a file's name that every system takes."""
    name = file_name(text)[:LONGEST_NAME]
    return name if name == text else f"{name}-{_mark(text)}"


def _mark(text: str) -> str:
    """A few characters that tell one text from another of the same short name."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:6]


def _rendered(node: NotebookNode, made: dict, exhibits: Path) -> Iterator[tuple[str, bytes]]:
    """The brief in each format, and its annex as a workbook, by the files' names.

    What draws and writes is imported here: a run that finds nothing to do is quick.
    """
    from jixiao.briefs.annex import render_annex
    from jixiao.briefs.html import render_html
    from jixiao.briefs.outline import outline
    from jixiao.briefs.pdf import render_pdf
    from jixiao.briefs.word import render_word

    brief = outline(node, exhibits, with_annex=made["annex"])
    renderers = {
        "html": lambda: render_html(brief),
        "pdf": lambda: render_pdf(brief, exhibits),
        "docx": lambda: render_word(brief),
    }
    yield from ((f"brief.{form}", renderers[form]()) for form in made["formats"])
    if content := render_annex(brief):
        yield "annex.xlsx", content
