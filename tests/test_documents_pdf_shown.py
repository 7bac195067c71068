"""PDF pages as a viewer shows them: characters once, nothing unseen or struck out, what is laid over a page."""

from __future__ import annotations

import pytest
from builders import texts
from jixiao.documents.pdf import read_pdf


def pdf(
    stream: str, *further: str, page: str = "", catalog: str = "", resources: str = "", box: str = "0 0 300 300"
) -> bytes:
    """A page of 300 by 300 points with the font Helvetica, drawn by instructions; further objects count from 6."""
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R "
        f"/Resources << /Font << /F 5 0 R >> /Properties << /L 6 0 R >> {resources} >> {page} >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *further,
    ]
    body, places = b"%PDF-1.4\n", b""
    for number, text in enumerate(objects, 1):
        places += f"{len(body):010} 00000 n \n".encode()
        body += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode() + places
    trailer = f"trailer << /Root 1 0 R /Size {len(objects) + 1} >>\nstartxref\n{len(body)}\n%%EOF"
    return body + table + trailer.encode()


def at(x: float, y: float, text: str, size: float = 12, turn: str = "1 0 0 1") -> str:
    return f"BT /F {size} Tf {turn} {x} {y} Tm ({text}) Tj ET\n"


BOXES = "".join(
    f"{x} {y} {w} {h} re S\n" for x, y, w, h in ((20, 100, 30, 100), (50, 150, 150, 50), (50, 100, 150, 50))
)


@pytest.mark.parametrize(
    ("stream", "text", "found"),
    [
        (at(50, 200, "50.00") + at(50.4, 200.2, "50.00") + at(49.8, 199.9, "50.00"), "50.00", []),
        (at(50, 200, "1188.00"), "1188.00", []),
        (
            at(50, 200, "50.00") + at(60, 80, "DRAFT", 40, ".7 .7 -.7 .7"),
            "50.00",
            ["slanted text, as of a watermark (1): DRAFT"],
        ),
        (at(50, 200, "50.00") + "1 g " + at(90, 200, "60.00"), "50.00", ["hidden text (1): 60.00"]),
        (at(50, 200, "50.00") + "0 g 85 190 60 30 re f 1 g " + at(86, 200, "60"), "50.00 60", []),
        (at(50, 200, "50.00") + "3 Tr " + at(90, 200, "60.00"), "50.00", ["hidden text (1): 60.00"]),
        (at(50, 200, "50.00") + "1 Tr " + at(90, 200, "60.00"), "50.00 60.00", []),
        (at(50, 200, "50.00") + at(90, 200, "60.00", 0.5), "50.00", ["hidden text (1): 60.00"]),
        (at(50, 200, "50.00") + at(50, 400, "60.00"), "50.00", ["hidden text (1): 60.00"]),
        (at(50, 200, "10") + at(63.5, 205, "4", 7) + at(68, 200, "m"), "10⁴m", []),
        (at(50, 200, "CO") + at(69, 197, "2", 7), "CO₂", []),
        (at(50, 200, "10") + at(63.5, 200, "4", 8), "104", []),
        (at(50, 200, "AB", 12, "1 0 .3 1"), "AB", []),
        (at(50, 200, "50.00 60.00") + "50 203.5 m 81 203.5 l S\n", "60.00", ["struck-out text (1): 50.00"]),
        (at(50, 200, "50.00 60.00") + "50 203 31 0.8 re f\n", "60.00", ["struck-out text (1): 50.00"]),
        (at(50, 200, "50.00") + "50 198.5 m 81 198.5 l S\n", "50.00", []),
        (at(50, 200, "50.00") + "20 203.5 m 200 203.5 l S\n", "50.00", []),
        (at(50, 200, "50.00") + "40 200 60 10 re S\n", "50.00", []),
    ],
)
def test_characters_of_a_page_are_read_as_a_viewer_shows_them(stream, text, found):
    # Text enough that the other's size is the usual one.
    content = read_pdf(pdf("0 g " + at(50, 260, "a line of the usual size") + stream))
    assert "".join(texts(content)).removeprefix("a line of the usual size").strip() == text
    assert [doubt.found for doubt in content.doubts] == found


WIDGET = "<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (5000) /Rect [110 195 190 215] /F 4 /DA (/F 10 Tf 0 g) >>"
TYPED = "<< /Type /Annot /Subtype /FreeText /Contents (5000) /Rect [110 195 190 215] /F 4 /AP << /N 7 0 R >> >>"
LOOK = "/Type /XObject /Subtype /Form /BBox [0 0 80 20] /Resources << /Font << /F 5 0 R >> >>"
DRAWN = f"<< {LOOK} /Length 34 >>\nstream\nBT /F 10 Tf 0 g 2 5 Td (5000) Tj ET\nendstream"
FORM = "/AcroForm << /Fields [6 0 R] /NeedAppearances true /DR << /Font << /F 5 0 R >> >> /DA (/F 10 Tf 0 g) >>"
STRUCK = "<< /Type /Annot /Subtype /StrikeOut /QuadPoints [50 212 81 212 50 198 81 198] /Rect [50 198 81 212] /F 4 >>"


@pytest.mark.parametrize(
    ("over", "catalog", "text", "found"),
    [
        ([WIDGET], FORM, "50.00 5000", []),
        ([TYPED, DRAWN], "", "50.00 5000", []),
        ([STRUCK], "", "", ["struck-out text (1): 50.00"]),
        (["<< /Type /Annot /Subtype /Highlight >>"], "", "50.00", []),
        (["(no annotation)"], "", "50.00", []),
    ],
)
def test_what_is_laid_over_a_page_is_read_as_a_viewer_shows_it(over, catalog, text, found):
    stream = at(50, 260, "a line of the usual size") + at(50, 200, "50.00")
    content = read_pdf(pdf(stream, *over, page="/Annots [6 0 R]", catalog=catalog))
    assert "".join(texts(content)).removeprefix("a line of the usual size").strip() == text
    assert [doubt.found for doubt in content.doubts] == found


@pytest.mark.parametrize(("off", "told"), [("6 0 R", True), ("", False)])
def test_text_in_layers_of_which_some_are_switched_off_is_doubted(off, told):
    stream = at(50, 260, "a line") + "/OC /L BDC " + at(50, 200, "50.00") + " EMC"
    layers = f"/OCProperties << /OCGs [6 0 R] /D << /OFF [{off}] >> >>"
    content = read_pdf(pdf(stream, "<< /Type /OCG /Name (L) >>", catalog=layers))
    doubts = ["text in layers, of which some are switched off (1): page 1"] if told else []
    assert [doubt.found for doubt in content.doubts] == doubts


@pytest.mark.parametrize(("turn", "x", "y"), [("0 1 -1 0", 40, 120), ("0 -1 1 0", 32, 180)])
def test_a_turned_label_is_read_along_its_direction(turn, x, y):
    lines = at(60, 170, "first row") + at(60, 120, "second row")
    content = read_pdf(pdf(BOXES + at(x, y, "LABEL", 12, turn) + lines))
    assert texts(content) == [[["LABEL", "first row"], ["LABEL", "second row"]]]
