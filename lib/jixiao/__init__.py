"""Budget performance targets (预算绩效目标) as tidy tables, measures, exhibits and briefs."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from jixiao.when_used import when_used

if TYPE_CHECKING:  # for type checkers; imported below when they are used
    from jixiao import exhibits, measures  # noqa: F401
    from jixiao.dataset import Dataset, load
    from jixiao.documents import read
    from jixiao.errors import JixiaoError
    from jixiao.explorer import Explorer
    from jixiao.quarters import parse_quarter
    from jixiao.target_values import Target, parse_target

__all__ = ["Dataset", "JixiaoError", "Target", "explore", "load", "parse_quarter", "parse_target", "read", "style"]
_find = when_used(
    __name__,
    {
        "Dataset": "dataset",
        "JixiaoError": "errors",
        "Target": "target_values",
        "load": "dataset",
        "parse_quarter": "quarters",
        "parse_target": "target_values",
        "read": "documents",
    },
)
_PACKAGES = {
    "exhibits": (),
    "measures": ("budget", "comparison", "coverage", "departments", "disbursement", "pace", "targets", "years"),
}


def explore(
    dataset: str | Dataset = "sample", *, department: str = "", project: str = "", language: str = "zh"
) -> Explorer:
    """Explore a dataset in a notebook: choose a project and an exhibit, filter targets, click one to see its source.

    It needs a running kernel; a saved notebook shows a sentence in its place.

    Parameters
    ----------
    dataset : str or Dataset
        The name of one of the workbook's datasets, beside which the others can be chosen; or one that was loaded.
    department, project : str
        What is chosen at first: id, code or name, of a project also its position; "": the first department, all its
        projects.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Explorer
        As the last line of a cell it is displayed.

    Raises
    ------
    DatasetError
        Where the dataset cannot be loaded.
    UsageError
        For a language, department or project that does not exist.

    Examples
    --------
    >>> import jixiao
    >>> shown = jixiao.explore("sample", language="en")
    >>> shown.choices["exhibit"].value = "target_ladder"
    >>> shown.exhibit.title
    '18 of 73 targets are fit for assessment (24.7%)'
    """
    from jixiao.explorer import Explorer  # widgets and drawing take their time

    return Explorer(dataset, department=department, project=project, language=language)


def style() -> None:
    """Draw one's own matplotlib charts in this workbook's look, with a font that has Chinese.

    It holds until Python ends, or ``matplotlib.rcdefaults()`` is called. Exhibits need no call: they have it anyway.

    Examples
    --------
    >>> import jixiao
    >>> import matplotlib as mpl
    >>> with mpl.rc_context():
    ...     jixiao.style()
    ...     mpl.rcParams["font.family"]
    ['Noto Sans SC']
    """
    from jixiao.exhibits.style import use_style  # matplotlib takes its time

    use_style()


def __getattr__(name: str) -> object:
    """What is imported when it is first used: pandas and matplotlib take their time, which not every command needs."""
    if name not in _PACKAGES:
        return _find(name)
    package = import_module(f"jixiao.{name}")
    for module in _PACKAGES[name]:
        import_module(f"jixiao.{name}.{module}")
    return package


def __dir__() -> list[str]:
    return sorted({*__all__, *_PACKAGES})
