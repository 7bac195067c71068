"""Forms that were filled in, read back into the tables of the dataset whose targets they report on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.dictionary import STATUSES
from jixiao.documents import read
from jixiao.documents.reported import FILLED, same_indicators
from jixiao.errors import UsageError, nearest
from jixiao.frames import each_row
from jixiao.measures.comparison import plain_name
from jixiao.tables import frame

# What becomes of what stands beside the values of a form: its title, its notes, the prompts, the sheet of what is open.
BESIDE = ("not kept", "not read", "left out as another kind", "read as blank")
SAID = re.compile(rf"(?:{'|'.join(STATUSES)})[：:](?P<rest>.*)", re.DOTALL)


@dataclass
class FormReport:
    """What was read from one file.

    Parameters
    ----------
    file : str
        Its name, which is the origin of its rows.
    rows : dict of int
        How many rows each table got.
    projects : int
        How many projects of the dataset the file reports on.
    unmatched : list of str
        What belongs to no target or project of the dataset, with its place.
    doubts : list of str
        What was filled in and could not be read for certain, with its place.
    notes : list of str
        What is doubtful of the file as a whole, as that its sums were never calculated.
    """

    file: str
    rows: dict[str, int] = field(default_factory=dict)
    projects: int = 0
    unmatched: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_forms(data: Dataset, files: Iterable[str | Path]) -> tuple[Dataset, list[FormReport]]:
    """Read forms of monitoring and self-evaluation that report on the targets of a dataset.

    Projects are found by year, scope and code, else name; indicators by level 2, name and target, else by name where it
    stands once on either side. A weight is taken over where the targets were published without any.

    Parameters
    ----------
    data : Dataset
        With the targets.
    files : iterable of path
        Forms that ``jixiao monitor`` and ``jixiao evaluate`` wrote, or other forms of the kind.

    Returns
    -------
    Dataset
        With the rows of the files in place of those that it had of the same targets and days from files.
    list of FormReport
        What was read, and what could not be matched.

    Raises
    ------
    DocumentError
        Where a file cannot be read.
    UsageError
        Where it is a form of another year, or of none of the projects.

    Examples
    --------
    >>> import tempfile
    >>> from jixiao import load
    >>> from jixiao.forms import evaluation_forms, write_forms
    >>> data = load("sample")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     after, reports = read_forms(data, write_forms(data, evaluation_forms(data), folder, "自评表"))
    >>> reports[0].projects, len(after.results)
    (9, 0)
    """
    reports = []
    for path in map(Path, files):
        form, _ = read(path)
        report = _report(form, path)
        data = _merged(data, form, path, report)
        reports.append(report)
    return data, reports


def _report(form: Dataset, path: Path) -> FormReport:
    """A report of a file that says so far what in it could not be read for certain."""
    report = FormReport(path.name)
    for row in each_row(form.doubts[~form.doubts["remedy"].isin(BESIDE)]):
        text = f"{row.found}; expected: {row.expected}; {row.remedy}"
        if pd.isna(row.place):
            report.notes.append(text)
        else:
            report.doubts.append(f"{row.place}: {text}")
    return report


def _merged(data: Dataset, form: Dataset, path: Path, report: FormReport) -> Dataset:
    projects = _projects(data, form, path, report)
    indicators = _indicators(data, form, projects, report)
    report.projects = len(projects)
    ids = {"indicator_id": indicators, "project_id": projects}
    tables = {}
    for name, key in FILLED.items():
        rows = form.tables[name]
        rows = rows.assign(origin=path.name)
        rows[key] = rows[key].map(ids[key]).astype("str")
        rows = _without_words(rows[rows[key].notna()])
        report.rows[name] = len(rows)
        tables[name] = _replaced(data, name, rows)
    return data.with_tables(tables | {"indicators": _with_weights(data, form, indicators)})


def _without_words(rows: pd.DataFrame) -> pd.DataFrame:
    """Results without the word of their status before them, which has a column of its own."""
    if "status" not in rows:
        return rows
    rest = rows["actual"].str.extract(SAID)["rest"].str.strip()
    parted = rest.notna() & rows["status"].notna()
    return rows.assign(actual=rows["actual"].mask(parted, rest.mask(rest.eq(""))).astype("str"))


def _replaced(data: Dataset, name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table with new ones in the place of those that a file gave of the same thing."""
    old = data.tables[name]
    key = [column for column in (FILLED[name], "source", "date") if column in old]
    same = pd.MultiIndex.from_frame(old[key]).isin(pd.MultiIndex.from_frame(rows[key]))
    published = old["origin"].isin(data.documents["document_id"])
    kept = old[~same | published.to_numpy()]
    dated = pd.concat([kept, rows], ignore_index=True) if len(kept) else rows.reset_index(drop=True)
    return frame(name, dated.astype(object).where(dated.notna(), None).to_dict("records"))


def _projects(data: Dataset, form: Dataset, path: Path, report: FormReport) -> dict[str, str]:
    """The project of the dataset for each of the form's."""
    years = data.documents.set_index("document_id")["year"]
    year = int(form.documents["year"].iloc[0])
    own = data.projects[data.projects["document_id"].map(years).eq(year)]
    own = own[~own["document_id"].isin(_reports(data))] if len(own) else own
    if own.empty:
        found = ", ".join(map(str, sorted(years.unique())))
        raise UsageError(f"a form of {year}", file=path, expected=f"one of the years of the dataset: {found}")
    by_code = {(row.scope, row.project_code): row.project_id for row in each_row(own) if not pd.isna(row.project_code)}
    by_name: dict[tuple[str, str], list[str]] = {}
    for row in each_row(own):
        by_name.setdefault((row.scope, plain_name(row.project_name)), []).append(row.project_id)
    found_: dict[str, str] = {}
    for row in each_row(form.projects):
        named = by_name.get((row.scope, plain_name(row.project_name)), [])
        project = by_code.get((row.scope, row.project_code)) or (named[0] if len(set(named)) == 1 else None)
        if project is None:
            near = nearest(row.project_name, list(own["project_name"]))
            several = f", of which the dataset has {len(named)}" if named else ""
            report.unmatched.append(
                f"{row.place}: project {row.project_name}{several}" + (f"; nearest: {near}" if near else "")
            )
        else:
            found_[row.project_id] = project
    if not found_:
        remedy = "name the dataset that holds the targets: --dataset NAME; " + "; ".join(report.unmatched[:1])
        raise UsageError("a form of no project of the dataset", file=path, expected="its projects", remedy=remedy)
    return found_


def _reports(data: Dataset) -> set[str]:
    """Documents that report on targets of others, where the dataset has documents of targets too."""
    stages = data.documents.set_index("document_id")["stage"]
    reports = set(stages.index[stages.isin(["monitoring", "self-evaluation"])])
    return reports if len(reports) < len(stages) else set()


def _indicators(data: Dataset, form: Dataset, projects: dict[str, str], report: FormReport) -> dict[str, str]:
    """The indicator of the dataset for each of the form's."""
    theirs = dict(list(form.indicators.groupby("project_id")))
    ours = dict(list(data.indicators.groupby("project_id")))
    found: dict[str, str] = {}
    for one, other in projects.items():
        own = ours.get(other, data.indicators.head(0))
        found |= same_indicators(theirs.get(one, form.indicators.head(0)), own)
    filled = pd.concat([form.results["indicator_id"], form.monitoring["indicator_id"]]).unique()
    lost = form.indicators[form.indicators["indicator_id"].isin(filled) & form.indicators["project_id"].isin(projects)]
    lost = lost[~lost["indicator_id"].isin(found)]
    report.unmatched += [
        f"{row.place}: indicator {row.indicator} with the target {row.target}" for row in each_row(lost)
    ]
    return found


def _with_weights(data: Dataset, form: Dataset, indicators: dict[str, str]) -> pd.DataFrame:
    """The indicators with the weights of the form, in projects that were published without any."""
    df = data.indicators
    given = form.indicators.assign(own=form.indicators["indicator_id"].map(indicators).astype("str"))
    weights = given.dropna(subset=["own", "weight"]).set_index("own")["weight"]
    published = df.groupby("project_id")["weight"].transform("count") > 0
    return df.assign(weight=df["weight"].where(published, df["indicator_id"].map(weights).astype("float64")))
