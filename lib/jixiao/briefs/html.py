"""An executed notebook's exhibits as one HTML file: no script, no address on the network."""

from __future__ import annotations

from importlib.metadata import version
from itertools import groupby

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from nbformat import NotebookNode

from jixiao.exhibits.exhibit import MIME
from jixiao.phrases import say


def exhibits_of(node: NotebookNode) -> list[dict]:
    """Bundles of the exhibits shown in an executed notebook, in order, each with its picture (base64 PNG) or None."""
    found, picture = [], None
    for output in (output for cell in node.cells for output in cell.get("outputs", [])):
        data = output.get("data", {})
        if MIME in data:
            # A picture stands right before its bundle; one before a table is somebody else's.
            found.append({**data[MIME], "picture": picture if data[MIME]["alt"] else None})
        picture = data.get("image/png", "").replace("\n", "") or None
    return found


def render_html(node: NotebookNode) -> str:
    """The brief as HTML, from an executed notebook whose first exhibit is its head."""
    head, *rest = exhibits_of(node)
    language = head["language"]
    sections = [
        {"name": name, "heading": say(f"section.{name}", language), "exhibits": list(group)}
        for name, group in groupby(rest, key=lambda exhibit: exhibit["section"])
    ]
    environment = Environment(
        loader=PackageLoader("jixiao.briefs", "."),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("brief.html.j2").render(
        head=head,
        sections=sections,
        language={"zh": "zh-Hans", "en": "en"}[language],
        say=lambda key, **values: say(key, language, **values),
        version=version("jixiao"),
    )
