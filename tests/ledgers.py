"""What tests of ledgers share: a workbook of one's own with the sample's tables, and ledgers of a few lines."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from jixiao import load
from jixiao.ledgers import import_ledgers
from jixiao.ledgers.judging import findings_of, judge
from jixiao.ledgers.projects import Projects
from jixiao.ledgers.reading import read_ledger
from jixiao.ledgers.settings import Settings, read_ledger_settings
from jixiao.vocabulary import shipped
from jixiao.workbook import dataset_folder

EXECUTION = Path(__file__).parent / "execution"
GOLDEN = json.loads((EXECUTION / "golden.json").read_text(encoding="utf-8"))
HEAD = "支付日期,项目编码,项目名称,业务类型,金额,摘要,凭证号"
PARK = "13020922P009985100014"  # project 2 of the sample
OFFICE = "13020922P00H00E100020"  # project 1


def new_dataset(folder: Path, name: str = "own") -> Path:
    """The sample's tables in a folder of their own; the folder of its tables."""
    tidy = folder / name / "tidy"
    shutil.copytree(dataset_folder("sample") / "tidy", tidy)
    return tidy


def written(folder: Path, name: str, *lines: str, head: str = HEAD, encoding: str = "utf-8") -> Path:
    """A ledger of some lines."""
    path = folder / name
    path.write_bytes("\n".join([head, *lines, ""]).encode(encoding))
    return path


def rows_of(report) -> list[tuple[str, str, str]]:
    """Line, status and findings of every row."""
    df = report.rows.fillna({"findings": ""})
    return [(row.row_id.partition("#")[2], row.status, row.findings) for row in df.itertuples()]


def judged(
    sample, *lines: str, head: str = HEAD, settings: str = "", name: str = "台账.csv", raw: bytes = b"", **options
):
    """A ledger of some lines, or of bytes, judged against the sample without a dataset."""
    options = {"year": 2022, "only": "", "until": None, **options}
    file = Path(f"{id(lines)}.toml")
    own = replace(Settings(file), **_settings(settings)) if settings else Settings(file)
    raw = raw or "\n".join([head, *lines, ""]).encode("utf-8")
    ledger = read_ledger(raw, Path(name), year=options["year"], vocabulary=shipped(), settings=own)
    projects = Projects(sample, options["year"], own, options["only"])
    return judge(ledger, name, projects=projects, vocabulary=shipped(), settings=own, until=options["until"])


def _settings(text: str) -> dict:
    """Settings as a file of ledger.toml gives them."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.toml"
        path.write_text(text, encoding="utf-8")
        read = read_ledger_settings(path, shipped())
    return {name: getattr(read, name) for name in ("codes", "kinds", "columns", "keep", "positive_refunds")}


def codes(one) -> list[str]:
    """Status and findings of every row, as one text each."""
    found = findings_of(one.rows).fillna("")
    return [f"{status} {finding}".strip() for status, finding in zip(one.rows["status"], found, strict=True)]


def with_ledger(folder: Path, *files: Path, **options):
    """The sample with ledgers read into it."""
    tidy = new_dataset(folder)
    import_ledgers(files, tidy, **options)
    return load(tidy)
