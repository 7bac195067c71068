"""What forms and ledgers report of targets, kept when the document of those targets is read anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.dictionary import TABLES
from jixiao.documents.content import Doubt
from jixiao.documents.files import CorpusFile
from jixiao.documents.merging import joined
from jixiao.errors import listed
from jixiao.frames import among
from jixiao.vocabulary import fold

# The tables that a form fills, each with the column by which its rows belong to a target or project.
FILLED = {
    "results": "indicator_id",
    "monitoring": "indicator_id",
    "evaluations": "project_id",
    "interim_funds": "project_id",
}

LOST = (
    "the projects and indicators that were reported on",
    "taken out; if they have other names now, read the form again: jixiao results",
)


def carried(before: Dataset, after: Dataset, gone: Iterable[str], files: Sequence[CorpusFile]) -> Dataset:
    """A dataset with what files reported of targets that were read anew; a doubt names what has no target any more.

    Parameters
    ----------
    before, after : Dataset
        With the documents as they were, and as they are.
    gone : iterable of str
        Documents whose place others took.
    files : sequence of CorpusFile
        Their doubts are added to.
    """
    old = before.projects[before.projects["document_id"].isin(set(gone))]
    document = pd.concat([old.set_index("project_id")["document_id"], _documents_of_indicators(before, old)])
    reported = {name: _reported(name, before, document) for name in FILLED}
    if all(rows.empty for rows in reported.values()):
        return after
    projects = _same_projects(before, after, old)
    ids = {"project_id": projects, "indicator_id": _same_indicators(before, after, projects)}
    tables, lost = {}, []
    for name, key in FILLED.items():
        rows = reported[name]
        found = rows[key].map(ids[key])
        lost.append(rows[found.isna()].rename(columns={key: "id"})[["id", "origin"]])
        tables[name] = _added(name, after.tables[name], rows.assign(**{key: found.astype("str")})[found.notna()])
    _doubt(pd.concat(lost), before, document, files)
    indicators = after.indicators
    if any(len(tables[name]) > len(after.tables[name]) for name in FILLED):
        indicators = _with_weights(before, after, ids["indicator_id"])
    return joined([after.with_tables(tables | {"indicators": indicators})])


def _reported(name: str, before: Dataset, document: pd.Series) -> pd.DataFrame:
    """What files other than documents reported of the projects or indicators that are named."""
    rows = before.tables[name]
    published = among(rows["origin"], before.documents["document_id"])
    return rows[~published & among(rows[FILLED[name]], document.index.to_series())]


def _with_weights(before: Dataset, after: Dataset, ids: dict[str, str]) -> pd.DataFrame:
    """Indicators with the weights that they had, in projects that are published without any: forms gave them."""
    df = after.indicators
    given = before.indicators.assign(own=before.indicators["indicator_id"].map(ids)).dropna(subset=["own", "weight"])
    weights = df["indicator_id"].map(given.set_index("own")["weight"]).astype("float64")
    blank = df.groupby("project_id")["weight"].transform("count").eq(0)
    return df.assign(weight=df["weight"].mask(blank, weights))


def _added(name: str, published: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """A table with more rows, but for those that it has."""
    key = list(TABLES[name].key)
    new = ~pd.MultiIndex.from_frame(rows[key]).isin(pd.MultiIndex.from_frame(published[key]))
    return pd.concat([published, rows[new]], ignore_index=True) if new.any() else published


def _same_projects(before: Dataset, after: Dataset, gone: pd.DataFrame) -> dict[str, str]:
    """Projects by their code, else their name, where these stand once before and now: in their document, or plan."""
    rounds = ["document_id", "year", "stage"]
    old, new = (
        projects.merge(data.documents[rounds], on="document_id")
        for projects, data in ((gone, before), (after.projects, after))
    )
    found: dict[str, str] = {}
    for within in (["document_id"], ["year", "stage", "department_id"]):
        for column in ("project_code", "project_name"):
            mine = _unique(old[~old["project_id"].isin(found)], within, column)
            own = _unique(new[~new["project_id"].isin(found.values())], within, column)
            found |= {project: own[key] for key, project in mine.items() if key in own}
    return found


def _unique(projects: pd.DataFrame, within: list[str], column: str) -> dict[tuple, str]:
    """Projects by a text of theirs, where it stands once."""
    df = projects.assign(text=projects[column].map(fold, na_action="ignore")).dropna(subset=["text"])
    keys = [*within, "scope", "text"]
    df = df.drop_duplicates(keys, keep=False)
    return dict(zip(df[keys].itertuples(index=False, name=None), df["project_id"], strict=True))


def _same_indicators(before: Dataset, after: Dataset, projects: dict[str, str]) -> dict[str, str]:
    theirs, ours = (
        dict(list(df[among(df["project_id"], pd.Series([*names], dtype="str"))].groupby("project_id")))
        for df, names in ((before.indicators, projects), (after.indicators, projects.values()))
    )
    found: dict[str, str] = {}
    for one, other in projects.items():
        if one in theirs and other in ours:
            found |= same_indicators(theirs[one], ours[other])
    return found


def same_indicators(theirs: pd.DataFrame, ours: pd.DataFrame) -> dict[str, str]:
    """Indicators of one project by level 2, name and target, the first of equal ones first; else by what is unique.

    Parameters
    ----------
    theirs, ours : DataFrame
        Rows of ``indicators``.

    Returns
    -------
    dict of str
        Our ids by theirs.
    """
    found: dict[str, str] = {}
    for columns in (["level2", "indicator", "target"], ["indicator", "target"], ["level2", "indicator"], ["indicator"]):
        left = theirs[~theirs["indicator_id"].isin(found)]
        right = ours[~ours["indicator_id"].isin(found.values())]
        mine, own = _by_key(left, columns), _by_key(right, columns)
        for key, names in mine.items():
            others = own.get(key, [])
            if len(names) == len(others) and (len(names) == 1 or (columns[0] == "level2" and len(columns) == 3)):
                found |= dict(zip(names, others, strict=True))
    return found


def _by_key(indicators: pd.DataFrame, columns: list[str]) -> dict[tuple, list[str]]:
    keys: dict[tuple, list[str]] = defaultdict(list)
    texts = indicators[columns].astype(object).where(indicators[columns].notna(), "")
    for name, key in zip(indicators["indicator_id"], texts.itertuples(index=False, name=None), strict=True):
        keys[tuple(fold(text) for text in key)].append(name)
    return keys


def _documents_of_indicators(data: Dataset, projects: pd.DataFrame) -> pd.Series:
    documents = projects.set_index("project_id")["document_id"]
    df = data.indicators[among(data.indicators["project_id"], projects["project_id"])]
    return df.set_index("indicator_id")["project_id"].map(documents)


def _doubt(lost: pd.DataFrame, before: Dataset, document: pd.Series, files: Sequence[CorpusFile]) -> None:
    """Name to the file of each document what was reported of it and belongs to nothing there now."""
    names = pd.concat(
        [
            before.projects.set_index("project_id")["project_name"],
            before.indicators.set_index("indicator_id")["indicator"],
        ]
    )
    items = {item.document_id: item for item in files}
    lost = lost.assign(document=lost["id"].map(document), name=lost["id"].map(names))
    for (name, origin), rows in lost.groupby(["document", "origin"]):
        found = (
            f"{len(rows)} rows that {origin} reports of what the document has no more: {listed(rows['name'].unique())}"
        )
        items.get(str(name), files[0]).doubts.append(Doubt("", found, *LOST))
