"""Where a department stands on a day, by its ledgers: what exhibits of payments have in common."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.errors import UsageError
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.scope import Scope
from jixiao.exhibits.specification import Specification
from jixiao.frames import each_row
from jixiao.measures import execution as measure
from jixiao.measures.disbursement import department_plan
from jixiao.measures.invented import is_invented
from jixiao.phrases import date_label, say
from jixiao.quarters import month_end
from jixiao.review.settings import convention

LEDGERS = ("ledgers",)


@dataclass(frozen=True)
class Standing:
    """A department on a day.

    Parameters
    ----------
    scope : Scope
        The department.
    day : str
        In ISO form; empty where nothing is known of any.
    why : str
        A phrase of ``nothing`` that says why nothing is known; empty where something is.
    executed : DataFrame
        Its projects on the day.
    whole : Series
        All of it on the day.
    budget : str
        The budget that rates are of, see `jixiao.measures.execution.execution`.
    on_plan, far : float
        See `jixiao.measures.against_plan.band`.
    end : Timestamp, optional
        The last day to which its ledgers are complete.
    """

    scope: Scope
    day: str = ""
    why: str = ""
    executed: pd.DataFrame = field(default_factory=pd.DataFrame)
    whole: pd.Series = field(default_factory=lambda: pd.Series(dtype=object))
    budget: str = "adjusted"
    on_plan: float = measure.ON_PLAN
    far: float = measure.FAR
    end: pd.Timestamp | None = None

    @classmethod
    def of(
        cls, data: Dataset, language: str, as_of: str = "", budget: str = "adjusted", on_plan: float = 0, far: float = 0
    ) -> Standing:
        """Where a department stands on a day; "" is the last that its ledgers know.

        Raises
        ------
        UsageError
            For a day that is none, or of another year, or a budget that is neither adjusted nor initial.
        """
        scope = Scope.of(data, language)
        if budget not in measure.BUDGETS:
            raise UsageError(f"budget is {budget!r}", expected="one of: " + ", ".join(measure.BUDGETS))
        figures = data.interim_funds[data.interim_funds["origin"].isin(data.ledgers["origin"])]
        end = measure.ledger_end(data.ledgers)
        last = max((day for day in (end, figures["date"].max()) if day is not None and not pd.isna(day)), default=None)
        if last is None or scope.of_department or data.projects.empty:
            return cls(scope, "", "no_ledger")
        day = _day(as_of, scope.year) if as_of else f"{last:%Y-%m-%d}"
        limits: dict[str, Any] = {"on_plan": convention("on_plan", on_plan), "far": convention("far", far)}
        tables = data.projects, data.disbursements, data.payments, data.adjustments
        executed = measure.execution(*tables, day, end=end, figures=figures, budget=budget, **limits)
        # What could be given to no project is the department's, and not that of some of its projects.
        rows = None if scope.selected else data.ledger_rows
        whole = measure.department_execution(executed, rows, **limits).iloc[0]
        why = "" if whole["projects"] else "after_end" if pd.Timestamp(day) > last else "no_figure"
        executed = executed.merge(
            data.projects[["project_id", "position", "project_code", "project_name"]], on="project_id"
        )
        return cls(scope, day, why, executed, whole, budget, **limits, end=last)

    @property
    def invented(self) -> bool:
        """Whether a ledger says of itself that it is invented."""
        return is_invented(self.scope.data, LEDGERS)

    @property
    def of_payments(self) -> bool:
        """Whether single payments are known on the day, and not figures alone."""
        return bool(self.executed["payments"].notna().any())

    @property
    def planned(self) -> bool:
        """Whether there is a plan to compare with."""
        return not pd.isna(self.whole["deviation"])

    def between(self) -> dict[str, str]:
        """The checkpoints before and after the day, in words; empty where it is one, or has none on a side."""
        data, language = self.scope.data, self.scope.language
        dates = department_plan(data.projects, data.disbursements)["date"]
        before, after = dates[dates.lt(self.day)].max(), dates[dates.gt(self.day)].min()
        if dates.eq(self.day).any() or pd.isna(before) or pd.isna(after):
            return {}
        return {"before": date_label(before, language), "after": date_label(after, language)}

    def values(self) -> dict:
        """What the phrases of all exhibits of payments may be filled with."""
        whole = {str(name): value for name, value in self.whole.items() if name not in ("department_id", "document_id")}
        return {**whole, "date": self.day, "n": len(self.executed), **self._settings()}

    def _settings(self) -> dict[str, str]:
        return {"far_points": f"{100 * self.far:g}", "near_points": f"{100 * self.on_plan:g}"}

    def exhibit(self, specification: Specification, table: pd.DataFrame, values: dict, **options) -> Exhibit:
        """An exhibit of the scope whose source names the ledgers, and whose subtitle says what is invented."""
        made = self.scope.exhibit(specification, table, {**self.values(), **values}, **options)
        return self.scope.marked(replace(made, source=made.source + self.source()), LEDGERS)

    def source(self) -> str:
        """The ledgers by what they say of themselves."""
        titles = [row.title if isinstance(row.title, str) else row.origin for row in each_row(self.scope.data.ledgers)]
        listed = say("label.list", self.scope.language).join(titles)
        return self.scope.say("execution.source", ledgers=listed)

    def nothing(self, specification: Specification, why: str = "") -> Exhibit:
        """An exhibit that says why nothing is known."""
        why, language = why or self.why, self.scope.language
        made = self.scope.nothing(specification, why)
        return replace(made, finding=say("execution.after_end", language, end=self.end)) if why == "after_end" else made


def _day(as_of: str, year: int) -> str:
    try:
        if len(as_of) == len("2022-09"):  # a month is its last day
            as_of = month_end(int(as_of[:4]), int(as_of[5:]))
        day = dt.date.fromisoformat(as_of)
    except (ValueError, UsageError):
        raise UsageError(
            f"as_of is {as_of!r}", expected=f"a day, as in {year}-09-30; empty: the ledger's end"
        ) from None
    if day.year != year:
        raise UsageError(f"as_of is {as_of!r}", expected=f"a day of the budget year {year}")
    return day.isoformat()
