"""What tests of ledgers share: a workbook of one's own with the sample's tables, and ledgers of a few lines."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from jixiao import load
from jixiao.ledgers import import_ledgers
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


def with_ledger(folder: Path, *files: Path, **options):
    """The sample with ledgers read into it."""
    tidy = new_dataset(folder)
    import_ledgers(files, tidy, **options)
    return load(tidy)
