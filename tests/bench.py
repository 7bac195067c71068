"""Speed, as ratios within one run against what one would use instead. Printed by `make bench`, never asserted."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import jixiao
import pandas as pd
from corpora import write
from jixiao.briefs.run import find_notebook
from jixiao.workbook import workbook

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


def importing(folder: Path) -> Path:
    """`jixiao import` of many files in one process and in two; the folder of the tables."""
    text = RAW.read_text(encoding="utf-8")
    texts = {f"{n}.txt": text.replace("803001", str(100_000 + n)) for n in range(READINGS)}
    raw, tidy = write(folder / "raw", texts), folder / "tidy"
    command = ("-c", "from jixiao.cli import main; main()", "import", raw, "--to", tidy, "--force", "--quiet", "--jobs")
    one, two = (seconds(process(*command, jobs), 1) for jobs in (1, 2))
    line(f"jixiao import, {len(texts):,} files, one process", one, "two processes", two)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024  # of the largest process; Linux counts in KiB
    print(
        f"{len(texts) / one:.0f} and {len(texts) / two:.0f} files a second; largest process {peak:.0f} MiB", flush=True
    )
    return tidy


def loading(csv: Path) -> None:
    """Loading the tables of many documents, checked, against pandas alone, in both forms."""
    parquet = csv.with_name("parquet")
    jixiao.load(csv).save(parquet, form="parquet")
    for folder, form, read in ((csv, "csv", pd.read_csv), (parquet, "parquet", pd.read_parquet)):
        own = seconds(lambda folder=folder: jixiao.load(folder))
        plain = seconds(lambda folder=folder, form=form, read=read: [read(path) for path in folder.glob(f"*.{form}")])
        line(f"jixiao.load, {READINGS:,} documents as {form}", own, f"pandas.{read.__name__}, unchecked", plain)


def imports() -> None:
    """Import of the package against pandas alone."""
    own, pandas = (seconds(process("-c", f"import {name}"), 5) for name in ("jixiao", "pandas"))
    line("import jixiao", own, "import pandas", pandas)


if __name__ == "__main__":
    imports()
    reading()
    with tempfile.TemporaryDirectory() as temporary:
        loading(importing(Path(temporary) / "corpus"))
        brief(Path(temporary))
