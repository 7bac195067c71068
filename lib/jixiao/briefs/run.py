"""One notebook, run through papermill: parameters checked, output free of what changes from run to run."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from jixiao.briefs.parameters import check_parameters
from jixiao.errors import RunError, UsageError
from jixiao.exhibits.exhibit import FIGURES_VARIABLE
from jixiao.workbook import notebooks, workbook

START_TIMEOUT, CELL_TIMEOUT = 120, 600  # seconds
LAST_LINES = 12


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
    notebook: Path, parameters: dict[str, object], to: Path, *, figures: Path | None = None
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
    figures : Path, optional
        A folder into which every exhibit is also written as PNG, SVG and CSV.

    Returns
    -------
    NotebookNode
        As written: without times, paths and versions.

    Raises
    ------
    UsageError
        For parameters that are wrong.
    RunError
        Where a cell fails: the message names notebook, cell, parameters and the last lines; the notebook, as far as it
        ran, is kept beside ``to`` as ``*.failed.ipynb``.
    """
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill import execute_notebook
    from papermill.exceptions import PapermillExecutionError

    values = check_parameters(notebook, parameters)
    if to.is_dir():
        raise UsageError("is a folder", file=to, expected="a file that ends in .ipynb")
    to.parent.mkdir(parents=True, exist_ok=True)
    scratch = to.with_suffix(".running.ipynb")
    try:
        with _kernel_environment(figures):
            node = execute_notebook(
                str(notebook),
                str(scratch),
                values,
                kernel_name="python3",
                progress_bar=sys.stderr.isatty(),
                start_timeout=START_TIMEOUT,
                execution_timeout=CELL_TIMEOUT,
                extra_arguments=["--log-level=50"],  # what the kernel says of itself is not the user's concern
            )
    except (DeadKernelError, CellTimeoutError) as error:
        found = f"{notebook.name} ({_given(values)}): the kernel died or did not answer: {str(error).splitlines()[0]}"
        raise RunError(found, remedy="run it again; look for memory or a cell that waits") from None
    except PapermillExecutionError as error:
        kept = to.with_suffix(".failed.ipynb")
        scratch.replace(kept)
        raise RunError(_failure(notebook, values, error), remedy=f"the notebook as far as it ran: {kept}") from None
    finally:
        scratch.unlink(missing_ok=True)
    node = without_traces(node)
    to.write_bytes((nbformat.writes(node).rstrip("\n") + "\n").encode("utf-8"))
    return node


@contextmanager
def _kernel_environment(figures: Path | None) -> Iterator[None]:
    """What the kernel is told through its environment: the workbook, and where exhibits go."""
    added = {"JIXIAO_HOME": str(workbook())} | ({FIGURES_VARIABLE: str(figures)} if figures else {})
    before = {name: os.environ.get(name) for name in added}
    os.environ.update(added)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def _given(values: dict[str, object]) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in values.items()) or "defaults"


def _failure(notebook: Path, values: dict[str, object], error) -> str:
    lines = [line for line in str(error.evalue).splitlines() if line.strip()][-LAST_LINES:]
    cell = f"cell [{error.exec_count}] {error.source.strip().splitlines()[0]!r}"
    return f"{notebook.name}, {cell} ({_given(values)}): {error.ename}: " + "\n".join(lines)


def without_traces(node: NotebookNode) -> NotebookNode:
    """A notebook without papermill's metadata, times and versions: equal runs give equal files."""
    node.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    for cell in node.cells:
        tags = cell.metadata.get("tags", [])
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
        if "injected-parameters" in tags:
            cell.id = "injected-parameters"
            cell.source = cell.source.removeprefix("# Parameters\n")
    return node
