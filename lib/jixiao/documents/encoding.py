"""Bytes to text: decoded for certain, or refused."""

from __future__ import annotations

import re

from jixiao.characters import CONTROLS
from jixiao.documents.limits import RefusedError

BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# Controls, private use, what no text holds.
IMPLAUSIBLE = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd-\uffff]")
WIDE = re.compile("[\u3001-\u9fff\uff00-\uffef]")
COMMON_SHARE = 0.9
DAMAGED = "\ufffd"
MOST_DAMAGED = 20  # characters, and one in a thousand but for three: this tool's convention
SAMPLE = 100_000  # characters by which an encoding is judged
# What pages may declare. The names of GB tables are taken for the largest of them, as browsers do.
DECLARED = dict.fromkeys(["gb2312", "gb_2312-80", "gbk", "cp936", "x-gbk", "gb18030"], "gb18030") | {"big5": "big5"}


def decode(raw: bytes, declared: str | None = None) -> str:
    """The text that bytes are, with LF at line ends.

    Parameters
    ----------
    raw : bytes
        A file's bytes.
    declared : str, optional
        The encoding that the file itself names, as a web page does; it counts where it is a Chinese one.

    Raises
    ------
    RefusedError
        Where the bytes are no text, or text in an encoding that cannot be told for certain. A few characters that are
        damaged are U+FFFD.
    """
    marked = next((name for mark, name in BYTE_ORDER_MARKS.items() if raw.startswith(mark)), None)
    # Text in another encoding is hardly ever right UTF-8 by chance, while declarations are often wrong.
    names = [marked] if marked else ["utf-8", DECLARED.get((declared or "").lower())]
    texts = [text for text in (_try(raw, name) for name in names if name) if text is not None and "\x00" not in text]
    if texts:
        return _lines(texts[0] if len(texts) == 1 or _certain(texts[0]) else texts[-1])
    guesses = [text for text in map(_try, [raw] * 3, ["utf-16-le", "utf-16-be", "gb18030"]) if text and _certain(text)]
    if not marked and len(guesses) == 1:
        return _lines(guesses[0])
    damaged = [text for name in dict.fromkeys([*names, "gb18030"]) if name and (text := _mended(raw, name))]
    if len(damaged) == 1 and b"\x00" not in raw:
        return _lines(damaged[0])
    raise RefusedError(
        "neither text nor a known format" if b"\x00" in raw else "text in an encoding that cannot be told",
        expected="a Word, Excel, PDF or web document, or text in UTF-8, UTF-16 or GB18030",
        remedy="save it in one of these",
    )


def _mended(raw: bytes, encoding: str) -> str | None:
    """A text of which a few characters are damaged, each read as U+FFFD; None where it is none, or they are many."""
    text = raw.decode(encoding, "replace")
    number = text.count(DAMAGED)
    most = min(MOST_DAMAGED, max(3, len(text) // 1_000))
    return text if number <= most and _certain(CONTROLS.sub("", text.replace(DAMAGED, ""))) else None


def _try(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _certain(text: str) -> bool:
    """Whether this is Chinese text rightly decoded: in a wrong encoding most characters are rare ones."""
    wide = WIDE.findall(text, 0, SAMPLE)
    return bool(wide) and not IMPLAUSIBLE.search(text) and sum(map(is_common, wide)) >= COMMON_SHARE * len(wide)


def is_common(character: str) -> bool:
    """Whether a character is punctuation, or one of the 3,755 hanzi that GB 2312 lists as common."""
    try:
        return character.encode("gb2312")[0] < 0xD8
    except UnicodeEncodeError:
        return False


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")
