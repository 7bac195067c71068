"""自评核查 and 监控核查 against what else the dataset holds: the ledger, the published targets, the next year's."""

from __future__ import annotations

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.frames import among
from jixiao.measures.comparison import compare_indicators, plain_name
from jixiao.measures.execution import execution, ledger_end
from jixiao.measures.years import results_by_year
from jixiao.review.material import REPORTS, Material
from jixiao.review.rule import NO_HITS, hits, rule
from jixiao.review.self_evaluation import number
from jixiao.selection import of_ledgers
from jixiao.target_values.folding import fold_value

EXACT = 0.005  # 万元
WHOLE = "合计"


def _ledger(data: Dataset, department: str, day: pd.Timestamp) -> dict[str, float]:
    """What a department's ledgers say was paid by a day (万元), by project, and by the code and name it alone has."""
    ledgers = of_ledgers(data.tables, data.documents, {department}, data.projects)["ledgers"]
    end = ledger_end(ledgers) if len(ledgers) else None
    if end is None or end < day:
        return {}
    years = data.projects["document_id"].map(data.documents.set_index("document_id")["year"])
    stages = data.projects["document_id"].map(data.documents.set_index("document_id")["stage"])
    booked = data.projects["project_id"].isin(data.payments["project_id"])
    ours = data.projects.loc[booked, "document_id"]
    asked = years.eq(day.year) & data.projects["department_id"].eq(department)
    own = data.projects[asked & (~stages.isin(REPORTS) | booked) & data.projects["document_id"].isin(ours)]
    found = execution(own, data.disbursements, data.payments, data.adjustments, day.date().isoformat(), end=end)
    paid = {str(name): float(amount) for name, amount in zip(found["project_id"], found["paid"], strict=True)}
    paid = {name: amount for name, amount in paid.items() if not pd.isna(amount)}
    named: dict[str, float] = {}
    for key in ("project_code", "project_name"):
        names = own[key].map(plain_name, na_action="ignore")
        once = ~names.duplicated(keep=False) & names.notna()
        pairs = zip(names[once], own.loc[once, "project_id"], strict=True)
        named |= {str(name): paid[one] for name, one in pairs if one in paid}
    return named | paid


def _with_ledger(df: pd.DataFrame, data: Dataset) -> pd.DataFrame:
    """Reports of money with what the ledgers say of their project on their day; only those of which they do."""
    parts = []
    for (department, day), rows in df.groupby(["department_id", "day"]):
        known = _ledger(data, str(department), pd.Timestamp(str(day)))
        projects = data.projects.set_index("project_id").loc[rows["project_id"]]
        keys = zip(rows["project_id"], projects["project_code"], projects["project_name"], strict=True)
        amounts = [
            next((known[key] for key in (own, _plain(code), _plain(name)) if key in known), None)
            for own, code, name in keys
        ]
        parts.append(rows.assign(ledger=pd.Series(amounts, index=rows.index, dtype="float64")))
    found = pd.concat(parts) if parts else df.assign(ledger=pd.Series(dtype="float64"))
    return found[found["ledger"].notna()]


def _plain(text: object) -> str:
    return plain_name(text) if isinstance(text, str) else ""


@rule("S19", "contradiction", "execution")
def paid_not_of_ledger(material: Material) -> pd.DataFrame:
    """What the form says was paid in the year is not what the ledger has on 31 December.

    Asked where the dataset has a ledger that is complete to that day.

    Breaks
    ------
    evaluation = { budget = 100, paid = 90 }
    payments = ["2022-06-30 | 85"]

    Right
    -----
    evaluation = { budget = 100, paid = 90 }
    payments = ["2022-06-30 | 85", "2022-12-20 | 5.003"]

    Misleads
    --------
    Where the ledger leaves rows out that were not assigned to a project.
    """
    df = material.evaluations
    df = df[df["stated_paid"].notna()]
    if df.empty or material.data.payments.empty:
        return NO_HITS
    df = _with_ledger(df.assign(day=pd.to_datetime(df["year"].astype("str") + "-12-31")), material.data)
    df = df[(df["paid"] - df["ledger"]).abs() > EXACT + 1e-9]
    df = df.assign(indicator_id=None, quoted=number(df["paid"]))
    return hits(df, "paid", quote="quoted", paid=number(df["paid"]), ledger=number(df["ledger"]))


@rule("M05", "contradiction", "monitoring")
def interim_not_of_ledger(material: Material) -> pd.DataFrame:
    """What the form says was paid so far is not what the ledger has on that day, beyond half its last decimal.

    Breaks
    ------
    interim = "50.00"
    payments = ["2022-06-30 | 45", "2022-12-20 | 5"]

    Right
    -----
    interim = "45.0"
    payments = ["2022-06-30 | 45.04", "2022-12-20 | 5"]

    Misleads
    --------
    Where the ledger leaves rows out that were not assigned to a project.
    """
    data = material.data
    df = data.interim_funds
    df = df[df["source"].eq(WHOLE) & df["paid"].notna()]
    if df.empty or data.payments.empty:
        return NO_HITS
    owners = data.projects[["project_id", "document_id", "department_id"]]
    df = _with_ledger(df.assign(day=df["date"]).merge(owners, on="project_id"), data)
    half = pd.Series(
        [_half_of_last(text, paid) for text, paid in zip(df["text"], df["paid"], strict=True)], index=df.index
    )
    df = df[(df["paid"] - df["ledger"]).abs() > half.astype("float64") + 1e-9]
    df = df.assign(indicator_id=None, quoted=df["text"].fillna(number(df["paid"])))
    day = df["date"].dt.strftime("%Y-%m-%d")
    return hits(df, "paid", quote="quoted", paid=df["quoted"], ledger=number(df["ledger"]), day=day)


def _half_of_last(text: object, paid: float) -> float:
    """Half of the last decimal of an amount as it is printed, in 万元."""
    folded = fold_value(text).replace(",", "") if isinstance(text, str) else ""
    digits = "".join(character for character in folded if character.isdigit() or character == ".")
    _, _, decimals = digits.partition(".")
    try:
        scale = paid / float(digits) if digits and float(digits) else 1.0
    except ValueError:
        scale = 1.0
    return 0.5 / 10 ** len(decimals) * scale if digits else EXACT


def _of_documents(data: Dataset, kept: pd.Series) -> Dataset:
    return data.without(data.documents.loc[~kept.to_numpy(), "document_id"])


def _of_the_same(data: Dataset, documents: pd.Series) -> pd.Series:
    """Whether each document is of a department that one of some documents is of."""
    pairs = data.projects[["document_id", "department_id"]].drop_duplicates()
    theirs = pairs["department_id"][pairs["document_id"].isin(data.documents["document_id"][documents])]
    return data.documents["document_id"].isin(pairs["document_id"][pairs["department_id"].isin(theirs)])


@rule("S23", "contradiction", "text")
def target_lowered(material: Material) -> pd.DataFrame:
    """The self-evaluation prints a lower target than the one that was published for the year.

    Asked where the dataset has the targets of that year too; an adjusted version counts before the first one.

    Breaks
    ------
    [[documents]]
    indicators = ["数量 | 培训人数 | | ≥100人"]
    [[documents]]
    stage = "self-evaluation"
    indicators = ["数量 | 培训人数 | | ≥80人"]
    results = ["82人 | 10 | 10"]

    Right
    -----
    [[documents]]
    indicators = ["数量 | 培训人数 | | ≥100人"]
    [[documents]]
    stage = "self-evaluation"
    indicators = ["数量 | 培训人数 | | ≥100人"]
    results = ["102人 | 10 | 10"]

    Misleads
    --------
    Where the target was adjusted with approval, and the dataset has only the first version.
    """
    data = material.data
    stages, years = data.documents["stage"], data.documents["year"]
    found = []
    for year in sorted(years[stages.eq("self-evaluation")].unique()):
        adjusted = stages.eq("adjusted") & years.eq(year)
        before = _of_documents(data, adjusted | (stages.eq("target") & years.eq(year) & ~_of_the_same(data, adjusted)))
        after = _of_documents(data, years.eq(year) & stages.eq("self-evaluation"))
        if len(before.projects) and len(after.projects):
            pairs = compare_indicators(before, after)
            found.append(pairs[pairs["change"].eq("loosened") & ~pairs["follows_budget"]])
    pairs = pd.concat(found, ignore_index=True) if found else pd.DataFrame()
    if pairs.empty:
        return NO_HITS
    rows = material.indicators.set_index("indicator_id", drop=False).loc[pairs["indicator_id_after"]]
    rows = rows.assign(published=pairs["target_before"].to_numpy()).reset_index(drop=True)
    return hits(rows, "target", published=rows["published"], target=rows["target"])


@rule("S24", "hint", "judgement")
def next_target_below_result(material: Material) -> pd.DataFrame:
    """The next year's target is below what was reached in this one.

    Asked where the dataset has the targets of the next year too, and both numbers are of one unit.

    Breaks
    ------
    [[documents]]
    indicators = ["质量 | 合格率 | | ≥90%"]
    results = ["96% | 10 | 10"]
    [[documents]]
    year = 2023
    indicators = ["质量 | 合格率 | | ≥90%"]

    Right
    -----
    [[documents]]
    indicators = ["质量 | 合格率 | | ≥90%", "数量 | 人数 | | ≥90人"]
    results = ["96% | 10 | 10", "120人 | 10 | 10"]
    [[documents]]
    year = 2023
    indicators = ["质量 | 合格率 | | ≥96%", "数量 | 人数 | | ≥130人"]

    Misleads
    --------
    Where the number follows the work of the year, as of visitors or cases.
    """
    data, results = material.data, material.data.results
    years = data.documents["year"]
    reported = data.indicators.loc[among(data.indicators["indicator_id"], results["indicator_id"]), "project_id"]
    held = data.projects.loc[among(data.projects["project_id"], reported), "document_id"]
    found = []
    for year in sorted(set(years) & {int(one) - 1 for one in years}):
        before = _of_documents(data, years.eq(year) & data.documents["document_id"].isin(held))
        after = _of_documents(data, years.eq(year + 1) & ~data.documents["stage"].isin(REPORTS))
        if len(before.projects) and len(after.projects):
            pairs = results_by_year(before, after, scoring=material.scoring)
            found.append(pairs[pairs["below"]].assign(year=year))
    pairs = pd.concat(found, ignore_index=True) if found else pd.DataFrame()
    if pairs.empty:
        return NO_HITS
    rows = material.indicators.set_index("indicator_id", drop=False).loc[pairs["indicator_id_after"]]
    rows = rows.reset_index(drop=True)
    return hits(rows, "target", actual=pairs["actual_before"], year=pairs["year"], target=rows["target"])
