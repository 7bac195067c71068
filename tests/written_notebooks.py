"""The workbook's own notebooks, and small ones written for tests."""

from __future__ import annotations

from pathlib import Path

import nbformat
from jixiao.workbook import notebooks, workbook

LEAST = {"01-explore": 2}  # exhibits of a notebook that shows fewer than four
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


def own_notebooks() -> list[Path]:
    """The notebooks that the README names: one that a user adds beside them breaks no test by being new."""
    readme = (workbook() / "README.md").read_text(encoding="utf-8")
    return [path for path in notebooks() if f"](notebooks/{path.name})" in readme]


def write_notebook(path: Path, *sources: str, printed: str = "") -> Path:
    """Write a notebook of code cells, of which the first holds the parameters; ``printed`` is what the last one did."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    cells[0].metadata["tags"] = ["parameters"]
    if printed:
        cells[-1].execution_count = 1
        cells[-1].outputs = [nbformat.v4.new_output("stream", text=printed)]
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=KERNEL), path)
    return path
