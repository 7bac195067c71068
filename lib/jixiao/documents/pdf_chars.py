"""The characters of a PDF page as a viewer shows them: each once, without what is not seen, raised ones as such."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from math import floor
from statistics import median

from pdfplumber.page import Page

from jixiao.documents.findings import Findings
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


def shown_chars(page: DrawnPage, found: Findings) -> list[dict]:
    """The characters that a page shows; what is left out is remembered by kind.

    Parameters
    ----------
    page : DrawnPage
    found : Findings
        Takes what is left out, of `KINDS`.

    Returns
    -------
    list of dict
        Like ``page.chars``: characters of fonts without a map are U+FFFD.
    """
    left: dict[str, list[str]] = defaultdict(list)
    areas = {"hidden text": [] if is_scanned(page) else unpainted_areas(page), "struck-out text": struck_areas(page)}
    usual = median([char["size"] for char in page.chars] or [1])
    kept = []
    within = [(kind, area) for kind, own in areas.items() for area in own]
    colour, lightness = None, 0.0
    for char in page.chars:
        if char["non_stroking_color"] is not colour:
            colour = char["non_stroking_color"]
            lightness = _lightness(colour)
        kind = next((kind for kind, area in within if area.holds(char)), "") if within else ""
        if kind := kind or _unseen(char, lightness, page, usual):
            left[kind].append(char["text"])
        else:
            kept.append(char)
    for kind, texts in left.items():
        if (text := "".join(texts)).strip():
            found.add(kind, text)
    if UNMAPPED.search("".join(char["text"] for char in kept)):
        kept = [char | {"text": UNMAPPED.sub(DAMAGED, char["text"])} for char in kept]
    return _moved(_once(kept, usual), usual)


def is_scanned(page: Page) -> bool:
    """Whether a page is one picture, under text that a program recognised."""
    area = page.width * page.height
    return any(picture["width"] * picture["height"] > SCANNED * area for picture in page.images)


def _unseen(char: dict, lightness: float, page: Page, usual: float) -> str:
    """Why a character is no part of what the page says; empty where it is."""
    if _is_slanted(*char["matrix"][:2]):
        return "slanted text, as of a watermark"
    if lightness >= PALE and char["size"] >= LARGE * usual and lightness < 1:
        return "large pale text, as of a watermark"
    x0, top, x1, bottom = page.bbox
    outside = char["x1"] < x0 or char["x0"] > x1 or char["bottom"] < top or char["top"] > bottom
    if outside or char["size"] < LEAST_SIZE or (lightness == 1 and not _on_ground(char, page)):
        return "hidden text"
    return ""


@lru_cache
def _is_slanted(across: float, up: float) -> bool:
    return SLANT < math.degrees(math.atan2(up, across)) % 90 < 90 - SLANT


def _lightness(colour: object) -> float:
    """From 0 for black to 1 for white, of a colour in grey, RGB or CMYK."""
    parts = tuple(colour) if isinstance(colour, list | tuple) else (colour,)
    if not parts or not all(isinstance(part, int | float) for part in parts):
        return 0
    if len(parts) == 4:
        return (1 - parts[3]) * (1 - max(parts[:3]))
    return min(parts)


def _on_ground(char: dict, page: Page) -> bool:
    """Whether a coloured area or a picture lies under a character, on which white is seen."""
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    grounds = [rect for rect in page.rects if rect.get("fill") and _lightness(rect.get("non_stroking_color")) < 1]
    return any(
        area["x0"] <= x <= area["x1"] and area["top"] <= y <= area["bottom"] for area in (*grounds, *page.images)
    )


def _once(chars: Sequence[dict], usual: float) -> list[dict]:
    """Each character once, of several drawn nearly in one place."""
    kept: list[dict] = []
    places: dict[tuple[str, int, int], list[dict]] = {}
    step = max(usual, LEAST_SIZE)
    numbers = Counter(char["text"] for char in chars)
    for char in chars:
        if numbers[char["text"]] == 1:
            kept.append(char)
            continue
        text, x, y = char["text"], char["x0"] / step, char["top"] / step
        reach = COPY * min(char["size"] / step, LARGEST)
        down = range(floor(y - reach), floor(y + reach) + 1)
        for place in ((text, i, j) for i in range(floor(x - reach), floor(x + reach) + 1) for j in down):
            if place in places and any(_is_copy(char, other) for other in places[place]):
                break
        else:
            places.setdefault((text, floor(x), floor(y)), []).append(char)
            kept.append(char)
    return kept


def _is_copy(char: dict, other: dict) -> bool:
    apart = COPY * min(char["size"], other["size"])
    return abs(char["x0"] - other["x0"]) <= apart and abs(char["top"] - other["top"]) <= apart


def _moved(chars: list[dict], usual: float) -> list[dict]:
    """The characters with small raised and lowered ones as such, in the line of what they stand behind."""
    small = {id(char) for char in chars if char["text"] in MOVABLE and char["size"] < usual}
    if not small:
        return chars
    ends: dict[int, list[dict]] = defaultdict(list)  # by the place where they end
    moved = []
    for char in sorted(chars, key=lambda char: char["x0"]):
        if id(char) in small:
            near = (other for place in range(-1, 2) for other in ends[int(char["x0"] // usual) + place])
            before = next((other for other in near if _stands_behind(char, other)), None)
            char = _as_moved(char, before) if before else char
        ends[int(char["x1"] // usual)].append(char)
        moved.append(char)
    return moved


def _stands_behind(char: dict, other: dict) -> bool:
    near = abs(char["x0"] - other["x1"]) <= NEAR * other["size"] and char["size"] <= SMALL * other["size"]
    return near and char["top"] < other["bottom"] and char["bottom"] > other["top"] and not other["text"].isspace()


def _as_moved(char: dict, before: dict) -> dict:
    """A small character as a raised or lowered one; as it is where it stands on the line of the one before it."""
    rise = (before["bottom"] - char["bottom"]) / before["size"]
    if rise > 0.15:
        text = raised(char["text"])
    elif rise < -0.05 and char["top"] - before["top"] > 0.15 * before["size"]:
        text = lowered(char["text"])
    else:
        return char
    return char | {"text": text, **{name: before[name] for name in ("top", "bottom", "size")}}


def along_their_direction(chars: list[dict]) -> list[dict]:
    """Turned characters at the places where they would stand if they were not: a label that reads up or down."""
    turned = [char for char in chars if abs(char["matrix"][0]) < abs(char["matrix"][1])]
    if 2 * len(turned) <= len(chars):
        return chars
    upwards = sum(char["matrix"][1] > 0 for char in turned) * 2 > len(turned)
    return [char | _unturned(char, upwards=upwards) for char in turned]


def _unturned(char: dict, *, upwards: bool) -> dict[str, float]:
    if upwards:
        return {"x0": -char["bottom"], "x1": -char["top"], "top": char["x0"], "bottom": char["x1"]}
    return {"x0": char["top"], "x1": char["bottom"], "top": -char["x1"], "bottom": -char["x0"]}
