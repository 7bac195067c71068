"""Workbooks (.xlsx) to paragraphs and grids: values as the sheet shows them, formulas as last calculated."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace

import openpyxl
from lxml import etree
from openpyxl.cell.cell import Cell as Value
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.utils import column_index_from_string, range_boundaries
from openpyxl.utils.datetime import MAC_EPOCH, to_excel
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import HyperlinkList
from openpyxl.worksheet.merge import MergeCells
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import SHEET_MAIN_NS

from jixiao.documents.archive import check_xml, open_archive
from jixiao.documents.content import Content, Doubt, quote
from jixiao.documents.date_formats import BUILT_IN
from jixiao.documents.format_tokens import UnknownFormatError
from jixiao.documents.limits import POSITIONS, check
from jixiao.documents.raised import lowered, raised
from jixiao.documents.sheet import SHOW, UNCALCULATED, Place, Sheet, Values, cells_of, content_of
from jixiao.documents.xlsx_repair import UNDERSCORE, bare, readable

ROWS, COLUMNS = 1_048_576, 16_384  # of a sheet
ROW, CELL, FORMULA, VALUE, MERGED, LINKS = (
    f"{{{SHEET_MAIN_NS}}}{name}" for name in ("row", "c", "f", "v", "mergeCells", "hyperlinks")
)
DRAWING = re.compile(r"xl/drawings/drawing\d+\.xml")
PICTURE = re.compile(r"=?(?:_xlfn\.)?(?:DISPIMG|IMAGE)\(", re.IGNORECASE)
COMPARE = "not read; compare with the document"


def read_xlsx(raw: bytes) -> Content:
    """Take an .xlsx workbook apart."""
    archive = open_archive(raw)
    if (changed := readable(archive)) is not None:
        raw, archive = changed, open_archive(changed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions that are not read
        try:
            surveys = _surveys(raw, archive)
            book = _load(raw)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError, SyntaxError):
            # Excel opens a book whose styles or properties are odd; what is wrong with its cells is raised again.
            raw = bare(archive)
            surveys = _surveys(raw, open_archive(raw))
            book = _load(raw)
    content = content_of("xlsx", [_sheet(book, sheet) for sheet in book.worksheets])
    if any(uncalculated for _, uncalculated in surveys):
        content.doubts.append(UNCALCULATED)
    content.doubts += _texts_of_shapes(archive)
    return content


def _load(raw: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(raw), data_only=True, keep_links=False, rich_text=True)


def _surveys(raw: bytes, archive: zipfile.ZipFile) -> list[tuple[int, bool]]:
    """What `_survey` says of each sheet, before openpyxl goes through each cell of a merged or linked area."""
    surveys = [_survey(archive.read(part)) for part in _sheet_parts(raw, archive)]
    check(sum(positions for positions, _ in surveys), POSITIONS, "merged cells")
    return surveys


def _sheet_parts(raw: bytes, archive: zipfile.ZipFile) -> set[str]:
    """The parts that openpyxl will read as sheets, whatever their names are."""
    reader = ExcelReader(io.BytesIO(raw), data_only=True, keep_links=False)
    reader.read_manifest()
    reader.read_workbook()
    return {relation.target for _, relation in reader.parser.find_sheets()} & set(archive.namelist())


def _survey(xml: bytes) -> tuple[int, bool]:
    """How many cells the merged and linked areas of a sheet have, and whether a formula in it has no value."""
    check_xml(xml)
    positions, uncalculated = 0, False
    tags = (ROW, MERGED, LINKS)
    for _, element in etree.iterparse(io.BytesIO(xml), tag=tags, remove_comments=True, remove_pis=True):
        if element.tag == MERGED:
            positions += sum(_size(cell.ref) for cell in MergeCells.from_tree(element).mergeCell)
        elif element.tag == LINKS:
            positions += sum(_size(link.ref) for link in HyperlinkList.from_tree(element).hyperlink)
        else:
            uncalculated = uncalculated or any(map(_uncalculated, element.iterchildren(CELL)))
        element.clear()
    return positions, uncalculated


def _uncalculated(cell: etree._Element) -> bool:
    formula = cell.find(FORMULA)
    blank_text = cell.get("t") == "str" and cell.find(VALUE) is not None  # what a formula gave was ""
    return formula is not None and formula.text is not None and not cell.findtext(VALUE) and not blank_text


def _size(area: str) -> int:
    """How many cells an area has: A1:B2, A1, or whole columns or rows."""
    left, top, right, bottom = range_boundaries(area)
    width = COLUMNS if left is None else right - left + 1
    return width * (ROWS if top is None else bottom - top + 1)


@dataclass(frozen=True)
class _Fonts:
    """Fonts of a workbook that change what a cell shows, by their numbers."""

    struck: frozenset[int]
    raised: frozenset[int]
    lowered: frozenset[int]

    @classmethod
    def of(cls, book: Workbook) -> _Fonts:
        """Those of a workbook."""
        fonts = list(enumerate(book._fonts))
        return cls(
            frozenset(number for number, font in fonts if font.strike),
            frozenset(number for number, font in fonts if font.vertAlign == "superscript"),
            frozenset(number for number, font in fonts if font.vertAlign == "subscript"),
        )


def _sheet(book: Workbook, sheet: Worksheet) -> Sheet:
    merged = {
        (area.min_row - 1, area.min_col - 1): (area.max_row - area.min_row + 1, area.max_col - area.min_col + 1)
        for area in sheet.merged_cells.ranges
    }
    values, fonts, from_1904 = Values(), _Fonts.of(book), book.epoch == MAC_EPOCH
    # The cells there are, by their addresses: iter_rows would go through a million rows where one cell lies far off.
    for (row, column), cell in sheet._cells.items():
        if cell.value is not None:
            _take(values, (row - 1, column - 1), cell, fonts, from_1904)
    for place in _pictures(sheet):
        if not values.texts.get(place, "").strip():
            values.doubt(place, "a picture in a cell", "text", COMPARE)
    rows = frozenset(row - 1 for row, size in sheet.row_dimensions.items() if size.hidden or size.height == 0)
    cells = cells_of({place: _unescaped(text) for place, text in values.texts.items()}, merged)
    found = Sheet(sheet.title, sheet.sheet_state != "visible", cells, rows, _hidden_columns(sheet))
    return replace(found, doubts=values.doubts)


def _take(values: Values, place: Place, cell: Value, fonts: _Fonts, from_1904: bool) -> None:
    """Take a cell's value as it is shown: raised and lowered text as such, struck-out text left out."""
    value, style = cell.value, cell._style
    if isinstance(value, CellRichText):
        value = "".join(_runs(values, place, value, style.fontId, fonts))
    elif style.fontId in fonts.struck:
        values.doubt(place, "struck-out text", "text that is shown", SHOW)
        return
    elif isinstance(value, str):
        value = _moved(value, style.fontId, fonts)
    if isinstance(value, str) and PICTURE.match(value):
        values.doubt(place, "a picture in a cell", "text", COMPARE)
        return
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        # Of a day in no format of days the file says that it is one.
        number = to_excel(value, MAC_EPOCH) if from_1904 else to_excel(value)
        value = str(value).removesuffix(" 00:00:00") if cell.number_format == "General" else number
    values.take(place, value, lambda: _format_of(cell), from_1904=from_1904)


def _format_of(cell: Value) -> str:
    """The format of a cell; a file names those that are built in by number alone."""
    number = cell._style.numFmtId
    if number in BUILT_IN:
        return BUILT_IN[number]
    if number in BUILTIN_FORMATS or number >= BUILTIN_FORMATS_MAX_SIZE:
        return cell.number_format
    raise UnknownFormatError(f"number {number}")


def _runs(values: Values, place: Place, text: CellRichText, font: int, fonts: _Fonts) -> Iterator[str]:
    """The parts of a text that differ in font, without those that are struck out."""
    for part in text:
        if not isinstance(part, TextBlock):
            if font not in fonts.struck:
                yield _moved(part, font, fonts)
            continue
        if part.font.strike and part.text.strip():
            found = f"struck-out text: {quote(part.text, 30)}"
            values.doubt(place, found, "text that is shown", SHOW)
        elif part.font.vertAlign == "superscript":
            yield raised(part.text)
        else:
            yield lowered(part.text) if part.font.vertAlign == "subscript" else part.text


def _moved(text: str, font: int, fonts: _Fonts) -> str:
    if font in fonts.raised:
        return raised(text)
    return lowered(text) if font in fonts.lowered else text


def _hidden_columns(sheet: Worksheet) -> frozenset[int]:
    """Columns that are hidden, or of no width; of areas to the end of the sheet only as far as there are cells."""
    hidden: set[int] = set()
    for name, size in sheet.column_dimensions.items():
        if size.hidden or size.width == 0:
            first = size.min or column_index_from_string(name)
            hidden.update(range(first - 1, min(size.max or first, sheet.max_column)))
    return frozenset(hidden)


def _pictures(sheet: Worksheet) -> Iterator[Place]:
    """Where pictures are laid over a sheet's cells."""
    for picture in sheet._images:
        start = getattr(picture.anchor, "_from", None)
        if start is not None and start.row < sheet.max_row and start.col < sheet.max_column:
            yield start.row, start.col


def _texts_of_shapes(archive: zipfile.ZipFile) -> list[Doubt]:
    """One doubt for the texts that stand in shapes over the sheets."""
    texts: list[str] = []
    for part in filter(DRAWING.fullmatch, archive.namelist()):
        xml = archive.read(part)
        check_xml(xml)
        for shape in etree.fromstring(xml).iter("{*}sp"):
            texts.append("".join(item.text or "" for item in shape.iter("{*}t")))
    said = [quote(text, 30) for text in texts if text.strip()]
    found = f"text in shapes over the sheets ({len(said)}): {quote('; '.join(said), 100)}"
    return [Doubt("", found, "text in cells", COMPARE)] if said else []


def _unescaped(text: str) -> str:
    """A text with the characters that the format writes by their numbers: _x000D_ is a carriage return."""
    plain = unescape(text) if "_x" in text else text
    # Two halves of a pair are one character; what is left of a half is taken out with the control characters.
    whole = plain.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    return re.sub("\r\n?", "\n", whole).replace(UNDERSCORE, "_")
