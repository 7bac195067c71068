"""What a reviewer signs (审核意见表): the head of the form, the conclusion that findings suggest, and the opinions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from importlib.metadata import version

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.frames import each_row
from jixiao.phrases import MISSING, Column, columns, name, say, sentences
from jixiao.review.output import NAMED, labels, told
from jixiao.review.review import Review
from jixiao.review.rule import OWNER, SEVERITIES
from jixiao.review.settings import Settings

CONCLUSIONS = ("pass", "amend", "return")
OPINION = {
    "severity": "text",
    "indicator": "text",
    "quote": "text",
    "rule_title": "text",
    "message": "text",
    "suggestion": "text",
    "place": "text",
    "answer": "text",
}


@dataclass(frozen=True)
class Opinion:
    """The opinion on one department's document.

    Parameters
    ----------
    head : list of (str, str)
        Label and value of each line of the form's head, the blanks to be signed last.
    chosen : int
        The line of ``head`` that holds the conclusion.
    conclusions : list of str
        What it is chosen from.
    projects : DataFrame
        One row a project: `overview`'s columns.
    whole : DataFrame
        The findings on no single project.
    """

    name: str
    head: list[tuple[str, str]]
    chosen: int
    conclusions: list[str]
    projects: pd.DataFrame
    whole: pd.DataFrame


def concluded(findings: pd.DataFrame, settings: Settings) -> str:
    """The conclusion that findings suggest: pass, amend or return.

    Returned is a document with as many contradictions as the setting ``returned``, or with a project that has no
    indicator (C02); to be amended is one with any other contradiction or weakness.

    Examples
    --------
    >>> import pandas as pd
    >>> from jixiao.review.settings import shipped
    >>> concluded(pd.DataFrame({"rule": ["R03"], "severity": ["hint"]}), shipped())
    'pass'
    """
    grave = findings["severity"].eq(SEVERITIES[0]).sum()
    if grave >= settings["conclusion"]["returned"] or findings["rule"].eq("C02").any():
        return "return"
    return "amend" if findings["severity"].isin(SEVERITIES[:2]).any() else "pass"


def opinions(
    found: Review, data: Dataset, settings: Settings, *, date: dt.date | None = None, language: str = "zh"
) -> list[Opinion]:
    """The opinion on each department of each document, in their order.

    Parameters
    ----------
    found : Review
        Written in the same language.
    data : Dataset
        What was reviewed.
    settings : dict
        From `jixiao.review.read_settings`.
    date : date, optional
        Of the review; left blank without one.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    list of Opinion
    """
    owners = data.projects[OWNER].drop_duplicates()
    return [_opinion(row, found, data, settings, date, language) for row in each_row(owners)]


def _opinion(owner, found: Review, data: Dataset, settings: Settings, date: dt.date | None, language: str) -> Opinion:
    defects = _of(found.defects, owner)
    document = data.documents.set_index("document_id").loc[owner.document_id]
    department = data.departments.set_index("department_id").loc[owner.department_id]
    conclusion = concluded(defects, settings)
    counts = {severity: int(defects["severity"].eq(severity).sum()) for severity in SEVERITIES}
    returned = settings["conclusion"]["returned"]
    why = "many" if conclusion == "return" and counts[SEVERITIES[0]] >= returned else conclusion
    basis = [
        say("review.summary", language, n=len(defects), **counts),
        say(f"opinion.basis_{why}", language, returned=f"{returned:g}"),
    ]
    said = {
        "department": department["department"],
        "department_code": department["department_code"],
        "year": document["year"],
        "document": document["file"],
        "date": say("date.full", language, **_parts(date, language)) if date else "",
        "version": say("opinion.tool", language, version=version("jixiao")),
        "conclusion": say(f"opinion.{conclusion}", language),
        "basis": sentences(basis, language),
        "reviewer": "",
        "signature": "",
        "signed": "",
    }
    return Opinion(
        name=str(department["department"]),
        head=[(say(f"opinion.head_{key}", language), _text(value)) for key, value in said.items()],
        chosen=list(said).index("conclusion"),
        conclusions=[say(f"opinion.{name}", language) for name in CONCLUSIONS],
        projects=overview(found, data, owner, language),
        whole=_of(found.findings[found.findings["project_id"].isna()], owner),
    )


def _of(df: pd.DataFrame, owner) -> pd.DataFrame:
    return df[df["document_id"].eq(owner.document_id) & df["department_id"].eq(owner.department_id)]


def _parts(date: dt.date, language: str) -> dict[str, object]:
    month = say(f"month.{date.month}", language)
    return {"year": str(date.year), "month": date.month, "name": month, "day": date.day}


def _text(value: object) -> str:
    return MISSING if value is None or value is pd.NA or value != value else str(value)


def overview(found: Review, data: Dataset, owner, language: str) -> pd.DataFrame:
    """The projects of a department with their numbers of defects by severity, points, and what those were lost for."""
    counts = pd.crosstab(found.roots["project_id"], found.roots["severity"]).reindex(columns=SEVERITIES)
    df = _of(found.scores, owner).join(counts, on="project_id").fillna(dict.fromkeys(SEVERITIES, 0))
    return df.assign(project=df["project_name"].fillna(df["project_id"].map(labels(data.projects, language))))


def overview_columns(projects: pd.DataFrame, language: str) -> list[Column]:
    """The columns of `overview` for the reader."""
    graded = {"grade": "level"} if "grade" in projects else {}
    shown = columns(language, {"position": "integer", "project": "text", "budget": "amount"})
    shown += [Column(severity, name(severity, language), "count") for severity in SEVERITIES]
    return shown + columns(language, {"score": "amount1", **graded, "lost": "text"})


def opinion_table(found: Review, data: Dataset, findings: pd.DataFrame, language: str) -> pd.DataFrame:
    """Some findings as opinions, a row a defect, the gravest first: the columns of `OPINION`.

    A defect on several projects stands with each of them, with its rows there only.
    """
    df = told(found, data, language, findings=findings, most=NAMED)
    titles = [f"{rule} {say(f'{rule}.title', language)}" for rule in df["rule"]]
    return df.assign(rule_title=titles, answer=None)[list(OPINION)]


def of_project(found: Review, project_id: str) -> pd.DataFrame:
    """The findings on one project."""
    return found.findings[found.findings["project_id"].eq(project_id)]
