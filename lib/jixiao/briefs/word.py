"""The brief as a Word document that an office can edit: styles, captions, tables and page numbers are Word's own."""

from __future__ import annotations

import io
from base64 import b64decode
from itertools import count

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from jixiao.briefs.outline import Outline, column_widths
from jixiao.spreadsheet import without_times

TEXT, HEADING, LATIN = "仿宋", "黑体", "Times New Roman"  # the official manner, as names: the reader's office has them
WIDTH, MARGIN, CELL_MARGIN = 210, 18, 1  # millimetres
FIRST_PICTURE, PICTURE = 135, 100  # millimetres of width: the opening one is the largest
ROOM = 116  # half-width characters in a line of a table
# Points of size, and of room above and below.
STYLES = {
    "Normal": (10.5, 0, 3),
    "Title": (20, 0, 4),
    "Subtitle": (12, 0, 2),
    "Heading 1": (14, 10, 4),
    "Heading 2": (11.5, 6, 2),
    "Caption": (9, 0, 3),
}
CELL_SIZE = 8
SHADE = "E6E8EC"
LONGEST_PROPERTY = 255  # characters of a document property
FEW = 14  # rows of a table that is not parted by a page's end


def render_word(brief: Outline) -> bytes:
    """The brief as .docx; equal for equal briefs."""
    document = Document()
    _set_page(document, brief)
    _set_styles(document, brief)
    writer = _Writer(document, brief)
    writer.head()
    for section in brief.sections:
        document.add_heading(f"{section.label}　{section.title}", 1)
        for number, exhibit in enumerate(section.exhibits):
            writer.exhibit(exhibit, titled=number > 0)
    writer.paragraph(brief.produced + brief.substituted(), "Caption")
    buffer = io.BytesIO()
    document.save(buffer)
    return without_times(buffer.getvalue())


class _Writer:
    """Writes exhibits into a document, numbering figures and tables."""

    def __init__(self, document, brief: Outline):
        self.document, self.brief = document, brief
        self.numbers = {"figure": count(1), "table": count(1)}

    def head(self) -> None:
        head = self.brief.head
        self.paragraph(head["title"], "Title")
        self.paragraph(head["subtitle"], "Subtitle")
        self.paragraph(head["finding"])
        cards = self.document.add_table(1, len(head["cells"]), "Table Grid")
        for cell, (figure, label, note) in zip(cards.rows[0].cells, head["cells"], strict=True):
            first = cell.paragraphs[0]
            _run(first, figure, size=15)
            for text, size in ((label, 10), (note, 9)):
                _run(cell.add_paragraph(), text, size=size)

    def exhibit(self, exhibit: dict, *, titled: bool) -> None:
        """A heading, unless section or picture say it already; the picture with its caption; the finding; the table."""
        if titled and not exhibit["picture"]:
            self.document.add_heading(exhibit["title"], 2)
        if exhibit["picture"]:
            self._picture(exhibit)
        self.paragraph(exhibit["finding"]).paragraph_format.keep_with_next = bool(exhibit["rows"])
        if exhibit["rows"]:
            self._caption("table", exhibit["subtitle"], keep=True)
            self._table(exhibit)
        if not exhibit["picture"]:
            self.paragraph(exhibit["source"], "Caption")

    def paragraph(self, text: str, style: str = "Normal") -> Paragraph:
        return self.document.add_paragraph(text, style)

    def _picture(self, exhibit: dict) -> None:
        width = PICTURE if exhibit is not self.brief.exhibits[0] else FIRST_PICTURE
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        drawn = paragraph.add_run().add_picture(io.BytesIO(b64decode(exhibit["picture"])), Mm(width))
        drawn._inline.docPr.set("descr", exhibit["alt"])
        self._caption("figure", exhibit["title"])

    def _caption(self, kind: str, text: str, *, keep: bool = False) -> None:
        """A caption with a number of Word's own, so that numbers follow when figures are moved."""
        paragraph = self.document.add_paragraph(style="Caption")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if kind == "figure" else WD_ALIGN_PARAGRAPH.LEFT
        paragraph.paragraph_format.keep_with_next = keep
        before, _, after = self.brief.say(f"brief.{kind}", number="\0").partition("\0")
        paragraph.add_run(before)
        _field(paragraph, f"SEQ {kind} \\* ARABIC", str(next(self.numbers[kind])))
        paragraph.add_run(f"{after}　{text}")

    def _table(self, exhibit: dict) -> None:
        columns = exhibit["columns"]
        rows = [*exhibit["cells"], *exhibit["totals"]]
        table = self.document.add_table(1 + len(rows), len(columns), "Table Grid")
        labels = [column["label"].replace("\n", "") for column in columns]
        for row, texts in zip(_rows(table), [labels, *rows], strict=True):
            for cell, text, column in zip(row, texts, columns, strict=True):
                _fill(cell, text, right=column["numeric"])
        _set_rows(table)
        _keep(table, len(rows) if len(rows) <= FEW else 1)
        _set_widths(table, column_widths(exhibit, ROOM))


def _rows(table: Table):
    """Cells by row; python-docx recomputes the grid for every ``row.cells``."""
    cells, columns = table._cells, len(table.columns)
    return (cells[start : start + columns] for start in range(0, len(cells), columns))


def _fill(cell, text: str, *, right: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
    _run(paragraph, text, size=CELL_SIZE)


def _run(paragraph: Paragraph, text: str, *, size: float) -> None:
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.add_run(text).font.size = Pt(size)


def _set_rows(table: Table) -> None:
    """Part no row at a page's end, repeat the headings after it, and shade them."""
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    head = table.rows[0]._tr
    head.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in head.tc_lst:
        cell.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=SHADE))


def _keep(table: Table, rows: int) -> None:
    """Keep the first rows of a table on the page of the row that follows them."""
    for row in table._tbl.tr_lst[:rows]:
        for paragraph in row.iter(qn("w:p")):
            paragraph.get_or_add_pPr().get_or_add_keepNext()


def _set_widths(table: Table, widths: list[float]) -> None:
    table.autofit = False
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(_element(f"w:{side}", w=str(Mm(CELL_MARGIN).twips), type="dxa"))
    table._tbl.tblPr.append(margins)
    millimetres = [Mm((WIDTH - 2 * MARGIN) * width / sum(widths)) for width in widths]
    for column, width in zip(table.columns, millimetres, strict=True):
        column.width = width
    for row in _rows(table):
        for cell, width in zip(row, millimetres, strict=True):
            cell.width = width


def _field(paragraph: Paragraph, code: str, text: str) -> None:
    """A field with the text it shows until it is updated."""
    field = _element("w:fldSimple", instr=code)
    field.append(paragraph.add_run(text)._r)
    paragraph._p.append(field)


def _element(tag: str, **attributes: str):
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _set_page(document, brief: Outline) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Mm(WIDTH), Mm(297)
    page.left_margin = page.right_margin = page.bottom_margin = Mm(MARGIN)
    page.top_margin = Mm(MARGIN + 4)  # for the header
    page.header.paragraphs[0].text = brief.name
    footer = page.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(footer, "PAGE", "1")
    footer.add_run(" / ")
    _field(footer, "NUMPAGES", "1")
    document.core_properties.title = brief.name[:LONGEST_PROPERTY]
    document.core_properties.author = document.core_properties.comments = ""


def _set_styles(document, brief: Outline) -> None:
    for name, (size, above, below) in STYLES.items():
        style = document.styles[name]
        style.font.size, style.font.bold, style.font.italic = Pt(size), False, False
        spacing = style.paragraph_format
        spacing.space_before, spacing.space_after, spacing.line_spacing = Pt(above), Pt(below), 1.1
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{script}"), LATIN)
        fonts.set(qn("w:eastAsia"), HEADING if name.startswith(("Title", "Heading")) else TEXT)
    language = document.styles.element.find(".//" + qn("w:lang"))
    language.set(qn("w:val"), "en-GB")
    language.set(qn("w:eastAsia"), "zh-CN")
