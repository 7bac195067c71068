"""PDF pages as PDFium finds them: what pdfminer finds too, or PDFium is not sure and pdfminer reads the page."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import jixiao
import pdfplumber
import pytest
from builders import texts
from jixiao.documents import pdf_page
from jixiao.documents.limits import RefusedError
from jixiao.documents.pdf import read_pdf
from jixiao.documents.pdf_characters import Characters
from jixiao.documents.pdf_drawn import Objects, UnsureError
from jixiao.documents.pdf_page import DrawnPage, opened_by_pdfium
from test_documents_pdf import pdf as with_font
from test_documents_pdf_shown import at, pdf
from writers import hebei_2022, write

HELVETICA = "/Resources << /Font << /F 5 0 R >> >>"
FORM = "BT /F 12 Tf 10 10 Td (in a form) Tj ET 5 5 50 20 re S"
USUAL = at(50, 260, "a line of the usual size")
BOX = "10 20 100 50 re S "
PICTURE = "q 40 0 0 30 50 50 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q "
PATHS = (
    "10 10 m 20 10 l S 10 20 m 20 20 l h S 1 1 m 9 1 l 9 9 l 1 9 l h f 1 1 m 9 1 l 9 9 l 1 9 l 1 1 l S "
    "1 1 m 5 5 9 9 20 1 c S 10 10 30 40 re 50 50 20 0 re S 5 5 m 8 8 l 9 4 l f 3 3 0 9 re f 7 7 8 8 re W n "
)


def form(stream: str, more: str = "") -> str:
    head = f"/Type /XObject /Subtype /Form /BBox [0 0 200 200] {HELVETICA} {more} /Length {len(stream)}"
    return f"<< {head} >>\nstream\n{stream}\nendstream"


def found(raw: bytes) -> list[tuple[Objects, Characters]]:
    """What pdfminer and PDFium find on the first page."""
    with pdfplumber.open(io.BytesIO(raw)) as document, opened_by_pdfium(raw, len(document.pages)) as drawing:
        page = document.pages[0]
        return [DrawnPage(page, drawing, by_pdfminer=True).found, DrawnPage(page, drawing).drawn()]


PLACES = ("x0", "x1", "top", "bottom")


@pytest.mark.parametrize(
    ("stream", "page", "further"),
    [
        (BOX, "", ()),
        (BOX + at(50, 200, "up", 12, "0 1 -1 0"), "/Rotate 90", ()),
        (BOX, "/Rotate 180", ()),
        (BOX, "/Rotate 270 /CropBox [30 30 250 250]", ()),
        (BOX + at(50, 200, "down", 12, "0 -1 1 0") + at(90, 90, "back", 12, "-1 0 0 -1"), "", ()),
        ("q 2 0 0 2 30 40 cm /X Do Q /X Do", "", (form(FORM, "/Matrix [1 0 0 1 7 3]"),)),
        ("q 1 0 0 1 30 40 cm /X Do Q " + PICTURE, "/Rotate 90", (form(FORM),)),
        ("1 0 0 -1 0 300 cm " + at(50, 60, "abc", 12, "1 0 0 -1") + BOX, "", ()),
        (PATHS, "", ()),
        ("BT /F 12 Tf 50 200 Td [(AB) -2000 (C) 500 (D)] TJ ET", "", ()),
        (at(50, 200, "a    b  c   ") + at(50, 180, "   x") + at(50, 160, "  "), "", ()),
        (at(50, 200, "a") + at(56.7, 200, " ") + at(60, 200, "  ") + at(66.7, 200, "b"), "", ()),
        ("BT /F 12 Tf 50 200 Td [20<20>-891<2 020>] TJ ET", "", ()),
        ("BT /F 12 Tf 50 200 Td [<41><2020>-556<20>] TJ ET", "", ()),  # a gap of two blanks and none in it
        ("BT /F 12 Tf 120 Tz 50 200 Td [<20>-178<20>] TJ ET", "", ()),
        ("BT /F 12 Tf 50 200 Td [<2020>-891<20>-300.5<2041>9<422020>] TJ ET", "", ()),
        ("5 Tw " + at(50, 200, "abc") + "0 Tw 3 Tc " + at(50, 180, "abc") + "50 Tz 3 Ts " + at(50, 160, "abc"), "", ()),
        (
            at(50, 200, "abc", -12, "-1 0 0 -1") + at(90, 150, "abc", 12, "-1 0 0 1") + at(9, 9, "A", 9, "1 0 .3 1"),
            "",
            (),
        ),
        ("3 Tr " + at(50, 200, "never painted") + "10 10 50 50 re W n " + at(200, 200, "cut off"), "", ()),
        (at(50, 200, "1") + at(55, 200, "1") + at(58, 200, "1") + at(60, 180, "") + at(60, 400, "outside"), "", ()),
    ],
)
def test_pdfium_finds_what_pdfminer_finds(stream, page, further):
    resources = "/XObject << /X 6 0 R >>" if further else ""
    raw = pdf(USUAL + stream, *further, page=page, resources=resources, box="10 20 310 420")
    (shapes, chars), (own_shapes, own) = found(raw)
    assert own.text.tolist() == chars.text.tolist()
    for name in (*PLACES, "size", "across", "up", "lightness"):
        assert getattr(own, name) == pytest.approx(getattr(chars, name), abs=0.5), name
    for kind in ("line", "rect", "curve", "image"):
        places, own_places = (
            [[item[name] for name in PLACES] for item in items.get(kind, [])] for items in (shapes, own_shapes)
        )
        assert own_places == [pytest.approx(place, abs=0.5) for place in places]


@pytest.mark.parametrize(
    ("stream", "reason"),
    [
        ("1 g " + at(50, 200, "50") + "0 g " + at(50.3, 200, "50"), "leaves out"),
        (at(50, 200, "AB", 0), "without size"),
        (at(50, 200, "hyphen-") + at(50, 186, "ation"), "does not know"),
        ("/Span << /ActualText (XY) >> BDC " + at(50, 200, "ab") + "EMC ", "stands for another"),
        ("5 Tw " + at(50, 200, "a   c"), "blanks"),
        ("2 Tc BT /F 12 Tf 50 200 Td [<20>-891<2020>] TJ ET", "blanks"),
        ("BT /F 12 Tf 50 200 Td [<20>-891(  )] TJ ET", "blanks"),
        ("BT /F 12 Tf 50 200 Td [<41>-2000<2042>] TJ ET", "another number"),  # PDFium has a blank of its own there
    ],
)
def test_what_pdfium_would_change_is_read_by_pdfminer(stream, reason):
    raw = pdf("0 g " + USUAL + stream)
    with pytest.raises(UnsureError, match=reason):
        found(raw)
    with pdfplumber.open(io.BytesIO(raw)) as document, opened_by_pdfium(raw, 1) as drawing:
        page = document.pages[0]
        assert DrawnPage(page, drawing).characters.text.tolist() == [char["text"] for char in page.chars]


def test_a_pattern_is_no_colour():
    tile = "/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 5 5] /XStep 5 /YStep 5 /Resources << >> /Length 0"
    stream = USUAL + "/Pattern cs /P scn " + at(50, 200, "PATTERN", 30)
    raw = pdf(stream, f"<< {tile} >>\nstream\n\nendstream", resources="/Pattern << /P 6 0 R >>")
    content = read_pdf(raw)
    assert texts(content)[-1] == "PATTERN"
    assert content.doubts == []


def test_black_of_one_ink_is_black():
    black = "/Separation /Black /DeviceGray << /FunctionType 2 /Domain [0 1] /C0 [1] /C1 [0] /N 1 >>"
    raw = pdf(USUAL + "/S cs 1 scn " + at(50, 200, "50.00"), resources=f"/ColorSpace << /S [{black}] >>")
    assert "50.00" in "".join(texts(read_pdf(raw)))


def same_cells(raw: bytes, monkeypatch) -> None:
    own = read_pdf(raw)
    monkeypatch.setattr(pdf_page.Fonts, "of", lambda self, resources: None)
    theirs = read_pdf(raw)
    assert texts(own) == texts(theirs)
    assert own.doubts == theirs.doubts


FORMS = Path(__file__).parent / "forms"


@pytest.mark.parametrize("path", sorted(FORMS.glob("*.pdf")), ids=lambda path: path.stem)
def test_cells_are_those_of_pdfminer(path, monkeypatch):
    same_cells(path.read_bytes(), monkeypatch)


@pytest.mark.slow
def test_cells_of_the_sample_are_those_of_pdfminer(tmp_path, monkeypatch):
    same_cells(write(hebei_2022(jixiao.load("sample")), tmp_path / "a.pdf").read_bytes(), monkeypatch)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice writes the PDFs")
def test_cells_of_forms_printed_by_libreoffice_are_those_of_pdfminer(tmp_path, monkeypatch):
    office = ["soffice", f"-env:UserInstallation={(tmp_path / 'user').as_uri()}", "--headless", "--convert-to", "pdf"]
    forms = [path for ending in ("docx", "xlsx") for path in sorted(FORMS.glob(f"*.{ending}"))]
    subprocess.run([*office, "--outdir", tmp_path, *forms], check=True, capture_output=True, timeout=300)
    printed = sorted(tmp_path.glob("*.pdf"))
    assert len(printed) == len(forms)
    for path in printed:
        with monkeypatch.context() as patch:
            same_cells(path.read_bytes(), patch)


@pytest.mark.parametrize("there", [b"/FontFileX", b"/FontFile2"])
def test_a_font_that_cannot_be_drawn_makes_no_blanks(there):
    raw = with_font("#table(columns: 3, [一], [二], [三], [一], [甲 乙], [一])")
    damaged = raw.replace(b"/FontFile3", there)
    assert damaged != raw
    assert texts(read_pdf(damaged)) == texts(read_pdf(raw))


def test_forms_that_lack_resources_are_counted_with_those_of_the_page():
    other = "/Resources << /XObject << /Y 6 0 R >> >>"
    forms = [form(f"/F{number + 1} Do " * 60).replace(HELVETICA, other) for number in range(9)]
    names = " ".join(f"/F{number} {6 + number} 0 R" for number in range(9))
    with pytest.raises(RefusedError, match="drawing instructions"):
        read_pdf(pdf(USUAL + "/F0 Do", *forms, resources=f"/XObject << {names} >>"))


def test_a_damaged_document_is_read_by_pdfminer(monkeypatch):
    monkeypatch.setattr(DrawnPage, "drawn", lambda page: pytest.fail("PDFium read it"))
    damaged = pdf(USUAL).partition(b"xref\n")[0] + b"trailer << /Root 1 0 R >>\n%%EOF"
    assert texts(read_pdf(damaged)) == ["a line of the usual size"]
