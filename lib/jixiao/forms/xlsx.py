"""Forms as a workbook: a sheet each, with formulas and drop-down lists, and one that says what is open."""

from __future__ import annotations

import io
import math
import re
import unicodedata
import zipfile
from collections.abc import Sequence
from functools import partial

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from jixiao.forms.sheet import AMOUNT, LABEL, NOTE, POINTS, RATE, SUBTITLE, TITLE, Cell, Form
from jixiao.office import in_xml, without_times
from jixiao.spreadsheet import ESCAPE, sheet_names
from jixiao.spreadsheet_csv import begins_like_formula

FORMATS = {AMOUNT: "#,##0.00", RATE: "0.00%", POINTS: "0.00"}
FONT, HEAD_FONT = "宋体", "黑体"
SIZE, LINE = 10, 14.0  # points of letters, and of a line
GREY, INK, SHADE = "8C8C8C", "000000", "F2F2F2"
THIN = Side("thin", color=INK)
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
A4 = "9"
HINTS = "填报提示"
HINT_COLUMNS = (("表", 46), ("单元格", 10), ("内容", 44), ("提示", 52))
FORMULA_VALUE = re.compile(r'<c r="([A-Z]+\d+)"([^>]*)><f>([^<]*)</f><v\s*/?>(?:</v>)?</c>')


def render_xlsx(forms: Sequence[Form], notice: str = "") -> bytes:
    """The workbook; equal for equal forms. ``notice`` stands above every form, as 虚构数据 does."""
    book = Workbook()
    book.remove(book.active)
    names = sheet_names([*(form.name for form in forms), HINTS])
    values: list[dict[str, Cell]] = []
    for form, name in zip(forms, names, strict=False):
        values.append(_write(book.create_sheet(name), form, notice))
    _hints(book.create_sheet(names[-1]), forms, names)
    buffer = io.BytesIO()
    book.save(buffer)
    return without_times(_with_values(buffer.getvalue(), values))


def _write(page: Worksheet, form: Form, notice: str) -> dict[str, Cell]:
    """A form on its sheet; the cells with formulas, by address."""
    for column, width in enumerate(form.widths, 1):
        page.column_dimensions[get_column_letter(column)].width = width
    lists: dict[tuple[str, ...], DataValidation] = {}
    formulas = {}
    for (row, column), cell in form.cells.items():
        address = form.address(row, column)
        _fill(page, row, column + 1, cell)
        if cell.formula:
            formulas[address] = cell
        if cell.choices:
            _list(page, lists, cell.choices).add(address)
    for row in range(1, form.height + 1):
        page.row_dimensions[row].height = _height(form, row)
    _set_page(page, form, notice)
    return formulas


def _fill(page: Worksheet, row: int, column: int, cell: Cell) -> None:
    target = page.cell(row, column)
    boxed = cell.style not in (TITLE, SUBTITLE, NOTE)
    for line in range(row, row + cell.height):
        for place in range(column, column + cell.width):
            if boxed:
                page.cell(line, place).border = BOX
    if cell.height > 1 or cell.width > 1:
        page.merge_cells(
            start_row=row, start_column=column, end_row=row + cell.height - 1, end_column=column + cell.width - 1
        )
    _set_value(target, cell)
    size = {TITLE: 16, NOTE: 9}.get(cell.style, SIZE)
    colour = GREY if cell.is_open else INK
    target.font = Font(HEAD_FONT if cell.style == TITLE else FONT, size, color=colour)
    if cell.style == LABEL:
        target.fill = PatternFill("solid", fgColor=SHADE)
    target.alignment = Alignment(_horizontal(cell), vertical="center", wrap_text=True)


def _horizontal(cell: Cell) -> str:
    if cell.style in (TITLE, SUBTITLE, LABEL) or cell.is_open:
        return "center"
    if cell.style in FORMATS:
        return "right"
    return "center" if cell.choices == ("√",) else "left"


def _set_value(target, cell: Cell) -> None:
    """A number with its format, a formula, or a text that is never more than a text."""
    if cell.formula:
        target.value, target.number_format = cell.formula, FORMATS[cell.style]
    elif isinstance(cell.value, str):
        target.value = ESCAPE.sub("_x005F_", in_xml(cell.value))
        target.data_type, target.number_format = "s", "@"
        target.quotePrefix = begins_like_formula(cell.value)
        if cell.style in FORMATS:  # what is written in the place of the prompt is a number again
            target.number_format = FORMATS[cell.style]
    else:
        target.value, target.number_format = cell.value, FORMATS.get(cell.style, "@")


def _list(page: Worksheet, lists: dict[tuple[str, ...], DataValidation], choices: tuple[str, ...]) -> DataValidation:
    """The drop-down list of some words on a sheet; it offers and does not insist."""
    if choices not in lists:
        joined = ",".join(choices)
        lists[choices] = DataValidation("list", formula1=f'"{joined}"', allow_blank=True, showErrorMessage=False)
        page.add_data_validation(lists[choices])
    return lists[choices]


def _height(form: Form, row: int) -> float:
    """Room for the longest text of a row; texts merged over several rows have room enough."""
    lines = 1.0
    for (line, column), cell in form.cells.items():
        if line == row and cell.height == 1:
            width = sum(form.widths[column : column + cell.width]) - 1.5
            lines = max(lines, sum(math.ceil(max(_width(part), 1) / width) for part in cell.text.split("\n")))
    style = form.cells.get((row, 0), Cell()).style
    return {TITLE: 30.0, SUBTITLE: 20.0}.get(style, max(20.0, lines * LINE + 6))


def _width(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(character) in "WFA") for character in text)


def _set_page(page: Worksheet, form: Form, notice: str) -> None:
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.orientation = "landscape" if form.landscape else "portrait"
    page.page_setup.paperSize, page.page_setup.fitToHeight = A4, 0
    page.print_options.horizontalCentered = True
    page.page_margins.left = page.page_margins.right = 0.5
    page.oddFooter.center.text = "&P / &N"
    if notice:
        page.oddHeader.center.text = notice
    page.sheet_view.showGridLines = False


def _hints(page: Worksheet, forms: Sequence[Form], names: Sequence[str]) -> None:
    """What is open, with a link to each cell, and what the checks find."""
    rows = [(name, *cell) for form, name in zip(forms, names, strict=False) for cell in form.open_cells]
    rows += [(name, "", "核查意见", text) for form, name in zip(forms, names, strict=False) for text in form.findings]
    page.append([f"{HINTS}：待填{sum(bool(row[1]) for row in rows)}处，核查意见{sum(not row[1] for row in rows)}条"])
    page["A1"].font = Font(HEAD_FONT, 14)
    page.append([text for text, _ in HINT_COLUMNS])
    for column, (_, width) in enumerate(HINT_COLUMNS, 1):
        page.column_dimensions[get_column_letter(column)].width = width
        page.cell(2, column).font, page.cell(2, column).border = Font(FONT, SIZE, bold=True), BOX
        page.cell(2, column).fill = PatternFill("solid", fgColor=SHADE)
    for number, row in enumerate(rows, 3):
        for column, text in enumerate(row, 1):
            cell = page.cell(number, column, ESCAPE.sub("_x005F_", in_xml(text)))
            cell.data_type, cell.font, cell.border = "s", Font(FONT, SIZE), BOX
            cell.alignment = Alignment(vertical="center", wrap_text=True)
        if row[1]:
            quoted = names[[form.name for form in forms].index(_form_of(row[0], forms, names))].replace("'", "''")
            page.cell(number, 2).hyperlink = f"#'{quoted}'!{row[1]}"
    page.freeze_panes = "A3"
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToHeight = "landscape", A4, 0
    page.print_title_rows = "2:2"


def _form_of(name: str, forms: Sequence[Form], names: Sequence[str]) -> str:
    return forms[list(names).index(name)].name


def _with_values(archive: bytes, values: list[dict[str, Cell]]) -> bytes:
    """The workbook with what its formulas come to, which openpyxl leaves out: for readers that do not calculate."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            found = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name)
            if found and int(found[1]) <= len(values):
                own = values[int(found[1]) - 1]
                text = FORMULA_VALUE.sub(partial(_valued, own), content.decode("utf-8"))
                content = text.encode("utf-8")
            new.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _valued(cells: dict[str, Cell], match: re.Match) -> str:
    address, attributes, formula = match.groups()
    value = cells[address].value
    if value is None:
        return f'<c r="{address}"{attributes} t="str"><f>{formula}</f><v></v></c>'
    return f'<c r="{address}"{attributes}><f>{formula}</f><v>{value!r}</v></c>'
