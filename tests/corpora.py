"""Small published documents for the tests of many of them."""

from __future__ import annotations

from pathlib import Path

from jixiao.dataset import Dataset, load
from jixiao.documents.report import ImportReport

HEADER = ["一级指标", "二级指标", "三级指标", "指标值"]
CODE = "13020922P00H00E10002{}"


def export(*rows):
    """The rows of a table as a word processor exports them: a cell a line, begun by a tab."""
    return "".join("".join(f"\t{cell}\n" for cell in row) + "\n" for row in rows)


def text(
    unit: str = "803001甲单位", *, projects: int = 1, year: int = 2022, serial: int = 0, target: str = "1台"
) -> str:
    """A document of one department as a word processor exports it: a cell a line, begun by a tab."""
    rows = [[unit, "", "", ""]]
    for number in range(serial, serial + projects):
        rows.append(["项目编码", CODE.format(number), "项目名称", f"项目{number}"])
        rows += [HEADER, ["产出指标", "数量指标", "台数", target]]
    return f"一、总体绩效目标\n{year}年做好工作。\n" + export(*rows)


def with_stray_cells(content: str) -> str:
    """The document with a first row of a table whose words nobody knows: an amount of money that goes nowhere."""
    return content.replace("\t", "\t资金情况\n\t某文\n\t7.5\n\t\n\n\t", 1)


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write texts by their paths below the folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="\n")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """What the files of a folder hold."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def targets(dataset: Dataset) -> dict[str, str]:
    """The first target of each document."""
    df = dataset.indicators.merge(dataset.projects[["project_id", "document_id"]], on="project_id")
    return df.groupby("document_id")["target"].first().to_dict()


def statuses(report: ImportReport) -> dict[str, str]:
    """What became of the files of a report, by their names."""
    return {Path(path).name: status for path, status in zip(report.files["path"], report.files["status"], strict=True)}


def notes(report: ImportReport) -> dict[str, str]:
    """What a report notes about its files."""
    return {Path(row.path).name: row.note for row in report.files.itertuples() if row.note}


def loaded(folder: Path) -> Dataset:
    """The dataset that the fixture ``bring`` writes below the folder."""
    return load(folder / "tidy")
