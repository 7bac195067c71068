"""The numbers that items of a list begin with (1. （一） 三、), in running text and in cells."""

from __future__ import annotations

import re

LIST_NUMBER = re.compile(
    r"^\s*(?:[0-9]{1,2}[.、．](?!\d)|[(（][一二三四五六七八九十0-9]{1,3}[)）]|[一二三四五六七八九十]{1,3}、)\s*"
)


def without_list_number(text: str) -> str:
    """A line without the number it has in a list."""
    return LIST_NUMBER.sub("", text).strip()
