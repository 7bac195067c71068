"""How the figures of a brief come about, and what a brief or a notebook does not show."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.errors import check_known
from jixiao.exhibits.exhibit import Exhibit
from jixiao.exhibits.scope import Scope
from jixiao.exhibits.specification import Specification
from jixiao.exhibits.standing import Standing
from jixiao.frames import each_row
from jixiao.ledgers.report import numbers
from jixiao.phrases import listed, phrases, sentences
from jixiao.quarters import month_end
from jixiao.review.settings import convention

STATEMENTS = {
    "brief": ("payments", "results", "quality", "corrected"),
    "documents": ("complete", "later", "true"),
    "disbursement": ("payments", "shape", "beyond"),
    "budget": ("bought", "payments", "outside", "changes"),
    "execution": ("paid_for", "ledger_complete", "bought", "off_ledger"),
    "coverage": ("quality", "results", "measures", "contradictions"),
    "review": ("right", "mended", "sector"),
    "evaluation": ("reported_true", "local_rules", "effect", "low_targets"),
    "comparison": ("why", "renumbered", "quality", "results"),
}
METHOD = Specification("method", "method", n="project", shown={"item": "text", "text": "text"})
LIMITS = Specification("limits", "method", n="project", shown={"statement": "text"})


def method(data: Dataset, *, month: int = 0, k: int = 0, language: str = "zh") -> Exhibit:
    """How the figures come about, in plain lines, and which document they are from.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    month : int
        Month of the budget year, 1 to 12, until whose end payments are told; 0: as far as the ledgers know.
    k : int
        Number of projects on which one target counts as copied, a convention of this tool; 0: as set.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a statement: ``item`` and ``text``. Its source line names the document's version and hash.

    Raises
    ------
    UsageError
        Where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.method(load("sample"), language="en").title
    'How the numbers are derived'
    """
    scope, copies = Scope.of(data, language), convention("copied", k)
    items = [key.removesuffix("_text") for key in phrases()["method"] if key.endswith("_text")]
    rows = [[scope.say(f"method.{item}"), scope.say(f"method.{item}_text", k=copies)] for item in items]
    rows += _of_ledgers(scope, month)
    exhibit = scope.exhibit(METHOD, pd.DataFrame(rows, columns=list(METHOD.shown)), {"n": len(data.projects)})
    return replace(exhibit, source=_source(scope))


def _of_ledgers(scope: Scope, month: int) -> list[list[str]]:
    """Which ledgers the payments are from, and of what budget rates are."""
    data = scope.data
    day = month_end(scope.year, month) if month else ""
    standing = Standing.of(data, scope.language, day) if len(data.ledgers) else None
    if standing is None or standing.why:
        return []
    ledgers = [
        scope.say("method.ledger_of", title=row.title if isinstance(row.title, str) else row.origin, sha256=row.sha256)
        for row in each_row(data.ledgers)
    ]
    used = numbers(data.ledger_rows)["used"]
    said = {
        "ledgers": listed(ledgers, scope.language),
        "rows": len(data.ledger_rows),
        "used": used,
        "end": standing.end,
    }
    far = f"{100 * standing.far:g}"
    return [
        [scope.say("method.ledger"), scope.say("method.ledger_said", **said)],
        [scope.say("method.rate"), scope.say("method.rate_said", **standing.values())],
        [scope.say("method.bands"), scope.say("method.bands_said", far=far)],
    ]


def _source(scope: Scope) -> str:
    """The document by its title, version and hash, and how many places of it were read with doubt."""
    document, doubts = scope.data.documents.iloc[0], len(scope.data.doubts)
    title = "" if pd.isna(document["title"]) else scope.say("method.titled", title=document["title"])
    stage = scope.say(f"stage.{document['stage']}")
    said = [scope.say("method.source", title=title, stage=stage, sha256=document["sha256"])]
    said += [scope.say("method.doubts", doubts=doubts)] * (doubts > 0)
    return sentences(said, scope.language)


def limits(data: Dataset, *, about: str = "brief", month: int = 0, language: str = "zh") -> Exhibit:
    """What a brief or a notebook does not show: it hangs on what the text states.

    Parameters
    ----------
    data : Dataset
        One document of one department.
    about : str
        ``brief``, or the subject of a notebook: ``documents``, ``disbursement``, ``budget``, ``execution``,
        ``coverage``, ``review``, ``evaluation``, ``comparison``.
    month : int
        At whose end a brief stands: at the year's end it shows results, where there are any.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    Exhibit
        Its table has a row a ``statement``.

    Raises
    ------
    UsageError
        For another subject, or where the data holds more than one department or document.

    Examples
    --------
    >>> from jixiao import exhibits, load
    >>> exhibits.limits(load("sample"), language="en").title
    'What this brief does not show'
    """
    scope = Scope.of(data, language)
    check_known(about, STATEMENTS, "limits of")
    phases = {*data.funds["phase"]}
    if about == "brief" and month == 12 and len(data.results):
        results = "reported_true"
    else:
        results = "results_unused" if len(data.results) or len(data.monitoring) else "results"
    stated = {
        "payments": _of_payments(data, phases),
        "results": results,
        "changes": "changes_stated" if "adjusted" in phases else "changes",
    }
    rows = [[scope.say(f"limits.{stated.get(key, key)}")] for key in STATEMENTS[about]]
    table = pd.DataFrame(rows, columns=list(LIMITS.shown))
    title = "title" if about == "brief" else "title_notebook"
    return scope.exhibit(LIMITS, table, {"n": len(data.projects)}, title=title)


def _of_payments(data: Dataset, phases: set[str]) -> str:
    """What is to be said of payments: they are known from ledgers, stated in the text and not used, or not there."""
    if len(data.ledgers):
        return "payments_known"
    return "payments_unused" if "paid" in phases or len(data.interim_funds) else "payments"
