"""Each kind of file once: how it is told, and whether it is read, converted first, or refused."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import olefile

from jixiao.documents.archive import open_archive
from jixiao.documents.content import Content, quote
from jixiao.documents.controls import take_out_controls
from jixiao.documents.delimited import read_any_text
from jixiao.documents.encoding import decode
from jixiao.documents.limits import FILE_BYTES, RefusedError
from jixiao.documents.office import convert
from jixiao.documents.prompts import take_out_prompts
from jixiao.documents.raw_file import ZIP, RawFile
from jixiao.documents.raw_text import doubt_loss
from jixiao.errors import DocumentError

# Nothing is tried twice: comments that no tag follows could be parted in very many ways.
HTML = re.compile(
    r"\s*+(?:<\?xml[^>]*+>\s*+)?+(?><!--.*?-->\s*+)*+"
    r"<(?:!doctype html|html|head|meta|body|title|table|div|style|script|p|h[1-6]|span|section|article|main|center|font"
    r"|strong|b|br|a|ul|ol|img|link)\b",
    re.IGNORECASE | re.DOTALL,
)
MESSAGE = re.compile(r"(From|Subject|MIME-Version|Date|Content-Type): ")
# Office documents as one XML file, from before 2007.
XML_SHEET = "urn:schemas-microsoft-com:office:spreadsheet"
XML_WORD = "http://schemas.microsoft.com/office/word/2003/wordml"
ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
EXPECTED = "a Word, Excel, PDF or web document, or text"

Read = Callable[[bytes], Content]


@dataclass(frozen=True)
class Format:
    """A kind of file: whether a file is one, if it is of no kind before it, and what reading it gives or raises."""

    kind: str
    matches: Callable[[RawFile], object]
    read: Read


def _reader(module: str, function: str) -> Read:
    """A reader that is imported with the first file of its kind, as are the libraries that it takes."""
    return lambda raw: getattr(import_module(f"jixiao.documents.{module}"), function)(raw)


def _conversion(kind: str, target: str) -> Read:
    """Take an old office file apart, converted to .docx or .xlsx."""

    def read(raw: bytes) -> Content:
        if zipfile.is_zipfile(io.BytesIO(raw)):
            open_archive(raw)  # opening checks it
        converted = convert(raw, kind.partition("-")[0], target)
        content = format_of(converted).read(converted)
        content.format = kind
        content.doubts += doubt_loss(raw, kind, content)
        return content

    return read


def _refusal(found: str, remedy: str) -> Read:
    def refuse(_: bytes) -> NoReturn:
        raise RefusedError(found, expected=EXPECTED, remedy=remedy)

    return refuse


def _begins(*signatures: bytes) -> Callable[[RawFile], bool]:
    return lambda file: file.raw.startswith(signatures)


# The first kind that a file is: what a container holds before the container, any text last.
FORMATS = (
    Format("empty", lambda file: not file.raw.strip(), _refusal("an empty file", "download it again")),
    Format("encrypted", lambda file: file.encrypted, _refusal("encrypted", "save it without a password")),
    Format("odt", lambda file: file.odf_type == "text", _conversion("odt", "docx")),
    Format("ods", lambda file: file.odf_type == "spreadsheet", _reader("ods", "read_ods")),
    Format(
        "ofd",
        lambda file: "ofd.xml" in file.parts,
        _refusal("an OFD document", "save it as PDF with an OFD reader"),
    ),
    Format("docx", lambda file: file.folders and file.folders.isdisjoint({"xl", "ppt"}), _reader("word", "read_word")),
    Format("xlsb", lambda file: "xl/workbook.bin" in file.parts and file.folders, _conversion("xlsb", "xlsx")),
    Format("xlsx", lambda file: "xl" in file.folders, _reader("xlsx", "read_xlsx")),
    Format("doc", lambda file: "worddocument" in file.streams, _conversion("doc", "docx")),
    Format(
        "xls",
        lambda file: file.raw.startswith(b"\x09\x08\x10\x00") or not file.streams.isdisjoint({"workbook", "book"}),
        _reader("xls", "read_xls"),
    ),
    Format(
        "presentation",
        lambda file: "ppt" in file.folders or "powerpoint document" in file.streams,
        _refusal("a presentation", "save its tables as a Word document"),
    ),
    Format(
        "ole",
        _begins(olefile.MAGIC),
        _refusal("an office file of an unknown kind", "save it as a Word document"),
    ),
    Format(
        "archive",
        lambda file: file.raw.startswith((*ZIP, *ARCHIVES)) or file.raw[257:262] == b"ustar",
        _refusal("an archive", "unpack it and read the documents in it"),
    ),
    Format(
        "image",
        _begins(*IMAGES),
        _refusal("a picture", "ask the publisher for the document, or have the picture's text recognised first"),
    ),
    Format("rtf", _begins(b"{\\rtf"), _conversion("rtf", "docx")),
    # Readers of PDF pass over what stands before.
    Format("pdf", lambda file: b"%PDF-" in file.raw[:1024], _reader("pdf", "read_pdf")),
    Format("html", lambda file: HTML.match(file.text), _reader("web", "read_web")),
    Format(
        "mht",
        lambda file: MESSAGE.match(file.text) and "multipart/related" in file.text,
        _reader("web", "read_web_archive"),
    ),
    Format("xml-sheet", lambda file: XML_SHEET in file.text, _conversion("xml-sheet", "xlsx")),
    Format("xml-word", lambda file: XML_WORD in file.text, _conversion("xml-word", "docx")),
    Format("text", lambda file: True, lambda raw: read_any_text(decode(raw))),
)


def open_document(path: Path) -> tuple[bytes, Content]:
    """Read a file of any known format.

    Parameters
    ----------
    path : Path
        The file; its ending says nothing here.

    Returns
    -------
    bytes
        The file as it is.
    Content
        Its paragraphs and grids, without control characters.

    Raises
    ------
    DocumentError
        Where it cannot be read: the message says why, and what to do.
    """
    raw = _read(path)
    try:
        return raw, take_out_prompts(take_out_controls(format_of(raw).read(raw)))
    except RefusedError as refused:
        raise DocumentError(refused.found, file=path, expected=refused.expected, remedy=refused.remedy) from None
    except ImportError:
        raise  # an incomplete installation is no fault of the file's
    # The libraries raise whatever damaged bytes lead them to.
    except Exception as error:
        found = f"a damaged file ({type(error).__name__}: {quote(str(error))})"
        raise DocumentError(found, file=path, expected=EXPECTED, remedy="download or save it again") from error


def format_of(raw: bytes) -> Format:
    """The kind of a file, told from its bytes."""
    file = RawFile(raw)
    return next(format for format in FORMATS if format.matches(file))


def _read(path: Path) -> bytes:
    try:
        # A device or a pipe has no end.
        if path.exists() and not path.is_file():
            raise DocumentError("not a file", file=path, expected=EXPECTED, remedy="check the path")
        with path.open("rb") as file:
            raw = file.read(FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        found = getattr(error, "strerror", None) or "cannot be read"
        raise DocumentError(found, file=path, remedy="check the path") from None
    if len(raw) > FILE_BYTES:
        found = f"more than {FILE_BYTES // 1_000_000} MB"
        raise DocumentError(found, file=path, expected=EXPECTED, remedy="split the document")
    return raw
