"""The rules' pages, written from their docstrings: ``python -m jixiao.review.pages docs/rules``."""

from __future__ import annotations

import inspect
import re
import sys
from pathlib import Path

from jixiao.phrases import LANGUAGES, say
from jixiao.review import RULES
from jixiao.review.rule import LETTERS, Rule
from jixiao.review.settings import shipped

INDEX = """# The rules of the review

Made from the rules' docstrings by `python -m jixiao.review.pages docs/rules`. A *contradiction* is provable from the
document alone, a *weakness* is against a stated rule, a *hint* is a matter of judgement. Settings are changed in
`data/review-rules.toml`; a finding is dismissed, with its reason, in `review.toml` in the dataset's folder.
"""
PAGE = """# {code} {zh}

{en}: {what}

*{dimension} · {severity} · source: {source} · asked of {scope}*

{why}
## An example that breaks it

```toml
{breaks}
```

## An example that is right

```toml
{right}
```

## When it misleads

{misleads}
{settings}"""


def parts(rule: Rule) -> dict[str, str]:
    """What a rule's docstring says: what, why, breaks, right (both TOML) and misleads."""
    text = inspect.getdoc(rule.find) or ""
    head, breaks, right, misleads = re.split(r"\n\n(?:Breaks|Right|Misleads)\n-+\n", text)
    what, _, why = head.partition("\n\n")
    return {"what": what, "why": why, "breaks": breaks, "right": right, "misleads": misleads}


def page(rule: Rule) -> str:
    """The page of one rule, in Markdown."""
    said = parts(rule)
    said["why"] += "\n" if said["why"] else ""
    own = shipped().get(rule.code, {})
    listed = "\n".join(f"- `{name}` = `{value}`".replace("'", '"') for name, value in own.items())
    return PAGE.format(
        code=rule.code,
        **{language: say(f"{rule.code}.title", language) for language in LANGUAGES},
        dimension=rule.dimension,
        severity=rule.severity,
        source=say(f"rule_source.{rule.source}", "en"),
        scope="projects only" if rule.scope else "projects and of a department's own targets",
        settings=f"\n## Settings\n\n{listed}\n" if own else "",
        **said,
    )


def pages() -> dict[str, str]:
    """Every page by its file name, the index among them."""
    index = [INDEX]
    for letter, dimension in LETTERS.items():
        index += [f"## {dimension}\n", "| code | rule | severity |", "|---|---|---|"]
        own = [rule for code, rule in sorted(RULES.items()) if code.startswith(letter)]
        index += [
            f"| [{rule.code}]({rule.code}.md) | {say(f'{rule.code}.title', 'en')} {say(f'{rule.code}.title', 'zh')} "
            f"| {rule.severity} |"
            for rule in own
        ]
        index.append("")
    return {f"{code}.md": page(rule) for code, rule in RULES.items()} | {"README.md": "\n".join(index)}


def write_pages(folder: Path) -> list[Path]:
    """Write all pages into ``folder``, remove those of rules that are gone, and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    made = pages()
    for old in folder.glob("*.md"):
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return [folder / name for name in sorted(made)]


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]))
