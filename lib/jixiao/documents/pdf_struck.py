"""Struck-out text of a PDF page: by a line through it, or by a reader's mark."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from pdfminer.pdftypes import list_value

from jixiao.documents.pdf_annotations import laid_over
from jixiao.documents.pdf_areas import Area
from jixiao.documents.pdf_characters import Characters
from jixiao.documents.pdf_page import DrawnPage

THIN = 0.15  # of a character's size that a line through it is thick at most
MIDDLE = 0.2  # of a character's size that the line may lie off its middle
END = 0.6  # of a character's size that the line may end before or behind the text: a ruling of a table goes on


def struck_areas(page: DrawnPage) -> list[Area]:
    """Where text of a page is struck out."""
    return [*_marked(page), *_crossed(page)]


def _marked(page: DrawnPage) -> Iterator[Area]:
    """Marked so by a reader: each mark has the corners of what it covers, four by four."""
    for kind, annotation in laid_over(page):
        corners = [part for part in list_value(annotation.get("QuadPoints", [])) if isinstance(part, int | float)]
        if kind == "StrikeOut" and not page.rotation:
            for start in range(0, len(corners) - 7, 8):
                across, up = corners[start : start + 8 : 2], corners[start + 1 : start + 8 : 2]
                yield Area.of(page, min(across), min(up), max(across), max(up))


def _crossed(page: DrawnPage) -> Iterator[Area]:
    """Crossed by a line that is as long as the text."""
    chars = page.characters
    thickest, reach = (share * chars.size.max(initial=0) for share in (THIN, MIDDLE))
    lines = [line for line in (*page.lines, *page.rects) if line["height"] <= thickest]
    chars = chars[chars.filled]
    chars = chars[np.argsort(chars.middle, kind="stable")]
    ys = np.array([(line["top"] + line["bottom"]) / 2 for line in lines])
    first, last = np.searchsorted(chars.middle, ys - reach), np.searchsorted(chars.middle, ys + reach, "right")
    for number in np.flatnonzero(first < last).tolist():
        line, y, near = lines[number], ys[number], chars[first[number] : last[number]]
        near = near[_crosses(line, y, near)]
        if len(near) and _ends_with(line, near):
            reach = MIDDLE * near.size.max()
            yield Area(line["x0"], y - reach, line["x1"], y + reach)


def _crosses(line: dict, y: float, chars: Characters) -> np.ndarray:
    thin = line["height"] <= THIN * chars.size
    within = (line["x0"] <= chars.centre) & (chars.centre <= line["x1"])
    return thin & within & (np.abs(y - chars.middle) <= MIDDLE * chars.size)


def _ends_with(line: dict, chars: Characters) -> bool:
    first, last = chars.x0.argmin(), chars.x1.argmax()
    starts, ends = chars.x0[first] - line["x0"], line["x1"] - chars.x1[last]
    return bool(starts <= END * chars.size[first] and ends <= END * chars.size[last])
