"""What files of Word and Excel share: no time at which they were made, no character that XML refuses."""

from __future__ import annotations

import io
import re
import zipfile
from typing import IO, Protocol

NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Savable(Protocol):
    def save(self, stream: IO[bytes], /) -> None: ...


def in_xml(text: str) -> str:
    r"""A text with � for each character that no Office file can hold.

    Examples
    --------
    >>> in_xml("甲\x07乙")
    '甲�乙'
    """
    return NOT_IN_XML.sub("�", text)


def content_of(document: _Savable) -> bytes:
    """A document or workbook as a file; equal for equal ones."""
    buffer = io.BytesIO()
    document.save(buffer)
    return without_times(buffer.getvalue())


def without_times(archive: bytes) -> bytes:
    """An Office file without the time at which it was made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>", b"", content)
            new.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
