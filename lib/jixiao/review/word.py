"""The opinion as a Word document, for that is what is sent round: A4 landscape, headings repeated on every page."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

import pandas as pd
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from jixiao.dataset import Dataset
from jixiao.phrases import Column, columns, say, sentences, written
from jixiao.review.opinion import OPINION, Opinion, of_project, opinion_table, opinions, overview_columns
from jixiao.review.output import labels
from jixiao.review.review import Review
from jixiao.review.settings import Settings, read_settings
from jixiao.spreadsheet import NOT_IN_XML, without_times

TEXT, HEADING, LATIN = "仿宋", "黑体", "Times New Roman"  # the official manner, as names: the reader's office has them
MARGIN = 15  # millimetres
LONG, SHORT = 297, 210
CELL_SIZE = 9.5
STYLES = {"Normal": (10.5, 2), "Title": (18, 6), "Heading 1": (13, 4)}  # points of size, and of room below
SHADE = "E6ECF4"
HEAD = (40, 110)  # millimetres of labels and of what is written beside them
OPINION_WIDTHS = (12, 33, 35, 32, 53, 50, 19, 33)
PROJECT_WIDTHS = {"position": 14, "project": 75, "budget": 28, "score": 18, "grade": 14, "lost": 84}
COUNT_WIDTH = 16


def render_word(
    found: Review,
    data: Dataset,
    language: str = "zh",
    *,
    settings: Settings | None = None,
    date: dt.date | None = None,
) -> bytes:
    """The opinion on every department as .docx; equal for equal reviews.

    Parameters
    ----------
    found : Review
        Written in the same language.
    data : Dataset
        What was reviewed.
    language : str
        ``zh`` or ``en``.
    settings : dict, optional
        Those of the review; by default those that hold in the workbook.
    date : date, optional
        Of the review; left blank without one.

    Returns
    -------
    bytes
        A form for each department of each document, and below it a table a project. The conclusion is a list to choose
        from.
    """
    settings = read_settings() if settings is None else settings
    document = Document()
    _set_page(document)
    _set_styles(document)
    title = say("review_sheets.title", language)
    document.core_properties.title, document.core_properties.author = title, ""
    document.core_properties.comments = ""
    most = f"{settings['score']['contradicted']:g}"
    notes = [say("review_sheets.convention", language), say("review_sheets.capped", language, most=most)]
    for number, opinion in enumerate(opinions(found, data, settings, date=date, language=language)):
        document.add_paragraph(title, "Title").paragraph_format.page_break_before = number > 0
        _form(document, opinion)
        _projects(document, opinion, language)
        document.add_paragraph(sentences(notes, language))
        _opinion(document, opinion, found, data, language)
    buffer = io.BytesIO()
    document.save(buffer)
    return without_times(buffer.getvalue())


def _projects(document, opinion: Opinion, language: str) -> None:
    document.add_paragraph(say("opinion.projects", language), "Heading 1")
    shown = overview_columns(opinion.projects, language)
    widths = [PROJECT_WIDTHS.get(column.name, COUNT_WIDTH) for column in shown]
    _table(document, opinion.projects, shown, widths, language)


def _opinion(document, opinion: Opinion, found: Review, data: Dataset, language: str) -> None:
    """The opinions on every project, and on none in particular."""
    names = labels(data.projects, language)
    for project in opinion.projects["project_id"]:
        table = opinion_table(found, data, of_project(found, project), language)
        _opinions(document, str(names[project]), table, language)
    whole = opinion_table(found, data, opinion.whole, language)
    _opinions(document, say("review_sheets.whole", language), whole, language)


def _opinions(document, heading: str, df: pd.DataFrame, language: str) -> None:
    if df.empty:
        return
    document.add_paragraph(_plain(heading), "Heading 1")
    _table(document, df, columns(language, OPINION), OPINION_WIDTHS, language)


def _form(document, opinion: Opinion) -> None:
    """The head: labels, what is known, and blanks; the conclusion is chosen from a list."""
    table = document.add_table(len(opinion.head), 2, "Table Grid")
    for number, (row, (label, value)) in enumerate(zip(table.rows, opinion.head, strict=True)):
        _fill(row.cells[0], label)
        _shade(row.cells[0])
        if number == opinion.chosen:
            _choice(row.cells[1].paragraphs[0], value, opinion.conclusions)
        else:
            _fill(row.cells[1], value)
    _set_widths(table, HEAD)


def _choice(paragraph, value: str, choices: Sequence[str]) -> None:
    """A list to choose from, with what is proposed chosen."""
    control, properties, content = (OxmlElement(f"w:{name}") for name in ("sdt", "sdtPr", "sdtContent"))
    listed = OxmlElement("w:dropDownList")
    for choice in choices:
        item = OxmlElement("w:listItem")
        item.set(qn("w:displayText"), choice)
        item.set(qn("w:value"), choice)
        listed.append(item)
    properties.append(listed)
    run = paragraph.add_run(value)
    run.font.size, run.font.bold = Pt(CELL_SIZE + 1), True
    content.append(run._r)
    control.extend([properties, content])
    paragraph._p.append(control)


def _table(document, df: pd.DataFrame, shown: Sequence[Column], widths: Sequence[float], language: str) -> None:
    """A table whose headings are repeated, and whose rows are not parted by a page's end."""
    table = document.add_table(1 + len(df), len(shown), "Table Grid")
    head, *rows = _rows(table)
    for cell, column in zip(head, shown, strict=True):
        _fill(cell, column.label)
        _shade(cell)
    for number, row in enumerate(table._tbl.tr_lst):
        row.get_or_add_trPr().append(OxmlElement("w:cantSplit" if number else "w:tblHeader"))
    for row, values in zip(rows, df[[column.name for column in shown]].itertuples(index=False), strict=True):
        for cell, value, column in zip(row, values, shown, strict=True):
            text = "" if column.name == "answer" else written(value, column.kind, language)
            _fill(cell, text, right=column.numeric)
    _set_widths(table, widths)


def _rows(table) -> list[list]:
    """Cells by row; python-docx recomputes the grid for every ``row.cells``."""
    cells, count = table._cells, len(table.columns)
    return [cells[start : start + count] for start in range(0, len(cells), count)]


def _plain(text: str) -> str:
    return NOT_IN_XML.sub("�", text)


def _fill(cell, text: str, *, right: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.add_run(_plain(text)).font.size = Pt(CELL_SIZE)


def _shade(cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", SHADE)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _set_widths(table, widths: Sequence[float]) -> None:
    table.autofit = False
    scale = min(1.0, (LONG - 2 * MARGIN) / sum(widths))
    millimetres = [Mm(width * scale) for width in widths]
    for column, width in zip(table.columns, millimetres, strict=True):
        column.width = width
    for row in _rows(table):
        for cell, width in zip(row, millimetres, strict=True):
            cell.width = width


def _set_page(document) -> None:
    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Mm(LONG), Mm(SHORT)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(MARGIN)
    footer = page.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for code, text in (("PAGE", " / "), ("NUMPAGES", "")):
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), code)
        field.append(footer.add_run("1")._r)
        footer._p.append(field)
        footer.add_run(text)


def _set_styles(document) -> None:
    for name, (size, below) in STYLES.items():
        style = document.styles[name]
        style.font.size, style.font.bold, style.font.color.rgb = Pt(size), name != "Normal", RGBColor(0, 0, 0)
        style.paragraph_format.space_after, style.paragraph_format.keep_with_next = Pt(below), name != "Normal"
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{script}"), LATIN)
        fonts.set(qn("w:eastAsia"), TEXT if name == "Normal" else HEADING)
