"""Figures as files, the same bytes from run to run: without dates and versions."""

from __future__ import annotations

import io
from typing import Any

from matplotlib.figure import Figure
from PIL import Image

from jixiao.exhibits.style import styled

COLOURS = 128


def as_png(figure: Figure) -> bytes:
    """The figure in few colours, a third of the size: notebooks carry their charts.

    The last twentieth of the size, which Pillow's ``optimize`` would save, takes as long as drawing.
    """
    image = Image.open(io.BytesIO(_rendered(figure, "png", {"Software": None}, pil_kwargs={"compress_level": 0})))
    buffer = io.BytesIO()
    image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(buffer, "png")
    return buffer.getvalue()


def as_svg(figure: Figure) -> bytes:
    """The figure with its letters drawn as shapes."""
    return _rendered(figure, "svg", {"Date": None, "Creator": None})


def _rendered(figure: Figure, form: str, metadata: dict, **options: Any) -> bytes:
    buffer = io.BytesIO()
    with styled():
        figure.savefig(buffer, format=form, metadata=metadata, **options)
    return buffer.getvalue()
