"""Elements of WordprocessingML by their local names: the namespace differs between Word's two dialects."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from lxml import etree


@cache
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def name_of(element: etree._Element) -> str:
    """An element's name without its namespace; comments have none."""
    return _local(element.tag) if isinstance(element.tag, str) else ""


def attribute(element: etree._Element | None, name: str = "val") -> str | None:
    """What an attribute of an element is set to, whatever its namespace."""
    attributes = element.attrib.items() if element is not None else ()
    return next((value for key, value in attributes if _local(key) == name), None)


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The children of an element that have a name; none of no element."""
    return (item for item in (element if element is not None else ()) if name_of(item) == name)


def child(element: etree._Element | None, *names: str) -> etree._Element | None:
    """The first child of a name, of that the first of the next name, and so on."""
    for name in names:
        element = next(children(element, name), None)
    return element


def natural(value: str | None, default: int) -> int:
    """A count, or the default where it is none."""
    return int(value) if value and value.isdecimal() else default
