"""Speed, as ratios within one run against what one would use instead. Printed by `make bench`, never asserted."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import jixiao
import pandas as pd
import pdfplumber
from corpora import write as write_texts
from jixiao.briefs.run import find_notebook
from jixiao.dataset import Dataset
from jixiao.documents.formats import open_document
from jixiao.documents.pdf_page import DrawnPage, opened_by_pdfium
from jixiao.measures.coverage import coverage
from jixiao.measures.departments import overview
from jixiao.measures.disbursement import department_plan
from jixiao.review import review
from jixiao.workbook import workbook
from writers import WRITERS, hebei_2022, write

RAW = workbook() / "data/sample/raw/2022/2022-lingang-business-district.txt"
READINGS = 300
REPEATS = 2
FILES = 20  # of each format
BRIEFS, JOBS = 8, 2  # of departments, and how many at once
IN_LOOP = 2  # of them where each costs the same
LOOPED = (
    "jixiao brief in a loop",
    "papermill in a loop",
    f"papermill by xargs -P {JOBS}",
    "ploomber-engine, one process",
)
# The limit: the notebook's cells and nothing else, no kernel, no rendering.
BARE = """
import json, sys
with open(sys.argv[1], encoding="utf-8") as file:
    cells = ["".join(cell["source"]) for cell in json.load(file)["cells"] if cell["cell_type"] == "code"]
for department in sys.argv[2:]:
    names = {}
    for number, source in enumerate(cells):
        exec(source, names)
        names.update(dataset="sample-county", department=department) if number == 0 else None
        *_, last = source.splitlines()
        if last.startswith("exhibits."):
            eval(last, names)._repr_html_()
"""
PLOOMBER = """
import sys
from ploomber_engine import execute_notebook
for department in sys.argv[3:]:
    given = {"dataset": "sample-county", "department": department}
    execute_notebook(sys.argv[1], sys.argv[2] + "/ploomber.ipynb", parameters=given)
"""
COPIES = 500  # of the sample: 36,500 indicators


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


def peak(whose: str) -> str:
    """The most memory that this process (SELF), or any that it waited for (CHILDREN), has held."""
    if sys.platform == "win32":
        return "unknown"
    import resource

    unit = 2**20 if sys.platform == "darwin" else 2**10
    return f"{resource.getrusage(getattr(resource, f'RUSAGE_{whose}')).ru_maxrss // unit:,} MiB"


def brief(folder: Path) -> None:
    """`jixiao brief` against papermill and nbconvert on the same notebook."""
    notebook, run = find_notebook("90"), folder / "run.ipynb"
    command = ("brief", "--quarter", "2022Q3", "--force", "--to", folder / "brief")
    own = seconds(process("-c", "from jixiao.cli import main; main()", *command))
    papermill = seconds(process("-m", "papermill", "--no-progress-bar", notebook, run))
    nbconvert = seconds(process("-m", "nbconvert", "--to", "html", "--no-input", run))
    line("jixiao brief (HTML, PDF, Word, exhibits)", own, "papermill + nbconvert (HTML)", papermill + nbconvert)


def spent(action: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of processors, of this process and all that it waited for."""
    start, before = time.perf_counter(), os.times()
    action()
    after = os.times()
    return time.perf_counter() - start, sum(after[:4]) - sum(before[:4])


def many_briefs(folder: Path) -> None:
    """The briefs of some invented departments: in bulk, and by what one would use instead, on the same data."""
    ids = jixiao.load("sample-county").departments["department_id"].tolist()[:BRIEFS]
    common = ("-c", "from jixiao.cli import main; main()", "brief", "--quarter", "2022Q3", "--dataset", "sample-county")
    few = ids[:IN_LOOP]
    names = [option for each in ids for option in ("--department", each)]
    notebook = find_notebook("90")
    papermill = [sys.executable, "-m", "papermill", "--no-progress-bar", "-p", "dataset", "sample-county", "-r"]

    def plain(each: str) -> list[str]:
        return [*papermill, "department", each, str(notebook), str(folder / f"{each}.ipynb")]

    xargs = ["xargs", "-P", str(JOBS), "-I{}", *plain("{}")]
    ways = {
        "in bulk": process(*common, *names, "--jobs", JOBS, "--to", folder / "bulk"),
        "jixiao brief in a loop": lambda: [
            process(*common, "--department", each, "--to", folder / each)() for each in few
        ],
        "papermill in a loop": lambda: [subprocess.run(plain(each), check=True, capture_output=True) for each in few],
        f"papermill by xargs -P {JOBS}": lambda: subprocess.run(
            xargs, input="\n".join(few), text=True, check=True, capture_output=True
        ),
        "the cells in one process": process("-c", BARE, notebook, *ids),
    }
    if importlib.util.find_spec("ploomber_engine"):
        ways["ploomber-engine, one process"] = process("-c", PLOOMBER, notebook, folder, *few)
    else:
        print("ploomber-engine is not installed, and left out", flush=True)
    bulk = 0.0
    for what, way in ways.items():
        clock, processors = (taken / len(few if what in LOOPED else ids) for taken in spent(way))
        bulk = bulk or processors
        shown = f"{clock:>8.2f} s by the clock, {processors:>6.2f} s of processors, ratio {processors / bulk:.2f}"
        print(f"a brief, {what}".ljust(44) + shown, flush=True)


def reading() -> None:
    """Reading the published text against loading the tables already read; loading against pandas alone."""
    tidy = workbook() / "data/sample/tidy"
    read = seconds(lambda: [jixiao.read(RAW) for _ in range(READINGS)], 1)
    load = seconds(lambda: [jixiao.load(tidy) for _ in range(READINGS)], 1)
    plain = seconds(lambda: [pd.read_csv(path) for _ in range(READINGS) for path in tidy.glob("*.csv")], 1)
    line(f"jixiao.read(sample), {READINGS:,} times", read, "jixiao.load of the same tables", load)
    line(f"jixiao.load(sample), {READINGS:,} times", load, "pandas.read_csv, unchecked", plain)


def many(copies: int) -> Dataset:
    """The sample many times over, each copy a document and department of its own with words of its own."""
    sample = jixiao.load("sample")
    tables = {}
    for name, df in sample.tables.items():
        own = pd.concat([df] * copies, ignore_index=True)
        number = "-" + (pd.Series(range(len(own))) // max(len(df), 1)).astype("str")
        ids = [column for column in ("document_id", "department_id", "project_id", "indicator_id") if column in own]
        own = own.assign(**{column: own[column] + number for column in ids})
        if name == "indicators":
            own["target"] = own["target"].mask(own["kind"].eq("text"), "片区" + number + own["target"])
            own = own.assign(**{name: "片区" + number + own[name] for name in ("indicator", "description")})
        tables[name] = own
    return Dataset(**tables)


def measuring(folder: Path) -> None:
    """Measures of many departments in one call, from Parquet."""
    many(COPIES).save(folder / "many", form="parquet")
    data = jixiao.load(folder / "many")
    tables = data.documents, data.projects, data.indicators
    department = data.departments["department_id"].iloc[-1]
    ways: dict[str, Callable[[], object]] = {
        "load": lambda: jixiao.load(folder / "many"),
        "select one": lambda: data.select(department=department),
        "select a year": lambda: data.select(year=2022),
        "department_plan": lambda: department_plan(data.projects, data.disbursements, "2022-09-30"),
        "coverage": lambda: coverage(*tables),
        "overview": lambda: overview(data.documents, data.projects, data.disbursements, data.indicators, "2022-09-30"),
    }
    for what, way in ways.items():
        print(f"{what} of {COPIES:,} departments".ljust(44) + f"{seconds(way):>8.2f} s", flush=True)


def review_once() -> None:
    """One review of many indicators, with the peak of memory, of which Windows does not tell."""
    data = many(COPIES)
    start = time.perf_counter()
    findings = len(review(data).findings)
    taken, n = time.perf_counter() - start, len(data.indicators)
    speed = f"{taken:.1f} s, {n / taken:,.0f} a second; {findings:,} findings"
    print(f"review of {n:,} indicators: {speed}; peak {peak('SELF')}", flush=True)


def reviewing() -> None:
    """All rules, in a process of its own, so that the memory is theirs."""
    command = [sys.executable, "-c", "import bench; bench.review_once()"]
    subprocess.run(command, check=True, cwd=Path(__file__).parent)


def reviewing_long_texts() -> None:
    """A review with 16,000 digits in one cell and as many signs in another, against one of the sample as it is."""
    plain = jixiao.load("sample")
    purpose = plain.projects["purpose"].mask(plain.projects.index == 0, "1" * 16_000)
    description = plain.indicators["description"].mask(plain.indicators.index == 0, "≥" * 16_000)
    projects, indicators = plain.projects.assign(purpose=purpose), plain.indicators.assign(description=description)
    long = replace(plain, projects=projects, indicators=indicators)
    own, theirs = (seconds(lambda data=data: review(data)) for data in (long, plain))
    line("review, 16,000 digits and signs in a cell", own, "the sample as it is", theirs)


def import_twice(what: str, raw: Path, tidy: Path) -> None:
    """`jixiao import` of a folder in one process and in two."""
    command = ("-c", "from jixiao.cli import main; main()", "import", raw, "--to", tidy, "--force", "--quiet", "--jobs")
    files = sum(path.is_file() for path in raw.rglob("*"))
    one, two = (seconds(process(*command, jobs), 1) for jobs in (1, 2))
    line(f"jixiao import, {files:,} {what}, one process", one, "two processes", two)
    print(f"{files / one:.0f} and {files / two:.0f} files a second", flush=True)


def importing(folder: Path) -> Path:
    """`jixiao import` of many files; the folder of the tables."""
    text = RAW.read_text(encoding="utf-8")
    texts = {f"{n}.txt": text.replace("803001", str(100_000 + n)) for n in range(READINGS)}
    import_twice("files", write_texts(folder / "raw", texts), folder / "tidy")
    print(f"largest process {peak('CHILDREN')}", flush=True)
    return folder / "tidy"


def loading(csv: Path) -> None:
    """Loading the tables of many documents, checked, against pandas alone, in both forms."""
    parquet = csv.with_name("parquet")
    jixiao.load(csv).save(parquet, form="parquet")
    for folder, form, read in ((csv, "csv", pd.read_csv), (parquet, "parquet", pd.read_parquet)):
        own = seconds(lambda folder=folder: jixiao.load(folder))
        plain = seconds(lambda folder=folder, form=form, read=read: [read(path) for path in folder.glob(f"*.{form}")])
        line(f"jixiao.load, {READINGS:,} documents as {form}", own, f"pandas.{read.__name__}, unchecked", plain)


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
    own, theirs = (seconds(lambda by_pdfium=by_pdfium: page_objects(pdf, by_pdfium)) for by_pdfium in (True, False))
    line("its characters and lines by PDFium", own, "pdfplumber, page.objects", theirs)


def formats_imported(folder: Path) -> None:
    """Files of one format, each with a line of its own, in one process and in two."""
    document = hebei_2022(jixiao.load("sample"))
    for ending in WRITERS:
        raw = folder / ending[1:] / "raw"
        raw.mkdir(parents=True)
        for number in range(FILES):
            write([f"第{number}号", *document], raw / f"2022-{number}{ending}")
        import_twice(f"files {ending}", raw, raw.parent / "tidy")


def python_docx_cells(path: Path) -> list:
    """The texts of all cells by python-docx's own iteration."""
    tables = docx.Document(path).tables
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in tables]


def page_objects(path: Path, by_pdfium: bool) -> list:
    """What stands on all pages, found by PDFium or by pdfplumber."""
    with pdfplumber.open(path) as pdf, opened_by_pdfium(path.read_bytes(), len(pdf.pages)) as drawing:
        return [DrawnPage(page, drawing).drawn() if by_pdfium else page.objects for page in pdf.pages]


def pdfplumber_cells(path: Path) -> list:
    """The texts of all cells and pages by pdfplumber's own extraction."""
    with pdfplumber.open(path) as pdf:
        return [(page.extract_tables(), page.extract_text()) for page in pdf.pages]


def ledger(folder: Path, rows: int = 1_000_000) -> None:
    """`jixiao ledger` of a million payments, and of some in a workbook, against what anybody would write in pandas."""
    codes = jixiao.load("sample").projects["project_code"].tolist()
    df = pd.DataFrame({"row": range(rows)})
    day = pd.Timestamp("2022-01-01") + pd.to_timedelta(df["row"] % 365, unit="D")
    table = pd.DataFrame(
        {
            "支付日期": day.dt.strftime("%Y-%m-%d"),
            "项目编码": (df["row"] % 9).map(dict(enumerate(codes))),
            "金额": df["row"] % 99_991 / 100,
            "摘要": "第" + (df["row"] % 5_000).astype("str") + "号用途",
            "凭证号": df["row"].astype("str"),
        }
    )
    csv, book = folder / "台账.csv", folder / "部分.xlsx"
    table.to_csv(csv, index=False)
    table.head(rows // 10).to_excel(book, index=False)
    for path, read, number in ((csv, pd.read_csv, rows), (book, pd.read_excel, rows // 10)):
        tidy = folder / path.stem / "tidy"
        jixiao.load("sample").save(tidy)

        def plain(path=path, read=read) -> None:
            df = read(path, dtype={"项目编码": "str"})
            df.groupby(["项目编码", pd.to_datetime(df["支付日期"]).dt.month])["金额"].sum()

        own = seconds(process("-c", "from jixiao.cli import main; main()", "ledger", path, "--dataset", tidy), 1)
        line(
            f"jixiao ledger, {number:,} rows {path.suffix}", own, f"pandas.{read.__name__}, groupby", seconds(plain, 1)
        )
    print(f"largest process {peak('CHILDREN')}", flush=True)


def imports() -> None:
    """Import of the package against pandas alone."""
    own, pandas = (seconds(process("-c", f"import {name}"), 5) for name in ("jixiao", "pandas"))
    line("import jixiao", own, "import pandas", pandas)


if __name__ == "__main__":
    imports()
    reading()
    reviewing()
    reviewing_long_texts()
    with tempfile.TemporaryDirectory() as temporary:
        measuring(Path(temporary))
        formats(Path(temporary))
        formats_imported(Path(temporary))
        loading(importing(Path(temporary) / "corpus"))
        ledger(Path(temporary))
        brief(Path(temporary))
        many_briefs(Path(temporary))
