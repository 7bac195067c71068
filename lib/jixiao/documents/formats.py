"""What a file is, told from its content and not from its ending, and read as that."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path

import olefile

from jixiao.documents.archive import open_archive
from jixiao.documents.content import Content, quote
from jixiao.documents.controls import take_out_controls
from jixiao.documents.encoding import decode
from jixiao.documents.limits import FILE_BYTES, RefusedError
from jixiao.documents.office import convert
from jixiao.documents.text import read_text
from jixiao.errors import DocumentError

SIGNATURES = {
    b"%PDF-": "pdf",
    b"{\\rtf": "rtf",
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    olefile.MAGIC: "ole",
    b"\x09\x08\x10\x00": "xls",
    b"Rar!": "archive",
    b"7z\xbc\xaf\x27\x1c": "archive",
    b"\x1f\x8b": "archive",
    b"BZh": "archive",
    b"\xfd7zXZ": "archive",
    b"\x89PNG": "image",
    b"\xff\xd8\xff": "image",
    b"GIF8": "image",
    b"II*\x00": "image",
    b"MM\x00*": "image",
}
# Nothing is tried twice: comments that no tag follows could be parted in very many ways.
HTML = re.compile(
    r"\s*+(?:<\?xml[^>]*+>\s*+)?+(?><!--.*?-->\s*+)*+"
    r"<(!doctype html|html|head|meta|body|title|table|div|style|script|p)\b",
    re.IGNORECASE | re.DOTALL,
)
# Office documents as one XML file, from before 2007.
OFFICE_XML = {
    "urn:schemas-microsoft-com:office:spreadsheet": "xml-sheet",
    "http://schemas.microsoft.com/office/word/2003/wordml": "xml-word",
}
ODF = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
# What old office files are converted to.
TARGETS = {
    "doc": "docx",
    "rtf": "docx",
    "odt": "docx",
    "ods": "xlsx",
    "xlsb": "xlsx",
    "xml-word": "docx",
    "xml-sheet": "xlsx",
}
HEAD = 1_000_000  # bytes of a part within which an encrypted document says so
ENCRYPTED_WORD = 1  # of the high byte of the flags at the head of a Word document
EXPECTED = "a Word, Excel, PDF or web document, or text"
REFUSED = {
    "empty": ("an empty file", "download it again"),
    "archive": ("an archive", "unpack it and read the documents in it"),
    "image": ("a picture", "ask the publisher for the document, or have the picture's text recognised first"),
    "ofd": ("an OFD document", "save it as PDF with an OFD reader"),
    "presentation": ("a presentation", "save its tables as a Word document"),
    "ole": ("an office file of an unknown kind", "save it as a Word document"),
    "encrypted": ("encrypted", "save it without a password"),
}


def _reader(module: str, function: str) -> Callable[[bytes], Content]:
    """A reader that is imported with the first file of its kind, as are the libraries that it takes."""
    return lambda raw: getattr(import_module(f"jixiao.documents.{module}"), function)(raw)


def _read_office(raw: bytes, kind: str) -> Content:
    """Take an old office file apart, converted to .docx or .xlsx."""
    if zipfile.is_zipfile(io.BytesIO(raw)):
        open_archive(raw)  # is checked thereby
    target = TARGETS[kind]
    content = READERS[target](convert(raw, kind.partition("-")[0], target))
    content.format = kind
    return content


READERS: dict[str, Callable[[bytes], Content]] = {
    "text": lambda raw: read_text(decode(raw)),
    "html": _reader("web", "read_web"),
    "mht": _reader("web", "read_web_archive"),
    "docx": _reader("word", "read_word"),
    "xlsx": _reader("sheet", "read_xlsx"),
    "xls": _reader("sheet", "read_xls"),
    "pdf": _reader("pdf", "read_pdf"),
    **{kind: partial(_read_office, kind=kind) for kind in TARGETS},
}


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
        kind = kind_of(raw)
        if kind in REFUSED:
            found, remedy = REFUSED[kind]
            raise RefusedError(found, expected=EXPECTED, remedy=remedy)
        return raw, take_out_controls(READERS[kind](raw))
    except RefusedError as refused:
        raise DocumentError(refused.found, file=path, expected=refused.expected, remedy=refused.remedy) from None
    except ImportError:
        raise  # an incomplete installation is no fault of the file's
    # The libraries raise whatever damaged bytes lead them to.
    except Exception as error:
        found = f"a damaged file ({type(error).__name__}: {quote(str(error))})"
        raise DocumentError(found, file=path, expected=EXPECTED, remedy="download it again, or save it anew") from error


def kind_of(raw: bytes) -> str:
    """What a file's bytes are: a key of `READERS` or of `REFUSED`."""
    if not raw.strip():
        return "empty"
    kind = next((kind for signature, kind in SIGNATURES.items() if raw.startswith(signature)), "")
    if kind == "zip":
        return _zip_kind(raw)
    if kind == "ole":
        return _ole_kind(raw)
    if raw[257:262] == b"ustar":
        return "archive"
    if not kind and b"%PDF-" in raw[:1024]:  # readers of PDF pass over what stands before
        return "pdf"
    return kind or _text_kind(raw)


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


def _zip_kind(raw: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        # The others unpack without bound, and no office program writes them.
        if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in archive.infolist()):
            return "archive"
        names = {name.lower() for name in archive.namelist()}
        if "mimetype" in names and "meta-inf/manifest.xml" in names:
            encrypted = b"encryption-data" in _head(archive, "META-INF/manifest.xml")
            return "encrypted" if encrypted else ODF.get(_head(archive, "mimetype").strip(), "archive")
    if "ofd.xml" in names:
        return "ofd"
    if "[content_types].xml" not in names:
        return "archive"
    folders = {name.partition("/")[0] for name in names}
    if "xl" in folders:
        return "xlsb" if "xl/workbook.bin" in names else "xlsx"
    return "presentation" if "ppt" in folders else "docx"


def _head(archive: zipfile.ZipFile, part: str) -> bytes:
    with archive.open(part) as file:
        return file.read(HEAD)


def _ole_kind(raw: bytes) -> str:
    """Old office files and encrypted new ones share a container; its streams tell them apart."""
    with olefile.OleFileIO(raw) as container:
        if container.exists("EncryptedPackage"):
            return "encrypted"
        if container.exists("WordDocument"):
            head = container.openstream("WordDocument").read(12)
            return "encrypted" if head[11] & ENCRYPTED_WORD else "doc"
        if container.exists("Workbook") or container.exists("Book"):
            return "xls"
        return "presentation" if container.exists("PowerPoint Document") else "ole"


def _text_kind(raw: bytes) -> str:
    head = raw[:4096].replace(b"\x00", b"").decode("utf-8", "ignore").lstrip("\ufeff")
    if HTML.match(head):
        return "html"
    if re.match(r"(From|Subject|MIME-Version|Date|Content-Type): ", head) and "multipart/related" in head:
        return "mht"
    return next((kind for mark, kind in OFFICE_XML.items() if mark in head), "text")
