"""Text of a PDF page that is never painted: in the rendering modes that only place it or only clip by it."""

from __future__ import annotations

import io

import pypdfium2
import pypdfium2.raw as pdfium
from pdfminer.pdftypes import stream_value
from pdfplumber.page import Page

from jixiao.documents.pdf_areas import Area

NEVER_PAINTED = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)


def unpainted_areas(page: Page) -> list[Area]:
    """The areas of a page's unpainted text; none where no instruction of the page sets a rendering mode.

    Text over a scanned page is placed so: who reads such a page keeps it.
    """
    contents = (stream_value(stream) for stream in page.page_obj.contents)
    if page.rotation or not any(b" Tr" in stream.get_data() for stream in contents):
        return []
    page.pdf.stream.seek(0)
    document = pypdfium2.PdfDocument(io.BytesIO(page.pdf.stream.read()))
    try:
        found = document[page.page_number - 1].get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT])
        hidden = [item for item in found if pdfium.FPDFTextObj_GetTextRenderMode(item.raw) in NEVER_PAINTED]
        bounds = [item.get_bounds() if hasattr(item, "get_bounds") else item.get_pos() for item in hidden]
        return [Area.of(page, *corners) for corners in bounds]
    finally:
        document.close()
