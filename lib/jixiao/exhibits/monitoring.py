"""Exhibit of the double monitoring: the money's progress and the targets' progress of each project side by side."""

from __future__ import annotations

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.scope import Scope
from jixiao.exhibits.specification import Specification
from jixiao.frames import each_row
from jixiao.measures.execution import execution, ledger_end
from jixiao.measures.monitoring import RED, project_lights
from jixiao.measures.reported import judged_reports
from jixiao.phrases import listed, name

DOUBLE_MONITOR = Specification(
    "double_monitor",
    "evaluation",
    n="project",
    shown={
        "project_name": "text",
        "rate": "share",
        "planned_share": "share",
        "indicators": "count",
        "good": "percent",
        "shown_light": "text",
    },
    headings={"rate": "execution_rate", "planned_share": "by_plan", "indicators": "lit", "shown_light": "light"},
)


def double_monitor(data: Dataset, *, language: str = "zh") -> Exhibit:
    """What each project has paid against its plan, beside how far its targets have come, on the last day reported.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a project of which something is lit, in the document's order: ``project_id``,
        ``project_name``, ``date``, ``rate`` and ``planned_share`` (missing without a ledger), ``deviation``,
        ``indicators`` (with a light), ``good`` (the share of them that is green or blue), ``light`` (the worst) and
        ``shown_light``. Without reports it has no rows, and its title says so.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.double_monitor(load("sample-execution"), language="en").title
    '4 projects are red: 2, 4, 5, 6'
    """
    scope = Scope.of(data, language)
    last = data.monitoring["date"].max()
    reports = judged_reports(data) if not pd.isna(last) else pd.DataFrame()
    lights = project_lights(reports[reports["date"].eq(last)], data.projects) if len(reports) else reports
    if lights.empty:
        return scope.nothing(DOUBLE_MONITOR, "no_reports")
    df = lights.merge(data.projects[["project_id", "project_name", "position"]], on="project_id")
    df = df.merge(_executed(data, last), on="project_id", how="left").sort_values("position", ignore_index=True)
    df = df.assign(date=last, shown_light=[name(light, language) for light in df["light"]])
    red = df[df["light"].eq(RED)]
    values = {
        "n": len(df),
        "red": len(red),
        "named": listed([str(row.position) for row in each_row(red)], language),
        "date": last,
        "indicators": int(df["indicators"].sum()),
    }
    columns = ["project_id", "project_name", "date", "rate", "planned_share", "deviation", "indicators", "good"]
    exhibit = scope.exhibit(
        DOUBLE_MONITOR,
        df[[*columns, "light", "shown_light"]],
        values,
        title="title" if len(red) else "none",
        also={"no_ledger": bool(df["rate"].isna().all())},
    )
    return scope.marked(exhibit)


def _executed(data: Dataset, day: pd.Timestamp) -> pd.DataFrame:
    """Execution rate and planned share by project, where a ledger reaches the day."""
    columns = ["project_id", "rate", "planned_share", "deviation"]
    end = ledger_end(data.ledgers) if len(data.ledgers) else None
    if end is None or end < day:
        return pd.DataFrame(
            {column: pd.Series(dtype="str" if column == "project_id" else "float64") for column in columns}
        )
    tables = data.projects, data.disbursements, data.payments, data.adjustments
    return execution(*tables, day.date().isoformat(), end=end)[columns]
