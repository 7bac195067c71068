"""What the checks find in what is reported so far, for the sheet that says what is open."""

from __future__ import annotations

from collections.abc import Sequence

from jixiao.dataset import Dataset
from jixiao.forms.sheet import Form
from jixiao.review import RULES, read_settings, review


def add_findings(forms: Sequence[Form], data: Dataset, letter: str) -> None:
    """Tell forms, one for each project of ``data``, what the rules of a letter (S, M) find in its reports."""
    settings = read_settings()
    off = [code for code in RULES if not code.startswith(letter)]
    rules = settings["rules"] | {"off": [*off, *settings["rules"]["off"]]}
    found = review(data, settings=settings | {"rules": rules}).findings
    for form, project_id in zip(forms, data.projects["project_id"], strict=True):
        own = found[found["project_id"].eq(project_id)]
        form.findings = [
            f"{rule} {name if isinstance(name, str) else ''}：{message}。{remedy}。"
            for rule, name, message, remedy in own[["rule", "indicator", "message", "suggestion"]].itertuples(
                index=False
            )
        ]
