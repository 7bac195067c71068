"""The Chinese text of old office files, taken from their bytes: to find out what a conversion has lost."""

from __future__ import annotations

import io
import re

import olefile

from jixiao.documents.content import Content, Doubt, quote
from jixiao.documents.encoding import is_common

RUN = re.compile("[一-鿿]{4,}")
LOST_SHARE, LOST_LEAST = 0.05, 3  # of the runs of text, and how many: this tool's convention
MOST = 20_000  # runs that are compared
_ESCAPED = re.compile(rb"\\u(-?\d{1,6})\s?(?:\\'[0-9a-f]{2}|\?)?|((?:\\'[0-9a-fA-F]{2})+)")


def doubt_loss(raw: bytes, kind: str, content: Content) -> list[Doubt]:
    """A doubt where a converted file lacks a notable part of the text that the original holds.

    Parameters
    ----------
    raw : bytes
        The original, of a kind whose text can be seen in its bytes: doc or rtf.
    kind : str
        The kind.
    content : Content
        What its conversion gave.
    """
    texts = {"doc": _of_word, "rtf": _of_rtf}.get(kind)
    runs = list(dict.fromkeys(filter(_is_text, RUN.findall(texts(raw)))))[:MOST] if texts else []
    found = "".join("".join(piece.text for piece in (*content.paragraphs(), *content.cells())).split())
    lost = [run for run in runs if run not in found]
    if len(lost) < max(LOST_LEAST, LOST_SHARE * len(runs)):
        return []
    said = quote("; ".join(lost), 100)
    remedy = "not read; save the file as .docx in Word or WPS and import that"
    return [Doubt("", f"text of the file that its conversion lacks ({len(lost)} pieces): {said}", "all text", remedy)]


def _of_word(raw: bytes) -> str:
    """What a .doc or .wps file stores as UTF-16."""
    with olefile.OleFileIO(io.BytesIO(raw)) as file:
        return file.openstream("WordDocument").read().decode("utf-16-le", "replace")


def _of_rtf(raw: bytes) -> str:
    """What an .rtf file writes by numbers."""
    parts: list[str] = []
    end = 0
    for found in _ESCAPED.finditer(raw):
        parts += ["\n" * (found.start() != end), _character(found)]
        end = found.end()
    return "".join(parts)


def _character(found: re.Match[bytes]) -> str:
    if found[1]:
        return chr(int(found[1]) % 0x10000)
    return bytes.fromhex(found[2].replace(b"\\'", b"").decode()).decode("gb18030", "replace")


def _is_text(run: str) -> bool:
    """Whether a run is Chinese, and not bytes of something else."""
    return sum(map(is_common, run)) > 0.8 * len(run)
