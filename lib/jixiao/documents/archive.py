"""The parts of a zip archive, opened only where its parts are of bounded size and hold plain XML."""

from __future__ import annotations

import io
import zipfile
from copy import copy

from lxml import etree

from jixiao.documents.limits import ELEMENTS, PARTS, UNPACKED_BYTES, RefusedError, check

XML = (".xml", ".rels")
BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"  # what may stand before the first tag, in UTF-8 and UTF-16
DECLARATIONS = [text.encode(code) for text in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be")]


def open_archive(raw: bytes, *, elements: int = ELEMENTS, unpacked: int = UNPACKED_BYTES) -> zipfile.ZipFile:
    """Open the archive of an office file, of so many tags in one part and bytes in all.

    Raises
    ------
    RefusedError
        Where a part is encrypted or larger than it says, where its parts are too many or too large, or where its XML
        declares entities.
    """
    archive = zipfile.ZipFile(io.BytesIO(raw))
    parts = archive.infolist()
    check(len(parts), PARTS, "parts in the archive")
    check(sum(part.file_size for part in parts), unpacked, "bytes when unpacked")
    if any(part.flag_bits & 1 for part in parts):
        raise RefusedError("encrypted", remedy="save it without a password")
    for part in parts:
        data = _unpacked(archive, part)
        if part.filename.lower().endswith(XML):
            check_xml(data, elements)
        # A part of any name may be read as XML; pictures and web pages within may have a document type.
        elif data.lstrip(BEFORE_XML).startswith(b"<"):
            check(data.count(b"<"), elements, "XML tags")
    return archive


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """A part, of which no more than one byte over its stated size is unpacked."""
    longer = copy(part)
    longer.file_size += 1
    with archive.open(longer) as file:
        data = file.read(longer.file_size)
    if len(data) > part.file_size:
        raise RefusedError("a part that is larger than it says", remedy="download it again")
    return data


def check_xml(xml: bytes, elements: int = ELEMENTS) -> None:
    """Raise RefusedError where XML has too many tags, or a document type, by which entities are declared."""
    check(xml.count(b"<"), elements, "XML tags")
    if any(declaration in xml for declaration in DECLARATIONS):
        raise RefusedError(
            "XML with a document type", expected="XML as office programs write it", remedy="save it again"
        )


def parse_part(archive: zipfile.ZipFile, name: str) -> etree._Element:
    """The root element of a part."""
    # Read as bytes, so that no parser ever sees an address to fetch.
    xml = archive.read(name)
    check_xml(xml)
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
