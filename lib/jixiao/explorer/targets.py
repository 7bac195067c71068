"""The targets of a selection as a table to filter and sort, and what there is to one of them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from jixiao.characters import in_html, legible
from jixiao.dataset import Dataset
from jixiao.errors import JixiaoError
from jixiao.frames import each_row
from jixiao.measures.targets import ladder
from jixiao.phrases import name, place_label, say
from jixiao.review import Review
from jixiao.review.settings import convention

SHOWN = ["project_name", "level2", "indicator", "description", "target", "step", "rules", "place"]


def targets_table(data: Dataset, found: Review, language: str) -> pd.DataFrame:
    """Every target with its step on the ladder in words and the codes of its findings, in the document's order.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    found : Review
        Its findings.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    DataFrame
        Indexed by indicator_id; columns as `SHOWN`, all text, headed in the language.

    Examples
    --------
    >>> from jixiao import load
    >>> from jixiao.review import review
    >>> data = load("sample")
    >>> targets_table(data, review(data), "en").iloc[0].tolist()[-4:]
    ['1台', '3 lacks sign or unit', 'C05 F06', 'line 112']
    """
    steps = ladder(data.documents, data.projects, data.indicators, k=convention("copied", 0))["step"]
    rules = found.findings.dropna(subset="indicator_id").groupby("indicator_id")["rule"].agg(_codes)
    df = data.indicators.merge(data.projects[["project_id", "project_name"]], on="project_id", how="left")
    df = df.assign(
        step=[_step(step, language) for step in steps],
        rules=df["indicator_id"].map(rules),
        place=[place_label(place, language) if isinstance(place, str) else "" for place in df["place"]],
        level2=[name(level, language) if isinstance(level, str) else "" for level in df["level2"]],
    )
    df = df.set_index("indicator_id")[SHOWN].astype("object").fillna("")
    return df.map(legible).set_axis([say(f"explorer.column_{column}", language) for column in SHOWN], axis=1)


def _codes(rules: pd.Series) -> str:
    return " ".join(sorted(set(rules)))


def _step(step: Any, language: str) -> str:
    if pd.isna(step):
        return say("column.unclear", language)
    return say(f"ladder.step{step}", language)


def about_target(data: Dataset, found: Review, indicator_id: str, language: str) -> str:
    """What the review says of a target, and the published table with its cells marked, as HTML.

    Parameters
    ----------
    data : Dataset
        That has the indicator.
    found : Review
        Its findings.
    indicator_id : str
        Of the target.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    str
        Where the published file is not kept, the reason stands in its place.
    """
    own = found.findings[found.findings["indicator_id"].eq(indicator_id)]
    told = [
        say(
            "explorer.found",
            language,
            rule=row.rule,
            title=in_html(say(f"{row.rule}.title", language)),
            severity=name(row.severity, language),
            message=in_html(row.message),
            suggestion=in_html(row.suggestion),
        )
        for row in each_row(own)
    ]
    try:
        source = data.source(indicator_id)._repr_html_()
    except JixiaoError as error:  # the published file is gone, or another
        source = f"<p>{in_html(str(error))}</p>"
    return "".join(f"<p>{line}</p>" for line in told or [say("explorer.none_found", language)]) + source
