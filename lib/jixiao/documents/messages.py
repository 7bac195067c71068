"""What is said of documents, in the reader's language.

Readers say it in English, where they find it, and so it is stored. The Chinese of each sentence stands in
``messages.zh.toml`` under the English one, with what varies between braces.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

_VARIES = re.compile(r"\{(\w+)\}")


def translated(text: str, language: str) -> str:
    """A message in a language; what is no message, as a published text, stays as it is.

    Examples
    --------
    >>> translated("weights that sum to 90", "zh"), translated("weights that sum to 90", "en")
    ('权重合计 90', 'weights that sum to 90')
    >>> translated("图书馆", "zh")
    '图书馆'
    """
    return text if language == "en" else _in_chinese(text) or text


def is_known(text: str) -> bool:
    """Whether a message has its Chinese."""
    return _in_chinese(text) is not None


def _in_chinese(text: str) -> str | None:
    whole, patterns = _catalogue()
    if text in whole:
        return whole[text]
    for pattern, chinese in patterns:
        if found := pattern.fullmatch(text):
            return chinese.format_map({name: _in_chinese(part) or part for name, part in found.groupdict().items()})
    return None


@cache
def _catalogue() -> tuple[dict[str, str], list[tuple[re.Pattern, str]]]:
    """Messages that never vary, and the patterns of the others, those with the most words of their own first."""
    entries = tomllib.loads(Path(__file__).with_suffix(".zh.toml").read_text(encoding="utf-8"))["messages"]
    varying = sorted((text for text in entries if _VARIES.search(text)), key=_own_length, reverse=True)
    whole = {text: chinese for text, chinese in entries.items() if text not in varying}
    return whole, [(_pattern(text), entries[text]) for text in varying]


def _own_length(text: str) -> int:
    return len(_VARIES.sub("", text))


def _pattern(text: str) -> re.Pattern:
    """A pattern of a message; what varies is as short as may be."""
    parts = _VARIES.split(text)
    return re.compile(
        "".join(f"(?P<{part}>.*?)" if number % 2 else re.escape(part) for number, part in enumerate(parts)), re.DOTALL
    )
