"""The brief as a Word document that an office can edit: styles, captions, tables and page numbers are Word's own."""

from __future__ import annotations

import io
from base64 import b64decode
from collections.abc import Iterable
from itertools import count

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Inches, Mm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from jixiao.briefs.columns import Page, column_widths, half_widths
from jixiao.briefs.outline import PLAIN, Outline
from jixiao.office import content_of
from jixiao.word_document import (
    A4,
    HEADING,
    TEXT,
    add_field,
    cells_by_row,
    element,
    fill,
    keep_rows_whole,
    number_pages,
    repeat_headings,
    set_cell_margins,
    set_page,
    set_properties,
    set_style,
    set_widths,
)

MARGIN, CELL_MARGIN = 18, 1  # millimetres
LINE = A4[0] - 2 * MARGIN
INCH = 25.4
PAGE = Page(room=108, padding=2, width=half_widths)
# Points of size, and of room above and below.
STYLES = {
    "Normal": (10.5, 0, 2),
    "Title": (18, 0, 2),
    "Subtitle": (10.5, 0, 4),
    "Heading 1": (13, 8, 3),
    "Heading 2": (11, 5, 2),
    "Caption": (9, 0, 3),
    "List Number": (10, 0, 2),
    "List Bullet": (10, 0, 1),
}
CELL_SIZE, LEAD_SIZE, PRINT_SIZE = 9, 12.5, 7.5
SHADE, ACCENT = "E6E8EC", RGBColor(0xB0, 0x41, 0x0D)
FEW = 4  # rows of a table that is not parted by a page's end


def render_word(brief: Outline) -> bytes:
    """The brief as .docx; equal for equal briefs."""
    document = Document()
    _set_page(document, brief)
    _set_styles(document)
    writer = _Writer(document, brief)
    writer.head()
    writer.front()
    for section in brief.sections:
        document.add_heading(section.label, 1)
        for exhibit in section.exhibits:
            writer.exhibit(exhibit)
    small = writer.paragraph("", "Caption")
    small.paragraph_format.space_after = Pt(0)
    small.add_run(f"{brief.source} {brief.produced}{brief.substituted()}").font.size = Pt(PRINT_SIZE)
    return content_of(document)


class _Writer:
    """Writes exhibits into a document, numbering figures and tables."""

    def __init__(self, document, brief: Outline):
        self.document, self.brief = document, brief
        self.numbers = {"figure": count(1), "table": count(1)}

    def head(self) -> None:
        """Title, department, the label that says what the figures rest on, and the sentences, their leads in bold."""
        head = self.brief.head
        self.paragraph(head["title"], "Title")
        self.paragraph(head["subtitle"], "Subtitle")
        label = self.paragraph("")
        label.add_run(head["finding"]).font.bold = True
        _frame(label)
        for lead, rest in head["cells"]:
            sentence = self.paragraph("")
            first = sentence.add_run(lead)
            first.font.bold, first.font.size = True, Pt(LEAD_SIZE)
            sentence.add_run(rest)

    def front(self) -> None:
        """The curve and what is to be done, side by side in a table without lines."""
        curve, actions = self.brief.curve, self.brief.front.get("actions")
        if not (curve and curve["picture"]):
            self._actions(self.document, actions)
            return
        place = self.document.add_table(1, 2)
        left, right = place.rows[0].cells
        drawn = curve["inches"] * INCH + 4
        _set_widths(place, [drawn, LINE - drawn])
        _heading(left, self.brief.curve_label)
        self._draw(left.add_paragraph(), curve)
        left.add_paragraph(curve["finding"], "Caption")
        self._actions(right, actions)

    def _actions(self, place, actions: dict | None) -> None:
        if actions and not actions["cells"]:
            place.add_paragraph(actions["title"])
        if not actions or not actions["cells"]:
            return
        _heading(place, actions["title"])
        for number, (act, what) in enumerate(actions["cells"], 1):
            line = place.add_paragraph()
            line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Pt(14), Pt(-14)
            line.add_run(f"{number}. ")
            first = line.add_run(act)
            first.font.bold, first.font.color.rgb = True, ACCENT
            line.add_run(f" {what}")
            for run in line.runs:
                run.font.size = Pt(STYLES["List Number"][0])
        place.add_paragraph(actions["finding"], "Caption")

    def exhibit(self, exhibit: dict) -> None:
        """A heading; the picture with its caption, or the table, or the lines; and what is found."""
        if not exhibit["columns"]:
            self.paragraph(exhibit["title"])
            return
        self.document.add_heading(exhibit["title"], 2)
        if exhibit["picture"]:
            picture = self.paragraph("")
            picture.paragraph_format.keep_with_next = True
            self._draw(picture, exhibit)
            self._caption("figure", exhibit["subtitle"])
            self.paragraph(exhibit["finding"])
        elif exhibit["section"] == PLAIN:
            for line in self.brief.lines(exhibit):
                self.paragraph(line, "List Bullet")
            self.paragraph(exhibit["finding"], "Caption")
        elif exhibit["rows"]:
            self._caption("table", self.brief.note(exhibit), keep=True)
            self._table(exhibit)

    def paragraph(self, text: str, style: str = "Normal") -> Paragraph:
        return self.document.add_paragraph(text, style)

    def _draw(self, paragraph: Paragraph, exhibit: dict) -> None:
        """The picture as wide as it was drawn for, so that its letters have the size they were given."""
        content = io.BytesIO(b64decode(exhibit["picture"]))
        drawn = paragraph.add_run().add_picture(content, Inches(exhibit["inches"]))
        drawn._inline.docPr.set("descr", exhibit["alt"])

    def _caption(self, kind: str, text: str, *, keep: bool = False) -> None:
        """A caption with a number of Word's own, so that numbers follow when figures are moved."""
        paragraph = self.document.add_paragraph(style="Caption")
        paragraph.paragraph_format.keep_with_next = keep
        before, _, after = self.brief.say(f"brief.{kind}", number="\0").partition("\0")
        paragraph.add_run(before)
        add_field(paragraph, f"SEQ {kind} \\* ARABIC", str(next(self.numbers[kind])))
        paragraph.add_run(f"{after}　{text}")

    def _table(self, exhibit: dict) -> None:
        columns = exhibit["columns"]
        rows = [*exhibit["cells"], *exhibit["totals"]]
        table = self.document.add_table(1 + len(rows), len(columns), "Table Grid")
        labels = [column["label"].replace("\n", "") for column in columns]
        for row, texts in zip(cells_by_row(table), [labels, *rows], strict=True):
            for cell, text, column in zip(row, texts, columns, strict=True):
                fill(cell, text, CELL_SIZE, right=column["numeric"])
        keep_rows_whole(table.rows)
        repeat_headings(table, SHADE)
        _keep(table.rows[: len(rows) if len(rows) <= FEW else 1])
        _keep(table.rows[len(exhibit["cells"]) : len(rows)])  # a sum stands with the last row it sums
        _set_widths(table, column_widths(exhibit, PAGE))


def _heading(place, text: str) -> None:
    """A heading of the second rank, in a cell its first paragraph, or in the document."""
    empty = [item for item in place.paragraphs if not item.text] if isinstance(place, _Cell) else []
    heading = empty[0] if empty else place.add_paragraph()
    heading.style, _ = "Heading 2", heading.add_run(text)


def _frame(paragraph: Paragraph) -> None:
    """A line around a paragraph, which makes it a label."""
    borders = element("pBdr")
    for side in ("top", "left", "bottom", "right"):
        borders.append(element(side, val="single", sz="6", space="2", color="1D2129"))
    paragraph._p.get_or_add_pPr().append(borders)


def _keep(rows: Iterable[_Row]) -> None:
    """Keep rows of a table on the page of the row that follows them."""
    for row in rows:
        for paragraph in row._tr.iter(qn("w:p")):
            paragraph.get_or_add_pPr().get_or_add_keepNext()


def _set_widths(table: Table, widths: list[float]) -> None:
    set_widths(table, widths, LINE)
    set_cell_margins(table, Mm(CELL_MARGIN))


def _set_page(document, brief: Outline) -> None:
    page = document.sections[0]
    set_page(page, landscape=False, margin=MARGIN)
    page.top_margin = Mm(MARGIN + 4)  # for the header
    page.header.paragraphs[0].text = brief.name
    number_pages(page)
    set_properties(document, brief.name)


def _set_styles(document) -> None:
    for name, (size, above, below) in STYLES.items():
        style = document.styles[name]
        set_style(style, HEADING if name.startswith(("Title", "Heading")) else TEXT, size, below=below)
        style.font.italic = False
        style.paragraph_format.space_before, style.paragraph_format.line_spacing = Pt(above), 1.1
    language = document.styles.element.find(".//" + qn("w:lang"))
    language.set(qn("w:val"), "en-GB")
    language.set(qn("w:eastAsia"), "zh-CN")
