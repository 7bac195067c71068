"""The parts of a Word document that stand outside its body: headers and footers that its pages show, and notes."""

from __future__ import annotations

import posixpath
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from jixiao.documents.archive import parse_part
from jixiao.documents.content import Piece
from jixiao.documents.grids import Table
from jixiao.documents.limits import POSITIONS, check
from jixiao.documents.margins import FOOTER, HEADER, PAGE_NUMBER
from jixiao.documents.word_xml import attribute, child, children, name_of

KINDS = (HEADER, FOOTER, "footnotes", "endnotes")
SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")

Reader = Callable[[etree._Element], list[str | Table]]


@dataclass(frozen=True)
class Outside:
    """A header, footer, footnote or endnote; of the first two with a section, from 0, that shows it."""

    kind: str
    element: etree._Element
    section: int = 0


def outside(archive: zipfile.ZipFile, main: str, sections: Iterable[etree._Element | None]) -> Iterator[Outside]:
    """The headers and footers that each section shows, given the properties of all, then footnotes and endnotes."""
    parts = _parts(archive, main)
    roots: dict[str, etree._Element] = {}
    for section, reference in _shown(archive, main, sections):
        kind, name = parts.get(attribute(reference, "id") or "", ("", ""))
        if kind in KINDS[:2]:
            if name not in roots:
                roots[name] = parse_part(archive, name)
            yield Outside(kind, roots[name], section)
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


def _shown(
    archive: zipfile.ZipFile, main: str, sections: Iterable[etree._Element | None]
) -> Iterator[tuple[int, etree._Element]]:
    """The references to headers and footers that some page of a section shows: those of first pages if they differ.

    A section that does not state one has that of the section before.
    """
    settings = posixpath.join(posixpath.dirname(main), "settings.xml")
    even = settings in archive.namelist() and _is_on(child(parse_part(archive, settings), "evenAndOddHeaders"))
    stated: dict[tuple[str, str], etree._Element] = {}
    for number, section in enumerate(sections):
        kinds = {"default", *(["even"] if even else []), *(["first"] if _is_on(child(section, "titlePg")) else [])}
        for reference in (*children(section, "headerReference"), *children(section, "footerReference")):
            stated[name_of(reference), attribute(reference, "type") or "default"] = reference
        yield from ((number, reference) for (_, kind), reference in stated.items() if kind in kinds)


def _is_on(element: etree._Element | None) -> bool:
    return element is not None and attribute(element) not in ("0", "false", "off")


def around(outside: Iterable[Outside], read: Reader) -> tuple[dict[int, list[Piece]], list[Piece]]:
    """The paragraphs of headers, by the section above which they stand, and those of footers and notes, each text once.

    A header is stated again only where the section before does not show it. Numbers of pages go.
    """
    parts = list(outside)
    kinds = {part.element: part.kind for part in parts}
    texts = {element: _lines(kind, read(element)) for element, kind in kinds.items()}
    check(sum(len(texts[part.element]) for part in parts), POSITIONS, "paragraphs in headers and footers of sections")
    numbers: Counter[str] = Counter()
    headers: dict[int, list[str]] = defaultdict(list)
    below: dict[tuple[str, str], Piece] = {}

    def piece(kind: str, text: str) -> Piece:
        numbers[kind] += 1
        return Piece(text, f"{kind} {numbers[kind]}")

    for part in parts:
        if part.kind == HEADER:
            headers[part.section] += texts[part.element]
            continue
        for text in texts[part.element]:
            if (part.kind, text) not in below:
                below[part.kind, text] = piece(part.kind, text)
    above = {
        section: [piece(HEADER, text) for text in dict.fromkeys(own) if text not in headers.get(section - 1, ())]
        for section, own in headers.items()
    }
    return above, list(below.values())


def _lines(kind: str, blocks: list[str | Table]) -> list[str]:
    """The paragraphs of a part without numbers of pages; those of a note are one."""
    texts = [text for text in map(str.strip, _texts(blocks)) if text]
    texts = [text for text in texts if not PAGE_NUMBER.fullmatch(text)]
    return texts if kind in (HEADER, FOOTER) else ["\n".join(texts)] * bool(texts)


def _texts(blocks: list[str | Table]) -> Iterator[str]:
    """The paragraphs of some blocks, and the texts of tables that only set them side by side."""
    for block in blocks:
        if isinstance(block, Table):
            yield from (text for cell in block.cells for text in _texts(cell.blocks))
        else:
            yield block
