"""Characters of a document's text that are not seen: taken out as it is read, and told where that may matter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple

from jixiao.characters import CONTROLS, SUBSTITUTE, UNREADABLE, WIDTHLESS, codes, without_controls
from jixiao.documents.content import Content, Doubt, Grid, Piece, doubt_at
from jixiao.documents.grids import paragraphs


def take_out_controls(content: Content) -> Content:
    """The content, its texts and places without control characters, with one doubt that names them and where they were.

    Paragraphs are parted where such a character stands for a line's end; that needs no doubt.
    """
    pieces = [piece for block in content.blocks for piece in _pieces(block)]
    odd = [piece for piece in pieces if CONTROLS.search(piece.text)]
    unreadable = [piece for piece in pieces if UNREADABLE.search(piece.text)]
    doubts = [*content.doubts, *([_doubt(odd)] if odd else []), *([_lost(unreadable)] if unreadable else [])]
    content.doubts = [Doubt(*map(without_controls, astuple(doubt))) for doubt in doubts]
    content.blocks = [part for block in content.blocks for part in _cleaned(block)]
    return content


def _pieces(block: Piece | Grid) -> Iterable[Piece]:
    return block.cells() if isinstance(block, Grid) else [block]


def _cleaned(block: Piece | Grid) -> list[Piece | Grid]:
    """The block, its pieces changed; a paragraph that was changed as one a line, none of nothing."""
    changed = False
    for piece in _pieces(block):
        before = piece.text
        piece.text, piece.place = _clean(before), without_controls(piece.place)
        changed |= piece.text != before
    return [block] if isinstance(block, Grid) or not changed else [*paragraphs(block.text, block.place)]


def _clean(text: str) -> str:
    """A text as it can be seen: without controls and what has no width, 〓 for what stands for no character."""
    return UNREADABLE.sub(SUBSTITUTE, without_controls(text if text.isprintable() else WIDTHLESS.sub("", text)))


def _lost(pieces: list[Piece]) -> Doubt:
    found = ", ".join(codes(character for piece in pieces for character in UNREADABLE.findall(piece.text)))
    places = (piece.place for piece in pieces)
    remedy = f"written {SUBSTITUTE}; compare with the document"
    return doubt_at(places, f"characters that cannot be read ({found})", "text", remedy)


def _doubt(odd: list[Piece]) -> Doubt:
    found = ", ".join(codes(character for piece in odd for character in CONTROLS.findall(piece.text)))
    remedy = "taken out, between digits written 〓; compare with the document"
    return doubt_at((piece.place for piece in odd), f"control characters {found}", "text", remedy)
