"""The hits of all rules as findings: in words, with what a finding tells besides, in the document's order."""

from __future__ import annotations

import numpy as np
import pandas as pd

from jixiao.frames import among, each_row, looked_up
from jixiao.phrases import say, sentences
from jixiao.review.material import Material
from jixiao.review.names import asks_for
from jixiao.review.rule import HIT, RULES

FINDING = [
    "rule",
    "severity",
    "dimension",
    "document_id",
    "department_id",
    "project_id",
    "project_code",
    "indicator_id",
    "indicator",
    "field",
    "place",
    "quote",
    "message",
    "suggestion",
    "source",
]
WORDS = ["severity", "message", "suggestion"]  # what depends on the phrase of a hit, and on what fills it
SLOT = ["document_id", "scope", "level2", "measured"]


def said(code: str, df: pd.DataFrame, language: str) -> pd.DataFrame:
    """The hits of one rule with `WORDS` instead of what makes them, which is held no longer than needed."""
    phrases, filled = df["phrase"].to_numpy(object), df["values"].to_numpy(object)
    words = {
        "severity": [RULES[code].severity_of(phrase) for phrase in phrases],
        "message": [
            say(f"{code}.{phrase}", language, **values) for phrase, values in zip(phrases, filled, strict=True)
        ],
        "suggestion": [say(f"{code}.suggestion", language, **values) for values in filled],
    }
    return df.drop(columns=["phrase", "values"]).assign(**words)


def written(found: dict[str, pd.DataFrame], material: Material, language: str) -> pd.DataFrame:
    """Findings, in the document's order.

    Parameters
    ----------
    found : dict
        From `said`, by rule; none is empty.
    material : Material
        What the rules looked at.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    DataFrame
        The columns of `FINDING`.
    """
    columns = [*HIT[:-2], *WORDS]
    df = pd.concat(found.values(), ignore_index=True) if found else pd.DataFrame(columns=columns)
    df = df.astype(dict.fromkeys(columns, "str"))  # a column without any value is none of text yet
    number = np.repeat(np.arange(len(found)), [len(hits) for hits in found.values()])
    about = _about_rules(list(found), language).take(number).set_axis(df.index)
    df = df.assign(**about[["rule", "dimension", "source"]])
    better = _better(df["indicator_id"], about["compare"], material, language)
    plain = df["suggestion"].reindex(better.index)
    both = [sentences([*pair], language) for pair in zip(plain.to_numpy(object), better.to_numpy(object), strict=True)]
    suggestion = pd.Series(both, better.index, dtype="str").reindex(df.index).fillna(df["suggestion"])
    return _in_order(df.assign(suggestion=suggestion), material)


def _about_rules(codes: list[str], language: str) -> pd.DataFrame:
    """What findings tell of their rules, a row a rule."""
    rules = [RULES[code] for code in codes]
    sources = [say(f"rule_source.{rule.source}", language) for rule in rules]
    rows = {"rule": codes, "dimension": [rule.dimension for rule in rules], "source": sources}
    return pd.DataFrame(rows, dtype="str").assign(compare=np.array([rule.compare for rule in rules], dtype=bool))


def _better(objected: pd.Series, asked: pd.Series, material: Material, language: str) -> pd.Series:
    """For indicators asked of: the first informative target of their slot, unit and kind of name, in words.

    No rule objects to it. Where there is none, or what is measured is not known, there is no row.
    """
    own = material.indicators
    good = own["step"].eq(5).fillna(False) & ~among(own["indicator_id"], objected)
    rows = _slots(own[good | among(own["indicator_id"], objected[asked])], material)
    better = rows[good.reindex(rows.index)].drop_duplicates(SLOT)
    pairs = objected[asked].rename("indicator_id").reset_index().merge(rows[["indicator_id", *SLOT]], on="indicator_id")
    pairs = pairs.merge(better[SLOT].assign(row=better.index), on=SLOT)
    better = better.loc[pairs["row"].unique()]
    texts = {
        row.Index: say(
            "review.compare" if row.scope == "project" else "review.compare_own",
            language,
            position=row.project_position,
            indicator=row.indicator,
            target=row.target,
        )
        for row in each_row(better[["indicator", "target", "scope", "project_position"]])
    }
    return pairs.set_index("index")["row"].map(texts).astype("str")


def _slots(rows: pd.DataFrame, material: Material) -> pd.DataFrame:
    """The indicators for which it is known what they measure: the unit's dimension, or what the name asks for."""
    asked = asks_for(rows["name"])
    kind = rows["dimension"].where(rows["dimension"].ne(""), asked)
    projects = material.projects
    scope = looked_up(rows["project_id"], projects["project_id"], projects["scope"])
    return rows.assign(scope=scope, measured=kind.str.cat(asked, " "))[kind.ne("")]


def _in_order(df: pd.DataFrame, material: Material) -> pd.DataFrame:
    """Findings in the document's order: those about all projects first, then project by project."""
    projects, indicators = material.projects, material.indicators

    def of_project(column: str) -> pd.Series:
        return looked_up(df["project_id"], projects["project_id"], projects[column])

    def of_indicator(column: str) -> pd.Series:
        return looked_up(df["indicator_id"], indicators["indicator_id"], indicators[column])

    df = df.assign(project_code=of_project("project_code"), indicator=of_indicator("indicator"))
    order = df[["document_id", "department_id", "rule"]].assign(
        project=of_project("position").fillna(0), row=of_indicator("position").fillna(0)
    )
    order = order.sort_values(["document_id", "department_id", "project", "row", "rule"], kind="stable")
    return df[FINDING].take(order.index.to_numpy()).reset_index(drop=True)
