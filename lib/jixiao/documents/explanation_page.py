"""How a document was read, as a page: its tables with each cell marked; no script, no address on the network."""

from __future__ import annotations

from jixiao.characters import legible
from jixiao.documents.explanation import Explanation
from jixiao.pages import LANG, templates
from jixiao.phrases import say


def page(found: Explanation, name: str, language: str) -> str:
    """The explanation of a document of this name as HTML."""

    def words(key: str, **values: object) -> str:
        return say(f"explain.{key}", language, **values)

    template = templates("jixiao.documents").get_template("explanation.html.j2")
    return legible(template.render(found=found, name=name, lang=LANG[language], say=words))
