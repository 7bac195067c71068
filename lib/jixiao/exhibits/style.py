"""The look of the charts: fonts, colours, the canvas with its title and source, and text that fits."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from importlib.resources import as_file, files
from itertools import islice, pairwise

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager, get_font
from matplotlib.text import Text
from pylopdf_fonts_zh_cn import sans_path, serif_path

from jixiao.characters import CONTROLS, SUBSTITUTE, legible

# Blue and accent are apart in grey too; the accent is dark enough for small text on white.
BLUE, PALE, ACCENT, INK, GREY, RULE = "#15467f", "#a9c4e4", "#cb4f14", "#1d2129", "#59606d", "#cfd3da"
# From light to dark, apart also in grey.
SEQUENCE = ["#d7e4f3", "#9dbfe2", "#5a92c9", "#1f5fa8", "#123a68"]
SANS, SERIF = "Noto Sans SC", "Noto Serif SC"
FONTS = {SANS: str(sans_path()), SERIF: str(serif_path())}
WIDTH = 7.2  # inches, of a notebook
PAGE = 6.85  # inches: the text width of a brief's A4 page, 174 mm
PIXELS = 100  # of a notebook for an inch, so that letters there are as large as its text
PHONE = 3.6  # inches: a picture of it fills a phone of 390 pixels, where 8 points make 11 pixels
NARROW = 5.0  # inches below which a drawing is made for a narrow place
SMALLEST = 8  # points of any letter in a chart
LONGEST_LINE = 250  # characters, more than stand on a page's width; those of no width would never fill a line
HEAD_LINES = 8  # of a title, a subtitle or a source line


def sequence(parts: int) -> list[str]:
    """Colours from light to dark for any number of parts."""
    if parts <= len(SEQUENCE):
        return SEQUENCE[:parts]
    colours = LinearSegmentedColormap.from_list("sequence", SEQUENCE)
    return [to_hex(colours(part / (parts - 1))) for part in range(parts)]


@cache
def _look() -> dict:
    """The style sheet over matplotlib's defaults, never over the user's settings; fonts are registered on the way."""
    for path in FONTS.values():
        fontManager.addfont(path)
    with as_file(files("jixiao.exhibits") / "jixiao.mplstyle") as sheet:
        look = dict(mpl.rc_params_from_file(sheet, use_default_template=True))
    return {name: value for name, value in look.items() if name != "backend"} | {"font.family": [SANS]}


@contextmanager
def styled() -> Iterator[None]:
    """Matplotlib with this workbook's look, and as it was before afterwards."""
    with mpl.rc_context(_look()):
        yield


def use_style() -> None:
    """Give matplotlib this workbook's look until Python ends."""
    mpl.rcParams.update(_look())


def canvas(
    title: str,
    subtitle: str,
    source: str,
    height: float,
    *,
    left: float,
    right: float = 0.35,
    top: float = 0.0,
    bottom: float = 0.35,
    width: float = WIDTH,
):
    """A figure with title, subtitle and source line, and the axes between them.

    Parameters
    ----------
    title, subtitle, source : str
        Wrapped to the width; what takes more than eight lines loses its middle. Without them the figure is bare.
    height : float
        Height of the axes in inches; the figure is as high as all of it needs.
    left, right, top, bottom : float
        Room in inches around the axes for their labels.
    width : float
        Of the figure, in inches.

    Returns
    -------
    Figure, Axes
    """
    margin = 0.3
    heads, subs, foots = (
        shorten(text, width - 2 * margin, size, HEAD_LINES, family).splitlines()
        for text, size, family in ((title, 14, SERIF), (subtitle, 9, SANS), (source, 8, SANS))
    )
    head = (0.38 if heads else 0.08) + 0.28 * len(heads) + 0.18 * len(subs) + top
    foot = (0.15 if foots else 0) + bottom + 0.15 * len(foots)
    total = head + height + foot
    figure = Figure(figsize=(width, total))
    y = total - 0.22
    for lines, size, step, family, colour in ((heads, 14, 0.28, SERIF, INK), (subs, 9, 0.18, SANS, GREY)):
        for line in lines:
            figure.text(margin / width, y / total, line, size=size, family=family, color=colour, va="top")
            y -= step
    for number, line in enumerate(reversed(foots)):
        figure.text(margin / width, (0.12 + 0.15 * number) / total, line, size=8, color=GREY, va="bottom")
    ax = figure.add_axes((left / width, foot / total, (width - left - right) / width, height / total))
    return figure, ax


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, family: str = SANS) -> float:
    """Width of a line of text in inches; one too long for a page is measured by its characters, which is quick."""
    if len(text) > LONGEST_LINE:
        return sum(text_width(char, size, family) for char in text)
    font = get_font(FONTS[family])
    font.set_size(size, 72)
    font.set_text(printable(text), 0.0)
    return font.get_width_height()[0] / 64 / 72


def wrap(text: str, width: float, size: float, family: str = SANS) -> list[str]:
    """Break a text into lines of at most ``width`` inches: after any Chinese character, else at spaces."""
    return list(_lines(text, width, size, family))


def _lines(text: str, width: float, size: float, family: str) -> Iterator[str]:
    line = ""
    for word in pieces(text):
        longer = line + word.rstrip()
        if line and (len(longer) > LONGEST_LINE or text_width(longer, size, family) > width):
            yield line.rstrip()
            line = word.lstrip()
        else:
            line += word
    if line.strip():
        yield line.rstrip()


def shorten(text: str, width: float, size: float, lines: int = 2, family: str = SANS) -> str:
    """A name on at most ``lines`` lines of ``width`` inches; a long one loses its middle, for ends tell names apart."""
    wrapped = list(islice(_lines(text, width, size, family), lines + 1))
    if len(wrapped) > lines:
        wrapped[lines - 1 :] = ["…" + _last(" ".join(text.split()), width, size, family)]
    return "\n".join(wrapped)


def cut(text: str, most: int) -> str:
    """A quote or name of at most ``most`` characters; a long one loses its middle."""
    text = " ".join(str(text).split())
    if len(text) <= most:
        return text
    head = (most - 1) // 2
    return f"{text[:head]}…{text[head + 1 - most :]}"


def _last(text: str, width: float, size: float, family: str) -> str:
    """As much of a text's end as fits behind …."""
    ends = range(min(len(text), LONGEST_LINE))
    fitting = bisect_right(ends, width, key=lambda end: text_width("…" + text[len(text) - end :], size, family))
    return text[len(text) - max(fitting - 1, 0) :]


def pieces(text: str) -> Iterator[str]:
    """Pieces between which a line may break; brackets and stops stay with their words, which have their limits."""
    text = " ".join(text.split())
    start = 0
    for end, (before, char) in enumerate(pairwise(text), 1):
        joins = (_is_latin(char) and _is_latin(before)) or char in "，。；：、）》”’！？%% " or before in "（《“‘"
        if not joins or end - start == LONGEST_LINE:
            yield text[start:end]
            start = end
    if text:
        yield text[start:]


def _is_latin(char: str) -> bool:
    return ord(char) < 0x2E80 and char != " "


def row_labels(ax: Axes, names: list[str], width: float) -> None:
    """Label the rows of a chart, counted downwards from 0, with names shortened the same way everywhere."""
    ax.set_yticks(range(len(names)), [shorten(name, width, 9) for name in names], linespacing=1.05)
    ax.set_ylim(len(names) - 0.5, -0.5)


def percent_axis(axis, low: float = 0.0, high: float = 1.0) -> None:
    """An axis of shares with a tick every quarter."""
    ticks = [tick / 4 for tick in range(round(low * 4), round(high * 4) + 1)]
    axis.set_ticks(ticks, [f"{tick:.0%}" for tick in ticks])


def lost_glyphs(text: str) -> list[str]:
    """Characters that one of the fonts lacks, and control characters, sorted."""
    fonts = [get_font(path) for path in FONTS.values()]
    seen = {c for c in set(legible(text)) if c not in "\t\n" and not all(f.get_char_index(ord(c)) for f in fonts)}
    return sorted(seen.union(CONTROLS.findall(text)))


def printable(text: str) -> str:
    """The text with 〓 for every character that the font lacks or that prints nowhere."""
    plain = legible(text).replace("\t", " ")
    return plain.translate({ord(char): SUBSTITUTE for char in lost_glyphs(plain)})


def substitute_missing_glyphs(figure: Figure) -> list[str]:
    """Replace characters that the font lacks by 〓, and return them."""
    lost: set[str] = set()
    for axis in (axis for ax in figure.axes for axis in (ax.xaxis, ax.yaxis)):
        labels = [label.get_text() for label in axis.get_ticklabels()]
        gone = lost_glyphs("".join(labels))
        lost |= {*gone}
        if gone:  # tick labels are rewritten whenever the figure is drawn, so their source has to change
            axis.set_ticks(axis.get_ticklocs(), [printable(label) for label in labels])
    for text in figure.findobj(Text):
        lost |= {*lost_glyphs(text.get_text())}
        text.set_text(printable(text.get_text()))
    return sorted(lost)
