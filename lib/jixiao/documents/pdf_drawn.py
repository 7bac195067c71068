"""The objects of a PDF page as PDFium finds them, and lines, boxes, curves and pictures as pdfplumber has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pypdfium2.raw as pdfium

from jixiao.documents import pdf_calls as calls
from jixiao.documents.pdf_matrices import Matrix, Point, applied, enclosing, product

DEPTH = 20  # of forms in forms
DECIMALS = 4  # that single precision, in which PDFium counts, leaves of points: level lines stay level
SUBPATH = re.compile("m[^m]+")
SQUARE = ((0, 0), (0, 1), (1, 0), (1, 1))

Objects = dict[str, list[dict[str, Any]]]


class UnsureError(Exception):
    """Why PDFium's reading of a page is not taken."""


def objects_in(page: int, to_page: Matrix) -> Iterator[tuple[int, int, Matrix]]:
    """The objects of a page with their kinds and what moves them to their places there, those in forms included."""
    return _with_parts((calls.get_object(page, number) for number in range(calls.count_objects(page))), to_page, 0)


def _with_parts(items: Iterable[int], to_page: Matrix, depth: int) -> Iterator[tuple[int, int, Matrix]]:
    for item in items:
        kind = calls.kind_of(item)
        if kind != pdfium.FPDF_PAGEOBJ_FORM:
            yield kind, item, to_page
        elif depth < DEPTH:
            parts = (calls.get_part(item, number) for number in range(calls.count_parts(item)))
            yield from _with_parts(parts, product(calls.matrix_of(item), to_page), depth + 1)
        else:
            raise UnsureError("forms in forms")


def picture(item: int, to_page: Matrix) -> dict[str, Any]:
    """A picture: the square of one unit, moved."""
    whole = product(calls.matrix_of(item), to_page)
    return _placed("image", [applied(whole, corner) for corner in SQUARE])


def shapes(item: int, to_page: Matrix) -> Iterator[dict[str, Any]]:
    """The lines, boxes and curves of a path, told apart as pdfminer does."""
    filled, stroked = calls.draw_mode(item)
    if not filled and not stroked:
        return
    letters, points = _drawn(item, product(calls.matrix_of(item), to_page))
    look = {"fill": filled, "stroke": stroked, "non_stroking_color": calls.colour_of(item)}
    for part in SUBPATH.finditer(letters):
        shape, ends = part[0], points[part.start() : part.end()]
        while len(shape) > 3 and shape.endswith("lh") and ends[-2] == ends[0]:  # the way back is in "h"
            shape, ends = shape[:-2] + "h", ends[:-1]
        if shape in {"ml", "mlh"}:
            yield _placed("line", ends[:2]) | look
        elif shape in {"mlllh", "mllll"} and _is_upright(ends):
            yield _placed("rect", ends) | look
        else:
            yield _placed("curve", ends) | look | {"pts": ends}


def _placed(kind: str, points: list[Point]) -> dict[str, Any]:
    """An object that encloses points, which are counted from the page's top left corner."""
    x0, top, x1, bottom = enclosing(points)
    places = {"x0": x0, "x1": x1, "top": top, "bottom": bottom, "doctop": top, "y0": -bottom, "y1": -top}
    return {"object_type": kind, **places, "width": x1 - x0, "height": bottom - top}


def _drawn(item: int, whole: Matrix) -> tuple[str, list[Point]]:
    """The steps of a path in the format's letters, each with where it ends."""
    letters, points, start = "", [], (0.0, 0.0)
    curved = 0
    for kind, closed, place in calls.segments(item):
        curved = curved + 1 if kind == pdfium.FPDF_SEGMENT_BEZIERTO else 0
        if curved % 3 == 0:  # a curve has two points that steer it
            x, y = applied(whole, place)
            point = round(x, DECIMALS), round(y, DECIMALS)
            start = point if kind == pdfium.FPDF_SEGMENT_MOVETO else start
            letters += "m" if kind == pdfium.FPDF_SEGMENT_MOVETO else "c" if curved else "l"
            points.append(point)
        if closed:
            letters += "h"
            points.append(start)
    return letters, points


def _is_upright(ends: list[Point]) -> bool:
    """Whether four steps go around a box whose sides are level and upright."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3), last = ends
    level = y0 == y1 and x1 == x2 and y2 == y3 and x3 == x0
    return last == ends[0] and (level or (x0 == x1 and y1 == y2 and x2 == x3 and y3 == y0))
