"""The rules' pages in both languages: ``python -m jixiao.review.pages docs/rules``.

English comes from the rules' docstrings, Chinese from ``pages.zh.toml``.
"""

from __future__ import annotations

import hashlib
import inspect
import re
import sys
import tomllib
from functools import cache
from pathlib import Path

from jixiao.phrases import LANGUAGES, name, say
from jixiao.review import RULES
from jixiao.review.rule import LETTERS, Rule
from jixiao.review.settings import shipped

WORDS = ("what", "why", "misleads")
FOLDERS = {"en": "", "zh": "zh/"}
OTHER = {"en": "[中文](zh/{file})", "zh": "[English](../{file})"}
FENCES = {"en": "toml", "zh": "text"}  # no key of TOML is Chinese
PAGE = """# {code} {title}

{other}

{what}

{head}
{why}
## {breaks_heading}

```{fence}
{breaks}
```

## {right_heading}

```{fence}
{right}
```

## {misleads_heading}

{misleads}
{settings}"""


def parts(rule: Rule) -> dict[str, str]:
    """What a rule's docstring says: what, why, breaks, right (both TOML) and misleads."""
    text = inspect.getdoc(rule.find) or ""
    head, breaks, right, misleads = re.split(r"\n\n(?:Breaks|Right|Misleads)\n-+\n", text)
    what, _, why = head.partition("\n\n")
    return {"what": what, "why": why, "breaks": breaks, "right": right, "misleads": misleads}


@cache
def chinese() -> dict[str, dict[str, str]]:
    """The Chinese words of every rule by its code, and, as ``keys``, those for the keys of examples."""
    return tomllib.loads(Path(__file__).with_suffix(".zh.toml").read_text(encoding="utf-8"))


def parts_in(rule: Rule, language: str) -> dict[str, str]:
    """The same in a language. In Chinese only the examples' keys differ, so that what is shown is what is tested."""
    said = parts(rule)
    if language == "en":
        return said
    keys = chinese()["keys"]
    examples = {
        part: re.sub(r"[a-z_]+(?= = |\]\])", lambda key: keys.get(key[0], key[0]), said[part])
        for part in ("breaks", "right")
    }
    return dict.fromkeys(WORDS, "") | chinese().get(rule.code, {}) | examples


def fingerprint(rule: Rule) -> str:
    """A short hash of a rule's words in English, however their lines are broken."""
    said = parts(rule)
    words = " | ".join(" ".join(said[part].split()) for part in WORDS)
    return hashlib.sha256(words.encode("utf-8")).hexdigest()[:8]


def outdated() -> list[str]:
    """What is to be done to the Chinese words, a line a rule: those that lack, that say another text, that are left."""
    tasks = [f"{code}: no such rule; delete it" for code in chinese().keys() - RULES.keys() - {"keys"}]
    for code, rule in RULES.items():
        said, own, current = parts(rule), chinese().get(code, {}), fingerprint(rule)
        expected = {"of", *(part for part in WORDS if said[part])}
        if missing := expected - own.keys():
            tasks.append(f'{code}: write {", ".join(sorted(missing))}; of = "{current}"')
        elif own.keys() - expected:
            tasks.append(f"{code}: the English has no {', '.join(sorted(own.keys() - expected))}")
        elif own["of"] != current:
            tasks.append(f'{code}: the English has changed; read the Chinese again, then set of = "{current}"')
    return sorted(tasks)


def _in_toml(value: object) -> str:
    """A setting as it would stand in a user's file."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f'"{name}" = "{text}"' for name, text in value.items()) + " }"
    return str(value).replace("'", '"')


def page(rule: Rule, language: str) -> str:
    """The page of one rule, in Markdown."""
    said = parts_in(rule, language)
    said["why"] = f"\n{said['why']}\n" if said["why"] else ""
    own = shipped().get(rule.code, {})
    listed = "\n".join(f"- `{setting}` = `{_in_toml(value)}`" for setting, value in own.items())
    head = say(
        "rule_page.head",
        language,
        dimension=name(rule.dimension, language),
        severity=name(rule.severity, language),
        source=say(f"rule_source.{rule.source}", language),
        scope=say(f"rule_page.{rule.scope or 'all'}", language),
    )
    return PAGE.format(
        code=rule.code,
        title=say(f"{rule.code}.title", language),
        other=OTHER[language].format(file=f"{rule.code}.md"),
        head=head,
        fence=FENCES[language],
        settings=f"\n## {say('rule_page.settings', language)}\n\n{listed}\n" if own else "",
        **{f"{part}_heading": say(f"rule_page.{part}", language) for part in ("breaks", "right", "misleads")},
        **said,
    )


def index(language: str) -> str:
    """The list of all rules with links to their pages, in Markdown."""
    other = OTHER[language].format(file="README.md")
    lines = [f"# {say('rule_page.index', language)}\n", f"{other}\n", say("rule_page.about", language)]
    headings = [say(f"rule_page.{column}", language) for column in ("code", "rule", "severity")]
    for letter, dimension in LETTERS.items():
        lines += [f"## {name(dimension, language)}\n", f"| {' | '.join(headings)} |", "|---|---|---|"]
        own = [code for code in sorted(RULES) if code.startswith(letter)]
        lines += [
            f"| [{code}]({code}.md) | {say(f'{code}.title', language)} | {name(RULES[code].severity, language)} |"
            for code in own
        ]
        lines.append("")
    return "\n".join(lines)


def pages() -> dict[str, str]:
    """Every page by its path below the folder, the indexes among them."""
    made = {}
    for language in LANGUAGES:
        made[f"{FOLDERS[language]}README.md"] = index(language)
        made |= {f"{FOLDERS[language]}{code}.md": page(rule, language) for code, rule in RULES.items()}
    return made


def write_pages(folder: Path) -> list[Path]:
    """Write all pages below ``folder``, remove those of rules that are gone, and return the files."""
    made = {folder / path: text for path, text in pages().items()}
    for old in folder.rglob("[A-Z][0-9][0-9].md"):
        if old not in made:
            old.unlink()
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return sorted(made)


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]))
    sys.exit("\n".join(outdated()) or None)
