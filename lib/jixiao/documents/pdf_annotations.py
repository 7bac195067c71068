"""What is laid over a PDF page: values of form fields, typed text, marks of a reader."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium
from pdfminer.pdftypes import dict_value, list_value, resolve1
from pdfminer.psparser import PSLiteral
from pdfplumber.page import Page
from pdfplumber.pdf import PDF

TYPED = {"Widget", "FreeText"}


def laid_over(page: Page) -> Iterator[tuple[str, dict]]:
    """The annotations of a page with their kinds, as the format names them: Widget, FreeText, StrikeOut and others."""
    for item in list_value(page.page_obj.annots or []):
        annotation = dict_value(item)
        kind = resolve1(annotation.get("Subtype"))
        yield str(kind.name) if isinstance(kind, PSLiteral) else "", annotation


def has_typed(page: Page) -> bool:
    """Whether text is typed into fields of a page, or onto it."""
    return any(kind in TYPED for kind, _ in laid_over(page))


def has_layers_off(document: PDF) -> bool:
    """Whether some layers of a document are not shown when it is opened."""
    settings = dict_value(dict_value(document.doc.catalog.get("OCProperties", {})).get("D", {}))
    base = resolve1(settings.get("BaseState"))
    return bool(list_value(settings.get("OFF", []))) or (isinstance(base, PSLiteral) and base.name == "OFF")


def flattened(raw: bytes) -> bytes:
    """The document with what is laid over its pages as part of them."""
    document = pypdfium2.PdfDocument(raw)
    try:
        document.init_forms()
        for number in range(len(document)):
            page = document[number]
            pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
            page.close()
        buffer = io.BytesIO()
        document.save(buffer)
        return buffer.getvalue()
    finally:
        document.close()
