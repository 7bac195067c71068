"""The brief as PDF: A4, tagged, searchable, set by typst from data and never from markup."""

from __future__ import annotations

import json
from base64 import b64decode
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import pypdfium2
import typst

from jixiao.briefs.columns import Page, column_widths
from jixiao.briefs.outline import PLAIN, Outline, texts, with_texts
from jixiao.exhibits.style import FONTS, lost_glyphs, printable, text_width
from jixiao.scratch import scratch_folder

STANDARD: Final = "ua-1"  # tagged, for readers who hear the page
HALF = 4.5 / 72  # inches of a half-width character in a table
PAGE = Page(room=109.6, padding=1.7, width=lambda line: text_width(line, 9) / HALF)  # 174 mm; a gap between numbers


def render_pdf(brief: Outline, exhibits: Path | None = None) -> bytes:
    """The brief as PDF/UA-1, in the charts' own font.

    Parameters
    ----------
    brief : Outline
        The brief.
    exhibits : Path, optional
        The folder into which its exhibits were saved: pictures are drawn from the SVG there, sharp at any size, and
        else from the PNG in the notebook.

    Returns
    -------
    bytes
        Equal for equal briefs. Characters that the font lacks are printed 〓 and listed at the end.
    """
    pictures = dict(_picture(exhibit, exhibits) for exhibit in brief.exhibits if exhibit["picture"])
    data = _data(brief, list(pictures))
    lost = brief.substituted(lost_glyphs("".join(texts(data))))
    sources = {
        "main.typ": files("jixiao.briefs").joinpath("brief.typ").read_bytes(),
        # Before it is JSON, in which control characters look like others.
        "brief.json": json.dumps(with_texts(data, printable), ensure_ascii=False).encode("utf-8"),
        "lost.json": json.dumps(lost, ensure_ascii=False).encode("utf-8"),
    }
    with scratch_folder() as folder:  # files given from memory could only be text
        for name, content in (sources | pictures).items():
            (folder / name).write_bytes(content)
        # Set close where that saves a page: the space between lines and rows gives way, no letter gets smaller.
        loose, close = (_compiled(folder, spacing) for spacing in ("loose", "close"))
        return close if _pages(close) < _pages(loose) else loose


def _compiled(folder: Path, spacing: str) -> bytes:
    given = {"spacing": spacing}
    return typst.compile(folder / "main.typ", font_paths=_fonts(), pdf_standards=STANDARD, sys_inputs=given)


def _pages(content: bytes) -> int:
    with pypdfium2.PdfDocument(content) as document:
        return len(document)


@cache
def _fonts() -> typst.Fonts:
    folders = {str(Path(path).parent) for path in FONTS.values()}
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=sorted(folders))


def _picture(exhibit: dict, exhibits: Path | None) -> tuple[str, bytes]:
    drawn = exhibits / f"{exhibit['name']}.svg" if exhibits else None
    if drawn and drawn.is_file():
        return drawn.name, drawn.read_bytes()
    return f"{exhibit['name']}.png", b64decode(exhibit["picture"])


def _data(brief: Outline, pictures: list[str]) -> dict:
    """What the template is given."""
    named = {Path(picture).stem: picture for picture in pictures}

    def given(exhibit: dict) -> dict:
        """The bundle with its picture's file, its columns' widths, and what stands above its table."""
        lines = brief.lines(exhibit) if exhibit["section"] == PLAIN else []
        more = {"widths": column_widths(exhibit, PAGE), "note": brief.note(exhibit), "lines": lines}
        return {**exhibit, "picture": named.get(exhibit["name"]), **more}

    curve, actions = brief.curve, brief.front.get("actions")
    return {
        "language": brief.language,
        "name": brief.name,
        "head": brief.head,
        "curve": {**given(curve), "label": brief.curve_label} if curve and curve["picture"] else None,
        "actions": actions,
        "sections": [
            {"label": section.label, "exhibits": [given(exhibit) for exhibit in section.exhibits]}
            for section in brief.sections
        ],
        "source": brief.source,
        "produced": brief.produced,
    }
