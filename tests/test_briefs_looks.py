"""How a brief looks: letters that can be read on paper and on a phone, pages that are filled, three at most."""

import io

import pdfplumber
import pytest
from departments import CASES, SAMPLE
from every_exhibit import boxes, within
from jixiao import exhibits
from jixiao.briefs.html import render_html
from jixiao.briefs.pdf import render_pdf
from jixiao.exhibits.style import PAGE, PHONE
from matplotlib.text import Text

PICTURES = {"department-curve": 4.05, "coverage-matrix": PAGE}
SMALLEST, SMALL_PRINT, FILLED = 8, 7, 0.75  # points of a picture's letters, of any letter; of a page's height
QUICK, SLOW = ["sample", "own targets alone"], [name for name in CASES if name not in ("sample", "own targets alone")]


@pytest.fixture(scope="module", params=["zh", "en"])
def language(request):
    return request.param


@pytest.fixture(scope="module")
def drawn(language):
    curves = [exhibits.department_curve(SAMPLE, month=month, language=language) for month in (3, 6, 9, 12)]
    matrix = exhibits.coverage_matrix(SAMPLE, language=language).on_page(PAGE)
    return [*(curve.on_page(4.05) for curve in curves), matrix]


def test_every_letter_of_a_picture_has_eight_points_on_paper_and_on_a_phone(drawn):
    for exhibit in drawn:
        for figure in (exhibit.figure, exhibit.narrow.figure):
            shown = [text for text in figure.findobj(Text) if text.get_text().strip() and text.get_visible()]
            assert min(text.get_fontsize() for text in shown) >= SMALLEST


def test_no_letter_of_a_picture_lies_outside_it(drawn):
    for exhibit in drawn:
        for one in (exhibit, exhibit.narrow):
            width, height = one.figure.get_size_inches() * one.figure.dpi
            assert [text for text, box in boxes(one) if not within(box, (-1, -1, width + 1, height + 1))] == []


@pytest.fixture(scope="module", params=[*QUICK, *(pytest.param(case, marks=pytest.mark.slow) for case in SLOW)])
def pages(request, language, brief_of):
    """The pages of a brief as PDF."""
    content = render_pdf(brief_of(CASES[request.param](), language))
    with pdfplumber.open(io.BytesIO(content)) as document:
        yield document.pages


def test_there_are_three_pages_at_most_and_all_but_the_last_are_filled(pages):
    assert len(pages) <= 3
    for page in pages[:-1]:
        text = [char for char in page.chars if char["bottom"] < page.height - 42]  # above the page's number
        lowest = max([char["bottom"] for char in text] + [image["bottom"] for image in page.images])
        assert lowest / page.height > FILLED


def test_no_text_is_smaller_than_small_print(pages):
    assert min(char["size"] for page in pages for char in page.chars) >= SMALL_PRINT


def test_a_picture_is_as_wide_on_paper_as_it_was_drawn_for(pages):
    for image in (image for page in pages for image in page.images):
        assert min(abs(image["width"] / 72 - width) for width in PICTURES.values()) < 0.02


@pytest.mark.slow
def test_every_letter_of_a_picture_has_eleven_pixels_on_a_phone(browser, language, brief_of, tmp_path):
    (tmp_path / "brief.html").write_bytes(render_html(brief_of(SAMPLE, language)))
    view = browser.new_page(viewport={"width": 390, "height": 800})
    view.goto((tmp_path / "brief.html").as_uri())
    shown = view.evaluate("[...document.images].map(image => [image.clientWidth, image.naturalWidth])")
    view.close()
    assert len(shown) == len(PICTURES)
    for width, drawn_wide in shown:
        assert drawn_wide == PHONE * 150  # the narrow drawing
        assert width / (PHONE * 72) * SMALLEST >= 11
