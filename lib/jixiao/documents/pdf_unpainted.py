"""Text of a PDF page that is never painted: in the rendering modes that only place it or only clip by it."""

from __future__ import annotations

import re
from ctypes import addressof

import pypdfium2.raw as pdfium
from pdfminer.pdftypes import stream_value

from jixiao.documents.pdf_areas import Area
from jixiao.documents.pdf_calls import bounds_of, render_mode
from jixiao.documents.pdf_drawn import objects_in
from jixiao.documents.pdf_matrices import applied, enclosing
from jixiao.documents.pdf_page import DrawnPage

NEVER_PAINTED = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
SET_SO = re.compile(rb"[37]\s+Tr\b")


def unpainted_areas(page: DrawnPage) -> list[Area]:
    """The areas of a page's unpainted text; none where no instruction of the page sets such a rendering mode.

    Text over a scanned page is placed so: who reads such a page keeps it.
    """
    contents = (stream_value(stream).get_data() for stream in page.page_obj.contents)
    if not page.drawing or not any(b"Tr" in data and SET_SO.search(data) for data in contents):
        return []
    areas = []
    with page.opened() as drawn:
        for kind, item, to_page in objects_in(addressof(drawn.raw.contents), page.to_page):
            if kind == pdfium.FPDF_PAGEOBJ_TEXT and render_mode(item) in NEVER_PAINTED:
                x0, y0, x1, y1 = bounds_of(item)
                areas.append(Area(*enclosing([applied(to_page, corner) for corner in ((x0, y0), (x1, y1))])))
    return areas
