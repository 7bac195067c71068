"""The parts of a Word document that stand outside its body: headers and footers that its pages show, and notes."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from jixiao.documents.archive import parse_part
from jixiao.documents.word_xml import attribute, child, children

KINDS = ("header", "footer", "footnotes", "endnotes")
SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


@dataclass(frozen=True)
class Outside:
    """A header, footer, footnote or endnote; of the first two with the section, from 0, that first shows it."""

    kind: str
    element: etree._Element
    section: int = 0


def outside(archive: zipfile.ZipFile, main: str, body: etree._Element | None) -> Iterator[Outside]:
    """The headers and footers that are shown, each part once, then footnotes and endnotes."""
    parts = _parts(archive, main)
    seen: set[str] = set()
    for section, reference in _shown(archive, main, body):
        kind, name = parts.get(attribute(reference, "id") or "", ("", ""))
        if kind in KINDS[:2] and name not in seen:
            seen.add(name)
            yield Outside(kind, parse_part(archive, name), section)
    for kind, name in sorted(parts.values()):
        if kind in KINDS[2:]:
            for note in parse_part(archive, name):
                if attribute(note, "type") not in SEPARATORS:
                    yield Outside(kind[:-1], note)


def _parts(archive: zipfile.ZipFile, main: str) -> dict[str, tuple[str, str]]:
    """Kind and name of the parts outside the body that are there, by the ids of their relations."""
    folder, file = posixpath.split(main)
    relations = posixpath.join(folder, "_rels", f"{file}.rels")
    names = set(archive.namelist())
    found: dict[str, tuple[str, str]] = {}
    for relation in parse_part(archive, relations) if relations in names else ():
        kind = relation.get("Type", "").rpartition("/")[2]
        target = relation.get("Target", "")
        name = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        if kind in KINDS and name in names:
            found[relation.get("Id", "")] = (kind, name)
    return found


def _shown(archive: zipfile.ZipFile, main: str, body: etree._Element | None) -> Iterator[tuple[int, etree._Element]]:
    """The references of sections to headers and footers that some page shows: those of first pages if they differ."""
    settings = posixpath.join(posixpath.dirname(main), "settings.xml")
    even = settings in archive.namelist() and _is_on(child(parse_part(archive, settings), "evenAndOddHeaders"))
    for number, section in enumerate(body.iter("{*}sectPr") if body is not None else ()):
        kinds = {"default", *(["even"] if even else []), *(["first"] if _is_on(child(section, "titlePg")) else [])}
        for reference in (*children(section, "headerReference"), *children(section, "footerReference")):
            if (attribute(reference, "type") or "default") in kinds:
                yield number, reference


def _is_on(element: etree._Element | None) -> bool:
    return element is not None and attribute(element) not in ("0", "false", "off")
