"""What money is stated in: notes of a unit, and units behind labels."""

from __future__ import annotations

import re
from collections.abc import Iterable

from jixiao.documents.content import Content
from jixiao.vocabulary import Vocabulary, fold

LONGEST_NOTE, LONGEST_LABEL = 80, 20  # characters
_UNIT = "(?:人民币)?(?P<unit>[一-鿿]{0,2}?元)(?:人民币)?"
_NOTE = re.compile(rf"\(?(?:金额)?(?:单位|金额(?=:)):{_UNIT}\)?$")
# A note that says more, or stands in a title: 单位:元、人次, 注:金额单位为元.
_SAID = re.compile(rf"(?:(?:单位|金额)(?::|均?[为是])|以){_UNIT}(?=为单位|[),.;、，。；(]|$)")
_BEHIND = re.compile(rf"\((?:金额|预算|资金)?(?:单位)?:?{_UNIT}\)|/{_UNIT.replace('unit', 'part')}$")
_BEHIND_BARE = re.compile(rf"(?<=.)(?:/|单位:){_UNIT}$")
_MONEY = re.compile("预算|资金|金额|经费|投资|拨款|补助")
_OR = "或"
_TERMS = {
    *("budget", "whole_budget", "budget_group", "initial", "adjusted", "paid", "total", "plan"),
    *("interim_paid", "expected_paid"),
}


def noted_unit(text: str) -> str | None:
    """The unit that a note of it states: 单位：万元."""
    before, unit = split_unit_note(text)
    return None if before else unit


def split_unit_note(text: str) -> tuple[str, str | None]:
    """A text, folded, without the note of a unit at its end, and that unit: 803001某某局　单位：万元."""
    folded = fold(text)
    note = _NOTE.search(folded)
    return (folded[: note.start()], note["unit"]) if note else (folded, None)


def unit_said(text: str) -> str | None:
    """The unit that a line says the amounts are in, whatever else it says; the last of several."""
    if "元" not in text or len(text) > LONGEST_NOTE:
        return None
    found = [said["unit"] for said in _SAID.finditer(fold(text))]
    return found[-1] if found else None


def unit_in_label(text: str) -> str | None:
    """The unit behind a label, in brackets or after a stroke: 预算数（元）, 预算数/元."""
    folded = fold(text)
    found = _BEHIND.search(folded)
    return (found["unit"] or found["part"]) if found else split_unit_note(folded)[1]


def without_unit(text: str) -> str:
    """A folded label without the unit behind it that stands in no brackets: 预算数/元, 预算数单位:元."""
    return _BEHIND_BARE.sub("", text)


def one_of(units: Iterable[str]) -> str | None:
    """The only one of units; where they differ all of them in one, which no amount is in; None for none."""
    return _OR.join(sorted(set(units))) or None


def units_of(undecided: str) -> list[str]:
    """The units of which it is uncertain which holds."""
    return undecided.split(_OR)


def is_undecided(unit: str | None) -> bool:
    """Whether it is uncertain which of several units holds."""
    return unit is not None and _OR in unit


def is_of_money(term: str | None, vocabulary: Vocabulary) -> bool:
    """Whether a term of the vocabulary, or a source of funds, is one of money."""
    return term is not None and (term in _TERMS or vocabulary.source(term) is not None)


def may_be_of_money(label: str) -> bool:
    """Whether an unknown label says that money stands beside or below it."""
    return len(label) <= LONGEST_LABEL and _MONEY.search(label) is not None


def units_of_document(content: Content, vocabulary: Vocabulary) -> frozenset[str]:
    """The units that a document states for money anywhere: in notes, titles and behind labels of money."""
    pieces = (piece for pieces in (content.paragraphs(), content.cells()) for piece in pieces)
    texts = {piece.text for piece in pieces if "元" in piece.text and len(piece.text) <= LONGEST_NOTE}
    stated = {unit_said(text) for text in texts} | {noted_unit(text) for text in texts}
    bare = {text: without_unit(fold(text)) for text in texts}
    terms = {text: vocabulary.heading(label) or vocabulary.source(label) for text, label in bare.items()}
    stated |= {unit_in_label(text) for text, term in terms.items() if is_of_money(term, vocabulary)}
    return frozenset(unit for unit in stated if unit)
