"""What PDFium finds on a page, as pdfplumber has it: characters, lines, boxes, curves and pictures.

It takes a small part of pdfminer's time. Where its text layer may hold less than the page, `Unsure` is raised: pdfminer
reads such a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from ctypes import byref, c_float, c_int, c_uint
from typing import Any

import pypdfium2.raw as pdfium

from jixiao.documents.pdf_matrices import Matrix, Point, applied, enclosing, product

DEPTH = 20  # of forms in forms
DECIMALS = 4  # that single precision, in which PDFium counts, leaves of points: level lines stay level
SUBPATH = re.compile("m[^m]+")

Objects = dict[str, list[dict[str, Any]]]


class Unsure(Exception):
    """Why PDFium's reading of a page is not taken."""


def objects_in(holder: Any, to_page: Matrix) -> Iterator[tuple[int, Any, Matrix]]:
    """The objects of a page with their kinds and what moves them to their places there, those in forms included."""
    for number in range(pdfium.FPDFPage_CountObjects(holder)):
        yield from _with_parts(pdfium.FPDFPage_GetObject(holder, number), to_page, 0)


def _with_parts(item: Any, to_page: Matrix, depth: int) -> Iterator[tuple[int, Any, Matrix]]:
    kind = pdfium.FPDFPageObj_GetType(item)
    if kind != pdfium.FPDF_PAGEOBJ_FORM:
        yield kind, item, to_page
    elif depth < DEPTH:
        within = product(matrix_of(item), to_page)
        for number in range(pdfium.FPDFFormObj_CountObjects(item)):
            yield from _with_parts(pdfium.FPDFFormObj_GetObject(item, number), within, depth + 1)
    else:
        raise Unsure("forms in forms")


def matrix_of(item: Any) -> Matrix:
    """How an object is moved from its own coordinates."""
    found = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, byref(found))
    return found.a, found.b, found.c, found.d, found.e, found.f


def bounds_of(item: Any) -> tuple[float, float, float, float]:
    """Left, lower, right and upper end of an object."""
    ends = [c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(item, *map(byref, ends))
    x0, y0, x1, y1 = (end.value for end in ends)
    return x0, y0, x1, y1


def colour_of(item: Any) -> tuple[float, float, float]:
    """In what an object is filled: red, green and blue."""
    parts = [c_uint() for _ in range(4)]
    pdfium.FPDFPageObj_GetFillColor(item, *map(byref, parts))
    red, green, blue, _ = (part.value / 255 for part in parts)
    return red, green, blue


def placed(kind: str, points: list[Point]) -> dict[str, Any]:
    """An object that encloses points, which are counted from the page's top left corner."""
    x0, top, x1, bottom = enclosing(points)
    return {
        "object_type": kind,
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "doctop": top,
        "y0": -bottom,
        "y1": -top,
        "width": x1 - x0,
        "height": bottom - top,
    }


def picture(item: Any, to_page: Matrix) -> dict[str, Any]:
    """A picture: the square of one unit, moved."""
    whole = product(matrix_of(item), to_page)
    return placed("image", [applied(whole, corner) for corner in ((0, 0), (0, 1), (1, 0), (1, 1))])


def shapes(item: Any, to_page: Matrix) -> Iterator[dict[str, Any]]:
    """The lines, boxes and curves of a path, told apart as pdfminer does."""
    mode, stroked = c_int(), c_int()
    pdfium.FPDFPath_GetDrawMode(item, byref(mode), byref(stroked))
    if not mode.value and not stroked.value:
        return
    letters, points = _drawn(item, product(matrix_of(item), to_page))
    further = {"fill": bool(mode.value), "stroke": bool(stroked.value), "non_stroking_color": colour_of(item)}
    for part in SUBPATH.finditer(letters):
        shape, ends = part[0], points[part.start() : part.end()]
        if len(shape) > 3 and shape.endswith("lh") and ends[-2] == ends[0]:
            shape, ends = shape[:-2] + "h", ends[:-1]
        if shape in {"ml", "mlh"}:
            kind = "line"
            ends = ends[:2]
        else:
            kind = "rect" if shape in {"mlllh", "mllll"} and _is_upright(ends) else "curve"
        yield placed(kind, ends) | further | ({"pts": ends} if kind == "curve" else {})


def _drawn(item: Any, whole: Matrix) -> tuple[str, list[Point]]:
    """The steps of a path in the format's letters, each with where it ends."""
    letters, points, start = "", [], (0.0, 0.0)
    x, y, curved = c_float(), c_float(), 0
    for number in range(pdfium.FPDFPath_CountSegments(item)):
        segment = pdfium.FPDFPath_GetPathSegment(item, number)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        curved = curved + 1 if kind == pdfium.FPDF_SEGMENT_BEZIERTO else 0
        if curved % 3 == 0:  # a curve has two points that steer it
            pdfium.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
            across, down = applied(whole, (x.value, y.value))
            point = round(across, DECIMALS), round(down, DECIMALS)
            start = point if kind == pdfium.FPDF_SEGMENT_MOVETO else start
            letters += "m" if kind == pdfium.FPDF_SEGMENT_MOVETO else "c" if curved else "l"
            points.append(point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            letters += "h"
            points.append(start)
    return letters, points


def _is_upright(ends: list[Point]) -> bool:
    """Whether four steps go around a box whose sides are level and upright."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3), last = ends
    level = y0 == y1 and x1 == x2 and y2 == y3 and x3 == x0
    return last == ends[0] and (level or (x0 == x1 and y1 == y2 and x2 == x3 and y3 == y0))
