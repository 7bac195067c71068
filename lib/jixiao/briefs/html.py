"""The brief as one HTML file: no script, no address on the network."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from jixiao.briefs.outline import Outline, row_head
from jixiao.pages import LANG, templates

CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]+")


def render_html(brief: Outline) -> bytes:
    """The brief as HTML in UTF-8, its pictures inside."""
    environment = templates("jixiao.briefs")
    environment.filters["marked"] = marked if brief.language == "en" else str
    environment.globals["row_head"] = row_head
    template = environment.get_template("brief.html.j2")
    return template.render(brief=brief, language=LANG[brief.language]).encode("utf-8")


def marked(text: str) -> Markup:
    """A text of an English page, what is Chinese in it marked as that: a reader's voice then speaks it so."""
    parts: list[Markup] = []
    at = 0
    for found in CHINESE.finditer(text):
        parts += [
            escape(text[at : found.start()]),
            Markup('<span lang="zh-Hans">'),
            escape(found[0]),
            Markup("</span>"),
        ]
        at = found.end()
    return Markup("").join([*parts, escape(text[at:])])
