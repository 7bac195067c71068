"""Prompts that a form of this tool's own prints where a person is to write: they are no text of the form's."""

from __future__ import annotations

import re

from jixiao.documents.content import Content, Grid

MARK = "待填"
# A prompt alone in its cell. Other texts in such brackets, 〔2019〕136号 say, are text.
PROMPT = re.compile(rf"\s*〔{MARK}[^〔〕]*〕\s*")


def prompt(text: str = "") -> str:
    """A prompt that is read as a blank cell.

    Examples
    --------
    >>> prompt("8.00–10.00")
    '〔待填：8.00–10.00〕'
    """
    return f"〔{MARK}：{text}〕" if text else f"〔{MARK}〕"


def take_out_prompts(content: Content) -> Content:
    """The content with cells that hold nothing but a prompt left blank."""
    for block in content.blocks:
        for piece in block.cells() if isinstance(block, Grid) else ():
            if PROMPT.fullmatch(piece.text):
                piece.text = ""
    return content
