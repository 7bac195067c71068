"""HTML pages from templates: strict, every text escaped, no script and no address on the network."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

LANG = {"zh": "zh-Hans", "en": "en"}  # what a page says of its language


def templates(package: str) -> Environment:
    """The templates that stand in a package; a name that they lack is an error, and texts are never markup."""
    return Environment(
        loader=PackageLoader(package, "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
