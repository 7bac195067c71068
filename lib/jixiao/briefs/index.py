"""The index of the briefs of many departments: a page without a script, a workbook, and JSON for other programs."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from jixiao import spreadsheet
from jixiao.briefs.brief import Order
from jixiao.briefs.html import marked
from jixiao.briefs.manifest import listed as files_of
from jixiao.characters import legible
from jixiao.dataset import Dataset
from jixiao.departments import split
from jixiao.errors import RunError, UsageError
from jixiao.exhibits.reviewed import found_by_review
from jixiao.exhibits.standing import Standing
from jixiao.measures.departments import overview
from jixiao.named import planning
from jixiao.output import real_path, sha256
from jixiao.pages import LANG, templates
from jixiao.phrases import Column, columns, listed, say, written
from jixiao.quarters import month_end, parse_quarter
from jixiao.review import SEVERITIES
from jixiao.review.settings import convention
from jixiao.spreadsheet import Sheet, Table
from jixiao.workbook import replace_files

FILES = ("index.html", "index.xlsx", "index.json")
SHOWN = {
    "department_code": "word",
    "department": "text",
    "budget": "amount",
    "execution_rate": "share",
    "planned_share": "share",
    "projects": "count",
    "indicators": "count",
    "informative_share": "share",
    "contradictions": "count",
}
NUMBERS = list(SHOWN)[2:]
NAMED = 5  # departments in a note
REASON = {"department_code": "word", "department": "text", "reason": "text"}


@dataclass(frozen=True)
class _Index:
    """What the index says, for the page and the workbook."""

    order: Order
    table: pd.DataFrame

    def say(self, key: str, **values: object) -> str:
        """A phrase in the language of the briefs."""
        return say(key, self.order.language, **values)

    @property
    def title(self) -> str:
        year, month = parse_quarter(self.order.quarter)
        return self.say("briefs_index.title", year=str(year), quarter=say(f"quarter.{month // 3}", self.order.language))

    @property
    def notes(self) -> list[str]:
        """What is in, and what the columns mean."""
        year, month = parse_quarter(self.order.quarter)
        counts = self.table["status"].ne("failed").sum()
        notes = [
            self.say("briefs_index.scope", dataset=Path(self.order.dataset).name, n=len(self.table), there=int(counts)),
            self.say("briefs_index.meaning", date=month_end(year, month)),
        ]
        if self.paid:
            notes.append(self.say("briefs_index.meaning_paid", date=month_end(year, month)))
        if len(invented := self.table["department"][self.table["invented"].eq(True)]):
            named = listed(invented.head(NAMED).tolist(), self.order.language)
            notes.append(self.say("briefs_index.invented", n=len(invented), names=named))
        return notes

    @property
    def paid(self) -> bool:
        """Whether it is known of any department what it has paid."""
        return bool(self.table["execution_rate"].notna().any())

    @property
    def columns(self) -> list[Column]:
        return columns(self.order.language, {k: v for k, v in SHOWN.items() if self.paid or k != "execution_rate"})

    @property
    def failed(self) -> pd.DataFrame:
        return self.table[self.table["status"].eq("failed")]

    @property
    def unplanned(self) -> pd.DataFrame:
        return self.table[self.table["planned_share"].isna() & self.table["status"].ne("failed")]

    @property
    def divisions(self) -> list[tuple[str, pd.DataFrame]]:
        """The departments with a brief by division, those of none last."""
        there = self.table[self.table["status"].ne("failed")]
        known = there["division_code"].fillna("")
        return [
            (
                self.say("briefs_index.division", code=code) if code else self.say("briefs_index.no_division"),
                there[known.eq(code)],
            )
            for code in sorted(known.unique(), key=lambda code: (not code, code))
        ]

    def links(self, row: pd.Series) -> list[tuple[str, str]]:
        """What of a department's brief is there, with a path from the index."""
        return [
            (form.upper(), f"{row['folder']}/brief.{form}")
            for form in ("html", "pdf", "docx")
            if form in row["forms"].split()
        ]

    def cells(self, row: pd.Series) -> list[str]:
        """A row as the reader sees it."""
        return [legible(written(row[column.name], column.kind, self.order.language)) for column in self.columns]


def check_folder(folder: Path) -> None:
    """Make the folder of briefs, unless it is there, before any of them is made.

    Raises
    ------
    UsageError
        Where it is a file, or holds one of the user's in the place of one of the index.
    RunError
        Where nothing can be written there.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError("is a file", file=folder, expected="a folder, new or old", remedy="choose another by --to")
    try:
        real_path(folder).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        found = f"cannot be made: {error.strerror or error}"
        raise RunError(found, file=folder, remedy="choose another folder by --to") from None
    if not os.access(folder, os.W_OK):
        raise RunError("cannot be written", file=folder, remedy="choose another folder by --to")
    ours = _hashes(folder)
    for name in FILES:
        if (folder / name).exists() and name != FILES[-1] and sha256(folder / name) != ours.get(name):
            remedy = "move it elsewhere, or choose another folder by --to"
            raise UsageError("in the place of a file that is to be written", file=folder / name, remedy=remedy)


def _hashes(folder: Path) -> dict[str, str]:
    """Hashes of the files of an index that is there; empty where none of ours is."""
    try:
        return dict(json.loads((folder / FILES[-1]).read_text(encoding="utf-8"))["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def write_index(order: Order, data: Dataset, briefs: pd.DataFrame, folder: Path) -> list[Path]:
    """Write the index of some departments' briefs.

    Parameters
    ----------
    order : Order
        How the briefs were made.
    data : Dataset
        The departments, of the quarter's year.
    briefs : DataFrame
        From `write_briefs`: department_id, folder, status and reason.
    folder : Path
        That which holds the departments' folders.

    Returns
    -------
    list of Path
        index.html, index.xlsx and index.json.
    """
    numbers = department_numbers(data, order.quarter, order.language)
    table = briefs.merge(numbers, on="department_id", how="left").merge(
        data.departments[["department_id", "department_code"]], on="department_id", how="left"
    )
    there = [files_of(place) for place in table["folder"]]
    forms = pd.Series([" ".join(name.removeprefix("brief.") for name in sorted(names)) for names in there])
    # Ten places are more than any amount or share has, and what is added up beyond them is noise.
    table = table.round(10).assign(forms=forms, folder=[place.name for place in table["folder"]])
    index = _Index(order, table)
    contents = {FILES[0]: _html(index), FILES[1]: _xlsx(index)}
    contents[FILES[2]] = _json(index, contents)
    changed = {folder / name: content for name, content in contents.items() if not _is(folder / name, content)}
    replace_files(changed)
    return [folder / name for name in FILES]


def _is(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def department_numbers(data: Dataset, quarter: str, language: str) -> pd.DataFrame:
    """The numbers of every department at a quarter's end, by the document that states its plan.

    Parameters
    ----------
    data : Dataset
        Of one budget year.
    quarter : str
        As in 2022Q3.
    language : str
        ``zh`` or ``en``, of the review.

    Returns
    -------
    DataFrame
        One row a department: department_id and the columns of `jixiao.measures.departments.overview`, of its projects
        (of its own targets where it has none), with contradictions (count), execution_rate (paid ÷ adjusted budget,
        0–1; missing where no ledger of the department reaches the day) and invented (True where such a ledger is).
        Where the rate is known the plan is that of the adjusted budget, as in the brief. A department of several
        documents of which none alone states the plan has no row.
    """
    year, month = parse_quarter(quarter)
    tables = (data.documents, data.projects, data.disbursements, data.indicators)
    df = overview(*tables, month_end(year, month), k=convention("copied", 0))
    held = df[["document_id", "department_id"]].drop_duplicates().merge(data.documents, on="document_id")
    plans = held.groupby("department_id").apply(lambda rows: [*planning(rows)["document_id"]])
    single = {name: ids[0] for name, ids in plans.items() if len(ids) == 1}
    df = df[df["document_id"].eq(df["department_id"].map(single))]
    # Of a department that has both, the projects: their money is never added to its own.
    df = df.sort_values("scope", ascending=False, kind="stable").drop_duplicates("department_id")
    found = found_by_review(data, 0, language).defects
    keys = ["document_id", "department_id"]
    counts = found[found["severity"].eq(SEVERITIES[0])].groupby(keys).size()
    df = df.assign(contradictions=counts.reindex(pd.MultiIndex.from_frame(df[keys]), fill_value=0).to_numpy())
    return _with_payments(df, data, month_end(year, month), language)


def _with_payments(df: pd.DataFrame, data: Dataset, day: str, language: str) -> pd.DataFrame:
    """The numbers with what the ledgers of each department say, where they reach the day."""
    found = []
    for (name,), part in split(data) if len(data.ledgers) else ():
        own = df.loc[df["department_id"].eq(name) & df["scope"].eq("project"), "document_id"]
        if len(own) and len(part.ledgers):
            standing = Standing.of(part.select(document=own.iloc[0]), language, day)
            if not standing.why:
                numbers = [standing.whole["rate"], standing.whole["planned_share"], standing.invented]
                found.append((name, *numbers))
    paid = pd.DataFrame(found, columns=["department_id", "execution_rate", "of_adjusted", "invented"])
    paid = paid.astype({"department_id": "str", "execution_rate": "float64", "of_adjusted": "float64"})
    df = df.merge(paid, on="department_id", how="left")
    return df.assign(planned_share=df["of_adjusted"].fillna(df["planned_share"])).drop(columns="of_adjusted")


def _html(index: _Index) -> bytes:
    environment = templates("jixiao.briefs")
    environment.filters["marked"] = marked if index.order.language == "en" else str
    language = LANG[index.order.language]
    page = environment.get_template("index.html.j2").render(
        index=index, language=language, produced=say("brief.produced", index.order.language, version=version("jixiao"))
    )
    return page.encode("utf-8")


def _xlsx(index: _Index) -> bytes:
    language = index.order.language
    there = pd.concat([rows for _, rows in index.divisions]) if index.divisions else index.table.head(0)
    division = Column("division_code", index.say("briefs_index.code"), "word")  # codes repeat from one to another
    shown = [division, *index.columns, Column("folder", index.say("briefs_index.folder"))]
    sheets = [Sheet(index.say("briefs_index.departments"), [Table(there, shown)], title=index.title, notes=index.notes)]
    if len(index.failed):
        reasons = Table(index.failed, [division, *columns(language, REASON, {"reason": "why"})])
        sheets.append(
            Sheet(index.say("briefs_index.failed"), [reasons], title=index.say("briefs_index.failed"), notes=[])
        )
    if len(index.unplanned):
        without = Table(index.unplanned, [division, *index.columns])
        sheets.append(
            Sheet(index.say("briefs_index.unplanned"), [without], title=index.say("briefs_index.unplanned"), notes=[])
        )
    return spreadsheet.render(sheets, language=language)[0]


def _json(index: _Index, contents: dict[str, bytes]) -> bytes:
    """The rows with raw values; what is missing is null. The hashes say that the other files are ours."""
    import hashlib

    order = index.order
    names = ["department_id", "department_code", "department", "division_code", "status", "reason", "folder", *NUMBERS]
    rows: list[dict[str, Any]] = json.loads(index.table[names].to_json(orient="records", double_precision=10))
    for row, (_, source) in zip(rows, index.table.iterrows(), strict=True):
        row["files"] = [path for _, path in index.links(source)]
    content = {
        "quarter": order.quarter,
        "dataset": Path(order.dataset).name,
        "language": order.language,
        "departments": rows,
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()},
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
