"""What PDFium says of objects and characters, which are given by their addresses as plain numbers.

pypdfium2's functions make an object of each address, which takes longer than the call. PDFium must not be called by two
threads at once: whoever calls these holds `ONE_AT_A_TIME`, and so they share the places where PDFium writes. The calls
are so short that letting other threads run meanwhile would take longer.
"""

from __future__ import annotations

from collections import deque
from ctypes import (
    PYFUNCTYPE,
    addressof,
    c_char_p,
    c_float,
    c_int,
    c_uint,
    c_void_p,
    cast,
    create_string_buffer,
)
from itertools import repeat
from threading import RLock
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from jixiao.documents.pdf_matrices import Matrix, Point

ONE_AT_A_TIME = RLock()
NAME_BYTES = 256
_floats = (c_float * 4)()
_numbers, _name = (c_uint * 4)(), create_string_buffer(NAME_BYTES)
_at = c_void_p
_first, _first_number = addressof(_floats), addressof(_numbers)
_four, _four_numbers = ([start + 4 * index for index in range(4)] for start in (_first, _first_number))
_moved = pdfium.FS_MATRIX()


def _function(name: str, result: Any, *given: Any) -> Any:
    return PYFUNCTYPE(result, *given)(cast(getattr(pdfium, name), c_void_p).value or 0)


count_objects = _function("FPDFPage_CountObjects", c_int, _at)
get_object = _function("FPDFPage_GetObject", _at, _at, c_int)
count_parts = _function("FPDFFormObj_CountObjects", c_int, _at)
get_part = _function("FPDFFormObj_GetObject", _at, _at, c_uint)
kind_of = _function("FPDFPageObj_GetType", c_int, _at)
font_of = _function("FPDFTextObj_GetFont", _at, _at)
render_mode = _function("FPDFTextObj_GetTextRenderMode", c_int, _at)
_count_chars = _function("FPDFText_CountChars", c_int, _at)
is_generated = _function("FPDFText_IsGenerated", c_int, _at, c_int)
_count_marks = _function("FPDFPageObj_CountMarks", c_int, _at)
_mark = _function("FPDFPageObj_GetMark", _at, _at, c_uint)
_parameter = _function("FPDFPageObjMark_GetParamValueType", c_int, _at, c_char_p)
_matrix = _function("FPDFPageObj_GetMatrix", c_int, _at, _at)
_bounds = _function("FPDFPageObj_GetBounds", c_int, _at, *[_at] * 4)
_fill = _function("FPDFPageObj_GetFillColor", c_int, _at, *[_at] * 4)
_draw_mode = _function("FPDFPath_GetDrawMode", c_int, _at, _at, _at)
_count_segments = _function("FPDFPath_CountSegments", c_int, _at)
_segment = _function("FPDFPath_GetPathSegment", _at, _at, c_int)
_segment_kind = _function("FPDFPathSegment_GetType", c_int, _at)
_closes = _function("FPDFPathSegment_GetClose", c_int, _at)
_point = _function("FPDFPathSegment_GetPoint", c_int, _at, _at, _at)
_font_size = _function("FPDFTextObj_GetFontSize", c_int, _at, _at)
_descent = _function("FPDFFont_GetDescent", c_int, _at, c_float, _at)
_base_name = _function("FPDFFont_GetBaseFontName", c_uint, _at, c_void_p, c_uint)
_glyph_width = _function("FPDFFont_GetGlyphWidth", c_int, _at, c_uint, c_float, _at)
_unicode = _function("FPDFText_GetUnicode", c_uint, _at, c_int)
_has_map_error = _function("FPDFText_HasUnicodeMapError", c_int, _at, c_int)
_text = _function("FPDFText_GetTextObject", _at, _at, c_int)
_origin = _function("FPDFText_GetCharOrigin", c_int, _at, c_int, _at, _at)
_loose_box = _function("FPDFText_GetLooseCharBox", c_int, _at, c_int, _at)


def matrix_of(item: int) -> Matrix:
    """How an object is moved from its own coordinates."""
    _matrix(item, addressof(_moved))
    return _moved.a, _moved.b, _moved.c, _moved.d, _moved.e, _moved.f


def bounds_of(item: int) -> tuple[float, float, float, float]:
    """Left, lower, right and upper end of an object."""
    _bounds(item, *_four)
    x0, y0, x1, y1 = _floats
    return x0, y0, x1, y1


def colour_of(item: int) -> tuple[float, float, float]:
    """In what an object is filled: red, green and blue."""
    _fill(item, *_four_numbers)
    red, green, blue, _ = _numbers
    return red / 255, green / 255, blue / 255


def draw_mode(item: int) -> tuple[bool, bool]:
    """Whether a path is filled, and whether its line is drawn."""
    _draw_mode(item, *_four_numbers[:2])
    return bool(_numbers[0]), bool(_numbers[1])


def segments(item: int) -> list[tuple[int, bool, Point]]:
    """The steps of a path: kind, whether it then goes back to where it began, and where it ends."""
    found = []
    for number in range(_count_segments(item)):
        segment = _segment(item, number)
        _point(segment, *_four[:2])
        found.append((_segment_kind(segment), bool(_closes(segment)), (_floats[0], _floats[1])))
    return found


def stands_for_another(item: int) -> bool:
    """Whether a text is marked to stand for another text."""
    for number in range(_count_marks(item)):
        if _parameter(_mark(item, number), b"ActualText") != pdfium.FPDF_OBJECT_UNKNOWN:
            return True
    return False


def font_size(item: int) -> float:
    """The size of a text."""
    _font_size(item, _first)
    return float(_floats[0])


def descent_of(font: int) -> float:
    """How far a font reaches below the line, in sizes."""
    _descent(font, 1, _first)
    return float(_floats[0])


def name_of(font: int) -> str:
    """The name of a font."""
    _base_name(font, _name, NAME_BYTES)
    return _name.value.decode("utf-8", "replace")


def glyph_width(font: int, letter: str) -> float:
    """The width of a character, in sizes; 0 where the font has none."""
    _glyph_width(font, ord(letter), 1, _first)
    return float(_floats[0])


def letters_in(layer: int) -> list[str]:
    """The characters of a page, with those that PDFium adds."""
    return list(map(chr, map(_unicode, repeat(layer), range(_count_chars(layer)))))


def has_map_errors(layer: int) -> bool:
    """Whether a font does not say what one of the characters is."""
    return any(map(_has_map_error, repeat(layer), range(_count_chars(layer))))


def texts_in(layer: int) -> list[int | None]:
    """Which text each character belongs to."""
    return list(map(_text, repeat(layer), range(_count_chars(layer))))


def origins_in(layer: int) -> np.ndarray:
    """Where characters begin: a row across and one up."""
    places = np.zeros((_count_chars(layer), 2))
    first, last = places.ctypes.data, places.ctypes.data + places.nbytes
    across, up = range(first, last, 16), range(first + 8, last, 16)
    deque(map(_origin, repeat(layer), range(len(places)), across, up), maxlen=0)
    return places.T


def rooms_in(layer: int) -> np.ndarray:
    """What characters take or paint, whichever is more: a row of widths and one of heights."""
    boxes = np.zeros((_count_chars(layer), 4), dtype=np.float32)
    first = boxes.ctypes.data
    deque(map(_loose_box, repeat(layer), range(len(boxes)), range(first, first + boxes.nbytes, 16)), maxlen=0)
    left, top, right, bottom = boxes.T.astype(np.float64)
    return np.array([right - left, top - bottom])
