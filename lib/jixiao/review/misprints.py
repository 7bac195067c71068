"""Whether a text is a misprint of a phrase: one character away from it, or with one of the same sound or shape."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from jixiao.target_values.signs import SIGNS

BOUNDS = frozenset(word for word in SIGNS if word.isalpha() and len(word) > 2)  # 不低于, 大于等于
BARE = frozenset(word for word in SIGNS if word.isalpha() and len(word) == 2)  # 低于
# A bare word for a sign after these is itself: 率低于, 应低于, 均低于.
PLAIN = frozenset("率度数量额费间期值例均应须要则都可")


@cache
def _sounds(groups: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """Every character with those that it is taken for."""
    alike: dict[str, frozenset[str]] = {}
    for group in groups:
        for character in group:
            alike[character] = alike.get(character, frozenset()) | frozenset(group)
    return alike


def looks_alike(written: str, meant: str, groups: Iterable[str]) -> bool:
    """Whether two texts of one length differ in one character, and the two are taken for each other."""
    other = [(one, two) for one, two in zip(written, meant, strict=False) if one != two]
    sounds = _sounds(tuple(groups))
    return len(written) == len(meant) and len(other) == 1 and other[0][1] in sounds.get(other[0][0], ())


def blanked(phrase: str) -> list[tuple[str, str]]:
    """What is left of a phrase without one of its characters, for each of them."""
    return [(phrase[:i], phrase[i + 1 :]) for i in range(len(phrase))]


def neighbours(phrases: Iterable[str]) -> dict[tuple[str, str], set[str]]:
    """The phrases by what is left of each without one of its characters: no pair of texts need be compared."""
    near: dict[tuple[str, str], set[str]] = {}
    for phrase in phrases:
        for key in blanked(phrase):
            near.setdefault(key, set()).add(phrase)
    return near


@cache
def _near_bounds() -> dict[tuple[str, str], set[str]]:
    return neighbours(BOUNDS)


@cache
def misprints(phrases: tuple[str, ...], groups: tuple[str, ...]) -> dict[str, str]:
    """What is a phrase but for a character of the same sound or shape, and the first phrase that it may be."""
    sounds = _sounds(groups)
    found: dict[str, str] = {}
    for phrase in sorted(phrases, reverse=True):
        for at, character in enumerate(phrase):
            found |= {phrase[:at] + other + phrase[at + 1 :]: phrase for other in sounds.get(character, ())}
    return {written: phrase for written, phrase in found.items() if written not in phrases}


def misprinted_bound(lead: str, operator: object, groups: Iterable[str]) -> tuple[str, str]:
    """The misprinted word for a sign at the end of the words before a number, and what is meant; else two empty texts.

    What is meant has one other character, or the same in another order, and agrees with the target's sign.

    Examples
    --------
    >>> misprinted_bound("使用率木低于", ">=", []), misprinted_bound("差错率低于", "<", [])
    (('木低于', '不低于'), ('', ''))
    >>> misprinted_bound("使用率不抵于", "", ["低抵底"])
    ('不抵于', '不低于')
    """
    return _misprinted_end(lead[-5:], operator, tuple(groups))


@lru_cache(100_000)
def _misprinted_end(lead: str, operator: object, groups: tuple[str, ...]) -> tuple[str, str]:
    for size in (5, 4, 3):
        written = lead[-size:]
        if len(written) < size or written in BOUNDS:
            continue
        near = set().union(*(_near_bounds().get(key, set()) for key in blanked(written)))
        near |= {word for word in BOUNDS if len(word) == size and sorted(word) == sorted(written)}
        near = {word for word in near if not operator or SIGNS[word] == operator}
        if written[-2:] in BARE and (SIGNS[written[-2:]] == operator or not operator or written[0] in PLAIN):
            near = set()
        likely = {word for word in near if looks_alike(written, word, groups)} or near
        if len(likely) == 1 or len({SIGNS[word] for word in likely}) == 1:
            return written, min(likely)
    return "", ""


def misprinted_phrase(text: str, phrases: Iterable[str], groups: Iterable[str]) -> tuple[str, str]:
    """The part of a text that is one of the phrases but for a character of the same sound or shape, and the phrase."""
    known = misprints(tuple(phrases), tuple(groups))
    for size in sorted({len(phrase) for phrase in phrases}):
        for start in range(len(text) - size + 1):
            if meant := known.get(text[start : start + size]):
                return text[start : start + size], meant
    return "", ""
