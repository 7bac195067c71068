"""How a document was read, as a page: its tables with each cell marked; no script, no address on the network."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from jixiao.characters import legible
from jixiao.documents.explanation import Explanation
from jixiao.phrases import say

LANG = {"zh": "zh-Hans", "en": "en"}


def page(found: Explanation, name: str, language: str) -> str:
    """The explanation of a document of this name as HTML."""
    environment = Environment(
        loader=PackageLoader("jixiao.documents", "."),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def words(key: str, **values: object) -> str:
        return say(f"explain.{key}", language, **values)

    return legible(
        environment.get_template("explanation.html.j2").render(found=found, name=name, lang=LANG[language], say=words)
    )
