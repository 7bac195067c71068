"""The bytes of a file and what they show of its kind; a container is opened when a test first asks what it holds."""

from __future__ import annotations

import io
import zipfile
from functools import cached_property

import olefile

HEAD = 1_000_000  # bytes of a part within which an encrypted document says so
ENCRYPTED_WORD = 1  # of the high byte of the flags at the head of a Word document
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
MANIFEST = "META-INF/manifest.xml"


class RawFile:
    """A file's bytes, and what they hold where they are text, a zip archive or an OLE container."""

    def __init__(self, raw: bytes):
        self.raw = raw

    @cached_property
    def text(self) -> str:
        """The text that it begins with, if it is text."""
        return self.raw[:4096].replace(b"\x00", b"").decode("utf-8", "ignore").lstrip("\ufeff")

    @cached_property
    def parts(self) -> frozenset[str]:
        """The names of a zip archive's parts, in lower case; none where it is packed as no office program does."""
        if not self.raw.startswith(ZIP):
            return frozenset()
        with zipfile.ZipFile(io.BytesIO(self.raw)) as archive:
            # Other ways of packing unpack without bound.
            if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in archive.infolist()):
                return frozenset()
            return frozenset(name.lower() for name in archive.namelist())

    @cached_property
    def folders(self) -> frozenset[str]:
        """The names at the top of an Office Open XML archive, in lower case; none of another archive."""
        office = "[content_types].xml" in self.parts and not self._is_odf
        return frozenset(name.partition("/")[0] for name in self.parts) if office else frozenset()

    @cached_property
    def odf_type(self) -> str:
        """The media type of an OpenDocument file, without what all of them begin with; "" of another file."""
        mimetype = self._head("mimetype").strip().decode("latin-1") if self._is_odf else ""
        return mimetype.removeprefix("application/vnd.oasis.opendocument.")

    @cached_property
    def streams(self) -> frozenset[str]:
        """The names at the top of an OLE container, in lower case: old office files and encrypted new ones share it."""
        if not self.raw.startswith(olefile.MAGIC):
            return frozenset()
        with olefile.OleFileIO(self.raw) as container:
            return frozenset(stream.name.lower() for stream in container.root.kids)

    @property
    def encrypted(self) -> bool:
        """Whether it is an office document, old or new, that asks for a password."""
        if "worddocument" in self.streams and "encryptedpackage" not in self.streams:
            with olefile.OleFileIO(self.raw) as container:
                return bool(container.openstream("WordDocument").read(12)[11] & ENCRYPTED_WORD)
        return "encryptedpackage" in self.streams or (self._is_odf and b"encryption-data" in self._head(MANIFEST))

    @property
    def _is_odf(self) -> bool:
        return {"mimetype", MANIFEST.lower()} <= self.parts

    def _head(self, part: str) -> bytes:
        with zipfile.ZipFile(io.BytesIO(self.raw)) as archive, archive.open(part) as file:
            return file.read(HEAD)
