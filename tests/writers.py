"""Documents to read: from tidy tables to an abstract document, from an abstract document to a file of any format.

An abstract document is a list of paragraphs and tables; a table is a list of rows, and a row lists the cells that begin
in it, as in HTML. ``write`` serves every layout; `hebei_2022` makes the document of one.
"""

from __future__ import annotations

import html
import io
import zipfile
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import docx
import openpyxl
import pandas as pd
import pylopdf_fonts_zh_cn
import typst
from jixiao.dataset import Dataset
from openpyxl.styles import Alignment

WIDE = 8  # columns on an upright page
ODF = "urn:oasis:names:tc:opendocument:"
NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Cell:
    text: str
    width: int = 1
    height: int = 1


@dataclass(frozen=True)
class Table:
    rows: list[list[Cell]]


Document = list[str | Table]
Positions = dict[tuple[int, int], Cell]


def positions(table: Table) -> tuple[Positions, int]:
    """The cells of a table by the row and column where they begin, and its number of columns."""
    begin: Positions = {}
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(table.rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            begin[row, column] = cell
            taken |= {(row + down, column + right) for down in range(cell.height) for right in range(cell.width)}
    return begin, max(column for _, column in taken) + 1


def spanned(rows: list[list[str]]) -> Table:
    """The table of rows of text, in which ``<`` is the cell to its left and ``^`` the cell above, as in `grids`."""
    width = len(rows[0])

    def size(row: int, column: int) -> tuple[int, int]:
        right = next((end for end in range(column + 1, width) if rows[row][end] != "<"), width)
        below = next((end for end in range(row + 1, len(rows)) if rows[end][column] != "^"), len(rows))
        return right - column, below - row

    return Table(
        [
            [Cell(text, *size(number, column)) for column, text in enumerate(row) if text not in ("<", "^")]
            for number, row in enumerate(rows)
        ]
    )


def write(document: Document, path: Path) -> Path:
    """Write an abstract document as .txt, .docx, .xlsx, .ods, .html or .pdf, as the path ends; the path again."""
    WRITERS[path.suffix](document, path)
    return path


def _write_text(document: Document, path: Path) -> None:
    """As a word processor exports it: a cell a line begun by a tab, covered positions as empty cells."""
    parts = []
    for block in document:
        if isinstance(block, str):
            parts.append(block + "\n")
            continue
        begin, width = positions(block)
        for row in range(len(block.rows)):
            cells = [begin[row, column].text if (row, column) in begin else "" for column in range(width)]
            parts.append("".join(f"\t{cell}\n" for cell in cells) + "\n")
    path.write_text("".join(parts), encoding="utf-8", newline="\n")


def _write_docx(document: Document, path: Path) -> None:
    file = docx.Document()
    for block in document:
        if isinstance(block, str):
            file.add_paragraph(block)
            continue
        begin, width = positions(block)
        table = file.add_table(len(block.rows), width, style="Table Grid")
        for (row, column), cell in begin.items():
            last = table.cell(row + cell.height - 1, column + cell.width - 1)
            table.cell(row, column).merge(last).text = cell.text
    file.add_paragraph()  # as Word ends every document
    file.save(path)


def _write_xlsx(document: Document, path: Path) -> None:
    """Blocks below each other on one sheet, tables between empty rows."""
    book = openpyxl.Workbook()
    sheet, top = book.active, 1
    for block in document:
        if isinstance(block, str):
            _fill(sheet.cell(top, 1), block)
            top += 1
            continue
        for (row, column), cell in positions(block)[0].items():
            first = _fill(sheet.cell(top + 1 + row, 1 + column), cell.text)
            if cell.width * cell.height > 1:
                end = {"end_row": first.row + cell.height - 1, "end_column": first.column + cell.width - 1}
                sheet.merge_cells(start_row=first.row, start_column=first.column, **end)
        top += len(block.rows) + 2
    book.save(path)


def _fill(cell: openpyxl.cell.Cell, text: str) -> openpyxl.cell.Cell:
    """A cell with a text, never a formula; a share as the number it is, shown in %."""
    number = text.removesuffix("%")
    if text.endswith("%") and number.isdecimal():
        cell.value, cell.number_format = int(number) / 100, "0%"
    elif text.strip():
        cell.value, cell.data_type = text, "s"
    cell.alignment = Alignment(wrap_text=True)
    return cell


def _write_ods(document: Document, path: Path) -> None:
    """Blocks below each other on one sheet, as `_write_xlsx` has them; rows and columns to the end of the sheet."""
    rows: list[str] = []
    for block in document:
        if isinstance(block, str):
            rows.append(_ods_cell(Cell(block)))
            continue
        begin, width = positions(block)
        own = [
            "".join(_ods_cell(begin.get((row, column))) for column in range(width)) for row in range(len(block.rows))
        ]
        rows += ["<table:table-cell/>", *own, "<table:table-cell/>"]
    path.write_bytes(ods("".join(f"<table:table-row>{row}</table:table-row>" for row in rows)))


def _ods_cell(cell: Cell | None) -> str:
    """A cell with its text; a position that a cell to its left or above covers for None."""
    if cell is None:
        return "<table:covered-table-cell/>"
    spans = f'table:number-rows-spanned="{cell.height}" table:number-columns-spanned="{cell.width}"'
    lines = "".join(f"<text:p>{html.escape(line)}</text:p>" for line in cell.text.split("\n"))
    return f'<table:table-cell {spans} office:value-type="string">{lines}</table:table-cell>'


def ods(rows: str, styles: str = "", **sheets: str) -> bytes:
    """An OpenDocument workbook: the rows of its first sheet, automatic styles, and further sheets with names of style.

    A sheet ends as office programs end it, with empty cells up to its last row and column.
    """
    namespaces = " ".join(f'xmlns:{name}="{ODF}xmlns:{name}:1.0"' for name in ("office", "style", "table", "text"))
    filler = (
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    tables = "".join(
        f'<table:table table:name="{name}" table:style-name="{name}">{rows}{filler}</table:table>'
        for name, rows in {"S": rows, **sheets}.items()
    )
    content = (
        f"<office:document-content {namespaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{ODF}xmlns:manifest:1.0"/>')
    return file.getvalue()


def _write_html(document: Document, path: Path) -> None:
    parts = []
    for block in document:
        if isinstance(block, str):
            parts.append(f"<p>{_escaped(block)}</p>")
            continue
        rows = [
            "".join(f'<td rowspan="{cell.height}" colspan="{cell.width}">{_escaped(cell.text)}</td>' for cell in row)
            for row in block.rows
        ]
        parts.append("<table><tr>" + "</tr>\n<tr>".join(rows) + "</tr></table>")
    style = "table { border-collapse: collapse } td { border: 1px solid }"
    head = f'<!DOCTYPE html>\n<meta charset="utf-8"><title>预算绩效</title><style>{style}</style>\n'
    path.write_text(head + "\n".join(parts), encoding="utf-8", newline="\n")


def _escaped(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")


def _write_pdf(document: Document, path: Path) -> None:
    """Ruled tables on A4 pages that break within tables, by typst; on pages turned where a table is wide."""
    wide = any(positions(block)[1] > WIDE for block in document if isinstance(block, Table))
    page = f'paper: "a4", flipped: {str(wide).lower()}, margin: 2cm, numbering: "1"'
    parts = [f"#set page({page})", '#set text(font: "Noto Sans SC", size: 10.5pt)']
    for block in document:
        if isinstance(block, str):
            parts.append(f"#par({_string(block)})")
            continue
        begin, width = positions(block)
        cells = [
            f"table.cell(x: {column}, y: {row}, colspan: {cell.width}, rowspan: {cell.height}, {_string(cell.text)})"
            for (row, column), cell in begin.items()
        ]
        parts.append(f"#table(columns: ({'1fr,' * width}), {', '.join(cells)})")
    fonts = str(Path(pylopdf_fonts_zh_cn.sans_path()).parent)
    typst.compile("\n\n".join(parts).encode(), output=str(path), font_paths=[fonts], ignore_system_fonts=True)


def _string(text: str) -> str:
    """A text as a string of typst, whose lines end where it says."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + quoted.replace("\n", '" + linebreak() + "') + '"'


WRITERS = {
    ".txt": _write_text,
    ".docx": _write_docx,
    ".xlsx": _write_xlsx,
    ".ods": _write_ods,
    ".html": _write_html,
    ".pdf": _write_pdf,
}


def hebei_2022(dataset: Dataset) -> Document:
    """The document of a dataset of one department in the layout of Hebei since 2022, that of the sample."""
    department = dataset.departments.iloc[0]
    goals = {scope: _records(rows) for scope, rows in dataset.goals.groupby("scope")}
    document: Document = ["第一部分", "部门整体绩效目标", "一、总体绩效目标"]
    document += [goal["goal"] for goal in goals.get("department", [])]
    document += ["二、分项绩效目标"]
    for number, goal in zip(NUMERALS, goals.get("task", []), strict=False):
        document += [f"（{number}）{goal['title']}", f"绩效目标：{goal['goal']}", f"绩效指标：{goal['indicator']}"]
    document += ["三、工作保障措施", *_listed(goals.get("safeguard", []), "、"), "第二部分", "预算项目绩效目标"]
    title = f"{department['department_code']}{department['department']}"
    for project in _records(dataset.projects):
        own = [table[table["project_id"] == project["project_id"]] for table in (dataset.funds, dataset.disbursements)]
        aims = [goal for goal in goals.get("project", []) if goal["project_id"] == project["project_id"]]
        indicators = dataset.indicators[dataset.indicators["project_id"] == project["project_id"]]
        document += [
            f"{project['position']}.{project['project_name']}绩效目标表",
            _form(title, project, *own, _listed(aims, ".")),
            " ",
            _indicators(_records(indicators)),
        ]
    return document


def _records(df: pd.DataFrame) -> list[dict]:
    return df.astype(object).where(df.notna(), "").to_dict("records")


def _listed(goals: list[dict], mark: str) -> list[str]:
    return [f"{number}{mark}{goal['goal']}" for number, goal in enumerate(goals, 1)]


def _form(department: str, project: dict, funds: pd.DataFrame, disbursements: pd.DataFrame, goals: list[str]) -> Table:
    """Seven columns; a plan has four checkpoints."""
    money = [
        Cell(text)
        for source, text in zip(funds["source"], funds["text"].fillna(" "), strict=True)
        for text in (source, text)
    ]
    widths = [2, 1, 1, 2]
    plan = [
        [Cell(text, width) for text, width in zip(disbursements[column], widths, strict=True)]
        for column in ("label", "text")
    ]
    return Table(
        [
            [Cell(department, 6), Cell("单位：万元")],
            [Cell("项目编码"), Cell(project["project_code"], 2), Cell("项目名称"), Cell(project["project_name"], 3)],
            [Cell("预算规模及资金用途", height=2), Cell("预算数"), Cell(project["budget_text"]), *money],
            [Cell(project["purpose"], 6)],
            [Cell("资金支出计划（%）", height=2), *plan[0]],
            plan[1],
            [Cell("绩效目标"), Cell("\n".join(goals), 6)],
        ]
    )


def _indicators(indicators: list[dict]) -> Table:
    rows = [
        [
            Cell("一级指标"),
            Cell("二级指标"),
            Cell("三级指标"),
            Cell("绩效指标描述", 2),
            Cell("指标值"),
            Cell("指标值确定依据"),
        ]
    ]
    for level1, block in groupby(indicators, key=lambda row: row["level1"]):
        block = list(block)
        for position, row in enumerate(block):
            level = [] if position else [Cell(f"{level1}指标", height=len(block))]
            rest = [Cell(row[name]) for name in ("target", "basis")]
            rows.append(
                [*level, Cell(f"{row['level2']}指标"), Cell(row["indicator"]), Cell(row["description"], 2), *rest]
            )
    return Table(rows)
