"""Published text in exhibits: drawn and shown as it is, whether it looks like a formula, markup or a control."""

import html
import re
from dataclasses import replace

import pytest
from builders import QUICK
from hypothesis import given
from hypothesis import strategies as st
from jixiao import exhibits
from jixiao.errors import UsageError
from jixiao.exhibits.style import canvas, styled, text_width
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text


def test_control_characters_are_drawn_as_a_box_and_listed_by_number(sample):
    strange = replace(sample, projects=sample.projects.assign(project_name="项\x1b[31m\u202e目\x9b\x0c二"))
    exhibit = exhibits.budget_ranking(strange)
    assert "项〓[31m〓目〓 二" in [text.get_text() for text in exhibit.figure.findobj(Text)]
    assert exhibit.notes.endswith("U+001B U+009B U+202E")
    assert "\x1b" not in exhibit.svg.decode()
    for shown in (str(exhibit), exhibit._repr_html_()):
        assert "项〓[31m〓目〓" in shown
        assert not re.search("[\x1b\x9b\u202e]", shown)


MARKUP = ["出口信贷$100万与$200万补贴", r"补贴$\frac{$", r"a\$b$c$", "$", r"\\$x_1^2$", "_甲_ $%&#{}~^"]


def assert_literal(text):
    """A text is drawn, outside the workbook's look too, as wide as its characters are."""
    figure = text.get_figure()
    width = text.get_window_extent(FigureCanvasAgg(figure).get_renderer()).width / figure.dpi
    assert width == pytest.approx(text_width(text.get_text(), text.get_size()), rel=0.08, abs=0.05)


@pytest.mark.parametrize("name", MARKUP)
def test_published_text_is_no_formula_in_a_chart(name, sample):
    exhibit = exhibits.budget_ranking(replace(sample, projects=sample.projects.assign(project_name=name)))
    assert_literal(next(text for text in exhibit.figure.findobj(Text) if text.get_text() == name))
    comments = [html.unescape(text) for text in re.findall("<!-- (.*) -->", exhibit.svg.decode())]
    assert name in comments  # the back end for SVG draws formulas by another way, without naming their source


@QUICK
@given(st.text(r"$\_^{}#%& 甲乙aé0", min_size=1, max_size=14).map(str.strip).filter(bool))
def test_any_text_is_drawn_literally(name):
    with styled():
        figure, _ = canvas("", "", "", 1.0, left=1.0)
        text = figure.text(0.1, 0.5, name, size=9, family="Noto Sans SC")
    assert_literal(text)


@pytest.mark.parametrize("name", MARKUP)
def test_published_text_is_no_formula_on_a_notebooks_page(name, sample):
    exhibit = exhibits.inventory(replace(sample, departments=sample.departments.assign(department=name)))
    page = exhibit._repr_html_()
    assert name in html.unescape(re.sub("</?span>", "", page))
    # A page's formulas may hold no tags: a delimiter in a tag of its own begins none.
    assert not re.search(r"[$\\](?!</span>)", page)


@pytest.mark.parametrize("form", ["png", "svg"])
def test_the_picture_of_an_exhibit_that_is_a_table_is_a_message(form, sample):
    with pytest.raises(UsageError, match="required-sets has no picture"):
        getattr(exhibits.required_sets(sample), form)
