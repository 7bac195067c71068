"""Speed, as ratios within one run against what one would use instead. Printed by `make bench`, never asserted."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import docx
import jixiao
import pandas as pd
import pdfplumber
from jixiao.briefs.run import find_notebook
from jixiao.documents.formats import open_document
from jixiao.workbook import workbook
from writers import WRITERS, hebei_2022, write

RAW = workbook() / "data/sample/raw/2022/2022-lingang-business-district.txt"
READINGS = 1000
REPEATS = 3


def seconds(action: Callable[[], object], repeats: int = REPEATS) -> float:
    """The quickest of a few runs."""
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return min(taken)


def process(*command: object) -> Callable[[], object]:
    """A command in a process of its own."""
    return lambda: subprocess.run([sys.executable, *map(str, command)], check=True, capture_output=True)


def line(what: str, own: float, other: str, theirs: float) -> None:
    """One comparison."""
    print(f"{what:<44}{own:>8.2f} s   {other:<34}{theirs:>8.2f} s   ratio {own / theirs:.2f}", flush=True)


def brief(folder: Path) -> None:
    """`jixiao brief` against papermill and nbconvert on the same notebook."""
    notebook, run = find_notebook("90"), folder / "run.ipynb"
    own = seconds(
        process("-c", "from jixiao.cli import main; main()", "brief", "--quarter", "2022Q3", "--to", folder / "brief")
    )
    papermill = seconds(process("-m", "papermill", "--no-progress-bar", notebook, run))
    nbconvert = seconds(process("-m", "nbconvert", "--to", "html", "--no-input", run))
    line("jixiao brief (HTML, PNG, SVG, CSV, manifest)", own, "papermill + nbconvert (HTML)", papermill + nbconvert)


def reading() -> None:
    """Reading the published text against loading the tables already read; loading against pandas alone."""
    tidy = workbook() / "data/sample/tidy"
    read = seconds(lambda: [jixiao.read(RAW) for _ in range(READINGS)], 1)
    load = seconds(lambda: [jixiao.load(tidy) for _ in range(READINGS)], 1)
    plain = seconds(lambda: [pd.read_csv(path) for _ in range(READINGS) for path in tidy.glob("*.csv")], 1)
    line(f"jixiao.read(sample), {READINGS:,} times", read, "jixiao.load of the same tables", load)
    line(f"jixiao.load(sample), {READINGS:,} times", load, "pandas.read_csv, unchecked", plain)


def formats(folder: Path) -> None:
    """The sample in each format: how many files a second; Word against python-docx, PDF against pdfplumber."""
    document = hebei_2022(jixiao.load("sample"))
    files = {ending: write(document, folder / f"{RAW.stem}{ending}") for ending in WRITERS}
    for ending, path in files.items():
        taken = seconds(lambda path=path: jixiao.read(path))
        print(f"jixiao.read(sample as {ending})".ljust(44) + f"{taken:>8.3f} s   {1 / taken:.0f} files a second")
    word, pdf = files[".docx"], files[".pdf"]
    own, theirs = (seconds(lambda read=read: read(word)) for read in (open_document, python_docx_cells))
    line("cells of the sample as .docx", own, "python-docx, row.cells", theirs)
    own, theirs = (seconds(lambda read=read: read(pdf)) for read in (open_document, pdfplumber_cells))
    line("cells of the sample as .pdf (8 pages)", own, "pdfplumber, extract_tables and _text", theirs)


def python_docx_cells(path: Path) -> list:
    """The texts of all cells by python-docx's own iteration."""
    tables = docx.Document(path).tables
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in tables]


def pdfplumber_cells(path: Path) -> list:
    """The texts of all cells and pages by pdfplumber's own extraction."""
    with pdfplumber.open(path) as pdf:
        return [(page.extract_tables(), page.extract_text()) for page in pdf.pages]


def imports() -> None:
    """Import of the package against pandas alone."""
    own, pandas = (seconds(process("-c", f"import {name}"), 5) for name in ("jixiao", "pandas"))
    line("import jixiao", own, "import pandas", pandas)


if __name__ == "__main__":
    imports()
    reading()
    with tempfile.TemporaryDirectory() as temporary:
        formats(Path(temporary))
        brief(Path(temporary))
