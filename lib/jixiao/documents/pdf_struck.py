"""Struck-out text of a PDF page: by a line through it, or by a reader's mark."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pdfminer.pdftypes import list_value
from pdfplumber.page import Page

from jixiao.documents.pdf_annotations import laid_over
from jixiao.documents.pdf_areas import Area

THIN = 0.15  # of a character's size that a line through it is thick at most
MIDDLE = 0.2  # of a character's size that the line may lie off its middle
END = 0.6  # of a character's size that the line may end before or behind the text: a ruling of a table goes on
BAND = 10  # points in which lines of text are looked up


def struck_areas(page: Page) -> list[Area]:
    """Where text of a page is struck out."""
    return [*_marked(page), *_crossed(page)]


def _marked(page: Page) -> Iterator[Area]:
    """Marked so by a reader: each mark has the corners of what it covers, four by four."""
    for kind, annotation in laid_over(page):
        corners = [part for part in list_value(annotation.get("QuadPoints", [])) if isinstance(part, int | float)]
        if kind == "StrikeOut" and not page.rotation:
            for start in range(0, len(corners) - 7, 8):
                across, up = corners[start : start + 8 : 2], corners[start + 1 : start + 8 : 2]
                yield Area.of(page, min(across), min(up), max(across), max(up))


def _crossed(page: Page) -> Iterator[Area]:
    """Crossed by a line that is as long as the text."""
    rows: dict[int, list[dict]] = defaultdict(list)
    for char in page.chars:
        if not char["text"].isspace():
            rows[int(_middle(char) // BAND)].append(char)
    thickest = THIN * max((char["size"] for char in page.chars), default=0)
    for line in (line for line in (*page.lines, *page.rects) if line["height"] <= thickest):
        y = _middle(line)
        near = [char for band in (-1, 0, 1) for char in rows[int(y // BAND) + band] if _crosses(line, y, char)]
        if near and _ends_with(line, near):
            reach = MIDDLE * max(char["size"] for char in near)
            yield Area(line["x0"], y - reach, line["x1"], y + reach)


def _middle(item: dict) -> float:
    return (item["top"] + item["bottom"]) / 2


def _crosses(line: dict, y: float, char: dict) -> bool:
    thin = line["height"] <= THIN * char["size"]
    within = line["x0"] <= (char["x0"] + char["x1"]) / 2 <= line["x1"]
    return thin and within and abs(y - _middle(char)) <= MIDDLE * char["size"]


def _ends_with(line: dict, chars: list[dict]) -> bool:
    first, last = min(chars, key=lambda char: char["x0"]), max(chars, key=lambda char: char["x1"])
    starts, ends = first["x0"] - line["x0"], line["x1"] - last["x1"]
    return starts <= END * first["size"] and ends <= END * last["size"]
