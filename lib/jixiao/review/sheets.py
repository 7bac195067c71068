"""The review as a workbook to be signed (审核意见表): the form, all findings, a sheet a project, the rules."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.frames import each_row
from jixiao.phrases import Column, columns, name, say
from jixiao.review.opinion import OPINION, Opinion, of_project, opinion_table, opinions, overview_columns
from jixiao.review.output import NAMED, SHOWN, for_readers, labels, summary, told
from jixiao.review.review import Review
from jixiao.review.rule import LETTERS, RULES, SEVERITIES
from jixiao.review.settings import Settings, read_settings
from jixiao.spreadsheet import Sheet, Table

COLOURS = dict(zip(SEVERITIES, ("F6D5C4", "D5E2F2", "EEF3F9"), strict=True))
MOST_SHEETS = 200  # of projects; beyond it a workbook is no longer leafed through
# Half-width characters: together a page wide.
ALL = {
    "severity": 6,
    "project": 14,
    "indicator": 13,
    "quote": 14,
    "rule_title": 12,
    "message": 24,
    "suggestion": 22,
    "place": 9,
    "answer": 14,
}
WIDTHS = {
    "severity": 6,
    "indicator": 15,
    "quote": 16,
    "rule_title": 14,
    "message": 27,
    "suggestion": 26,
    "place": 9,
    "answer": 16,
}
HEAD_WIDTHS = {"label": 14, "value": 36, "position": 14, "project": 36, "lost": 28}


def sheets(
    found: Review,
    data: Dataset,
    language: str = "zh",
    *,
    settings: Settings | None = None,
    date: dt.date | None = None,
) -> list[Sheet]:
    """The sheets of the workbook, in order.

    Parameters
    ----------
    found : Review
        Written in the same language.
    data : Dataset
        What was reviewed.
    language : str
        ``zh`` or ``en``.
    settings : dict, optional
        Those of the review; by default those that hold in the workbook.
    date : date, optional
        Of the review; left blank without one.

    Returns
    -------
    list of Sheet
        The form of each department, all findings, those of no single project, dismissed findings where there are any,
        a sheet for each of at most 200 projects, and the rules.
    """
    settings = read_settings() if settings is None else settings
    forms = opinions(found, data, settings, date=date, language=language)[:MOST_SHEETS]
    made = [_form(opinion, found, settings, language) for opinion in forms]
    made.append(_all(found, data, language))
    made += [_whole(opinion, found, data, language) for opinion in forms if len(opinion.whole)]
    if len(found.dismissed):
        made.append(_findings(found.dismissed, data, language, "dismissed"))
    projects = found.scores if len(found.scores) <= MOST_SHEETS else found.scores.head(0)
    made += [_project(row, found, data, language) for row in each_row(projects)]
    return [*made, _rules(found, language)]


def _form(opinion: Opinion, found: Review, settings: Settings, language: str) -> Sheet:
    """The form's head, to be chosen and signed, and below it the projects."""
    head = pd.DataFrame([(label, value or None) for label, value in opinion.head], columns=["label", "value"])
    fields = [Column("label", "", "text"), Column("value", "", "text")]
    most = say("review_sheets.capped", language, most=f"{settings['score']['contradicted']:g}")
    notes = [*summary(found, language).split("\n")[1:], say("review_sheets.convention", language), most]
    tables = [
        Table(head, fields, form=True, choices={opinion.chosen: opinion.conclusions}, widths=HEAD_WIDTHS),
        Table(
            opinion.projects,
            overview_columns(opinion.projects, language),
            title=say("opinion.projects", language),
            widths=HEAD_WIDTHS,
        ),
    ]
    title = say("review_sheets.title", language)
    return Sheet(f"{title} {opinion.name}", tables, title, notes)


def _colours(language: str) -> dict[str, dict[str, str]]:
    return {"severity": {name(severity, language): colour for severity, colour in COLOURS.items()}}


def _all(found: Review, data: Dataset, language: str) -> Sheet:
    """All defects in the order in which they are told, with room for an answer."""
    df = told(found, data, language, most=NAMED)
    df = df.assign(answer=None, rule_title=[f"{rule} {say(f'{rule}.title', language)}" for rule in df["rule"]])
    table = Table(df, columns(language, dict.fromkeys(ALL, "text")), colours=_colours(language), widths=ALL)
    return Sheet(say("review_sheets.findings", language), [table])


def _opinions(df: pd.DataFrame, language: str) -> Table:
    return Table(df, columns(language, OPINION), colours=_colours(language), widths=WIDTHS)


def _findings(findings: pd.DataFrame, data: Dataset, language: str, key: str) -> Sheet:
    return Sheet(say(f"review_sheets.{key}", language), [_table(findings, data, SHOWN, language)])


def _table(findings: pd.DataFrame, data: Dataset, shown: list[str], language: str) -> Table:
    """Findings for the reader; dismissed ones with their reason, the others with room for an answer."""
    df = for_readers(findings, data.projects, language).assign(answer=findings.get("reason"))
    kinds = dict.fromkeys([*shown, "answer"], "text")
    headings = {"answer": "reason"} if "reason" in findings else None
    return Table(df, columns(language, kinds, headings), colours=_colours(language))


def _rules(found: Review, language: str) -> Sheet:
    counts, order = found.defects["rule"].value_counts(), list(LETTERS)
    rows = [
        (
            rule.code,
            say(f"{rule.code}.title", language),
            rule.severity,
            rule.dimension,
            say(f"rule_source.{rule.source}", language),
            int(counts.get(rule.code, 0)),
        )
        for rule in sorted(RULES.values(), key=lambda rule: (order.index(rule.code[0]), rule.code))
    ]
    kinds = {
        "rule": "text",
        "title": "text",
        "severity": "level",
        "dimension": "level",
        "source": "text",
        "findings": "count",
    }
    headings = {"title": "rule_title", "source": "rule_source", "dimension": "review_dimension"}
    df = pd.DataFrame(rows, columns=list(kinds))
    table = Table(df, columns(language, kinds, headings), colours={"severity": COLOURS})
    return Sheet(say("review_sheets.rules", language), [table])


def _whole(opinion: Opinion, found: Review, data: Dataset, language: str) -> Sheet:
    table = opinion_table(found, data, opinion.whole, language)
    name = say("review_sheets.whole", language)
    return Sheet(name, [_opinions(table, language)], f"{opinion.name} {name}")


def _project(row, found: Review, data: Dataset, language: str) -> Sheet:
    df = opinion_table(found, data, of_project(found, row.project_id), language)
    label = str(labels(data.projects, language).loc[row.project_id])
    notes = [say("review_sheets.project", language, n=len(df), score=row.score)]
    if isinstance(row.lost, str):
        notes.append(say("review_sheets.lost", language, lost=row.lost))
    return Sheet(label, [_opinions(df, language)], label, notes)
