"""What an exhibit speaks of: one document of one department, and the words for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from jixiao.dataset import Dataset
from jixiao.errors import UsageError, listed
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.specification import Specification
from jixiao.measures.disbursement import stated_plan
from jixiao.measures.invented import TABLES, is_invented
from jixiao.phrases import check_language, columns, count, say, sentences

OF_PROJECTS = {"no_indicators", "no_budget", "no_plan", "no_sources", "no_findings", "no_sums", "nothing_shared"}


@dataclass(frozen=True)
class Scope:
    """The one document of one department that an exhibit speaks of."""

    data: Dataset
    language: str

    @classmethod
    def of(cls, data: Dataset, language: str) -> Scope:
        """The scope of a dataset.

        Raises
        ------
        UsageError
            Where the dataset holds more than one document or department; the message lists them.
        """
        check_language(language)
        for table, column, parameter, remedy in (
            ("departments", "department_id", "department", ""),
            ("documents", "document_id", "document", ", or import only one of them into a dataset of its own"),
        ):
            names = data.tables[table][[column, *({"department"} & {*data.tables[table]})]].astype(str)
            if len(names) != 1:
                raise UsageError(
                    f"{len(names)} {table}: {listed(names.agg(' '.join, axis=1).tolist())}",
                    expected=f"one: an exhibit speaks of one {table[:-1]}",
                    remedy=f"select one first, as in data.select({parameter}=…)" + remedy,
                )
        if data.projects["scope"].nunique() > 1:
            raise UsageError(
                "targets of projects and of the department as a whole",
                expected="those of one scope",
                remedy='select one first, as in data.select(scope="project")',
            )
        return cls(data, language)

    @property
    def year(self) -> int:
        """The budget year."""
        return int(self.data.documents["year"].iloc[0])

    @property
    def reports(self) -> bool:
        """Whether the document reports what was paid or reached: a self-evaluation, or a form of monitoring."""
        return bool({*self.data.documents["stage"]} & {"self-evaluation", "monitoring"})

    @property
    def budget(self) -> float:
        """Sum of the stated budgets, in 万元; missing where none is stated."""
        return float(self.data.projects["budget"].sum(min_count=1))

    @property
    def no_money(self) -> str:
        """Why there is no money to weigh or share out, as a phrase of ``nothing``; empty where there is some."""
        if pd.isna(self.budget):
            return "no_budget"
        return "" if self.budget else "zero_budget"

    @cached_property
    def stated(self) -> pd.DataFrame:
        """The plans at their checkpoints: see `jixiao.measures.disbursement.stated_plan`."""
        return stated_plan(self.data.disbursements)

    @property
    def no_plan(self) -> str:
        """Why no project's spending plan can be shown, as a phrase of ``nothing``; empty where one can."""
        if self.data.disbursements["cumulative_share"].isna().all():
            return "no_plan"
        return "unclear_plan" if self.stated.empty else ""

    @property
    def no_planned_money(self) -> str:
        """Why the department has no planned amounts; empty where it has."""
        planned = self.stated["project_id"]
        money = self.data.projects.loc[self.data.projects["project_id"].isin(planned), "budget"].sum()
        return self.no_plan or self.no_money or ("" if money else "no_plan_money")

    @property
    def unplanned(self) -> float:
        """Sum of the budgets that have no plan, or an unclear one, in 万元."""
        planned = self.stated["project_id"]
        return float(self.data.projects.loc[~self.data.projects["project_id"].isin(planned), "budget"].sum())

    @property
    def no_targets(self) -> str:
        """Why no target can be judged, as a phrase of ``nothing``; empty where one can."""
        if self.data.indicators.empty:
            return "no_indicators"
        return "all_unclear" if self.data.indicators["kind"].eq("unclear").all() else ""

    @property
    def selected(self) -> bool:
        """Whether these are only some of the department's projects."""
        return 0 < len(self.data.projects) < self.data.selected_from

    @property
    def of_department(self) -> bool:
        """Whether these are targets that the department set for itself as a whole."""
        return bool(len(self.data.projects) and self.data.projects["scope"].eq("department").all())

    @property
    def department(self) -> str:
        """The department's name."""
        return self.data.departments["department"].iloc[0]

    def say(self, key: str, **values: object) -> str:
        """A phrase; it knows ``department``, ``year`` and ``whole`` (the department, or what is selected of it)."""
        whole = say("label.whole_selection" if self.selected else "label.whole", self.language)
        known = {"department": self.department, "year": str(self.year), "whole": whole}
        return say(key, self.language, **{**known, **values})

    def source(self, counted: str) -> str:
        """The source line: the document, n, and what part of its projects was selected."""
        part = (
            self.say("label.selected", n=len(self.data.projects), of=self.data.selected_from) if self.selected else ""
        )
        return self.say("label.source", file=self.data.documents["file"].iloc[0], n=counted) + part

    def exhibit(
        self,
        specification: Specification,
        table: pd.DataFrame,
        values: Mapping[str, Any],
        *,
        draw: Callable[[Exhibit], Figure] | None = None,
        title: str = "title",
        finding: str = "finding",
        also: Mapping[str, bool] | None = None,
        totals: pd.DataFrame | None = None,
    ) -> Exhibit:
        """An exhibit of a table, its words filled with values.

        Parameters
        ----------
        specification : Specification
            What is fixed of it.
        table : DataFrame
            The measure.
        values : mapping
            What the phrases' placeholders are filled with; ``n`` is counted in the source line.
        draw : callable, optional
            The drawing, by which the exhibit has a figure.
        title, finding : str
            Names of the phrases that make the title and begin the finding; an empty finding begins with what follows.
        also : mapping of bool, optional
            Further phrases of the finding and whether each is said; one of another section with its section.
        totals : DataFrame, optional
            Rows written below the table.
        """
        key, language = specification.key, self.language
        parts = [finding] * bool(finding) + [part for part, said in (also or {}).items() if said]
        said = [self.say(part if "." in part else f"{key}.{part}", **values) for part in parts]
        return Exhibit(
            name=specification.name,
            section=specification.section,
            language=language,
            title=self.say(f"{key}.{title}", **values),
            subtitle=self.say(f"{key}.subtitle", **values),
            finding=sentences(said, language),
            source=self.source("n = " + count(specification.n, values["n"], language)),
            columns=columns(language, specification.shown, specification.headings),
            table=table,
            draw=draw,
            picture=self.say(f"picture.{specification.picture}") if specification.picture else "",
            totals=pd.DataFrame() if totals is None else totals,
        )

    def marked(self, exhibit: Exhibit, among: Iterable[str] = TABLES) -> Exhibit:
        """The exhibit; where what some tables report is invented, its subtitle says so first."""
        if not is_invented(self.data, among):
            return exhibit
        return replace(exhibit, subtitle=self.say("label.invented") + exhibit.subtitle)

    def reason(self, why: str) -> str:
        """A phrase of ``nothing``; where there are no projects at all, that is why nothing of them can be shown."""
        return "no_project" if self.data.projects.empty and why in OF_PROJECTS else why

    def nothing(self, specification: Specification, why: str) -> Exhibit:
        """An exhibit that says why there is nothing to show."""
        return Exhibit(
            name=specification.name,
            section=specification.section,
            language=self.language,
            title=self.say(f"nothing.{self.reason(why)}"),
            subtitle="",
            finding=self.say("nothing.finding"),
            source=self.source("n = 0"),
            columns=[],
            table=pd.DataFrame(index=range(0)),
        )
