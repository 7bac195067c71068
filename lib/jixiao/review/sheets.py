"""The review as a workbook for reviewers (审核意见表): an overview, all findings, the rules, a sheet a project."""

from __future__ import annotations

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.frames import each_row
from jixiao.phrases import Column, columns, name, say
from jixiao.review.output import SHOWN, for_readers, labels, summary, told
from jixiao.review.review import Review
from jixiao.review.rule import DIMENSIONS, LETTERS, RULES, SEVERITIES
from jixiao.spreadsheet import Sheet, Table

COLOURS = dict(zip(SEVERITIES, ("F6D5C4", "D5E2F2", "EEF3F9"), strict=True))
MOST_SHEETS = 200  # of projects; beyond it a workbook is no longer leafed through


def sheets(found: Review, data: Dataset, language: str = "zh") -> list[Sheet]:
    """The sheets of the workbook, in order.

    Parameters
    ----------
    found : Review
        Written in the same language.
    data : Dataset
        What was reviewed.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    list of Sheet
        Overview, findings, dismissed findings where there are any, rules, and a sheet for each of at most 200 projects.
    """
    made = [_overview(found, data, language), _defects(found, data, language)]
    if len(found.dismissed):
        made.append(_findings(found.dismissed, data, language, "dismissed"))
    made.append(_rules(found, language))
    projects = found.scores if len(found.scores) <= MOST_SHEETS else found.scores.head(0)
    return made + [_project(row, found, data, language) for row in each_row(projects)]


def _overview(found: Review, data: Dataset, language: str) -> Sheet:
    counts = pd.crosstab(found.roots["project_id"], found.roots["severity"]).reindex(columns=SEVERITIES)
    df = found.scores.join(counts, on="project_id").fillna(dict.fromkeys(SEVERITIES, 0))
    own = data.projects.loc[data.projects["scope"].eq("department"), "project_id"]
    names = df["project_id"].map(labels(data.projects, language))
    df = df.assign(project_name=df["project_name"].mask(df["project_id"].isin(own), names))
    shown = columns(language, {"position": "integer", "project_name": "text", "budget": "amount"})
    shown += [Column(severity, name(severity, language), "count") for severity in SEVERITIES]
    shown += [Column(dimension, name(dimension, language), "amount1") for dimension in DIMENSIONS]
    shown += columns(language, {"score": "amount1", "grade": "level"})
    notes = [*summary(found, language).split("\n"), say("review_sheets.convention", language)]
    title = say("review_sheets.title", language)
    return Sheet(say("review_sheets.overview", language), [Table(df, shown)], title, notes)


def _defects(found: Review, data: Dataset, language: str) -> Sheet:
    """All defects in the order in which they are told, with room for an answer."""
    df = told(found, data, language).assign(answer=None)
    colours = {name(severity, language): colour for severity, colour in COLOURS.items()}
    table = Table(df, columns(language, dict.fromkeys([*SHOWN, "answer"], "text")), colours={"severity": colours})
    return Sheet(say("review_sheets.findings", language), [table])


def _findings(findings: pd.DataFrame, data: Dataset, language: str, key: str) -> Sheet:
    return Sheet(say(f"review_sheets.{key}", language), [_table(findings, data, SHOWN, language)])


def _table(findings: pd.DataFrame, data: Dataset, shown: list[str], language: str) -> Table:
    """Findings for the reader; dismissed ones with their reason, the others with room for an answer."""
    df = for_readers(findings, data.projects, language).assign(answer=findings.get("reason"))
    colours = {name(severity, language): colour for severity, colour in COLOURS.items()}
    kinds = dict.fromkeys([*shown, "answer"], "text")
    headings = {"answer": "reason"} if "reason" in findings else None
    return Table(df, columns(language, kinds, headings), colours={"severity": colours})


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


def _project(row, found: Review, data: Dataset, language: str) -> Sheet:
    own = found.findings[found.findings["project_id"].eq(row.project_id) & ~found.findings["follows"]]
    own = own.assign(rank=own["severity"].map(SEVERITIES.index)).sort_values("rank", kind="stable")
    shown = [column for column in SHOWN if column != "project"]
    label = str(labels(data.projects, language).loc[row.project_id])
    note = say(
        "review_sheets.project", language, n=own["defect"].nunique(), score=row.score, grade=name(row.grade, language)
    )
    return Sheet(label, [_table(own, data, shown, language)], label, [note])
