"""One notebook, run through papermill: parameters checked, output free of what changes from run to run."""

from __future__ import annotations

import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from jixiao.briefs.parameters import check_parameters
from jixiao.dataset import Dataset
from jixiao.errors import RunError, UsageError
from jixiao.output import real_path
from jixiao.processes import SAFE_PATH, environment, has_home
from jixiao.scratch import scratch_folder
from jixiao.workbook import FIGURES_VARIABLE, notebooks, replace_files, workbook

START_TIMEOUT, CELL_TIMEOUT = 120, 600  # seconds
LAST_LINES = 12
DIED = "Kernel died before replying"  # jupyter_client's words: nothing of the notebook has run
ORDINARY, WARM = "python3", "jixiao"  # kernels of this environment
WIDGET = "application/vnd.jupyter.widget-view+json"
FOLDERS_VARIABLE = "JIXIAO_NOTEBOOK_FOLDERS"  # which lib/ipython_kernel_config.py puts at the end of the path
# papermill, nbformat and jupyter_client take a second or two to import: only where something runs.
if TYPE_CHECKING:
    from nbformat import NotebookNode

log = logging.getLogger(__name__)


def find_notebook(name: str) -> Path:
    """A notebook by its path, its name, or the number it begins with.

    Raises
    ------
    UsageError
        Where there is none; the message lists those there are.
    """
    if Path(name).is_file():
        return Path(name)
    found = [path for path in notebooks() if name in (path.name, path.stem) or path.stem.split("-")[0] == name]
    if len(found) != 1:
        listed = ", ".join(path.stem for path in notebooks())
        raise UsageError(f"no notebook {name!r}", expected=f"a path, or one of: {listed}")
    return found[0]


def run_notebook(
    notebook: Path,
    parameters: dict[str, object],
    to: Path,
    *,
    data: Dataset | None = None,
    figures: Path | None = None,
    failed: Path | None = None,
    start_timeout: int = START_TIMEOUT,
    cell_timeout: int = CELL_TIMEOUT,
    kernel: str = ORDINARY,
    meanwhile: Callable[[], None] | None = None,
) -> NotebookNode:
    """Run a notebook and write it executed.

    Parameters
    ----------
    notebook : Path
        With a parameters cell.
    parameters : dict
        Checked by `check_parameters` before a kernel starts.
    to : Path
        Where the executed notebook goes; it may be the notebook itself.
    data : Dataset, optional
        What the parameters name, where it is loaded already.
    figures : Path, optional
        A folder into which every exhibit is also written as PNG, SVG and CSV.
    failed : Path, optional
        Where a notebook that fails is kept as far as it ran; without it beside ``to`` as ``*.failed.ipynb``.
    start_timeout, cell_timeout : int
        Seconds that the kernel may take to start, and any one cell to run.
    kernel : str
        Name of the kernel that runs it; where this environment has none of the name, the ordinary one does.
    meanwhile : callable, optional
        What this process does while the kernel works; nothing waits for its end.

    Returns
    -------
    NotebookNode
        As written: without times, paths and versions.

    Raises
    ------
    UsageError
        For parameters that are wrong.
    RunError
        Where a cell fails, takes too long or ends its kernel: the message names notebook, cell, parameters and the
        last lines.

    Examples
    --------
    >>> from pathlib import Path
    >>> from jixiao.briefs import run_notebook
    >>> from jixiao.workbook import notebooks
    >>> run_notebook(notebooks()[0], {"dataset": "sample"}, Path("run.ipynb"))  # doctest: +SKIP
    """
    import nbformat

    values = check_parameters(notebook, parameters, data)
    if to.is_dir():
        raise UsageError("is a folder", file=to, expected="a file that ends in .ipynb")
    if figures and figures.exists() and not figures.is_dir():
        raise UsageError("is a file", file=figures, expected="a folder for the exhibits, new or old")
    figures, failed = real_path(figures) if figures else None, failed or to.with_suffix(".failed.ipynb")
    try:
        real_path(to).parent.mkdir(parents=True, exist_ok=True)
        with scratch_folder() as own:
            how = _How(own / "running.ipynb", figures, failed, kernel, start_timeout, cell_timeout, meanwhile)
            node = without_traces(_executed(notebook, values, how))
    except OSError as error:
        remedy = "choose another file or make room"
        raise RunError(f"cannot be written: {error.strerror or error}", file=to, remedy=remedy) from None
    replace_files({to: (nbformat.writes(node).rstrip("\n") + "\n").encode("utf-8")})
    return node


@dataclass(frozen=True)
class _How:
    """How a notebook is run: where it is written meanwhile, where exhibits and a failed run go, by which kernel."""

    scratch: Path
    figures: Path | None
    failed: Path
    kernel: str
    start: int
    cell: int
    meanwhile: Callable[[], None] | None


def _executed(notebook: Path, values: dict[str, object], how: _How) -> NotebookNode:
    """The notebook after its run; one that fails is kept."""
    from nbclient.exceptions import DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    try:
        return _started(notebook, values, how)
    except PapermillExecutionError as error:
        found = f"{_cell(error.exec_count, error.source)} {_given(values)}: {error.ename}: {_last_lines(error.evalue)}"
        raise _kept(how, notebook, found) from None
    except TimeoutError:  # nbclient's CellTimeoutError is one
        found = f"{_stopped_at(how.scratch)} {_given(values)}: no answer within {how.cell} s"
        raise _kept(how, notebook, found) from None
    except DeadKernelError:
        found = f"{_stopped_at(how.scratch)} {_given(values)}: the kernel died; it may have run out of memory"
        raise _kept(how, notebook, found) from None
    except RuntimeError as error:  # a kernel that does not start
        raise RunError(str(error), file=notebook.name, remedy="run it again, with a longer --start-timeout") from None


def _started(notebook: Path, values: dict[str, object], how: _How) -> NotebookNode:
    """The notebook after its run, once more where the kernel died before anything ran."""
    try:
        return _execute(notebook, values, how)
    except RuntimeError as error:
        if DIED not in str(error):
            raise
        log.info("%s: the kernel died before it answered; tried once more", notebook.name)
        return _execute(notebook, values, how)


def _execute(notebook: Path, values: dict[str, object], how: _How) -> NotebookNode:
    from papermill import execute_notebook

    from jixiao.briefs.engine import WRITTEN_ONCE

    if how.meanwhile:  # only now, for two threads had better not import the same at once
        Thread(target=how.meanwhile, daemon=True).start()
    with _kernel_environment(notebook, how.scratch.parent, how.figures):
        return execute_notebook(
            str(notebook),
            str(how.scratch),
            values,
            engine_name=WRITTEN_ONCE,
            kernel_name=_kernel(how.kernel),
            progress_bar=sys.stderr.isatty() and log.isEnabledFor(logging.INFO),
            start_timeout=how.start,
            execution_timeout=how.cell,
            extra_arguments=["--log-level=50"],  # what the kernel says of itself is not the user's concern
        )


def _kernel(name: str) -> str:
    from jupyter_client.kernelspec import KernelSpecManager

    return name if name in KernelSpecManager().find_kernel_specs() else ORDINARY


@contextmanager
def _kernel_environment(notebook: Path, own: Path, figures: Path | None) -> Iterator[None]:
    """What the kernel is told through its environment: the workbook, where exhibits go, and a folder of its own.

    A user's IPython profile takes no part in a run, nor does the current folder, and a user without a home can run one.
    """
    added = {"JIXIAO_HOME": str(workbook()), FOLDERS_VARIABLE: _folders(notebook), **_nothing_of_the_user(own)}
    added |= {FIGURES_VARIABLE: str(figures)} if figures else {}
    system = tempfile.tempdir
    tempfile.tempdir = str(own)  # where the file with the kernel's addresses goes
    try:
        with environment(added):
            yield
    finally:
        tempfile.tempdir = system


def _nothing_of_the_user(own: Path) -> dict[str, str]:
    """Variables by which libraries keep what they keep in a folder of the run."""
    added = {"IPYTHONDIR": str(own), "JUPYTER_RUNTIME_DIR": str(own), **SAFE_PATH}
    return added | ({} if has_home() else {"MPLCONFIGDIR": str(own)})


def _folders(notebook: Path) -> str:
    """Where its helpers may be: beside the notebook, and beside the one that a link leads to."""
    return os.pathsep.join(dict.fromkeys([str(notebook.absolute().parent), str(real_path(notebook).parent)]))


def _given(values: dict[str, object]) -> str:
    return "(" + (", ".join(f"{name}={value!r}" for name, value in values.items()) or "defaults") + ")"


def _cell(number: int | None, source: str) -> str:
    return f"cell [{number or ' '}] {next(iter(source.strip().splitlines()), '')!r}"


def _last_lines(text: str) -> str:
    return "\n".join([line for line in str(text).splitlines() if line.strip()][-LAST_LINES:])


def _stopped_at(scratch: Path) -> str:
    """The cell that was running."""
    import nbformat

    cells = nbformat.read(scratch, as_version=4).cells if scratch.is_file() else []
    begun = [cell for cell in cells if cell.metadata.get("papermill", {}).get("start_time")]
    return _cell(len([cell for cell in begun if cell.cell_type == "code"]), begun[-1].source) if begun else "no cell"


def _kept(how: _How, notebook: Path, found: str) -> RunError:
    """The error to raise, once the notebook as far as it ran is where the user can look at it."""
    remedy = ""
    if how.scratch.is_file():
        how.failed.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(how.scratch, how.failed)
        remedy = f"the notebook as far as it ran: {how.failed}"
    return RunError(f"{notebook.name}, {found}", remedy=remedy)


def without_traces(node: NotebookNode) -> NotebookNode:
    """A notebook without papermill's metadata, times and versions: equal runs give equal files."""
    import nbformat

    node.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    for cell in node.cells:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET, None)  # names a model that ended with its kernel
        tags = cell.metadata.get("tags", [])
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
        if "injected-parameters" in tags:
            cell.id = "injected-parameters"
            cell.source = cell.source.removeprefix("# Parameters\n")
    return node
