"""Files made to break their reader: refused, or read in bounded time and memory, and nothing fetched or resolved."""

from __future__ import annotations

import io
import struct
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable

import openpyxl
import pytest
from jixiao.documents import limits
from jixiao.documents.formats import format_of, open_document
from jixiao.errors import DocumentError
from test_documents_word import p, package, table, td

SECONDS = 60  # of a loaded machine; what is refused or read here takes at most a few


def repacked(raw: bytes, *, replace: dict[str, tuple[str, str]] | None = None, **added: bytes) -> bytes:
    """An archive with parts added, and with text in parts replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            before, after = (replace or {}).get(name, ("", ""))
            new.writestr(name, old.read(name).replace(before.encode(), after.encode()) if before else old.read(name))
        for name, data in added.items():
            new.writestr(name, data)
    return file.getvalue()


def xlsx(sheet: Callable[[openpyxl.worksheet.worksheet.Worksheet], object], old: str = "", new: str = "") -> bytes:
    """A workbook whose sheet is filled by a function, a text in its XML replaced."""
    book, file = openpyxl.Workbook(), io.BytesIO()
    sheet(book.active)
    book.save(file)
    return repacked(file.getvalue(), replace={"xl/worksheets/sheet1.xml": (old, new)})


def changed(raw: bytes, change: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    """An archive with each part's name and data changed by a function."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(*change(name, old.read(name)))
    return file.getvalue()


def merged(area: str) -> bytes:
    """A workbook with an area merged that is written as given."""
    return xlsx(lambda sheet: sheet.merge_cells("A1:B2"), "A1:B2", area)


def linked(area: str) -> bytes:
    """A workbook with a far cell and a link over an area."""

    def fill(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet["A1"], sheet["A1"].hyperlink, sheet["XFD1048576"] = "a", "#B1", "b"

    return xlsx(fill, 'ref="A1" r:id', f'ref="{area}" r:id')


def elsewhere(name: str, data: bytes) -> tuple[str, bytes]:
    old, new = "worksheets/sheet1.xml", "s/a.dat"
    return name.replace(old, new), data.replace(old.encode(), new.encode())


def in_utf_16(name: str, data: bytes) -> tuple[str, bytes]:
    return name, data.decode().encode("utf-16") if name.endswith("sheet1.xml") else data


def pdf(content: bytes, filters: bytes = b"/FlateDecode", forms: int = 0) -> bytes:
    """A PDF of one page; each of so many forms draws the next one ten times."""
    resources = b"<</XObject<</F %d 0 R>>>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources " + resources % 5 + b">>",
        b"<</Length %d/Filter%s>>\nstream\n" % (len(content), filters) + content + b"\nendstream",
    ]
    for number in range(forms):
        head = b"<</Subtype/Form/BBox[0 0 9 9]/Length 60/Resources" + resources % (6 + number)
        objects.append(head + b">>\nstream\n" + b"/F Do " * 10 + b"\nendstream")
    body, offsets = b"%PDF-1.4\n", []
    for number, item in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n" % number + item + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % size
    return body + head + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(body))


def nested(levels: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * levels + p("x") + "<w:p/></w:tc></w:tr></w:tbl>" * levels


LINES = b"".join(b"%d 0 m %d 800 l S 0 %d m 600 %d l S\n" % (4 * i, 4 * i, 5 * i, 5 * i) for i in range(160))
DECLARED = '<!DOCTYPE d [<!ENTITY a "xx"><!ENTITY b "&a;&a;"><!ENTITY e SYSTEM "file:///etc/hostname">]>'
REFUSED = {
    "a large file": (lambda: b"x" * (limits.FILE_BYTES + 1), "more than 50 MB"),
    "a zip bomb": (lambda: repacked(package(p("x")), bomb=bytes(210_000_000)), "bytes when unpacked"),
    "many parts": (lambda: repacked(package(p("x")), **{str(n): b"" for n in range(10_001)}), "parts in the archive"),
    "many tags": (lambda: package("<w:p/>" * 2_000_000), "XML tags"),
    "many HTML tags": (lambda: b"<html>" + b"<p>" * 2_000_001, "HTML tags"),
    "many lines": (lambda: b"\n" * 1_000_000 + b"x", "lines"),
    "deep nesting": (lambda: package(nested(3000)), "depth"),
    "deep HTML": (lambda: b"<table><tr><td>" * 20_000, "nested too deeply"),
    "a wide cell": (lambda: package(table(td("x", '<w:gridSpan w:val="1000"/>') * 1000)), "cells in a table"),
    "a far cell": (
        lambda: package(table(f'<w:trPr><w:gridBefore w:val="{10**9}"/></w:trPr>{td("x") * 2}')),
        "cells in",
    ),
    "spans in HTML": (lambda: b"<table>" + b"<tr><td rowspan=99999 colspan=99999>x" * 900, "cells in a table"),
    "entities": (
        lambda: repacked(package(p("&b;")), replace={"word/document.xml": ("<w:d", DECLARED + "<w:d")}),
        "type",
    ),
    "a merged sheet": (lambda: xlsx(lambda s: s.merge_cells("A1:B2"), "A1:B2", "A1:XFD1048576"), "merged cells"),
    "a merged sheet with fixed corners": (lambda: merged("$A$1:$XFD$3000"), "merged cells"),
    "a merged sheet in lower case": (lambda: merged("a1:xfd3000"), "merged cells"),
    "a merged sheet with an escape": (lambda: merged("A1&#58;XFD3000"), "merged cells"),
    "a merged sheet in an odd place": (lambda: changed(merged("A1:XFD3000"), elsewhere), "merged cells"),
    "a merged sheet in UTF-16": (lambda: changed(merged("A1:XFD3000"), in_utf_16), "merged cells"),
    "linked columns": (lambda: linked("A:XFD"), "merged cells"),
    "many tags in an odd place": (lambda: package("<w:p/>" * 2_000_000, part="word/document.dat"), "XML tags"),
    "many rows in an odd place": (
        lambda: changed(xlsx(lambda s: s.append(["a"]), "</sheetData>", "<row/>" * 2_000_000), elsewhere),
        "XML tags",
    ),
    "entities in an odd place": (
        lambda: repacked(
            package(p("&b;"), part="word/document.dat"), replace={"word/document.dat": ("<w:d", DECLARED + "<w:d")}
        ),
        "type",
    ),
    "many streams": (lambda: b"%PDF-1.4\n" + b"stream\n" * 100_001, "streams"),
    "a PDF bomb": (lambda: pdf(zlib.compress(bytes(210_000_000))), "bytes when unpacked"),
    "a hidden PDF bomb": (lambda: pdf(b"x", b"[/FlateDecode /FlateDecode]"), "compressed twice"),
    "forms in forms": (lambda: pdf(b"/F Do", b"[]", 12), "drawing instructions"),
    "a form in itself": (lambda: pdf(b"/F Do", b"[]", 2).replace(b"/F 7 0 R", b"/F 5 0 R"), "drawing instructions"),
    "much drawing": (lambda: pdf(zlib.compress(b"0 0 m 1 1 l S\n" * 300_000)), "drawing instructions"),
    "many rulings": (lambda: pdf(zlib.compress(LINES)), "crossing lines"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_hostile_file_is_refused_in_time_and_its_limit_named(tmp_path, kind):
    make, message = REFUSED[kind]
    path = tmp_path / "2022"
    path.write_bytes(make())
    start = time.monotonic()
    with pytest.raises(DocumentError, match=rf"2022: .*{message}"):
        open_document(path)
    assert time.monotonic() - start < SECONDS


GAPS = '<row><c r="B9"><f>1</f>' + f"<f></f>{' ' * 100_000}" * 3 + "</c></row></sheetData>"


def far_apart(sheet) -> None:
    sheet["A1"], sheet["XFD1048576"] = "a", "b"


READ = {
    "cells far apart": (lambda: xlsx(far_apart), ["a", "b"]),
    "a sheet that lies about its size": (
        lambda: xlsx(lambda s: s.append(["a"]), '<dimension ref="A1:A1"', '<dimension ref="A1:XFD1048576"'),
        ["a"],
    ),
    "comments without a page": (lambda: b"<!---->" * 500 + b"x", ["<!---->" * 500 + "x"]),
    "formulas without an end": (lambda: xlsx(lambda s: s.append(["a"]), "</sheetData>", GAPS), ["a"]),
    "a wide title": (lambda: xlsx(lambda s: s.append(["a"]) or s.merge_cells("A1:XFD1")), ["a"]),
    "tables in tables": (lambda: package(nested(50)), ["x"]),
    "macros": (lambda: repacked(package(p("x")), **{"word/vbaProject.bin": b"x"}), ["x"]),
    "a document within": (lambda: repacked(package(p("x")), **{"word/embeddings/a.bin": b"PK\x03\x04"}), ["x"]),
}


@pytest.mark.parametrize("kind", READ)
def test_what_is_only_odd_is_read(tmp_path, kind):
    make, expected = READ[kind]
    path = tmp_path / "2022"
    path.write_bytes(make())
    start = time.monotonic()
    _, content = open_document(path)
    assert [piece.text for piece in content.paragraphs()] == expected
    assert time.monotonic() - start < SECONDS


def test_an_external_part_is_not_fetched(tmp_path, monkeypatch):
    def fail(*_):
        raise AssertionError("opened a connection")

    monkeypatch.setattr("socket.socket.connect", fail)
    link = '<w:altChunk xmlns:r="r" r:id="x"/><w:p><w:r><w:t>x</w:t></w:r></w:p>'
    files = [package(link), b"<html><link rel=stylesheet href=http://127.0.0.1:9/a><img src=http://127.0.0.1:9/b>x"]
    for number, raw in enumerate(files):
        (tmp_path / str(number)).write_bytes(raw)
        assert [piece.text for piece in open_document(tmp_path / str(number))[1].paragraphs()] == ["x"]


@pytest.mark.parametrize(
    ("compression", "kind"),
    [(zipfile.ZIP_DEFLATED, "odt"), (zipfile.ZIP_BZIP2, "archive"), (zipfile.ZIP_LZMA, "archive")],
)
def test_what_a_file_is_takes_little_memory_to_tell(compression, kind):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", bytes(100_000_000))
    tracemalloc.start()
    assert format_of(file.getvalue()).kind == kind
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_a_part_that_is_larger_than_it_says_is_not_unpacked(tmp_path):
    buffer = io.BytesIO()
    size = 5_000_000
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"<a>" + b" " * (size - 3))
    raw = buffer.getvalue()
    assert raw.count(struct.pack("<L", size)) == 2
    (tmp_path / "a.docx").write_bytes(raw.replace(struct.pack("<L", size), struct.pack("<L", 100)))
    with pytest.raises(DocumentError, match=r"Bad CRC-32|larger than it says"):
        open_document(tmp_path / "a.docx")
