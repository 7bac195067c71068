"""What a PDF would unpack and draw, counted before a library does it."""

from __future__ import annotations

import re
import time
import zlib
from collections import Counter

from pdfminer.pdftypes import PDFStream, dict_value, resolve1, stream_value
from pdfplumber.page import Page
from pdfplumber.table import merge_edges

from jixiao.documents.limits import (
    PAGE_BYTES,
    PAGE_CROSSINGS,
    PAGE_SHAPES,
    PDF_SECONDS,
    STREAMS,
    UNPACKED_BYTES,
    RefusedError,
    check,
)

STREAM = re.compile(rb"\bstream\r?\n")
TWICE = re.compile(rb"\[\s*/Fl(?:ateDecode)?\s*/Fl")
COMPRESSED = re.compile(rb"/Filter\s*\[?\s*/Fl")
DRAWN = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")
ESCAPED = re.compile(rb"#([0-9a-fA-F]{2})")
CHUNK = 1 << 16


def check_streams(raw: bytes) -> bool:
    """Whether no compressed stream is damaged; of an encrypted document that is not seen.

    Raises
    ------
    RefusedError
        Where a stream is too large, or all but the pictures are together. Streams compressed twice, which would hide
        their size, are refused; encrypted ones are not seen through.
    """
    if TWICE.search(raw):
        raise RefusedError("streams compressed twice", expected="a PDF as programs write it", remedy="save it again")
    start, total, streams, position = time.monotonic(), 0, 0, 0
    whole, encrypted = True, b"/Encrypt" in raw
    while found := STREAM.search(raw, position):
        streams += 1
        check(streams, STREAMS, "streams")
        check(time.monotonic() - start, PDF_SECONDS, "seconds of reading")
        head = raw[position : found.start()].rpartition(b"obj")[2]  # each byte looked at once
        size, position, ended = _unpacked(raw, found.end())
        whole = whole and (ended or encrypted or not COMPRESSED.search(head))
        total += 0 if b"/Image" in head else size
        check(total, UNPACKED_BYTES, "bytes when unpacked")
    return whole


def _unpacked(raw: bytes, start: int) -> tuple[int, int, bool]:
    """The size of a compressed stream when unpacked, where it ends, and whether it is whole."""
    unpacker, size, position = zlib.decompressobj(), 0, start
    try:
        while position < len(raw) and not unpacker.eof:
            data = raw[position : position + CHUNK]
            while data and not unpacker.eof:
                size += len(unpacker.decompress(data, CHUNK))
                check(size, UNPACKED_BYTES, "bytes when unpacked")
                data = unpacker.unconsumed_tail
            position += CHUNK
    except zlib.error:
        return size, start, False
    return size, max(start, min(position, len(raw)) - len(unpacker.unused_data)), unpacker.eof


def check_page(page: Page) -> None:
    """Raise RefusedError where a page is drawn by too many instructions, forms drawn in forms included."""
    known: dict[int, float] = {}
    forms = dict_value(dict_value(page.page_obj.resources).get("XObject") or {})
    size = sum(_drawn(stream_value(stream), forms, forms, known) for stream in page.page_obj.contents)
    check(size, PAGE_BYTES, "bytes of drawing instructions on a page")


def _drawn(stream: PDFStream, forms: dict, of_page: dict, known: dict[int, float]) -> float:
    """How many bytes draw a stream: a form has forms of its own, and PDFium takes what it lacks from the page."""
    if (number := id(stream)) in known:
        return known[number]
    known[number] = float("inf")  # until counted: a form that draws itself has no end
    data = stream.get_data()
    size: float = len(data)
    for name in DRAWN.findall(data):
        plain = ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), name).decode("latin-1")
        form = resolve1(forms.get(plain) or of_page.get(plain))
        if isinstance(form, PDFStream) and getattr(form.get("Subtype"), "name", "") == "Form":
            own = dict_value(dict_value(form.get("Resources") or {}).get("XObject") or {})
            size += _drawn(form, own or forms, of_page, known)
        check(size, PAGE_BYTES, "bytes of drawing instructions on a page")
    known[number] = size
    return size


def check_edges(page: Page) -> None:
    """Raise RefusedError where a page has more ruling lines than a table could have."""
    check(len(page.rects) + len(page.lines) + len(page.curves), PAGE_SHAPES, "shapes on a page")
    upright = [edge for edge in page.edges if edge["orientation"]]
    if _crossings(upright) > PAGE_CROSSINGS:  # joined as pdfplumber joins them by default, they are fewer
        check(_crossings(merge_edges(upright, 3, 3, 3, 3)), PAGE_CROSSINGS, "crossing lines on a page")


def _crossings(edges: list[dict]) -> int:
    """How often lines can cross at most."""
    directions = Counter(edge["orientation"] for edge in edges)
    return directions["v"] * directions["h"]
