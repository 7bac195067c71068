"""What a department set for itself as a whole (部门整体绩效目标), apart from its projects."""

from __future__ import annotations

from jixiao.dataset import Dataset
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.scope import Scope
from jixiao.exhibits.specification import Specification

DEPARTMENT_TARGETS = Specification(
    "department_targets",
    "own",
    n="indicator",
    shown={"level2": "level", "indicator": "text", "target": "text"},
)


def department_targets(data: Dataset, *, limit: int = 0, language: str = "zh") -> Exhibit:
    """The indicators that a department set for itself as a whole, as published.

    Parameters
    ----------
    data : Dataset
        What one document says of one department as a whole, as ``select(scope="department")`` gives it.
    limit : int
        The most rows; the finding says how many there are. 0 shows all.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row an indicator: ``level1``, ``level2``, ``indicator``, ``target`` and ``place``. Where the
        department set none it has no rows, and its title says so.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.department_targets(load("sample").select(scope="department"), language="en").title
    'The document sets no indicators for the department as a whole'
    """
    scope = Scope.of(data, language)
    if data.indicators.empty or not scope.of_department:
        return scope.nothing(DEPARTMENT_TARGETS, "no_own_indicators")
    df = data.indicators.sort_values(["project_id", "position"], ignore_index=True)
    shown = df.head(limit) if limit else df
    return scope.exhibit(
        DEPARTMENT_TARGETS,
        shown[["level1", *DEPARTMENT_TARGETS.shown, "place"]],
        {"n": len(df), "shown": len(shown)},
        also={"limited": len(shown) < len(df)},
    )
