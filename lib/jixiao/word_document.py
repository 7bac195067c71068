"""Parts of a Word document for which python-docx has no method: shading, fields, lists to choose from, whole rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from jixiao.office import in_xml

A4 = (210, 297)  # millimetres
# The official manner, as names: the reader's office has them.
TEXT, HEADING, LATIN = "仿宋", "黑体", "Times New Roman"
LONGEST_PROPERTY = 255  # characters of a document property
# What the schema wants behind the shading of a cell, and behind the margins of a table's cells.
AFTER_SHADE = ("w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign", "w:hideMark")
AFTER_MARGINS = ("w:tblLook", "w:tblCaption", "w:tblDescription")


def element(tag: str, **attributes: str) -> BaseOxmlElement:
    """An element of WordprocessingML with its attributes, both in the namespace ``w``."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def set_page(section: Section, *, landscape: bool, margin: float) -> None:
    """A4, upright or across, with one margin in millimetres on all sides."""
    short, long = map(Mm, A4)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(margin)


def set_properties(document: Document, title: str) -> None:
    """A title, and neither an author nor the remark of the library that wrote the document."""
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title[:LONGEST_PROPERTY], "", ""


def set_style(style: ParagraphStyle, east_asian: str, size: float, *, below: float, bold: bool = False) -> None:
    """Fonts of a style for both scripts, black, its size and the room below it in points."""
    style.font.size, style.font.bold, style.font.color.rgb = Pt(size), bold, RGBColor(0, 0, 0)
    style.paragraph_format.space_after = Pt(below)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), LATIN)
    fonts.set(qn("w:eastAsia"), east_asian)


def number_pages(section: Section) -> None:
    """Page and number of pages in the middle of the footer."""
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_field(footer, "PAGE", "1")
    footer.add_run(" / ")
    add_field(footer, "NUMPAGES", "1")


def add_field(paragraph: Paragraph, code: str, text: str) -> None:
    """A field with the text that it shows until it is updated."""
    field = element("fldSimple", instr=code)
    field.append(paragraph.add_run(text)._r)
    paragraph._p.append(field)


def offer(run: Run, choices: Sequence[str], *, others: bool = False, is_prompt: bool = False) -> None:
    """Make a run a list to choose from, what it says being chosen.

    With ``others`` another text may be written instead; a prompt is what Word replaces, and no choice.
    """
    control, properties, content = map(element, ("sdt", "sdtPr", "sdtContent"))
    listed = element("comboBox" if others else "dropDownList")
    listed.extend(element("listItem", displayText=choice, value=choice) for choice in choices)
    if run._r.rPr is not None:  # for what will be written, a prompt's colour aside
        look = deepcopy(run._r.rPr)
        for colour in look.findall(qn("w:color")):
            look.remove(colour)
        properties.append(look)
    if is_prompt:
        properties.append(element("showingPlcHdr"))
    properties.append(listed)
    run._r.addprevious(control)
    content.append(run._r)
    control.extend([properties, content])


def cells_by_row(table: Table) -> list[list[_Cell]]:
    """The cells of each row; python-docx recomputes the grid for every ``row.cells``."""
    cells, count = table._cells, len(table.columns)
    return [cells[start : start + count] for start in range(0, len(cells), count)]


def fill(cell: _Cell, text: str, size: float, *, right: bool = False) -> None:
    """Write a text of some points into an empty cell."""
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.add_run(in_xml(text)).font.size = Pt(size)


def shade(cell: _Cell, colour: str) -> None:
    """Fill the background of a cell, with a colour as RRGGBB."""
    made = element("shd", val="clear", color="auto", fill=colour)
    cell._tc.get_or_add_tcPr().insert_element_before(made, *AFTER_SHADE)


def keep_rows_whole(rows: Iterable[_Row]) -> None:
    """Part no row at a page's end."""
    for row in rows:
        row._tr.get_or_add_trPr().append(element("cantSplit"))


def repeat_headings(table: Table, colour: str) -> None:
    """Repeat the first row at the head of every page, and shade it."""
    table._tbl.tr_lst[0].get_or_add_trPr().append(element("tblHeader"))
    for cell in cells_by_row(table)[0]:
        shade(cell, colour)


def set_widths(table: Table, widths: Iterable[float], room: float) -> None:
    """Share out a line of some millimetres among the columns, in proportion to their widths."""
    table.autofit = False
    widths = list(widths)
    lengths = [Mm(room * width / sum(widths)) for width in widths]
    for column, length in zip(table.columns, lengths, strict=True):
        column.width = length
    for row in cells_by_row(table):
        for cell, length in zip(row, lengths, strict=True):
            cell.width = length


def set_cell_margins(table: Table, margin: Length) -> None:
    """What is left free at both sides of each cell."""
    margins = element("tblCellMar")
    margins.extend(element(side, w=str(margin.twips), type="dxa") for side in ("left", "right"))
    table._tbl.tblPr.insert_element_before(margins, *AFTER_MARGINS)
