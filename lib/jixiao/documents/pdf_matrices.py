"""Moves of points on a PDF page, as the format writes them: six numbers."""

from __future__ import annotations

from collections.abc import Sequence

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]


def product(first: Matrix, then: Matrix) -> Matrix:
    """One move after another.

    Examples
    --------
    >>> product((1, 0, 0, 1, 5, 0), (2, 0, 0, 2, 0, 1))
    (2, 0, 0, 2, 10, 1)
    """
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def applied(move: Matrix, point: Point) -> Point:
    """Where a point comes to lie.

    Examples
    --------
    >>> applied((0, 1, -1, 0, 5, 0), (1, 2))
    (3, 1)
    """
    a, b, c, d, e, f = move
    x, y = point
    return a * x + c * y + e, b * x + d * y + f


def enclosing(points: Sequence[Point]) -> tuple[float, float, float, float]:
    """The least and the greatest numbers across and up of some points.

    Examples
    --------
    >>> enclosing([(1, 5), (3, 2)])
    (1, 2, 3, 5)
    """
    across, up = zip(*points, strict=True)
    return min(across), min(up), max(across), max(up)
