"""Forms as a Word document: a section each, with merged cells as the official form has them."""

from __future__ import annotations

from collections.abc import Sequence

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor, Twips

from jixiao.forms.sheet import AMOUNT, LABEL, NOTE, POINTS, RATE, SUBTITLE, TITLE, Cell, Form
from jixiao.office import content_of, in_xml
from jixiao.word_document import (
    A4,
    HEADING,
    LATIN,
    keep_rows_whole,
    offer,
    set_cell_margins,
    set_page,
    set_widths,
    shade,
)

FONT = "宋体"
MARGIN = 15  # millimetres
CELL_MARGIN = Twips(45)
SIZES = {TITLE: 16.0, SUBTITLE: 11.0, NOTE: 8.5}
SIZE = {False: 9.0, True: 8.0}  # of cells, on a page that lies across too
BLANK = "\u3000"  # what an empty list shows, so that there is something to click on
GREY, SHADE = RGBColor(0x8C, 0x8C, 0x8C), "F2F2F2"


def render_docx(forms: Sequence[Form], notice: str = "") -> bytes:
    """The document; equal for equal forms. ``notice`` stands in the header of every page."""
    document = Document()
    for number, form in enumerate(forms):
        section = document.sections[0] if not number else document.add_section(WD_SECTION.NEW_PAGE)
        _set_page(section, form, notice)
        _write(document, form)
    return content_of(document)


def _set_page(section, form: Form, notice: str) -> None:
    set_page(section, landscape=form.landscape, margin=MARGIN)
    if notice:
        section.header.is_linked_to_previous = False
        section.header.paragraphs[0].text = notice


def _write(document, form: Form) -> None:
    """Title and note as paragraphs, all between them as one table."""
    rows = [row for row in range(1, form.height + 1) if not _is_line(form, row)]
    for row in range(1, rows[0]):
        _paragraph(document.add_paragraph(), form.cells[row, 0], SIZES[form.cells[row, 0].style])
    table = document.add_table(len(rows), len(form.widths), "Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    set_widths(table, form.widths, A4[form.landscape] - 2 * MARGIN)
    set_cell_margins(table, CELL_MARGIN)
    keep_rows_whole(table.rows)
    grid = [list(row.cells) for row in table.rows]
    for (row, column), cell in form.cells.items():
        if row not in rows:
            continue
        line = row - rows[0]
        place = grid[line][column]
        if cell.height > 1 or cell.width > 1:
            place = place.merge(grid[line + cell.height - 1][column + cell.width - 1])
        _fill(place, cell, SIZE[form.landscape])
    for row in range(rows[-1] + 1, form.height + 1):
        _paragraph(document.add_paragraph(), form.cells[row, 0], SIZES[NOTE])


def _is_line(form: Form, row: int) -> bool:
    return (row, 0) in form.cells and form.cells[row, 0].style in (TITLE, SUBTITLE, NOTE)


def _fill(place, cell: Cell, size: float) -> None:
    place.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for extra in place.paragraphs[1:]:
        extra._p.getparent().remove(extra._p)
    first, *others = cell.text.split("\n")
    paragraph = place.paragraphs[0]
    _paragraph(paragraph, cell, size, first)
    for line in others:
        _paragraph(place.add_paragraph(), cell, size, line)
    if cell.style == LABEL:
        shade(place, SHADE)


def _paragraph(paragraph, cell: Cell, size: float, text: str | None = None) -> None:
    run = paragraph.add_run(in_xml(cell.text if text is None else text))
    run.font.size, run.font.name = Pt(size), LATIN
    run._r.get_or_add_rPr().rFonts.set(qn("w:eastAsia"), HEADING if cell.style == TITLE else FONT)
    if cell.is_open:
        run.font.color.rgb = GREY
    if cell.choices:
        _offer(run, cell)
    centred = cell.style in (TITLE, SUBTITLE, LABEL) or cell.is_open
    right = cell.style in (AMOUNT, RATE, POINTS)
    side = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
    paragraph.alignment = side
    paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(0)


def _offer(run, cell: Cell) -> None:
    is_prompt = cell.is_open or not cell.text
    if is_prompt:
        run.text = run.text or BLANK
    offer(run, cell.choices, others=True, is_prompt=is_prompt)
