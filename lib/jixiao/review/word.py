"""The opinion as a Word document, for that is what is sent round: A4 landscape, headings repeated on every page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pandas as pd
from docx import Document
from docx.shared import Pt

from jixiao.dataset import Dataset
from jixiao.office import content_of, in_xml
from jixiao.phrases import Column, columns, say, sentences, written
from jixiao.review.opinion import OPINION, Opinion, of_project, opinion_table, opinions, overview_columns
from jixiao.review.output import labels
from jixiao.review.review import Review
from jixiao.review.settings import Settings, read_settings
from jixiao.word_document import (
    A4,
    HEADING,
    TEXT,
    cells_by_row,
    fill,
    keep_rows_whole,
    number_pages,
    offer,
    repeat_headings,
    set_page,
    set_properties,
    set_style,
    set_widths,
    shade,
)

MARGIN = 15  # millimetres
ROOM = A4[1] - 2 * MARGIN
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
    page = document.sections[0]
    set_page(page, landscape=True, margin=MARGIN)
    number_pages(page)
    _set_styles(document)
    title = say("review_sheets.title", language)
    set_properties(document, title)
    most = f"{settings['score']['contradicted']:g}"
    notes = [say("review_sheets.convention", language), say("review_sheets.capped", language, most=most)]
    for number, opinion in enumerate(opinions(found, data, settings, date=date, language=language)):
        document.add_paragraph(title, "Title").paragraph_format.page_break_before = number > 0
        _form(document, opinion)
        _projects(document, opinion, language)
        document.add_paragraph(sentences(notes, language))
        _opinion(document, opinion, found, data, language)
    return content_of(document)


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
    document.add_paragraph(in_xml(heading), "Heading 1")
    _table(document, df, columns(language, OPINION), OPINION_WIDTHS, language)


def _form(document, opinion: Opinion) -> None:
    """The head: labels, what is known, and blanks; the conclusion is chosen from a list."""
    table = document.add_table(len(opinion.head), 2, "Table Grid")
    for number, ((left, right), (label, value)) in enumerate(zip(cells_by_row(table), opinion.head, strict=True)):
        fill(left, label, CELL_SIZE)
        shade(left, SHADE)
        if number == opinion.chosen:
            chosen = right.paragraphs[0].add_run(value)
            chosen.font.size, chosen.font.bold = Pt(CELL_SIZE + 1), True
            offer(chosen, opinion.conclusions)
        else:
            fill(right, value, CELL_SIZE)
    set_widths(table, HEAD, sum(HEAD))


def _table(document, df: pd.DataFrame, shown: Sequence[Column], widths: Sequence[float], language: str) -> None:
    """A table whose headings are repeated, and whose rows are not parted by a page's end."""
    table = document.add_table(1 + len(df), len(shown), "Table Grid")
    head, *rows = cells_by_row(table)
    for cell, column in zip(head, shown, strict=True):
        fill(cell, column.label, CELL_SIZE)
    for row, values in zip(rows, df[[column.name for column in shown]].itertuples(index=False), strict=True):
        for cell, value, column in zip(row, values, shown, strict=True):
            text = "" if column.name == "answer" else written(value, column.kind, language)
            fill(cell, text, CELL_SIZE, right=column.numeric)
    repeat_headings(table, SHADE)
    keep_rows_whole(table.rows)
    set_widths(table, widths, min(sum(widths), ROOM))


def _set_styles(document) -> None:
    for name, (size, below) in STYLES.items():
        heading = name != "Normal"
        set_style(document.styles[name], HEADING if heading else TEXT, size, below=below, bold=heading)
        document.styles[name].paragraph_format.keep_with_next = heading
