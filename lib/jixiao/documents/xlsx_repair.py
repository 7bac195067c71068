"""Workbooks that Excel can read and openpyxl cannot: in the strict dialect, or with odd styles and properties."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

from lxml import etree

from jixiao.documents.archive import check_xml

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ESCAPED, UNDERSCORE = b"_x005F_", "\ufdd0"
STRICT = b"http://purl.oclc.org/ooxml/"
# How the strict dialect calls what all readers know by its older names.
_NAMES = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": MAIN.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
    b"http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing": (
        b"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
    ),
    b"http://purl.oclc.org/ooxml/drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
}
_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels|xl/sharedStrings\.xml"
    r"|xl/styles\.xml|xl/worksheets/[^/]+\.xml"
)
_OF_SHEETS = {"dimension", "sheetFormatPr", "cols", "sheetData", "mergeCells"}
_OF_BOOKS = {"workbookPr", "sheets"}
_OF_FONTS = {"strike", "vertAlign"}
_STYLES = f"""<styleSheet xmlns="{MAIN}"><numFmts/><fonts><font/></fonts>
<fills><fill><patternFill patternType="none"/></fill></fills><borders><border/></borders>
<cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf/></cellXfs></styleSheet>"""


def readable(archive: zipfile.ZipFile) -> bytes | None:
    """A workbook of the strict dialect in the one that all readers know; None for one that needs no change.

    An underscore that the format writes by its number, which openpyxl leaves out, is `UNDERSCORE`.
    """
    parts = [part for part in archive.namelist() if _PARTS.fullmatch(part)]
    if not any(mark in archive.read(part) for part in parts for mark in (STRICT, ESCAPED)):
        return None

    def change(_: str, data: bytes) -> bytes:
        for strict, name in _NAMES.items():
            data = data.replace(strict, name)
        return data.replace(ESCAPED, UNDERSCORE.encode())

    return _changed(archive, change)


def bare(archive: zipfile.ZipFile) -> bytes:
    """A workbook with nothing but cells, merged areas, hidden rows and columns, number formats and struck-out fonts."""

    def change(part: str, data: bytes) -> bytes | None:
        if not _PARTS.fullmatch(part):
            return None
        if part.startswith("xl/worksheets/"):
            return _only(data, _OF_SHEETS)
        if part == "xl/workbook.xml":
            return _only(data, _OF_BOOKS)
        return _plain_styles(data) if part == "xl/styles.xml" else data

    return _changed(archive, change)


def _changed(archive: zipfile.ZipFile, change: Callable[[str, bytes], bytes | None]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for part in archive.namelist():
            data = archive.read(part)
            if (kept := change(part, data) if part.endswith((".xml", ".rels")) else data) is not None:
                new.writestr(part, kept)
    return buffer.getvalue()


def _only(xml: bytes, names: set[str]) -> bytes:
    """The root element with those of its children that have one of the names."""
    check_xml(xml)
    root = etree.fromstring(xml)
    for child in list(root):
        if not isinstance(child.tag, str) or etree.QName(child).localname not in names:
            root.remove(child)
    return etree.tostring(root)


def _plain_styles(xml: bytes) -> bytes:
    """Styles with their number formats, and of the fonts what changes a text."""
    check_xml(xml)
    old, new = etree.fromstring(xml), etree.fromstring(_STYLES)
    formats, fonts, styles = (new.find(f"{{*}}{name}") for name in ("numFmts", "fonts", "cellXfs"))
    for item in old.iterfind("{*}numFmts/{*}numFmt"):
        if item.get("numFmtId", "").isdecimal() and item.get("formatCode") is not None:
            etree.SubElement(formats, f"{{{MAIN}}}numFmt", dict(item.attrib))
    for font in old.iterfind("{*}fonts/{*}font"):
        kept = etree.SubElement(fonts, f"{{{MAIN}}}font")
        for item in font:
            if isinstance(item.tag, str) and etree.QName(item).localname in _OF_FONTS:
                etree.SubElement(kept, item.tag, dict(item.attrib))
    for style in old.iterfind("{*}cellXfs/{*}xf"):
        numbers = {name: style.get(name, "0") for name in ("numFmtId", "fontId")}
        if all(value.isdecimal() for value in numbers.values()):
            etree.SubElement(styles, f"{{{MAIN}}}xf", numbers | {"fillId": "0", "borderId": "0", "xfId": "0"})
        else:
            etree.SubElement(styles, f"{{{MAIN}}}xf")
    if len(styles) > 1:
        styles.remove(styles[0])
    if len(fonts) > 1:
        fonts.remove(fonts[0])
    return etree.tostring(new)
