"""Every rule finds its own example, and none in the one that is right."""

import pytest
from examples import example
from jixiao.review import RULES, review
from jixiao.review.pages import pages, parts
from jixiao.review.rule import LETTERS, SEVERITIES
from jixiao.review.settings import shipped
from jixiao.workbook import workbook

CODES = list(RULES)


def broken(code: str, text: str) -> list[str]:
    """The findings of one rule in an example."""
    off = [other for other in RULES if other != code]
    return review(example(text), settings=shipped() | {"rules": {"off": off}}).findings["message"].tolist()


@pytest.mark.parametrize("code", CODES)
def test_the_example_that_breaks_a_rule_breaks_it(code):
    assert broken(code, parts(RULES[code])["breaks"])


@pytest.mark.parametrize("code", CODES)
def test_the_example_that_is_right_breaks_it_nowhere(code):
    assert not broken(code, parts(RULES[code])["right"])


@pytest.mark.parametrize("code", CODES)
def test_a_rule_has_a_dimension_a_severity_and_a_stable_code(code):
    assert code[0] in LETTERS
    assert code[1:].isdigit()
    assert RULES[code].severity in SEVERITIES


def test_the_committed_pages_are_those_of_the_rules():
    folder = workbook() / "docs/rules"
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == pages()
