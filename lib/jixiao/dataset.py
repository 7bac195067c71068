"""A dataset: the tidy tables read from one document or many, loaded, saved and selected as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from jixiao import datapackage, prepared, selection, storage, vocabularies, workbook
from jixiao.datapackage import FILE as MANIFEST
from jixiao.dictionary import TABLES
from jixiao.errors import DatasetError
from jixiao.frames import among
from jixiao.joins import with_names
from jixiao.named import find_department, no_such
from jixiao.output import replaced_folder, standing
from jixiao.shown import as_html, as_text
from jixiao.tables import REMEDY, check, frame
from jixiao.vocabulary import Vocabulary, shipped

if TYPE_CHECKING:
    from jixiao.documents.published import Published


@dataclass(frozen=True, eq=False)
class Dataset:
    """The tidy tables, one DataFrame each; `jixiao.dictionary` says what they hold.

    Amounts are in 万元, shares run from 0 to 1. A table that the documents do not fill is empty, never absent.

    Parameters
    ----------
    documents, departments, goals, projects, funds, disbursements, indicators, results : DataFrame
        What was published; the columns of all tables stand in data/README.md.
    monitoring, interim_funds : DataFrame
        What was reported within the year.
    evaluations : DataFrame
        Money and points of self-evaluations.
    ledgers, payments, adjustments, ledger_rows : DataFrame
        What a user's ledgers hold (amounts in 元), and what became of each of their rows.
    readings, doubts : DataFrame
        How the documents were read.
    name : str
        As it was loaded.
    selected_from : int
        How many projects there were before some were selected.
    vocabulary : Vocabulary
        The words that hold for its units.

    Examples
    --------
    >>> import jixiao
    >>> {name: len(table) for name, table in jixiao.load("sample").tables.items() if name.startswith("d")}
    {'documents': 1, 'departments': 1, 'disbursements': 36, 'doubts': 1}
    """

    documents: pd.DataFrame = field(default_factory=partial(frame, "documents", []))
    departments: pd.DataFrame = field(default_factory=partial(frame, "departments", []))
    goals: pd.DataFrame = field(default_factory=partial(frame, "goals", []))
    projects: pd.DataFrame = field(default_factory=partial(frame, "projects", []))
    funds: pd.DataFrame = field(default_factory=partial(frame, "funds", []))
    disbursements: pd.DataFrame = field(default_factory=partial(frame, "disbursements", []))
    indicators: pd.DataFrame = field(default_factory=partial(frame, "indicators", []))
    results: pd.DataFrame = field(default_factory=partial(frame, "results", []))
    monitoring: pd.DataFrame = field(default_factory=partial(frame, "monitoring", []))
    interim_funds: pd.DataFrame = field(default_factory=partial(frame, "interim_funds", []))
    evaluations: pd.DataFrame = field(default_factory=partial(frame, "evaluations", []))
    ledgers: pd.DataFrame = field(default_factory=partial(frame, "ledgers", []))
    payments: pd.DataFrame = field(default_factory=partial(frame, "payments", []))
    adjustments: pd.DataFrame = field(default_factory=partial(frame, "adjustments", []))
    ledger_rows: pd.DataFrame = field(default_factory=partial(frame, "ledger_rows", []))
    readings: pd.DataFrame = field(default_factory=partial(frame, "readings", []))
    doubts: pd.DataFrame = field(default_factory=partial(frame, "doubts", []))
    name: str = ""
    selected_from: int = 0  # how many projects there were before some were selected
    vocabulary: Vocabulary = field(default_factory=shipped, repr=False)  # the words that hold for its units

    def __repr__(self) -> str:
        return as_text(self.tables, self.name)

    def _repr_html_(self) -> str:
        return as_html(self.tables, self.name)

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by name, in the order of the dictionary."""
        return {item.name: getattr(self, item.name) for item in fields(self) if item.name in TABLES}

    def joined(self, name: str) -> pd.DataFrame:
        """A table with the names that its ids stand for, to start an analysis from.

        Parameters
        ----------
        name : str
            Of a table: indicators, funds, goals, disbursements, results, monitoring …

        Returns
        -------
        DataFrame
            One row a row of the table: first, as far as they apply, year, department, project_name, level1, level2,
            indicator and target, then its own columns and the scope, its ids last.

        Raises
        ------
        UsageError
            Where there is no such table.

        Examples
        --------
        >>> import jixiao
        >>> df = jixiao.load("sample").joined("indicators")
        >>> df[["year", "project_name", "level2", "target"]].tail(1)
            year  project_name   level2 target
        72  2022  招商引资专项经费2022  服务对象满意度   ≥80%
        """
        return with_names(self.tables, name)

    def with_tables(self, tables: Mapping[str, pd.DataFrame]) -> Dataset:
        """The dataset with other tables in the place of its own of these names.

        Parameters
        ----------
        tables : mapping of DataFrame
            By name.

        Returns
        -------
        Dataset
            Its tables are not checked; `validate` does.

        Examples
        --------
        >>> import jixiao
        >>> data = jixiao.load("sample")
        >>> len(data.with_tables({"doubts": data.doubts.head(0)}).doubts)
        0
        """
        return replace(self, **tables)  # type: ignore[arg-type]  # every name in TABLES is a field that is a table

    def validate(self, *, file: object = "") -> Dataset:
        """Return the dataset, once the shape of every table and every reference between tables is right.

        Parameters
        ----------
        file : object
            Where the tables come from, for the message.

        Returns
        -------
        Dataset
            Itself.

        Raises
        ------
        DatasetError
            Where a table or reference is wrong, with the failing rows.

        Examples
        --------
        >>> import jixiao
        >>> data = jixiao.load("sample")
        >>> data.validate() is data
        True
        """
        for name, df in self.tables.items():
            check(name, df, file=file)
            for column, other in TABLES[name].references.items():
                lost = df[column][df[column].notna() & ~among(df[column], self.tables[other][column])]
                if len(lost):
                    raise DatasetError(
                        f"{name}.{column} names {lost.min()!r}, which {other} does not have ({len(lost)} rows)",
                        file=file,
                        expected=f"only ids of the table {other}",
                        remedy=REMEDY,
                    )
        return self

    def select(
        self,
        *,
        year: int | str | Iterable[int | str] | None = None,
        document: str | None = None,
        department: str | int | Iterable[str | int] | None = None,
        projects: str | int | Iterable[str | int] | None = None,
        scope: str | None = "project",
        division: str | Iterable[str] | None = None,
    ) -> Dataset:
        """The part of the dataset that belongs to some years, departments and projects.

        Parameters
        ----------
        year : int, str or list of them, optional
            Budget year, or several. ``None`` or an empty list keeps all; 0 takes the only one there is.
        document : str, optional
            Document id, where a department and year have several; "" takes the one that states the plan, an adjusted
            one before the first, where others only report on it.
        department : str or list of str, optional
            Department id (130209-803001), code or name, or several. ``None`` or an empty list keeps all; "" takes the
            only one there is.
        projects : list of str, optional
            Positions, codes, names or ids; one string may hold several, separated by commas. ``None`` or an empty
            list keeps all.
        scope : str, optional
            ``project``; ``department`` for the targets that departments set for themselves (部门整体); ``None`` keeps
            both. A document or department that has none of the scope stays.
        division : str or list of str, optional
            Codes of administrative divisions, of whose departments the others are then asked. ``None``, "" or an empty
            list keeps all.

        Returns
        -------
        Dataset
            With the tables cut to the rows that belong to the selection. Measures see only these: whether a target is
            copied, say, is then asked of the selected projects alone.

        Raises
        ------
        UsageError
            For a value that the dataset does not have, or where the only one is asked for and there are several;
            the message lists what exists.

        Examples
        --------
        >>> import jixiao
        >>> jixiao.load("sample").select(projects=[6, "8"]).projects["project_name"].tolist()
        ['入区项目用海预审手续办理费用2022', '园区广告宣传费用2022']
        """
        tables, before = selection.selected(
            self.tables,
            self.name,
            year=year,
            document=document,
            department=department,
            projects=projects,
            scope=scope,
            division=division,
        )
        return replace(self.with_tables(tables), selected_from=before)

    def of_scope(self, scope: str) -> Dataset:
        """The dataset without what belongs to projects, or departments, of another scope.

        Parameters
        ----------
        scope : str
            ``project`` or ``department``.

        Returns
        -------
        Dataset
            All documents and departments stay, also those that have none of the scope.

        Examples
        --------
        >>> import jixiao
        >>> len(jixiao.load("sample").of_scope("department").projects)
        0
        """
        return self.with_tables(selection.in_scope(self.tables, scope))

    def scope(self) -> pd.DataFrame:
        """What is in: one row a document and department, with its year and counts of projects and indicators.

        Returns
        -------
        DataFrame
            file, year, department_id, department, projects, budget (万元), indicators: all of projects, without what
            departments set for themselves.

        Examples
        --------
        >>> import jixiao
        >>> jixiao.load("sample").scope()[["year", "projects", "budget", "indicators"]]
           year  projects   budget  indicators
        0  2022         9  1780.15          73
        """
        df = self.projects.merge(self.documents[["document_id", "file", "year"]], on="document_id")
        df = df.merge(self.departments[["department_id", "department"]], on="department_id")
        counts = self.indicators.groupby("project_id").size()
        of_project = df["scope"].eq("project")
        df = df.assign(
            projects=of_project.astype(int),
            budget=df["budget"].where(of_project),
            indicators=df["project_id"].map(counts).fillna(0).astype(int).where(of_project, 0),
        )
        return df.groupby(["file", "year", "department_id", "department"], as_index=False).agg(
            projects=("projects", "sum"), budget=("budget", "sum"), indicators=("indicators", "sum")
        )

    def find_department(self, name: str | int) -> str:
        """The id of the department that has an id, code or name; "" finds the only one there is.

        Parameters
        ----------
        name : str or int
            Id (130209-803001), code or name; "" for the only one.

        Returns
        -------
        str
            The id.

        Raises
        ------
        UsageError
            Where there is none, or more than one; the message lists them.

        Examples
        --------
        >>> import jixiao
        >>> jixiao.load("sample").find_department("803001")
        '130209-803001'
        """
        return find_department(self.departments, name, self.name)

    def without(self, document_ids: Iterable[str]) -> Dataset:
        """The dataset without some documents, and without departments that only these have.

        Parameters
        ----------
        document_ids : iterable of str
            Ids that are not there are passed over.

        Returns
        -------
        Dataset
            What is left; possibly empty.

        Examples
        --------
        >>> import jixiao
        >>> data = jixiao.load("sample")
        >>> len(data.without(data.documents["document_id"]).projects)
        0
        """
        gone = list(document_ids)
        documents = self.documents[~self.documents["document_id"].isin(gone)]
        projects = self.projects[~self.projects["document_id"].isin(gone)]
        everyone = set(self.departments["department_id"])
        kept = selection.belonging(self.tables, documents, everyone, projects)
        return self.with_tables({**kept, "ledgers": self.ledgers})  # from their files their rows are read again

    def source(self, name: str) -> Published:
        """What stands in the published document where an indicator, a project or a document was read from.

        Parameters
        ----------
        name : str
            An indicator_id, a project_id or a document_id.

        Returns
        -------
        Published
            In a notebook, and printed, the rows of the published table with the cells marked.

        Raises
        ------
        UsageError
            Where there is no such id, or the published file is not kept as it was read: see ``jixiao import``.

        Examples
        --------
        >>> import jixiao
        >>> data = jixiao.load("sample")
        >>> print(data.source(data.indicators["indicator_id"][7]))  # doctest: +ELLIPSIS
        2022/2022-lingang-business-district.txt
        ...
        """
        # A user types data.source(…), but what reads documents knows of datasets, and not the other way round.
        return import_module("jixiao.documents.published").published(self, name)

    def save(self, folder: str | Path, *, form: str = "csv") -> None:
        """Write the tables and ``datapackage.json``; the folder is replaced whole or stays as it was.

        Parameters
        ----------
        folder : str or Path
            New, empty, or that of a dataset.
        form : str
            csv (UTF-8, LF) or parquet.

        Raises
        ------
        DatasetError
            Where a table does not match its schema.
        UsageError
            Where the folder is a file or holds something else.
        RunError
            Where another run writes there, or it cannot be written.

        Examples
        --------
        >>> import tempfile
        >>> import jixiao
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     jixiao.load("sample").save(f"{folder}/copy")
        ...     len(jixiao.load(f"{folder}/copy").projects)
        9
        """
        self.validate()
        with replaced_folder(Path(folder), MANIFEST, datapackage.listed) as staged:
            storage.write_tables(self.tables, staged, form)


def load(dataset: str | Path = "sample") -> Dataset:
    """Load a dataset by its name in data/, or the folder of its tables.

    Parameters
    ----------
    dataset : str or Path
        ``"sample"``, another name in data/, or the path of a folder that holds the tidy tables.

    Returns
    -------
    Dataset
        Its shape checked.

    Raises
    ------
    UsageError
        Where there is no such dataset; the message lists those there are.
    DatasetError
        Where a table does not match its schema; with the failing rows.

    Examples
    --------
    >>> import jixiao
    >>> len(jixiao.load("sample").projects)
    9
    """
    words = vocabularies.in_use()
    empty = Dataset(name=str(dataset), vocabulary=words)
    if part := prepared.find(str(dataset)):
        return empty.with_tables(prepared.read(part))
    path = _folder(dataset)
    return empty.with_tables(storage.read_tables(path)).validate(file=path)


def folder_of(data: Dataset) -> Path | None:
    """The folder of the tables that a dataset was loaded from; None for one that was not."""
    return _folder(data.name) if data.name else None


def _folder(dataset: str | Path) -> Path:
    """The folder of a dataset's tables."""
    path = Path(dataset)
    if not storage.form_of(path) and str(dataset) in workbook.datasets():
        path = workbook.dataset_folder(str(dataset)) / "tidy"
    path = standing(path)
    if not storage.form_of(path):
        raise no_such("dataset", dataset, workbook.datasets(), str(workbook.workbook() / "data"))
    return path
