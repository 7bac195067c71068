"""The quarterly brief of one department: notebook 90, run and rendered, with its exhibits and a manifest."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jixiao.briefs.manifest import MANIFEST, is_current, listed, made_from, made_with, write_manifest, written
from jixiao.briefs.run import CELL_TIMEOUT, START_TIMEOUT, WARM, run_notebook
from jixiao.dataset import Dataset, load
from jixiao.departments import split
from jixiao.errors import RunError
from jixiao.named import as_list
from jixiao.output import real_path, replaced_folder
from jixiao.phrases import phrases
from jixiao.prepared import laid_out
from jixiao.quarters import parse_quarter
from jixiao.scratch import scratch_folder
from jixiao.workbook import datasets, figures, file_name, notebooks

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from jixiao.review import Review

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
        The folder to write; without it ``figures/briefs/<quarter>/<department_id>-<department>``, with the dataset and
        the language, or the projects, behind dots where they are not the sample and Chinese, or all.
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
    year = parse_quarter(quarter)[0]
    part = load(dataset).select(year=year, department=department, scope=None)
    data = part.select(document=document or None, scope=None)
    chosen = as_list(projects)
    if chosen:
        data = data.select(projects=chosen)
    order = Order(
        quarter=as_written(quarter),
        dataset=dataset,
        document=document,
        projects=tuple(chosen),
        language=language,
        formats=tuple(sorted(set(formats))),
        annex=annex,
        start_timeout=start_timeout,
        cell_timeout=cell_timeout,
    )
    row = data.departments.iloc[0]
    name = department_folder(row["department_id"], row["department"], chosen)
    folder = to or briefs_folder(quarter, dataset, language) / name
    made = order.made(data)
    if not force and is_current(folder, made):
        log.info("%s: nothing has changed since it was written; --force writes it anyway", folder)
        return written(folder)
    return make(order, part, folder, made)


@dataclass(frozen=True)
class Order:
    """What briefs are to be made of, and how; equal for all departments that are written at once."""

    quarter: str
    dataset: str
    document: str = ""
    projects: tuple[str, ...] = ()
    language: str = "zh"
    formats: tuple[str, ...] = FORMATS
    annex: bool = False
    start_timeout: int = START_TIMEOUT
    cell_timeout: int = CELL_TIMEOUT

    @property
    def notebook(self) -> Path:
        """The notebook that is run."""
        return next(path for path in notebooks() if path.stem == NOTEBOOK)

    def parameters(self, department_id: str) -> dict[str, object]:
        """Those of the notebook."""
        given = {
            "dataset": self.dataset,
            "quarter": self.quarter,
            "department": department_id,
            "language": self.language,
        }
        given |= {"document": self.document} if self.document else {}
        return given | ({"projects": list(self.projects)} if self.projects else {})

    def selected(self, part: Dataset) -> Dataset:
        """What the notebook selects of some departments' part of a dataset."""
        return part.select(year=parse_quarter(self.quarter)[0], document=self.document, projects=self.projects)

    def made(self, data: Dataset, code: str = "") -> dict[str, Any]:
        """What the manifest of a department's brief says of how it was made; ``code`` is that of the package."""
        parameters = self.parameters(data.departments["department_id"].iloc[0])
        wish = {"parameters": parameters, "formats": list(self.formats), "annex": self.annex}
        return {**wish, **made_from(data, self.notebook, code)}


def reviewed(order: Order, part: Dataset) -> dict[str, Review]:
    """The reviews of some departments by their ids: the run of each would make its own, many times slower."""
    from jixiao.exhibits.reviewed import found_in_each

    try:
        alone = {name: order.selected(own) for (name,), own in split(part)}
        wanted = {document for own in alone.values() for document in own.documents["document_id"]}
        together = part.without(set(part.documents["document_id"]) - wanted).select()
        chosen = {name: own for (name,), own in split(together)}
        found = found_in_each(together, order.language)
        # Of a document that only some of its departments take, the others have rows too many.
        return {name: review for name, review in found if _same_rows(chosen[name], alone[name])}
    except Exception:  # the run that meets the same fault tells it, and stops no other
        log.debug("no review was prepared", exc_info=True)
        return {}


def _same_rows(one: Dataset, other: Dataset) -> bool:
    return all(df.equals(other.tables[name]) for name, df in one.tables.items())


def make(order: Order, part: Dataset, folder: Path, made: dict[str, Any], review: Review | None = None) -> list[Path]:
    """Run the notebook for one department and put the rendered brief into a folder.

    Parameters
    ----------
    order : Order
        How.
    part : Dataset
        The department's part of the dataset, which the run loads in place of the whole.
    folder : Path
        Where to.
    made : dict
        From `Order.made`: what the manifest will say.
    review : Review, optional
        The department's, from `reviewed`; without it the run makes its own.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    RunError
        As `write_brief`.
    """
    real = real_path(folder)
    failed = real.parent / f"{real.name}.failed.ipynb"
    with replaced_folder(folder, MANIFEST, listed) as staged:
        node = _run(order, part, made, staged, failed, review)
        for name, content in _rendered(node, made, staged / "exhibits"):
            (staged / name).write_bytes(content)
        if not made_with(part, order.notebook).items() <= made["inputs"].items():
            raise RunError(
                f"a setting of the dataset {order.dataset!r}, the notebook or jixiao changed while its brief was made",
                remedy="run it again; the brief that was there is as it was",
            )
        write_manifest(staged, made)
    failed.unlink(missing_ok=True)
    return written(folder)


def _run(
    order: Order, part: Dataset, made: dict[str, Any], staged: Path, failed: Path, review: Review | None
) -> NotebookNode:
    """The notebook, run in a kernel that finds there what is known already."""
    known = _by_key(order, part, review) if review else {}
    with scratch_folder() as own, laid_out(part.tables, order.dataset, own, known):
        return run_notebook(
            order.notebook,
            made["parameters"],
            staged / "brief.ipynb",
            data=part,
            figures=staged / "exhibits",
            failed=failed,
            start_timeout=order.start_timeout,
            cell_timeout=order.cell_timeout,
            kernel=WARM,
            meanwhile=_import_renderers,
        )


def _import_renderers() -> None:
    """Import what renders a brief, and read the words it is rendered with."""
    from jixiao.briefs import annex, html, outline, pdf, word  # noqa: F401

    phrases()


def _by_key(order: Order, part: Dataset, review: Review) -> dict[str, Review]:
    """The review under the key by which the run looks for it."""
    from jixiao.exhibits.reviewed import review_key

    return {review_key(order.selected(part), order.language): review}


def as_written(quarter: str) -> str:
    """A quarter in the form 2022Q3."""
    year, month = parse_quarter(quarter)
    return f"{year}Q{month // 3}"


def briefs_folder(quarter: str, dataset: str, language: str) -> Path:
    """The folder of a quarter's briefs; of other datasets and languages folders of their own, which can be copied."""
    others = [_dataset_name(dataset)] * (dataset != "sample") + [language] * (language != "zh")
    return figures() / "briefs" / ".".join([as_written(quarter), *map(folder_name, others)])


def department_folder(department_id: str, department: str, projects: Iterable[str] = ()) -> str:
    """The name of a department's folder there: its id and, where that is none of a code, its name."""
    name = department_id if department_id.endswith(department) else f"{department_id}-{department}"
    return ".".join(map(folder_name, [name, *(["-".join(projects)] if projects else [])]))


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
