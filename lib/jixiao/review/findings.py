"""The hits of all rules as findings: in words, with what a finding tells besides, in the document's order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

import numpy as np
import pandas as pd

from jixiao.frames import among, each_once, each_row, looked_up
from jixiao.phrases import AS_IT_IS, MISSING, pieces, said, say, sentences, template
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


def written(found: Iterable[tuple[str, pd.DataFrame]], material: Material, language: str) -> pd.DataFrame:
    """Findings, in the document's order.

    Parameters
    ----------
    found : iterable of str and DataFrame
        Rules with their hits, see `jixiao.review.rule.hits`.
    material : Material
        What the rules looked at.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    DataFrame
        The columns of `FINDING`.
    """
    hits = {code: _said(code, df, language) for code, df in found if len(df)}
    number = np.repeat(np.arange(len(hits)), [len(df) for df in hits.values()])
    about = _about_rules(list(hits), language).take(number).reset_index(drop=True)
    columns = [*HIT[:-1], *WORDS]
    df = pd.concat(hits.values(), ignore_index=True) if hits else pd.DataFrame(columns=columns)
    del hits  # of many departments hundreds of megabytes
    df = df.astype(dict.fromkeys(columns, "str"))  # a column without any value is none of text yet
    df = df.assign(**about[["rule", "dimension", "source"]])
    better = _better(df["indicator_id"], about["compare"], material, language)
    plain = df["suggestion"].reindex(better.index)
    both = [sentences([*pair], language) for pair in zip(plain.to_numpy(object), better.to_numpy(object), strict=True)]
    suggestion = pd.Series(both, better.index, dtype="str").reindex(df.index).fillna(df["suggestion"])
    df = df.assign(
        suggestion=suggestion,
        project_code=_of_project(df, "project_code", material),
        indicator=_of_indicator(df, "indicator", material),
    )
    order = _order(df, material)
    # Column by column, for the table and its copy would take hundreds of megabytes of many departments.
    return pd.DataFrame({column: df.pop(column).take(order).array for column in FINDING})


def _said(code: str, df: pd.DataFrame, language: str) -> pd.DataFrame:
    """The hits of one rule with `WORDS` instead of what makes them."""
    df = df.reset_index(drop=True)
    values = {column.strip("{}"): df[column] for column in df.columns.difference(HIT)}
    phrases = df["phrase"].unique()
    messages = []
    for phrase in phrases:
        rows = df.index[df["phrase"].eq(phrase)]
        own = {name: value[rows] for name, value in values.items()} if len(phrases) > 1 else values
        messages.append(_filled(template(f"{code}.{phrase}", language), own, rows, language))
    words = {
        "severity": df["phrase"].map({phrase: RULES[code].severity_of(phrase) for phrase in phrases}),
        "message": pd.concat(messages).reindex(df.index),
        "suggestion": _filled(template(f"{code}.suggestion", language), values, df.index, language),
    }
    return pd.DataFrame({**{column: df[column] for column in HIT[:-1]}, **words}, copy=False)


def _filled(phrase: str, values: Mapping[str, pd.Series], index: pd.Index, language: str) -> pd.Series:
    """A phrase with its placeholders filled, as by `jixiao.phrases.fill`, once a row: of each a column of values."""
    filled = pd.Series("", index, dtype="str")
    for text, name, kind in pieces(phrase):
        filled = filled + text
        if name and kind in AS_IT_IS and values[name].dtype == "str":
            filled = filled + values[name].fillna(MISSING)
        elif name:
            texts = each_once(partial(said, kind, language), values[name])
            filled = filled + pd.Series(texts, index, dtype="str")
    return filled


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
    return rows.assign(scope=_of_project(rows, "scope", material), measured=kind.str.cat(asked, " "))[kind.ne("")]


def _of_project(df: pd.DataFrame, column: str, material: Material) -> pd.Series:
    return looked_up(df["project_id"], material.projects["project_id"], material.projects[column])


def _of_indicator(df: pd.DataFrame, column: str, material: Material) -> pd.Series:
    return looked_up(df["indicator_id"], material.indicators["indicator_id"], material.indicators[column])


def _order(df: pd.DataFrame, material: Material) -> np.ndarray:
    """The rows in the document's order: findings about all projects first, then project by project."""
    keys = df[["document_id", "department_id", "rule"]].assign(
        project=_of_project(df, "position", material).fillna(0), row=_of_indicator(df, "position", material).fillna(0)
    )
    keys = keys.sort_values(["document_id", "department_id", "project", "row", "rule"], kind="stable")
    return keys.index.to_numpy()
