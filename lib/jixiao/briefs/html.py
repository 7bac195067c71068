"""The brief as one HTML file: no script, no address on the network."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from jixiao.briefs.outline import Outline


def render_html(brief: Outline) -> bytes:
    """The brief as HTML in UTF-8, its pictures inside."""
    environment = Environment(
        loader=PackageLoader("jixiao.briefs", "."),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    language = {"zh": "zh-Hans", "en": "en"}[brief.language]
    return environment.get_template("brief.html.j2").render(brief=brief, language=language).encode("utf-8")
