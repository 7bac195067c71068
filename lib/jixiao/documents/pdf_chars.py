"""The characters of a PDF page as a viewer shows them: each once, without what is not seen, raised ones as such."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import product
from operator import itemgetter

import numpy as np
from pdfplumber.page import Page

from jixiao.documents.findings import Findings
from jixiao.documents.pdf_areas import SLACK, Area
from jixiao.documents.pdf_characters import Characters, lightness
from jixiao.documents.pdf_page import DrawnPage
from jixiao.documents.pdf_struck import struck_areas
from jixiao.documents.pdf_unpainted import unpainted_areas
from jixiao.documents.raised import lowered, raised

UNMAPPED = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff]")
DAMAGED = "\ufffd"
COPY = 0.15  # of a character's size that a copy of it may lie apart: bold without a bold font
SLANT = 3  # degrees from upright or turned
SMALL = 0.75  # of its neighbour's size that a raised or lowered character has at most
NEAR = 0.35  # of its neighbour's size that it may stand apart
PALE, LARGE = 0.6, 2.0  # a watermark's lightness, and its size in those of the text
SCANNED = 0.7  # of a page that the picture of a scan covers at least
LARGEST = 20.0  # of the usual size: copies of larger characters are not looked for in their whole reach
LEAST_SIZE = 1.0  # points; what is smaller is not seen
MOVABLE = frozenset("0123456789+-−()")
KINDS = {
    "slanted text, as of a watermark": ("text that belongs to the page", "left out; compare with the document"),
    "large pale text, as of a watermark": ("text that belongs to the page", "left out; compare with the document"),
    "hidden text": ("text that is shown", "not read: it is not painted, white, tiny or outside the page"),
    "struck-out text": ("text that holds", "not read; compare with the document"),
    "text in layers, of which some are switched off": ("text that is shown", "read; compare with the document"),
    "a table without ruled lines": (
        "ruled lines, or rows of one line each whose columns agree",
        "not read as a table; ask for the document in another format",
    ),
    "a picture in a cell": ("text", "not read; compare with the document"),
    "text recognised in a picture": ("text of its own", "read as a program recognised it; compare with the document"),
}


def shown_chars(page: DrawnPage, found: Findings) -> Characters:
    """The characters that a page shows; what is left out is remembered by kind.

    Parameters
    ----------
    page : DrawnPage
    found : Findings
        Takes what is left out, of `KINDS`.

    Returns
    -------
    Characters
        Those of the page; what a font has no map for is U+FFFD.
    """
    chars = page.characters
    usual = float(np.median(chars.size)) if len(chars) else 1.0
    reasons = _left_out(chars, page, usual)
    for kind in dict.fromkeys(reasons[reasons != ""].tolist()):
        if (text := "".join(chars.text[reasons == kind])).strip():
            found.add(kind, text)
    chars = chars[reasons == ""]
    if UNMAPPED.search("".join(chars.text)):
        chars.text = np.array([UNMAPPED.sub(DAMAGED, text) for text in chars.text], dtype=object)
    return _moved(once(chars, usual), usual)


def is_scanned(page: Page) -> bool:
    """Whether a page is one picture, under text that a program recognised."""
    area = page.width * page.height
    return any(picture["width"] * picture["height"] > SCANNED * area for picture in page.images)


def _left_out(chars: Characters, page: DrawnPage, usual: float) -> np.ndarray:
    """Why each character is no part of what the page says; empty where it is."""
    unpainted = [] if is_scanned(page) else unpainted_areas(page)
    angle = np.degrees(np.arctan2(chars.up, chars.across)) % 90
    pale = (chars.lightness >= PALE) & (chars.lightness < 1)
    x0, top, x1, bottom = page.bbox
    unseen = (chars.x1 < x0) | (chars.x0 > x1) | (chars.bottom < top) | (chars.top > bottom)
    unseen |= (chars.size < LEAST_SIZE) | _vanishes(chars, page)
    reasons = np.full(len(chars), "", dtype=object)
    for reason, those in (  # the last one of a character counts
        ("hidden text", unseen),
        ("large pale text, as of a watermark", pale & (chars.size >= LARGE * usual)),
        ("slanted text, as of a watermark", (angle > SLANT) & (angle < 90 - SLANT)),
        ("struck-out text", _within(struck_areas(page), chars)),
        ("hidden text", _within(unpainted, chars)),
    ):
        reasons[those] = reason
    return reasons


def _vanishes(chars: Characters, page: Page) -> np.ndarray:
    """Which characters are white without a coloured area or a picture under them, on which white is seen."""
    white = chars.lightness == 1
    if not white.any():
        return white
    coloured = [rect for rect in page.rects if rect.get("fill") and lightness(rect.get("non_stroking_color")) < 1]
    grounds = [Area(*itemgetter("x0", "top", "x1", "bottom")(ground)) for ground in (*coloured, *page.images)]
    return white & ~_within(grounds, chars, slack=0)


def _within(areas: Sequence[Area], chars: Characters, slack: float = SLACK) -> np.ndarray:
    """Which characters lie in one of some areas."""
    within = np.zeros(len(chars), dtype=bool)
    for area in areas:
        within |= area.holds(chars, slack)
    return within


@np.errstate(invalid="ignore")  # of what lies at no place
def once(chars: Characters, usual: float) -> Characters:
    """Each character once, of several drawn nearly in one place."""
    reach = COPY * min(chars.size.max(initial=LEAST_SIZE), LARGEST * max(usual, LEAST_SIZE))
    columns, rows = (np.floor(place / reach).astype(int) for place in (chars.x0, chars.top))
    near = np.flatnonzero(_has_like(chars.text, columns, rows))
    places: dict[tuple[str, int, int], list[list[float]]] = defaultdict(list)
    copies = []
    of_each = (part[near].tolist() for part in (chars.text, columns, rows, chars.x0, chars.top, chars.size))
    for number, text, column, row, *own in zip(near.tolist(), *of_each, strict=True):
        around = ((text, column + right, row + down) for right, down in product((0, -1, 1), repeat=2))
        if any(_is_copy(own, other) for place in around if place in places for other in places[place]):
            copies.append(number)
        else:
            places[text, column, row].append(own)
    return chars[np.delete(np.arange(len(chars)), copies)] if copies else chars


def _has_like(texts: np.ndarray, columns: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Which texts may stand in the same square as another like them, or in one next to it; far more than do so.

    Squares next to each other are in one of twice their size, where these begin at even or at odd ones.
    """
    hashes = np.array(list(map(hash, texts.tolist())), dtype=np.int64)
    found = np.zeros(len(texts), dtype=bool)
    for right, down in product((0, 1), repeat=2):
        squares = hashes + (columns + right) // 2 * 1_000_003 + (rows + down) // 2 * 1_000_000_007
        order = np.argsort(squares)
        alike = np.diff(squares[order]) == 0
        found[order[1:][alike]] = found[order[:-1][alike]] = True
    return found


def _is_copy(char: Sequence[float], other: Sequence[float]) -> bool:
    x0, top, size = char
    apart = COPY * min(size, other[2])
    return abs(x0 - other[0]) <= apart and abs(top - other[1]) <= apart


def _moved(chars: Characters, usual: float) -> Characters:
    """The characters with small raised and lowered ones as such, in the line of what they stand behind."""
    small = chars.size < usual
    if not small.any() or MOVABLE.isdisjoint(chars.text[small]):
        return chars
    chars = chars[np.argsort(chars.x0, kind="stable")]
    ends = chars.x1 // usual
    by_end = np.argsort(ends, kind="stable")
    first = np.searchsorted(ends[by_end], chars.x0 // usual - 1)
    last = np.searchsorted(ends[by_end], chars.x0 // usual + 1, "right")
    for number in np.flatnonzero(chars.size < usual).tolist():
        if chars.text[number] in MOVABLE:
            near = by_end[first[number] : last[number]]
            _move(chars, number, near[near < number])
    return chars


def _move(chars: Characters, number: int, near: np.ndarray) -> None:
    """Make a small character a raised or lowered one; it stays where it stands on the line of the one before it."""
    top, bottom, size, others = chars.top[number], chars.bottom[number], chars.size[number], chars[near]
    behind = np.abs(chars.x0[number] - others.x1) <= NEAR * others.size
    behind &= (size <= SMALL * others.size) & (top < others.bottom) & (bottom > others.top)
    before = next((other for other in near[behind].tolist() if not chars.text[other].isspace()), None)
    if before is None:
        return
    rise = (chars.bottom[before] - bottom) / chars.size[before]
    if rise > 0.15:
        chars.text[number] = raised(chars.text[number])
    elif rise < -0.05 and top - chars.top[before] > 0.15 * chars.size[before]:
        chars.text[number] = lowered(chars.text[number])
    else:
        return
    for measure in (chars.top, chars.bottom, chars.size):
        measure[number] = measure[before]
