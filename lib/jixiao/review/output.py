"""A review as text: lines, CSV and JSON."""

from __future__ import annotations

import json

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.frames import each_row
from jixiao.phrases import MISSING, listed, name, say, sentences, written
from jixiao.review.review import Review
from jixiao.texts import MOST

SHOWN = ["rule", "severity", "project", "indicator", "field", "place", "quote", "message", "suggestion"]
MANY = ("project", "indicator", "place", "quote")  # what a defect may have several of
NAMED = 5  # texts that a message names


def labels(projects: pd.DataFrame, language: str) -> pd.Series:
    """What a project is called, by its id: its number and name; a department's own targets by the department's name.

    Where there are several documents the id stands for the number.
    """
    known = projects.set_index("project_id", drop=False)
    several = known["document_id"].nunique() > 1
    named = (known["project_id"] if several else known["position"].astype("str")) + " " + known["project_name"]
    own = known["project_name"].map(lambda name: say("review.whole", language, department=name), na_action="ignore")
    return named.mask(known["scope"].eq("department"), own)


def for_readers(findings: pd.DataFrame, projects: pd.DataFrame, language: str) -> pd.DataFrame:
    """The columns `SHOWN` of findings as a reader sees them: every cell a text."""
    several = projects["document_id"].nunique() > 1
    whole = say("review.department", language)
    df = findings.assign(
        project=findings["project_id"]
        .map(labels(projects, language))
        .astype("str")
        .fillna(findings["document_id"] + " " + whole if several else whole),
        severity=findings["severity"].map(lambda severity: name(severity, language)),
        field=_fields(findings, language),
        place=_places(findings, language),
    )
    return df[SHOWN].astype(object).fillna(MISSING)


def told(
    review: Review, data: Dataset, language: str, *, findings: pd.DataFrame | None = None, most: int = 0
) -> pd.DataFrame:
    """The defects as a reader sees them, in their order: `SHOWN`; what is at several places is named with all of them.

    What follows from a defect stands at the end of its message, by its rule. With ``findings`` only what is among
    these; with ``most`` no more of several places are named.
    """
    findings = review.findings if findings is None else findings
    shown = for_readers(findings, data.projects, language)
    rows = []
    for defect in each_row(review.defects):
        own = shown.reindex(shown.index.intersection(defect.rows, sort=False))
        if own.empty:
            continue
        row = {column: own[column].iloc[0] for column in SHOWN}
        row |= {column: _some(list(dict.fromkeys(own[column])), most, language) for column in MANY}
        below = list(dict.fromkeys(findings["rule"].reindex(defect.following).dropna()))
        named = listed([f"{code} {say(f'{code}.title', language)}" for code in below], language)
        also = [say("review.follows", language, rules=named)] if below else []
        rows.append(row | {"message": sentences([row["message"], *also], language)})
    return pd.DataFrame(rows, columns=SHOWN).astype("str")


def _some(texts: list[str], most: int, language: str) -> str:
    """Texts one after the other, of many the first and how many there are."""
    between = say("review.between", language)
    if not most or len(texts) <= most:
        return between.join(texts)
    return say("review.some", language, texts=between.join(texts[:most]), n=str(len(texts)))


def objects(review: Review, data: Dataset) -> list[dict]:
    """The defects for programs: rule, severity, project and indicator (lists where there are several), quote, message.

    ``remedy`` says what to do; ``follows`` lists what follows from the defect, as objects of the same form.
    """
    names = data.projects.set_index("project_id")["project_name"].to_dict()

    def as_object(rows: pd.DataFrame, follows: list[dict]) -> dict:
        first = rows.iloc[0]
        many = {
            "project": list(dict.fromkeys(names.get(project) for project in rows["project_id"])),
            "project_id": list(dict.fromkeys(rows["project_id"])),
            "indicator": list(rows["indicator"]),
            "indicator_id": list(rows["indicator_id"]),
            "place": list(rows["place"]),
        }
        kept = ("rule", "severity", "dimension", "document_id", "department_id", "field", "quote", "message", "source")
        one = {key: values[0] if len(values) == 1 else values for key, values in many.items()}
        return {key: first[key] for key in kept} | one | {"remedy": first["suggestion"], "follows": follows}

    return [
        as_object(
            review.findings.loc[defect.rows],
            [as_object(review.findings.loc[[index]], []) for index in defect.following],
        )
        for defect in each_row(review.defects)
    ]


def _places(df: pd.DataFrame, language: str) -> pd.Series:
    return df["place"].map(lambda place: written(place, "place", language))


def lines(review: Review, data: Dataset, language: str) -> str:
    """A line a defect, its parts between tabs; line breaks in published text become spaces."""
    df = told(review, data, language)
    return "".join("\t".join(" ".join(part.split()) for part in row) + "\n" for row in df.itertuples(index=False))


def as_csv(review: Review) -> str:
    """The findings as CSV for programs, with a heading; `spreadsheet_csv` makes that for readers."""
    return review.findings.to_csv(index=False, lineterminator="\n", float_format="%.10g")


def as_json(review: Review, data: Dataset) -> str:
    """Defects (see `objects`), dismissed ones, dismissals that match nothing, cut texts, scores."""
    tables = {key: getattr(review, key) for key in ("dismissed", "unmatched", "cut", "scores")}
    rows = {key: json.loads(df.to_json(orient="records")) for key, df in tables.items()}
    rows = {"findings": _plain(objects(review, data)), **rows}
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def _plain(value):
    """The same with None for what is missing: JSON has no NaN."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return None if pd.isna(value) else value


def summary(review: Review, language: str) -> str:
    """How many findings there are by severity, how many were dismissed; what matches nothing, what was cut."""
    parts = [say("review.summary", language, n=sum(review.by_severity.values()), **review.by_severity)]
    if len(review.dismissed):
        parts.append(say("review.dismissed", language, n=len(review.dismissed)))
    for entry in each_row(review.unmatched.fillna("")):
        named = " · ".join(part for part in (entry.rule, entry.project, entry.indicator, entry.quote) if part)
        parts.append(say("review.unmatched", language, entry=named))
    if len(review.cut):
        parts.append(cut_texts(review.cut, language))
    return "\n".join(parts)


def _fields(df: pd.DataFrame, language: str) -> pd.Series:
    return df["field"].map(lambda field: say(f"rule_field.{field}", language))


def cut_texts(cut: pd.DataFrame, language: str) -> str:
    """The sentence that names the texts of which the rules saw the beginning only; of many the first few."""
    shown = cut.assign(place=_places(cut, language), field=_fields(cut, language)).head(NAMED)
    named = [*(["document_id"] if cut["document_id"].nunique() > 1 else []), "place", "field"]
    places = [" ".join(filter(None, row)) for row in shown[named].itertuples(index=False)]
    more = ["…"] if len(cut) > NAMED else []
    return say("review.cut", language, n=len(cut), most=MOST, places=listed([*places, *more], language))
